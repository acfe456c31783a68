"""The site behind nginx, as deploy/ has it: TLS, static files, limits, whose address counts."""

import os
import re
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
import requests

from .conftest import PASSWORD, ROOT, free_port

DEPLOY = ROOT / "deploy"
MAIN = """{user}
daemon off;
pid {directory}/nginx.pid;
error_log {directory}/error.log;
events {{ }}
http {{
    include /etc/nginx/mime.types;
    access_log {directory}/access.log;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/site.conf;
}}
"""


def certificate(directory: Path) -> None:
    """Write a certificate for the loopback address, signed by itself."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
               "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
               "-keyout", "tls.key", "-out", "tls.crt"]  # fmt: skip
    subprocess.run(command, cwd=directory, check=True, capture_output=True)


def configuration(directory: Path, data: Path, server: str, plain: int, secure: int) -> str:
    """Return deploy/nginx.conf with this machine's ports and places in it, and nothing else changed."""
    given = (DEPLOY / "nginx.conf").read_text()
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "127.0.0.1:8000": server,
        "/etc/nianbao/tls": f"{directory}/tls",
        "/var/lib/nianbao/static/": f"{data}/static/",
        "/etc/nginx/nianbao-proxy.conf": f"{DEPLOY}/nianbao-proxy.conf",
    }
    for old, new in changes.items():
        assert old in given, old
        given = given.replace(old, new)
    return given


