"""The shape of the words of a field of work.

In the sentences {n} is a number of things, {m} a small one, {p} a share of the plan in percent.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    results: tuple[str, ...]
    tasks: tuple[str, ...]
    topics: tuple[str, ...]
    proposals: tuple[str, ...]
