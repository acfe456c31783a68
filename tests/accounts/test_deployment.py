"""The settings as they are where real people work, in a process of their own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

ROOT = Path(__file__).resolve().parents[2]
# Nothing else of the test run's environment: browser tests set switches of their own there.
PRODUCTION = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "k3yOfTheTestOnly-" * 4,
    "HTTPS": "1",
    "ALLOWED_HOSTS": "nianbao.example.gov.cn",
    "DEMO": "",
}


def manage(*arguments: str, data, **environment: str) -> subprocess.CompletedProcess:
    """Run manage.py under production settings with a database of its own."""
    own = {"DATA_DIR": str(data), "DATABASE_URL": f"sqlite:///{data}/site.sqlite3"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=PRODUCTION | own | environment,
        capture_output=True,
        text=True,
    )


def deploy_check(data, **environment: str) -> subprocess.CompletedProcess:
    return manage("check", "--deploy", "--fail-level", "WARNING", data=data, **environment)


def test_the_deployment_check_is_clean(tmp_path):
    answer = deploy_check(tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == "System check identified no issues (1 silenced).\n"


def test_the_deployment_check_bites(tmp_path):
    careless = {"DEMO": "1", "SECRET_KEY": "", "SECOND_FACTOR": "off", "HTTPS": "0", "DEBUG": "1"}

    answer = deploy_check(tmp_path, **careless)

    assert answer.returncode == 1
    complaints = set(re.findall(r"\((\w+\.[EW]\d+)\)", answer.stderr))
    assert complaints >= {
        "accounts.E001",
        "accounts.E002",
        "accounts.W001",
        "security.W012",
        "security.W018",
    }


def test_a_new_database_has_nobody_in_it(tmp_path):
    manage("migrate", data=tmp_path)
    answer = manage("shell", "-v0", "-c", "from django.contrib.auth.models import User; "
                    "print(User.objects.count())", data=tmp_path)  # fmt: skip
    assert answer.stdout.strip() == "0"


def test_the_demo_s_person_is_not_made_outside_the_demo(db):
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")


def test_the_demo_s_password_opens_nothing_outside_the_demo(zhang, log_in, settings):
    zhang.set_password(settings.DEMO_LOGIN[1])
    zhang.save()

    _, refused = log_in("zhang", settings.DEMO_LOGIN[1])
    settings.DEMO = True
    _, accepted = log_in("zhang", settings.DEMO_LOGIN[1])

    assert (refused.status_code, accepted.status_code) == (200, 302)


def test_the_log_in_page_names_no_password_outside_the_demo(client, db, settings):
    assert settings.DEMO_LOGIN[1] not in client.get("/login/").content.decode()


@pytest.mark.parametrize(
    ("environment", "backend"),
    [({}, "dummy"), ({"EMAIL_HOST": "mail.example"}, "smtp"), ({"DEMO": "1"}, "filebased")],
)
def test_mail_goes_to_a_server_to_files_in_the_demo_or_nowhere(tmp_path, environment, backend):
    command = [
        sys.executable,
        "-c",
        "from reportsite import settings; print(settings.EMAIL_BACKEND)",
    ]
    own = PRODUCTION | {"DATA_DIR": str(tmp_path)} | environment
    answer = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True)
    assert answer.stdout.strip() == f"django.core.mail.backends.{backend}.EmailBackend"


def test_the_server_does_not_start_without_a_secret(tmp_path):
    command = [sys.executable, "-c", "import reportsite.wsgi"]
    environment = os.environ | {"SECRET_KEY": "", "DATA_DIR": str(tmp_path)}
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert answer.returncode == 1 and "Set SECRET_KEY" in answer.stderr
