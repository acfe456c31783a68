"""Runs of words with their marks, as HTML and as text: what all formats make paragraphs of."""

import html
from dataclasses import dataclass, field
from itertools import groupby

# A break that was meant, unlike the line ends of a source.
BREAK = "\v"


@dataclass(frozen=True)
class Marks:
    """How a run of words is set; `bold` without being a `<strong>` counts as bold too."""

    bold: bool = False
    tags: tuple[str, ...] = ()
    link: str = ""


@dataclass
class Runs:
    """The runs of a paragraph as they come."""

    pieces: list[tuple[str, Marks]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    has_picture: bool = False

    def add(self, words: str, marks: Marks) -> None:
        """Add words."""
        if words:
            self.pieces.append((words, marks))

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(words for words, _ in self.pieces).replace(BREAK, "\n")

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        written = [marks for words, marks in self.pieces if words.strip()]
        return bool(written) and all(marks.bold for marks in written)

    def markup(self) -> str:
        """Return the runs as inline HTML."""
        groups = groupby(self.pieces, key=lambda piece: piece[1])
        inner = "".join(_marked("".join(w for w, _ in run), marks) for marks, run in groups)
        return inner + "".join(self.pictures)

    def lines(self) -> list["Runs"]:
        """Return the paragraph's lines, parted at its breaks."""
        lines = [Runs(has_picture=self.has_picture, pictures=self.pictures)]
        for words, marks in self.pieces:
            first, *rest = words.split(BREAK)
            lines[-1].add(first, marks)
            for part in rest:
                lines.append(Runs())
                lines[-1].add(part, marks)
        return [line for line in lines if line.text.strip() or line.has_picture]


def _marked(words: str, marks: Marks) -> str:
    inner = html.escape(words, quote=False).replace(BREAK, "<br>")
    for tag in reversed(marks.tags):
        inner = f"<{tag}>{inner}</{tag}>"
    return f'<a href="{html.escape(marks.link)}">{inner}</a>' if marks.link else inner
