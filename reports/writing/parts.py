"""The writing room for whoever fills in a part of a report: what they write stands apart from it.

Nothing of the report changes here; the clerk takes what was handed in (assigning.py).
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from reports import access, history
from reports.document import Document, format_figure, read_figure
from reports.importing import Reading
from reports.importing.fitting.fitting import fitted
from reports.models import Assignment, Figure, Narrative, Picture
from reports.oversight import notices
from reports.refusals import Refused
from reports.rules import Finding, check
from reportsite.database.shared_commits import shared_commit

from . import editing

MOST_TRIES = 20  # wrong codes in all, after which a link is dead
STATE = Assignment.State
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_KEPT = re.compile(r'src="/reports/(\d+)/pictures/([0-9a-f]{64})"')
_SENTENCES = {
    STATE.HANDED_IN: "这一部分已经交出，要改先点“撤回修改”。",
    STATE.TAKEN: "填报人已经采用这一部分，不能再改。要改请告诉分工的人，由他退回。",
    STATE.RECALLED: "这一部分已经收回，不用再填。",
}


class PartDesk(editing.Desk):
    """One save of a part in progress: figures and words of the assignment, not of the report.

    Totals always follow from their parts here.
    """

    def __init__(self, assignment: Assignment, writer: str = ""):
        self.assignment, self.report = assignment, assignment.report
        self.template, self.writer = assignment.template, writer
        self.totals = self.template.computed
        self.figures = {cell: self._figure(cell) for cell in self.template.cells}
        self.narratives = {section.id: self._words(section.id) for section in self.template.worded}
        self.steps, self.before, self.details = [], {}, {}
        self.outcome = editing.Outcome(assignment.revision)
        self.next_revision = assignment.revision + 1
        for cell, total in self._totals_now().items():
            self.figures[cell].value = total
            parts = self.totals[cell].right
            self.figures[cell].revision = max(self.figures[part].revision for part in parts)

    def _kept(self, place: str) -> tuple[str, int, str]:
        return tuple(self.assignment.places.get(place, ("", 0, "")))

    def _figure(self, cell: str) -> Figure:
        text, revision, writer = self._kept(cell)
        value = read_figure(text, self.template.cells[cell].kind).value
        return Figure(cell=cell, value=value, revision=revision, writer=writer)

    def _words(self, section: str) -> Narrative:
        html, revision, writer = self._kept(section)
        return Narrative(section=section, html=html, revision=revision, writer=writer)

    def narrative(self, section: str) -> Narrative | None:
        """Return the section's words, if they are of the part."""
        return self.narratives.get(section)

    def take(self, edit: editing.Edit) -> None:
        """Apply one edit, or note why not."""
        if edit.manual and edit.place in self.totals:
            self.outcome.refused[edit.place] = "这一格由分项自动合计，不能手工填写。"
            return
        if edit.place in self.narratives:
            edit = replace(edit, text=_without_others_pictures(edit.text, self.assignment))
        super().take(edit)

    def seen(self, edit: editing.Edit, narrative: Narrative) -> str:
        """Return what the writer had before them, as far as it is kept: what stands there."""
        return narrative.html

    def finish(self) -> None:
        """Keep what changed in the assignment's row; `by` of a conflict is another window."""
        changed = self.settled()
        names = [replace(conflict, by="另一个窗口") for conflict in self.outcome.conflicts]
        self.outcome.conflicts = names
        if not changed:
            return
        for row in changed:
            if isinstance(row, Narrative):
                kept = {row.section: [row.html, row.revision, row.writer]}
            else:
                kept = {row.cell: [format_figure(row.value), row.revision, row.writer]}
            self.assignment.places |= {p: k for p, k in kept.items() if p not in self.totals}
        self.assignment.revision = self.outcome.revision = self.next_revision
        self.assignment.saved_at = timezone.now()
        self.assignment.save(update_fields=["places", "revision", "saved_at"])


def _without_others_pictures(html: str, assignment: Assignment) -> str:
    """Return a section without pictures but those that the report has there already."""
    if "<img" not in html.lower():
        return html
    own = Picture.objects.filter(report=assignment.report_id)
    known = set(own.values_list("sha256", flat=True))

    def kept(match: re.Match) -> str:
        source = _KEPT.search(match[0])
        is_own = source and int(source[1]) == assignment.report_id and source[2] in known
        return match[0] if is_own else ""

    return _PICTURE.sub(kept, html)


def locked(assignment_id: int) -> Assignment:
    """Return an assignment that its holder was let into, its row locked; Http404."""
    rows = Assignment.objects.select_for_update(of=("self",))
    row = rows.select_related("report__organ", "by").filter(pk=assignment_id).first()
    if row is None:
        raise Http404
    return row


