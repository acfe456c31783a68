"""Plain text, as copied from a page, and the decoding of bytes that say no encoding."""

import csv
import re

from ..fitting.cell_words import looks_like_figure
from ..source import MOST_BLOCKS, Line, Source
from ..values import Unreadable
from .markdown import is_markdown, read_markdown

LEAST_ROWS = 3  # rows of figures parted by commas that make a text a CSV
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,20})""", re.IGNORECASE)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OUR_WORDS = re.compile("[的和公开信息情况]")


def decode(content: bytes) -> str:
    """Return the text of bytes in UTF-8, GB18030, Big5 or UTF-16; raise Unreadable.

    What the bytes are decides, not what they say: pages call UTF-8 gb2312 and the reverse.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _strictly(content, name) or _refuse()
    if text := _strictly(content, "utf-8"):
        return text
    declared = _CHARSET.search(content[:4096])
    names = [declared[1].decode("ascii", "replace").lower()] if declared else []
    for name in [*names, "gb18030", "big5"]:
        text = _strictly(content, "gb18030" if name.startswith("gb") else name)
        if text and _OUR_WORDS.search(text):
            return text
    if text := _almost_utf8(content):
        return text
    return _refuse()


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except (UnicodeDecodeError, LookupError):
        return ""


def _almost_utf8(content: bytes) -> str:
    """A page cut in the middle of a character, or with a few stray bytes, is still a page."""
    for name in ("utf-8", "gb18030"):
        text = content.decode(name, "replace")
        if text.count("\ufffd") * 200 < len(text) and _OUR_WORDS.search(text):
            return text
    return ""


def _refuse():
    raise Unreadable("文字编码无法识别。请用记事本打开，另存为 UTF-8 编码后再导入。")


def _fields(line: str) -> list[str]:
    try:
        return [field.strip() for field in next(csv.reader([line]), [])]
    except csv.Error:
        return [line]


def _is_row_of_csv(line: str) -> bool:
    """Whether a line is a caption and figures, parted by commas."""
    caption, *figures = _fields(line) or [""]
    written = [figure for figure in figures if figure]
    return (
        len(written) > 1
        and bool(caption)
        and not caption[-1].isdecimal()
        and all(len(figure.split()) == 1 and looks_like_figure(figure) for figure in written)
    )


def _cells_of_csv(line: str) -> str:
    """Return a line of a CSV with its cells parted by tabs; one that is all alone, bare."""
    fields = _fields(line)
    written = [field for field in fields if field]
    if len(written) == 1:
        return written[0]
    # Commas of a sentence part no cells.
    is_sentence = "。" in line and not line.startswith('"')
    return line if is_sentence else "\t".join(fields)


def read_text(content: bytes) -> Source:
    """Return the lines of a plain text."""
    text = decode(content).replace("\0", "")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if "\t" not in text and sum(map(_is_row_of_csv, lines)) >= LEAST_ROWS:
        lines = [_cells_of_csv(line) for line in lines]
    if len(lines) > MOST_BLOCKS:
        raise Unreadable(f"文本超过{MOST_BLOCKS}行，不像一份年度报告。")
    if is_markdown(lines):
        return Source(read_markdown(lines))
    blocks = [
        Line(
            line.strip(" \u3000\xa0\ufeff"),
            f"第{number}行",
            indented=line.startswith(("\u3000", "    ", "\xa0\xa0")),
        )
        for number, line in enumerate(lines, 1)
        if line.strip(" \t\u3000\xa0\ufeff\v\f")
    ]
    return Source(blocks)
