"""What was dealt with at a meeting: roll and opinions, agenda, documents passed on."""

from django.db import models

from cells.models import Member, OrgKind
from meetings.enums import AttendanceStatus, MeetingKind
from meetings.models.records import Meeting


class Attendance(models.Model):
    """One member at one meeting: there or not, why not, and what the member said.

    Frozen from the roll of the day, so that a later transfer changes no past meeting.
    `is_official` decides who may vote (Điều lệ Đảng, Đ.5: probationary members do not).
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Member, models.PROTECT, related_name="attendances")
    status = models.CharField(max_length=10, choices=AttendanceStatus)
    reason = models.CharField("lý do, ghi chú", max_length=200, blank=True)
    is_official = models.BooleanField()
    spoke = models.BooleanField("phát biểu", default=False)
    opinion = models.TextField("ý kiến", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
            models.CheckConstraint(
                name="attendance_known_status",
                condition=models.Q(status__in=AttendanceStatus.values),
            ),
        ]


class AgendaTemplate(models.Model):
    """The items with which the record of such a meeting begins."""

    meeting_kind = models.CharField(max_length=14, choices=MeetingKind)
    org_kind = models.ForeignKey(OrgKind, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "chương trình mẫu"
        verbose_name_plural = "chương trình mẫu"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting_kind", "org_kind"],
                nulls_distinct=False,
                name="agenda_template_once",
            )
        ]

    def __str__(self):
        return self.get_meeting_kind_display()


class AgendaTemplateItem(models.Model):
    template = models.ForeignKey(AgendaTemplate, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("nội dung", max_length=200)

    class Meta:
        ordering = ["position"]
        verbose_name = "mục"
        verbose_name_plural = "mục"

    def __str__(self):
        return self.title


class AgendaItem(models.Model):
    """One item of a meeting's agenda with its text in the minutes.

    `is_on_paper` points to the paper book: content that may not be entered here is kept there.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("nội dung", max_length=200)
    text = models.TextField("ghi biên bản", blank=True)
    is_on_paper = models.BooleanField("ghi sổ giấy riêng", default=False)

    class Meta:
        ordering = ["position", "id"]


class PassedDocument(models.Model):
    """A document that was passed on to the members at this meeting (quán triệt văn bản)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="passed_documents")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    title = models.CharField("tên văn bản", max_length=300)

    class Meta:
        ordering = ["id"]
