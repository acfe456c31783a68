"""What every test may ask for."""

import gc
import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client, TransactionTestCase, override_settings
from hypothesis import settings as hypothesis_settings

from reports import guarded
from reports.models.guards import put_up, take_down
from reports.nursery import Nursery
from reports.publishing import publications
from reports.rendering.formats import FORMATS
from reportsite.operation import limits
from tests import factories

# What needs npm's packages (docs/adr/0070); tools/setup fetches them where npm is there.
_NODE = Path(__file__).parents[1] / "tools" / "node" / "node_modules" / ".installed"
collect_ignore = [] if _NODE.exists() else ["browser/old", "browser/ofd", "tools/test_floor.py"]

MAKERS = dict(FORMATS)  # as they are outside tests
# More than some seconds of a processor each.
_LONG = tuple(f"tests/{place}" for place in (
    "browser/everywhere/test_every_page.py", "browser/grid/test_walk.py", "browser/office/test_county_year.py", "browser/old/",
    "bulk/test_workers.py", "gathering/test_workers.py", "operation/test_backup.py", "views/test_every_address.py",
))  # fmt: skip
assert all(Path(__file__).parents[1].joinpath(place).exists() for place in _LONG), "one has moved"
_FORKED = (
    "reports.archive.sealed_process",
    "reports.cases.reading.process",
    "reports.document.picture_worker",
    "reports.importing.apart.reader_process",
    "reports.importing.apart.showing_process",
    "reports.importing.enforcement.process",
    "reports.rules.judge",
)

# No test fails by the clock: three run at once.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")


def pytest_collection_modifyitems(config, items):
    """Run the longest first, and on PostgreSQL only what may ask a database: the rest was run on SQLite."""
    if connection.vendor == "postgresql":
        idle = [item for item in items if not _may_ask_a_database(item)]
        config.hook.pytest_deselected(items=idle)
        items[:] = [item for item in items if _may_ask_a_database(item)]
    if told := getattr(config, "workerinput", None):
        items[:] = _longest_first(items, told["workercount"])


def pytest_collection_finish():
    """Look for rubbish seldom, and never among eight thousand tests: a twelfth of all the work."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _longest_first(items: list, processes: int) -> list:
    """Return the tests so that each process, which is given as many as any, begins with long ones.

    Whoever has none left takes over half of what another still has, from the end: a long one that
    comes last would keep one process at work and the others waiting.
    """
    long = [item for item in items if item.nodeid.startswith(_LONG)]
    other = [item for item in items if not item.nodeid.startswith(_LONG)]
    ends = [len(other) * nth // processes for nth in range(processes + 1)]
    return [
        item
        for nth in range(processes)
        for item in (*long[nth::processes], *other[ends[nth] : ends[nth + 1]])
    ]


def _may_ask_a_database(item) -> bool:
    # pytest-django refuses the database to every other test; those of operation/ make their own.
    asked = {"db", "transactional_db", "django_db_setup"} & set(item.fixturenames)
    return bool(asked or item.get_closest_marker("django_db") or "operation" in item.path.parts)


def pytest_terminal_summary(terminalreporter):
    """Say what was not run, and why."""
    if collect_ignore:
        terminalreporter.write_line(
            "没有 npm 的软件包，没有跑旧浏览器的测试：先装 npm，再运行 tools/setup test。"
            " / Without npm the tests of old browsers were not run."
        )


@pytest.fixture(autouse=True, scope="session")
def _settings_of_tests(tmp_path_factory):
    """What holds for every test, set once: to set and restore it around each costs more than many a test."""
    with override_settings(
        # What a server here has collected earlier may be older than the sources.
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        MAIL_IN_BACKGROUND=False,
        VIEWS_IN_BACKGROUND=False,
        # tests/accounts and tests/operation switch on what they are about.
        SECOND_FACTOR="",
        RATE_LIMITS={},
    ):
        yield


@pytest.fixture(autouse=True, scope="session")
def _a_minute_that_stays():
    """Requests count by the minute: a test that begins at its end would count them in two."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "clock", lambda: 1_750_000_030.0)
        yield


