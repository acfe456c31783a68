"""A report that is handed in takes no picture, and none is unpacked for it."""

import pytest

from reports import access, workflow
from reports.writing import editing


def test_no_picture_is_unpacked_for_a_report_that_is_handed_in(complete, zhang, monkeypatch):
    workflow.submit(complete.pk, by=zhang)
    unpacked = []
    monkeypatch.setattr(editing, "check_picture", unpacked.append)

    with pytest.raises(access.Frozen):
        editing.add_picture(complete.pk, b"a picture", by=zhang)

    assert unpacked == []
