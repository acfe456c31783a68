"""What the database itself refuses: a figure whose cell its report's edition does not have, a
negative count, a fraction of a case, a request that no edition counts, a report that changes its edition; altering or deleting what
is only ever added, a published version above all.

Taken down before every migration and put up after it, rather than in one: SQLite drops a table's
triggers when it remakes the table and refuses to where another table's trigger looks at it; and a new
edition is a new file without a migration.
"""

from django.db import connections, transaction

from reports.editions import COUNT, SIGNED, all_editions

_FITS = """
    EXISTS (
        SELECT 1 FROM reports_templatecell c JOIN reports_report r ON r.edition = c.edition
        WHERE r.id = NEW.report_id AND c.cell = NEW.cell AND (
            NEW.value IS NULL OR ((c.signed OR NEW.value >= 0) AND NEW.value % c.step = 0)))
"""
# A request is of a kind and has a result that some edition has a figure for.
_COUNTS = """
    EXISTS (
        SELECT 1 FROM reports_templatecell c WHERE c.cell = 'requests.'
        || (CASE WHEN NEW.outcome = '' THEN 'new' ELSE NEW.outcome END) || '.' || NEW.applicant)
    AND NEW.applicant <> 'total'
"""
_UNCOUNTED = "no edition counts such a request"
_SAME_EDITION = "NEW.edition = OLD.edition"
_GUARDS = (
    ("figure_fits_insert", "INSERT", "reports_figure", _FITS, "the cell does not take this figure"),
    ("figure_fits_update", "UPDATE", "reports_figure", _FITS, "the cell does not take this figure"),
    ("request_counts_insert", "INSERT", "reports_registeredrequest", _COUNTS, _UNCOUNTED),
    ("request_counts_update", "UPDATE", "reports_registeredrequest", _COUNTS, _UNCOUNTED),
    ("edition_stays", "UPDATE", "reports_report", _SAME_EDITION, "a report keeps its edition"),
)
APPEND_ONLY = (
    "reports_change",
    "reports_auditevent",
    "reports_transition",
    "reports_signature",
    "reports_publication",
    "reports_publishedfile",
    "reports_seal",
    "reports_registerchange",
    "reports_rectificationstep",
)
_ADD_ONLY = tuple(
    (f"{table}_no_{event.lower()}", event, table, "1 = 0", "these rows are only ever added")
    for table in APPEND_ONLY
    for event in ("UPDATE", "DELETE")
)


def settle(using: str = "default", **signal) -> None:
    """After a migration: tell the database every edition's cells, and guard its tables."""
    if "reports_figure" in connections[using].introspection.table_names():
        sync_cells(using)
        put_up(using)


def put_up(using: str = "default") -> None:
    """(Re)make the triggers."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    guards = [guard for guard in (*_GUARDS, *_ADD_ONLY) if guard[2] in tables]
    statements = _sqlite(guards) if connection.vendor == "sqlite" else _postgresql(guards)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_down(using: str = "default", **signal) -> None:
    """Drop the triggers, for a migration that remakes the tables."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, _, table, *_ in (*_GUARDS, *_ADD_ONLY):
            if table in tables:
                on_table = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
                if connection.vendor != "sqlite":
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}")


def sync_cells(using: str = "default") -> None:
    """Store the cells of every known edition."""
    rows = [
        (edition.id, cell.id, cell.kind == SIGNED, 1_000_000 if cell.kind in (COUNT, SIGNED) else 1)
        for edition in all_editions()
        for cell in edition.cells.values()
    ]
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reports_templatecell (edition, cell, signed, step) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (edition, cell) DO UPDATE"
            " SET signed = excluded.signed, step = excluded.step",
            rows,
        )


def _sqlite(guards):
    for name, event, table, condition, words in guards:
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN NOT ({condition}) "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )


def _postgresql(guards):
    for name, event, table, condition, words in guards:
        yield f"""
            CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $guard$ BEGIN
                IF NOT ({condition}) THEN
                    RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END $guard$ LANGUAGE plpgsql"""
        yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        if (name, event) == (f"{table}_no_delete", "DELETE"):
            yield f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}"
            yield (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
