"""Which of several issued sets holds for a meeting: the nearest issuer's that is valid and fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from meetings.scoring.model import Scope, Situation


@dataclass(frozen=True, slots=True)
class IssuedSet:
    """An issued set as choosing needs it; `valid_to` is the last day, None without an end.

    The days are those of the stored row, for a set that was superseded ends before its document
    says.
    """

    id: int
    issuer_id: int
    valid_from: date
    valid_to: date | None
    scope: Scope

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def meets(self, other: "IssuedSet") -> bool:
        """Whether on some day some meeting could be scored by both."""
        begins = max(self.valid_from, other.valid_from)
        ends = min(self.valid_to or date.max, other.valid_to or date.max)
        return begins <= ends and self.scope.meets(other.scope)


def holders(
    sets: Sequence[IssuedSet], above: Sequence[int], day: date, situation: Situation
) -> list[IssuedSet]:
    """The sets of the nearest issuer that are valid on the day and made for such a meeting.

    `above` are the ids of the organisations above the cell and of the cell itself, the highest
    first. The first of the answer holds: the newest one. More than one is a tie that its issuer
    should end, none a gap.
    """
    fitting = [
        each
        for each in sets
        if each.issuer_id in above and each.is_valid_on(day) and each.scope.covers(situation)
    ]
    if not fitting:
        return []
    nearest = max(above.index(each.issuer_id) for each in fitting)
    tied = [each for each in fitting if above.index(each.issuer_id) == nearest]
    return sorted(tied, key=lambda each: (each.valid_from, each.id), reverse=True)
