"""The register's settings, and removing what is older than they say."""

import datetime

from django.db import transaction
from django.utils import timezone

from reports import history
from reports.models import Register
from reports.refusals import Refused

from .keeping import advance, locked

LEAST_YEARS, MOST_YEARS = 3, 99
_NAMES = {"keeps_matter": "记事由", "shown_above": "主管可看各件", "years_kept": "保留年数"}


@transaction.atomic
def set_up(organ_id: int, *, by, keeps_matter: bool, shown_above: bool, years_kept: int) -> Register:
    """Set how the register is kept; raise Http404, Refused.

    Where the matter is no longer kept, what was kept of it is wiped.
    """
    register = locked(organ_id, by)
    if not LEAST_YEARS <= years_kept <= MOST_YEARS:
        raise Refused(f"保留年数应在{LEAST_YEARS}到{MOST_YEARS}之间。", 422)
    typed = {"keeps_matter": keeps_matter, "shown_above": shown_above, "years_kept": years_kept}
    steps = [
        history.Step(f"setting:{name}", str(getattr(register, name)), str(value))
        for name, value in typed.items() if getattr(register, name) != value
    ]  # fmt: skip
    if not steps:
        return register
    for name, value in typed.items():
        setattr(register, name, value)
    register.save()
    if not keeps_matter:
        register.requests.exclude(matter="").update(matter="")
        _forget_matters(register)
    advance(register)
    history.record_in_register(register, steps, by=by)
    said = "，".join(f"{_NAMES[step.place[8:]]}：{_said(step.new)}" for step in steps)
    history.note(history.Action.REGISTER_SET, by=by, organ=register.organ, detail=f"台账设置：{said}")
    return register


def _forget_matters(register: Register) -> None:
    """Wipe the matters from what an undo would put back: of the latest batch, which alone has any."""
    for batch in register.batches.exclude(before=[]):
        for _, _, fields in batch.before:
            if fields:
                fields.pop("matter", None)
        batch.save(update_fields=["before"])


def _said(value: str) -> str:
    return {"True": "是", "False": "否"}.get(value, value)


def last_day_to_clear(register: Register) -> datetime.date:
    """Return the last day of the years that are older than the register keeps."""
    return datetime.date(timezone.localdate().year - register.years_kept - 1, 12, 31)


def old_rows(register: Register) -> tuple:
    """Return the requests and reviews that were closed in those years: what is open stays."""
    day = last_day_to_clear(register)
    return tuple(rows.filter(closed_on__lte=day) for rows in (register.requests, register.reviews))


@transaction.atomic
def clear_old(organ_id: int, *, by) -> int:
    """Remove the closed cases that are older than the register keeps; return how many. Http404, Refused."""
    register = locked(organ_id, by)
    day = last_day_to_clear(register)
    counts = [rows.delete()[0] for rows in old_rows(register)]
    if not sum(counts):
        raise Refused(f"没有{day.year}年及以前办结的，不需要清理。")
    register.batches.filter(at__date__lte=day).update(before=[])
    advance(register)
    said = f"{day.year}年及以前办结的申请{counts[0]}件、复议诉讼{counts[1]}件"
    step = history.Step("cleared", said, "")
    history.record_in_register(register, [step], by=by)
    history.note(history.Action.REGISTER_CLEARED, by=by, organ=register.organ, detail=f"清理{said}")
    return sum(counts)
