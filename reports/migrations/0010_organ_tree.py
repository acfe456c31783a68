"""Organs stand in a tree; people have roles; a year's duty may be special."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def plant(apps, schema_editor) -> None:
    """Every organ so far becomes a root, in the order of the names."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for number, organ in enumerate(apps.get_model("reports", "Organ").objects.order_by("name"), 1):
        digits = ""
        while number:
            number, digit = divmod(number, 36)
            digits = alphabet[digit] + digits
        organ.path, organ.depth, organ.numchild = digits.rjust(4, "0"), 1, 0
        organ.save(update_fields=["path", "depth", "numchild"])


def let_members_submit(apps, schema_editor) -> None:
    """Whoever could write and hand in until now still can: clerk and reviewer."""
    Membership = apps.get_model("reports", "Membership")
    Membership.objects.bulk_create(
        Membership(user_id=m.user_id, organ_id=m.organ_id, role="reviewer")
        for m in Membership.objects.filter(role="clerk")
    )


def forget_reviewers(apps, schema_editor) -> None:
    """Keep one row a person and organ, as before."""
    apps.get_model("reports", "Membership").objects.exclude(role="clerk").delete()


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reports", "0003_incoming_reading"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="organ", options={"verbose_name": "机关", "verbose_name_plural": "机关"}
        ),
        migrations.AddField("organ", "path", models.CharField(max_length=255, null=True)),
        migrations.AddField("organ", "depth", models.PositiveIntegerField(default=1), False),
        migrations.AddField("organ", "numchild", models.PositiveIntegerField(default=0)),
        migrations.RunPython(plant, migrations.RunPython.noop),
        migrations.AlterField("organ", "path", models.CharField(max_length=255, unique=True)),
        migrations.AddField(
            "organ", "code",
            models.CharField("代码", max_length=18, blank=True, default="", help_text="统一社会信用代码或自编代码"),
            preserve_default=False,
        ),
        migrations.AddField("organ", "region", models.CharField("行政区划", max_length=60, blank=True, default=""), False),
        migrations.AddField("organ", "contact", models.CharField("联系人", max_length=60, blank=True, default=""), False),
        migrations.AddField("organ", "phone", models.CharField("联系电话", max_length=40, blank=True, default=""), False),
        migrations.AddConstraint(
            "organ", models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="organ_code_once")
        ),
        migrations.AddField(
            "membership", "role",
            models.CharField("角色", max_length=15, default="clerk", choices=[
                ("clerk", "填报人"), ("reviewer", "审核人"), ("supervisor", "主管"), ("administrator", "管理员"),
            ]),
        ),
        migrations.RemoveConstraint("membership", "membership_once"),
        migrations.AddConstraint(
            "membership", models.UniqueConstraint(fields=["user", "organ", "role"], name="membership_once")
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=Q(role__in=["clerk", "reviewer", "supervisor", "administrator"]),
                name="membership_role_known",
            ),
        ),
        migrations.RunPython(let_members_submit, forget_reviewers),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField("年度")),
                ("kind", models.CharField("情况", max_length=10, choices=[
                    ("exempt", "免报"), ("merged", "并入其他机关"), ("new", "新设机关"),
                ])),
                ("reason", models.CharField("原因", max_length=200)),
                ("organ", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="duties",
                    to="reports.organ", verbose_name="机关",
                )),
            ],
            options={
                "verbose_name": "报送义务",
                "verbose_name_plural": "报送义务",
                "constraints": [
                    models.UniqueConstraint(fields=["organ", "year"], name="duty_once_a_year"),
                    models.CheckConstraint(condition=Q(year__gte=2019, year__lte=2099), name="duty_year_in_range"),
                    models.CheckConstraint(condition=Q(kind__in=["exempt", "merged", "new"]), name="duty_kind_known"),
                    models.CheckConstraint(condition=~Q(reason=""), name="duty_has_a_reason"),
                ],
            },
        ),
    ]