def to_write(assignment_id: int) -> Assignment:
    """Return it locked, to be written in now; raise Refused, access.Frozen."""
    assignment = locked(assignment_id)
    if assignment.report.is_frozen:
        raise access.Frozen(assignment.report.status)
    if not assignment.is_filling:
        raise Refused(_SENTENCES[assignment.state], 423)
    return assignment


@shared_commit
@transaction.atomic
def save(assignment_id: int, edits: Iterable[editing.Edit], *, writer: str = "") -> editing.Outcome:
    """Store `edits` in the part, each by itself, as editing.save does; raise Refused, Frozen.

    A place that is not of the part is refused: nothing else can be written.
    """
    desk = PartDesk(to_write(assignment_id), writer)
    for edit in edits:
        desk.take(edit)
    desk.finish()
    return desk.outcome


def document_of(assignment: Assignment) -> Document:
    """Return the report with what stands in the part, and with nothing else of it."""
    desk, report = PartDesk(assignment), assignment.report
    words = {section: row.html for section, row in desk.narratives.items()}
    return Document(
        report.organ.name, report.year, report.edition, report.title, report.organ.type,
        preface=words.pop(report.template.preface.id, ""), sections=words,
        cells={cell: figure.value for cell, figure in desk.figures.items()},
    )  # fmt: skip


def findings_in(assignment: Assignment) -> list[Finding]:
    """Return what is wrong within the part: of its own cells and words only."""
    template = assignment.template
    sections = {section.id for section in template.all_sections}
    return [
        finding for finding in check(document_of(assignment))
        if (finding.cells or finding.section)
        and template.cells.keys() >= set(finding.cells)
        and (not finding.section or finding.section in sections)
    ]  # fmt: skip


class NotReady(Refused):
    """Something of the part is not filled in or wrong, and nothing was said of it."""

    def __init__(self, findings: list[Finding]):
        super().__init__(
            f"还有 {len(findings)} 项没有填好。请填好再交；确实填不了的，在“交出时的说明”里写明原因。",
            422,
        )
        self.findings = findings


@transaction.atomic
def hand_in(assignment_id: int, *, signed: str, answer: str, by=None) -> Assignment:
    """Give the part to the clerk; raise Refused, NotReady, access.Frozen.

    With errors in it only where `answer` says why. Whoever handed it in twice did it once.
    """
    assignment = locked(assignment_id)
    if assignment.is_handed_in:
        return assignment
    assignment = to_write(assignment_id)
    errors = [finding for finding in findings_in(assignment) if finding.severity == "error"]
    if errors and not answer:
        raise NotReady(errors)
    assignment.state, assignment.handed_in_at = STATE.HANDED_IN, timezone.now()
    assignment.signed, assignment.answer, assignment.reason = signed[:60], answer, ""
    assignment.save(update_fields=["state", "handed_in_at", "signed", "answer", "reason"])
    who = holder_of(assignment)
    text = f"{who}交来了{assignment.report.title}的“{assignment.captions}”，请核对后采用或退回。"
    notices.tell(clerks_of(assignment), text, clerks_link(assignment), mail=True)
    note(history.Action.PART_HANDED_IN, assignment, by, answer)
    return assignment


@transaction.atomic
def take_back(assignment_id: int, *, by=None) -> Assignment:
    """Let the holder write on before the clerk has taken the part; raise Refused, Frozen."""
    assignment = locked(assignment_id)
    if assignment.report.is_frozen:
        raise access.Frozen(assignment.report.status)
    if assignment.is_filling:
        return assignment
    if not assignment.is_handed_in:
        raise Refused(_SENTENCES[assignment.state], 423)
    assignment.state = STATE.FILLING
    assignment.save(update_fields=["state"])
    note(history.Action.PART_CHANGED, assignment, by, "撤回修改")
    return assignment


@dataclass(frozen=True)
class Brought:
    """What came out of a file into a part: how many figures and sections; what is doubtful or lost."""

    figures: int
    sections: int
    unsure: tuple[str, ...]
    pictures: int

    @property
    def sentence(self) -> str:
        """What came, for whoever brought it."""
        words = f"已读入 {self.figures} 个数字、{self.sections} 段文字，还没有交出，请核对。"
        if self.unsure:
            names = "、".join(self.unsure[:8]) + ("等" if len(self.unsure) > 8 else "")
            words += f"这 {len(self.unsure)} 格读得不确定：{names}。"
        return words + ("图片没有读入，请另外交给分工的人。" if self.pictures else "")


