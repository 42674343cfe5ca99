"""Issuing criteria sets."""

from django.db import transaction

from cells.actions.audit import record
from cells.actions.orgs import lock
from meetings.actions.verbs import Verb
from meetings.enums import SetState
from meetings.models import CriteriaSet
from meetings.scoring.faults import Fault, FaultyInputError
from meetings.scoring.reading import read
from meetings.scoring.writing import to_data


@transaction.atomic
def import_set(*, text, issuer, by):
    """Issue the set that a YAML text describes in the name of `issuer`; returns its row.

    An issued set is locked for ever, so everything is checked first. `by` is None when it is done
    at the machine, where no account is asked; pages do not call this.

    Raises FaultyInputError with every fault, also when the issuer has a set of this code already.
    """
    criteria = read(text)
    issuer = lock(issuer)
    if CriteriaSet.objects.filter(issuer=issuer, code=criteria.code).exists():
        sentence = f"cơ quan này đã có bộ tiêu chí mang mã “{criteria.code}”; hãy đặt mã khác"
        raise FaultyInputError([Fault("code", sentence)])
    row = CriteriaSet(
        issuer=issuer,
        state=SetState.ISSUED,
        code=criteria.code,
        title=criteria.title,
        document=criteria.document,
        valid_from=criteria.valid_from,
        valid_to=criteria.valid_to,
        definition=to_data(criteria),
    )
    _check_lengths(row)
    row.full_clean()
    row.save()
    record(by=by, verb=Verb.ISSUE_SET, org=issuer, subject=row, code=row.code)
    return row


def _check_lengths(row):
    """What a file may hold and a column may not."""
    faults = [
        Fault(name, f"dài quá {longest} ký tự")
        for name in ("code", "title", "document")
        if len(getattr(row, name)) > (longest := row._meta.get_field(name).max_length)
    ]
    if faults:
        raise FaultyInputError(faults)
