"""Sums of a part of a large set of reports, kept for the next who ask."""

from django.db import models
from django.utils import timezone


class KeptSum(models.Model):
    """What the written figures of some reports come to, by cell (reports/aggregation/kept.py).

    `place`: of which part of which set. `stamp`: of which reports at which revisions; with any other
    the row says nothing. `lines`: cell, how many written, how many of them known, whole, millionths.
    """

    place = models.CharField(max_length=64, primary_key=True)
    stamp = models.CharField(max_length=64)
    lines = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "留用的合计"

    def __str__(self) -> str:
        return self.place
