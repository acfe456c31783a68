"""The words of a report made ready for the page: headings in step, tables framed, pictures named.

Works on the sanitised mark-up of `reports.document.narrative.text`; nothing else may come in.
"""

import re

from ..columns import column_shares, table_type, wrapped_cells
from ..heads import with_run_in_heads
from ..links import linked
from ..picture_colours import Picture, picture

_HEADING = re.compile(r"<h([34])>(.*?)</h\1>", re.DOTALL)
TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r'<t[dh](?: (?:rowspan="\d+" )?colspan="(\d+)")?')
_ANY_CELL = re.compile(r"<t[dh]\b")
_ROWS = re.compile(r'<t[dh] rowspan="(\d+)"')
_HEAD_CELL = re.compile(r"<th\b")
_PICTURE = re.compile(r'<img\b((?:"[^"]*"|[^">])*)>')
_SOURCE = re.compile(r'\bsrc="(data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]+)"')
_ALT = re.compile(r'\balt="([^"]*)"')
# Characters that show nothing; a face would print a box for some.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef]"
)
# What names a picture or a table, alone in its paragraph; how a picture stands before or after it.
_NAME = (
    r"(?:<strong>)?[图表]\s?[0-9０-９一二三四五六七八九十]{1,3}(?:[-－—.．][0-9０-９]{1,3})?"
    r"(?:[\s\u3000：:、.．][^。；<]{0,40}|[^。；，0-9０-９<]{0,40})(?:</strong>)?</p>"
)
_NAMING = ("<p>图", "<p>表", "<p><strong>图", "<p><strong>表", "<img")
_IMAGES = r"(?:<img\b[^>]*>(?:<br>|\s)*)+"
_NAMED_WITHIN = re.compile(rf"<p>({_IMAGES})(?={_NAME})")
_CAPTION = re.compile(rf"<p>(?={_NAME})")
_FIGURE = re.compile(rf'<p>(?={_IMAGES}</p>\s*<p class="caption">)')
_ABOVE = re.compile(
    r'<p class="caption">(?=(?:<strong>)?[^<]*(?:</strong>)?</p>\s*<(?:table|p><img)\b)'
)
# Where a paragraph, an item or a cell begins or ends.
_EDGE = re.compile(r"(</?(?:p|li|td|th|ul|ol|tr|table|h[34])\b[^<>]*>)")
_TAGS = re.compile(r"<[^<>]*>")
_LARGE = re.compile(r'<img(?! class="sign")[^>]*>')
_LARGE_BROKEN = re.compile(rf"(<br>)?\s*{_LARGE.pattern}\s*(<br>)?")
_NO_WORDS = re.compile(r"<(strong|em|sub|sup)></\1>|<a [^>]*></a>")
_BREAKS = re.compile(r"^(?:<br>|\s)+|(?:<br>|\s)+$")
# Up to so many pixels a picture amid words is a sign among them.
_SIGN_WIDTH, _SIGN_HEIGHT = 320, 64
_EMPTY = re.compile(r"<(p|h3|h4|li|ul|ol)>(?:\s|&nbsp;|<br>)*</\1>")
# Groups of more rows than these are broken, or much of a page would stay empty.
_MOST_JOINED = 12


def visible(text: str) -> str:
    """Return `text` without the characters that only steer its display."""
    return _UNSEEN.sub("", text)


def printable(markup: str, level: int) -> str:
    """Return a narrative ready to print under a heading of `level` - 1.

    Its own headings start at `level` and skip none (PDF/UA-1 7.4.2, WCAG 1.3.1) while they keep
    the look of their kind; pictures that are not in the report itself are left out.
    """
    markup = _EMPTY.sub("", visible(markup.replace("&nbsp;", "\u00a0")))
    return TABLE.sub(_table, arranged(linked(_Headings(level).in_step(markup))))


def arranged(markup: str) -> str:
    """Return clean mark-up with what print and Word set alike told by classes.

    Heads at the start of a paragraph (run-in), small pictures amid words (sign), pictures and
    tables with their names (figure, caption, above).
    """
    markup = with_run_in_heads(markup)
    if "<img" in markup:
        pieces = [_with_pictures(piece) for piece in _EDGE.split(markup)]
        for n, piece in enumerate(pieces):
            if "<img" in piece and pieces[n - 1 : n + 2 : 2] == ["<p>", "</p>"]:
                pieces[n] = _pictures_apart(piece)
        markup = "".join(pieces)
    return _with_captions(markup)


