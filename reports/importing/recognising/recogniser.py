"""The recogniser: lines and tables of any format become a document, and what to say about it."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.document import Document
from reports.document.narrative.text import LONGEST
from reports.editions import Edition, UnknownEdition, all_editions, edition_for, get_edition
from reports.editions.quoting import quoted

from ..captions import flat, likeness, unspaced, wordings
from ..fitting.filling import Filling
from ..source import MOST_BLOCKS, Block, Grid, Line, Source
from ..values import Notice, Reading, Unreadable
from .chrome import has_han, is_chrome
from .dates import date_in, is_date, year_of_period, years_in
from .narratives import cut_sentences, is_placeholder, narrative, paper_of, until_the_end
from .organ_names import (
    LONGEST_ORGAN,
    looks_like_organ,
    organ_as_subject,
    organ_in_details,
    organ_in_opening,
    organ_of,
    organ_of_papers,
    organ_that_received,
    whole_name,
)
from .rows import runs, tables
from .rows.headers import header_words
from .sections import Part, find_parts, holds_two_reports, split_glued
from .titles import find_title, named_in
from .years import with_a_template, year_of

LONGEST_CAPTION_LINE = 60
MOST_NAME_LINES = 4  # of a signature
LEAST_LEADING = 25  # characters of a line that leads to what follows, rather than a label
MOST_PARAGRAPHS = 50  # of the overview that are looked through for an organ
MOST_NOTICES = 500
_DATE_AT_END = re.compile(r"(?:20\d\d|[二2][〇零○Oo0][^年]{2})年[^年]{2,4}月[^月]{1,3}日$")


@dataclass
class Recogniser:
    """Reads one source; every step leaves what the next one needs."""

    source: Source
    asked: int | None = None
    name: str = ""

    def read(self) -> Reading:
        """Return the reading; raise Unreadable when nothing of a report is there."""
        if len(self.source.blocks) > MOST_BLOCKS:
            raise Unreadable("文件里的段落过多，不像一份年度报告，没有读入。")
        self.blocks = split_glued(self.source.blocks)
        self.filling = Filling(self._edition())
        if holds_two_reports(self.blocks, self.filling.edition):
            raise Unreadable(
                "文件里有两份报告，不能确定要导入哪一份。请只留下其中一份（或只复制一份），再导入。"
            )
        self.used = tables.fill(self.filling, self.blocks)
        self.parts = find_parts(self.blocks, self.filling.edition, self.used)
        for table in self.filling.edition.tables:
            if not self.filling.found(table.id):
                self._read_run(table)
        self._refuse_strangers()
        self._read_title()
        return self._reading()

    # The edition is the one whose own captions are there; the year decides where none are.
    def _edition(self) -> Edition:
        words = {word for text in _captions(self.blocks) for word in wordings(text)}
        told = {edition: len(own & words) for edition, own in _own_words().items()}
        most = max(told.values(), default=0)
        best = [edition for edition, count in told.items() if count == most]
        if most and len(best) == 1:
            return get_edition(best[0])
        year = self.asked or next(iter(self._years()), None)
        try:
            return edition_for(year) if year else all_editions()[-1]
        except UnknownEdition:
            return all_editions()[-1]

    def _years(self) -> Iterator[int]:
        for text in (
            *self.source.titles,
            self.name,
            *(b.text for b in self.blocks[:80] if isinstance(b, Line)),
        ):
            yield from years_in(text)

    def _read_run(self, table) -> None:
        part = next((part for part in self.parts if part.section.id == table.id), None)
        places = range(part.start + 1, part.end) if part else self._outside()
        pieces = runs.pieces_of(self.blocks, places)
        seen = [piece for piece in pieces if piece.cell.box]
        for at in runs.fill_table(self.filling, table, [p for p in pieces if not p.cell.box]):
            self.used.setdefault(at, table.id)
        if not self.filling.found(table.id) and part:
            self._tell_picture(table, part)
            self._tell_unruled(table, seen)

    def _outside(self) -> list[int]:
        """Where a table may stand whose heading is lost: in no narrative, but after the last one."""
        if not self.parts:
            return list(range(len(self.blocks)))
        narratives = [p for p in self.parts[:-1] if p.section.kind == "narrative"]
        inside = {at for part in narratives for at in range(part.start, part.end)}
        every = range(self.parts[0].start, len(self.blocks))
        return [at for at in every if at not in inside]

    def _tell_picture(self, table, part: Part) -> None:
        for block in self.blocks[part.start + 1 : part.end]:
            if isinstance(block, Line) and block.picture:
                message = f"{table.name}是图片，读不出数字，请对照原文填写。"
                self.filling.note(f"{table.name}（{block.where}）", "", message)
                return

    def _tell_unruled(self, table, seen: list[runs.Piece]) -> None:
        """Say that a table of a picture has no rules: which cell a figure is in is not certain there."""
        figures = [piece.cell for piece in seen if piece.is_figure]
        if figures:
            self.filling.note(
                f"{table.name}（{figures[0].where}）", " ".join(cell.text for cell in figures),
                f"图片里的{table.name}没有认出表格线，不能确定数字各在哪一格，没有读入，请对照原图填写。",
            )  # fmt: skip

    def _refuse_strangers(self) -> None:
        if self.parts or self.filling.rows:
            return
        if any(isinstance(block, Line) and block.picture for block in self.blocks):
            raise Unreadable("文件里只有图片，没有可读的文字。请用有文字层的文件，或者手工填写。")
        raise Unreadable(
            "没有认出政府信息公开工作年度报告：找不到六个部分的标题，也找不到报告的表格。"
        )

    def _read_title(self) -> None:
        first = self._first()
        self.title = find_title(self.blocks, first, self.source.titles)
        self.named = named_in(self.name)
        self.signature: set[int] = set()
        self.signed_by = ""
        self.issued = self._issued()

    def _first(self) -> int:
        """Where the report's body begins."""
        places = [part.start for part in self.parts] + list(self.used)
        return min(places, default=len(self.blocks))

    def _issued(self) -> datetime.date | None:
        """The date at the end of the report, or the one that the site gives."""
        if signed := self._signed():
            return signed
        posted = [self.source.posted] if self.source.posted else []
        head = [b.text for b in self.blocks[: self._first()] if isinstance(b, Line)]
        posted += [text for text in head if is_chrome(text) or is_date(text.strip("()（）"))]
        for text in posted:
            if date := date_in(text):
                message = "报告末尾没有日期，发布日期取自页面上的发布时间，请核对。"
                self.filling.note("发布日期", text, message)
                return date
        return None

    def _signed(self) -> datetime.date | None:
        last = self._body(self.parts[-1]) if self.parts else []
        for n, (_, block) in reversed(list(enumerate(last))[-3:]):
            if (
                isinstance(block, Line)
                and (date := date_in(block.text))
                and _is_signature(block, self.title.organ)
            ):
                self.signature = {place for place, _ in last[n:]}
                self._tell_after_date(last[n + 1 :])
                self._take_name(last[:n])
                return date
        # Signed by name alone: the date is not set yet.
        self._take_name(last)
        return None

    def _tell_after_date(self, rest: list[tuple[int, Block]]) -> None:
        lines = [block for _, block in rest if isinstance(block, Line) and block.text]
        if lines:
            words = " ".join(line.text for line in lines)
            message = "落款日期之后的内容没有带入；属于报告的请补上。"
            self.filling.note(f"落款（{lines[0].where}）", words, message)

    def _take_name(self, before: list[tuple[int, Block]]) -> None:
        """Take the name that a report is signed with, which may go over several lines."""
        name = ""
        for place, block in reversed(before[-MOST_NAME_LINES:]):
            whole = (block.text if isinstance(block, Line) else "") + name
            if not isinstance(block, Line) or not _is_name(whole, self.title.organ, name):
                break
            name = whole
            self.signature.add(place)
            if not self.title.organ:
                self.signed_by = organ_of(unspaced(name))
                break

    def _body(self, part: Part) -> list[tuple[int, Block]]:
        places = [at for at in range(part.start + 1, part.end) if at not in self.used]
        blocks = [self.blocks[at] for at in places]
        if part is self.parts[-1]:
            blocks = until_the_end(blocks)
        return list(zip(places, blocks, strict=False))

    def _reading(self) -> Reading:
        edition = self.filling.edition
        self.paper = self._paper()
        preface, sections = self._preface(), self._sections()
        organ = self._organ(preface)
        year = self._year(preface)
        cells = self.filling.finish()
        document = Document(
            organ=organ, year=year, edition_id=edition.id,
            title=self.title.text or (edition.title_of(organ, year) if organ else ""),
            issued=self.issued, preface=preface, sections=sections,
            cells=self.filling.values(),
        )  # fmt: skip
        self._tell_edition(document)
        found = {part.section.id for part in self.parts}
        found |= {table for table, _ in self.filling.rows} | ({"preface"} if preface else set())
        notices = _few((*self.source.notices, *self.filling.notices))
        return Reading(document, notices, cells, frozenset(found))

    def _preface(self) -> str:
        # Without any heading the words over the first table are all that there is.
        end = self.parts[0].start if self.parts else self._first()
        start = max(self.title.blocks, default=self._first_sentence(end) - 1) + 1
        kept = {
            at: block
            for at, block in enumerate(self.blocks[start:end], start)
            if at not in self.used and isinstance(block, Line) and _is_sentence(block)
        }
        if not self.parts:
            edition = self.filling.edition
            kept = {at: b for at, b in kept.items() if not _is_row(b.text, edition)}
        self._tell_above([at for at in range(end) if at not in kept])
        return self._words(list(kept.values()))

    def _tell_above(self, places: Sequence[int]) -> None:
        """What stands above the first part and is no preface is left out, and told."""
        known = {*self.used, *self.title.blocks}
        blocks = [self.blocks[at] for at in places if at not in known]
        lost = {text: b for b in blocks if has_han(text := _words_of_block(b))}
        # What is around our own page is ours.
        if lost and not self.source.structured:
            message = f"正文以前有{len(lost)}处像是网站或封面上的文字，没有带入；属于报告的请补上。"
            where = next(iter(lost.values())).where
            self.filling.note(f"前言（{where}）", " ".join(lost), message)

    def _words(self, blocks: Sequence[Block]) -> str:
        edition, structured = self.filling.edition, self.source.structured
        return narrative(blocks, edition, structured=structured, paper=self.paper)

    def _paper(self) -> float:
        """The width at which lines were broken, with a notice: they are put together again."""
        parts = [part for part in self.parts if part.section.kind == "narrative"]
        blocks = [block for part in parts for _, block in self._body(part)]
        paper = 0.0 if self.source.structured else paper_of(blocks)
        if paper:
            message = "文字的行按纸面宽度断开，已合并成段落，页码没有带入，请核对。"
            self.filling.note("文字", "", message)
        elif not self.source.structured and (cut := cut_sentences(blocks)):
            message = f"有{cut}处一句话断在两行，已合并成一段，请核对。"
            self.filling.note("文字", "", message)
        return paper

    def _first_sentence(self, end: int) -> int:
        """Without a title: where the first paragraph stands, after a site's furniture."""
        lines = ((at, block) for at, block in enumerate(self.blocks[:end]))
        return next((at for at, b in lines if isinstance(b, Line) and _opens(b.text)), end)

    def _sections(self) -> dict[str, str]:
        sections = {section.id: "" for section in self.filling.edition.narratives}
        for part in self.parts:
            body = [(at, block) for at, block in self._body(part) if at not in self.signature]
            if part.section.kind == "narrative":
                blocks = [block for _, block in body]
                _refuse_too_long(part, blocks)
                words = self._words(blocks)
                sections[part.section.id] = words
                self._tell_pictures(part, blocks, words)
                self._tell_chrome(part, blocks)
            else:
                self._tell_left_over(part, body)
        for section in self.filling.edition.narratives:
            if not any(part.section.id == section.id for part in self.parts):
                self.filling.note(
                    section.caption, "", f"没有找到“{section.caption}”这一部分的标题。"
                )
        if not self.parts:
            self._tell_headless()
        return sections

    def _tell_headless(self) -> None:
        """Without any heading nothing says what belongs where: what stands under a table is told."""
        edition, first = self.filling.edition, self._first()
        lines = [b for at, b in enumerate(self.blocks) if at > first and at not in self.used]
        kept = [b for b in lines if isinstance(b, Line) and _is_sentence(b)]
        words = " ".join(b.text for b in kept if not _is_table_words(b.text, edition))
        message = "没有任何一部分的标题：表格以前的文字放在前言里，以后的没有带入，请分到各部分。"
        self.filling.note("各部分的文字", words, message)

    def _tell_pictures(self, part: Part, blocks: Sequence[Block], words: str) -> None:
        lost = [b for b in blocks if isinstance(b, Line) and b.picture and "<img" not in b.markup]
        if lost:
            message = f"有{len(lost)}处图片没有带入，需要时请在编辑页插入。"
            self.filling.note(f"{part.section.caption}（{lost[0].where}）", "", message)

    def _tell_chrome(self, part: Part, blocks: Sequence[Block]) -> None:
        """What looks like a site's words is left out of a section, and told."""
        lost = [b for b in blocks if isinstance(b, Line) and is_chrome(b.text) and has_han(b.text)]
        if part is self.parts[-1]:
            lost += self._after_the_end(part)
        if lost:
            words = " ".join(block.text for block in lost)
            message = "像是网站上的文字或报告之后的内容，没有带入；属于报告的请补上。"
            self.filling.note(f"{part.section.caption}（{lost[0].where}）", words, message)

    def _after_the_end(self, part: Part) -> list[Line]:
        """The lines after the report, a site's furniture among them."""
        places = [at for at in range(part.start + 1, part.end) if at not in self.used]
        blocks = [self.blocks[at] for at in places]
        rest = [b for b in blocks[len(until_the_end(blocks)) :] if isinstance(b, Line)]
        return [b for b in rest if has_han(b.text)]

    def _tell_left_over(self, part: Part, body: list[tuple[int, Block]]) -> None:
        edition = self.filling.edition
        kept = [b for _, b in body if isinstance(b, Line) and _is_sentence(b)]
        kept = [b for b in kept if not _is_table_words(b.text, edition)]
        words = " ".join(b.text for b in kept if not is_placeholder(b.text, edition))
        if words:
            message = "表格前后的文字在模板里没有位置，没有带入；需要的话请放到别的部分。"
            self.filling.note(f"{part.section.caption}（{kept[0].where}）", words, message)

    def _organ(self, preface: str) -> str:
        """The organ of the title, else the first that anything else names; said where it is not."""
        others = ((organ, source) for source, organ in self._other_organs(preface) if organ)
        if short := self.title.organ:
            if whole := whole_name(short, (name for name, _ in others)):
                message = f"标题里的机关名称{quoted(short)}是简称，按文中读作{quoted(whole)}，请核对。"
                self.filling.note("标题", self.title.text, message)
            return whole or short
        organ, source = next(others, ("", ""))
        organ = whole_name(organ, (name for name, _ in others)) or organ
        message = "标题里没有机关名称" + (
            f"，按{source}读作{quoted(organ)}，请核对。" if organ else "，请补填。"
        )
        self.filling.note("标题", self.title.text, message)
        return organ

    def _other_organs(self, preface: str) -> Iterator[tuple[str, str]]:
        yield "落款", self.signed_by
        first = self._first()
        opening = [preface.replace("<p>", "").replace("</p>", "\n")]
        opening += [b.text for b in self.blocks[: min(first, 30)] if isinstance(b, Line)]
        overview = self._body(self.parts[0]) if self.parts else []
        body = [b.text for _, b in overview[:3] if isinstance(b, Line)]
        yield from (("正文", organ_in_opening(text)) for text in opening)
        yield "页面上的发布机构", organ_in_details(self.blocks[:first])
        yield "文件名", self.named.organ
        yield from (("正文", organ_in_opening(text) or organ_as_subject(text)) for text in body)
        yield from (("正文", organ_as_subject(text)) for text in opening)
        whole = [b.text for _, b in overview[:MOST_PARAGRAPHS] if isinstance(b, Line)]
        whole = [*opening, *whole]
        yield from (("正文", organ_that_received(text)) for text in whole)
        yield from (("正文", organ_of_papers(text)) for text in whole)

    def _year(self, preface: str) -> int:
        """The year of the title, the period, the date, the file's name: the first that there is."""
        told = [(source, year) for source, year in self._told_years(preface) if year]
        body = (b.text for part in self.parts for _, b in self._body(part) if isinstance(b, Line))

        def note(message: str) -> None:
            self.filling.note("标题", self.title.text, message)

        year = year_of(told, self.asked, (preface, *body), note)
        return with_a_template(year, self.asked, bool(self.filling.rows), note)

    def _told_years(self, preface: str) -> Iterator[tuple[str, int | None]]:
        yield "标题", self.title.year
        head = [preface, *(b.text for b in self.blocks[:30] if isinstance(b, Line))]
        yield "统计期限", next(filter(None, map(year_of_period, head)), None)
        yield "日期", self._year_before(self.issued)
        yield "文件名", self.named.year

    def _year_before(self, date: datetime.date | None) -> int | None:
        """A report is dated in the year after its own, seldom on the last day of its own."""
        if not date:
            return None
        told = self.title.year
        return told if told and date.year == told else date.year - 1

    def _tell_edition(self, document: Document) -> None:
        due = edition_for(document.year)
        if due.id != document.edition_id:
            message = (
                f"表格是{document.edition.caption}的，{document.year}年度应当用{due.caption}。"
                "数字按原表读入，请核对用的是不是当年的模板。"
            )
            self.filling.note("模板版本", document.edition.caption, message)


