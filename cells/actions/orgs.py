"""Founding organisations, and the decisions that stand behind changes."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from cells.actions.audit import Verb, record
from cells.models import Decision, PartyOrg, PartyOrgVersion
from cells.models.periods import from_day
from cells.policies import can_manage_orgs, require
from cells.tree import lock_tree, path_of, rebuild_paths


def lock(org):
    """Hold the organisation, so that two changes of it come one after the other."""
    return PartyOrg.objects.select_for_update().get(pk=org.pk)


def keep_decision(decision):
    """The stored decision with this number, day and issuer; saved when there is none yet."""
    if decision is None:
        return None
    known = Decision.objects.filter(
        number=decision.number, issued_on=decision.issued_on, issuer=decision.issuer
    ).first()
    if known:
        return known
    decision.full_clean()
    decision.save()
    return decision


@transaction.atomic
def found_org(*, by, parent, version, begins_on, decision):
    """Found an organisation under `parent` from `begins_on`, without an end.

    `version` is unsaved and says name, code, kind, locality and sector. Returns it saved.
    """
    require(can_manage_orgs(by, path_of(parent, on=timezone.localdate())))
    lock_tree(alone=False)
    parent = lock(parent)
    _check_parent(parent, version.kind, begins_on)
    _check_code(version.code, begins_on)
    version.org = PartyOrg.objects.create()
    version.parent = parent
    version.period = from_day(begins_on)
    version.decision = keep_decision(decision)
    version.full_clean()
    version.save()
    rebuild_paths(version.org)
    # In the parent's trail: the new organisation may begin on a later day than today.
    record(
        by=by,
        verb=Verb.FOUND_ORG,
        org=parent,
        subject=version.name,
        begins_on=str(begins_on),
        decision=version.decision.number if version.decision else "",
    )
    return version


def _check_parent(parent, kind, begins_on):
    """The parent exists from `begins_on` without an end, as a kind that may hold `kind`."""
    day = begins_on
    later = PartyOrgVersion.objects.filter(org=parent, period__endswith__gt=begins_on)
    later |= PartyOrgVersion.objects.filter(org=parent, period__upper_inf=True)
    for above in later.select_related("kind").order_by("period"):
        if above.begins_on > day:
            break
        if not above.kind.may_contain.filter(pk=kind.pk).exists():
            raise ValidationError(
                {"kind": f"{kind.name} không thể trực thuộc {above.kind.name} ({above.name})."}
            )
        if above.period.upper is None:
            return
        day = above.period.upper
    if day == begins_on:
        raise ValidationError({"begins_on": "Tổ chức cấp trên chưa có vào ngày này."})
    last_day = date_format(day.fromordinal(day.toordinal() - 1))
    raise ValidationError({"begins_on": f"Tổ chức cấp trên chỉ tồn tại đến hết ngày {last_day}."})


def _check_code(code, begins_on):
    if not code:
        raise ValidationError({"code": "Hãy điền mã số của tổ chức."})
    living = PartyOrgVersion.objects.filter(code=code, period__overlap=from_day(begins_on))
    if living.exists():
        raise ValidationError({"code": "Mã số này đang thuộc một tổ chức khác."})
