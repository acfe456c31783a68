"""Charts of pygal as SVG within a page of ours.

pygal writes an SVG that stands alone. Within a page its style, script and tooltips are taken out,
for the content-security policy refuses them: colours are classes of our style sheets, so that dark
mode and print follow, and what a part means is its title. The numbers stand in a table beneath.
"""

from collections.abc import Container, Sequence

from django.utils.safestring import SafeString, mark_safe
from lxml import etree
from pygal.graph.graph import Graph
from pygal.style import Style

WIDTH = 640
_FACE, _VALUE = 13, 16  # size of what is written at the axes, on a value
# The second when the first is gone: groups with nothing in them.
_NOISE = (
    "//comment() | //defs | //desc | //title[not(../rect)] | //text[not(string())]"
    " | //rect[@class = 'background'] | //g[contains(@class, 'tooltip')]"
    " | //g[rect[number(@width) = 0 or number(@height) = 0]]",
    "//g[not(.//rect | .//path | .//text)]",
)


def settings(height: int, margin: int = 10, face: int = _FACE) -> dict:
    """Return what every chart of ours is made with; `height` to a width of 640.

    `face` is the size of the letters that there is room for.
    """
    return {
        "width": WIDTH, "height": height, "margin": margin, "css": (), "js": (), "no_prefix": True,
        "show_legend": False, "truncate_label": -1, "formatter": lambda _: "",
        "style": Style(label_font_size=face, major_label_font_size=face, value_font_size=_VALUE),
    }  # fmt: skip


def value(size: float, words: str, text: str = "") -> dict:
    """Return a value of a chart: how large it is drawn, what it means, what is written on it."""
    return {"value": size, "tooltip": words, "formatter": lambda _: text}


def scale(values: Sequence[int]) -> list[dict]:
    """Return what stands at the axis of counts."""
    return [{"value": value, "label": str(value)} for value in values]


def svg(
    chart: Graph, id: str, title: str, tones: Sequence[str], pale: Container[str] = ()
) -> SafeString:
    """Return the drawing as an element of a page; `tones` are the classes of the series in order.

    The values that mean one of `pale` are not to be compared with their neighbours.
    """
    root = chart.render_tree()
    for node in root.xpath("//g[rect]/title"):
        if node.text in pale:
            node.getparent().find("rect").set("fill-opacity", ".3")
    for noise in _NOISE:
        for node in root.xpath(noise):
            node.getparent().remove(node)
    for number, tone in enumerate(tones):
        for group in root.xpath(f"//g[contains(concat(@class, ' '), ' serie-{number} ')]"):
            group.set("class", f"series {tone}")
    for node in root.xpath("//*[@class = 'bar' or contains(@class, 'reactive')]"):
        del node.attrib["class"]
    name = f"chart-{id}"
    del root.attrib["id"]
    root.attrib.update({"class": "chart", "role": "img", "aria-labelledby": name})
    titled = etree.Element("title", id=name)
    titled.text = f"{title}，数字见下表"
    root.insert(0, titled)
    etree.cleanup_namespaces(root)
    # An XML writer has escaped every text and attribute.
    return mark_safe(etree.tostring(root, encoding="unicode"))
