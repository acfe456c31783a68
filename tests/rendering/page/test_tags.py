"""The tags that tag_tree.py makes are those of WeasyPrint, but for a span around every line of text."""

import io

import pikepdf
import pytest

from reports.rendering.page import tag_tree
from reports.rendering.page.pdf import document_pdf
from tests.rendering.made_up import made_up


def tree(pdf: bytes) -> list:
    """Return the tags: of each its kind, what it tells of itself, and what is in it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        root = opened.Root.StructTreeRoot
        pages = {page.obj.objgen: n for n, page in enumerate(opened.pages)}
        nums = list(root.ParentTree.Nums)
        marks = {int(nums[at]): nums[at + 1] for at in range(0, len(nums), 2)}
        return [_told(kid, pages, marks) for kid in root.K]


def _told(element, pages: dict, marks: dict):
    kids = []
    for kid in element.K if "/K" in element else ():
        if isinstance(kid, int):
            page = pages[element.Pg.objgen]
            # What the page's marks say belongs here does say so.
            assert marks[page][kid].objgen == element.objgen
            kids.append((page, kid))
        elif kid.get("/Type") == "/OBJR":
            kids.append("link")
        else:
            assert kid.P.objgen == element.objgen
            told = _told(kid, pages, marks)
            # A span says nothing: what is in it counts.
            kids += told[2] if kid.S == "/Span" else [told]
    said = {name: str(element[name]) for name in ("/ActualText", "/Alt") if name in element}
    table = dict(element.A) if "/A" in element else {}
    said |= {name: str(table[name]) for name in ("/Scope", "/ColSpan", "/RowSpan") if name in table}
    heads = len(table.get("/Headers", ()))
    return str(element.S), said | {"heads": heads}, kids


def without(document) -> bytes:
    """Return the PDF with the tags that WeasyPrint makes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("weasyprint.pdf.tags._build_box_tree", _theirs)
        return document_pdf(document)


def _theirs(box, parent, *others):
    for element in tag_tree._build_box_tree(box, parent, *others):
        yield element
        if element["S"] in ("/TH", "/TD") and getattr(box, "mark", None) is element:
            element.cell = box.element


@pytest.mark.parametrize("seed", range(12))
def test_a_random_report_has_weasyprint_s_tags(seed):
    document = made_up(seed)

    assert tree(document_pdf(document)) == tree(without(document))


def test_the_reports_of_the_fixtures_have_weasyprint_s_tags(document):
    ours = tree(document_pdf(document))

    assert ours == tree(without(document))
    assert "/Table" in str(ours)
    assert "/Caption" in str(ours)
    assert "heads" in str(ours)
