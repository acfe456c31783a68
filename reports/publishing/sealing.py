"""Sealed files: what the government's own seal system gave back, put beside what was published."""

import hashlib
import json
import struct

from django.db import IntegrityError, transaction
from django.http import Http404

from reports import access, history
from reports.access import Power
from reports.guarded import TooSlow, apart
from reports.models import Posting, Publication, PublishedFile, Seal
from reports.models.deciding.publication import SEALED_CAPTIONS as CAPTIONS
from reports.refusals import Refused

LARGEST = 20_000_000
SECONDS = 25
_PROCESS = "reports.archive.sealed_process"
__all__ = ["CAPTIONS", "LARGEST", "SEALED", "seal"]
# Which published forms can be sealed, and what the sealed ones are called.
SEALED = {
    "pdf": ("sealed_pdf", "-sealed.pdf"),
    "archive": ("sealed_archive", "-archive-sealed.pdf"),
    "ofd": ("sealed_ofd", "-sealed.ofd"),
}


def seal(report_id: int, version: int, returned: bytes, *, by) -> Seal:
    """Put a sealed file beside the published one that it was; raise Refused, Http404.

    The file must be what was published, byte for byte or part for part, and signatures alone.
    """
    report = access.report_with(by, report_id, Power.PUBLISH)
    publication = _public(report, version)
    form = _form_of(publication, returned)
    signatures = _signatures(publication, form, returned)
    name, suffix = SEALED[form]
    try:
        with transaction.atomic():
            report = access.locked_report(by, report_id, Power.PUBLISH)
            publication = _public(report, version)
            media_type = publication.files.values_list("media_type", flat=True).get(form=form)
            file = PublishedFile.objects.create(
                publication=publication, form=name, media_type=media_type, suffix=suffix,
                sha256=hashlib.sha256(returned).hexdigest(), size=len(returned), content=returned,
            )  # fmt: skip
            made = Seal.objects.create(file=file, signatures=signatures, added_by=by)
            detail = f"第{version}版{suffix} SHA-256 {file.sha256}"
            history.note(history.Action.SEALED, by=by, report=report, detail=detail)
            return made
    except IntegrityError:
        raise Refused("这一版已经有盖章的文件，不能再换。需要重新盖章的，请发布新的一版。") from None


def _public(report, version: int) -> Publication:
    """Return the version of a report that stands on the public site; Http404, Refused."""
    publication = report.publications.filter(version=version).first()
    if publication is None:
        raise Http404
    if not Posting.objects.live().filter(report=report).exists():
        raise Refused("这份报告现在没有公开，不能添加盖章的文件。")
    return publication


def _form_of(publication: Publication, returned: bytes) -> str:
    if len(returned) > LARGEST:
        raise Refused(f"文件超过{LARGEST // 1_000_000}MB，没有接受。")
    if returned.startswith(b"PK"):
        if not publication.files.filter(form="ofd").exists():
            raise Refused("这一版发布时还没有 OFD，请上传盖章的 PDF。")
        return "ofd"
    if not returned.startswith(b"%PDF-"):
        raise Refused("请上传盖章以后的 PDF 或 OFD 文件。")
    for file in publication.files.filter(form__in=("pdf", "archive")).order_by("-form"):
        if returned.startswith(bytes(file.content)):
            return file.form
    return "pdf"


def _signatures(publication: Publication, form: str, returned: bytes) -> list[dict]:
    published = bytes(publication.files.get(form=form).content)
    kind = b"ofd " if form == "ofd" else b"pdf "
    request = kind + struct.pack(">Q", len(published)) + published + returned
    try:
        answer, _ = apart(_PROCESS, request, seconds=SECONDS)
        found = json.loads(answer)
    except (TooSlow, ValueError):
        raise Refused("签章文件太复杂，没有读完，没有接受。") from None
    if isinstance(found, dict):
        raise Refused(found["refusal"])
    return found
