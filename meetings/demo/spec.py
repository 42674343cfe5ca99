"""The shapes in which the two blocs are written down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A cell by the name of its unit; `field` is its field of work, its committee's unless told.

    Without `members` its size is left to chance; without `locality` it sits in the city.
    """

    unit: str
    field: str = ""
    members: int = 0
    locality: str = ""

    @property
    def name(self):
        unit = self.unit
        return f"Chi bộ {unit.replace('C', 'c', 1) if unit.startswith('Các ') else unit}"


@dataclass(frozen=True)
class SubCommittee:
    unit: str
    locality: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Committee:
    unit: str
    field: str
    cells: tuple[Cell, ...] = ()
    subs: tuple[SubCommittee, ...] = ()


@dataclass(frozen=True)
class Sector:
    name: str
    committees: tuple[Committee, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class District:
    """A committee of the locality where cells of other lines sit."""

    name: str
    locality: str


@dataclass(frozen=True)
class Bloc:
    """A province with its bloc committee of agencies; `members` today, if the number is known."""

    province: str
    code: str
    name: str
    short_name: str
    symbol: str
    city: str
    sectors: tuple[Sector, ...]
    districts: tuple[District, ...]
    members: int = 0
    probationary: int = 0
