"""Sentences in the styles of real reports, each with the figures it stands beside and its verdict.

Format of the .txt files, one line each:
    = what the next lines are about
    @ organ=… type=… year=… new=46 recon.upheld=2 …    the report; what is not named is 0
    fires RULE … [in SECTION]: sentence                these rules must find something, no other
    silent [in SECTION]: sentence                      nothing may be found
A slash ／ parts paragraphs. Figures are cell ids or the short names of `SHORT`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from reports.document import Document
from reports.editions import edition_for
from reports.rules import check
from reports.rules.registry import CLEAN

HERE = Path(__file__).parent
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


@dataclass(frozen=True)
class Sentence:
    """A sentence of the corpus; `rules` are those that must fire, empty for none."""

    words: str
    rules: frozenset[str]
    section: str
    report: dict
    place: str

    def found(self) -> set[str]:
        """Return the ids of the rules about words that find something in it.

        What is found of the figures alone is no verdict on a sentence.
        """
        findings = check(Document.from_json(self.report))
        return {f.id for f in findings if f.id.startswith("text.") and (f.section or f.quote)}


def read(name: str) -> list[Sentence]:
    """Return the sentences of a file."""
    report, sentences = {}, []
    for number, line in enumerate((HERE / name).read_text().splitlines(), 1):
        if line.startswith("@"):
            report = report_of(line[1:])
        elif line.strip() and line[0] not in "#=":
            match = _LINE.fullmatch(line)
            assert match, f"{name}:{number}"
            sentences.append(_sentence(match, report, f"{name}:{number}"))
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
