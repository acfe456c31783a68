"""What goes on the public site is what was confirmed, and only that is found there."""

import pytest

from reports import workflow
from reports.models import Publication
from reports.publishing import catalogue, publications
from reports.publishing.catalogue import Wish
from reports.refusals import Refused
from reports.writing import editing
from tests import factories

FEES = "proactive.fees.amount"


@pytest.fixture(autouse=True)
def _quick_files(quick_files):
    pass


def words(text: str) -> dict:
    """Return sections that say nothing else about problems."""
    return {**factories.PUBLISHED_WORDS["sections"], "problems": f"<p>{text}</p>"}


def mend_and_approve(report, by) -> None:
    """Change a figure of an approved report and have it approved anew."""
    workflow.return_(report.pk, by=by, reason="有误")
    editing.save(report.pk, [factories.edit(report, FEES, "77")], by=by)
    workflow.submit(report.pk, by=by)
    workflow.approve(report.pk, by=by)


def test_what_is_mended_and_approved_while_it_is_printed_is_not_published(
    bureau, zhang, monkeypatch
):
    report = factories.approved(bureau, 2024, by=zhang)
    printed = publications._printed

    def disturbed(*args):
        made = printed(*args)
        mend_and_approve(report, zhang)
        return made

    monkeypatch.setattr(publications, "_printed", disturbed)

    with pytest.raises(Refused, match="新的改动"):
        publications.publish(report.pk, by=zhang)

    assert not Publication.objects.exists()


@pytest.mark.parametrize("how", ["corrected", "taken down and published again"])
def test_words_that_a_new_version_no_longer_has_are_found_no_more(bureau, zhang, how):
    first = factories.published(bureau, 2024, by=zhang, sections=words("存在的问题是音频不多。"))
    if how != "corrected":
        publications.withdraw(first.report_id, "误发", by=zhang)
    factories.mend(first.report, "problems", "<p>存在的问题是图解不多。</p>", by=zhang)

    publications.publish(first.report_id, by=zhang, note="更正第五部分")

    assert len(catalogue.postings(Wish("图解"))) == 1
    assert len(catalogue.postings(Wish("音频"))) == 0


def test_publishing_is_a_revision_of_its_own_after_the_approval(bureau, zhang):
    report = factories.approved(bureau, 2024, by=zhang)
    approved = report.transitions.get(action="approve").revision

    publications.publish(report.pk, by=zhang)

    signed = report.changes.get(place="publication").revision
    published = report.transitions.get(action="publish").revision
    assert approved < signed < published
