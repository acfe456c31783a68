"""What is stored: organs, their people, reports with words and figures, who changed what, and what
was published."""

from .acceptance import Acceptance
from .history import Change
from .organ import Membership, Organ
from .publication import PostedFigure, PostedText, Posting, Publication, PublishedFile
from .report import Figure, Incoming, Narrative, Picture, Presence, Report, TemplateCell

__all__ = [
    "Acceptance", "Change", "Figure", "Incoming", "Membership", "Narrative", "Organ", "Picture",
    "PostedFigure", "PostedText", "Posting", "Presence", "Publication", "PublishedFile", "Report",
    "TemplateCell",
]  # fmt: skip
