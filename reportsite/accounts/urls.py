"""Addresses of the log-in."""

from django.contrib.auth import views as auth
from django.urls import path

from . import views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordChange.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("second-factor/", views.verify, name="second_factor"),
    path("second-factor/set-up/", views.set_up, name="second_factor_setup"),
    path("held/", views.held, name="held"),
    path("sign-on/", views.sign_on, name="oidc_authentication_init"),
    path("sign-on/callback/", views.signed_on, name="oidc_authentication_callback"),
    path("sign-on/failed/", views.sign_on_failed, name="sign_on_failed"),
]
