"""What a person settles of a lot: which organ and year a file is, which of two, what is left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from reports import access, directory
from reports.document.which import MAIN, OFFICE
from reports.editions import FIRST_YEAR, LAST_YEAR
from reports.models import GatheredFile, Organ
from reports.models.background.gathering import Standing
from reports.refusals import Refused

_AT_REST = (Standing.OPEN, Standing.READY, Standing.LEFT)


@dataclass(frozen=True)
class Choice:
    """What was said of a file: its organ's name or code, its year, whether that holds, or to leave it out."""

    organ: str
    year: str
    holds: bool
    left_out: bool


@transaction.atomic
def settle_files(job_id: int, choices: Mapping[int, Choice], *, by) -> tuple[int, dict[int, str]]:
    """Keep what was said of files of a lot; return how many changed, and why others did not. Http404.

    Files that are being worked on, or taken, are not asked about any more.
    """
    lot = access.gathering_of(by, job_id)
    files = lot.items.with_standing().defer("reading", "findings")
    asked = files.filter(pk__in=list(choices), standing__in=_AT_REST)
    changed, faults = 0, {}
    for file in asked:
        try:
            changed += _settle(file, choices[file.pk], by)
        except Refused as refusal:
            faults[file.pk] = str(refusal)
    return changed, faults


def _settle(file: GatheredFile, choice: Choice, by) -> bool:
    facts: dict = {}
    if choice.left_out != file.left_out:
        facts["left_out"] = choice.left_out
    if choice.holds and not choice.left_out:
        facts |= _aim(choice, file, by)
    if facts:
        GatheredFile.objects.filter(pk=file.pk).update(**facts)
    return bool(facts)


def _aim(choice: Choice, file: GatheredFile, by) -> dict:
    if not choice.organ:
        raise Refused("还没有写机关。请写名称或代码，从提示里选。")
    if not choice.year.isdecimal() or not FIRST_YEAR <= int(choice.year[:4]) <= LAST_YEAR:
        raise Refused("还没有选年度，请从列表中选择。")
    organ, kind = _called(choice.organ, by)
    if organ.pk == file.organ_id:
        kind = file.kind if kind == MAIN else kind
    try:
        organ = access.organ_to_fill(by, organ.pk)
    except Http404:
        raise Refused(f"“{organ}”不归本账号督办，不能导入它的报告。") from None
    how = f"由{access.person_name(by)}确定"
    return {"organ": organ, "year": int(choice.year[:4]), "kind": kind, "certain": True, "how": how}


def _called(words: str, by) -> tuple[Organ, str]:
    """Return the organ of that name or code, MAIN; or the government whose office that is, OFFICE."""
    try:
        return directory.organ_called(words, by=by), MAIN
    except Refused:
        above = Organ.objects.filter(name=words.strip()[:-_OFFICE]).first()
        if above and above.kind.has_two and above.kind.office_of(above.name) == words.strip():
            return above, OFFICE
        raise


_OFFICE = len("办公室")


@transaction.atomic
def prefer(job_id: int, file_id: int, *, by) -> tuple[str, int]:
    """Use this one of the files for one organ and year, and leave the others out.

    Return its path and how many others there were; raise Http404, Refused.
    """
    file = access.file_of(by, job_id, file_id)
    if file.standing not in _AT_REST or None in (file.organ_id, file.year):
        raise Refused("这个文件的机关、年度还没有确定，不能选定。")
    same = Q(organ=file.organ_id, year=file.year, kind=file.kind, report=None)
    others = GatheredFile.objects.filter(same, job=job_id, left_out=False).exclude(pk=file.pk)
    count = others.update(left_out=True)
    GatheredFile.objects.filter(pk=file.pk).update(left_out=False)
    return file.path, count
