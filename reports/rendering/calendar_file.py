"""Days as an iCalendar file (RFC 5545), which calendars on desks and telephones subscribe to."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

import icalendar

MEDIA_TYPE = "text/calendar; charset=utf-8"
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Event:
    """A whole day. `uid` stays the same when the day moves: calendars move it, too."""

    uid: str
    day: datetime.date
    title: str
    words: str = ""


def calendar_file(name: str, events: Iterable[Event]) -> bytes:
    """Return the events as a calendar of that name, to be looked at anew twice a day."""
    made = icalendar.Calendar()
    made.add("prodid", "-//nianbao//days//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add("x-published-ttl", "PT12H")
    made.add("refresh-interval", datetime.timedelta(hours=12), {"value": "DURATION"})
    for event in events:
        made.add_component(_event(event))
    return made.to_ical()


def _event(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("dtstamp", datetime.datetime.now(datetime.UTC))
    made.add("dtstart", event.day)
    made.add("dtend", event.day + _DAY)
    made.add("summary", event.title)
    made.add("description", event.words)
    made.add("transp", "TRANSPARENT")
    return made
