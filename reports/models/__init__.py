"""What is stored: organs, their people, reports with words and figures, who changed what, and what
was published."""

from .acceptance import Acceptance
from .assignment import Assignment
from .bulk import BulkFile, BulkItem, BulkJob
from .calendar import Calendar, CalendarLine, Reminding, Subscription
from .enforcement import Enforcement
from .gathering import GatheredContent, GatheredFile, Gathering
from .history import AuditEvent, AuditHead, Change
from .invitation import Invitation
from .jobs import Worker
from .notice import Call, Notice
from .organ import Duty, FormerName, Membership, Organ
from .publication import (
    PostedFigure,
    PostedText,
    Posting,
    Publication,
    PublicSum,
    PublishedFile,
    Seal,
)
from .register import (
    Bringing,
    Register,
    RegisterBatch,
    RegisterChange,
    RegisteredRequest,
    RegisteredReview,
    RegisterWord,
    TakenTable,
)
from .report import Figure, Incoming, Narrative, Picture, Presence, Report, TemplateCell
from .review import Remark, Transition
from .scanning import Scan, ScanFile, ScanPage
from .signature import Signature, Signing

__all__ = [
    "Acceptance", "Assignment", "AuditEvent", "AuditHead", "Bringing", "BulkFile", "BulkItem", "BulkJob", "Calendar",
    "CalendarLine", "Call", "Change", "Duty", "Enforcement", "Figure", "FormerName", "GatheredContent", "GatheredFile", "Gathering",
    "Incoming", "Invitation", "Membership", "Narrative", "Notice", "Organ", "Picture", "PostedFigure", "PostedText",
    "Posting", "Presence", "PublicSum", "Publication", "PublishedFile", "Register", "RegisterBatch", "RegisterChange",
    "RegisterWord", "RegisteredRequest", "RegisteredReview", "Remark", "Reminding", "Report", "Scan", "ScanFile", "ScanPage",
    "Seal", "Subscription", "TakenTable", "Signature", "Signing", "TemplateCell",
    "Transition", "Worker",
]  # fmt: skip
