"""雷同: sections of different organs that say almost the same, and what was copied from last year.

Signatures are kept with the sections once they are handed in (`refresh`, in the background);
candidates come from them, and only these are compared word by word. Everything is linear in the
number of reports.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from reports import access
from reports.document.narrative.merging import Piece, differences
from reports.editions import get_edition
from reports.language import likeness
from reports.models import Alike, Compared, Narrative, Organ, SectionPrint, states

YEAR, LAST_YEAR = "others", "before"  # which pairs: of one year, or with the year before
_BATCH = 200
_KEPT = 400  # sections whose shingles are at hand while pairs are compared


@dataclass(frozen=True)
class AlikeChoice:
    """Which pairs somebody wants to see."""

    year: int
    which: str = YEAR
    section: str = ""
    under: int | None = None
    page: int = 1


def refresh(year: int, seconds: float) -> bool:
    """Bring signatures and pairs of a year up to date for a while; return whether there is more."""
    end = time.monotonic() + seconds
    while rows := list(_unprinted(year)[:_BATCH]):
        _print(rows)
        if time.monotonic() > end:
            return True
    return _compare(year, end)


def waiting_years() -> list[int]:
    """Return the years in which something is to be brought up to date, newest first."""
    fresh = Compared.objects.filter(year=OuterRef("report__year"), last__gte=OuterRef("pk"))
    unseen = SectionPrint.objects.filter(~Exists(fresh)).values_list("report__year", flat=True)
    return sorted({*_unprinted().values_list("report__year", flat=True), *unseen}, reverse=True)


def _unprinted(year: int | None = None) -> QuerySet:
    """Return the sections that were handed in and have no signature of their present words."""
    same = SectionPrint.objects.filter(
        report=OuterRef("report"), section=OuterRef("section"), revision=OuterRef("revision")
    )
    of = {"report__year": year} if year else {}
    rows = Narrative.objects.filter(~Exists(same), report__status__in=states.HANDED_IN, **of)
    return rows.exclude(html="").exclude(section="preface").select_related("report__organ").order_by("pk")


def _print(rows: list[Narrative]) -> None:
    made = [
        SectionPrint(report=row.report, section=row.section, revision=row.revision,
                     signature=likeness.signature(_words(row)))
        for row in rows
    ]  # fmt: skip
    with transaction.atomic():
        old = Q(pk__in=[])
        for row in rows:
            old |= Q(report=row.report_id, section=row.section)
        SectionPrint.objects.filter(old).delete()
        SectionPrint.objects.bulk_create(made, ignore_conflicts=True)


def _words(row: Narrative) -> str:
    report = row.report
    return likeness.own_words(row.html, report.organ_name, get_edition(report.edition))


def _compare(year: int, end: float) -> bool:
    """Compare what seems alike and was not compared yet; return whether there is more."""
    last = SectionPrint.objects.filter(report__year=year).order_by("-pk").values_list("pk", flat=True).first() or 0
    mark = Compared.objects.filter(year=year).first()
    if mark and mark.last >= last:
        return False
    known = set(Alike.objects.filter(one__report__year=year).values_list("one", "other"))
    todo = (pair for pair in _possible(year) if pair not in known)
    shingles = lru_cache(_KEPT)(_shingles_of)
    while some := list(islice(todo, _BATCH)):
        pairs = ((one, other, likeness.likeness(shingles(one), shingles(other))) for one, other in some)
        found = [Alike(one_id=one, other_id=other, share=round(1000 * share)) for one, other, share in pairs]
        Alike.objects.bulk_create(found, ignore_conflicts=True)
        if time.monotonic() > end:
            return True
    Compared.objects.update_or_create(year=year, defaults={"last": last, "at": timezone.now()})
    return False


def _possible(year: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of prints that seem alike: among organs, and with the year before."""
    names = ("pk", "section", "report__organ", "report__kind", "signature")
    rows = SectionPrint.objects.exclude(signature=b"").order_by("section", "report__organ__path", "pk")
    of_year = {y: list(rows.filter(report__year=y).values_list(*names)) for y in (year, year - 1)}
    now = [(pk, section, organ, kind, likeness.read_signature(bytes(kept)))
           for pk, section, organ, kind, kept in of_year[year]]  # fmt: skip
    sections: dict[str, list] = {}
    for pk, section, organ, _, numbers in now:
        sections.setdefault(section, []).append(((pk, organ), numbers))
    for prints in sections.values():
        for (one, mine), (other, theirs) in likeness.candidates(prints):
            if mine != theirs:  # a government's two reports are one organ's
                yield one, other
    before = {(s, o, k): (pk, bytes(kept)) for pk, s, o, k, kept in of_year[year - 1]}
    for pk, section, organ, kind, numbers in now:
        old = before.get((section, organ, kind))
        if old and likeness.seem_alike(numbers, likeness.read_signature(old[1])):
            yield pk, old[0]


