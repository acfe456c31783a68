"""What two lists have in common, in bounded time, whatever stands in them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Comparisons of one item with another: difflib needs a second for some ten million, and as many as
# the square of the lists where items repeat.
STEPS = 3_000_000
_DEEPEST = 4
Opcode = tuple[str, int, int, int, int]
Match = tuple[int, int, int]  # where in the old, where in the new, how many


@dataclass
class _Range:
    """A stretch of both lists, up to but not including `a_end` and `b_end`."""

    a: int
    a_end: int
    b: int
    b_end: int

    @property
    def is_empty(self) -> bool:
        return self.a >= self.a_end or self.b >= self.b_end


def opcodes(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Opcode]:
    """Yield what makes `new` of `old`, as difflib's get_opcodes does, in bounded time.

    Where comparing everything costs too much, items that stand once in both hold the two together;
    what is between them and is still too much counts as replaced.
    """
    a = b = 0
    for start, there, size in [*_Comparison(old, new).matches(), (len(old), len(new), 0)]:
        if a < start or b < there:
            kind = "replace" if a < start and b < there else "delete" if a < start else "insert"
            yield kind, a, start, b, there
        a, b = start + size, there + size
        if size:
            yield "equal", start, a, there, b


class _Comparison:
    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable]):
        self.old, self.new, self.left = old, new, STEPS

    def matches(self) -> list[Match]:
        """Return the common stretches in order."""
        return _joined(self._within(_Range(0, len(self.old), 0, len(self.new)), 0))

    def _within(self, part: _Range, depth: int) -> Iterator[Match]:
        before, after = self._trimmed(part)
        yield from before
        if not part.is_empty:
            yield from self._of_middle(part, depth)
        yield from after

    def _trimmed(self, part: _Range) -> tuple[list[Match], list[Match]]:
        """Take what both begin and end with off a stretch, and return it."""
        a, b = part.a, part.b
        while not part.is_empty and self.old[part.a] == self.new[part.b]:
            part.a, part.b = part.a + 1, part.b + 1
        a_end = part.a_end
        while not part.is_empty and self.old[part.a_end - 1] == self.new[part.b_end - 1]:
            part.a_end, part.b_end = part.a_end - 1, part.b_end - 1
        return [(a, b, part.a - a)], [(part.a_end, part.b_end, a_end - part.a_end)]

    def _of_middle(self, part: _Range, depth: int) -> Iterator[Match]:
        old, new = self.old[part.a : part.a_end], self.new[part.b : part.b_end]
        cost = _cost(old, new)
        if cost <= self.left:
            self.left -= cost
            for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
                yield part.a + a, part.b + b, size
        elif depth < _DEEPEST:
            yield from self._between_anchors(part, depth)

    def _between_anchors(self, part: _Range, depth: int) -> Iterator[Match]:
        a, b = part.a, part.b
        for found_a, found_b in _anchors(self.old, self.new, part):
            yield from self._within(_Range(a, found_a, b, found_b), depth + 1)
            yield found_a, found_b, 1
            a, b = found_a + 1, found_b + 1
        if (a, b) != (part.a, part.b):
            yield from self._within(_Range(a, part.a_end, b, part.b_end), depth + 1)


def _cost(old: Sequence, new: Sequence) -> int:
    """Return the most steps that difflib takes: each match it finds looks at all equal pairs again."""
    times = Counter(new)
    pairs = sum(times[item] for item in old)
    return min(pairs, len(old), len(new)) * (pairs + len(old))


def _anchors(old: Sequence, new: Sequence, part: _Range) -> list[tuple[int, int]]:
    """Return the places of items that stand once in both, as many as have one order in both."""
    there, here = _once(new, part.b, part.b_end), _once(old, part.a, part.a_end)
    pairs = [(a, there[item]) for item, a in here.items() if item in there]
    # The longest rising row, by patience sorting.
    tops: list[int] = []
    before: list[int] = []
    ends: list[int] = []
    for n, (_, b) in enumerate(pairs):
        pile = bisect_left(tops, b)
        tops[pile : pile + 1] = [b]
        ends[pile : pile + 1] = [n]
        before.append(ends[pile - 1] if pile else -1)
    row, at = [], ends[-1] if ends else -1
    while at >= 0:
        row.append(pairs[at])
        at = before[at]
    return row[::-1]


def _once(items: Sequence, start: int, end: int) -> dict:
    """Return the items that stand once in a stretch, in order, with their places."""
    times = Counter(items[start:end])
    return {items[at]: at for at in range(start, end) if times[items[at]] == 1}


def _joined(found: Iterator[Match]) -> list[Match]:
    """Return matches without the empty ones, neighbours as one."""
    out: list[Match] = []
    for a, b, size in found:
        if out and size and (a, b) == (out[-1][0] + out[-1][2], out[-1][1] + out[-1][2]):
            out[-1] = (*out[-1][:2], out[-1][2] + size)
        elif size:
            out.append((a, b, size))
    return out
