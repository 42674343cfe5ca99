"""A criteria file, or the same as stored data, as a CriteriaSet; or all that is wrong with it.

A faulty part does not stop the reading: it is noted, what depends on it is left unchecked, and the
rest is read, so that one run tells its author all there is to put right.
"""

from itertools import pairwise

from meetings.scoring import checking, strict_yaml
from meetings.scoring.faults import Fault, FaultyInputError, Place
from meetings.scoring.fields import Fields
from meetings.scoring.model import (
    MEETING_KINDS,
    AttendanceBase,
    Band,
    BonusPlace,
    Cap,
    Condition,
    CriteriaSet,
    Criterion,
    Gate,
    Group,
    Kind,
    NotApplicablePolicy,
    Override,
    Rank,
    Rollup,
    RollupCount,
    RollupKind,
    RollupRule,
    Scope,
)


def read(text: str) -> CriteriaSet:
    """The set that a YAML file describes.

    Raises FaultyInputError with every fault, each with its place and a reason in Vietnamese.
    """
    return from_data(strict_yaml.load(text))


def from_data(data: object) -> CriteriaSet:
    """The set that plain data describes, such as `writing.to_data` makes: the inverse of it.

    Raises FaultyInputError with every fault.
    """
    faults: list[Fault] = []
    fields = Fields(data, Place(), faults)
    if not fields.is_mapping:
        raise FaultyInputError(faults)
    criteria_set = _criteria_set(fields)
    if faults:
        raise FaultyInputError(faults)
    return criteria_set


