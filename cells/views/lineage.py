"""Who an organisation came from and who took over from it, as its history page says it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cells.models import Decision, PartyOrgVersion, Succession
from cells.models.lineage import ended_visible_to


@dataclass(frozen=True)
class Relative:
    """A predecessor (it ended into this one) or a successor; `url` is empty where not visible."""

    name: str
    url: str
    is_predecessor: bool
    on: date
    decision: Decision


def relatives_of(user, org):
    """The direct predecessors and successors of `org`, the newest first, with a link each.

    One that has ended leads to its history.
    """
    rows = list(
        Succession.objects.standing()
        .filter(Q(predecessor=org) | Q(successor=org))
        .select_related("reorganisation__decision", "predecessor", "successor")
        .order_by("-reorganisation__effective_on", "id")
    )
    others = {row.predecessor_id for row in rows} | {row.successor_id for row in rows}
    today = timezone.localdate()
    versions = _by_org(PartyOrgVersion.objects.filter(org__in=others))
    living = PartyOrgVersion.objects.on(today).visible_to(user).filter(org__in=others)
    seen_today = set(living.values_list("org", flat=True))
    seen_ended = ended_visible_to(user).filter(org__in=others - seen_today)
    seen = dict.fromkeys(seen_ended.values_list("org", flat=True), "org_history")
    seen |= dict.fromkeys(seen_today, "org")
    relatives = []
    for row in rows:
        is_predecessor = row.successor_id == org.pk
        other = row.predecessor if is_predecessor else row.successor
        begins_on = row.reorganisation.effective_on
        # A predecessor stood until the day before.
        there = _on(versions, other, date.fromordinal(begins_on.toordinal() - is_predecessor))
        relatives.append(
            Relative(
                name=there.name if there else other.key,
                url=reverse(seen[other.pk], args=[other.key]) if other.pk in seen else "",
                is_predecessor=is_predecessor,
                on=begins_on,
                decision=row.reorganisation.decision,
            )
        )
    return relatives


def _by_org(rows):
    found = {}
    for row in rows:
        found.setdefault(row.org_id, []).append(row)
    return found


def _on(rows, org, day):
    """The row of `org` that was true on the day, or None."""
    return next((row for row in rows.get(org.pk, ()) if day in row.period), None)
