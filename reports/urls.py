"""Addresses of the reports."""

from django.urls import path
from django.views.generic import RedirectView

from .views import checking, downloads, editor, exchange, my_reports, preview, review, saving

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="my_reports"), name="home"),
    path("reports/", my_reports.my_reports, name="my_reports"),
    path("reports/<int:report_id>/", editor.editor, name="editor"),
    path("reports/<int:report_id>/details/", editor.details, name="details"),
    path("reports/<int:report_id>/save/", saving.save, name="save"),
    path("reports/<int:report_id>/pulse/", saving.pulse, name="pulse"),
    path("reports/<int:report_id>/findings/", checking.findings, name="findings"),
    path("reports/<int:report_id>/accept/", checking.accept, name="accept"),
    path("reports/<int:report_id>/accept/withdraw/", checking.withdraw_acceptance, name="reopen"),
    path("reports/<int:report_id>/check-sheet/", checking.check_sheet, name="check_sheet"),
    path("rules/", checking.rules, name="rules"),
    path("reports/<int:report_id>/pictures/", saving.upload_picture, name="pictures"),
    path("reports/<int:report_id>/pictures/<str:sha256>", saving.picture, name="picture"),
    path("reports/<int:report_id>/preview/", preview.preview, name="preview"),
    path("reports/<int:report_id>/preview/<int:page>.png", preview.page, name="preview_page"),
    path("reports/<int:report_id>/download/<str:form>", downloads.download, name="download"),
    path("reports/<int:report_id>/import/", exchange.upload, name="import"),
    path("reports/<int:report_id>/import/<int:revision>/undo/", exchange.undo, name="import_undo"),
    path("import/", exchange.upload, name="import_new"),
    path("import/aim/", exchange.aim, name="import_aim"),
    path("import/look/", exchange.look, name="import_look"),
    path("import/discard/", exchange.discard, name="import_discard"),
    path("reports/<int:report_id>/submit/", review.submit, name="submit"),
    path("reports/<int:report_id>/withdraw/", review.withdraw, name="withdraw"),
]
