"""A filtered list of reports, gone through one by one.

The queue is the list as it is at that moment: nothing is kept between two looks. What left the
list meanwhile is found by its place in the list without the filter's state.
"""

from dataclasses import dataclass, replace

from .supervision import Choice, report_ids


@dataclass(frozen=True)
class Queue:
    """The reports of a list in its order, and where in it one stands."""

    ids: list[int]
    user: object
    choice: Choice

    def number_of(self, report_id: int) -> int | None:
        """Return the how manieth the report is, None for one that is not in the list."""
        return self.ids.index(report_id) + 1 if report_id in self.ids else None

    def next_after(self, report_id: int) -> int | None:
        """Return the report of the list that follows, None after the last."""
        return self._nearest(report_id, forward=True)

    def last_before(self, report_id: int) -> int | None:
        """Return the report of the list that comes before, None before the first."""
        return self._nearest(report_id, forward=False)

    def _nearest(self, report_id: int, forward: bool) -> int | None:
        listed = set(self.ids)
        order = self.ids if report_id in listed else self._whole()
        if report_id not in order:
            return None
        at = order.index(report_id)
        rest = order[at + 1 :] if forward else reversed(order[:at])
        return next((one for one in rest if one in listed), None)

    def _whole(self) -> list[int]:
        return report_ids(self.user, replace(self.choice, state=""))


def queue_of(user, choice: Choice) -> Queue:
    """Return the reports of the organs that `user` supervises and `choice` names."""
    return Queue(report_ids(user, choice), user, choice)
