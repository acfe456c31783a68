"""One address: it stores the value of a figure and a row of history, by the ORM, in one transaction.

No rights, no totals, no conflicts, no chain; the same tables, the same server.
"""

import json
from decimal import Decimal

from django.db import models, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

from reports.models import Figure
from reportsite.operation.health import readyz


class History(models.Model):
    """What a figure was and is."""

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    place = models.CharField(max_length=80)
    old = models.TextField()
    new = models.TextField()

    class Meta:
        app_label = "reports"
        db_table = "bench_history"

    def __str__(self) -> str:
        return f"{self.report_id} {self.place}"


def save(request: HttpRequest, report_id: int) -> JsonResponse:
    """Store one figure with a row of history."""
    edit = json.loads(request.body)["edits"][0]
    with transaction.atomic():
        figure = Figure.objects.select_for_update().get(report=report_id, cell=edit["place"])
        old, figure.value = figure.value, Decimal(edit["text"])
        figure.revision += 1
        figure.save()
        History.objects.create(report_id=report_id, place=figure.cell, old=str(old), new=edit["text"])
    answer = JsonResponse({"figures": {figure.cell: {"revision": figure.revision}}})
    answer["Content-Length"] = len(answer.content)  # as the usual middleware does: the line stays open
    return answer


urlpatterns = [path("reports/<int:report_id>/save/", save), path("readyz", readyz)]
