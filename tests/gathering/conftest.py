"""A district with a supervisor, old reports of its organs as files, and workers to read them."""

import io
import json
import zipfile

import pytest

from reports import gathering, jobs
from reports.editions import edition_for
from reports.gathering import working
from reports.importing import read
from tests import factories


@pytest.fixture
def government(db):
    """The government above the bureaus."""
    return factories.organ("瀍水区人民政府", type="county")


@pytest.fixture
def bureau(government, zhang):
    """A bureau where 张 writes and hands in."""
    return factories.organ("瀍水区文化和旅游局", zhang, under=government, code="TY0071")


@pytest.fixture
def school(government):
    """A second organ of the district."""
    return factories.organ("瀍水区教育局", under=government)


@pytest.fixture
def wang(government):
    """The supervisor of the district."""
    return factories.give(factories.clerk("wang", "芳", "王"), government, "supervisor")


@pytest.fixture
def read_here(monkeypatch):
    """Let files be read in this process: that they are read apart is looked at elsewhere."""

    def read_one(content: bytes, name: str, *, of_many: bool):
        return read(content, name)

    monkeypatch.setattr(working, "read_guarded", read_one)


def old_report(organ: str, year: int, seed: int = 1) -> bytes:
    """Return an old report of an organ as a file."""
    edition = edition_for(year)
    words = {"organ": organ, "year": year, "sections": factories.WORDS}
    return json.dumps(factories.filled(edition, seed, **words).to_json()).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP of files by path."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


@pytest.fixture
def bring(wang, bureau, school):
    """Return a function that brings files by path as one ZIP."""

    def make(files: dict[str, bytes]):
        return gathering.create([("历年报告.zip", io.BytesIO(zipped(files)))], by=wang)

    return make


@pytest.fixture
def work(db, read_here):
    """Return a function that does all of a lot that can be done, as a worker would."""

    def press(lot) -> None:
        worker = jobs.join("worker")
        begun = gathering.begin_round(lot.pk)
        while begun and gathering.press_one(lot.pk, begun.number, worker):
            pass
        lot.refresh_from_db()

    return press


@pytest.fixture
def taken_elsewhere(bring, work, wang, bureau):
    """A lot of one report of the bureau for 2023, taken as public elsewhere."""
    lot = bring({"2023/文旅.json": old_report(bureau.name, 2023)})
    work(lot)
    gathering.take_ready_elsewhere(lot.pk, by=wang)
    work(lot)
    return lot


@pytest.fixture
def taken(bring, work, wang, bureau):
    """A lot of one report of the bureau for 2023, taken."""
    lot = bring({"2023/文旅.json": old_report(bureau.name, 2023)})
    work(lot)
    gathering.take_ready(lot.pk, by=wang)
    work(lot)
    return lot
