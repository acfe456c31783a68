"""Questions of the ORM that are composed once and asked many times; knows no table.

Composing a question takes the processor three times as long as a database on the same machine takes
to answer it (docs/adr/0160). Where one is asked with every keystroke its SQL is kept for all threads of
the process, which ask the same database, and only the values change.
"""

import datetime
from collections.abc import Callable, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators

MOST = 64  # shapes of questions that a process keeps
Value = int | str | datetime.datetime | Sequence[int] | Sequence[str]
_known: dict[tuple, "_Question"] = {}


class Composed:
    """A question: called with its values it returns the rows, as the queryset would.

    `compose` makes the queryset of instances, or of tuples (`values_list`), from the values. These
    are whole numbers, texts, moments, or lists of them; the SQL may depend on the length of a list
    and on nothing else of them. No prefetching.
    """

    def __init__(self, compose: Callable[..., QuerySet]):
        self._compose = compose

    def __call__(self, *values: Value) -> list:
        """Return the rows for these values."""
        shape = (self, *(len(v) if isinstance(v, list | tuple) else -1 for v in values))
        asked = _known.get(shape)
        if asked is None:
            if len(_known) >= MOST:
                _known.clear()
            asked = _known[shape] = _Question(self._compose, values)
        return asked.rows(values)


class _Question:
    """The SQL of one shape of a question, and how its rows are read."""

    def __init__(self, compose: Callable[..., QuerySet], values: Sequence[Value]):
        marks = [_marks(n, value) for n, value in enumerate(values)]
        queryset = compose(*(m if isinstance(v, list | tuple) else m[0]
                             for m, v in zip(marks, values, strict=True)))  # fmt: skip
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            self.sql, params = compiler.as_sql()
        except EmptyResultSet:  # among the values of a list that has none
            self.sql = ""
            return
        where = {_stored(mark): (n, at) for n, some in enumerate(marks) for at, mark in enumerate(some)}
        self._order = [where.get(param, (None, param)) for param in params]
        found = {place for place in self._order if place[0] is not None}
        if found != set(where.values()):
            raise ValueError("this question cannot be composed once: its SQL lacks one of the values")
        self._compiler = compiler
        self._converters = compiler.get_converters([one for one, *_ in compiler.select])
        self._row = _reader(queryset, compiler)

    def rows(self, values: Sequence[Value]) -> list:
        """Ask, and return the rows."""
        if not self.sql:
            return []
        params = [
            at if n is None else _stored(values[n][at] if isinstance(values[n], list | tuple) else values[n])
            for n, at in self._order
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        if self._converters:
            found = self._compiler.apply_converters(found, self._converters)
        return [self._row(row) for row in found]


def _marks(number: int, value: Value) -> list:
    """Return what stands for a value, or for each of its list, while the SQL is made."""
    count = len(value) if isinstance(value, list | tuple) else 1
    one = value[0] if isinstance(value, list | tuple) and value else value
    first = 1000 * number
    if isinstance(one, datetime.datetime):
        return [datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(seconds=first)]
    if isinstance(one, int):
        return [2_000_000_000 + first + n for n in range(count)]  # fits any integer column
    return [f"\x02{first + n}\x03" for n in range(count)]


def _stored(value: int | str | datetime.datetime):
    """Return a value as the database's driver takes it."""
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def _reader(queryset: QuerySet, compiler) -> Callable:
    """Return what makes of a row what the queryset would."""
    if queryset._iterable_class is ValuesListIterable:
        return tuple
    if queryset._iterable_class is not ModelIterable:
        raise ValueError("only instances and values_list are composed once")
    info, using = compiler.klass_info, queryset.db
    fields = info["select_fields"]
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    annotations = list(compiler.annotation_col_map.items())
    related = get_related_populators(info, compiler.select, using)

    def read(row):
        made = info["model"].from_db(using, names, row[start:end])
        for name, at in annotations:
            setattr(made, name, row[at])
        for one in related:
            one.populate(row, made)
        return made

    return read
