"""Addresses of who: the tree, organisations, members, offices, roles, the trail."""

from django.urls import include, path

from cells.views import accounts, audit, offices, orgs, people

member_urls = [
    path("edit/", people.member_edit, name="member_edit"),
    path("end/", people.membership_end, name="membership_end"),
    path("spells/add/", people.spell_add, name="spell_add"),
    path("spells/end/", people.spell_end, name="spell_end"),
]

grant_urls = [
    path("end/", accounts.grant_end, name="grant_end"),
    path("password/", accounts.password_renew, name="password_renew"),
]

org_urls = [
    path("", orgs.org, name="org"),
    path("children/", orgs.org_children, name="org_children"),
    path("history/", orgs.org_history, name="org_history"),
    path("found/", orgs.org_found, name="org_found"),
    path("members/", people.org_members, name="org_members"),
    path("members/add/", people.member_add, name="member_add"),
    path("members/<slug:member_key>/", include(member_urls)),
    path("offices/add/", offices.appoint, name="appoint"),
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
