"""A package that is brought: looked at as a whole, then laid down, to be checked report by report."""

import datetime
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from reports.archive import Opened, opened
from reports.archive.parcel import (
    CONTENT,
    LARGEST_CONTENT,
    ORGANS,
    RECORD,
    digest_of,
    wide,
)
from reports.archive.told import MOST_ORGANS, REPORTS, About, NotTold, Record, facts, plain
from reports.editions import FIRST_YEAR, LAST_YEAR
from reports.models import PackageKey, Parcel, ParcelFile, ParcelPiece, ParcelReport
from reports.refusals import Refused

from . import keys

Stage = Parcel.Stage
SLICE = 25  # reports that are checked in one go
LONGEST_QUEUE = 5  # packages of one person that wait to be taken
_AT_ONCE = 20
_FIRST = 3  # parts that are no report's: what it is, the list, the signature


class Faulty(Refused):
    """Something is wrong with the package: `faults` names what, a sentence each."""

    def __init__(self, faults: list[str]):
        super().__init__("这个包被改动过或不完整，没有收下任何内容。", 400)
        self.faults = faults


def looked_at(file: BinaryIO) -> Opened:
    """Return the package, whole as it is signed; raise Faulty, Refused."""
    found = opened(file)
    if found.faults:
        raise Faulty(found.faults)
    return found


def bring(found: Opened, name: str, *, by) -> Parcel:
    """Lay a package of reports down to be checked; raise keys.Stranger, Refused.

    One that lies there already is returned as it is.
    """
    if found.about.kind != REPORTS:
        raise Refused("这是回传包，不是上报包。", 400)
    key = keys.trusted(found, PackageKey.Side.BELOW, by=by)
    if lying := _brought_before(found, key):
        return lying
    _must_be_newer(found.about, key)
    waiting = Parcel.objects.filter(by=by, stage__in=(Stage.CHECKING, Stage.READY))
    if waiting.count() >= LONGEST_QUEUE:
        raise Refused(f"已有{LONGEST_QUEUE}个上报包还没有处理，请先收下或退掉其中一个。")
    return _lay_down(found, key, name, by)


def _brought_before(found: Opened, key: PackageKey) -> Parcel | None:
    same = Parcel.objects.filter(key=key, sha256=found.sha256)
    same = same.exclude(stage__in=(Stage.UNDONE, Stage.DROPPED)).first()
    if same and same.stage == Stage.TAKEN:
        day = f"{timezone.localtime(same.taken_at):%Y-%m-%d %H:%M}"
        raise Refused(f"这个上报包 {day} 已经收下过，没有再收一次。")
    return same


def _must_be_newer(about: About, key: PackageKey) -> None:
    """Refuse a package that was packed before one that was taken: it would bring what is old back."""
    chain = PackageKey.objects.filter(organ=key.organ, side=key.side).values("pk")
    later = Parcel.objects.filter(
        key__in=chain, stage=Stage.TAKEN, year=about.year, sender=about.organ,
        serial__gt=about.serial,
    ).order_by("-serial")  # fmt: skip
    if newer := later.first():
        raise Refused(
            f"这个上报包是{_when(about)}打的，比已经收下的那个（{timezone.localtime(newer.made_at):%Y-%m-%d %H:%M}打）旧，"
            "没有收下。请对方重新打包。"
        )


def _when(about: About) -> str:
    return f"{timezone.localtime(_made_at(about)):%Y-%m-%d %H:%M}"


def _made_at(about: About) -> datetime.datetime:
    try:
        at = datetime.datetime.fromisoformat(about.made_at)
    except ValueError:
        raise Faulty(["about.json：打包时间写得不对。"]) from None
    if at.tzinfo is None or not 2000 < at.year < 3000:
        raise Faulty(["about.json：打包时间写得不对。"])
    return at


