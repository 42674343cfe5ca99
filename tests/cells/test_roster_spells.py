"""The status column of a roster: spells that begin, end, or are dated otherwise."""

from datetime import timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from cells.actions.roster import PlanChanged, carry_out
from cells.models import AuditEvent, Member, Spell
from cells.models.periods import from_day
from tests.cells.roster_files import HEADERS, do, finish, keep, new_row, plan_of, row_of
from tests.factories import make_membership, make_spell

TODAY = timezone.localdate()
DATED = (*HEADERS, "Trạng thái", "Từ ngày")
EXEMPT, AWAY = "Miễn công tác và sinh hoạt", "Sinh hoạt tạm thời nơi khác"


def ago(days):
    return TODAY - timedelta(days=days)


def text(day):
    return f"{day:%d/%m/%Y}"


@pytest.fixture
def member(world):
    """A member of a cell without a spell."""
    return world.members["tech"][2]


@pytest.fixture
def said(world, member):
    """`said(status, since)`: the import whose file says this of the member, another attends."""

    def keeper(status, since=None):
        other = row_of(world.members["tech"][0], "TN01")
        rows = [*row_of(member, "TN01"), status, since], [*other, "Đang sinh hoạt", None]
        return keep(world, *rows, day=TODAY, headers=DATED)

    return keeper


def stored(member):
    rows = Spell.objects.filter(member=member).order_by("period")
    return [(row.kind, row.begins_on, row.last_day) for row in rows]


def refusal(world, kept):
    (fault,) = plan_of(world, kept).faults
    assert (fault.number, fault.place) == (2, "Trạng thái")
    return fault.reason


@pytest.mark.parametrize(
    ("status", "kind"), [(EXEMPT, "exempt"), ("Đình chỉ sinh hoạt", "suspended"), (AWAY, "away")]
)
def test_status_begins_a_spell_on_its_day_and_only_once(world, member, said, status, kind):
    counts = do(world, said(status, text(ago(40))))
    again = plan_of(world, said(status, text(ago(40))))

    assert counts["changed"] == 1
    assert stored(member) == [(kind, ago(40), None)]
    assert not again.changes_anything
    assert not plan_of(world, said(status)).changes_anything


def test_without_a_day_the_spell_begins_on_that_of_the_list(world, member, said):
    kept = said(EXEMPT)

    (entry,) = plan_of(world, kept).of("changed")
    assert (entry.spell.was, entry.spell.becomes) == (
        "Đang sinh hoạt",
        f"{EXEMPT} từ {text(TODAY)}",
    )
    do(world, kept)

    assert stored(member) == [("exempt", TODAY, None)]
    assert AuditEvent.objects.get(org=world.tech).detail["spells"] == [member.key]


@pytest.mark.parametrize(
    ("status", "since", "last_day"),
    [("Đang sinh hoạt", None, 1), (None, None, 1), ("Đang sinh hoạt", 10, 11)],
)
def test_who_attends_again_has_the_spell_ended_the_day_before(
    world, member, said, status, since, last_day
):
    make_spell(member, kind="exempt", period=from_day(ago(90)))

    do(world, said(status, since and text(ago(since))))

    assert stored(member) == [("exempt", ago(90), ago(last_day))]


def test_other_status_follows_upon_the_one_before(world, member, said):
    make_spell(member, kind="exempt", period=from_day(ago(90)))

    do(world, said("Đình chỉ sinh hoạt", text(ago(5))))

    assert stored(member) == [("exempt", ago(90), ago(6)), ("suspended", ago(5), None)]


def test_other_first_day_is_mended(world, member, said):
    make_spell(member, kind="exempt", period=DateRange(ago(90), TODAY + timedelta(days=9)))

    do(world, said(EXEMPT, text(ago(60))))

    assert stored(member) == [("exempt", ago(60), TODAY + timedelta(days=8))]


