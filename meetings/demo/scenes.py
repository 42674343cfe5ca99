"""What the demonstration shows on purpose: the home cell's story and one of every feature."""

from dataclasses import replace
from datetime import timedelta

from meetings.contents import AgendaRow
from meetings.demo.accounts import HOME
from meetings.demo.fates import NOT_HELD
from meetings.demo.habits import HOSTS
from meetings.demo.sheets import speak_less
from meetings.enums import AttendanceStatus, MeetingKind
from meetings.workflow import State

# The month in which the model meetings were held.
MODEL_MONTH = 7
GUESTS = "Thường trực Đảng ủy Khối; đại diện các chi bộ trong khối dự, rút kinh nghiệm"
ON_PAPER = AgendaRow(None, "Nội dung ghi tại sổ giấy riêng", is_on_paper=True)
PAPER_CELL = "Phòng Nội chính"
SPEAKERS, OPINIONS, PRESENT = 11, 6, 22

# Unit → state of last month's record.
LAST_MONTH = {
    HOME: State.VERIFIED,
    "Chi cục Bảo vệ môi trường": State.SUBMITTED,
    "Phòng Quản lý đất đai": State.SUBMITTED,
    "Văn phòng Đăng ký đất đai": State.RETURNED,
    "Văn phòng Sở Y tế": State.SUBMITTED,
    "Điện lực thành phố Lai Châu": State.SUBMITTED,
    "Phòng Điều độ": State.SUBMITTED,
    "Văn phòng Bưu điện tỉnh": State.SUBMITTED,
    "Viễn thông Tam Đường": State.SUBMITTED,
    "Sở Xây dựng": State.SUBMITTED,
    "Sở Ngoại vụ": State.SUBMITTED,
    "Bưu điện huyện Sìn Hồ": NOT_HELD,
    "Đội Thuế Bình Gia": NOT_HELD,
}
# (unit, place of the month) → another meeting in that month.
EXTRA = {
    ("Văn phòng Sở Y tế", 4): MeetingKind.THEMATIC.value,
    (HOME, 9): MeetingKind.THEMATIC.value,
    ("Sở Xây dựng", 10): MeetingKind.EXTRAORDINARY.value,
    ("Khoa Khám bệnh, Cấp cứu", 6): MeetingKind.THEMATIC.value,
    ("Chi nhánh nước Tam Đường", 7): MeetingKind.THEMATIC.value,
    ("Văn phòng Sở Tài chính", 8): MeetingKind.THEMATIC.value,
    ("Văn phòng Viễn thông", 9): MeetingKind.THEMATIC.value,
    ("Bưu điện huyện Than Uyên", 10): MeetingKind.THEMATIC.value,
    ("Thư viện tỉnh", 11): MeetingKind.THEMATIC.value,
    ("Sở Nội vụ Lạng Sơn", 9): MeetingKind.THEMATIC.value,
    ("Bộ phận Kho quỹ Lộc Bình", 10): MeetingKind.THEMATIC.value,
}
CANCELLED = {
    "Điện lực thành phố Lai Châu": "Toàn đơn vị ứng trực khắc phục sự cố lưới điện sau mưa bão.",
}
CANCELLED_ONCE = {("Sở Xây dựng", 5): "Trùng lịch hội nghị của Đảng ủy Khối, lùi ngày họp."}
EXTRAORDINARY = (
    "Xem xét việc giới thiệu quần chúng ưu tú vào Đảng trước thời hạn hoàn thiện hồ sơ.",
    "Chi bộ thảo luận, nhất trí đề nghị Đảng ủy xét kết nạp; phân công hai đảng viên chính thức "
    "giúp đỡ.",
)


def unit_of(cell):
    return cell.name.removeprefix("Chi bộ ")


def is_home(cell):
    return unit_of(cell) == HOME


def wanted(cell, place, *, is_current, is_last):
    """The state that this month of this cell must have, or None when chance decides."""
    unit = unit_of(cell)
    if is_last:
        return LAST_MONTH.get(unit)
    if unit == HOME or any(unit == extra and place == when for extra, when in EXTRA):
        return State.CLOSED if place % 3 == 0 and not is_current else State.VERIFIED
    if unit in HOSTS and not is_current:
        return State.CLOSED
    return None


def extra_meeting(cell, place):
    return EXTRA.get((unit_of(cell), place))


def cancelled(cell, place, *, is_current):
    """Why the first plan of this month was called off, or None."""
    if is_current:
        return CANCELLED.get(unit_of(cell))
    return CANCELLED_ONCE.get((unit_of(cell), place))


