"""What is true on the day of a reorganisation, as far as its lines touch it. Pure.

Organisations are numbered by their rows; one that a line founds bears minus the line's number.
Ends are the first day on which a thing no longer holds, None while it has no end.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Kind:
    id: int
    code: str
    name: str
    is_cell: bool
    may_contain: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Org:
    """An organisation as its version of the day has it.

    `kinds_to_come` are those of all its versions from the day on; `last_begins_on` and `ends_on`
    speak of its last version; `version` is the row of the day's.
    """

    id: int
    code: str
    name: str
    short_name: str
    kind: int
    parent: int | None
    key: str = ""
    locality: int | None = None
    sector: int | None = None
    version: int | None = None
    last_begins_on: date | None = None
    ends_on: date | None = None
    kinds_to_come: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seat:
    """A membership that holds on the day or later; `marks` are what a line may call the member."""

    id: int
    member: int
    cell: int
    begins_on: date
    ends_on: date | None
    is_temporary: bool
    name: str
    marks: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Holding:
    """An office or a role in an organisation that lasts beyond the day, or its running term."""

    table: str
    id: int
    org: int
    who: str
    what: str
    begins_on: date
    ends_on: date | None


@dataclass(frozen=True)
class State:
    """Everything that a plan is made from.

    `by_code` names the living organisations within reach of whoever plans; `codes_held` all
    organisations that bear a code on the day or later. `above` leads from each organisation of
    `orgs` to the root. `unborn` are the names of organisations that later come under one of them.
    `may_found_trees`: whether an organisation may be founded with none above it.
    """

    day: date
    orgs: dict[int, Org]
    kinds: dict[int, Kind]
    by_code: dict[str, tuple[int, ...]]
    codes_held: dict[str, frozenset[int]] = field(default_factory=dict)
    above: dict[int, int | None] = field(default_factory=dict)
    children: dict[int, tuple[int, ...]] = field(default_factory=dict)
    unborn: dict[int, tuple[str, ...]] = field(default_factory=dict)
    localities: dict[str, int] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    seats: dict[int, tuple[Seat, ...]] = field(default_factory=dict)
    holdings: dict[int, tuple[Holding, ...]] = field(default_factory=dict)
    may_found_trees: bool = False
