"""What runs on each host of the drill, as deploy/ and docs/operation.md § 5 say it."""

import os
import re
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from .network import Host

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PORT = 8000
# docs/operation.md § 5: a wire that is cut is noticed within seconds.
PATIENCE = ("net.ipv4.tcp_retries2=5", "net.ipv4.tcp_syn_retries=2", "net.ipv4.tcp_keepalive_time=3",
            "net.ipv4.tcp_keepalive_intvl=1", "net.ipv4.tcp_keepalive_probes=3")  # fmt: skip
MAIN = """user root;
daemon off;
worker_processes 2;
pid {directory}/nginx.pid;
error_log {directory}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/site.conf;
}}
"""


def database(host: Host, directory: Path) -> str:
    """Start PostgreSQL on a host; return the address for DATABASE_URL."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        raise SystemExit(
            "没有找到 PostgreSQL，请安装 postgresql 软件包 / PostgreSQL is not installed"
        )
    data = directory / "postgresql"
    data.mkdir()
    shutil.chown(data, "postgres")
    as_postgres = ("runuser", "-u", "postgres", "--")
    quiet = {"cwd": data, "stdout": subprocess.DEVNULL}
    host.run(*as_postgres, f"{programs[-1]}/initdb", "-D", f"{data}/data", "-U", "reports",
             "--auth=trust", "-E", "UTF8", "--locale=C", **quiet)  # fmt: skip
    with (data / "data/pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {host.address}/24 trust\n")
    options = f"-k {data} -c listen_addresses={host.address} -c max_connections=200"
    host.run(*as_postgres, f"{programs[-1]}/pg_ctl", "-D", f"{data}/data", "-w", "-l",
             f"{data}/log", "-o", options, "start", **quiet)  # fmt: skip
    host.run(*as_postgres, f"{programs[-1]}/createdb", "-h", str(data), "-U", "reports", "reports",
             **quiet)  # fmt: skip
    return f"postgres://reports@{host.address}/reports"


def environment(database_url: str, secret: str, data: Path, front: Host) -> dict[str, str]:
    """Return the settings of a host that runs the site, as deploy/environment.example has them."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(data),
        "SECRET_KEY": secret,
        "ALLOWED_HOSTS": f"{front.address},127.0.0.1",
        "CSRF_TRUSTED_ORIGINS": f"https://{front.address}",
        "HTTPS": "1",
        "TRUSTED_PROXIES": "1",
        "SHARED_LIMITS": "1",
        "LOG_FORMAT": "json",
        "DEMO": "",
        "DJANGO_SETTINGS_MODULE": "reportsite.settings",
    }


def web_command(front: str) -> list[str]:
    """Return how deploy/nianbao-web.service starts the server, with the address of the proxy."""
    unit = (DEPLOY / "nianbao-web.service").read_text().replace("\\\n", " ")
    command = shlex.split(re.search(r"^ExecStart=(.*)$", unit, re.M)[1])
    command[command.index("--forwarded-allow-ips") + 1] = front
    return [str(ROOT / ".venv/bin/gunicorn"), *command[1:]]


class Web:
    """An application host: the server and the keeper that restarts it."""

    def __init__(self, host: Host, settings: dict[str, str], front: Host):
        self.host, self.settings, self.front = host, settings, front
        self.log = Path(settings["DATA_DIR"]) / "log"

    def start(self) -> None:
        """Start it; it answers a few seconds later."""
        self.host.tune(*PATIENCE)
        self.keeper = self.host.start(
            sys.executable, "-m", "tools.drill.keeper", f"{self.host.address}:{PORT}",
            *web_command(self.front.address), log=self.log, cwd=ROOT, env=self.settings,
        )  # fmt: skip

    def restart(self) -> None:
        """Restart the server as an update does; who connects meanwhile waits."""
        self.keeper.send_signal(signal.SIGHUP)

    def wait(self, seconds: float = 60) -> None:
        """Wait until it answers; end the drill when it does not."""
        until = time.monotonic() + seconds
        probe = ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-m", "2",
                 "-H", "Host: 127.0.0.1", f"http://{self.host.address}:{PORT}/readyz"]  # fmt: skip
        while time.monotonic() < until:
            if subprocess.run(probe, capture_output=True, text=True).stdout in {"200", "503"}:
                return
            time.sleep(0.2)
        raise SystemExit(f"{self.host.name} did not get ready: {self.log.read_text()[-2000:]}")


def worker(host: Host, settings: dict[str, str]) -> None:
    """Start the background worker of a host."""
    host.tune(*PATIENCE)
    host.start(sys.executable, "manage.py", "work", cwd=ROOT, env=settings,
               log=Path(settings["DATA_DIR"]) / "log")  # fmt: skip


def proxy(host: Host, webs: list[Host], directory: Path, static: Path) -> Path:
    """Start nginx with deploy/'s configuration before several hosts; return its certificate."""
    directory.mkdir()
    key = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
           "/CN=drill", "-addext", f"subjectAltName=IP:{host.address}",
           "-keyout", "tls.key", "-out", "tls.crt"]  # fmt: skip
    subprocess.run(key, cwd=directory, check=True, capture_output=True)
    (directory / "site.conf").write_text(site(host, webs, directory, static))
    (directory / "nginx.conf").write_text(MAIN.format(directory=directory))
    host.tune(*PATIENCE)
    command = ["nginx", "-p", str(directory), "-c", str(directory / "nginx.conf")]
    host.run(*command, "-t", capture_output=True)
    host.start(*command, log=directory / "log")
    return directory / "tls.crt"


def site(host: Host, webs: list[Host], directory: Path, static: Path) -> str:
    """Return deploy/nginx.conf with the drill's addresses in it.

    Its limits by address are lifted: here one address is a hundred clerks.
    """
    given = (DEPLOY / "nginx.conf").read_text()
    server = re.search(r"^    server 127\.0\.0\.1:8000(.*);$", given, re.M)
    lines = "\n".join(f"    server {web.address}:{PORT}{server[1]};" for web in webs)
    changes = {
        server[0]: lines,
        "nianbao.example.gov.cn": host.address,
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/nianbao/tls": f"{directory}/tls",
        "/var/lib/nianbao/static/": f"{static}/",
        "/etc/nginx/nianbao-proxy.conf": f"{DEPLOY}/nianbao-proxy.conf",
        "rate=50r/s": "rate=5000r/s",
        "rate=2r/s": "rate=2000r/s",
    }
    for old, new in changes.items():
        given = given.replace(old, new)
    return given


def secret() -> str:
    """Return a key that all hosts share."""
    return secrets.token_urlsafe(50)
