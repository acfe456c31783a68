"""The only place that builds rows for tests, and documents of made-up but consistent figures."""

import base64
import datetime
import hashlib
import json
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from reports import access, workflow
from reports.archive.keys import fingerprint, text
from reports.archive.parcel import digest_of, narrow
from reports.archive.told import dumped
from reports.document import Document, format_figure
from reports.editions import AMOUNT, SIGNED, Edition
from reports.management.district import sound_document
from reports.models import (
    Acceptance,
    Alike,
    Calendar,
    CalendarLine,
    Duty,
    Graphic,
    Membership,
    Organ,
    OwnSite,
    PackageKey,
    Parcel,
    ParcelFile,
    ParcelReport,
    Picture,
    Publication,
    Rectification,
    Report,
    SectionPrint,
    Signature,
    SiteCheck,
)
from reports.publishing import publications
from reports.rules.registry import CLEAN
from reports.writing import editing

FIXTURES = Path(__file__).parent / "fixtures"
PUBLISHED_WORDS = {
    "sections": {
        "overview": "<h3>（一）主动公开。</h3><p>本机关坚持以公开为常态，及时更新文化惠民的内容。</p>",
        "problems": "<p>存在的问题是解读形式单一，下一步将丰富图解、音频等形式。</p>",
        "other_matters": "<p>本年度未收取政府信息公开信息处理费。</p>",
    }
}
WORDS = {
    "overview": "主动公开信息，办理依申请公开，加强政府信息管理，建设政府网站平台，落实监督保障。",
    "problems": "存在的问题是解读形式不够丰富。改进情况：下一步将增加图解。",
    "other_matters": "本年度没有收取信息处理费。",
}


_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


def clerk(username: str, first_name: str = "", last_name: str = "") -> User:
    """Return a person who can log in with the password `correct horse`."""
    return User.objects.create_user(
        username, password="correct horse", first_name=first_name, last_name=last_name
    )


def person(username: str) -> User:
    """Return a person who was made already."""
    return User.objects.get(username=username)


def superuser(username: str) -> User:
    """Return an administrator of the whole site."""
    return User.objects.create_superuser(username, password="correct horse")


def organ(
    name: str, *people: User, type: str = "department", under: Organ | None = None, code: str = ""
) -> Organ:
    """Return an organ with its people, each of whom writes and hands in, as in a small office."""
    made = Organ(name=name, type=type, code=code)
    if under:
        Organ.objects.add_child(under, instance=made)
    else:
        Organ.objects.add_root(instance=made)
    for user in people:
        give(user, made, "clerk", "reviewer")
    return made


def posted_page() -> str:
    """Return the text of a posted page of 2020 whose tables have lost their blanks.

    The words are those of seed.txt; the tables' figures and shape are of a page really posted.
    """
    words, tables = ((FIXTURES / name).read_text() for name in ("seed.txt", "posted-tables.txt"))
    before, _, after = words.partition("二、主动公开政府信息情况")
    rest = after[after.index("五、存在的主要问题及改进情况") :].replace(
        "区文化和旅游局办公室\n", ""
    )
    return before + tables + "\n" + rest


def organ_named(name: str) -> Organ | None:
    """Return the organ of that name, if it was made."""
    return Organ.objects.filter(name=name).first()


def give(user: User, organ: Organ, *roles: str) -> User:
    """Give a person roles in an organ; return the person."""
    Membership.objects.bulk_create(Membership(user=user, organ=organ, role=r) for r in roles)
    return user


def duty(organ: Organ, year: int, kind: str, reason: str, into: Organ | None = None) -> Duty:
    """Return what is special about an organ's duty for a year."""
    return Duty.objects.create(organ=organ, year=year, kind=kind, reason=reason, into=into)


def calendar(
    organ: Organ, year: int, *, type="", only=None, kind="own", before="7,1", after="1,7", **days: str
) -> Calendar:
    """Return an organ's calendar with one line more: days by step, as 2026-01-20."""
    words = {"before": before, "after": after}
    made, _ = Calendar.objects.update_or_create(organ=organ, year=year, defaults=words)
    days = {step: datetime.date.fromisoformat(day) for step, day in days.items()}
    CalendarLine.objects.create(calendar=made, type=type, only=only, kind=kind, **days)
    return made


def report(organ: Organ, year: int, *, by: User) -> Report:
    """Return a blank report."""
    return editing.create_report(organ, year, by=by)


def sound_report(organ: Organ, year: int, *, by: User) -> Report:
    """Return a report that has everything and no errors."""
    made = report(organ, year, by=by)
    document = sound_document(organ.name, organ.type, year, seed=organ.pk)
    editing.take_document(made, document, by=by)
    return made


