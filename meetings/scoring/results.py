"""What scoring answers. Numbers are `Decimal` with two decimals, each rounded once, for showing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from meetings.scoring.figures import Number
from meetings.scoring.model import Rank


class Source(StrEnum):
    """Where a criterion's value came from."""

    MARK = "mark"
    FACT = "fact"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One line of a scored sheet.

    A criterion that was taken out (not applicable: exclude or rescale) has the maximum 0. `value`
    is the mark or fact as it was given, None when not applicable.
    """

    code: str
    points: Decimal
    max_points: Decimal
    source: Source
    value: bool | Number | None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's points of what could be reached: its maximum less what was taken out."""

    code: str
    points: Decimal
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """A meeting's score: the total of the set's maximum, and the rank after all gates.

    `gates` holds the messages of those that lowered the rank, in their order: together with
    `rank_by_points` they say why the rank is not the one that the total suggests.
    `applicable_points` of `applicable_max` is the sum of the groups before anything was re-scaled
    or added beside them.
    """

    total: Decimal
    max_points: Decimal
    applicable_points: Decimal
    applicable_max: Decimal
    rank: Rank
    rank_by_points: Rank
    gates: tuple[str, ...]
    groups: tuple[GroupScore, ...]
    criteria: tuple[CriterionScore, ...]

    @property
    def is_lowered(self) -> bool:
        return self.rank != self.rank_by_points


@dataclass(frozen=True, slots=True)
class Progress:
    """A sheet that is still being filled in: what it has so far, without a rank.

    `missing` lists the codes of criteria with neither mark nor fact, `errors` has a message for
    each code whose value is refused. Neither counts in the totals; both count in the maxima.
    """

    total: Decimal
    max_points: Decimal
    applicable_points: Decimal
    applicable_max: Decimal
    groups: tuple[GroupScore, ...]
    criteria: tuple[CriterionScore, ...]
    missing: tuple[str, ...]
    errors: Mapping[str, str]

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.errors
