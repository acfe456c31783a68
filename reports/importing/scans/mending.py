"""Rules with gaps, mended: hairlines fade where a page is small, slanted or grainy."""

import statistics
from dataclasses import replace
from itertools import pairwise

import numpy as np

from .ruling import Stroke

_ALIKE = 5  # pixels between pieces of one rule
_BAND, _CORE = 9, 4  # pixels around a rule that are looked at, and that it may be off
_SHADE = 12  # how much darker than the paper a faded rule is, as a mean
_WHOLE = 0.75  # of a rule's length that is seen
_LEAST = 60  # pixels of a missing piece: a shorter one may be a letter's


def mended(grey: np.ndarray, found: list[Stroke]) -> list[Stroke]:
    """Return the rules with those pieces added, from rule to rule, that the page shows faintly."""
    tables = {stroke.table for stroke in found}
    return [s for n in tables for s in _table(grey, [s for s in found if s.table == n])]


def _table(grey: np.ndarray, found: list[Stroke]) -> list[Stroke]:
    lying, standing = [s for s in found if s.lying], [s for s in found if not s.lying]
    lying += _missing(grey, lying, standing)
    standing += _missing(grey.T, standing, lying)
    return [*lying, *standing]


def _missing(grey: np.ndarray, along: list[Stroke], across: list[Stroke]) -> list[Stroke]:
    """Return faint pieces of the rules `along`; the picture is turned so that they lie."""
    walls = _clusters(across)
    return [piece for rule in _clusters(along) for piece in _gaps(grey, rule, walls)]


def _clusters(strokes: list[Stroke]) -> list[list[Stroke]]:
    """Return the strokes that are pieces of one rule."""
    clusters: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda s: s.at):
        if clusters and stroke.at - clusters[-1][-1].at <= _ALIKE:
            clusters[-1].append(stroke)
        else:
            clusters.append([stroke])
    return clusters


def _gaps(grey: np.ndarray, rule: list[Stroke], walls: list[list[Stroke]]):
    at = statistics.fmean(stroke.at for stroke in rule)
    ends = [
        statistics.fmean(stroke.at for stroke in wall)
        for wall in walls
        if any(stroke.start - _ALIKE <= at <= stroke.end + _ALIKE for stroke in wall)
    ]
    for one, other in pairwise(ends):
        middle = (one + other) / 2
        known = any(stroke.start <= middle <= stroke.end for stroke in rule)
        if not known and other - one > _LEAST and _is_ruled(grey, at, one, other):
            yield replace(rule[0], at=at, start=one, end=other, slope=0.0)


def _is_ruled(grey: np.ndarray, at: float, start: float, end: float) -> bool:
    """Whether a faint straight line goes from `start` to `end`: letters leave gaps."""
    left, right = round(start) + _CORE, round(end) - _CORE
    around = grey[max(0, round(at) - _BAND) : round(at) + _BAND + 1, left:right]
    best = 0.0
    for off in range(-_CORE, _CORE + 1):
        row = grey[round(at) + off - 1 : round(at) + off + 2, left:right]
        if row.shape[0] == 3:
            best = max(best, float((row.min(axis=0) < np.median(around) - _SHADE).mean()))
    return best > _WHOLE
