"""The obligation and the fact of a cell's month in one row."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cells.models import PartyOrg, PartyOrgPath, PartyOrgVersion, User
from cells.models.lineage import reached_in_time
from cells.roles import Permission
from meetings.enums import MonthState


class CellMonthQuerySet(models.QuerySet):
    def below(self, path):
        """Months of the cells that stood at `path` or below it in that month."""
        return self.filter(path__startswith=path)

    def visible_to(self, user, permission=Permission.READ):
        """Months whose content `user` may see by a grant of today."""
        return self.filter(visible(user, permission))


def visible(user, permission, prefix=""):
    """The condition on months (or on what belongs to one, by `prefix`) that `user` may see.

    Reached by the tree of the month itself or by today's, so that neither the committee of that
    time nor the successor loses sight; or by the locality where the cell sits today. To read also
    through the lineage of the cell and of the committees above it.
    """
    today = timezone.localdate()
    wanted = Q(pk__in=[])
    for reach in user.reaches_with(permission):
        if reach.role.by_locality:
            sits = PartyOrgVersion.objects.on(today).filter(locality=reach.locality_id)
            if reach.locality_id is not None:
                wanted |= Q(**{f"{prefix}cell__in": sits.values("org")})
        elif reach.is_cell:
            wanted |= Q(**{f"{prefix}cell": reach.org_id})
        else:
            wanted |= Q(**{f"{prefix}path__startswith": reach.path})
            if permission != Permission.READ:
                below = PartyOrgPath.objects.on(today).filter(path__startswith=reach.path)
                wanted |= Q(**{f"{prefix}cell__in": below.values("org")})
    if permission == Permission.READ:
        # What stands below today is found by it too.
        names = {"org": f"{prefix}cell", "path": f"{prefix}path"}
        wanted |= reached_in_time(user, permission, **names)
    return wanted


class CellMonth(models.Model):
    """What a cell owed in a month and what became of it; dashboards read nothing heavier.

    Made when the month opens, with the tree's path of that month frozen in it; kept up to date in
    the transaction that changes a record. `month` is the reporting month (its first day), not the
    day held. `expected` counts present, excused and unexcused, so no rate exceeds 100 %.
    """

    cell = models.ForeignKey(PartyOrg, models.PROTECT, related_name="months")
    month = models.DateField("tháng")
    path = models.TextField(db_collation="C")
    state = models.CharField(max_length=12, choices=MonthState, default=MonthState.NOT_PLANNED)
    thematic_owed = models.BooleanField(default=False)
    not_held_reason = models.CharField("lý do không họp", max_length=300, blank=True)
    held_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    days_late = models.PositiveSmallIntegerField(default=0)
    members = models.PositiveSmallIntegerField(default=0)
    expected = models.PositiveSmallIntegerField(default=0)
    present = models.PositiveSmallIntegerField(default=0)
    excused = models.PositiveSmallIntegerField(default=0)
    unexcused = models.PositiveSmallIntegerField(default=0)
    self_score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    final_score = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    rank = models.CharField(max_length=30, blank=True)
    rank_title = models.CharField(max_length=60, blank=True)
    rank_level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 là cao nhất")
    flags = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    objects = CellMonthQuerySet.as_manager()

    class Meta:
        verbose_name = "tháng của chi bộ"
        verbose_name_plural = "tháng của chi bộ"
        constraints = [
            models.UniqueConstraint(
                fields=["month", "cell"],
                name="cell_month_once",
                violation_error_message="Tháng này của chi bộ đã được mở.",
            ),
            models.CheckConstraint(
                name="cell_month_first_day",
                condition=Q(month__day=1),
                violation_error_message="Tháng được ghi bằng ngày đầu tháng.",
            ),
            models.CheckConstraint(
                name="cell_month_not_held_has_reason",
                condition=~Q(state="not_held") | ~Q(not_held_reason=""),
                violation_error_message="Hãy ghi lý do không họp.",
            ),
            models.CheckConstraint(
                name="cell_month_expected_adds_up",
                condition=Q(expected=F("present") + F("excused") + F("unexcused")),
                violation_error_message="Số phải dự phải bằng có mặt cộng vắng.",
            ),
        ]
        # The one index of all dashboards; none on a column that changes, which keeps updates HOT.
        indexes = [
            models.Index(fields=["month", "path"], name="cell_month_path"),
            models.Index(fields=["cell", "-month"], name="cell_month_cell"),
        ]

    def __str__(self):
        return f"{self.cell_id} {self.month:%Y-%m}"


class MonthReport(models.Model):
    """Who said, and when, that a cell did not meet in a month, or took it back."""

    cell_month = models.ForeignKey(CellMonth, models.PROTECT, related_name="reports")
    reason = models.CharField("lý do", max_length=300, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
