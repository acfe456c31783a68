"""Whole correct reports of every kind of organ pass in silence; wrong ones give just what is due."""

import pytest

from reports.rules import check
from tests.corpus.whole import names, read_whole


@pytest.mark.parametrize("name", names())
def test_a_whole_report_gives_the_findings_that_are_due_and_no_other(name):
    document, due = read_whole(name)

    found = check(document)

    assert {(finding.id, finding.quote) for finding in found} == due, [f.message for f in found]


def test_the_whole_reports_are_of_many_kinds():
    documents = [read_whole(name)[0] for name in names()]
    silent = [name for name in names() if not read_whole(name)[1]]

    assert len(silent) >= 10
    assert {document.edition_id for document in documents} == {"2019", "2021"}
    assert len({document.organ_type for document in documents}) >= 6
    assert len({document.year for document in documents}) == 7
