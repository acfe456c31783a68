"""What is stored: organs, their people, reports with words and figures, and who changed what."""

from .history import AuditEvent, AuditHead, Change
from .organ import Duty, Membership, Organ
from .report import Figure, Incoming, Narrative, Picture, Presence, Report, TemplateCell

__all__ = [
    "AuditEvent", "AuditHead", "Change", "Duty", "Figure", "Incoming", "Membership", "Narrative",
    "Organ", "Picture", "Presence", "Report", "TemplateCell",
]  # fmt: skip
