"""Cells of other lines in a committee's territory; a line's own cells in others' territories."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cells.models import PartyOrg
from cells.policies import can_see_branch
from cells.roles import Permission
from cells.views.days import shown_day
from cells.views.errors import account_required
from cells.views.scoped import find_org, page_about
from meetings.exports.tables import EXCEL, write_table
from meetings.reports.territory import (
    Group,
    add_contacts,
    cells_of_others,
    committee_groups,
    counts_by,
    fill,
    local_committees,
    locality_groups,
    own_cells,
    page_of,
)

PAGE = 50
COLUMNS = (
    ("STT", 6),
    ("Chi bộ", 44),
    ("Mã số", 20),
    ("Địa bàn", 24),
    ("Cấp ủy trực tiếp", 40),
    ("Bí thư chi bộ", 26),
    ("Phó bí thư", 30),
    ("Số đảng viên", 14),
    ("Họp gần nhất", 14),
    ("Tháng này", 14),
    ("Khối", 30),
    ("Đầu mối phối hợp", 40),
    ("Bí thư của đầu mối", 26),
)


@dataclass
class Listing:
    """What one page or file is about; `cells` are grouped by their field `by`.

    `seat` is the locality left out because the committee itself sits there; `is_guessed` when it
    is only where most of its cells are. `leads_some`: local committees stand below. `leader_of`:
    group id → the committee to talk to.
    """

    is_local: bool
    cells: object
    by: str
    groups: list[Group]
    leader_of: dict
    all_groups: list[Group] = field(default_factory=list)
    leads_some: bool = False
    seat: Group | None = None
    is_guessed: bool = False
    at: Group | None = None

    @property
    def total(self):
        return sum(group.count for group in self.groups)


@account_required
@require_safe
def org_territory(request, key):
    """Whom to talk to about the cells that work in another committee's territory.

    As of today, or of the day or month `?on=`; `?at=` chooses one locality, `?own=1` asks a local
    committee for its own cells elsewhere.
    """
    shown = shown_day(request, "at", "own", "page")
    if not shown.is_today and not PartyOrg.objects.on(shown.day).filter(key=key).exists():
        # Its own page says so, to those who see it.
        find_org(request.user, key)
        return redirect(reverse("org", args=[key]) + shown.query)
    version = find_org(request.user, key, on=shown.day)
    listing = listing_of(request, version, shown.day)
    page = _page(request.GET.get("page", ""))
    groups, skipped = page_of(listing.groups, (page - 1) * PAGE, PAGE)
    fill(groups, listing.cells, listing.by, request.user, shown.day, skip=skipped, size=PAGE)
    add_contacts(groups, listing.leader_of, request.user, shown.day)
    keep = "".join(f"{name}={value}&" for name, value in _kept(request, shown))
    context = page_about(
        request,
        version,
        on=shown.on,
        shown=shown,
        listing=listing,
        title=title_of(listing, version),
        groups=groups,
        page=page,
        has_more=page * PAGE < listing.total,
        keep=keep,
        has_states=any(row.state for group in groups for row in group.rows),
        is_whole=sees_all_lines(request.user, version),
        other_side=_other_side(request, listing, version, shown.day),
    )
    return render(request, "meetings/territory.html", context, status=shown.status)


@account_required
@require_safe
def org_territory_file(request, key):
    """The whole list as an Excel file."""
    shown = shown_day(request)
    version = find_org(request.user, key, on=shown.day)
    listing = listing_of(request, version, shown.day)
    fill(listing.groups, listing.cells, listing.by, request.user, shown.day)
    add_contacts(listing.groups, listing.leader_of, request.user, shown.day)
    pairs = [(group, row) for group in listing.groups for row in group.rows]
    rows = [
        (
            number,
            row.name,
            row.code,
            row.locality,
            row.committee,
            row.secretary,
            row.deputies,
            row.members,
            f"{row.last_met:%d/%m/%Y}" if row.last_met else "",
            row.state,
            row.sector,
            group.name if listing.is_local else group.committee,
            group.secretary,
        )
        for number, (group, row) in enumerate(pairs, start=1)
    ]
    response = HttpResponse(write_table("Địa bàn", COLUMNS, rows), content_type=EXCEL)
    name = f"dia-ban-{shown.day:%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def listing_of(request, version, day):
    """The `Listing` that the address asks for."""
    if is_local(version, day) and not request.GET.get("own"):
        cells = cells_of_others(request.user, version, day)
        groups = committee_groups(cells, day)
        return Listing(
            is_local=True,
            cells=cells,
            by="parent",
            groups=groups,
            leader_of={group.id: group.id for group in groups},
        )
    cells, leaders = own_cells(request.user, version, day)
    groups = locality_groups(counts_by(cells, "locality"), leaders)
    leader_of = {locality: leader.org_id for locality, leader in leaders.items()}
    listing = Listing(
        is_local=False, cells=cells, by="locality", groups=groups, leader_of=leader_of
    )
    listing.leads_some = any(
        leader.path.startswith(version.path) and leader.org_id != version.org_id
        for leader in leaders.values()
    )
    _choose(listing, version, request.GET.get("at", ""))
    return listing


def is_local(version, day):
    """True when the organisation leads the locality in which it sits."""
    if version.locality_id is None or version.kind.is_cell:
        return False
    leader = local_committees([version.locality_id], day).get(version.locality_id)
    return leader is not None and leader.org_id == version.org_id


def _choose(listing, version, at):
    """Leave out the seat of the committee, or all but the locality with the id `at`."""
    listing.all_groups = listing.groups
    by_id = {group.id: group for group in listing.groups}
    if not version.kind.is_cell:
        listing.seat = by_id.get(version.locality_id)
        # A province has no seat: its lines' cells sit with its own local committees.
        if version.locality_id is None and not listing.leads_some and len(by_id) > 1:
            listing.seat = max(listing.groups, key=lambda group: group.count)
            listing.is_guessed = True
    listing.at = by_id.get(int(at)) if at.isdecimal() and len(at) < 10 else None
    if listing.at:
        listing.groups = [listing.at]
    else:
        listing.groups = [group for group in listing.groups if group is not listing.seat]


def title_of(listing, version):
    """The finding in one sentence."""
    if version.kind.is_cell:
        where = version.locality.name if version.locality else "nơi chưa ghi địa bàn"
        return f"{version.short_name} làm việc ở {where}"
    if listing.is_local:
        where = version.locality.name
        if not listing.total:
            return f"Chưa thấy chi bộ nào của ngành khác ở {where}"
        return f"{listing.total} chi bộ của ngành khác làm việc ở {where}"
    if listing.at:
        return f"{listing.total} chi bộ làm việc ở {listing.at.name}"
    outside = f"ngoài {listing.seat.name}" if listing.seat else "của cấp ủy khác"
    if listing.leads_some:
        outside = "của cấp ủy địa phương"
    if not listing.total:
        return f"Không chi bộ nào làm việc ở địa bàn {outside}"
    return f"{listing.total} chi bộ làm việc ở {len(listing.groups)} địa bàn {outside}"


def sees_all_lines(user, version):
    """True when no cell of the territory can be out of the user's sight."""
    by_place = {r.locality_id for r in user.reaches_with(Permission.SEE) if r.role.by_locality}
    top = f"/{version.path.split('/')[1]}/"
    return version.locality_id in by_place or can_see_branch(user, top)


def _other_side(request, listing, version, day):
    """How many cells of a local committee itself work elsewhere; 0 when that is what is shown."""
    if not listing.is_local:
        return 0
    cells, _ = own_cells(request.user, version, day)
    return cells.exclude(locality=version.locality_id).count()


def _page(text):
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _kept(request, shown):
    """What the addresses of other pages and of the file repeat, in a safe form."""
    if not shown.is_today:
        yield "on", f"{shown.day:%Y-%m-%d}"
    if request.GET.get("at", "").isdecimal():
        yield "at", request.GET["at"]
    if request.GET.get("own"):
        yield "own", "1"
