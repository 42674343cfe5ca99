"""The trail of deeds."""

from django.db.models import TextChoices

from cells.models import AuditEvent


class Verb(TextChoices):
    """The deeds of this app; other apps keep their own, made known by `name_verbs`."""

    FOUND_ORG = "org.found", "Thành lập tổ chức"
    REORGANISE = "org.reorganise", "Sắp xếp tổ chức"
    UNDO_REORGANISATION = "org.undo", "Hoàn tác sắp xếp tổ chức"
    ADD_MEMBER = "member.add", "Thêm đảng viên"
    EDIT_MEMBER = "member.edit", "Sửa thông tin đảng viên"
    END_MEMBERSHIP = "membership.end", "Đưa ra khỏi danh sách chi bộ"
    TRANSFER = "membership.transfer", "Chuyển sinh hoạt chính thức"
    BEGIN_STAY = "stay.begin", "Chuyển sinh hoạt tạm thời"
    END_STAY = "stay.end", "Kết thúc sinh hoạt tạm thời"
    RECOGNISE = "member.official", "Công nhận đảng viên chính thức"
    IMPORT_ROSTER = "roster.import", "Nhập danh sách từ Excel"
    EXPORT_ROSTER = "roster.export", "Tải danh sách đảng viên"
    ADD_SPELL = "spell.add", "Ghi thời gian miễn, vắng, đình chỉ"
    END_SPELL = "spell.end", "Kết thúc thời gian miễn, vắng, đình chỉ"
    APPOINT = "appointment.add", "Giao chức vụ"
    END_APPOINTMENT = "appointment.end", "Thôi chức vụ"
    WITHDRAW_APPOINTMENT = "appointment.withdraw", "Rút việc giao chức vụ"
    OPEN_ACCOUNT = "account.open", "Mở tài khoản"
    RENEW_PASSWORD = "account.password", "Cấp lại mật khẩu"
    GRANT_ROLE = "grant.add", "Cấp quyền"
    END_GRANT = "grant.end", "Thu hồi quyền"


VERB_NAMES = dict(Verb.choices)


def name_verbs(names):
    """Make the Vietnamese names of another app's verbs known to the audit page."""
    VERB_NAMES.update(names)


def record(*, by, verb, org, subject, **detail):
    """Write one deed; to be called in the transaction that does it.

    `detail` holds what a reader needs to understand the change: JSON values, keys in English.
    """
    return AuditEvent.objects.create(
        by=by, verb=verb, org=org, subject=str(subject)[:200], detail=detail
    )
