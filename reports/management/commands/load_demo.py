"""Load the demo: a bureau and a city to look at, people to be, and a whole district if asked."""

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from reports import access, register, workflow
from reports.document import Document
from reports.management.casebook import cases
from reports.management.sowing import fill
from reports.models import Membership, Organ, Register, Report
from reports.oversight import supervision
from reports.publishing import publications
from reports.writing import editing

DEMO_FILES = Path(__file__).parent / "demo"
# Of each organ the last report but one is public; the last is still being written.
# The city keeps a register, too.
REGISTERED = "city-2024"
PUBLIC = ("bureau-2019", "city-2023")
_REGION = re.compile(r".+?[市区县]")
Role = Membership.Role


class Command(BaseCommand):
    """Make the demo organs, people and reports, once; print the log-ins."""

    help = "Load demo organs, people and reports (does nothing twice)."

    def add_arguments(self, parser) -> None:
        """Take the size of a made-up district to load besides."""
        parser.add_argument("--organs", type=int, default=0, metavar="N",
                            help="also load a made-up district of N organs")  # fmt: skip
        parser.add_argument("--years", type=int, default=3, metavar="N",
                            help="with the reports of the last N years (3)")  # fmt: skip
        parser.add_argument("--unpublished", action="store_true",
                            help="leave the public site, which takes seconds, to another call")  # fmt: skip

    def handle(self, *args, organs: int, years: int, unpublished: bool, **options) -> None:
        """Load what is not there yet and say how to log in."""
        if not settings.DEMO:
            raise CommandError("演示数据只在演示模式（DEMO=1）下装入，以免留下公开的密码。")
        reviewer, chief = self._load_all()
        if organs:
            root = fill(organs, supervision.current_year(), chief=chief, years=years)
            _give(chief, root, Role.SUPERVISOR, Role.ADMINISTRATOR)
        for name in () if unpublished else PUBLIC:
            self._publish(_document(name), reviewer, chief)
        for name, _, _, role in settings.DEMO_PEOPLE:
            self.stdout.write(f"演示账号（{role}）：{name}    密码：{settings.DEMO_LOGIN[1]}")

    @transaction.atomic
    def _load_all(self) -> tuple[User, User]:
        """Load people, organs and reports; return reviewer and chief."""
        people = [self._person(*who) for who in settings.DEMO_PEOPLE]
        clerk, reviewer, chief = people
        for path in sorted(DEMO_FILES.glob("*.json")):
            self._load(_document(path.stem), clerk)
        for organ in Organ.objects.filter(membership__user=clerk).distinct():
            _give(clerk, organ, Role.CLERK)
            _give(reviewer, organ, Role.REVIEWER)
            _give(chief, organ, Role.SUPERVISOR, Role.ADMINISTRATOR)
        self._load_register(clerk)
        return reviewer, chief

    def _load_register(self, clerk: User) -> None:
        """Give the city a register, and the report of the last year that it is offered to."""
        today, organ = timezone.localdate(), Organ.objects.get(name=_document(REGISTERED).organ)
        if Register.objects.filter(organ=organ).exists():
            return
        edition, table = _document(REGISTERED).edition, "requests.carried_forward."
        before = Report.objects.filter(organ=organ, year=today.year - 2).first()
        figures = before.document(pictures=False).cells if before else {}
        carried = {cell.removeprefix(table): int(figures.get(cell) or 0) for cell in edition.cells
                   if cell.startswith(table) and cell not in edition.computed}  # fmt: skip
        register.put_in(organ.pk, cases(today, carried), "演示台账", by=clerk)
        if not Report.objects.filter(organ=organ, year=today.year - 1).exists():
            editing.create_report(organ, today.year - 1, by=clerk)

    def _person(self, name: str, last_name: str, first_name: str, role: str) -> User:
        person, new = User.objects.get_or_create(
            username=name, defaults={"first_name": first_name, "last_name": last_name}
        )
        if new:
            person.password = _password()
            person.save()
        return person

    def _load(self, document: Document, clerk: User) -> None:
        organ = Organ.objects.filter(name=document.organ).first()
        if organ is None:
            region = _REGION.match(document.organ)
            organ = Organ(name=document.organ, type=document.organ_type or "other")
            organ.region = region[0] if region else ""
            organ.save()
        _give(clerk, organ, Role.CLERK, Role.REVIEWER)
        if Report.objects.main().filter(organ=organ, year=document.year).exists():
            return
        report = editing.create_report(organ, document.year, by=clerk)
        editing.take_document(access.report_to_edit(clerk, report.pk), document, by=clerk)

    def _publish(self, document: Document, reviewer: User, chief: User) -> None:
        # A step at a time, for nobody who logs in meanwhile shall wait until a PDF is made; who was
        # interrupted goes on from there.
        report = Report.objects.main().get(organ__name=document.organ, year=document.year)
        if report.status == Report.Status.DRAFT:
            report = workflow.submit(report.pk, by=reviewer)
        if report.status == Report.Status.SUBMITTED:
            report = workflow.approve(report.pk, by=chief)
        if report.status == Report.Status.APPROVED:
            publications.publish(report.pk, by=reviewer, issued=document.issued)


def _document(name: str) -> Document:
    text = (DEMO_FILES / f"{name}.json").read_text()
    return Document.from_json(json.loads(text, parse_float=Decimal))


@cache
def _password() -> str:
    # Hashing takes its time, which is its purpose; the demo's people share the password.
    return make_password(settings.DEMO_LOGIN[1])


def _give(user: User, organ: Organ, *roles: str) -> None:
    for role in roles:
        Membership.objects.get_or_create(user=user, organ=organ, role=role)
