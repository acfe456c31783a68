"""A report as it was at each step, and any two versions side by side."""

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from reports.document import Document, format_figure
from reports.document.narrative.merging import Piece, differences
from reports.models import Report, Transition

from .desk.waiting import GIVEN_BACK, named
from .moves import caption_of

NOW = "now"


@dataclass(frozen=True)
class Version:
    """A report at one moment: its name in addresses, its caption, the plain value."""

    id: str
    caption: str
    document: Document


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions: figures (cell, old, new, growth) and words by section."""

    old: Version
    new: Version
    figures: list[tuple]
    words: list[tuple[str, list[Piece]]]
    details: list[tuple[str, str, str]]


def timeline_of(report: Report) -> list[Transition]:
    """Return the report's steps, newest first, each with the `caption` of what was done."""
    steps = list(report.transitions.select_related("user").defer("document").order_by("-pk"))
    for step in steps:
        step.caption = caption_of(step.action)
    return steps


def last_return(report: Report) -> Transition | None:
    """Return the step that gave the report back, while it is still to be mended."""
    if not getattr(report, "has_transitions", True):
        return None
    # Taking down what is public gives nobody anything back.
    steps = report.transitions.exclude(action="take_down")
    last = steps.select_related("user").defer("document").last()
    if last is None or last.action not in GIVEN_BACK or report.is_frozen:
        return None
    return named(last)


def changed_since_return(report: Report) -> tuple[Transition, Comparison] | None:
    """Return the step that gave the report back last and what was changed since, None without one."""
    if not getattr(report, "has_transitions", True):
        return None
    back = report.transitions.filter(action__in=GIVEN_BACK).select_related("user").last()
    if back is None:
        return None
    named(back)
    return back, compare(version_of(report, str(back.pk)), version_of(report, NOW))


def versions_of(report: Report) -> list[tuple[str, str]]:
    """Return the (id, caption) of every version that can be compared, newest first."""
    return [(NOW, "现在的内容"), *((str(s.pk), _caption(s)) for s in timeline_of(report))]


# What one wants to see the changes since: it was public like that, or was to be mended like that.
_STARTS = ("publish", "publish_correction", "publish_again", "return", "send_back")


def compared_first(report: Report) -> str:
    """Return the id of the version that the report's present state is first compared with.

    What was published or given back last; where nothing was written since, the one before.
    """
    steps = timeline_of(report)
    written = [step for step in steps if step.revision < report.revision]
    starts = [step for step in written if step.action in _STARTS]
    return str((starts or written or steps)[0].pk) if steps else NOW


def _caption(step: Transition) -> str:
    return f"{timezone.localtime(step.at):%Y-%m-%d %H:%M} {step.caption}"


def version_of(report: Report, version: str) -> Version:
    """Return a version of the report; raise Http404 for one that it does not have."""
    if version == NOW:
        return Version(NOW, "现在的内容", report.document(pictures=False))
    steps = report.transitions.select_related("user")
    step = steps.filter(pk=version).first() if version.isascii() and version.isdigit() else None
    if step is None:
        raise Http404
    step.caption = caption_of(step.action)
    return Version(version, _caption(step), Document.from_json(step.document))


def compare(old: Version, new: Version) -> Comparison:
    """Return what differs between two versions of one report."""
    edition = new.document.edition
    figures = [
        (cell, old.document.figure(cell.id), new.document.figure(cell.id), _growth(old, new, cell))
        for cell in edition.cells.values()
        if old.document.cells.get(cell.id) != new.document.cells.get(cell.id)
    ]
    words = [
        (section.caption, differences(new.document.narrative(section.id), before))
        for section in (edition.preface, *edition.narratives)
        if (before := old.document.narrative(section.id)) != new.document.narrative(section.id)
    ]
    return Comparison(old, new, figures, words, _details(old.document, new.document))


def _growth(old: Version, new: Version, cell) -> str:
    before, after = old.document.cells.get(cell.id), new.document.cells.get(cell.id)
    if before is None or after is None:
        return ""
    return ("+" if after > before else "") + format_figure(after - before)


def _details(old: Document, new: Document) -> list[tuple[str, str, str]]:
    names = {"title": "标题", "issued": "发布日期", "index_number": "索引号"}
    return [
        (caption, str(getattr(old, name) or ""), str(getattr(new, name) or ""))
        for name, caption in names.items()
        if getattr(old, name) != getattr(new, name)
    ]
