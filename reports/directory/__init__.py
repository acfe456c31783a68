"""The directory: the tree of organs, what each owes, and the people with their roles."""

from .organs import duties_of, set_duty, set_particulars, tree_of
from .people import (
    NameTaken,
    NotPossible,
    cancel_invitation,
    invitation_of,
    invitations_of,
    invite,
    join,
    join_as,
    send_again,
    set_active,
    set_roles,
    staff_of,
)
from .planting import Planted, Refused, import_organs, plant
from .workbook import LARGEST, Fault, blank_workbook

__all__ = [
    "LARGEST", "Fault", "NameTaken", "NotPossible", "Planted", "Refused", "blank_workbook",
    "cancel_invitation", "duties_of", "import_organs", "invitation_of", "invitations_of", "invite",
    "join", "join_as", "plant", "send_again", "set_active", "set_duty",
    "set_particulars", "set_roles", "staff_of", "tree_of",
]  # fmt: skip
