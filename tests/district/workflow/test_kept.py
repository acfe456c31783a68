"""Kept warnings over all organs in one list: accepted, asked about, given back."""

import pytest

from reports import workflow
from reports.models import Acceptance, AuditEvent
from reports.writing import accepting, judging
from tests import factories


@pytest.fixture
def report(bureau, zhang, wang):
    """A report with an open warning."""
    made = factories.complete(factories.report(bureau, 2025, by=zhang), by=zhang)
    factories.type_in(made, "problems", "<p>存在的问题是解读形式单一，联系电话13800138000。</p>", by=zhang)
    return made


@pytest.fixture
def kept(report, zhang, li):
    """The warning, kept for a reason, and the report handed in."""
    report.refresh_from_db()
    finding = next(one for one in judging.findings_of(report) if one.severity == "warning")
    made = accepting.accept(report.pk, finding.key, "办公电话，可以公开", by=zhang)
    workflow.submit(report.pk, by=li)
    return made


def page(person, client_of, query="") -> str:
    return client_of(person).get(f"/desk/kept/?year=2025{query}").content.decode()


def test_the_list_has_what_the_warning_said_and_why_it_is_kept(kept, wang, client_of):
    shown = page(wang, client_of)

    assert "办公电话，可以公开" in shown and kept.message in shown and kept.message
    assert kept.place == "problems"


def test_an_accepted_reason_leaves_the_list_and_is_audited(kept, wang, client_of):
    client_of(wang).post(f"/desk/kept/{kept.pk}/accept/?year=2025")

    assert "办公电话" not in page(wang, client_of)
    assert "王芳" in page(wang, client_of, "&seen=1")
    assert AuditEvent.objects.get(action="kept_seen").user == wang


def test_a_second_acceptance_tells_of_the_first(kept, wang, client_of):
    workflow.judge_kept(kept.pk, "accept", "", by=wang)

    answer = client_of(wang).post(f"/desk/kept/{kept.pk}/accept/?year=2025", follow=True)

    assert "已认可，没有再做一次" in answer.content.decode()


def test_a_question_is_a_remark_in_its_place(kept, wang, client_of):
    client_of(wang).post(f"/desk/kept/{kept.pk}/ask/?year=2025", {"words": "是谁的电话？"})

    remark = kept.report.remarks.get()
    assert (remark.place, remark.text) == ("problems", "是谁的电话？")


def test_a_report_is_given_back_from_the_list_with_words_only(kept, wang, client_of):
    silent = client_of(wang).post(f"/desk/kept/{kept.pk}/give_back/?year=2025", follow=True)
    client_of(wang).post(f"/desk/kept/{kept.pk}/give_back/?year=2025", {"words": "请删去电话"})

    kept.report.refresh_from_db()
    assert "需要写明原因" in silent.content.decode()
    assert kept.report.get_status_display() == "已退回"


def test_another_reason_is_to_be_looked_at_again(kept, zhang, li, wang):
    workflow.judge_kept(kept.pk, "accept", "", by=wang)
    workflow.withdraw(kept.report_id, by=li)

    accepting.accept(kept.report_id, kept.key, "已核实", by=zhang)

    assert Acceptance.objects.get().seen_at is None


def test_a_stranger_finds_no_kept_warnings(kept, zhao, zhang, client_of):
    for person in (zhao, zhang):
        assert client_of(person).get("/desk/kept/").status_code == 404
        assert client_of(person).post(f"/desk/kept/{kept.pk}/accept/").status_code == 404
