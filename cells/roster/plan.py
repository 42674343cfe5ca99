"""What an import would change: every line beside what is stored, before anything is changed."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from cells.models import Appointment, Member, Membership, PartyOrgPath, PartyOrgVersion
from cells.policies import can_manage_people
from cells.roster.columns import TITLES, Column, columns_of, fold
from cells.roster.lines import Fault, parse
from cells.roster.spells import SpellChange, SpellRefused, Spells
from cells.tree import path_of

CHUNK = 5000
FACTS = {
    "family_name": "Họ và tên đệm",
    "given_name": "Tên",
    "sex": "Giới tính",
    "birth_year": "Năm sinh",
    "ethnicity": "Dân tộc",
    "card_number": "Số thẻ",
    "admitted_on": "Ngày vào Đảng",
    "official_on": "Ngày chính thức",
}


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"
    LEFT = "left"  # the file says that the member has left: told, not done


@dataclass(slots=True)
class Known:
    """A stored member with the home membership of the day, None when on no roll."""

    pk: int
    key: str
    facts: tuple  # in the order of FACTS
    membership_id: int | None = None
    cell_id: int | None = None
    begins_on: object = None

    @property
    def name(self):
        return f"{self.facts[0]} {self.facts[1]}"


@dataclass(slots=True)
class Entry:
    """What becomes of one line; `changes` are (fact, before, after), the status apart."""

    line: object
    outcome: Outcome
    cell_id: int
    known: Known | None = None
    changes: list = field(default_factory=list)
    spell: SpellChange | None = None
    new: Member | None = None  # once carried out

    @property
    def member_id(self):
        return self.known.pk if self.known else self.new.pk

    @property
    def key(self):
        return self.known.key if self.known else self.new.key


@dataclass
class Plan:
    """The whole import: entries, faults by line, members of the file's cells that it lacks."""

    day: object
    entries: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    cells: dict = field(default_factory=dict)  # names of cells by id
    counts: Counter = field(default_factory=Counter)

    def of(self, *outcomes):
        return [entry for entry in self.entries if entry.outcome in outcomes]

    @property
    def changes_anything(self):
        return any(self.counts[o] for o in (Outcome.NEW, Outcome.CHANGED, Outcome.MOVED))

    def digest(self):
        """What was shown, so that carrying out something else is noticed."""
        shown = hashlib.sha256()
        for e in self.entries:
            if e.outcome not in (Outcome.SAME, Outcome.LEFT):
                member = e.known.pk if e.known else None
                came_from = e.known.membership_id if e.known else None
                shown.update(
                    repr((e.line.number, e.outcome, e.cell_id, member, came_from)).encode()
                )
                shown.update(repr((e.changes, e.spell)).encode())
        return shown.hexdigest()


