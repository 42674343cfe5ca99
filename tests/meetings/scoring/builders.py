"""Small criteria sets for tests: plain data, as a file would give it."""

from pathlib import Path

from meetings.scoring.engine import score
from meetings.scoring.faults import FaultyInputError
from meetings.scoring.model import CriteriaSet, Situation
from meetings.scoring.reading import from_data, read
from meetings.scoring.results import Score

DATA = Path(__file__).parent / "data"
PRODUCT = Path(__file__).parents[3] / "meetings" / "criteria"

REGULAR = Situation("regular", members=20)
COMBINED = Situation("combined", members=20)

RANKS = [
    {"code": "good", "title": "Tốt", "at_least": 90},
    {"code": "fair", "title": "Khá", "at_least": 70},
    {"code": "average", "title": "Trung bình", "at_least": 50},
    {"code": "poor", "title": "Kém", "at_least": 0},
]


def product_set(name: str) -> CriteriaSet:
    return read((PRODUCT / name).read_text(encoding="utf-8"))


def example_set(name: str) -> CriteriaSet:
    return read((DATA / name).read_text(encoding="utf-8"))


def criterion(code: str, kind: str, max_points: object = 10, **more: object) -> dict:
    return {
        "code": code,
        "title": f"Tiêu chí {code}",
        "kind": kind,
        "max_points": max_points,
    } | more


def filler(max_points: object) -> dict:
    """A criterion that brings a group to its maximum."""
    return criterion("rest", "number", max_points)


def group(code: str, max_points: object, *criteria: dict) -> dict:
    return {
        "code": code,
        "title": f"Nhóm {code}",
        "max_points": max_points,
        "criteria": list(criteria),
    }


def set_data(*groups: dict, **more: object) -> dict:
    """A whole set of 100 points; `more` replaces or adds keys, and None takes one away."""
    data = {
        "code": "THU",
        "title": "Bộ tiêu chí thử",
        "document": "01-HD/ĐU",
        "issued_on": "2026-01-15",
        "valid_from": "2026-02-01",
        "max_points": 100,
        "applies_to": {"meeting_kinds": ["regular", "thematic", "combined"]},
        "attendance_base": "without_exempt",
        "groups": list(groups) or [group("1", 100, filler(100))],
        "ranks": RANKS,
    } | more
    return {key: value for key, value in data.items() if value is not None}


def set_with(*criteria: dict, group_max: object = 10, **more: object) -> CriteriaSet:
    """A set whose first group holds these criteria, and whose second one holds the rest."""
    rest = 100 - group_max
    return from_data(
        set_data(group("1", group_max, *criteria), group("2", rest, filler(rest)), **more)
    )


def score_with(
    criteria_set: CriteriaSet,
    marks: dict,
    facts: dict | None = None,
    situation: Situation = REGULAR,
) -> Score:
    """The score when the filler of `set_with` has no points."""
    return score(criteria_set, situation, facts or {}, {"rest": 0} | marks)


def faults_of(data: object) -> list[tuple[str, str]]:
    """Place and reason of everything that the reading of this data complains of."""
    try:
        from_data(data)
    except FaultyInputError as error:
        return [(fault.place, fault.reason) for fault in error.faults]
    return []
