"""What must agree inside a criteria set: sums, bounds and names.

Sums are checked on every sheet that can occur. Sheets differ only by the conditions of `only_if`
and `override`, so it is enough to look at one meeting between any two neighbouring thresholds; how
many there are depends on the conditions of one group and not on the number of criteria.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import product

from meetings.scoring import wording
from meetings.scoring.faults import Fault, Place
from meetings.scoring.figures import in_words
from meetings.scoring.model import (
    Condition,
    CriteriaSet,
    Criterion,
    Gate,
    Group,
    Kind,
    Rollup,
    Scope,
    Situation,
)

ZERO = Decimal(0)
MAX_SHEETS = 500


def possible_situations(scope: Scope, conditions: Sequence[Condition]) -> list[Situation]:
    """One situation for each way in which these conditions can turn out within the scope.

    Empty when they are more than MAX_SHEETS.
    """
    asks_meeting_kind = any(condition.meeting_kinds for condition in conditions)
    meeting_kinds = scope.meeting_kinds if asks_meeting_kind else scope.meeting_kinds[:1]

    asked = dict.fromkeys(kind for condition in conditions for kind in condition.cell_kinds)
    cell_kinds: list[str | None]
    if scope.cell_kinds:
        others = [kind for kind in scope.cell_kinds if kind not in asked]
        cell_kinds = [kind for kind in scope.cell_kinds if kind in asked] + others[:1]
    else:
        cell_kinds = [None, *asked]

    fewest, below = scope.members_at_least or 0, scope.members_below
    bounds = {condition.members_at_least for condition in conditions}
    bounds |= {condition.members_below for condition in conditions}
    inside = {n for n in bounds if n is not None and n > fewest and (below is None or n < below)}
    members = [fewest, *sorted(inside)]

    absences = {condition.unexcused_at_least or 0 for condition in conditions}
    unexcused = sorted(absences | {0})

    if len(meeting_kinds) * len(cell_kinds) * len(members) * len(unexcused) > MAX_SHEETS:
        return []
    return [
        Situation(meeting_kind, count, cell_kind, absent)
        for meeting_kind, cell_kind, count, absent in product(
            meeting_kinds, cell_kinds, members, unexcused
        )
    ]


def _conditions(criteria: Iterable[Criterion]) -> list[Condition]:
    """The conditions that shape a sheet of these criteria."""
    found = []
    for criterion in criteria:
        if criterion.only_if is not None:
            found.append(criterion.only_if)
        found.extend(override.when for override in criterion.override)
    return found


def _too_many(place: Place) -> Fault:
    reason = f"các điều kiện (only_if, override) tạo ra quá {MAX_SHEETS} trường hợp khác nhau"
    return Fault.at(place, reason)


def total_faults(group_maxima: Sequence[Decimal], max_points: Decimal) -> list[Fault]:
    total = sum(group_maxima, ZERO)
    if total == max_points:
        return []
    reason = (
        f"tổng điểm tối đa của các nhóm là {in_words(total)}, "
        f"khác điểm tối đa của bộ tiêu chí là {in_words(max_points)}"
    )
    return [Fault.at(Place().at("max_points"), reason)]


def sum_faults(group: Group, scope: Scope, place: Place) -> list[Fault]:
    """One fault for each wrong sum that the group's criteria have on some sheet."""
    conditions = _conditions(group.criteria)
    situations = possible_situations(scope, conditions)
    if not situations:
        return [_too_many(place)]
    sums: dict[Decimal, Situation] = {}
    for situation in situations:
        sums.setdefault(_sum_on_sheet(group, situation), situation)
    faults = []
    for total, situation in sums.items():
        if total == group.max_points:
            continue
        where = wording.situation(
            situation,
            names_cell_kind=any(condition.cell_kinds for condition in conditions),
            names_members=any(
                condition.members_at_least is not None or condition.members_below is not None
                for condition in conditions
            ),
        )
        reason = (
            f"tổng điểm các tiêu chí là {in_words(total)}, "
            f"khác điểm tối đa của nhóm là {in_words(group.max_points)}"
        )
        faults.append(Fault.at(place, reason if len(sums) == 1 else f"với {where}: {reason}"))
    return faults


def _sum_on_sheet(group: Group, situation: Situation) -> Decimal:
    on_sheet = (criterion.in_situation(situation) for criterion in group.criteria)
    return sum((each.max_points for each in on_sheet if each and not each.is_over), ZERO)


def points_faults(criteria: Iterable[tuple[Criterion, Place]], scope: Scope) -> list[Fault]:
    """Points that exceed the maximum that their criterion has on some sheet."""
    faults = []
    for criterion, place in criteria:
        situations = possible_situations(scope, _conditions([criterion]))
        if not situations:
            faults.append(_too_many(place))
        variants = [criterion, *(criterion.in_situation(each) for each in situations)]
        for variant in dict.fromkeys(each for each in variants if each is not None):
            faults.extend(_excesses(variant, place))
    return list(dict.fromkeys(faults))


