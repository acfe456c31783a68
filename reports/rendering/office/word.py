"""The report as a DOCX file in the official layout: editable, one style a level, nothing outside.

Source: GB/T 9704-2012. reports/importing/readers/office/word.py knows the styles by their ids (Report…).
"""


from reports.document import Document

from ..page.layout import chinese_date
from ..page.title_lines import signed_lines, title_lines
from ..typesetting.prose import visible
from ..xml import element, legal, zipped
from . import word_parts as parts
from .oox import HEADER, NAMESPACES, RELATIONS, paragraph, run
from .word_prose import RELATION_KINDS, Attachments, prose_xml
from .word_tables import table_xml

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = (
    ("styles", "styles"), ("settings", "settings"), ("fontTable", "fontTable"),
    ("numbering", "numbering"), ("footer1", "footer"), ("footer2", "footer"),
)  # fmt: skip


def document_docx(document: Document) -> bytes:
    """Return `document` as a Word file; the same report gives the same bytes."""
    attachments = Attachments()
    body = _body(document, attachments)
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(document),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _relations(attachments),
        "word/styles.xml": parts.styles(),
        "word/settings.xml": parts.settings(),
        "word/fontTable.xml": parts.font_table(),
        "word/numbering.xml": parts.numbering(attachments.lists),
        "word/footer1.xml": parts.footer("right"),
        "word/footer2.xml": parts.footer("left"),
    }
    pictures = {f"word/media/{name}.{kind}": content
                for name, (kind, content) in attachments.pictures.items()}  # fmt: skip
    return zipped({name: text.encode() for name, text in files.items()} | pictures)


def _body(document: Document, attachments: Attachments) -> str:
    edition = document.edition
    blocks = [_title(document), prose_xml(document.preface, attachments)]
    for section in edition.sections:
        table = edition.table(section.id) if section.kind == "table" else None
        tall = table and sum(len(block.rows) for block in table.blocks) > 20
        blocks.append(_heading(section.caption, "<w:pageBreakBefore/>" if tall else ""))
        if table:
            blocks.append(table_xml(document, table))
        else:
            blocks.append(prose_xml(document.narrative(section.id), attachments))
    blocks += _signature(document)
    end = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rfooter1"/>'
        f'<w:footerReference w:type="even" r:id="rfooter2"/>{parts.PAGE}{parts.GRID}</w:sectPr>'
    )
    return f"{HEADER}<w:document {NAMESPACES}><w:body>{''.join(blocks)}{end}</w:body></w:document>"


def _title(document: Document) -> str:
    title = title_lines(visible(document.title), visible(document.organ))
    return paragraph("<w:r><w:br/></w:r>".join(map(run, title)), "ReportHeading1")


def _heading(caption: str, properties: str) -> str:
    return paragraph(run(caption), "ReportHeading2", properties)


def _signature(document: Document) -> list[str]:
    lines = [signed_lines(visible(document.organ)), [chinese_date(document)]]
    signed = [
        paragraph("<w:r><w:br/></w:r>".join(map(run, words)), "ReportSignature") for words in lines if any(words)
    ]
    return [paragraph("", "ReportSignature", "<w:keepNext/>"), *signed]


def _core(document: Document) -> str:
    space = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    return (
        f"{HEADER}<cp:coreProperties {space}><dc:title>{legal(document.title)}</dc:title>"
        f"<dc:creator>{legal(document.organ)}</dc:creator><dc:language>zh-CN</dc:language>"
        "</cp:coreProperties>"
    )


def _content_types() -> str:
    kinds = dict(_PARTS) | {"document": "document.main"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    core = (
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    )
    return (
        f'{HEADER}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="jpeg" ContentType="image/jpeg"/>{overrides}{core}</Types>'
    )


def _package_relations() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    return _relations_xml(
        [("rDocument", f"{RELATIONS}/officeDocument", "word/document.xml", False),
         ("rCore", core, "docProps/core.xml", False)]
    )  # fmt: skip


def _relations(attachments: Attachments) -> str:
    fixed = [(f"r{name}", f"{RELATIONS}/{kind}", f"{name}.xml", False) for name, kind in _PARTS]
    pictures = [
        (name, RELATION_KINDS["picture"], f"media/{name}.{kind}", False)
        for name, (kind, _) in attachments.pictures.items()
    ]
    links = [(n, RELATION_KINDS["link"], address, True) for n, address in attachments.links.items()]
    return _relations_xml([*fixed, *pictures, *links])


def _relations_xml(relations: list[tuple[str, str, str, bool]]) -> str:
    entries = "".join(
        element("Relationship", Id=name, Type=kind, Target=target, TargetMode="External" if outside else None)
        for name, kind, target, outside in relations
    )
    return f'{HEADER}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'