@transaction.atomic
def _lay_down(found: Opened, key: PackageKey, name: str, by) -> Parcel:
    about = found.about
    if not FIRST_YEAR <= about.year <= LAST_YEAR:
        raise Refused(f"包里是{about.year}年度的报告，系统里没有这个年度。", 400)
    parcel = Parcel.objects.create(
        key=key, by=by, name=name.replace("\0", "")[-200:] or "上报包", sha256=found.sha256,
        size=sum(info.file_size for info in found.file.infolist()), serial=about.serial,
        made_at=_made_at(about), year=about.year, sender=about.organ, scope=about.scope,
        organs=_organs(found),
    )  # fmt: skip
    count = 0
    reports = _reports(found)
    while some := list(islice(reports, _AT_ONCE)):
        _store(parcel, some, count)
        count += len(some)
    if not count:
        raise Faulty(["包里没有报告。"])
    ParcelPiece.objects.bulk_create(
        ParcelPiece(job=parcel, position=at, first=first, last=min(first + SLICE - 1, count))
        for at, first in enumerate(range(1, count + 1, SLICE), 1)
    )
    return parcel


def _organs(found: Opened) -> list[dict]:
    """Return the tree that came along: name and state of each organ."""
    try:
        value = facts(wide(found.read(ORGANS)), LARGEST_CONTENT)
        if not isinstance(value, list) or len(value) > MOST_ORGANS:
            raise ValueError
        return [
            {name: plain(one.get(name)) for name in ("name", "code", "state", "duty")}
            for one in value
        ]
    except (ValueError, AttributeError):
        raise Faulty([f"{ORGANS}：读不出来。"]) from None


def _reports(found: Opened) -> Iterator[tuple[Record, bytes, list[tuple[str, bytes]]]]:
    """Yield each report of the package: what is told of it, its packed content, its files."""
    names = found.names
    if len(names) < _FIRST + 1 or names[1] != ORGANS:
        raise Faulty([f"缺少{ORGANS}。"])
    folders: dict[str, list[str]] = {}
    for name in names[2:-2]:
        head, _, rest = name.partition("/")
        number, _, last = rest.partition("/")
        if head != "reports" or not (number.isdecimal() and number.isascii()) or not last:
            raise Faulty([f"{name}：不认识的文件。"])
        folders.setdefault(f"{head}/{number}/", []).append(name)
    if len(folders) > found.about.count:
        raise Faulty(["包里的报告比包上写的多。"])
    for folder, inside in folders.items():
        yield _report(found, folder, inside)


def _report(found: Opened, folder: str, inside: list[str]) -> tuple:
    if inside[:2] != [folder + RECORD, folder + CONTENT]:
        raise Faulty([f"{folder}：缺少{RECORD}或{CONTENT}。"])
    try:
        record = Record.read(found.read(folder + RECORD))
    except NotTold as fault:
        raise Faulty([f"{folder}{RECORD}：{fault}。"]) from None
    if record.year != found.about.year:
        raise Faulty([f"{folder}{RECORD}：年度与包上写的不同。"])
    files = []
    for name in inside[2:]:
        short = name.removeprefix(f"{folder}files/")
        if "/" in short or len(short) > 100 or not short.endswith((".pdf", ".ofd")):
            raise Faulty([f"{name}：不认识的文件。"])
        files.append((short, found.read(name)))
    return record, found.read(folder + CONTENT, LARGEST_CONTENT), files


def _store(parcel: Parcel, some, before: int) -> None:
    rows = ParcelReport.objects.bulk_create(
        ParcelReport(
            parcel=parcel, position=at, organ_name=record.organ, code=record.code,
            organ_type=record.type, year=record.year, kind=record.kind, title=record.title,
            status=record.status, there=record.revision, changes=record.changes, head=record.head,
            digest=record.digest, origins=[vars(one) for one in record.origins], content=content,
        )
        for at, (record, content, _) in enumerate(some, before + 1)
    )  # fmt: skip
    ParcelFile.objects.bulk_create(
        ParcelFile(of=row, name=name, sha256=digest_of(content), size=len(content), content=content)
        for row, (_, _, files) in zip(rows, some, strict=True)
        for name, content in files
    )
