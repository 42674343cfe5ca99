"""Choices of the app: values stored in English, labels in Vietnamese."""

from django.db.models import TextChoices


class Sex(TextChoices):
    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


class SpellKind(TextChoices):
    """Why a member on the roll need not attend for a time."""

    EXEMPT = "exempt", "Miễn công tác và sinh hoạt"
    AWAY = "away", "Chuyển sinh hoạt tạm thời đi nơi khác"
    SUSPENDED = "suspended", "Đình chỉ sinh hoạt"


class Office(TextChoices):
    """An office that a member holds in an organisation for a period; the highest first.

    `ACTING` is held by a deputy besides their own office, while the secretary is away.
    """

    SECRETARY = "secretary", "Bí thư"
    ACTING = "acting_secretary", "Phó bí thư phụ trách"
    DEPUTY = "deputy_secretary", "Phó bí thư"
    COMMITTEE_MEMBER = "committee_member", "Cấp ủy viên"
    SUPERVISOR = "assigned_supervisor", "Cấp ủy viên phụ trách"


class Change(TextChoices):
    """What may have become of an organisation between two days, seen from one above it."""

    FOUNDED = "founded", "Thành lập mới"
    ENDED = "ended", "Kết thúc hoạt động"
    MOVED_IN = "moved_in", "Chuyển đến từ nơi khác"
    MOVED_OUT = "moved_out", "Chuyển đi nơi khác"
    MOVED = "moved", "Đổi cấp trên trực tiếp"
    KIND = "kind", "Đổi loại hình"
    RENAMED = "renamed", "Đổi tên"
