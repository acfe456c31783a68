"""Where a report stands towards the public: what the pages of clerk and reviewer both ask."""

from reports import access
from reports.access import Power


def standing(report, powers) -> dict:
    """Return whether there is a way to the publication page and to 整改, and whether it was withdrawn."""
    was_public = report.status in access.states.ONCE_PUBLIC
    # In the other states only what was public before has a place.
    asks = report.is_frozen or was_public
    posting = access.posting_of(report) if asks else None
    reachable = posting is not None or was_public or report.is_approved
    return {
        "may_publish": Power.PUBLISH in powers and reachable,
        "withdrawn": posting is not None and posting.withdrawn_at is not None,
        "may_rectify": Power.JUDGE in powers and posting is not None and posting.withdrawn_at is None,
    }
