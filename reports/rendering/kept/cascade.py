"""Which rules match an element is asked once for each element that looks alike to all of them.

What our selectors look at is read from the sheets: an element's name, its classes and attributes,
those of its ancestors and, for few elements, its place among its siblings (`Looks`). Elements alike
in that, in this report and in the next, have the same styles. A sheet that looks at anything else,
or that nobody has read (`looks`), makes WeasyPrint match every element of the report.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from math import inf
from typing import Any
from xml.etree.ElementTree import Element

import tinycss2
from cssselect2 import ElementWrapper, parser
from weasyprint import css
from weasyprint.css import StyleFor

from .replacing import Pair, Store

# A report has some 200 that look different; prose adds lists in lists and tables of other widths.
_MOST = 4000
# Read by WeasyPrint for a style beside the selectors.
_ALWAYS = frozenset(("class", "id", "style", "lang", "name", "width", "height"))
_OF_PLACE = {"first-child", "last-child", "only-child", "nth-child", "nth-last-child"}
_init = StyleFor.__init__
_call = StyleFor.__call__
_numbers = count()


@dataclass(frozen=True)
class Looks:
    """What selectors look at: attributes; names and classes (with a dot) whose place counts."""

    attributes: frozenset[str] = _ALWAYS
    placed: frozenset[str] = frozenset()

    def __or__(self, other: "Looks") -> "Looks":
        return Looks(self.attributes | other.attributes, self.placed | other.placed)


@dataclass(frozen=True, slots=True)
class _Known:
    """The styles of elements that look alike: of the element and of what it generates."""

    number: int
    styles: tuple[tuple[str | None, Any], ...]


def looks(sheet: str) -> Looks | None:
    """Return what the selectors of a sheet in print look at; None where that is more than we know."""
    try:
        found = [_of_tree(selector.parsed_tree) for selector in _selectors(tinycss2.parse_stylesheet(sheet))]
    except (NotImplementedError, parser.SelectorError):
        return None
    return Looks(
        _ALWAYS.union(*(one.attributes for one in found)),
        frozenset().union(*(one.placed for one in found)),
    )


def _selectors(rules: list) -> Iterator[Any]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from parser.parse(rule.prelude)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            if tinycss2.serialize(rule.prelude).strip() != "screen":
                yield from _selectors(tinycss2.parse_rule_list(rule.content))
        elif rule.type == "at-rule" and rule.lower_at_keyword not in ("page", "font-face", "charset"):
            raise NotImplementedError(rule.lower_at_keyword)


def _of_tree(tree: Any) -> Looks:
    if isinstance(tree, parser.CombinedSelector):
        seen = _of_tree(tree.left) | _of_compound(tree.right)
        if tree.combinator in (" ", ">"):
            return seen
        if tree.combinator == "+" and not isinstance(tree.left, parser.CombinedSelector):
            if _of_compound(tree.left).placed:
                raise NotImplementedError("a sibling's own place")
            return seen | Looks(placed=_names(tree.right))
        raise NotImplementedError(tree.combinator)
    return _of_compound(tree)


def _of_compound(compound: Any) -> Looks:
    seen = Looks()
    for simple in compound.simple_selectors:
        if isinstance(simple, parser.AttributeSelector):
            seen |= Looks(frozenset((simple.lower_name,)))
        elif isinstance(simple, parser.PseudoClassSelector | parser.FunctionalPseudoClassSelector):
            if simple.name not in _OF_PLACE:
                raise NotImplementedError(simple.name)
            seen |= Looks(placed=_names(compound))
        elif not isinstance(simple, parser.LocalNameSelector | parser.ClassSelector | parser.IDSelector):
            raise NotImplementedError(type(simple).__name__)
    return seen


def _names(compound: Any) -> frozenset[str]:
    """Return a class or the name by which an element that a compound matches is known."""
    for simple in compound.simple_selectors:
        if isinstance(simple, parser.ClassSelector):
            return frozenset((f".{simple.class_name}",))
    for simple in compound.simple_selectors:
        if isinstance(simple, parser.LocalNameSelector):
            return frozenset((simple.lower_local_name,))
    raise NotImplementedError("an element of any name")


def init(self, html, sheets, presentational_hints, font_config, target_collector) -> None:
    """Give every element of a page its styles: those of the elements that look alike."""
    seen = _all_looks(sheets)
    ours = isinstance(html.etree_element, Element) and not presentational_hints
    if seen is None or not ours or not hasattr(font_config, "kept_styles"):
        _init(self, html, sheets, presentational_hints, font_config, target_collector)
        return
    self._cascaded_styles = {}
    self._computed_styles = {}
    self.initial_page_sizes = {"box": None, "area": None}
    self._sheets = sheets
    self.font_config = font_config
    # The sheets are held with what is kept for them: no number of theirs is given to another.
    key = tuple(id(sheet) for sheet, _, _ in sheets if sheet.matcher.order)
    rooms = font_config.__dict__.setdefault("kept_matches", Store(8))
    store, _ = rooms.get(key) or rooms.keep(key, (Store(_MOST), sheets))
    _Walk(self, html, seen, store, target_collector).all()


def _all_looks(sheets: list) -> Looks | None:
    seen = Looks()
    for sheet, _, _ in sheets:
        if sheet.matcher.order:
            one = getattr(sheet, "looks", None)
            if one is None:
                return None
            seen |= one
    return seen


class _Walk:
    """One way through the elements of a page, parents before their children."""

    def __init__(self, style_for: StyleFor, html: Any, seen: Looks, store: Store, collector: Any):
        self._style_for = style_for
        self._html = html
        self._seen = seen
        self._store = store
        self._collector = collector
        self._wrappers = {html.etree_element: html.wrapper_element}
        self._parents: dict[Element, Element] = {}
        self._placed_names = {name for name in seen.placed if name[0] != "."}
        self._placed_classes = {name[1:] for name in seen.placed if name[0] == "."}

    def all(self) -> None:
        """Give each element its styles."""
        computed = self._style_for._computed_styles
        root = self._html.etree_element
        waiting = [(root, None, ())]
        while waiting:
            element, above, place = waiting.pop()
            key = (above and above.number, element.tag, place, *self._told(element))
            known = self._store.get(key)
            if known is None:
                known = self._store.keep(key, self._met(element))
            for pseudo, style in known.styles:
                computed[element, pseudo] = style
                if self._collector and style["anchor"]:
                    self._collector.collect_anchor(style["anchor"])
            count = len(element)
            for at in range(count - 1, -1, -1):
                child = element[at]
                self._parents[child] = element
                waiting.append((child, known, self._place(child, element, at, count)))

    def _told(self, element: Element) -> Iterator[tuple[str, str]]:
        attributes = self._seen.attributes
        return (item for item in element.items() if item[0] in attributes)

    def _place(self, element: Element, parent: Element, at: int, count: int) -> tuple:
        classes = element.get("class")
        if element.tag not in self._placed_names and not (
            classes and not self._placed_classes.isdisjoint(classes.split())
        ):
            return ()
        before = parent[at - 1] if at else None
        beside = () if before is None else (before.tag, *self._told(before))
        return at, count, beside

    def _met(self, element: Element) -> _Known:
        """Return the styles of an element that looks like none before."""
        style_for, html = self._style_for, self._html
        cascaded, computed = style_for._cascaded_styles, style_for._computed_styles
        alone = Element(element.tag, element.attrib)
        for specificity, _, declarations, base_url in css.find_style_attributes(alone, False, html.base_url):
            told = css.preprocess_declarations(base_url, declarations)
            _add(cascaded.setdefault((element, None), {}), told, "author", inf, specificity)
        for sheet, origin, sheet_specificity in style_for._sheets:
            for specificity, _, pseudo, (declarations, layer) in sheet.matcher.match(self._wrapper(element)):
                order = inf if layer is None else sheet.layers.index(layer)
                style = cascaded.setdefault((element, pseudo), {})
                _add(style, declarations, origin, order, sheet_specificity or specificity)
        root, parent = html.etree_element, self._parents.get(element)
        style_for.set_computed_styles(element, parent=parent, root=root, base_url=html.base_url)
        pseudos = [pseudo for _, pseudo in cascaded if pseudo]
        for pseudo in pseudos:
            style_for.set_computed_styles(
                element, pseudo_type=pseudo, parent=element, root=root, base_url=html.base_url
            )
        cascaded.clear()
        styles = [(pseudo, computed[element, pseudo]) for pseudo in (None, *pseudos)]
        return _Known(next(_numbers), tuple(styles))

    def _wrapper(self, element: Element) -> ElementWrapper:
        if element not in self._wrappers:
            for wrapper in self._wrapper(self._parents[element]).iter_children():
                self._wrappers[wrapper.etree_element] = wrapper
        return self._wrappers[element]


def _add(style: dict, declarations: Any, origin: str, order: float, specificity: tuple) -> None:
    for name, values, importance in declarations:
        weight = (css.declaration_precedence(origin, importance), order, specificity)
        old_weight = style.get(name, (None, None))[1]
        if old_weight is None or old_weight <= weight:
            style[name] = values, weight


def call(self, element, pseudo_type=None):
    """Return the style of an element or None; what tables do to it is done once."""
    style = self._computed_styles.get((element, pseudo_type))
    if style and not hasattr(style, "is_settled"):
        _call(self, element, pseudo_type)
        style.is_settled = True
    return style


PAIRS = (
    Pair(_init, init, StyleFor),
    Pair(_call, call, StyleFor),
)
