"""Cells that work in the territory of another committee than their own line's.

Of a local committee: the cells of other lines that sit in its locality, by their committees. Of
any other: its own cells away from its seat, by locality, each with the local committee there.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Value, When
from django.db.models.lookups import StartsWith

from cells.enums import Office
from cells.models import Appointment, Locality, Membership, PartyOrgPath, PartyOrgVersion
from cells.policies import can_see_roster
from cells.roster.small_counts import coarse, dotted
from cells.text import SortKey
from cells.tree import ancestors_by_path
from meetings.enums import MonthState
from meetings.models import CellMonth
from meetings.reports.overview import MET

OFFICES = (Office.SECRETARY, Office.DEPUTY)

# Who leads a territory is not written anywhere: whoever holds the coordinator's role, or else the
# committee that stands highest of those that sit there, the one that bears its name before others.
LOCAL = """
SELECT locality_id, org_id, key, name, path, is_declared
FROM (
    SELECT v.locality_id, v.org_id, o.key, v.name, p.path, g.is_declared,
           rank() OVER (
               PARTITION BY v.locality_id
               ORDER BY g.is_declared DESC, p.depth,
                        strpos(vn_fold(v.name), vn_fold(l.name)) = 0) AS place
    FROM cells_partyorgversion v
    JOIN cells_partyorg o ON o.id = v.org_id
    JOIN cells_orgkind k ON k.id = v.kind_id
    JOIN cells_locality l ON l.id = v.locality_id
    JOIN cells_partyorgpath p ON p.org_id = v.org_id AND p.period @> %(day)s::date
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM cells_rolegrant g
            WHERE g.org_id = v.org_id AND g.role = 'coordinator' AND g.period @> %(day)s::date
        ) AS is_declared
    ) g
    WHERE v.locality_id = ANY(%(localities)s) AND v.period @> %(day)s::date
      AND NOT k.is_cell AND k.level <= 3
) ranked
WHERE place = 1
ORDER BY locality_id, path
"""


@dataclass(frozen=True)
class LocalCommittee:
    """The committee that leads a territory."""

    locality_id: int
    org_id: int
    key: str
    name: str
    path: str


@dataclass(frozen=True)
class CellRow:
    """A cell at work in a territory; texts are ready to be shown."""

    key: str
    name: str
    code: str
    sector: str
    locality: str
    committee: str
    secretary: str
    deputies: str
    members: str
    last_met: date | None
    state: str
    tone: str


@dataclass
class Group:
    """The cells of one committee, or in one locality, and whom to talk to there.

    `key` is empty for a committee that the user does not see.
    """

    id: int
    name: str
    count: int
    key: str = ""
    note: str = ""
    committee: str = ""
    secretary: str = ""
    rows: list[CellRow] = field(default_factory=list)


def local_committees(localities, day):
    """For each locality id its `LocalCommittee`; none where several are equally likely."""
    with connection.cursor() as cursor:
        cursor.execute(LOCAL, {"localities": list(localities), "day": day})
        rows = cursor.fetchall()
    found = {}
    for *committee, is_declared in rows:
        found.setdefault(committee[0], []).append((LocalCommittee(*committee), is_declared))
    return {
        locality: committees[0][0]
        for locality, committees in found.items()
        if len(committees) == 1 or committees[0][1]
    }


def cells_of_others(user, version, day):
    """Versions of cells in the locality of `version` (found with its path) that are of no branch
    of its own, as far as `user` may see them."""
    cells = _cells(user, day).filter(locality=version.locality_id)
    return cells.exclude(path__startswith=version.path)


def own_cells(user, version, day):
    """Versions of cells at or below `version` that sit in a locality which their own line does
    not lead, as far as `user` may see them; with `local_committees` of all those localities."""
    below = PartyOrgPath.objects.on(day).filter(path__startswith=version.path)
    cells = _cells(user, day).filter(org__in=below.values("org")).exclude(locality=None)
    leaders = local_committees(counts_by(cells, "locality"), day)
    own = [
        leader.org_id
        for leader in leaders.values()
        if leader.path.startswith(version.path) or version.path.startswith(leader.path)
    ]
    if own:
        led = PartyOrgVersion.objects.on(day).with_path(day)
        led = led.filter(org__in=own, locality=OuterRef("locality"))
        cells = cells.exclude(Exists(led.filter(StartsWith(OuterRef("path"), F("path")))))
    return cells, leaders


def _cells(user, day):
    versions = PartyOrgVersion.objects.on(day).visible_to(user, on=day)
    return versions.filter(kind__is_cell=True).with_path(day)


def counts_by(cells, name):
    """How many of `cells` each value of their field `name` has."""
    return dict(cells.order_by().values_list(name).annotate(Count("id")))


def committee_groups(cells, day):
    """The groups of `cells_of_others`: one for each committee right above, in their order."""
    counts = counts_by(cells, "parent")
    versions = PartyOrgVersion.objects.on(day).filter(org__in=counts).with_path(day)
    versions = list(versions.order_by("sort_key", "id"))
    above = ancestors_by_path({version.path for version in versions}, on=day)
    return [
        Group(
            id=version.org_id,
            name=version.name,
            count=counts[version.org_id],
            # All stand under the one province, so that is not said.
            note=", ".join(step.short_name for step in reversed(above[version.path][1:])),
        )
        for version in versions
    ]


def locality_groups(counts, leaders):
    """The groups of `own_cells`: one for each locality of `counts`, in the order of their names."""
    localities = Locality.objects.filter(pk__in=counts).annotate(place=SortKey("name"))
    return [
        Group(
            id=locality.pk,
            name=locality.name,
            count=counts[locality.pk],
            committee=leaders[locality.pk].name if locality.pk in leaders else "",
        )
        for locality in localities.order_by("place", "id")
    ]


def add_contacts(groups, leader_of, user, day):
    """Give each group the key and the secretary of its committee, `leader_of[group.id]`."""
    orgs = [leader_of[group.id] for group in groups if group.id in leader_of]
    held = holders(orgs, day)
    seen = PartyOrgVersion.objects.on(day).visible_to(user, on=day).filter(org__in=orgs)
    keys = dict(seen.values_list("org", "org__key"))
    for group in groups:
        org = leader_of.get(group.id)
        group.key = keys.get(org, "")
        group.secretary = held.get((org, Office.SECRETARY), "")


def page_of(groups, first, size):
    """The groups of which rows `first` … `first + size - 1` show any, and how many rows of the
    first of them were shown before."""
    shown, skipped, done = [], 0, 0
    for group in groups:
        if done + group.count > first and done < first + size:
            if not shown:
                skipped = max(0, first - done)
            shown.append(group)
        done += group.count
    return shown, skipped


def fill(groups, cells, name, user, day, *, skip=0, size=None):
    """Put into `groups` the rows of `cells` with the group's id in the field `name`.

    Without `size` all of them; the number of queries is the same for one row and for thousands.
    """
    order = {group.id: place for place, group in enumerate(groups)}
    cells = cells.filter(**{f"{name}__in": order}).select_related("org", "locality", "sector")
    if size is None:
        versions = sorted(
            cells.order_by("sort_key", "id"), key=lambda v: order[getattr(v, f"{name}_id")]
        )
    else:
        place = Case(*(When(**{name: pk}, then=Value(n)) for pk, n in order.items()))
        versions = list(cells.order_by(place, "sort_key", "id")[skip : skip + size])
    by_id = {group.id: group for group in groups}
    for version, row in zip(versions, rows_of(versions, user, day), strict=True):
        by_id[getattr(version, f"{name}_id")].rows.append(row)


def rows_of(versions, user, day):
    """A `CellRow` for each version, found with its path: seven queries."""
    ids = [version.org_id for version in versions]
    above = PartyOrgVersion.objects.on(day).filter(org__in={v.parent_id for v in versions} - {None})
    committees = dict(above.values_list("org", "name"))
    held = holders(ids, day)
    members = members_of(versions, user, day)
    months = CellMonth.objects.visible_to(user).filter(cell__in=ids)
    met = months.filter(held_on__lte=day).order_by().values_list("cell")
    last_met = dict(met.annotate(Max("held_on")))
    states = dict(months.filter(month=day.replace(day=1)).values_list("cell", "state"))
    return [
        CellRow(
            key=version.org.key,
            name=version.name,
            code=version.code,
            sector=version.sector.name if version.sector else "",
            locality=version.locality.name,
            committee=committees.get(version.parent_id, ""),
            secretary=held.get((version.org_id, Office.SECRETARY), ""),
            deputies=held.get((version.org_id, Office.DEPUTY), ""),
            members=members[version.org_id],
            last_met=last_met.get(version.org_id),
            **_state(states.get(version.org_id)),
        )
        for version in versions
    ]


def _state(state):
    if state is None:
        return {"state": "", "tone": ""}
    if state in MET:
        return {"state": "đã họp", "tone": "good"}
    if state == MonthState.NOT_HELD:
        return {"state": "không họp", "tone": "mid"}
    return {"state": "chưa họp", "tone": "due"}


def holders(org_ids, day):
    """Names of secretaries and of deputies: (organisation, office) → "A, B".

    An office is public and its holder is whom one asks; nothing else of a member is told here.
    """
    rows = Appointment.objects.on(day).filter(org__in=org_ids, office__in=OFFICES)
    names = {}
    for row in rows.select_related("member").order_by("member__sort_key", "id"):
        names.setdefault((row.org_id, row.office), []).append(str(row.member))
    return {place: ", ".join(each) for place, each in names.items()}


def members_of(versions, user, day):
    """Texts of how many members each cell has; coarse, of the first of the month, for those who
    may not see its roster."""
    exact = {v.org_id for v in versions if can_see_roster(user, v.path)}
    others = {version.org_id for version in versions} - exact
    texts = {}
    for cells, on, say in ((exact, day, dotted), (others, day.replace(day=1), coarse)):
        home = Membership.objects.on(on).filter(cell__in=cells, is_temporary=False)
        counts = dict(home.order_by().values_list("cell").annotate(Count("id")))
        texts |= {cell: say(counts.get(cell, 0)) for cell in cells}
    return texts
