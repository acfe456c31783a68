"""The supervisor's list of organs: where each stands, and reminding the late ones."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from reports import access, history
from reports.document import without_unseen
from reports.document.which import OFFICE
from reports.editions import ORGAN_TYPES
from reports.oversight import calling, supervision
from reports.rendering.charts.standing import Pace, Part, Shares

from ...common.lists import csv_file, number, searched
from ...common.refusing import refused_as_page


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show a page of the organs below, as filtered and sorted."""
    must_supervise(request.user)
    choice = choice_of(request.GET)
    seen = supervision.overview(request.user, choice)
    context = {
        "choice": choice,
        "query": _query(choice),
        "fields": _fields(choice),
        "is_ticked": "tick" in request.GET,
        "overview": seen,
        "charts": _charts(request.user, choice, seen),
        "states": access.states.CAPTIONS,
        "site_states": supervision.SITE_CAPTIONS,
        "rectify": supervision.RECTIFY.items(),
        "types": ORGAN_TYPES.values(),
        "branches": supervision.branches(request.user),
        "two_kinds": choice.kind or supervision.has_two_kinds(request.user),
        "years": supervision.report_years(),
    }
    return render(request, "office/supervision/supervision.html", context)


def _charts(user, choice: supervision.Choice, seen: supervision.Overview) -> dict:
    """Return what the numbers look like: states, findings, progress, and the way to the deadline."""
    begun = seen.owing - seen.counts[access.states.NONE]
    unfinished = begun - sum(seen.found.values())  # nothing found in it so far says little
    empty = seen.owing - sum(seen.filled.values())
    series = tuple(
        (name, tuple(days)) for name, days in supervision.handed_in(user, choice).items()
    )
    today = timezone.localdate()
    states = (
        (caption, seen.counts[state], state) for state, caption in access.states.CAPTIONS.items()
    )
    return {
        "shares": [
            _shares("states", "报告到了哪一步", states),
            _shares("found", "校核结果", [
                ("有错误", seen.found["wrong"], "wrong"), ("只有提醒", seen.found["warned"], "warned"),
                ("没有发现问题", seen.found["sound"], "well"), ("没填完，还没发现问题", unfinished, "begun"),
                ("未建立", seen.owing - begun, "none"),
            ]),
            _shares("filled", "填写进度", [
                ("填完", seen.filled["full"], "well"), ("过半", seen.filled["half"], "half"),
                ("不到一半", seen.filled["begun"], "begun"), ("没有填", empty, "none"),
            ]),
        ],
        "pace": Pace("pace", "离截止日还差多少", seen.owing, series, seen.due, today),
    }  # fmt: skip


def _shares(id: str, title: str, parts) -> Shares:
    return Shares(id, title, tuple(Part(*part) for part in parts))


def must_supervise(user) -> None:
    if not access.supervises_anything(user):
        raise Http404


def choice_of(given) -> supervision.Choice:
    """Return what the address asks for; what makes no sense is as if it were not there."""
    years = supervision.report_years()
    year = number(given.get("year"))
    return supervision.Choice(
        year=year if year in years else supervision.current_year(),
        state=given.get("state", ""),
        type=given.get("type", "") if given.get("type") in ORGAN_TYPES else "",
        under=number(given.get("under")),
        search=searched(given),
        sort=given.get("sort", "") if given.get("sort") in supervision.SORTS else "tree",
        page=number(given.get("page")) or 1,
        kind=OFFICE if given.get("kind") == OFFICE else "",
    )


def _query(choice: supervision.Choice) -> dict[str, str]:
    """Return, for every part of the choice, the address's query without that part."""
    parts = {name: getattr(choice, name) for name in ("year", "state", "type", "under", "search",
                                                      "sort", "kind")}  # fmt: skip
    whole = {name: value for name, value in parts.items() if value}
    return {
        "all": urlencode(whole),
        **{name: urlencode({k: v for k, v in whole.items() if k != name}) for name in parts},
    }


