"""The year and the quarter from their meetings: by average, by the worst, by counting."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.scoring.model import Rank, Rollup, RollupCount, RollupKind, RollupRule
from meetings.scoring.rollup import (
    MeetingResult,
    NoRollupError,
    Period,
    YearResult,
    carried_over,
    rollup,
    rollup_or_average,
)
from tests.meetings.scoring.builders import example_set, product_set

GOOD, FAIR, AVERAGE, POOR = (("95", "good"), ("80", "fair"), ("60", "average"), ("30", "poor"))


def year_of(*results, kind="regular"):
    return [MeetingResult(kind, Decimal(total), rank) for total, rank in results]


@pytest.fixture(scope="module")
def by_count():
    return example_set("year-by-count.yaml")


def with_rules(criteria_set, *rules):
    return replace(criteria_set, year=Rollup(RollupKind.COUNT, rules))


@pytest.mark.parametrize(
    ("totals", "average", "rank"),
    [
        (["90", "90"], "90.00", "good"),
        (["89.99", "90"], "90.00", "good"),
        (["89.98", "90"], "89.99", "fair"),
        (["100", "100", "0"], "66.67", "average"),
    ],
)
def test_average_is_rounded_once_and_ranked(totals, average, rank):
    ward = product_set("ward-sheet.yaml")
    result = rollup(ward, year_of(*((total, "poor") for total in totals)))
    assert (result.average, result.rank.code) == (Decimal(average), rank)
    assert result.rule is None


def test_worst_is_the_lowest_rank_of_any_meeting():
    result = rollup(example_set("every-kind.yaml"), year_of(("45", "good"), ("49", "fair")))
    assert (result.rank.code, result.rule, result.average) == ("fair", None, 47)


@pytest.mark.parametrize(
    ("year", "rank", "rule"),
    [
        ([GOOD] * 7 + [FAIR] * 5, "good", 0),
        ([GOOD] * 6 + [FAIR] * 6, "fair", 1),
        ([GOOD] * 11 + [AVERAGE], "fair", 1),
        ([GOOD] * 11 + [POOR], "average", 2),
        ([GOOD] * 5 + [POOR], "poor", 3),
    ],
)
def test_count_takes_the_first_rule_that_holds(by_count, year, rank, rule):
    result = rollup(by_count, year_of(*year))
    assert (result.rank.code, result.rule) == (rank, rule)


def test_count_takes_meetings_of_that_rank_or_better(by_count):
    criteria_set = with_rules(by_count, RollupRule("fair", count=RollupCount("fair", 3)))
    assert rollup(criteria_set, year_of(GOOD, GOOD, FAIR, POOR)).rank.code == "fair"


def test_rule_speaks_of_the_meetings_of_its_kinds(by_count):
    regular = year_of(*[GOOD] * 7, *[FAIR] * 5)
    thematic = year_of(POOR, POOR, kind="thematic")
    assert rollup(by_count, regular + thematic).rule == 0
    too_few = year_of(*[GOOD] * 6) + year_of(GOOD, kind="thematic")
    assert rollup(by_count, too_few).rule == 1


def test_rule_about_all_meetings_holds_where_there_is_none_of_its_kinds(by_count):
    rule = RollupRule("good", all_at_least="good", meeting_kinds=("thematic",))
    assert rollup(with_rules(by_count, rule), year_of(POOR)).rule == 0


def test_year_has_no_rank_when_no_rule_holds(by_count):
    criteria_set = with_rules(by_count, RollupRule("good", all_at_least="good"))
    assert rollup(criteria_set, year_of(GOOD, FAIR)) == YearResult(None, None, Decimal("87.50"))


@pytest.mark.parametrize("name", ["every-kind.yaml", "year-by-count.yaml"])
def test_year_without_a_meeting_has_no_rank(name):
    assert rollup(example_set(name), []) == YearResult(None, None, None)


def test_set_without_a_rollup_ranks_no_year():
    with pytest.raises(NoRollupError):
        rollup(product_set("hd42-frame.yaml"), year_of(GOOD))


def test_rank_of_another_scale_is_an_error(by_count):
    with pytest.raises(ValueError, match="excellent"):
        rollup(by_count, year_of(("95", "excellent")))


def test_set_without_a_rollup_is_averaged_and_says_so():
    frame = product_set("hd42-frame.yaml")
    result = rollup_or_average(frame, year_of(GOOD, FAIR))
    assert (result.rank.code, result.average, result.is_assumed) == ("fair", Decimal("87.50"), True)


def test_set_with_a_rollup_assumes_nothing(by_count):
    assert rollup_or_average(by_count, year_of(GOOD)) == rollup(by_count, year_of(GOOD))


def test_mean_is_exact_for_decimals_of_any_length():
    ward = product_set("ward-sheet.yaml")
    thirds = year_of(("0.000001", "poor"), ("1000000", "poor"), ("7", "poor"))
    assert rollup(ward, thirds).average == Decimal("333335.67")


def test_quarter_is_ranked_by_its_own_rollup(by_count):
    criteria_set = replace(by_count, quarter=Rollup(RollupKind.WORST))
    result = rollup(criteria_set, year_of(GOOD, GOOD, POOR), Period.QUARTER)
    assert result.rank.code == "poor"


@pytest.mark.parametrize(("kind", "rank"), [("average", "fair"), ("worst", "poor")])
def test_quarter_without_a_rollup_is_ranked_as_the_year(by_count, kind, rank):
    criteria_set = replace(by_count, year=Rollup(RollupKind(kind)))
    result = rollup(criteria_set, year_of(GOOD, GOOD, POOR), "quarter")
    assert (result.rank.code, result.is_assumed) == (rank, False)


def test_quarter_is_not_counted_by_the_rules_of_a_year(by_count):
    with pytest.raises(NoRollupError):
        rollup(by_count, year_of(GOOD), Period.QUARTER)
    result = rollup_or_average(by_count, year_of(GOOD, GOOD, POOR), Period.QUARTER)
    assert (result.rank.code, result.is_assumed) == ("fair", True)


def test_quarter_of_a_set_without_any_rollup_is_averaged():
    with pytest.raises(NoRollupError):
        rollup(product_set("hd42-frame.yaml"), year_of(GOOD), Period.QUARTER)


WARD = product_set("ward-sheet.yaml")


def scale_of(max_points, *bounds):
    """The ward's set with ranks a, b, c … from these points on."""
    ranks = tuple(
        Rank(code, code.upper(), Decimal(bound))
        for code, bound in zip("abcd", bounds, strict=False)
    )
    return replace(WARD, max_points=Decimal(max_points), ranks=ranks)


