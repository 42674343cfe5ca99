"""Members, where they belong, the offices they hold, when they need not attend, terms."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from cells.enums import Office, SpellKind
from cells.models import Appointment, Decision, Member, Membership, Spell, Term
from cells.models.periods import DateRange
from meetings.demo import orgs
from meetings.demo.keys import chance, stable_key
from meetings.demo.names import LAI_CHAU, LANG_SON, make_person

SMALLEST, LARGEST = 3, 45
YEAR = timedelta(days=365)
SHARES = {"12": LAI_CHAU, "20": LANG_SON}
LEAVING = (
    "Chuyển sinh hoạt đảng về nơi cư trú do nghỉ hưu",
    "Chuyển công tác sang tỉnh khác",
    "Chuyển sinh hoạt đảng theo đơn vị mới",
    "Từ trần",
)
# Parts of 1,000 members for whom a spell lasts today.
EXEMPT, AWAY, SUSPENDED = 12, 12, 1
# The cell whose secretary is away from this month on, and for how long the deputy acts.
ACTS, ACTS_FOR = "Chi cục Bảo vệ môi trường", timedelta(days=75)


@dataclass(eq=False)
class Stay:
    """A member on the roll of a cell from a day until, if it ended, another."""

    member: Member
    begins_on: date
    ends_on: date | None = None
    reason: str = ""
    spell: tuple = ()

    def covers(self, day):
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)

    def spell_on(self, day):
        if not self.spell:
            return None
        kind, first, end, _ = self.spell
        return kind if first <= day and (end is None or day < end) else None


@dataclass(eq=False)
class Roll:
    """A cell with its people; the stays in the order in which rolls are read."""

    cell: orgs.Unit
    stays: list[Stay] = field(default_factory=list)
    officers: dict = field(default_factory=dict)
    acts_since: date | None = None
    term_ids: list = field(default_factory=list)

    def on(self, day):
        return [stay for stay in self.stays if stay.covers(day)]

    def term_on(self, day):
        return next(pk for pk, first, end in self.term_ids if first <= day < end)

    def leader_on(self, day):
        """The deputy on the days when they act for the secretary."""
        acts = self.acts_since and self.acts_since <= day < self.acts_since + ACTS_FOR
        return self.deputy if acts else self.secretary

    @property
    def secretary(self):
        return self.officers[Office.SECRETARY][0]

    @property
    def deputy(self):
        return next(iter(self.officers[Office.DEPUTY]), self.secretary)

    @property
    def committee_members(self):
        return [member for office in self.officers.values() for member in office]


def sizes_of(cells, total, source):
    """How many members each cell has today; they sum to `total` when it is known."""
    sizes = {
        cell: cell.spec.members or min(36, max(4, round(source.gauss(17, 6.5)))) for cell in cells
    }
    free = [cell for cell in cells if not cell.spec.members]
    for cell in source.sample(free, 8):
        sizes[cell] = source.choice((3, 3, 41, 45))
    while total and (missing := total - sum(sizes.values())):
        cell = source.choice(free)
        step = 1 if missing > 0 else -1
        if 8 <= sizes[cell] + step <= 38:
            sizes[cell] += step
    return sizes


def plan_people(tree, months, today):
    """The rolls of all cells, members not yet stored."""
    rolls = {}
    for top in [unit for unit in tree.units if unit.bloc and unit.kind == "upper_committee"]:
        cells = [cell for cell in tree.cells if cell.bloc is top.bloc and cell.ends_on is None]
        source = chance("people", top.code)
        sizes = sizes_of(cells, top.bloc.members, source)
        total = sum(sizes.values())
        probationary = _spread(cells, sizes, top.bloc.probationary or total // 21, source)
        for cell in cells:
            rolls[cell] = _make_roll(cell, sizes[cell], probationary[cell], months, today)
    _end_a_cell(tree, rolls, months, today)
    rolls[tree.cell(ACTS)].acts_since = today.replace(day=1)
    return rolls


def _spread(cells, sizes, total, source):
    """How many probationary members each cell has; never so many that three official are not."""
    places = [cell for cell in cells for _ in range(max(0, (sizes[cell] - 3) // 3))]
    chosen = source.sample(places, total)
    counts = dict.fromkeys(cells, 0)
    for cell in chosen:
        counts[cell] += 1
    return counts


def _make_roll(cell, size, probationary, months, today):
    source = chance("roll", cell.code)
    roll = Roll(cell)
    for number in range(size):
        # Two of one name in a cell would be taken for one.
        is_official = number >= probationary
        is_recent = number % 17 == 12 and number - probationary >= 8
        names = {str(stay.member) for stay in roll.stays}
        member = None
        while member is None or str(member) in names:
            member = _make_member(
                cell, number, source, today, is_official=is_official, is_recent=is_recent
            )
        first = _first_day(cell, member, number - probationary, source, months)
        roll.stays.append(Stay(member, first))
    for number in range(size, size + source.choice((0, 0, 1, 1, 2))):
        roll.stays.append(_leaver(cell, number, source, months, today))
    roll.officers = _choose_officers(roll, size - probationary, source)
    _give_spells(roll, source, today, size)
    return roll


def _make_member(cell, number, source, today, *, is_official=True, is_recent=False):
    person = make_person(source, SHARES[cell.bloc.code])
    if is_official:
        age = min(60, max(25, round(source.gauss(41, 8))))
        # At least the youngest age of eighteen, seldom so young.
        admitted_age = max(20, min(age - 2, round(source.gauss(28, 4))))
        year = today.year - age
        admitted = date(year + admitted_age, source.randint(1, 12), source.randint(1, 28))
        if is_recent:
            # Becomes official within the months of the demonstration.
            admitted = today - YEAR - timedelta(days=source.randint(20, 380))
        official = _a_year_later(admitted)
    else:
        year = today.year - source.randint(23, 38)
        admitted = today - timedelta(days=source.randint(20, 350))
        official = None
    return Member(
        key=stable_key("member", cell.code, number),
        family_name=person.family_name,
        given_name=person.given_name,
        sex=person.sex,
        ethnicity=person.ethnicity,
        birth_year=year,
        card_number=_card(cell, number) if official else None,
        admitted_on=admitted,
        official_on=official,
    )


def _card(cell, number):
    """Twelve digits: province, cell, place on the roll."""
    digits = cell.code.replace(".", "")
    return f"{digits[:2]}{digits[5:8]}{digits[9:10]}{digits[10:11]}{digits[11:14]}{number:02}"


def _a_year_later(day):
    return date(day.year + 1, day.month, min(day.day, 28))


def _first_day(cell, member, place, source, months):
    """Since when on this roll: from the admission, or a transfer later; officers since long."""
    since = max(member.admitted_on, cell.begins_on)
    if member.official_on is None or place < 8:
        return since
    if source.random() < 0.06:
        # Came from elsewhere in the months of the demonstration.
        return max(since, source.choice(months[1:12]) + timedelta(days=source.randint(0, 20)))
    return max(since, date(source.randint(2015, 2024), source.randint(1, 12), 1))


def _leaver(cell, number, source, months, today):
    member = _make_member(cell, number, source, today - YEAR * 3)
    last = source.choice(months[1:13]) + timedelta(days=source.randint(0, 27))
    since = max(member.admitted_on, cell.begins_on)
    return Stay(member, since, last, source.choice(LEAVING))


def _give_spells(roll, source, today, size):
    officers = roll.committee_members
    for stay in roll.stays[8:size]:
        if stay.member in officers:
            continue
        drawn = source.randrange(1000)
        first = max(stay.begins_on, today - timedelta(days=source.randint(40, 700)))
        if stay.member.official_on is None:
            continue
        if drawn < EXEMPT:
            stay.member.birth_year = today.year - source.randint(58, 61)
            stay.member.admitted_on = date(today.year - source.randint(20, 32), 5, 19)
            stay.member.official_on = _a_year_later(stay.member.admitted_on)
            kind, end, reason = SpellKind.EXEMPT, None, "Tuổi cao, sức khỏe yếu, có đơn xin miễn"
        elif drawn < EXEMPT + AWAY:
            kind, reason = SpellKind.AWAY, "Đi học tập trung ở Hà Nội"
            end = first + timedelta(days=source.randint(150, 360))
        elif drawn < EXEMPT + AWAY + SUSPENDED:
            kind, reason = SpellKind.SUSPENDED, "Đình chỉ sinh hoạt để xem xét vi phạm"
            first = max(stay.begins_on, today - timedelta(days=source.randint(20, 70)))
            end = first + timedelta(days=90)
        else:
            continue
        stay.spell = (kind.value, first, end, reason)


def _choose_officers(roll, official, source):
    """Three of the committee from nine official members on, five from twenty (Điều lệ Đảng)."""
    wanted = 5 if official >= 20 else 3 if official >= 9 else 2 if official >= 5 else 1
    elders = [
        stay.member for stay in roll.stays if stay.member.official_on and stay.ends_on is None
    ][:8]
    elders.sort(key=lambda member: member.birth_year)
    chosen = elders[: max(wanted, 1)]
    source.shuffle(chosen)
    return {
        Office.SECRETARY: chosen[:1],
        Office.DEPUTY: chosen[1:2],
        Office.COMMITTEE_MEMBER: chosen[2:],
    }


def _end_a_cell(tree, rolls, months, today):
    """The cell that was merged: its people went over to the other on the day it ended."""
    ended = tree.cell(orgs.ENDED[0])
    day = months[orgs.ENDED[2]]
    source = chance("roll", ended.code)
    roll = Roll(ended)
    for number in range(5):
        member = _make_member(ended, number + 1, source, today - YEAR)
        first = max(member.admitted_on, ended.begins_on)
        roll.stays.append(Stay(member, first, day, f"Sáp nhập vào Chi bộ {orgs.JOINED}"))
        rolls[tree.cell(orgs.JOINED)].stays.append(Stay(member, day))
    members = [stay.member for stay in roll.stays]
    roll.officers = {
        Office.SECRETARY: members[:1],
        Office.DEPUTY: members[1:2],
        Office.COMMITTEE_MEMBER: [],
    }
    rolls[ended] = roll


def store_people(rolls, today):
    """Write members and all that is dated about them; afterwards rolls are in reading order."""
    members = {}
    for roll in rolls.values():
        for stay in roll.stays:
            members[stay.member.key] = stay.member
    Member.objects.bulk_create(members.values(), batch_size=1500)
    order = dict(Member.objects.filter(key__in=members).values_list("pk", "sort_key"))
    Membership.objects.bulk_create(
        (
            Membership(
                member=stay.member,
                cell=roll.cell.org,
                period=DateRange(stay.begins_on, stay.ends_on),
                end_reason=stay.reason,
            )
            for roll in rolls.values()
            for stay in roll.stays
        ),
        batch_size=2000,
    )
    Spell.objects.bulk_create(
        Spell(
            member=stay.member,
            kind=stay.spell[0],
            period=DateRange(stay.spell[1], stay.spell[2]),
            reason=stay.spell[3],
        )
        for roll in rolls.values()
        for stay in roll.stays
        if stay.spell
    )
    for roll in rolls.values():
        # Collation "C" of the database is the order of the bytes.
        roll.stays.sort(key=lambda stay: (order[stay.member.pk].encode(), stay.member.pk))
    _store_terms(rolls, today)
    _store_offices(rolls, today)


def _store_terms(rolls, today):
    terms = []
    for roll in rolls.values():
        for year in range(2015, today.year + 1, 5):
            period = DateRange(date(year, 5, 15), date(year + 5, 5, 15))
            terms.append(Term(org=roll.cell.org, name=f"{year}–{year + 5}", period=period))
    by_org = {}
    for term in Term.objects.bulk_create(terms, batch_size=2000):
        by_org.setdefault(term.org_id, []).append((term.pk, term.period.lower, term.period.upper))
    for roll in rolls.values():
        roll.term_ids = by_org[roll.cell.id]


def _store_offices(rolls, today):
    # The last election before the months of the demonstration.
    begins = max(
        date(year, 5, 15)
        for year in range(2015, today.year + 1, 5)
        if date(year, 5, 15) < today - timedelta(days=480)
    )
    offices, decisions = [], []
    for roll in rolls.values():
        cell = roll.cell
        decision = Decision(
            number=f"{chance('offices', cell.code).randint(20, 890)}-QĐ/ĐU",
            issued_on=begins - timedelta(days=6),
            issuer=cell.parent.org,
            subject=f"Chuẩn y kết quả bầu cử {cell.name}, nhiệm kỳ {begins.year}–{begins.year + 5}",
        )
        decisions.append(decision)
        since = max(begins, cell.begins_on)
        for office, members in roll.officers.items():
            for member in members:
                offices.append(
                    Appointment(
                        member=member,
                        org=cell.org,
                        office=office,
                        period=DateRange(since, cell.ends_on),
                        decision=decision,
                    )
                )
        if roll.acts_since:
            offices.append(
                Appointment(
                    member=roll.deputy,
                    org=cell.org,
                    office=Office.ACTING,
                    period=DateRange(roll.acts_since, roll.acts_since + ACTS_FOR),
                )
            )
    for unit, member in _committee_heads(rolls).items():
        since = DateRange(max(begins, unit.begins_on), None)
        offices.append(
            Appointment(member=member, org=unit.org, office=Office.SECRETARY, period=since)
        )
    Decision.objects.bulk_create(decisions)
    Appointment.objects.bulk_create(offices, batch_size=2000)


def _committee_heads(rolls):
    """The secretary of each committee with cells below it: an officer of one of these."""
    heads = {}
    for roll in rolls.values():
        if roll.cell.ends_on:
            continue
        free = [member for member in roll.committee_members if member not in heads.values()]
        for unit in roll.cell.above():
            if free and unit not in heads:
                heads[unit] = free.pop()
    return heads
