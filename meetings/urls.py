"""Addresses of what happened."""

from django.urls import path
from django.views.defaults import page_not_found

urlpatterns = [
    path(address, page_not_found, {"exception": Exception()}, name=name)
    for address, name in [
        ("", "home"),
        ("reviews/", "reviews"),
        ("overview/", "overview_start"),
        ("overview/<str:key>/", "overview_org"),
        ("criteria/", "criteria"),
        ("cells/<str:key>/", "cell"),
    ]
]
