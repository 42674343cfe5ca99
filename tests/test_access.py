"""One table: address × person → status. An address that is missing from it fails.

A row is (URL name, method, how its arguments come from the world, the statuses in the order of
PERSONS). 404: may not know that it exists; 403: may see but not do; 302: to the log-in page for
anonymous, elsewhere on for others. A POST is sent empty, so that nothing but the right to do it is
asked; 403 answers an anonymous POST with what was typed.
"""

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from cells.actions.offices import take_office
from cells.actions.transfers import begin_stay
from cells.enums import Office
from cells.models import Decision, Membership
from cells.reorganising.lines import Line, LineVerb
from meetings.actions.criteria import import_set
from meetings.actions.drafts import begin_draft
from meetings.actions.months import open_month
from meetings.actions.records import plan_meeting
from meetings.actions.reorganise import carry_out, keep_draft
from meetings.actions.submission import submit_record
from meetings.models import CellMonth, Meeting
from tests.cells.roster_files import keep_new
from tests.meetings.conftest import CRITERIA, OCTOBER, filled, save

SEPTEMBER = OCTOBER.replace(month=9)

PERSONS = (
    "anonymous",
    "secretary",
    "outsider",
    "reviewer",
    "leader",
    "supervisor",
    "coordinator",
    "org_admin",
    "auditor",
    "operator",
)


def nothing(world):
    return {}


def department(world):
    return {"key": world.department.key}


def cell(world):
    return {"key": world.tech.key}


def deputy(world):
    return {"key": world.tech.key, "member_key": world.members["tech"][1].key}


def exempt(world):
    return {"key": world.tech.key, "member_key": world.members["tech"][4].key}


def probationary(world):
    return {"key": world.tech.key, "member_key": world.members["tech"][3].key}


def guest(world):
    """A member of the cell who stays at another for a time."""
    begin_stay(
        by=world.org_admin,
        membership=Membership.objects.get(member=world.members["tech"][1]),
        cell=world.office,
        begins_on=timezone.localdate(),
        last_day=None,
        decision=None,
    )
    return deputy(world)


def kept_file(world):
    return {"key": world.department.key, "import_key": keep_new(world).key}


def deputy_office(world):
    return {**deputy(world), "office": "deputy_secretary"}


def acting(world):
    """The deputy acts for the secretary from today."""
    given = {"begins_on": timezone.localdate(), "last_day": None, "decision": None}
    given |= {"member": world.members["tech"][1], "office": Office.ACTING, "with_role": True}
    office, _ = take_office(by=world.org_admin, org=world.tech, **given)
    return {"key": world.tech.key, "since": f"{office.begins_on:%Y-%m-%d}"}


def deputy_role(world):
    return {"key": world.tech.key, "username": "deputy", "role": "secretary"}


#                anon sec  out  rev  lead sup  coor adm  aud  oper
EVERYBODY_IN = (302, 200, 200, 200, 200, 200, 200, 200, 200, 200)
WHO_SEES_IT_ = (302, 200, 404, 200, 200, 200, 200, 200, 200, 404)
ROSTER______ = (302, 200, 404, 200, 200, 200, 403, 200, 200, 404)
ADMIN_______ = (302, 403, 404, 403, 403, 403, 403, 200, 403, 404)
ADMIN_POST__ = (403, 403, 404, 403, 403, 403, 403, 200, 403, 404)
ADMIN_ABOVE_ = (302, 404, 404, 403, 403, 403, 404, 200, 403, 404)
POST_ABOVE__ = (403, 404, 404, 403, 403, 403, 404, 200, 403, 404)
BALANCE_____ = (302, 404, 404, 200, 200, 200, 404, 200, 200, 404)
ABOVE_FAULTY = (403, 404, 404, 403, 403, 403, 404, 422, 403, 404)
ABOVE_DONE__ = (403, 404, 404, 403, 403, 403, 404, 302, 403, 404)
ROSTER_POST_ = (403, 200, 404, 200, 200, 200, 403, 200, 200, 404)
AUDIT_______ = (302, 403, 404, 403, 403, 403, 403, 403, 200, 404)
STRANGERS___ = (200, 302, 302, 302, 302, 302, 302, 302, 302, 302)
ANYBODY_____ = (200, 200, 200, 200, 200, 200, 200, 200, 200, 200)

