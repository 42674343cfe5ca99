"""Vietnamese words for the choices that a criteria set is made of."""

from meetings.scoring.model import AttendanceBase, BonusPlace, Kind, NotApplicablePolicy, RollupKind

FACTS = {
    "duration_minutes": "Thời lượng (phút)",
    "attendance_rate": "Tỉ lệ có mặt (%)",
    "speaking_rate": "Tỉ lệ phát biểu (%)",
    "documents_sent_in_time": "Gửi tài liệu trước ít nhất 1 ngày",
    "pre_meeting_held": "Chi ủy họp trước sinh hoạt",
    "tasks_done_rate": "Tỉ lệ nhiệm vụ tháng trước hoàn thành (%)",
    "resolution_adopted": "Nghị quyết hoặc kết luận được thông qua",
    "minutes_published_in_time": "Nộp văn bản trong 2 ngày",
    "no_member_excused_over_three_in_a_row": "Không ai vắng có lý do quá 3 lần liền",
}
KINDS = {
    Kind.YES_NO: "Đạt hoặc không đạt",
    Kind.NUMBER: "Cho điểm từ 0 đến tối đa",
    Kind.BAND: "Theo bậc (phút, %, số lượng)",
    Kind.DEDUCTION: "Trừ điểm theo số lần",
    Kind.BONUS: "Điểm cộng",
    Kind.CONDITION: "Điều kiện, không tính điểm",
}
NOT_APPLICABLE = {
    NotApplicablePolicy.REFUSE: "Luôn phải chấm",
    NotApplicablePolicy.FULL: "Được ghi; tính đủ điểm",
    NotApplicablePolicy.RESCALE: "Được ghi; bỏ ra, quy đổi phần còn lại",
    NotApplicablePolicy.EXCLUDE: "Được ghi; bỏ ra, không quy đổi",
}
BASES = {
    AttendanceBase.ALL: "Mọi đảng viên trong danh sách",
    AttendanceBase.WITHOUT_EXEMPT: "Trừ đảng viên được miễn",
    AttendanceBase.WITHOUT_EXEMPT_AND_EXCUSED: "Trừ đảng viên được miễn và vắng có lý do",
}
BONUSES = {
    BonusPlace.WITHIN_GROUP: "Trong điểm tối đa của nhóm",
    BonusPlace.OVER: "Ngoài điểm của nhóm",
}
ROLLUPS = {
    RollupKind.AVERAGE: "Điểm bình quân các buổi",
    RollupKind.WORST: "Theo buổi thấp nhất",
    RollupKind.COUNT: "Theo số buổi đạt từng mức",
}
PERIODS = {"year": "Xếp loại năm", "quarter": "Xếp loại quý"}

# The keys of a criteria file as a person calls what they hold.
KEYS = {
    "code": "mã, số thứ tự",
    "title": "tên, nội dung",
    "document": "số văn bản",
    "issued_on": "ngày văn bản",
    "valid_from": "hiệu lực từ ngày",
    "valid_to": "đến hết ngày",
    "max_points": "điểm tối đa",
    "applies_to": "phạm vi áp dụng",
    "meeting_kinds": "hình thức sinh hoạt",
    "meeting_kind": "hình thức sinh hoạt",
    "cell_kinds": "loại hình chi bộ",
    "cell_kind": "loại hình chi bộ",
    "members_at_least": "từ … đảng viên",
    "members_below": "dưới … đảng viên",
    "unexcused_at_least": "số vắng không lý do",
    "attendance_base": "cách tính tỉ lệ có mặt",
    "groups": "các nhóm",
    "criteria": "các tiêu chí",
    "ranks": "mức xếp loại",
    "gates": "điều kiện chặn",
    "rollup": "xếp loại năm, quý",
    "year": "năm",
    "quarter": "quý",
    "kind": "cách tính",
    "rules": "quy tắc",
    "rank": "xếp loại",
    "all_at_least": "mọi buổi đạt từ",
    "count": "số buổi",
    "fact": "số liệu",
    "not_applicable": "khi không áp dụng",
    "bands": "các bậc",
    "at_least": "mốc",
    "points": "điểm",
    "step": "bước điểm",
    "each": "mỗi lần trừ",
    "floor": "trừ đến còn",
    "bonus": "điểm cộng",
    "only_if": "chỉ có trên phiếu khi",
    "override": "trường hợp khác",
    "cap": "giới hạn",
    "when": "điều kiện",
    "unless_full": "tiêu chí phải đủ điểm",
    "message": "câu giải thích",
}
NOUNS = {
    "groups": "Nhóm",
    "criteria": "tiêu chí",
    "ranks": "mức",
    "bands": "bậc",
    "gates": "điều kiện",
    "rules": "quy tắc",
    "override": "trường hợp",
    "cap": "giới hạn",
}


def place_in_words(keys, definition):
    """Where a fault stands, for people: "Nhóm 4 › tiêu chí 4.3 › điểm tối đa"."""
    words, here = [], definition
    for key in keys:
        if isinstance(key, int):
            here = here[key] if isinstance(here, list) and key < len(here) else None
            code = here.get("code") if isinstance(here, dict) else None
            is_named = words and words[-1] in {"Nhóm", "tiêu chí"} and code
            words[-1] = f"{words[-1]} {code if is_named else key + 1}"
            continue
        words.append(NOUNS.get(key, KEYS.get(key, key)))
        here = here.get(key) if isinstance(here, dict) else None
    if keys and isinstance(keys[-1], str):
        words[-1] = KEYS.get(keys[-1], keys[-1])
    text = " › ".join(words) or "Toàn bộ"
    return text[0].upper() + text[1:]
