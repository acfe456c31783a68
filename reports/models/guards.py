"""What the database itself refuses: a figure whose cell its report's edition does not have, a
negative count, a fraction of a case, a report that changes its edition, a published version that
changes or disappears.

Put up after every migration rather than in one: SQLite drops a table's triggers when it remakes the
table, and a new edition is a new file without a migration.
"""

from django.db import connections

from reports.editions import COUNT, SIGNED, all_editions

_FITS = """
    EXISTS (
        SELECT 1 FROM reports_templatecell c JOIN reports_report r ON r.edition = c.edition
        WHERE r.id = NEW.report_id AND c.cell = NEW.cell AND (
            NEW.value IS NULL OR ((c.signed OR NEW.value >= 0) AND NEW.value % c.step = 0)))
"""
_SAME_EDITION = "NEW.edition = OLD.edition"
_NEVER, _PUBLISHED = "1 = 0", "what was published stays as it is"
_GUARDS = (
    ("figure_fits_insert", "INSERT", "reports_figure", _FITS, "the cell does not take this figure"),
    ("figure_fits_update", "UPDATE", "reports_figure", _FITS, "the cell does not take this figure"),
    ("edition_stays", "UPDATE", "reports_report", _SAME_EDITION, "a report keeps its edition"),
    ("publication_stays", "UPDATE", "reports_publication", _NEVER, _PUBLISHED),
    ("publication_remains", "DELETE", "reports_publication", _NEVER, _PUBLISHED),
    ("published_file_stays", "UPDATE", "reports_publishedfile", _NEVER, _PUBLISHED),
    ("published_file_remains", "DELETE", "reports_publishedfile", _NEVER, _PUBLISHED),
)


def put_up(using: str = "default", **signal) -> None:
    """Tell the database every edition's cells and (re)make its triggers."""
    connection = connections[using]
    if not {table for _, _, table, _, _ in _GUARDS} <= {*connection.introspection.table_names()}:
        return  # migrated back
    sync_cells(using)
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_down(using: str = "default") -> None:
    """Remove the triggers. For tests that empty whole tables; nothing in the product calls it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, _, table, _, _ in _GUARDS:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def sync_cells(using: str = "default") -> None:
    """Store the cells of every known edition."""
    rows = [
        (edition.id, cell.id, cell.kind == SIGNED, 1_000_000 if cell.kind in (COUNT, SIGNED) else 1)
        for edition in all_editions()
        for cell in edition.cells.values()
    ]
    with connections[using].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reports_templatecell (edition, cell, signed, step) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (edition, cell) DO UPDATE"
            " SET signed = excluded.signed, step = excluded.step",
            rows,
        )


def _sqlite():
    for name, event, table, condition, words in _GUARDS:
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN NOT ({condition}) "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )


def _postgresql():
    for name, event, table, condition, words in _GUARDS:
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
