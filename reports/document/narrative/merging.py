"""Two people wrote in one section: what differs, and both texts in one."""

import re

from .comparing import opcodes
from .text import plain_text

# Elements at the top of a narrative; nothing in it nests a block of the same name but lists.
_BLOCKS = re.compile(r"<(h3|h4|p|table)\b.*?</\1>|<(ul|ol)\b.*?</\2>(?!\s*</li>)", re.DOTALL)
_CLAUSE = re.compile(r"[^，。；：、！？\n]*[，。；：、！？\n]?")
Piece = tuple[str, str]


def differences(mine: str, theirs: str) -> list[Piece]:
    """Return the two narratives' words as one list of (`same` | `mine` | `theirs`, text)."""
    left, right = _clauses(mine), _clauses(theirs)
    pieces: list[Piece] = []
    for kind, a, b, c, d in opcodes(left, right):
        if kind == "equal":
            pieces.append(("same", "".join(left[a:b])))
            continue
        pieces += [("mine", "".join(left[a:b]))] if a < b else []
        pieces += [("theirs", "".join(right[c:d]))] if c < d else []
    return pieces


def _clauses(markup: str) -> list[str]:
    return [clause for clause in _CLAUSE.findall(plain_text(markup)) if clause]


def blocks(markup: str) -> list[str]:
    """Return the paragraphs, headings, lists and tables of a narrative, in order."""
    return [match[0] for match in _BLOCKS.finditer(markup)]


def merged(before: str, mine: str, theirs: str) -> str:
    """Return both texts in one: each one's changes to `before`, block by block.

    Where both changed the same blocks, theirs stand first and mine after them, for the clerk to
    settle by eye; so do texts that are too long or too much alike throughout to be compared.
    """
    base = blocks(before)
    my_parts, their_parts = _against(base, blocks(mine)), _against(base, blocks(theirs))
    out: list[str] = []
    for at in range(len(base) + 1):
        out += _both(my_parts[at][0], their_parts[at][0], [])
        if at < len(base):
            out += _both(my_parts[at][1], their_parts[at][1], [base[at]])
    return "".join(out)


def _both(mine: list[str], theirs: list[str], before: list[str]) -> list[str]:
    if mine in (theirs, before):
        return theirs
    if theirs == before:
        return mine
    there = set(theirs)
    return [*theirs, *(block for block in mine if block not in there)]


def _against(base: list[str], version: list[str]) -> list[tuple[list[str], list[str]]]:
    """Return, for each place of `base`, what `version` puts before it and in its stead."""
    parts: list[tuple[list[str], list[str]]] = [([], []) for _ in range(len(base) + 1)]
    for kind, a, b, c, d in opcodes(base, version):
        if kind == "insert":
            parts[a][0].extend(version[c:d])
        elif kind == "equal":
            for offset in range(b - a):
                parts[a + offset][1].append(version[c + offset])
        elif kind == "replace":
            parts[a][1].extend(version[c:d])
    return parts
