"""The map of all addresses."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("cells.urls_accounts")),
    path("", include("cells.urls")),
    path("", include("meetings.urls")),
]
