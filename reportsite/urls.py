"""Addresses of the whole site."""

from django.contrib import admin
from django.urls import include, path

handler400 = "reports.views.common.problems.bad_request"
handler403 = "reports.views.common.problems.forbidden"
handler404 = "reports.views.common.problems.not_found"
handler500 = "reports.views.common.problems.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("reportsite.accounts.urls")),
    path("", include("reportsite.operation.urls")),
    path("", include("reports.urls")),
]
