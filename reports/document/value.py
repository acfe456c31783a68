"""`Document`, the report as a plain value, and its JSON (docs/report.schema.json)."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from reports.editions import Edition, UnknownEdition, edition_for, get_edition

from .figures import format_figure
from .narrative.inline import UNSEEN
from .narrative.text import clean

_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?")
LONGEST_LINE = 200


class NotAReport(ValueError):
    """The value is no report; the text says where and what, in Chinese."""

    def __init__(self, sentence: str):
        # It quotes what was read, where half a character may stand: no page could show that.
        super().__init__(UNSEEN.sub("�", sentence))


@dataclass(frozen=True)
class Document:
    """One organ's report for one year.

    `organ_type` is empty when nobody said it. `sections` maps a narrative section's id to its
    mark-up, `cells` a cell's id to its exact value, with None for blank. Cells and sections that
    are absent are blank.
    """

    organ: str
    year: int
    edition_id: str
    title: str
    organ_type: str = ""
    issued: datetime.date | None = None
    index_number: str = ""
    preface: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Decimal | None] = field(default_factory=dict)

    @cached_property
    def edition(self) -> Edition:
        """The template that the report is written on."""
        return get_edition(self.edition_id)

    def narrative(self, section: str) -> str:
        """Return the mark-up of a narrative section or of the preface, empty when not written."""
        return self.preface if section == "preface" else self.sections.get(section, "")

    def figure(self, cell: str) -> str:
        """Return a figure as it is printed, empty when blank."""
        return format_figure(self.cells.get(cell))

    @property
    def answered(self) -> int:
        """How many cells of the edition have a figure."""
        return sum(self.cells.get(cell) is not None for cell in self.edition.cells)

    def to_json(self) -> dict[str, Any]:
        """Return the report in the documented JSON form: whole numbers as integers."""
        return {
            "organ": self.organ,
            "organ_type": self.organ_type or None,
            "year": self.year,
            "edition": self.edition_id,
            "title": self.title,
            "issued": self.issued.isoformat() if self.issued else None,
            "index_number": self.index_number,
            "preface": self.preface,
            "sections": {s.id: self.narrative(s.id) for s in self.edition.narratives},
            "cells": {cell: _json_figure(self.cells.get(cell)) for cell in self.edition.cells},
        }

    @classmethod
    def from_json(cls, value: Any) -> "Document":
        """Read the documented JSON form; raise NotAReport with a Chinese sentence."""
        if not isinstance(value, dict):
            raise NotAReport("这不是一份年度报告：文件内容应当是一个 JSON 对象。")
        organ, year = _line(value, "organ"), _year(value.get("year"))
        if not organ:
            raise NotAReport("缺少机关名称（organ）。")
        edition = _edition(value.get("edition"), year)
        return cls(
            organ=organ,
            year=year,
            edition_id=edition.id,
            title=_line(value, "title") or edition.title_of(organ, year),
            organ_type=_line(value, "organ_type"),
            issued=_date(value.get("issued")),
            index_number=_line(value, "index_number"),
            preface=_markup(value.get("preface"), "preface"),
            sections=_sections(value.get("sections"), edition),
            cells=_cells(value.get("cells"), edition),
        )


def _json_figure(value: Decimal | None) -> int | str | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else format_figure(value)


def _line(value: dict, key: str) -> str:
    text = value.get(key)
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > LONGEST_LINE:
        raise NotAReport(f"“{key}”应当是不超过{LONGEST_LINE}字的文字。")
    return " ".join(UNSEEN.sub("", text).split())


def _year(year: Any) -> int:
    if isinstance(year, bool) or not isinstance(year, int):
        raise NotAReport("年度（year）应当是整数，例如 2025。")
    return year


def _edition(edition: Any, year: int) -> Edition:
    try:
        by_year = edition_for(year)
        return by_year if edition is None else get_edition(edition)
    except UnknownEdition as unknown:
        raise NotAReport(str(unknown)) from None


def _date(issued: Any) -> datetime.date | None:
    if issued in (None, ""):
        return None
    try:
        return datetime.date.fromisoformat(issued)
    except (TypeError, ValueError):
        raise NotAReport("发布日期（issued）应当写成 2026-01-20 这样的形式。") from None


def _markup(markup: Any, section: str) -> str:
    if markup is None:
        return ""
    if not isinstance(markup, str):
        raise NotAReport(f"“{section}”部分应当是文字。")
    return clean(markup)


def _sections(sections: Any, edition: Edition) -> dict[str, str]:
    if sections is None:
        sections = {}
    if not isinstance(sections, dict):
        raise NotAReport("“sections”应当按部分给出文字。")
    known = [section.id for section in edition.narratives]
    if unknown := [name for name in sections if name not in known]:
        raise NotAReport(f"没有“{unknown[0]}”这个部分；文字部分是：{'、'.join(known)}。")
    return {name: _markup(sections.get(name), name) for name in known}


def _cells(cells: Any, edition: Edition) -> dict[str, Decimal | None]:
    if cells is None:
        cells = {}
    if not isinstance(cells, dict):
        raise NotAReport("“cells”应当按单元格给出数字。")
    if unknown := [cell for cell in cells if cell not in edition.cells]:
        raise NotAReport(f"{edition.caption}里没有“{unknown[0][:80]}”这个单元格。")
    return {cell: _figure(cells.get(cell), cell) for cell in edition.cells}


def _figure(value: Any, cell: str) -> Decimal | None:
    if value is None or isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise NotAReport(f"单元格“{cell}”应当是数字、数字文本或 null。")
    # A float has no exact decimals of its own; its shortest text is what was written.
    text = value.strip() if isinstance(value, str) else _number_text(value)
    if not _NUMBER.fullmatch(text):
        raise NotAReport(f"单元格“{cell}”的内容“{text[:20]}”不是数字。")
    return Decimal(text)


def _number_text(value: int | float | Decimal) -> str:
    if isinstance(value, int):
        # Past 4,300 digits Python refuses to print an integer.
        return str(value) if abs(value) < 10**30 else "…"
    number = Decimal(repr(value)) if isinstance(value, float) else value
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 30 else "…"