def _captions(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Grid):
            for row in range(len(block.rows)):
                yield from (cell.text for cell in block.anchors(row))
        elif len(block.text) <= LONGEST_CAPTION_LINE or "\t" in block.text or "|" in block.text:
            yield runs.trailing_figures(block.text)[0]
            yield from (piece.cell.text for piece in runs.pieces_of([block], [0]))


def _words_of_block(block: Block) -> str:
    if isinstance(block, Line):
        return block.text
    return " ".join(c.text for row in range(len(block.rows)) for c in block.anchors(row) if c.text)


def _own_words() -> dict[str, set[str]]:
    """The captions, as words, that each edition has alone."""
    every = {edition.id: _words_of(edition) for edition in all_editions()}
    return {
        name: words.difference(*(other for o, other in every.items() if o != name))
        for name, words in every.items()
    }


def _words_of(edition: Edition) -> set[str]:
    paths = [path for c in edition.cells.values() for path in (c.row.path, c.column.path)]
    return {word for path in paths for text in path for word in wordings(text)}


def _is_signature(line: Line, organ: str) -> bool:
    """Whether a line is a date, alone or with the organ's name before it."""
    bare = flat(line.text)
    before = _DATE_AT_END.split(bare)[0]
    return len(bare) <= 60 and (is_date(bare) or before != bare and _is_name(before, organ))


