"""What the editor's scripts talk to: saving, news of others, findings, pictures. All JSON."""

import json
import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reports import access
from reports.document import clean
from reports.document.narrative.merging import differences, merged
from reports.refusals import Refused
from reports.writing import editing, presence

from ..common.refusing import refused_as_json
from .editor import conflict_sentence, figures_json

MOST_EDITS = 500
LONGEST_WRITER = 24
TOO_LARGE = "内容过大，没有保存。请分成几部分粘贴，图片请用“图片”按钮插入。"
# No database keeps these: the zero character, and halves of characters.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
LARGEST_PICTURE = 5 * 1024 * 1024


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Return the request's JSON object; raise Refused."""
    try:
        value = json.loads(request.body)
    except RequestDataTooBig:
        raise Refused(TOO_LARGE, 413) from None
    # As a form its body has been read already, for the token in it.
    except (ValueError, RecursionError, RawPostDataException):
        raise Refused("保存的内容无法识别，已保存的内容没有变化。请刷新页面后继续。", 400) from None
    if not isinstance(value, dict):
        raise Refused("保存的内容不完整，已保存的内容没有变化。请刷新页面后继续。", 400)
    return value


@require_POST
@refused_as_json
def save(request: HttpRequest, report_id: int) -> JsonResponse:
    """Store edits of cells and sections; 409 with conflicts, 422 with what was refused."""
    try:
        edits, writer = _sent(request)
    except Refused:
        access.report_to_write(request.user, report_id)  # a stranger learns nothing, not even that
        raise
    outcome = editing.save(report_id, edits, by=request.user, writer=writer)
    status = 409 if outcome.conflicts else 422 if outcome.refused else 200
    return JsonResponse(outcome_json(outcome), status=status)


def _sent(request: HttpRequest) -> tuple[list[editing.Edit], str]:
    """Return the edits of the request and the tab that they come from; raise Refused."""
    body = read_json(request)
    _must_be_theirs(body, request.user)
    return edits_in(body), text_in(body, "writer", LONGEST_WRITER)


def _must_be_theirs(body: dict, user) -> None:
    """Refuse what one person typed in a page when another has logged in since, elsewhere."""
    if body.get("user", user.pk) != user.pk:
        raise Refused(
            f"现在登录的是{access.person_name(user)}，这一页的内容是另一位同事填写的。"
            "请由填写的人重新登录后继续（内容已保留）。",
            403,
        )


def text_in(body: dict, key: str, longest: int) -> str:
    """Return a text of the request that a database can keep; raise Refused."""
    text = body.get(key, "")
    if not isinstance(text, str) or len(text) > longest or UNSTORABLE.search(text):
        raise Refused(f"保存的内容有误（{key}），已保存的内容没有变化。请刷新页面后继续。", 400)
    return text


def number_in(body: dict, key: str, limit: int = 2**31) -> int:
    """Return a number of the request, from 0 up to below `limit`; raise Refused."""
    number = body.get(key)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < limit:
        raise Refused(f"保存的内容有误（{key}），已保存的内容没有变化。请刷新页面后继续。", 400)
    return number


def edits_in(body: dict) -> list[editing.Edit]:
    """Return the edits that the request carries; raise Refused."""
    edits = body.get("edits")
    if not isinstance(edits, list) or len(edits) > MOST_EDITS:
        raise Refused("保存的内容不完整，已保存的内容没有变化。请刷新页面后继续。", 400)
    return [_edit(edit) for edit in edits]


def _edit(edit: Any) -> editing.Edit:
    if not isinstance(edit, dict):
        raise Refused("保存的内容不完整，已保存的内容没有变化。请刷新页面后继续。", 400)
    return editing.Edit(
        place=text_in(edit, "place", 80),
        text=text_in(edit, "text", editing.LONGEST * 2),
        base=number_in(edit, "base"),
        manual=edit.get("manual") is True,
        at=number_in(edit, "at", 16**11) if "at" in edit else 0,
    )


def outcome_json(outcome: editing.Outcome) -> dict:
    """Return what came of a save, as the scripts take it."""
    rows = outcome.saved.values()
    return {
        "revision": outcome.revision,
        "at": f"{timezone.localtime():%H:%M:%S}",
        "figures": figures_json(row for row in rows if hasattr(row, "cell")),
        "narratives": {
            row.section: {"revision": row.revision}
            | ({"html": row.html} if row.section in outcome.overtaken else {})
            for row in rows
            if hasattr(row, "section")
        },
        "conflicts": [_conflict_json(conflict) for conflict in outcome.conflicts],
        "refused": [
            {"place": place, "message": message} for place, message in outcome.refused.items()
        ],
    }


def _conflict_json(conflict: editing.Conflict) -> dict:
    words = {}
    if conflict.before is not None:
        mine = clean(conflict.mine)
        words = {
            "difference": differences(mine, conflict.theirs),
            "merged": merged(conflict.before, mine, conflict.theirs),
        }
    return words | {
        "place": conflict.place,
        "mine": conflict.mine,
        "theirs": conflict.theirs,
        "revision": conflict.revision,
        "manual": conflict.manual,
        "by": conflict.by,
        "message": conflict_sentence(conflict),
    }


@require_POST
@refused_as_json
def pulse(request: HttpRequest, report_id: int) -> JsonResponse:
    """Say where this person is; return what others changed and where they are."""
    report = access.report_to_write(request.user, report_id)
    body = read_json(request)
    since, place = number_in(body, "since"), text_in(body, "place", 80)
    news = presence.meet(report, by=request.user, place=place, since=since)
    return JsonResponse(
        {
            "revision": news.revision,
            "frozen": report.is_frozen,
            "figures": figures_json(news.figures),
            "narratives": {
                n.section: {"revision": n.revision, "html": n.html} for n in news.narratives
            },
            "people": [{"name": name, "place": place} for name, place in news.people],
        }
    )


@require_POST
@refused_as_json
def upload_picture(request: HttpRequest, report_id: int) -> JsonResponse:
    """Take a PNG or JPEG for the report's words; 201 with its address and size."""
    access.report_to_write(request.user, report_id)
    upload = request.FILES.get("picture")
    if upload is None:
        raise Refused("没有收到图片，请重新选择文件。", 400)
    if upload.size > LARGEST_PICTURE:
        raise Refused("图片超过 5 MB，没有插入。请压缩后再试。", 413)
    row, checked = editing.add_picture(report_id, upload.read(), by=request.user)
    src = reverse("picture", args=[report_id, row.sha256])
    return JsonResponse({"src": src, "width": checked.width, "height": checked.height}, status=201)


@require_GET
def picture(request: HttpRequest, report_id: int, sha256: str) -> HttpResponse:
    """Return a picture's bytes; its address is its content's name."""
    row = access.picture_to_read(request.user, report_id, sha256)
    return HttpResponse(bytes(row.content), content_type=row.media_type)
