"""Who may log in to the demonstration, and the accounts that only stand in the trail."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cells.actions.audit import Verb
from cells.enums import Office
from cells.models import Appointment, AuditEvent, RoleGrant, User
from cells.models.periods import from_day
from cells.roles import ROLES
from meetings.demo.keys import chance
from meetings.demo.names import LAI_CHAU, LANG_SON, make_person

HOME = "Trung tâm Kỹ thuật Tài nguyên"
HOME_OFFICE = "Văn phòng Sở Tài nguyên và Môi trường"
SUPERVISED = (HOME, "Chi cục Bảo vệ môi trường", "Văn phòng Đăng ký đất đai")
OUTSIDE = "Trung tâm Kiểm soát bệnh tật Lạng Sơn"
LAI_CHAU_BLOC = "Đảng bộ Khối Các cơ quan và Doanh nghiệp tỉnh Lai Châu"
LANG_SON_BLOC = "Đảng bộ Khối các cơ quan tỉnh Lạng Sơn"
SINCE = date(2025, 5, 15)


@dataclass(frozen=True)
class Account:
    """An account of the demonstration: role on organisations, and where its person comes from.

    `place` is the place on the roll of `cell` after its officers, "secretary" or "deputy".
    """

    username: str
    role: str
    orgs: tuple[str, ...]
    cell: str = ""
    place: object = None


ACCOUNTS = (
    Account("secretary", "secretary", (f"Chi bộ {HOME}",), HOME, "secretary"),
    Account("deputy", "secretary", (f"Chi bộ {HOME}",), HOME, "deputy"),
    Account(
        "supervisor",
        "supervisor",
        tuple(f"Chi bộ {unit}" for unit in SUPERVISED),
        HOME_OFFICE,
        1,
    ),
    Account(
        "reviewer",
        "reviewer",
        ("Đảng bộ Sở Tài nguyên và Môi trường", LAI_CHAU_BLOC),
        HOME_OFFICE,
        2,
    ),
    Account("leader", "leader", (LAI_CHAU_BLOC,)),
    Account("coordinator", "coordinator", ("Huyện ủy Cao Lộc",)),
    Account("orgadmin", "org_admin", ("Đảng bộ tỉnh Lai Châu",)),
    Account("auditor", "auditor", (LAI_CHAU_BLOC,)),
    Account("outsider", "secretary", (f"Chi bộ {OUTSIDE}",), OUTSIDE, "secretary"),
    # Without it nobody of the demonstration would see the figures of Lạng Sơn's bloc.
    Account("langson", "leader", (LANG_SON_BLOC,)),
)


@dataclass
class Staff:
    """The accounts that act in the records."""

    secretaries: dict
    reviewers: dict
    leaders: dict
    supervisor: User
    supervised: set
    admin: User


def store_accounts(tree, rolls, password):
    """Write all accounts with their grants. The password is hashed once: that is slow."""
    hashed = make_password(password)
    users, grants = {}, []
    for account in ACCOUNTS:
        user = User(username=account.username, password=hashed)
        user.member = _member(account, tree, rolls)
        user.name = str(user.member) if user.member else _made_up_name(account)
        users[account.username] = user
        grants += [(user, account.role, tree.by_name[name], SINCE) for name in account.orgs]
    given = {(user.username, unit) for user, _, unit, _ in grants}
    taken = {user.member.key: user for user in users.values() if user.member}
    secretaries = {}
    for cell, roll in rolls.items():
        member = roll.secretary
        user = taken.get(member.key)
        if user is None:
            user = User(username=f"bt-{cell.key}", password="!", member=member, name=str(member))
            users[user.username] = user
            taken[member.key] = user
        if (user.username, cell) not in given:
            grants.append((user, "secretary", cell, max(SINCE, cell.begins_on)))
        secretaries[cell] = user
    reviewers, leaders = _committee_staff(tree, users, grants)
    User.objects.bulk_create(users.values(), batch_size=500)
    _store_grants(grants, users["orgadmin"])
    _appoint_supervisors(tree, rolls, users["supervisor"].member)
    home = tree.by_name["Đảng bộ Sở Tài nguyên và Môi trường"]
    reviewers[home] = reviewers[tree.by_name[LAI_CHAU_BLOC]] = users["reviewer"]
    leaders[home] = leaders[tree.by_name[LAI_CHAU_BLOC]] = users["leader"]
    leaders[tree.by_name[LANG_SON_BLOC]] = users["langson"]
    return Staff(
        secretaries,
        reviewers,
        leaders,
        users["supervisor"],
        {tree.cell(unit) for unit in SUPERVISED},
        users["orgadmin"],
    )


def _member(account, tree, rolls):
    if not account.cell:
        return None
    roll = rolls[tree.cell(account.cell)]
    if account.place == "secretary":
        return roll.secretary
    if account.place == "deputy":
        return roll.deputy
    officers = set(roll.committee_members)
    others = [
        stay.member
        for stay in roll.stays
        if stay.member not in officers and stay.member.official_on and not stay.ends_on
    ]
    return others[account.place]


def _made_up_name(account):
    shares = LANG_SON if account.username in {"langson", "coordinator"} else LAI_CHAU
    person = make_person(chance("account", account.username), shares)
    return f"{person.family_name} {person.given_name}"


def _committee_staff(tree, users, grants):
    """One who verifies and one who decides in each committee; they have no password."""
    reviewers, leaders = {}, {}
    for unit in tree.units:
        if unit.bloc is None or unit.is_cell or unit.kind == "sub_committee":
            continue
        for role, prefix, chosen in (("reviewer", "cb", reviewers), ("leader", "ld", leaders)):
            shares = LAI_CHAU if unit.bloc.code == "12" else LANG_SON
            person = make_person(chance("staff", prefix, unit.code), shares)
            name = f"{person.family_name} {person.given_name}"
            user = User(username=f"{prefix}-{unit.key}", password="!", name=name)
            users[user.username] = chosen[unit] = user
            grants.append((user, role, unit, max(SINCE, unit.begins_on)))
    return reviewers, leaders


def _store_grants(grants, admin):
    rows = [
        RoleGrant(user=user, role=role, org=unit.org, period=from_day(first), granted_by=admin)
        for user, role, unit, first in grants
        if user is not admin
    ]
    rows += [
        RoleGrant(user=user, role=role, org=unit.org, period=from_day(first))
        for user, role, unit, first in grants
        if user is admin
    ]
    RoleGrant.objects.bulk_create(rows, batch_size=1000)
    begun = timezone.make_aware(datetime.combine(SINCE, time(8, 30)))
    named = {account.username for account in ACCOUNTS}
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=begun,
            by=row.granted_by,
            verb=Verb.GRANT_ROLE,
            org=row.org,
            subject=str(row.user),
            detail={
                "username": row.user.username,
                "role": row.role,
                "from_day": str(row.period.lower),
                "last_day": "",
            },
        )
        for row in rows
        if row.user.username in named
    )


def _appoint_supervisors(tree, rolls, member):
    """Each cell below a committee has a member of that committee in charge of it."""
    appointments = []
    supervised = {tree.cell(unit) for unit in SUPERVISED}
    by_committee = {}
    for cell, roll in rolls.items():
        by_committee.setdefault(cell.parent, []).append(roll)
    for cell in rolls:
        siblings = [roll for roll in by_committee[cell.parent] if roll.cell is not cell]
        if cell in supervised:
            who = member
        elif cell.ends_on or not siblings:
            continue
        else:
            who = chance("supervisor", cell.code).choice(siblings).secretary
        appointments.append(
            Appointment(
                member=who,
                org=cell.org,
                office=Office.SUPERVISOR,
                period=from_day(max(SINCE, cell.begins_on)),
            )
        )
    Appointment.objects.bulk_create(appointments, batch_size=1000)


def accounts_table():
    """Lines for a terminal: username, role, organisations."""
    for account in ACCOUNTS:
        role = ROLES[account.role].name
        yield f"  {account.username:<12} {role:<28} {'; '.join(account.orgs)}"
