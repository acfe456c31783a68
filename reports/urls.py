"""Addresses of the reports."""

from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import RedirectView

from .views import (
    checking,
    downloads,
    editor,
    exchange,
    my_reports,
    preview,
    publication,
    review,
    saving,
)
from .views.public import api, data, figures, files, pages

_report = "organs/<int:organ_id>/<int:year>/"
# Open to everyone; what is not published is not there.
public_patterns = [
    path("", pages.reports, name="public_reports"),
    path("years/<int:year>/", pages.of_year, name="public_year"),
    path("regions/<str:region>/", pages.of_region, name="public_region"),
    path("organs/", pages.organs, name="public_organs"),
    path("organs/<int:organ_id>/", figures.organ, name="public_organ"),
    path(_report, pages.report, name="public_report"),
    path(f"{_report}report<str:suffix>", files.file, name="public_file"),
    path(f"{_report}v<int:version>/", pages.version, name="public_version"),
    path(f"{_report}v<int:version>/report<str:suffix>", files.file, name="public_version_file"),
    path("organs/<int:organ_id>/figures.csv", figures.organ_csv, name="public_organ_csv"),
    path("figures/", figures.everywhere, name="public_figures"),
    path("figures/figures.csv", figures.everywhere_csv, name="public_figures_csv"),
    path("regions/<str:region>/figures/", figures.of_region, name="public_region_figures"),
    path("regions/<str:region>/figures.csv", figures.region_csv, name="public_region_figures_csv"),
    path("compare/", figures.compare, name="public_compare"),
    path("data/", data.data, name="public_data"),
    path("data/dictionary.csv", data.dictionary, name="public_dictionary"),
    path("data/<str:name>", data.table, name="public_table"),
    path("data/<int:year>/<str:name>", data.table, name="public_year_table"),
    path("api/", api.urls),
    path("api/guide/", api.guide, name="public_api_guide"),
    path("accessibility/", pages.accessibility, name="public_accessibility"),
    path("print.css", files.print_style, name="public_print_style"),
    path("feed.xml", files.feed, name="public_feed"),
    path("sitemap.xml", files.sitemap, name="public_sitemap"),
    path("sitemap-<int:year>.xml", files.sitemap_year, name="public_sitemap_year"),
]

urlpatterns = [
    path("open/", include(public_patterns)),
    path("robots.txt", files.robots, name="robots"),
    path("", RedirectView.as_view(pattern_name="my_reports"), name="home"),
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
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
    path("reports/<int:report_id>/publication/", publication.publication, name="publication"),
    path("reports/<int:report_id>/publication/publish/", publication.publish, name="publish"),
    path(
        "reports/<int:report_id>/publication/withdraw/",
        publication.withdraw,
        name="withdraw_publication",
    ),
]
