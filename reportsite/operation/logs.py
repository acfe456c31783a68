"""Structured logs without private data: one JSON object a line.

A line of our own says which request (`request`, nginx's or ours), whose (the person's number),
which address name, status and milliseconds. No body, query, name, address or message of an
exception: those hold what people typed. Of an exception there is its kind and where it arose.
"""

import contextvars
import datetime
import json
import logging
import traceback

request_id = contextvars.ContextVar("request_id", default="")
OURS = ("reportsite", "reports")
SAID = ("user", "route", "method", "status", "ms")


class JsonLines(logging.Formatter):
    """A formatter for LOGGING."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
        }
        line |= {key: getattr(record, key) for key in SAID if hasattr(record, key)}
        # Others put paths, names and contents into their arguments: only their fixed words are kept.
        ours = record.name.startswith(OURS)
        line["message"] = record.getMessage() if ours else str(record.msg)
        if record.exc_info and record.exc_info[0]:
            line |= _exception(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _exception(exc_info) -> dict:
    kind, _, trace = exc_info
    frames = traceback.extract_tb(trace)
    return {
        "exception": kind.__name__,
        "where": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    }
