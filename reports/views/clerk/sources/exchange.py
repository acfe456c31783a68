"""Bringing a report in: a file or what was copied, looked at and put right before it is taken."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reports import access, scanning, tasks
from reports.document import Document
from reports.document.which import OFFICE
from reports.forms.imports import LOOKED, TOO_LARGE, AimForm, LookForm, UploadForm
from reports.importing import LACKING, Reading, Scanned, Unreadable, can_read, keeping, read_guarded
from reports.importing.fitting.fitting import Look
from reports.oversight import notices
from reports.refusals import Refused
from reports.writing import editing, intake

from ...common.alone import alone
from ...common.refusing import refused_as_page, refused_on


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, report_id: int | None = None) -> HttpResponse:
    """Take a file, or what was copied, for a report or for one still to be made, and read it."""
    report = access.report_to_write(request.user, report_id) if report_id else None
    if request.method != "POST":
        return _upload_page(request, report, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        status = 413 if form.has_error("__all__", TOO_LARGE) else 400
        return _upload_page(request, report, form, status)
    try:
        if pages := form.cleaned_data.get("pages"):
            each = [(number, 0) for number in range(len(pages))]
            return _see(request, report, pages, each, len(pages), form.cleaned_data["source"][1])
        return _stage(request, report, *form.cleaned_data["source"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _upload_page(request, report, form, refusal.status)


def _upload_page(request, report, form, status: int = 200) -> HttpResponse:
    waiting = intake.incoming_of(request.user)
    context = {"report": report, "form": form, "waiting": waiting,
               "scan": scanning.scan_of(request.user)}  # fmt: skip
    return render(request, "importing/upload.html", context, status=status)


def _target(report) -> dict:
    return {name: getattr(report, name) for name in ("organ", "year", "kind")} if report else {}


def _see(request, report, files: list[bytes], pages, count: int, name: str) -> HttpResponse:
    """Let pictures be read in the background: seconds for each page."""
    if not can_read():
        raise Refused(LACKING, 422)
    scan = scanning.create(files, pages, count, name, by=request.user, **_target(report))
    tasks.deliver(scan.pk, room=scanning)
    return redirect("import_scan")


def _stage(request: HttpRequest, report, content: bytes, name: str) -> HttpResponse:
    try:
        reading = _read(request.user, content, name, report.year if report else None)
    except Scanned as scan:
        pages = [(0, page) for page in scan.pages]
        return _see(request, report, [content], pages, scan.count, name)
    intake.stage(reading, name, by=request.user, **_target(report))
    return redirect("import_look" if report else "import_aim")


def _read(user, content: bytes, name: str, year: int | None) -> Reading:
    with alone(user.pk):
        reading = read_guarded(content, name, year=year)
    if not reading.found:
        raise Unreadable(
            "没有读到年报的内容：既没有认出各部分的标题，也没有认出三张表。请检查是否选错了文件。"
        )
    return reading


@require_http_methods(["GET", "HEAD", "POST"])
def aim(request: HttpRequest) -> HttpResponse:
    """Ask which report the file goes into; the organ and the year that it tells are proposed."""
    incoming = intake.incoming_of(request.user)
    if incoming is None:
        return redirect("import_new")
    document = keeping.from_json(incoming.reading).document
    organs = access.organs_of(request.user)
    form = AimForm(request.POST or None, organs=organs, initial=_proposed(document, organs))
    if request.method == "POST" and form.is_valid():
        with refused_on(form):
            intake.aim(**form.cleaned_data, by=request.user)
            return redirect("import_look")
    context = {"form": form, "incoming": incoming, "document": document}
    return render(request, "importing/aim.html", context, status=400 if form.errors else 200)


def _proposed(document: Document, organs) -> dict:
    named = [organ.pk for organ in organs if organ.name == document.organ]
    named = named or list(access.organs_once_called(organs, document.organ))
    if not named and (office := [o.pk for o in organs if o.kind.office_of(o.name) == document.organ]):
        return {"year": document.year, "organ": office[0], "kind": OFFICE}
    near = [organ.pk for organ in organs if document.organ and document.organ in organ.name]
    found = (named or near)[:1]
    return {"year": document.year, **({"organ": found[0]} if found else {})}


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Show the file beside the report; put figures right, and take the chosen parts."""
    incoming = intake.incoming_of(request.user)
    if incoming is None:
        return redirect("import_new")
    if incoming.organ is None:
        return redirect("import_aim")
    laid, report = _laid(request.user, incoming)
    if request.method == "POST":
        return _decide(request, incoming, laid)
    notices.mark_read(request.user, request.path)
    return _show(request, incoming, LookForm(laid), report)


