"""How many cells may have the best rank: a percentage of a base that the committee chooses."""

from collections.abc import Iterable
from dataclasses import dataclass

from meetings.annual.ranks import AnnualRank
from meetings.annual.rules import CapBase

BASES = {
    CapBase.GOOD_OR_BETTER: {AnnualRank.EXCELLENT, AnnualRank.GOOD},
    CapBase.COMPLETED_OR_BETTER: {AnnualRank.EXCELLENT, AnnualRank.GOOD, AnnualRank.COMPLETED},
    CapBase.RANKED: set(AnnualRank),
    CapBase.ALL: {*AnnualRank, None},
}


@dataclass(frozen=True, slots=True)
class Meter:
    """`excellent` of `base_count` cells; `percent` (a whole number) of them is `allowed`."""

    excellent: int
    base_count: int
    percent: int

    @property
    def allowed(self) -> int:
        """Rounded down: one more would be above the percentage."""
        return self.base_count * self.percent // 100

    @property
    def over(self) -> int:
        return max(0, self.excellent - self.allowed)

    @property
    def left(self) -> int:
        return max(0, self.allowed - self.excellent)


def meter_of(ranks: Iterable[AnnualRank | None], base: CapBase, percent: int) -> Meter:
    """The meter of these cells' ranks; None is a cell that is not ranked."""
    counted = BASES[base]
    ranks = list(ranks)
    return Meter(
        excellent=sum(rank is AnnualRank.EXCELLENT for rank in ranks),
        base_count=sum(rank in counted for rank in ranks),
        percent=percent,
    )
