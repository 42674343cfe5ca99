"""The committee's part in the annual ranking: rules, changes, the decision."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cells.actions.audit import record
from cells.models import PartyOrg
from cells.policies import require
from cells.tree import org_ids, path_of
from meetings import policies
from meetings.actions.verbs import Verb
from meetings.annual.proposal import explain
from meetings.models import AnnualRanking, AnnualRating, AnnualRequirement, AnnualRules
from meetings.rankings import board_of, find_ranking, paths_in
from meetings.years import cells_in, notes_of, sets_note, year_bounds

DECIDED = "Năm này đã có quyết định xếp loại, không sửa được nữa."
TAKEN = "Quy tắc vừa được người khác sửa. Hãy tải lại trang để xem rồi sửa tiếp."


@transaction.atomic
def set_rules(*, org, year, seen, document, base, cap_percent, fourth_quarter, requirements, by):
    """Lay down what the committee asks for each rank in the year.

    `requirements` maps (AnnualRank, Measure) to the bound; `seen` is the `rules_mark` that the
    page showed. Raises ValidationError when the year is decided, or when somebody else saved
    rules in between.
    """
    path = _hold(org, by=by)
    ranking = find_ranking(org.pk, year)
    if ranking is not None and ranking.is_decided:
        raise ValidationError(DECIDED)
    rules = AnnualRules.objects.filter(org=org, year=year).first()
    if rules_mark(rules) != seen:
        raise ValidationError(TAKEN)
    rules = rules or AnnualRules(org=org, year=year)
    rules.document, rules.base, rules.cap_percent = document, base, cap_percent
    rules.fourth_quarter_in_year = fourth_quarter
    rules.saved_by, rules.saved_at = by, timezone.now()
    rules.full_clean()
    rules.save()
    rules.requirements.all().delete()
    rows = [
        AnnualRequirement(rules=rules, rank=rank, measure=measure, bound=bound)
        for (rank, measure), bound in requirements.items()
    ]
    for row in rows:
        row.clean_fields()
    AnnualRequirement.objects.bulk_create(rows)
    record(
        by=by,
        verb=Verb.SET_ANNUAL_RULES,
        org=org,
        subject=year,
        path=path,
        base=base,
        cap_percent=cap_percent,
        requirements=[f"{row.rank} {row.measure} {row.bound}" for row in rows],
    )
    return rules


def rules_mark(rules):
    """Tells one saving of a committee's own rules from the next; "" before the first."""
    return rules.saved_at.isoformat() if rules else ""


@transaction.atomic
def change_rank(*, org, year, cell, rank, reason, by):
    """Set a cell's rank instead of the proposed one, with the reason; rank "" takes it back.

    Raises ValidationError at the field without a reason, and when the year or the cell has been
    decided, by this committee or by another.
    """
    path = _hold(org, by=by)
    ranking = find_ranking(org.pk, year)
    found = cells_in(paths_in(org.pk, year), year_bounds(year), only=cell.pk)
    board = board_of(org, year, ranking, path=path, cells=found)
    if ranking is not None and ranking.is_decided:
        raise ValidationError(DECIDED)
    if not board.lines:
        raise ValidationError("Chi bộ này không thuộc cấp ủy trong năm đó.")
    line = board.lines[0]
    if line.elsewhere is not None:
        raise ValidationError("Chi bộ này đã được một cấp ủy khác quyết định xếp loại.")
    before = line.rank or ""
    if rank == "":
        if line.change is not None:
            line.change.delete()
            _record_change(org, year, cell, before, line.proposal.rank or "", "", by=by)
        return
    if not reason.strip():
        raise ValidationError({"reason": "Hãy ghi lý do đổi mức."})
    if ranking is None:
        ranking = _new_ranking(org, year, board.found.rules)
    rating = line.change or AnnualRating(ranking=ranking, year=year, cell=cell)
    rating.rank, rating.proposed = rank, line.proposal.rank or ""
    rating.reason = reason.strip()
    rating.changed_by, rating.changed_at = by, timezone.now()
    rating.full_clean()
    rating.save()
    _record_change(org, year, cell, before, rank, rating.reason, by=by)