def _criteria_set(fields: Fields) -> CriteriaSet:
    max_points = fields.positive("max_points")
    scope = _scope(fields)
    criteria_set = CriteriaSet(
        code=fields.text("code"),
        title=fields.text("title"),
        document=fields.text("document"),
        issued_on=fields.day("issued_on"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to", required=False),
        max_points=max_points,
        applies_to=scope,
        attendance_base=fields.choice("attendance_base", AttendanceBase),
        groups=_groups(fields, scope, max_points),
        ranks=_ranks(fields, max_points),
        gates=_gates(fields),
        **_rollups(fields),
    )
    fields.close()
    first, last = criteria_set.valid_from, criteria_set.valid_to
    if first and last and last < first:
        fields.refuse("valid_to", "không được trước ngày có hiệu lực (valid_from)")
    fields.faults.extend(checking.name_faults(criteria_set))
    return criteria_set


def _scope(fields: Fields) -> Scope:
    inner = fields.within("applies_to")
    if inner is None:
        return Scope(MEETING_KINDS)
    scope = Scope(
        # Where the kinds cannot be read, the sheets of all of them are checked.
        inner.texts("meeting_kinds", among=MEETING_KINDS) or MEETING_KINDS,
        inner.texts("cell_kinds", required=False),
        inner.whole("members_at_least", required=False),
        inner.whole("members_below", required=False),
    )
    inner.close()
    _refuse_empty_range(inner, scope.members_at_least, scope.members_below)
    return scope


def _refuse_empty_range(fields: Fields, at_least: int | None, below: int | None) -> None:
    if below is not None and below <= (at_least or 0):
        fields.refuse("members_below", "không còn chi bộ nào có số đảng viên như vậy")


def _groups(fields: Fields, scope: Scope, max_points) -> tuple[Group, ...]:
    groups = tuple(_group(inner, scope) for inner in fields.each("groups", "nhóm"))
    maxima = [group.max_points for group in groups]
    if max_points is not None and groups and None not in maxima:
        fields.faults.extend(checking.total_faults(maxima, max_points))
    return groups


def _group(fields: Fields, scope: Scope) -> Group:
    entries = fields.each("criteria", "tiêu chí")
    sized = [_criterion(inner) for inner in entries]
    group = Group(
        code=fields.text("code"),
        title=fields.text("title"),
        max_points=fields.number("max_points"),
        criteria=tuple(criterion for criterion, _ in sized),
    )
    fields.close()
    readable = [
        (criterion, inner.place)
        for (criterion, has_size), inner in zip(sized, entries, strict=True)
        if has_size
    ]
    fields.faults.extend(checking.points_faults(readable, scope))
    if group.max_points is not None and readable and len(readable) == len(group.criteria):
        fields.faults.extend(checking.sum_faults(group, scope, fields.place))
    return group


def _criterion(fields: Fields) -> tuple[Criterion, bool]:
    """The criterion, and whether its points could be read in every situation."""
    before = len(fields.faults)
    kind = fields.choice("kind", Kind)
    max_points = fields.number("max_points", required=kind is not Kind.CONDITION)
    only_if = _condition(fields, "only_if", required=False)
    override = tuple(
        _override(inner, kind) for inner in fields.each("override", "override", required=False)
    )
    bonus = fields.choice("bonus", BonusPlace) if kind is Kind.BONUS else None
    has_size = fields.is_mapping and len(fields.faults) == before
    criterion = Criterion(
        code=fields.text("code"),
        title=fields.text("title"),
        kind=kind,
        # Only a condition may leave its points out, for it has none.
        max_points=max_points or checking.ZERO,
        only_if=only_if,
        override=override,
        bonus=bonus,
        **_particulars(fields, kind, required=True),
    )
    fields.close()
    return criterion, has_size


def _override(fields: Fields, kind: Kind | None) -> Override:
    when = _condition(fields, "when")
    changes = _particulars(fields, kind, required=False)
    changes["title"] = fields.text("title", required=False)
    changes["max_points"] = fields.number("max_points", required=False)
    if kind is Kind.BONUS:
        changes["bonus"] = fields.choice("bonus", BonusPlace, required=False)
    if fields.is_mapping and not any(fields.has(key) for key in fields.asked - {"when"}):
        fields.refuse("", "cần ít nhất một giá trị thay đổi")
    fields.close()
    return Override(when=when, **changes)


def _particulars(fields: Fields, kind: Kind | None, *, required: bool) -> dict[str, object]:
    """What a criterion and its overrides may both say; absent values are left out.

    With `required`, what the kind cannot do without must be there. A criterion without a readable
    kind gets no complaints about the keys that some kind has.
    """
    values = {
        "fact": fields.text("fact", required=False),
        "not_applicable": fields.choice("not_applicable", NotApplicablePolicy, required=False),
        "cap": _caps(fields),
    }
    match kind:
        case Kind.BAND:
            values["bands"] = _bands(fields, required=required)
        case Kind.NUMBER:
            values["step"] = fields.positive("step", required=False)
        case Kind.DEDUCTION:
            values["each"] = fields.positive("each", required=required)
            values["floor"] = fields.number("floor", required=False, at_least=None)
        case None:
            fields.asked |= {"bands", "step", "each", "floor", "bonus"}
    return {name: value for name, value in values.items() if value is not None}


def _caps(fields: Fields) -> tuple[Cap, ...] | None:
    caps = []
    for inner in fields.each("cap", "cap", required=False):
        caps.append(Cap(_condition(inner, "when"), inner.number("points")))
        inner.close()
    return tuple(caps) if fields.has("cap") else None


def _bands(fields: Fields, *, required: bool) -> tuple[Band, ...] | None:
    """The bands, highest first, whatever their order in the file."""
    bands = []
    for inner in fields.each("bands", "bands › bậc", required=required):
        bands.append(Band(inner.number("at_least"), inner.number("points")))
        inner.close()
    bounds = [band.at_least for band in bands]
    if not bands or None in bounds:
        return None
    bands.sort(key=lambda band: band.at_least, reverse=True)
    if 0 not in bounds:
        fields.refuse("bands", "thiếu bậc thấp nhất, từ 0 (at_least: 0)")
    for higher, lower in pairwise(bands):
        if higher.at_least == lower.at_least:
            fields.refuse("bands", f"mốc {lower.at_least} lặp lại")
    return tuple(bands)


def _condition(fields: Fields, key: str, *, required: bool = True) -> Condition | None:
    inner = fields.within(key, required=required)
    if inner is None:
        return None
    condition = Condition(
        inner.texts("meeting_kind", among=MEETING_KINDS, required=False),
        inner.texts("cell_kind", required=False),
        inner.whole("members_at_least", required=False),
        inner.whole("members_below", required=False),
        inner.whole("unexcused_at_least", required=False),
    )
    inner.close()
    if not any(inner.has(key) for key in inner.data):
        inner.refuse("", "điều kiện không được để trống")
    _refuse_empty_range(inner, condition.members_at_least, condition.members_below)
    return condition


def _ranks(fields: Fields, max_points) -> tuple[Rank, ...]:
    ranks = []
    for inner in fields.each("ranks", "mức xếp loại"):
        rank = Rank(inner.text("code"), inner.text("title"), inner.number("at_least"))
        inner.close()
        if None not in (max_points, rank.at_least) and rank.at_least > max_points:
            inner.refuse("at_least", f"vượt quá điểm tối đa của bộ tiêu chí ({max_points})")
        ranks.append(rank)
    bounds = [rank.at_least for rank in ranks]
    if ranks and None not in bounds:
        if any(higher <= lower for higher, lower in pairwise(bounds)):
            fields.refuse("ranks", "phải xếp từ cao xuống thấp, không trùng mốc điểm (at_least)")
        if 0 not in bounds:
            fields.refuse("ranks", "thiếu mức thấp nhất, từ 0 điểm (at_least: 0)")
    return tuple(ranks)


def _gates(fields: Fields) -> tuple[Gate, ...]:
    gates = []
    for inner in fields.each("gates", "điều kiện chặn", required=False):
        if inner.is_mapping and inner.has("unless_full") == inner.has("when"):
            inner.refuse(
                "",
                "cần đúng một trong hai: tiêu chí phải đủ điểm (unless_full) hoặc điều kiện (when)",
            )
        gate = Gate(
            cap=inner.text("cap"),
            message=inner.text("message"),
            unless_full=inner.texts("unless_full", required=False),
            when=_condition(inner, "when", required=False),
        )
        inner.close()
        gates.append(gate)
    return tuple(gates)


def _rollups(fields: Fields) -> dict[str, Rollup | None]:
    periods = fields.within("rollup", required=False)
    if periods is None:
        return {}
    year, quarter = periods.within("year"), periods.within("quarter", required=False)
    periods.close()
    return {"year": _rollup(year), "quarter": _rollup(quarter)}


def _rollup(fields: Fields | None) -> Rollup | None:
    if fields is None:
        return None
    kind = fields.choice("kind", RollupKind)
    rules = ()
    if kind is RollupKind.COUNT:
        rules = tuple(_rule(rule) for rule in fields.each("rules", "quy tắc"))
    elif kind is None:
        fields.asked.add("rules")
    fields.close()
    return Rollup(kind, rules)


def _rule(fields: Fields) -> RollupRule:
    count = None
    if (inner := fields.within("count", required=False)) is not None:
        count = RollupCount(inner.text("rank"), inner.whole("at_least"))
        inner.close()
    rule = RollupRule(
        rank=fields.text("rank"),
        all_at_least=fields.text("all_at_least", required=False),
        count=count,
        meeting_kinds=fields.texts("meeting_kinds", among=MEETING_KINDS, required=False),
    )
    fields.close()
    return rule
