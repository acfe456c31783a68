"""A part of the report that says what it said before is built of boxes once.

WeasyPrint makes a box of each element, takes out spaces, wraps tables and lines, for the whole report
each time. Here a part that comes again in the same words and styles is a copy of the boxes built then, of
which none was ever laid out. So a preview after one changed sentence builds that section and copies the others.
"""

from copy import deepcopy
from hashlib import blake2b
from itertools import chain, count
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes, build

from .replacing import Asked, Pair

# Eight a report, a thousand boxes together: about a megabyte.
_MOST = 60
_LARGEST = 4000  # boxes
_build_formatting_structure = build.build_formatting_structure
_element_to_box = build.element_to_box
_kept = Asked(_MOST)
# Of a box, what its style and its elements decide; its boxes and its element are others in each report.
_PLAIN = (str, int, float, tuple, type(None))
_BOXES = "children", "column_groups"
_SHARED = (
    "style", "first_letter_style", "first_line_style", "collapsed_border_grid", "cached_counter_values",
)  # fmt: skip


class Told:
    """What a report says in each part of its main, and in which frame the parts stand."""

    def __init__(self, around: list[Element]):
        self._around = around
        main = around[-1]
        self.within = [list(part.iter()) for part in main]
        self.frame = _digest(([e.attrib for e in around], [(part.tag, part.attrib) for part in main]))
        self.parts = [
            _digest([(e.tag, e.text, e.tail, e.attrib) for e in within]) for within in self.within
        ]

    def elements(self, first: int, number: int) -> list[Element]:
        """Return the elements of some parts and of what they stand in."""
        return list(chain(self._around, *self.within[first : first + number]))


def told(style_for: Any, root: Element) -> Told | None:
    """Return what a report says, read once a document; None where its styles may follow from more."""
    if not hasattr(style_for, "told"):
        trusted = all(getattr(sheet, "looks", None) for sheet, *_ in style_for._sheets)
        body = root.find("body")
        alone = body is not None and len(body) == 1 and body[0].tag == "main"
        style_for.told = Told([root, body, body[0]]) if trusted and alone else None
    return style_for.told


def _digest(said: Any) -> bytes:
    return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=24).digest()


class _Building:
    """The parts of one report, by element: their keys, elements and styles; which are kept, which new."""

    def __init__(self, style_for: Any, root: Any):
        report = told(style_for, root)
        self.keys: dict[Any, tuple] = {}
        self.within: dict[Any, list] = {}
        self.styles: dict[Any, list] = {}
        self.kept: dict[Any, Any] = {}
        self.new: dict[Any, tuple] = {}
        if report is None:
            return
        styles, pseudo = style_for._computed_styles, {}
        for (element, kind), style in styles.items():
            if kind:
                pseudo.setdefault(element, []).append((kind, style))
        for digest, within in zip(report.parts, report.within, strict=True):
            part = within[0]
            self.within[part] = within
            self.styles[part] = [styles.get((element, None)) for element in within]
            more = [(at, *one) for at, element in enumerate(within) for one in pseudo.get(element, ())]
            self.styles[part] += [style for _, _, style in more]
            self.keys[part] = digest, *map(id, self.styles[part]), *[one[:2] for one in more]


def build_formatting_structure(
    element_tree, style_for, get_image_from_uri, base_url, target_collector, counter_style, footnotes
):
    """Return the boxes of a report, those of a part that was built before as copies."""
    style_for.building = building = _Building(style_for, element_tree)
    root = _build_formatting_structure(
        element_tree, style_for, get_image_from_uri, base_url, target_collector, counter_style, footnotes
    )
    if building.keys:
        main = root.children[0].children[0]
        main.children = [_finished(building, box) for box in main.children]
    return root


def element_to_box(
    element, style_for, get_image_from_uri, base_url, target_collector, counter_style, footnotes, state=None
):
    """Return the boxes of an element: of a part that was built before, an empty one in its place."""
    building = getattr(style_for, "building", None)
    key = building and building.keys.get(element)
    if not key or footnotes or target_collector.counter_lookup_items:
        return _element_to_box(
            element, style_for, get_image_from_uri, base_url,
            target_collector, counter_style, footnotes, state,
        )  # fmt: skip
    key = *key, repr(state[:2])
    kept = _kept.recall(key)
    if kept:
        building.kept[element], _ = kept
        return [build.make_box(element.tag, style_for(element), [], element)]
    is_wanted, before = _kept.is_asked_again(key), deepcopy(state)
    made = _element_to_box(
        element, style_for, get_image_from_uri, base_url,
        target_collector, counter_style, footnotes, state,
    )  # fmt: skip
    if is_wanted and len(made) == 1 and state == before and not footnotes:
        building.new[element] = key
    return made


def _finished(building: _Building, box: Any) -> Any:
    """Return a part: a copy of the one that was built before, or the new one, of which a copy is kept."""
    part = box.element
    if part in building.kept:
        return _copied(building.kept[part], building.within[part].__getitem__)
    if part in building.new and _is_plain(box):
        place = {element: at for at, element in enumerate(building.within[part])}
        # The styles are held with what is kept for them: no number of theirs is given to another.
        _kept.keep(building.new[part], (_copied(box, place.__getitem__), building.styles[part]))
    return box


def _is_plain(part: Any) -> bool:
    number = count()
    return all(
        next(number) < _LARGEST and type(box) in _KINDS and all(map(_is_known, vars(box).items()))
        for box in _all(part)
    )


_KINDS = frozenset((
    boxes.BlockBox, boxes.LineBox, boxes.InlineBox, boxes.TextBox, boxes.TableBox, boxes.TableRowGroupBox,
    boxes.TableRowBox, boxes.TableColumnGroupBox, boxes.TableColumnBox, boxes.TableCellBox,
    boxes.TableCaptionBox,
))  # fmt: skip


def _all(box: Any):
    yield box
    for name in _BOXES:
        for child in vars(box).get(name, ()):
            yield from _all(child)


def _is_known(field: tuple[str, Any]) -> bool:
    name, value = field
    if name in ("element", "remove_decoration_sides", *_BOXES, *_SHARED):
        return True
    return isinstance(value, _PLAIN) or name == "string_set" and not value


def _copied(box: Any, element: Any) -> Any:
    """Return a copy of a box and all in it, with what `element` says in place of their elements."""
    new = box.copy()
    own = vars(new)
    own["element"] = element(own["element"])
    own["remove_decoration_sides"] = set(own["remove_decoration_sides"])
    own["children"] = [_copied(child, element) for child in own["children"]]
    if "column_groups" in own:
        own["column_groups"] = [_copied(group, element) for group in own["column_groups"]]
    return new


PAIRS = (
    Pair(_build_formatting_structure, build_formatting_structure),
    Pair(_element_to_box, element_to_box),
)
