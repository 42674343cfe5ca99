"""The record of one meeting and its way through the workflow."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cells.keys import new_key
from cells.models import Member, PartyOrg, User
from cells.roles import Permission
from meetings import workflow
from meetings.enums import MeetingKind
from meetings.models.months import CellMonth, visible


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user, permission=Permission.READ):
        """Records of the months that `user` may see."""
        return self.filter(visible(user, permission, "cell_month__"))

    def awaiting_review(self):
        """Records handed over and not yet verified, the longest waiting first."""
        return self.filter(state=workflow.State.SUBMITTED).order_by("submitted_at", "id")


class Meeting(models.Model):
    """One meeting of a cell in a reporting month, with what is written on its head and its foot.

    The wide texts stand in rows of their own (agenda items, opinions), so that lists stay light.
    `version` grows with each save: whoever saves an older one is told.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    cell_month = models.ForeignKey(CellMonth, models.PROTECT, related_name="meetings")
    kind = models.CharField("hình thức", max_length=14, choices=MeetingKind)
    is_model = models.BooleanField("sinh hoạt mẫu", default=False)
    state = models.CharField(
        max_length=10, choices=workflow.LABELS.items(), default=workflow.State.PLANNED
    )
    version = models.PositiveIntegerField(default=1)
    round = models.PositiveSmallIntegerField(default=1, help_text="tăng sau mỗi lần bị trả lại")

    planned_on = models.DateField("ngày dự kiến", null=True, blank=True)
    planned_at = models.TimeField("giờ dự kiến", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=200, blank=True)
    is_online = models.BooleanField("họp trực tuyến", default=False)
    topic = models.CharField("chuyên đề", max_length=300, blank=True)
    chair = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")
    minute_taker = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+"
    )
    preparers = models.CharField("người chuẩn bị", max_length=300, blank=True)
    draft_content = models.TextField("dự thảo nội dung", blank=True)
    documents_sent_on = models.DateField("ngày gửi tài liệu", null=True, blank=True)
    pre_meeting_on = models.DateField("ngày họp chi ủy", null=True, blank=True)

    held_on = models.DateField("ngày họp", null=True, blank=True)
    started_at = models.TimeField("bắt đầu", null=True, blank=True)
    ended_at = models.TimeField("kết thúc", null=True, blank=True)
    guests = models.CharField("khách mời, cấp trên dự", max_length=300, blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    shortcomings = models.TextField("hạn chế cần khắc phục", blank=True)
    minutes_passed = models.BooleanField("biên bản đã đọc và thông qua", default=False)
    score_in_favour = models.PositiveSmallIntegerField(
        "tán thành mức tự chấm", null=True, blank=True
    )

    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc họp"
        verbose_name_plural = "cuộc họp"
        constraints = [
            models.UniqueConstraint(
                fields=["cell_month"],
                condition=Q(kind__in=["regular", "combined"]) & ~Q(state="cancelled"),
                name="meeting_one_regular_a_month",
                violation_error_message="Tháng này đã có buổi sinh hoạt thường kỳ.",
            ),
            models.CheckConstraint(
                name="meeting_end_after_start",
                condition=Q(started_at__isnull=True)
                | Q(ended_at__isnull=True)
                | Q(ended_at__gt=F("started_at")),
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                name="meeting_held_has_day",
                condition=Q(state__in=["planned", "cancelled"]) | Q(held_on__isnull=False),
                violation_error_message="Hãy ghi ngày họp.",
            ),
            models.CheckConstraint(
                name="meeting_submitted_has_who_and_when",
                condition=Q(state__in=["planned", "held", "cancelled"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                violation_error_message="Bản ghi đã nộp phải có người nộp và lúc nộp.",
            ),
            models.CheckConstraint(
                name="meeting_known_kind",
                condition=Q(kind__in=MeetingKind.values),
                violation_error_message="Hình thức sinh hoạt không có trong danh mục.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(state="submitted"),
                name="meeting_awaiting_review",
            ),
        ]

    def __str__(self):
        return self.key

    @property
    def is_open_to_cell(self):
        return workflow.is_open_to_cell(self.state)


class Transition(models.Model):
    """One step of a record through the workflow: who, when and why."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="transitions")
    from_state = models.CharField(max_length=10, choices=workflow.LABELS.items())
    to_state = models.CharField(max_length=10, choices=workflow.LABELS.items())
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        ordering = ["at", "id"]


class Supplement(models.Model):
    """A numbered correction beside a locked record; the record itself is never edited."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="supplements")
    number = models.PositiveSmallIntegerField("số")
    text = models.TextField("nội dung bổ sung")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="supplement_number_once")
        ]


class Proposal(models.Model):
    """What a cell asks of an organisation above it; answered, and seen again by the cell."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="proposals")
    addressee = models.ForeignKey(PartyOrg, models.PROTECT, related_name="proposals")
    text = models.TextField("kiến nghị")
    answer = models.TextField("trả lời", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="proposal_answer_has_who_and_when",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                violation_error_message="Câu trả lời phải có người trả lời và lúc trả lời.",
            )
        ]
