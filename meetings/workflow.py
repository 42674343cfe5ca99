"""The path of a record from plan to decision, as two tables. Pure: no Django.

planned → held → submitted → verified → closed, with `returned` back to the cell.
"""

from enum import StrEnum


class State(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VERIFIED = "verified"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Owner(StrEnum):
    """Who has the record in hand and may change it."""

    CELL = "cell"
    COMMITTEE = "committee"
    NOBODY = "nobody"


LABELS = {
    State.PLANNED: "Đã có lịch",
    State.HELD: "Đã họp, chưa nộp",
    State.SUBMITTED: "Chờ thẩm định",
    State.RETURNED: "Bị trả lại",
    State.VERIFIED: "Đã thẩm định",
    State.CLOSED: "Đã chốt",
    State.CANCELLED: "Đã hủy",
}

NEXT = {
    State.PLANNED: {State.HELD, State.CANCELLED},
    State.HELD: {State.PLANNED, State.SUBMITTED, State.CANCELLED},
    State.SUBMITTED: {State.RETURNED, State.VERIFIED},
    State.RETURNED: {State.SUBMITTED},
    State.VERIFIED: {State.RETURNED, State.CLOSED},
    State.CLOSED: set(),
    State.CANCELLED: {State.PLANNED},
}

OWNER = {
    State.PLANNED: Owner.CELL,
    State.HELD: Owner.CELL,
    State.SUBMITTED: Owner.COMMITTEE,
    State.RETURNED: Owner.CELL,
    State.VERIFIED: Owner.COMMITTEE,
    State.CLOSED: Owner.NOBODY,
    State.CANCELLED: Owner.CELL,
}

# States whose record stays as it is; a correction is a supplement beside it.
LOCKED = frozenset({State.SUBMITTED, State.VERIFIED, State.CLOSED})

# Steps back and refusals say why, for those who read the trail.
NEEDS_REASON = frozenset({State.RETURNED, State.CANCELLED})


class NotPossible(Exception):
    """The step is not in NEXT, or lacks its reason; the message is for the user."""


def check_step(state, to, *, reason=""):
    """Raise NotPossible unless a record in `state` may become `to`."""
    state, to = State(state), State(to)
    if to not in NEXT[state]:
        raise NotPossible(
            f"Bản ghi đang ở trạng thái “{LABELS[state]}”, không chuyển sang “{LABELS[to]}” được."
        )
    if to in NEEDS_REASON and not reason.strip():
        raise NotPossible("Hãy ghi lý do.")


def is_open_to_cell(state):
    """True while the cell may change the record."""
    return OWNER[State(state)] is Owner.CELL and State(state) is not State.CANCELLED
