"""What a reorganisation is doing just now, for whoever waits for a large one."""

from enum import StrEnum


class Step(StrEnum):
    """A step in words; an action names it to `progress` when it begins."""

    CHECKING = "Đang kiểm tra các dòng"
    LOOKING = "Đang xem các tháng đã mở"
    COMPARING = "Đang đối chiếu với bản đã xem trước"
    WRITING = "Đang ghi tổ chức, chuyển đảng viên, chức vụ và quyền"
    RESTORING = "Đang đưa tổ chức, đảng viên, chức vụ và quyền về như trước"
    MONTHS = "Đang tính lại các tháng đã mở"


def quietly(step):
    """Tells nobody."""
