"""Cells in the territory of another committee than their own line's, and whom to talk to."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cells.models import PartyOrgVersion
from meetings.actions.months import current_month, open_month
from meetings.models import CellMonth
from meetings.reports.territory import local_committees
from tests.factories import (
    make_appointment,
    make_grant,
    make_locality,
    make_member,
    make_org,
    make_user,
)
from tests.factories.orgs import LONG_AGO

TODAY = current_month()


def page(client, org, **asked):
    return client.get(reverse("org_territory", args=[org.key]), asked)


def text(answer):
    return " ".join(answer.content.decode().split())


def place_of(org):
    return PartyOrgVersion.objects.on(TODAY).get(org=org).locality_id


def test_the_local_committee_reads_whom_to_ask(world, login):
    make_appointment(make_member("Quàng Văn Páo", cell=world.office), world.department)

    shown = text(page(login(world.coordinator), world.ward))

    assert "<h1>1 chi bộ của ngành khác làm việc ở Phường Tân Phong</h1>" in shown
    assert "<h2>Đảng bộ Sở Tài nguyên và Môi trường</h2><span" in shown
    assert "Bí thư: <b>Quàng Văn Páo</b>" in shown
    assert "Bí thư: Nguyễn Hữu Bằng · Phó bí thư: Lò Thị Hương" in shown
    # The roster is not the coordinator's to read, nor an exact count of it.
    assert "khoảng 5 đảng viên" in shown
    assert "Vàng A Lử" not in shown


def test_when_the_cells_met_is_told_to_those_who_read_them(world, login):
    open_month(month=current_month())
    month = CellMonth.objects.filter(cell=world.tech)
    month.update(state="submitted", held_on=current_month())

    for person, count in ((world.coordinator, 1), (world.reviewer, 1), (world.org_admin, 0)):
        shown = text(page(login(person), world.tech))
        assert shown.count("đã họp</span>") == count
        assert shown.count("họp gần nhất") == count


def test_a_line_reads_the_local_committee_of_its_cells(world, login):
    make_appointment(make_member("Quàng Văn Páo"), world.ward)

    shown = text(page(login(world.reviewer), world.bloc))

    assert "<h1>1 chi bộ làm việc ở 1 địa bàn của cấp ủy khác</h1>" in shown
    assert "<h2>Phường Tân Phong</h2><span" in shown
    assert "Đảng bộ phường Tân Phong, bí thư: <b>Quàng Văn Páo</b>" in shown
    # Named, but not to be opened: it stands in another branch.
    assert world.ward.key not in shown


def test_the_seat_of_a_line_is_left_out_and_can_be_asked_for(world, login):
    city = make_locality("Thành phố")
    for _ in range(2):
        make_org(parent=world.department, locality=city)
    client = login(world.reviewer)

    shown = text(page(client, world.bloc))
    assert "<h1>1 chi bộ làm việc ở 1 địa bàn ngoài Thành phố</h1>" in shown
    assert "Thành phố, 2 chi bộ, không liệt kê ở đây" in shown

    shown = text(page(client, world.bloc, at=city.pk))
    assert "<h1>2 chi bộ làm việc ở Thành phố</h1>" in shown


def test_cells_of_the_local_committee_itself_are_not_others(world, login):
    own = make_org(parent=world.ward, name="Chi bộ Tổ dân phố 3", locality_id=place_of(world.ward))

    shown = text(page(login(world.coordinator), world.ward))

    assert "<h1>1 chi bộ của ngành khác" in shown
    assert own.key not in shown


def test_whoever_lacks_the_coordinators_role_is_told_so(world, login):
    reader = make_user("reader")
    make_grant(reader, "reviewer", world.ward)

    shown = text(page(login(reader), world.ward))

    assert "<h1>Chưa thấy chi bộ nào của ngành khác ở Phường Tân Phong</h1>" in shown
    assert "hãy đề nghị người quản trị cấp vai trò “Cấp ủy địa phương”" in shown
    assert world.tech.key not in shown


def test_a_day_before_the_locality_changed(world, login):
    PartyOrgVersion.objects.filter(org=world.tech).update(locality=None)
    shown = text(page(login(world.reviewer), world.tech))
    assert "nơi chưa ghi địa bàn" in shown
    assert "Hãy đề nghị người quản trị tổ chức ghi địa bàn" in shown


def test_an_unreadable_day_is_answered_at_its_field(world, login):
    answer = page(login(world.reviewer), world.tech, on="31/02/2026")
    assert answer.status_code == 422
    assert "Nhập ngày theo dạng ngày/tháng/năm" in text(answer)


def test_a_day_before_the_organisation_leads_to_its_page(world, login):
    answer = page(login(world.reviewer), world.tech, on="01/01/1990")
    assert answer.url == reverse("org", args=[world.tech.key]) + "?on=1990-01-01"


@pytest.mark.parametrize("asked", [{"at": "9" * 30}, {"at": "x"}, {"page": "-1"}, {"page": "99"}])
def test_nonsense_in_the_address_shows_the_list(world, login, asked):
    assert page(login(world.reviewer), world.bloc, **asked).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries(world, login, count):
    for number in range(count - 1):
        committee = make_org(parent=world.health, kind_code="sub_committee")
        make_org(parent=committee, locality_id=place_of(world.ward), name=f"Chi bộ {number}")
    client = login(world.coordinator)
    page(client, world.ward)

    with CaptureQueriesContext(connection) as asked:
        answer = page(client, world.ward)

    assert f"<h1>{count} chi bộ của ngành khác" in text(answer)
    assert len(asked) == 20


def test_more_than_a_page_goes_on_where_it_stopped(world, login):
    committee = make_org(parent=world.health, kind_code="sub_committee", name="Đảng bộ bộ phận")
    for number in range(52):
        make_org(parent=committee, locality_id=place_of(world.ward), name=f"Chi bộ số {number}")
    client = login(world.coordinator)

    first, second = (text(page(client, world.ward, page=number)) for number in (1, 2))

    assert "<h1>53 chi bộ" in first
    assert "<h1>53 chi bộ" in second
    assert first.count('class="row"') == 50
    assert second.count('class="row"') == 3
    assert "Chi bộ số 49<" in first
    assert "Chi bộ số 50<" in second


def test_the_file_holds_every_row_as_text(world, login):
    make_appointment(make_member("=Páo"), world.ward)
    client = login(world.reviewer)

    answer = client.get(reverse("org_territory_file", args=[world.bloc.key]))

    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("STT", "Chi bộ", "Mã số")
    assert len(rows) == 2
    assert rows[1][1] == "Chi bộ Trung tâm Kỹ thuật Tài nguyên"
    assert rows[1][-1].strip() == "=Páo"


def test_who_leads_a_territory(world):
    place = place_of(world.ward)
    sitting = make_org(
        parent=world.province, kind_code="upper_committee", name="Đảng bộ khác", locality_id=place
    )
    # The coordinator's role says who it is.
    assert local_committees([place], TODAY)[place].org_id == world.ward.pk

    ends = date.fromordinal(LONG_AGO.toordinal() + 1)
    world.coordinator.grants.update(period=(LONG_AGO, ends))
    # Without it the name does.
    assert local_committees([place], TODAY)[place].org_id == world.ward.pk

    PartyOrgVersion.objects.filter(org=world.ward).update(name="Đảng bộ Tân")
    # Two of one rank: nobody is told a guess.
    assert local_committees([place], TODAY) == {}
    assert sitting.pk


def test_the_home_page_leads_a_coordinator_there(world, login):
    shown = text(login(world.coordinator).get("/"))
    assert reverse("org_territory", args=[world.ward.key]) in shown
