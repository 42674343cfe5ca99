"""Choices of the app: values stored in English, labels in Vietnamese."""

from django.db.models import TextChoices


class MeetingKind(TextChoices):
    REGULAR = "regular", "Thường kỳ"
    THEMATIC = "thematic", "Chuyên đề"
    COMBINED = "combined", "Thường kỳ kết hợp chuyên đề"
    EXTRAORDINARY = "extraordinary", "Bất thường"


# Of these a month has one that is not cancelled, and its row shows what became of it.
REGULAR_KINDS = (MeetingKind.REGULAR, MeetingKind.COMBINED)


class MonthState(TextChoices):
    """Where a cell's month stands, as dashboards count it."""

    NOT_PLANNED = "not_planned", "Chưa có lịch"
    PLANNED = "planned", "Đã có lịch"
    HELD = "held", "Đã họp, chưa nộp"
    SUBMITTED = "submitted", "Chờ thẩm định"
    RETURNED = "returned", "Bị trả lại"
    VERIFIED = "verified", "Đã thẩm định"
    CLOSED = "closed", "Đã chốt"
    NOT_HELD = "not_held", "Không họp"


class AttendanceStatus(TextChoices):
    PRESENT = "present", "Có mặt"
    EXCUSED = "excused", "Vắng có lý do"
    UNEXCUSED = "unexcused", "Vắng không lý do"
    EXEMPT = "exempt", "Được miễn"
    AWAY = "away", "Tạm đi nơi khác"
    SUSPENDED = "suspended", "Đình chỉ"


class ResolutionKind(TextChoices):
    RESOLUTION = "resolution", "Nghị quyết"
    CONCLUSION = "conclusion", "Kết luận"


class TaskOutcome(TextChoices):
    DONE = "done", "Xong"
    PARTLY = "partly", "Xong một phần"
    NOT_DONE = "not_done", "Chưa làm"


class SetState(TextChoices):
    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"
    SUPERSEDED = "superseded", "Đã thay thế"


class Stage(TextChoices):
    """Whose evaluation it is; the later ones never overwrite the earlier."""

    SELF = "self", "Tự chấm"
    VERIFIED = "verified", "Thẩm định"
    FINAL = "final", "Quyết định"
