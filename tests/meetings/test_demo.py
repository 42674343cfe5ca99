"""The demonstration world: the articles' numbers, and records that agree with themselves."""

import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Max
from django.utils import timezone

from cells.keys import ALPHABET
from cells.models import Membership, PartyOrgVersion, User
from cells.tree import path_of, subtree_of
from meetings.actions.submission import hash_of
from meetings.contents import read_record
from meetings.demo import accounts, keys
from meetings.demo.lai_chau import LAI_CHAU
from meetings.demo.lang_son import LANG_SON
from meetings.demo.world import load
from meetings.models import (
    CellMonth,
    CriteriaSet,
    Evaluation,
    Mark,
    Meeting,
    Resolution,
    Transition,
)
from meetings.scoring.model import Kind
from meetings.sheets import criteria_of, read_value, sheet_of_record
from tests.meetings.scoring.builders import faults_of

HANDED_OVER = ["submitted", "verified", "closed"]
# Without the mark pytest-django makes no test database for this file alone, and the world would be
# loaded into the one that people work with.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The world as `load_demo` makes it, once for all tests of this file, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(password="demo-password")
        transaction.set_rollback(True)


def below(name):
    """Today's versions of an organisation and of all below it."""
    today = timezone.localdate()
    org = PartyOrgVersion.objects.on(today).get(name=name).org
    return subtree_of(org, on=today).select_related("org", "kind", "locality", "sector")


def composition(name):
    today = timezone.localdate()
    org = PartyOrgVersion.objects.on(today).get(name=name).org
    return Membership.objects.within(path_of(org, on=today), today).composition(today)


def count(versions, kind):
    return sum(version.kind.code == kind for version in versions)


def test_bloc_of_lang_son_has_the_size_of_the_article(demo):
    versions = list(below(LANG_SON.name))
    away = [each for each in versions if each.locality and each.locality.name != LANG_SON.city]

    assert count(versions, "grassroots_committee") == 33
    assert count(versions, "grassroots_cell") == 30
    assert count(versions, "sub_committee") == 10
    assert count(away, "sub_committee") == 8
    assert count(away, "cell") == 62


def test_members_of_lang_son_are_those_of_the_article(demo):
    people = composition(LANG_SON.name)

    assert people["members"] == 4351
    assert people["official"] == 4139
    assert 0.35 < people["women"] / people["members"] < 0.45
    assert 0.35 < people["minorities"] / people["members"] < 0.45


@pytest.mark.parametrize(
    ("sector", "committees", "cells"),
    [
        ("Khối Quản lý nhà nước", 9, 35),
        ("Khối Văn hóa, Xã hội", 6, 27),
        ("Khối Doanh nghiệp", 5, 37),
        ("Khối Chi bộ cơ sở", 0, 47),
    ],
)
def test_sectors_of_lai_chau_have_the_cells_of_the_plan(demo, sector, committees, cells):
    versions = [each for each in below(LAI_CHAU.name) if each.sector and each.sector.name == sector]

    assert count(versions, "grassroots_committee") == committees
    assert sum(version.kind.is_cell for version in versions) == cells


def test_months_add_up(demo):
    rows = CellMonth.objects.exclude(expected=F("present") + F("excused") + F("unexcused"))

    assert not rows.exists()
    assert CellMonth.objects.values("month").distinct().count() == 15
    assert set(CellMonth.objects.values_list("state", flat=True)) == {
        "not_planned", "planned", "held", "submitted", "returned", "verified", "closed", "not_held",
    }  # fmt: skip


def test_nothing_lies_in_the_future(demo):
    assert not Meeting.objects.filter(held_on__gt=timezone.localdate()).exists()
    for model, name in ((Transition, "at"), (Evaluation, "given_at"), (Meeting, "submitted_at")):
        assert not model.objects.filter(**{f"{name}__gt": timezone.now()}).exists()


def test_resolutions_are_numbered_without_gaps(demo):
    numbered = Resolution.objects.filter(number__isnull=False).values("cell", "kind", "term")

    assert not numbered.annotate(all=Count("id"), last=Max("number")).exclude(all=F("last"))
    assert not Resolution.objects.filter(number=None, meeting__state__in=HANDED_OVER).exists()


