"""The archive package of a report: its public version, with how it came about."""

import json
from collections.abc import Iterator

from reports.archive import checked, package, packed, sheet, sheet_page
from reports.archive.four import FILES
from reports.document import Document
from reports.models import AuditEvent, Change, Publication, Report
from reports.models.chain import moment
from reports.refusals import Refused
from reports.rendering.formats import FORMATS, Format

# Where the forms of a publication lie in the package.
_PLACES = {"html": "网页", "archive": "存档用 PDF", "ofd": "OFD", "json": "JSON 数据", "xlsx": "Excel 数据"}
PACKAGE = "package"


def _refused(document: Document) -> bytes:
    raise Refused("归档包要有发布件，不能只从报告生成。")


# What many reports are exported in: the forms of one, and the package of what was published.
FORMS = {
    **FORMATS,
    PACKAGE: Format("归档包", "移交档案馆", "application/zip", "-归档包.zip", _refused),
}


def archive_package(report: Report) -> bytes:
    """Return the package of the version that is public now; raise Refused where none is."""
    posted = Publication.objects.filter(posting__report=report, posting__withdrawn_at=None)
    publication = posted.select_related("report__organ", "published_by").first()
    if publication is None:
        raise Refused("这份报告现在没有公开的版本，没有可以归档的文件。")
    stored = {file.form: file for file in publication.files.filter(form__in=_PLACES)}
    files = {FILES[_PLACES[form]]: bytes(file.content) for form, file in stored.items()}
    for form in _PLACES.keys() - stored:
        # Published before there was this form.
        document = Document.from_json(json.loads(files[FILES["JSON 数据"]]))
        files[FILES[_PLACES[form]]] = FORMATS[form].bytes_of(document)
    files = {FILES[caption]: files[FILES[caption]] for caption in _PLACES.values()}
    told = [(FILES[_PLACES[form]], file.sha256) for form, file in stored.items()]
    for sealed in publication.files.filter(seal__isnull=False).order_by("pk"):
        name = f"文件/report{sealed.suffix}"
        files[name] = bytes(sealed.content)
        told.append((name, sealed.sha256))
    files[FILES["过程记录"]] = _history(report)
    files[package.METADATA] = _metadata(publication, told)
    checks = checked(files)
    page = sheet_page(checks, files)
    files |= {package.SHEET: sheet(checks), package.SHEET_PAGE: page}
    return packed(files)


def _history(report: Report) -> bytes:
    changes = list(Change.objects.filter(report=report).order_by("number"))
    steps = report.transitions.select_related("user").defer("document").order_by("pk")
    events = AuditEvent.objects.filter(report=report).order_by("number")
    told = {
        "count": len(changes),
        "head": changes[-1].hash if changes else "",
        "changes": [change.content() | {"hash": change.hash} for change in changes],
        "steps": [
            {
                "action": step.action, "from": step.from_status, "to": step.to_status,
                "user": step.user.get_username(), "at": moment(step.at), "reason": step.reason,
                "revision": step.revision,
            }
            for step in steps
        ],
        "events": [event.content() | {"hash": event.hash} for event in events],
    }  # fmt: skip
    return "".join(_lines(told)).encode()


def _lines(told: dict) -> Iterator[str]:
    """Yield JSON with one entry of a list a line: to be read, and five times as fast as `indent`."""
    before = "{"
    for name, value in told.items():
        yield f"{before}{json.dumps(name)}: "
        before = ",\n"
        if isinstance(value, list):
            entries = ",\n".join(json.dumps(one, ensure_ascii=False) for one in value)
            yield f"[\n{entries}\n]"
        else:
            yield json.dumps(value, ensure_ascii=False)
    yield "}\n"


def _metadata(publication: Publication, told: list[tuple[str, str]]) -> bytes:
    organ = publication.report.organ
    entries = [
        ("题名", publication.title),
        ("立档单位名称", organ.name),
        ("统一社会信用代码", organ.code),
        ("年度", str(publication.report.year)),
        ("成文日期", publication.issued.isoformat()),
        ("索引号", publication.index_number),
        ("版本", str(publication.version)),
        ("更正说明", publication.note),
        ("发布时间", moment(publication.published_at)),
        ("发布人", publication.published_by.get_username()),
        ("公开属性", "主动公开"),
        ("文种", "政府信息公开工作年度报告"),
        ("模板版本", publication.edition),
    ]
    return package.described(entries, told)
