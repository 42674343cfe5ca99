"""The evaluations of a record side by side, round by round, ready to be printed.

Everything comes from what was stored with them and from the locked set, so that a sheet stays what
it was; the long table is markup made here, as in `meetings.views.grid`.
"""

from dataclasses import dataclass
from html import escape

from meetings import policies
from meetings.actions.review import round_to_answer
from meetings.enums import Stage
from meetings.models import Evaluation
from meetings.scoring import wording
from meetings.scoring.engine import sheet_of
from meetings.scoring.model import NOT_APPLICABLE, Kind
from meetings.sheets import criteria_of, read_value, situation_then
from meetings.views.grid import markup
from meetings.views.reading import entries
from meetings.views.record_page import two

LABELS = {stage: stage.label.lower() for stage in Stage}
DEEDS = {Stage.SELF: "nộp", Stage.VERIFIED: "thẩm định", Stage.FINAL: "quyết định"}


@dataclass(frozen=True)
class Round:
    """The finished evaluations of one round by stage, in their order, and the sheet they fill."""

    number: int
    evaluations: dict
    marks: dict
    criteria: object
    groups: tuple

    @property
    def last(self):
        """The evaluation that holds: the latest stage."""
        return list(self.evaluations.values())[-1]


def rounds_of(meeting):
    """The finished evaluations of a record as rounds by number, the first first: two questions."""
    rows = (
        Evaluation.objects.filter(meeting=meeting, total__isnull=False)
        .select_related("criteria_set", "given_by")
        .defer("criteria_set__definition")
        .prefetch_related("marks")
    )
    order = list(Stage)
    found = {}
    for row in sorted(rows, key=lambda row: (row.round, order.index(row.stage))):
        found.setdefault(row.round, {})[Stage(row.stage)] = row
    return {number: _round(number, evaluations) for number, evaluations in found.items()}


def _round(number, evaluations):
    first = next(iter(evaluations.values()))
    criteria = criteria_of(first.criteria_set)
    return Round(
        number,
        evaluations,
        {
            stage: {mark.criterion: mark for mark in row.marks.all()}
            for stage, row in evaluations.items()
        },
        criteria,
        sheet_of(criteria, situation_then(first)),
    )


def outcome_of(evaluation, criteria):
    """A stored result as `meetings.scoring.wording` explains it."""
    return wording.Outcome(
        evaluation.total,
        criteria.max_points,
        criteria.rank(evaluation.rank).title,
        criteria.rank(evaluation.rank_by_points or evaluation.rank).title,
        tuple(evaluation.gate_messages),
        evaluation.applicable_points,
        evaluation.applicable_max,
    )


def remark_of(evaluation, criteria):
    """Why the rank or the total is not what one would expect; mostly empty."""
    return wording.remark(outcome_of(evaluation, criteria))


def may_answer(user, meeting, current, history):
    """Whether the form for the cell's answer stands on the page."""
    judged = round_to_answer(meeting, current.evaluations if current else {})
    answered = {entry.number for entry in entries(history, "answer")}
    if judged is None or judged in answered:
        return False
    return policies.can_answer_review(user, meeting)


def stages_page(current):
    """The short table of `meetings/_stages.html`: the points of a round, stage by stage."""
    if current is None:
        return {"sheet_rows": []}
    rows = []
    for group in current.groups:
        for criterion in group.criteria:
            found = [marks.get(criterion.code) for marks in current.marks.values()]
            points = [shown_points(criterion, mark) for mark in found]
            reasons = dict.fromkeys(mark.reason for mark in found if mark and mark.reason)
            rows.append(
                {
                    "code": criterion.code,
                    "title": criterion.title,
                    "max": two(criterion.max_points),
                    "points": points,
                    "differs": len(set(points)) > 1,
                    "reasons": list(reasons),
                }
            )
    return {
        "stages": stage_heads(current),
        "sheet_rows": rows,
        "sheet_set": current.last.criteria_set.code,
    }


def stage_heads(current):
    """Each stage that there is: its total and rank, who gave it and when, what needs words."""
    return [
        {
            "label": LABELS[stage],
            "total": two(row.total),
            "max": two(current.criteria.max_points),
            "rank": current.criteria.rank(row.rank).title,
            "level": current.criteria.place_of(row.rank),
            "deed": DEEDS[stage],
            "by": row.given_by,
            "at": row.given_at,
            "opinion": row.reason,
            "remark": remark_of(row, current.criteria),
        }
        for stage, row in current.evaluations.items()
    ]


