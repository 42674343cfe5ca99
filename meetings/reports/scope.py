"""Which month rows a committee's overview counts, and below whom each of them is counted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BigIntegerField,
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from cells.models import OrgLineage, PartyOrgPath, PartyOrgVersion
from cells.models.orgs import at_or_below
from cells.models.periods import DateRange
from cells.roles import Permission
from meetings.deadlines import next_month
from meetings.models import CellMonth


class Following(Func):
    """The id after an organisation's own on a path, None when none follows: 22 in `/1/22/788/` is
    followed by 788. As `Following(path, "/22/", 2)`."""

    template = "nullif(split_part(split_part(%(expressions)s), '/', 1), '')::bigint"
    arity = 3
    output_field = BigIntegerField()


@dataclass
class Scope:
    """Month `rows`, each with `child`: the organisation under which it is counted.

    `path`: where the committee stood in the month, for the thresholds. `is_branch`: grouped by the
    tree, so that there is a choice. `today`: the day of the tree when it is not that of each
    month. `began_on`: the committee's first day when it was not there in the month, whose rows are
    those of `forebears` (names) then. Of the month's ended cells `taken` are counted where
    their successor stands, `left_out` nowhere.
    """

    rows: QuerySet
    path: str
    is_branch: bool = True
    today: date | None = None
    began_on: date | None = None
    forebears: tuple[str, ...] = ()
    taken: int = 0
    left_out: int = 0


def scope_of(user, version, months, *, today, by_today=False):
    """The scope of the last of `months`, for an organisation that the user reads today.

    By the tree of each month, or `by_today`; for a coordinator the cells that sit in the locality
    today, one by one.
    """
    org, month = version.org_id, months[-1]
    stays = sorted(PartyOrgPath.objects.filter(org=org).values_list("period", "path"))
    path = next(path for period, path in stays if today in period)
    if version.kind.is_cell:
        rows = CellMonth.objects.filter(cell=org).alias(child=F("cell_id"))
        return Scope(rows, path, is_branch=False)
    if not user.may(Permission.READ, path):
        return Scope(_in_locality(user, today), path, is_branch=False)
    if by_today:
        return _by_today(org, path, month, today)
    began_on = stays[0][0].lower
    wanted, tops = at_or_below({path for _, path in stays}), [org]
    if began_on > months[0]:
        forebears = _forebears(org, began_on)
        wanted |= at_or_below({path for _, path in forebears}) & Q(month__lte=began_on)
        tops += sorted({forebear for forebear, _ in forebears})
    then = [path for period, path in stays if overlaps(period, month)]
    scope = Scope(counted_below(CellMonth.objects.filter(wanted), "path", tops), path)
    scope.path = then[-1] if then else path
    if not then:
        scope.began_on = began_on
        scope.forebears = tuple(_names(tops[1:], month))
    return scope


def counted_below(rows, path, tops):
    """Month rows with `child`: what follows the first of the ids `tops` on a path, by its name."""
    following = [Following(F(path), Value(f"/{org}/"), Value(2)) for org in tops]
    child = Coalesce(*following, F("cell_id"), output_field=BigIntegerField())
    return rows.alias(child=child)


def overlaps(period, month):
    """True when a period has a day in the month."""
    return period.lower < next_month(month) and (period.upper is None or period.upper > month)


def _in_locality(user, today):
    reaches = user.reaches_with(Permission.READ)
    places = {reach.locality_id for reach in reaches if reach.role.by_locality} - {None}
    sits = PartyOrgVersion.objects.on(today).filter(locality__in=places)
    return CellMonth.objects.filter(cell__in=sits.values("org")).alias(child=F("cell_id"))


def _forebears(org, began_on):
    """(id, path) of the committees out of which this one was made, each of them whole."""
    rows = OrgLineage.objects.filter(later=org, is_whole=True, since=began_on)
    return rows.values_list("earlier", "earlier__paths__path").distinct()


def _names(orgs, month):
    within = DateRange(month, next_month(month))
    versions = PartyOrgVersion.objects.filter(org__in=orgs, period__overlap=within)
    return dict.fromkeys(versions.order_by("sort_key", "id").values_list("name", flat=True))


def _by_today(org, path, month, today):
    """The rows of all cells that stand below `path` today or were taken over by one that does."""
    below = PartyOrgPath.objects.on(today).filter(path__startswith=path)
    counted = OrgLineage.objects.filter(counts__contains=today)
    heirs = counted.filter(later__in=below.values("org"))
    cells = below.values("org").union(heirs.values("earlier"), all=True)
    of_today = Q(cell__paths__period__contains=today)
    goes_on = Q(cell__heirs__counts__contains=today)
    heirs_path = PartyOrgPath.objects.on(today).filter(org=OuterRef("heir__later"))
    rows = CellMonth.objects.filter(cell__in=cells).alias(
        here=FilteredRelation("cell__paths", condition=of_today),
        heir=FilteredRelation("cell__heirs", condition=goes_on),
        place=Coalesce(F("here__path"), Subquery(heirs_path.values("path")[:1])),
    )
    scope = Scope(counted_below(rows, "place", [org]), path, today=today)
    scope.taken = rows.filter(month=month, here__path__isnull=True).count()
    living = PartyOrgPath.objects.on(today)
    left_out = CellMonth.objects.below(path).filter(
        ~Exists(living.filter(org=OuterRef("cell"))),
        ~Exists(counted.filter(earlier=OuterRef("cell"), later__in=living.values("org"))),
        month=month,
    )
    scope.left_out = left_out.count()
    return scope
