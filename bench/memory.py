"""The highest memory of a worker while clerks send what is made to fill it.

    python bench/memory.py

Serves a fresh site with two workers and sends it, four at a time: pictures that are small as files
and huge as pixels, sections of a million characters of each hostile kind
(bench/one_report/hostile.py), files to be imported that are mostly air, the largest request there may be, and a hundred connections that
send half of it. Prints the highest memory of any worker in MB; the goal is below 1000.
"""

import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import requests
from fresh import ROOT, fresh_site
from PIL import Image

sys.path.insert(0, str(ROOT))

from bench.one_report import hostile

PORT = 8797
ADDRESS = f"http://127.0.0.1:{PORT}"
SIDES = ((10_000, 10_000), (20_000, 20_000), (30_000, 3_000))


def pictures() -> list[bytes]:
    """Return pictures of one colour: kilobytes in a file, hundreds of megabytes as pixels."""
    made = []
    Image.MAX_IMAGE_PIXELS = None
    for mode, size in [("1", side) for side in SIDES] + [("L", SIDES[0])]:
        file = io.BytesIO()
        Image.new(mode, size).save(file, "PNG")
        made.append(file.getvalue())
    return made


def air() -> bytes:
    """Return an Office file of a few kilobytes that unpacks to hundreds of megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w:p>" * 60_000_000)
    return file.getvalue()


def peaks(master: int) -> list[int]:
    """Return the highest memory of each child of gunicorn's master, in MB."""
    found = []
    for child in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        status = Path(f"/proc/{child}/status").read_text()
        found.append(int(re.search(r"VmHWM:\s+(\d+)", status)[1]) // 1024)
    return found


class Clerk:
    """A logged-in browser that sends things to one report."""

    def __init__(self, report: int, cookies: dict):
        self.session, self.report = requests.Session(), report
        self.session.cookies.update(cookies)
        self.session.get(f"{ADDRESS}/password/")
        token = self.session.cookies.get("csrftoken")
        self.session.headers.update({"X-CSRFToken": token, "Accept": "application/json"})

    def send(self, what: str, **content) -> int:
        """Post to an address of the report; return the status, 0 where no answer came."""
        try:
            place = f"{ADDRESS}/reports/{self.report}/{what}/"
            return self.session.post(place, timeout=120, **content).status_code
        except requests.RequestException:
            return 0


def everything(clerk: Clerk):
    """Yield each hostile request as a name and a function that sends it."""
    for content in pictures():
        files = {"picture": ("a.png", content, "image/png")}
        yield "picture", lambda files=files: clerk.send("pictures", files=files)
    kind = {"Content-Type": "application/json"}
    for name, text in hostile.TEXTS.items():
        edit = {"place": "overview", "text": f"<p>{text(90_000)}</p>", "base": 0}
        body = json.dumps({"edits": [edit], "writer": "bench"})
        yield name, lambda body=body: clerk.send("save", data=body.encode(), headers=kind)
    empty = {"file": ("a.docx", air(), "application/octet-stream")}
    yield "air", lambda: clerk.send("import", files=empty)
    large = {"file": ("a.txt", b"x" * 20_000_000, "text/plain")}
    yield "large", lambda: clerk.send("import", files=large)


def half_sent(held: ExitStack) -> None:
    """Open a hundred connections that announce twenty megabytes and send three."""
    head = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 20000000\r\n\r\n"
    for _ in range(100):
        line = held.enter_context(socket.create_connection(("127.0.0.1", PORT)))
        line.sendall(head + b"x" * 3_000_000)


def main() -> None:
    """Print one figure a line."""
    os.environ["SECRET_KEY"] = "bench" * 10
    with fresh_site() as (report, client), tempfile.TemporaryFile() as log:
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        settings = {"DJANGO_SETTINGS_MODULE": "bench.unlimited"}
        command = [sys.executable, "-m", "gunicorn", "-w", "2", "--threads", "4", "-b",
                   f"127.0.0.1:{PORT}", "--log-level", "error", "reportsite.wsgi"]  # fmt: skip
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stderr=log)
        try:
            _wait()
            print(f"memory_at_rest_mb: {max(peaks(server.pid))}", flush=True)
            _attack(Clerk(report.pk, cookies), server.pid)
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _ in range(300):
        try:
            requests.get(f"{ADDRESS}/healthz", timeout=20)
            return
        except requests.RequestException:
            time.sleep(0.2)


def _attack(clerk: Clerk, master: int) -> None:
    seen: dict[int, int] = {}
    with ExitStack() as held, ThreadPoolExecutor(4) as senders:
        half_sent(held)
        asked = [senders.submit(send) for _, send in everything(clerk)]
        highest = 0
        while not all(one.done() for one in asked):
            highest = max(highest, *peaks(master), 0)
            time.sleep(0.5)
        for one in asked:
            seen[one.result()] = seen.get(one.result(), 0) + 1
        highest = max(highest, *peaks(master))
    print(f"memory_under_attack_mb: {highest}  # answers: {seen}")


if __name__ == "__main__":
    main()
