"""How public reports stand on their organs' own sites, as a list shows it and is filtered by it."""

from django.db.models import F

from reports.models import Organ, OwnSite, states
from reports.models.deciding.own_site import AGREES, DIFFERS, NO_ADDRESS, SITE_CAPTIONS, UNCHECKED
from reports.models.organ import OrganQuerySet


def standing_so(organs: OrganQuerySet, state: str) -> OrganQuerySet:
    """Keep, after `with_report_of`, the organs whose public report stands so on their own site."""
    public = organs.filter(state__in=states.ONCE_PUBLIC)
    if state == NO_ADDRESS:
        return public.exclude(report_id__in=OwnSite.objects.exclude(address="").values("report"))
    return public.filter(report_id__in=OwnSite.objects.standing(state).values("report"))


def lay_beside(organs: list[Organ]) -> None:
    """Give each organ its `site_state` and `site_address`; both empty where nothing is public."""
    public = [organ.report_id for organ in organs if organ.state in states.ONCE_PUBLIC]
    sites = OwnSite.objects.filter(report__in=public).exclude(address="").values_list(
        "report", "address", "check_that_counts__agrees", "check_that_counts__publication",
        F("report__posting__publication"),
    ) if public else ()  # fmt: skip
    found = {report: (address, _state(agrees, of, now)) for report, address, agrees, of, now in sites}
    for organ in organs:
        none = ("", NO_ADDRESS if organ.state in states.ONCE_PUBLIC else "")
        organ.site_address, organ.site_state = found.get(organ.report_id, none)
        organ.site_caption = SITE_CAPTIONS.get(organ.site_state, "")


def _state(agrees: bool | None, of: int | None, now: int | None) -> str:
    if agrees is None or of != now:
        return UNCHECKED
    return AGREES if agrees else DIFFERS