@contextmanager
def nginx(directory: Path, site: str):
    """Run nginx in a directory, with what it says about the site."""
    (directory / "site.conf").write_text(site)
    user = "user root;" if os.geteuid() == 0 else ""
    (directory / "nginx.conf").write_text(MAIN.format(directory=directory, user=user))
    command = ["nginx", "-p", str(directory), "-c", str(directory / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


class Door:
    """The site as a browser reaches it: https, by way of nginx."""

    def __init__(self, plain: int, secure: int, certificate: Path):
        self.plain, self.home = f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{secure}"
        self.certificate = str(certificate)

    def visitor(self) -> requests.Session:
        """Return a browser that trusts the certificate."""
        session = requests.Session()
        session.verify = self.certificate
        session.trust_env = False  # a bundle or proxy of the machine would come before it
        return session

    def ready(self) -> None:
        """Wait until it answers."""
        for _ in range(100):
            with suppress(requests.ConnectionError):
                self.visitor().get(f"{self.home}/healthz", timeout=20)
                return
            time.sleep(0.1)
        raise AssertionError("nginx does not answer")


@contextmanager
def opened(directory: Path, data: Path, server: str, secure: int):
    """Run nginx in front of a server; yield the way in."""
    certificate(directory)
    plain = free_port()
    with nginx(directory, configuration(directory, data, server, plain, secure)):
        found = Door(plain, secure, directory / "tls.crt")
        found.ready()
        yield found


@pytest.fixture(scope="module")
def door(furnished, address, secure_port, tmp_path_factory):
    """The furnished site with gunicorn's two workers, and nginx in front of it."""
    directory, server = tmp_path_factory.mktemp("nginx"), address.removeprefix("http://")
    with opened(directory, furnished.directory, server, secure_port) as found:
        yield found


@pytest.fixture
def clerk(door):
    """A browser in which the clerk has logged in through nginx, pretending to come from elsewhere."""
    visitor = door.visitor()
    visitor.headers["X-Forwarded-For"] = "6.6.6.6"
    page = visitor.get(f"{door.home}/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    form = {"username": "demo", "password": PASSWORD, "csrfmiddlewaretoken": token}
    headers = {"Referer": f"{door.home}/login/"}
    answer = visitor.post(f"{door.home}/login/", form, headers=headers)
    assert "我的报告" in answer.text, answer.text
    return visitor


def test_who_comes_without_tls_is_sent_to_it(door):
    answer = door.visitor().get(f"{door.plain}/login/?next=/", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"][:8]) == (301, "https://")


def test_a_clerk_works_through_the_proxy(door, clerk, furnished):
    report = re.search(r'href="(/reports/\d+/)"', clerk.get(f"{door.home}/reports/").text)[1]
    place = "requests.new.business"
    pk = report.split("/")[2]
    query = f"SELECT revision FROM reports_figure WHERE report_id = {pk} AND cell = '{place}'"
    base = furnished.query(query)[0][0]
    headers = {"X-CSRFToken": clerk.cookies["csrftoken"], "Referer": f"{door.home}{report}",
               "Accept": "application/json"}  # fmt: skip
    edit = {"place": place, "text": "77", "base": base}

    answer = clerk.post(f"{door.home}{report}save/", json={"edits": [edit]}, headers=headers)

    assert answer.status_code == 200, answer.text
    assert furnished.query(query)[0][0] == answer.json()["revision"]


def test_the_audit_keeps_the_address_that_nginx_saw(clerk, furnished):
    newest = "SELECT address FROM reports_auditevent ORDER BY number DESC LIMIT 1"
    assert str(furnished.query(newest)[0][0]) == "127.0.0.1"


def test_a_page_has_the_headers_of_a_safe_site_once(door, clerk):
    headers = clerk.get(f"{door.home}/reports/").headers

    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["Cache-Control"] == "no-store, private"
    assert "," not in headers["X-Content-Type-Options"]
    assert "gunicorn" not in headers["Server"]


def test_static_files_come_from_nginx_packed_and_for_good(door, clerk):
    name = re.search(r'href="(/static/[^"]+\.css)"', clerk.get(f"{door.home}/reports/").text)[1]

    answer = clerk.get(f"{door.home}{name}")

    assert answer.headers["Server"] == "nginx" and "X-Request-ID" not in answer.headers
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"


def test_a_search_of_ten_thousand_characters_gets_the_site_s_own_page(door):
    answer = door.visitor().get(f"{door.home}/open/", params={"q": "字" * 10_000})

    assert answer.status_code == 400 and "请缩短到60字以内" in answer.text


@pytest.mark.parametrize(
    ("path", "headers", "status", "sentence"),
    [
        ("/open/?q=" + "字" * 20_000, {}, 414, "网址太长"),
        ("/", {"Cookie": "a=" + "b" * 140_000}, 431, "请清除浏览器里本网站的 Cookie"),
        ("/static/nothing.css", {}, 404, "没有找到这个页面"),
        ("/open/9/", {}, 404, "查看全部公开的报告"),  # the site's own, not nginx's
    ],
)
def test_what_nginx_refuses_gets_a_sentence_in_chinese(door, path, headers, status, sentence):
    answer = door.visitor().get(door.home + path, headers=headers)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert sentence in answer.text and 'lang="zh-CN"' in answer.text


def test_probes_from_outside_learn_nothing(door):
    answer = door.visitor().get(f"{door.home}/readyz")

    assert answer.status_code == 404 and "没有找到这个页面" in answer.text


def test_the_page_for_what_is_refused_has_no_address_of_its_own(door):
    assert door.visitor().get(f"{door.home}/refused/").status_code == 404


def test_a_site_that_does_not_answer_is_announced_in_chinese(tmp_path):
    with opened(tmp_path, tmp_path, f"127.0.0.1:{free_port()}", free_port()) as door:
        answer = door.visitor().get(f"{door.home}/login/")

    assert answer.status_code == 502 and "请稍后刷新页面继续" in answer.text


def test_what_is_too_large_is_refused_at_the_door(door):
    with closing(door.visitor()) as visitor, suppress(requests.ConnectionError):
        answer = visitor.post(f"{door.home}/login/", data=b"x" * (22 * 1024 * 1024))
        assert answer.status_code == 413 and "提交的内容过大，没有保存" in answer.text


def test_who_storms_the_log_in_is_slowed_down(tmp_path):
    # A door of its own: whoever comes after would be slowed down as well.
    with opened(tmp_path, tmp_path, f"127.0.0.1:{free_port()}", free_port()) as door:
        visitor = door.visitor()
        answers = [visitor.get(f"{door.home}/login/") for _ in range(90)]

    assert "操作太频繁" in next(answer.text for answer in answers if answer.status_code == 429)


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.name)
def test_the_units_are_locked_in(unit, tmp_path):
    """`systemd-analyze` counts from 0, nothing to reach, to 10; plain units are above 9."""
    copy = tmp_path / unit.name.replace("@", "@1")
    copy.write_text(unit.read_text())
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=20", str(copy)]
    checked = subprocess.run(command, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    # SQLite writes beside its database even to read it: the backup, too.
    assert "ReadWritePaths=/var/lib/nianbao\n" in unit.read_text()


def test_the_units_say_nothing_that_systemd_does_not_know(tmp_path):
    for unit in (
        path for kind in ("service", "socket", "timer") for path in DEPLOY.glob(f"*.{kind}")
    ):
        words = re.sub(r"/opt/nianbao/\.venv/bin/\w+", "/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(words.replace("/opt/nianbao", "/"))

    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.iterdir())],
        capture_output=True, text=True,
    )  # fmt: skip

    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_unit_with_a_slip_is_noticed(tmp_path):
    unit = tmp_path / "slip.service"
    unit.write_text("[Service]\nExecStart=/bin/true\nNoNewPrivilegs=yes\n")
    checked = subprocess.run(["systemd-analyze", "verify", "--man=no", unit],
                             capture_output=True, text=True)  # fmt: skip
    assert "NoNewPrivilegs" in checked.stderr
