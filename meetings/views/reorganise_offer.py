"""What the forms of merging and moving offer: what stands near, what a search finds, what is
already chosen; never a list of everything."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from cells.models import PartyOrgPath, PartyOrgVersion
from cells.reorganising.lines import LineVerb
from cells.roles import Permission
from cells.text import clean_line
from cells.tree import org_ids

FOUND, CHOSEN = 30, 200
# Several beside it may be merged at once; it moves to one place, mostly a known one.
NEAR = {LineVerb.MERGE: 30, LineVerb.MOVE: 12}
# The field of each form that is chosen from what is offered.
FIELDS = {LineVerb.MERGE: "ending", LineVerb.MOVE: "parent"}


@dataclass(frozen=True)
class Offer:
    """`choices` as (code, label): chosen ones first, then found ones, then those near by.

    `query` was searched for, with `found` hits shown, `is_cut` when there are more; `is_near_cut`
    when not all that stand near are offered.
    """

    choices: list[tuple[str, str]]
    query: str
    found: int
    is_cut: bool
    is_near_cut: bool


def is_search(post):
    """True when the form was sent to search: by its button, or with a text not searched for yet.

    So the Enter key in the field searches too, and needs no script for it.
    """
    query = typed_query(post)
    return "find" in post or bool(query and query != post.get("asked", ""))


def typed_query(post):
    return clean_line(post.get("q", "").replace("\x00", ""))[:100]


def typed_values(post):
    """What was typed, as initial values of the form that is shown again."""
    return {name: post.getlist(name) if name == "ending" else post[name] for name in post}


def offer_for(verb, version, user, post):
    """The Offer of the form of `verb`, None when it has nothing to choose from the tree.

    `version` is today's, found with its path; `post` is what was sent, empty at first.
    """
    if verb not in FIELDS:
        return None
    fitting = _fitting(verb, version, user)
    codes = [code.replace("\x00", "") for code in post.getlist(FIELDS[verb])]
    chosen = list(fitting.filter(code__in=codes[:CHOSEN]))
    query, found = typed_query(post), []
    if query:
        found = list(fitting.closest(query)[: FOUND + 1])
    near = _near(verb, version, fitting)
    rows = {row.code: row for row in (*chosen, *found[:FOUND], *near[: NEAR[verb]])}
    return Offer(
        choices=_labels(version.parent_id if verb == LineVerb.MERGE else None, rows.values()),
        query=query,
        found=len(found[:FOUND]),
        is_cut=len(found) > FOUND,
        is_near_cut=len(near) > NEAR[verb],
    )


def _fitting(verb, version, user):
    """All that the form may choose from: what the user manages and the verb allows."""
    today = timezone.localdate()
    managed = (
        PartyOrgVersion.objects.on(today)
        .visible_to(user, Permission.MANAGE_ORGS)
        .exclude(org=version.org)
        .exclude(code="")
        .order_by("sort_key", "id")
    )
    if verb == LineVerb.MERGE:
        return managed.filter(kind__is_cell=version.kind.is_cell)
    below = PartyOrgPath.objects.on(today).filter(path__startswith=version.path)
    above = managed.filter(kind__may_contain=version.kind).exclude(org=version.parent_id)
    return above.exclude(org__in=below.values("org"))


def _near(verb, version, fitting):
    """One more than are shown: of the same committee; for a move those beside that committee."""
    most = NEAR[verb]
    if verb == LineVerb.MERGE:
        return list(fitting.filter(parent=version.parent_id)[: most + 1])
    everything = list(fitting[: most + 1])
    if len(everything) <= most:
        return everything
    above = org_ids(version.path)[:-2]
    top = above[-1] if above else None
    beside = fitting.filter(Q(org=top) | Q(parent=top))
    return [*beside[:most], everything[-1]]


def _labels(usual, rows):
    """Name and code, and what stands above where that is not one for all, nor the `usual` one."""
    parents = {row.parent_id for row in rows} - {None}
    if usual is None and len(parents) == 1:
        parents = set()
    above = PartyOrgVersion.objects.on(timezone.localdate()).filter(org__in=parents - {usual})
    names = dict(above.values_list("org", "short_name"))
    return [
        (
            row.code,
            f"{row.name} ({row.code})"
            + (f", thuộc {names[row.parent_id]}" if row.parent_id in names else ""),
        )
        for row in rows
    ]
