"""Check that no change and no audit event was altered, taken out or cut off."""

from django.core.management.base import BaseCommand, CommandError

from reports import history
from reportsite.database import snapshot


class Command(BaseCommand):
    """Recompute every hash chain; exit with 1 and name each break if there is one."""

    help = "Verify the hash chains of all changes and audit events."

    def handle(self, *args, **options) -> None:
        """Print the faults, or the end of the audit chain to be noted elsewhere."""
        with snapshot():
            faults = history.verify_events() + history.verify_changes()
            number, end = history.audit_end()
        for fault in faults:
            self.stderr.write(f"{fault.chain}：{fault.message}")
        if faults:
            raise CommandError(f"发现{len(faults)}处断链。")
        self.stdout.write(f"审计记录{number}条、全部留痕均完整。链尾：{end or '（空）'}")
