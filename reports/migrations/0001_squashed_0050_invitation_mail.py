"""The tables as they were at step 0050, for a new database (docs/operation.md § 2 for an older one)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import reports.models.fields
from decimal import Decimal
from django.conf import settings
from django.core.management import CommandError
from django.db import migrations, models

TOO_OLD = (
    "这个数据库来自更早的版本，不能直接更新到这一版。数据没有变化。"
    "请先换成上一版程序执行一次 migrate，再换成这一版（docs/operation.md 第 2 节）。"
)
_SQLITE = "CREATE VIRTUAL TABLE reports_search USING fts5(grams, content='', detail=none, tokenize='unicode61')"
_POSTGRESQL = (
    "CREATE TABLE reports_search (posting_id bigint PRIMARY KEY, grams text[] NOT NULL)",
    "CREATE INDEX reports_search_grams ON reports_search USING gin (grams)",
)


def must_be_new(apps, schema_editor):
    """Stop where an older program's tables are: they went through steps that are here no more."""
    if "reports_report" in schema_editor.connection.introspection.table_names():
        raise CommandError(TOO_OLD)


def make_search(apps, schema_editor):
    on_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in (_SQLITE,) if on_sqlite else _POSTGRESQL:
        schema_editor.execute(statement)


def drop_search(apps, schema_editor):
    schema_editor.execute("DROP TABLE reports_search")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(must_be_new, migrations.RunPython.noop),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64, unique=True)),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='启动时间')),
                ('seen_at', models.DateTimeField(verbose_name='最后出现时间')),
            ],
            options={
                'verbose_name': '后台进程',
                'verbose_name_plural': '后台进程',
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='audit_head_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Organ',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('name', models.CharField(max_length=100, unique=True, verbose_name='机关名称')),
                ('type', models.CharField(choices=[('state_council_department', '国务院部门'), ('province', '省级政府'), ('city', '设区的市、自治州政府'), ('county', '县级政府（县、县级市、区）'), ('town', '乡镇政府、街道办事处'), ('department', '地方政府部门'), ('other', '其他机关单位')], default='department', max_length=30, verbose_name='机关类型')),
                ('code', models.CharField(blank=True, help_text='统一社会信用代码或自编代码', max_length=18, verbose_name='代码')),
                ('region', models.CharField(blank=True, max_length=60, verbose_name='行政区划')),
                ('contact', models.CharField(blank=True, max_length=60, verbose_name='联系人')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='联系电话')),
            ],
            options={
                'verbose_name': '机关',
                'verbose_name_plural': '机关',
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='organ_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', '填报人'), ('reviewer', '审核人'), ('supervisor', '主管'), ('administrator', '管理员')], default='clerk', max_length=15, verbose_name='角色')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='reports.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '机关人员',
                'verbose_name_plural': '机关人员',
                'constraints': [models.UniqueConstraint(fields=('user', 'organ', 'role'), name='membership_once'), models.CheckConstraint(condition=models.Q(('role__in', ['clerk', 'reviewer', 'supervisor', 'administrator'])), name='membership_role_known')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roles', models.CharField(max_length=60, verbose_name='角色')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='电子邮箱')),
                ('home', models.CharField(blank=True, max_length=200, verbose_name='网站地址')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='邀请时间')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='接受时间')),
                ('cancelled_at', models.DateTimeField(null=True, verbose_name='撤销时间')),
                ('claimed_at', models.DateTimeField(null=True, verbose_name='取走发送的时间')),
                ('mailed_at', models.DateTimeField(null=True, verbose_name='邮件时间')),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='reports.organ')),
            ],
            options={
                'verbose_name': '邀请',
                'verbose_name_plural': '邀请',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Incoming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(null=True, verbose_name='年度')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('reading', models.JSONField(verbose_name='内容')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='读取时间')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='incoming', to=settings.AUTH_USER_MODEL)),
                ('organ', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.organ')),
            ],
            options={
                'verbose_name': '待核对的导入',
                'verbose_name_plural': '待核对的导入',
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('kind', models.CharField(choices=[('exempt', '免报'), ('merged', '并入其他机关'), ('new', '新设机关')], max_length=10, verbose_name='情况')),
                ('reason', models.CharField(max_length=200, verbose_name='原因')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duties', to='reports.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '报送义务',
                'verbose_name_plural': '报送义务',
                'constraints': [models.UniqueConstraint(fields=('organ', 'year'), name='duty_once_a_year'), models.CheckConstraint(condition=models.Q(('year__gte', 2019), ('year__lte', 2099)), name='duty_year_in_range'), models.CheckConstraint(condition=models.Q(('kind__in', ['exempt', 'merged', 'new'])), name='duty_kind_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='duty_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='BulkJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('states', models.JSONField(verbose_name='报告状态')),
                ('forms', models.JSONField(verbose_name='格式')),
                ('state', models.CharField(choices=[('running', '进行中'), ('paused', '已暂停'), ('finished', '已完成'), ('cancelled', '已取消')], default='running', max_length=10, verbose_name='状态')),
                ('round', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                ('delivered_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='交给任务引擎的时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('under', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.organ')),
            ],
            options={
                'verbose_name': '批量导出',
                'verbose_name_plural': '批量导出',
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['running', 'paused', 'finished', 'cancelled'])), name='bulk_job_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('edition', models.CharField(max_length=20, verbose_name='模板版本')),
                ('status', models.CharField(choices=[('draft', '草稿'), ('submitted', '待审核'), ('returned', '已退回'), ('approved', '已审核'), ('published', '已发布'), ('correcting', '更正中')], default='draft', max_length=20, verbose_name='状态')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('issued', models.DateField(blank=True, null=True, verbose_name='发布日期')),
                ('index_number', models.CharField(blank=True, max_length=60, verbose_name='索引号')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='修订号')),
                ('change_count', models.PositiveIntegerField(default=0, editable=False)),
                ('change_head', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='创建时间')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='最后保存时间')),
                ('handed_over_at', models.DateTimeField(editable=False, null=True, verbose_name='交审核人核对的时间')),
                ('answered_count', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='已填')),
                ('error_count', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='错误')),
                ('warning_count', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='提醒')),
                ('checked_revision', models.PositiveIntegerField(editable=False, null=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最后保存人')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='reports.organ', verbose_name='机关')),
            ],
            options={
                'verbose_name': '年度报告',
                'verbose_name_plural': '年度报告',
                'ordering': ['-year', 'organ__name'],
                'constraints': [models.UniqueConstraint(fields=('organ', 'year'), name='report_once_a_year'), models.CheckConstraint(condition=models.Q(('year__gte', 2019), ('year__lte', 2099)), name='report_year_in_range'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'returned', 'approved', 'published', 'correcting'])), name='report_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('edition', models.CharField(max_length=20, verbose_name='模板版本')),
                ('issued', models.DateField(verbose_name='发布日期')),
                ('index_number', models.CharField(blank=True, max_length=60, verbose_name='索引号')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='更正说明')),
                ('published_at', models.DateTimeField(verbose_name='发布时间')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='发布人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='reports.report')),
            ],
            options={
                'verbose_name': '发布件',
                'verbose_name_plural': '发布件',
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(fields=('report', 'version'), name='publication_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='publication_version_from_1'), models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('note', ''), _negated=True), _connector='OR'), name='correction_says_what_changed')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organ_name', models.CharField(max_length=100, verbose_name='机关名称')),
                ('organ_type', models.CharField(max_length=30, verbose_name='机关类型')),
                ('region', models.CharField(blank=True, max_length=60, verbose_name='行政区划')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('first_published_at', models.DateTimeField(verbose_name='首次发布时间')),
                ('published_at', models.DateTimeField(verbose_name='本版发布时间')),
                ('views', models.PositiveBigIntegerField(default=0, verbose_name='浏览次数')),
                ('withdrawn_at', models.DateTimeField(null=True, verbose_name='撤下时间')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=500, verbose_name='撤下原因')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='reports.organ')),
                ('publication', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='posting', to='reports.publication')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='posting', to='reports.report')),
            ],
            options={
                'verbose_name': '公开的报告',
                'verbose_name_plural': '公开的报告',
                'indexes': [models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['-year', 'organ_name', 'id'], name='posting_in_order'), models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['region', '-year', 'organ_name', 'id'], name='posting_by_region'), models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['-published_at'], name='posting_newest')],
                'constraints': [models.UniqueConstraint(fields=('organ', 'year'), name='posting_once_a_year'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawal_reason', ''), _negated=True), _connector='OR'), name='withdrawal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='PostedText',
            fields=[
                ('posting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='searchable', serialize=False, to='reports.posting')),
                ('text', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='PostedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=80)),
                ('value', reports.models.fields.MillionthsField()),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.posting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('posting', 'cell'), name='posted_once')],
            },
        ),
        migrations.CreateModel(
            name='PublishedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=20, verbose_name='格式')),
                ('media_type', models.CharField(max_length=100)),
                ('suffix', models.CharField(max_length=20)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('content', models.BinaryField()),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.publication')),
            ],
            options={
                'verbose_name': '发布文件',
                'verbose_name_plural': '发布文件',
                'constraints': [models.UniqueConstraint(fields=('publication', 'form'), name='published_form_once')],
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
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='reports.report')),
            ],
            options={
                'verbose_name': '批注',
                'verbose_name_plural': '批注',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remark_says_something'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='answer_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=80)),
                ('seen_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'user'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64)),
                ('media_type', models.CharField(max_length=20)),
                ('content', models.BinaryField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='reports.report')),
            ],
            options={
                'verbose_name': '图片',
                'verbose_name_plural': '图片',
                'constraints': [models.UniqueConstraint(fields=('report', 'sha256'), name='picture_once')],
            },
        ),
        migrations.CreateModel(
            name='Narrative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(max_length=30, verbose_name='部分')),
                ('html', models.TextField(blank=True, verbose_name='正文')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='修订号')),
                ('writer', models.CharField(blank=True, max_length=36, verbose_name='填写窗口')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='narratives', to='reports.report')),
            ],
            options={
                'verbose_name': '文字部分',
                'verbose_name_plural': '文字部分',
                'constraints': [models.UniqueConstraint(fields=('report', 'section'), name='narrative_once')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cell', models.CharField(max_length=80, verbose_name='单元格')),
                ('value', reports.models.fields.MillionthsField(null=True, verbose_name='数值')),
                ('manual', models.BooleanField(default=False, verbose_name='手工填写')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='修订号')),
                ('writer', models.CharField(blank=True, max_length=36, verbose_name='填写窗口')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.report')),
            ],
            options={
                'verbose_name': '数字',
                'verbose_name_plural': '数字',
                'indexes': [models.Index(condition=models.Q(('value__isnull', True), ('value__gt', 0), ('value__lt', 0), _connector='OR'), fields=['report', 'cell', 'value'], name='figure_written')],
                'constraints': [models.UniqueConstraint(fields=('report', 'cell'), name='figure_once'), models.CheckConstraint(condition=models.Q(('value__isnull', True), models.Q(('value__gt', Decimal('-1000000000000')), ('value__lt', Decimal('1000000000000'))), _connector='OR'), name='figure_in_range')],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='来源地址')),
                ('revision', models.PositiveIntegerField(verbose_name='修订号')),
                ('place', models.CharField(max_length=80, verbose_name='位置')),
                ('old', models.TextField(blank=True, verbose_name='原内容')),
                ('new', models.TextField(blank=True, verbose_name='新内容')),
                ('number', models.PositiveIntegerField(verbose_name='序号')),
                ('hash', models.CharField(max_length=64, verbose_name='链值')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='reports.report')),
            ],
            options={
                'verbose_name': '留痕',
                'verbose_name_plural': '留痕',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['report', 'place', '-revision'], name='change_by_place')],
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='change_number_once')],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(unique=True, verbose_name='序号')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='用户名')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='来源地址')),
                ('action', models.CharField(choices=[('logged_in', '登录'), ('logged_out', '退出'), ('login_failed', '登录失败'), ('created', '新建报告'), ('exported', '导出'), ('moved', '流转'), ('remarked', '批注'), ('chased', '催报'), ('invited', '邀请'), ('joined', '接受邀请'), ('roles_changed', '角色变更'), ('deactivated', '停用账号'), ('reactivated', '恢复账号'), ('organs_imported', '导入机关')], max_length=20, verbose_name='事项')),
                ('detail', models.TextField(blank=True, verbose_name='说明')),
                ('hash', models.CharField(max_length=64, verbose_name='链值')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                ('organ', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.organ', verbose_name='机关')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.report', verbose_name='报告')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'ordering': ['-number'],
                'indexes': [models.Index(fields=['organ', '-number'], name='event_by_organ')],
            },
        ),
        migrations.CreateModel(
            name='Acceptance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, verbose_name='提醒')),
                ('rule', models.CharField(max_length=100, verbose_name='规则')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='说明人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='reports.report')),
            ],
            options={
                'verbose_name': '提醒的说明',
                'verbose_name_plural': '提醒的说明',
                'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='acceptance_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='acceptance_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='TemplateCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.CharField(max_length=20)),
                ('cell', models.CharField(max_length=80)),
                ('signed', models.BooleanField()),
                ('step', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'cell'), name='template_cell_once')],
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
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='reports.report')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '流转记录',
                'verbose_name_plural': '流转记录',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BulkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(verbose_name='序号')),
                ('state', models.CharField(choices=[('waiting', '等待'), ('running', '生成中'), ('done', '已生成'), ('failed', '未生成')], default='waiting', max_length=10, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='次数')),
                ('started_at', models.DateTimeField(null=True, verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='完成时间')),
                ('revision', models.PositiveIntegerField(null=True, verbose_name='修订号')),
                ('status', models.CharField(blank=True, max_length=20, verbose_name='报告状态')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='标题')),
                ('error', models.CharField(blank=True, max_length=500, verbose_name='原因')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='reports.bulkjob')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.report')),
                ('worker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='reports.worker')),
            ],
            options={
                'verbose_name': '批量导出的报告',
                'verbose_name_plural': '批量导出的报告',
                'ordering': ['position'],
                'indexes': [models.Index(fields=['job', 'state', 'position'], name='bulk_by_state')],
                'constraints': [models.UniqueConstraint(fields=('job', 'report'), name='bulk_report_once'), models.UniqueConstraint(fields=('job', 'position'), name='bulk_position_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='bulk_item_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('error', ''), _negated=True), _connector='OR'), name='bulk_failure_says_why')],
            },
        ),
        migrations.CreateModel(
            name='BulkFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(max_length=20, verbose_name='格式')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('content', models.BinaryField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='reports.bulkitem')),
            ],
            options={
                'verbose_name': '批量导出的文件',
                'verbose_name_plural': '批量导出的文件',
                'constraints': [models.UniqueConstraint(fields=('item', 'form'), name='bulk_form_once')],
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
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '通知',
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('read_at', None)), fields=['user'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'chase')), fields=('user', 'day'), name='chased_once_a_day')],
            },
        ),
        migrations.AddField(
            model_name='organ',
            name='people',
            field=models.ManyToManyField(related_name='organs', through='reports.Membership', to=settings.AUTH_USER_MODEL, verbose_name='人员'),
        ),
        migrations.RunPython(make_search, drop_search),
    ]
