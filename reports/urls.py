"""Addresses of the reports."""

from django.urls import path
from django.views.generic import RedirectView

from .views import downloads, editor, exchange, my_reports, preview, review, saving

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="my_reports"), name="home"),
    path("reports/", my_reports.my_reports, name="my_reports"),
    path("reports/<int:report_id>/", editor.editor, name="editor"),
    path("reports/<int:report_id>/details/", editor.details, name="details"),
    path("reports/<int:report_id>/save/", saving.save, name="save"),
    path("reports/<int:report_id>/pulse/", saving.pulse, name="pulse"),
    path("reports/<int:report_id>/findings/", saving.findings, name="findings"),
    path("reports/<int:report_id>/pictures/", saving.upload_picture, name="pictures"),
    path("reports/<int:report_id>/pictures/<str:sha256>", saving.picture, name="picture"),
    path("reports/<int:report_id>/preview/", preview.preview, name="preview"),
    path("reports/<int:report_id>/preview/<int:page>.png", preview.page, name="preview_page"),
    path("reports/<int:report_id>/download/<str:form>", downloads.download, name="download"),
    path("reports/<int:report_id>/import/", exchange.import_json, name="import_json"),
    path(
        "reports/<int:report_id>/import/<int:incoming_id>/take/", exchange.take, name="take_import"
    ),
    path("reports/<int:report_id>/submit/", review.submit, name="submit"),
    path("reports/<int:report_id>/withdraw/", review.withdraw, name="withdraw"),
]