CELLS = [
    ("account_login", "GET", nothing, STRANGERS___),
    ("account_logout", "GET", nothing, EVERYBODY_IN),
    ("account_inactive", "GET", nothing, ANYBODY_____),
    ("account_change_password", "GET", nothing, EVERYBODY_IN),
    ("account_reauthenticate", "GET", nothing, EVERYBODY_IN),
    ("orgs", "GET", nothing, EVERYBODY_IN),
    ("org", "GET", cell, WHO_SEES_IT_),
    ("org_children", "GET", cell, WHO_SEES_IT_),
    ("org_history", "GET", cell, WHO_SEES_IT_),
    ("org_members", "GET", cell, ROSTER______),
    ("org_balance", "GET", department, BALANCE_____),
    ("org_found", "GET", department, ADMIN_ABOVE_),
    ("org_found", "POST", department, POST_ABOVE__),
    ("member_add", "GET", cell, ADMIN_______),
    ("member_add", "POST", cell, ADMIN_POST__),
    ("member_edit", "GET", deputy, ADMIN_______),
    ("member_edit", "POST", deputy, ADMIN_POST__),
    ("membership_end", "GET", deputy, ADMIN_______),
    ("membership_end", "POST", deputy, ADMIN_POST__),
    ("member", "GET", deputy, ROSTER______),
    ("member_transfer", "GET", deputy, ADMIN_______),
    ("member_transfer", "POST", deputy, ADMIN_POST__),
    ("member_stay", "GET", deputy, ADMIN_______),
    ("member_stay", "POST", deputy, ADMIN_POST__),
    ("member_stay_end", "GET", guest, ADMIN_______),
    ("member_stay_end", "POST", guest, ADMIN_POST__),
    ("member_official", "GET", probationary, ADMIN_______),
    ("member_official", "POST", probationary, ADMIN_POST__),
    ("roster_import", "GET", department, ADMIN_ABOVE_),
    ("roster_import", "POST", department, ABOVE_FAULTY),
    ("roster_columns", "GET", kept_file, ADMIN_ABOVE_),
    ("roster_columns", "POST", kept_file, ABOVE_FAULTY),
    ("roster_preview", "GET", kept_file, ADMIN_ABOVE_),
    ("roster_faults", "GET", kept_file, ADMIN_ABOVE_),
    ("roster_carry_out", "POST", kept_file, ABOVE_DONE__),
    ("roster_discard", "POST", kept_file, ABOVE_DONE__),
    ("roster_export", "GET", cell, ROSTER______),
    ("roster_export", "POST", cell, ROSTER_POST_),
    ("org_composition", "GET", cell, WHO_SEES_IT_),
    ("spell_add", "GET", deputy, ADMIN_______),
    ("spell_add", "POST", deputy, ADMIN_POST__),
    ("spell_end", "GET", exempt, ADMIN_______),
    ("spell_end", "POST", exempt, ADMIN_POST__),
    ("appoint", "GET", cell, ADMIN_______),
    ("appoint", "POST", cell, ADMIN_POST__),
    ("acting_add", "GET", cell, ADMIN_______),
    ("acting_add", "POST", cell, ADMIN_POST__),
    ("acting_end", "GET", acting, ADMIN_______),
    ("acting_end", "POST", acting, ADMIN_POST__),
    ("appointment_end", "GET", deputy_office, ADMIN_______),
    ("appointment_end", "POST", deputy_office, ADMIN_POST__),
    ("grants", "GET", cell, ADMIN_______),
    ("grant_add", "GET", cell, ADMIN_______),
    ("grant_add", "POST", cell, ADMIN_POST__),
    ("grant_end", "GET", deputy_role, ADMIN_______),
    ("grant_end", "POST", deputy_role, ADMIN_POST__),
    ("password_renew", "GET", deputy_role, ADMIN_______),
    ("password_renew", "POST", deputy_role, ADMIN_POST__),
    ("audit", "GET", cell, AUDIT_______),
]


def month(world):
    """October of the cell, opened."""
    open_month(month=OCTOBER)
    return {"key": world.tech.key, "month": "2026-10"}


def record(world):
    """A record that the cell is writing."""
    month(world)
    found = CellMonth.objects.get(cell=world.tech, month=OCTOBER)
    meeting = plan_meeting(cell_month=found, kind="regular", by=world.secretary)
    save(meeting, filled(world, meeting), by=world.secretary)
    return {"key": meeting.key}


