"""The proposed rank, its words, and the meter: pure."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.annual.evidence import Direction, Evidence, Measure, percent
from meetings.annual.meter import Meter, meter_of
from meetings.annual.proposal import explain, propose, summary
from meetings.annual.ranks import EARNED, RANKS, AnnualRank
from meetings.annual.rules import DEFAULT, CapBase, Requirement, Rules, requirements_from

EXCELLENT, GOOD, COMPLETED, NOT_COMPLETED = RANKS

BEST = Evidence(
    owed=12,
    held=12,
    scored=12,
    best=12,
    worst_level=0,
    year_level=0,
    average=Decimal("96.50"),
    thematic=4,
    tasks_given=20,
    tasks_due=18,
    tasks_done=18,
    expected=120,
    present=118,
)


@pytest.mark.parametrize(
    ("changes", "rank"),
    [
        ({}, EXCELLENT),
        ({"best": 8}, GOOD),
        ({"held": 11}, GOOD),
        ({"gates": 3}, COMPLETED),
        ({"held": 9, "average": Decimal(60), "year_level": 2}, COMPLETED),
        ({"held": 8}, NOT_COMPLETED),
        ({"average": None, "year_level": None}, NOT_COMPLETED),
        ({"tasks_due": 0, "tasks_done": 0}, EXCELLENT),
        ({"expected": 0, "present": 0}, COMPLETED),
    ],
)
def test_default_rules_propose_the_best_rank_whose_requirements_hold(changes, rank):
    assert propose(replace(BEST, **changes), DEFAULT).rank is rank


def test_cell_that_owes_no_month_is_not_ranked():
    proposal = propose(Evidence(), DEFAULT)
    assert (proposal.rank, proposal.unmet) == (None, ())
    assert explain(proposal, Evidence()) == ["Chưa xếp loại: chưa có tháng nào phải họp trong năm."]


def test_proposal_keeps_what_each_better_rank_asked():
    proposal = propose(replace(BEST, held=11, best=6), DEFAULT)
    assert [
        (rank, [(each.requirement.measure, each.figure) for each in unmet])
        for rank, unmet in proposal.unmet
    ] == [(EXCELLENT, [(Measure.NOT_HELD, 1), (Measure.BEST_RATE, Decimal("50.00"))])]


def test_explanation_says_the_year_and_what_was_missed():
    evidence = replace(BEST, held=10, year_level=1, present=114)
    rules = Rules(requirements_from({Measure.NOT_HELD: (0, 1, 3), Measure.YEAR_RANK: (1, 2, None)}))
    assert explain(propose(evidence, rules), evidence) == [
        "Đề xuất Hoàn thành nhiệm vụ: 10/12 tháng đã họp, bình quân 96,5 %, cả năm bậc 2, "
        "đảng viên dự 95 %.",
        "Chưa đạt xuất sắc vì số tháng không họp: 2 tháng (cho phép 0 tháng); "
        "xếp loại sinh hoạt cả năm: bậc 2 (không dưới bậc 1).",
        "Chưa đạt tốt vì số tháng không họp: 2 tháng (cho phép 1 tháng).",
    ]


def test_explanation_of_what_is_not_known_yet():
    evidence = Evidence(owed=1)
    rules = Rules(requirements_from({Measure.AVERAGE: (90, 80, 50)}))
    assert summary(evidence) == "0/1 tháng đã họp"
    assert explain(propose(evidence, rules), evidence)[-1] == (
        "Chưa đạt hoàn thành vì điểm bình quân năm: chưa có (yêu cầu từ 50 %)."
    )


def test_measures_read_the_evidence_by_their_names():
    evidence = replace(BEST, held=11, best=9, worst_level=2, late=1, gates=2, returned=3)
    figures = {measure.value: evidence.figure(measure) for measure in Measure}
    assert figures == {
        "not_held": 1,
        "held": 11,
        "average": Decimal("96.50"),
        "year_rank": 1,
        "worst": 3,
        "best": 9,
        "best_rate": Decimal("75.00"),
        "gates": 2,
        "thematic": 4,
        "thematic_missed": 0,
        "attendance": Decimal("98.33"),
        "tasks": Decimal("100.00"),
        "late": 1,
        "returned": 3,
    }


def test_empty_evidence_knows_no_rates():
    nothing = Evidence()
    assert [nothing.worst, nothing.year_rank, nothing.best_rate, nothing.tasks] == [None] * 4
    assert percent(2, 3) == Decimal("66.67")


def test_ranks_stand_from_the_best_to_the_last():
    assert [rank.place for rank in RANKS] == [0, 1, 2, 3]
    assert AnnualRank("good").title == "Hoàn thành tốt nhiệm vụ"
    assert EARNED == (EXCELLENT, GOOD, COMPLETED)


def test_rank_for_which_nothing_is_asked_is_everybodys():
    assert propose(Evidence(owed=1), Rules({})).rank is EXCELLENT


counts = st.integers(0, 12)
evidences = st.builds(
    Evidence,
    owed=st.just(12),
    held=counts,
    scored=st.just(12),
    best=counts,
    worst_level=st.none() | st.integers(0, 3),
    year_level=st.none() | st.integers(0, 3),
    average=st.none() | st.decimals(0, 100, places=2),
    thematic=counts,
    thematic_missed=st.integers(0, 4),
    late=counts,
    gates=counts,
    returned=counts,
    tasks_due=st.just(10),
    tasks_done=st.integers(0, 10),
    expected=st.just(100),
    present=st.integers(0, 100),
)
BETTER = {
    "held": 12,
    "best": 12,
    "worst_level": 0,
    "year_level": 0,
    "average": Decimal(100),
    "thematic": 12,
    "thematic_missed": 0,
    "late": 0,
    "gates": 0,
    "returned": 0,
    "tasks_done": 10,
    "present": 100,
}


@given(evidence=evidences, name=st.sampled_from(sorted(BETTER)))
def test_a_better_year_is_never_ranked_lower(evidence, name):
    before = propose(evidence, DEFAULT).rank
    after = propose(replace(evidence, **{name: BETTER[name]}), DEFAULT).rank
    assert after.place <= before.place


@given(evidence=evidences, measure=st.sampled_from(Measure), bound=st.integers(0, 100))
def test_a_bound_just_met_holds_and_the_next_does_not(evidence, measure, bound):
    figure = evidence.figure(measure)
    holds = Requirement(measure, Decimal(bound)).holds(evidence)
    if figure is None:
        assert not holds
    elif measure.direction is Direction.AT_LEAST:
        assert holds == (figure >= bound)
    else:
        assert holds == (figure <= bound)


TEN = [EXCELLENT] * 2 + [GOOD] * 3 + [COMPLETED] * 2 + [NOT_COMPLETED] + [None] * 2


@pytest.mark.parametrize(
    ("base", "count", "allowed"),
    [
        (CapBase.GOOD_OR_BETTER, 5, 1),
        (CapBase.COMPLETED_OR_BETTER, 7, 1),
        (CapBase.RANKED, 8, 1),
        (CapBase.ALL, 10, 2),
    ],
)
def test_cap_is_a_percentage_of_the_chosen_base(base, count, allowed):
    meter = meter_of(TEN, base, 20)
    assert (meter.excellent, meter.base_count, meter.allowed) == (2, count, allowed)
    assert (meter.over, meter.left) == (2 - allowed, 0)


def test_meter_says_how_many_are_left():
    meter = Meter(excellent=1, base_count=24, percent=20)
    assert (meter.allowed, meter.left, meter.over) == (4, 3, 0)


@given(ranks=st.lists(st.sampled_from([*RANKS, None])), percentage=st.integers(0, 100))
def test_allowed_never_exceeds_the_percentage(ranks, percentage):
    for base in CapBase:
        meter = meter_of(ranks, base, percentage)
        assert 100 * meter.allowed <= percentage * meter.base_count < 100 * (meter.allowed + 1)
