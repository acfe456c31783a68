"""Bringing a workbook in: read, its words settled, looked at, taken as one, undone as one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reports import access, register
from reports.forms.register import BringForm
from reports.refusals import Refused
from reports.register import settling

from ..common.lists import number
from ..common.refusing import refused_as_page

_READING = 60  # seconds: longer than a guarded reading can take
_ASKED = 100  # words that a page asks at once
_SHOWN = 200  # cases of a kind that a page names


def _kept(request: HttpRequest, organ_id: int):
    kept = access.register_to_read(request.user, organ_id)
    if not kept.may_write:
        raise Http404
    return kept


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Take a workbook, or what was copied from one, and read it."""
    kept = _kept(request, organ_id)
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _read(request, organ_id, *form.cleaned_data["source"])
            return redirect("register_look", organ_id)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
    lying = register.lying(organ_id, by=request.user)
    context = {
        "register": kept, "form": form, "lying": lying if lying and lying.reading else None,
        "last_batch": register.last_batch(kept),
    }  # fmt: skip
    status = 400 if form.errors and status == 200 else status
    return render(request, "register/bringing/bring.html", context, status=status)


def _read(request: HttpRequest, organ_id: int, content: bytes, name: str) -> None:
    with _alone(request.user):
        register.read(register.begin(organ_id, name, by=request.user), content)


@contextmanager
def _alone(user) -> Iterator[None]:
    key = f"bringing:{user.pk}"
    if not cache.add(key, True, _READING):
        raise Refused("上一份文件还在读取，请等它读完再导入下一份。", 429)
    try:
        yield
    finally:
        cache.delete(key)


@require_GET
def progress(request: HttpRequest, organ_id: int) -> JsonResponse:
    """Return how many rows of the person's file are read, of how many."""
    _kept(request, organ_id)
    lying = register.lying(organ_id, by=request.user)
    return JsonResponse({"done": lying.done if lying else 0, "total": lying.total if lying else 0})


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Show what was read beside what the register has; settle words; take it."""
    kept = _kept(request, organ_id)
    lying = register.lying(organ_id, by=request.user)
    if lying is None or lying.reading is None:
        return redirect("register" if "take" in request.POST else "register_bring", organ_id)
    if request.method != "POST":
        return _show(request, kept, lying)
    try:
        if "take" in request.POST:
            return _take(request, organ_id)
        register.answer(organ_id, settling.answers_in(request.POST), by=request.user)
    except Refused as refusal:
        lying = register.lying(organ_id, by=request.user)
        if lying is None or lying.reading is None:
            messages.error(request, str(refusal))
            return redirect("register", organ_id)
        return _show(request, kept, lying, refusal.status, str(refusal))
    return redirect("register_look", organ_id)


def _take(request: HttpRequest, organ_id: int) -> HttpResponse:
    stamp, gone = request.POST.get("stamp", ""), "remove" in request.POST
    batch = register.take_in(organ_id, by=request.user, stamp=stamp, remove_gone=gone)
    said = f"已导入{batch.name}：新增 {batch.added} 件，改动 {batch.changed} 件，移出 {batch.removed} 件。"
    messages.success(request, f"{said}可以整次撤销。")
    return redirect("register", organ_id)


def _show(request: HttpRequest, kept, lying, status: int = 200, remark: str = "") -> HttpResponse:
    found = register.look(lying)
    compared = found.comparison
    context = {
        "register": kept,
        "look": found,
        "reading": found.reading,
        "asked": settling.questions(found.reading)[:_ASKED],
        "known": settling.known(found.reading)[:_SHOWN],
        "new": compared.new[:_SHOWN],
        "changed": [settling.told(change) for change in compared.changed[:_SHOWN]],
        "gone": found.gone[:_SHOWN],
        "most": _SHOWN,
        "remark": remark,
    }
    return render(request, "register/bringing/look.html", context, status=status)


@require_POST
def drop(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Forget the file that lies there."""
    register.drop(organ_id, by=request.user)
    return redirect("register_bring", organ_id)


@require_POST
@refused_as_page("没有撤销。")
def undo(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Put back how the register stood before its latest file."""
    batch = number(request.POST.get("batch")) or 0
    undone = register.undo(organ_id, batch, by=request.user)
    kept = f"，之后改过的 {undone.kept} 件保持现状" if undone.kept else ""
    messages.success(request, f"已撤销导入{undone.name}：恢复 {undone.restored} 件{kept}。")
    return redirect("register", organ_id)
