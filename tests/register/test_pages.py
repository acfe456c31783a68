"""The register's pages: what the clerk does there, what the supervisor sees, what strangers find."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports import register
from reports.models import RegisteredRequest
from tests import factories

from .conftest import DAY


@pytest.fixture
def browser(client_of, zhang):
    """Clerk 张's browser."""
    return client_of(zhang)


def words(answer) -> str:
    return answer.content.decode()


def test_a_request_is_entered_by_number_day_and_one_key(browser, bureau, kept):
    line = {"number": "2025-001", "received_on": "2025-03-05", "applicant": "1"}

    answer = browser.post(reverse("register", args=[bureau.pk]), line)

    row = kept().requests.get()
    assert answer.status_code == 302
    assert (row.number, row.received_on, row.applicant) == ("2025-001", DAY(2025, 3, 5), "natural_person")


def test_in_january_the_months_are_those_of_the_cases(browser, bureau, some, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: DAY(2026, 1, 30))

    assert "2025年各月、各季度" in words(browser.get(reverse("register", args=[bureau.pk])))


@pytest.mark.parametrize("key", ["2", "s", "S", "商业企业", "2 商业企业"])
def test_a_kind_is_known_by_its_key_its_letter_and_its_name(browser, bureau, kept, key):
    line = {"number": "1", "received_on": "2025-03-05", "applicant": key}

    browser.post(reverse("register", args=[bureau.pk]), line)

    assert kept().requests.get().applicant == "business"


def test_a_line_that_is_wrong_stays_as_typed_and_says_why(browser, bureau, some):
    line = {"number": "2025-1", "received_on": "2025-03-05", "applicant": "9"}

    answer = browser.post(reverse("register", args=[bureau.pk]), line)

    assert answer.status_code == 400
    assert 'value="2025-1"' in words(answer) and "申请人请填 1 到 6" in words(answer)


def test_the_list_says_how_many_days_are_left(browser, bureau, some):
    page = words(browser.get(reverse("register", args=[bureau.pk])))

    assert "2025-2" in page and ("还剩" in page or "超期" in page)
    assert "四季度" in page


def test_a_request_is_closed_on_its_page(browser, bureau, some):
    row = some[2]
    address = reverse("register_request", args=[bureau.pk, row.pk])
    page = words(browser.get(address))

    answer = browser.post(address, {"number": row.number, "received_on": "2025-12-30", "applicant": "business",
                                    "outcome": "granted", "closed_on": "2026-01-05"})  # fmt: skip

    assert "这一件该填在哪一行" in page
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.closed_on) == ("granted", DAY(2026, 1, 5))


def test_a_result_without_a_day_is_refused_on_the_page(browser, bureau, some):
    row = some[2]

    answer = browser.post(
        reverse("register_request", args=[bureau.pk, row.pk]),
        {"number": row.number, "received_on": "2025-12-30", "applicant": "business", "outcome": "granted"},
    )

    assert answer.status_code == 400
    assert "要一起填" in words(answer)


def test_reviews_are_entered_and_changed(browser, bureau, some, kept):
    address = reverse("register_reviews", args=[bureau.pk])
    browser.post(address, {"number": "诉1", "group": "litigation_direct", "received_on": "2025-07-01"})
    row = kept().reviews.get(number="诉1")

    browser.post(reverse("register_review", args=[bureau.pk, row.pk]),
                 {"number": "诉1", "group": "litigation_direct", "received_on": "2025-07-01",
                  "outcome": "corrected", "closed_on": "2025-09-01"})  # fmt: skip

    row.refresh_from_db()
    assert row.outcome == "corrected"
    assert "未经复议直接起诉" in words(browser.get(address))


def test_what_was_entered_by_mistake_is_taken_out(browser, bureau, some, kept):
    browser.post(reverse("register_remove", args=[bureau.pk, some[0].pk]))
    browser.post(reverse("register_remove_review", args=[bureau.pk, some[3].pk]))

    assert (kept().requests.count(), kept().reviews.count()) == (2, 0)


def test_the_counts_are_offered_beside_the_report_and_taken(browser, report, some):
    address = reverse("from_register", args=[report.pk])
    page = browser.get(address)
    posted = {"seen": report.revision, "stamp": page.context["found"].stamp, "table": ["requests"]}

    answer = browser.post(address, posted)

    assert "现为 未填" in words(page)
    assert answer.url == f"/reports/{report.pk}/"
    assert report.document().cells["requests.new.total"] == 2
    assert address in words(browser.get(answer.url))


def test_a_stale_page_of_counts_says_so(browser, report, some):
    answer = browser.post(reverse("from_register", args=[report.pk]), {"stamp": "x", "table": ["requests"]})

    assert answer.status_code == 409
    assert "台账有了变化" in words(answer)


def test_a_figure_opens_to_the_numbers_of_its_cases(browser, report, some):
    page = words(browser.get(reverse("from_register_cell", args=[report.pk, "requests.granted.total"])))

    assert "2024-9" in page and "2025-1" in page and "2025-2" not in page
    for cell in ("proactive.licensing.decisions", "x"):
        assert browser.get(reverse("from_register_cell", args=[report.pk, cell])).status_code == 404


def test_a_supervisor_sees_counts_and_cases_only_where_the_register_says_so(
    client_of, wang, bureau, zhang, report, some
):
    browser = client_of(wang)
    cell = reverse("from_register_cell", args=[report.pk, "requests.granted.total"])
    listed = reverse("register", args=[bureau.pk])

    assert "2025-1" not in words(browser.get(cell))
    assert browser.get(listed).status_code == 404
    assert "予以公开" in words(browser.get(reverse("register_figures", args=[bureau.pk]) + "?year=2025"))

    register.set_up(bureau.pk, by=zhang, keeps_matter=False, shown_above=True, years_kept=10)

    assert "2025-1" in words(browser.get(cell))
    assert "2025-1" in words(browser.get(listed)) and "登记</button>" not in words(browser.get(listed))


