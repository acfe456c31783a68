"""The public catalogue: the only door to what is published, open to everyone.

Whatever is not published does not exist here: 404; what was withdrawn: Withdrawn. Reads only.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db import connection, transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Sum, Value, When
from django.db.models.functions import StrIndex
from django.http import Http404

from reports.document.search.grams import grams, is_number, runs
from reports.document.search.sought import passage
from reports.document.which import MAIN, OFFICE, Which
from reports.models import (
    Duty,
    FormerName,
    Graphic,
    Organ,
    PostedFigure,
    PostedText,
    Posting,
    Publication,
    PublicSum,
    PublishedFile,
    Seal,
)
from reports.models.organ import NOT_YET
from reports.refusals import Refused
from reportsite.database.pages import KeysFirst

LONGEST_QUERY = 60  # characters
MOST_FOUND = 5000  # reports that a search looks at, the last published ones


class Withdrawn(Refused):
    """The report was published and then taken down."""

    status = 410

    def __init__(self):
        super().__init__("发布机关已将它从公开网站撤下，请向该机关了解情况。")


@dataclass(frozen=True)
class Wish:
    """What somebody looks for; empty fields ask for nothing."""

    words: str = ""
    year: int | None = None
    region: str = ""
    organ: int | None = None


class Found:
    """The postings that hold some words, in order: looked up once, read a page at a time.

    Of what was published last at most MOST_FOUND are looked at: whoever looks for a word of every
    report shall not wait for all of them. `is_cut` says that there are more.
    """

    def __init__(self, within, words: str):
        self.wanted = _wanted(words)
        self.within = within

    @cached_property
    def _candidates(self) -> list[int]:
        with by_index(), connection.cursor() as cursor:
            cursor.execute(*holding(self.within, self.wanted))
            return [pk for (pk,) in cursor.fetchall()]

    @cached_property
    def _ids(self) -> list[int]:
        rows = _ranked(self.within.filter(pk__in=self._candidates[:MOST_FOUND]), self.wanted)
        return list(rows.values_list("pk", flat=True))

    @property
    def is_cut(self) -> bool:
        """Whether more reports hold the words than were looked at."""
        return len(self._candidates) > MOST_FOUND

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, part: slice) -> list[Posting]:
        ids = self._ids[part]
        rows = Posting.objects.live().select_related("publication").in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]


@contextmanager
def by_index():
    """Have the database look words up in their index, whatever it thinks of it."""
    if connection.vendor != "postgresql":
        yield  # and no transaction: on SQLite it would wait for whoever writes
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # The planner takes reading every row's pieces for cheap: it does not count what
        # unpacking them costs (make bench-public). The index needs milliseconds.
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def postings(wish: Wish | None = None):
    """Return the published reports that fit `wish`, newest year first; raise Refused.

    A queryset, or with words a Found: both can be counted and cut into pages. With words those come
    first whose title or organ's name has most of them.
    """
    wish = wish or Wish()
    found = Posting.objects.live().in_order().select_related("publication")
    if wish.year is not None:
        found = found.filter(year=wish.year)
    if wish.region:
        found = found.filter(region=wish.region)
    if wish.organ is not None:
        found = found.filter(organ=wish.organ)
    return Found(found, wish.words) if wish.words.strip() else found


def listed(wish: Wish) -> Found | KeysFirst:
    """Return the same for a list that is shown page by page, however many there are; raise Refused."""
    found = postings(wish)
    return found if isinstance(found, Found) else KeysFirst(found)


def _wanted(words: str) -> list[str]:
    if len(words) > LONGEST_QUERY:
        raise Refused(f"搜索的内容太长，请缩短到{LONGEST_QUERY}字以内。", 400)
    wanted = runs(words)
    if not wanted:
        raise Refused("请输入要搜索的词语：汉字、字母或数字。", 400)
    return wanted


def holding(within, wanted: list[str]) -> tuple[str, list]:
    """Return the SQL, with its values, that asks for those of `within` that have all pieces of the runs.

    The last published first, one more than MOST_FOUND at most.
    """
    pks, params = within.order_by().values("pk").query.sql_with_params()
    sql = f"{_HOLDS[connection.vendor]} IN ({pks}) ORDER BY 1 DESC LIMIT {MOST_FOUND + 1}"
    return sql, [_asked(wanted), *params]


def _ranked(found, wanted: list[str]):
    in_head = []
    for number, run in enumerate(wanted):
        head = f"head_{number}"
        found = found.alias(**{head: StrIndex("head", Value(run))})
        # All its pairs may be there without the run itself; up to two characters they are the run.
        if len(run) > 2 and not is_number(run):
            # The text is long and lies apart: it is not read where the head has the run.
            there = Case(When(**{f"{head}__gt": 0}, then=F(head)), default=StrIndex("searchable__text", Value(run)))
            found = found.alias(**{f"at_{number}": there}).filter(**{f"at_{number}__gt": 0})
        in_head.append(Case(When(**{f"{head}__gt": 0}, then=1), default=0))
    return found.alias(in_head=sum(in_head, Value(0))).order_by("-in_head", *found.query.order_by)


_HOLDS = {
    # "+": else it looks the words up once for every published report.
    "sqlite": "SELECT rowid FROM reports_search WHERE reports_search MATCH %s AND +rowid",
    # Materialized: else it might go through the last reports' pieces one by one, and find nothing.
    "postgresql": (
        "WITH held AS MATERIALIZED (SELECT posting_id FROM reports_search WHERE grams @> %s::text[])"
        " SELECT posting_id FROM held WHERE posting_id"
    ),
}


def _asked(wanted: list[str]) -> str | list[str]:
    pieces = list(dict.fromkeys(piece for run in wanted for piece in grams(run)))
    if connection.vendor == "sqlite":
        # Every piece is hexadecimal digits and z: nothing in it is an operator.
        return " AND ".join(pieces)
    return pieces


def excerpts(shown: Iterable[Posting], words: str, around: int = 36) -> dict[int, list]:
    """Return, by posting, a passage in which the words stand (document.sought).

    Out of the report's words: the title is on the page anyway.
    """
    wanted = runs(words)
    texts = PostedText.objects.filter(pk__in=[row.pk for row in shown])
    return {text.pk: passage(text.words, wanted, around) for text in texts.defer("text")}


def posting(organ_id: int, which: Which) -> Posting:
    """Return a published report with its present version and its `own_site`; raise Http404, Withdrawn."""
    rows = Posting.objects.filter(organ=organ_id, year=which.year, report_kind=which.kind)
    rows = rows.annotate(own_site=F("report__own_site__address"))
    found = rows.select_related("publication").first()
    if found is None and which.kind == MAIN:
        # What was published as the main report and turned out to be the office's keeps its address.
        return posting(organ_id, Which(which.year, OFFICE))
    if found is None:
        raise Http404
    if found.withdrawn_at is not None:
        raise Withdrawn
    return found


def versions(of: Posting) -> list[Publication]:
    """Return every published version of a report, newest first."""
    return list(Publication.objects.filter(report=of.report_id).order_by("-version"))


def file_of(organ_id: int, which: Which, suffix: str, version: int | None = None) -> PublishedFile:
    """Return a published file, by default of the present version; raise Http404, Withdrawn."""
    stands = posting(organ_id, which)
    files = PublishedFile.objects.filter(suffix=suffix.replace("\0", ""))
    files = files.select_related("publication")
    if version is None:
        files = files.filter(publication=stands.publication_id)
    else:
        files = files.filter(publication__report=stands.report_id, publication__version=version)
    found = files.first()
    if found is None:
        raise Http404
    return found


def content_of(publication: Publication, form: str) -> bytes:
    """Return a version in one of the forms that every version has."""
    return bytes(publication.files.get(form=form).content)


def file_facts(publication: Publication) -> list[PublishedFile]:
    """Return a version's files without their content."""
    return list(publication.files.defer("content").order_by("pk"))


