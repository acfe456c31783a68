"""A workbook on its way into the register: read, looked at, taken as one, undone as one."""

from reports.models import Register, RegisterBatch


def last_batch(register: Register) -> RegisterBatch | None:
    """Return the latest workbook that was taken, unless it was undone."""
    batch = register.batches.select_related("by").first() if register.pk else None
    return batch if batch and batch.undone_at is None else None
