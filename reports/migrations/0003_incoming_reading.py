import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0002_acceptance'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    # What somebody was only looking at is read again in a moment: the table is made anew.
    operations = [
        migrations.DeleteModel(name='Incoming'),
        migrations.CreateModel(
            name='Incoming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(null=True, verbose_name='年度')),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('reading', models.JSONField(verbose_name='内容')),
                ('at', models.DateTimeField(auto_now=True, verbose_name='读取时间')),
                ('organ', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.organ')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='incoming', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '待核对的导入',
                'verbose_name_plural': '待核对的导入',
            },
        ),
    ]
