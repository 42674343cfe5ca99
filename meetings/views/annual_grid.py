"""The table of an annual ranking as markup: three hundred cells have seven thousand values.

Every name that a person typed goes through `escape`; the rest are numbers and our own words.
"""

from html import escape

from meetings.views.grid import markup
from meetings.years import IN_YEAR, NOT_MET, NOTHING, WAITING

# Colours there are for the places of ranks; "-" is a score without a rank.
COLOURS = dict(zip("0123456789-", "01233333333", strict=True))
PLAIN = {
    NOTHING: "<td>",
    WAITING: "<td class=w>…",
    NOT_MET: "<td class=o>–",
    IN_YEAR: "<td class=w>năm",
}


def year_rows(rows, *, address):
    """The rows of a report; `address` makes a cell's page of its key."""
    return markup(_row(row, address) for row in rows)


def _row(row, address):
    name = escape(row.name)
    if row.key:
        name = f'<a href="{address(escape(row.key))}">{name}</a>'
    notes = " · ".join(filter(None, (row.parent_name, row.hint)))
    average = ""
    if row.average is not None:
        average = f"{row.average:.1f}".replace(".", ",")
    level = "-" if row.year_level is None else str(row.year_level)[0]
    colour = f" class=q{COLOURS[level]}" if average else ""
    return (
        f"<tr><td>{name}<small>{escape(notes)}</small></td>"
        f"{''.join(map(square, row.months))}{''.join(map(square, row.quarters))}"
        f'<td{colour} title="{escape(row.year_rank)}">{average}<td>{badge(row)}\n'
    )


def square(code):
    """The square of a month or quarter from its code (`meetings.years`)."""
    plain = PLAIN.get(code)
    if plain is not None:
        return plain
    level, number, *_ = code.split(" ", 2)
    return f"<td class=q{COLOURS[level]}>{number}"


def badge(row):
    """The rank that holds, and whether the committee changed it or another decided."""
    if row.rank is None:
        return '<span class="badge">Chưa xếp</span>'
    text = f'<span class="badge r{row.rank.place}">{row.rank.short}</span>'
    if row.elsewhere:
        return f"{text}<small>do {escape(row.elsewhere)} quyết định</small>"
    if row.is_changed:
        proposed = row.proposed.short.lower() if row.proposed else "chưa xếp"
        return f"{text}<small>đổi từ {proposed}</small>"
    return text
