"""Of whom an organisation consists on a day; what outsiders see of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.composition import admissions_of, composition_of
from cells.models import Membership
from cells.models.periods import until
from tests.factories import make_member, make_membership, make_org

TODAY = timezone.localdate()


def page(world, org):
    return reverse("org_composition", args=[org.key])


def test_counts_are_of_the_day_and_each_counts_at_home(world):
    guest = world.members["office"][0]
    make_membership(guest, world.tech, is_temporary=True)
    left = Membership.objects.get(member=world.members["tech"][1])
    left.period = until(left.period, date(2020, 1, 1))
    left.save()

    now, then = (composition_of(world.department, on=on) for on in (TODAY, date(2019, 1, 1)))

    assert then.total == {
        "members": 10,
        "official": 8,
        "probationary": 2,
        "women": 4,
        "minorities": 4,
    }
    assert (now.total["members"], now.total["women"]) == (9, 3)
    assert [(v.org, counts["members"]) for v, counts in now.branches] == [
        (world.tech, 4),
        (world.office, 5),
    ]


def test_branch_without_members_is_a_row_and_what_did_not_exist_is_none(world):
    empty = make_org(parent=world.department)

    rows = {v.org: counts for v, counts in composition_of(world.department, on=TODAY).branches}

    assert rows[empty]["members"] == 0
    assert composition_of(empty, on=date(2014, 1, 1)) is None
    assert admissions_of(empty, on=date(2014, 1, 1), years=3) == []


def test_admissions_count_where_the_first_home_was(world):
    admitted_on = TODAY.replace(month=1, day=1)
    member = make_member(cell=world.office, admitted_on=admitted_on, official_on=None)
    first = Membership.objects.get(member=member)
    first.period = until(first.period, TODAY - timedelta(days=1))
    first.save()
    make_membership(member, world.tech, period=(TODAY, None))

    assert admissions_of(world.office, on=TODAY, years=2) == [(TODAY.year - 1, 0), (TODAY.year, 1)]
    assert admissions_of(world.tech, on=TODAY, years=1) == [(TODAY.year, 0)]


def test_who_sees_the_roster_sees_exact_numbers_of_any_day(world, login):
    response = login(world.reviewer).get(page(world, world.department), {"on": "01/01/2019"})

    assert response.context["counts"]["members"] == "10"
    assert response.context["share"]["women"] == "40,0 %"
    assert "10 đảng viên, 2 dự bị" in response.text


def test_outsiders_see_coarse_numbers_of_the_first_of_the_month(world, login):
    response = login(world.coordinator).get(page(world, world.tech), {"on": "01/01/2019"})

    assert response.context["day"] == TODAY.replace(day=1)
    assert response.context["counts"] == {
        "members": "khoảng 5",
        "official": "dưới 5",
        "probationary": "dưới 5",
        "women": "dưới 5",
        "minorities": "dưới 5",
    }
    assert "%" not in response.text
    assert "làm tròn" in response.text


def test_page_of_the_organisation_is_as_coarse_for_outsiders(world, login):
    address = reverse("org", args=[world.tech.key])

    assert login(world.coordinator).get(address).context["people"]["probationary"] == "dưới 5"
    assert login(world.reviewer).get(address).context["people"]["probationary"] == 1


def test_outsiders_see_only_branches_within_their_reach(world, login):
    make_org(parent=world.ward, name="Chi bộ tổ dân phố 1")

    rows = login(world.coordinator).get(page(world, world.ward)).context["branches"]

    assert rows == []


def test_day_that_is_none_is_told_at_the_field(world, login):
    response = login(world.reviewer).get(page(world, world.tech), {"on": "31/02/2026"})

    assert response.status_code == 422
    assert 'value="31/02/2026"' in response.text


def test_day_before_the_organisation_is_answered(world, login):
    response = login(world.reviewer).get(page(world, world.tech), {"on": "01/01/2014"})

    assert "chưa có vào ngày 01/01/2014" in response.text


@pytest.mark.parametrize("branches", [1, 3])
def test_page_asks_as_much_for_three_branches_as_for_one(
    world, login, branches, django_assert_num_queries
):
    for number in range(branches):
        make_member(f"Vũ Văn {number}", cell=make_org(parent=world.department))
    client = login(world.reviewer)

    with django_assert_num_queries(10):
        client.get(page(world, world.department))
