"""A province of any size, made by the database itself: organs, ten years of reports, all public.

Some dozen whole reports of each kind of organ are written and printed; every report of the province
is one of them, a report of the same organ the year before its forerunner, its figures multiplied by
a number of the organ's own, so that every equation holds and no two neighbours are alike. The rest
is INSERT … SELECT: the minutes go into rows and indexes, not into Python.

What is left out: the history of changes (its rows are as many again; docs/operation.md has them on
paper), paper forms of what is published, pictures.
"""

import datetime
import hashlib
import itertools
import json
from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.contrib.auth.models import User
from django.db import connection

from reports import directory
from reports.document.search.grams import index_of, searchable
from reports.document.search.sought import words_of
from reports.editions import edition_for
from reports.management.district import sound_document
from reports.models import Membership, Organ, PublicSum, guards
from reports.publishing import publications
from reports.rendering.formats import FORMATS
from reports.rules import version

from .steps import FILLED, once, step
from .tables import compress_quickly, without_indexes

NAME = "本机关"  # who reports, in the words of a model
_VARIANTS = {"province": 2, "city": 4, "county": 8, "town": 16, "department": 24}
_TIMES = 5  # an organ's figures are those of its model times 1 to 5
_OFFICES = (
    "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局",
    "财政局", "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局",
    "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康委员会", "退役军人事务局",
    "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "行政审批服务局", "林业局",
    "信访局", "城市管理局", "体育局", "国有资产监督管理局", "粮食局", "气象局", "消防救援局",
    "公共资源交易中心", "园林局", "机关事务局", "乡村振兴局", "数据局", "人民防空办公室", "档案局",
)  # fmt: skip
_FIRST, _SECOND = "澜瀍沅汶沣漪泠淇澧灞洢浔溆漳洺涢汨瀛淳渌", "阳川安平宁河山原溪林"
_TOWNS = 52  # in a county
_COUNTIES = 16  # in a city
_STATES = ("published",) * 8 + ("approved",) * 4 + ("submitted",) * 4 + ("draft",) * 3 + ("returned",)


def fill(organs: int, years: range, now: int) -> None:
    """Fill an empty, migrated database.

    `now` is the year that is being written: its reports are in every state, all others published.
    One that was interrupted goes on where it was, asked for the same again.
    """
    compress_quickly()
    once("organs and people", lambda: _settle(organs))
    once("models", lambda: _write_models(years))
    guards.take_down()
    with without_indexes():
        for name, statements in _fillings(years, now, User.objects.get(username="chief")):
            once(name, partial(_run, statements))
    once("public sums", _sum_up)
    guards.settle()
    with step("what the database does in the night"), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    once(FILLED, lambda: None)


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _posts(count: int) -> Iterator[tuple[str, str, str | None, str]]:
    """Yield name, kind, parent's name and region of each organ, parents first."""
    top = "澜江省人民政府"
    yield top, "province", None, "澜江省"
    yield from ((f"澜江省{office}", "department", top, "澜江省") for office in _OFFICES)
    names = (f"{a}{b}" for b, a in itertools.product(_SECOND, _FIRST))
    counties = max(1, round((count - 41) / (1 + len(_OFFICES) + _TOWNS)))
    for number in range(counties):
        if number % _COUNTIES == 0:
            city = f"澜江省{next(names)}市"
            yield f"{city}人民政府", "city", top, city
            yield from ((f"{city}{office}", "department", f"{city}人民政府", city) for office in _OFFICES)
        county = f"{city}{_FIRST[number % _COUNTIES]}州县"
        yield f"{county}人民政府", "county", f"{city}人民政府", county
        yield from ((f"{county}{o}", "department", f"{county}人民政府", county) for o in _OFFICES)
        for a, b in itertools.islice(itertools.product(_FIRST, _SECOND), _TOWNS):
            yield f"{county}{a}{b}镇人民政府", "town", f"{county}人民政府", county


