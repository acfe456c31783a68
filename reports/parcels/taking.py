"""Taking a package in small transactions, all of it or nothing, and putting it back likewise.

While a package is under way nobody else may change the reports that it has reached (access.locked_in),
so whatever was taken of one that cannot be taken whole is put back.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from reports import access, history, jobs, workflow
from reports.models import Change, Organ, Parcel, ParcelReport, Remark, Report, states
from reports.refusals import Refused
from reports.writing import editing, intake

from . import checking

Stage = Parcel.Stage
_NAMED = 5


def must_be_possible(parcel: Parcel) -> None:
    """Refuse the locked package where something of it cannot be taken: before anything of it is."""
    rows = _rows_to_take(parcel, revision=None)
    _must_be_theirs(rows, parcel.taken_by)
    wanted = {(row.organ_id, row.kind): row for row in rows}
    came = ParcelReport.objects.filter(
        report=OuterRef("pk"), parcel__stage=Stage.TAKEN, revision__isnull=False
    )
    blank = Q(status=states.Status.DRAFT, answered_count=0)
    here = Report.objects.filter(organ__in=parcel.reports.values("organ"), year=parcel.year)
    for report in here.exclude(blank).exclude(Exists(came), ~Q(status__in=states.PUBLIC_SOMEWHERE)):
        if row := wanted.get((report.organ_id, report.kind)):
            _must_be_free(row, report)


def _rows_to_take(parcel: Parcel, **which) -> list[ParcelReport]:
    rows = parcel.reports.filter(left_out=False, fault="", **which)
    return list(rows.defer("content", "findings").select_related("organ"))


def take_some(parcel: Parcel, first: int, last: int, *, by) -> None:
    """Take the reports from `first` to `last` of the locked package that are new or changed.

    All or none, inside the caller's transaction; raise Refused for the first that cannot be.
    """
    if parcel.key.revoked_at:
        raise Refused("这个包的签名钥匙已撤销信任，没有收下。")
    rows = _rows_to_take(parcel, position__range=(first, last), revision=None)
    _must_be_theirs(rows, by)
    for row in rows:
        _take(row, parcel, by)


def complete(parcel: Parcel) -> None:
    """Note of the locked package that all of it was taken."""
    by = parcel.taken_by
    parcel.stage, parcel.taken_at, parcel.refusal = Stage.TAKEN, timezone.now(), ""
    parcel.save(update_fields=["stage", "taken_at", "refusal"])
    rows = parcel.reports.filter(revision__isnull=False)
    count = rows.exclude(mark=None).count()
    detail = f"{_named(parcel)}：收下{count}份，另{rows.count() - count}份没有变化"
    history.note(history.Action.PARCEL_TAKEN, by=by, organ=parcel.key.organ, detail=detail)


def _named(parcel: Parcel) -> str:
    return f"{parcel.sender}{parcel.year}年度 序号{parcel.serial}"


def _must_be_theirs(rows: list[ParcelReport], by) -> None:
    mine = set(access.organs_supervised(by).order_by().values_list("pk", flat=True)) if by.is_active else set()
    others = [row.organ_name for row in rows if row.organ_id not in mine]
    _refuse(others, "：机关没有确定，或者已不归本账号督办，整个包没有收下。")


def _take(row: ParcelReport, parcel: Parcel, by) -> None:
    jobs.moving()
    row.parcel = parcel
    report = _locked(row, by)
    before = access.received_from(report) if report.revision else None
    document = checking.document_of(row)
    same = before is not None and not len(checking.difference(report.document(), document))
    if not same:
        row.before = report.status
        _put(row, report, document, by)
    row.report, row.revision = report, report.revision
    row.save(update_fields=["report", "revision", "mark", "before"])


def _put(row: ParcelReport, report: Report, document, by) -> None:
    parcel = row.parcel
    source = f"上报包：{parcel.sender}，{timezone.localtime(parcel.made_at):%Y-%m-%d %H:%M}打"
    try:
        intake.receive(report, document, source, by=by)
    except Refused as refusal:
        raise Refused(f"{row.organ_name}：{refusal} 整个包没有收下。") from None
    row.mark = report.revision
    workflow.receive(report, by=by, reason=f"{source}，序号{parcel.serial}")


def _locked(row: ParcelReport, by) -> Report:
    """Return the report that is to be filled, its row locked; made where there is none."""
    rows = Report.objects.filter(organ=row.organ, year=row.year, kind=row.kind)
    report = rows.select_for_update(of=("self",)).select_related("organ").first()
    if report is None:
        return editing.blank_report(row.organ, row.year, kind=row.kind, by=by)
    _must_be_free(row, report)
    return report


def _must_be_free(row: ParcelReport, report: Report) -> None:
    if not checking.is_blank(report) and (fault := checking.fault_here(report)):
        raise Refused(f"{row.organ_name}：核对以后有了变化，整个包没有收下。{fault}")


def undo_some(parcel: Parcel, first: int, last: int, *, by) -> None:
    """Put back what taking changed in the reports from `first` to `last` of the locked package.

    All or none, inside the caller's transaction; raise Refused where something was built on it.
    """
    rows = parcel.reports.filter(position__range=(first, last), revision__isnull=False)
    for row in rows.defer("content", "findings"):
        row.parcel = parcel
        if row.mark:
            _undo(row, by)
        # The report is named until all are back: nobody writes in it before.
        row.revision = None
        row.save(update_fields=["revision"])


def complete_undoing(parcel: Parcel) -> None:
    """Note of the locked package that all is as it was before: put back, or not taken after all."""
    count = parcel.reports.exclude(mark=None).count()
    parcel.reports.update(report=None, revision=None, mark=None, before="")
    if parcel.taken_at is None:
        Parcel.objects.filter(pk=parcel.pk).update(stage=Stage.READY)
        return
    parcel.stage, parcel.refusal = Stage.UNDONE, ""
    parcel.save(update_fields=["stage", "refusal"])
    detail = f"{_named(parcel)}：恢复{count}份"
    history.note(history.Action.PARCEL_UNDONE, by=parcel.undone_by, organ=parcel.key.organ, detail=detail)


def _undo(row: ParcelReport, by) -> None:
    jobs.moving()
    report = Report.objects.select_for_update(of=("self",)).select_related("organ").get(pk=row.report_id)
    if report.revision != row.revision:
        raise Refused(f"{row.organ_name}的报告刚刚有人改过，没有撤销。")
    intake.undo_in(report, row.mark, by=by)
    workflow.unreceive(report, row.before, by=by, reason=f"撤销收下的上报包，序号{row.parcel.serial}")


def must_be_last(parcel: Parcel, rows: list[ParcelReport]) -> None:
    """Refuse where something that stands by now speaks of what the package brought."""
    reports = [row.report_id for row in rows if row.mark]
    later = ParcelReport.objects.filter(
        report__in=reports, parcel__stage=Stage.TAKEN, parcel__taken_at__gt=parcel.taken_at
    )
    if newer := later.select_related("parcel").first():
        when = f"{timezone.localtime(newer.parcel.taken_at):%Y-%m-%d %H:%M}"
        raise Refused(f"之后又收下了{newer.parcel.sender}的上报包（{when}），请先撤销那一个。")
    _refuse(_touched(rows), "之后在本系统里又有审核、退回或修改，不能整个撤销。请逐份处理，或请下级重新打包。")
    said = Remark.objects.official().filter(report__in=reports, at__gt=parcel.taken_at)
    names = said.values_list("report__organ__name", flat=True).distinct()
    _refuse(list(names), "之后在本系统里有了批注，不能整个撤销。")
    _refuse(_counted_in(parcel, reports), "的报告之后填入了下级汇总，里面有这个包的数字，不能撤销。请先撤销那次填入。")


def _touched(rows: list[ParcelReport]) -> list[str]:
    return [row.report.organ.name for row in rows if row.mark and row.report.revision != row.revision]


def _counted_in(parcel: Parcel, reports: list[int]) -> list[str]:
    """Return the organs above whose report has taken sums from below since, and not put them back."""
    paths = Report.objects.filter(pk__in=reports).values_list("organ__path", flat=True)
    above = {path[:length] for path in paths for length in range(Organ.steplen, len(path), Organ.steplen)}
    marks = Change.objects.filter(
        report__organ__path__in=above, report__year=parcel.year, place=history.IMPORT,
        at__gt=parcel.taken_at, new__startswith="下级汇总",
    )  # fmt: skip
    above_all = Report.objects.filter(pk__in=marks.values("report")).select_related("organ")
    standing = [(one, history.last_import(one)) for one in above_all]
    return [one.organ.name for one, mark in standing if mark and mark.new.startswith("下级汇总")]


def _refuse(names: list[str], sentence: str) -> None:
    if names:
        more = f"等{len(names)}个机关" if len(names) > _NAMED else ""
        raise Refused(f"{'、'.join(names[:_NAMED])}{more}{sentence}")


def lock(parcel_id: int) -> Parcel:
    """Return the package, its row locked; inside a transaction."""
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("key__organ", "by", "taken_by")
    return rows.get(pk=parcel_id)
