"""A paragraph or a cell that is one piece of text is set once for each place where it stands.

What was set is kept as what it adds to the boxes that were there before: places, widths, the lines'
words. It is added to the boxes of the next report where the same words stand in the same style, at the
same place, between the same margins, and where all of it fits on the page; the boxes themselves are
never shared. So a preview after one changed sentence sets that paragraph, and what it moved.
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

from ..typesetting.composing import SetLine
from .replacing import Pair, Store

# A report has some 350, of 2 kB a line: ten megabytes at most, in what a clerk's reports share.
_MOST = 2000
_block_container_layout = block.block_container_layout
_kept = Store(_MOST)
# The names of what a box has before it is set for the first time: what a report gives it.
_built: set[str] = set()
# What of a box, beside its style and words, decides how it is set.
_GIVEN = (
    "position_x", "position_y", "width", "height", "min_height", "max_height", "margin_top", "margin_bottom",
    "margin_left", "margin_right", "padding_top", "padding_bottom", "padding_left", "padding_right",
    "border_top_width", "border_bottom_width", "border_left_width", "border_right_width",
)  # fmt: skip


class _Set:
    """What setting a block adds to it, to the box that stands for it, to its lines and their texts."""

    def __init__(self, block: dict, done: dict, lines: list, page: Any, margins: list, low: float):
        self.block = block
        self.done = done
        self.lines = lines
        self.page = page
        self.margins = margins
        # How far down it reaches, with what is under its last line.
        self.low = low


def block_container_layout(
    context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes,
    adjoining_margins, first_letter_style, first_line_style, discard, max_lines,
):  # fmt: skip
    """Set a block: where it was set before in the same way, by what that added to it."""
    children = box.children
    if (
        len(children) != 1 or skip_stack or page_is_empty or discard or max_lines is not None
        or first_letter_style or first_line_style or not _is_plain(context, box, children[0])
    ):  # fmt: skip
        return _block_container_layout(
            context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, first_letter_style, first_line_style, discard, max_lines,
        )  # fmt: skip
    line, text = children[0], children[0].children[0]
    margins = None if adjoining_margins is None else tuple(adjoining_margins)
    given = vars(box)
    key = (
        text.text, type(box), id(box.style), id(line.style), id(text.style), margins,
        *map(given.get, _GIVEN),
    )  # fmt: skip
    kept, _ = _kept.get(key, (None, None))
    if kept and not context.overflows_page(bottom_space, kept.low):
        return _again(kept, box, adjoining_margins)
    before = given.copy(), vars(line).copy(), vars(text).copy()
    done = _block_container_layout(
        context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes,
        adjoining_margins, first_letter_style, first_line_style, discard, max_lines,
    )  # fmt: skip
    made = _made(done, box, *before)
    if made and not context.overflows_page(bottom_space, made.low):
        # The styles are held with what is kept for them: no number of theirs is given to another.
        _kept.keep(key, (made, (box.style, line.style, text.style)))
    return done


def _is_plain(context: Any, box: Any, line: Any) -> bool:
    """Whether a block holds one piece of text in its own lines, and nothing floats or waits."""
    return (
        type(line) is boxes.LineBox
        and len(line.children) == 1
        and type(line.children[0]) is boxes.TextBox
        and box.first_line_style is None
        and box.first_letter_style is None
        and not box.force_fragmentation
        and not context.excluded_shapes
        and not context.footnotes
    )


def _made(done: tuple, box: Any, before: dict, line: dict, text: dict) -> _Set | None:
    new, resume_at, next_page, margins, collapsing, _ = done
    if new is None or resume_at is not None or collapsing or next_page["break"] != "any":
        return None
    if not _built and "position_x" in line:
        return None
    lines = []
    for one in new.children:
        words = one.children
        if len(words) > 1 or words and not isinstance(getattr(words[0], "pango_layout", None), SetLine):
            return None
        lines.append((_laid(one, line), _laid(words[0], text) if words else None))
    if not lines:
        return None
    last = new.children[-1]
    low = last.position_y + last.height + box.border_bottom_width + box.padding_bottom
    return _Set(_added(box, before), _added(new, vars(box)), lines, next_page["page"], list(margins), low)


def _added(box: Any, before: dict) -> dict:
    """Return what a box has that `before` has not; its children are another matter."""
    nothing = object()
    return {
        name: value
        for name, value in vars(box).items()
        if before.get(name, nothing) is not value and name != "children"
    }


def _laid(box: Any, before: dict) -> dict:
    """Return what laying out adds to a line or its text, though it was laid out before."""
    if "position_x" not in before:
        _built.update(before)
    return _added(box, {name: value for name, value in before.items() if name in _built})


def _again(kept: _Set, box: Any, adjoining_margins: list | None) -> tuple:
    line, text = box.children[0], box.children[0].children[0]
    if adjoining_margins is not None:
        adjoining_margins.append(box.margin_top)
    _add(box, kept.block)
    new = box.copy()
    _add(new, kept.done)
    new.children = []
    for of_line, of_text in kept.lines:
        one = line.copy()
        _add(one, of_line)
        one.children = []
        if of_text is not None:
            words = text.copy()
            _add(words, of_text)
            one.children.append(words)
        new.children.append(one)
    return new, None, {"break": "any", "page": kept.page}, list(kept.margins), False, None


def _add(box: Any, what: dict) -> None:
    own = vars(box)
    own.update(what)
    # WeasyPrint adds to this one later.
    own["remove_decoration_sides"] = set(own["remove_decoration_sides"])


PAIRS = (Pair(_block_container_layout, block_container_layout),)
