"""Who took over from whom through all mergers and splits, and who reads the past by it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from cells.models.orgs import PartyOrg, PartyOrgPath, PartyOrgVersion, at_or_below
from cells.roles import Permission


class OrgLineage(models.Model):
    """That `later` took over from `earlier`, by one standing reorganisation or by several.

    Derived from the successions; only `cells.reorganising.lineage` writes it. `since` is the last
    of the days on which the reorganisations on the way take effect. `is_whole`: nobody else took
    over anything on the way. `counts` is the period in which the past of `earlier` is counted at
    `later`: of the parts of a split only at the first, and until `later` is taken over itself.
    """

    earlier = models.ForeignKey(PartyOrg, models.PROTECT, related_name="heirs")
    later = models.ForeignKey(PartyOrg, models.PROTECT, related_name="forebears")
    since = models.DateField()
    is_whole = models.BooleanField()
    counts = DateRangeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="lineage_once"),
            models.CheckConstraint(name="lineage_of_another", condition=~Q(earlier=F("later"))),
            ExclusionConstraint(
                name="lineage_counts_once",
                expressions=[
                    ("earlier", RangeOperators.EQUAL),
                    ("counts", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.earlier_id} → {self.later_id}"


class LikeAny(Func):
    """Whether a text is like one of an array of patterns, none for an empty one."""

    template = "(%(expressions)s))"
    arg_joiner = " LIKE ANY ("
    arity = 2
    output_field = models.BooleanField()


def reached_in_time(user, permission, *, org, path):
    """The condition on rows of an organisation that stood at a path on some day, by field names.

    True when a grant of `user` reaches today by the tree the organisation itself or what took over
    from it, or a committee that stood above it then, or that took over from such a one as a whole;
    by locality when what took over sits there. For reading only: nobody may change what a
    predecessor wrote.
    """
    today = timezone.localdate()
    reaches = user.reaches_with(permission)
    by_tree = [reach for reach in reaches if not reach.role.by_locality]
    cells = {reach.org_id for reach in by_tree if reach.is_cell}
    tops = {reach.path for reach in by_tree if not reach.is_cell}
    places = {reach.locality_id for reach in reaches if reach.role.by_locality} - {None}
    wanted, heir = Q(pk__in=[]), Q(later__in=cells)
    if tops:
        below = PartyOrgPath.objects.on(today).filter(at_or_below(tops))
        wanted |= Q(Exists(below.filter(org=OuterRef(org))))
        heir |= Q(Exists(below.filter(org=OuterRef("later"))))
    if places:
        sits = PartyOrgVersion.objects.on(today).filter(locality__in=places)
        heir |= Q(Exists(sits.filter(org=OuterRef("later"))))
    if by_tree or places:
        taken_over = OrgLineage.objects.filter(heir, earlier=OuterRef(org), since__lte=today)
        wanted |= Q(Exists(taken_over))
    for patterns in _past_patterns(tops, today) if tops else ():
        wanted |= Q(LikeAny(F(path), ArraySubquery(patterns)))
    return wanted


def _past_patterns(tops, today):
    """Patterns of the paths at which the committees below `tops` stood before, elsewhere, and of
    those of the committees that one of them took over whole.

    Asked once a query and mostly few or none, so that a row costs no more than a comparison.
    """
    below = PartyOrgPath.objects.on(today).filter(at_or_below(tops))
    committees = PartyOrgVersion.objects.on(today).filter(
        kind__is_cell=False, org__in=below.values("org")
    )
    orgs = {"org__in": committees.values("org")}
    moved = PartyOrgPath.objects.filter(period__endswith__lte=today, **orgs)
    whole = OrgLineage.objects.filter(
        is_whole=True,
        since__lte=today,
        later__in=committees.values("org"),
        earlier__versions__kind__is_cell=False,
    )
    yield moved.exclude(at_or_below(tops)).values_list(_pattern("path"))
    yield whole.values_list(_pattern("earlier__paths__path")).distinct()


def _pattern(path):
    return Concat(path, Value("%"), output_field=models.TextField())


def ended_visible_to(user, permission=Permission.SEE):
    """The last versions, with `path`, of ended organisations whose past `user` may see.

    Whoever reaches the place where it last stood, or one that took over from it.
    """
    after = PartyOrgVersion.objects.filter(org=OuterRef("org"), period__fully_gt=OuterRef("period"))
    last = PartyOrgPath.objects.filter(org=OuterRef("org")).order_by("-period").values("path")[:1]
    ended = PartyOrgVersion.objects.filter(
        ~Exists(after), period__endswith__lte=timezone.localdate()
    )
    reaches = user.reaches_with(permission)
    there = at_or_below({reach.path for reach in reaches if not reach.role.by_locality})
    return ended.annotate(path=models.Subquery(last)).filter(
        there | reached_in_time(user, permission, org="org", path="path")
    )
