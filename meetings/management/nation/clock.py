"""Measuring one call: wall time and CPU apart, the median of several, one line of the table."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.db import connection

HEADER = (
    f"{'phép đo':58} {'đo được':>10} {'giới hạn':>10} {'':5} "
    f"{'thật':>9} {'python':>9} {'pg':>9} {'hỏi':>5}"
)
# Workers of a parallel query are processes of their own, whose CPU nobody would count; and a
# server with many users has no idle processors for them.
ALONE = "SET LOCAL max_parallel_workers_per_gather = 0"


@dataclass(frozen=True)
class Spent:
    """What a call cost, in milliseconds: wall, CPU of this process, CPU of its backend."""

    wall: float
    python: float
    postgres: float
    queries: int = 0

    @property
    def cpu(self):
        return self.python + self.postgres


@dataclass(frozen=True)
class Bound:
    """The most that a call may take, in milliseconds.

    Short calls are judged by CPU, which other programs hardly change: all of it, or that of
    Python and of PostgreSQL each for itself (`each`). Long ones by the clock on the wall.
    """

    most: float | None = None
    each: bool = False
    by_wall: bool = False

    def figure(self, spent):
        if self.by_wall:
            return spent.wall
        return max(spent.python, spent.postgres) if self.each else spent.cpu

    def __str__(self):
        if self.most is None:
            return ""
        return f"2 × {in_words(self.most)}" if self.each else in_words(self.most)


NONE = Bound()


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    spent: Spent
    bound: Bound = NONE

    @property
    def is_over(self):
        return self.bound.most is not None and self.bound.figure(self.spent) > self.bound.most

    def __str__(self):
        judged = "" if self.bound.most is None else "VƯỢT" if self.is_over else "đạt"
        spent = self.spent
        columns = [self.bound.figure(spent), spent.wall, spent.python, spent.postgres]
        figure, *rest = map(in_words, columns)
        return (
            f"{self.name:58} {figure:>10} {self.bound!s:>10} {judged:5} "
            f"{rest[0]:>9} {rest[1]:>9} {rest[2]:>9} {spent.queries:5}"
        )


def in_words(milliseconds):
    """Milliseconds as people read them: 3,4 ms, 12 s."""
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s".replace(".", ",")
    return f"{milliseconds:.1f} ms".replace(".", ",")


@dataclass
class Asked:
    """Counts what is asked of the database."""

    queries: int = 0

    def __call__(self, execute, sql, params, many, context):
        self.queries += "SAVEPOINT" not in sql
        return execute(sql, params, many, context)


def once(call: Callable[[], object]):
    """(what the call returned, what it cost)."""
    backend = Path(f"/proc/{backend_pid()}/schedstat")
    asked = Asked()
    with connection.execute_wrapper(asked):
        wall, python, postgres = time.perf_counter(), time.process_time(), run_time(backend)
        result = call()
        spent = Spent(
            wall=1000 * (time.perf_counter() - wall),
            python=1000 * (time.process_time() - python),
            postgres=(run_time(backend) - postgres) / 1e6,
            queries=asked.queries,
        )
    return result, spent


def repeated(call, rounds, *, warm_up=1):
    """The middle of what so many calls cost, each column for itself."""
    for _ in range(warm_up):
        call()
    return middle([once(call)[1] for _ in range(rounds)])


def middle(costs):
    """The median of each column."""
    return Spent(
        wall=median(spent.wall for spent in costs),
        python=median(spent.python for spent in costs),
        postgres=median(spent.postgres for spent in costs),
        queries=costs[-1].queries,
    )


def backend_pid():
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def run_time(schedstat):
    """Nanoseconds that a process has run, 0 where the system does not tell (another host)."""
    return int(schedstat.read_text().split()[0]) if schedstat.exists() else 0


def load():
    """How many processes wanted to run, on average, over the last minute; and processors."""
    return f"tải {os.getloadavg()[0]:.1f} trên {os.cpu_count()} CPU".replace(".", ",")


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