def _excesses(criterion: Criterion, place: Place) -> Iterable[Fault]:
    limit = criterion.max_points
    given = [("bands", band.points) for band in criterion.bands]
    given += [("cap", cap.points) for cap in criterion.cap]
    given.append(("floor", criterion.floor))
    if criterion.kind is Kind.CONDITION:
        given.append(("max_points", limit))
        limit = ZERO
    for key, points in given:
        if points is not None and points > limit:
            yield Fault.at(
                place.at(key),
                f"điểm {in_words(points)} vượt quá điểm tối đa {in_words(limit)} của tiêu chí",
            )


def name_faults(criteria_set: CriteriaSet) -> list[Fault]:
    """Codes that repeat, and gates and rules that name what does not exist."""
    root = Place()
    groups, criteria = [], []
    for number, group in enumerate(criteria_set.groups):
        here = root.item("groups", number, f"nhóm {group.code}")
        groups.append((here, group.code))
        criteria += [
            (here.item("criteria", index, f"tiêu chí {criterion.code}"), criterion.code)
            for index, criterion in enumerate(group.criteria)
        ]
    ranks = [
        (root.item("ranks", index, f"mức xếp loại {rank.code}"), rank.code)
        for index, rank in enumerate(criteria_set.ranks)
    ]
    faults = []
    for named in (groups, criteria, ranks):
        faults += _repetitions(named)

    criterion_codes = {code for _, code in criteria}
    rank_codes = {code for _, code in ranks}
    for index, gate in enumerate(criteria_set.gates):
        here = root.item("gates", index, f"điều kiện chặn thứ {index + 1}")
        faults += _strangers(here.at("cap"), [gate.cap], rank_codes, "mức xếp loại")
        faults += _strangers(here.at("unless_full"), gate.unless_full, criterion_codes, "tiêu chí")
        faults += _idle_gate_faults(here, gate, criteria_set)
    for period, rollup in (("year", criteria_set.year), ("quarter", criteria_set.quarter)):
        faults += _rule_faults(root.at("rollup").at(period), rollup, rank_codes)
    return faults


def _idle_gate_faults(place: Place, gate: Gate, criteria_set: CriteriaSet) -> list[Fault]:
    """A gate that no meeting could ever run into is a mistake of its author."""
    faults = []
    if criteria_set.ranks and gate.cap is not None and gate.cap == criteria_set.ranks[0].code:
        reason = "đã là mức cao nhất, nên điều kiện này không bao giờ hạ bậc"
        faults.append(Fault.at(place.at("cap"), reason))
    if gate.when is not None and not _can_hold(gate.when, criteria_set.applies_to):
        reason = "không bao giờ xảy ra trong phạm vi áp dụng của bộ tiêu chí"
        faults.append(Fault.at(place.at("when"), reason))
    return faults


def _can_hold(condition: Condition, scope: Scope) -> bool:
    """Whether the condition holds for some meeting within the scope."""
    return scope.meets(
        Scope(
            condition.meeting_kinds or scope.meeting_kinds,
            condition.cell_kinds,
            condition.members_at_least,
            condition.members_below,
        )
    )


def _rule_faults(place: Place, rollup: Rollup | None, rank_codes: set[str]) -> list[Fault]:
    faults = []
    for index, rule in enumerate(rollup.rules if rollup else ()):
        here = place.item("rules", index, f"quy tắc thứ {index + 1}")
        names = {here.at("rank"): rule.rank, here.at("all_at_least"): rule.all_at_least}
        if rule.count is not None:
            names[here.at("count").at("rank")] = rule.count.rank
        for where, name in names.items():
            faults += _strangers(where, [name], rank_codes, "mức xếp loại")
    return faults


def _repetitions(named: Iterable[tuple[Place, str | None]]) -> list[Fault]:
    """A code that repeats is a fault at the second place that bears it."""
    seen: set[str] = set()
    faults = []
    for place, code in named:
        if code in seen:
            # The words lead to the bearer, the keys to its code.
            faults.append(Fault(str(place), f"mã “{code}” lặp lại", (*place.keys, "code")))
        elif code is not None:
            seen.add(code)
    return faults


def _strangers(
    place: Place, names: Iterable[str | None], known: set[str | None], noun: str
) -> list[Fault]:
    """Names that are not known; none is blamed while the names themselves cannot be read."""
    if not known or None in known:
        return []
    return [
        Fault.at(place, f"không có {noun} “{name}”")
        for name in names
        if name is not None and name not in known
    ]