def _settle(count: int) -> None:
    posts = list(itertools.islice(_posts(count), count))
    rows = {name: Organ(name=name, type=kind, region=region, code=f"LJ{n:08d}")
            for n, (name, kind, _, region) in enumerate(posts)}  # fmt: skip
    parents = {name: parent for name, _, parent, _ in posts}
    waiting = list(rows)
    placed: set[str | None] = {None}
    while waiting:
        level = [name for name in waiting if parents[name] in placed]
        directory.plant((rows[name], rows.get(parents[name])) for name in level)
        placed.update(level)
        waiting = [name for name in waiting if name not in placed]
    people = [User(username=f"lj{organ.pk}", last_name="张", first_name="明", password="!")
              for organ in rows.values()]  # fmt: skip
    User.objects.bulk_create(people, batch_size=2000)
    Membership.objects.bulk_create(
        (Membership(user=user, organ=organ, role=role)
         for user, organ in zip(people, rows.values(), strict=True) for role in ("clerk", "reviewer")),
        batch_size=2000,
    )  # fmt: skip
    chief = User.objects.create(username="chief", last_name="王", first_name="芳", password="!")
    top = rows[posts[0][0]]
    for role in ("supervisor", "administrator"):
        Membership.objects.create(user=chief, organ=top, role=role)


def _write_models(years: range) -> None:
    """Write, print and keep the models: one a variant and year, in two tables of the bench's own."""
    postgresql = connection.vendor == "postgresql"
    types = {"json": "jsonb" if postgresql else "text", "bytes": "bytea" if postgresql else "blob",
             "list": "text[]" if postgresql else "text"}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_model (kind varchar(30), variant integer, year integer, edition varchar(20),"
            " document {json}, html {bytes}, html_sha varchar(64), html_size integer, json {bytes},"
            " json_sha varchar(64), json_size integer, words text, text text, grams {list},"
            " preface text, overview text, problems text, other text)".format(**types)
        )
        cursor.execute(
            "CREATE TABLE bench_cell (kind varchar(30), variant integer, year integer, number integer,"
            " cell varchar(80), value bigint, drawn boolean)"
        )
        for kind, count in _VARIANTS.items():
            for variant in range(count):
                previous = None
                for year in years:
                    before = previous if previous and previous.edition_id == edition_for(year).id else None
                    seed = 7919 * year + 31 * variant + len(kind)
                    previous = sound_document(NAME, kind, year, seed, before)
                    _keep_model(cursor, kind, variant, year, previous)
        cursor.execute("CREATE INDEX ON bench_model (kind, variant, year)" if postgresql else
                       "CREATE INDEX bench_model_key ON bench_model (kind, variant, year)")  # fmt: skip
        cursor.execute("CREATE INDEX ON bench_cell (kind, variant, year, number)" if postgresql else
                       "CREATE INDEX bench_cell_key ON bench_cell (kind, variant, year, number)")  # fmt: skip
        cursor.execute("CREATE TABLE bench_name (organ bigint PRIMARY KEY, grams {list})".format(**types))
        cursor.executemany("INSERT INTO bench_name VALUES (%s, %s)",
                           [(pk, _pieces(name)) for pk, name in Organ.objects.values_list("pk", "name")])  # fmt: skip
        cursor.execute("ANALYZE")


def _pieces(text: str) -> str | list[str]:
    """Return the pieces that a text is searched by, as the database keeps them."""
    pieces = index_of(text)
    return pieces.split() if connection.vendor == "postgresql" else pieces


def _keep_model(cursor, kind: str, variant: int, year: int, document) -> None:
    html, data = (FORMATS[form].bytes_of(document) for form in ("html", "json"))
    words = words_of(document)
    text = searchable(words)
    cursor.execute(
        f"INSERT INTO bench_model VALUES ({', '.join(['%s'] * 18)})",
        [kind, variant, year, document.edition_id, json.dumps(document.to_json(), ensure_ascii=False, default=str),
         html, hashlib.sha256(html).hexdigest(), len(html), data, hashlib.sha256(data).hexdigest(), len(data),
         words, text, _pieces(f"{document.title.removeprefix(NAME)}\n{text}"), document.preface,
         *(document.sections[name] for name in ("overview", "problems", "other_matters"))],
    )  # fmt: skip
    drawn = {cell for cell, _ in publications.drawn(document.cells)}
    cursor.executemany(
        "INSERT INTO bench_cell VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [(kind, variant, year, number, cell, int(value * 1_000_000), cell in drawn)
         for number, (cell, value) in enumerate(document.cells.items())],
    )  # fmt: skip