def handed_over(world):
    """A record that waits for its review."""
    key = record(world)["key"]
    meeting = Meeting.objects.get(key=key)
    submit_record(meeting=meeting, version=meeting.version, by=world.secretary)
    return {"key": key}


def asked(world):
    """A proposal of the cell to the committee above."""
    meeting = Meeting.objects.get(**handed_over(world))
    proposal = meeting.proposals.create(addressee=world.department, text="Cấp thêm tài liệu")
    return {"pk": proposal.pk}


def branch_month(world):
    month(world)
    return {"key": world.department.key, "month": "2026-10"}


def issued(world):
    text = (CRITERIA / "ward-sheet.yaml").read_text()
    return {"pk": import_set(text=text, issuer=world.bloc, by=world.org_admin).pk}


def draft(world):
    return {"pk": begin_draft(issuer=world.bloc, by=world.reviewer).pk}


def draft_head(world):
    return draft(world) | {"part": "head"}


def branch_year(world):
    month(world)
    return {"key": world.department.key, "year": 2026}


def cell_year(world):
    month(world)
    return {"key": world.tech.key, "year": 2026}


MERGER = [Line(number=1, verb=LineVerb.MERGE, code="TN02", into="TN01")]


def paper(world):
    decision = Decision(number="9-QĐ", issued_on=OCTOBER, issuer=world.bloc, subject="Sáp nhập")
    return {"effective_on": OCTOBER, "decision": decision, "by": world.org_admin}


def prepared(world):
    """A merger that waits for its confirmation."""
    return {"key": keep_draft(place=world.bloc, lines=MERGER, **paper(world)).key}


def merged(world):
    """A merger that was carried out."""
    return {"key": carry_out(lines=MERGER, **paper(world))[0].key}


def predecessor(world):
    """A cell that went into the secretary's on the first of October."""
    merged(world)
    return {"key": world.office.key}


def predecessor_month(world):
    open_month(month=SEPTEMBER)
    return predecessor(world) | {"month": "2026-09"}


def renaming(world):
    return {"key": world.tech.key, "verb": "rename"}


#                anon sec  out  rev  lead sup  coor adm  aud  oper
READERS_____ = (302, 200, 404, 200, 200, 200, 200, 404, 200, 404)
WRITERS_____ = (302, 200, 404, 403, 403, 403, 403, 404, 403, 404)
WRITER_POST_ = (403, 302, 404, 403, 403, 403, 403, 404, 403, 404)
ANSWER______ = (403, 422, 404, 403, 403, 403, 403, 404, 403, 404)
# An empty form has neither the version nor the ticks of the stored record: a conflict.
EDIT_POST___ = (403, 409, 404, 403, 403, 403, 403, 404, 403, 404)
LIVE_SCORE__ = (403, 200, 404, 403, 403, 403, 403, 404, 403, 404)
VERIFIERS___ = (302, 403, 404, 200, 200, 200, 403, 404, 403, 404)
VERIFY_POST_ = (403, 403, 404, 422, 422, 422, 403, 404, 403, 404)
ANSWER_POST_ = (403, 403, 404, 302, 302, 302, 403, 404, 403, 404)
QUEUE_______ = (302, 403, 403, 200, 200, 200, 403, 403, 403, 403)
FIRST_BRANCH = (302, 404, 404, 302, 302, 302, 302, 404, 302, 404)
THIS_BRANCH_ = (302, 404, 404, 302, 302, 302, 404, 404, 302, 404)
BRANCH_MONTH = (302, 404, 404, 200, 200, 200, 404, 404, 200, 404)
BELOW_ISSUER = (302, 200, 404, 200, 200, 200, 404, 404, 200, 404)
COMMITTEES__ = (302, 403, 403, 200, 200, 403, 403, 403, 403, 403)
BEGIN_DRAFT_ = (403, 403, 403, 302, 302, 403, 403, 403, 403, 403)
DRAFTERS____ = (302, 404, 404, 200, 200, 404, 404, 404, 404, 404)
TRYERS______ = (302, 403, 404, 200, 200, 403, 404, 404, 403, 404)
DRAFT_POST__ = (403, 404, 404, 302, 302, 404, 404, 404, 404, 404)
# An empty form was made of no stored part; an empty draft cannot be issued.
DRAFT_STALE_ = (403, 404, 404, 409, 409, 404, 404, 404, 404, 404)
DRAFT_FAULTY = (403, 404, 404, 422, 422, 404, 404, 404, 404, 404)
# Gone for the leader, after the reviewer.
DELETED_ONCE = (403, 404, 404, 302, 404, 404, 404, 404, 404, 404)
COPY_ISSUED_ = (403, 403, 404, 302, 302, 403, 404, 404, 403, 404)
# A locality is no committee's ranking: the coordinator reads cells one by one.
FIRST_YEAR__ = (302, 404, 404, 302, 302, 302, 404, 404, 302, 404)
CELL_YEARS__ = (302, 302, 404, 302, 302, 302, 302, 404, 302, 404)
# The cell and its direct committee, nobody further up.
MEMBER_YEARS = (302, 200, 404, 403, 403, 200, 403, 404, 403, 404)
CHANGE_POST_ = (403, 403, 404, 403, 422, 403, 403, 404, 403, 404)
DECIDERS____ = (302, 404, 404, 403, 200, 403, 404, 404, 403, 404)
DECIDE_POST_ = (403, 404, 404, 403, 422, 403, 404, 404, 403, 404)
# Reorganisations are the business of who manages the tree.
MANAGERS____ = (302, 403, 403, 403, 403, 403, 403, 200, 403, 403)
MANAGER_POST = (403, 403, 403, 403, 403, 403, 403, 422, 403, 403)
# An empty form holds no list.
NO_FAULTS___ = (403, 403, 403, 403, 403, 403, 403, 404, 403, 403)
MANAGES_IT__ = (302, 404, 404, 404, 404, 404, 404, 200, 404, 404)
# An empty confirmation is of no preview; an empty edit lacks the decision.
STALE_POST__ = (403, 404, 404, 404, 404, 404, 404, 409, 404, 404)
EDIT_DRAFT__ = (403, 404, 404, 404, 404, 404, 404, 422, 404, 404)
UNDO_POST___ = (403, 404, 404, 404, 404, 404, 404, 302, 404, 404)
RENAME_POST_ = (403, 403, 404, 403, 403, 403, 403, 422, 403, 404)

