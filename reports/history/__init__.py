"""What happened, kept for good: changes of reports, and events of the audit trail.

The only makers of `Change` and `AuditEvent` rows; the database refuses to alter or delete one.
"""

from .audit import Action, note
from .changes import (
    IMPORT,
    Step,
    changed_since,
    changes_in,
    last_import,
    last_writers,
    record,
    text_at,
)
from .origin import acting_from, address
from .reading import changes_of, events_seen_by
from .verifying import Fault, audit_end, verify_changes, verify_events

__all__ = [
    "IMPORT", "Action", "Fault", "Step", "acting_from", "address", "audit_end", "changed_since",
    "changes_in", "changes_of", "events_seen_by", "last_import", "last_writers", "note", "record",
    "text_at", "verify_changes", "verify_events",
]  # fmt: skip
