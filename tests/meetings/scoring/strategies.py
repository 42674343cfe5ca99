"""Hypothesis strategies: valid criteria sets as plain data, and meetings that they are made for.

Bands rise with their bounds, so that a higher value is never worth less. Some groups change with
the kind of meeting: a criterion gives up points to another one that is only there when combined.
"""

from decimal import Decimal

from hypothesis import strategies as st

from meetings.scoring.engine import sheet_of
from meetings.scoring.model import NOT_APPLICABLE, Kind, Situation
from meetings.scoring.reading import from_data
from tests.meetings.scoring.builders import criterion, group, set_data

halves = st.integers(1, 40).map(lambda number: Decimal(number) / 2)
policies = st.sampled_from(["full", "rescale", "exclude", "refuse"])
conditions = st.one_of(
    st.fixed_dictionaries({"meeting_kind": st.sampled_from(["regular", ["thematic", "combined"]])}),
    st.fixed_dictionaries({"members_at_least": st.integers(0, 60)}),
    st.fixed_dictionaries({"members_below": st.integers(1, 60)}),
    st.fixed_dictionaries({"unexcused_at_least": st.integers(0, 4)}),
    st.fixed_dictionaries({"cell_kind": st.just("school"), "members_at_least": st.just(10)}),
)
situations = st.builds(
    Situation,
    meeting_kind=st.sampled_from(["regular", "thematic", "combined"]),
    members=st.integers(1, 80),
    cell_kind=st.sampled_from([None, "school", "office"]),
    unexcused=st.integers(0, 5),
)


def up_to(maximum):
    """Points from 0 to the maximum in halves."""
    return st.integers(0, int(maximum * 2)).map(lambda number: Decimal(number) / 2)


@st.composite
def rising_bands(draw, maximum):
    bounds = draw(st.sets(st.integers(1, 100), max_size=4))
    points = sorted(draw(up_to(maximum)) for _ in range(len(bounds) + 1))
    return [
        {"at_least": bound, "points": worth}
        for bound, worth in zip([0, *sorted(bounds)], points, strict=True)
    ]


@st.composite
def particulars(draw, kind, maximum):
    """What the kind needs beside code, title and maximum."""
    if kind == "band":
        return {"bands": draw(rising_bands(maximum))}
    if kind == "number":
        return {"step": draw(st.sampled_from(["0.5", "0.25", 1]))}
    if kind == "deduction":
        return {"each": draw(halves), "floor": draw(st.integers(-9, 0))}
    if kind == "bonus":
        return {"bonus": draw(st.sampled_from(["within_group", "over"]))}
    return {}


@st.composite
def criteria(draw, code):
    kind = draw(st.sampled_from(list(Kind)))
    maximum = Decimal(0) if kind is Kind.CONDITION else draw(halves)
    entry = criterion(code, str(kind), maximum, not_applicable=draw(policies))
    entry |= draw(particulars(kind, maximum))
    if draw(st.booleans()):
        entry["fact"] = f"fact_{code}"
    if draw(st.booleans()):
        entry["cap"] = [{"when": draw(conditions), "points": draw(up_to(maximum))}]
    if draw(st.booleans()):
        changed = draw(particulars(kind, maximum))
        changed.pop("bonus", None)
        entry["override"] = [{"when": draw(conditions), "title": "Khác", **changed}]
    return entry


@st.composite
def groups(draw, code):
    entries = [
        draw(criteria(f"{code}.{number}")) for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    if draw(st.booleans()):
        given_up, maximum = draw(halves), draw(halves)
        entries.append(
            criterion(
                f"{code}.a",
                "number",
                maximum + given_up,
                override=[{"when": {"meeting_kind": "combined"}, "max_points": maximum}],
            )
        )
        only_combined = {"meeting_kind": "combined"}
        entries.append(criterion(f"{code}.b", "yes_no", given_up, only_if=only_combined))
        total = maximum + given_up
    else:
        total = Decimal(0)
    total += sum(each["max_points"] for each in entries[:4] if is_summed(each, code))
    return group(code, total, *entries)


def is_summed(entry, code):
    is_fixed = entry["code"] not in (f"{code}.a", f"{code}.b")
    return is_fixed and entry.get("bonus") != "over"


@st.composite
def sets(draw):
    """A whole set as plain data, in the shape of its file."""
    found = [draw(groups(str(number))) for number in range(1, draw(st.integers(1, 4)) + 1)]
    found.append(group("last", 10, criterion("last.1", "yes_no", 10)))
    maximum = sum(each["max_points"] for each in found)
    codes = [entry["code"] for each in found for entry in each["criteria"]]
    ranks = [
        {"code": code, "title": code, "at_least": maximum * share / 100}
        for code, share in (("good", 90), ("fair", 70), ("average", 50), ("poor", 0))
    ]
    gates = [
        {
            "cap": draw(st.sampled_from(["fair", "average"])),
            "unless_full": draw(st.lists(st.sampled_from(codes), min_size=1, max_size=3)),
            "message": "chưa đủ",
        },
        {"cap": "poor", "when": draw(conditions), "message": "tình huống"},
    ]
    rollups = [
        None,
        {"year": {"kind": "average"}},
        {
            "year": {
                "kind": "count",
                "rules": [
                    {"rank": "good", "all_at_least": "fair", "meeting_kinds": ["regular"]},
                    {"rank": "fair", "count": {"rank": "fair", "at_least": 3}},
                ],
            }
        },
    ]
    return set_data(
        *found,
        max_points=maximum,
        ranks=ranks,
        gates=draw(st.permutations(gates)),
        rollup=draw(st.sampled_from(rollups)),
    )


def marks_for(on_sheet):
    """Every mark that the criterion takes, not applicable included where it may be."""
    values = {
        Kind.BAND: st.integers(0, 120) | st.fractions(0, 120, max_denominator=50),
        Kind.NUMBER: st.integers(0, int(on_sheet.max_points / on_sheet.step)).map(
            lambda steps: steps * on_sheet.step
        ),
        Kind.DEDUCTION: st.integers(0, 20),
        Kind.BONUS: st.booleans() | st.just(on_sheet.max_points),
    }.get(on_sheet.kind, st.booleans())
    if on_sheet.not_applicable != "refuse":
        values |= st.just(NOT_APPLICABLE)
    return values


@st.composite
def meetings(draw):
    """A set's data, a situation, and marks for every criterion of its sheet."""
    data, situation = draw(sets()), draw(situations)
    sheet = sheet_of(from_data(data), situation)
    marks = {each.code: draw(marks_for(each)) for found in sheet for each in found.criteria}
    # The last group is never taken out, so something is always left to scale from.
    return data, situation, marks
