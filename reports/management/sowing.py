"""Filling the database with a made-up district, in bulk: thousands of organs in seconds."""

import datetime
import random
from dataclasses import dataclass, replace

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from reports import directory
from reports.document import Document
from reports.models import (
    Duty,
    Membership,
    Narrative,
    Organ,
    Publication,
    PublishedFile,
    Report,
    Transition,
    states,
)
from reports.publishing import publications
from reports.rendering.formats import FORMATS
from reports.rules import check

from .district import Post, person_name, posts, sound_document

# In a hundred organs: how their reports stand. `none` has not begun.
_S = states.Status
_STATES = {
    states.NONE: 8, _S.DRAFT: 24, _S.RETURNED: 6, _S.SUBMITTED: 22, _S.APPROVED: 18, _S.PUBLISHED: 22,
}  # fmt: skip
_WAY = {
    _S.SUBMITTED: ("submit",),
    _S.RETURNED: ("submit", "return"),
    _S.APPROVED: ("submit", "approve"),
    _S.PUBLISHED: ("submit", "approve", "publish"),
}
_TO = {way[-1]: state for state, way in _WAY.items()}
_BATCH = 2000
_AT_ONCE = 50  # organs in one transaction, with a year's reports
_CODE, _PERSON = "LZ", "person-LZ"
# What a made-up report is published in; paper takes a second a report.
_QUICK_FORMS = ("html", "json")


@dataclass
class _Filled:
    """A report to be stored, with what stands in it and who wrote it."""

    report: Report
    document: Document
    clerk: User


def fill(count: int, year: int, *, chief: User, years: int = 1, seed: int = 20) -> Organ:
    """Store a district of `count` organs with people and reports; return its root.

    `chief` is the supervisor in whose name reports were returned and approved. Of the `years` up to
    `year` all but the last are done with. What is there stays: a smaller or an interrupted district
    is completed. In small transactions, so that nobody who works meanwhile waits long.
    """
    plan = posts(count)
    organs = _settle(plan, year, seed)
    people = {u.username: u for u in User.objects.filter(username__startswith=_PERSON)}
    stands = random.Random(seed).choices(list(_STATES), weights=_STATES.values(), k=count)
    span = range(year - years + 1, year + 1)
    for start in range(0, count, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, count))
        wanted = {
            (organs[n].pk, then): _S.PUBLISHED if then < year else stands[n]
            for n in some
            for then in span
            if then < year or stands[n] != states.NONE
        }
        there = Report.objects.filter(organ__in=[organs[n].pk for n in some], year__in=span)
        missing = wanted.keys() - set(there.values_list("organ", "year"))
        last: dict[int, Document] = {}
        for then in span if missing else ():
            filled = []
            for n in some:
                state, clerk = wanted.get((organs[n].pk, then), "none"), people[_person(organs[n])]
                one = _write(organs[n], plan[n], then, state, clerk, seed + n, last.get(n))
                last[n] = one.document
                filled += [one] * ((organs[n].pk, then) in missing)
            _store(filled, chief)
    return organs[0]


def show(written: list[tuple[Report, Document]], by: User, forms=_QUICK_FORMS) -> None:
    """Publish made-up reports in bulk, by default in the forms that take no time."""
    made = [
        (
            Publication(
                report=report, version=1, title=document.title, edition=document.edition_id,
                issued=report.issued, published_at=_on(report.issued), published_by=by,
            ),
            document,
        )
        for report, document in written
    ]  # fmt: skip
    Publication.objects.bulk_create([publication for publication, _ in made], batch_size=500)
    PublishedFile.objects.bulk_create(
        (
            file
            for publication, document in made
            for file in publications.files_of(
                publication, {form: FORMATS[form].bytes_of(document) for form in forms}
            )
        ),
        batch_size=100,
    )
    publications.show_first(made)


def _on(day: datetime.date | None) -> datetime.datetime:
    """Return a time on a day, or now when it has not come yet."""
    now = timezone.now()
    if day is None:
        return now
    morning = datetime.time(9, tzinfo=timezone.get_current_timezone())
    return min(now, datetime.datetime.combine(day, morning))


@transaction.atomic
def _settle(plan: list[Post], year: int, seed: int) -> list[Organ]:
    """Return the organs of the plan; those that are new get their place, people and duties."""
    known = {organ.code: organ for organ in Organ.objects.filter(code__startswith=_CODE)}
    organs = [
        known.get(code) or Organ(name=post.name, type=post.type, region=post.region, code=code)
        for code, post in ((f"{_CODE}{n:06d}", post) for n, post in enumerate(plan))
    ]
    new = [n for n, organ in enumerate(organs) if organ.pk is None]
    _plant(plan, organs, new)
    dice = random.Random(seed + len(known))
    _hire([organs[n] for n in new], dice)
    _excuse([organs[n] for n in new], year, dice)
    return organs


def _plant(plan: list[Post], organs: list[Organ], new: list[int]) -> None:
    depths: dict[int, list[int]] = {}
    for n in new:
        parent = plan[n].parent
        depth = 0 if parent is None else 1 if plan[parent].parent is None else 2
        depths.setdefault(depth, []).append(n)
    for _, level in sorted(depths.items()):
        parents = [plan[n].parent for n in level]
        pairs = zip(level, parents, strict=True)
        directory.plant((organs[n], None if p is None else organs[p]) for n, p in pairs)


def _person(organ: Organ) -> str:
    return f"{_PERSON}{organ.code.removeprefix(_CODE)}"