def _with_captions(markup: str) -> str:
    """Keep what names a picture or a table to it."""
    if not any(sign in markup for sign in _NAMING):
        return markup
    markup = _CAPTION.sub('<p class="caption">', _NAMED_WITHIN.sub(_parted, markup))
    markup = _FIGURE.sub('<p class="figure">', markup)
    return _ABOVE.sub('<p class="caption above">', markup)


def _parted(match: re.Match) -> str:
    return f"<p>{match[1].replace('<br>', '')}</p><p>"


class _Headings:
    """Gives headings the levels that their order asks for."""

    def __init__(self, level: int):
        self._level = level
        self._inside = False

    def in_step(self, markup: str) -> str:
        """Return `markup` with its headings levelled."""
        return _HEADING.sub(self._heading, markup)

    def _heading(self, match: re.Match) -> str:
        first = match[1] == "3"
        self._inside = self._inside or first
        level = self._level if first or not self._inside else self._level + 1
        return f'<h{level} class="{"first" if first else "second"}">{match[2]}</h{level}>'


def _with_pictures(words: str) -> str:
    if "<img" not in words:
        return words
    has_words = bool(_TAGS.sub("", words).strip())
    return _PICTURE.sub(lambda found: _picture(found, has_words), words)


def _pictures_apart(inner: str) -> str:
    """Return what a paragraph holds, its pictures too high for a line in paragraphs of their own.

    They stand behind its words, or before them; they would part the sentence that they stand in.
    """
    shown = _LARGE.findall(inner)
    if not shown or not _TAGS.sub("", inner).strip() or _NAMED_WITHIN.match(f"<p>{inner}</p>"):
        return inner
    begins = not _TAGS.sub("", _LARGE.split(inner)[0]).strip()
    words = _LARGE_BROKEN.sub(lambda m: "<br>" if m[1] or m[2] else "", inner)
    words = _BREAKS.sub("", _NO_WORDS.sub("", words))
    return "</p><p>".join([*shown, words] if begins else [words, *shown])


def _picture(match: re.Match, has_words: bool) -> str:
    source, alt = _SOURCE.search(match[1]), _ALT.search(match[1])
    if not source:
        return ""
    # Assistive technology must have something to say (PDF/UA-1 7.3).
    words = alt[1] if alt and alt[1].strip() else "插图"
    shown = picture(source[1])
    look = ' class="sign"' if has_words and is_sign(shown) else ""
    return f'<img{look} src="{shown.source}" alt="{words}">'


def is_sign(shown: Picture) -> bool:
    """Whether a picture is small enough to stand amid the words of a sentence."""
    return 0 < shown.width <= _SIGN_WIDTH and shown.height <= _SIGN_HEIGHT


def _table(match: re.Match) -> str:
    rows = _ROW.findall(match[1])
    columns = max((_columns(row) for row in rows), default=0)
    if not columns:
        return ""
    widths = "".join(f'<col style="width:{share}%">' for share in column_shares(match[1]))
    return (
        '<div class="scroll" role="region" tabindex="0" aria-label="附表">'
        f'<table class="{table_type(columns).look}"><colgroup>{widths}</colgroup>{_scoped(match[1])}</table></div>'
    )


def _columns(row: str) -> int:
    return sum(int(span or 1) for span in _CELL.findall(row))


def _scoped(rows: str) -> str:
    # A header cell in a line of header cells stands over its column, else before its row.
    # A row that a cell reaches out of keeps to the next one: the cell's words are not repeated.
    reach = 0

    def line(match: re.Match) -> str:
        nonlocal reach
        spans = [int(span) for span in _ROWS.findall(match[1])]
        reach = max(0, reach - 1, *(span - 1 for span in spans if span <= _MOST_JOINED))
        scoped = '<th scope="row"' if "<td" in match[1] else '<th scope="col"'
        kept = ' class="joined"' if reach else ""
        return f"<tr{kept}>{_HEAD_CELL.sub(scoped, match[1])}</tr>"

    wrapped = iter(wrapped_cells(rows))
    words = _ANY_CELL.sub(lambda m: f'{m[0]} class="words"' if next(wrapped, False) else m[0], rows)
    return _ROW.sub(line, words)
