"""The reorganisations of several days, carried out one after another in one transaction."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format

from cells.models import Decision, PartyOrgVersion, User
from cells.reorganising.lines import LineFault, LinesRefused, LineVerb
from cells.reorganising.preview import Preview, preview
from cells.reorganising.stages import Stage
from meetings.actions.reorganise import carry_out
from meetings.actions.restructured import MonthChanges


class StageRefused(LinesRefused):
    """Nothing was carried out, because of the faults of `stage`; later ones were not looked at."""

    def __init__(self, stage, faults):
        super().__init__(faults)
        self.stage = stage


@dataclass(frozen=True)
class StageDone:
    """A stage with what it was previewed to do, and what became of the months."""

    stage: Stage
    preview: Preview
    changes: MonthChanges


@transaction.atomic
def carry_out_stages(*, stages, by, is_trial=False):
    """Carry out the stages in their order, all or none; a trial carries out all and keeps none.

    Returns a StageDone each. Raises StageRefused with the faults of the first that cannot be.
    """
    done = []
    for stage in stages:
        # What the stages before have founded is within reach from here on.
        by = User.objects.get(pk=by.pk)
        try:
            done.append(_carry_out(stage, by))
        except LinesRefused as refusal:
            raise StageRefused(stage, refusal.faults) from refusal
        except ValidationError as error:
            fault = LineFault(stage.number, "decision", " ".join(error.messages))
            raise StageRefused(stage, [fault]) from error
    if is_trial:
        transaction.set_rollback(True)
    return done


def _carry_out(stage, by):
    day = stage.paper.effective_on
    decision = Decision(
        number=stage.paper.decision,
        issued_on=stage.paper.decision_on,
        issuer=_issuer(stage),
        subject=stage.paper.subject,
    )
    shown = preview(stage.lines, effective_on=day, by=by)
    if shown.faults:
        raise LinesRefused(shown.faults)
    _, changes = carry_out(lines=stage.lines, effective_on=day, decision=decision, by=by)
    return StageDone(stage, shown, changes)


def _issuer(stage):
    """The organisation that bears the issuer's code on the day; None when the stage founds it."""
    code, day = stage.paper.issuer, stage.paper.effective_on
    found = list(PartyOrgVersion.objects.on(day).filter(code=code).select_related("org")[:2])
    if len(found) == 1:
        return found[0].org
    if not found and code == _tree_founded(stage):
        return None
    reason = "nhiều tổ chức cùng mang" if found else "không có tổ chức nào mang"
    told = f"{reason} mã số {code} vào ngày {date_format(day)}"
    raise LinesRefused([LineFault(stage.number, "issuer", told)])


def _tree_founded(stage):
    """The code of the first organisation that the stage founds with none above it."""
    roots = (line for line in stage.lines if line.verb == LineVerb.FOUND and not line.parent)
    return next((root.code for root in roots), None)