@transaction.atomic
def bring(assignment_id: int, reading: Reading) -> Brought:
    """Put what a file has of the part into it; what is blank in the file leaves what stands.

    Raise Refused where the file is of another year or has nothing of the part.
    """
    assignment = to_write(assignment_id)
    year = assignment.report.year
    if reading.document.year != year:
        raise Refused(f"文件写的是{reading.document.year}年度，这里填的是{year}年度，没有读入。", 422)
    desk = PartDesk(assignment)
    file = fitted(reading, assignment.report.template)
    cells = {
        cell: got for cell, got in file.cells.items()
        if got.value is not None and cell in desk.figures and cell not in desk.totals
    }  # fmt: skip
    words = {s: html for s, html in file.narratives.items() if html and s in desk.narratives}
    if not cells and not words:
        raise Refused("文件里没有读到这一部分的数字或文字，没有读入。请检查是否选错了文件。", 422)
    for cell, got in cells.items():
        desk.take(editing.Edit(cell, format_figure(got.value), desk.figures[cell].revision))
    for section, html in words.items():
        desk.take(editing.Edit(section, html, desk.narratives[section].revision))
    desk.finish()
    if desk.outcome.refused:
        raise Refused(next(iter(desk.outcome.refused.values())), 422)
    pictures = sum(html.count("<img") for html in words.values())
    labels = tuple(desk.template.cells[c].label for c, got in cells.items() if got.state == "unsure")
    return Brought(len(cells), len(words), labels, pictures)


# The link and its code.


@dataclass(frozen=True)
class _Tried:
    assignment: Assignment
    refusal: str = ""


def enter(token: str, code: str) -> Assignment:
    """Return what a link leads to, for whoever knows its code; raise Http404, Refused.

    Wrong codes lock the link for a time, as wrong passwords lock an account; after MOST_TRIES in
    all it is dead, and the clerk has to make another.
    """
    tried = _try(access.assignment_of_link(token).pk, token, code)
    if tried.refusal:
        raise Refused(tried.refusal, 429 if "再试" in tried.refusal else 422)
    return tried.assignment


@transaction.atomic
def _try(assignment_id: int, token: str, code: str) -> _Tried:
    """Judge a code and count it: what was counted stays, whatever is answered."""
    assignment, now = locked(assignment_id), timezone.now()
    if assignment.token != access.hash_of(token):
        raise Http404
    if assignment.locked_until and now < assignment.locked_until:
        return _Tried(assignment, _locked_sentence(assignment))
    if check_password("".join(code.split()), assignment.code):
        first = assignment.opened_at is None
        assignment.failures, assignment.opened_at = 0, assignment.opened_at or now
        assignment.save(update_fields=["failures", "opened_at"])
        if first:
            note(history.Action.PART_OPENED, assignment, None)
        return _Tried(assignment)
    return _Tried(assignment, _wrong(assignment, now))


def _wrong(assignment: Assignment, now: datetime.datetime) -> str:
    assignment.failures += 1
    assignment.tries += 1
    dead = assignment.tries >= MOST_TRIES
    if dead:
        assignment.token = ""
    elif assignment.failures >= settings.AXES_FAILURE_LIMIT:
        assignment.failures, assignment.locked_until = 0, now + settings.AXES_COOLOFF_TIME
    assignment.save(update_fields=["failures", "tries", "token", "locked_until"])
    note(history.Action.PART_REFUSED, assignment, None)
    if dead:
        return "验证码输错太多次，这个链接已经作废。请联系分工的人重新发一个。"
    if assignment.locked_until and now < assignment.locked_until:
        return _locked_sentence(assignment)
    left = settings.AXES_FAILURE_LIMIT - assignment.failures
    return f"验证码不正确，还可以试 {left} 次。请核对后重新输入。"


def _locked_sentence(assignment: Assignment) -> str:
    until = timezone.localtime(assignment.locked_until)
    return f"验证码输错太多次，请在 {until:%H:%M} 以后再试，或者请分工的人重新发一个。"


def holder_of(assignment: Assignment) -> str:
    """Return what whoever has the part is called."""
    return access.person_name(assignment.person) if assignment.person else assignment.unit


def clerks_of(assignment: Assignment) -> list:
    """Return whom a part concerns: who gave it, or whoever writes the report now in their place."""
    clerks = list(access.people_of(assignment.report.organ, access.Role.CLERK))
    return [assignment.by] if assignment.by in clerks else clerks


def clerks_link(assignment: Assignment) -> str:
    """Return the address where the clerk looks at the part."""
    return reverse("assignment", args=[assignment.report_id, assignment.pk])


def note(action: str, assignment: Assignment, by, detail: str = "") -> None:
    """Keep in the audit trail what happened to a part."""
    said = f"{holder_of(assignment)}：{assignment.captions}" + (f"（{detail}）" if detail else "")
    history.note(action, by=by, report=assignment.report, detail=said)


