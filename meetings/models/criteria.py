"""Criteria sets as committees issue them, and the evaluations made by them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cells.models import PartyOrg, User
from meetings.enums import MeetingKind, SetState, Stage
from meetings.models.records import Meeting


class CriteriaSet(models.Model):
    """A criteria set of one issuer: a draft, issued and valid from a day on, or superseded.

    `definition` is the whole set as `meetings.scoring.to_data` writes it: a document that is
    locked for ever once issued (a trigger refuses changes), so evaluations need no copy of it.
    A draft holds whatever was typed, faults included, and its columns repeat what can be read of
    it; `version` grows with each save of a draft, so whoever saves an older one is told.
    """

    issuer = models.ForeignKey(PartyOrg, models.PROTECT, related_name="criteria_sets")
    state = models.CharField(max_length=10, choices=SetState, default=SetState.DRAFT)
    code = models.CharField("mã", max_length=40, blank=True)
    title = models.CharField("tên", max_length=300, blank=True)
    document = models.CharField("văn bản", max_length=60, blank=True)
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến", null=True, blank=True)
    definition = models.JSONField("nội dung")
    copied_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="copies"
    )
    version = models.PositiveIntegerField(default=1)
    imported_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "code"],
                condition=~Q(state="draft"),
                name="criteria_set_issued_code_once",
                violation_error_message="Cơ quan này đã có bộ tiêu chí mang mã đó.",
            ),
            models.CheckConstraint(
                name="criteria_set_issued_is_named",
                condition=Q(state="draft")
                | (Q(valid_from__isnull=False) & ~Q(code="") & ~Q(title="") & ~Q(document="")),
                violation_error_message="Bộ tiêu chí ban hành phải có mã, tên, văn bản và ngày.",
            ),
            models.CheckConstraint(
                name="criteria_set_valid_period",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        ]

    def __str__(self):
        return f"{self.code} ({self.document})" if self.document else self.code


class Evaluation(models.Model):
    """One evaluation of a meeting at one stage: the marks, the facts used, the result.

    A record that was returned begins a new round, so that what was first given is kept too.
    While the record is open the self evaluation holds marks only; `total`, `rank` and the points
    of the marks are stored when it is handed over. Verified and final ones are stored at once.
    With its total it is finished, and a trigger refuses any change of it and of its marks.

    `meeting_kind`, `cell_kind`, `members` and `unexcused` are the situation that shaped the sheet.
    `applicable_points` of `applicable_max` is what was reached before anything was re-scaled for
    criteria that do not apply.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="evaluations")
    stage = models.CharField(max_length=8, choices=Stage)
    round = models.PositiveSmallIntegerField(default=1)
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="evaluations")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    rank = models.CharField(max_length=30, blank=True)
    rank_by_points = models.CharField(max_length=30, blank=True)
    gate_messages = models.JSONField(default=list, blank=True)
    reason = models.TextField("lý do", blank=True)
    meeting_kind = models.CharField(max_length=14, choices=MeetingKind, blank=True)
    cell_kind = models.CharField(max_length=40, blank=True)
    members = models.PositiveSmallIntegerField(null=True, blank=True)
    unexcused = models.PositiveSmallIntegerField(null=True, blank=True)
    applicable_points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    applicable_max = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "stage", "round"], name="evaluation_one_a_stage"
            ),
            models.CheckConstraint(
                name="evaluation_rank_with_total",
                condition=Q(total__isnull=True, rank="") | (Q(total__isnull=False) & ~Q(rank="")),
                violation_error_message="Có điểm thì phải có xếp loại.",
            ),
        ]


class Mark(models.Model):
    """One criterion of one evaluation.

    `value` is what a person gave: "true", "false", a number, "not_applicable", or empty where the
    fact holds; `fact` is the value that the system knew at that time. Points are empty while the
    evaluation is open.
    """

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="marks")
    criterion = models.CharField(max_length=30)
    value = models.CharField(max_length=20, blank=True)
    fact = models.CharField(max_length=60, blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    max_points = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="mark_once"),
        ]


class CellAnswer(models.Model):
    """What the cell says to a returned record or to a verified score: once for each round."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="cell_answers")
    round = models.PositiveSmallIntegerField()
    text = models.TextField("ý kiến của chi bộ")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "round"],
                name="cell_answer_once_a_round",
                violation_error_message="Chi bộ đã có ý kiến cho lần này.",
            ),
        ]
