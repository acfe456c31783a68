"""The editor's page: what it shows, what it takes without scripts, its details."""

import html
import json
import re

import pytest
from django.urls import reverse

from reports import workflow
from reports.writing import editing
from tests import factories
from tests.views.conftest import words

CELL = "requests.new.natural_person"


def post(client, report, **places):
    """Send the whole form's places as a browser without scripts does."""
    base = places.pop("base", "")
    return client.post(f"/reports/{report.pk}/", {"base": base, **places})


def stands(report, cell=CELL):
    return report.figures.get(cell=cell).value


def test_the_page_shows_every_part_with_its_figures(client, report, zhang):
    editing.save(report.pk, [factories.edit(report, CELL, "3001")], by=zhang)

    page = words(client.get(f"/reports/{report.pk}/"))

    assert all(section.caption in page for section in report.template.sections)
    assert f'name="{CELL}" value="3001"' in page


def test_the_page_is_made_with_at_most_eight_queries(client, report, bureau, zhang, django_assert_max_num_queries):  # fmt: skip
    factories.complete(factories.report(bureau, 2024, by=zhang), by=zhang)
    client.get(f"/reports/{report.pk}/")  # the first look at a revision keeps what it found
    with django_assert_max_num_queries(8):
        client.get(f"/reports/{report.pk}/")


def test_the_page_comes_compressed(client, report):
    packed = client.get(f"/reports/{report.pk}/", headers={"Accept-Encoding": "gzip"})
    pdf = client.get(f"/reports/{report.pk}/report.pdf", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < 60_000
    assert "Content-Encoding" not in pdf.headers


def test_a_form_without_scripts_saves_words_and_figures(client, report):
    answer = post(client, report, **{CELL: "３４", "problems": "解读形式单一。"})

    assert answer.status_code == 302
    assert stands(report) == 34
    assert report.narratives.get(section="problems").html == "<p>解读形式单一。</p>"


@pytest.mark.parametrize("typed", ["三", "1.5", "−1", "1" + "0" * 13, "3/4", "1\x00"])
def test_a_bad_figure_comes_back_at_its_field_and_the_rest_is_saved(client, report, typed):
    answer = post(client, report, **{CELL: typed, "requests.new.business": "5"})

    assert answer.status_code == 400
    assert f'aria-describedby="fault-{CELL}"' in words(answer)
    assert "有 1 处没有保存，其余已保存" in words(answer)
    assert (stands(report), stands(report, "requests.new.business")) == (None, 5)


def test_a_cell_of_another_edition_is_passed_over(client, report):
    answer = post(client, report, **{"proactive.procurement.items": "5", CELL: "3"})

    assert answer.status_code == 302
    assert stands(report) == 3


def test_a_colleagues_figure_is_shown_not_overwritten(client, report, li):
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    shown = json.dumps({CELL: ["", 0]})

    answer = post(client, report, base=shown, **{CELL: "34"})

    assert answer.status_code == 409
    assert "将此格改为 35，这里填写的是 34。" in words(answer)
    assert stands(report) == 35


def test_a_place_that_was_only_shown_is_left_as_a_colleague_made_it(client, report, li):
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    shown = json.dumps({CELL: ["", 0]})

    answer = post(client, report, base=shown, **{CELL: "", "requests.new.other": "1"})

    assert answer.status_code == 302
    assert stands(report) == 35


WRITTEN = "<h3>（一）主动公开</h3><p>制发<strong>3</strong>件。</p><ul><li>规章</li></ul>"


@pytest.fixture
def written(report, zhang):
    """The report with words in one section."""
    editing.save(report.pk, [factories.edit(report, "overview", WRITTEN)], by=zhang)
    return report


def shown_base(client, report) -> str:
    page = client.get(f"/reports/{report.pk}/").content.decode()
    return html.unescape(re.search(r'name="base" value="([^"]*)"', page)[1])


def test_the_plain_form_shows_words_without_tags(client, written):
    page = client.get(f"/reports/{written.pk}/").content.decode()

    field = re.search(r'<textarea name="overview"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    assert field.split() == ["（一）主动公开", "制发3件。", "规章"]


def test_words_that_were_only_shown_are_not_written_again(client, written, li):
    base, revision = (
        shown_base(client, written),
        written.narratives.get(section="overview").revision,
    )
    typed = "（一）主动公开\r\n制发3件。\r\n规章"

    post(client, written, base=base, overview=typed, problems="解读形式单一。")
    assert written.narratives.get(section="overview").html == WRITTEN
    assert written.narratives.get(section="overview").revision == revision

    editing.save(written.pk, [factories.edit(written, "overview", "<p>另写。</p>")], by=li)
    answer = post(client, written, base=base, overview=typed)
    assert answer.status_code == 302
    assert written.narratives.get(section="overview").html == "<p>另写。</p>"


def test_a_line_that_is_mended_keeps_the_mark_up_around_it(client, written):
    typed = "（一）主动公开\r\n制发3件。\r\n办法"

    post(client, written, base=shown_base(client, written), overview=typed)

    now = written.narratives.get(section="overview").html
    assert now == WRITTEN.replace("规章", "办法")


def test_scripts_start_from_what_was_posted_and_refused(client, written):
    base = shown_base(client, written)

    page = post(client, written, base=base, overview="新写的。", **{CELL: "abc"}).content.decode()

    data = json.loads(re.search(r'id="editor-data"[^>]*>(.*?)</script>', page, re.DOTALL)[1])
    assert data["report"]["narratives"]["overview"]["html"] == "<p>新写的。</p>"


def test_ten_megabytes_are_refused_in_words(client, report):
    answer = post(client, report, overview="字" * 3_500_000)

    assert answer.status_code == 413
    assert "提交的内容过大" in words(answer)


def test_a_form_with_thousands_of_fields_is_refused_in_words(client, report):
    answer = post(client, report, **{f"x{n}": "1" for n in range(5000)})

    assert answer.status_code == 400
    assert "提交的内容无法识别" in words(answer)


def test_a_report_handed_in_is_shown_and_takes_nothing(client, complete, zhang):
    workflow.submit(complete.pk, by=zhang)
    before = stands(complete)

    answer = post(client, complete, **{CELL: "12345"})

    assert answer.status_code == 423
    assert "已提交审核" in words(answer)
    assert stands(complete) == before


def test_the_details_are_kept_with_who_changed_them(client, report, zhang):
    details = {"title": "瀍水区2025年年报", "issued": "2026-01-20", "index_number": "A-1"}

    answer = client.post(f"/reports/{report.pk}/details/", details)

    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.title, str(report.issued)) == ("瀍水区2025年年报", "2026-01-20")
    assert report.changes.filter(user=zhang, place="issued").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "长" * 201}, {"issued": "2026-02-30"}, {"index_number": "9" * 61}],
)
def test_details_that_cannot_be_are_refused_at_their_field(client, report, wrong):
    before = report.title

    answer = client.post(f"/reports/{report.pk}/details/", {"title": "新标题"} | wrong)

    assert answer.status_code == 400
    assert "invalid-feedback" in words(answer)
    report.refresh_from_db()
    assert report.title == before


