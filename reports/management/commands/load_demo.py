"""Load the demo: one district bureau, one city, a clerk, two years to look at."""

import json
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports import access, editing
from reports.document import Document
from reports.models import Membership, Organ, Report

DEMO_FILES = Path(__file__).parent / "demo"


class Command(BaseCommand):
    """Make the demo organs and reports, once; print the demo clerk's log-in."""

    help = "Load demo organs, a demo clerk and their reports of two years (does nothing twice)."

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        """Load what is not there yet and say how to log in."""
        if not settings.DEMO:
            raise CommandError("演示数据只在演示模式（DEMO=1）下装入，以免留下公开的密码。")
        name, password = settings.DEMO_LOGIN
        clerk, new = User.objects.get_or_create(
            username=name, defaults={"first_name": "明", "last_name": "张"}
        )
        if new:
            clerk.set_password(password)
            clerk.save()
        for path in sorted(DEMO_FILES.glob("*.json")):
            self._load(Document.from_json(json.loads(path.read_text(), parse_float=Decimal)), clerk)
        self.stdout.write(f"演示账号：{name}    密码：{password}")

    def _load(self, document: Document, clerk: User) -> None:
        organ, _ = Organ.objects.get_or_create(
            name=document.organ, defaults={"type": document.organ_type or "other"}
        )
        Membership.objects.get_or_create(user=clerk, organ=organ)
        if Report.objects.filter(organ=organ, year=document.year).exists():
            return
        report = editing.create_report(organ, document.year, by=clerk)
        editing.take_document(access.report_to_edit(clerk, report.pk), document, by=clerk)