class Planner:
    """Puts the rows of a `RosterImport` beside what is stored; reads only."""

    def __init__(self, roster_import, user):
        self.user = user
        self.roster_import = roster_import
        self.day = roster_import.effective_on
        self.plan = Plan(self.day)
        self.mapping = columns_of(roster_import.mapping)
        self.path = path_of(roster_import.org, on=self.day)
        self.reachable = set()
        self.spells = Spells(self.day)

    def run(self):
        """Yields how many lines have been compared; then `plan` holds all."""
        self.tells_standing = self._tells_standing()
        self._load_cells()
        self._load_members()
        done = 0
        for rows in self._chunks():
            lines = [parse(number, cells, self.mapping) for number, cells in rows]
            self._load_elsewhere(lines)
            for line in lines:
                self._take(line)
            done += len(rows)
            yield done
        self._check_moves()
        self._note_missing()
        self.plan.faults.sort(key=lambda fault: fault.number)
        self.plan.counts.update(entry.outcome for entry in self.plan.entries)

    def _chunks(self):
        rows = self.roster_import.rows.order_by("number").values_list("number", "cells")
        last = 0
        while chunk := list(rows.filter(number__gt=last)[:CHUNK]):
            last = chunk[-1][0]
            yield chunk

    def _tells_standing(self):
        """A column of statuses that is empty throughout says of nobody that they attend."""
        if Column.STATUS not in self.mapping:
            return False
        place = self.mapping.index(Column.STATUS)
        return self.roster_import.rows.exclude(**{f"cells__{place}": None}).exists()

    def _load_cells(self):
        """The cells that lines may name: by code and folded name, None where two share it."""
        self.own_cell, self.by_name = None, {}
        if self.path is None:
            return
        below = PartyOrgPath.objects.on(self.day).filter(path__startswith=self.path)
        cells = PartyOrgVersion.objects.on(self.day).filter(
            org__in=below.values("org"), kind__is_cell=True
        )
        for org_id, code, name, short in cells.values_list("org", "code", "name", "short_name"):
            self.plan.cells[org_id] = short
            for text in {fold(code), fold(name), fold(short)} - {""}:
                self.by_name[text] = None if text in self.by_name else org_id
        self.reachable = set(self.plan.cells)
        if self.roster_import.org_id in self.plan.cells:
            self.own_cell = self.roster_import.org_id

    def _load_members(self):
        """Who is on the rolls of these cells on the day."""
        self.by_card, self.by_person, self.seen, self.here = {}, {}, {}, {}
        self.new_people = {}
        homes = Membership.objects.on(self.day).filter(
            cell__in=list(self.plan.cells), is_temporary=False
        )
        facts = [f"member__{name}" for name in FACTS]
        fields = ("member", "member__key", "pk", "cell", "period", *facts)
        # A province's members share most names and days: each is kept once.
        same = {}
        for pk, key, membership, cell, period, *rest in homes.values_list(*fields).iterator():
            kept = tuple(same.setdefault(value, value) for value in rest)
            begins_on = same.setdefault(period.lower, period.lower)
            known = Known(pk, key, kept, membership, cell, begins_on)
            self.here[pk] = known
            self._index(known)
        if self.tells_standing:
            self.spells.load(homes.values("member"))

    def _index(self, known):
        card, birth = known.facts[5], known.facts[3]
        if card:
            self.by_card[card] = known
        if known.cell_id is not None:
            person = (known.cell_id, known.name.casefold(), birth)
            self.by_person.setdefault(person, []).append(known)

    def _load_elsewhere(self, lines):
        """Members with a card of these lines who are on none of these rolls."""
        cards = {line.card_number for line in lines} - {None} - self.by_card.keys()
        members = Member.objects.filter(card_number__in=cards)
        found = {pk: Known(pk, *rest) for pk, *rest in _known(members)}
        homes = Membership.objects.on(self.day).filter(member__in=found, is_temporary=False)
        for pk, membership, cell, period in homes.values_list("member", "pk", "cell", "period"):
            known = found[pk]
            known.membership_id, known.cell_id = membership, cell
            known.begins_on = period.lower
        for known in found.values():
            self.by_card[known.facts[5]] = known
        if found and self.tells_standing:
            self.spells.load(list(found))
        self._name_cells({known.cell_id for known in found.values()} - {None})

    def _name_cells(self, cells):
        """The names of cells elsewhere, and whether this user may take members out of them."""
        wanted = cells - self.plan.cells.keys()
        versions = PartyOrgVersion.objects.on(self.day).filter(org__in=wanted)
        for org_id, name in versions.values_list("org", "short_name"):
            self.plan.cells[org_id] = name
        paths = PartyOrgPath.objects.on(self.day).filter(org__in=wanted)
        for org_id, path in paths.values_list("org", "path"):
            if can_manage_people(self.user, path):
                self.reachable.add(org_id)

    def _fault(self, line, column, reason):
        place = TITLES[column] if column else ""
        self.plan.faults.append(Fault(line.number, place, reason))

    def _take(self, line):
        """Decide about one line."""
        cell_id = self._cell_of(line)
        if line.faults:
            self.plan.faults.extend(line.faults)
        if self._is_repeated(line) or cell_id is None:
            return
        known = self._match(line, cell_id)
        if known is not None and known.pk in self.seen:
            self._fault(line, None, f"Trùng với đồng chí ở dòng {self.seen[known.pk]}.")
            return
        if known is not None:
            self.seen[known.pk] = line.number
        if line.faults:
            return
        if line.has_left:
            self.plan.entries.append(Entry(line, Outcome.LEFT, cell_id, known))
        elif known is None:
            self._take_new(line, cell_id)
        else:
            self._take_known(line, cell_id, known)

    def _cell_of(self, line):
        if self.own_cell is not None:
            return self.own_cell
        text = fold(line.org)
        found = self.by_name.get(text)
        if found is None:
            if not text:
                reason = "Còn trống: không rõ đồng chí này ở chi bộ nào."
            elif text in self.by_name:
                reason = f"Có nhiều chi bộ tên “{line.org}”; hãy ghi mã số của chi bộ."
            else:
                reason = f"Không có chi bộ “{line.org}” trong phạm vi này."
            self._fault(line, Column.ORG, reason)
        return found

    def _is_repeated(self, line):
        card = line.card_number
        if card is None:
            return False
        first = self.new_people.setdefault(card, line.number)
        if first != line.number:
            reason = f"Số thẻ {card} đã có ở dòng {first}."
            self._fault(line, Column.CARD_NUMBER, reason)
        return first != line.number

    def _match(self, line, cell_id):
        """By card; without one stored or given, by name and birth year within the cell."""
        known = self.by_card.get(line.card_number) if line.card_number else None
        if known is not None:
            is_other = fold(known.name) != fold(line.name) and known.facts[3] != line.birth_year
            if is_other and not line.faults:
                reason = f"Số thẻ này đang thuộc đồng chí {known.name}, sinh {known.facts[3]}."
                self._fault(line, Column.CARD_NUMBER, reason)
                line.faults.append(self.plan.faults[-1])
            return known
        alike = self.by_person.get((cell_id, line.name.casefold(), line.birth_year), [])
        if line.card_number:
            alike = [one for one in alike if not one.facts[5]]
        if len(alike) > 1:
            reason = "Chi bộ có nhiều đồng chí cùng họ tên và năm sinh: cần số thẻ."
            self._fault(line, Column.FULL_NAME, reason)
            line.faults.append(self.plan.faults[-1])
            return None
        return alike[0] if alike else None

    def _take_new(self, line, cell_id):
        person = (cell_id, line.name.casefold(), line.birth_year)
        first = self.new_people.setdefault(person, line.number)
        if first != line.number and not line.card_number:
            self._fault(line, Column.FULL_NAME, f"Trùng họ tên và năm sinh với dòng {first}.")
        elif line.admitted_on > self.day:
            self._fault(line, Column.ADMITTED_ON, "Ngày vào Đảng sau ngày của danh sách.")
        else:
            self._take_with_spell(Entry(line, Outcome.NEW, cell_id))

    def _take_known(self, line, cell_id, known):
        """Compare fact by fact; what the file leaves empty is left as it is."""
        changes = []
        for name, before in zip(FACTS, known.facts, strict=True):
            after = getattr(line, name)
            if after and after != before:
                changes.append((name, before, after))
        admitted, official = line.admitted_on, line.official_on or known.facts[7]
        if official and official < admitted:
            self._fault(line, Column.ADMITTED_ON, "Ngày vào Đảng sau ngày chính thức đã ghi.")
            return
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        if known.cell_id != cell_id:
            outcome = Outcome.MOVED
            if known.cell_id is not None and known.cell_id not in self.reachable:
                reason = (
                    "Đồng chí đang ở danh sách của tổ chức ngoài phạm vi của đồng chí phụ trách."
                )
                self._fault(line, None, f"{reason} Nơi đó phải làm thủ tục chuyển đi trước.")
                return
            if known.cell_id is not None and known.begins_on >= self.day:
                begins = f"{known.begins_on:%d/%m/%Y}"
                self._fault(line, None, f"Mới vào chi bộ hiện nay từ {begins}: chọn ngày sau đó.")
                return
        self._take_with_spell(Entry(line, outcome, cell_id, known, changes))

    def _take_with_spell(self, entry):
        """With what the line's status changes, where the file tells statuses."""
        try:
            if self.tells_standing:
                member = entry.known.pk if entry.known else None
                entry.spell = self.spells.change(entry.line, member)
        except SpellRefused as refusal:
            self._fault(entry.line, Column.STATUS, str(refusal))
            return
        if entry.spell and entry.outcome == Outcome.SAME:
            entry.outcome = Outcome.CHANGED
        self.plan.entries.append(entry)

    def _check_moves(self):
        """A move is refused where later days already hold another home or an office there."""
        moves = {entry.known.pk: entry for entry in self.plan.of(Outcome.MOVED)}
        later = Membership.objects.filter(
            member__in=list(moves), is_temporary=False, period__startswith__gt=self.day
        )
        refused = set(later.values_list("member", flat=True))
        offices = Appointment.objects.filter(
            member__in=list(moves), period__startswith__gte=self.day
        )
        for pk, org_id in offices.values_list("member", "org"):
            if moves[pk].known.cell_id == org_id:
                refused.add(pk)
        for pk in refused:
            reason = f"Đã ghi thay đổi sau ngày {self.day:%d/%m/%Y}; hãy chuyển ở trang đảng viên."
            self._fault(moves[pk].line, None, reason)
        self.plan.entries = [
            e
            for e in self.plan.entries
            if not (e.outcome == Outcome.MOVED and e.known.pk in refused)
        ]

    def _note_missing(self):
        self.plan.missing = [known for pk, known in self.here.items() if pk not in self.seen]


def _known(members):
    rows = members.values_list("pk", "key", *FACTS)
    return [(pk, key, tuple(facts)) for pk, key, *facts in rows]
