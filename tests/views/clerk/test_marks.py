"""Which cells of the form carry a mark: those that a finding speaks of, and blanks not."""

from reports.writing import editing
from tests import factories

CELL, FEES = "requests.new.natural_person", "proactive.fees.amount"


def mark(page: str, cell: str) -> str:
    """Return what is in the place of a cell, before its input."""
    return page.partition(f'data-cell="{cell}"')[2].partition("</td>")[0]


def test_a_blank_is_seen_without_a_mark(client, report):
    page = client.get(f"/reports/{report.pk}/").content.decode()

    assert "还没有填" not in mark(page, CELL)


def test_a_cell_that_is_wrong_says_why(client, report, zhang):
    total = factories.edit(report, "review.reconsideration.total", "5", manual=True)
    parts = [
        factories.edit(report, f"review.reconsideration.{column}", "0")
        for column in ("upheld", "corrected", "other", "pending")
    ]
    editing.save(report.pk, [*parts, total], by=zhang)

    page = client.get(f"/reports/{report.pk}/").content.decode()

    assert "相差 5" in mark(page, "review.reconsideration.total")
