"""What is the same in every report is worked out once: the styles of its elements.

A style follows from the rules that match an element and from its parent's style. WeasyPrint works
each out anew for every document, property by property; here the same rules under the same parent are
the same object, in this document and in the next, with what composing.py and boxes.py have worked out
from it. Nobody may change a style after that: who sets something closer gives its boxes copies
(paper_saving.py).

The styles are kept with the fonts' configuration, so for the faces in use; at most `MOST` of them,
then all are forgotten before the next document.
"""

from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.css import StyleFor

from .replacing import Pair

# A report has some 400; headings, lists and tables in another order make others.
MOST = 2000
_set_computed_styles = StyleFor.set_computed_styles


def set_computed_styles(
    self, element, parent, root=None, pseudo_type=None, base_url=None, target_collector=None
) -> None:
    """Give an element its style: the one that is kept, or a new one, kept from then on."""
    store: dict | None = getattr(self.font_config, "kept_styles", None)
    above = self._computed_styles.get((parent, None)) if parent is not None else None
    is_ours = parent is None or hasattr(above, "is_kept")
    if store is None or not is_ours or not isinstance(element, Element):
        _set_computed_styles(self, element, parent, root, pseudo_type, base_url, target_collector)
        return
    if parent is None and len(store) > MOST:
        store.clear()
    rules = self._cascaded_styles.get((element, pseudo_type), {})
    # A kept style holds its parent and its rules: no number of theirs is given to another.
    key = (id(above), pseudo_type, element is root, *map(_rule, rules.items()))
    style = store.get(key)
    if style is None:
        _set_computed_styles(self, element, parent, root, pseudo_type, base_url, target_collector)
        style = store[key] = self._computed_styles[element, pseudo_type]
        style.is_kept = True
        return
    self._computed_styles[element, pseudo_type] = style
    if target_collector and style["anchor"]:
        target_collector.collect_anchor(style["anchor"])


def _rule(rule: tuple[str, tuple[Any, tuple]]) -> tuple:
    name, (value, weight) = rule
    try:
        hash(value)
    except TypeError:
        return name, id(value), weight
    return name, type(value), value, weight


PAIRS = (Pair(_set_computed_styles, set_computed_styles, StyleFor),)
