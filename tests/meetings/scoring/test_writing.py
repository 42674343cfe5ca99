"""Sets and results as plain data."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from meetings.scoring.engine import score
from meetings.scoring.model import NOT_APPLICABLE, Situation
from meetings.scoring.reading import from_data
from meetings.scoring.rollup import YearResult
from meetings.scoring.writing import score_to_data, to_data, year_to_data
from tests.meetings.scoring.builders import criterion, example_set, product_set, set_with


@pytest.mark.parametrize("name", ["every-kind.yaml", "year-by-count.yaml"])
def test_example_survives_json(name):
    criteria_set = example_set(name)
    assert from_data(json.loads(json.dumps(to_data(criteria_set)))) == criteria_set


@pytest.mark.parametrize("name", ["hd42-frame.yaml", "ward-sheet.yaml"])
def test_product_set_survives_json(name):
    criteria_set = product_set(name)
    assert from_data(json.loads(json.dumps(to_data(criteria_set)))) == criteria_set


def test_criterion_is_written_without_its_defaults():
    entry = criterion(
        "a",
        "number",
        10,
        override=[{"when": {"members_below": 5}, "step": "0.5", "cap": []}],
    )
    written = to_data(set_with(entry))["groups"][0]["criteria"][0]
    assert written == {
        "code": "a",
        "kind": "number",
        "title": "Tiêu chí a",
        "max_points": 10,
        "override": [{"when": {"members_below": 5}, "step": "0.5", "cap": []}],
    }


def test_head_of_a_set_is_written_in_iso_days_and_plain_numbers():
    written = to_data(example_set("every-kind.yaml"))
    assert (written["issued_on"], written["valid_to"]) == ("2026-01-15", "2026-12-31")
    assert written["max_points"] == 50
    assert written["groups"][1]["criteria"][0]["bands"][1] == {"at_least": "66.67", "points": 6}
    assert written["rollup"] == {"year": {"kind": "worst"}}
    assert "valid_to" not in to_data(product_set("hd42-frame.yaml"))


def test_score_is_written_with_two_decimals_and_its_sources():
    facts = {"attendance_rate": Fraction(200, 3), "minutes_passed": True}
    marks = {"A1": NOT_APPLICABLE, "A2": Decimal("7.25"), "A3": False, "B2": 3, "B3": 1}
    criteria_set = example_set("every-kind.yaml")
    result = score(criteria_set, Situation("regular", 40), facts, marks)
    assert score_to_data(criteria_set, result) == {
        "set": "MOI-LOAI",
        "total": "27.75",
        "max": "50.00",
        "rank": "average",
        "rank_by_points": "average",
        "gates": [],
        "groups": [
            {"code": "A", "points": "12.25", "max": "20.00"},
            {"code": "B", "points": "14.50", "max": "30.00"},
        ],
        "criteria": [
            line("A1", "5.00", "5.00", "not_applicable", None),
            line("A2", "7.25", "10.00", "mark", "7.25"),
            line("A3", "0.00", "5.00", "mark", False),
            line("B1", "2.00", "10.00", "fact", "66.67"),
            line("B2", "12.50", "20.00", "mark", "3.00"),
            line("B3", "1.00", "4.00", "mark", "1.00"),
            line("B4", "0.00", "0.00", "fact", True),
        ],
    }


def line(code, points, maximum, source, value):
    return {"code": code, "points": points, "max": maximum, "source": source, "value": value}


def test_year_is_written_with_its_rule():
    rank = example_set("year-by-count.yaml").ranks[0]
    result = YearResult(rank, 0, Decimal("91.50"))
    assert year_to_data(result) == {"rank": "good", "rule": 0, "average": "91.50"}


def test_year_without_a_rank_is_written_as_nothing():
    assert year_to_data(YearResult(None)) == {"rank": None, "rule": None, "average": None}
