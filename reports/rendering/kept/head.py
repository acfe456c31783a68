"""What a page says of itself stands in its head: nobody looks for it in the cells of its tables."""

from types import SimpleNamespace

from cssselect2 import ElementWrapper
from weasyprint import css, html

from .replacing import Pair

_find_stylesheets = css.find_stylesheets
_get_html_metadata = html.get_html_metadata
_SAYING = ("title", "meta", "link")


def find_stylesheets(
    wrapper_element, device_media_type, url_fetcher, base_url, font_config, counter_style,
    color_profiles, page_rules, layers,
):  # fmt: skip
    """Yield the style sheets in a page: most pages of ours have none."""
    root = wrapper_element.etree_element
    if any(True for name in ("style", "link") for _ in root.iter(name)):
        yield from _find_stylesheets(
            wrapper_element, device_media_type, url_fetcher, base_url, font_config, counter_style,
            color_profiles, page_rules, layers,
        )  # fmt: skip


def get_html_metadata(html):
    """Return what a page says of itself, from its head where nothing else does say so."""
    root = html.etree_element
    head = root.find("head")
    if head is None or any(_count(root, name) != _count(head, name) for name in _SAYING):
        return _get_html_metadata(html)
    return _get_html_metadata(
        SimpleNamespace(
            etree_element=root,
            wrapper_element=ElementWrapper.from_html_root(head),
            base_url=html.base_url,
            url_fetcher=html.url_fetcher,
        )
    )


def _count(element, name: str) -> int:
    return sum(1 for _ in element.iter(name))


PAIRS = (
    Pair(_find_stylesheets, find_stylesheets),
    Pair(_get_html_metadata, get_html_metadata),
)
