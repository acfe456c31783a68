"""A number that is exact in every database."""

from decimal import Decimal

from django.db import models

_PLACES = 6


class MillionthsField(models.BigIntegerField):
    """A `Decimal` with up to six decimals, stored as a whole number of millionths.

    SQLite would keep a decimal column as a binary float; sums of amounts must be exact.
    """

    def from_db_value(self, value, expression, connection) -> Decimal | None:
        """Return the stored millionths as a Decimal."""
        return None if value is None else Decimal(value).scaleb(-_PLACES)

    def to_python(self, value) -> Decimal | None:
        """Return `value` as a Decimal."""
        return None if value is None else Decimal(value)

    def get_prep_value(self, value) -> int | None:
        """Return the millionths; a seventh decimal is refused rather than rounded."""
        if value is None:
            return None
        millionths = Decimal(value).scaleb(_PLACES)
        if millionths != millionths.to_integral_value():
            raise ValueError(f"{value} has more than {_PLACES} decimals")
        return int(millionths)
