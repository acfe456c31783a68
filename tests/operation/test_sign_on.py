"""Sign-on through an OpenID Connect provider, here one of the test's own on loopback."""

import base64
import hashlib
import json
import secrets
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa


class Provider(ThreadingHTTPServer):
    """Vouches for `person`; checks the client as RFC 6749, RFC 7636 and OpenID Connect say."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signs_with = self.key
        self.person, self.codes, self.refusals = "demo", {}, []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def grant(self, query: dict) -> str:
        """Return where the browser goes back to, with a code."""
        code = secrets.token_urlsafe()
        self.codes[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})

    def token(self, form: dict) -> dict | None:
        """Return tokens for a code that was given to this very client, once."""
        asked = self.codes.pop(form["code"], None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if not asked or form["client_secret"] != "s3cret" or challenge != asked["code_challenge"]:
            self.refusals.append(form)
            return None
        claims = {"iss": self.url, "aud": asked["client_id"], "sub": "1", "nonce": asked["nonce"]}
        signed = jwt.encode(claims, self.signs_with, "RS256", headers={"kid": "k"})
        return {"access_token": "a", "id_token": signed, "token_type": "Bearer"}


class Answers(BaseHTTPRequestHandler):
    """The provider's four addresses."""

    def do_GET(self) -> None:
        """Grant, show the key, tell who it is."""
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.grant(query))
            self.end_headers()
        elif parts.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.server.key.public_key()))
            self._say({"keys": [public | {"kid": "k", "alg": "RS256", "use": "sig"}]})
        else:
            self._say({"sub": "1", "preferred_username": self.server.person})

    def do_POST(self) -> None:
        """Give tokens for a code."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        tokens = self.server.token({key: values[0] for key, values in parse_qs(body).items()})
        self._say(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

    def _say(self, value: dict, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def running():
    """The provider, at work."""
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def signing_site(furnished, running):
    """The address of the site with the provider in its settings."""
    settings = {
        "OIDC_CLIENT_ID": "nianbao", "OIDC_CLIENT_SECRET": "s3cret",
        "OIDC_AUTHORIZATION_URL": f"{running.url}/authorize", "OIDC_TOKEN_URL": f"{running.url}/token",
        "OIDC_USERINFO_URL": f"{running.url}/userinfo", "OIDC_KEYS_URL": f"{running.url}/keys",
    }  # fmt: skip
    with furnished.serve(**settings) as address:
        yield address


@pytest.fixture
def provider(running):
    """The provider as it is at first: honest, vouching for the demo's clerk."""
    running.person, running.signs_with = "demo", running.key
    return running


def sign_on(visitor, address: str):
    """Go the whole way as a browser does; return the page it ends on."""
    asked = visitor.get(f"{address}/sign-on/?next=/reports/", allow_redirects=False)
    granted = visitor.get(asked.headers["Location"], allow_redirects=False)
    back = granted.headers["Location"].replace("https://", "http://", 1)
    arrived = visitor.get(back, allow_redirects=False)
    return visitor.get(address + arrived.headers["Location"])


def test_whom_the_provider_vouches_for_is_in(signing_site, provider, visitor):
    page = sign_on(visitor, signing_site)
    assert "我的报告" in page.text and page.url.endswith("/reports/")


def test_the_log_in_page_shows_the_way(signing_site, visitor):
    assert "统一身份认证登录" in visitor.get(f"{signing_site}/login/").text


def test_somebody_without_an_account_here_is_told_whom_to_ask(signing_site, provider, visitor):
    provider.person = "nobody"
    page = sign_on(visitor, signing_site)
    assert page.status_code == 403 and "还没有账号" in page.text
    assert visitor.get(f"{signing_site}/reports/", allow_redirects=False).status_code == 302


def test_a_token_that_somebody_else_signed_opens_nothing(signing_site, provider, visitor):
    provider.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    page = sign_on(visitor, signing_site)
    assert page.status_code == 403 and "没有登录" in page.text


def test_a_code_that_was_not_asked_for_opens_nothing(signing_site, visitor):
    address = f"{signing_site}/sign-on/callback/?code=stolen&state=forged"
    visitor.get(address)
    assert visitor.get(f"{signing_site}/reports/", allow_redirects=False).status_code == 302


def test_without_the_setting_there_is_no_such_address(address, visitor):
    assert visitor.get(f"{address}/sign-on/", allow_redirects=False).status_code == 404
    assert "统一身份认证登录" not in visitor.get(f"{address}/login/").text


@pytest.fixture
def silent_site(site):
    """The address of a site whose provider takes every call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = {
            "OIDC_CLIENT_ID": "nianbao", "OIDC_CLIENT_SECRET": "s3cret", "SIGN_ON_SECONDS": "6",
            "OIDC_AUTHORIZATION_URL": f"{url}/authorize", "OIDC_TOKEN_URL": f"{url}/token",
            "OIDC_USERINFO_URL": f"{url}/userinfo", "OIDC_KEYS_URL": f"{url}/keys",
        }  # fmt: skip
        with site.serve(**settings) as address:
            yield address


def test_a_provider_that_never_answers_ends_in_a_sentence_and_holds_up_nobody(silent_site, visitor):
    asked = visitor.get(f"{silent_site}/sign-on/", allow_redirects=False)
    state = parse_qs(urlsplit(asked.headers["Location"]).query)["state"][0]
    back = f"{silent_site}/sign-on/callback/?code=c&state={state}"

    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(visitor.get, back, allow_redirects=False, timeout=60)
        colleague = {"X-Forwarded-Proto": "https"}
        meanwhile = requests.get(f"{silent_site}/login/", headers=colleague, timeout=60)
        was_waiting = not waiting.done()

    assert meanwhile.ok and was_waiting
    page = visitor.get(silent_site + waiting.result().headers["Location"])
    assert page.status_code == 403 and "统一身份认证没有完成" in page.text
