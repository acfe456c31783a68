"""Which organ and which year a file is about: what says so, and whether that is enough.

Only a whole name (the present one or a former one) or a code is enough, and only where nothing says
otherwise. What is short or near is proposed, for a person to decide.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reports.document.which import MAIN, OFFICE
from reports.editions import FIRST_YEAR, LAST_YEAR, organ_type
from reports.importing import Reading
from reports.language.words.offices import is_short_for

_SHORTEST = 2
_MOST_NAMED = 5  # organs that may be meant, named in a sentence
_SUBJECT = re.compile(
    r"20\d\d年?度?|政府信息公开|政务公开|信息公开|工作|年度|报告|年报|\d+|最终|终稿|定稿|盖章|副本|[\W_]+"
)
_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
# What a reader says of a year that is a guess (recognising/recogniser.py).
_GUESSED = re.compile(r"没有年度，(?!按(?:统计期限|文件名))|年度不一致|没有可用的模板")


@dataclass(frozen=True)
class Match:
    """An organ's id, None where none is found; whether that is certain; how it is known.

    `kind`: which of a government's two reports it is.
    """

    organ: int | None
    certain: bool
    how: str
    kind: str = MAIN


@dataclass
class Directory:
    """The names that organs go by; `offices`: those of the offices of governments."""

    names: dict[int, str] = field(default_factory=dict)
    whole: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    codes: dict[str, int] = field(default_factory=dict)
    former: set[str] = field(default_factory=set)
    offices: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, organs: Iterable[tuple[int, str, str, str]], former: Iterable[tuple[int, str]]
    ) -> "Directory":
        """Return the directory of organs (id, name, code, type) and their former names (id, name)."""
        made = cls()
        for pk, name, code, type in organs:
            if (kind := organ_type(type)).has_two:
                made.offices[flat(kind.office_of(name))] = pk
            made.names[pk] = name
            made.whole[flat(name)].add(pk)
            if code:
                made.codes[code.upper()] = pk
        for pk, name in former:
            made.whole[flat(name)].add(pk)
            made.former.add(flat(name))
        return made


def flat(text: str) -> str:
    """Return a name as it is compared: without spaces and brackets, full width as half."""
    return re.sub(r"[\s()《》“”\"]", "", unicodedata.normalize("NFKC", text))


def match(directory: Directory, told: str, path: str) -> Match:
    """Return which organ a file is of that says it is of `told` and lies at `path`."""
    # Where the office is an organ of its own, that one is meant.
    if (office := directory.offices.get(flat(told))) and flat(told) not in directory.whole:
        how = f"文件内容写的是“{told}”，是{directory.names[office]}的机关本级报告"
        return Match(office, True, how, OFFICE)
    strong = list(_strong(directory, told, path))
    organs = {pk for found, _ in strong for pk in found}
    if len(organs) == 1:
        pk = organs.pop()
        clear = (
            not told
            or flat(told) in directory.whole
            or is_short_for(flat(told), flat(directory.names[pk]))
        )
        how = "，".join(how for _, how in strong)
        if clear:
            return Match(pk, True, how)
        return Match(pk, False, f"{how}，但文件内容写的是“{told}”")
    if organs:
        first = next(iter(strong[0][0])) if len(strong[0][0]) == 1 else None
        return Match(first, False, "，".join(how for _, how in strong) + "，不能确定是哪一个")
    return _likely(directory, told, path)


def _strong(directory: Directory, told: str, path: str) -> Iterator[tuple[set[int], str]]:
    """Yield what names an organ whole, with the words that say so."""
    if pks := directory.whole.get(flat(told)):
        yield pks, f"文件内容写的是{_named(directory, flat(told), told)}"
    *_, name = path.rsplit("/", 1)
    for code in re.findall(r"[0-9A-Z]{4,18}", unicodedata.normalize("NFKC", path).upper()):
        if pk := directory.codes.get(code):
            yield {pk}, f"文件名或文件夹里有代码{code}"
    if whole := _longest_in(directory, flat(name)):
        yield directory.whole[whole], f"文件名里有{_named(directory, whole, whole)}"


def _named(directory: Directory, name: str, told: str) -> str:
    now = " 、".join(directory.names[pk] for pk in sorted(directory.whole[name]))
    return f"“{told}”（现名{now}）" if name in directory.former else f"“{told}”"


def _longest_in(directory: Directory, text: str) -> str:
    """Return the longest whole name that stands in a text; empty where none does."""
    return max((name for name in directory.whole if name in text), key=len, default="")


def _likely(directory: Directory, told: str, path: str) -> Match:
    """Return what a short name, or a folder, lets one think; never certain."""
    *folders, name = path.split("/")
    stem = name.rsplit(".", 1)[0]
    tries = [(flat(told), f"文件内容写的是“{told}”"), (_bare(stem), f"文件名是“{stem}”")]
    tries += [(_bare(folder), f"文件夹是“{folder}”") for folder in reversed(folders)]
    said = [how for words, how in tries if words]
    for words, how in tries:
        found = _short_for(directory, words)
        if len(found) == 1:
            return Match(found[0], False, f"{how}，像是{directory.names[found[0]]}")
        if 1 < len(found) <= _MOST_NAMED:
            names = "、".join(directory.names[pk] for pk in found)
            return Match(None, False, f"{how}，可能是{names}")
    return Match(None, False, f"{said[0]}，没有找到这个机关" if said else "没有写机关")


def _bare(text: str) -> str:
    return _SUBJECT.sub("", unicodedata.normalize("NFKC", text))


def _short_for(directory: Directory, words: str) -> list[int]:
    """Return the organs that words may be short for, only the nearest kind of likeness."""
    if len(words) < _SHORTEST:
        return []
    names = [(pk, flat(name)) for pk, name in directory.names.items()]
    kinds = (
        lambda name: name == words,
        lambda name: name.endswith(words) or words.endswith(name),
        lambda name: words in name,
        lambda name: is_short_for(words, name),
    )
    for alike in kinds:
        if found := [pk for pk, name in names if alike(name)]:
            return found
    return []


@dataclass(frozen=True)
class Dated:
    """A year, None where none is told that a report can have; whether it is certain; how known."""

    year: int | None
    certain: bool
    how: str


def dated(reading: Reading, path: str) -> Dated:
    """Return of which year a file is: what it says itself; a folder only where it says nothing."""
    year = reading.document.year
    doubts = [n.message for n in reading.notices if _GUESSED.search(n.message)]
    folder = _folder_year(path)
    if doubts and folder and "没有年度" in doubts[0]:
        return Dated(_in_range(folder), False, f"文件里没有年度，文件夹写的是{folder}年")
    if doubts:
        return Dated(year, False, doubts[0].rstrip("。"))
    # A report for a year is made public in the next: a folder may name either.
    if folder and folder not in (year, year + 1):
        return Dated(year, False, f"文件写的是{year}年，文件夹写的是{folder}年")
    return Dated(year, True, "")


def _folder_year(path: str) -> int | None:
    for folder in reversed(path.split("/")[:-1]):
        years = set(_YEAR.findall(unicodedata.normalize("NFKC", folder)))
        if len(years) == 1:
            return int(years.pop())
    return None


def _in_range(year: int) -> int | None:
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
