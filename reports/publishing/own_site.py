"""The address of a report on its organ's own site, and whether a saved page of it agrees.

The server never asks for an address: people bring the page that they saved.
"""

import hashlib
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from reports import access, history
from reports.access import Power
from reports.importing import Reading
from reports.importing.agreeing import agrees, disagreements
from reports.models import OwnSite, Publication, Report, SiteCheck
from reports.models.deciding.own_site import AGREES, DIFFERS, NO_ADDRESS, UNCHECKED
from reports.models.deciding.own_site import SITE_CAPTIONS as CAPTIONS
from reports.refusals import Refused

from .publications import document_of

__all__ = ["ANYBODY", "CAPTIONS", "OWN", "SiteStanding", "address_from", "check_page", "set_address",
           "site_of", "undo_check"]  # fmt: skip
OWN = (Power.WRITE, Power.SUBMIT)
ANYBODY = (*OWN, Power.JUDGE)
_is_web = URLValidator(schemes=["http", "https"])
_HOW = "请从浏览器的地址栏复制报告那一页的网址，以 http:// 或 https:// 开头。"


@dataclass(frozen=True)
class SiteStanding:
    """How a report stands on its organ's own site; `check` is the one that counts, `checks` are all."""

    state: str
    address: str
    site: OwnSite | None
    check: SiteCheck | None
    checks: list[SiteCheck]


def site_of(report: Report) -> SiteStanding:
    """Return how the report stands on its organ's own site."""
    site = OwnSite.objects.filter(report=report).select_related("set_by").first()
    checks = list(report.site_checks.select_related("by", "undone_by", "publication"))
    posting = access.live_posting(report)
    if site is None or not site.address:
        return SiteStanding(NO_ADDRESS, "", site, None, checks)
    check = next((one for one in checks if one.pk == site.check_that_counts_id), None)
    if check is None or posting is None or check.publication_id != posting.publication_id:
        return SiteStanding(UNCHECKED, site.address, site, None, checks)
    return SiteStanding(AGREES if check.agrees else DIFFERS, site.address, site, check, checks)


def address_from(text: str) -> str:
    """Return what was typed as an address of the web, empty for none; raise Refused."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > OwnSite.LONGEST:
        raise Refused(f"网址超过{OwnSite.LONGEST}个字符，没有保存。{_HOW}", 400)
    if any(unicodedata.category(one)[0] in "CZ" for one in text):
        raise Refused(f"网址里有空格或看不见的字符，没有保存。{_HOW}", 400)
    try:
        _is_web(text)
        parts = urlsplit(text)
    except (ValidationError, ValueError):
        raise Refused(f"这不是一个网页的网址，没有保存。{_HOW}", 400) from None
    if parts.username is not None or parts.password is not None:
        raise Refused(f"网址里带有用户名或密码（@前面的部分），没有保存。{_HOW}", 400)
    return parts._replace(scheme=parts.scheme.lower()).geturl()


@transaction.atomic
def set_address(report_id: int, text: str, *, by) -> str:
    """Keep the address, or none, and return it; raise Refused, Http404. Checks of another count no more."""
    report = access.locked_report(by, report_id, *OWN)
    address = address_from(text)
    _must_be_public(report)
    site = OwnSite.objects.filter(report=report).first() or OwnSite(report=report)
    old = site.address
    if old == address:
        return address
    site.address, site.set_by, site.set_at = address, by, timezone.now()
    site.check_that_counts = _latest(report, address)
    site.save()
    history.record(report, [history.Step("own_site", old, address)], by=by)
    history.note(history.Action.SITE_SET, by=by, report=report, detail=address or "去掉网址")
    return address


def _latest(report: Report, address: str) -> SiteCheck | None:
    return report.site_checks.filter(address=address, undone_at=None).first() if address else None


def _must_be_public(report: Report) -> Publication:
    """Return the version of the report that stands on the public site; raise Refused."""
    posting = access.live_posting(report)
    if posting is None:
        raise Refused("这份报告现在没有在这里公开，没有可以核对的版本。请先发布。")
    return posting.publication


def check_page(report_id: int, content: bytes, name: str, reading: Reading, *, by) -> SiteCheck:
    """Keep what a saved page says beside the public version; raise Refused, Http404.

    `content` is the file that was brought, `reading` what was read of it.
    """
    report = access.report_with(by, report_id, *ANYBODY)
    publication = _must_be_public(report)
    faults = disagreements(document_of(publication), reading)
    with transaction.atomic():
        report = access.locked_report(by, report_id, *ANYBODY)
        if _must_be_public(report).pk != publication.pk:
            raise Refused("核对的时候，这份报告公开了新的一版，没有保存。请再核对一次。")
        site = OwnSite.objects.filter(report=report).exclude(address="").first()
        if site is None:
            raise Refused("还没有本机关网站的网址，没有核对。请先由本机关填写网址。")
        own = bool(access.powers_over(by, report) & set(OWN))
        made = SiteCheck.objects.create(
            report=report, publication=publication, address=site.address, agrees=agrees(faults),
            faults=[fault.to_json() for fault in faults], file_name=name[-100:],
            sha256=hashlib.sha256(content).hexdigest(), from_above=not own, by=by,
        )  # fmt: skip
        site.check_that_counts = made
        site.save(update_fields=["check_that_counts"])
        _record(report, made, by, history.Action.SITE_CHECKED)
    return made


def _record(report: Report, check: SiteCheck, by, action: str) -> None:
    verdict = "一致" if check.agrees else f"{sum(f['kind'] != 'note' for f in check.faults)}处出入"
    told = f"第{check.publication.version}版，{verdict}，SHA-256 {check.sha256}"
    undone = action == history.Action.SITE_UNDONE
    step = history.Step("own_site.check", told if undone else "", "" if undone else told)
    history.record(report, [step], by=by)
    history.note(action, by=by, report=report, detail=told)


@transaction.atomic
def undo_check(report_id: int, check_id: int, *, by) -> None:
    """Take a check back: the one before it counts again; raise Refused, Http404."""
    report = access.locked_report(by, report_id, *ANYBODY)
    check = report.site_checks.filter(pk=check_id).select_related("publication").first()
    if check is None:
        raise Http404
    if check.undone_at:
        raise Refused(f"{access.person_name(check.undone_by)}已撤销这次核对，没有再做一次。")
    if check.from_above and Power.JUDGE not in access.powers_over(by, report):
        raise Refused("这次核对是主管做的，由主管撤销。本机关可以再传一次保存的网页。", 403)
    check.undone_by, check.undone_at = by, timezone.now()
    check.save(update_fields=["undone_by", "undone_at"])
    site = OwnSite.objects.get(report=report)
    site.check_that_counts = _latest(report, site.address)
    site.save(update_fields=["check_that_counts"])
    _record(report, check, by, history.Action.SITE_UNDONE)
