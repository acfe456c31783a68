"""Make the faces of static/fonts/ from the fonts of Debian packages.

    python tools/make_fonts.py SOURCES OUT

SOURCES is a folder that holds, at any depth, the files named in `FACES`: the unpacked packages
texlive-lang-chinese, fonts-lxgw-wenkai, fonts-noto-cjk and fonts-noto-cjk-extra. Every face keeps
GB 2312, the 8,105 characters of 通用规范汉字表 and the signs of `SIGNS`, as far as its source has
them; `rare.ttf` takes in whatever else its source has. All become TrueType: a PDF's subset of
them is cut in half the time and smaller than one of CFF outlines.

    python tools/make_fonts.py --for-browsers OUT

makes anew only what browsers fetch, from the faces that lie in OUT.
"""

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fontTools import subset
from fontTools.misc.transform import Transform
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

LIST = Path(__file__).parent / "tongyong-8105.txt"
FIRST_LEVEL = 3500  # of LIST: the characters in common use
REPORTS = Path(__file__).parent / "report-characters.txt"
# Latin, punctuation, symbols, units, enclosed numbers, box drawing, CJK signs, full-width forms.
SIGNS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x2B0, 0x2FF), (0x370, 0x3CF), (0x2010, 0x205F),
    (0x2070, 0x209F), (0x2100, 0x22FF), (0x2460, 0x25FF), (0x2600, 0x2642), (0x2E80, 0x2EFF),
    (0x3000, 0x303F), (0x3105, 0x312F), (0x3220, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip
# How far a curve may stray when it becomes quadratic, in thousandths of the type size.
_FLATNESS = 1.0
_LIMITS = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs",
    "maxStackElements", "maxSizeOfInstructions", "maxComponentElements", "maxPoints",
    "maxContours", "maxCompositePoints", "maxCompositeContours", "maxComponentDepth",
)  # fmt: skip
# Lines that go on from sign to sign, and signs that take a whole em between Chinese ones.
_DASHES, _CENTRED = "—―", "·"
# The middle of a dash lies at least so high.
_DASH_EM = 0.36
UNWANTED_TABLES = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "VORG", "gasp", "kern", "vhea", "vmtx"]


@dataclass(frozen=True)
class Face:
    """One face to make: the file and its family name, the source file and its place inside."""

    file: str
    family: str
    source: str
    number: int = 0
    # Leave out what these have; "rest" faces take in everything that is then left.
    beyond: tuple[str, ...] = ()
    rest: bool = False
    without: str = ""
    # Signs that are drawn from another sign's outline, and how many em wide.
    drawn: tuple[tuple[str, str, float], ...] = ()


_ZERO = ("〇", "○", 0.82)
FACES = (
    # FandolFang draws ￥ as ＄, 〇 as a small o; its ～ is half as wide as it ought to be.
    Face(
        "fangsong.ttf", "Nianbao Fangsong", "FandolFang-Regular.otf", without="￥～", drawn=(_ZERO,)
    ),
    # The light weight stands beside 仿宋 without a stain.
    Face("more.ttf", "Nianbao More", "LXGWWenKai-Light.ttf", beyond=("fangsong.ttf",)),
    # Its quotation marks are half as wide as Chinese ones: 仿宋 lends its own.
    Face("kai.ttf", "Nianbao Kai", "LXGWWenKai-Regular.ttf", without="“”‘’", drawn=(_ZERO,)),
    Face("hei.ttf", "Nianbao Hei", "NotoSansCJK-Medium.ttc", 2),
    Face("xiaobiaosong.ttf", "Nianbao Xiaobiaosong", "NotoSerifCJK-Bold.ttc", 2),
    Face("rare.ttf", "Nianbao Rare", "LXGWWenKai-Light.ttf", 0, ("fangsong.ttf", "more.ttf"), True),
)


# A browser reads a face whole before it sets a character in it, and nothing else meanwhile: what it
# fetches is cut in slices, these one after another for what the one before lacks (static/css/prose.css).
SLICED = ("fangsong", "kai")
# How many of what is in common use but not in most reports, and of all else; each by code point.
COMMON, REST = 2, 3
# Signs that go with words of any kind: Latin, general punctuation, CJK punctuation, full-width forms.
_WITH_WORDS = ((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x205F), (0x3000, 0x303F), (0xFF00, 0xFFEF))