def _hire(organs: list[Organ], dice: random.Random) -> None:
    """Give every organ a person who writes and reviews; their accounts cannot log in."""
    locked = make_password(None)
    people = []
    for organ in organs:
        last_name, first_name = person_name(dice)
        people.append(User(username=_person(organ), last_name=last_name, first_name=first_name,
                           email=f"{_person(organ)}@nianbao.example", password=locked))  # fmt: skip
    User.objects.bulk_create(people, batch_size=_BATCH)
    roles = (Membership.Role.CLERK, Membership.Role.REVIEWER)
    Membership.objects.bulk_create(
        [
            Membership(user=user, organ=organ, role=role)
            for user, organ in zip(people, organs, strict=True)
            for role in roles
        ],
        batch_size=_BATCH,
    )


def _excuse(organs: list[Organ], year: int, dice: random.Random) -> None:
    """Free one organ in fifty of its report: but for the governments."""
    offices = [organ for organ in organs if organ.type == "department"]
    kinds = [("exempt", "本年度机关撤销，职责已移交"), ("merged", "机构改革，并入主管部门报送")]
    Duty.objects.bulk_create(
        Duty(organ=organ, year=year, kind=kind, reason=reason)
        for organ in dice.sample(offices, len(offices) // 50)
        for kind, reason in [dice.choice(kinds)]
    )


def _write(
    organ: Organ,
    post: Post,
    year: int,
    state: str,
    clerk: User,
    seed: int,
    previous: Document | None,
) -> _Filled:
    """Return the organ's report, whole, or half done while it is a draft."""
    document = sound_document(post.name, post.type, year, 7919 * year + seed, previous)
    errors = warnings = 0
    slipped = previous and state in (_S.SUBMITTED, _S.RETURNED) and seed % 4 == 0
    if slipped:
        document = _with_a_slip(document)
    if state == _S.DRAFT:
        document = _half(document, seed)
    if slipped or state == _S.DRAFT:
        found = [f for f in check(document, previous) if f.id != "cell.blank"]
        errors = sum(finding.severity == "error" for finding in found)
        warnings = sum(finding.severity == "warning" for finding in found)
    issued = datetime.date(year + 1, 1, 20) if state == _S.PUBLISHED else None
    document = replace(document, issued=issued)
    revision = 1 + len(_WAY.get(state, ()))
    report = Report(
        organ=organ, year=year, edition=document.edition_id, status=state, title=document.title,
        revision=revision, changed_by=clerk, answered_count=document.answered, error_count=errors,
        warning_count=warnings, checked_revision=revision,
        issued=issued,
    )  # fmt: skip
    return _Filled(report, document, clerk)


def _with_a_slip(document: Document) -> Document:
    """Return the document with two noughts too many in its largest number that no equation knows."""
    known = {cell for equation in document.edition.equations for cell in equation.cells}
    free = [cell for cell in document.cells if cell not in known]
    most = max(free, key=document.cells.get)
    return replace(document, cells=document.cells | {most: 100 * document.cells[most]})


def _half(document: Document, seed: int) -> Document:
    """Return the document as it is before it is done: the first part of its cells answered."""
    dice = random.Random(-seed)
    cells = list(document.cells)
    done = cells[: dice.randrange(len(cells))]
    kept = {cell: document.cells[cell] if cell in set(done) else None for cell in cells}
    for cell, equation in document.edition.computed.items():
        if any(kept[part] is None for part in equation.right):
            kept[cell] = None
    words = document.sections if dice.random() < 0.5 else {**document.sections, "problems": ""}
    return replace(document, cells=kept, sections=words)


@transaction.atomic
def _store(filled: list[_Filled], chief: User) -> None:
    """Store reports with all they need; those that are published stand on the public site."""
    Report.objects.bulk_create([one.report for one in filled], batch_size=500)
    Narrative.objects.bulk_create(
        (
            Narrative(report=one.report, section=section, html=html)
            for one in filled
            for section, html in {"preface": one.document.preface, **one.document.sections}.items()
        ),
        batch_size=_BATCH,
    )
    _insert_figures(filled)
    Transition.objects.bulk_create(
        [step for one in filled for step in _steps(one, chief)], batch_size=500
    )
    show([(one.report, one.document) for one in filled if one.report.status == _S.PUBLISHED], chief)


def _insert_figures(filled: list[_Filled]) -> None:
    """Insert the figures past the ORM: there are two hundred a report."""
    columns = "(report_id, cell, value, manual, revision, writer)"
    rows = (
        (one.report.pk, cell, None if value is None else int(value * 1_000_000), False, 1, "")
        for one in filled
        for cell, value in one.document.cells.items()
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY reports_figure {columns} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            holes = "(%s, %s, %s, %s, %s, %s)"
            cursor.executemany(f"INSERT INTO reports_figure {columns} VALUES {holes}", rows)


def _steps(one: _Filled, chief: User) -> list[Transition]:
    """Return the steps that brought the report where it is, an hour apart, in the weeks before."""
    way, before = _WAY.get(one.report.status, ()), _S.DRAFT
    document, steps = one.document.to_json() if way else {}, []
    last = _on(one.report.issued) - datetime.timedelta(days=one.report.organ_id * 7 % 24)
    for number, action in enumerate(way):
        own = action in ("submit", "publish")
        at = last - datetime.timedelta(hours=len(way) - number)
        steps.append(
            Transition(
                report=one.report,
                action=action,
                from_status=before,
                to_status=_TO[action],
                at=at,
                user=one.clerk if own else chief,
                revision=2 + number,
                document=document,
                reason="请核对正文与表格中的数字，并写明改进措施。" if action == "return" else "",
            )  # fmt: skip
        )
        before = _TO[action]
    return steps