# One report in so many has a number a hundred times too large, and an error for it.
_SLIPS = 499
_SLIPPED = "requests.new.business"


def _fillings(years: range, now: int, chief: User) -> Iterator[tuple[str, list[str]]]:
    """Yield what to fill, table by table and year by year as a site's years go by: name, statements."""
    variants = " ".join(f"WHEN '{kind}' THEN o.id % {count}" for kind, count in _VARIANTS.items())
    of = "FROM reports_report r JOIN reports_organ o ON o.id = r.organ_id"
    model = f"{of} JOIN bench_model m ON m.kind = o.type AND m.year = r.year AND m.variant = CASE o.type {variants} END"
    states = " ".join(f"WHEN {n} THEN '{state}'" for n, state in enumerate(_STATES))
    state = f"CASE WHEN {{year}} <> {now} THEN 'published' ELSE CASE (o.id * 7) % {len(_STATES)} {states} END END"
    place, space = ("posting_id", "") if connection.vendor == "postgresql" else ("rowid", "' ' ||")
    look = ["ANALYZE reports_report", "ANALYZE reports_publication", "ANALYZE reports_posting"]
    for year in years:
        cells, at = len(edition_for(year).cells), datetime.datetime(year + 1, 1, 20, 9, tzinfo=datetime.UTC)
        stands, public = state.format(year=year), f"r.year = {year} AND r.status = 'published'"
        yield f"{year}, reports", [f"""
            INSERT INTO reports_report (organ_id, year, kind, kind_asked, edition, status, title, issued, index_number,
                revision, change_count, change_head, created_at, changed_at, changed_by_id, answered_count,
                error_count, warning_count, checked_revision, checked_by, checked_beside)
            SELECT o.id, {year}, 'main', false, '{edition_for(year).id}', {stands}, o.name || '{year}年政府信息公开工作年度报告',
                CASE WHEN {stands} = 'published' THEN '{year + 1}-01-20' END {_date()}, '', 3, 0, '', '{at}', '{at}', u.id,
                CASE WHEN {stands} = 'draft' THEN o.id % {cells} ELSE {cells} END,
                CASE WHEN o.id % {_SLIPS} = 0 THEN 1 ELSE 0 END, o.id % 3, 3, '{version()}', {3 if year > years[0] else "NULL"}
            FROM reports_organ o JOIN auth_user u ON u.username = 'lj' || o.id
            WHERE {year} <> {now} OR o.id % 13 <> 0 ORDER BY o.path""", *look]  # fmt: skip
        yield f"{year}, figures", [f"""
            INSERT INTO reports_figure (report_id, cell, value, manual, revision, writer)
            SELECT r.id, c.cell, CASE WHEN c.number >= r.answered_count THEN NULL
                WHEN o.id % {_SLIPS} = 0 AND r.year % 2 = 1 AND c.cell = '{_SLIPPED}' THEN (c.value + 7000000) * 100
                ELSE c.value * (1 + o.id % {_TIMES}) END, false, 1, ''
            {of} JOIN bench_cell c ON c.kind = o.type AND c.year = r.year AND c.variant = CASE o.type {variants} END
            WHERE r.year = {year}"""]  # fmt: skip
        yield f"{year}, words", [
            f"INSERT INTO reports_narrative (report_id, section, html, revision, writer)"
            f" SELECT r.id, '{section}', m.{column}, 1, '' {model} WHERE r.year = {year}"
            for section, column in (("preface", "preface"), ("overview", "overview"),
                                    ("problems", "problems"), ("other_matters", "other"))
        ]  # fmt: skip
        yield f"{year}, steps", [
            f"INSERT INTO reports_transition (report_id, action, from_status, to_status, user_id, at, reason, revision, document)"
            f" SELECT r.id, '{action}', '{before}', '{after}', {chief.pk}, '{at - datetime.timedelta(days=days)}', '', {days}, m.document"
            f" {model} WHERE r.year = {year} AND r.status IN ({reached})"
            for action, before, after, days, reached in (
                ("submit", "draft", "submitted", 9, "'submitted', 'approved', 'published'"),
                ("approve", "submitted", "approved", 5, "'approved', 'published'"),
                ("publish", "approved", "published", 1, "'published'"))
        ]  # fmt: skip
        yield f"{year}, published", [f"""
            INSERT INTO reports_publication (report_id, version, title, edition, issued, index_number, note, published_at, published_by_id)
            SELECT r.id, 1, r.title, r.edition, r.issued, '', '', '{at}', {chief.pk} {of} WHERE {public} ORDER BY r.id""", f"""
            INSERT INTO reports_posting (report_id, publication_id, organ_id, organ_name, organ_type, region, year, report_kind, title,
                head, first_published_at, published_at, views, withdrawal_reason)
            SELECT r.id, p.id, o.id, o.name, o.type, o.region, r.year, 'main', r.title, r.title || ' ' || o.name, '{at}', '{at}', o.id % 50, ''
            {of} JOIN reports_publication p ON p.report_id = r.id WHERE {public} ORDER BY r.id""", *look,
            *(f"""
            INSERT INTO reports_publishedfile (publication_id, form, media_type, suffix, sha256, size, content)
            SELECT p.id, '{form}', '{FORMATS[form].media_type}', '{FORMATS[form].suffix}', m.{form}_sha, m.{form}_size, m.{form}
            {model} JOIN reports_publication p ON p.report_id = r.id WHERE {public}""" for form in ("html", "json")),
            f"""
            INSERT INTO reports_postedfigure (posting_id, cell, value)
            SELECT s.id, c.cell, c.value * (1 + o.id % {_TIMES}) {of} JOIN reports_posting s ON s.report_id = r.id
            JOIN bench_cell c ON c.kind = o.type AND c.year = r.year AND c.drawn AND c.variant = CASE o.type {variants} END
            WHERE {public}"""]  # fmt: skip
        posted = f"{model} JOIN reports_posting s ON s.report_id = r.id WHERE {public}"
        yield f"{year}, searched", [
            "INSERT INTO reports_postedtext (posting_id, words, text)"
            f" SELECT s.id, m.words, s.head || ' ' || m.text {posted}",
            f"INSERT INTO reports_search ({place}, grams) SELECT s.id, m.grams || {space} b.grams"
            f" {posted.replace(' WHERE ', ' JOIN bench_name b ON b.organ = o.id WHERE ')}",
        ]  # fmt: skip


def _date() -> str:
    return "::date" if connection.vendor == "postgresql" else ""


def _sum_up() -> None:
    """Make the public sums of what is posted, as publishing one by one would have kept them."""
    whole = "trunc(f.value / 1000000)" if connection.vendor == "postgresql" else "f.value / 1000000"
    with connection.cursor() as cursor:
        cursor.execute("SELECT year, region, count(*) FROM reports_posting GROUP BY 1, 2")
        rows = {(year, region): PublicSum(year=year, region=region, reports=n, changes=n)
                for year, region, n in cursor.fetchall()}  # fmt: skip
        cursor.execute(
            f"SELECT s.year, s.region, f.cell, count(*), sum({whole}), sum(f.value % 1000000)"
            " FROM reports_postedfigure f JOIN reports_posting s ON s.id = f.posting_id GROUP BY 1, 2, 3"
        )
        for year, region, cell, count, pieces, rest in cursor.fetchall():
            total = Decimal(int(pieces)) + Decimal(int(rest)).scaleb(-6)
            rows[year, region].figures[cell] = [count, f"{total.normalize():f}"]
    PublicSum.objects.bulk_create(rows.values(), batch_size=500)
