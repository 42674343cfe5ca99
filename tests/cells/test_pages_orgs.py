"""The tree, an organisation's page, its history, founding."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.models import PartyOrgVersion
from cells.models.periods import from_day, until
from tests.factories import kind, make_appointment, make_decision, make_member, make_org

TODAY = timezone.localdate()


def typed(world, **values):
    """What a browser sends to found a cell below the department."""
    return {
        "name": "Chi bộ Mới",
        "short_name": "",
        "code": "TN09",
        "kind": kind("cell").pk,
        "begins_on": TODAY.strftime("%d/%m/%Y"),
        "locality": "",
        "sector": "",
        "decision_number": "7-QĐ/ĐU",
        "decision_on": "01/02/2026",
        "decision_issuer": world.bloc.key,
    } | values


@pytest.mark.parametrize("cells", [1, 3])
def test_tree_asks_as_much_for_three_rows_as_for_one(
    world, login, cells, django_assert_num_queries
):
    for _ in range(cells):
        make_org(parent=world.department)
    client = login(world.reviewer)

    with django_assert_num_queries(8):
        response = client.get(reverse("orgs"), {"open": world.department.key})

    assert response.status_code == 200


def test_tree_begins_where_the_grant_is(world, login):
    response = login(world.reviewer).get(reverse("orgs"))

    assert "2 chi bộ trong phạm vi của đồng chí" in response.text
    assert "Đảng bộ Khối Các cơ quan và Doanh nghiệp" in response.text
    assert "Chi bộ Văn phòng" not in response.text
    assert "Sở Y tế" not in response.text


def test_tree_opens_down_to_a_branch_without_javascript(world, login):
    response = login(world.reviewer).get(reverse("orgs"), {"open": world.department.key})

    assert "Chi bộ Văn phòng" in response.text
    assert "5 đảng viên" in response.text


def test_tree_does_not_open_what_may_not_be_seen(world, login):
    response = login(world.reviewer).get(reverse("orgs"), {"open": world.health.key})

    assert response.status_code == 404


def test_tree_of_a_coordinator_is_what_sits_in_the_locality(world, login):
    response = login(world.coordinator).get(reverse("orgs"))

    assert "Chi bộ Trung tâm Kỹ thuật Tài nguyên" in response.text
    assert "Đảng bộ phường Tân Phong" in response.text
    assert "Chi bộ Văn phòng" not in response.text


def test_tree_of_an_account_without_roles_says_whom_to_ask(world, login):
    response = login(world.operator).get(reverse("orgs"))

    assert "chưa được giao tổ chức nào" in response.text


def test_search_without_diacritics_shows_the_place_in_the_tree(world, login):
    response = login(world.reviewer).get(reverse("orgs"), {"q": "ky thuat tai nguyen"})

    assert "1 tổ chức khớp với" in response.text
    assert "Đảng bộ tỉnh › Đảng bộ Khối" in response.text


def test_search_finds_nothing_out_of_reach(world, login):
    response = login(world.reviewer).get(reverse("orgs"), {"q": "benh vien"})

    assert "Không có tổ chức nào khớp" in response.text
    assert "Chi bộ Bệnh viện" not in response.text


@pytest.mark.parametrize("cells", [1, 3])
def test_search_asks_as_much_for_three_rows_as_for_one(
    world, login, cells, django_assert_num_queries
):
    for number in range(cells):
        make_org(parent=world.department, name=f"Chi bộ Thanh tra {number}")
    client = login(world.reviewer)

    with django_assert_num_queries(8):
        response = client.get(reverse("orgs"), {"q": "thanh tra"})

    assert f"{cells} tổ chức khớp" in response.text


def test_children_are_a_piece_without_a_page_around_it(world, login):
    response = login(world.supervisor).get(reverse("org_children", args=[world.department.key]))

    assert response.text.lstrip().startswith('<ul class="tree">')
    assert "Chi bộ Văn phòng" in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_org_page_asks_as_much_for_three_rows_as_for_one(
    world, login, rows, django_assert_num_queries
):
    for number in range(rows):
        make_org(parent=world.department)
        make_appointment(
            make_member(f"Vũ Văn {number}"), world.department, office="committee_member"
        )
    client = login(world.org_admin)

    with django_assert_num_queries(12):
        response = client.get(reverse("org", args=[world.department.key]))

    assert f"{rows + 2} tổ chức trực thuộc" in response.text


def test_org_page_tells_of_whom_the_cell_consists(world, login):
    response = login(world.secretary).get(reverse("org", args=[world.tech.key]))

    assert "5 đảng viên, trong đó 1 dự bị" in response.text
    people = response.context["people"]
    assert people == {
        "members": 5,
        "official": 4,
        "probationary": 1,
        "women": 2,
        "minorities": 2,
        "counted_at": None,
    }
    assert reverse("cell", args=[world.tech.key]) in response.text


def test_org_page_counts_members_at_home_only(world, login):
    guest = world.members["office"][0]
    guest.memberships.create(cell=world.tech, is_temporary=True, period=from_day(date(2020, 1, 1)))

    response = login(world.secretary).get(reverse("org", args=[world.tech.key]))

    assert response.context["people"]["members"] == 5


def test_org_page_links_only_places_that_may_be_seen(world, login):
    response = login(world.secretary).get(reverse("org", args=[world.tech.key]))

    assert "Đảng bộ tỉnh" in response.text
    assert reverse("org", args=[world.province.key]) not in response.text
    assert reverse("org", args=[world.department.key]) not in response.text


def test_org_page_offers_only_what_is_allowed(world, login):
    page = reverse("org", args=[world.tech.key])

    for_secretary = login(world.secretary).get(page).text
    for_admin = login(world.org_admin).get(page).text

    assert reverse("member_add", args=[world.tech.key]) not in for_secretary
    assert reverse("member_add", args=[world.tech.key]) in for_admin
    # An administrator reads no records.
    assert reverse("cell", args=[world.tech.key]) not in for_admin


def test_org_page_names_what_is_to_come(world, login):
    make_org(
        parent=world.department, name="Chi bộ Năm sau", period=from_day(TODAY + timedelta(days=9))
    )

    response = login(world.supervisor).get(reverse("org", args=[world.department.key]))

    assert "Sắp có" in response.text
    assert "2 tổ chức trực thuộc" in response.text


def test_history_shows_each_stage_with_its_decision(world, login):
    version = PartyOrgVersion.objects.get(org=world.tech)
    version.period = until(version.period, date(2020, 6, 30))
    version.save()
    version.pk, version.name = None, "Chi bộ Trung tâm Kỹ thuật"
    version.period = from_day(date(2020, 7, 1))
    version.decision = make_decision(world.bloc, number="88-QĐ/ĐUK")
    version.save(force_insert=True)

    response = login(world.secretary).get(reverse("org_history", args=[world.tech.key]))

    assert "2 giai đoạn" in response.text
    assert "01/01/2015 – 30/06/2020" in response.text
    assert "Quyết định 88-QĐ/ĐUK" in response.text
    assert "bí thư" in response.text


def test_founding_leads_to_the_new_page(world, login):
    response = login(world.org_admin).post(
        reverse("org_found", args=[world.department.key]), typed(world)
    )

    new = PartyOrgVersion.objects.get(name="Chi bộ Mới")
    assert response.url == reverse("org", args=[new.org.key])
    assert (new.short_name, new.decision.subject) == ("Chi bộ Mới", "Thành lập Chi bộ Mới")


def test_founding_for_later_leads_back_and_says_when(world, login):
    response = login(world.org_admin).post(
        reverse("org_found", args=[world.department.key]),
        typed(world, begins_on="01/01/2099"),
        follow=True,
    )

    assert "Chi bộ Mới sẽ có từ ngày 01/01/2099." in response.text


def test_refused_founding_keeps_what_was_typed_and_says_why_at_the_field(world, login):
    response = login(world.org_admin).post(
        reverse("org_found", args=[world.department.key]),
        typed(world, code="TN01", decision_on="32/1"),
    )

    form = response.context["form"]
    assert response.status_code == 200
    assert form.errors == {"decision_on": ["Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/02/2026."]}
    assert 'value="Chi bộ Mới"' in response.text

    response = login(world.org_admin).post(
        reverse("org_found", args=[world.department.key]), typed(world, code="TN01")
    )
    assert response.context["form"].errors == {"code": ["Mã số này đang thuộc một tổ chức khác."]}


def test_founding_offers_only_kinds_that_may_stand_here(world, login):
    response = login(world.org_admin).post(
        reverse("org_found", args=[world.department.key]),
        typed(world, kind=kind("province_committee").pk),
    )

    assert "kind" in response.context["form"].errors
