"""A reorganisation taken back: every row as it was, unless something has been built on it."""

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, F, OuterRef, Q

from cells.models import Membership, PartyOrgVersion, Succession, Term, TouchedRow
from cells.models.periods import from_day
from cells.reorganising.loading import load_kinds
from cells.reorganising.tree_checks import listed
from cells.reorganising.writing import MODELS, period_to
from cells.tree import rebuild_paths_from

Table, Touch = TouchedRow.Table, TouchedRow.Touch

# Rows that exclude one another in time: equal in these fields they may not overlap.
SAME = {
    Table.MEMBERSHIP: ("member", "is_temporary"),
    Table.APPOINTMENT: ("member", "org", "office"),
    Table.GRANT: ("user", "role", "org"),
    Table.TERM: ("org",),
}

CIRCLES = """
WITH RECURSIVE up AS (
    SELECT v.org_id AS start, v.parent_id AS above, v.period * %(from_day)s::daterange AS period
    FROM cells_partyorgversion v
    WHERE v.org_id = ANY(%(orgs)s) AND v.period && %(from_day)s::daterange
  UNION
    SELECT up.start, v.parent_id, up.period * v.period
    FROM up
    JOIN cells_partyorgversion v ON v.org_id = up.above AND v.period && up.period
    WHERE up.above <> up.start
)
SELECT DISTINCT start FROM up WHERE above = start
"""


class Traces:
    """The rows that a reorganisation touched, by table and touch, and the organisations of them.

    `made` and `was` are an organisation's version from the day on and the one before it.
    """

    def __init__(self, reorganisation):
        self.day = reorganisation.effective_on
        self.rows = {}
        for row in reorganisation.touched_rows.order_by("id"):
            self.rows.setdefault((row.table, row.touch), []).append(row)
        self.made = self._versions(Touch.MADE)
        self.was = self._versions(Touch.CUT)
        self.founded = self.made.keys() - self.was.keys()
        self.ended = self.was.keys() - self.made.keys()
        both = self.made.keys() & self.was.keys()
        self.moved = {org for org in both if self.made[org].parent_id != self.was[org].parent_id}
        self.recast = {org for org in both if self.made[org].kind_id != self.was[org].kind_id}

    def ids(self, table, touch):
        return [row.row_id for row in self.rows.get((table, touch), ())]

    def _versions(self, touch):
        versions = PartyOrgVersion.objects.filter(pk__in=self.ids(Table.VERSION, touch))
        return {version.org_id: version for version in versions}


def touched_orgs(reorganisation):
    """The organisations that an undoing changes, that lose something, and that get it back."""
    traces = Traces(reorganisation)
    orgs = {*traces.made, *traces.was}
    orgs |= {traces.was[org].parent_id for org in traces.moved} - {None}
    takers = Succession.objects.filter(reorganisation=reorganisation)
    return orgs | set(takers.values_list("successor", flat=True))


def restore(reorganisation):
    """Undo the rows and the paths; raises `ValidationError` when the tree has gone on from them."""
    traces = Traces(reorganisation)
    for table in Table:
        _check_untouched(traces, table)
    _check_founded(traces)
    for table in Table:
        _put_back(traces, table)
    _check_tree(traces)
    rebuild_paths_from([*traces.founded, *traces.ended, *traces.moved], traces.day)


def _refuse(reason, names):
    raise ValidationError(f"Không hoàn tác được: {reason}: {listed(dict.fromkeys(names))}.")


def _check_untouched(traces, table):
    """Every row is still as the reorganisation left it."""
    model = MODELS[table]
    for touch in Touch:
        ends = {row.row_id: row.former_end for row in traces.rows.get((table, touch), ())}
        if touch == Touch.CUT:
            ends = dict.fromkeys(ends, traces.day)
        kept = {row.pk: row for row in _with_names(model, table).filter(pk__in=ends)}
        changed = [
            _name(kept[pk], table)
            for pk, end in ends.items()
            if pk in kept and kept[pk].period.upper != end
        ]
        if changed or len(kept) < len(ends):
            _refuse("sau đó đã có thay đổi khác", changed or ["dòng đã bị xóa"])


def _with_names(model, table):
    names = {Table.VERSION: "org", Table.GRANT: "user", Table.TERM: "org"}
    return model.objects.select_related(names.get(table, "member"))


def _name(row, table):
    if table == Table.VERSION:
        return row.name
    if table == Table.TERM:
        return f"nhiệm kỳ {row}"
    return f"tài khoản {row.user}" if table == Table.GRANT else f"đồng chí {row.member}"


