"""A public site with something on it."""

from dataclasses import replace

import pytest
from django.test import Client

from reports import publishing
from reports.rendering import formats
from tests import factories


@pytest.fixture(autouse=True)
def _quick_pdf(monkeypatch):
    # What a PDF holds is looked at elsewhere; here it is a file among others.
    for form, made in formats.FORMATS.items():
        if made.media_type == "application/pdf":
            quick = replace(made, make=lambda document: f"%PDF of {document.title}".encode())
            monkeypatch.setitem(formats.FORMATS, form, quick)


@pytest.fixture
def published(bureau, zhang):
    """The bureau's report for 2024, published."""
    return factories.published(bureau, 2024, by=zhang)


@pytest.fixture
def corrected(published, zhang):
    """The same report, its fees corrected: version 2."""
    factories.mend(published.report, "proactive.fees.amount", "12.5", by=zhang)
    return publishing.correct(published.report_id, "更正表二的收费金额", by=zhang)


@pytest.fixture
def citizen():
    """Somebody without a log-in."""
    return Client()


@pytest.fixture
def place(bureau):
    """The address of the bureau's report for 2024."""
    return f"/open/organs/{bureau.pk}/2024/"
