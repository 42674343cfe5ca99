"""Log-in and passwords: the few pages of allauth that this product has.

No signing up, no e-mail management, no password reset by e-mail: accounts and forgotten passwords
are an administrator's work. allauth's code reverses the names below and copes without the rest.
"""

from allauth.account import views
from django.urls import path

from cells.forms.accounts import ChangePasswordForm, ReauthenticateForm

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path(
        "password/",
        views.PasswordChangeView.as_view(form_class=ChangePasswordForm),
        name="account_change_password",
    ),
    path(
        "reauthenticate/",
        views.ReauthenticateView.as_view(form_class=ReauthenticateForm),
        name="account_reauthenticate",
    ),
]
