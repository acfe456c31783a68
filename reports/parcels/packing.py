"""Packing what goes up: a year's reports of an organ and all below, signed, while it is sent."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from reports import access, history
from reports.archive.keys import Key
from reports.archive.parcel import (
    CONTENT,
    ENDING,
    ORGANS,
    RECORD,
    digest_of,
    folder_of,
    narrow,
    parcelled,
)
from reports.archive.told import MOST_REPORTS, REPORTS, About, Origin, Record, dumped
from reports.document import Document
from reports.models import Organ, Publication, Report, states
from reports.models.chain import moment
from reports.refusals import Refused
from reports.rendering.page.title_lines import download_name
from reportsite.database import snapshot

from . import keys

# What was found good goes up; what only waits for that, where the person says so. Drafts never do.
GOOD = (states.Status.APPROVED, *states.PUBLIC_SOMEWHERE)
_FORMS = ("pdf",)  # of what is public: the other forms are made from the data anywhere


@dataclass(frozen=True)
class Packed:
    """A package on its way out: its file name, how many reports, its bytes piece by piece."""

    name: str
    count: int
    pieces: Iterator[bytes]


def wanted_states(waiting: bool) -> tuple[str, ...]:
    """Return the states of what is packed; `waiting`: with those that wait to be judged."""
    return (states.Status.SUBMITTED, *GOOD) if waiting else GOOD


def counts(user, year: int, under: int) -> dict[str, int]:
    """Return how many reports of a year and subtree are in each state that can be packed."""
    found = access.reports_to_export(user, year, under).order_by().values_list("status", flat=True)
    statuses = list(found)
    return {state: statuses.count(state) for state in wanted_states(True)}


def pack(organ_id: int, year: int, *, by, waiting: bool = False, files: bool = True) -> Packed:
    """Return the package of an organ's subtree for a year; raise Http404, Refused.

    It is of one moment. With `files` the public PDF and what was sealed come along. What is being
    corrected goes up as it is public.
    """
    organ = access.organ_to_supervise(by, organ_id)
    return pack_organ(organ, year, by=by, waiting=waiting, files=files)


def pack_organ(organ: Organ, year: int, *, by=None, waiting=False, files=True) -> Packed:
    """Do what `pack` does, for whoever sits at the server."""
    wanted = wanted_states(waiting)
    count = _reports(organ, year, wanted).count()
    if not count:
        raise Refused("这个年度在这个范围里还没有已审核或已发布的报告，没有打包。")
    if count > MOST_REPORTS:
        raise Refused(f"一个上报包最多{MOST_REPORTS}份报告，请按下级分几次打包。")
    key = keys.own_key(by=by)
    about = About(
        REPORTS, keys.next_serial(), moment(timezone.now()), organ.name, organ.code, organ.type,
        year, count, _scope(wanted),
    )  # fmt: skip
    detail = f"{organ.name}{year}年度 {count}份 {about.scope} 序号{about.serial}"
    history.note(history.Action.PARCEL_PACKED, by=by, organ=organ, detail=detail)
    stamp = f"{timezone.localtime():%m%d%H%M}"
    name = download_name(f"{organ.name}{year}年度{stamp}", ENDING)
    return Packed(name, count, _pieces(about, organ, wanted, key, files))


def _scope(wanted: tuple[str, ...]) -> str:
    captions = dict(states.Status.choices)
    return "、".join(captions[state] for state in wanted)


def _reports(organ: Organ, year: int, wanted: tuple[str, ...]):
    inside = Organ.objects.within([organ.path]).order_by().values("pk")
    return Report.objects.filter(year=year, organ__in=inside, status__in=wanted)


def _pieces(about: About, organ: Organ, wanted, key: Key, files: bool) -> Iterator[bytes]:
    with snapshot():
        yield from parcelled(about, _parts(about, organ, wanted, files), key)


def _parts(about: About, organ: Organ, wanted, files: bool) -> Iterator[tuple[str, bytes]]:
    yield ORGANS, narrow(dumped(_tree(organ, about.year)))
    rows = _reports(organ, about.year, wanted).order_by("organ__path", "kind")
    for position, pk in enumerate(list(rows.values_list("pk", flat=True)), 1):
        report = Report.objects.select_related("organ").get(pk=pk)
        yield from _of(report, folder_of(position), files)


def _of(report: Report, folder: str, files: bool) -> Iterator[tuple[str, bytes]]:
    public = _public(report) if report.status in states.ONCE_PUBLIC else None
    content = dumped(_document(report, public).to_json())
    yield folder + RECORD, _record(report, digest_of(content)).to_bytes()
    yield folder + CONTENT, narrow(content)
    if files and public:
        wanted = public.files.filter(form__in=_FORMS) | public.files.filter(seal__isnull=False)
        for file in wanted.order_by("pk"):
            yield f"{folder}files/report{file.suffix}", bytes(file.content)


def _public(report: Report) -> Publication | None:
    posted = Publication.objects.filter(posting__report=report, posting__withdrawn_at=None)
    return posted.first()


def _document(report: Report, public: Publication | None) -> Document:
    """Return what goes up of a report: as it is, or as it is public while it is being corrected."""
    stored = public and report.is_correcting and public.files.filter(form="json").first()
    if stored:
        return Document.from_json(json.loads(bytes(stored.content)))
    return report.document()


def _record(report: Report, digest: str) -> Record:
    organ = report.organ
    return Record(
        organ.name, report.year, digest, organ.code, organ.type, report.kind, report.title,
        report.status, report.revision, report.change_count, report.change_head,
        _origins(report),
    )  # fmt: skip


def _origins(report: Report) -> tuple[Origin, ...]:
    came = access.received_from(report)
    if came is None:
        return ()
    last = Origin(
        came.parcel.key.fingerprint, came.parcel.sender, came.parcel.serial, came.there, came.digest
    )
    return (*(Origin(**one) for one in came.origins), last)[-10:]


def _tree(organ: Organ, year: int) -> list[dict]:
    """Return the organs of the subtree in the order of the tree, and how each one's report stands."""
    rows = Organ.objects.within([organ.path]).with_report_of(year)
    return [
        {"name": row.name, "code": row.code, "type": row.type, "depth": row.depth - organ.depth,
         "state": row.state, "duty": row.duty}
        for row in rows.iterator(chunk_size=500)
    ]  # fmt: skip