HUNDRED = scale_of(100, 90, 70, 50, 0)
FIFTY = scale_of(50, 40, 20, 0)


@pytest.mark.parametrize(
    ("total", "rank", "carried"),
    [
        ("90", "a", ("45.00", "a")),
        ("79.99", "b", ("40.00", "a")),
        ("39.98", "d", ("19.99", "c")),
        # A gate had lowered it by one, by two: so it does on the new scale, down to its last.
        ("95", "b", ("47.50", "b")),
        ("95", "c", ("47.50", "c")),
        ("95", "d", ("47.50", "c")),
    ],
)
def test_result_is_carried_over_to_another_scale(total, rank, carried):
    result = carried_over(MeetingResult("combined", Decimal(total), rank), HUNDRED, FIFTY)
    assert result == MeetingResult("combined", Decimal(carried[0]), carried[1])


def test_total_stays_as_it_is_between_scales_of_one_maximum():
    finer = scale_of(100, 95, 85, 0)
    result = carried_over(MeetingResult("regular", Decimal("90.005"), "a"), HUNDRED, finer)
    assert result == MeetingResult("regular", Decimal("90.005"), "b")


def test_rank_above_its_points_is_not_raised_further():
    result = carried_over(MeetingResult("regular", Decimal(30), "a"), HUNDRED, FIFTY)
    assert result.rank == "c"


def test_carrying_over_a_rank_that_the_set_lacks_is_an_error():
    with pytest.raises(ValueError, match="excellent"):
        carried_over(MeetingResult("regular", Decimal(30), "excellent"), HUNDRED, FIFTY)


hundredths = st.integers(0, 10_000).map(lambda number: Decimal(number).scaleb(-2))
maxima = st.sampled_from([Decimal(10), Decimal(50), Decimal(100), Decimal(120), Decimal(1000)])


@given(total=hundredths, maximum=maxima, lowered=st.integers(0, 3))
def test_carried_totals_keep_within_the_scale(total, maximum, lowered):
    to = scale_of(maximum, maximum / 2, 0)
    place = min(HUNDRED.place_of(HUNDRED.rank_for(total).code) + lowered, 3)
    result = carried_over(MeetingResult("regular", total, HUNDRED.ranks[place].code), HUNDRED, to)
    assert 0 <= result.total <= maximum
    assert abs(result.total / maximum - total / 100) <= Decimal("0.0005")
    assert to.place_of(result.rank) >= to.place_of(to.rank_for(result.total).code)


@given(one=hundredths, other=hundredths, maximum=maxima)
def test_a_higher_total_is_never_carried_to_less(one, other, maximum):
    to = scale_of(maximum, maximum * 3 / 4, maximum / 3, 0)
    low, high = (
        carried_over(MeetingResult("regular", total, HUNDRED.rank_for(total).code), HUNDRED, to)
        for total in sorted([one, other])
    )
    assert low.total <= high.total
    assert to.place_of(low.rank) >= to.place_of(high.rank)
