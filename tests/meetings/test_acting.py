"""Who is to chair: the deputy who acts for the secretary, else the secretary."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cells.enums import Office
from cells.models import Appointment
from cells.models.periods import from_day, until
from meetings.actions.records import plan_meeting
from meetings.enums import MeetingKind
from meetings.models import CellMonth
from tests.factories import make_appointment
from tests.meetings.conftest import OCTOBER

END_OF_OCTOBER = date(2026, 10, 31)


def let_act(world, *, begins_on=OCTOBER, last_day=END_OF_OCTOBER):
    """The deputy acts for the secretary."""
    period = until(from_day(begins_on), last_day)
    return make_appointment(
        world.members["tech"][1], world.tech, office=Office.ACTING, period=period
    )


def planned_by(world, cell_month):
    return plan_meeting(cell_month=cell_month, kind=MeetingKind.REGULAR, by=world.secretary)


def test_first_record_has_the_secretary_as_its_chair(world, october):
    assert planned_by(world, october).chair == world.members["tech"][0]


def test_record_of_a_month_with_an_acting_deputy_has_them_as_its_chair(world, october):
    let_act(world)
    assert planned_by(world, october).chair == world.members["tech"][1]


def test_acting_of_another_month_leaves_the_chair_to_the_secretary(world, october):
    let_act(world, begins_on=OCTOBER - timedelta(days=60), last_day=OCTOBER - timedelta(days=1))
    assert planned_by(world, october).chair == world.members["tech"][0]


@pytest.mark.parametrize("leader", [None, "office"])
def test_chair_of_the_last_meeting_stays_where_nobody_on_the_roll_leads(world, submitted, leader):
    Appointment.objects.filter(office=Office.SECRETARY, org=world.tech).delete()
    if leader:
        make_appointment(world.members[leader][0], world.tech)
    month = CellMonth.objects.create(
        cell=world.tech, month=date(2026, 11, 1), path=submitted.cell_month.path
    )
    assert planned_by(world, month).chair_id == submitted.chair_id


def test_record_page_says_who_acts_and_calls_them_so_on_the_roll(world, written, login):
    let_act(world)
    client, page = login(world.secretary), reverse("meeting_edit", args=[written.key])

    text = client.get(page).text
    assert "Bí thư vắng từ 01/10/2026 đến hết 31/10/2026: đồng chí Lò Thị Hương" in text
    assert "Phó bí thư phụ trách" in text

    Appointment.objects.filter(office=Office.ACTING).delete()
    assert "vắng từ" not in client.get(page).text
