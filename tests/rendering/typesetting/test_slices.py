"""The slices that browsers fetch: all of a face, outline by outline, each no more than is read in a blink."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from reports.rendering.typesetting.fonts import FOLDER
from tools import make_fonts

MOST = 650_000  # bytes: read in less than 0.1 s by a processor six times slower (docs/adr/0165)
NAMES = {"fangsong": "Sheet FangSong", "kai": "Sheet KaiTi"}
STYLES = FOLDER.parent / "css" / "prose.css"
FACE = re.compile(
    r'font-family: "(?P<family>[^"]+)";\s+src: [^;]*fonts/(?P<file>[\w/-]+\.woff2)"[^;]*;'
    r"\s+font-display: swap;(?:\s+unicode-range: U\+(?P<first>\w+)-(?P<last>\w+);)?"
)


def characters(path: Path) -> set[int]:
    return set(TTFont(path).getBestCmap())


def declared(name: str) -> list[re.Match]:
    """The @font-face rules of a face's slices, in the order of the style sheet."""
    return [
        face for face in FACE.finditer(STYLES.read_text()) if face["file"].startswith(f"{name}/")
    ]


@pytest.mark.parametrize("name", make_fonts.SLICED)
def test_slices_together_have_each_character_of_the_face_once(name):
    whole = characters(FOLDER / f"{name}.ttf")
    parts = {path.stem: characters(path) for path in (FOLDER / name).glob("*.woff2")}

    assert parts == make_fonts.slices(whole)
    assert set().union(*parts.values()) == whole
    assert sum(map(len, parts.values())) == len(whole)


@pytest.mark.parametrize("name", make_fonts.SLICED)
def test_a_character_is_drawn_in_its_slice_as_in_the_face(name):
    whole = TTFont(FOLDER / f"{name}.ttf")
    glyphs, names = whole["glyf"], whole.getBestCmap()

    for path in (FOLDER / name).glob("*.woff2"):
        part = TTFont(path)
        for measure in ("ascent", "descent", "lineGap"):
            assert getattr(part["hhea"], measure) == getattr(whole["hhea"], measure)
        for code, glyph in sorted(part.getBestCmap().items())[::25]:
            assert part["hmtx"][glyph][0] == whole["hmtx"][names[code]][0]
            points, ends, _ = part["glyf"][glyph].getCoordinates(part["glyf"])
            drawn, drawn_ends, _ = glyphs[names[code]].getCoordinates(glyphs)
            assert (list(points), list(ends)) == (list(drawn), list(drawn_ends)), hex(code)


@pytest.mark.parametrize("name", make_fonts.SLICED)
def test_a_browser_fetches_the_slice_that_a_character_is_in(name):
    faces = declared(name)

    assert [face["file"] for face in faces] == [
        f"{name}/{part}.woff2" for part in make_fonts.slices(characters(FOLDER / f"{name}.ttf"))
    ]
    family = NAMES[name]
    for face in faces:
        kind = Path(face["file"]).stem.partition("-")[0]
        assert face["family"] == family + {"reports": ""}.get(kind, f" {kind.title()}")
        codes = characters(FOLDER / face["file"])
        if kind == "reports":
            assert face["first"] is None
        else:
            assert int(face["first"], 16) <= min(codes)
            assert max(codes) <= int(face["last"], 16)


@pytest.mark.parametrize("name", make_fonts.SLICED)
def test_slices_of_one_kind_leave_each_other_their_characters(name):
    ends: dict[str, int] = {}

    for face in declared(name):
        if face["first"]:
            assert int(face["first"], 16) > ends.get(face["family"], 0)
            ends[face["family"]] = int(face["last"], 16)
    assert len(ends) == 2


def test_no_slice_takes_a_browser_long():
    sizes = {path: path.stat().st_size for path in FOLDER.glob("*/*.woff2")}

    assert len(sizes) == 12
    assert max(sizes.values()) < MOST
