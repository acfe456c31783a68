"""What a package says of itself and of each report in it: plain values, read strictly.

A signature says who packed, not that what is packed makes sense: everything is bounded and typed.
"""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from reports.document.which import MAIN, OFFICE

FORMAT, VERSION = "nianbao-parcel", 1
REPORTS, REMARKS = "reports", "remarks"
LONGEST_TEXT = 300
LARGEST_FACTS = 300_000  # bytes of one JSON file of facts
MOST_REPORTS = 5_000
MOST_ORGANS = 20_000
MOST_REMARKS = 20_000
_MOST_ORIGINS = 10
_MOST_NUMBER = 2**53


class NotTold(ValueError):
    """The facts are not there, or are none; the text says which."""


def facts(content: bytes, largest: int = LARGEST_FACTS) -> Any:
    """Return the value of a JSON file; raise NotTold for none, or too large a one."""
    if len(content) > largest:
        raise NotTold("过大")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NotTold("读不出来") from None


def dumped(value: Any) -> bytes:
    """Return facts as a JSON file."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


@dataclass(frozen=True)
class About:
    """What a package is: who packed what, when; a later one of the same key has a larger `serial`.

    `to`: the fingerprint of the installation that remarks go to; `scope` says in words which reports.
    """

    kind: str
    serial: int
    made_at: str
    organ: str
    code: str = ""
    type: str = ""
    year: int = 0
    count: int = 0
    scope: str = ""
    to: str = ""

    def to_bytes(self) -> bytes:
        """Return the file that says it."""
        return dumped(asdict(self) | {"format": FORMAT, "version": VERSION})

    @classmethod
    def read(cls, content: bytes) -> "About":
        """Read the file; raise NotTold."""
        value = facts(content)
        if not isinstance(value, dict) or value.get("format") != FORMAT:
            raise NotTold("不是本系统的上报包或回传包")
        if value.get("version") != VERSION:
            raise NotTold("是另一个版本的程序打的包，请把两边的程序更新到同一版本")
        found = _typed(cls, value)
        if found.kind not in (REPORTS, REMARKS) or not found.organ or not found.serial:
            raise NotTold("内容不全")
        if found.count > (MOST_REPORTS if found.kind == REPORTS else MOST_REMARKS):
            raise NotTold("件数超过上限")
        return found


@dataclass(frozen=True)
class Origin:
    """Where a report that was taken once came from: whose package, in which revision."""

    fingerprint: str
    organ: str
    serial: int
    revision: int
    digest: str


@dataclass(frozen=True)
class Record:
    """A report as its package tells of it, beside its content.

    `changes`, `head`: the end of its chain of changes. `digest`: the SHA-256 of report.json.
    `origins`: by which packages it came to whoever packs it here, the first one first.
    """

    organ: str
    year: int
    digest: str
    code: str = ""
    type: str = ""
    kind: str = MAIN
    title: str = ""
    status: str = ""
    revision: int = 0
    changes: int = 0
    head: str = ""
    origins: tuple[Origin, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the file that says it."""
        return dumped(asdict(self))

    @classmethod
    def read(cls, content: bytes) -> "Record":
        """Read the file; raise NotTold."""
        value = facts(content)
        if not isinstance(value, dict):
            raise NotTold("读不出来")
        origins = value.pop("origins", [])
        if not isinstance(origins, list) or len(origins) > _MOST_ORIGINS:
            raise NotTold("来源写得不对")
        found = _typed(cls, value | {"origins": tuple(_typed(Origin, one) for one in origins)})
        if not found.organ or not found.year or found.kind not in (MAIN, OFFICE):
            raise NotTold("内容不全")
        return found


@dataclass(frozen=True)
class RemarkTold:
    """A remark, or a return (`is_return`), of whoever stands above, on its way back down.

    `id` is the same each time it is told. `revision`, `digest`: of the report as it was sent up.
    """

    id: str
    organ: str
    year: int
    text: str
    by: str
    at: str
    code: str = ""
    kind: str = MAIN
    place: str = ""
    revision: int = 0
    digest: str = ""
    is_return: bool = False


def remarks_in(content: bytes) -> list[RemarkTold]:
    """Read a file of remarks; raise NotTold."""
    value = facts(content, 30_000_000)
    if not isinstance(value, list) or len(value) > MOST_REMARKS:
        raise NotTold("读不出来")
    found = [_typed(RemarkTold, one, longest=1000) for one in value]
    if any(not (one.id and one.text and one.organ) for one in found):
        raise NotTold("内容不全")
    return found


def _typed(of, value, longest: int = LONGEST_TEXT):
    """Return the dataclass made of a mapping whose values have the types of its fields."""
    if not isinstance(value, dict):
        raise NotTold("内容不对")
    found = {}
    for field in fields(of):
        if field.name not in value:
            continue
        given = value[field.name]
        if not _is_good(field.type, given, longest):
            raise NotTold(f"“{field.name}”写得不对")
        found[field.name] = given
    try:
        return of(**found)
    except TypeError:
        raise NotTold("内容不全") from None


def _is_good(type_, given, longest: int) -> bool:
    if type_ is int:
        return type(given) is int and 0 <= given <= _MOST_NUMBER
    if type_ is str:
        return isinstance(given, str) and len(given) <= longest and _is_text(given)
    return isinstance(given, bool if type_ is bool else tuple)


def plain(value: Any) -> str:
    """Return a text of at most LONGEST_TEXT letters, all of which can be kept; "" for no text."""
    return value[:LONGEST_TEXT] if isinstance(value, str) and _is_text(value) else ""


def _is_text(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
