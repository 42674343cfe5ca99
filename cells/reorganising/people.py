"""Members go along: which cell takes each from the day on. Pure.

Each function adds to a draft of `cells.reorganising.plan`.
"""

from cells.reorganising.lines import LineVerb
from cells.reorganising.tree_checks import listed


def deal_members(draft):
    for org_id, reading in draft.ended.items():
        seats = draft.state.seats.get(org_id, ())
        if reading.line.verb == LineVerb.MERGE:
            draft.handed.extend((seat, reading.into) for seat in seats)
        elif reading.line.verb == LineVerb.SPLIT:
            _deal_split(draft, org_id, seats)
        elif seats:
            draft.refuse(reading.number, "code", f"Còn đảng viên trong danh sách: {_names(seats)}.")
    for org_id, org in draft.after.items():
        seats = draft.state.seats.get(org_id, ())
        if seats and not draft.state.kinds[org.kind].is_cell:
            number = draft.placed.get(org_id, (draft.first_line[org_id],))[0]
            draft.refuse(number, "kind", f"Còn đảng viên trong danh sách: {_names(seats)}.")
    _drop_needless(draft)


def _names(seats):
    return listed(dict.fromkeys(f"đồng chí {seat.name}" for seat in seats))


def _deal_split(draft, org_id, seats):
    """Every member on the roll goes to exactly one part."""
    parts = [reading for reading in draft.readings if reading.org == org_id]
    members = {mark: seat.member for seat in seats for mark in seat.marks}
    dealt = {}
    for part in parts:
        for mark in part.line.members:
            member = members.get(mark)
            if member is None:
                draft.refuse(
                    part.number,
                    "members",
                    f"Danh sách của {draft.org(org_id).name} không có đảng viên “{mark}”.",
                )
            elif member in dealt:
                draft.refuse(
                    part.number,
                    "members",
                    f"Đảng viên “{mark}” đã được chia ở dòng {dealt[member].number}.",
                )
            else:
                dealt[member] = part
    left = [seat for seat in seats if seat.member not in dealt]
    if left:
        draft.refuse(parts[-1].number, "members", f"Chưa chia hết đảng viên: {_names(left)}.")
    draft.handed.extend((seat, dealt[seat.member].into) for seat in seats if seat.member in dealt)


def _drop_needless(draft):
    """A temporary membership ends where the member's home comes to be the same cell."""
    homes = {
        (seat.member, cell)
        for cell, seats in draft.state.seats.items()
        for seat in seats
        if cell not in draft.ended and not seat.is_temporary
    }
    homes |= {(seat.member, into) for seat, into in draft.handed if not seat.is_temporary}
    takers = dict.fromkeys(into for _, into in draft.handed)
    going = [*draft.handed]
    going += [(seat, cell) for cell in takers for seat in draft.state.seats.get(cell, ())]
    draft.dropped = [
        seat
        for seat, cell in going
        if seat.is_temporary and seat.begins_on < draft.state.day and (seat.member, cell) in homes
    ]
    dropped = {seat.id for seat in draft.dropped}
    draft.handed = [(seat, into) for seat, into in draft.handed if seat.id not in dropped]