def seals(publication: Publication) -> list[Seal]:
    """Return the sealed files of a version, with what they say of their signatures."""
    found = Seal.objects.filter(file__publication=publication).select_related("file")
    return list(found.defer("file__content").order_by("pk"))


def graphic_of(shown: Posting) -> Graphic | None:
    """Return the 图解 of a published report, without its picture, if one is approved."""
    return Graphic.objects.approved().filter(report=shown.report_id).defer("content").first()


def graphic(organ_id: int, which: Which) -> tuple[Posting, Graphic]:
    """Return a published report and its 图解; raise Http404, Withdrawn."""
    shown = posting(organ_id, which)
    found = Graphic.objects.approved().filter(report=shown.report_id).first()
    if found is None:
        raise Http404
    return shown, found


def organ(organ_id: int) -> Organ:
    """Return an organ that has something published; raise Http404."""
    found = Organ.objects.filter(Exists(_OF_ORGAN), pk=organ_id).first()
    if found is None:
        raise Http404
    return found


def merged_into(organ: Organ) -> Duty | None:
    """Return the duty that says into which other organ this one was merged, and from which year."""
    merged = organ.duties.filter(into__isnull=False).select_related("into").order_by("year")
    return merged.first()


@dataclass(frozen=True)
class Roll:
    """Who owes a report for a year: how many do, how many of these are public, who is excused.

    `own`, `own_public`: how many governments owe one of their own office, too, and have it public.

    `excused`: the organ's name, its case, and the reason where it was given for the public.
    """

    owing: int
    public: int
    excused: list[tuple[str, str, str]]
    own: int = 0
    own_public: int = 0


