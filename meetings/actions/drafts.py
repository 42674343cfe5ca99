"""Criteria sets while they are being written: begun, copied, changed, thrown away."""

from django.db import transaction
from django.utils import timezone

from cells.actions.audit import record
from cells.actions.orgs import lock
from cells.policies import require
from cells.tree import path_of
from meetings import policies
from meetings.actions.verbs import Verb
from meetings.enums import SetState
from meetings.models import CriteriaSet
from meetings.scoring import drafts
from meetings.scoring.faults import Place
from meetings.scoring.fields import Fields
from meetings.scoring.reading import read
from meetings.scoring.writing import to_data
from meetings.workflow import NotPossible


class PartChanged(Exception):
    """Somebody saved this part since it was opened; `row` is the draft as it is stored."""

    def __init__(self, row):
        self.row = row
        super().__init__("Phần này vừa được người khác sửa.")


def require_manager(by, issuer):
    """Stop with 403 unless `by` drafts and issues in the name of this committee."""
    require(policies.can_manage_criteria(by, path_of(issuer, on=timezone.localdate())))


@transaction.atomic
def begin_draft(*, issuer, by, definition=None, copied_from=None):
    """A new draft: blank, or with the plain data of another set."""
    issuer = lock(issuer)
    require_manager(by, issuer)
    row = CriteriaSet(
        issuer=issuer,
        definition=definition or drafts.blank_set(),
        copied_from=copied_from,
        saved_by=by,
    )
    _read_columns(row)
    row.full_clean()
    row.save()
    record(by=by, verb=Verb.BEGIN_SET, org=issuer, subject=row)
    return row


def copy_set(*, row, issuer, by):
    """A draft with the contents of another set, without the document that it is issued by."""
    left_out = ("document", "issued_on", "valid_from", "valid_to")
    definition = {key: value for key, value in row.definition.items() if key not in left_out}
    return begin_draft(issuer=issuer, by=by, definition=definition, copied_from=row)


def import_draft(*, text, issuer, by):
    """A draft with what a YAML text describes; raises FaultyInputError with every fault."""
    return begin_draft(issuer=issuer, by=by, definition=to_data(read(text)))


def lock_draft(row, *, by):
    """The locked row of a draft; raises NotPossible when it was issued already."""
    row = CriteriaSet.objects.select_for_update().get(pk=row.pk)
    require_manager(by, row.issuer)
    if row.state != SetState.DRAFT:
        raise NotPossible(
            "Bộ tiêu chí này đã ban hành nên được khóa. Muốn sửa, hãy sao chép thành bộ mới."
        )
    return row


@transaction.atomic
def save_part(*, row, part, typed, before, by):
    """Put what was typed in its part; a draft takes faults too, they are told beside it.

    `before` is the digest of the part as it was when it was opened. Raises PartChanged when it is
    another one now, also when the part is gone.
    """
    row = lock_draft(row, by=by)
    stored = _digest_of(row, part)
    if stored == drafts.digest(typed):
        return row
    if stored != before:
        raise PartChanged(row)
    return _store(row, part.put(row.definition, typed), by=by)


@transaction.atomic
def add_item(*, row, keys, item, by):
    """One more group or criterion at the end of its list."""
    row = lock_draft(row, by=by)
    return _store(row, _changed(drafts.with_item, row.definition, keys, item), by=by)


@transaction.atomic
def move_item(*, row, keys, steps, before, by):
    """A group or criterion up (negative) or down; `before` is its digest when it was shown."""
    row = lock_draft(row, by=by)
    if _digest_of(row, drafts.Part(keys)) != before:
        raise PartChanged(row)
    return _store(row, _changed(drafts.with_item_moved, row.definition, keys, steps), by=by)


@transaction.atomic
def remove_item(*, row, keys, before, by):
    """Take a group or criterion out; `before` is its digest when it was shown."""
    row = lock_draft(row, by=by)
    if _digest_of(row, drafts.Part(keys)) != before:
        raise PartChanged(row)
    return _store(row, _changed(drafts.without_item, row.definition, keys), by=by)


@transaction.atomic
def delete_draft(*, row, by):
    """Throw a draft away; what was issued stays for ever."""
    row = lock_draft(row, by=by)
    record(by=by, verb=Verb.DELETE_SET, org=row.issuer, subject=row)
    row.delete()


def _digest_of(row, part):
    try:
        return drafts.digest(part.of(row.definition))
    except drafts.NoSuchPartError:
        raise PartChanged(row) from None


def _changed(change, *arguments):
    try:
        return change(*arguments)
    except drafts.NoSuchPartError:
        raise NotPossible("Phần này không còn nữa. Hãy tải lại trang.") from None


def _store(row, definition, *, by):
    row.definition = definition
    _read_columns(row)
    row.version += 1
    row.saved_by, row.saved_at = by, timezone.now()
    row.full_clean()
    row.save()
    record(by=by, verb=Verb.SAVE_SET, org=row.issuer, subject=row)
    return row


def _read_columns(row):
    """Repeat in the columns what can be read of the definition; faults are told elsewhere."""
    fields = Fields(row.definition, Place(), [])
    for name in ("code", "title", "document"):
        longest = row._meta.get_field(name).max_length
        setattr(row, name, (fields.text(name, required=False) or "")[:longest])
    first, last = fields.day("valid_from", required=False), fields.day("valid_to", required=False)
    row.valid_from = first
    row.valid_to = last if first and last and last >= first else None
