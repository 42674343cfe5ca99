"""Roles, passwords, the trail, and logging in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.actions.audit import record
from cells.models import RoleGrant, User
from tests.factories import make_grant, make_user

TODAY = timezone.localdate()


def day(value):
    return value.strftime("%d/%m/%Y")


def typed(world, **values):
    """What a browser sends to grant a role on the cell."""
    return {
        "role": "minute_taker",
        "whose": "existing",
        "username": "supervisor",
        "member": "",
        "name": "",
        "begins_on": day(TODAY),
        "last_day": "",
        "decision_number": "",
        "decision_on": "",
        "decision_issuer": world.tech.key,
    } | values


def grant(world, login, **values):
    page = reverse("grant_add", args=[world.tech.key])
    return login(world.org_admin).post(page, typed(world, **values))


@pytest.mark.parametrize("rows", [1, 3])
def test_roles_ask_as_much_for_three_rows_as_for_one(world, login, rows, django_assert_num_queries):
    for _ in range(rows):
        make_grant(make_user(), "auditor", world.tech)
    client = login(world.org_admin)

    with django_assert_num_queries(6):
        response = client.get(reverse("grants", args=[world.tech.key]))

    assert f"{rows + 3} quyền được cấp tại đây" in response.text


def test_own_role_is_shown_without_a_way_to_end_it(world, login):
    response = login(world.org_admin).get(reverse("grants", args=[world.bloc.key]))

    ends = reverse("grant_end", args=[world.bloc.key, "org_admin", "org_admin"])
    assert "Quản trị cây tổ chức" in response.text
    assert ends not in response.text


def test_role_for_an_account_that_exists(world, login):
    response = grant(world, login)

    assert response.url == reverse("grants", args=[world.tech.key])
    assert RoleGrant.objects.filter(user=world.supervisor, role="minute_taker").exists()


def test_new_account_shows_its_password_once(world, login):
    member = world.members["tech"][4]

    response = grant(world, login, whose="new", username="tam", member=member.key)

    account = User.objects.get(username="tam")
    assert account.member == member
    assert account.check_password(response.context["password"])
    assert "no-store" in response["Cache-Control"]
    assert response.context["password"] not in str(response.cookies)


def test_refused_role_leaves_no_account_behind(world, login):
    response = grant(
        world, login, whose="new", username="moi", name="Mới", last_day=day(TODAY - timedelta(9))
    )

    assert "last_day" in response.context["form"].errors
    assert not User.objects.filter(username="moi").exists()


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"username": "nobody"}, "username", "Không có tài khoản nào"),
        ({"whose": "new", "username": "moi"}, "name", "Hãy chọn đảng viên"),
        ({"whose": "new", "username": "Secretary", "name": "A"}, "username", "đã có người dùng"),
        ({"whose": "new", "username": "bằng lò", "name": "A"}, "username", "tên đăng nhập"),
        ({"username": "org_admin"}, "username", "tự cấp quyền"),
        ({"role": "operator"}, "role", "lựa chọn"),
        ({"role": ""}, "role", "Hãy chọn một mục."),
        ({"username": "secretary", "role": "secretary"}, "__all__", "đang có vai trò đó"),
    ],
)
def test_wrong_input_is_told_in_vietnamese_at_the_field(world, login, values, field, sentence):
    response = grant(world, login, **values)

    assert sentence in str(response.context["form"].errors[field])


def test_form_is_filled_for_the_member_just_appointed(world, login):
    page = reverse("grant_add", args=[world.tech.key])
    client = login(world.org_admin)

    without = client.get(page, {"member": world.members["tech"][4].key}).context["form"].initial
    with_one = client.get(page, {"member": world.members["tech"][0].key}).context["form"].initial

    assert (without["whose"], without["member"]) == ("new", world.members["tech"][4].key)
    assert (with_one["whose"], with_one["username"]) == ("existing", "secretary")


def test_role_ends(world, login):
    page = reverse("grant_end", args=[world.tech.key, "deputy", "secretary"])

    login(world.org_admin).post(page, {"last_day": day(TODAY - timedelta(days=1))})

    assert login(world.deputy).get(reverse("org", args=[world.tech.key])).status_code == 404
    assert (
        "1 quyền đã hết"
        in login(world.org_admin).get(reverse("grants", args=[world.tech.key])).text
    )


def test_renewed_password_is_shown_once(world, login):
    page = reverse("password_renew", args=[world.tech.key, "deputy", "secretary"])

    assert "chỉ hiện một lần" in login(world.org_admin).get(page).text
    response = login(world.org_admin).post(page)

    account = User.objects.get(username="deputy")
    assert account.check_password(response.context["password"])


def test_audit_shows_what_was_done_below_newest_first(world, login):
    record(by=world.org_admin, verb="org.found", org=world.department, subject="Đầu tiên")
    record(by=None, verb="other.deed", org=world.tech, subject="Sau đó")
    record(by=world.outsider, verb="org.found", org=world.clinic, subject="Nơi khác")

    response = login(world.auditor).get(reverse("audit", args=[world.department.key]))

    assert [row.subject for row in response.context["rows"]] == ["Sau đó", "Đầu tiên"]
    assert "Thành lập tổ chức" in response.text
    assert "Nơi khác" not in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_audit_asks_as_much_for_three_rows_as_for_one(
    world, login, rows, django_assert_num_queries
):
    for _ in range(rows):
        record(by=world.org_admin, verb="org.found", org=world.tech, subject="Chi bộ")
    client = login(world.auditor)

    with django_assert_num_queries(7):
        response = client.get(reverse("audit", args=[world.tech.key]))

    assert len(response.context["rows"]) == rows


def test_long_audit_goes_on_at_the_next_page(world, login, monkeypatch):
    monkeypatch.setattr("cells.views.audit.PAGE", 2)
    for number in range(3):
        record(by=world.org_admin, verb="org.found", org=world.tech, subject=f"Việc {number}")
    page = reverse("audit", args=[world.tech.key])

    assert "?page=2" in login(world.auditor).get(page).text
    assert "Việc 0" in login(world.auditor).get(page, {"page": "2"}).text
    assert "Việc 2" in login(world.auditor).get(page, {"page": "x"}).text


def test_login_with_name_and_password(world, client):
    page = reverse("account_login") + "?next=/orgs/"

    response = client.post(page, {"login": "secretary", "password": "sochibo-demo"})

    assert response.url == "/orgs/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("secretary", "wrong"), "Tên đăng nhập hoặc mật khẩu không đúng."),
        (("nobody", "wrong"), "Tên đăng nhập hoặc mật khẩu không đúng."),
        (("", "wrong"), "Hãy điền tên đăng nhập."),
        (("secretary", ""), "Hãy điền mật khẩu."),
    ],
)
def test_wrong_login_is_told_in_vietnamese(world, client, typed, sentence):
    name, password = typed

    response = client.post(reverse("account_login"), {"login": name, "password": password})

    assert sentence in response.text
    assert f'value="{name}"' in response.text or not name


def test_too_many_wrong_logins_are_held_up(world, client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    wrong = {"login": "secretary", "password": "wrong"}

    for _ in range(5):
        client.post(reverse("account_login"), wrong)
    response = client.post(reverse("account_login"), wrong)

    assert "Hãy đợi 5 phút" in response.text


def test_login_page_lists_accounts_on_the_demonstration_only(db, client, settings):
    assert "orgadmin" in client.get(reverse("account_login")).text

    settings.IS_DEMONSTRATION = False
    assert "orgadmin" not in client.get(reverse("account_login")).text


def test_logout_asks_first(world, login):
    client = login(world.secretary)

    assert "Thoát khỏi sổ" in client.get(reverse("account_logout")).text
    response = client.post(reverse("account_logout"), follow=True)

    assert "Đã thoát." in response.text


def test_password_change(world, login):
    page = reverse("account_change_password")
    client = login(world.secretary)
    values = {"oldpassword": "sochibo-demo", "password1": "ba-tu-de-nho", "password2": "ba-tu"}

    assert "chưa giống nhau" in client.post(page, values).text
    wrong = values | {"oldpassword": "x", "password2": "ba-tu-de-nho"}
    assert "Mật khẩu đang dùng chưa đúng." in client.post(page, wrong).text
    client.post(page, values | {"password2": "ba-tu-de-nho"})

    assert User.objects.get(username="secretary").check_password("ba-tu-de-nho")


def test_reauthentication_asks_for_the_password(world, login):
    page = reverse("account_reauthenticate")
    client = login(world.secretary)

    assert "Gõ lại mật khẩu" in client.get(page).text
    assert "Mật khẩu không đúng." in client.post(page, {"password": "x"}).text


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "confirm-email/"])
def test_pages_that_this_product_does_not_have(db, client, path):
    assert client.get("/accounts/" + path).status_code == 404


def test_page_of_a_closed_account(db, client):
    assert "đang bị khóa" in client.get(reverse("account_inactive")).text
