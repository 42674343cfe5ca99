"""What would come of a reorganisation: who and what moves, and what is in the way."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from cells.models import TouchedRow
from cells.reorganising.counting import Branch, Counts, count_branches, counted_orgs
from cells.reorganising.lines import LineFault, LineVerb
from cells.reorganising.loading import load, places
from cells.reorganising.plan import make_plan
from cells.tree import branch_counts, vast_branches

Table = TouchedRow.Table


@dataclass(frozen=True)
class OrgText:
    """An organisation as people read it; `parent` is a name, empty at the root."""

    name: str
    code: str
    kind: str
    parent: str


@dataclass(frozen=True)
class LineEffect:
    """What one line does. `before` is None when it founds, `after` when it ends.

    `org_key` is empty for what is founded; `into` names the organisation that takes over.
    `along` is the branch that goes with it on the day, itself included (None when founded).
    """

    number: int
    verb: LineVerb
    org_key: str
    name: str
    before: OrgText | None
    after: OrgText | None
    into: str = ""
    into_key: str = ""
    along: Counts | None = None


@dataclass(frozen=True)
class Follower:
    """A child that goes along with its merged committee by itself; `number` is that line's."""

    number: int
    org_key: str
    name: str
    into: str


@dataclass(frozen=True)
class Movement:
    """How many members go from one cell to another for good, and how many temporary ones."""

    source: str
    source_key: str
    target: str
    target_key: str
    members: int
    temporary: int


@dataclass(frozen=True)
class Ending:
    """An office or a role (`table` appointment or grant) that ends the day before."""

    table: str
    org: str
    org_key: str
    who: str
    what: str


@dataclass(frozen=True)
class Preview:
    """The whole, changed nowhere yet; with `faults` it cannot be carried out."""

    effective_on: date
    faults: tuple[LineFault, ...]
    effects: tuple[LineEffect, ...]
    followers: tuple[Follower, ...]
    branches: tuple[Branch, ...]
    movements: tuple[Movement, ...]
    endings: tuple[Ending, ...]
    warnings: tuple[str, ...]

    @property
    def members_moved(self):
        return sum(movement.members for movement in self.movements)

    @property
    def is_possible(self):
        return not self.faults


def preview(lines, *, effective_on, by):
    """The `Preview` of `lines` for that day, as `by` may see it; writes nothing."""
    plan = make_plan(load(lines, day=effective_on, by=by), lines)
    if plan.faults:
        return Preview(effective_on, plan.faults, (), (), (), (), (), ())
    paths = _counted(plan, places(counted_orgs(plan), (effective_on,)))
    totals = {
        org_id: Counts(*counts) for org_id, counts in branch_counts(paths, on=effective_on).items()
    }
    return Preview(
        effective_on=effective_on,
        faults=(),
        effects=tuple(_effect(plan, reading, totals) for reading in plan.readings),
        followers=tuple(_followers(plan)),
        branches=count_branches(plan, totals, paths),
        movements=tuple(_movements(plan)),
        endings=tuple(
            _ending(plan, holding) for holding in plan.ending if holding.table != Table.TERM
        ),
        warnings=tuple(_warnings(plan)),
    )


def _counted(plan, paths):
    """The paths of `paths` whose branches are counted: none that is a large part of the nation.

    What merely holds what changes differs by the few organisations that begin and end, which the
    page says anyway; to count five million members for that would take half a minute.
    """
    changing = {*plan.after, *plan.ended, *(reading.into for reading in plan.readings)}
    holding = [path for org_id, path in paths.items() if org_id not in changing]
    vast = vast_branches(holding, on=plan.state.day)
    return {org_id: path for org_id, path in paths.items() if path not in vast}


def _effect(plan, reading, totals):
    before = plan.state.orgs.get(reading.org)
    after = plan.after.get(reading.org)
    into = plan.org(reading.into) if reading.into else None
    return LineEffect(
        number=reading.number,
        verb=reading.line.verb,
        org_key=before.key if before else "",
        name=(before or after).name,
        before=_text(before, plan.state.kinds, plan.state.orgs.get) if before else None,
        after=_text(after, plan.state.kinds, plan.org) if after else None,
        into=into.name if into else "",
        into_key=into.key if into else "",
        along=totals.get(reading.org),
    )


def _text(org, kinds, find):
    parent = find(org.parent) if org.parent else None
    return OrgText(org.name, org.code, kinds[org.kind].name, parent.name if parent else "")


def _followers(plan):
    for child, number in plan.followers.items():
        org = plan.after[child]
        yield Follower(number, org.key, org.name, plan.org(org.parent).name)


def _movements(plan):
    going = {}
    for seat, into in plan.handed:
        going.setdefault((seat.cell, into), Counter())[seat.is_temporary] += 1
    for (cell, into), count in going.items():
        source, target = plan.org(cell), plan.org(into)
        yield Movement(source.name, source.key, target.name, target.key, count[False], count[True])


def _ending(plan, holding):
    org = plan.org(holding.org)
    return Ending(holding.table, org.name, org.key, holding.who, holding.what)


def _warnings(plan):
    day = plan.state.day
    targets = {reading.parent for reading in plan.readings}
    targets |= {reading.into for reading in plan.readings}
    for org_id in sorted(target for target in targets - {None} if target > 0):
        org = plan.state.orgs[org_id]
        if org.last_begins_on > day:
            yield f"{org.name} còn thay đổi khác đã quyết định từ {org.last_begins_on:%d/%m/%Y}."
    late = sum(seat.begins_on >= day for seat, _ in plan.handed)
    if late:
        yield (
            f"{late} lượt đảng viên vào danh sách từ {day:%d/%m/%Y} trở đi "
            "được chuyển nguyên sang chi bộ mới."
        )
    if plan.dropped:
        yield f"{len(plan.dropped)} lượt sinh hoạt tạm thời kết thúc vì trùng chi bộ chính thức."
