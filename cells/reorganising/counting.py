"""Organisations, cells and members of the touched branches before and after. Pure.

What a branch holds beside the organisations that are looked at one by one goes with it; so the
figures after are exact without carrying anything out.
"""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """Organisations, cells among them, and members at home there, on the day."""

    orgs: int = 0
    cells: int = 0
    members: int = 0

    def __add__(self, other):
        return Counts(
            self.orgs + other.orgs, self.cells + other.cells, self.members + other.members
        )

    def __sub__(self, other):
        return Counts(
            self.orgs - other.orgs, self.cells - other.cells, self.members - other.members
        )


@dataclass(frozen=True)
class Branch:
    """A branch, its head included; `after` is None when the head ends, `before` when founded."""

    org_key: str
    name: str
    before: Counts | None
    after: Counts | None


def counted_orgs(plan):
    """The existing organisations whose branches are counted: touched ones and their parents."""
    orgs = {*plan.after, *plan.ended}
    orgs |= {reading.into for reading in plan.readings}
    for org_id in [*plan.after, *plan.ended]:
        orgs.add(plan.org(org_id).parent)
        if org_id in plan.state.orgs:
            orgs.add(plan.state.orgs[org_id].parent)
    return sorted(org_id for org_id in orgs if org_id is not None and org_id > 0)


def count_branches(plan, totals, paths):
    """The `Branch`es by path, founded ones last; `totals` and `paths` of `counted_orgs`."""
    own = _own_before(plan, totals)
    after = Counter()
    founded = {org_id for org_id in plan.after if org_id < 0}
    heads = {*totals, *founded}
    own_after = _own_after(plan, own, founded)
    after = dict.fromkeys(heads, Counts())
    for org_id, counts in own_after.items():
        for head in _way_up(org_id, lambda here: _parent_after(plan, here)):
            if head in heads:
                after[head] += counts
    ordered = [*sorted(totals, key=paths.get), *sorted(founded, reverse=True)]
    return tuple(
        Branch(
            plan.org(org_id).key,
            plan.org(org_id).name,
            totals.get(org_id),
            None if org_id in plan.ended else after[org_id],
        )
        for org_id in ordered
    )


def _way_up(org_id, parent_of):
    while org_id is not None:
        yield org_id
        org_id = parent_of(org_id)


def _parent_after(plan, org_id):
    return plan.after[org_id].parent if org_id in plan.after else plan.state.above.get(org_id)


def _own_before(plan, totals):
    """What a branch holds without the counted branches below it."""
    own = dict(totals)
    for org_id, counts in totals.items():
        above = _way_up(plan.state.above.get(org_id), plan.state.above.get)
        nearest = next((head for head in above if head in totals), None)
        if nearest is not None:
            own[nearest] -= counts
    return own


def _own_after(plan, own, founded):
    kinds = plan.state.kinds
    own = dict(own)
    for org_id in founded:
        own[org_id] = Counts(1, int(kinds[plan.after[org_id].kind].is_cell))
    for org_id in own.keys() & plan.after.keys() & plan.state.orgs.keys():
        was, is_now = (
            kinds[org.kind].is_cell for org in (plan.state.orgs[org_id], plan.org(org_id))
        )
        own[org_id] += Counts(0, is_now - was)
    for org_id in plan.ended:
        own[org_id] -= Counts(1, int(kinds[plan.org(org_id).kind].is_cell))
    for seat, into in plan.handed:
        if _counts(plan, seat):
            own[seat.cell] -= Counts(members=1)
            own[into] += Counts(members=1)
    return own


def _counts(plan, seat):
    return not seat.is_temporary and seat.begins_on <= plan.state.day
