"""The type case: for every character the face, the glyph and the advance that print it.

Our faces have one glyph for a character, no kerning and no ligatures, so a line of text needs no
shaping: its glyphs and its width are looked up here.
"""

import unicodedata
from dataclasses import dataclass

from .fonts import FaceFile, Faces

# Marks and controls change their neighbours; only a shaping engine may set them.
_SHAPED = {"Mn", "Mc", "Me", "Cc", "Cf", "Zl", "Zp"}
_SHAPED_SCRIPTS = (("\u0590", "\u1fff"), ("\ua000", "\uabff"), ("\ufb1d", "\ufdff"))


@dataclass(frozen=True, slots=True)
class Sort:
    """A piece of type: the face's place in its stack, the glyph, its advance in em."""

    face: int
    glyph: int
    advance: float


class Stack:
    """The faces that print one kind of text, the first that has a character printing it."""

    def __init__(self, files: tuple[FaceFile, ...]):
        self._files = files
        self._sorts: dict[str, Sort | None] = {}

    def sort(self, character: str) -> Sort | None:
        """Return the type for a character; None when it must be shaped or no face has it."""
        if character not in self._sorts:
            self._sorts[character] = self._find(character)
        return self._sorts[character]

    def _find(self, character: str) -> Sort | None:
        if needs_shaping(character):
            return None
        for place, file in enumerate(self._files):
            if found := file.glyph(ord(character)):
                return Sort(place, *found)
        return None


def needs_shaping(character: str) -> bool:
    """Whether a character's form depends on its neighbours."""
    return unicodedata.category(character) in _SHAPED or any(
        first <= character <= last for first, last in _SHAPED_SCRIPTS
    )


class TypeCase:
    """The stacks of the faces in use, found by their families as CSS lists them."""

    def __init__(self, in_use: Faces):
        self._stacks = {
            tuple(file.family for file in files): Stack(files) for _, files in in_use.stacks
        }

    def stack(self, families: tuple[str, ...]) -> Stack | None:
        """Return the stack of those families, or None for other fonts than ours."""
        return self._stacks.get(families)
