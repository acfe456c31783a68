"""`make run` where it cannot serve says why, before it does anything."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def serve(address: str, data: Path) -> subprocess.CompletedProcess:
    command = [ROOT / "tools" / "serve", address]
    environment = os.environ | {"DATA_DIR": str(data)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)


def test_a_port_in_use_is_named_with_the_remedy(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve(f"127.0.0.1:{port}", tmp_path)

    assert done.returncode == 1
    assert f"端口 {port} 已被占用" in done.stderr and "make run PORT=" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["", "abc", "0", "70000", "-1"])
def test_what_is_no_port_is_named(tmp_path, port):
    done = serve(f"127.0.0.1:{port}", tmp_path)

    assert done.returncode == 1
    assert "不是端口号" in done.stderr and "Traceback" not in done.stderr
