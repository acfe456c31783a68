"""The browser judges and reads as the server does: the same ids, the same sentences."""

import random

import pytest

from reports.document import SENTENCES, BadFigure, Document, format_figure, read_figure
from reports.editions import AMOUNT, COUNT, SIGNED, all_editions
from reports.editions.browser import edition_json
from reports.rules import equation_findings
from tests import factories
from tests.browser.conftest import plain

REPORTS = 1000
JUDGE = """({ findings }, { edition, reports }) => reports.map((figures) =>
  findings(edition, new Map(Object.entries(figures))).map(({ id, message }) => [id, message]))"""
READ = """({ readFigure }, { entries, sentences }) => entries.map(([typed, kind]) => {
  const { value, fault, notice } = readFigure(typed, kind, sentences);
  return [value, fault, notice];
})"""
ODD = [
    "", " ", "　", "0", "00", "-0", "+0", "12", "１２", "1,234", "1，234", "1 234", "12,34",
    "1,2345", "1.", "1.0", "1.50", ".5", "1.5", "1.1234567", "0.000001", "-1", "−1", "—1", "－５",
    "+19", "减4", "-", "—", "——", "/", "／", "无", "无无", "_", "~", "3/4", "½", "①", "1e5",
    "1E5", "0x10", "٣", "३", "999999999999", "1000000000000", "10" * 15, "1" * 40, "1" * 41,
    "12件", "12 件", "12件件", "5万元", "113.96万元", "251000元", "1 000元", "12.5元", "元",
    "-5元", "5 元", "无元", "22（其中修订16件）", "abc", "共3件", "1\n2", "1\t2", "\ufeff1",
    "\x1c1", "\x851", "1\u200b", "{typed}", "{converted}5元", "$5", "5%",
    "12345678901234567890123456789012345元", "000元", "0.10000元", "１，２３４．５６", "1。5",
    "1、2", "3①", "3²", "❷", "\u202d12\u202c", "\x7f7", "3\u200b", "\u200b", "𝟙𝟚", "一百", "123456789012345678901234567890",
    "3万元", "３ 万元", "1,000元", "0.5亿元", "3千元", "3项", "3万件", "３　件", "3次", "3人次", "3余件", "约3",
    "3%", "3万", "３．５万", "1.50万", "0万", "007万", "12万件", "1.2345万", "1.23456万", ".5万", "-3万", "1,2万", "万",
]  # fmt: skip


def wobbling(edition, seed: int) -> Document:
    """Return a report in which some equations break, some hold and some cannot be judged."""
    dice = random.Random(seed)
    cells = dict(factories.filled(edition, seed).cells)
    for cell in dice.sample(list(cells), dice.randrange(8)):
        cells[cell] = dice.choice([None, cells[cell] + 1, cells[cell] + dice.randrange(10**6)])
    return Document("瀍水区档案局", edition.first_year, edition.id, "", cells=cells)


def figures(document: Document) -> dict[str, str]:
    return {c: format_figure(v) for c, v in document.cells.items() if v is not None}


def server_reading(typed: str, kind: str) -> list:
    try:
        entry = read_figure(typed, kind)
    except BadFigure as bad:
        return [None, str(bad), ""]
    return [None if entry.value is None else format_figure(entry.value), "", entry.notice]


def scribbles() -> list[str]:
    dice = random.Random(1)
    letters = "0123456789012345,，.。 　-—+＋１２件元万无/x\n"
    return ["".join(dice.choices(letters, k=dice.randrange(1, 10))) for _ in range(3000)]


@pytest.mark.parametrize("edition", all_editions(), ids=lambda edition: edition.id)
def test_browser_and_server_find_the_same_broken_equations(edition, in_browser):
    documents = [wobbling(edition, seed) for seed in range(REPORTS)]
    theirs = [[[f.id, f.message] for f in equation_findings(document)] for document in documents]

    asked = {"edition": plain(edition_json(edition)), "reports": [figures(d) for d in documents]}
    ours = in_browser("report/equations.js", JUDGE, asked)

    assert ours == theirs
    assert 100 < sum(map(bool, theirs)) < REPORTS


def test_browser_and_server_read_figures_alike(in_browser):
    entries = [[text, kind] for text in ODD + scribbles() for kind in (COUNT, SIGNED, AMOUNT)]

    ours = in_browser("report/numbers.js", READ, {"entries": entries, "sentences": SENTENCES})

    theirs = [server_reading(*entry) for entry in entries]
    differing = [(e, o, t) for e, o, t in zip(entries, ours, theirs, strict=True) if o != t]
    assert differing == []