def _is_name(text: str, organ: str, rest: str = "") -> bool:
    """Whether words are the organ's name or the end of it; more than `rest`, which is known to be."""
    if not organ:
        return looks_like_organ(text)
    bare, whole = (re.sub(r"[;、,()]", "", flat(words)) for words in (text, organ))
    alike = whole.endswith(bare) or not rest and bare.endswith(whole)
    return 1 < len(bare) <= LONGEST_ORGAN and alike


def _opens(text: str) -> bool:
    """Whether a line is a paragraph that may open a report: a sentence, or one that leads to it."""
    return "。" in text or len(text) > LEAST_LEADING and text.rstrip().endswith(("：", ":"))


def _is_sentence(line: Line) -> bool:
    """Whether a line before section 一 belongs to the report: words, and no date or chrome."""
    bare = flat(line.text)
    return len(bare) > 3 and not is_chrome(line.text) and not is_date(bare)


def _is_table_words(text: str, edition: Edition) -> bool:
    """Whether a line is a caption of a table rather than a text beside it."""
    headings = [block.heading for table in edition.tables for block in table.blocks]
    captions = [section.caption for section in edition.sections]
    known = (*header_words(), *captions, *filter(None, headings))
    if any(likeness(text, word) >= 0.8 for word in known):
        return True
    return len(flat(text)) <= 12 and "。" not in text


def _is_row(text: str, edition: Edition) -> bool:
    """Whether a line is a row of captions, as a table is copied."""
    cells = [cell for cell in re.split(r"[\t|]", text) if cell.strip()]
    parted = "\t" in text or "|" in text
    return parted and all(_is_table_words(cell, edition) for cell in cells)


def _refuse_too_long(part: Part, blocks: Sequence[Block]) -> None:
    if sum(len(block.text) for block in blocks if isinstance(block, Line)) > LONGEST:
        raise Unreadable(f"“{part.section.caption}”超过{LONGEST}字，不像一份年度报告，没有读入。")


def _few(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return each notice once, and no more than can be read."""
    once = tuple(dict.fromkeys(notices))
    if len(once) <= MOST_NOTICES:
        return once
    rest = f"还有{len(once) - MOST_NOTICES}处类似的情况，没有一一列出。"
    return (*once[:MOST_NOTICES], Notice("", "", rest))


def recognise(source: Source, year: int | None = None, name: str = "") -> Reading:
    """Return the report that a source holds; `name` is its file's. Raise Unreadable."""
    return Recogniser(source, year, name).read()
