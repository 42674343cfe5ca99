"""Random reorganisations, one after the other: the tree stays a tree, and undoing is exact."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cells.actions.reorganise import carry_out, undo
from cells.models import Membership, OrgKind, PartyOrg, PartyOrgPath, PartyOrgVersion
from cells.models.periods import from_day
from cells.reorganising.lines import Line, LinesRefused, LineVerb
from cells.reorganising.preview import preview
from cells.tree import branch_counts
from tests.cells.reorganising import dump, new_decision
from tests.factories import (
    kind,
    make_appointment,
    make_grant,
    make_member,
    make_membership,
    make_org,
    make_user,
)

FIRST = date(2024, 1, 1)
COMMITTEES = ("A", "B", "C", "D")
numbers = count(1)
CELLS = ("a1", "a2", "b1", "b2", "c1", "d1")


@pytest.fixture
def forest(db):
    """Four committees below a root, D below C, six cells with members, offices and roles."""
    committee = kind("grassroots_committee")
    free = OrgKind.objects.create(
        code="free_cell", name="Chi bộ tự do", symbol="CB", level=5, is_cell=True
    )
    committee.may_contain.add(committee, free)
    root_kind = kind("upper_committee")
    root_kind.may_contain.add(free, kind("cell"))
    root = make_org(kind_code="upper_committee", name="Gốc", code="R")
    orgs = {}
    for code in COMMITTEES:
        above = orgs["C"] if code == "D" else root
        orgs[code] = make_org(
            parent=above, kind_code="grassroots_committee", code=code, name=f"Đảng bộ {code}"
        )
    for code in CELLS:
        orgs[code] = make_org(parent=orgs[code[0].upper()], code=code, name=f"Chi bộ {code}")
        members = [make_member(cell=orgs[code]) for _ in range(2)]
        make_appointment(members[0], orgs[code])
        make_grant(make_user(), "secretary", orgs[code])
    guest = Membership.objects.get(member=members[1])
    make_membership(guest.member, orgs["a1"], is_temporary=True)
    admin = make_user("admin")
    make_grant(admin, "org_admin", root)
    return {"root": root, "admin": admin}


class Writer:
    """Writes lines about what lives on a day, sensible more often than not."""

    def __init__(self, chance, day):
        self.chance = chance
        self.lines = []
        living = PartyOrgVersion.objects.on(day).exclude(code="R").order_by("id")
        rows = living.values_list("code", "kind__is_cell", "org", "parent")
        self.sorts = {code: is_cell for code, is_cell, _, _ in rows}
        codes = {org: code for code, _, org, _ in rows}
        self.below = {}
        for code, _, _, parent in rows:
            self.below.setdefault(codes.get(parent, "R"), []).append(code)
        self.rolls = {}
        members = Membership.objects.filter(cell__in=codes, period__overlap=from_day(day))
        for cell, key in members.order_by("member__key").values_list("cell", "member__key"):
            self.rolls.setdefault(codes[cell], []).append(key)

    def write(self):
        for verb in self.chance.choices(list(LineVerb), k=self.chance.randint(1, 3)):
            code = self.chance.choice(sorted(self.sorts))
            getattr(self, f"_{verb.value}")(code)
        return self.lines

    def _line(self, verb, code, **values):
        self.lines.append(
            Line(number=len(self.lines) + 1, verb=LineVerb(verb), code=code, **values)
        )

    def _other(self, code):
        """Another living organisation of the same sort, itself when there is none."""
        alike = [other for other in sorted(self.sorts) if self.sorts[other] == self.sorts[code]]
        return self.chance.choice([other for other in alike if other != code] or [code])

    def _committee(self):
        alike = [code for code in sorted(self.sorts) if not self.sorts[code]]
        return self.chance.choice([*alike, "R"])

    def _found(self, code):
        new = f"N{next(numbers)}"
        kind_code = "cell" if self.sorts[code] else "grassroots_committee"
        self._line("found", new, name=f"Mới {new}", kind=kind_code, parent=self._committee())
        return new

    def _rename(self, code):
        into = self.chance.choice(["", f"R{next(numbers)}", self._other(code)])
        self._line("rename", code, name=f"Tên {self.chance.randint(1, 99)}", into=into)

    def _change_kind(self, code):
        usual = ("cell", "free_cell") if self.sorts[code] else ("grassroots_committee", "cell")
        self._line("change_kind", code, kind=self.chance.choice(usual))

    def _move(self, code):
        self._line("move", code, parent=self._committee())

    def _merge(self, code):
        into = self._found(code) if self.chance.random() < 0.3 else self._other(code)
        for source in {code: 0, self._other(code): 0} if into.startswith("N") else [code]:
            self._line("merge", source, into=into)

    def _split(self, code):
        parts = [self._found(code), self._other(code)]
        keys = list(dict.fromkeys(self.rolls.get(code, ())))
        for place, part in enumerate(parts):
            self._line("split", code, into=part, members=tuple(keys[place::2]))
        self._empty(code, parts)

    def _dissolve(self, code):
        self._line("dissolve", code)
        self._empty(code, [self._committee()])

    def _empty(self, code, targets):
        for child in self.below.get(code, ()):
            self._line("move", child, parent=self.chance.choice(targets))


def check_tree(day):
    """The paths of the day are what a walk over its versions gives, and all members have a cell."""
    versions = {row.org_id: row for row in PartyOrgVersion.objects.on(day).select_related("kind")}
    walked = set()
    for org_id, version in versions.items():
        way = [org_id]
        while version.parent_id is not None:
            assert version.parent_id not in way
            version = versions[version.parent_id]
            way.append(version.org_id)
        walked.add((org_id, "/" + "/".join(map(str, reversed(way))) + "/", len(way)))
    assert set(PartyOrgPath.objects.on(day).values_list("org", "path", "depth")) == walked
    homes = Membership.objects.on(day).filter(is_temporary=False)
    assert homes.count() == homes.values("member").distinct().count() == 2 * len(CELLS)
    for row in Membership.objects.on(day):
        assert versions[row.cell_id].kind.is_cell
    codes = [version.code for version in versions.values()]
    assert len(codes) == len(set(codes))


def check_figures(shown, day):
    """The preview told what every branch holds after."""
    orgs = dict(PartyOrg.objects.on(day).values_list("key", "pk"))
    paths = dict(PartyOrgPath.objects.on(day).values_list("org", "path"))
    counts = branch_counts(paths, on=day)
    for branch in shown.branches:
        if not branch.org_key:
            continue
        if branch.after is None:
            assert branch.org_key not in orgs
        else:
            told = branch.after
            assert counts[orgs[branch.org_key]] == (told.orgs, told.cells, told.members)


def attempt(forest, lines, day, shown):
    """The reorganisation, or None when it is refused for what the preview said."""
    how = {
        "lines": lines,
        "effective_on": day,
        "decision": new_decision(forest["root"]),
        "by": forest["admin"],
    }
    if shown.is_possible:
        return carry_out(**how)
    with pytest.raises(LinesRefused) as refused:
        carry_out(**how)
    assert refused.value.faults == shown.faults
    return None


def run(forest, steps):
    """Carry out what can be carried out, check, then undo it all backwards; returns how many."""
    done, day = [], FIRST
    for days, chance in steps:
        day += timedelta(days=days)
        lines = Writer(chance, day).write()
        before = dump()
        shown = preview(lines, effective_on=day, by=forest["admin"])
        reorganisation = attempt(forest, lines, day, shown)
        if reorganisation is None:
            assert dump() == before
            continue
        done.append((reorganisation, before))
        check_figures(shown, day)
        for changed, _ in done:
            check_tree(changed.effective_on)
            check_tree(changed.effective_on - timedelta(days=1))
    for reorganisation, before in reversed(done):
        undo(reorganisation=reorganisation, by=forest["admin"])
        assert dump() == before
    return len(done)


@settings(
    max_examples=45,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
    database=None,
)
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 40), st.randoms(use_true_random=False)), min_size=3, max_size=8
    )
)
def test_sequences_keep_the_tree_and_are_undone_exactly(forest, steps):
    with transaction.atomic():
        run(forest, steps)
        transaction.set_rollback(True)
