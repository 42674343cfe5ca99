"""The tree when all lines are carried out: no circle, nobody left, kinds that fit. Pure.

Each function adds to the faults of a draft of `cells.reorganising.plan`.
"""

from cells.reorganising.lines import LineVerb

SHOWN = 3


def check_tree(draft):
    last_line = _last_lines(draft)
    _check_left_behind(draft, last_line)
    _check_cycles(draft)
    _check_kinds(draft)
    _check_codes(draft)
    _check_same_sort(draft)
    _check_holdings(draft, last_line)


def listed(names):
    """A few names and how many more: "A, B, C và 4 nơi khác" """
    names = list(names)
    more = f" và {len(names) - SHOWN} trường hợp khác" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _last_lines(draft):
    """For each organisation that ends the number of the last line that says so."""
    return {reading.org: reading.number for reading in draft.readings if reading.org in draft.ended}


def _check_left_behind(draft, last_line):
    for org_id, number in last_line.items():
        left = [
            draft.org(child).name
            for child in draft.state.children.get(org_id, ())
            if child not in draft.ended and draft.org(child).parent == org_id
        ]
        if left:
            draft.refuse(number, "code", f"Còn tổ chức trực thuộc chưa sắp xếp: {listed(left)}.")
    for org_id in [*last_line, *draft.after]:
        unborn = draft.state.unborn.get(org_id)
        if unborn and (
            org_id in last_line or draft.state.orgs[org_id].kind != draft.org(org_id).kind
        ):
            draft.refuse(
                last_line.get(org_id) or draft.first_line[org_id],
                "code",
                f"Sau ngày này có tổ chức mới về trực thuộc: {listed(unborn)}.",
            )


def _check_cycles(draft):
    seen = set()
    for org_id in draft.placed:
        circle = _circle(draft, org_id)
        if circle and circle not in seen:
            seen.add(circle)
            number, field = max(draft.placed[member] for member in circle & draft.placed.keys())
            names = listed(
                sorted(draft.org(member).name for member in circle & draft.placed.keys())
            )
            draft.refuse(number, field, f"Tạo thành vòng: {names} trực thuộc lẫn nhau.")


def _circle(draft, org_id):
    """The organisations on the way up from `org_id` back to it, or nothing."""
    way = []
    here = org_id
    while here is not None and here not in way:
        way.append(here)
        here = draft.after[here].parent if here in draft.after else draft.state.above.get(here)
    return frozenset(way) if here == org_id else frozenset()


def _check_kinds(draft):
    for org_id, (number, field) in draft.placed.items():
        org = draft.org(org_id)
        if org.parent is not None:
            _check_fits(draft, number, field, org)
        elif draft.state.kinds[org.kind].is_cell:
            draft.refuse(number, field, f"{org.name} là chi bộ, phải trực thuộc một đảng bộ.")
        before = draft.state.orgs.get(org_id)
        if before is not None and before.kind == org.kind:
            continue
        for child in draft.state.children.get(org_id, ()):
            if child not in draft.placed and child not in draft.ended:
                _check_fits(draft, number, "kind", draft.org(child))


def _check_fits(draft, number, field, org):
    kinds = draft.state.kinds
    for above in sorted(draft.kinds_of(org.parent)):
        if org.kind not in kinds[above].may_contain:
            draft.refuse(
                number,
                field,
                f"{kinds[org.kind].name} ({org.name}) không thể trực thuộc "
                f"{kinds[above].name} ({draft.org(org.parent).name}).",
            )


def _check_codes(draft):
    """A new code is borne by nobody else from the day on."""
    taken = {}
    for org_id, org in draft.after.items():
        before = draft.state.orgs.get(org_id)
        if before is not None and before.code == org.code:
            continue
        number = draft.first_line[org_id]
        held = {
            holder
            for holder in draft.state.codes_held.get(org.code, ())
            if holder != org_id and not _gives_up(draft, holder, org.code)
        }
        if held or org.code in taken:
            draft.refuse(number, "into", f"Mã số {org.code} đang thuộc một tổ chức khác.")
        taken[org.code] = number


def _gives_up(draft, org_id, code):
    return org_id in draft.ended or (org_id in draft.after and draft.after[org_id].code != code)


def _check_same_sort(draft):
    """Cells are merged into cells and split into cells, committees into committees."""
    for reading in draft.readings:
        if reading.line.verb not in {LineVerb.MERGE, LineVerb.SPLIT}:
            continue
        before = draft.state.orgs[reading.org]
        if draft.is_cell(reading.into) != {draft.state.kinds[before.kind].is_cell}:
            draft.refuse(
                reading.number,
                "into",
                f"{before.name} và {draft.org(reading.into).name} phải cùng là chi bộ "
                "hoặc cùng là đảng bộ.",
            )


def _check_holdings(draft, last_line):
    """What begins on the day or later in an organisation that ends cannot be cut on its eve."""
    for org_id, number in last_line.items():
        for holding in draft.state.holdings.get(org_id, ()):
            if holding.begins_on >= draft.state.day:
                draft.refuse(
                    number,
                    "code",
                    f"{holding.who} có {holding.what} từ {holding.begins_on:%d/%m/%Y}, "
                    "không trước ngày tổ chức kết thúc; hãy xử lý việc đó trước.",
                )