def roll_of(year: int, region: str = "") -> Roll:
    """Return the roll of a year, of the whole site or of one region."""
    organs = Organ.objects.filter(region=region) if region else Organ.objects.all()
    owing = organs.owing_in(year)
    public = Posting.objects.live().filter(year=year, organ__in=owing.order_by().values("pk"))
    excused = list(organs.excused_in(year).exclude(duty=NOT_YET).order_by("path"))
    rows = Duty.objects.select_related("into").in_bulk([organ.duty_row for organ in excused])
    lines = [(organ.name, *_excuse(rows[organ.duty_row])) for organ in excused]
    main = Q(report_kind=MAIN)
    # Of a government whose office is an organ of its own that one is counted already.
    theirs = owing.for_their_office().order_by().values("pk")
    counts = public.aggregate(
        main=Count("organ", filter=main, distinct=True),
        own=Count("organ", filter=~main & Q(organ__in=theirs), distinct=True),
    )
    return Roll(owing.count(), counts["main"], lines, theirs.count(), counts["own"])


def _excuse(duty: Duty) -> tuple[str, str]:
    words = f"并入{duty.into}" if duty.into else duty.get_kind_display()
    return words, duty.reason if duty.told else ""


_OF_ORGAN = Posting.objects.live().filter(organ=OuterRef("pk"))


def organs_named(name: str, but: Iterable[int] = (), most: int = 20) -> list[Organ]:
    """Return organs with something published whose name has `name` in it, but not those in `but`.

    Raise Refused for a name that is too long.
    """
    if len(name) > LONGEST_QUERY:
        raise Refused(f"机关名称太长，请缩短到{LONGEST_QUERY}字以内。", 400)
    words = name.replace("\0", "")
    once = FormerName.objects.filter(name__contains=words).values("organ")
    named = Organ.objects.filter(Exists(_OF_ORGAN), Q(name__contains=words) | Q(pk__in=once))
    return list(named.exclude(pk__in=but).order_by("name")[:most])


class Publishers:
    """The organs with something published, by name: counted, and read a page at a time.

    Each is a dict: organ_id, organ__name, region, reports (how many), newest (year).
    """

    def __len__(self) -> int:
        return self._rows().count()

    def __getitem__(self, part: slice) -> list[dict]:
        shown = list(self._rows().values_list("pk", flat=True)[part])
        rows = Posting.objects.live().filter(organ__in=shown).values("organ_id", "organ__name")
        return list(
            rows.annotate(reports=Count("pk"), newest=Max("year"), region=Max("region")).order_by(
                "organ__name"
            )
        )

    @staticmethod
    def _rows():
        return Organ.objects.filter(Exists(_OF_ORGAN)).order_by("name")


def organs() -> Publishers:
    """Return the organs with something published."""
    return Publishers()


