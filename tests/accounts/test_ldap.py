"""Passwords that a directory checks: slapd on loopback, with one person in it."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import ldap
import pytest

from tests import factories

CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {home}/pid
database mdb
suffix "dc=example"
directory {home}/data
rootdn "cn=admin,dc=example"
"""
PEOPLE = """
dn: dc=example
objectClass: domain
dc: example

dn: uid=zhang,dc=example
objectClass: inetOrgPerson
uid: zhang
cn: zhang
sn: zhang
userPassword: Directory-2025

dn: uid=unknown,dc=example
objectClass: inetOrgPerson
uid: unknown
cn: unknown
sn: unknown
userPassword: Directory-2025
"""
SLAPD = shutil.which("slapd", path=os.environ["PATH"] + ":/usr/sbin")


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """The directory's address."""
    home = tmp_path_factory.mktemp("ldap")
    (home / "data").mkdir()
    (home / "slapd.conf").write_text(CONFIGURATION.format(home=home))
    (home / "people.ldif").write_text(PEOPLE)
    add = Path(SLAPD).with_name("slapadd")
    subprocess.run([add, "-f", home / "slapd.conf", "-l", home / "people.ldif"], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"ldap://127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen([SLAPD, "-d", "0", "-f", home / "slapd.conf", "-h", address])
    wait_for(address)
    yield address
    server.terminate()
    server.wait()


def wait_for(address: str) -> None:
    """Return when somebody listens."""
    place = ("127.0.0.1", int(address.rpartition(":")[2]))
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(place) == 0:
                return
        time.sleep(0.1)


@pytest.fixture(autouse=True)
def _directory_in_the_settings(directory, settings):
    settings.AUTH_LDAP_SERVER_URI = directory
    settings.AUTH_LDAP_USER_DN_TEMPLATE = "uid=%(user)s,dc=example"
    backend = "reportsite.accounts.directory.DirectoryBackend"
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, backend]


def test_the_directory_s_password_opens_the_account_made_here(zhang, log_in):
    client, answer = log_in("zhang", "Directory-2025")
    assert answer.status_code == 302
    assert client.get("/reports/").status_code == 200


@pytest.mark.parametrize("password", ["wrong", "*", "directory-2025"])
def test_another_password_does_not(zhang, log_in, password):
    assert "_auth_user_id" not in log_in("zhang", password)[0].session


def test_somebody_without_an_account_here_does_not_get_one(log_in, db, django_user_model):
    log_in("unknown", "Directory-2025")
    assert not django_user_model.objects.exists()


def test_a_name_is_no_pattern(log_in, db):
    factories.clerk("zhang,dc=example")
    assert "_auth_user_id" not in log_in("zhang,dc=example", "Directory-2025")[0].session


def test_guessing_at_the_directory_is_locked_too(zhang, log_in, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        log_in("zhang", "wrong")
    assert log_in("zhang", "Directory-2025")[1].status_code == 429


def test_the_directory_keeps_the_age_of_its_passwords(zhang, log_in, settings):
    settings.PASSWORD_DAYS = 1
    type(zhang).objects.update(date_joined="2020-01-01T00:00Z")
    client, _ = log_in("zhang", "Directory-2025")
    assert client.get("/reports/").status_code == 200


def test_while_the_directory_is_away_our_own_passwords_work(zhang, log_in, settings):
    settings.AUTH_LDAP_SERVER_URI = "ldap://127.0.0.1:9"
    assert log_in("zhang")[1].status_code == 302
    assert "_auth_user_id" not in log_in("zhang", "Directory-2025")[0].session


@pytest.mark.parametrize("starts_tls", [False, True])
def test_a_directory_that_never_answers_is_told_as_that(zhang, log_in, settings, starts_tls):
    settings.AUTH_LDAP_START_TLS = starts_tls
    settings.AUTH_LDAP_CONNECTION_OPTIONS = dict.fromkeys(
        (ldap.OPT_NETWORK_TIMEOUT, ldap.OPT_TIMEOUT), 1
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.AUTH_LDAP_SERVER_URI = f"ldap://127.0.0.1:{silent.getsockname()[1]}"
        client, answer = log_in("zhang", "Directory-2025")

    page = answer.content.decode()
    assert "统一目录没有应答" in page and "密码不正确" not in page
    assert "_auth_user_id" not in client.session
