"""What waits for a person to be signed, over all their reports: exact, and quick the second time."""

from collections import defaultdict
from functools import lru_cache

from django.db.models import prefetch_related_objects

from reports import access
from reports.access import Role
from reports.models import Report, Signature, Signing

from ..signing import Step, fingerprint_of, steps_of

_SIGNED_BY = {Step.DRAFT: Role.CLERK, Step.CHECK: Role.REVIEWER, Step.SECRECY: Role.REVIEWER,
              Step.ISSUE: Role.REVIEWER}  # fmt: skip


def to_sign(user) -> list[tuple[Report, list[str]]]:
    """Return the reports whose next step is the person's to sign, each with the steps that it lacks."""
    reports = list(access.reports_to_sign(user))
    if not reports:
        return []
    settings = {one.organ.path: one for one in Signing.objects.select_related("organ")}
    signatures: dict[int, list[Signature]] = defaultdict(list)
    for one in Signature.objects.filter(report__in=reports).defer("photo"):
        signatures[one.report_id].append(one)
    _read_at_once([report for report in reports if signatures[report.pk]])
    found = []
    for report in reports:
        missing = _missing(report, _steps(report.organ.path, settings), signatures[report.pk])
        if missing and _SIGNED_BY[missing[0]] in access.roles_over(user, report.organ)[0]:
            found.append((report, [Step(step).label for step in missing]))
    return found


def _steps(path: str, settings: dict[str, Signing]) -> tuple[str, ...]:
    above = (settings.get(path[:end]) for end in range(len(path), 0, -1))
    return steps_of(next(filter(None, above), None))


def _missing(report: Report, steps: tuple[str, ...], signatures: list[Signature]) -> list[str]:
    """Return the steps that nobody has signed for the present content, in their order."""
    now = _contents(*_key(report)).get("sha256") if signatures else None
    done = {one.step for one in signatures if one.content == now}
    return [step for step in steps if step not in done]


def _key(report: Report) -> tuple:
    """Return what a report's content hangs on: its last change, and what it and its organ are called."""
    return report.pk, report.revision, report.change_head, report.title, report.organ_name, report.organ_type


@lru_cache(maxsize=5000)
def _contents(*key) -> dict[str, str]:
    """Return where the fingerprint of a content is kept once it is known: it never changes."""
    return {}


def _read_at_once(reports: list[Report]) -> None:
    """Find the fingerprints that are not known yet, their contents fetched a hundred at once."""
    unknown = [report for report in reports if not _contents(*_key(report))]
    for at in range(0, len(unknown), 100):
        some = unknown[at : at + 100]
        prefetch_related_objects(some, "figures", "narratives")
        for report in some:
            _contents(*_key(report))["sha256"] = fingerprint_of(report)
