"""What several machines count together."""

from django.db import models


class RequestCount(models.Model):
    """How many requests of one key there were in one minute (see limits.py)."""

    key = models.CharField(max_length=32)
    minute = models.BigIntegerField(db_index=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="one_count")]

    def __str__(self) -> str:
        return f"{self.key} {self.minute}: {self.number}"
