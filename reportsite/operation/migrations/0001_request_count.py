from django.db import migrations, models


def keep_out_of_the_log(apps, schema_editor):
    """Counts of a minute need not outlive a crash; nothing waits for the disk."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE operation_requestcount SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=32)),
                ("minute", models.BigIntegerField(db_index=True)),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "minute"), name="one_count")],
            },
        ),
        migrations.RunPython(keep_out_of_the_log, migrations.RunPython.noop),
    ]
