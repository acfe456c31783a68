"""The same report gives the same workbook, whenever it is made."""

import datetime
import io
import re
import zipfile

from reports.editions import get_edition
from reports.rendering.office.workbook import document_xlsx
from tests import factories


def test_a_workbook_says_nothing_of_the_moment_it_was_made():
    content = document_xlsx(factories.filled(get_edition("2021")))

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        said = book.read("docProps/core.xml").decode()
        entries = {entry.date_time for entry in book.infolist()}
    created, modified = re.findall(r"<dcterms:(?:created|modified)[^>]*>([^<]*)", said)
    assert created == modified
    assert not created.startswith(f"{datetime.date.today():%Y-%m}")
    assert entries == {(1980, 1, 1, 0, 0, 0)}
