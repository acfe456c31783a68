"""The registry of every rule: what it finds, how grave it is, why, and an example of each kind.

docs/rules.md and the page 规则说明 are made from it. A new rule is a function that yields findings,
its `Finder` in `FINDERS`, and its entry in `reports/rules/entries/`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reports.document import Document

from .case import Case
from .findings import SEVERITY_NAMES, Finding
from .tables import arithmetic, enforcement, previous_year, register
from .text.figures.agreements import disagreements
from .text.figures.counts import counts
from .text.figures.denials import denials
from .text.figures.fees import charges
from .text.figures.outcomes import incomplete_outcomes
from .text.figures.shares import shares
from .text.figures.sums import wrong_sums
from .text.figures.unpaid_fees import unpaid
from .text.form.dates.as_of import as_of
from .text.form.dates.periods import periods
from .text.form.dates.signed_days import impossible_days, signed_days
from .text.form.dates.years import years
from .text.form.empty import blanks_left, empty_sections
from .text.form.fee_statement import fee_statement
from .text.form.lengths import long_sections
from .text.form.organs import organs
from .text.form.parts import announced_kinds, announced_parts
from .text.form.pictures import untold_pictures
from .text.form.references import references
from .text.form.repeats import repeated_sections
from .text.form.topics import missing_topics
from .text.wording.leftovers import leftovers
from .text.wording.privacy import private_data
from .text.wording.typing_errors import typing_errors

CLEAN = {
    "overview": (
        "<h3>（一）主动公开</h3><p>本年度围绕中心工作主动公开各类政府信息，及时回应社会关切。</p>"
        "<h3>（二）依申请公开</h3><p>规范申请的登记、审核、答复流程，依法保障公众知情权。</p>"
        "<h3>（三）政府信息管理</h3><p>落实公开前的保密审查，定期核对已公开的信息。</p>"
        "<h3>（四）政府信息公开平台建设</h3><p>做好门户网站公开专栏的日常维护。</p>"
        "<h3>（五）监督保障</h3><p>明确专人负责，开展业务培训，纳入年度考核，接受社会评议，本年度没有责任追究的情形。</p>"
    ),
    "problems": "<p>存在的问题是公开内容还不够细。下一步将加强业务学习，改进公开质量。</p>",
    "other_matters": "<p>本年度未收取信息处理费。没有其他需要报告的事项。</p>",
}


@dataclass(frozen=True)
class Example:
    """A report told by what differs from a clean report of zeros; `shows` is what a reader sees."""

    shows: str
    sections: dict[str, str] = field(default_factory=dict)
    cells: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    previous: dict[str, Any] | None = None
    register: dict[str, int] = field(default_factory=dict)
    enforcement: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """What a reader is shown of it, in one line."""
        return self.shows.replace("</p><p>", " …… ")

    def document(self) -> Document:
        """Return the report."""
        return _report({"sections": self.sections, "cells": self.cells} | self.report)

    def last_year(self) -> Document | None:
        """Return last year's report, when the example has one."""
        if self.previous is None:
            return None
        return _report({"year": self.document().year - 1, "sections": None} | self.previous)


def _report(changes: dict[str, Any]) -> Document:
    basics = {"organ": "瀍水区文化和旅游局", "organ_type": "department", "year": 2024}
    value = basics | {k: v for k, v in changes.items() if k not in ("sections", "cells")}
    told = changes.get("sections", {})
    value["sections"] = {} if told is None else CLEAN | told
    value["cells"] = dict.fromkeys(Document.from_json(basics | {"year": value["year"], "edition": value.get("edition")}).edition.cells, 0) | changes.get("cells", {})  # fmt: skip
    return Document.from_json(value)


@dataclass(frozen=True)
class Rule:
    """One rule. `pattern` is its id; a word in braces stands for a column, row, section or topic."""

    pattern: str
    severities: tuple[str, ...]
    title: str
    why: str
    source: str
    fires: Example
    silent: Example
    # Why such a warning is kept, usually: offered to whoever keeps it.
    reasons: tuple[str, ...] = ()

    @cached_property
    def _matcher(self) -> re.Pattern:
        parts = re.split(r"\{\w+\}", self.pattern)
        return re.compile(r"[\w.]+".join(re.escape(part) for part in parts))

    def covers(self, finding_id: str) -> bool:
        """Whether a finding of that id comes from this rule."""
        return bool(self._matcher.fullmatch(finding_id))

    @property
    def anchor(self) -> str:
        """The rule's place on the page 规则说明: its id up to what varies."""
        return self.pattern.split(".{")[0]

    @property
    def severity_name(self) -> str:
        """The severities in Chinese: 错误 or 错误／提醒."""
        return "／".join(SEVERITY_NAMES[severity] for severity in self.severities)


Find = Callable[[Case], Iterable[Finding]]


@dataclass(frozen=True)
class Finder:
    """A function that finds, and the id of the rule (one of its rules) that it is named after.

    One that reads words takes as long as they are; one that reads figures only, as the edition is.
    """

    rule: str
    find: Find
    reads_words: bool = True


def _of_document(rule: str, find: Callable[[Document], Iterable[Finding]]) -> Finder:
    return Finder(rule, lambda case: find(case.document), False)


def _of_two_years(rule: str, find: Callable[[Document, Document], Iterable[Finding]]) -> Finder:
    return Finder(
        rule, lambda case: find(case.document, case.previous) if case.previous else (), False
    )


FINDERS: tuple[Finder, ...] = (
    _of_document("edition.outdated", arithmetic.outdated_edition),
    _of_document("requests.balance.total", arithmetic.broken_equations),
    _of_document("cell.range", arithmetic.impossible_cells),
    _of_document("proactive.power", arithmetic.rules_without_power),
    _of_document("proactive.unit", arithmetic.amounts_in_yuan),
    _of_document("cell.blank", arithmetic.blank_cells),
    _of_document("requests.other_high", arithmetic.many_others),
    _of_two_years("requests.carried.total", previous_year.broken_carry_overs),
    _of_two_years("proactive.unit", previous_year.amounts_out_of_scale),
    _of_two_years("swing.total", previous_year.swings),
    Finder("proactive.enforcement.total", lambda case: enforcement.differences(case.document, case.enforcement), False),
    Finder("requests.register.total", lambda case: register.differences(case.document, case.register), False),
    Finder("text.empty.overview", empty_sections),
    Finder("text.empty.overview", blanks_left),
    Finder("text.topic.total", missing_topics),
    Finder("text.fee", fee_statement),
    Finder("text.repeat", repeated_sections),
    Finder("text.length", long_sections),
    Finder("text.picture", untold_pictures, False),
    Finder("text.period", periods),
    Finder("text.year", years),
    Finder("text.organ", organs),
    Finder("text.parts", announced_parts),
    Finder("text.parts", announced_kinds),
    Finder("text.count", counts),
    Finder("text.denial", denials),
    Finder("text.sum", wrong_sums),
    Finder("text.sum", incomplete_outcomes),
    Finder("text.agreement", disagreements),
    Finder("text.share", shares),
    Finder("text.date", signed_days),
    Finder("text.date", impossible_days),
    Finder("text.asof", as_of),
    Finder("text.reference", references),
    Finder("text.fee_tariff", charges),
    Finder("text.fee_unpaid", unpaid),
    Finder("text.private", private_data),
    Finder("text.sensitive", leftovers),
    Finder("text.typo", typing_errors),
)
