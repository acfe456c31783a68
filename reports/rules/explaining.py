"""Why the rules say what they say of a sentence: its words, its claims, and what they were held against."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.document import Document, format_figure
from reports.language.claims.denials import denials_of
from reports.language.claims.language import Claim, Language
from reports.language.claims.lists import Listing, listings
from reports.language.claims.quantities import AT_LEAST, AT_MOST
from reports.language.claims.spoken import Spoken

from .case import Case, Passage
from .findings import Finding

_ROLES = (
    ("number", "数"), ("year", "年份"), ("own", "本机关"), ("office", "其他机关或地方"), ("self", "本机关"),
    ("deny", "没有"), ("else", "其他事项"), ("requests", "申请"), ("new", "新收"), ("carry", "结转"),
    ("join", "并列"), ("pending", "没有办完"), ("onward", "转下年"), ("place", "机关或地方"),
    ("done", "办结"), ("taken", "收到"), ("last", "上年"), ("next", "下年"), ("now", "本年"),
    ("stop", ""), ("plain", "不缩小范围"),
)  # fmt: skip
# Rules that look at how something is written, not at what a sentence counts: no reading explains them.
_UNREAD = frozenset(
    f"text.{rule}" for rule in ("typo", "private", "sensitive", "reference", "repeat", "length")
)
_LONGEST = 20_000  # characters of a report that are explained: what is longer is no report (docs/adr/0060)
_BOUNDS = {AT_MOST: "（只是一部分，不会更多）", AT_LEAST: "（是全系统的，不会更少）", "": ""}


@dataclass(frozen=True)
class Explanation:
    """A sentence: where it stands, its `words` with what each does, and a line for each claim in it."""

    section: str
    sentence: str
    words: tuple[tuple[str, str], ...]
    claims: tuple[str, ...]
    place: tuple[str, int, int] = ("", 0, 0)  # the section's id, and the range in its plain text

    def holds(self, finding: Finding) -> bool:
        """Whether a finding is on what this sentence was read to say."""
        section, start, end = self.place
        if finding.id in _UNREAD or finding.section != section or finding.start is None:
            return False
        return start <= finding.start < end

    def __str__(self) -> str:
        told = " ".join(f"{word}〔{role}〕" if role else word for word, role in self.words)
        lines = "".join(f"\n    {claim}" for claim in self.claims)
        return f"{self.section}：{self.sentence}\n  词：{told}{lines}"


def explanations(document: Document) -> Iterator[Explanation]:
    """Yield each sentence that counts or denies something, with how it was read."""
    case = Case(document)
    language = case.language
    length = sum(len(passage.text) for passage in case.passages)
    if not language.quantities.known or length > _LONGEST:
        return
    told: dict[int, list[str]] = {}
    for claim in (*language.claims, *denials_of(language)):
        told.setdefault(id(claim.mention.spoken), []).append(_claim(claim, case))
    for passage in case.passages:
        for listing in listings(passage, language):
            if spoken := _whole_in(language, passage, listing):
                told.setdefault(id(spoken), []).append(_sum(listing))
    for spoken in language.spoken:
        if id(spoken) in told:
            words = tuple((token.text, _role(token, case)) for token in spoken.tokens)
            canon = spoken.sentence.span(0, len(spoken.words))
            place = (spoken.passage.section, *spoken.passage.span(*canon))
            yield Explanation(
                spoken.passage.caption, _sentence(spoken), words, tuple(told[id(spoken)]), place
            )


def _whole_in(language: Language, passage: Passage, listing: Listing) -> Spoken | None:
    """Return the sentence that the whole of a list stands in."""
    at, _ = listing.place.span(listing.whole.start, listing.whole.end)
    beside = (s for s in language.spoken if s.passage is passage and not s.parent)
    return next((s for s in beside if at in s.sentence.places), None)


def _sum(listing: Listing) -> str:
    whole, values = listing.whole, [part.value for part in listing.parts]
    added = "＋".join(map(format_figure, values))
    agrees = "相等" if sum(values) == whole.value else f"相加是 {format_figure(sum(values))}"
    return f"“{listing.lead}…” {format_figure(whole.value)}{whole.unit}：其中列出 {added}，{agrees}"


def _sentence(spoken: Spoken) -> str:
    return f"（{spoken.words}）" if spoken.parent else spoken.words + spoken.sentence.end_mark.strip()


def _role(token, case: Case) -> str:
    """Return what a word does in the sentence; a word that nobody knows is told as such."""
    ids = case.language.lexicon.ids
    rows = {row.id: row.name for table in case.document.edition.tables for row in table.rows}
    for part in token.parts:
        if " row:" in part:
            return rows[ids[part][0]] if len(ids[part]) == 1 else part.partition(":")[2]
    if token.parts:
        return "表中的列"
    known = next((role for head, role in _ROLES if token.has(head)), None)
    return "其他规则用的词" if known is None and token.heads else "不认识" if known is None else known


def _claim(claim: Claim, case: Case) -> str:
    mention, meaning = claim.mention, claim.meaning
    what = "没有" if mention.denied else f"{format_figure(mention.number.value)}{mention.number.unit}"
    begin = f"“{mention.before.lstrip('，、：')}…” {what}："
    if meaning is None or not meaning.quantities:
        return f"{begin}不比较（{claim.why or '读懂了，但表里没有这个数'}）"
    figures = case.document.cells
    values = [(q, q.value(figures)) for q in meaning.quantities]
    held = "；".join(f"{q.name}＝{'空白' if v is None else format_figure(v)}" for q, v in values)
    if any(value is None for _, value in values):
        return f"{begin}可能是 {held}，有空白，不比较"
    agrees = any(value == mention.number.value for _, value in values)
    return f"{begin}可能是 {held}{_BOUNDS.get(meaning.bound, '')}，{'有一致的' if agrees else '都不一致'}"