def _laid(user, incoming) -> tuple[Look, object]:
    """Return the file beside its report, and the report if it is there already."""
    organ = access.organ_to_write_for(user, incoming.organ_id)
    reading = keeping.from_json(incoming.reading)
    report = access.report_of(user, organ.pk, incoming.year, incoming.kind)
    if report:
        return Look(reading, report.document(), report.revision), report
    edition = editing.edition_of(incoming.year)
    name = organ.kind.office_of(organ.name) if incoming.kind == OFFICE else organ.name
    title = edition.title_of(name, incoming.year)
    return Look(reading, Document(name, incoming.year, edition.id, title)), None


def _decide(request: HttpRequest, incoming, laid: Look) -> HttpResponse:
    posted = request.POST.copy()
    form = LookForm(laid, posted)
    if "answer" in posted:
        return _answer(request, incoming, form)
    if "row" in posted:
        posted.setlistdefault(LOOKED).extend(form.alike(posted["row"]))
    valid = form.is_valid()
    incoming = intake.settle(form.figures(), by=request.user, looked=form.looked)
    if "keep" in posted:
        return _kept(request, incoming)
    if not valid or "take" not in request.POST:
        return _again(request, incoming, 200 if valid else 400)
    choices = {"seen": form.cleaned_data["seen"], "clear": form.cleaned_data["clear"]}
    try:
        report = intake.take(form.parts(), by=request.user, **choices)
    except Refused as refusal:
        return _again(request, intake.incoming_of(request.user), refusal.status, str(refusal))
    return redirect("editor", report.pk)


def _kept(request: HttpRequest, incoming) -> HttpResponse:
    """Return, for the page's script, which figures sums confirm as they now stand."""
    laid, _ = _laid(request.user, incoming)
    sure = [cell for cell in laid.pictured if laid.file.cells[cell].state == "sure"]
    return JsonResponse({"sure": sure})


def _answer(request: HttpRequest, incoming, form: LookForm) -> HttpResponse:
    """Show the look with one answer in all cells of a doubt; nothing is kept before it is taken."""
    answer, texts = form.answered(request.POST["answer"])
    if answer is None:
        return _again(request, incoming, 400, "没有认出要填的是哪些格，请再按一次。")
    posted = request.POST.copy()
    for cell, text in texts.items():
        posted[cell] = text
    laid, report = _laid(request.user, incoming)
    done = f"{answer.done(texts)}。要改回来，按同一行的另一个按钮。"
    return _show(request, incoming, LookForm(laid, posted), report, done=done)


def _again(request: HttpRequest, incoming, status: int, remark: str = "") -> HttpResponse:
    """Show the look once more, as posted, against the report as it is now."""
    laid, report = _laid(request.user, incoming)
    posted = request.POST.copy()
    posted["seen"] = laid.seen
    posted.setlist(LOOKED, laid.looked)
    return _show(request, incoming, LookForm(laid, posted), report, status, remark)


def _show(
    request, incoming, form, report, status: int = 200, remark: str = "", done: str = ""
) -> HttpResponse:
    context = {"incoming": incoming, "form": form, "look": form.look, "report": report,
               "remark": remark, "done": done}  # fmt: skip
    return render(request, "importing/look.html", context, status=status)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget the file that was looked at; nothing of it was taken."""
    intake.discard(by=request.user)
    scanning.discard(by=request.user)
    return redirect("my_reports")


@require_POST
@refused_as_page("没有撤销。")
def undo(request: HttpRequest, report_id: int, revision: int) -> HttpResponse:
    """Put back what an import replaced, and say what somebody has changed since."""
    report = access.report_to_write(request.user, report_id)
    undone = intake.undo(report_id, revision, by=request.user)
    messages.success(request, _undone(report, undone))
    return redirect("editor", report_id)


def _undone(report, undone: intake.Undone) -> str:
    words = f"已撤销导入“{undone.name}”：{undone.restored} 处恢复为导入前的内容。"
    if undone.kept:
        names = "、".join(_name(report.template, place) for place in undone.kept[:10])
        more = f"等 {len(undone.kept)} 处" if len(undone.kept) > 10 else ""
        words += f"导入后又有人改过的保持现状：{names}{more}。"
    return words


def _name(edition, place: str) -> str:
    if cell := edition.cells.get(place):
        return cell.place
    captions = {s.id: s.caption for s in (edition.preface, *edition.sections)}
    return captions.get(place, "标题、发布日期或索引号")
