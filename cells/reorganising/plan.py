"""What the lines do to the state of their day, all together, or why they cannot. Pure.

The lines are a set: what is founded is there before anything moves, and every check is made of
the tree as it stands when all lines have been carried out.
"""

from dataclasses import dataclass, replace

from cells.reorganising.lines import LineFault, LineVerb
from cells.reorganising.people import deal_members
from cells.reorganising.reading import Reader, Reading, founded_org
from cells.reorganising.state import Holding, Org, Seat, State
from cells.reorganising.tree_checks import check_tree

V = LineVerb


@dataclass(frozen=True)
class Plan:
    """What is to be written, or `faults`, because of which nothing is.

    `after` holds the organisations that change or are founded as they will be, `ended` those that
    end with the line that says so, `followers` the children that go along with a committee that is
    merged, with the line's number; `handed` the memberships with the cell that takes them,
    `dropped` those that end because the member's home comes to where they led.
    """

    state: State
    readings: tuple[Reading, ...] = ()
    after: dict[int, Org] = None
    ended: dict[int, Reading] = None
    followers: dict[int, int] = None
    handed: tuple[tuple[Seat, int], ...] = ()
    dropped: tuple[Seat, ...] = ()
    ending: tuple[Holding, ...] = ()
    successions: tuple[tuple[int, int], ...] = ()
    faults: tuple[LineFault, ...] = ()

    def org(self, org_id):
        """The organisation as it is when all is done, or was when it ends."""
        return self.after.get(org_id) or self.state.orgs[org_id]


class Draft:
    """A plan in the making: the steps fill it, `faults` grows."""

    def __init__(self, state):
        self.state = state
        self.readings = []
        self.after = {}
        self.ended = {}
        self.followers = {}
        self.handed = []
        self.dropped = []
        self.faults = []
        # For each organisation the line and field that last said where and as what it stands.
        self.placed = {}
        self.first_line = {}

    def refuse(self, number, field, reason):
        self.faults.append(LineFault(number, field, reason))

    def org(self, org_id):
        return self.after.get(org_id) or self.state.orgs[org_id]

    def kinds_of(self, org_id):
        """The kinds that an organisation has from the day on."""
        org = self.org(org_id)
        known = self.state.orgs.get(org_id)
        if known is None or known.kind != org.kind:
            return {org.kind}
        return {org.kind, *org.kinds_to_come}

    def is_cell(self, org_id):
        return {self.state.kinds[kind].is_cell for kind in self.kinds_of(org_id)}


def make_plan(state, lines):
    """The plan for `lines` in `state`; its faults come sorted by line."""
    lines = sorted(lines, key=lambda line: line.number)
    draft = Draft(state)
    _read(draft, lines)
    _claim(draft)
    _check_targets(draft)
    _apply(draft)
    _check_dates(draft)
    # The checks of the whole would accuse good lines of what a bad one failed to do.
    if not draft.faults:
        check_tree(draft)
        deal_members(draft)
    return Plan(
        state=state,
        readings=tuple(draft.readings),
        after=draft.after,
        ended=draft.ended,
        followers=draft.followers,
        handed=tuple(draft.handed),
        dropped=tuple(draft.dropped),
        ending=tuple(
            holding for org_id in draft.ended for holding in state.holdings.get(org_id, ())
        ),
        successions=_successions(draft),
        faults=tuple(
            sorted(dict.fromkeys(draft.faults), key=lambda fault: (fault.number, fault.field))
        ),
    )


def _read(draft, lines):
    reader = Reader(draft.state, lines)
    numbers = set()
    for line in lines:
        if line.number in numbers:
            draft.refuse(line.number, "number", f"Có hai dòng cùng số {line.number}.")
            continue
        numbers.add(line.number)
        reading = reader.read(line)
        if reading is not None:
            draft.readings.append(reading)
    draft.faults.extend(reader.faults)


def _claim(draft):
    """One organisation ends at most once, and changes at most once in each respect."""
    claims = {}
    kept = []
    for reading in draft.readings:
        verb = reading.line.verb
        said = claims.setdefault(reading.org, {})
        clash = _clash(said, verb)
        if clash is not None:
            draft.refuse(
                reading.number,
                "code",
                f"Trái với dòng {said[clash]}: tổ chức này đã có việc “{clash.label}” cùng ngày.",
            )
            continue
        said.setdefault(verb, reading.number)
        draft.first_line.setdefault(reading.org, reading.number)
        if verb.ends:
            draft.ended.setdefault(reading.org, reading)
        kept.append(reading)
    draft.readings = kept


