"""The made-up world: as many cells as asked, a whole tree, the same for the same seed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from cells.models import Member, Membership, PartyOrg, PartyOrgPath, PartyOrgVersion
from meetings.generating import shape
from meetings.generating.world import generate
from meetings.models import CellMonth

pytestmark = pytest.mark.django_db


def cells():
    return PartyOrgVersion.objects.filter(kind__is_cell=True)


def test_world_has_as_many_cells_and_months_as_asked():
    made = generate(cells=130, months=2, seed=5)

    assert (cells().count(), made.cells) == (130, 130)
    assert (CellMonth.objects.count(), made.months) == (260, 260)
    assert PartyOrg.objects.count() == made.organisations
    assert Member.objects.count() == Membership.objects.count() == made.members


def test_every_organisation_stands_where_its_kind_may():
    generate(cells=400, months=0, seed=2)

    below = PartyOrgVersion.objects.exclude(parent=None).select_related("kind")
    kinds = dict(PartyOrgVersion.objects.values_list("org", "kind"))
    allowed = set(below.values_list("kind__may_stand_under", "kind"))
    assert all((kinds[version.parent_id], version.kind_id) in allowed for version in below)


def test_paths_follow_the_parents():
    generate(cells=60, months=0, seed=3)

    paths = dict(PartyOrgPath.objects.values_list("org", "path"))
    for version in PartyOrgVersion.objects.all():
        above = paths[version.parent_id] if version.parent_id else "/"
        assert paths[version.org_id] == f"{above}{version.org_id}/"


def test_many_cells_make_a_nation_of_provinces(monkeypatch):
    monkeypatch.setattr(shape, "CELLS_OF_A_PROVINCE", 40)
    generate(cells=80, months=0, seed=1)

    root = PartyOrgVersion.objects.get(parent=None)
    provinces = PartyOrgVersion.objects.filter(parent=root.org)
    assert root.kind.code == "central_committee"
    assert set(provinces.values_list("kind__code", flat=True)) == {"province_committee"}
    assert provinces.count() == 2


def test_months_add_up_and_rows_pass_their_own_checks():
    generate(cells=80, months=3, seed=4)

    wrong = CellMonth.objects.exclude(expected=F("present") + F("excused") + F("unexcused"))
    assert not wrong.exists()
    for model in (CellMonth, Member, PartyOrgVersion):
        for row in model.objects.all()[:20]:
            row.full_clean()


def generated(seed):
    """Names and sizes of the world of this seed, which is gone afterwards."""
    with transaction.atomic():
        generate(cells=40, months=1, seed=seed)
        people = list(Member.objects.order_by("pk").values_list("family_name", "given_name", "key"))
        names = list(PartyOrgVersion.objects.order_by("pk").values_list("name", flat=True))
        scores = list(CellMonth.objects.order_by("pk").values_list("final_score", flat=True))
        transaction.set_rollback(True)
    return people, names, scores


def test_same_seed_makes_the_same_world():
    assert generated(9) == generated(9)
    assert generated(9) != generated(10)


def test_command_says_what_it_made_and_refuses_a_database_in_use():
    out = StringIO()
    call_command("generate", cells=12, months=1, stdout=out)
    assert "12 chi bộ" in out.getvalue()

    with pytest.raises(CommandError, match="cơ sở dữ liệu trống"):
        call_command("generate", cells=12)


@pytest.mark.parametrize("wrong", [{"cells": 0}, {"cells": 10, "months": -1}])
def test_senseless_numbers_are_refused(wrong):
    with pytest.raises(CommandError, match="phải từ"):
        call_command("generate", **wrong)
