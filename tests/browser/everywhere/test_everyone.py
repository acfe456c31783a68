"""Every page behind the log-in is usable by everyone: axe, keyboard, twice the size, day and night.

What that is stands in easy.py; the public pages are in test_public.py.
"""

import datetime
from urllib.parse import urlsplit

import pytest

from reports import directory, register, workflow
from reports.writing import editing
from tests import factories
from tests.browser.easy import complaints, lost_at_twice_the_size, out_of_reach, violations

# Something of every colour: errors, warnings and hints at figures and at words.
FAULTS = {
    "requests.new.natural_person": "9999",
    "proactive.fees.amount": "",
    "problems": "<p>存在的问题。。定期更新 资料（共3118件)，联系电话13800138000。</p>",
}


@pytest.fixture
def wang(transactional_db):
    """The supervisor and administrator of the district."""
    return factories.clerk("wang", "芳", "王")


@pytest.fixture
def bureau(zhang, wang):
    """A bureau under the government that 王 supervises."""
    government = factories.organ("瀍水区人民政府", type="county")
    factories.give(wang, government, "supervisor", "administrator")
    return factories.organ("瀍水区文化和旅游局", zhang, under=government)


@pytest.fixture
def faulty(bureau, zhang):
    """A report that the clerk still writes, with faults of every kind."""
    made = factories.sound_report(bureau, 2025, by=zhang)
    for place, text in FAULTS.items():
        editing.save(made.pk, [factories.edit(made, place, text)], by=zhang)
    return made


@pytest.fixture
def judged(bureau, zhang, wang):
    """A report that was handed in, with a remark."""
    made = factories.sound_report(bureau, 2024, by=zhang)
    workflow.submit(made.pk, by=zhang)
    workflow.add_remark(made.pk, "requests.new.total", "与正文不一致", by=wang)
    return made


@pytest.fixture
def window(new_context):
    """Return a window of a person, in which nothing moves: a look is what it is at once."""
    return lambda user=None: new_context(user, reduced_motion="reduce").new_page()


def assert_usable(page, *addresses: str) -> None:
    for address in addresses:
        assert page.goto(address).ok, address
        assert not (found := complaints(page)), "\n".join([address, *found])


def test_a_clerk_s_reports_and_the_ways_in_are_usable(window, faulty, zhang):
    page = window(zhang)

    assert_usable(page, "/reports/", "/import/", "/rules/", "/notices/", "/password/",
                  "/second-factor/set-up/")  # fmt: skip


def test_the_editor_is_usable_with_findings_of_every_colour(window, faulty, zhang):
    page = window(zhang)
    page.goto(f"/reports/{faulty.pk}/")
    page.wait_for_selector("html[data-ready]")
    page.wait_for_selector("#findings-list a")

    assert not (found := complaints(page)), "\n".join(found)


def test_a_link_on_the_sheet_is_read_at_night_as_by_day(new_context, report, bureau, zhang):
    day = datetime.date(2025, 3, 1)
    register.save_request(bureau.pk, register.Typed("1", day, "natural_person"), by=zhang)
    page = new_context(zhang, color_scheme="dark").new_page()
    page.goto(f"/reports/{report.pk}/")

    link = page.get_by_role("link", name="从台账取数").first
    assert link.evaluate("(a) => getComputedStyle(a).color") == "rgb(29, 79, 145)"


def test_the_pages_around_a_report_are_usable(window, faulty, zhang):
    rest = ("details/", "check-sheet/", "import/", "publication/", "timeline/", "compare/")

    assert_usable(window(zhang), *(f"/reports/{faulty.pk}/{name}" for name in rest))


def test_what_is_not_ready_is_said_usably(window, faulty, zhang, request):
    page = window(zhang)
    page.goto(f"/reports/{faulty.pk}/")
    page.wait_for_selector("html[data-ready]")
    page.evaluate("document.getElementById('submit-form').submit()")
    page.wait_for_url("**/submit/")
    request.getfixturevalue("complaints").clear()  # the browser notes every 409

    assert not (found := complaints(page)), "\n".join(found)


def test_the_import_s_steps_are_usable(window, bureau, zhang):
    page = window(zhang)
    page.goto("/import/")
    page.get_by_label("或者粘贴内容").fill((factories.FIXTURES / "seed.txt").read_text())
    page.get_by_role("button", name="读取").click()
    page.wait_for_url("**/import/aim/")
    assert not (found := complaints(page)), "\n".join(found)

    page.get_by_role("button", name="继续核对").click()
    page.wait_for_url("**/import/look/")
    assert not (found := complaints(page)), "\n".join(found)


def test_the_supervisor_s_pages_are_usable(window, judged, bureau, wang):
    page = window(wang)

    assert_usable(page, "/supervision/", f"/reports/{judged.pk}/review/",
                  f"/reports/{judged.pk}/timeline/", "/notices/")  # fmt: skip


def test_the_administrator_s_pages_are_usable(window, judged, bureau, wang):
    page = window(wang)

    assert_usable(page, "/organs/", f"/organs/{bureau.pk}/", "/organs/import/", "/audit/")


def test_pages_before_the_log_in_are_usable(window, bureau, wang):
    invitation = directory.invite(bureau.pk, name="孙静", roles=["clerk"], email="", by=wang)
    page = window()

    assert_usable(page, "/login/", urlsplit(invitation.link).path)


def test_a_page_that_is_not_there_is_usable(window, zhang, request):
    page = window(zhang)
    page.goto("/nothing/")
    request.getfixturevalue("complaints").clear()  # the browser notes every 404

    assert violations(page) + out_of_reach(page) + lost_at_twice_the_size(page) == []


BAD = """<main><h1>题</h1><p style="color:#999;background:#fff">灰字</p>
<button style="outline:none;border:0">看不见焦点</button><div role="button" tabindex="-1">按</div>
<p style="width:900px">宽</p><h2 class="wide">只在宽屏</h2></main>
<style>@media (max-width: 700px) { .wide { display: none } }</style>"""


def test_a_bad_page_is_noticed(window, transactional_db):
    page = window()
    page.set_content(f"<html lang=zh-CN><title>题</title>{BAD}")

    found = " ".join(complaints(page))

    for said in ("color-contrast", "focus is not seen", "not reachable", "scrolls sideways",
                 "只在宽屏"):  # fmt: skip
        assert said in found