def test_new_member_comes_with_a_spell(world):
    do(world, keep(world, [*new_row(), EXEMPT, text(ago(400))], day=TODAY, headers=DATED))

    member = Member.objects.get(card_number="012345678901")
    assert stored(member) == [("exempt", ago(400), None)]


def test_who_comes_from_elsewhere_keeps_or_ends_the_spell(world):
    member = world.members["clinic"][1]
    make_spell(member, kind="exempt", period=from_day(ago(90)))
    row = [*row_of(member, "Chi bộ Văn phòng"), "Đang sinh hoạt", None]
    world.memberships = member.memberships.update(period=DateRange(ago(900), ago(30)))

    do(world, keep(world, row, day=TODAY, headers=DATED))

    assert stored(member) == [("exempt", ago(90), ago(1))]


def test_column_that_is_empty_throughout_ends_nothing(world, member):
    make_spell(member, kind="exempt", period=from_day(ago(90)))
    rows = [[*row_of(one, "TN01"), None, None] for one in world.members["tech"][:3]]

    plan = plan_of(world, keep(world, *rows, day=TODAY, headers=DATED))

    assert not plan.changes_anything


def test_spell_of_today_cannot_end_before_it(world, member, said):
    make_spell(member, kind="exempt", period=from_day(TODAY))

    assert "chọn ngày của danh sách sau" in refusal(world, said("Đang sinh hoạt"))
    assert "từ một ngày sau đó" in refusal(world, said("Đình chỉ sinh hoạt"))


def test_status_of_tomorrow_is_told(world, said):
    assert "sau ngày của danh sách" in refusal(world, said(EXEMPT, text(ago(-1))))


def test_status_over_another_spell_is_told(world, member, said):
    make_spell(member, kind="away", period=DateRange(ago(90), ago(30)))

    reason = refusal(world, said(EXEMPT, text(ago(60))))

    assert f"từ {text(ago(90))}, hết trước ngày {text(ago(30))}" in reason


def test_stay_elsewhere_is_ended_on_its_own_page(world, member, said):
    make_membership(member, world.office, is_temporary=True, period=from_day(ago(20)))
    make_spell(member, kind="away", period=from_day(ago(20)))

    assert "kết thúc ở trang cá nhân" in refusal(world, said("Đang sinh hoạt"))
    assert "kết thúc ở trang cá nhân" in refusal(world, said(EXEMPT))
    assert not plan_of(world, said(None)).changes_anything
    assert not plan_of(world, said(AWAY)).changes_anything


def test_spell_that_changed_since_the_preview_is_not_overwritten(world, member, said):
    spell = make_spell(member, kind="exempt", period=from_day(ago(90)))
    kept = said("Đang sinh hoạt")
    seen = plan_of(world, kept).digest()
    Spell.objects.filter(pk=spell.pk).update(period=DateRange(ago(90), TODAY + timedelta(days=2)))

    with pytest.raises(PlanChanged):
        finish(carry_out(by=world.org_admin, roster_import=kept, seen=seen))


def test_spell_that_changes_while_the_import_runs_is_not_overwritten(world, member, said):
    spell = make_spell(member, kind="exempt", period=from_day(ago(90)))
    kept = said("Đang sinh hoạt")
    seen = plan_of(world, kept).digest()
    work = carry_out(by=world.org_admin, roster_import=kept, seen=seen)

    next(work)
    Spell.objects.filter(pk=spell.pk).update(period=DateRange(ago(90), TODAY + timedelta(days=2)))

    with pytest.raises(PlanChanged):
        finish(work)


def test_statuses_ask_as_much_for_many_as_for_one(world, django_assert_max_num_queries):
    rows = [[*new_row(card=f"0{n:09}", name=f"Vũ {'A' * n}"), EXEMPT, None] for n in range(1, 30)]
    kept = keep(world, *rows, day=TODAY, headers=DATED)

    with django_assert_max_num_queries(16):
        plan_of(world, kept)
