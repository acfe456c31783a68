"""Do background work until told to stop: SIGTERM or Ctrl+C ends it after the report in hand."""

import os
import secrets
import socket

from django.core.management import call_command
from django.core.management.base import BaseCommand

from reports import tasks


class Command(BaseCommand):
    """Run one worker; start as many as there are cores to spare, on any number of machines."""

    help = "Do background work (bulk export). Run one for each core to spare, on any machine."

    def add_arguments(self, parser) -> None:
        """Take how often to look, and a process to end with."""
        parser.add_argument("--interval", type=float, default=1.0, metavar="SECONDS",
                            help="look for work so often when there was none (default: 1)")  # fmt: skip
        parser.add_argument("--beside", type=int, metavar="PID", help="end when that process ends")
        parser.add_argument("--batch", action="store_true", help="end when there is nothing to do")

    def handle(self, *args, interval: float, beside: int | None, batch: bool, **options) -> None:
        """Warm up, then work."""
        name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"
        tasks.warm_up()
        with tasks.Heart(name, beside):
            call_command("db_worker", worker_id=name, interval=interval, batch=batch,
                         startup_delay=False, reload=False, verbosity=0)  # fmt: skip
