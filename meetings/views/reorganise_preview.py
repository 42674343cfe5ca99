"""What the page of a preview shows: what would end, begin and change, and what is wrong."""

from cells.models import PartyOrgVersion
from meetings.actions.reorganise import digest_of
from meetings.reports.reorganise_faults import fault_context
from meetings.reports.reorganise_words import along, finding, sentence

SHOWN = 200
# From as many lines on, or organisations that go along, carrying out may take more than a second.
LARGE_LINES, LARGE_BRANCH = 50, 500


def draft_context(row, lines, preview, months, told=""):
    """What the page of a draft shows, its `lines` and their preview at hand."""
    issuer = PartyOrgVersion.objects.filter(org=row.issuer).order_by("-period").first()
    return preview_context(preview, months) | {
        "draft": row,
        "issuer": issuer.name if issuer else "",
        "line_count": len(lines),
        "digest": digest_of(row, lines, preview),
        "is_large": is_large(preview, len(lines)),
        "told": told,
    }


def is_large(preview, lines):
    along = sum(effect.along.orgs for effect in preview.effects if effect.along)
    return lines >= LARGE_LINES or along >= LARGE_BRANCH


def preview_context(preview, months):
    """What the page shows of a preview; long lists are cut and say how long they are."""
    groups = [
        _group("Kết thúc", [e for e in preview.effects if e.after is None]),
        _group("Bắt đầu", [e for e in preview.effects if e.before is None]),
        _group("Thay đổi", [e for e in preview.effects if e.before and e.after]),
    ]
    branches = [
        {"name": branch.name, "before": branch.before, "after": branch.after}
        for branch in preview.branches
        if branch.before != branch.after
    ]
    return {
        "title": finding(preview),
        "preview": preview,
        **fault_context(preview.faults),
        "groups": [group for group in groups if group["count"]],
        "followers": preview.followers[:SHOWN],
        "movements": preview.movements[:SHOWN],
        "branches": branches[:SHOWN],
        "branches_left": max(0, len(branches) - SHOWN),
        "endings": preview.endings[:SHOWN],
        "months": months,
    }


def _group(title, effects):
    lines = [
        {"number": effect.number, "text": sentence(effect), "along": along(effect)}
        for effect in effects[:SHOWN]
    ]
    return {
        "title": title,
        "count": len({effect.org_key or effect.number for effect in effects}),
        "lines": lines,
        "left": max(0, len(effects) - SHOWN),
    }
