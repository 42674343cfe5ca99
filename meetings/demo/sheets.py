"""Marks and scores by the real engine: how cells mark themselves, how committees verify."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from meetings.demo import remarks
from meetings.demo.habits import Doubt
from meetings.demo.rows import as_text
from meetings.facts import Background, known_facts
from meetings.scoring.engine import score, sheet_of
from meetings.scoring.model import NOT_APPLICABLE, CriteriaSet, Kind, Situation
from meetings.sheets import fact_values, result_columns, situation_of, write_value

# The share of a criterion's points that one deduction usually takes; a graver one is rarer.
USUAL_SHARE = 0.2
MOST_TIMES = 2


@dataclass(frozen=True)
class Issued:
    """A criteria set of the demonstration: its row and the engine's form of it."""

    pk: int
    criteria: CriteriaSet
    sheets: dict = field(default_factory=dict, compare=False)

    def lines(self, contents):
        """The criteria on such a sheet; only the kind and the size of the cell change it here."""
        key = contents.head.kind, len(contents.roll) >= 30
        if key not in self.sheets:
            situation = Situation(key[0], 30 if key[1] else 29)
            groups = sheet_of(self.criteria, situation)
            self.sheets[key] = [line for group in groups for line in group.criteria]
        return self.sheets[key]

    def place_of(self, rank):
        return self.criteria.place_of(rank.code)


@dataclass
class Judged:
    """One evaluation: result, situation, marks as given, facts as text, reasons by criterion."""

    result: object
    situation: Situation
    marks: dict
    facts: dict
    reasons: dict

    @cached_property
    def columns(self):
        return result_columns(self.result, self.situation)

    @cached_property
    def mark_lines(self):
        """The rows of its marks for COPY; a decision has the same as what was verified."""
        return [
            "\t".join(
                (
                    line.code,
                    write_value(self.marks.get(line.code)),
                    self.facts.get(line.code, ""),
                    str(line.points),
                    str(line.max_points),
                    as_text(self.reasons.get(line.code, "")),
                )
            )
            for line in self.result.criteria
        ]


def self_marks(issued, contents, habit, source, *, has_committee):
    """Marks and reasons that the cell gives where no fact speaks."""
    marks, reasons = {}, {}
    for line in issued.lines(contents):
        if line.fact == "pre_meeting_held" and not has_committee:
            marks[line.code] = NOT_APPLICABLE
            reasons[line.code] = "Chi bộ chỉ có bí thư, không có chi ủy."
        elif line.fact is not None:
            continue
        elif line.kind is Kind.YES_NO:
            marks[line.code] = habit.quality == 1 or source.random() < 0.97
        elif line.kind is Kind.NUMBER:
            marks[line.code] = _points(line, habit, source)
        else:
            marks[line.code], reason = _explained(line, habit, source)
            if reason:
                reasons[line.code] = reason
    return marks, reasons


def _explained(line, habit, source):
    """A mark that wants an explanation when it is not the usual one: (mark, reason or "")."""
    if line.kind is Kind.DEDUCTION:
        times = _times(line, habit, source)
        sentences = remarks.explanations_of(line.code)
        return Decimal(times), " ".join(source.sample(sentences, times))
    if line.kind is Kind.BONUS:
        is_earned = source.random() < 0.08
        return is_earned, source.choice(remarks.BONUSES) if is_earned else ""
    holds = habit.quality == 1 or source.random() < 0.98
    return holds, "" if holds else remarks.CONDITION_BROKEN


def _times(line, habit, source):
    """How often something is deducted: mostly never, sometimes once or twice."""
    if habit.quality == 1:
        return 0
    share = float(line.each / line.max_points)
    if source.random() > (1.03 - habit.quality) * USUAL_SHARE / max(share, USUAL_SHARE):
        return 0
    return MOST_TIMES if share <= 0.5 and source.random() < 0.25 else 1


def _points(line, habit, source):
    if habit.quality == 1:
        return line.max_points
    share = min(1.0, max(0.5, source.gauss(habit.quality + 0.03, 0.05)))
    return _on_step(line, float(line.max_points) * share)


def _on_step(line, points):
    return min(line.max_points, max(Decimal(0), round(Decimal(points) / line.step) * line.step))


