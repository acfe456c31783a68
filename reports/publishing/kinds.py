"""Which of a government's two reports one is, where it was made before there were two."""

from django.db import IntegrityError, transaction

from reports import access, history
from reports.models import Posting, Report
from reports.refusals import Already, Refused

from . import public_sums


@transaction.atomic
def say_kind(report_id: int, kind: str, *, by) -> Report:
    """Answer which kind the report is; raise Http404, Refused, Already.

    What is public keeps its address; the public sums count the office's figures no more.
    """
    report = access.locked_report(by, report_id, access.Power.WRITE)
    if kind not in Report.Kind.values:
        raise Refused("请选择本级政府汇总或机关本级。", 400)
    if not report.kind_asked:
        raise Already(f"已经确认过了，这份是{report.kind_caption or '唯一的一份'}。")
    posting = Posting.objects.live().filter(report=report).first()
    figures = list(posting.figures.values_list("cell", "value")) if posting else []
    if posting:
        public_sums.count_out(posting, figures)
    report.kind, report.kind_asked = kind, False
    try:
        with transaction.atomic():
            report.save(update_fields=["kind", "kind_asked"])
            Posting.objects.filter(report=report).update(report_kind=kind)
    except IntegrityError:
        raise Refused(f"{report.year}年度已经另有一份{report.kind_caption}报告，请核对。") from None
    if posting:
        posting.report_kind = kind
        public_sums.count_in([(posting, figures)])
    detail = f"{report.title}：{report.kind_caption}"
    history.note(history.Action.KIND_SAID, by=by, report=report, detail=detail)
    return report
