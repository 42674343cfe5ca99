"""Reorganisations that were carried out: which I may see, and what to say of each."""

from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cells.models import OrgKind, PartyOrgPath, PartyOrgVersion, Reorganisation, ReorganisationLine
from cells.policies import can_manage_orgs
from cells.reorganising.lines import VERB_LABELS, LineVerb
from cells.reorganising.loading import places
from cells.reorganising.undoing import touched_orgs
from cells.roles import Permission
from meetings.actions.reorganise import records_built_on

ROWS_SHOWN = 100
LINES_SHOWN = 300


def reorganisations_of(user):
    """Those with an organisation that stood that day or the day before below one I manage.

    And my own, whatever became of the organisations.
    """
    reaches = user.reaches_with(Permission.MANAGE_ORGS)
    ids = {reach.org_id for reach in reaches if not reach.role.by_locality}
    below = Q(pk__in=[])
    for org_id in ids:
        below |= Q(path__contains=f"/{org_id}/")
    day = OuterRef("reorganisation__effective_on")
    then = Q(period__contains=day) | Q(period__endswith=day)
    stood = PartyOrgPath.objects.filter(below, then, org=OuterRef("org"))
    lines = ReorganisationLine.objects.filter(Exists(stood), reorganisation=OuterRef("pk"))
    return Reorganisation.objects.filter(Q(Exists(lines)) | Q(carried_out_by=user))


def find_reorganisation(user, key):
    """One of them with its decision, or 404."""
    related = reorganisations_of(user).select_related("decision", "carried_out_by", "undone_by")
    return get_object_or_404(related, key=key)


def list_rows(user):
    """The newest of them, each with how many lines of each verb: two queries."""
    rows = list(
        reorganisations_of(user).select_related("decision", "carried_out_by", "undone_by")[
            :ROWS_SHOWN
        ]
    )
    counted = (
        ReorganisationLine.objects.filter(reorganisation__in=rows)
        .order_by()
        .values("reorganisation", "verb")
        .annotate(count=Count("id"))
    )
    words = {}
    for line in sorted(counted, key=lambda line: list(LineVerb).index(LineVerb(line["verb"]))):
        label = VERB_LABELS[LineVerb(line["verb"])]
        words.setdefault(line["reorganisation"], []).append(f"{line['count']} {label}")
    return [{"row": row, "words": ", ".join(words.get(row.pk, []))} for row in rows]


def may_undo(user, row):
    """True when `user` manages every organisation that it touched."""
    orgs = touched_orgs(row)
    day = row.effective_on
    eve = day.fromordinal(day.toordinal() - 1)
    where = places(orgs, (timezone.localdate(), day, eve))
    return all(can_manage_orgs(user, where.get(org)) for org in orgs)


def done_context(row, user, refused=()):
    """What the page of one shows; `refused` says why undoing was just refused."""
    lines = list(row.lines.select_related("org")[: LINES_SHOWN + 1])
    pairs = list(
        row.successions.select_related("predecessor", "successor").order_by("id")[:LINES_SHOWN]
    )
    ids = {line.org_id for line in lines} | {pair.predecessor_id for pair in pairs}
    ids |= {pair.successor_id for pair in pairs} | {row.decision.issuer_id}
    names = names_before(ids - {None}, row.effective_on)
    targets = _targets(lines, row.effective_on)
    today = PartyOrgVersion.objects.on(timezone.localdate()).visible_to(user)
    seen = set(today.filter(org__in=[p.successor_id for p in pairs]).values_list("org", flat=True))
    return {
        "row": row,
        "issuer": names.get(row.decision.issuer_id, ""),
        "lines": [_line(line, names, targets) for line in lines[:LINES_SHOWN]],
        "is_cut": len(lines) > LINES_SHOWN,
        "pairs": [
            {
                "predecessor": names.get(pair.predecessor_id, ""),
                "successor": names.get(pair.successor_id, ""),
                "key": pair.successor.key if pair.successor_id in seen else "",
            }
            for pair in pairs
        ],
        "refused": refused,
        "may_undo": not row.undone_at and may_undo(user, row),
        "in_the_way": [] if refused or row.undone_at else records_built_on(row),
    }


def names_before(ids, day):
    """What organisations were called before `day`; the later ones what they were first called."""
    versions = PartyOrgVersion.objects.filter(org__in=ids)
    first = dict(versions.order_by("-period").values_list("org", "name"))
    before = versions.filter(period__startswith__lt=day).order_by("period")
    return first | dict(before.values_list("org", "name"))


def _targets(lines, day):
    """Names by code of kinds and of organisations that take something in, founded ones too."""
    codes = {code for line in lines for code in (line.parent, line.into) if code}
    living = PartyOrgVersion.objects.on(day).filter(code__in=codes)
    founded = {line.code: line.name for line in lines if line.verb == LineVerb.FOUND}
    kinds = OrgKind.objects.filter(code__in=[line.kind for line in lines if line.kind])
    named = dict(kinds.values_list("code", "name"))
    return named | founded | dict(living.values_list("code", "name"))


def _line(line, names, targets):
    parent, into = targets.get(line.parent, line.parent), targets.get(line.into, line.into)
    said = {
        LineVerb.FOUND: f"trực thuộc {parent}",
        LineVerb.RENAME: f"thành {line.name}",
        LineVerb.CHANGE_KIND: f"thành {targets.get(line.kind, line.kind)}",
        LineVerb.MOVE: f"về {parent}",
        LineVerb.MERGE: f"vào {into}",
        LineVerb.SPLIT: f"sang {into}",
    }
    return {
        "number": line.number,
        "verb": line.get_verb_display(),
        "name": names.get(line.org_id) or line.name,
        "code": line.code,
        "target": said.get(line.verb, ""),
    }
