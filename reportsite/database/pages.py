"""Lists that are read a page at a time; knows no table."""

from django.db.models import Model, QuerySet


class KeysFirst:
    """The rows of a queryset of instances for a `Paginator`: first which they are, then what is in them.

    A page far down a list would else be found by reading, joining and throwing away all rows before it;
    of keys in their order an index has them. `count`: how many rows there are, where that is known.
    """

    def __init__(self, rows: QuerySet, count: int | None = None):
        self._rows, self._count = rows, count

    def count(self) -> int:
        """Return how many rows there are."""
        if self._count is None:
            self._count = self._rows.count()
        return self._count

    def __getitem__(self, part: slice) -> list[Model]:
        keys = list(self._rows.values_list("pk", flat=True)[part])
        found = {row.pk: row for row in self._rows.filter(pk__in=keys).order_by()}
        return [found[key] for key in keys if key in found]