def test_a_stranger_finds_nothing(client_of, zhao, bureau, report, some):
    browser = client_of(zhao)
    names = ("register", "register_reviews", "register_figures", "register_figures_csv", "register_settings")
    addresses = [reverse(name, args=[bureau.pk]) for name in names]
    addresses += [reverse("register_request", args=[bureau.pk, some[0].pk]),
                  reverse("register_review", args=[bureau.pk, some[3].pk]),
                  reverse("from_register", args=[report.pk])]  # fmt: skip

    assert {browser.get(address).status_code for address in addresses} == {404}


def test_a_case_is_not_found_under_another_organ(client_of, zhao, zhang, some):
    own = factories.organ_named("云溪市档案馆")
    register.set_up(own.pk, by=zhao, keeps_matter=False, shown_above=False, years_kept=5)

    answer = client_of(zhao).get(reverse("register_request", args=[own.pk, some[0].pk]))

    assert answer.status_code == 404


def test_the_counts_are_a_table_and_a_file(browser, bureau, some):
    address = reverse("register_figures_csv", args=[bureau.pk])

    lines = b"".join(browser.get(f"{address}?year=2025").streaming_content).decode().splitlines()

    assert "requests.new.total" in lines[7] and lines[7].endswith(",2")


def test_settings_and_clearing(browser, bureau, enter, kept):
    enter("old", DAY(2010, 3, 5), outcome="granted", closed_on=DAY(2010, 4, 1))
    address = reverse("register_settings", args=[bureau.pk])

    browser.post(address, {"keeps_matter": "on", "years_kept": 5})
    page = words(browser.get(address))
    browser.post(reverse("register_clear", args=[bureau.pk]))

    assert kept().keeps_matter and kept().years_kept == 5
    assert "清理这 1 件" in page
    assert not RegisteredRequest.objects.exists()


def test_the_ways_lead_to_the_register(browser, bureau, report):
    assert reverse("registers") in words(browser.get("/reports/"))
    assert browser.get(reverse("registers")).url == reverse("register", args=[bureau.pk])


def test_a_reviewer_looks_and_does_not_write(client_of, bureau, some):
    reviewer = factories.give(factories.clerk("rev"), bureau, "reviewer")
    browser = client_of(reviewer)
    address = reverse("register", args=[bureau.pk])

    assert "2025-1" in words(browser.get(address))
    assert browser.post(address, {"number": "9"}).status_code == 404


def test_the_list_is_as_many_queries_for_many_as_for_few(browser, bureau, some, enter, django_assert_max_num_queries):
    address = reverse("register", args=[bureau.pk])
    for n in range(60):
        enter(f"2025-1{n:02}", DAY(2025, 4, 1), body=f"科室{n % 3}")

    with django_assert_max_num_queries(24):
        assert "科室2" in words(browser.get(f"{address}?year=2025"))
    # What is summed up is kept until the register is another.
    with django_assert_max_num_queries(11):
        browser.get(f"{address}?year=2025")


def test_what_is_summed_up_is_another_after_every_change(browser, bureau, some, enter):
    address = reverse("register", args=[bureau.pk])
    assert "<b>3</b> 全部" in " ".join(words(browser.get(address)).split()).replace("<b >", "<b>")

    enter("2025-9", DAY(2025, 4, 1), body="法规处")

    page = " ".join(words(browser.get(address)).split()).replace("<b >", "<b>")
    assert "<b>4</b> 全部" in page and "法规处" in page
    some[0].register.refresh_from_db()
    browser.post(reverse("register_remove", args=[bureau.pk, some[0].pk]))
    assert "<b>3</b> 全部" in " ".join(words(browser.get(address)).split()).replace("<b >", "<b>")


def test_the_closed_are_counted_as_the_list_of_them_is_long(browser, bureau, some):
    address = reverse("register", args=[bureau.pk])
    listed = browser.get(f"{address}?state=closed").context["page"].paginator.count

    assert 0 < listed < 3
    assert f"<b>{listed}</b> 已办结" in words(browser.get(address))


def test_the_guided_choice_chooses_the_result_of_the_case(browser, bureau, some):
    address = reverse("register_request", args=[bureau.pk, some[2].pk])
    case = f"?case={bureau.pk}-{some[2].pk}"
    assert f"{reverse('which_row', args=['2021'])}{case}" in words(browser.get(address))

    found = words(browser.get(f"{reverse('which_row', args=['2021'])}{case}&at=clear&answer=2"))
    (back,) = re.findall(rf'href="({address}\?outcome=[a-z_]+)">把这一行填到这一件', found)
    page = words(browser.get(back))

    row = back.partition("outcome=")[2]
    assert re.search(rf'<option value="{row}" selected', page) and "还没有保存" in page
    some[2].refresh_from_db()
    assert some[2].outcome == ""
    browser.post(address, {"number": "2025-2", "received_on": "2025-12-30", "applicant": "business", "outcome": row, "closed_on": "2025-12-31"})
    some[2].refresh_from_db()
    assert some[2].outcome == row


def test_who_keeps_an_organ_finds_its_register_on_its_page(client_of, bureau, some, wang):
    factories.give(wang, bureau, "administrator")

    page = words(client_of(wang).get(reverse("organ", args=[bureau.pk])))

    assert reverse("register_figures", args=[bureau.pk]) in page
