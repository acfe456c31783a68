"""The whole public site as files."""

import re
import zipfile
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command

from reports.models import Posting
from reports.publishing import publications
from tests import factories


@pytest.fixture
def exported(corrected, bureau, zhang, tmp_path):
    factories.published(bureau, 2023, by=zhang)
    Posting.objects.filter(year=2023).update(region="瀍水区 东")
    call_command("export_site", str(tmp_path / "site.zip"), verbosity=0)
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        yield archive


def test_every_report_is_there_with_its_files_and_versions(exported, bureau):
    names = set(exported.namelist())

    for place in (f"organs/{bureau.pk}/2024/", f"organs/{bureau.pk}/2024/v1/"):
        assert {f"{place}index.html", f"{place}report.pdf", f"{place}report.json"} <= names
    assert {"index.html", "print.css", "data/cells.csv", "static/css/public.css"} <= names


def test_every_link_leads_to_a_file_beside_it(exported):
    names = set(exported.namelist())
    pages = [name for name in names if re.search(r"(?:index|page-\d+)\.html$", name)]

    for name in pages:
        page = exported.read(name).decode()
        for link in re.findall(r'<[^>]*\s(?:href|src)="([^"#]+)', page):
            if not link.startswith("data:"):
                assert normpath(join(dirname(name), unquote(link))) in names, (name, link)


def test_what_needs_a_server_is_left_out(exported, bureau):
    home = exported.read("index.html").decode()
    report = exported.read(f"organs/{bureau.pk}/2024/index.html").decode()

    assert "<form" not in home and "feed.xml" not in home
    assert "不能搜索正文和数字" in home and bureau.name in exported.read("search-index.js").decode()
    assert "浏览次数" not in report and "testserver" not in report


def test_a_live_site_has_no_index_for_the_disk(citizen, corrected):
    assert citizen.get("/open/search-index.js").status_code == 404


def test_files_are_those_that_were_published(exported, corrected, bureau):
    stored = corrected.files.get(form="html")

    assert exported.read(f"organs/{bureau.pk}/2024/report.html") == bytes(stored.content)


def test_a_withdrawn_report_is_not_exported(corrected, zhang, tmp_path):
    publications.withdraw(corrected.report_id, "误发", by=zhang)

    call_command("export_site", str(tmp_path / "site.zip"), verbosity=0)

    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("organs/1")]


def test_a_limit_on_visitors_does_not_hold_up_the_export(corrected, tmp_path, settings, citizen):
    settings.RATE_LIMITS, settings.DATA_DIR = {"": 3}, tmp_path

    call_command("export_site", str(tmp_path / "site.zip"), verbosity=0)

    asked = [citizen.get("/open/", headers={"Is-Export": "1"}).status_code for _ in range(4)]
    assert asked == [200, 200, 200, 429]


def test_a_place_that_cannot_be_written_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="无法写入"):
        call_command("export_site", str(tmp_path / "nowhere" / "site.zip"))


@pytest.mark.parametrize("region", ["..", "瀍水区&“北”<b>'"])
def test_no_region_leads_out_of_the_archive(bureau, zhang, tmp_path, region):
    bureau.region = region
    bureau.save()
    factories.published(bureau, 2024, by=zhang)

    call_command("export_site", str(tmp_path / "site.zip"), verbosity=0)

    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    assert not [name for name in names if ".." in name.split("/")]
