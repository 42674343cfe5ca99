"""How each cell keeps its meetings: when, how well, how soon it hands over, what is doubtful."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from meetings.demo.accounts import HOME, OUTSIDE
from meetings.demo.keys import chance

STARTS = (time(7, 30), time(8, 0), time(8, 0), time(14, 0), time(14, 30), time(15, 30), time(19, 0))


class Doubt(StrEnum):
    """What a committee should look at; each is a prompt, never a verdict."""

    NONE = ""
    HUNDRED = "hundred"  # the full score, month after month
    NINETY = "ninety"  # always ninety minutes to the minute
    COPIED = "copied"  # minutes of the month before
    FULL_HOUSE = "full_house"  # nobody ever absent
    GENEROUS = "generous"  # scores itself well above what is verified


# How many cells of each bloc are doubtful in which way.
DOUBTS = (
    (Doubt.HUNDRED, 3),
    (Doubt.NINETY, 3),
    (Doubt.COPIED, 2),
    (Doubt.FULL_HOUSE, 3),
    (Doubt.GENEROUS, 9),
)
HOSTS = (HOME, "Văn phòng Sở Y tế", "Điện lực thành phố Lai Châu", "Sở Xây dựng")


@dataclass
class Habit:
    """Shares are between 0 and 1; `day` is the usual day of the month."""

    day: int
    starts: time
    minutes: int
    quality: float
    come: float
    speak: float
    done: float
    late: float
    combined_in: int
    doubt: Doubt = Doubt.NONE


def habits_of(tree):
    """A habit for each cell."""
    habits = {cell: _habit(cell) for cell in tree.cells}
    for unit in HOSTS:
        host = habits[tree.cell(unit)]
        host.minutes, host.quality = max(92, host.minutes), max(0.9, host.quality)
        host.come, host.speak, host.done = 0.94, 0.52, 0.94
    home = habits[tree.cell(HOME)]
    home.day, home.starts, home.minutes, home.late = 12, time(14, 0), 98, 0
    home.quality, home.come, home.speak, home.done = 0.93, 0.93, 0.5, 0.85
    usual = {tree.cell(unit) for unit in (*HOSTS, OUTSIDE)}
    for code in ("12", "20"):
        cells = [
            cell
            for cell in tree.cells
            if cell.bloc.code == code and cell not in usual and cell.ends_on is None
        ]
        source = chance("doubts", code)
        source.shuffle(cells)
        for doubt, count in DOUBTS:
            for _ in range(count):
                _make_doubtful(habits[cells.pop()], doubt)
    return habits


def _make_doubtful(habit, doubt):
    habit.doubt = doubt
    if doubt is Doubt.HUNDRED:
        habit.late = 0
        habit.minutes = 135
    if doubt in {Doubt.HUNDRED, Doubt.GENEROUS}:
        habit.quality = 1.0


def _habit(cell):
    source = chance("habit", cell.code)
    is_weak = source.random() < 0.06
    habit = Habit(
        day=source.choice((3, 3, 3, 4, 5, 5, 6, 8, 10, 12, 20, 25)),
        starts=source.choice(STARTS),
        minutes=source.choice((88, 92, 95, 96, 100, 105, 110)),
        quality=min(0.99, max(0.7, source.gauss(0.9, 0.06))),
        come=min(0.99, max(0.8, source.gauss(0.94, 0.03))),
        speak=source.uniform(0.34, 0.66),
        done=min(0.99, max(0.7, source.gauss(0.92, 0.06))),
        late=0.5 if source.random() < 0.09 else 0.02,
        combined_in=source.choice((1, 2, 2, 2, 0)),
    )
    if is_weak:
        habit.minutes, habit.quality = 68, source.uniform(0.5, 0.72)
        habit.come, habit.speak, habit.done = 0.74, 0.22, source.uniform(0.3, 0.6)
    return habit
