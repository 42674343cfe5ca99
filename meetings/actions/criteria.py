"""Issuing criteria sets: in force, locked for ever, and in nobody's way."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cells.actions.audit import record
from cells.actions.orgs import lock
from cells.models import OrgKind
from meetings.actions.drafts import lock_draft
from meetings.actions.verbs import Verb
from meetings.enums import SetState
from meetings.facts import FINDERS
from meetings.models import CriteriaSet
from meetings.scoring.faults import Fault, FaultyInputError, Place
from meetings.scoring.holding import IssuedSet
from meetings.scoring.reading import from_data, read
from meetings.scoring.writing import to_data
from meetings.sheets import issued_criteria

DAY = timedelta(days=1)


@transaction.atomic
def import_set(*, text, issuer, by):
    """Issue the set that a YAML text describes in the name of `issuer`; returns its row.

    An issued set is locked for ever, so everything is checked first. `by` is None when it is done
    at the machine, where no account is asked; pages do not call this.

    Raises FaultyInputError with every fault, also when it is in the way of an issued one.
    """
    criteria = read(text)
    return _issue(CriteriaSet(issuer=lock(issuer)), criteria, replaces=(), by=by)


@transaction.atomic
def issue_set(*, row, replaces, by):
    """Issue a draft: from now on it is locked, and holds from its first valid day.

    `replaces` are the ids of issued sets of the same issuer that end the day before.

    Raises FaultyInputError with every fault, NotPossible when it was issued already.
    """
    issuer = lock(row.issuer)
    row = lock_draft(row, by=by)
    row.issuer = issuer
    return _issue(row, from_data(row.definition), replaces=replaces, by=by)


def _issue(row, criteria, *, replaces, by):
    faults = issuer_faults(criteria, row.issuer)
    in_the_way = sets_in_the_way(criteria, row.issuer)
    faults += [
        fault
        for other in in_the_way
        if (fault := _in_the_way_fault(criteria, other, is_replaced=other.pk in replaces))
    ]
    if faults:
        raise FaultyInputError(faults)
    for other in in_the_way:
        other.state = SetState.SUPERSEDED
        other.valid_to = criteria.valid_from - DAY
        other.full_clean()
        other.save(update_fields=["state", "valid_to"])
        record(by=by, verb=Verb.SUPERSEDE_SET, org=row.issuer, subject=other, code=other.code)
    row.state = SetState.ISSUED
    row.code, row.title, row.document = criteria.code, criteria.title, criteria.document
    row.valid_from, row.valid_to = criteria.valid_from, criteria.valid_to
    row.definition = to_data(criteria)
    row.issued_at, row.issued_by = timezone.now(), by
    row.full_clean()
    row.save()
    record(by=by, verb=Verb.ISSUE_SET, org=row.issuer, subject=row, code=row.code)
    return row


def sets_in_the_way(criteria, issuer):
    """Issued sets of the same issuer by which some meeting could be scored as well as by this."""
    new = IssuedSet(0, issuer.pk, criteria.valid_from, criteria.valid_to, criteria.applies_to)
    return [
        other
        for other in CriteriaSet.objects.filter(issuer=issuer)
        .exclude(state=SetState.DRAFT)
        .order_by("valid_from", "pk")
        if new.meets(issued_set_of(other))
    ]


def issued_set_of(row):
    """A stored set as choosing among sets needs it."""
    scope = issued_criteria(row.pk).applies_to
    return IssuedSet(row.pk, row.issuer_id, row.valid_from, row.valid_to, scope)


def _in_the_way_fault(criteria, other, *, is_replaced):
    place = Place().at("valid_from")
    if not is_replaced:
        return Fault.at(
            place,
            f"trùng thời gian và phạm vi áp dụng với bộ {other.code} ({other.document}) đã ban "
            f"hành; hãy thay thế bộ đó, hoặc đổi ngày hay phạm vi",
        )
    if criteria.valid_from <= other.valid_from:
        return Fault.at(
            place,
            f"phải sau {other.valid_from:%d/%m/%Y}, ngày bộ được thay thế ({other.code}) có hiệu "
            f"lực",
        )
    return None


def issuer_faults(criteria, issuer):
    """What is wrong with a set that reads well, where it meets the organisation that issues it."""
    root = Place()
    faults = [
        Fault.at(root.at(name), f"dài quá {longest} ký tự")
        for name in ("code", "title", "document")
        if len(getattr(criteria, name)) > (longest := CriteriaSet._meta.get_field(name).max_length)
    ]
    issued = CriteriaSet.objects.filter(issuer=issuer).exclude(state=SetState.DRAFT)
    if issued.filter(code=criteria.code).exists():
        sentence = f"cơ quan này đã có bộ tiêu chí mang mã “{criteria.code}”; hãy đặt mã khác"
        faults.append(Fault.at(root.at("code"), sentence))
    return faults + _unknown_names(criteria, root)


def _unknown_names(criteria, root):
    """Kinds of cell that no cell has, so that the set or a part of it would hold nowhere; facts
    that the system does not know."""
    kinds = set(OrgKind.objects.filter(is_cell=True).values_list("code", flat=True))
    named = [(root.at("applies_to").at("cell_kinds"), criteria.applies_to.cell_kinds)]
    faults = []
    for place, item in _criteria_places(criteria, root):
        for name in (item.fact, *(override.fact for override in item.override)):
            if name is not None and name not in FINDERS:
                faults.append(Fault.at(place.at("fact"), f"hệ thống không có dữ kiện “{name}”"))
        named += [(where, when.cell_kinds) for where, when in _conditions(place, item)]
    for index, gate in enumerate(criteria.gates):
        if gate.when is not None:
            place = root.item("gates", index, f"điều kiện chặn thứ {index + 1}").at("when")
            named.append((place, gate.when.cell_kinds))
    return faults + [
        Fault.at(place, f"không có loại hình chi bộ “{code}”")
        for place, codes in named
        for code in codes
        if code not in kinds
    ]


def _criteria_places(criteria, root):
    for number, group in enumerate(criteria.groups):
        here = root.item("groups", number, f"nhóm {group.code}")
        for index, item in enumerate(group.criteria):
            yield here.item("criteria", index, f"tiêu chí {item.code}"), item


def _conditions(place, item):
    """Every condition of a criterion with its place."""
    if item.only_if is not None:
        yield place.at("only_if"), item.only_if
    for index, override in enumerate(item.override):
        here = place.item("override", index, f"override thứ {index + 1}")
        yield here.at("when"), override.when
    for index, cap in enumerate(item.cap):
        yield place.item("cap", index, f"cap thứ {index + 1}").at("when"), cap.when
