"""The publishing room: immutable snapshots, what stands on the public site, how often it is read.

A snapshot is made first, without any lock, and stored in one transaction that checks that the
report is still the one that was printed.
"""

import datetime
import hashlib
import logging
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from threading import Lock, Thread

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from reports import access, history, workflow
from reports.access import Power
from reports.document import Document
from reports.document.search.grams import index_of, searchable
from reports.document.search.sought import head_of, words_of
from reports.models import (
    PostedFigure,
    PostedText,
    Posting,
    Publication,
    PublishedFile,
    Report,
    states,
)
from reports.refusals import Already, Refused
from reports.rendering.formats import FORMATS
from reports.rendering.typesetting.fonts import MissingGlyphs
from reports.workflow import rectifying

from . import graphics, public_sums
from .stored import document_of, read

LONGEST_NOTE = 500
_ROWS = 500  # stored at once
Status = states.Status
# What the public figures draw: the totals of requests and everything about reviews.
_DRAWN = re.compile(r"requests\..*\.total|review\..*")


@dataclass(frozen=True)
class _Snapshot:
    document: Document
    files: dict[str, bytes]
    revision: int


def publish(
    report_id: int,
    *,
    by,
    issued: datetime.date | None = None,
    index_number: str | None = None,
    note: str = "",
    seen: int | None = None,
    answers: Iterable[str] = (),
) -> Publication:
    """Put the report on the public site as its next version; raise Refused, Already, Http404.

    `issued` is the date it is signed with, by default the report's own or else today. `note` says
    what was corrected: it must be given wherever anything differs from the version that was public
    last, be that one withdrawn or not. `seen` is the report's revision that was confirmed. `answers`:
    what was to be put right (整改) and is with this version.
    """
    note = " ".join(note.split())
    report = _report_to_publish(report_id, by, seen)
    snapshot = _printed(report, issued, index_number)
    with transaction.atomic():
        report = _unchanged(report_id, by, snapshot)
        step, note = _kind_of(report, snapshot.files["json"], note)
        made = _put_out(report, snapshot, step, note, by)
        rectifying.answer_by_correction(made, answers, by=by)
        return made


@dataclass(frozen=True)
class Proposal:
    """What publishing would put out: the version it would be, and what it differs in from `last`."""

    document: Document
    version: int
    note: str
    last: Publication | None
    comparison: workflow.Comparison | None


def proposed(
    report_id: int, *, by, issued: datetime.date, index_number: str, note: str = "", seen: int,
    answers: Iterable[str] = (),
) -> Proposal:  # fmt: skip
    """Return what `publish` would do with the same arguments; raise what it would raise.

    Only what cannot be printed shows when it is printed.
    """
    report = _report_to_publish(report_id, by, seen)
    document = signed(report, issued, index_number)
    _, note = _kind_of(report, FORMATS["json"].bytes_of(document), " ".join(note.split()))
    last = report.publications.order_by("-version").first()
    before = last and workflow.Version("", f"第{last.version}版", document_of(last))
    now = workflow.Version("", "", document)
    comparison = before and workflow.compare(before, now)
    return Proposal(document, last.version + 1 if last else 1, note, last, comparison)


def _kind_of(report: Report, content: bytes, note: str) -> tuple[str, str]:
    """Return which step publishing the document (its JSON) is, and its note; raise Refused."""
    if len(note) > LONGEST_NOTE:
        raise Refused(_HOW_TO_EXPLAIN)
    last = report.publications.order_by("-version").first()
    if last is None:
        return "publish", ""
    same = read(content) == document_of(last)
    live = Posting.objects.live().filter(report=report).exists()
    if same and live:
        raise Refused(f"这份报告已经发布，与公开的第{last.version}版完全相同，不需要再发布。")
    if same:
        return "publish_again", note or "撤下后重新发布"
    if live and report.status != Status.APPROVED:
        raise Refused("这份报告已经发布。内容有改动的，请先“发起更正”，审核通过后再发布更正。")
    if not note:
        raise Refused(_HOW_TO_EXPLAIN)
    return "publish_correction" if live else "publish_again", note


_HOW_TO_EXPLAIN = (
    f"与上次公开的版本不同，请用不超过{LONGEST_NOTE}字写明更正了什么、为什么更正，会一起公开。"
)


def signed(report: Report, issued: datetime.date | None, index_number: str | None) -> Document:
    """Return the report as it would be published, with this date and this index number."""
    return replace(
        report.document(),
        issued=issued or report.issued or timezone.localdate(),
        index_number=report.index_number if index_number is None else index_number,
    )


