from django.db import migrations

_SQLITE = "CREATE VIRTUAL TABLE reports_search USING fts5(grams, content='', detail=none, tokenize='unicode61')"
_POSTGRESQL = (
    "CREATE TABLE reports_search (posting_id bigint PRIMARY KEY, grams text[] NOT NULL)",
    "CREATE INDEX reports_search_grams ON reports_search USING gin (grams)",
)


def make(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in (_SQLITE,) if on_sqlite else _POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE reports_search")


class Migration(migrations.Migration):

    dependencies = [("reports", "0020_published")]

    operations = [migrations.RunPython(make, drop)]
