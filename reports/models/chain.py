"""Links of a hash chain: each row's hash covers its content and the row before it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def link(previous: str, content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of `content` chained to the hash before it; the first has none ("")."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def moment(at: datetime) -> str:
    """Return a moment as one text in every database and time zone: UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