def _shingles_of(pk: int) -> frozenset[str]:
    row = _narrative(SectionPrint.objects.get(pk=pk))
    return likeness.shingles(_words(row)) if row else frozenset()


def _narrative(of: SectionPrint) -> Narrative | None:
    rows = Narrative.objects.filter(report=of.report_id, section=of.section)
    return rows.select_related("report__organ").first()


def pairs_of(user, choice: AlikeChoice) -> QuerySet:
    """Return the pairs that are almost the same in reports handed in below `user`, most alike first."""
    pairs = Alike.objects.filter(
        share__gte=round(1000 * likeness.ALIKE), one__report__year=choice.year,
        one__report__status__in=states.HANDED_IN, other__report__status__in=states.HANDED_IN,
    )  # fmt: skip
    of = choice.year - (choice.which == LAST_YEAR)
    pairs = pairs.filter(other__report__year=of)
    for side in ("one", "other"):
        pairs = pairs.filter(_below(user, side, choice.under))
    if choice.section:
        pairs = pairs.filter(one__section=choice.section)
    return pairs.select_related("one__report__organ", "other__report__organ").order_by("-share", "pk")


def _below(user, side: str, under: int | None) -> Q:
    paths, inside = access.supervisor_paths(user), Q(pk__in=[])
    if under and (root := access.organs_supervised(user).filter(pk=under).first()):
        paths = [root.path]
    for path in paths:
        inside |= Q(**{f"{side}__report__organ__path__startswith": path})
    return inside


def pair_of(user, pair_id: int) -> Alike | None:
    """Return a pair of sections of organs below `user`, None for any other."""
    rows = Alike.objects.filter(_below(user, "one", None), _below(user, "other", None), pk=pair_id)
    return rows.select_related("one__report__organ", "other__report__organ").first()


def side_by_side(pair: Alike) -> list[Piece]:
    """Return what differs between the two sections: `mine` stands in the first, `theirs` in the other."""
    one, other = (_narrative(side) for side in (pair.one, pair.other))
    return differences(*(row.html if row else "" for row in (one, other)))


@dataclass(frozen=True)
class Coverage:
    """How much of a year was compared: when, how many sections of how many, and how many wait."""

    at: object
    sections: int
    waiting: int


def coverage_of(user, year: int) -> Coverage:
    """Return how much of the year's sections below `user` was compared."""
    organs = Organ.objects.within(access.supervisor_paths(user)).order_by().values("pk")
    prints = SectionPrint.objects.filter(report__year=year, report__organ__in=organs).exclude(signature=b"")
    waiting = _unprinted(year).filter(report__organ__in=organs).count()
    mark = Compared.objects.filter(year=year).first()
    return Coverage(mark and mark.at, prints.count(), waiting)


def captions(pairs: Iterable[Alike]) -> None:
    """Give each pair the caption of its section and its share in per cent."""
    for pair in pairs:
        edition = get_edition(pair.one.report.edition)
        found = (section.caption for section in edition.sections if section.id == pair.one.section)
        pair.caption, pair.percent = next(found, pair.one.section), pair.share / 10
