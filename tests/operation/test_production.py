"""The site as it runs where real people work: gunicorn, two workers, production settings."""

import json
import re

import pytest
import requests

from .conftest import PASSWORD

HTTPS = {"X-Forwarded-Proto": "https"}


@pytest.fixture
def clerk(address, visitor):
    """A visitor who has logged in through the page."""
    page = visitor.get(f"{address}/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    form = {"username": "demo", "password": PASSWORD, "csrfmiddlewaretoken": token}
    host = address.removeprefix("http://")
    answer = visitor.post(f"{address}/login/", form, headers={"Referer": f"https://{host}/login/"},
                          allow_redirects=False)  # fmt: skip
    assert answer.status_code == 302, answer.text
    visitor.cookies_set = answer.headers["Set-Cookie"]
    return visitor


def test_it_is_alive_and_ready_for_probes_without_tls(address):
    assert requests.get(f"{address}/healthz").json() == {"alive": True}
    ready = requests.get(f"{address}/readyz")
    said = ready.json()
    assert ready.status_code == 200
    assert said.pop("worker") is False  # none runs here
    assert set(said.values()) == {True}


def test_starting_it_says_nothing_and_leaves_nothing_at_home(site, tmp_path_factory):
    """The account of the service has no home: what wants one would complain at every start."""
    home = tmp_path_factory.mktemp("home")
    with site.serve(HOME=str(home), XDG_RUNTIME_DIR="", LOG_LEVEL="WARNING"):
        assert site.log.read_text() == ""
        assert list(home.iterdir()) == []


def test_whoever_comes_without_tls_is_sent_to_it(address):
    answer = requests.get(f"{address}/login/", allow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["Location"] == address.replace("http", "https", 1) + "/login/"


def test_an_address_of_ten_thousand_characters_gets_our_own_page(address):
    words = {"q": "字" * 10_000}

    search = requests.get(f"{address}/open/", words, headers=HTTPS)
    inside = requests.get(f"{address}/reports/", words, headers=HTTPS, allow_redirects=False)
    slashless = requests.get(f"{address}/open", words, headers=HTTPS, allow_redirects=False)

    assert search.status_code == 400 and "请缩短到60字以内" in search.text
    assert [inside.status_code, slashless.status_code] == [414, 414]
    assert "网址太长" in inside.text and "<html" in inside.text


@pytest.mark.parametrize(
    ("query", "headers", "status", "sentence"),
    [
        ({"q": "字" * 20_000}, {}, 414, "网址太长"),
        ({}, {"Cookie": "a=" + "b" * 70_000}, 431, "请清除浏览器里本网站的 Cookie"),
        ({}, {"Transfer-Encoding": "nonsense"}, 501, "这个请求看不懂"),
    ],
)
def test_what_gunicorn_refuses_gets_our_page_too(address, query, headers, status, sentence):
    answer = requests.get(f"{address}/open/", query, headers=HTTPS | headers)

    assert answer.status_code == status
    assert sentence in answer.text and 'lang="zh-CN"' in answer.text


def test_pages_carry_the_headers_of_a_safe_site(address):
    headers = requests.get(f"{address}/login/", headers=HTTPS).headers

    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_cookies_are_for_tls_and_this_site_only(clerk):
    session = re.search(r"sessionid=[^,]+", clerk.cookies_set)[0]
    token = re.search(r"csrftoken=.+?(?=, sessionid|$)", clerk.cookies_set)[0]

    assert all(word in session for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "Max-Age" not in session  # ends with the browser
    assert "Secure" in token and "SameSite=Lax" in token


def test_a_clerk_logs_in_and_private_pages_are_for_no_cache(address, clerk):
    page = clerk.get(f"{address}/reports/")
    assert "我的报告" in page.text
    assert page.headers["Cache-Control"] == "no-store, private"


def test_static_files_have_hashed_names_and_are_kept_for_good(address, clerk):
    page = clerk.get(f"{address}/reports/")
    names = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert names and all(re.search(r"\.[0-9a-f]{12}\.", name) for name in names)
    for name in names:
        answer = requests.get(address + name, headers=HTTPS)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_save_is_acknowledged(address, clerk):
    home = clerk.get(f"{address}/reports/")
    report = re.search(r'href="(/reports/\d+/)"', home.text)[1]
    headers = {"X-CSRFToken": clerk.cookies["csrftoken"], "Accept": "application/json",
               "Referer": address.replace("http", "https", 1)}  # fmt: skip
    body = {"edits": [{"place": "requests.new.business", "text": "35", "base": 0}]}

    answer = clerk.post(f"{address}{report}save/", json=body, headers=headers)

    assert answer.status_code == 200, answer.text
    assert answer.json()["revision"] >= 1


def test_an_unknown_host_is_refused(address):
    answer = requests.get(f"{address}/login/", headers=HTTPS | {"Host": "evil.example"})
    assert answer.status_code == 400


def test_a_page_that_does_not_exist_says_so_in_chinese(address, clerk):
    answer = clerk.get(f"{address}/nowhere/")
    assert answer.status_code == 404 and "没有找到这个页面" in answer.text
    assert "Traceback" not in answer.text


def test_the_log_is_json_without_names_or_addresses(address, clerk, furnished):
    before = len(furnished.log.read_text())  # a worker killed by another test may leave half a line
    clerk.get(f"{address}/reports/?q=机密", headers={"X-Forwarded-For": "203.0.113.9"})

    said = furnished.log.read_text()[before:].splitlines()
    lines = [json.loads(line) for line in said if line[0] == "{"]

    assert any(line.get("route") == "my_reports" and line["status"] == 200 for line in lines)
    written = json.dumps(lines, ensure_ascii=False)
    assert not any(word in written for word in ("机密", "203.0.113.9", "demo", "张明"))
