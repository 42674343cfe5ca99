"""A province and 1,500 cells merged as the product does it: previewed, carried out, taken back."""

from django.db import connection, transaction

from cells.models import Decision
from cells.reorganising.lines import Line, LineVerb
from cells.reorganising.preview import preview
from meetings.actions import reorganise
from meetings.management.nation.clock import ALONE, NONE, Bound, Row, execute, middle, once

# What stands below a province of the largest kind since 2025.
PROVINCE, MERGES = 18_000, 1500
MOVE, BULK = Bound(2_000, by_wall=True), Bound(60_000, by_wall=True)

# The districts of all provinces but two, the largest first.
DISTRICTS = """
SELECT split_part(path, '/', 4)::bigint AS org, count(*)
FROM cells_partyorgpath
WHERE depth >= 3 AND period @> %(day)s::date
  AND split_part(path, '/', 3)::bigint = ANY(%(provinces)s)
GROUP BY org
ORDER BY count(*) DESC, org
"""

# Two cells of each of so many committees, spread over the whole tree.
PAIRS = """
SELECT code, into_code
FROM (
    SELECT v.parent_id, v.code, lead(v.code) OVER siblings AS into_code,
           row_number() OVER siblings AS place
    FROM cells_partyorgversion v
    JOIN cells_orgkind k ON k.id = v.kind_id AND k.code = 'cell'
    WHERE v.period @> %(day)s::date
    WINDOW siblings AS (PARTITION BY v.parent_id ORDER BY v.org_id)
) children
WHERE place = 1 AND into_code IS NOT NULL
ORDER BY md5(code)
LIMIT %(count)s
"""


def measure(scene, rounds):
    """The rows of each reorganisation; every round begins with the tree as it was."""
    first = scene.today.replace(day=1)
    if len(scene.provinces) > 2:
        size, lines = enlarged(scene)
        name = f"tỉnh {size} tổ chức nhập vào tỉnh khác"
        merged = [_line(1, LineVerb.MERGE, scene.provinces[0], into=scene.provinces[1])]
        yield from _rounds(scene, rounds, name, MOVE, merged, first, before=lines)
    lines = pairs(scene)
    name = f"sáp nhập {len(lines)} cặp chi bộ"
    yield from _rounds(scene, rounds, name, BULK, lines, first)


def _line(number, verb, place, **targets):
    codes = {field: target.version.code for field, target in targets.items()}
    return Line(number, verb, code=place.version.code, **codes)


def enlarged(scene):
    """Size of the largest province after the lines returned, which give it more districts."""
    first, _, *others = scene.provinces
    size, lines = first.size, []
    with connection.cursor() as cursor:
        provinces = [place.org.pk for place in others]
        cursor.execute(DISTRICTS, {"day": scene.today, "provinces": provinces})
        districts = cursor.fetchall()
    for org, count in districts:
        if size + count <= PROVINCE:
            district = scene.version_of(org)
            lines.append(
                Line(len(lines) + 1, LineVerb.MOVE, district.code, parent=first.version.code)
            )
            size += count
    return size, lines


def pairs(scene):
    """The lines that merge so many cells, each into its neighbour."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"day": scene.today, "count": MERGES})
        found = cursor.fetchall()
    return [
        Line(number, LineVerb.MERGE, code=code, into=into)
        for number, (code, into) in enumerate(found, start=1)
    ]


def _rounds(scene, rounds, name, bound, lines, day, *, before=()):
    """One row a step; each round is taken back as a whole."""
    steps = {}
    for _ in range(rounds):
        with transaction.atomic():
            execute(ALONE)
            if before:
                _carry_out(scene, before, day.replace(year=day.year - 1))
            for step, spent in _round(scene, lines, day):
                steps.setdefault(step, []).append(spent)
            transaction.set_rollback(True)
        _sweep()
    for step, costs in steps.items():
        yield Row(f"{name}: {step}", middle(costs), bound if step == "thực hiện" else NONE)


def _sweep():
    """Clear away the rows that were taken back: the next round would pass over them again."""
    if not connection.in_atomic_block:
        execute("VACUUM cells_partyorgversion, cells_partyorgpath, cells_membership")
        execute("VACUUM meetings_cellmonth")


def _round(scene, lines, day):
    """(step, what it cost) of previewing, carrying out with the months, and undoing."""
    user = scene.nationwide
    _, spent = once(lambda: preview(lines, effective_on=day, by=user))
    yield "xem trước", spent
    (done, _), spent = once(lambda: _carry_out(scene, lines, day))
    yield "thực hiện", spent
    _, spent = once(lambda: reorganise.undo(reorganisation=done, by=user))
    yield "hoàn tác", spent


def _carry_out(scene, lines, day):
    decision = Decision(
        number=f"BENCH-{day:%Y}", issued_on=day, issuer=scene.root.org, subject="Đo sắp xếp"
    )
    return reorganise.carry_out(
        lines=lines, effective_on=day, decision=decision, by=scene.nationwide
    )
