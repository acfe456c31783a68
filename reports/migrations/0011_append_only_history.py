"""Changes and audit events form hash chains and are only ever added."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from reports.models.chain import link, moment

ACTIONS = [
    ("logged_in", "登录"), ("logged_out", "退出"), ("login_failed", "登录失败"), ("created", "新建报告"),
    ("exported", "导出"), ("moved", "流转"), ("remarked", "批注"), ("chased", "催报"), ("invited", "邀请"),
    ("joined", "接受邀请"), ("roles_changed", "角色变更"), ("deactivated", "停用账号"),
    ("reactivated", "恢复账号"), ("organs_imported", "导入机关"),
]


def chain_changes(apps, schema_editor) -> None:
    """Number and chain the changes that were kept before there were chains."""
    Change, Report = (apps.get_model("reports", name) for name in ("Change", "Report"))
    names = ("report_id", "number", "revision", "user_id", "address", "place", "old", "new")
    for report in Report.objects.filter(changes__isnull=False).distinct():
        head, rows = "", []
        for number, row in enumerate(Change.objects.filter(report=report).order_by("pk"), 1):
            row.number = number
            content = {name: getattr(row, name) for name in names} | {"at": moment(row.at)}
            row.hash = head = link(head, content)
            rows.append(row)
        Change.objects.bulk_update(rows, ["number", "hash"], batch_size=500)
        Report.objects.filter(pk=report.pk).update(change_count=len(rows), change_head=head)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reports", "0010_organ_tree"),
    ]

    operations = [
        migrations.AddField("report", "change_count", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("report", "change_head", models.CharField(max_length=64, blank=True, default="", editable=False), False),
        migrations.AlterField("change", "at", models.DateTimeField("时间", default=django.utils.timezone.now)),
        migrations.AddField("change", "address", models.GenericIPAddressField("来源地址", null=True)),
        migrations.AddField("change", "number", models.PositiveIntegerField("序号", default=0), False),
        migrations.AddField("change", "hash", models.CharField("链值", max_length=64, default=""), False),
        migrations.RunPython(chain_changes, migrations.RunPython.noop),
        migrations.AddConstraint(
            "change", models.UniqueConstraint(fields=["report", "number"], name="change_number_once")
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(max_length=64, blank=True)),
            ],
            options={"constraints": [models.CheckConstraint(condition=Q(pk=1), name="audit_head_is_one")]},
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField("序号", unique=True)),
                ("at", models.DateTimeField("时间", default=django.utils.timezone.now)),
                ("name", models.CharField("用户名", max_length=150, blank=True)),
                ("address", models.GenericIPAddressField("来源地址", null=True)),
                ("action", models.CharField("事项", max_length=20, choices=ACTIONS)),
                ("detail", models.TextField("说明", blank=True)),
                ("hash", models.CharField("链值", max_length=64)),
                ("user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="人员")),
                ("organ", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.organ", verbose_name="机关")),
                ("report", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.report", verbose_name="报告")),
            ],
            options={
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
                "ordering": ["-number"],
                "indexes": [models.Index(fields=["organ", "-number"], name="event_by_organ")],
            },
        ),
    ]