def sample(size):
    """Records handed over, drawn by chance."""
    records = Meeting.objects.filter(state__in=HANDED_OVER)
    chosen = random.Random(7).sample(list(records.values_list("pk", flat=True)), size)
    return Meeting.objects.select_related("cell_month").filter(pk__in=chosen)


def test_score_computed_again_is_the_stored_one(demo):
    for meeting in sample(50):
        record = read_record(meeting)
        sheet = sheet_of_record(meeting, record, record.contents)
        if sheet is None:
            assert meeting.kind == "extraordinary"
            continue
        stored = meeting.evaluations.get(stage="self", round=meeting.round)
        assert sheet.score().total == stored.total
        assert sheet.holding.id == stored.criteria_set_id
        assert hash_of(record.contents) == meeting.content_hash


def finished_by(code):
    """Evaluations by an issued set of this code."""
    return Evaluation.objects.filter(criteria_set__code=code, total__isnull=False)


def test_every_issued_set_scores_some_meetings_the_same_way_again(demo):
    rows = list(CriteriaSet.objects.exclude(state="draft").order_by("id"))

    assert len(rows) == 7
    for row in rows:
        own = Evaluation.objects.filter(criteria_set=row, stage="self", total__isnull=False)
        assert own.exists()
        for stored in own.select_related("meeting__cell_month").order_by("id")[:8]:
            record = read_record(stored.meeting)
            sheet = sheet_of_record(stored.meeting, record, record.contents)
            assert sheet.holding.id == row.pk
            if stored.round == stored.meeting.round:
                assert sheet.score().total == stored.total


def test_thematic_meetings_of_the_bloc_have_a_sheet_of_their_own(demo):
    by_thematic = finished_by("CHUYEN-DE-ĐUK").filter(stage="verified")

    assert set(by_thematic.values_list("meeting__kind", flat=True)) == {"thematic"}
    # One of them is below a committee whose own set is for regular meetings only.
    cells = by_thematic.values_list("meeting__cell_month__cell", flat=True)
    assert finished_by("GIOI-KHA-VT").filter(meeting__cell_month__cell__in=cells).exists()


def test_own_scale_ranks_in_its_own_words(demo):
    months = CellMonth.objects.filter(
        pk__in=finished_by("GIOI-KHA-VT").filter(stage="verified").values("meeting__cell_month")
    )
    shown = set(months.values_list("rank_level", "rank", "rank_title"))

    assert {(0, "excellent", "Giỏi"), (1, "fair", "Khá")} <= shown
    assert not months.filter(rank="good").exists()


def test_gates_bite_now_and_then(demo):
    own = finished_by("DIEU-KIEN-KB").filter(stage="self")
    bitten = own.exclude(gate_messages=[])

    assert 0.05 < bitten.count() / own.count() < 0.5
    assert not bitten.filter(rank=F("rank_by_points")).exists()
    assert len({message for row in bitten for message in row.gate_messages}) >= 2


def test_every_deduction_is_explained(demo):
    row = CriteriaSet.objects.get(code="DIEM-TRU-HQ")
    kinds = {line.code: line.kind for line in criteria_of(row).criteria}
    codes = [code for code, kind in kinds.items() if kind is Kind.DEDUCTION]
    marks = Mark.objects.filter(evaluation__in=finished_by(row.code), criterion__in=codes)
    own = marks.filter(evaluation__stage="self")
    deducted = own.exclude(value="0")

    assert 0.03 < deducted.count() / own.count() < 0.3
    assert not deducted.filter(reason="").exists()
    assert {read_value(value) for value in deducted.values_list("value", flat=True)} >= {1, 2}
    added = marks.filter(evaluation__stage="verified", reason__startswith="Trừ thêm một lần: ")
    assert added.exists()
    assert Mark.objects.filter(criterion="3.6", value="true", points=3).exists()


def test_draft_of_the_bloc_lacks_one_point(demo):
    draft = CriteriaSet.objects.get(state="draft")
    reviewer = User.objects.get(username="reviewer")

    assert draft.issuer_id in {reach.org_id for reach in reviewer.reaches}
    assert draft.saved_by == reviewer
    assert draft.copied_from.code == "BANG-DIEM-ĐUK"
    assert draft.valid_from > timezone.localdate()
    ((place, reason),) = faults_of(draft.definition)
    assert place == "nhóm 5"
    assert reason == "tổng điểm các tiêu chí là 9, khác điểm tối đa của nhóm là 10"