def years() -> list[dict]:
    """Return the years with something published, newest first, with the number of reports."""
    rows = PublicSum.objects.filter(reports__gt=0).values_list("year").order_by("-year")
    return [{"year": year, "reports": count} for year, count in rows.annotate(n=Sum("reports"))]


def regions() -> list[dict]:
    """Return the regions with something published, with the number of reports."""
    rows = PublicSum.objects.filter(reports__gt=0).exclude(region="").values_list("region")
    counted = rows.annotate(n=Sum("reports")).order_by("region")
    return [{"region": region, "reports": count} for region, count in counted]


def newest(count: int) -> list[Posting]:
    """Return what was published or corrected last."""
    rows = Posting.objects.live().select_related("publication")
    return list(rows.order_by("-published_at")[:count])


def stamp() -> str:
    """Return a text that changes whenever anything is published, corrected or withdrawn."""
    last = PublicSum.objects.aggregate(changes=Sum("changes"), at=Max("changed_at"))
    return f"{last['changes']}-{last['at']}"


def contents(found) -> Iterator[tuple[Posting, bytes]]:
    """Yield each posting with its published JSON, a few at a time, for open data of any length.

    The postings also have that file's `sha256`.
    """
    rows = found.filter(publication__files__form="json").select_related("publication")
    stored = rows.annotate(
        content=F("publication__files__content"), sha256=F("publication__files__sha256")
    )
    for row in stored.iterator(chunk_size=200):
        yield row, bytes(row.content)


def sums(organ_ids: list[int] | None = None, region: str = "") -> dict[int, dict[str, Decimal]]:
    """Return, by year, the sum of each drawn cell over the chosen reports, and `reports`.

    Over those of some organs they are added up; else they are kept (public_sums).
    """
    return _kept_sums(region) if organ_ids is None else _sums_of(organ_ids)


def _kept_sums(region: str) -> dict[int, dict[str, Decimal]]:
    rows = PublicSum.objects.filter(reports__gt=0).order_by("year")
    found: dict[int, dict[str, Decimal]] = {}
    for row in rows.filter(region=region) if region else rows:
        of_year = found.setdefault(row.year, {"reports": Decimal(0)})
        of_year["reports"] += row.reports
        for cell, (_, value) in row.figures.items():
            of_year[cell] = of_year.get(cell, Decimal(0)) + Decimal(value)
    return found


def _sums_of(organ_ids: list[int]) -> dict[int, dict[str, Decimal]]:
    counted = Posting.objects.live().main().filter(organ__in=organ_ids)
    rows = PostedFigure.objects.filter(posting__in=counted.values("pk"))
    found: dict[int, dict[str, Decimal]] = {}
    for year, number in counted.values_list("year").annotate(n=Count("pk")).order_by("year"):
        found[year] = {"reports": Decimal(number)}
    sums_of = rows.values_list("posting__year", "cell").annotate(sum=Sum("value"))
    for year, cell, total in sums_of.order_by():
        found[year][cell] = total
    return found


def heads() -> list[Posting]:
    """Return every published report with what its title and organ are searched by, newest first."""
    facts = ("organ_id", "year", "report_kind", "title", "organ_name", "region", "head")
    return list(Posting.objects.live().in_order().only(*facts))


def pages_of(year: int) -> list[Posting]:
    """Return each report of a year with its organ and time of publication, for a map of them."""
    rows = Posting.objects.live().filter(year=year).order_by("organ_name", "pk")
    return list(rows.only("organ_id", "year", "report_kind", "published_at"))


def organs_by_year(organ_ids: list[int] | None = None, region: str = "") -> dict[int, frozenset]:
    """Return, by year, the ids of the organs whose reports `sums` adds with the same arguments."""
    counted = Posting.objects.live().main()
    counted = counted if organ_ids is None else counted.filter(organ__in=organ_ids)
    counted = counted.filter(region=region) if region else counted
    found: dict[int, set[int]] = {}
    for year, organ_id in counted.values_list("year", "organ"):
        found.setdefault(year, set()).add(organ_id)
    return {year: frozenset(ids) for year, ids in found.items()}
