"""The way of a report through the hands, remarks, notices, invitations, and counts for lists."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def count_answers(apps, schema_editor) -> None:
    """Tell every report how many of its cells are answered."""
    answered = (
        apps.get_model("reports", "Figure").objects.filter(value__isnull=False)
        .values("report").annotate(count=models.Count("pk")).values_list("report", "count")
    )
    for report, count in answered:
        apps.get_model("reports", "Report").objects.filter(pk=report).update(answered_count=count)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0011_append_only_history'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roles', models.CharField(max_length=60, verbose_name='角色')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='邀请时间')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='接受时间')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
            ],
            options={
                'verbose_name': '邀请',
                'verbose_name_plural': '邀请',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('step', '流转'), ('chase', '催报')], max_length=10, verbose_name='类型')),
                ('text', models.CharField(max_length=1000, verbose_name='内容')),
                ('link', models.CharField(blank=True, max_length=200, verbose_name='网址')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('day', models.DateField(verbose_name='日期')),
                ('read_at', models.DateTimeField(null=True, verbose_name='阅读时间')),
                ('mail', models.BooleanField(default=False, verbose_name='发邮件')),
                ('claimed_at', models.DateTimeField(null=True, verbose_name='取走发送的时间')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='邮件时间')),
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '通知',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='位置')),
                ('text', models.CharField(max_length=500, verbose_name='批注')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='答复')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='答复时间')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='销号时间')),
            ],
            options={
                'verbose_name': '批注',
                'verbose_name_plural': '批注',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Transition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=20, verbose_name='步骤')),
                ('from_status', models.CharField(max_length=20, verbose_name='原状态')),
                ('to_status', models.CharField(choices=[('draft', '草稿'), ('submitted', '待审核'), ('returned', '已退回'), ('approved', '已审核'), ('published', '已发布'), ('correcting', '更正中')], max_length=20, verbose_name='新状态')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='说明')),
                ('revision', models.PositiveIntegerField(verbose_name='修订号')),
                ('document', models.JSONField(verbose_name='内容')),
            ],
            options={
                'verbose_name': '流转记录',
                'verbose_name_plural': '流转记录',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_status_known',
        ),
        migrations.AddField(
            model_name='report',
            name='answered_count',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='已填'),
        ),
        migrations.AddField(
            model_name='report',
            name='checked_revision',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='error_count',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='错误'),
        ),
        migrations.AddField(
            model_name='report',
            name='handed_over_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='交审核人核对的时间'),
        ),
        migrations.AddField(
            model_name='report',
            name='warning_count',
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='提醒'),
        ),
        migrations.AlterField(
            model_name='report',
            name='status',
            field=models.CharField(choices=[('draft', '草稿'), ('submitted', '待审核'), ('returned', '已退回'), ('approved', '已审核'), ('published', '已发布'), ('correcting', '更正中')], default='draft', max_length=20, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'returned', 'approved', 'published', 'correcting'])), name='report_status_known'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='accepted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='invitation',
            name='organ',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='reports.organ'),
        ),
        migrations.AddField(
            model_name='notice',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='closed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='remark',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='reports.report'),
        ),
        migrations.AddField(
            model_name='transition',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='reports.report'),
        ),
        migrations.AddField(
            model_name='transition',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'chase')), fields=('user', 'day'), name='chased_once_a_day'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remark_says_something'),
        ),
        migrations.AddConstraint(
            model_name='remark',
            constraint=models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='answer_says_something'),
        ),
        migrations.RunPython(count_answers, migrations.RunPython.noop),
    ]
