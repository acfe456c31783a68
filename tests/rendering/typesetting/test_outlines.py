"""What the faces draw: no sign in another's shape, and Chinese signs as wide as Chinese ones."""

import unicodedata
from collections import defaultdict

import pytest
from fontTools.ttLib import TTFont

from reports.rendering.typesetting.fonts import FOLDER, SHIPPED, faces

FILES = sorted({file for files in SHIPPED.values() for file in files})
# Signs that are drawn alike by their nature, beside those that Unicode itself calls one.
ALIKE = [
    "-‐‑−\u00ad－", "‒–", "·•‧∙⋅・･", "︱︳｜", "﹘﹣", "⎜⎟⎢⎥⎪", "…⋯", "~∼", "～〜", "´ˊ", "`ˋ", "ʹ′", "ˁˤ", "ˬ˯", "µμ", "ÐĐ", "⊙☉",
    "∏Π", "∑Σ", "‵｀", "/／∕", "⁚︰", "〸十", "〺卅", "ㄪ万", "ㄬ广", "ㄫ兀", "。｡", "」｣",
    # Slips of LXGW WenKai in what stands in no list of Chinese characters.
    "㮣槩", "\U0002f82c\U00020984", "\U0002f8db\U000233cc", "빰뺨", "즉즘", "튐튕", "핌핍",
]  # fmt: skip
LETTERS = (
    "LATIN",
    "GREEK",
    "CYRILLIC",
    "FULLWIDTH LATIN",
    "ROMAN",
    "SMALL ROMAN",
    "KELVIN",
    "LISU",
)
FULL_WIDTH = "〇～—…￥·，。、；：！？（）《》“”‘’％／"


def outline(font: TTFont, code: int) -> tuple:
    """Return what a character draws, wherever it lies in its em; () for white."""
    glyphs = font["glyf"]
    points, ends, flags = glyphs[font.getBestCmap()[code]].getCoordinates(glyphs)
    left = min((x for x, _ in points), default=0)
    return points and (tuple((x - left, y) for x, y in points), tuple(ends), bytes(flags))


def may_look_alike(characters: set[str]) -> bool:
    """Whether signs are one sign in two places, letters of two scripts, or a part and its sign."""
    plain = {unicodedata.normalize("NFKC", c) for c in characters}
    if len(plain) == 1 or any(characters <= set(family) | plain_of(family) for family in ALIKE):
        return True
    names = [unicodedata.name(c, "") for c in characters]
    if all(name.startswith(LETTERS) or "LETTER" in name for name in names):
        return all(name.startswith(LETTERS) for name in names)
    ideographs = [name for name in names if not name.startswith("CJK RADICAL")]
    return len(ideographs) < len(names) and len(ideographs) <= 1


def plain_of(family: str) -> set[str]:
    return {unicodedata.normalize("NFKC", c) for c in family}


def wrongly_alike(font: TTFont) -> list[set[str]]:
    """Return the sets of characters that share an outline though they must not."""
    drawn = defaultdict(set)
    for code in font.getBestCmap():
        # Boxes, tones and the like differ by their place alone.
        if unicodedata.category(chr(code)) in ("So", "Sk", "Lm"):
            continue
        if shape := outline(font, code):
            drawn[shape].add(chr(code))
    return [alike for alike in drawn.values() if len(alike) > 1 and not may_look_alike(alike)]


@pytest.mark.parametrize("file", FILES)
def test_no_two_characters_share_an_outline_that_must_not(file):
    assert wrongly_alike(TTFont(FOLDER / file)) == []


def test_a_yuan_sign_drawn_as_a_dollar_is_seen():
    font = TTFont(FOLDER / "hei.ttf")
    for table in font["cmap"].tables:
        table.cmap[ord("￥")] = table.cmap[ord("$")]

    assert any({"$", "￥"} <= alike for alike in wrongly_alike(font))


@pytest.mark.parametrize("stack", SHIPPED)
@pytest.mark.parametrize("character", FULL_WIDTH)
def test_a_chinese_sign_takes_a_whole_em(stack, character):
    assert advance(stack, character) == 1.0


@pytest.mark.parametrize("stack", SHIPPED)
def test_every_full_width_form_takes_a_whole_em(stack):
    forms = [chr(code) for code in range(0xFF01, 0xFF5F)]

    assert [form for form in forms if advance(stack, form) != 1.0] == []


@pytest.mark.parametrize("stack", SHIPPED)
@pytest.mark.parametrize(
    "character, least", [("〇", 0.7), ("～", 0.7), ("￥", 0.5), ("¥", 0.5), ("…", 0.6)]
)
def test_a_chinese_sign_is_drawn_as_large_as_one(stack, character, least):
    left, right = ink(stack, character)

    assert right - left >= least


@pytest.mark.parametrize("stack", SHIPPED)
def test_two_dashes_are_one_line(stack):
    assert ink(stack, "—") == (0.0, 1.0)


@pytest.mark.parametrize("stack", SHIPPED)
def test_a_middle_dot_stands_in_the_middle(stack):
    left, right = ink(stack, "·")

    assert left + right == pytest.approx(1.0, abs=0.01)


def printing(stack: str, character: str):
    """Return the face of a stack that prints a character."""
    return next(f for f in dict(faces().stacks)[stack] if ord(character) in f.characters)


def advance(stack: str, character: str) -> float:
    return printing(stack, character).glyph(ord(character))[1]


def ink(stack: str, character: str) -> tuple[float, float]:
    """Return where a character's outline begins and ends, in em."""
    font = TTFont(printing(stack, character).path)
    glyph = font["glyf"][font.getBestCmap()[ord(character)]]
    units = font["head"].unitsPerEm
    return glyph.xMin / units, glyph.xMax / units