MEETINGS = [
    ("home", "GET", nothing, EVERYBODY_IN),
    ("healthz", "GET", nothing, ANYBODY_____),
    ("cell", "GET", cell, READERS_____),
    ("cell", "GET", predecessor, READERS_____),
    ("cell_month", "GET", month, READERS_____),
    ("cell_month", "GET", predecessor_month, READERS_____),
    ("org", "GET", predecessor, WHO_SEES_IT_),
    ("org_history", "GET", predecessor, WHO_SEES_IT_),
    ("cell_month_plan", "POST", month, WRITER_POST_),
    ("cell_month_not_held", "POST", month, WRITER_POST_),
    ("meeting", "GET", record, READERS_____),
    ("meeting_edit", "GET", record, WRITERS_____),
    ("meeting_edit", "POST", record, EDIT_POST___),
    ("meeting_score", "POST", record, LIVE_SCORE__),
    ("meeting_submit", "GET", record, WRITERS_____),
    ("meeting_submit", "POST", record, WRITER_POST_),
    ("meeting_cancel", "POST", record, WRITER_POST_),
    ("meeting_supplement", "POST", handed_over, WRITER_POST_),
    ("meeting_sheet", "GET", handed_over, READERS_____),
    ("meeting_answer", "POST", handed_over, ANSWER______),
    ("meeting_review", "GET", handed_over, VERIFIERS___),
    ("meeting_review", "POST", handed_over, VERIFY_POST_),
    ("reviews", "GET", nothing, QUEUE_______),
    ("proposal_answer", "POST", asked, ANSWER_POST_),
    ("overview_start", "GET", nothing, FIRST_BRANCH),
    ("overview_org", "GET", department, THIS_BRANCH_),
    ("overview", "GET", branch_month, BRANCH_MONTH),
    ("orgs_status", "GET", nothing, EVERYBODY_IN),
    ("annual_start", "GET", nothing, FIRST_YEAR__),
    ("annual_org", "GET", department, THIS_BRANCH_),
    ("annual_org", "GET", cell, CELL_YEARS__),
    ("annual", "GET", branch_year, BRANCH_MONTH),
    ("annual", "GET", cell_year, READERS_____),
    ("annual_change", "POST", cell_year, CHANGE_POST_),
    ("annual_members", "GET", cell_year, MEMBER_YEARS),
    ("annual_rules", "GET", branch_year, BRANCH_MONTH),
    ("annual_rules", "POST", branch_year, DECIDE_POST_),
    ("annual_decide", "GET", branch_year, DECIDERS____),
    ("annual_decide", "POST", branch_year, DECIDE_POST_),
    ("reorganisations", "GET", nothing, MANAGERS____),
    ("reorganisation_new", "GET", nothing, MANAGERS____),
    ("reorganisation_new", "POST", nothing, MANAGER_POST),
    ("reorganisation_template", "GET", nothing, MANAGERS____),
    ("reorganisation_faults", "POST", nothing, NO_FAULTS___),
    ("reorganisation_draft", "GET", prepared, MANAGES_IT__),
    ("reorganisation_draft", "POST", prepared, STALE_POST__),
    ("reorganisation_edit", "GET", prepared, MANAGES_IT__),
    ("reorganisation_edit", "POST", prepared, EDIT_DRAFT__),
    ("reorganisation_discard", "POST", prepared, UNDO_POST___),
    ("reorganisation", "GET", merged, MANAGES_IT__),
    ("reorganisation_undo", "POST", merged, UNDO_POST___),
    ("org_territory", "GET", cell, WHO_SEES_IT_),
    ("org_territory", "GET", department, BALANCE_____),
    ("org_territory_file", "GET", cell, WHO_SEES_IT_),
    ("org_reorganise", "GET", cell, ADMIN_______),
    ("org_reorganise_verb", "GET", renaming, ADMIN_______),
    ("org_reorganise_verb", "POST", renaming, RENAME_POST_),
    ("criteria", "GET", nothing, EVERYBODY_IN),
    ("criteria_set", "GET", issued, BELOW_ISSUER),
    ("criteria_set", "GET", draft, DRAFTERS____),
    ("criteria_new", "GET", nothing, COMMITTEES__),
    ("criteria_new", "POST", nothing, BEGIN_DRAFT_),
    ("criteria_file", "GET", issued, BELOW_ISSUER),
    ("criteria_file", "GET", draft, DRAFTERS____),
    ("criteria_preview", "GET", issued, BELOW_ISSUER),
    ("criteria_preview", "GET", draft, DRAFTERS____),
    ("criteria_edit", "GET", draft, DRAFTERS____),
    ("criteria_edit", "POST", draft, DRAFT_POST__),
    ("criteria_part", "GET", draft_head, DRAFTERS____),
    ("criteria_part", "POST", draft_head, DRAFT_STALE_),
    ("criteria_tryout", "GET", issued, TRYERS______),
    ("criteria_tryout", "GET", draft, DRAFTERS____),
    ("criteria_issue", "GET", draft, DRAFTERS____),
    ("criteria_issue", "POST", draft, DRAFT_FAULTY),
    ("criteria_copy", "POST", issued, COPY_ISSUED_),
    ("criteria_delete", "POST", draft, DELETED_ONCE),
]

