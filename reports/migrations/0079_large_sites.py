import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0078_indexes_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='KeptSum',
            fields=[
                ('place', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('stamp', models.CharField(max_length=64)),
                ('lines', models.JSONField()),
                ('made_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': '留用的合计',
                'verbose_name_plural': '留用的合计',
            },
        ),
        migrations.AlterField(
            model_name='transition',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='reports.report'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['year', 'kind', 'organ'], name='report_of_year'),
        ),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(fields=['report', 'action', 'at'], name='transition_first'),
        ),
    ]
