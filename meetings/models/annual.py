"""The annual ranking of cells: a committee's rules, its changes, its decision."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cells.models import PartyOrg, User
from meetings.annual.evidence import Measure
from meetings.annual.ranks import EARNED, AnnualRank
from meetings.annual.rules import CapBase

FIRST_YEAR, LAST_YEAR = 2000, 2100
RANK_CHOICES = [(rank.value, rank.title) for rank in AnnualRank]
BASE_CHOICES = [(base.value, base.label) for base in CapBase]
MEASURE_CHOICES = [(measure.value, measure.label) for measure in Measure]
# Plain text, for migrations write down what they are given.
BASES = [base.value for base in CapBase]
ALL_RANKS = [rank.value for rank in AnnualRank]
EARNED_RANKS = [rank.value for rank in EARNED]
MEASURES = [measure.value for measure in Measure]


def year_field():
    return models.PositiveSmallIntegerField(
        "năm", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )


def base_field():
    return models.CharField("tỉ lệ tính trên", max_length=20, choices=BASE_CHOICES)


def cap_field():
    return models.PositiveSmallIntegerField(
        "tỉ lệ xuất sắc tối đa",
        default=20,
        validators=[
            MaxValueValidator(100, "Tỉ lệ từ 0 đến 100."),
        ],
    )


class AnnualRules(models.Model):
    """What one committee asks for each annual rank in a year; holds below it and in later years
    until someone nearer or later says otherwise."""

    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="annual_rules")
    year = year_field()
    document = models.CharField("văn bản", max_length=120, blank=True)
    base = base_field()
    cap_percent = cap_field()
    fourth_quarter_in_year = models.BooleanField("quý IV tính vào năm", default=True)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "quy tắc xếp loại năm"
        verbose_name_plural = "quy tắc xếp loại năm"
        constraints = [
            models.UniqueConstraint(
                fields=["org", "year"],
                name="annual_rules_once",
                violation_error_message="Cấp ủy này đã có quy tắc cho năm đó.",
            ),
            models.CheckConstraint(
                name="annual_rules_known_base",
                condition=Q(base__in=BASES),
                violation_error_message="Hãy chọn cách tính tỉ lệ.",
            ),
            models.CheckConstraint(
                name="annual_rules_cap_is_percent",
                condition=Q(cap_percent__lte=100),
                violation_error_message="Tỉ lệ từ 0 đến 100.",
            ),
        ]


class AnnualRequirement(models.Model):
    """For this rank the measure must reach the bound, or stay within it."""

    rules = models.ForeignKey(AnnualRules, models.CASCADE, related_name="requirements")
    rank = models.CharField(max_length=14, choices=RANK_CHOICES)
    measure = models.CharField(max_length=20, choices=MEASURE_CHOICES)
    bound = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rules", "rank", "measure"], name="annual_requirement_once"
            ),
            models.CheckConstraint(
                name="annual_requirement_known",
                condition=Q(rank__in=EARNED_RANKS, measure__in=MEASURES, bound__gte=0),
                violation_error_message="Yêu cầu không có trong danh mục.",
            ),
        ]


class AnnualRanking(models.Model):
    """A committee's ranking of its cells for a year: open, or decided and locked for ever.

    `base`, `cap_percent`, `cells` (all of them, ranked or not) and `rules_note` are those of the
    moment of the decision, so that later rules change no decided year. `decided_elsewhere` are the
    ids of the final ratings by other committees that were left out of it; those rows are locked.
    """

    class State(models.TextChoices):
        OPEN = "open", "Đang xem xét"
        DECIDED = "decided", "Đã quyết định"

    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="annual_rankings")
    year = year_field()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    over_cap_reason = models.TextField("lý do vượt tỉ lệ", blank=True)
    base = base_field()
    cap_percent = cap_field()
    fourth_quarter_in_year = models.BooleanField(default=True)
    cells = models.PositiveIntegerField(default=0)
    decided_elsewhere = ArrayField(models.BigIntegerField(), default=list, blank=True)
    rules_note = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = "xếp loại năm"
        verbose_name_plural = "xếp loại năm"
        constraints = [
            models.UniqueConstraint(
                fields=["org", "year"],
                name="annual_ranking_once",
                violation_error_message="Cấp ủy này đã có bảng xếp loại của năm đó.",
            ),
            models.CheckConstraint(
                name="annual_ranking_decided_has_number_day_and_who",
                condition=Q(
                    state="open",
                    decision_number="",
                    decided_on__isnull=True,
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                )
                | (
                    Q(state="decided", decided_on__isnull=False, decided_by__isnull=False)
                    & Q(decided_at__isnull=False)
                    & ~Q(decision_number="")
                ),
                violation_error_message="Quyết định phải có số, ngày và người quyết định.",
            ),
        ]

    @property
    def is_decided(self):
        return self.state == self.State.DECIDED


class AnnualRating(models.Model):
    """One cell's annual rank.

    While the ranking is open only cells whose proposal the committee changed have a row: rank,
    reason, who and when. With the decision every ranked cell has one, `is_final`, which freezes
    its name and evidence: `months` and `quarters` as the codes of `meetings.years` (one text a
    month from January, one a quarter), `why` the proposal in words, `notes` the sentences about
    months not held, gates and returned records. The rank that holds is `rank`; `proposed` is what
    the rules gave. Rates are percent.
    """

    ranking = models.ForeignKey(AnnualRanking, models.PROTECT, related_name="ratings")
    year = year_field()
    cell = models.ForeignKey(PartyOrg, models.PROTECT, related_name="annual_ratings")
    is_final = models.BooleanField(default=False)
    proposed = models.CharField("đề xuất", max_length=14, choices=RANK_CHOICES, blank=True)
    rank = models.CharField("xếp loại", max_length=14, choices=RANK_CHOICES)
    reason = models.CharField("lý do đổi mức", max_length=500, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    name = models.CharField(max_length=100, blank=True)
    parent_name = models.CharField(max_length=100, blank=True)
    months = ArrayField(models.CharField(max_length=12, blank=True), default=list, blank=True)
    quarters = ArrayField(models.CharField(max_length=80, blank=True), default=list, blank=True)
    average = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    year_level = models.PositiveSmallIntegerField(null=True, blank=True)
    year_rank = models.CharField(max_length=60, blank=True)
    owed = models.PositiveSmallIntegerField(default=0)
    held = models.PositiveSmallIntegerField(default=0)
    not_held = models.PositiveSmallIntegerField(default=0)
    gates = models.PositiveSmallIntegerField(default=0)
    returned = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
    tasks = models.PositiveIntegerField(default=0)
    tasks_done = models.PositiveIntegerField(default=0)
    attendance = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    why = models.TextField(blank=True)
    notes = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        verbose_name = "xếp loại năm của chi bộ"
        verbose_name_plural = "xếp loại năm của chi bộ"
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "cell"],
                name="annual_rating_once",
                violation_error_message="Chi bộ này đã có mức trong bảng xếp loại.",
            ),
            models.UniqueConstraint(
                fields=["year", "cell"],
                condition=Q(is_final=True),
                name="annual_rating_decided_once",
                violation_error_message="Chi bộ này đã được một cấp ủy khác quyết định xếp loại.",
            ),
            models.CheckConstraint(
                name="annual_rating_known_rank",
                condition=Q(rank__in=ALL_RANKS),
                violation_error_message="Hãy chọn một trong bốn mức xếp loại.",
            ),
            models.CheckConstraint(
                name="annual_rating_change_has_reason_and_who",
                condition=Q(reason="", changed_by__isnull=True, changed_at__isnull=True)
                | (~Q(reason="") & Q(changed_by__isnull=False, changed_at__isnull=False)),
                violation_error_message="Đổi mức phải có lý do, người đổi và lúc đổi.",
            ),
            models.CheckConstraint(
                name="annual_rating_is_proposal_or_changed",
                condition=Q(rank=models.F("proposed")) | ~Q(reason=""),
                violation_error_message="Mức khác đề xuất phải có lý do.",
            ),
        ]

    @property
    def is_changed(self):
        """The committee itself set the rank."""
        return self.reason != ""
