"""Words of a Word file that nobody sees: hidden, white on white, too small."""

from .word_numbering import W, number, value

_SMALLEST = 4  # half points: below two points nobody reads, and no form is set so
_WHITE = 250  # of 255 in each colour: no eye tells it from paper
_OFF = ("0", "false", "off", "none")
_PAPER = ("", "auto", "none")


def is_unseen(run, styles) -> bool:
    """Whether a run's words are seen by nobody; `styles` is word/styles.xml, None where there is none."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    hidden = properties.find(f"{W}vanish")
    if hidden is not None and hidden.get(f"{W}val", "1") not in _OFF:
        return True
    size = value(properties, "sz")
    if size and number(size, _SMALLEST) < _SMALLEST:
        return True
    return _is_white(value(properties, "color")) and not _on_colour(run, properties, styles)


def _is_white(colour: str) -> bool:
    try:
        return len(colour) == 6 and min(bytes.fromhex(colour)) >= _WHITE
    except ValueError:
        return False


def _on_colour(run, properties, styles) -> bool:
    """Whether something darker than paper is under a run: its own, its paragraph's, cell's, table's, a shape's."""
    if _is_shaded(properties) or value(properties, "highlight") not in ("", "none", "white"):
        return True
    for around in run.iterancestors():
        kind = {f"{W}p": "pPr", f"{W}tc": "tcPr", f"{W}tbl": "tblPr"}.get(around.tag)
        own = around.find(f"{W}{kind}") if kind else None
        if own is not None and (_is_shaded(own) or _styled(value(own, "tblStyle"), styles)):
            return True
        # What stands in a drawn box may have any colour under it.
        if around.tag == f"{W}txbxContent":
            return True
    return False


def _is_shaded(properties) -> bool:
    shade = properties.find(f"{W}shd")
    if shade is None:
        return False
    fill, pattern = shade.get(f"{W}fill", "").lower(), shade.get(f"{W}val", "clear")
    return fill not in _PAPER and not _is_white(fill) or pattern not in ("clear", "nil")


def _styled(name: str, styles) -> bool:
    """Whether a table's style may colour any of its cells."""
    if not name or styles is None:
        return False
    own = (style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == name)
    return any(_is_shaded(around) for style in own for around in style.iter(f"{W}tcPr", f"{W}tblPr"))
