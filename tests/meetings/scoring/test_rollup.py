"""The year from its meetings: by average, by the worst, by counting."""

from dataclasses import replace
from decimal import Decimal

import pytest

from meetings.scoring.model import Rollup, RollupCount, RollupKind, RollupRule
from meetings.scoring.rollup import MeetingResult, NoRollupError, YearResult, rollup
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
