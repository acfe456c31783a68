"""What a PDF tells of a face is asked of each font once, and a subset that was cut is kept.

WeasyPrint reads every font file whole for every document, and cuts each subset twice, the second time
to drop what comes after the last glyph used: harfbuzz has done so the first time.
"""

import copy
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, harfbuzz, harfbuzz_subset, pango
from weasyprint.text.fonts import get_hb_object_data, get_pango_font_key

from .replacing import Pair, Store

# Fonts: faces in a size and weight. Subsets: of a face some 100 kB, so ten megabytes at most.
_FONTS, _SUBSETS = 64, 100
_add_font = Stream.add_font
_harfbuzz_subset = Font._harfbuzz_subset
_fonts = Store(_FONTS)
_subsets = Store(_SUBSETS)
_DROPPED = (
    b"BASE", b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT", b"SVG ",
)  # fmt: skip


class _Font(Font):
    """A font of a PDF that reads its file only if somebody asks for it."""

    @property
    def file_content(self) -> bytes:
        """The font's file, or the subset that took its place."""
        if self._content is None:
            return get_hb_object_data(self.hb_face)
        return self._content

    @file_content.setter
    def file_content(self, content: bytes) -> None:
        self._content = content


def add_font(self, pango_font):
    """Return the PDF's font for a font of Pango, and its size; what is told of it is kept."""
    key, description, size = get_pango_font_key(pango_font)
    if key not in self._fonts:
        hb_font = pango.pango_font_get_hb_font(pango_font)
        # The face is held with what is kept of it: no other is given its address.
        kept = (int(ffi.cast("intptr_t", harfbuzz.hb_font_get_face(hb_font))), key, size)
        font = _fonts.get(kept) or _fonts.keep(kept, _read(pango_font, description, size))
        self._fonts[key] = font = copy.copy(font)
        font.hb_font = hb_font
        font.widths, font.to_unicode, font.missing = {}, {}, {}
    return self._fonts[key], size


def _read(pango_font: Any, description: Any, size: float) -> _Font:
    font = _Font(pango_font, description, size)
    font._content = None
    return font


def subset(self, to_unicode, hinting):
    """Cut the glyphs that a document uses out of a font, or take them from what was cut before."""
    face = int(ffi.cast("intptr_t", self.hb_face))
    key = (face, self.index, frozenset(to_unicode), hinting, bool(self.missing))
    kept = _subsets.get(key)
    if kept is None:
        content = _cut(self, sorted(to_unicode), hinting)
        # The face is held with what was cut of it: no other is given its address.
        kept = _subsets.keep(key, (content, self.hb_face))
    if kept[0] is None:
        _harfbuzz_subset(self, to_unicode, hinting)
    else:
        self.file_content = kept[0]


def _cut(font: Font, glyphs: list[int], hinting: bool) -> bytes | None:
    told = ffi.gc(
        harfbuzz_subset.hb_subset_input_create_or_fail(), harfbuzz_subset.hb_subset_input_destroy
    )
    flags = (
        harfbuzz_subset.HB_SUBSET_FLAGS_RETAIN_GIDS
        | harfbuzz_subset.HB_SUBSET_FLAGS_PASSTHROUGH_UNRECOGNIZED
        | harfbuzz_subset.HB_SUBSET_FLAGS_DESUBROUTINIZE
    )
    if not hinting:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NO_HINTING
    if font.missing:
        flags |= harfbuzz_subset.HB_SUBSET_FLAGS_NOTDEF_OUTLINE
    harfbuzz_subset.hb_subset_input_set_flags(told, flags)
    _fill(harfbuzz_subset.hb_subset_input_glyph_set(told), glyphs)
    dropped = harfbuzz_subset.hb_subset_input_set(
        told, harfbuzz_subset.HB_SUBSET_SETS_DROP_TABLE_TAG
    )
    _fill(dropped, [harfbuzz.hb_tag_from_string(name, -1) for name in _DROPPED])
    face = harfbuzz_subset.hb_subset_or_fail(font.hb_face, told)
    if face == ffi.NULL:
        return None
    return get_hb_object_data(ffi.gc(face, harfbuzz.hb_face_destroy)) or None


def _fill(numbers: Any, values: list[int]) -> None:
    array = ffi.new(f"hb_codepoint_t[{len(values)}]", values)
    harfbuzz.hb_set_add_sorted_array(numbers, array, len(values))


PAIRS = (
    Pair(_add_font, add_font, Stream),
    Pair(_harfbuzz_subset, subset, Font),
)
