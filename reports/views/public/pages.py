"""The pages people read: lists, an organ, a report."""

import re

from django.http import Http404, HttpRequest, HttpResponse

from reports.document.which import Which
from reports.publishing import catalogue, publications
from reports.publishing.catalogue import Wish

from .common import page_of, public, show
from .structured import caption_of, report_data

_BODY = re.compile(r"<main>(.*)</main>", re.DOTALL)
_GROUP = re.compile(r'(<th [^<>]*scope="rowgroup"[^<>]*>)([^<>]*)(?=</th>)')
_WIDTH = re.compile(r'<col style="width:([\d.]+%)">')


@public
def reports(request: HttpRequest) -> HttpResponse:
    """List what is published, by year, region and words."""
    return _list(request, _wish(request.GET), "公开的年度报告")


@public
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    """List the reports for one year."""
    known_year(year)
    return _list(request, Wish(year=year), f"{year}年度")


@public
def of_region(request: HttpRequest, region: str) -> HttpResponse:
    """List the reports of one region."""
    known_region(region)
    return _list(request, Wish(region=region), region)


def _wish(asked) -> Wish:
    year, region, organ = (asked.get(name, "").strip() for name in ("year", "region", "organ"))
    if year:
        known_year(number(year))
    if region:
        known_region(region)
    return Wish(
        asked.get("q", "").strip(),
        number(year) if year else None,
        region,
        catalogue.organ(number(organ)).pk if organ else None,
    )


def number(text: str) -> int:
    """Return the whole number that was asked for; Http404 for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Http404
    return int(text)


def known_year(year: int) -> None:
    """Raise Http404 for a year without a published report."""
    if year not in {entry["year"] for entry in catalogue.years()}:
        raise Http404


def known_region(region: str) -> None:
    """Raise Http404 for a region without a published report."""
    if region not in {entry["region"] for entry in catalogue.regions()}:
        raise Http404


def _list(request: HttpRequest, wish: Wish, heading: str) -> HttpResponse:
    found = catalogue.listed(wish)
    page = page_of(request, found)
    if wish.words:
        excerpts = catalogue.excerpts(list(page), wish.words)
        for posting in page:
            posting.excerpt = excerpts.get(posting.pk)
    context = {
        "heading": heading,
        "page": page,
        "is_cut": bool(wish.words) and found.is_cut and catalogue.MOST_FOUND,
        "wish": wish,
        "years": catalogue.years(),
        "regions": catalogue.regions(),
        "roll": catalogue.roll_of(wish.year, wish.region) if _is_plain(wish) else None,
        "asked": _asked_again(request),
        "place": "reports",
    }
    return show(request, "reports.html", context)


def _is_plain(wish: Wish) -> bool:
    """Whether all reports of a year are asked for, and nothing but."""
    return wish.year is not None and not wish.words and wish.organ is None


def _asked_again(request: HttpRequest) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{asked.urlencode()}&" if asked else ""


@public
def organs(request: HttpRequest) -> HttpResponse:
    """List the organs that publish."""
    context = {"page": page_of(request, catalogue.organs(), 200), "place": "organs"}
    return show(request, "organs.html", context)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what the site does for people who read otherwise."""
    return show(request, "accessibility.html", {})


@public
def report(request: HttpRequest, organ_id: int, year: Which) -> HttpResponse:
    """Show the present version of a report, and count the reading."""
    posting = catalogue.posting(organ_id, year)
    if request.method == "GET" and not request.META.get("IS_EXPORT"):
        publications.count_view(posting.pk)
    return _report(request, posting, posting.publication)


@public
def graphic(request: HttpRequest, organ_id: int, year: Which) -> HttpResponse:
    """Show the 图解 of a report, and its words."""
    posting, found = catalogue.graphic(organ_id, year)
    return show(request, "graphic.html", {"posting": posting, "graphic": found})


@public
def version(request: HttpRequest, organ_id: int, year: Which, version: int) -> HttpResponse:
    """Show one version of a report; an old one says that it was corrected."""
    posting = catalogue.posting(organ_id, year)
    for publication in catalogue.versions(posting):
        if publication.version == version:
            return _report(request, posting, publication)
    raise Http404


def _report(request: HttpRequest, posting, publication) -> HttpResponse:
    facts = catalogue.file_facts(publication)
    files = [
        {"caption": caption_of(file.form), "suffix": file.suffix, "size": file.size}
        | {"sha256": file.sha256, "media_type": file.media_type}
        for file in facts
    ]
    is_present = publication.pk == posting.publication_id
    (sha256,) = (file.sha256 for file in facts if file.form == "html")
    body, sections = _shown(sha256, publication)
    context = {
        "posting": posting,
        "publication": publication,
        "is_present": is_present,
        "versions": catalogue.versions(posting),
        "files": files,
        "seals": catalogue.seals(publication),
        "graphic": catalogue.graphic_of(posting) if is_present else None,
        "body": body,
        "sections": sections,
        "data": report_data(request, posting, publication, files) if is_present else "",
    }
    return show(request, "report.html", context)


# What has a hash never changes, so it needs no other key.
_MOST_KEPT = 100
_kept: dict[str, tuple[str, list[tuple[str, str]]]] = {}
_HEADING = re.compile(r'<h2 id="([\w-]+)">(.*?)</h2>')


def _shown(sha256: str, publication) -> tuple[str, list[tuple[str, str]]]:
    """Return the body of a published page and its headings; the last hundred are kept."""
    shown = _kept.get(sha256)
    if shown is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        html = catalogue.content_of(publication, "html").decode()
        shown = _kept[sha256] = body_of(html), _HEADING.findall(html)
    return shown


def body_of(html: str) -> str:
    """Return the body of a published page, fit for our policy: no style attributes.

    A table's scrolling box is a group: as a landmark it would repeat its section's name. The words of
    a group of rows are an element, so that they can stay in sight.
    """
    body = _WIDTH.sub(r'<col width="\1">', _BODY.search(html)[1])
    body = _GROUP.sub(r"\1<span>\2</span>", body)
    return body.replace('role="region"', 'role="group"')