@transaction.atomic
def withdraw(report_id: int, reason: str, *, by) -> None:
    """Take a report off the public site, every version of it; raise Refused, Already, Http404."""
    report = access.locked_report(by, report_id, Power.PUBLISH)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_NOTE:
        raise Refused(f"请用不超过{LONGEST_NOTE}字写明撤下的原因。")
    posting = Posting.objects.filter(report=report).first()
    if posting is None:
        raise Refused("这份报告没有发布，不需要撤下。")
    if posting.withdrawn_at is not None:
        raise Already(f"{_who_and_when(report)}已撤下这份报告，没有再做一次。")
    _take_off(posting)
    posting.withdrawn_at, posting.withdrawal_reason = timezone.now(), reason
    posting.save()
    _record(report, f"第{posting.publication.version}版", f"撤下：{reason}", by)
    graphics.look_again(report, by=by)
    workflow.publish(report.pk, by=by, reason=reason, step="take_down")


def _who_and_when(report: Report) -> str:
    """Return who took the last step of the report, and when."""
    step = report.transitions.select_related("user").defer("document").last()
    if step is None:
        return ""
    return f"{access.person_name(step.user)} {timezone.localtime(step.at):%H:%M} "


def _report_to_publish(report_id: int, by, seen: int | None) -> Report:
    """Return the report if it may be published as it stands: the one place that decides so."""
    report = access.report_with(by, report_id, Power.PUBLISH)
    must_be_as_seen(report, seen)
    if not _is_ready(report):
        raise Refused(f"报告现在是“{report.get_status_display()}”，审核通过后才能发布。")
    workflow.must_be_signed(report)
    return report


def _is_ready(report: Report) -> bool:
    # What was withdrawn may come back as it is: its state is still that of a published report.
    return report.status in states.SETTLED


def must_be_as_seen(report: Report, seen: int | None) -> None:
    """Raise Already where somebody has published since `seen`, Refused after any other change."""
    if seen is None or report.revision == seen:
        return
    since = report.transitions.filter(revision__gt=seen, action__in=_PUTS_OUT)
    if since.exists() and Posting.objects.live().filter(report=report).exists():
        version = report.publications.order_by("-version").first().version
        raise Already(f"{_who_and_when(report)}已发布第{version}版，没有再发布一次。")
    raise Refused("准备发布的时候，报告有了新的改动。请核对后再发布一次。")


_PUTS_OUT = ("publish", "publish_correction", "publish_again")


def _printed(report: Report, issued, index_number: str | None) -> _Snapshot:
    document = signed(report, issued, index_number)
    try:
        files = {form: made.bytes_of(document) for form, made in FORMATS.items()}
    except MissingGlyphs as missing:
        raise Refused(f"报告里有印不出的字，请先改正。{missing}") from None
    return _Snapshot(document, files, report.revision)


def _unchanged(report_id: int, by, snapshot: _Snapshot) -> Report:
    report = access.locked_report(by, report_id, Power.PUBLISH)
    must_be_as_seen(report, snapshot.revision)
    return report


def _put_out(report: Report, snapshot: _Snapshot, step: str, note: str, by) -> Publication:
    document = snapshot.document
    last = report.publications.order_by("-version").first()
    publication = Publication.objects.create(
        report=report,
        version=last.version + 1 if last else 1,
        title=document.title,
        edition=document.edition_id,
        issued=document.issued,
        index_number=document.index_number,
        note=note,
        published_at=timezone.now(),
        published_by=by,
    )
    PublishedFile.objects.bulk_create(files_of(publication, snapshot.files))
    _sign(report, document)
    _record(report, f"第{last.version}版" if last else "", f"第{publication.version}版", by)
    show(publication, document)
    graphics.look_again(report, by=by)
    publication.report = workflow.publish(report.pk, by=by, reason=note, step=step)
    return publication


def files_of(publication: Publication, files: dict[str, bytes]) -> Iterable[PublishedFile]:
    """Yield the rows for a publication's files, with their hashes; not stored yet."""
    for form, content in files.items():
        yield PublishedFile(
            publication=publication,
            form=form,
            media_type=FORMATS[form].media_type,
            suffix=FORMATS[form].suffix,
            sha256=_sha256(content),
            size=len(content),
            content=content,
        )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sign(report: Report, document: Document) -> None:
    report.issued, report.index_number = document.issued, document.index_number
    report.revision += 1
    report.save()


def _record(report: Report, old: str, new: str, by) -> None:
    history.record(report, [history.Step("publication", old, new)], by=by)


def show(publication: Publication, document: Document) -> Posting:
    """Let `publication` stand on the public site as its report's present version."""
    report = publication.report
    posting = Posting.objects.filter(report=report).first()
    if posting is None:
        posting = _new_posting(publication)
    elif posting.withdrawn_at is None:
        _take_off(posting)
    _set_up(posting, publication, document).save()
    _learn([(posting, document)])
    return posting


def show_first(shown: Iterable[tuple[Publication, Document]]) -> None:
    """Let many publications stand on the public site at once; none of their reports did before."""
    pairs = [(_set_up(_new_posting(made), made, document), document) for made, document in shown]
    Posting.objects.bulk_create([posting for posting, _ in pairs], batch_size=_ROWS)
    _learn(pairs)