@require_GET
def dashboard_csv(request: HttpRequest) -> HttpResponse:
    """Return the whole filtered list as CSV."""
    must_supervise(request.user)
    choice = choice_of(request.GET)
    head = ["机关", "代码", "类型", "行政区划", "状态", "已填", "应填", "错误", "提醒", "期限", "剩余天数",
            "全部日期", "最后保存", "报送义务", "原因", "联系人", "电话", "最近催报", "催报人", "电话记录", "本机关网站网址", "核对"]  # fmt: skip
    rows = (
        [o.name, o.code, o.kind.caption, o.region, o.state_caption, o.answered, o.cells, o.errors,
         o.warnings, o.due, o.days_left, o.days.in_words,
         f"{timezone.localtime(o.changed):%Y-%m-%d %H:%M}" if o.changed else "",
         o.duty_caption, o.duty_reason, o.contact, o.phone, *_called(o), o.site_address, o.site_caption]
        for o in supervision.rows(request.user, choice)
    )  # fmt: skip
    detail = f"{choice.year}年度进度表 CSV"
    history.note_over(history.Action.EXPORTED, access.trees_supervised(request.user), by=request.user, detail=detail)
    return csv_file(f"{choice.year}年度报告进度.csv", head, rows)


def _called(organ) -> list[str]:
    last, noted = organ.last_call, organ.last_note
    when = f"{timezone.localtime(last.at):%Y-%m-%d %H:%M}" if last else ""
    return [when, last.caller if last else "", noted.note if noted else ""]


@require_POST
@refused_as_page("没有催报。")
def chase(request: HttpRequest) -> HttpResponse:
    """Remind the late organs that are ticked, or all that the filter shows."""
    must_supervise(request.user)
    choice = choice_of(request.POST)
    ticked = [pk for text in request.POST.getlist("organ") if (pk := number(text))]
    named = None if "all" in request.POST else ticked
    head = " ".join(without_unseen(request.POST.get("head", "")).split())
    if named == []:
        messages.info(request, "没有催报：请先勾选机关，或按“催报这里全部未提交的”。")
    elif "sure" not in request.POST:
        return _ask(request, choice, named, supervision.letters(request.user, choice, named, head))
    else:
        messages.info(request, _told(supervision.chase(request.user, choice, named, head)))
    return _back(choice)


def _ask(request: HttpRequest, choice, named, written) -> HttpResponse:
    """Show the letter, to be changed, and whom it goes to, before anything is sent."""
    context = {
        "choice": choice,
        "query": _query(choice),
        "fields": _fields(choice),
        "named": named,
        "written": written,
        "most": supervision.LONGEST_HEAD,
    }
    return render(request, "office/supervision/chase.html", context)


@require_POST
@refused_as_page("没有记下。")
def call(request: HttpRequest, organ_id: int) -> HttpResponse:
    """Keep what was said on the telephone to one of the organs of the list."""
    must_supervise(request.user)
    choice = choice_of(request.POST)
    note = without_unseen(request.POST.get(f"note-{organ_id}", ""))
    answered = f"answered-{organ_id}" in request.POST
    by = {"answered": answered, "kind": choice.report_kind, "by": request.user}
    made = calling.note_call(organ_id, choice.year, note, **by)
    messages.success(request, f"已记下：{made.organ}。")
    return _back(choice)


def _fields(choice) -> list[tuple[str, object]]:
    return [(name, value) for name, value in vars(choice).items() if value and name != "page"]


def _back(choice) -> HttpResponse:
    return redirect(f"{reverse('supervision')}?{_query(choice)['all']}")


def _told(chased: supervision.Chased) -> str:
    words = [f"已通知{chased.told}人。"]
    if chased.spared:
        words.append(f"{chased.spared}人今天已经催过，没有重复通知。")
    if chased.nobody:
        more = "等" if len(chased.nobody) > 5 else ""
        names = "、".join(chased.nobody[:5])
        words.append(f"{len(chased.nobody)}个机关没有可通知的人员：{names}{more}。")
    return "".join(words)
