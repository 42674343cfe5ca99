"""What is wrong with a file that a person wrote: where, and why, in Vietnamese."""

from collections.abc import Iterable
from dataclasses import dataclass

WHOLE_FILE = "toàn tệp"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: `place` leads to it ("nhóm 4 › tiêu chí 4.3 › bands")."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class FaultyInputError(Exception):
    """The input is refused; `faults` holds everything found in one reading, in its order."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


def path(*parts: str) -> str:
    """The place that these steps lead to; steps that are empty are left out."""
    return " › ".join(part for part in parts if part) or WHOLE_FILE