def finding_of(current):
    """The result of a round in one line, for a title."""
    stage, row = list(current.evaluations.items())[-1]
    outcome = outcome_of(row, current.criteria)
    but = " nhưng xếp" if outcome.gates else ", xếp"
    result = f"{two(outcome.total)} điểm{but} {outcome.rank}"
    own = current.evaluations.get(Stage.SELF)
    if stage is Stage.SELF or own is None:
        return f"{stage.label} {result}"
    if own.total == row.total:
        return f"{stage.label} giữ nguyên {result}"
    return f"{stage.label} {result}; tự chấm {two(own.total)}"


def changes_since_self(current):
    """What holds now where it is not what the cell gave, with the newest reason for it."""
    own, *later = current.marks.values()
    changes = []
    for code, mark in own.items():
        since = [marks[code] for marks in later if code in marks]
        if since and figures_of(since[-1]) != figures_of(mark):
            reason = next((each.reason for each in reversed(since) if each.reason), "")
            changes.append({"criterion": code, "points": since[-1].points, "reason": reason})
    return changes


def shown_points(criterion, mark):
    """The points of a mark; a dash for what was taken out, nothing for a bare condition."""
    if mark is None or is_out(criterion, mark):
        return "–"
    return "" if criterion.kind is Kind.CONDITION else two(mark.points)


def is_out(criterion, mark):
    return criterion.max_points > 0 and mark.max_points == 0


def sheet_table(current):
    """The rows of a round's sheet: group by group, every stage's points, values and reasons."""
    return markup(_lines(current))


def _lines(current):
    labels = [LABELS[stage] for stage in current.marks]
    for group in current.groups:
        sums, before = [], None
        for label, marks in zip(labels, current.marks.values(), strict=True):
            reached = _group_sum(group, marks)
            sums.append(_cell(label, f"<b>{reached}</b>", is_same=reached == before))
            before = reached
        title = f"{escape(group.code)}. {escape(group.title)}"
        yield f'<tr class="group"><th>{title}</th>{"".join(sums)}</tr>\n'
        for criterion in group.criteria:
            yield _line(criterion, current.marks, labels)


def _group_sum(group, marks):
    """The points of a group as stored, held to its maximum less what was taken out."""
    counted = [
        (criterion, marks[criterion.code])
        for criterion in group.criteria
        if criterion.code in marks and not criterion.is_over
    ]
    out = sum(item.max_points for item, mark in counted if is_out(item, mark))
    maximum = group.max_points - out
    points = min(maximum, sum(mark.points for _, mark in counted))
    return f"{two(points)}/{two(maximum)}" if maximum else "–"


def _line(criterion, by_stage, labels):
    cells, before, differs = [], None, False
    for label, marks in zip(labels, by_stage.values(), strict=True):
        mark = marks.get(criterion.code)
        if mark is None:
            cells.append(_cell(label, "–"))
            continue
        told = _told(criterion, mark, before)
        is_changed = before is not None and figures_of(mark) != figures_of(before)
        is_same = before is not None and not is_changed and "<small" not in told
        cells.append(_cell(label, told, is_same=is_same))
        differs, before = differs or is_changed, mark
    title = f"{escape(criterion.code)} {escape(criterion.title)}"
    if criterion.kind is not Kind.CONDITION:
        title += f" <small>tối đa {two(criterion.max_points)}</small>"
    return f"<tr{' class=diff' if differs else ''}><th>{title}</th>{''.join(cells)}</tr>\n"


def _cell(label, content, *, is_same=False):
    """One stage's cell; a phone leaves out those that are the same as the stage before."""
    return f'<td data-label="{label}"{" class=same" if is_same else ""}>{content}</td>'


def _told(criterion, mark, before):
    """Points, the value behind them and the reason, as far as the stage before did not say them."""
    words = value_words(criterion, mark, before)
    reason = "" if before is not None and mark.reason == before.reason else mark.reason
    return (
        f"<b>{shown_points(criterion, mark)}</b>"
        f"{f'<small>{escape(words)}</small>' if words else ''}"
        f"{f'<small class=why>{escape(reason)}</small>' if reason else ''}"
    )


def figures_of(mark):
    return mark.points, mark.max_points


def value_words(criterion, mark, before):
    """The mark or fact behind the points and where it came from; empty where a later stage kept it.

    Where a person marked against a fact, the fact stands behind it.
    """
    held = mark.value or mark.fact
    if before is not None and held == (before.value or before.fact):
        return ""
    is_fact = bool(mark.fact) and held == mark.fact
    value = read_value(held)
    is_plain = isinstance(value, bool) or value == NOT_APPLICABLE
    if criterion.kind in {Kind.NUMBER, Kind.BONUS} and not is_plain and not is_fact:
        return ""
    words = wording.value(criterion, value, is_fact=is_fact)
    if is_fact:
        return f"{words} ({wording.fact_source(criterion.fact)})"
    if mark.fact:
        known = wording.value(criterion, read_value(mark.fact), is_fact=True)
        return f"{words}; dữ liệu: {known}"
    return words
