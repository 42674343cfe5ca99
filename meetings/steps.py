"""The month's path as the pages show it: six steps, which are done, which is next."""

from dataclasses import dataclass

from meetings.workflow import LOCKED


@dataclass(frozen=True)
class Step:
    """One step: its anchor on the record page, its name, and whether it is done or the next."""

    number: int
    anchor: str
    title: str
    is_done: bool
    is_now: bool = False


TITLES = (
    ("plan", "Chuẩn bị"),
    ("roll", "Điểm danh"),
    ("agenda", "Nội dung, ý kiến"),
    ("outcomes", "Nghị quyết, phân công"),
    ("close", "Chấm điểm, kết thúc"),
    ("submit", "Nộp lên cấp trên"),
)


def steps_of(meeting, contents, sheet):
    """The six steps of a record; the first that is not done is the one to do now."""
    head = contents.head
    is_submitted = meeting.state in LOCKED
    done = {
        "plan": bool(head.place and (head.planned_on or head.held_on) and head.chair_id),
        "roll": head.held_on is not None and head.started_at is not None,
        "agenda": any(row.text or row.is_on_paper for row in contents.agenda)
        and all(row.outcome for row in contents.reviews),
        "outcomes": bool(contents.resolutions or contents.tasks or head.conclusion),
        "close": head.ended_at is not None and (sheet is None or sheet.progress.is_complete),
        "submit": is_submitted,
    }
    now = next((name for name, _ in TITLES if not done[name]), None)
    return [
        Step(number, name, title, done[name] or is_submitted, name == now and not is_submitted)
        for number, (name, title) in enumerate(TITLES, start=1)
    ]


def next_step(steps):
    """The step to do now, or None when the record is handed over."""
    return next((step for step in steps if step.is_now), None)
