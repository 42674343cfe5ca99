"""What came of a meeting: resolutions with their votes, tasks and how they were judged."""

from django.db import models
from django.db.models import F, Q

from cells.models import Member, PartyOrg, Term
from meetings.enums import ResolutionKind, TaskOutcome
from meetings.models.records import Meeting


class Resolution(models.Model):
    """A resolution or conclusion put to the vote.

    Numbered when the record is handed over, per organisation, type and term, without gaps
    (Hướng dẫn 05-HD/VPTW). `eligible` are the official members present, fixed with the number.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    cell = models.ForeignKey(PartyOrg, models.PROTECT, related_name="resolutions")
    kind = models.CharField("loại", max_length=10, choices=ResolutionKind)
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField("số", null=True, blank=True)
    title = models.CharField("về việc", max_length=300)
    text = models.TextField("nội dung", blank=True)
    eligible = models.PositiveSmallIntegerField("số người biểu quyết", null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField("tán thành", null=True, blank=True)
    against = models.PositiveSmallIntegerField("không tán thành", null=True, blank=True)
    abstaining = models.PositiveSmallIntegerField("ý kiến khác", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "kind", "term", "number"],
                nulls_distinct=False,
                condition=Q(number__isnull=False),
                name="resolution_number_once",
                violation_error_message="Số văn bản này đã được cấp.",
            ),
            models.CheckConstraint(
                name="resolution_votes_within_eligible",
                condition=Q(eligible__isnull=True)
                | Q(in_favour__isnull=True)
                | Q(eligible__gte=F("in_favour") + F("against") + F("abstaining")),
                violation_error_message="Tổng số phiếu vượt số đảng viên chính thức có mặt.",
            ),
        ]

    @property
    def label(self):
        """ "05-NQ/CB", or an empty text while it has no number."""
        if self.number is None:
            return ""
        symbol = "NQ" if self.kind == ResolutionKind.RESOLUTION else "KL"
        return f"{self.number:02d}-{symbol}/CB"


class Task(models.Model):
    """A task given to a member at a meeting; it comes back every month until it is done."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="tasks")
    cell = models.ForeignKey(PartyOrg, models.PROTECT, related_name="tasks")
    what = models.CharField("việc", max_length=300)
    assignee = models.ForeignKey(Member, models.PROTECT, related_name="tasks")
    due_on = models.DateField("hạn", null=True, blank=True)
    done_at = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="tasks_done"
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["cell"], condition=Q(done_at__isnull=True), name="task_open")
        ]


class TaskReview(models.Model):
    """How a task of an earlier meeting was judged at a later one."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reviews")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="task_reviews")
    outcome = models.CharField("kết quả", max_length=10, choices=TaskOutcome)
    reason = models.CharField("lý do", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "task"], name="task_review_once"),
        ]
