"""Questions of the ORM that are composed once and asked many times; knows no table.

Composing a question takes the processor three times as long as a database on the same machine takes
to answer it (docs/adr/0160). Where one is asked with every keystroke its SQL is kept for all threads of
the process, which ask the same database, and only the values change.
"""

import datetime
from collections.abc import Callable, Sequence

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable, get_related_populators
from django.db.models.signals import post_init, pre_init

from .prepared import reading, run, together

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
        return ask_together((self, *values))[0]

    def _of(self, values: Sequence[Value]) -> "_Question":
        shape = (self, *(len(v) if isinstance(v, list | tuple) else -1 for v in values))
        asked = _known.get(shape)
        if asked is None:
            if len(_known) >= MOST:
                _known.clear()
            asked = _known[shape] = _Question(self._compose, values)
        return asked


def ask_together(*asked: tuple) -> list[list]:
    """Return the rows of each question: it and its values, `(question, *values)`.

    All of them go to the database at once, and are answered in that order; the later ones see what the
    earlier ones waited for.
    """
    questions = [(question._of(values), values) for question, *values in asked]

    def ask() -> list:
        if len(questions) == 1:
            return [question.asked(values) for question, values in questions]
        with together():
            return [question.asked(values) for question, values in questions]

    cursors = reading(ask)
    return [q.rows(cursor) for (q, _), cursor in zip(questions, cursors, strict=True)]


def ask_beside(asked: tuple, beside: tuple) -> tuple[list, list | None]:
    """Return the rows of `asked`, and those of `beside` where they come along for next to nothing.

    None for these where each question is a way of its own: on SQLite.
    """
    if connection.vendor != "postgresql":
        return ask_together(asked)[0], None
    found, more = ask_together(asked, beside)
    return found, more


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

    def asked(self, values: Sequence[Value]):
        """Ask; return the cursor that has the rows; None where there can be none."""
        if not self.sql:
            return None
        params = [
            at if n is None else _stored(values[n][at] if isinstance(values[n], list | tuple) else values[n])
            for n, at in self._order
        ]
        return run(self.sql, params)

    def rows(self, cursor) -> list:
        """Return the rows that were asked for."""
        if cursor is None:
            return []
        with cursor:
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

    make = _maker(info["model"], names, using)

    def read(row):
        made = make(row[start:end])
        for name, at in annotations:
            setattr(made, name, row[at])
        for one in related:
            one.populate(row, made)
        return made

    return read


def _maker(model: type[Model], names: list[str], using: str) -> Callable:
    """Return what makes an instance of a row's values, as `from_db` does, in a third of its time."""
    whole = names == [field.attname for field in model._meta.concrete_fields]
    plain = model.from_db.__func__ is Model.from_db.__func__ and model.__init__ is Model.__init__
    if not whole or not plain:
        return lambda values: model.from_db(using, names, values)

    def make(values):
        if any(signal.has_listeners(model) for signal in (pre_init, post_init)):
            return model.from_db(using, names, values)
        made = model.__new__(model)
        state = ModelState()
        state.adding, state.db = False, using
        made.__dict__.update(zip(names, values, strict=True), _state=state)
        return made

    return make
