"""What search engines and archives read of a report: schema.org, as a block of data."""

import json

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from reports.publishing import sealing
from reports.rendering.formats import FORMATS

_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def report_data(request: HttpRequest, posting, publication, files) -> SafeString:
    """Return a schema.org `Report` as JSON-LD, a data block that no policy takes for a script."""
    place = (posting.organ_id, posting.which)
    page = request.build_absolute_uri(reverse("public_report", args=place))
    value = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": page,
        "url": page,
        "name": publication.title,
        "inLanguage": "zh-CN",
        "identifier": publication.index_number or posting.stable_id,
        "version": publication.version,
        "datePublished": posting.first_published_at.date().isoformat(),
        "dateModified": publication.published_at.date().isoformat(),
        "temporalCoverage": f"{posting.year}-01-01/{posting.year}-12-31",
        "isAccessibleForFree": True,
        "author": {"@type": "GovernmentOrganization", "name": posting.organ_name},
        "encoding": [
            {
                "@type": "MediaObject",
                "name": file["caption"],
                "encodingFormat": file["media_type"].split(";")[0],
                "contentSize": str(file["size"]),
                "sha256": file["sha256"],
                "contentUrl": request.build_absolute_uri(
                    reverse("public_file", args=(*place, file["suffix"]))
                ),
            }
            for file in files
        ],
    }
    if licence := settings.DATA_LICENCE_URL or settings.DATA_LICENCE:
        value["license"] = licence
    return data_block(value)


def caption_of(form: str) -> str:
    """Return what a reader calls a form; one that is made no longer keeps its id."""
    return FORMATS[form].caption if form in FORMATS else sealing.CAPTIONS.get(form, form)


def data_block(value: dict) -> SafeString:
    """Return `value` as a JSON-LD element; nothing in it can end the element early."""
    text = json.dumps(value, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')
