"""Pages for what went wrong: they say what is safe and what to do."""

import re
import sys
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reportsite.database import is_out_of_order

_API = re.compile("/open/api/(?!guide/)")


def problem(request: HttpRequest, status: int, heading: str, remedy: str) -> HttpResponse:
    """Return a page, or for a script a JSON object, that says what happened and what to do."""
    if "application/json" in request.headers.get("Accept", "") or _API.match(request.path):
        said = {"message": f"{heading}{remedy}"}
        return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    words = {"heading": heading, "remedy": remedy}
    if request.path.startswith("/open/"):
        frame = {"site_name": settings.PUBLIC_NAME, "is_live": True}
        return render(request, "public/problem.html", frame | words, status=status)
    # Who is logged in stands in the database: without it the page is the same for everyone.
    return render(None if status == 503 else request, "problem.html", words, status=status)


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the page for more than we take in one request."""
    if request.path_info in settings.LOTS_ADDRESSES:
        remedy = "一次上传不超过 60 MB：请分几次上传，一个压缩包太大的分成几个。已有的内容没有变化。"
        return problem(request, 413, "上传的文件过大，没有收下。", remedy)
    remedy = "已保存的内容没有变化。文件不超过 20 MB，文字不超过 2 MB：请另存为较小的文件，或分成几部分填写。"
    return problem(request, 413, "提交的内容过大，没有保存。", remedy)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for a request that cannot be understood, or is too large to read."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    if isinstance(exception, TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
        remedy = f"一次最多选 {most} 个文件。请打包成一个 ZIP，或者分几次上传。已有的内容没有变化。"
        return problem(request, 400, "一次选的文件太多，没有收下。", remedy)
    return problem(request, 400, "提交的内容无法识别。", "已保存的内容没有变化，请返回重新填写。")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for something this person may not do."""
    return problem(request, 403, "没有权限进行这项操作。", "如需办理，请联系本单位的管理员。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address that leads nowhere, or not for this person."""
    return problem(request, 404, "没有找到这个页面。", "请检查网址，或回到列表重新打开。")


def wrong_method(request: HttpRequest) -> HttpResponse:
    """Return the page for an address that only takes what a form sends."""
    return problem(
        request, 405, "这个网址不能直接打开。", "它只用来提交内容。请回到列表，重新打开要办的事。"
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for our own failure, or for a database or disk that does not serve.

    Django calls it while it handles what was raised.
    """
    if is_out_of_order(sys.exc_info()[1]):
        return out_of_order(request)
    return problem(request, 500, "页面暂时打不开。", "已保存的内容都在，请稍后刷新页面继续。")


def out_of_order(request: HttpRequest) -> HttpResponse:
    """Return the page for a server whose database or disk takes nothing now; it asks neither."""
    if request.method in ("GET", "HEAD"):
        words = (
            "页面暂时打不开。",
            "服务器的数据库或磁盘现在不能使用。已保存的内容都在，请过几分钟再打开。",
        )
    else:
        words = (
            "服务器没有保存成功。",
            "服务器的数据库或磁盘现在不能写入，以前保存的内容都在。请不要关闭这一页，过几分钟再试一次。",
        )
    answer = problem(request, 503, *words)
    answer["Retry-After"] = "30"
    return answer


def login_to(address: str) -> str:
    """Return the address of the log-in page that leads on to `address`."""
    return f"{reverse('login')}?{urlencode({'next': address})}"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token is missing or old; a log-in done elsewhere leads on."""
    if request.path == reverse("login") and request.user.is_authenticated:
        return redirect(login_to(request.POST.get("next", "")))
    return problem(request, 403, "页面已过期。", "请刷新页面后再提交一次，已保存的内容没有变化。")