def has_supplement(cell, story, source):
    return (is_home(cell) and story.is_model) or source.random() < 0.012


def dress(story, cell, place, roll, clock, *, is_last):
    """What this very record shows beside what any record does."""
    unit = unit_of(cell)
    contents = story.contents
    if unit in HOSTS and place == MODEL_MONTH and story.state != State.PLANNED:
        story.is_model = True
        contents = replace(contents, head=replace(contents.head, guests=GUESTS))
    if unit == PAPER_CELL:
        contents = replace(contents, agenda=(*contents.agenda, ON_PAPER))
    if story.state == State.PLANNED:
        contents = replace(contents, head=_only_past(contents.head, clock.today))
    if unit == HOME and story.state == State.PLANNED:
        contents = replace(contents, head=_home_plan(contents.head, clock.today))
    if unit == HOME and is_last:
        contents = _home_roll(contents)
        story.is_shown = True
    story.contents = contents


def _only_past(head, today):
    """A plan holds no day of something done that is still to come."""
    return replace(
        head,
        documents_sent_on=_until(head.documents_sent_on, today),
        pre_meeting_on=_until(head.pre_meeting_on, today),
    )


def _until(day, today):
    return day if day is not None and day <= today else None


def _home_plan(head, today):
    return replace(
        head,
        documents_sent_on=today - timedelta(days=1),
        pre_meeting_on=today - timedelta(days=2),
        draft_content=(
            "1. Quán triệt văn bản mới của cấp trên.\n"
            "2. Đánh giá kết quả thực hiện nhiệm vụ tháng trước; kiểm điểm việc số hóa hồ sơ địa "
            "chính.\n"
            "3. Thảo luận: biện pháp hoàn thành kế hoạch đo đạc năm, phân công từng đồng chí.\n"
            "4. Xét đề nghị công nhận đảng viên chính thức.\n"
            "5. Chấm điểm, thông qua nghị quyết và biên bản."
        ),
    )


def _home_roll(contents):
    """Eleven marked as having spoken, six opinions in the minutes, half of those present."""
    head = contents.head
    there = {head.chair_id, head.minute_taker_id}
    rows = [replace(row, spoke=False, opinion="") for row in contents.roll]
    opinions = [row.opinion for row in contents.roll if row.opinion]
    surplus = sum(row.status == "present" for row in rows) - PRESENT
    spoken = 0
    # Every second first, so that those who spoke do not stand at the head of the roll.
    places = [*range(0, len(rows), 2), *range(1, len(rows), 2)]
    for place in places:
        row = rows[place]
        if row.status != AttendanceStatus.PRESENT:
            continue
        if surplus > 0 and row.member_id not in there and place % 4 == 2:
            excused = AttendanceStatus.EXCUSED.value
            rows[place] = replace(row, status=excused, reason="Đi công tác")
            surplus -= 1
        elif spoken < SPEAKERS:
            opinion = opinions[spoken] if spoken < min(OPINIONS, len(opinions)) else ""
            rows[place] = replace(row, spoke=True, opinion=opinion)
            spoken += 1
    contents = replace(contents, roll=tuple(rows))
    votes = contents.eligible
    return replace(
        contents,
        head=replace(head, score_in_favour=votes),
        resolutions=tuple(
            replace(row, in_favour=votes, against=0, abstaining=0) for row in contents.resolutions
        ),
    )


def home_change(story, issued):
    """The one deduction of the record that is shown; (None, None) where chance decides."""
    if not story.is_shown:
        return None, None
    share, reason = speak_less(story.contents, less=OPINIONS)
    code = next(line.code for line in issued.criteria.criteria if line.fact == "speaking_rate")
    return {code: share}, {code: reason}


def dress_extra(story):
    """An extraordinary meeting has a reason and a decision of its own, and nothing else."""
    if story.kind != MeetingKind.EXTRAORDINARY:
        return
    contents = story.contents
    (resolution,) = contents.resolutions
    title, text = "Giới thiệu quần chúng ưu tú vào Đảng", EXTRAORDINARY[-1]
    story.contents = replace(
        contents,
        head=replace(contents.head, conclusion=text, shortcomings=""),
        roll=tuple(replace(row, spoke=bool(row.opinion), opinion="") for row in contents.roll),
        agenda=tuple(
            replace(row, text=text)
            for row, text in zip(contents.agenda, EXTRAORDINARY, strict=True)
        ),
        documents=(),
        resolutions=(replace(resolution, title=title, text=text),),
        proposals=(),
    )