def with_figures(report: Report, figures: dict[str, object]) -> Report:
    """Give every cell of a report a figure, past the writing room: those named, 0 elsewhere."""
    report.figures.update(value=0)
    for cell, value in figures.items():
        report.figures.filter(cell=cell).update(value=None if value is None else Decimal(value))
    blank = report.figures.filter(value__isnull=True).count()
    Report.objects.filter(pk=report.pk).update(answered_count=report.figures.count() - blank)
    return report


def picture(report: Report) -> Picture:
    """Return a picture that the report keeps."""
    return Picture.objects.create(
        report=report, sha256="ab" * 32, media_type="image/png", content=_PIXEL
    )


def kept_warning(report: Report, *, by: User) -> Acceptance:
    """Return a warning of the report that is kept for a reason, past the writing room."""
    return Acceptance.objects.create(
        report=report, key="ab" * 8, rule="text.year", reason="口径不同", by=by,
        message="第一部分写了2020年，请核对。", place="overview",
    )  # fmt: skip


def site_check(report: Report, *, by: User) -> SiteCheck:
    """Return a check of the organ's own site that was kept, past the publishing room."""
    publication = Publication.objects.filter(report=report).first() or Publication.objects.create(
        report=report, version=1, title=report.title, edition=report.edition, published_by=by,
        issued=datetime.date(2026, 1, 20), published_at=timezone.now(),
    )  # fmt: skip
    address = "https://www.example.gov.cn/nb.html"
    check = SiteCheck.objects.create(
        report=report, publication=publication, address=address, agrees=False, by=by,
        file_name="nb.html", sha256="ab" * 32,
        faults=[{"kind": "head", "caption": "年度", "ours": "2025", "theirs": "2024", "pieces": []}],
    )  # fmt: skip
    OwnSite.objects.create(report=report, address=address, set_by=by, check_that_counts=check)
    return check
def rectification(report: Report, *, by: User, due: str = "", **words) -> Rectification:
    """Return what is to be put right in a report, in a version made for it, past the writing rooms."""
    day = datetime.date.fromisoformat(due) if due else timezone.localdate()
    now = timezone.now()
    last = report.publications.first() or Publication.objects.create(
        report=report, version=1, title=report.title, edition=report.edition, issued=day,
        published_at=now, published_by=by,
    )  # fmt: skip
    words = {"text": "表三第一行与正文不一致", "source": "review", "origin": "某评估"} | words
    made = Rectification.objects.create(report=report, publication=last, due=day, by=by, **words)
    made.steps.create(action="asked", due=day, by=by)
    return made


def alike(one: Report, other: Report) -> Alike:
    """Return a pair of sections that were found to say almost the same."""
    prints = [
        SectionPrint.objects.create(report=report, section="problems", revision=1, signature=b"")
        for report in (one, other)
    ]
    return Alike.objects.create(one=prints[0], other=prints[1], share=930)


def signed_on_paper(report: Report, *, by: User, chief: User) -> Signature:
    """Switch all steps on for the report's organ; return its 拟稿, signed on paper."""
    workflow.switch_signing(report.organ_id, workflow.Step.values, by=chief)
    seen = workflow.fingerprint_of(report)
    return workflow.sign(report.pk, "drafting", by=by, seen=seen, photo=_PIXEL, signer="周局长")


def waiting_graphic(report: Report, *, by: User) -> Graphic:
    """Return a 图解 of the report that waits to be approved; its version is of an older report."""
    older = Report.objects.create(organ=report.organ, year=2019, edition="2019", title="旧")
    version = Publication.objects.create(
        report=older, version=1, title="旧", edition="2019", issued="2020-01-20",
        published_at=timezone.now(), published_by=by,
    )  # fmt: skip
    words = {"title": "旧", "lead": "旧", "parts": [], "note": ""}
    return Graphic.objects.create(
        report=report, publication=version, facts={}, words=words, content=_PIXEL, sha256="0" * 64,
        height=1, made_by=by,
    )  # fmt: skip


def edit(report: Report, place: str, text: str, *, base: int | None = None, manual=False):
    """Return an edit that knows the place's present revision, unless told an older one."""
    row = report.figures.filter(cell=place).first() or report.narratives.get(section=place)
    return editing.Edit(place, text, row.revision if base is None else base, manual)


def approved(organ: Organ, year: int, *, by: User, **words) -> Report:
    """Return a report with made-up figures, handed in and approved."""
    made = report(organ, year, by=by)
    document = filled(made.template, organ=organ.name, year=year, **PUBLISHED_WORDS | words)
    with transaction.atomic():
        editing.take_document(access.report_to_edit(by, made.pk), document, by=by)
    workflow.submit(made.pk, by=by)
    return workflow.approve(made.pk, by=by)


