"""The map of all addresses."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("", include("cells.urls")),
    path("", include("meetings.urls")),
]
