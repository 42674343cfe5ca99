"""What must hold for every set and every meeting, and not only for those that we thought of."""

import json
from decimal import Decimal

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.scoring import strict_yaml
from meetings.scoring.engine import score, score_so_far, sheet_of
from meetings.scoring.faults import FaultyInputError
from meetings.scoring.model import NOT_APPLICABLE, Kind
from meetings.scoring.reading import from_data, read
from meetings.scoring.writing import score_to_data, to_data
from tests.meetings.scoring import strategies
from tests.meetings.scoring.builders import faults_of, product_set

# How long one example takes says more about the machine than about the code.
examples = settings(deadline=None, max_examples=60)


@examples
@given(strategies.meetings())
def test_total_is_from_nothing_to_the_maximum(meeting):
    data, situation, marks = meeting
    result = score(from_data(data), situation, {}, marks)
    assert 0 <= result.total <= result.max_points == data["max_points"]
    assert result.total == round(result.total, 2)


@examples
@given(strategies.meetings())
def test_groups_are_cut_at_what_is_left_of_their_maximum(meeting):
    data, situation, marks = meeting
    result = score(from_data(data), situation, {}, marks)
    for found, whole in zip(result.groups, data["groups"], strict=True):
        assert found.points <= found.max_points <= whole["max_points"]


@examples
@given(strategies.meetings())
def test_rank_after_gates_is_never_better_than_by_points(meeting):
    data, situation, marks = meeting
    criteria_set = from_data(data)
    result = score(criteria_set, situation, {}, marks)
    lost = criteria_set.place_of(result.rank.code) - criteria_set.place_of(
        result.rank_by_points.code
    )
    assert lost >= len(result.gates)
    assert result.is_lowered == bool(result.gates)


@examples
@given(strategies.meetings(), st.data())
def test_better_marks_never_lower_total_or_rank(meeting, more):
    data, situation, marks = meeting
    criteria_set = from_data(data)
    on_sheet = [each for group in sheet_of(criteria_set, situation) for each in group.criteria]
    changed = more.draw(st.sampled_from(on_sheet))
    two = [more.draw(strategies.marks_for(changed).filter(lambda mark: mark != NOT_APPLICABLE))]
    two.append(more.draw(strategies.marks_for(changed).filter(lambda mark: mark != NOT_APPLICABLE)))
    if changed.kind is Kind.BONUS:
        two = [False, True]
    low, high = sorted(two, reverse=changed.kind is Kind.DEDUCTION)
    worse = score(criteria_set, situation, {}, marks | {changed.code: low})
    better = score(criteria_set, situation, {}, marks | {changed.code: high})
    assert worse.total <= better.total
    assert criteria_set.place_of(worse.rank.code) >= criteria_set.place_of(better.rank.code)


@examples
@given(strategies.meetings(), st.randoms(use_true_random=False))
def test_order_of_groups_and_criteria_does_not_matter(meeting, chance):
    data, situation, marks = meeting
    groups = [
        group | {"criteria": chance.sample(group["criteria"], len(group["criteria"]))}
        for group in data["groups"]
    ]
    chance.shuffle(groups)
    first = score(from_data(data), situation, {}, marks)
    second = score(from_data(data | {"groups": groups}), situation, {}, marks)
    assert (first.total, first.rank, first.gates) == (second.total, second.rank, second.gates)
    assert set(first.criteria) == set(second.criteria)
    assert set(first.groups) == set(second.groups)


@examples
@given(strategies.meetings())
def test_same_meeting_has_the_same_score(meeting):
    data, situation, marks = meeting
    first = score(from_data(data), situation, {}, marks)
    assert first == score(from_data(data), situation, {}, dict(reversed(marks.items())))
    json.dumps(score_to_data(from_data(data), first))


@examples
@given(strategies.meetings())
def test_facts_are_worth_what_the_same_marks_are(meeting):
    data, situation, marks = meeting
    criteria_set = from_data(data)
    names = {each.code: each.fact for each in criteria_set.criteria if each.fact}
    facts = {names[code]: mark for code, mark in marks.items() if code in names}
    rest = {code: mark for code, mark in marks.items() if code not in names}
    assert (
        score(criteria_set, situation, facts, rest).total
        == score(criteria_set, situation, {}, marks).total
    )


@examples
@given(strategies.meetings(), st.data())
def test_unfinished_sheet_misses_exactly_what_was_not_marked(meeting, more):
    data, situation, marks = meeting
    criteria_set = from_data(data)
    left_out = more.draw(st.sets(st.sampled_from(sorted(marks))))
    given_marks = {code: mark for code, mark in marks.items() if code not in left_out}
    progress = score_so_far(criteria_set, situation, {}, given_marks)
    assert set(progress.missing) == left_out
    assert not progress.errors
    if not left_out:
        assert progress.total == score(criteria_set, situation, {}, marks).total


@examples
@given(strategies.meetings())
def test_without_anything_taken_out_the_total_is_the_plain_sum(meeting):
    data, situation, marks = meeting
    criteria_set = from_data(data)
    result = score(criteria_set, situation, {}, marks)
    if NOT_APPLICABLE in marks.values():
        return
    over = {each.code for each in criteria_set.criteria if each.is_over}
    plain = sum(
        min(
            sum(line.points for line in result.criteria if line.code in codes),
            Decimal(group["max_points"]),
        )
        for group in data["groups"]
        if (codes := {each["code"] for each in group["criteria"]} - over)
    )
    plain += sum(line.points for line in result.criteria if line.code in over)
    assert result.total == max(0, min(plain, result.max_points))


@examples
@given(strategies.sets())
def test_written_set_is_read_as_the_same_set(data):
    criteria_set = from_data(data)
    written = to_data(criteria_set)
    assert from_data(written) == criteria_set
    assert from_data(json.loads(json.dumps(written))) == criteria_set
    assert read(yaml.safe_dump(written, allow_unicode=True)) == criteria_set


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 10**9)
    | st.floats()
    | st.decimals()
    | st.sampled_from(["", "combined", "full", "1", "x"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["code", "when", "points", "at_least"]), inner, max_size=2
        )
    ),
    max_leaves=4,
)


@examples
@given(st.data())
def test_set_with_anything_in_any_place_is_read_or_refused(more):
    data = to_data(product_set("ward-sheet.yaml"))
    place = data
    while True:
        keys = list(place) if isinstance(place, dict) else range(len(place))
        key = more.draw(st.sampled_from(keys))
        if not isinstance(place[key], dict | list) or not place[key] or more.draw(st.booleans()):
            break
        place = place[key]
    place[key] = more.draw(anything)
    assert all(where and reason for where, reason in faults_of(data))


@examples
@given(st.text(alphabet="ab1.:,-?!&*#|>%@\"'[]{}\\~ \t\n\r\0é\x85\u2028\ud800", max_size=40))
def test_any_text_is_data_or_refused(text):
    try:
        strict_yaml.load(text)
    except FaultyInputError as error:
        told = len(error.faults)
    else:
        told = 1
    assert told == 1
