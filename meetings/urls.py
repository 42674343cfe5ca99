"""Addresses of what happened."""

from django.urls import path

from meetings.views import (
    annual,
    annual_cell,
    annual_decide,
    criteria,
    criteria_edit,
    criteria_issue,
    criteria_preview,
    home,
    months,
    orgs_status,
    overview,
    records,
    reorganise,
    reorganise_org,
    reviews,
    sheet,
    tryout,
)

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
    path("meetings/<str:key>/sheet/", sheet.sheet, name="meeting_sheet"),
    path("meetings/<str:key>/answer/", sheet.answer, name="meeting_answer"),
    path("meetings/<str:key>/review/", reviews.review, name="meeting_review"),
    path("reviews/", reviews.queue, name="reviews"),
    path("proposals/<int:pk>/answer/", reviews.answer, name="proposal_answer"),
    # A committee's month.
    path("overview/", overview.start, name="overview_start"),
    path("overview/<str:key>/", overview.latest, name="overview_org"),
    path("overview/<str:key>/<str:month>/", overview.overview, name="overview"),
    path("orgs-status/", orgs_status.orgs_status, name="orgs_status"),
    # The annual ranking of a committee's cells; a cell's own year.
    path("annual/", annual.start, name="annual_start"),
    path("annual/<str:key>/", annual.latest, name="annual_org"),
    path("annual/<str:key>/<int:year>/", annual.annual, name="annual"),
    path("annual/<str:key>/<int:year>/change/", annual_cell.change, name="annual_change"),
    path("annual/<str:key>/<int:year>/members/", annual.members, name="annual_members"),
    path("annual/<str:key>/<int:year>/rules/", annual_decide.rules, name="annual_rules"),
    path("annual/<str:key>/<int:year>/decide/", annual_decide.decide, name="annual_decide"),
    # Reorganisations of the tree.
    path("reorganisations/", reorganise.index, name="reorganisations"),
    path("reorganisations/new/", reorganise.new, name="reorganisation_new"),
    path("reorganisations/template.xlsx", reorganise.template, name="reorganisation_template"),
    path("reorganisations/drafts/<str:key>/", reorganise.draft, name="reorganisation_draft"),
    path("reorganisations/drafts/<str:key>/edit/", reorganise.edit, name="reorganisation_edit"),
    path(
        "reorganisations/drafts/<str:key>/discard/",
        reorganise.discard,
        name="reorganisation_discard",
    ),
    path("reorganisations/<str:key>/", reorganise.show, name="reorganisation"),
    path("reorganisations/<str:key>/undo/", reorganise.undo, name="reorganisation_undo"),
    path("orgs/<slug:key>/reorganise/", reorganise_org.choose, name="org_reorganise"),
    path(
        "orgs/<slug:key>/reorganise/<slug:verb>/",
        reorganise_org.prepare,
        name="org_reorganise_verb",
    ),
    # Criteria.
    path("criteria/", criteria.index, name="criteria"),
    path("criteria/new/", criteria_issue.new, name="criteria_new"),
    path("criteria/<int:pk>/", criteria.show, name="criteria_set"),
    path("criteria/<int:pk>/file.yaml", criteria.export, name="criteria_file"),
    path("criteria/<int:pk>/edit/", criteria_edit.outline, name="criteria_edit"),
    path("criteria/<int:pk>/edit/<str:part>/", criteria_edit.part, name="criteria_part"),
    path("criteria/<int:pk>/preview/", criteria_preview.preview, name="criteria_preview"),
    path("criteria/<int:pk>/issue/", criteria_issue.issue, name="criteria_issue"),
    path("criteria/<int:pk>/copy/", criteria_issue.copy, name="criteria_copy"),
    path("criteria/<int:pk>/delete/", criteria_issue.delete, name="criteria_delete"),
    path("criteria/<int:pk>/tryout/", tryout.tryout, name="criteria_tryout"),
]
