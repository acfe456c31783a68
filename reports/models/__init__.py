"""What is stored: organs, their people, reports with words and figures, and who changed what."""

from .acceptance import Acceptance
from .history import Change
from .organ import Membership, Organ
from .report import Figure, Incoming, Narrative, Picture, Presence, Report, TemplateCell

__all__ = [
    "Acceptance", "Change", "Figure", "Incoming", "Membership", "Narrative", "Organ", "Picture",
    "Presence", "Report", "TemplateCell",
]  # fmt: skip
