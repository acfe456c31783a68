"""What happened, kept for good: changes of reports, and events of the audit trail.

The only makers of `Change` and `AuditEvent` rows; the database refuses to alter or delete one.
"""

from .audit import Action, note, note_over
from .changes import (
    IMPORT,
    Step,
    changed_since,
    changes_of,
    last_import,
    last_writers,
    record,
    record_in_register,
    text_at,
)
from .origin import acting_from, address
from .trail import events_seen_by, every_change_of, parts_of, seen_changes_of
from .verifying import Fault, audit_end, verify_changes, verify_events

__all__ = [
    "IMPORT", "Action", "Fault", "Step", "acting_from", "address", "audit_end", "changed_since",
    "changes_of", "events_seen_by", "every_change_of", "last_import", "last_writers", "note", "note_over", "parts_of",
    "record", "record_in_register", "seen_changes_of", "text_at", "verify_changes", "verify_events",
]  # fmt: skip
