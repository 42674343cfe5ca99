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

# The level of the grassroots organisations (tổ chức cơ sở đảng), of which reports count.
GRASSROOTS_LEVEL = 3

# Since Quy định 208-QĐ/TW of 26/7/2026. We have it from a public quiz bank and from the press,
# not from its text: one name "chi bộ" for all cells, the bodies of communes, wards and special
# zones as grassroots committees directly under the province, a pilot of "đảng bộ trực thuộc cơ
# sở" below them. As all kinds are data, a site that reads the text otherwise changes its rows.
KINDS_2026 = (
    # Until their own reorganisation, sub-committees and cells go on under the older kinds:
    # documents of September 2026 still name them.
    Kind(
        "commune_committee",
        "Đảng bộ xã, phường, đặc khu",
        "ĐU",
        GRASSROOTS_LEVEL,
        ("subordinate_committee", "party_cell", "sub_committee", "cell"),
    ),
    Kind("subordinate_committee", "Đảng bộ trực thuộc cơ sở", "ĐU", 4, ("party_cell",)),
    Kind("party_cell", "Chi bộ", "CB", 5, is_cell=True),
)
# What the older kinds may hold besides. That a cell may stand right below a province or an upper
# committee, as a "chi bộ cơ sở" did, is our reading.
ALSO_CONTAINS_2026 = {
    "province_committee": ("commune_committee", "party_cell"),
    "upper_committee": ("party_cell",),
    "grassroots_committee": ("subordinate_committee", "party_cell"),
}


def install_kinds(org_kind):
    """Write KINDS with the model `org_kind`; what is there already is left as it is."""
    rows = _write(org_kind, KINDS)
    for kind in KINDS:
        rows[kind.code].may_contain.add(*(rows[code] for code in kind.may_contain))
    return rows


def install_kinds_2026(org_kind):
    """Write KINDS_2026 beside the kinds that are there; where those lack, nothing holds these."""
    rows = _write(org_kind, KINDS_2026)
    holders = {kind.code: kind.may_contain for kind in KINDS_2026} | ALSO_CONTAINS_2026
    known = {row.code: row for row in org_kind.objects.all()}
    for code, contained in holders.items():
        if code in known:
            known[code].may_contain.add(*(known[inner] for inner in contained if inner in known))
    return rows


def _write(org_kind, kinds):
    rows = {}
    for kind in kinds:
        rows[kind.code], _ = org_kind.objects.get_or_create(
            code=kind.code,
            defaults={
                "name": kind.name,
                "symbol": kind.symbol,
                "level": kind.level,
                "is_cell": kind.is_cell,
            },
        )
    return rows
