"""Send the e-mails that wait, e.g. from cron: what a broken mail server left behind."""

from django.core.management.base import BaseCommand

from reports.oversight import notices


class Command(BaseCommand):
    """Send every notice in the outbox."""

    help = "Send the notices that have not gone out by e-mail yet."

    def handle(self, *args, **options) -> None:
        """Send them and say how many."""
        self.stdout.write(f"已发送{notices.send_mail()}封邮件。")
