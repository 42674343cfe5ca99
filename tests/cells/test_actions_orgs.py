"""Founding organisations."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cells.actions.orgs import found_org, keep_decision
from cells.models import AuditEvent, Decision, PartyOrg, PartyOrgVersion
from cells.models.periods import from_day, until
from cells.tree import path_of
from tests.factories import kind, make_decision, make_org

TODAY = timezone.localdate()


def new_version(kind_code="cell", **values):
    values = {"name": "Chi bộ Mới", "short_name": "Mới", "code": "TN03"} | values
    return PartyOrgVersion(kind=kind(kind_code), **values)


def new_decision(issuer, number="7-QĐ/ĐU"):
    return Decision(number=number, issued_on=TODAY, issuer=issuer, subject="Thành lập")


def found(world, by=None, parent=None, version=None, begins_on=TODAY):
    return found_org(
        by=by or world.org_admin,
        parent=parent or world.department,
        version=version or new_version(),
        begins_on=begins_on,
        decision=new_decision(world.bloc),
    )


def refusal(world, **how):
    with pytest.raises(ValidationError) as refused:
        found(world, **how)
    assert not PartyOrgVersion.objects.filter(name="Chi bộ Mới").exists()
    return refused.value.message_dict


def test_founded_cell_stands_in_the_tree_with_its_decision_and_its_trail(world):
    version = found(world)

    assert path_of(version.org, on=TODAY).startswith(path_of(world.department, on=TODAY))
    assert version.decision.number == "7-QĐ/ĐU"
    event = AuditEvent.objects.get()
    assert (event.by, event.verb, event.org) == (world.org_admin, "org.found", world.department)
    assert event.detail == {"begins_on": str(TODAY), "decision": "7-QĐ/ĐU"}


def test_founding_for_a_day_to_come(world):
    begins_on = TODAY + timedelta(days=30)

    version = found(world, begins_on=begins_on)

    assert path_of(version.org, on=TODAY) is None
    assert path_of(version.org, on=begins_on) is not None


@pytest.mark.parametrize("person", ["secretary", "reviewer", "leader", "auditor", "outsider"])
def test_founding_is_the_administrators(world, person):
    with pytest.raises(PermissionDenied):
        found(world, by=world.person(person))


def test_administrator_founds_within_reach_only(world):
    with pytest.raises(PermissionDenied):
        found(world, parent=world.health)


def test_kind_must_be_one_that_may_stand_below(world):
    assert refusal(world, version=new_version("upper_committee")) == {
        "kind": [
            "Đảng bộ cấp trên trực tiếp cơ sở không thể trực thuộc Đảng bộ cơ sở "
            "(Đảng bộ Sở Tài nguyên và Môi trường)."
        ]
    }


def test_nothing_stands_below_a_cell(world):
    assert "kind" in refusal(world, parent=world.tech)


def test_parent_must_exist_on_the_first_day(world):
    assert refusal(world, begins_on=date(2014, 12, 31)) == {
        "begins_on": ["Tổ chức cấp trên chưa có vào ngày này."]
    }


def test_parent_must_exist_without_an_end(world):
    version = PartyOrgVersion.objects.get(org=world.department)
    version.period = until(version.period, date(2099, 12, 31))
    version.save()

    assert refusal(world) == {
        "begins_on": ["Tổ chức cấp trên chỉ tồn tại đến hết ngày 31/12/2099."]
    }


def test_gap_in_the_parents_life_is_refused(world):
    version = PartyOrgVersion.objects.get(org=world.department)
    version.period = until(version.period, date(2020, 12, 31))
    version.save()
    version.pk, version.period = None, from_day(date(2022, 1, 1))
    version.save(force_insert=True)

    assert refusal(world, begins_on=date(2019, 1, 1)) == {
        "begins_on": ["Tổ chức cấp trên chỉ tồn tại đến hết ngày 31/12/2020."]
    }


def test_parent_that_changes_its_kind_later_must_hold_the_child_then_too(world):
    version = PartyOrgVersion.objects.get(org=world.department)
    version.period = until(version.period, date(2098, 12, 31))
    version.save()
    version.pk, version.kind = None, kind("upper_committee")
    version.period = from_day(date(2099, 1, 1))
    version.save(force_insert=True)

    assert "Đảng bộ cấp trên trực tiếp cơ sở" in refusal(world)["kind"][0]


def test_code_is_needed_and_belongs_to_one_organisation(world):
    assert refusal(world, version=new_version(code="")) == {"code": ["Hãy điền mã số của tổ chức."]}
    assert refusal(world, version=new_version(code="TN01")) == {
        "code": ["Mã số này đang thuộc một tổ chức khác."]
    }


def test_blank_name_is_refused_and_leaves_nothing_behind(world):
    before = PartyOrg.objects.count()

    assert "name" in refusal(world, version=new_version(name=""))
    assert PartyOrg.objects.count() == before
    assert not AuditEvent.objects.exists()


def test_decision_with_the_same_number_day_and_issuer_is_kept_once(world):
    known = make_decision(world.bloc, number="9-QĐ/ĐU", issued_on=TODAY)

    assert keep_decision(new_decision(world.bloc, number="9-QĐ/ĐU")) == known
    assert keep_decision(new_decision(world.ward, number="9-QĐ/ĐU")) != known
    assert keep_decision(None) is None


def test_same_code_may_be_used_again_after_the_first_owner_is_gone(world):
    make_org(
        parent=world.health, code="TN03", period=until(from_day(date(2016, 1, 1)), date(2018, 1, 1))
    )

    assert found(world).code == "TN03"
