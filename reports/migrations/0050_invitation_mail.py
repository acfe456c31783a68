"""Invitations go out by e-mail: the site's address for the link, and what the outbox needs."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0040_bulk'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='claimed_at',
            field=models.DateTimeField(null=True, verbose_name='取走发送的时间'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='home',
            field=models.CharField(blank=True, max_length=200, verbose_name='网站地址'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='mailed_at',
            field=models.DateTimeField(null=True, verbose_name='邮件时间'),
        ),
    ]
