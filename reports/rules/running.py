"""Running the rules: none of them takes down what it is run for, however it fails or dawdles.

What is as long as reports are is read here; what is longer, by a process apart, where a rule can be
ended in the middle of a search (docs/adr/0060).
"""

import datetime
import json
import logging
import pickle
import re
import signal
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from threading import BoundedSemaphore

from reports.document import Document
from reports.guarded import OutOfTime, TooSlow, allowing, apart, look_at_the_clock

from .case import Case, Passage
from .entries import rule_of
from .findings import Finding
from .registry import FINDERS, Finder

_log = logging.getLogger(__name__)
_MOST = 300  # findings of one finder: more than there are cells only hide the rest
# Characters of all words, and of one paragraph, that are read here. Reports have a few thousand; the
# time of a pattern that is not as linear as meant grows with the square of the longest paragraph.
LONG_REPORT, LONG_PARAGRAPH = 20_000, 2_000
# Seconds of a processor for one finder and for all of them; of a clock for the process apart.
FINDER_SECONDS, ALL_SECONDS, PATIENCE = 3, 12, 40.0
_WORKER = "reports.rules.judge"
# Processes at once for each process of the server: two cores are never all busy with long texts.
_slots = BoundedSemaphore(2)
_WAIT = 5.0
_PICTURE = re.compile(r'"data:image/[^"]*"')
WORD_FINDERS = tuple(finder for finder in FINDERS if finder.reads_words)


def every_finding(
    document: Document,
    previous: Document | None,
    register: Mapping[str, int] | None = None,
    enforcement: Mapping[str, tuple[int, str]] | None = None,
    due: tuple[datetime.date, str] | None = None,
) -> Iterator[Finding]:
    """Yield what all finders find; a hint names each rule that could not be read to its end."""
    both = _without_pictures(document), _without_pictures(previous)
    case = Case(*both, register or {}, enforcement or {}, due)
    here = [finder for finder in FINDERS if not finder.reads_words]
    if not _is_long(case):
        here = FINDERS
    for finder in here:
        yield from found_by(finder, case)
    if here is not FINDERS:
        yield from _found_apart(case)


def _without_pictures(document: Document | None) -> Document | None:
    """Return the report without what its pictures weigh: rules read words."""
    if document is None:
        return None
    sections = {name: _PICTURE.sub('""', html) for name, html in document.sections.items()}
    return replace(document, preface=_PICTURE.sub('""', document.preface), sections=sections)


def _is_long(case: Case) -> bool:
    reports = filter(None, (case, case.before))
    return any(_has_long_words([p.text for p in one.passages]) for one in reports)


def _has_long_words(texts: list[str]) -> bool:
    paragraphs = (len(line) for text in texts for line in text.split("\n"))
    return sum(map(len, texts)) > LONG_REPORT or max(paragraphs, default=0) > LONG_PARAGRAPH


def found_by(finder: Finder, case: Case) -> list[Finding]:
    """Return what one finder finds, with a hint where it failed, ran out of time or left words out."""
    found: list[Finding] = []
    try:
        with allowing(FINDER_SECONDS):
            for finding in islice(finder.find(case), _MOST):
                found.append(finding)
                look_at_the_clock()
    except (Exception, OutOfTime) as fault:
        _log.exception("the finder of %s was not read to its end", finder.rule)
        found.append(unread([finder], _passage_in(fault)))
    found += [unread([finder], passage) for passage in case.taken_cuts()]
    return found


def _passage_in(fault: BaseException) -> Passage | None:
    """Return the words that were being read when a finder failed: the innermost that it had in hand."""
    frames = [frame for frame, _ in traceback.walk_tb(fault.__traceback__)]
    held = (value for frame in reversed(frames) for value in frame.f_locals.values())
    return next((value for value in held if isinstance(value, Passage)), None)


def unread(finders: Iterable[Finder], passage: Passage | None = None) -> Finding:
    """Return the hint that some rules were not read to their end, in a section or in all the words."""
    names = "、".join(f"“{name}”" for name in dict.fromkeys(map(_name, finders)))
    where = f"{passage.caption}的" if passage else ""
    message = (
        f"{where}{names}这条规则没有读完：文字过长，或者写法特殊。其余的规则照常校核。"
        "请人工核对这方面的内容；文字很长的，请检查是否误粘贴了其他内容。"
    )
    place = {"section": passage.section, "start": 0, "end": 0} if passage else {}
    return Finding("rule.unread", "hint", message, **place)


def _name(finder: Finder) -> str:
    rule = rule_of(finder.rule)
    return rule.title if rule else finder.rule


def _found_apart(case: Case) -> Iterator[Finding]:
    done = 0
    for line in _answer(pickle.dumps((case.document, case.previous, {}, {}, case.due))).splitlines():
        for finding in json.loads(line):
            yield Finding.from_json(finding)
        done += 1
    if left := WORD_FINDERS[done:]:
        yield unread(left)


def _answer(request: bytes) -> bytes:
    if not _slots.acquire(timeout=_WAIT):
        _log.warning("too many long reports at once: one was not read")
        return b""
    try:
        answer, complaints = apart(_WORKER, request, seconds=PATIENCE)
    except TooSlow as slow:
        answer, complaints = slow.answer, "it was too slow"
    finally:
        _slots.release()
    if complaints:
        _log.warning("the process that reads a long report: %s", complaints)
    # A process that is ended may leave half a line.
    return answer[: answer.rfind(b"\n") + 1]


def found_within(finder: Finder, case: Case, seconds: float) -> list[Finding]:
    """Return what `found_by` does, ended after `seconds` even amid a search: of a main thread only."""
    try:
        with _interrupted_after(seconds):
            return found_by(finder, case)
    except OutOfTime:
        return [unread([finder])]


@contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    def interrupt(*_):
        raise OutOfTime

    signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
