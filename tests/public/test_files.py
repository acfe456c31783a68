"""Published files come byte for byte, and whoever has one is not sent it again."""

import hashlib
from xml.etree import ElementTree

import pytest

from reports.publishing import publications
from reports.rendering.formats import FORMATS
from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("form", FORMATS)
def test_a_download_is_what_was_published(citizen, published, place, form):
    file = published.files.get(form=form)

    response = citizen.get(f"{place}report{file.suffix}")

    assert response.content == bytes(file.content)
    assert response.headers["ETag"] == f'"{hashlib.sha256(response.content).hexdigest()}"'
    assert response.headers["Content-Type"] == file.media_type
    assert response.headers["Last-Modified"]


def test_a_file_that_is_known_is_not_sent_again(citizen, published, place):
    first = citizen.get(f"{place}report.pdf")

    by_hash = citizen.get(f"{place}report.pdf", headers={"If-None-Match": first["ETag"]})
    by_date = citizen.get(
        f"{place}report.pdf", headers={"If-Modified-Since": first["Last-Modified"]}
    )

    assert (by_hash.status_code, by_date.status_code) == (304, 304)


def test_a_download_takes_two_questions_to_the_database(
    citizen, published, place, django_assert_num_queries
):
    with django_assert_num_queries(2):
        citizen.get(f"{place}report.pdf")


def test_old_versions_stay_reachable(citizen, published, corrected, place):
    old, new = citizen.get(f"{place}v1/report.json"), citizen.get(f"{place}report.json")

    assert old.content == bytes(published.files.get(form="json").content)
    assert old.content != new.content


def test_the_feed_names_corrections(citizen, corrected):
    feed = ElementTree.fromstring(citizen.get("/open/feed.xml").content)

    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == corrected.title
    assert entry.find(f"{ATOM}summary").text == "更正表二的收费金额"


def test_a_note_in_the_feed_is_words_not_mark_up(citizen, published, zhang):
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)
    publications.publish(published.report_id, by=zhang, note="更正<b>表二</b>")

    feed = ElementTree.fromstring(citizen.get("/open/feed.xml").content)

    assert feed.find(f".//{ATOM}summary").text == "更正&lt;b&gt;表二&lt;/b&gt;"


def test_the_sitemap_leads_to_every_report(citizen, published, place):
    index = ElementTree.fromstring(citizen.get("/open/sitemap.xml").content)
    (part,) = [found.text for found in index.iter(f"{MAP}loc")]

    pages = ElementTree.fromstring(citizen.get(part).content)

    assert [found.text for found in pages.iter(f"{MAP}loc")] == [f"http://testserver{place}"]


def test_robots_are_let_into_the_public_site_only(citizen, db):
    lines = citizen.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /", "Allow: /open/", "Allow: /static/"} <= set(lines)
