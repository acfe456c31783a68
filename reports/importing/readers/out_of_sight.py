"""Elements of a page that nobody sees: hidden, white on white, without size."""

import re

_AWAY = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.I)
_HIDDEN = re.compile(r"visibility\s*:\s*hidden", re.I)
_CLEAR = re.compile(r"(?<![-\w])opacity\s*:\s*0(?:\.0+)?%?\s*(?:;|$)", re.I)
_SIZE = re.compile(r"(?<![-\w])font(?:-size)?\s*:[^;]*?(?<![\d.#])(\d*\.?\d+)\s*(px|pt|em|rem|%)", re.I)
_SIZED = re.compile(r"(?<![-\w])font(?:-size)?\s*:", re.I)
_NOTHING = re.compile(r"(?<![-\w])font-size\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.I)
_COLOURED = re.compile(r"(?<![-\w])color\s*:\s*([^;]+)", re.I)
_GROUND = re.compile(r"(?<![-\w])background(?:-color|-image)?\s*:\s*([^;]+)", re.I)
_WHITE = re.compile(
    r"\s*(?:white|window|#f[a-f]f[a-f]f[a-f](?:ff)?|#fff|rgba?\(\s*25[0-5]\s*[, ]\s*25[0-5]\s*[, ]\s*25[0-5].*\)|"
    r"rgba\(.*[, /]\s*0(?:\.0+)?\s*\)|transparent|hsla?\(.*[, ]\s*100%.*\))\s*(?:!important)?\s*", re.I
)  # fmt: skip
_PAPER = re.compile(r"\s*(?:none|inherit|initial|unset|transparent)\b.*|", re.I)
_LONGEST_STYLE = 2000  # characters: patterns look no further, however long one is
_SMALLEST = {"px": 2.0, "pt": 1.5, "em": 0.1, "rem": 0.1, "%": 10.0}


def is_out_of_sight(element) -> bool:
    """Whether nobody sees what an element holds, as far as its own attributes say."""
    style = _style(element)
    if is_out_of_the_way(element) or _HIDDEN.search(style):
        return True
    return bool(_CLEAR.search(style)) or _is_tiny(element, style) or _is_white(element, style)


def is_out_of_the_way(element) -> bool:
    """Whether an element is not laid out at all: it has no place either."""
    return bool(_AWAY.search(_style(element))) or element.get("hidden") is not None


def _is_tiny(element, style: str) -> bool:
    """Without size, and nothing inside has one: a size of nought also takes gaps out of a line."""
    size = _SIZE.search(style)
    tiny = bool(_NOTHING.search(style)) or bool(size) and float(size[1]) < _SMALLEST[size[2].lower()]
    return tiny and not any(
        _SIZED.search(_style(inner)) or inner.get("size") for inner in element.iterdescendants()
    )


def _is_white(element, style: str) -> bool:
    """White, on nothing that is darker, and nothing inside of another colour."""
    said = _COLOURED.search(style)
    colour = said[1] if said else element.get("color") or ""
    if not colour or not _WHITE.fullmatch(colour):
        return False
    around = (element, *element.iterancestors(), *element.iterdescendants())
    return not any(map(_is_ground, around)) and not any(map(_is_coloured, element.iterdescendants()))


def _is_ground(element) -> bool:
    """Whether an element says that something darker than paper is under it, or a class may."""
    said = _GROUND.search(_style(element))
    grounds = (said[1] if said else "", element.get("bgcolor") or "", element.get("background") or "")
    return any(not _PAPER.fullmatch(one) and not _WHITE.fullmatch(one) for one in grounds)


def _is_coloured(element) -> bool:
    return bool(element.get("color") or _COLOURED.search(_style(element)))


def _style(element) -> str:
    return (element.get("style") or "")[:_LONGEST_STYLE]
