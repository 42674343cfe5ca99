"""The workflow's two tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.workflow import (
    LABELS,
    LOCKED,
    NEEDS_REASON,
    NEXT,
    OWNER,
    NotPossible,
    Owner,
    State,
    check_step,
    is_open_to_cell,
)

states = st.sampled_from(list(State))


def test_every_state_has_its_row_in_every_table():
    assert set(NEXT) == set(OWNER) == set(LABELS) == set(State)


@given(states, states)
def test_a_step_is_possible_when_the_table_says_so(state, to):
    if to in NEXT[state]:
        check_step(state, to, reason="vì sao")
    else:
        with pytest.raises(NotPossible, match="không chuyển sang"):
            check_step(state, to, reason="vì sao")


@given(states, states, st.sampled_from(["", " ", "\n"]))
def test_steps_back_want_a_reason(state, to, reason):
    if to in NEXT[state] & NEEDS_REASON:
        with pytest.raises(NotPossible, match="lý do"):
            check_step(state, to, reason=reason)


@given(states)
def test_a_locked_record_is_not_the_cells_to_change(state):
    assert is_open_to_cell(state) == (OWNER[state] is Owner.CELL and state != State.CANCELLED)
    assert not (state in LOCKED and is_open_to_cell(state))


def test_what_is_decided_stays():
    assert NEXT[State.CLOSED] == set()
