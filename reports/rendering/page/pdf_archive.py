"""The PDF for the archive: PDF/A-3a and PDF/UA-1 in one, with the data attached as files.

ISO 19005-3 allows any file inside and asks for a metadata stream that is not compressed (6.6.2.1)
and for a description of every schema in it that PDF/A does not know itself (6.6.2.3).
"""

import base64
import datetime
from collections.abc import Mapping
from typing import Any

import pydyf
from weasyprint import Attachment

from reports.document import Document

from .pdf import document_pdf
from .tags import finish, pack

# One fixed moment: the same report gives the same bytes.
_EPOCH = datetime.datetime(2000, 1, 1)
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END = b"</rdf:RDF>"


def archival_pdf(document: Document, files: Mapping[str, bytes]) -> bytes:
    """Return `document` as PDF/A-3a with `files` (name to content) attached as its data.

    Without files it is PDF/A-2b, the plainest that archives take. Both are PDF/UA-1 as well. Raise
    MissingGlyphs as document_pdf does.
    """
    attachments = [
        Attachment(
            string=content,
            name=name,
            description=f"{document.title}的数据",
            created=_EPOCH,
            modified=_EPOCH,
            relationship="Data",
        )
        for name, content in files.items()
    ]
    return document_pdf(
        document,
        pdf_variant="pdf/a-3a" if files else "pdf/a-2b",
        pdf_tags=True,
        attachments=attachments,
        finisher=_finish,
    )


def _finish(document: Any, pdf: pydyf.PDF) -> None:
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.compress = False
            item.stream = [part.replace(_END, _UA + _END) for part in item.stream]
        elif isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/Image":
            # A reader shall not make up pixels (6.2.8.1).
            item.extra["Interpolate"] = "false"
    finish(document, pdf)
    _end_streams_clearly(pdf)


def _end_streams_clearly(pdf: pydyf.PDF) -> None:
    # Of some, pydyf makes streams only while it writes, as in tags.py.
    add = pdf.add_object

    def add_clearly(item: pydyf.Object) -> None:
        pack(item)
        _end_clearly(item)
        add(item)

    for item in pdf.objects:
        _end_clearly(item)
    pdf.add_object = add_clearly


def _end_clearly(item: pydyf.Object) -> None:
    # A line end as the last byte cannot be told from the one before `endstream` (6.1.7.1), and
    # zlib's last bytes are a sum of the content: such a stream is written in printable characters.
    if not isinstance(item, pydyf.Stream):
        return
    packed = item.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    if packed.endswith((b"\r", b"\n")):
        filters = ["/ASCII85Decode"]
        if item.extra.get("Filter") == "/FlateDecode":
            filters.append("/FlateDecode")
        item.stream, item.compress = [base64.a85encode(packed) + b"~>"], False
        item.extra = pydyf.Dictionary({**item.extra, "Filter": pydyf.Array(filters)})