@transaction.atomic
def decide(*, org, year, number, decided_on, over_cap_reason, by):
    """Decide the ranking: every cell gets its frozen row, and nothing of it changes any more.

    Cells that another committee has decided about, and cells that owe no month, are left out.
    Raises ValidationError at the field without a number, with an impossible day, or when more
    cells than the cap allows are excellent and nobody says why.
    """
    path = _hold(org, by=by, whole_line=True)
    ranking = find_ranking(org.pk, year)
    if ranking is not None and ranking.is_decided:
        raise ValidationError(DECIDED)
    check_day(year, decided_on)
    board = board_of(org, year, ranking, path=path)
    ranked = [line for line in board.own if line.rank is not None]
    if not ranked:
        raise ValidationError("Không có chi bộ nào để quyết định xếp loại.")
    meter = board.meter()
    if meter.over and not over_cap_reason.strip():
        raise ValidationError({"over_cap_reason": over_cap_sentence(meter)})
    rules = board.found.rules
    ranking = ranking or _new_ranking(org, year, rules)
    _freeze(ranking, board, ranked)
    ranking.state = AnnualRanking.State.DECIDED
    ranking.decision_number, ranking.decided_on = number.strip(), decided_on
    ranking.decided_by, ranking.decided_at = by, timezone.now()
    ranking.over_cap_reason = over_cap_reason.strip() if meter.over else ""
    ranking.base, ranking.cap_percent = rules.base, rules.cap_percent
    ranking.fourth_quarter_in_year = rules.fourth_quarter_in_year
    ranking.cells = len(board.own)
    ranking.decided_elsewhere = [line.elsewhere.pk for line in board.lines if line.elsewhere]
    ranking.rules_note = board.found.source[:400]
    ranking.full_clean()
    ranking.save()
    record(
        by=by,
        verb=Verb.DECIDE_ANNUAL,
        org=org,
        subject=year,
        number=ranking.decision_number,
        cells=len(ranked),
        excellent=meter.excellent,
        allowed=meter.allowed,
    )
    return ranking


def first_day(year):
    """Years are reviewed from December on."""
    return date(year, 12, 1)


def check_day(year, decided_on):
    """From the first possible day to today: a decision of the future is a plan."""
    if decided_on > timezone.localdate():
        raise ValidationError({"decided_on": "Ngày quyết định không thể ở sau hôm nay."})
    if decided_on < first_day(year):
        raise ValidationError(
            {"decided_on": f"Xếp loại năm {year} được quyết định từ 01/12/{year} trở đi."}
        )


def over_cap_sentence(meter):
    return (
        f"Có {meter.excellent} chi bộ xuất sắc, vượt mức cho phép {meter.allowed} là {meter.over}. "
        "Hãy ghi lý do, hoặc quay lại đổi mức."
    )


def _hold(org, *, by, whole_line=False):
    """Ask the policy on today's tree, hold the organisation; returns its path in the tree.

    With the `whole_line` all above are held too, so that two committees of one line decide one
    after the other, and no cell is decided twice.
    """
    path = path_of(org, on=timezone.localdate())
    require(policies.can_decide_year(by, path))
    held = org_ids(path) if whole_line else [org.pk]
    list(PartyOrg.objects.select_for_update(no_key=True).filter(pk__in=held).order_by("pk"))
    return path


def _new_ranking(org, year, rules):
    ranking = AnnualRanking(org=org, year=year, base=rules.base, cap_percent=rules.cap_percent)
    ranking.full_clean()
    ranking.save()
    return ranking


def _record_change(org, year, cell, before, after, reason, *, by):
    record(
        by=by,
        verb=Verb.CHANGE_ANNUAL,
        org=cell,
        subject=year,
        committee=org.key,
        before=str(before),
        after=str(after),
        reason=reason,
    )


def _freeze(ranking, board, ranked):
    """The final row of every ranked cell; those that were changed keep why and by whom."""
    notes = notes_of([line.year.cell for line in ranked], year_bounds(ranking.year))
    fresh = []
    for line in ranked:
        rating = line.change or AnnualRating(
            ranking=ranking, year=ranking.year, cell_id=line.year.cell.id, rank=line.rank
        )
        _fill(rating, line, board, notes.get(rating.cell_id, []))
        rating.clean_fields(exclude=["ranking", "cell", "changed_by"])
        if line.change is None:
            fresh.append(rating)
        else:
            rating.save()
    AnnualRating.objects.bulk_create(fresh)


def _fill(rating, line, board, notes):
    cell, evidence, whole = line.year.cell, line.year.evidence, line.year.year.whole
    rating.is_final = True
    rating.proposed = line.proposal.rank or ""
    rating.name, rating.parent_name = cell.name, cell.parent_name
    rating.months = list(line.year.months)
    rating.quarters = board.quarters(line)
    rating.average, rating.attendance = evidence.average, evidence.attendance
    rating.year_level = evidence.year_level
    rating.year_rank = whole.title if whole else ""
    rating.tasks, rating.tasks_done = evidence.tasks_given, evidence.tasks_done
    for name in ("owed", "held", "not_held", "gates", "returned", "late"):
        setattr(rating, name, getattr(evidence, name))
    rating.why = "\n".join(explain(line.proposal, evidence))
    rating.notes = list(filter(None, [*notes, sets_note(line.year.year)]))
