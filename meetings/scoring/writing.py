"""Sets and results as plain data that JSON and YAML can hold.

A set's numbers become whole numbers or decimal text, so that no reader makes floats of them. A
result's numbers are text with two decimals.
"""

from collections.abc import Iterable
from decimal import Decimal

from meetings.scoring.figures import two_decimals
from meetings.scoring.model import (
    Band,
    Cap,
    Condition,
    CriteriaSet,
    Criterion,
    Gate,
    Group,
    Override,
    Rollup,
    RollupRule,
    Scope,
)
from meetings.scoring.results import CriterionScore, Score
from meetings.scoring.rollup import YearResult

Plain = dict[str, object]

DEFAULTS = {"not_applicable": "refuse", "cap": [], "step": "0.5", "each": 0, "floor": 0}
"""What a criterion has when its file does not say; an override has no defaults."""


def to_data(criteria_set: CriteriaSet) -> Plain:
    """The set in the shape of its file; what equals its default is left out.

    `reading.from_data` makes an equal set of it.
    """
    return _without_gaps(
        {
            "code": criteria_set.code,
            "title": criteria_set.title,
            "document": criteria_set.document,
            "issued_on": criteria_set.issued_on.isoformat(),
            "valid_from": criteria_set.valid_from.isoformat(),
            "valid_to": criteria_set.valid_to and criteria_set.valid_to.isoformat(),
            "max_points": _number(criteria_set.max_points),
            "applies_to": _scope(criteria_set.applies_to),
            "attendance_base": str(criteria_set.attendance_base),
            "groups": [_group(group) for group in criteria_set.groups],
            "gates": [_gate(gate) for gate in criteria_set.gates] or None,
            "ranks": [
                {"code": rank.code, "title": rank.title, "at_least": _number(rank.at_least)}
                for rank in criteria_set.ranks
            ],
            "rollup": _rollups(criteria_set),
        }
    )


def _without_gaps(data: Plain) -> Plain:
    return {key: value for key, value in data.items() if value is not None}


def _number(number: Decimal | None) -> int | str | None:
    if number is None:
        return None
    return int(number) if number == int(number) else f"{number.normalize():f}"


def _scope(scope: Scope) -> Plain:
    return _without_gaps(
        {
            "meeting_kinds": list(scope.meeting_kinds),
            "cell_kinds": list(scope.cell_kinds) or None,
            "members_at_least": scope.members_at_least,
            "members_below": scope.members_below,
        }
    )


def _condition(condition: Condition) -> Plain:
    return _without_gaps(
        {
            "meeting_kind": list(condition.meeting_kinds) or None,
            "cell_kind": list(condition.cell_kinds) or None,
            "members_at_least": condition.members_at_least,
            "members_below": condition.members_below,
            "unexcused_at_least": condition.unexcused_at_least,
        }
    )


def _group(group: Group) -> Plain:
    return {
        "code": group.code,
        "title": group.title,
        "max_points": _number(group.max_points),
        "criteria": [_criterion(criterion) for criterion in group.criteria],
    }


def _criterion(criterion: Criterion) -> Plain:
    data = {"code": criterion.code, "kind": str(criterion.kind)}
    for key, value in _particulars(criterion).items():
        if key not in DEFAULTS or value != DEFAULTS[key]:
            data[key] = value
    if criterion.only_if is not None:
        data["only_if"] = _condition(criterion.only_if)
    if criterion.override:
        data["override"] = [
            {"when": _condition(override.when), **_particulars(override)}
            for override in criterion.override
        ]
    return data


def _particulars(part: Criterion | Override) -> Plain:
    return _without_gaps(
        {
            "title": part.title,
            "max_points": _number(part.max_points),
            "fact": part.fact,
            "not_applicable": part.not_applicable and str(part.not_applicable),
            "cap": None if part.cap is None else _caps(part.cap),
            "bands": _bands(part.bands) if part.bands else None,
            "step": _number(part.step),
            "each": _number(part.each),
            "floor": _number(part.floor),
            "bonus": part.bonus and str(part.bonus),
        }
    )


def _bands(bands: Iterable[Band]) -> list[Plain]:
    return [{"at_least": _number(band.at_least), "points": _number(band.points)} for band in bands]


def _caps(caps: Iterable[Cap]) -> list[Plain]:
    return [{"when": _condition(cap.when), "points": _number(cap.points)} for cap in caps]


def _gate(gate: Gate) -> Plain:
    return _without_gaps(
        {
            "cap": gate.cap,
            "unless_full": list(gate.unless_full) or None,
            "when": gate.when and _condition(gate.when),
            "message": gate.message,
        }
    )


def _rollups(criteria_set: CriteriaSet) -> Plain | None:
    periods = {"year": criteria_set.year, "quarter": criteria_set.quarter}
    return {name: _rollup(found) for name, found in periods.items() if found} or None


def _rollup(rollup: Rollup) -> Plain:
    return _without_gaps(
        {"kind": str(rollup.kind), "rules": [_rule(rule) for rule in rollup.rules] or None}
    )


def _rule(rule: RollupRule) -> Plain:
    return _without_gaps(
        {
            "rank": rule.rank,
            "all_at_least": rule.all_at_least,
            "count": rule.count and {"rank": rule.count.rank, "at_least": rule.count.at_least},
            "meeting_kinds": list(rule.meeting_kinds) or None,
        }
    )


def score_to_data(criteria_set: CriteriaSet, score: Score) -> Plain:
    """The answer of the command `score`.

    A `value` is true or false, a number as text with two decimals, or null for not applicable.
    """
    return {
        "set": criteria_set.code,
        "total": str(score.total),
        "max": str(score.max_points),
        "rank": score.rank.code,
        "rank_by_points": score.rank_by_points.code,
        "gates": list(score.gates),
        "groups": [
            {"code": group.code, "points": str(group.points), "max": str(group.max_points)}
            for group in score.groups
        ],
        "criteria": [_criterion_score(line) for line in score.criteria],
    }


def _criterion_score(line: CriterionScore) -> Plain:
    is_number = line.value is not None and not isinstance(line.value, bool)
    return {
        "code": line.code,
        "points": str(line.points),
        "max": str(line.max_points),
        "source": str(line.source),
        "value": str(two_decimals(line.value)) if is_number else line.value,
    }


def year_to_data(result: YearResult) -> Plain:
    """The answer of the command `rollup`."""
    return {
        "rank": result.rank and result.rank.code,
        "rule": result.rule,
        "average": None if result.average is None else str(result.average),
    }
