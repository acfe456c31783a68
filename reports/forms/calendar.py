"""The form of a district's calendar: a line for each kind of report, a column for each step."""

import re
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from reports import directory
from reports.editions import AREA, KINDS
from reports.models import Calendar, CalendarLine, Organ
from reports.models.office.calendar import STEPS
from reports.oversight.days import Calendars
from reports.refusals import Refused

from .report import LineField

_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
_WRONG = "请写成 2026-01-20 这样的日期。"


class DayField(forms.DateField):
    """A day, or nothing."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
        super().__init__(required=False, input_formats=_FORMATS, widget=widget,
                         error_messages={"invalid": _WRONG}, **kwargs)  # fmt: skip


class OffsetsField(LineField):
    """How many days before or after reminders go out: `7,1`; empty for none."""

    MOST, FARTHEST = 5, 60

    def clean(self, value) -> str:
        """Return the numbers with commas between them."""
        parts = re.findall(r"[^\s,，、;；天]+", super().clean(value))
        days = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 4]
        if len(days) < len(parts) or len(days) > self.MOST or max(days, default=0) > self.FARTHEST:
            raise forms.ValidationError(
                f"请写 0 到 {self.FARTHEST} 之间的天数，用逗号隔开，最多 {self.MOST} 个，例如 7,1；不提醒就留空。"
            )
        return ",".join(str(day) for day in dict.fromkeys(days))


@dataclass(frozen=True)
class Row:
    """A line of the form: what it is about, its five days, and what counts where they are blank."""

    caption: str
    cells: list[tuple[BoundField, str]]
    limits: str


class CalendarForm(forms.Form):
    """A calendar, whole; `lines` are its days once it is valid."""

    before = OffsetsField(label="提前几天自动提醒", required=False, max_length=20)
    after = OffsetsField(label="逾期几天自动提醒", required=False, max_length=20)
    late_reason = LineField(
        label="晚于法定期限的原因", required=False, max_length=200,
        help_text="只有发布日期晚于法定期限时才要填写。",
    )  # fmt: skip
    new_name = LineField(required=False, max_length=100)
    new_kind = forms.ChoiceField(required=False, choices=list(KINDS.items()))

    def __init__(self, data=None, *, organ: Organ, year: int, by):
        self.organ, self.year, self.by = organ, year, by
        calendar = directory.calendar_of(organ, year) or Calendar(organ=organ, year=year)
        lines = directory.lines_of(calendar if calendar.pk else None)
        names = ("before", "after", "late_reason")
        super().__init__(data, initial={name: getattr(calendar, name) for name in names})
        self.types = directory.types_below(organ)
        self.two_kinds = any(key.kind == AREA for key in directory.keys_of(self.types))
        self.keys = [*directory.keys_of(self.types), *(key for key in lines if key.only)]
        self.singles = {line.only_id: line.only for line in lines.values() if line.only_id}
        self.lines: dict = {}
        for key in self.keys:
            self._add(key, lines.get(key))
        for step, caption in STEPS.items():
            self.fields[f"new_{step}"] = DayField(label=f"单个机关的{caption}")

    def _add(self, key: directory.Key, line: CalendarLine | None) -> None:
        of = directory.caption_of(key, self.singles.get(key.only))
        for step, caption in STEPS.items():
            field = DayField(label=f"{of}的{caption}", initial=getattr(line, step) if line else None)
            self.fields[name_of(key, step)] = field

    @property
    def rows(self) -> list[Row]:
        """The lines as they are shown."""
        calendars = Calendars([self.year], [self.organ.path])
        return [self._row(key, calendars) for key in self.keys]

    def _row(self, key: directory.Key, calendars: Calendars) -> Row:
        single = self.singles.get(key.only)
        of = single or Organ(path=self.organ.path, type=key.type)
        days = calendars.of(of, self.year, key.kind)
        cells = []
        for step in STEPS:
            day = days.named_day(step)
            now = f"现为 {day.month}月{day.day}日（{days.named[step][1]}）" if day else ""
            cells.append((self[name_of(key, step)], now))
        fixed = [words for words in days.parts if words[0] in ("上级要求", "法定")]
        limits = "，".join(f"{what} {day.month}月{day.day}日" for what, day in fixed)
        return Row(directory.caption_of(key, single), cells, limits if of.type else "")

    @property
    def new_days(self) -> list[BoundField]:
        """The five fields for an organ that gets days of its own."""
        return [self[f"new_{step}"] for step in STEPS]

    def clean(self) -> dict:
        """Gather the days by line; find the organ that gets days of its own."""
        data = super().clean()
        for key in self.keys:
            self.lines[key] = {step: data.get(name_of(key, step)) for step in STEPS}
        days = {step: data.get(f"new_{step}") for step in STEPS}
        if any(days.values()) or data.get("new_name"):
            self._add_single(data, days)
        return data

    def _add_single(self, data: dict, days: dict) -> None:
        if not data.get("new_name"):
            self.add_error("new_name", "请写明是哪个机关。")
            return
        if not any(days.values()):
            self.add_error("new_name", "请写明日期。")
            return
        try:
            organ = directory.organ_called(data["new_name"], by=self.by)
        except Refused as refusal:
            self.add_error("new_name", str(refusal))
            return
        kinds = organ.kind.kinds
        kind = data["new_kind"] if data.get("new_kind") in kinds else kinds[0]
        self.lines[directory.Key(kind, "", organ.pk)] = days

    def put(self, refusal: Refused) -> None:
        """Put what was refused where it stands: at the day, or above all."""
        name = None
        if isinstance(refusal, directory.WrongDay):
            name = name_of(refusal.key, refusal.step)
            name = name if name in self.fields else f"new_{refusal.step}"
        self.add_error(name, str(refusal))


def name_of(key: directory.Key, step: str) -> str:
    """Return the name of a line's field for a step."""
    return f"{key.kind}-{key.only or key.type or 'all'}-{step}"


