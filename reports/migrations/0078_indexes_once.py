import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0077_parcels_by_hand'),
    ]

    operations = [
        migrations.AlterField(
            model_name='change',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='reports.report'),
        ),
        migrations.AlterField(
            model_name='figure',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.report'),
        ),
        migrations.AlterField(
            model_name='narrative',
            name='report',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='narratives', to='reports.report'),
        ),
        migrations.AlterField(
            model_name='postedfigure',
            name='posting',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='reports.posting'),
        ),
    ]
