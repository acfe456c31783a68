"""A workbook is read at once and never stored; what was read of it lies apart."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0059_duties_that_last'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name='BroughtWorkbook'),
        migrations.DeleteModel(name='Bringing'),
        migrations.CreateModel(
            name='Bringing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='文件')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='已读行数')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='行数')),
                ('reading', models.JSONField(null=True, verbose_name='内容')),
                ('answers', models.JSONField(default=dict)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bringings', to='reports.register')),
            ],
            options={
                'verbose_name': '待核对的台账',
                'verbose_name_plural': '待核对的台账',
                'constraints': [models.UniqueConstraint(fields=('register', 'by'), name='bringing_one_a_person')],
            },
        ),
    ]
