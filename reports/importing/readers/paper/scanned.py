"""A page that was read from its picture: characters and rules by place, as any printed page has them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from reports.editions import all_editions

from ...captions import flat
from ...source import Block, Line, Source
from ...values import Box, Notice, Unreadable
from .printed_page import PrintedPage, blocks_of_pages
from .ruled_tables import Character, Ruled

WIDTH = 595.0  # points of a page across its shorter side: the paper is taken for A4
MOST_CHARACTERS = 20_000
MOST_PIECES = 600


@dataclass(frozen=True)
class ScannedPage:
    """What was seen on a page. `pieces` are the cells of its tables, each as a picture (base64)."""

    number: int
    characters: tuple[Character, ...]
    rules: tuple[Ruled, ...]
    pieces: tuple[tuple[Box, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Return the page as plain JSON."""
        return {
            "number": self.number,
            "characters": [
                [c.text, c.left, c.right, c.base, c.size, c.bold] for c in self.characters
            ],
            "rules": [[r.left, r.bottom, r.right, r.top] for r in self.rules],
            "pieces": [[box.to_json(), picture] for box, picture in self.pieces],
        }

    def printed(self) -> PrintedPage:
        """Return the page as one that is printed."""
        return PrintedPage(self.number, list(self.characters), list(self.rules), seen=True)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "ScannedPage":
        """Return the page that `to_json` wrote; raise ValueError, TypeError or KeyError."""
        return cls(
            int(value["number"]),
            tuple(Character(*c) for c in value["characters"][:MOST_CHARACTERS]),
            tuple(Ruled(*r) for r in value["rules"]),
            # The page may have become another of several.
            tuple(
                (Box(int(value["number"]), *box[1:]), str(picture))
                for box, picture in value["pieces"][:MOST_PIECES]
            ),
        )



@dataclass(frozen=True)
class SeenPages:
    """The pages of a file, or of several, that were read from their pictures, of `count` in all."""

    count: int
    pages: Mapping[int, ScannedPage]

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "SeenPages":
        """Return the pages in {"count": number, "pages": [page, …]}."""
        pages = [ScannedPage.from_json(page) for page in value["pages"]]
        return cls(value["count"], {page.number: page for page in pages})


def read_pictures(seen: SeenPages) -> Source:
    """Return what stands on pictures of pages; raise Unreadable."""
    pages = [seen.pages[n].printed() for n in sorted(seen.pages)]
    if not any(page.characters for page in pages):
        raise Unreadable("图片里没有认出文字。请检查是不是年度报告，照片是否清楚。")
    return Source(
        with_headings(blocks_of_pages(pages)), notices=unseen(set(range(seen.count)) - set(seen.pages)),
        is_seen=True, pieces=[piece for page in seen.pages.values() for piece in page.pieces],
    )  # fmt: skip


def with_headings(blocks: list[Block]) -> list[Block]:
    """Return blocks with the headings of sections whole, whose mark (一、) was not seen."""
    return [_captioned(block) if isinstance(block, Line) and block.box else block for block in blocks]


def _captioned(line: Line) -> Line:
    caption = _headings().get(flat(line.text).replace("、", ""))
    return replace(line, text=caption) if caption else line


@lru_cache(maxsize=1)
def _headings() -> dict[str, str]:
    sections = (section for edition in all_editions() for section in edition.sections)
    return {flat(section.caption).replace("、", ""): section.caption for section in sections}


def unseen(pages: Collection[int]) -> list[Notice]:
    """Return what is said of pages that are pictures and were not read."""
    return [
        Notice(f"第{n + 1}页", "", "这一页是图片，没有识别成功，它的内容没有读入，请对照原文填写。")
        for n in sorted(pages)
    ]
