"""The kinds of organisation that an installation starts with; more are added as data.

Names as used until Quy định 208-QĐ/TW (2026), which keeps "chi bộ" as one kind; both stand here
because records of both times do.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    code: str
    name: str
    symbol: str
    level: int
    may_contain: tuple[str, ...] = ()
    is_cell: bool = False


KINDS = (
    Kind(
        "province_committee",
        "Đảng bộ tỉnh",
        "TU",
        1,
        ("upper_committee", "grassroots_committee", "grassroots_cell"),
    ),
    Kind(
        "upper_committee",
        "Đảng bộ cấp trên trực tiếp cơ sở",
        "ĐU",
        2,
        ("grassroots_committee", "grassroots_cell"),
    ),
    Kind("grassroots_committee", "Đảng bộ cơ sở", "ĐU", 3, ("sub_committee", "cell")),
    Kind("sub_committee", "Đảng bộ bộ phận", "ĐU", 4, ("cell",)),
    Kind("grassroots_cell", "Chi bộ cơ sở", "CB", 3, is_cell=True),
    Kind("cell", "Chi bộ trực thuộc", "CB", 5, is_cell=True),
)


def install_kinds(org_kind):
    """Write KINDS with the model `org_kind`; what is there already is left as it is."""
    rows = {}
    for kind in KINDS:
        rows[kind.code], _ = org_kind.objects.get_or_create(
            code=kind.code,
            defaults={
                "name": kind.name,
                "symbol": kind.symbol,
                "level": kind.level,
                "is_cell": kind.is_cell,
            },
        )
    for kind in KINDS:
        rows[kind.code].may_contain.add(*(rows[code] for code in kind.may_contain))
    return rows