def gb2312() -> set[int]:
    """Return the code points of GB 2312."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", "ignore"))}


def wanted() -> set[int]:
    """Return the code points that every face is asked for."""
    return set(_listed(LIST)) | _within(SIGNS) | gb2312()


def _listed(path: Path) -> list[int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [ord(character) for line in lines if not line.startswith("#") for character in line]


def _within(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def slices(codes: set[int]) -> dict[str, set[int]]:
    """Return the slices that a face of these code points is cut in, by name, the first first."""
    reports = codes & (set(_listed(REPORTS)) | _within(_WITH_WORDS))
    common = codes & set(_listed(LIST)[:FIRST_LEVEL]) - reports
    rest = codes - reports - common
    return {"reports": reports} | _cut("common", common, COMMON) | _cut("rest", rest, REST)


def _cut(name: str, codes: set[int], count: int) -> dict[str, set[int]]:
    order = sorted(codes)
    size = -(-len(order) // count)
    return {f"{name}-{n + 1}": set(order[n * size : (n + 1) * size]) for n in range(count)}


def make(face: Face, sources: Path, out: Path) -> None:
    """Write one face to `out`; raise FileNotFoundError when its source is not there."""
    source = next(sources.rglob(face.source), None)
    if source is None:
        raise FileNotFoundError(f"{face.source} is nowhere under {sources}")
    font = TTFont(source, fontNumber=face.number)
    codes = set(font.getBestCmap()) if face.rest else wanted()
    for other in face.beyond:
        codes -= set(TTFont(out / other).getBestCmap())
    codes -= set(map(ord, face.without))
    _subset(font, codes)
    if "CFF " in font:
        _to_truetype(font)
    _mend(font, face)
    _rename(font, face.family)
    # Head times change from run to run; the faces must not.
    font.recalcTimestamp = False
    font.save(out / face.file)


def _subset(font: TTFont, codes: set[int]) -> None:
    options = subset.Options(
        hinting=False, layout_features=[], desubroutinize=True, notdef_outline=True,
        name_IDs=[0, 5, 13, 14],
    )  # fmt: skip
    options.drop_tables += UNWANTED_TABLES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def _mend(font: TTFont, face: Face) -> None:
    """Redraw what the source has wrong or too narrow for Chinese text."""
    units = font["head"].unitsPerEm
    for character, model, wide in face.drawn:
        scale = wide * units / _extent(font, model)[0]
        _draw(font, character, model, scale, scale)
    # A dash of two signs is one line, without a hole (GB/T 15834 4.13.3.1), amid the characters.
    for character in filter(partial(_has, font), _DASHES):
        wide, middle = _extent(font, character)
        _draw(font, character, character, units / wide, 1.0, max(middle, _DASH_EM * units))
    for character in filter(partial(_has, font), _CENTRED):
        _draw(font, character, character, 1.0, 1.0)


def _has(font: TTFont, character: str) -> bool:
    return ord(character) in font.getBestCmap()


def _extent(font: TTFont, character: str) -> tuple[float, float]:
    """Return how wide a sign is drawn, and how high its middle lies."""
    glyph = font["glyf"][font.getBestCmap()[ord(character)]]
    return glyph.xMax - glyph.xMin, (glyph.yMax + glyph.yMin) / 2


def _draw(
    font: TTFont, character: str, model: str, wide: float, high: float, middle: float | None = None
) -> None:
    """Draw `character` as `model`, scaled, in the middle of an em."""
    name = font.getBestCmap()[ord(model)]
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    extent, height = _extent(font, model)
    left = (font["head"].unitsPerEm - extent * wide) / 2 - font["glyf"][name].xMin * wide
    lift = (height if middle is None else middle) - height * high
    drawn = TTGlyphPen(None)
    pen.replay(TransformPen(drawn, Transform(wide, 0, 0, high, left, lift)))
    _put(font, character, drawn.glyph())


def _put(font: TTFont, character: str, glyph) -> None:
    # Under a name of its own: another character may use the old outline.
    name = f"mended{ord(character):04X}"
    glyph.recalcBounds(font["glyf"])
    font["glyf"][name] = glyph
    font["hmtx"][name] = (font["head"].unitsPerEm, glyph.xMin)
    for table in font["cmap"].tables:
        if ord(character) in table.cmap:
            table.cmap[ord(character)] = name


def _rename(font: TTFont, family: str) -> None:
    # Own names: no mistaking for a font of the system, no claim to a reserved font name.
    postscript = family.replace(" ", "") + "-Regular"
    for name, text in {1: family, 2: "Regular", 3: postscript, 4: family, 6: postscript}.items():
        font["name"].setName(text, name, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0


def _to_truetype(font: TTFont) -> None:
    order = font.getGlyphOrder()
    glyphs = font.getGlyphSet()
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, _FLATNESS, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
        table.glyphs[name].recalcBounds(table)
    font["loca"] = newTable("loca")
    _say_truetype(font, order)


def _say_truetype(font: TTFont, order: list[str]) -> None:
    limits = font["maxp"]
    limits.tableVersion = 0x00010000
    limits.maxZones = 1
    for limit in _LIMITS:
        setattr(limits, limit, 0)
    post = font["post"]
    post.formatType, post.extraNames, post.mapping, post.glyphOrder = 3.0, [], {}, order
    del font["CFF "]
    font.sfntVersion = "\0\1\0\0"


def make_figures(out: Path) -> None:
    """Write the figures, Latin letters and signs of 仿宋 alone: what a table needs at once."""
    _write_slice(out / "fangsong.ttf", set(range(0x20, 0x7F)), out / "figures.woff2")


def make_slices(name: str, out: Path) -> None:
    """Write a face's slices, in a folder of its own."""
    whole = out / f"{name}.ttf"
    (out / name).mkdir(exist_ok=True)
    for part, codes in slices(set(TTFont(whole).getBestCmap())).items():
        _write_slice(whole, codes, out / name / f"{part}.woff2")


def _write_slice(whole: Path, codes: set[int], path: Path) -> None:
    font = TTFont(whole, recalcTimestamp=False)
    _subset(font, codes)
    font.flavor = "woff2"
    font.save(path)
    print(path.name, path.stat().st_size)


def make_for_browsers(out: Path) -> None:
    """Write what browsers fetch, cut from the faces in `out`."""
    make_figures(out)
    for name in SLICED:
        make_slices(name, out)


def main(sources: str, out: str) -> None:
    """Make every face, in order, and what browsers fetch of them."""
    Path(out).mkdir(parents=True, exist_ok=True)
    for face in FACES if sources != "--for-browsers" else ():
        make(face, Path(sources), Path(out))
        print(face.file, (Path(out) / face.file).stat().st_size)
    make_for_browsers(Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
