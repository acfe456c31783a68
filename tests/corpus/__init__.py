"""Sentences in the styles of real reports, each with the figures it stands beside and its exact verdict.

`sentences/` has a file for each phenomenon; `held_out.txt` is not looked into. Format, one line each:
    = [set] what the next lines are about              the set says when they were written (README.md)
    @ organ=… type=… year=… new=46 recon.upheld=2 …    the report; what is not named is 0
    fires RULE … [in SECTION]: sentence                these rules must find something, no other
    silent [in SECTION]: sentence                      nothing may be found
      < 46件 = requests.new.total                      a count that is read, and what it is held against
      > text.count warning “46件” requests.new.total   a finding
A slash ／ parts paragraphs. Figures are cell ids or the short names of `SHORT`. The lines < and > are
written by `python -m tests.corpus.record`: what is due is said by the line above them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from unittest.mock import patch

from reports.document import Document, format_figure
from reports.editions import edition_for
from reports.rules import check
from reports.rules.case import Case
from reports.rules.registry import CLEAN

HERE = Path(__file__).parent
SENTENCES = HERE / "sentences"
SHORT = {
    "over": "requests.carried_over", "new": "requests.new", "done": "requests.processed",
    "forward": "requests.carried_forward", "granted": "requests.granted",
    "partial": "requests.partially_granted", "withheld": "requests.withheld_process",
    "unavailable": "requests.unavailable_not_held", "unprocessed": "requests.unprocessed_petition",
    "recon": "review.reconsideration", "direct": "review.litigation_direct",
    "after": "review.litigation_after_reconsideration", "docs": "proactive.normative_documents",
    "lic": "proactive.licensing", "pen": "proactive.penalties", "coe": "proactive.coercion",
    "fee": "proactive.fees", "buy": "proactive.procurement", "rules": "proactive.rules",
}  # fmt: skip
_SINGLE = {"person": "requests.new.natural_person", "org": "requests.new.business"}
_LAST = {"proactive.licensing": "decisions", "proactive.penalties": "decisions",
         "proactive.coercion": "decisions", "proactive.fees": "amount"}  # fmt: skip
_LINE = re.compile(r"(?:fires (?P<rules>[\w. ]+?)|silent)(?: in (?P<section>\w+))?: (?P<words>.+)")
_LONGEST_QUOTE = 24


@dataclass(frozen=True)
class Sentence:
    """A sentence of the corpus; `rules` are those that must fire, empty for none.

    `reads` and `finds` are its exact verdict as recorded: the counts that are held against figures,
    each with the quantity that it is, or that comes first; and the findings.
    """

    words: str
    rules: frozenset[str]
    section: str
    report: dict
    place: str
    reads: list[str] = field(default_factory=list, compare=False)
    finds: list[str] = field(default_factory=list, compare=False)

    @cached_property
    def verdict(self) -> "Verdict":
        """What is read and found in it now."""
        return verdict_of(self.report)

    def found(self) -> frozenset[str]:
        """Return the ids of the rules about words that find something in it."""
        return self.verdict.rules


@dataclass(frozen=True)
class Verdict:
    """The rules that find something, what is read and found, and the `words` that are known.

    Of each count that is read there are all lines that may stand for it: one of them is recorded.
    """

    rules: frozenset[str]
    reads: list[list[str]]
    finds: list[str]
    words: frozenset[str] = frozenset()

    def unread(self, recorded: list[str]) -> list[str]:
        """Return the recorded counts that are read otherwise now, or no more."""
        left = list(self.reads)
        gone = []
        for line in recorded:
            told = next((lines for lines in left if line in lines), None)
            if told is None:
                gone.append(line)
            else:
                left.remove(told)
        return gone


def verdict_of(report: dict) -> Verdict:
    """Return what is read and found in the words of a report."""
    cases = []
    with patch("reports.rules.running.Case", lambda *told: cases.append(Case(*told)) or cases[-1]):
        findings = check(Document.from_json(report))
    # What is found of the figures alone is no verdict on a sentence.
    ours = [f for f in findings if f.id.startswith("text.") and (f.section or f.quote)]
    language, figures = cases[0].language, cases[0].document.cells
    reads = [_reads(claim, figures) for claim in language.claims if claim.meaning]
    words = {s.words[start:end] for s in language.spoken for start, end, _ in s.pieces}
    return Verdict(
        frozenset(f.id for f in ours), [r for r in reads if r], [_found(f) for f in ours], frozenset(words)
    )


def _reads(claim, figures: dict) -> list[str]:
    """Return a line for each quantity that a count can be, that first which it is."""
    number, meaning = claim.mention.number, claim.meaning
    told = f"{format_figure(number.value)}{number.unit}"
    values = [(q.value(figures) == number.value, _cells(q)) for q in meaning.quantities]
    lines = [f"{told} {'=' if same else '≠'}{meaning.bound} {cells}" for same, cells in values]
    return sorted(lines, key=lambda line: "≠" in line)


def _cells(quantity) -> str:
    plus, minus = quantity.plus, quantity.minus
    if len(plus) > 2:
        plus = (plus[0], "…", plus[-1])
    return "+".join(plus) + (
        f"-…{len(minus)}" if len(minus) > 2 else "".join(f"-{cell}" for cell in minus)
    )


def _found(finding) -> str:
    quote = " ".join(finding.quote.split())
    if len(quote) > _LONGEST_QUOTE:
        quote = f"{quote[: _LONGEST_QUOTE // 2]}…{quote[-_LONGEST_QUOTE // 2 :]}"
    cells = (
        finding.cells if len(finding.cells) < 3 else (finding.cells[0], f"…{len(finding.cells)}")
    )
    told = cells or re.findall(r"\d[\d.]*", finding.message.replace(finding.quote, ""))
    return f"{finding.id} {finding.severity} “{quote}” {' '.join(told)}".rstrip()


def names() -> list[str]:
    """Return the names of the files, one a phenomenon."""
    return sorted(path.name for path in SENTENCES.glob("*.txt"))


def every() -> Iterator[Sentence]:
    """Yield the sentences of all phenomena."""
    for name in names():
        yield from read(SENTENCES / name)


def read(path: Path) -> list[Sentence]:
    """Return the sentences of a file."""
    report, sentences = {}, []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("@"):
            report = report_of(line[1:])
        elif line.startswith(("  < ", "  > ")):
            last = sentences[-1]
            (last.reads if line[2] == "<" else last.finds).append(line[4:])
        elif line.strip() and line[0] not in "#=":
            match = _LINE.fullmatch(line)
            assert match, f"{path.name}:{number}"
            sentences.append(_sentence(match, report, f"{path.name}:{number}"))
    return sentences


def _sentence(match: re.Match, report: dict, place: str) -> Sentence:
    section = match["section"] or "overview"
    words = "".join(f"<p>{part}</p>" for part in match["words"].split("／"))
    told = dict(CLEAN)
    extra = {"preface": words} if section == "preface" else {}
    if section != "preface":
        told[section] = told[section] + words if section == "overview" else words
    return Sentence(
        match["words"],
        frozenset((match["rules"] or "").split()),
        section,
        report | {"sections": told} | extra,
        place,
    )


def report_of(line: str) -> dict:
    """Return the report that a line of `organ=… type=… year=… figures` tells."""
    said = dict(word.split("=", 1) for word in line.split())
    year = int(said.pop("year"))
    report = {"organ": said.pop("organ"), "organ_type": said.pop("type"), "year": year}
    known = edition_for(year).cells
    cells = dict.fromkeys(known, 0)
    for name, value in said.items():
        cells[_cell(name, year, known)] = value
    return report | {"cells": cells}


def _cell(name: str, year: int, known) -> str:
    if name in _SINGLE or name in known:
        return _SINGLE.get(name, name)
    if name == "other":
        return "requests.other_handling.total" if year < 2021 else "requests.other_other.total"
    row, _, column = name.partition(".")
    base = SHORT[row]
    return f"{base}.{column or _LAST.get(base, 'total')}"


@dataclass
class Score:
    """How a rule did: right alarms, false alarms, misses."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Right alarms of all alarms."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """Right alarms of all that were due."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0


def scores(sentences: list[Sentence]) -> tuple[dict[str, Score], list[str]]:
    """Return each rule's score, and what went wrong where."""
    table, faults = {}, []
    for sentence in sentences:
        found = sentence.found()
        for rule in found | sentence.rules:
            score = table.setdefault(rule, Score())
            score.hits += rule in found & sentence.rules
            score.missed += rule in sentence.rules - found
            score.false += rule in found - sentence.rules
        if found != sentence.rules:
            wanted = "、".join(sorted(sentence.rules)) or "silence"
            faults.append(f"{sentence.place} {sorted(found)} for {wanted}: {sentence.words}")
    return dict(sorted(table.items())), faults


def total(table: dict[str, Score]) -> Score:
    """Return the score of all rules together."""
    parts = Counter()
    for score in table.values():
        parts.update(hits=score.hits, false=score.false, missed=score.missed)
    return Score(parts["hits"], parts["false"], parts["missed"])
