"""Send the reminders of the day and the e-mails that wait, e.g. from cron."""

from django.core.management.base import BaseCommand

from reports import register
from reports.oversight import notices, reminding
from reports.workflow.personal import digesting
from reports.writing import assigning


class Command(BaseCommand):
    """Remind whoever is to be reminded today, make the day's digests; send every letter that waits."""

    help = "Send today's reminders, once a day, and the notices that have not gone out by e-mail yet."

    def handle(self, *args, **options) -> None:
        """Send them and say how many."""
        if told := reminding.remind():
            self.stdout.write(f"已自动提醒{told}人。")
        assigning.remind()
        if told := register.remind():
            self.stdout.write(f"已提醒{told}人台账里的答复期限。")
        if made := digesting.gather():
            self.stdout.write(f"已合成{made}封每日邮件。")
        self.stdout.write(f"已发送{notices.send_mail()}封邮件。")
