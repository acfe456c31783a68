"""What is stored: organs, their people, reports with words and figures, who changed what, and what
was published."""

from .authoring.acceptance import Acceptance
from .authoring.assignment import Assignment
from .authoring.enforcement import Enforcement
from .authoring.register import (
    Bringing,
    Register,
    RegisterBatch,
    RegisterChange,
    RegisteredRequest,
    RegisteredReview,
    RegisterWord,
    TakenTable,
)
from .background.bulk import BulkFile, BulkItem, BulkJob
from .background.gathering import GatheredContent, GatheredFile, Gathering
from .background.jobs import Worker
from .background.parcels import (
    CarriedRemark,
    PackageKey,
    Parcel,
    ParcelFile,
    ParcelPiece,
    ParcelReport,
)
from .background.scanning import Scan, ScanFile, ScanPage
from .deciding.graphic import Graphic
from .deciding.own_site import OwnSite, SiteCheck
from .deciding.publication import (
    PostedFigure,
    PostedText,
    Posting,
    Publication,
    PublicSum,
    PublishedFile,
    Seal,
)
from .deciding.rectification import Rectification, RectificationStep
from .deciding.review import Remark, Transition
from .deciding.signature import Signature, Signing
from .history import AuditEvent, AuditHead, Change
from .office.calendar import Calendar, CalendarLine, Reminding, Subscription
from .office.invitation import Invitation
from .office.kept_sum import KeptSum
from .office.likeness import Alike, Compared, SectionPrint
from .office.notice import Call, Digest, Letters, Notice
from .organ import Duty, FormerName, Membership, Organ
from .report import Figure, Incoming, Narrative, Picture, Presence, Report, TemplateCell

__all__ = [
    "CarriedRemark", "PackageKey", "Parcel", "ParcelFile", "ParcelPiece", "ParcelReport",
    "Acceptance", "Alike", "Assignment", "AuditEvent", "AuditHead", "Bringing", "BulkFile", "BulkItem", "BulkJob", "Calendar",
    "CalendarLine", "Call", "Change", "Compared", "Digest", "Duty", "Enforcement", "Figure", "FormerName", "GatheredContent", "GatheredFile", "Gathering", "Graphic",
    "Incoming", "Invitation", "KeptSum", "Letters", "Membership", "Narrative", "Notice", "Organ", "OwnSite", "Picture", "PostedFigure", "PostedText",
    "Posting", "Presence", "PublicSum", "Publication", "PublishedFile", "Rectification", "RectificationStep", "Register", "RegisterBatch", "RegisterChange",
    "RegisterWord", "RegisteredRequest", "RegisteredReview", "Remark", "Reminding", "Report", "Scan", "ScanFile", "ScanPage",
    "Seal", "SectionPrint", "SiteCheck", "Subscription", "TakenTable", "Signature", "Signing", "TemplateCell",
    "Transition", "Worker",
]  # fmt: skip