def published(organ: Organ, year: int, *, by: User, **words) -> Publication:
    """Return the first published version of a made-up report."""
    return publications.publish(approved(organ, year, by=by, **words).pk, by=by)


def mend(report: Report, place: str, text: str, *, by: User) -> Report:
    """Open a published report to be corrected, change a place, have it approved again."""
    opened = workflow.correct(report.pk, by=by, reason="有误")
    editing.save(opened.pk, [edit(opened, place, text)], by=by)
    workflow.submit(opened.pk, by=by)
    return workflow.approve(opened.pk, by=by)


def complete(report: Report, *, by: User) -> Report:
    """Fill a report so that no rule finds anything in it: zeros, and words that say so."""
    words = {"sections": CLEAN, "cells": dict.fromkeys(report.template.cells, "0")}
    document = Document.from_json({"organ": report.organ.name, "year": report.year} | words)
    editing.take_document(report, document, by=by)
    return report


FIGURES = (0, 0, 1, 7, 40)


def filled(
    edition: Edition, seed: int = 1, figures: Sequence[int] = FIGURES, **words
) -> Document:  # fmt: skip
    """Return a document whose figures are made up (of `figures`) and hold every equation."""
    dice = random.Random(seed)
    cells = {cell.id: _number(cell, dice, figures) for cell in edition.cells.values()}
    for rule in edition.proposals:
        # Whatever the results are, enough came in to balance them.
        cells[rule.cell] = Decimal(dice.randrange(5))
    _balance(edition, cells)
    basics = {"organ": "瀍水区文化和旅游局", "year": edition.first_year, "edition": edition.id}
    return Document.from_json(basics | {"cells": _texts(cells)} | words)


def _number(cell, dice: random.Random, figures: Sequence[int]) -> Decimal:
    if cell.kind == AMOUNT:
        return Decimal(dice.randrange(10**8)).scaleb(-6)
    if cell.kind == SIGNED:
        return Decimal(dice.randrange(0, 4))
    return Decimal(dice.choice(figures))


def _balance(edition: Edition, cells: dict[str, Decimal]) -> None:
    for cell, equation in edition.computed.items():
        cells[cell] = sum((cells[part] for part in equation.right), Decimal(0))
    for rule in edition.proposals:
        new, carried_over = rule.plus
        cells[carried_over] = Decimal(0)
        cells[new] = cells[rule.cell] + cells[rule.minus[0]]
    for cell, equation in edition.computed.items():
        cells[cell] = sum((cells[part] for part in equation.right), Decimal(0))
    for row in ("rules", "normative_documents"):
        total = f"proactive.{row}.total_disclosed"
        if total in cells:
            cells[total] += cells[f"proactive.{row}.newly_disclosed"]


def _texts(cells: dict[str, Decimal]) -> dict[str, str]:
    return {cell: format_figure(value) for cell, value in cells.items()}


def fixture(name: str) -> dict:
    """Return a JSON fixture, its decimals exact."""
    return json.loads((FIXTURES / name).read_text(), parse_float=Decimal)


def type_in(report: Report, place: str, text: str, *, by: User) -> None:
    """Write in one place of a report, as the editor does."""
    editing.save(report.pk, [edit(report, place, text)], by=by)


def settle(organ: Organ, **words) -> Organ:
    """Give an organ other particulars, past the writing room."""
    Organ.objects.filter(pk=organ.pk).update(**words)
    organ.refresh_from_db()
    return organ


def parcel(organ: Organ, *, by: User, document: Document | None = None) -> Parcel:
    """Return a package with a report of the organ, checked, its key trusted; past the room of packages."""
    document = document or filled(editing.edition_of(2025), organ=organ.name, year=2025, **PUBLISHED_WORDS)
    content = dumped(document.to_json())
    public = hashlib.sha256(organ.name.encode()).digest()
    key = PackageKey.objects.create(
        fingerprint=fingerprint(public), public=text(public), side="below", name=organ.name, organ=organ, by=by
    )
    made = Parcel.objects.create(
        key=key, by=by, name="上报.zip", size=1000, sha256="ab" * 32, serial=1, year=2025, sender=organ.name,
        made_at=datetime.datetime(2026, 1, 20, tzinfo=datetime.UTC), stage="ready", state="finished", scope="已审核",
        organs=[{"name": organ.name, "code": "", "state": "approved", "duty": ""}],
    )  # fmt: skip
    row = ParcelReport.objects.create(
        parcel=made, position=1, organ_name=organ.name, year=2025, title=document.title, status="approved",
        there=3, changes=7, digest=digest_of(content), content=narrow(content), organ=organ, certain=True,
        is_checked=True, news="new",
    )  # fmt: skip
    ParcelFile.objects.create(of=row, name="report.pdf", sha256="ab" * 32, size=1, content=b"x")
    return made
