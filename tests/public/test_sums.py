"""What is said of all reports together is what they say, however they came and went."""

import random

import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test.utils import CaptureQueriesContext

from reports.models import Organ, PostedFigure, Posting, PublicSum
from reports.publishing import catalogue, publications
from tests import factories


def added_up() -> dict:
    """Return by year the sums over every report, added up anew."""
    live = Posting.objects.live()
    found = {year: {"reports": n} for year, n in live.values_list("year").annotate(n=Count("pk"))}
    rows = PostedFigure.objects.values_list("posting__year", "cell").annotate(sum=Sum("value"))
    for year, cell, value in rows:
        found[year][cell] = value
    return found


def test_the_sums_are_kept_right_whatever_is_published_corrected_and_taken_down(zhang, bureau):
    dice = random.Random(7)
    other = factories.organ("瀍水区档案馆", zhang)
    for organ, year in ((bureau, 2022), (bureau, 2024), (other, 2024)):
        factories.published(organ, year, by=zhang)
    for step in range(12):
        posting = dice.choice(list(Posting.objects.select_related("report__organ")))
        Organ.objects.filter(pk=posting.organ_id).update(region=dice.choice(["", "东区", "西区"]))
        report = posting.report
        report.refresh_from_db()
        if posting.withdrawn_at:
            publications.publish(report.pk, by=zhang)
        elif dice.random() < 0.4:
            publications.withdraw(report.pk, "有误", by=zhang)
        else:
            factories.mend(report, "proactive.fees.amount", str(step), by=zhang)
            publications.publish(report.pk, by=zhang, note="更正金额")

        assert catalogue.sums() == added_up()
        assert {entry["year"]: entry["reports"] for entry in catalogue.years()} == {
            year: figures["reports"] for year, figures in added_up().items()
        }
    regions = {entry["region"]: entry["reports"] for entry in catalogue.regions()}
    live = Posting.objects.live().exclude(region="")
    assert regions == dict(live.values_list("region").annotate(n=Count("pk")))


@pytest.mark.parametrize("page", ["/open/", "/open/figures/", "/open/organs/", "/open/sitemap.xml",
                                  "/open/data/", "/open/api/figures", "/open/api/organs"])  # fmt: skip
def test_a_page_reads_what_it_shows_and_not_every_report(citizen, zhang, bureau, page):
    factories.published(bureau, 2024, by=zhang)

    with CaptureQueriesContext(connection) as asked:
        assert citizen.get(page).status_code == 200

    everything = [
        query["sql"] for query in asked
        if "reports_postedfigure" in query["sql"] or 'GROUP BY "reports_posting"."year"' in query["sql"]
    ]  # fmt: skip
    assert everything == []


def test_what_changes_nothing_in_the_sums_changes_the_stamp_all_the_same(zhang, bureau):
    first = factories.published(bureau, 2024, by=zhang)
    before = catalogue.stamp()

    factories.mend(first.report, "proactive.fees.amount", "12.5", by=zhang)
    publications.publish(first.report_id, by=zhang, note="更正金额")

    assert catalogue.stamp() != before
    assert PublicSum.objects.get().reports == 1
