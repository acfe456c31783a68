"""The read-only HTTP API: what is published, as JSON, described by OpenAPI."""

import datetime
import json
from copy import copy
from functools import wraps
from typing import Annotated, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer
from pydantic import Field

from reports.document import format_figure
from reports.document.which import Which
from reports.editions import FIRST_YEAR, LAST_YEAR
from reports.publishing import catalogue
from reports.publishing.catalogue import Wish
from reports.refusals import Refused

from .common import public, show
from .data import DICTIONARY_COLUMNS, as_json, dictionary_rows

LARGEST_PAGE = 100


def licence_info() -> dict:
    """Return what OpenAPI says of the licence: a name, for it wants one, and an address."""
    name = settings.DATA_LICENCE or settings.DATA_LICENCE_URL
    address = {"url": settings.DATA_LICENCE_URL} if settings.DATA_LICENCE_URL else {}
    return {"license": {"name": name} | address} if name else {}


class Readable(JSONRenderer):
    """Chinese as it is written: people look at it, too, and it is half as long."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Readable(),
    title="政府信息公开工作年度报告",
    version="1",
    description="只读。全部公开的年度报告、数字和数据字典。",
    docs_url=None,
    urls_namespace="public_api",
    openapi_extra={"info": licence_info()},
)

Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR, description="报告年度")]
OrganId = Annotated[int, Field(ge=1, lt=2**63, description="机关编号")]
ReportId = Annotated[str, Path(pattern=r"^[0-9]{1,18}-[0-9]{4}(-own)?$", description="机关编号-年度；政府的机关本级报告后面加 -own")]


class Report(Schema):
    """A published report, in short."""

    id: str
    organ_id: int
    organ: str
    organ_type: str
    region: str
    year: int
    edition: str
    version: int
    title: str
    issued: datetime.date
    index_number: str
    first_published_at: datetime.datetime
    published_at: datetime.datetime


class Reports(Schema):
    """A page of reports."""

    count: int
    page: int
    pages: int
    items: list[Report]


class Version(Schema):
    """A published version of a report."""

    version: int
    published_at: datetime.datetime
    correction: str
    sha256: dict[str, str]


class Organ(Schema):
    """An organ that publishes."""

    id: int
    name: str
    region: str
    reports: int
    newest: int


class Organs(Schema):
    """A page of organs."""

    count: int
    page: int
    pages: int
    items: list[Organ]


class Refusal(Schema):
    """Why there is no answer, in a sentence."""

    message: str


_REFUSED = frozenset({400, 404, 410, 422, 429})


def _answers(what) -> dict:
    return {200: what, _REFUSED: Refusal}


Page = Annotated[int, Query(ge=1, le=10**6, description="第几页")]
PerPage = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="每页多少条")]


@api.get("/reports", response=_answers(Reports), summary="查找报告", tags=["报告"])
def reports(
    request: HttpRequest,
    q: Annotated[
        str, Query(max_length=catalogue.LONGEST_QUERY, description="标题、机关、正文里的词，或者表里的数字")
    ] = "",
    year: Annotated[Year | None, Query()] = None,
    region: Annotated[str, Query(max_length=60, description="行政区划")] = "",
    organ: Annotated[OrganId | None, Query()] = None,
    page: Page = 1,
    per_page: PerPage = 20,
):
    """按词、年度、地区和机关查找公开的报告，新的在前。"""
    wish = Wish(q.strip(), year, region.replace("\0", ""), organ)
    found = catalogue.listed(wish)
    return _page(found, page, per_page, _short)


def _page(found, number: int, per_page: int, shown) -> dict:
    pages = Paginator(found, per_page)
    if number > pages.num_pages:
        raise Http404
    items = [shown(item) for item in pages.page(number)]
    return {"count": pages.count, "page": number, "pages": pages.num_pages, "items": items}


def _short(posting) -> dict:
    publication = posting.publication
    return {
        "id": posting.stable_id,
        "organ": posting.organ_name,
        "organ_type": posting.kind.caption,
        "edition": publication.edition,
        "version": publication.version,
        "issued": publication.issued,
        "index_number": publication.index_number,
    } | {
        name: getattr(posting, name)
        for name in ("organ_id", "region", "year", "title", "first_published_at", "published_at")
    }


@api.get(
    "/reports/{report_id}",
    response=_answers(dict[str, Any]),
    summary="一份报告的全部内容",
    tags=["报告"],
)
def report(request: HttpRequest, report_id: ReportId):
    """返回一份报告的文字和数字，格式与下载的 JSON 相同，可以用“导入”读回。"""
    posting = _posting(report_id)
    return as_json(posting, catalogue.content_of(posting.publication, "json"))


@api.get(
    "/reports/{report_id}/versions",
    response=_answers(list[Version]),
    summary="各版本",
    tags=["报告"],
)
def versions(request: HttpRequest, report_id: ReportId):
    """返回一份报告公开过的各个版本、更正说明和每种文件的 SHA-256。"""
    return [
        {
            "version": publication.version,
            "published_at": publication.published_at,
            "correction": publication.note,
            "sha256": {file.form: file.sha256 for file in catalogue.file_facts(publication)},
        }
        for publication in catalogue.versions(_posting(report_id))
    ]


def _posting(report_id: str):
    organ_id, _, which = report_id.partition("-")
    return catalogue.posting(int(organ_id), Which.of(which))


@api.get("/organs", response=_answers(Organs), summary="公开报告的机关", tags=["机关"])
def organs(request: HttpRequest, page: Page = 1, per_page: PerPage = 20):
    """返回有公开报告的机关。"""
    return _page(
        catalogue.organs(),
        page,
        per_page,
        lambda row: {
            "id": row["organ_id"],
            "name": row["organ__name"],
            "region": row["region"],
            "reports": row["reports"],
            "newest": row["newest"],
        },
    )


@api.get(
    "/figures", response=_answers(dict[int, dict[str, str]]), summary="历年数字之和", tags=["数字"]
)
def figures(
    request: HttpRequest,
    organ: Annotated[OrganId | None, Query()] = None,
    region: Annotated[str, Query(max_length=60, description="行政区划")] = "",
):
    """返回某机关、某地区或全部报告的申请和复议、诉讼数字，逐年相加；reports 是报告份数。

    政府的报告已含其部门和下级的数字，两者都公开的，同一件会计入不止一次。
    """
    chosen = None if organ is None else [catalogue.organ(organ).pk]
    sums = catalogue.sums(chosen, region.replace("\0", ""))
    return {
        year: {cell: format_figure(value) for cell, value in by_cell.items()}
        for year, by_cell in sums.items()
    }


@api.get("/cells", response=_answers(list[dict[str, str]]), summary="数据字典", tags=["数字"])
def cells(request: HttpRequest):
    """返回各版模板的全部单元格。"""
    names = [name for name, _ in DICTIONARY_COLUMNS]
    return [dict(zip(names, row, strict=True)) for row in dictionary_rows()]


def _answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
    return api.create_response(request, {"message": message}, status=status)


@api.exception_handler(Http404)
def _not_found(request, fault):
    return _answer(request, 404, "没有找到：没有公开这样的内容。")


@api.exception_handler(catalogue.Withdrawn)
def _withdrawn(request, gone):
    return _answer(request, gone.status, "这份报告已经撤下。")


@api.exception_handler(Refused)
def _refused(request, refusal):
    return _answer(request, refusal.status, str(refusal))


@api.exception_handler(ValidationError)
def _invalid(request, fault):
    places = "、".join(dict.fromkeys(str(error["loc"][-1]) for error in fault.errors))
    return _answer(request, 422, f"请求的内容不合规定，请对照接口说明检查：{places}。")


def _head_as_get(operation):
    """Answer HEAD as GET, whose operations are all there is; the server leaves the body out."""

    @wraps(operation)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = copy(request)
        asked.method = "GET"
        return operation(asked if request.method == "HEAD" else request, *args, **kwargs)

    return answered


urls = api.urls
for _pattern in urls[0]:
    _pattern.callback = public(_head_as_get(_pattern.callback))


@public
def guide(request: HttpRequest) -> HttpResponse:
    """Explain the API from its own description; no script, nothing from elsewhere."""
    schema = api.get_openapi_schema()
    operations = [
        {"path": path, **methods["get"], "parameters": _parameters(methods["get"])}
        for path, methods in json.loads(json.dumps(schema))["paths"].items()
    ]
    context = {
        "heading": "接口说明",
        "operations": operations,
        "rate": settings.RATE_LIMITS.get("public_api"),
        "place": "data",
    }
    return show(request, "api.html", context)


def _parameters(operation: dict) -> list[tuple[str, str]]:
    return [
        (parameter["name"], _described(parameter)) for parameter in operation.get("parameters", [])
    ]


def _described(parameter: dict) -> str:
    schema = parameter["schema"]
    options = [schema, *schema.get("anyOf", [])]
    said = (option.get("description") for option in (parameter, *options))
    return next(filter(None, said), "")
