"""The deeds of this app, as the audit trail names them."""

from django.db.models import TextChoices


class Verb(TextChoices):
    PLAN = "meeting.plan", "Lập kế hoạch buổi sinh hoạt"
    CANCEL = "meeting.cancel", "Hủy buổi sinh hoạt"
    SAVE = "record.save", "Lưu bản ghi"
    SUBMIT = "record.submit", "Nộp bản ghi"
    RETURN = "record.return", "Trả lại bản ghi"
    VERIFY = "record.verify", "Thẩm định bản ghi"
    DECIDE = "record.decide", "Quyết định xếp loại"
    ANSWER_REVIEW = "record.answer", "Chi bộ có ý kiến về điểm"
    SUPPLEMENT = "record.supplement", "Bổ sung bản ghi"
    ANSWER = "proposal.answer", "Trả lời kiến nghị"
    NOT_HELD = "month.not_held", "Báo không họp"
    HELD_AFTER_ALL = "month.held_after_all", "Rút báo cáo không họp"
    BEGIN_SET = "criteria.begin", "Soạn bộ tiêu chí mới"
    SAVE_SET = "criteria.save", "Sửa dự thảo bộ tiêu chí"
    DELETE_SET = "criteria.delete", "Xóa dự thảo bộ tiêu chí"
    ISSUE_SET = "criteria.issue", "Ban hành bộ tiêu chí"
    SUPERSEDE_SET = "criteria.supersede", "Thay thế bộ tiêu chí"
    SET_ANNUAL_RULES = "annual.rules", "Đặt quy tắc xếp loại năm"
    CHANGE_ANNUAL = "annual.change", "Đổi mức xếp loại năm"
    DECIDE_ANNUAL = "annual.decide", "Quyết định xếp loại năm"
    FOLLOW_TREE = "months.follow_tree", "Cập nhật các tháng theo cây tổ chức mới"
