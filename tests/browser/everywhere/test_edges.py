"""What stands in a line stays in it, and what begins a line begins where the words above do."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator

from reports.models import Notice
from reports.writing import editing
from tests import factories
from tests.browser.everywhere.test_narrow import LINES, PHONE

LEFT_OF_WORDS = """(element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return range.getBoundingClientRect().left;
}"""


def tops(found: Locator) -> set[int]:
    return {round(one.bounding_box()["y"] + one.bounding_box()["height"]) for one in found.all()}


@pytest.mark.parametrize("width", [390, 1366])
def test_a_button_alone_in_its_line_begins_where_the_heading_does(new_context, zhang, width):
    Notice.objects.create(user=zhang, text="有一件事。", day=timezone.localdate())
    page = new_context(zhang, viewport={"width": width, "height": 768}).new_page()
    page.goto(reverse("notices"))

    edges = [
        page.get_by_role(role, name=name, exact=True).evaluate(LEFT_OF_WORDS)
        for role, name in (("heading", "通知"), ("button", "全部标为已读"))
    ]

    assert edges[0] == pytest.approx(edges[1], abs=2)


def test_the_links_below_the_findings_stand_in_one_line(open_editor, report, zhang):
    page = open_editor(report, zhang)

    links = page.locator(".findings-foot a")

    assert links.count() == 3
    assert len(tops(links)) == 1


def test_the_choices_above_the_list_of_organs_stand_in_one_line(new_context, bureau, wang):
    page = new_context(wang).new_page()
    page.goto(reverse("supervision"))

    fields = page.locator(".filter label")

    assert fields.count() == 7 - (page.locator(".filter [name=under]").count() == 0)
    assert len(tops(fields)) == 1


def test_no_line_breaks_a_telephone_number_that_is_reviewed(new_context, report, zhang):
    numbers = ["0379-12345678", "010-65110000-12"]
    said = [f"<p>{'公' * before}请拨{number}。</p>" for before in range(12) for number in numbers]
    editing.save(report.pk, [factories.edit(report, "problems", "".join(said))], by=zhang)
    page = new_context(zhang, **PHONE).new_page()
    page.goto(reverse("review", args=[report.pk]))

    lines = page.locator("#problems .prose").evaluate(LINES)

    for number in numbers:
        assert sum(number in line for line in lines) == 12
