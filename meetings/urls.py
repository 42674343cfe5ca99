"""Addresses of what happened."""

from django.urls import path

from meetings.views import criteria, home, months, overview, records, reviews

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", home.health, name="healthz"),
    # A cell's book.
    path("cells/<str:key>/", months.cell, name="cell"),
    path("cells/<str:key>/<str:month>/", months.cell_month, name="cell_month"),
    path("cells/<str:key>/<str:month>/plan/", months.plan, name="cell_month_plan"),
    path("cells/<str:key>/<str:month>/not-held/", months.not_held, name="cell_month_not_held"),
    # A meeting's record.
    path("meetings/<str:key>/", records.read, name="meeting"),
    path("meetings/<str:key>/edit/", records.edit, name="meeting_edit"),
    path("meetings/<str:key>/score/", records.live_score, name="meeting_score"),
    path("meetings/<str:key>/submit/", records.submit, name="meeting_submit"),
    path("meetings/<str:key>/cancel/", records.cancel, name="meeting_cancel"),
    path("meetings/<str:key>/supplement/", records.supplement, name="meeting_supplement"),
    path("meetings/<str:key>/review/", reviews.review, name="meeting_review"),
    path("reviews/", reviews.queue, name="reviews"),
    path("proposals/<int:pk>/answer/", reviews.answer, name="proposal_answer"),
    # A committee's month.
    path("overview/", overview.start, name="overview_start"),
    path("overview/<str:key>/", overview.latest, name="overview_org"),
    path("overview/<str:key>/<str:month>/", overview.overview, name="overview"),
    # Criteria.
    path("criteria/", criteria.index, name="criteria"),
    path("criteria/<int:pk>/", criteria.show, name="criteria_set"),
]
