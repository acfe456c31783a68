"""What waits for a person: to begin, to fill, to check, to judge, to publish, to answer, to settle."""

from django.db.models import Exists, OuterRef, Q

from reports.models import (
    Assignment,
    Membership,
    Organ,
    Rectification,
    Remark,
    Report,
    Signing,
    states,
)
from reports.models.authoring.assignment import AssignmentQuerySet
from reports.models.deciding.rectification import RectificationQuerySet
from reports.models.deciding.review import RemarkQuerySet
from reports.models.organ import OrganQuerySet
from reports.models.report import ReportQuerySet

from .roles import Role, supervisor_paths


def reviewed_by(user) -> Q:
    """Return which reports are of organs whose reviewer `user` is."""
    return Q(organ__in=Membership.objects.filter(user=user, role=Role.REVIEWER).values("organ"))


def judged_by(user) -> Q:
    """Return which reports `user` judges, as powers_over has it.

    Where nobody supervises the organ, its own reviewer approves.
    """
    over = Membership.objects.over(OuterRef("organ__path"))
    judged = reviewed_by(user) & ~Exists(over.filter(role=Role.SUPERVISOR, user__is_active=True))
    for path in supervisor_paths(user):
        judged |= Q(organ__path__startswith=path)
    return judged


def _reports() -> ReportQuerySet:
    return Report.objects.select_related("organ").order_by("year", "organ__path")


def reports_to_fill(user) -> ReportQuerySet:
    """Return the reports that `user` writes and has not handed on."""
    mine = Membership.objects.filter(user=user, role=Role.CLERK).values("organ")
    return _reports().filter(organ__in=mine, status__in=states.OPEN, handed_over_at=None)


def reports_to_check(user) -> ReportQuerySet:
    """Return the reports that clerks handed to `user` to be checked and handed in."""
    waiting = _reports().filter(status__in=states.OPEN, handed_over_at__isnull=False)
    return waiting.filter(reviewed_by(user))


def reports_to_judge(user) -> ReportQuerySet:
    """Return the reports that were handed in for `user` to judge."""
    return _reports().filter(judged_by(user), status=states.Status.SUBMITTED)


def reports_to_publish(user) -> ReportQuerySet:
    """Return the reports of the person's own organs that were found good and are not public yet."""
    return _reports().filter(reviewed_by(user), status=states.Status.APPROVED)


def reports_to_sign(user) -> ReportQuerySet:
    """Return the reports of the person's own organs that are handed in and may lack signatures."""
    waiting = _reports().filter(status__in=(states.Status.SUBMITTED, states.Status.APPROVED))
    return waiting.of_people(user) if Signing.objects.exists() else waiting.none()


def organs_to_begin(user, year: int, kind: str = Report.Kind.MAIN) -> OrganQuerySet:
    """Return the organs for which `user` writes, that owe a report of that kind for the year and have none.

    An office's own is owed by the governments whose office is no organ of its own.
    """
    mine = Membership.objects.filter(user=user, role=Role.CLERK).values("organ")
    made = Report.objects.filter(organ=OuterRef("pk"), year=year, kind=kind)
    organs = Organ.objects.filter(~Exists(made), pk__in=mine).owing_in(year)
    return organs if kind == Report.Kind.MAIN else organs.for_their_office()


def reports_to_say_kind_of(user) -> ReportQuerySet:
    """Return the reports that `user` writes, of which it is to be said which of two they are."""
    mine = Membership.objects.filter(user=user, role=Role.CLERK).values("organ")
    return _reports().filter(organ__in=mine, kind_asked=True)


def parts_to_take(user) -> AssignmentQuerySet:
    """Return what was given of the reports that `user` writes and has come back to be taken."""
    mine = Membership.objects.filter(user=user, role=Role.CLERK).values("organ")
    back = Assignment.objects.filter(state=Assignment.State.HANDED_IN, report__organ__in=mine)
    waiting = back.filter(report__status__in=states.OPEN)
    return waiting.select_related("report__organ", "person").order_by("handed_in_at")


def remarks_to_answer(user) -> RemarkQuerySet:
    """Return the remarks without an answer: on reports that `user` writes, and of their colleagues."""
    held = Membership.objects.filter(user=user)
    mine = held.filter(role=Role.CLERK).values("organ")
    own = held.filter(role__in=(Role.CLERK, Role.REVIEWER)).values("organ")
    among = Q(inside=True, report__organ__in=own, report__status__in=states.OPEN) & ~Q(by=user)
    waiting = Remark.objects.unanswered().filter(Q(inside=False, report__organ__in=mine) | among)
    return waiting.select_related("report__organ").order_by("pk")


def remarks_to_settle(user) -> RemarkQuerySet:
    """Return the remarks of `user` that were answered, on reports that are still theirs to read."""
    theirs = Report.objects.filter(judged_by(user) | reviewed_by(user))
    waiting = Remark.objects.open().filter(by=user, answered_at__isnull=False)
    own = Membership.objects.filter(user=user, role__in=(Role.CLERK, Role.REVIEWER)).values("organ")
    among = Q(inside=True, report__organ__in=own, report__status__in=states.OPEN)
    waiting = waiting.filter(Q(inside=False, report__in=theirs) | among)
    return waiting.select_related("report__organ").order_by("answered_at")


def _rectifications() -> RectificationQuerySet:
    return Rectification.objects.select_related("report__organ").order_by("due", "pk")


def rectifications_to_answer(user) -> RectificationQuerySet:
    """Return what is to be put right in public reports of the person's own organs."""
    own = Membership.objects.filter(user=user, role__in=(Role.CLERK, Role.REVIEWER))
    return _rectifications().to_answer().filter(report__organ__in=own.values("organ"))


def rectifications_to_settle(user) -> RectificationQuerySet:
    """Return what was answered, for `user` to settle or to send back."""
    answered = _rectifications().filter(state=Rectification.State.ANSWERED)
    return answered.filter(report__in=Report.objects.filter(judged_by(user)))


def rectifications_supervised(user, year: int) -> RectificationQuerySet:
    """Return what is or was to be put right in the year's reports below `user`."""
    over = Q(pk__in=[])
    for path in supervisor_paths(user):
        over |= Q(report__organ__path__startswith=path)
    return Rectification.objects.filter(over, report__year=year)
