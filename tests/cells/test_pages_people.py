"""The roster and the changes to it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.models import Appointment, Member, Membership, Spell
from cells.models.periods import until
from tests.factories import make_appointment, make_member, make_spell

TODAY = timezone.localdate()


def day(value):
    return value.strftime("%d/%m/%Y")


def typed(**values):
    """What a browser sends to add a member."""
    return {
        "family_name": "Sùng  A",
        "given_name": "Dơ",
        "sex": "male",
        "birth_year": "1990",
        "ethnicity": "Mông",
        "card_number": "",
        "admitted_on": "01/03/2020",
        "official_on": "",
        "begins_on": day(TODAY),
    } | values


def names(response):
    return [row.member.given_name for row in response.context["rows"]]


@pytest.mark.parametrize("members", [1, 3])
def test_roster_asks_as_much_for_three_rows_as_for_one(
    world, login, members, django_assert_num_queries
):
    for number in range(members):
        member = make_member(f"Vũ Văn {number}", cell=world.tech)
        make_appointment(member, world.tech, office="committee_member")
        make_spell(member)
    client = login(world.secretary)

    with django_assert_num_queries(10):
        response = client.get(reverse("org_members", args=[world.tech.key]))

    assert f"{members + 5} đảng viên" in response.text


def test_roster_is_sorted_by_given_name_and_tells_what_matters(world, login):
    response = login(world.secretary).get(reverse("org_members", args=[world.tech.key]))

    assert names(response) == ["Bằng", "Hương", "Lử", "Mỷ", "Tâm"]
    assert "Nguyễn Hữu <b>Bằng</b>" in response.text
    assert "5 đảng viên, 1 dự bị" in response.text
    assert "miễn công tác và sinh hoạt" in response.text
    assert "phó bí thư" in response.text


def test_line_of_the_roster_leads_to_the_member_where_changes_are_noted(world, login):
    member, client = world.members["tech"][2], login(world.org_admin)
    link = reverse("member", args=[world.tech.key, member.key])

    text = client.get(reverse("org_members", args=[world.tech.key])).text

    assert text.count(member.key) == text.count(link) == 1
    assert reverse("membership_end", args=[world.tech.key, member.key]) in client.get(link).text


def test_roster_shows_neither_ethnicity_nor_card_number(world, login):
    response = login(world.org_admin).get(reverse("org_members", args=[world.tech.key]))

    assert "Mông" not in response.text
    assert world.members["tech"][0].card_number not in response.text


def test_roster_of_a_day_in_the_past(world, login):
    make_member("Sùng A Dơ", cell=world.tech)
    gone = Membership.objects.get(member=world.members["tech"][0])
    gone.period = until(gone.period, date(2020, 1, 1))
    gone.save()
    page = reverse("org_members", args=[world.tech.key])

    today = login(world.secretary).get(page)
    then = login(world.secretary).get(page, {"on": "31/12/2019"})

    assert "Bằng" not in names(today)
    assert "Bằng" in names(then)


@pytest.mark.parametrize("text", ["31/02/2026", "hôm qua", "01/01/0001"])
def test_roster_with_a_day_that_is_none_says_so_and_keeps_it(world, login, text):
    response = login(world.secretary).get(
        reverse("org_members", args=[world.tech.key]), {"on": text}
    )

    assert response.context["fault"]
    assert f'value="{text}"' in response.text


def test_roster_of_a_committee_holds_all_below_with_their_cells(world, login):
    response = login(world.supervisor).get(reverse("org_members", args=[world.department.key]))

    assert len(response.context["rows"]) == 10
    assert "Chi bộ Văn phòng" in response.text


def test_roster_search_without_diacritics(world, login):
    response = login(world.supervisor).get(
        reverse("org_members", args=[world.department.key]), {"q": "duc manh"}
    )

    assert names(response) == ["Mạnh"]


def test_long_roster_goes_on_at_the_next_page(world, login, monkeypatch):
    monkeypatch.setattr("cells.views.people.PAGE", 3)
    page = reverse("org_members", args=[world.tech.key])

    first = login(world.secretary).get(page)
    second = login(world.secretary).get(page, {"page": 2})

    assert names(first) + names(second) == ["Bằng", "Hương", "Lử", "Mỷ", "Tâm"]
    assert 'rel="next"' in first.text
    assert 'rel="next"' not in second.text


def test_coordinator_sees_the_cell_but_not_its_roster(world, login):
    client = login(world.coordinator)

    assert client.get(reverse("org", args=[world.tech.key])).status_code == 200
    assert client.get(reverse("org_members", args=[world.tech.key])).status_code == 403


def test_added_member_is_cleaned(world, login):
    response = login(world.org_admin).post(
        reverse("member_add", args=[world.tech.key]), typed(), follow=True
    )

    member = Member.objects.get(given_name="Dơ")
    assert (member.family_name, member.card_number) == ("Sùng A", None)
    assert "Đã thêm đồng chí Sùng A Dơ" in response.text


def test_member_with_a_known_card_is_refused_at_the_field(world, login):
    card = world.members["clinic"][0].card_number

    response = login(world.org_admin).post(
        reverse("member_add", args=[world.tech.key]), typed(card_number=card)
    )

    assert response.context["form"].errors == {"card_number": ["Số thẻ này đã có trong danh sách."]}
    assert 'value="Dơ"' in response.text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("card_number", "12AB", "Số thẻ gồm 8 đến 12 chữ số, giữ số 0 đầu."),
        ("birth_year", "75", "Năm sinh gồm bốn chữ số, ví dụ 1975."),
        ("birth_year", "99999", "Năm sinh gồm bốn chữ số, ví dụ 1975."),
        ("family_name", "\x00", "Hãy điền ô này."),
        ("sex", "", "Hãy chọn một mục."),
        ("official_on", "28/02/2020", "Ngày chính thức không thể trước ngày vào Đảng."),
        ("begins_on", "01/02/2020", "Ngày vào danh sách không thể trước ngày vào Đảng."),
    ],
)
def test_wrong_input_is_told_in_vietnamese(world, login, field, value, sentence):
    response = login(world.org_admin).post(
        reverse("member_add", args=[world.tech.key]), typed(**{field: value})
    )

    assert response.status_code == 200
    assert sentence in str(response.context["form"].errors)
    assert not Member.objects.filter(given_name="Dơ").exists()


def test_committee_has_nobody_to_add(world, login):
    response = login(world.org_admin).get(reverse("member_add", args=[world.department.key]))

    assert response.status_code == 403


def test_end_of_probation_is_noted_in_the_edit_form(world, login):
    member = world.members["tech"][3]
    page = reverse("member_edit", args=[world.tech.key, member.key])
    values = typed(
        family_name="Giàng Thị",
        given_name="Mỷ",
        birth_year="1975",
        sex="female",
        card_number=member.card_number,
        admitted_on="01/01/2015",
        official_on="05012016",
    )

    assert login(world.org_admin).post(page, values).status_code == 302

    member.refresh_from_db()
    assert member.official_on == date(2016, 1, 5)


def test_edit_without_a_change_leaves_no_trail(world, login, django_assert_num_queries):
    member = world.members["tech"][3]
    page = reverse("member_edit", args=[world.tech.key, member.key])
    initial = login(world.org_admin).get(page).context["form"].initial
    values = {
        name: day(value) if isinstance(value, date) else value or ""
        for name, value in initial.items()
    }

    response = login(world.org_admin).post(page, values, follow=True)

    assert "Đã lưu" not in response.text


def test_member_of_another_cell_is_not_found_here(world, login):
    other = world.members["office"][0]

    response = login(world.org_admin).get(
        reverse("membership_end", args=[world.tech.key, other.key])
    )

    assert response.status_code == 404


def test_page_that_ends_a_membership_says_what_else_ends(world, login):
    member = world.members["tech"][0]
    page = reverse("membership_end", args=[world.tech.key, member.key])

    assert "Bí thư Chi bộ Trung tâm Kỹ thuật Tài nguyên" in login(world.org_admin).get(page).text
    response = login(world.org_admin).post(
        page, {"last_day": day(TODAY), "reason": "nghỉ hưu"}, follow=True
    )

    assert "Thôi chức vụ: bí thư." in response.text
    assert "xem lại quyền của tài khoản" in response.text
    assert Membership.objects.get(member=member).last_day == TODAY


def test_membership_does_not_end_before_it_began(world, login):
    page = reverse("membership_end", args=[world.tech.key, world.members["tech"][4].key])

    response = login(world.org_admin).post(page, {"last_day": "01/01/2014", "reason": "đi"})

    assert "last_day" in response.context["form"].errors


def test_spell_is_added_and_ended(world, login):
    member = world.members["tech"][2]
    client = login(world.org_admin)
    keys = [world.tech.key, member.key]
    values = {"kind": "away", "begins_on": day(TODAY), "last_day": "", "reason": "học tập"}

    client.post(reverse("spell_add", args=keys), values)
    client.post(reverse("spell_end", args=keys), {"last_day": day(TODAY)})

    spell = Spell.objects.get(member=member)
    assert (spell.kind, spell.begins_on, spell.last_day) == ("away", TODAY, TODAY)


def test_second_spell_at_a_time_is_refused_at_the_form(world, login):
    keys = [world.tech.key, world.members["tech"][4].key]
    values = {"kind": "away", "begins_on": day(TODAY), "last_day": "", "reason": ""}

    response = login(world.org_admin).post(reverse("spell_add", args=keys), values)

    assert "trùng ngày" in response.text


def test_there_is_no_spell_to_end(world, login):
    keys = [world.tech.key, world.members["tech"][1].key]

    assert login(world.org_admin).get(reverse("spell_end", args=keys)).status_code == 404


def test_appointed_member_is_offered_a_role_next(world, login):
    member = world.members["tech"][2]
    values = {"member": member.key, "office": "committee_member", "begins_on": day(TODAY)}
    values |= {"decision_issuer": world.tech.key, "last_day": ""}

    response = login(world.org_admin).post(reverse("appoint", args=[world.tech.key]), values)

    assert response.url == reverse("grant_add", args=[world.tech.key]) + f"?member={member.key}"
    assert Appointment.objects.filter(member=member, office="committee_member").exists()


def test_supervisor_comes_from_another_cell_by_search(world, login):
    page = reverse("appoint", args=[world.tech.key])
    member = world.members["office"][0]
    client = login(world.org_admin)

    assert member.key not in client.get(page).text
    assert member.key in client.get(page, {"q": "duc manh"}).text
    values = {"member": member.key, "office": "assigned_supervisor", "begins_on": day(TODAY)}
    assert client.post(page, values | {"decision_issuer": world.tech.key}).status_code == 302


def test_member_out_of_reach_cannot_be_appointed(world, login):
    page = reverse("appoint", args=[world.tech.key])
    member = world.members["clinic"][1]
    values = {"member": member.key, "office": "assigned_supervisor", "begins_on": day(TODAY)}

    assert member.key not in login(world.org_admin).get(page, {"q": "bui thi thu"}).text
    response = login(world.org_admin).post(page, values | {"decision_issuer": world.tech.key})
    assert "member" in response.context["form"].errors


def test_second_secretary_is_refused_at_the_form(world, login):
    values = {
        "member": world.members["tech"][2].key,
        "office": "secretary",
        "begins_on": day(TODAY),
        "decision_number": "9-QĐ",
        "decision_on": "",
        "decision_issuer": world.tech.key,
    }
    page = reverse("appoint", args=[world.tech.key])

    half = login(world.org_admin).post(page, values)
    whole = login(world.org_admin).post(page, values | {"decision_on": "1/2/2026"})

    assert half.context["form"].errors == {"decision_on": ["Hãy ghi ngày quyết định."]}
    assert "đang là bí thư" in str(whole.context["form"].errors["begins_on"])


def test_office_ends(world, login):
    member = world.members["tech"][0]
    page = reverse("appointment_end", args=[world.tech.key, member.key, "secretary"])
    yesterday = TODAY - timedelta(days=1)

    login(world.org_admin).post(page, {"last_day": day(yesterday)})

    assert Appointment.objects.get(member=member).last_day == yesterday
    assert login(world.org_admin).get(page).status_code == 404
