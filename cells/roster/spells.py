"""What a roster's status changes in the spells of a member: when they need not attend."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.formats import date_format

from cells.enums import SpellKind
from cells.models import Membership, Spell
from cells.roster.standing import ABSENCES


class SpellRefused(Exception):
    """The status cannot be taken; its text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A spell as it is stored; `ends_on` is the first day after it, None without an end."""

    pk: int
    kind: str
    begins_on: date
    ends_on: date | None

    def lasts_on(self, day):
        return self.ends_on is None or self.ends_on > day

    def holds_on(self, day):
        return self.begins_on <= day and self.lasts_on(day)

    def __str__(self):
        until = f", hết trước ngày {date_format(self.ends_on)}" if self.ends_on else ""
        return f"{SpellKind(self.kind).label} từ {date_format(self.begins_on)}{until}"


@dataclass(frozen=True, slots=True)
class SpellChange:
    """`before` ends with the day before `from_day`, when `kind` begins; "": attends again.

    The same kind as `before` has means that only its first day is another.
    """

    before: Stored | None
    kind: str
    from_day: date

    @property
    def is_only_first_day(self):
        return self.before is not None and self.before.kind == self.kind

    @property
    def was(self):
        return str(self.before) if self.before else "Đang sinh hoạt"

    @property
    def becomes(self):
        words = SpellKind(self.kind).label if self.kind else "Đang sinh hoạt"
        return f"{words} từ {date_format(self.from_day)}"


class Spells:
    """The spells of members, and which of them a line changes on the day of the roster."""

    def __init__(self, day):
        self.day = day
        self.by_member, self.staying = {}, set()

    def load(self, members):
        """Read the spells of `members`, ids or a query of them."""
        spells = Spell.objects.filter(member__in=members)
        for pk, member, kind, period in spells.values_list("pk", "member", "kind", "period"):
            stored = Stored(pk, kind, period.lower, period.upper)
            self.by_member.setdefault(member, []).append(stored)
        stays = Membership.objects.filter(member__in=members, is_temporary=True).filter(
            Q(period__upper_inf=True) | Q(period__endswith__gt=self.day)
        )
        self.staying.update(stays.values_list("member", flat=True))

    def change(self, line, member):
        """The SpellChange of a line for a member's id, None for a new one; None when it is so.

        An empty status means that the member attends. Raises SpellRefused.
        """
        stored = self.by_member.get(member, [])
        now = next((spell for spell in stored if spell.holds_on(self.day)), None)
        is_stay = now is not None and now.kind == SpellKind.AWAY and member in self.staying
        if line.standing not in ABSENCES:
            # Nothing is said of this member: a stay elsewhere has its own page.
            is_silent = line.standing is None and is_stay
            return None if now is None or is_silent else self._back(line, now, is_stay)
        since = line.standing_from or self.day
        if since > self.day:
            raise SpellRefused("Trạng thái từ một ngày sau ngày của danh sách.")
        if now is not None and now.kind == line.standing:
            if line.standing_from in (None, now.begins_on):
                return None
        elif now is not None and since <= now.begins_on:
            raise SpellRefused(f"Đang ghi: {now}. Trạng thái mới phải từ một ngày sau đó.")
        _refuse_stay(now, is_stay)
        ends_on = now.ends_on if now is not None and now.kind == line.standing else None
        others = [
            one
            for one in stored
            if one != now and one.lasts_on(since) and not (ends_on and one.begins_on >= ends_on)
        ]
        if others:
            raise SpellRefused(f"Trùng với thời gian đã ghi: {others[0]}. Hãy ghi ở trang cá nhân.")
        return SpellChange(now, line.standing.value, since)

    def _back(self, line, now, is_stay):
        _refuse_stay(now, is_stay)
        back = self.day
        if line.standing_from and now.begins_on < line.standing_from <= self.day:
            back = line.standing_from
        if now.begins_on >= back:
            raise SpellRefused(f"Đang ghi: {now}. Hãy chọn ngày của danh sách sau ngày đó.")
        return SpellChange(now, "", back)


def _refuse_stay(now, is_stay):
    """A stay has a row in the other cell too, which a list of this one does not know."""
    if is_stay:
        raise SpellRefused(
            f"Đang ghi: {now}, có tên ở chi bộ nơi đến. Hãy kết thúc ở trang cá nhân trước."
        )
