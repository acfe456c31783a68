"""Old files as offices have them, made by LibreOffice: figures as text, merged cells, objects inside."""

import io

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.importing import read_guarded
from tests.factories import FIXTURES
from tests.libreoffice import converted

from ..making import office
from ..making.pages import CITY

_OBJECT = """<w:p {names}><w:r><w:object w:dxaOrig="1500" w:dyaOrig="900">
  <v:shape id="one" style="width:75pt;height:45pt"><v:imagedata r:id=""/></v:shape>
  <o:OLEObject Type="Embed" ProgID="Excel.Sheet.8" ShapeID="one" DrawAspect="Icon" ObjectID="_1" r:id="{place}"/>
</w:object></w:r></w:p>"""


def with_object(content: bytes, inner: bytes) -> bytes:
    """A document with an old workbook inside it, as an object."""
    made = docx.Document(io.BytesIO(content))
    part = Part(PackURI("/word/embeddings/oleObject1.bin"), "application/vnd.openxmlformats-officedocument.oleObject",
                inner, made.part.package)  # fmt: skip
    place = made.part.relate_to(part, RELATIONSHIP_TYPE.OLE_OBJECT)
    names = nsdecls("w", "r") + ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    made.element.body.insert(0, parse_xml(_OBJECT.format(names=names, place=place).replace(' r:id=""', "")))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def as_text(content: bytes) -> bytes:
    """A workbook whose figures are all text, as people type them with an apostrophe."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    cell.value, cell.number_format = str(cell.value), "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_an_old_document_with_an_object_inside_gives_its_own_figures():
    inner = (FIXTURES / "old-office.et").read_bytes()
    old = converted(with_object(office.document_docx(CITY), inner), "docx", "doc")
    assert "ObjectPool".encode("utf-16-le") in old

    assert read_guarded(old, "报告.doc").document.cells == CITY.cells


def test_figures_kept_as_text_in_merged_cells_of_an_old_workbook_are_read():
    old = converted(as_text(office.document_xlsx(CITY)), "xlsx", "xls")

    reading = read_guarded(old, "报告.et")

    assert reading.document.cells == CITY.cells
    assert any(sheet.merged_cells.ranges for sheet in openpyxl.load_workbook(io.BytesIO(office.document_xlsx(CITY))))


@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_an_old_document_comes_back_cell_for_cell(kind):
    old = converted(office.document_docx(CITY), "docx", kind)

    assert read_guarded(old, f"报告.{kind}").document.cells == CITY.cells