@pytest.fixture(autouse=True)
def _no_readings_from_before():
    """Readings of public pages wait in the process: another test's are not this one's."""
    publications._waiting.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """No test outlives a power cut: nothing waits for the disk."""
    options = connection.settings_dict["OPTIONS"]
    if connection.vendor == "sqlite":
        options["init_command"] = options["init_command"].replace("=FULL", "=OFF")


@pytest.fixture(autouse=True, scope="session")
def _quick_sweep():
    """Let the tests that use real transactions empty the tables after themselves, quickly.

    The guards would refuse it. What migrations and not tests have put there stays, so that
    nothing needs to be made anew.
    """
    kept = {"django_migrations", "django_content_type", "auth_permission", "reports_templatecell"}

    def sweep(self):
        tables = set(connection.introspection.django_table_names(only_existing=True)) - kept
        take_down()
        # PostgreSQL's TRUNCATE makes a file anew for each table and index: fifty times as long.
        with transaction.atomic(), connection.cursor() as cursor:
            for table in sorted(tables):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        put_up()

    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = sweep
    yield
    TransactionTestCase._fixture_teardown = before


_started = guarded._run


@pytest.fixture(autouse=True, scope="session")
def _forked_not_started():
    """A process apart is forked, as for lots (docs/adr/0093): to start each costs more than most tests.

    The same code within the same bounds. One at a time of a kind is; what comes meanwhile starts its
    own, and so does what tells how far it is, and what reads pictures of pages, with its own memory.
    """
    nurseries = {module: Nursery(module) for module in _FORKED}

    def run(module, request, seconds, mouth=None):
        ready = nurseries.get(module)
        if not ready or mouth is not None or ready._turn.locked():
            return _started(module, request, seconds, mouth)
        return ready.answer(request, seconds)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarded, "_run", run)
        yield
    for ready in nurseries.values():
        ready.close()


@pytest.fixture
def fresh_processes(monkeypatch):
    """Each process apart is started anew, as on the site: for tests about the process."""
    monkeypatch.setattr(guarded, "_run", _started)


@pytest.fixture(autouse=True, scope="session")
def _made_once():
    """A file is a function of its document: each is made once a process, but for tests/rendering."""
    for form in ("pdf", "archive", "ofd", "docx", "xlsx"):
        FORMATS[form] = replace(MAKERS[form], make=partial(_once, form, MAKERS[form].make))
    yield
    FORMATS.update(MAKERS)


_files: dict[tuple, bytes] = {}


def _once(form: str, make, document) -> bytes:
    words = hashlib.sha256(repr(document).encode("utf-8", "surrogatepass")).digest()
    key = form, words, document.edition  # a test may know another edition by the same name
    if key not in _files:
        if len(_files) == 100:  # some megabytes
            _files.clear()
        _files[key] = make(document)
    return _files[key]


@pytest.fixture
def quick_files(monkeypatch):
    """What a PDF or a workbook holds is looked at elsewhere; here it is a file among others."""
    for form in ("pdf", "archive", "ofd", "xlsx"):
        quick = replace(FORMATS[form], make=lambda document: f"a file of {document.title}")
        monkeypatch.setitem(FORMATS, form, quick)


@pytest.fixture
def zhang(db):
    """The clerk of the bureau."""
    return factories.clerk("zhang", "明", "张")


@pytest.fixture
def bureau(zhang):
    """The organ that clerk 张 writes for."""
    return factories.organ("瀍水区文化和旅游局", zhang)


@pytest.fixture
def report(zhang, bureau):
    """A blank report of the bureau for 2025."""
    return factories.report(bureau, 2025, by=zhang)


@pytest.fixture
def complete(report, zhang):
    """The report of 2025 with every figure and section in order."""
    return factories.complete(report, by=zhang)


@pytest.fixture
def li(bureau):
    """A second clerk of the bureau."""
    colleague = factories.clerk("li", "红", "李")
    bureau.people.add(colleague)
    return colleague


@pytest.fixture
def zhao(db):
    """A stranger: a clerk of another organ."""
    stranger = factories.clerk("zhao", "强", "赵")
    factories.organ("云溪市档案馆", stranger)
    return stranger


@pytest.fixture
def client_of():
    """Return a logged-in browser for a person."""

    def login(user, **kwargs) -> Client:
        client = Client(**kwargs)
        client.force_login(user)
        return client

    return login
