"""The words of a file that somebody settles, as a page asks and answers them."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.cases.comparing import Change
from reports.cases.naming import is_hidden, without_mark
from reports.cases.reading import settling, values

from . import captions

COLUMNS = {
    "result": "办理结果", "applicant": "申请人类型", "name": "申请人", "review": "复议诉讼结果",
    "group": "复议诉讼途径", "year": "年份", "number": "编号重复",
}  # fmt: skip
_MORE = {
    "open": "还没有办结", "leave": "不计入（不导入这几行）", "step": "只是环节，不是结果",
    "first": "用最前面一行", "last": "用最后一行", "each": "各是一件，分别编号",
}  # fmt: skip
_FIELDS = {
    "received_on": "收到日期", "applicant": "申请人类型", "outcome": "办理结果", "closed_on": "办结日期",
    "corrected_on": "补正日期", "extended": "延期", "third_party": "征求第三方意见", "matter": "事由",
    "body": "承办单位", "group": "途径", "request": "申请编号",
}  # fmt: skip
_PARTS = "|"  # parts a column from its value in the name of a field


@dataclass(frozen=True)
class Word:
    """A value of the file: its column, in how many rows, what it means or may mean."""

    name: str
    column: str
    value: str
    rows: int
    where: str
    meaning: str
    choices: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> str:
        """The value without the mark of what was left out of it."""
        return without_mark(self.value)

    @property
    def is_hidden(self) -> bool:
        """Whether something is left out of it that may be a name."""
        return is_hidden(self.value)

    @property
    def is_year(self) -> bool:
        """Whether a year is asked for, which is typed."""
        return not self.choices


def questions(reading: values.Reading) -> list[Word]:
    """Return what only a person can settle, in the order of the rows."""
    return [
        _word(one.column, one.value, len(one.rows), one.proposed, one.where)
        for one in reading.asked
    ]


def known(reading: values.Reading) -> list[Word]:
    """Return what was understood, with what it was taken for, to be looked over."""
    return [_word(one.column, one.value, one.rows, one.meaning) for one in reading.known]


def _word(column: str, value: str, rows: int, meaning: str, where: str = "") -> Word:
    may = settling.choices().get(column, ())
    choices = tuple((key, caption_of(column, key)) for key in may)
    name = f"a{_PARTS}{column}{_PARTS}{value}"
    return Word(name, COLUMNS.get(column, column), value, rows, where, meaning, choices)


def caption_of(column: str, key: str) -> str:
    """Return what an answer is called."""
    if key in _MORE:
        return _MORE[key]
    found = {
        "result": captions.outcomes, "applicant": captions.applicants, "name": captions.applicants,
        "review": captions.review_outcomes, "group": captions.ways,
    }  # fmt: skip
    return found[column]().get(key, key) if column in found else key


def answers_in(posted: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the answers of a page, by column and value; what was left open is not among them."""
    answers: dict[str, dict[str, str]] = {}
    for name in posted:
        parts = name.split(_PARTS, 2)
        if len(parts) == 3 and parts[0] == "a" and posted[name].strip():
            answers.setdefault(parts[1], {})[parts[2]] = posted[name].strip()
    return answers


def told(change: Change) -> tuple[str, list[tuple[str, str, str]]]:
    """Return the number of a case that differs, and each field with what it was and is."""
    rows = [(_FIELDS.get(name, name), _said(name, getattr(change.old, name)), _said(name, getattr(change.new, name)))
            for name in change.fields]  # fmt: skip
    return change.new.number, rows


def _said(name: str, value) -> str:
    if value in (None, "", False):
        return "无"
    if value is True:
        return "有"
    if name in ("applicant", "group"):
        return captions.applicant(value) if name == "applicant" else captions.way(value)
    if name == "outcome":
        return captions.outcomes().get(value) or captions.review_outcome(value)
    return str(value)
