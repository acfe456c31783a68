"""LibreOffice, which opens files as Word and Excel do and saves them anew."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path


def converted(content: bytes, source: str, target: str = "") -> bytes:
    """Return a file as LibreOffice writes it in another format, or in the same one anew."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing: tools/setup test installs it"
    target = target or source
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"report.{source}")
        file.write_bytes(content)
        command = [soffice, f"-env:UserInstallation=file://{_profile().name}", "--headless",
                   "--convert-to", target, "--outdir", f"{folder}/out", str(file)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Path(folder, "out", f"report.{target}").read_bytes()


@cache
def _profile() -> tempfile.TemporaryDirectory:
    # Made by the first run of this process; a new one costs seconds each time.
    return tempfile.TemporaryDirectory()
