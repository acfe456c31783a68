"""The directory: the tree of organs, what each owes, and the people with their roles."""

from .calendars import (
    Key,
    WrongDay,
    calendar_of,
    caption_of,
    copy_last_year,
    keys_of,
    lines_of,
    set_calendar,
    types_below,
)
from .organs import (
    AlreadyThere,
    above,
    add_organ,
    duties_of,
    move_organ,
    names_to_offer,
    organ_called,
    public_years,
    set_duty,
    set_particulars,
    tree_of,
)
from .people import (
    NameTaken,
    cancel_invitation,
    invitation_of,
    invitation_to_show,
    invitations_of,
    invite,
    join,
    join_as,
    send_again,
    set_active,
    set_roles,
    staff_of,
)
from .planting import FaultyLines, Planted, import_organs, plant
from .subscribing import subscribe, subscriber, subscription_of, unsubscribe
from .workbook import LARGEST, Fault, blank_workbook, offered

__all__ = [
    "LARGEST", "AlreadyThere", "Fault", "FaultyLines", "Key", "NameTaken", "Planted", "WrongDay", "above", "add_organ", "blank_workbook",
    "calendar_of", "caption_of", "copy_last_year", "keys_of", "lines_of", "set_calendar", "subscribe", "subscriber", "subscription_of",
    "types_below", "unsubscribe",
    "cancel_invitation", "duties_of", "import_organs", "invitation_of", "invitation_to_show", "invitations_of", "invite",
    "join", "join_as", "move_organ", "names_to_offer", "offered", "organ_called", "plant", "public_years", "send_again", "set_active", "set_duty",
    "set_particulars", "set_roles", "staff_of", "tree_of",
]  # fmt: skip