ACCESS = CELLS + MEETINGS


def names_of(patterns):
    """All URL names below `patterns`."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from names_of(pattern.url_patterns)


def test_every_address_is_in_the_table():
    missing = set(names_of(get_resolver().url_patterns)) - {row[0] for row in ACCESS}

    assert not missing, f"add these to the table: {sorted(map(str, missing))}"


@pytest.mark.parametrize(
    ("name", "method", "arguments", "statuses"), ACCESS, ids=lambda part: str(part)[:40]
)
def test_access(world, client, name, method, arguments, statuses):
    address = reverse(name, kwargs=arguments(world))
    answers = {}
    for person in PERSONS:
        client.logout()
        if person != "anonymous":
            client.force_login(world.person(person))
        answers[person] = client.generic(method, address).status_code

    assert answers == dict(zip(PERSONS, statuses, strict=True))


KEYED = [
    row for row in ACCESS if row[1] == "GET" and row[2] not in {nothing, issued, draft, draft_head}
]


@pytest.mark.parametrize("row", KEYED, ids=lambda row: row[0])
def test_addresses_of_nothing_are_not_found(world, client, row):
    """A key that belongs to nothing answers as one that may not be seen."""
    name, _, arguments, _ = row
    client.force_login(world.org_admin)

    address = reverse(name, kwargs=arguments(world) | {"key": "nothing"})
    assert client.get(address).status_code == 404
