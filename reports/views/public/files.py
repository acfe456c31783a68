"""Published files, byte for byte, and the addresses that machines ask for."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.utils.cache import get_conditional_response
from django.utils.html import escape
from django.utils.http import content_disposition_header, http_date

from reports.document.search.grams import traditional_of
from reports.document.which import Which
from reports.publishing import catalogue
from reports.rendering.page.layout import style_sheet
from reports.rendering.typesetting.fonts import WEB_FACES

from .common import public, public_bytes
from .pages import known_year

# A browser shows these by itself; anything else is for keeping.
_SHOWN = {"application/pdf", "application/json"}
_IN_FEED = 50
_ANY_ORGAN = 999_999_999_999_999  # stands for an organ in an address


@public_bytes
def file(
    request: HttpRequest, organ_id: int, year: int, suffix: str, version: int | None = None
) -> HttpResponse:
    """Return a published file as it was published; 304 for whoever has it already."""
    found = catalogue.file_of(organ_id, year, suffix, version)
    etag = f'"{found.sha256}"'
    published = int(found.publication.published_at.timestamp())
    unchanged = get_conditional_response(request, etag=etag, last_modified=published)
    if unchanged is not None:
        return unchanged
    name = f"{found.publication.title}{found.suffix}"
    apart = found.media_type.split(";")[0] not in _SHOWN
    headers = {
        "Content-Disposition": content_disposition_header(apart, name),
        "ETag": etag,
        "Last-Modified": http_date(published),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(found.content), content_type=found.media_type, headers=headers)


@public_bytes
def graphic_picture(request: HttpRequest, organ_id: int, year: Which) -> HttpResponse:
    """Return the picture of a report's 图解; 304 for whoever has it already."""
    _, found = catalogue.graphic(organ_id, year)
    etag = f'"{found.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    headers = {"ETag": etag, "X-Content-Type-Options": "nosniff"}
    headers["Content-Disposition"] = content_disposition_header(False, f"{found.words['title']}图解.png")
    return HttpResponse(bytes(found.content), content_type="image/png", headers=headers)


@public
def print_style(request: HttpRequest) -> HttpResponse:
    """Return the style of the official layout, for printing a report's page."""
    return HttpResponse(style_sheet(WEB_FACES), content_type="text/css; charset=utf-8")


@public
def feed(request: HttpRequest) -> HttpResponse:
    """Return what was published or corrected last, as Atom."""
    home = request.build_absolute_uri(reverse("public_reports"))
    own = request.build_absolute_uri(reverse("public_feed"))
    atom = feedgenerator.Atom1Feed(settings.PUBLIC_NAME, home, "", language="zh-CN", feed_url=own)
    for posting in catalogue.newest(_IN_FEED):
        link = request.build_absolute_uri(_page_of(posting))
        atom.add_item(
            posting.title,
            link,
            description=escape(posting.publication.note),  # a summary is read as HTML
            author_name=posting.organ_name,
            pubdate=posting.first_published_at,
            updateddate=posting.published_at,
            unique_id=f"{link}#v{posting.publication.version}",
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """Return the map of maps: one a year, for no map may name more than 50,000 pages."""
    parts = [reverse("public_sitemap_year", args=(entry["year"],)) for entry in catalogue.years()]
    return _map(request, "sitemaps/index.xml", {"places": map(request.build_absolute_uri, parts)})


@public
def sitemap_year(request: HttpRequest, year: int) -> HttpResponse:
    """Return the pages of one year's reports."""
    known_year(year)
    # Tens of thousands of addresses, alike but for the organ: one is made of each kind.
    alike: dict[str, str] = {}
    entries = []
    for posting in catalogue.pages_of(year):
        which = posting.which
        if str(which) not in alike:
            alike[str(which)] = request.build_absolute_uri(reverse("public_report", args=(_ANY_ORGAN, which)))
        place = alike[str(which)].replace(str(_ANY_ORGAN), str(posting.organ_id))
        entries.append((place, timezone.localdate(posting.published_at).isoformat()))
    return _map(request, "sitemaps/part.xml", {"entries": entries})


def _page_of(posting) -> str:
    return reverse("public_report", args=(posting.organ_id, posting.which))


def _map(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, f"public/{template}", context, content_type="application/xml")


@public
def search_index(request: HttpRequest) -> HttpResponse:
    """Return what the search of a static export knows, as a script: pages on a disk read no JSON.

    Http404 on a live site, which searches for itself.
    """
    if not request.META.get("IS_EXPORT"):
        raise Http404
    rows = [
        [row.head, row.title, row.organ_name, row.region, f"organs/{row.organ_id}/{row.which}/index.html"]
        for row in catalogue.heads()
    ]  # fmt: skip
    known = {"traditional": traditional_of("".join(row[0] for row in rows)), "reports": rows}
    script = f"window.published = {json.dumps(known, ensure_ascii=False, separators=(',', ':'))};\n"
    home = "window.published.home = document.currentScript.src;\n"
    return HttpResponse(script + home, content_type="text/javascript; charset=utf-8")


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines into the public site, with its styles, and nowhere else."""
    place = request.build_absolute_uri(reverse("public_sitemap"))
    allowed = [f"Allow: {path}" for path in ("/open/", settings.STATIC_URL)]
    lines = ["User-agent: *", "Disallow: /", *allowed, f"Sitemap: {place}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