def _new_posting(publication: Publication) -> Posting:
    report = publication.report
    return Posting(report=report, organ=report.organ, first_published_at=publication.published_at)


def _set_up(posting: Posting, publication: Publication, document: Document) -> Posting:
    report, organ = publication.report, publication.report.organ
    posting.publication = publication
    # The tree of organs knows their regions; a slash or dots alone would not fit in its address.
    posting.organ_name, posting.report_kind = report.organ_name, report.kind
    posting.region = organ.region.replace("/", "·").strip(".")
    posting.organ_type, posting.year, posting.title = report.organ_type, report.year, document.title
    posting.head = head_of(document.title, report.organ_name)
    posting.published_at = publication.published_at
    posting.withdrawn_at, posting.withdrawal_reason = None, ""
    return posting


def _learn(pairs: list[tuple[Posting, Document]]) -> None:
    """Store what search and charts need of postings that are not searched yet."""
    texts = [_text_of(posting, document) for posting, document in pairs]
    PostedText.objects.bulk_create(texts, batch_size=_ROWS)
    statement, pieces_of = _LEARN[connection.vendor]
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(text.pk, pieces_of(text.text)) for text in texts])
    PostedFigure.objects.bulk_create(
        (
            PostedFigure(posting=posting, cell=cell, value=value)
            for posting, document in pairs
            for cell, value in drawn(document.cells)
        ),
        batch_size=_ROWS,
    )
    public_sums.count_in((posting, drawn(document.cells)) for posting, document in pairs)


def _take_off(posting: Posting) -> None:
    """Forget what search and charts know of a posting."""
    _forget_words(posting)
    public_sums.count_out(posting, posting.figures.values_list("cell", "value"))
    posting.figures.all().delete()


def drawn(cells: dict[str, Decimal | None]) -> Iterable[tuple[str, Decimal]]:
    """Yield the answered cells that the public figures are drawn from."""
    for cell, value in cells.items():
        if value is not None and _DRAWN.fullmatch(cell):
            yield cell, value


def _text_of(posting: Posting, document: Document) -> PostedText:
    words = words_of(document)
    return PostedText(posting=posting, words=words, text=f"{posting.head} {searchable(words)}")


# How the search index learns a text, and the pieces it is given.
_LEARN = {
    "sqlite": ("INSERT INTO reports_search (rowid, grams) VALUES (%s, %s)", index_of),
    "postgresql": (
        "INSERT INTO reports_search (posting_id, grams) VALUES (%s, %s)",
        lambda text: index_of(text).split(),
    ),
}


def _forget_words(posting: Posting) -> None:
    stored = PostedText.objects.get(posting=posting)
    with connection.cursor() as cursor:
        cursor.execute(*_forgetting(posting.pk, stored.text))
    stored.delete()


def _forgetting(pk: int, text: str) -> tuple[str, list]:
    if connection.vendor == "sqlite":
        # The index keeps no text: to take a row out, it is told once more what went in.
        statement = (
            "INSERT INTO reports_search (reports_search, rowid, grams) VALUES ('delete', %s, %s)"
        )
        return statement, [pk, index_of(text)]
    return "DELETE FROM reports_search WHERE posting_id = %s", [pk]


_BATCH, _PATIENCE = 100, 20.0  # views, seconds
_waiting: Counter[int] = Counter()
_written_at = time.monotonic()
_lock, _storing = Lock(), Lock()
log = logging.getLogger(__name__)


def count_view(posting_id: int) -> None:
    """Count one reading of a report: a bare number, nothing about the reader.

    Readings wait in memory and are stored together, at the latest by the first one that comes 20
    seconds later, beside its request: no reader waits for a database that takes nothing. A server
    that is killed forgets those.
    """
    with _lock:
        _waiting[posting_id] += 1
        due = _waiting.total() >= _BATCH or time.monotonic() - _written_at >= _PATIENCE
    if not due or _storing.locked():
        return
    if settings.VIEWS_IN_BACKGROUND:
        Thread(target=_store_and_close, daemon=True).start()
    else:
        store_views()


def _store_and_close() -> None:
    try:
        store_views()
    finally:
        connection.close()


def store_views() -> None:
    """Store the readings that wait in memory; what cannot be stored goes on waiting."""
    global _written_at
    with _storing:
        with _lock:
            counted = dict(_waiting)
            _waiting.clear()
            _written_at = time.monotonic()
        try:
            with transaction.atomic():
                for posting_id, views in counted.items():
                    Posting.objects.filter(pk=posting_id).update(views=F("views") + views)
        except DatabaseError as fault:
            log.warning("readings not stored: %s", type(fault).__name__)
            with _lock:
                _waiting.update(counted)