def _check_founded(traces):
    """Nothing but this reorganisation has put anything into what it founded."""
    inside = {"org__in": traces.founded}
    below = PartyOrgVersion.objects.filter(parent__in=traces.founded).exclude(
        pk__in=traces.ids(Table.VERSION, Touch.MADE)
    )
    if below.exists():
        _refuse("đã có tổ chức trực thuộc tổ chức mới", below.values_list("name", flat=True))
    own = traces.ids(Table.MEMBERSHIP, Touch.MADE) + traces.ids(Table.MEMBERSHIP, Touch.HANDED_ON)
    joined = Membership.objects.filter(cell__in=traces.founded).exclude(pk__in=own)
    if joined.exists():
        _refuse("chi bộ mới đã thêm đảng viên", [_person(row) for row in _people(joined)])
    offices = MODELS[Table.APPOINTMENT].objects.filter(**inside)
    if offices.exists():
        _refuse("tổ chức mới đã giao chức vụ", [_person(row) for row in _people(offices)])
    grants = MODELS[Table.GRANT].objects.filter(**inside).select_related("user")
    grants = grants.exclude(pk__in=traces.ids(Table.GRANT, Touch.MADE))
    if grants.exists():
        _refuse("tổ chức mới đã cấp quyền", [f"tài khoản {row.user}" for row in grants])
    terms = Term.objects.filter(**inside)
    if terms.exists():
        _refuse("tổ chức mới đã có nhiệm kỳ", [str(row) for row in terms])


def _people(rows):
    return rows.select_related("member").order_by("member__sort_key", "id")


def _person(row):
    return f"đồng chí {row.member}"


def _put_back(traces, table):
    model = MODELS[table]
    model.objects.filter(pk__in=traces.ids(table, Touch.MADE)).delete()
    for org, rows in _grouped(traces, table, Touch.HANDED_ON, "former_org_id").items():
        model.objects.filter(pk__in=rows).update(cell=org)
    _check_room(traces, table)
    ends = _grouped(traces, table, Touch.CUT, "former_end", "former_reason")
    for (end, reason), rows in ends.items():
        values = {"end_reason": reason} if table == Table.MEMBERSHIP else {}
        model.objects.filter(pk__in=rows).update(period=period_to(end), **values)


def _grouped(traces, table, touch, *names):
    groups = {}
    for row in traces.rows.get((table, touch), ()):
        values = tuple(getattr(row, name) for name in names)
        groups.setdefault(values if len(names) > 1 else values[0], []).append(row.row_id)
    return groups


def _check_room(traces, table):
    """No row written since stands where a row that was cut would go on."""
    if table not in SAME:
        return
    others = (
        MODELS[table]
        .objects.filter(period__overlap=from_day(traces.day))
        .filter(**{name: OuterRef(name) for name in SAME[table]})
        .exclude(pk=OuterRef("pk"))
        .exclude(pk__in=traces.ids(table, Touch.HANDED_ON))
    )
    cut = _with_names(MODELS[table], table).filter(pk__in=traces.ids(table, Touch.CUT))
    clashing = cut.filter(Exists(others)).order_by("pk")
    if clashing:
        _refuse("sau đó đã ghi việc khác trùng ngày", [_name(row, table) for row in clashing])


def _check_tree(traces):
    """The tree with the rows put back is a tree: nothing changed around them meanwhile."""
    coming = PartyOrgVersion.objects.filter(period__overlap=from_day(traces.day))
    back = coming.filter(org__in=traces.was)
    lasting = coming.filter(org=OuterRef("parent"), period__upper_inf=True)
    lost = back.filter(parent__isnull=False).exclude(Exists(lasting))
    if lost:
        parents = coming.filter(org__in=lost.values("parent"))
        _refuse("tổ chức cấp trên cũ đã kết thúc", [row.name for row in parents or lost])
    twins = coming.filter(code=OuterRef("code")).exclude(org=OuterRef("org"))
    doubled = back.exclude(code="").filter(Exists(twins))
    if doubled:
        _refuse("mã số cũ đã thuộc tổ chức khác", [row.code for row in doubled])
    with connection.cursor() as cursor:
        values = {"orgs": list(traces.was), "from_day": DateRange(traces.day, None)}
        cursor.execute(CIRCLES, values)
        circling = [org for (org,) in cursor.fetchall()]
    if circling:
        _refuse("sẽ tạo thành vòng", [traces.was[org].name for org in sorted(circling)])
    _check_kinds(traces, coming)


def _check_kinds(traces, coming):
    kinds = load_kinds()
    edges = coming.filter(
        Q(org__in=traces.recast | traces.moved) | Q(parent__in=traces.recast),
        parent__versions__period__overlap=F("period"),
    ).filter(parent__versions__period__overlap=from_day(traces.day))
    pairs = edges.values_list("name", "kind", "parent__versions__kind").order_by("id")
    wrong = [name for name, kind, above in pairs if kind not in kinds[above].may_contain]
    if wrong:
        _refuse("loại hình không còn phù hợp với cấp trên", wrong)
    committees = [org for org in traces.recast if not kinds[traces.was[org].kind_id].is_cell]
    joined = Membership.objects.filter(
        cell__in=committees, period__overlap=from_day(traces.day)
    ).select_related("member")
    if joined:
        _refuse("chi bộ đã có đảng viên", [_person(row) for row in joined])