def _clash(said, verb):
    """The verb already said of an organisation that does not go with `verb`, or None."""
    for other in said:
        if other == verb == V.SPLIT:
            continue
        if other == verb or other.ends or verb.ends:
            return other
    return None


def _check_targets(draft):
    """Whoever takes something in does not end: not in another line, not on a later day."""
    for reading in draft.readings:
        for field in ("parent", "into"):
            target = getattr(reading, field)
            if target is None:
                continue
            ending = draft.ended.get(target)
            if target == reading.org:
                draft.refuse(reading.number, field, "Tổ chức không thể vào chính mình.")
            elif ending is None:
                _check_lasting(draft, reading.number, field, target)
            elif ending.number > reading.number:
                draft.refuse(
                    ending.number,
                    "code",
                    f"Trái với dòng {reading.number}: tổ chức này nhận thêm ở đó, "
                    "nên không thể kết thúc cùng ngày.",
                )
            else:
                draft.refuse(
                    reading.number,
                    field,
                    f"Trái với dòng {ending.number}: tổ chức này kết thúc cùng ngày.",
                )


def _apply(draft):
    for reading in draft.readings:
        line, org_id = reading.line, reading.org
        if line.verb.ends:
            continue
        if line.verb == V.FOUND:
            draft.after[org_id] = founded_org(reading)
            draft.placed[org_id] = (reading.number, "kind")
            continue
        old = draft.org(org_id)
        new = replace(old, **_change(reading, old))
        if new == old:
            draft.refuse(reading.number, "code", f"Không có gì đổi: {old.name} vốn đã như vậy.")
        draft.after[org_id] = new
        if line.verb != V.RENAME:
            field = "parent" if line.verb == V.MOVE else "kind"
            draft.placed[org_id] = (reading.number, field)
    _follow(draft)


def _change(reading, old):
    line = reading.line
    if line.verb == V.RENAME:
        short_name = line.short_name or line.name
        return {"name": line.name, "short_name": short_name, "code": line.into or old.code}
    if line.verb == V.MOVE:
        return {"parent": reading.parent}
    return {"kind": reading.kind}


def _follow(draft):
    """Children of a committee that is merged go along, unless a line of their own moves them."""
    moved = {reading.org for reading in draft.readings if reading.line.verb == V.MOVE}
    for org_id, reading in draft.ended.items():
        if reading.line.verb != V.MERGE:
            continue
        for child in draft.state.children.get(org_id, ()):
            if child in moved or child in draft.ended:
                continue
            draft.after[child] = replace(draft.org(child), parent=reading.into)
            draft.followers[child] = reading.number
            draft.placed[child] = (reading.number, "into")
            draft.first_line.setdefault(child, reading.number)


def _check_dates(draft):
    """The day comes after the last change of whatever changes, and before no end of it."""
    day = draft.state.day
    for org_id in [*draft.after, *draft.ended]:
        org = draft.state.orgs.get(org_id)
        if org is None:
            continue
        number = draft.first_line[org_id]
        if org.last_begins_on >= day:
            draft.refuse(
                number,
                "code",
                f"Ngày {day:%d/%m/%Y} là ngày trước lần thay đổi gần nhất của {org.name} "
                f"({org.last_begins_on:%d/%m/%Y}) hoặc cùng ngày đó.",
            )
        _check_lasting(draft, number, "code", org_id)


def _check_lasting(draft, number, field, org_id):
    org = draft.state.orgs.get(org_id)
    if org is not None and org.ends_on is not None:
        draft.refuse(
            number, field, f"{org.name} đã được quyết định kết thúc từ {org.ends_on:%d/%m/%Y}."
        )


def _successions(draft):
    """Who ends and who takes over, each pair once, in the order of the lines."""
    pairs = {
        (reading.org, reading.into): None
        for reading in draft.readings
        if reading.line.verb in {V.MERGE, V.SPLIT}
    }
    return tuple(pairs)
