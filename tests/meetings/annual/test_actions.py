"""Rules, changes and the decision: who may, what is refused, what is frozen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cells.models import AuditEvent, PartyOrgVersion
from meetings.actions.annual import change_rank, decide, rules_mark, set_rules
from meetings.annual.evidence import Measure
from meetings.annual.ranks import AnnualRank
from meetings.annual.rules import CapBase
from meetings.models import AnnualRanking, AnnualRating, AnnualRules, CellMonth, Evaluation
from meetings.rankings import rules_for
from tests.factories import make_grant, make_user
from tests.meetings.annual.conftest import MONTHS, YEAR, hold

DAY = date(YEAR, 12, 20)
EASY = {(AnnualRank.EXCELLENT, Measure.NOT_HELD): Decimal(0)}


@pytest.fixture
def head(world):
    """Leads the department, so that two committees of one line can decide."""
    user = make_user("head")
    make_grant(user, "leader", world.department)
    return user


def lay_down(world, by=None, **values):
    values = {
        "org": world.bloc,
        "year": YEAR,
        "seen": "",
        "document": "12-HD/ĐU",
        "base": CapBase.ALL.value,
        "cap_percent": 50,
        "fourth_quarter": False,
        "requirements": EASY,
    } | values
    return set_rules(by=by or world.leader, **values)


def change(world, by=None, **values):
    values = {
        "org": world.bloc,
        "year": YEAR,
        "cell": world.office,
        "rank": "good",
        "reason": "Còn đơn thư",
    } | values
    return change_rank(by=by or world.leader, **values)


def decide_year(world, by=None, **values):
    values = {
        "org": world.bloc,
        "year": YEAR,
        "number": "125-QĐ/ĐU",
        "decided_on": DAY,
        "over_cap_reason": "Năm có thành tích đột xuất",
    } | values
    return decide(by=by or world.leader, **values)


def faults(refusal):
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def test_rules_are_laid_down_and_replaced(world):
    first = lay_down(world)
    found = rules_for(world.bloc.pk, world.bloc.paths.get().path, YEAR)
    assert (found.is_own, found.rules.cap_percent, found.rules.base) == (True, 50, CapBase.ALL)
    assert not found.rules.fourth_quarter_in_year
    again = {(AnnualRank.GOOD, Measure.LATE): Decimal(2)}
    lay_down(world, seen=rules_mark(first), requirements=again)
    rows = AnnualRules.objects.get().requirements.values_list("rank", "measure", "bound")
    assert list(rows) == [("good", "late", Decimal(2))]
    assert AuditEvent.objects.filter(verb="annual.rules").count() == 2


def test_rules_that_somebody_saved_in_between_are_not_overwritten(world):
    lay_down(world)
    with pytest.raises(ValidationError, match="vừa được người khác sửa"):
        lay_down(world, cap_percent=30)


def test_rules_with_impossible_values_are_refused(world):
    with pytest.raises(ValidationError) as refusal:
        lay_down(world, cap_percent=101)
    assert faults(refusal)["cap_percent"] == ["Tỉ lệ từ 0 đến 100."]
    with pytest.raises(ValidationError):
        lay_down(world, requirements={("best", "luck"): Decimal(1)})
    with pytest.raises(ValidationError):
        lay_down(world, base="")


@pytest.mark.parametrize("person", ["secretary", "reviewer", "supervisor", "org_admin", "outsider"])
def test_only_who_decides_lays_down_changes_and_decides(world, good_years, person):
    user = world.person(person)
    for deed in (lay_down, change, decide_year):
        with pytest.raises(PermissionDenied):
            deed(world, by=user)


def test_leader_of_a_part_decides_nothing_above_it(world, good_years, head):
    with pytest.raises(PermissionDenied):
        change(world, by=head)
    change(world, by=head, org=world.department)
    assert AnnualRating.objects.get().ranking.org == world.department


def test_changed_rank_keeps_the_proposal_the_reason_and_who(world, good_years):
    change(world)
    rating = AnnualRating.objects.get()
    assert (rating.proposed, rating.rank, rating.reason) == ("excellent", "good", "Còn đơn thư")
    assert (rating.changed_by, rating.is_final, rating.is_changed) == (world.leader, False, True)
    event = AuditEvent.objects.get(verb="annual.change")
    assert (event.org, event.detail["before"], event.detail["after"]) == (
        world.office,
        "excellent",
        "good",
    )


def test_change_is_changed_again_and_taken_back(world, good_years):
    change(world)
    change(world, rank="completed", reason="Kỷ luật")
    assert AnnualRating.objects.get().rank == "completed"
    change(world, rank="", reason="")
    assert not AnnualRating.objects.exists()
    change(world, rank="", reason="")
    befores = AuditEvent.objects.filter(verb="annual.change").order_by("id")
    assert [event.detail["before"] for event in befores] == ["excellent", "good", "completed"]


def test_change_needs_a_reason_and_a_known_rank(world, good_years):
    with pytest.raises(ValidationError) as refusal:
        change(world, reason="  ")
    assert faults(refusal) == {"reason": ["Hãy ghi lý do đổi mức."]}
    with pytest.raises(ValidationError):
        change(world, rank="best")


def test_cell_of_another_line_cannot_be_changed(world, good_years):
    with pytest.raises(ValidationError, match="không thuộc cấp ủy"):
        change(world, cell=world.clinic)


def test_rank_may_be_given_to_a_cell_that_is_not_proposed_for_any(world, opened):
    CellMonth.objects.update(state="planned")
    this_year = timezone.localdate().year
    CellMonth.objects.create(
        cell=world.office,
        month=timezone.localdate().replace(day=1),
        path=world.office.paths.get().path,
    )
    change(world, year=this_year)
    rating = AnnualRating.objects.get()
    assert (rating.proposed, rating.rank) == ("", "good")
    change(world, year=this_year, rank="")
    assert not AnnualRating.objects.exists()


def test_decision_freezes_every_ranked_cell(world, good_years):
    change(world)
    ranking = decide_year(world)
    tech = AnnualRating.objects.get(cell=world.tech)
    assert (tech.proposed, tech.rank, tech.is_final, tech.reason) == (
        "excellent",
        "excellent",
        True,
        "",
    )
    assert (tech.name, tech.parent_name) == (
        "Chi bộ Trung tâm Kỹ thuật Tài nguyên",
        "Đảng bộ Sở Tài nguyên và Môi trường",
    )
    assert (tech.months, tech.quarters) == (["0 97"] * 12, ["0 97 Tốt"] * 3 + ["y"])
    assert (tech.average, tech.year_rank, tech.held, tech.owed) == (97, "Tốt", 12, 12)
    assert tech.why.startswith("Đề xuất Hoàn thành xuất sắc nhiệm vụ: 12/12 tháng đã họp")
    office = AnnualRating.objects.get(cell=world.office)
    assert (office.rank, office.reason, office.is_final) == ("good", "Còn đơn thư", True)
    assert (ranking.cells, ranking.decided_by, ranking.is_decided) == (2, world.leader, True)
    assert AuditEvent.objects.get(verb="annual.decide").detail["excellent"] == 1


def test_committee_without_cells_decides_nothing(world, good_years):
    with pytest.raises(ValidationError, match="Không có chi bộ nào"):
        decide_year(world, org=world.ward, by=leader_of(world.ward))


def leader_of(org):
    user = make_user()
    make_grant(user, "leader", org)
    return user


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(YEAR, 11, 30), "từ 01/12/2025"),
        (timezone.localdate() + timedelta(days=1), "sau hôm nay"),
    ],
)
def test_day_of_the_decision_is_checked(world, good_years, day, sentence):
    with pytest.raises(ValidationError) as refusal:
        decide_year(world, decided_on=day)
    assert sentence in faults(refusal)["decided_on"][0]


def test_decision_needs_a_number(world, good_years):
    with pytest.raises(ValidationError, match="số, ngày"):
        decide_year(world, number=" ")


def test_more_than_the_cap_needs_a_reason(world, good_years):
    with pytest.raises(ValidationError) as refusal:
        decide_year(world, over_cap_reason=" ")
    assert "Có 2 chi bộ xuất sắc, vượt mức cho phép 0 là 2." in str(faults(refusal))
    assert decide_year(world).over_cap_reason == "Năm có thành tích đột xuất"


def test_reason_for_the_cap_is_not_kept_where_none_was_needed(world, good_years):
    lay_down(world, cap_percent=100)
    assert decide_year(world).over_cap_reason == ""


def test_decided_year_is_changed_by_nobody(world, good_years):
    decide_year(world)
    for deed in (lay_down, change, decide_year):
        with pytest.raises(ValidationError, match="đã có quyết định"):
            deed(world)


def test_cell_decided_by_another_committee_is_left_out(world, good_years, head):
    CellMonth.objects.filter(cell=world.clinic).update(
        path=f"{world.bloc.paths.get().path}{world.clinic.pk}/"
    )
    decide_year(world, by=head, org=world.department, number="9-QĐ/ĐU")
    with pytest.raises(ValidationError, match="cấp ủy khác"):
        change(world)
    above = decide_year(world)
    assert [rating.cell for rating in above.ratings.all()] == [world.clinic]
    assert len(above.decided_elsewhere) == 2
    assert above.cells == 1


def test_database_lets_no_cell_be_decided_twice(world, good_years, head):
    decide_year(world, by=head, org=world.department)
    ranking = AnnualRanking.objects.create(org=world.bloc, year=YEAR, base="all")
    rating = AnnualRating.objects.get(cell=world.tech)
    rating.pk, rating.ranking = None, ranking
    with pytest.raises(IntegrityError, match="annual_rating_decided_once"), transaction.atomic():
        rating.save(force_insert=True)


def test_database_keeps_what_was_decided(world, good_years):
    ranking = decide_year(world)
    for model in (AnnualRating, AnnualRanking):
        with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
            model.objects.update(year=2024)
        with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
            model.objects.all()._raw_delete("default")
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        AnnualRating.objects.create(
            ranking=ranking, year=YEAR, cell=world.clinic, rank="good", proposed="good"
        )


def test_nothing_that_happens_later_changes_a_decided_year(world, good_years):
    decide_year(world)
    before = list(AnnualRating.objects.order_by("pk").values())
    PartyOrgVersion.objects.filter(org=world.tech).update(short_name="Tên mới")
    CellMonth.objects.filter(cell=world.tech).update(rank_level=3, final_score=10)
    hold(world.tech, MONTHS[3], 10, by=world.secretary, sheet=good_years, kind="thematic")
    good_years.state = "superseded"
    good_years.save(update_fields=["state"])
    lay_down(world, org=world.province, by=leader_of(world.province))
    assert list(AnnualRating.objects.order_by("pk").values()) == before
    assert Evaluation.objects.count() == 25
