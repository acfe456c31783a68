"""A register and next month's of the same office: what is new, changed and gone, by number."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from .case import Case, Request

# What a register may have no column for: where all of it is empty, nothing is said of it.
_OPTIONAL = ("corrected_on", "extended", "third_party", "matter", "body", "request")


@dataclass(frozen=True)
class Change:
    """A case that differs: as it was, as it is now, the names of the fields that differ."""

    old: Case
    new: Case
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """What a new register is to an old one; `same` are the old cases that it repeats."""

    new: tuple[Case, ...]
    changed: tuple[Change, ...]
    gone: tuple[Case, ...]
    same: tuple[Case, ...]


def compare(old: Iterable[Case], new: Iterable[Case]) -> Comparison:
    """Return what differs between two registers; a number is unique among requests and reviews.

    An optional field that the whole new register leaves empty keeps what the old one says.
    """
    new = list(new)
    silent = {kind: _silent([c for c in new if type(c) is kind]) for kind in {type(c) for c in new}}
    before = {_key(case): case for case in old}
    added, changed, same = [], [], []
    for case in new:
        known = before.pop(_key(case), None)
        if known is None:
            added.append(case)
            continue
        now = replace(case, **{name: getattr(known, name) for name in silent[type(case)]})
        differing = tuple(f.name for f in fields(now) if getattr(now, f.name) != getattr(known, f.name))
        if differing:
            changed.append(Change(known, now, differing))
        else:
            same.append(known)
    return Comparison(tuple(added), tuple(changed), tuple(before.values()), tuple(same))


def _key(case: Case) -> tuple[bool, str]:
    return isinstance(case, Request), case.number


def _silent(cases: list[Case]) -> list[str]:
    names = [f.name for f in fields(cases[0]) if f.name in _OPTIONAL]
    return [name for name in names if not any(getattr(case, name) for case in cases)]
