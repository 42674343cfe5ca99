"""What is wrong with a file that a person wrote: where, and why, in Vietnamese."""

from collections.abc import Iterable
from dataclasses import dataclass, field

WHOLE_FILE = "toàn tệp"

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: `words` for people, `keys` for a form's fields.

    `keys` lead through the file's data: a mapping by its key, a list by the index from 0.
    """

    words: tuple[str, ...] = ()
    keys: Keys = ()

    def at(self, key: str) -> "Place":
        """The value under a key of the mapping here; the empty key is the mapping itself."""
        return Place((*self.words, key), (*self.keys, key)) if key else self

    def item(self, key: str, index: int, word: str) -> "Place":
        """An item of the list under a key of the mapping here, called by `word`."""
        return Place((*self.words, word), (*self.keys, key, index))

    def __str__(self) -> str:
        return " › ".join(self.words) or WHOLE_FILE


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right: `place` leads to it ("nhóm 4 › tiêu chí 4.3 › bands").

    `keys` lead to it too, where it stands in data and not in the lines of a file.
    """

    place: str
    reason: str
    keys: Keys = field(default=(), compare=False)

    @classmethod
    def at(cls, place: Place, reason: str) -> "Fault":
        return cls(str(place), reason, place.keys)

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class FaultyInputError(Exception):
    """The input is refused; `faults` holds everything found in one reading, in its order."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))
