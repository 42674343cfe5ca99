"""Whose months a cell's book goes on with, and where its own are gone on with."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cells.models import PartyOrgVersion, ReorganisationLine, Succession
from cells.reorganising.lines import LineVerb
from cells.roles import Permission
from meetings.models import CellMonth


@dataclass(frozen=True)
class Step:
    """A cell that was taken over (a forebear) or that took over; `on` is the first day after.

    `is_seen`: its book opens for the reader.
    """

    org_id: int
    key: str
    name: str
    on: date
    words: str
    is_forebear: bool
    is_seen: bool


def steps_of(user, org, today):
    """The direct forebears and heirs of `org` until today, the newest first: one query."""
    day, side = OuterRef("reorganisation__effective_on"), Q(successor=org) | Q(predecessor=org)
    versions = PartyOrgVersion.objects.order_by("-period")
    was = versions.filter(org=OuterRef("predecessor"), period__startswith__lt=day)
    became = versions.filter(org=OuterRef("successor"), period__startswith__lte=day)
    line = {"reorganisation": OuterRef("reorganisation"), "org": OuterRef("predecessor")}
    splits = ReorganisationLine.objects.filter(**line, verb=LineVerb.SPLIT)
    rows = (
        Succession.objects.standing()
        .filter(side, reorganisation__effective_on__lte=today)
        .annotate(
            was=Coalesce(Subquery(was.values("name")[:1]), "predecessor__key"),
            became=Coalesce(Subquery(became.values("name")[:1]), "successor__key"),
            is_split=Exists(splits),
            sees_was=Exists(_read(user, "predecessor")),
            sees_became=Exists(_read(user, "successor")) | Exists(_here(user, today)),
        )
        .select_related("reorganisation__decision", "predecessor", "successor")
        .order_by("-reorganisation__effective_on", "id")
    )
    return [_step(row, is_forebear=row.successor_id == org.pk) for row in rows]


def _read(user, side):
    return CellMonth.objects.visible_to(user).filter(cell=OuterRef(side))


def _here(user, today):
    versions = PartyOrgVersion.objects.on(today).visible_to(user, Permission.READ)
    return versions.filter(org=OuterRef("successor"))


def _step(row, *, is_forebear):
    other = row.predecessor if is_forebear else row.successor
    verb = "chia tách" if row.is_split else "sáp nhập"
    return Step(
        org_id=other.pk,
        key=other.key,
        name=row.was if is_forebear else row.became,
        on=row.reorganisation.effective_on,
        words=f"{verb} theo Quyết định {row.reorganisation.decision.number}",
        is_forebear=is_forebear,
        is_seen=row.sees_was if is_forebear else row.sees_became,
    )
