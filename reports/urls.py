"""Addresses of the reports."""

from django.contrib.auth import views as auth
from django.urls import path
from django.views.generic import RedirectView

from .views import (
    audit,
    downloads,
    editor,
    exchange,
    my_reports,
    notices,
    organs,
    people,
    preview,
    review,
    reviewing,
    saving,
    supervision,
)

urlpatterns = [
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
    path("reports/<int:report_id>/review/", reviewing.review, name="review"),
    path("reports/<int:report_id>/move/<str:move_id>/", reviewing.move, name="move"),
    path("reports/<int:report_id>/remarks/", reviewing.add_remark, name="add_remark"),
    path(
        "reports/<int:report_id>/remarks/<int:remark_id>/answer/",
        reviewing.answer_remark,
        name="answer_remark",
    ),
    path(
        "reports/<int:report_id>/remarks/<int:remark_id>/close/",
        reviewing.close_remark,
        name="close_remark",
    ),
    path("reports/<int:report_id>/timeline/", reviewing.timeline, name="timeline"),
    path("reports/<int:report_id>/timeline/changes.csv", reviewing.changes_csv, name="changes_csv"),
    path("reports/<int:report_id>/compare/", reviewing.compare, name="compare"),
    path("supervision/", supervision.dashboard, name="supervision"),
    path("supervision/list.csv", supervision.dashboard_csv, name="supervision_csv"),
    path("supervision/chase/", supervision.chase, name="chase"),
    path("organs/", organs.organs, name="organs"),
    path("organs/import/", organs.import_organs, name="import_organs"),
    path("organs/import/blank.xlsx", organs.blank_workbook, name="blank_workbook"),
    path("organs/<int:organ_id>/", organs.organ, name="organ"),
    path("organs/<int:organ_id>/duty/", organs.duty, name="organ_duty"),
    path("organs/<int:organ_id>/invite/", people.invite, name="invite"),
    path("organs/<int:organ_id>/people/<int:person_id>/", people.set_roles, name="set_roles"),
    path("people/<int:person_id>/active/", people.set_active, name="set_active"),
    path(
        "invitations/<int:invitation_id>/cancel/",
        people.cancel_invitation,
        name="cancel_invitation",
    ),
    path("join/<str:token>/", people.join, name="join"),
    path("notices/", notices.inbox, name="notices"),
    path("notices/read/", notices.mark_read, name="mark_read"),
    path("audit/", audit.audit, name="audit"),
    path("audit/events.csv", audit.audit_csv, name="audit_csv"),
]
