"""Addresses of who: the tree, organisations, members, offices, roles, the trail."""

from django.urls import include, path

from cells.views import (
    accounts,
    acting,
    audit,
    balance,
    composition,
    history,
    offices,
    orgs,
    people,
    roster,
    transfers,
)

member_urls = [
    path("", transfers.member, name="member"),
    path("transfer/", transfers.member_transfer, name="member_transfer"),
    path("stay/", transfers.member_stay, name="member_stay"),
    path("stay/end/", transfers.member_stay_end, name="member_stay_end"),
    path("official/", transfers.member_official, name="member_official"),
    path("edit/", people.member_edit, name="member_edit"),
    path("end/", people.membership_end, name="membership_end"),
    path("spells/add/", people.spell_add, name="spell_add"),
    path("spells/end/", people.spell_end, name="spell_end"),
]

import_urls = [
    path("", roster.roster_preview, name="roster_preview"),
    path("columns/", roster.roster_columns, name="roster_columns"),
    path("faults/", roster.roster_faults, name="roster_faults"),
    path("carry-out/", roster.roster_carry_out, name="roster_carry_out"),
    path("discard/", roster.roster_discard, name="roster_discard"),
]

grant_urls = [
    path("end/", accounts.grant_end, name="grant_end"),
    path("password/", accounts.password_renew, name="password_renew"),
]

org_urls = [
    path("", orgs.org, name="org"),
    path("children/", orgs.org_children, name="org_children"),
    path("history/", history.org_history, name="org_history"),
    path("balance/", balance.org_balance, name="org_balance"),
    path("found/", orgs.org_found, name="org_found"),
    path("members/", people.org_members, name="org_members"),
    path("members/add/", people.member_add, name="member_add"),
    path("members/import/", roster.roster_import, name="roster_import"),
    path("members/import/<slug:import_key>/", include(import_urls)),
    path("members/export/", transfers.roster_export, name="roster_export"),
    path("members/<slug:member_key>/", include(member_urls)),
    path("composition/", composition.org_composition, name="org_composition"),
    path("offices/add/", offices.appoint, name="appoint"),
    path("offices/acting/add/", acting.acting_add, name="acting_add"),
    path("offices/acting/<slug:since>/end/", acting.acting_end, name="acting_end"),
    path(
        "offices/<slug:member_key>/<slug:office>/end/",
        offices.appointment_end,
        name="appointment_end",
    ),
    path("grants/", accounts.grants, name="grants"),
    path("grants/add/", accounts.grant_add, name="grant_add"),
    path("grants/<str:username>/<slug:role>/", include(grant_urls)),
    path("audit/", audit.audit, name="audit"),
]

urlpatterns = [
    path("orgs/", orgs.orgs, name="orgs"),
    path("orgs/<slug:key>/", include(org_urls)),
]