def test_a_title_that_a_colleague_changed_meanwhile_is_not_overwritten_in_silence(client, report, zhang, li):  # fmt: skip
    old = {"issued": None, "index_number": ""}
    editing.set_details(report.pk, by=li, title="李的标题", **old)
    typed = {"title": "张的标题", "seen": "0"}

    answer = client.post(f"/reports/{report.pk}/details/", typed)

    assert answer.status_code == 400
    assert "李红" in words(answer)
    assert "将此项改为 李的标题，没有保存。" in words(answer)
    report.refresh_from_db()
    assert report.title == "李的标题"

    again = typed | {"seen": answer.context["form"]["seen"].value()}
    assert client.post(f"/reports/{report.pk}/details/", again).status_code == 302
    report.refresh_from_db()
    assert report.title == "张的标题"


def test_whoever_sets_the_date_leaves_the_title_that_a_colleague_changed(client, report, li):
    before = report.title
    editing.set_details(report.pk, by=li, title="李的标题", issued=None, index_number="")
    typed = {"title": before, "issued": "2026-01-20", "seen": "0"}

    assert client.post(f"/reports/{report.pk}/details/", typed).status_code == 302

    report.refresh_from_db()
    assert (report.title, str(report.issued)) == ("李的标题", "2026-01-20")


def test_details_of_a_report_handed_in_stay(client, complete, zhang):
    workflow.submit(complete.pk, by=zhang)
    answer = client.post(f"/reports/{complete.pk}/details/", {"title": "新标题"})

    assert answer.status_code == 400
    assert "已提交审核" in words(answer)


@pytest.mark.parametrize("name", ["editor", "details"])
def test_a_stranger_finds_nothing(stranger, report, name):
    address = reverse(name, args=[report.pk])

    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {CELL: "1", "title": "我的"}).status_code == 404
    assert stands(report) is None


def test_an_address_with_an_absurd_number_leads_nowhere(client):
    assert client.get(f"/reports/{'9' * 40}/").status_code == 404
