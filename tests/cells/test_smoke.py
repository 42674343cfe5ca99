import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    "name",
    [
        "org",
        "org_children",
        "org_history",
        "org_members",
        "org_found",
        "member_add",
        "appoint",
        "grants",
        "grant_add",
        "audit",
    ],
)
@pytest.mark.parametrize("who", ["org_admin", "auditor", "secretary", "coordinator"])
def test_x(world, login, name, who):
    r = login(world.person(who)).get(reverse(name, args=[world.tech.key]))
    print(name, who, r.status_code)


def test_orgs(world, login):
    for q in ["", "?q=so tai nguyen", "?open=" + world.department.key, "?q=TN01"]:
        print(login(world.reviewer).get("/orgs/" + q).content.decode()[-2500:])
