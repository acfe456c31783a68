"""The search finds figures, and traditional characters: its index is made anew from what is public."""

import json
from decimal import Decimal

from django.db import migrations, models

from reports.document import Document
from reports.document.search.grams import index_of, searchable
from reports.document.search.sought import head_of, words_of

_AT_ONCE = 200
_FORGET = {
    "sqlite": "INSERT INTO reports_search (reports_search) VALUES ('delete-all')",
    "postgresql": "DELETE FROM reports_search",
}
_LEARN = {
    "sqlite": "INSERT INTO reports_search (rowid, grams) VALUES (%s, %s)",
    "postgresql": "INSERT INTO reports_search (posting_id, grams) VALUES (%s, %s)",
}


def learn(apps, schema_editor) -> None:
    """Read every report on the public site once more."""
    connection = schema_editor.connection
    posting, file, text = (
        apps.get_model("reports", name) for name in ("Posting", "PublishedFile", "PostedText")
    )
    with connection.cursor() as cursor:
        cursor.execute(_FORGET[connection.vendor])
    live = list(posting.objects.filter(withdrawn_at__isnull=True).order_by("pk"))
    for start in range(0, len(live), _AT_ONCE):
        part = live[start : start + _AT_ONCE]
        files = file.objects.filter(
            form="json", publication__in=[row.publication_id for row in part]
        )
        contents = dict(files.values_list("publication_id", "content"))
        rows = []
        for row in part:
            content = json.loads(bytes(contents[row.publication_id]), parse_float=Decimal)
            words = words_of(Document.from_json(content))
            row.head = head_of(row.title, row.organ_name)
            rows.append(text(pk=row.pk, words=words, text=f"{row.head} {searchable(words)}"))
        posting.objects.bulk_update(part, ["head"])
        text.objects.bulk_update(rows, ["words", "text"])
        _index(connection, rows)


def _index(connection, rows: list) -> None:
    pieces = [(row.pk, index_of(row.text)) for row in rows]
    if connection.vendor == "postgresql":
        pieces = [(pk, grams.split()) for pk, grams in pieces]
    with connection.cursor() as cursor:
        cursor.executemany(_LEARN[connection.vendor], pieces)


class Migration(migrations.Migration):

    dependencies = [("reports", "0054_public_sum")]

    operations = [
        migrations.AddField("posting", "head", models.TextField(default="")),
        migrations.AddField("postedtext", "words", models.TextField(default="")),
        migrations.RunPython(learn, migrations.RunPython.noop, elidable=True),
    ]
