"""Nothing unpublished can be reached: not before, not after withdrawal, under no address."""

import itertools

from reports import workflow
from reports.publishing import publications
from reports.rendering.formats import FORMATS
from tests import factories

YEARS = range(2022, 2026)
SECRET = "这句话还没有公开"


def addresses(organ_ids):
    """Yield every address under which a report, its files or its figures could stand."""
    suffixes = [made.suffix for made in FORMATS.values()]
    for organ_id, year in itertools.product(organ_ids, YEARS):
        page = f"/open/organs/{organ_id}/{year}/"
        for version in ("", "v1/", "v2/"):
            yield f"{page}{version}"
            yield from (f"{page}{version}report{suffix}" for suffix in suffixes)
        yield f"/open/api/reports/{organ_id}-{year}"
        yield f"/open/api/reports/{organ_id}-{year}/versions"
    for organ_id in organ_ids:
        yield from (f"/open/{place.format(organ_id)}" for place in OF_ORGAN)
    for year in YEARS:
        yield from (f"/open/{place.format(year)}" for place in OF_YEAR)
    for region in ("瀍水区", "瀍水区文化和旅游局"):
        yield from (f"/open/regions/{region}/{rest}" for rest in ("", "figures/", "figures.csv"))


OF_ORGAN = (
    "organs/{}/", "organs/{}/figures.csv", "api/figures?organ={}", "?organ={}",
    "compare/?organ={}", "compare/figures.csv?organ={}",
)  # fmt: skip
OF_YEAR = (
    "years/{}/", "?year={}", "data/{}/reports.csv", "data/{}/cells.csv", "data/{}/reports.jsonl",
    "data/{}/reports.xlsx",
)  # fmt: skip


LISTS = (
    "/open/", "/open/?q=公开", "/open/organs/", "/open/feed.xml", "/open/sitemap.xml",
    "/open/sitemap-2024.xml", "/open/data/reports.csv", "/open/data/cells.csv",
    "/open/data/reports.jsonl", "/open/figures/", "/open/figures/figures.csv",
    "/open/api/reports", "/open/api/reports?q=公开", "/open/api/organs", "/open/api/figures",
    "/open/compare/?name=文化",
)  # fmt: skip


def content(response) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode()


def assert_nothing_public(citizen, bureau) -> None:
    for address in addresses([bureau.pk, bureau.pk + 1]):
        assert citizen.get(address).status_code in (404, 410), address
    for address in LISTS:
        shown = content(citizen.get(address))
        assert SECRET not in shown and f"{bureau.name}2" not in shown, address


def test_a_report_that_was_returned_cannot_be_reached(citizen, bureau, zhang):
    approved = factories.approved(bureau, 2024, by=zhang, preface=f"<p>{SECRET}。</p>")
    workflow.return_(approved.pk, by=zhang, reason="请核对")

    assert_nothing_public(citizen, bureau)


def test_a_draft_cannot_be_reached(citizen, report, bureau):
    assert_nothing_public(citizen, bureau)


def test_a_report_under_review_cannot_be_reached(citizen, bureau, zhang):
    factories.approved(bureau, 2024, by=zhang, preface=f"<p>{SECRET}。</p>")

    assert_nothing_public(citizen, bureau)


def test_a_withdrawn_report_cannot_be_reached(citizen, bureau, zhang):
    publication = factories.published(bureau, 2024, by=zhang, preface=f"<p>{SECRET}。</p>")
    factories.mend(publication.report, "proactive.fees.amount", "12.5", by=zhang)
    publications.publish(publication.report_id, by=zhang, note="更正")

    publications.withdraw(publication.report_id, "误发", by=zhang)

    assert_nothing_public(citizen, bureau)


def test_the_next_draft_of_a_published_report_stays_inside(citizen, published, zhang, place):
    factories.mend(published.report, "problems", f"<p>{SECRET}。</p>", by=zhang)

    for address in (place, f"{place}v1/", f"{place}report.html", f"{place}report.json", *LISTS):
        assert SECRET not in content(citizen.get(address))
    assert citizen.get(f"{place}v2/").status_code == 404


def test_a_withdrawn_report_says_that_it_is_gone(citizen, published, zhang, place):
    publications.withdraw(published.report_id, "误发", by=zhang)

    page = citizen.get(place)

    assert page.status_code == 410
    assert "已经撤下" in page.content.decode()
