"""A line of a narrative: its words with their marks, links, pictures and breaks."""

import html
import re

_PICTURE = re.compile(
    r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/]+=*|/reports/\d+/pictures/[0-9a-f]{64}"
)
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]+", re.IGNORECASE)
LONGEST_LINK, LONGEST_ALT = 2000, 200
# Controls, what shows nothing, and halves of characters: never part of a report's words.
UNSEEN = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff]"
)
_SPACE = re.compile("([ \t\n\r\f\v\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]+)")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]")
_BREAK = "<br>"
Marks = tuple[str, ...]


class Line:
    """Words as they come in; `take` gives them back as mark-up and begins anew.

    White space is one space; a line break in the source between two Chinese characters is none;
    indents by spaces go, for the layout indents. Marks nest in one fixed order.
    """

    def __init__(self):
        self.pieces: list[tuple[str, Marks]] = []
        self.has_picture = False
        self._open = dict.fromkeys(("strong", "em", "sub", "sup"), 0)
        self._links: list[str] = []
        self._marks: Marks = ()
        self._space = ""  # white space that waits for a word after it, and its marks
        self._space_marks: Marks = ()
        self._last = ""  # the character before, empty at the beginning of a line

    def text(self, text: str) -> None:
        """Add words."""
        for run in _SPACE.split(UNSEEN.sub("", text)):
            if not run:
                continue
            if run[0] != "\u3000" and run.isspace():
                self._wait_with(run)
                continue
            self._word(run if self._last else run.lstrip("\u3000"))

    def _wait_with(self, space: str) -> None:
        if self._last and not self._space:
            self._space_marks = self._marks
        if self._last:
            self._space = "\n" if {"\n", "\r"} & set(space + self._space) else " "

    def _word(self, run: str) -> None:
        if not run:
            return
        if self._space and not self._is_wrap(run[0]):
            self.pieces.append((" ", self._space_marks))
        self._space = ""
        self._add(html.escape(run, quote=False))
        self._last = run[-1]

    def _is_wrap(self, following: str) -> bool:
        broken = self._space == "\n"
        return broken and bool(_WIDE.match(self._last)) and bool(_WIDE.match(following))

    def _add(self, piece: str) -> None:
        self.pieces.append((piece, self._marks))

    def br(self) -> None:
        """Break the line, unless it has just begun."""
        if self._last:
            self._add(_BREAK)
        self._space = self._last = ""

    def picture(self, source: str, words: str) -> None:
        """Add a picture when its address is one that a report may hold."""
        if not _PICTURE.fullmatch(source):
            return
        said = " ".join(UNSEEN.sub("", words).split())[:LONGEST_ALT].strip()
        if self._space:
            self.pieces.append((" ", self._space_marks))
        self._space, self._last, self.has_picture = "", "\ufffc", True
        self._add(f'<img src="{source}" alt="{html.escape(said)}">'.replace("&#x27;", "'"))

    def mark(self, name: str, close: bool) -> None:
        """Begin or end a mark."""
        self._open[name] = max(0, self._open[name] + (-1 if close else 1))
        self._remember()

    def link(self, address: str, close: bool) -> None:
        """Begin a link, or end the last one begun."""
        if not close:
            self._links.append(_link(address))
        elif self._links:
            self._links.pop()
        self._remember()

    def unmark(self) -> None:
        """End every mark and link."""
        self._open = dict.fromkeys(self._open, 0)
        self._links.clear()
        self._remember()

    def _remember(self) -> None:
        names = [name for name, depth in self._open.items() if depth]
        if {"sub", "sup"} <= set(names):
            names.remove("sub")
        link = next((link for link in reversed(self._links[-50:]) if link), "")
        self._marks = ((link,) if link else ()) + tuple(f"<{name}>" for name in names)

    def words(self) -> str:
        """Return the line's words without marks."""
        return html.unescape("".join(piece for piece, _ in self.pieces if piece[:1] != "<")).strip()

    def take(self, plain: bool = False) -> str:
        """Return the line as mark-up and empty it; `plain` for headings, which have no marks."""
        pieces = [_without_marks(piece) for piece in self.pieces] if plain else self.pieces
        self.pieces, self.has_picture, self._space, self._last = [], False, "", ""
        while pieces and pieces[-1][0].strip("\u3000 ") in ("", _BREAK):
            pieces.pop()
        if pieces and pieces[-1][0][-1] == "\u3000":
            pieces[-1] = (pieces[-1][0].rstrip("\u3000"), pieces[-1][1])
        return _joined(pieces)


def _link(address: str) -> str:
    address = UNSEEN.sub("", address).strip()
    fits = len(address) <= LONGEST_LINK and _LINK.fullmatch(address)
    return f'<a href="{html.escape(address)}">' if fits else ""


def _without_marks(piece: tuple[str, Marks]) -> tuple[str, Marks]:
    words, marks = piece
    kept = tuple(mark for mark in marks if mark in ("<sub>", "<sup>"))
    return " " if words == _BREAK else words, kept


def _joined(pieces: list[tuple[str, Marks]]) -> str:
    out: list[str] = []
    now: Marks = ()
    for words, marks in [*pieces, ("", ())]:
        same = 0
        while same < min(len(now), len(marks)) and now[same] == marks[same]:
            same += 1
        out += [_end(mark) for mark in reversed(now[same:])]
        out += marks[same:]
        out.append(words)
        now = marks
    return "".join(out)


def _end(mark: str) -> str:
    return "</a>" if mark.startswith("<a ") else f"</{mark[1:]}"