def judge_self(issued, contents, marks, reasons, facts, *, cell_kind):
    """The self evaluation as it is stored when the record is handed over."""
    situation = situation_of(contents, cell_kind=cell_kind)
    result = score(issued.criteria, situation, facts, marks)
    asked = {line.code: line.fact for line in issued.lines(contents)}
    return Judged(
        result,
        situation,
        marks,
        {
            line.code: write_value(facts[asked[line.code]])
            for line in result.criteria
            if asked[line.code] is not None
        },
        reasons,
    )


def judge_verified(issued, contents, given, changes, reasons, facts, *, cell_kind):
    """The committee's evaluation: the given marks and facts with `changes` laid over them."""
    asked = {line.code: line.fact for line in issued.lines(contents)}
    held = {code: facts[name] for code, name in asked.items() if name is not None}
    held |= given.marks
    if not changes:
        return Judged(given.result, given.situation, held, given.facts, {})
    held |= changes
    situation = situation_of(contents, cell_kind=cell_kind)
    result = score(issued.criteria, situation, {}, held)
    before = {line.code: line.points for line in given.result.criteria}
    same = {line.code for line in result.criteria if line.points == before[line.code]}
    kept = {code: reason for code, reason in reasons.items() if code not in same}
    return Judged(result, situation, held, given.facts, kept)


def facts_of(issued, contents, *, long_excused, published_on):
    background = Background(issued.criteria.attendance_base, long_excused, published_on)
    return fact_values(known_facts(contents, background))


def changes_of(issued, contents, given, habit, source):
    """What the committee changes, and why: most often nothing."""
    generous = habit.doubt is Doubt.GENEROUS
    if not generous and source.random() < 0.66:
        return {}, {}
    changes, reasons = {}, {}
    lines = list(issued.lines(contents))
    source.shuffle(lines)
    for line in lines:
        if len(changes) >= (5 if generous else source.choice((1, 1, 2))):
            break
        change = _change(line, contents, given, source, is_deep=generous)
        if change is not None:
            changes[line.code], reasons[line.code] = change
    return changes, reasons


def _change(line, contents, given, source, *, is_deep):
    if line.fact == "speaking_rate":
        return speak_less(contents, source)
    if line.fact in remarks.FACT_REASONS and source.random() < 0.25:
        mark = _worse(line, given)
        return mark and (mark, remarks.FACT_REASONS[line.fact])
    if line.fact is not None:
        return None
    mark = given.marks.get(line.code)
    if line.kind is Kind.YES_NO:
        return (False, remarks.YES_NO_REASON) if mark is True and source.random() < 0.3 else None
    if line.kind is Kind.DEDUCTION:
        return _deduct_more(line, given, source)
    if line.kind is Kind.BONUS:
        return (False, remarks.NO_BONUS) if mark is True and source.random() < 0.4 else None
    if line.kind is not Kind.NUMBER or line.max_points < 2:
        return None
    if source.random() < 0.08 and mark < line.max_points:
        return _on_step(line, mark + line.step), remarks.UP_REASON
    share = source.uniform(0.12, 0.3) if is_deep else source.uniform(0.05, 0.15)
    less = _on_step(line, mark - max(line.step, line.max_points * Decimal(share)))
    return less, source.choice(remarks.NUMBER_REASONS)


def _deduct_more(line, given, source):
    """One time more, for something that the cell did not name itself; seldom for a grave thing."""
    if source.random() > 0.3 * USUAL_SHARE / float(line.each / line.max_points):
        return None
    told = given.reasons.get(line.code, "")
    left = [text for text in remarks.explanations_of(line.code) if text not in told]
    if not left:
        return None
    return given.marks[line.code] + 1, remarks.more_deducted(source.choice(left))


def _worse(line, given):
    """A value that reaches a lower band than the fact did, or None."""
    if line.kind is Kind.YES_NO:
        return None
    points = next(each.points for each in given.result.criteria if each.code == line.code)
    lower = [band for band in line.bands if band.points < points]
    return lower[0].at_least + 1 if lower else None


def speak_less(contents, source=None, *, less=None):
    """A lower share of those who spoke, with the reason that names both counts."""
    present = contents.count("present")
    more = sum(1 for row in contents.roll if row.spoke)
    if less is None:
        less = more - source.randint(2, 5)
    if present == 0 or less < 1:
        return None
    share = round(Decimal(100 * less) / present, 1)
    return share, remarks.FACT_REASONS["speaking_rate"].format(less=less, more=more)