def test_month_holds_the_scores_of_its_record(demo):
    records = Meeting.objects.filter(state__in=HANDED_OVER, kind__in=["regular", "combined"])
    wrong = [
        meeting.key
        for meeting in records.select_related("cell_month").order_by("id")[:300]
        if meeting.cell_month.self_score
        != meeting.evaluations.get(stage="self", round=meeting.round).total
    ]

    assert wrong == []


@pytest.mark.parametrize("model", [CellMonth, Meeting, Resolution, Evaluation, Transition])
def test_rows_pass_their_own_checks(demo, model):
    ids = list(model.objects.values_list("pk", flat=True))
    for row in model.objects.filter(pk__in=random.Random(7).sample(ids, 20)):
        row.full_clean()


@pytest.mark.parametrize("account", accounts.ACCOUNTS, ids=lambda account: account.username)
def test_account_has_its_role_and_password(demo, account):
    user = User.objects.get(username=account.username)

    assert user.check_password("demo-password")
    assert {reach.role.code for reach in user.reaches} == {account.role}
    assert len(user.reaches) == len(account.orgs)


def test_others_cannot_log_in(demo):
    names = [account.username for account in accounts.ACCOUNTS]

    assert not any(
        user.has_usable_password() for user in User.objects.exclude(username__in=names)[:20]
    )


def test_home_cell_has_a_plan_now_and_one_deduction_last_month(demo):
    home = User.objects.get(username="secretary").reaches[0].org_id
    meetings = Meeting.objects.filter(cell_month__cell=home).order_by("-cell_month__month")
    current, last = meetings[0], meetings[1]

    assert (current.state, last.state) == ("planned", "verified")
    assert current.documents_sent_on <= timezone.localdate() < current.planned_on
    verified = last.evaluations.get(stage="verified")
    reasons = list(verified.marks.exclude(reason="").values_list("reason", flat=True))
    assert reasons == ["Biên bản ghi 6 ý kiến, không phải 11."]
    assert verified.total < last.evaluations.get(stage="self").total
    assert last.tasks.filter(done_at=None).exists()


def test_reviewer_has_records_of_different_age_waiting(demo):
    reviewer = User.objects.get(username="reviewer")
    waiting = Meeting.objects.awaiting_review().visible_to(reviewer, "verify")
    days = {timezone.localdate(record.submitted_at) for record in waiting}

    assert waiting.count() >= 7
    assert len(days) >= 4


def test_coordinator_sees_only_cells_of_the_locality(demo):
    coordinator = User.objects.get(username="coordinator")
    cells = set(CellMonth.objects.visible_to(coordinator).values_list("cell", flat=True))
    places = PartyOrgVersion.objects.on(timezone.localdate()).filter(org__in=cells)

    assert len(cells) >= 5
    assert set(places.values_list("locality__name", flat=True)) == {"Huyện Cao Lộc"}


def test_some_cells_are_doubtful(demo):
    full = CellMonth.objects.filter(self_score=100).values("cell")

    assert full.annotate(months=Count("id")).filter(months__gte=11).count() >= 4


def test_second_load_says_that_it_is_there(demo):
    out = StringIO()

    call_command("load_demo", stdout=out)

    assert out.getvalue() == "Dữ liệu trình diễn đã có sẵn.\n"


def test_accounts_are_printed_with_address_and_password(monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "mat-khau-khac")
    monkeypatch.setenv("PORT", "8123")
    out = StringIO()

    call_command("load_demo", "--accounts", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0] == "Địa chỉ: http://127.0.0.1:8123/"
    assert "mat-khau-khac" in lines[1]
    assert [line.split()[0] for line in lines[3:]] == [
        account.username for account in accounts.ACCOUNTS
    ]


def test_load_is_refused_outside_of_a_demonstration(settings):
    settings.IS_DEMONSTRATION = False

    with pytest.raises(CommandError, match="không phải bản trình diễn"):
        call_command("load_demo")


def test_stable_keys_are_keys_with_a_digit():
    made = [keys.stable_key("cell", number) for number in range(500)]

    assert len(set(made)) == 500
    assert all(len(key) == 10 and set(key) <= set(ALPHABET) for key in made)
    assert all(any(letter.isdigit() for letter in key) for key in made)
    assert made == [keys.stable_key("cell", number) for number in range(500)]
