"""The tree of the demonstration, its history and the decisions behind it."""

from dataclasses import dataclass, field
from datetime import date

from cells.models import Decision, Locality, OrgKind, PartyOrg, PartyOrgVersion, Sector
from cells.models.periods import DateRange
from cells.tree import rebuild_paths
from meetings.demo.keys import chance, stable_key

BEGIN = date(2015, 1, 1)

# What these units were called before, and until when.
FORMER_NAMES = {
    "Trung tâm Kiểm soát bệnh tật": ("Trung tâm Y tế dự phòng", date(2019, 1, 1)),
    "Trung tâm Kiểm soát bệnh tật Lạng Sơn": (
        "Trung tâm Y tế dự phòng Lạng Sơn",
        date(2018, 9, 1),
    ),
    "Bảo Việt Lạng Sơn": ("Công ty Bảo Việt Lạng Sơn", date(2021, 7, 1)),
}
# Cells founded after the rest.
FOUNDED = {
    "Trung tâm Phục vụ hành chính công": date(2018, 7, 1),
    "Quỹ Bảo vệ và Phát triển rừng": date(2016, 3, 1),
    "Trung tâm Phục vụ hành chính công Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn": date(2018, 9, 1),
}
# A cell that came from another committee in the months of the demonstration, and one that ended
# in them: (unit, committee before or now, place of the month in which it happened).
MOVED = ("Trung tâm Giáo dục thường xuyên tỉnh", "Trường Cao đẳng Cộng đồng", 6)
ENDED = ("Phòng Tuyên truyền, hỗ trợ người nộp thuế", "Cục Thuế tỉnh", 5)
JOINED = "Phòng Kê khai và Kế toán thuế"


@dataclass(eq=False)
class Unit:
    """One organisation of the demonstration while it is being built."""

    name: str
    kind: str
    code: str
    parent: "Unit | None" = None
    locality: str = ""
    sector: str = ""
    begins_on: date = BEGIN
    ends_on: date | None = None
    former: tuple = ()
    moved: tuple = ()
    short_name: str = ""
    spec: object = None
    work: str = ""
    bloc: object = None
    org: PartyOrg = None
    people: list = field(default_factory=list)

    @property
    def id(self):
        return self.org.pk

    @property
    def key(self):
        return self.org.key

    @property
    def is_cell(self):
        return self.kind in {"cell", "grassroots_cell"}

    def above(self):
        unit = self.parent
        while unit is not None:
            yield unit
            unit = unit.parent

    def committee(self):
        """The grassroots committee above a cell; a grassroots cell has the bloc."""
        return next(unit for unit in self.above() if unit.kind != "sub_committee")


class Tree:
    """All units of the demonstration, parents first."""

    def __init__(self):
        self.units = []
        self.by_name = {}

    def add(self, **fields):
        unit = Unit(**fields)
        self.units.append(unit)
        self.by_name[unit.name] = unit
        return unit

    @property
    def cells(self):
        return [unit for unit in self.units if unit.is_cell]

    def cell(self, unit_name):
        return self.by_name[f"Chi bộ {unit_name}"]

    def committee(self, unit_name):
        return self.by_name[f"Đảng bộ {unit_name}"]


def plan_tree(blocs, months):
    """The units of all blocs, not yet stored."""
    tree = Tree()
    for bloc in blocs:
        root = tree.add(
            name=bloc.province, kind="province_committee", code=f"{bloc.code}.000.000.000.000"
        )
        for number, district in enumerate(bloc.districts, start=1):
            tree.add(
                name=district.name,
                kind="upper_committee",
                code=f"{bloc.code}.{number:03}.000.000.000",
                parent=root,
                locality=district.locality,
            )
        top = tree.add(
            name=bloc.name,
            short_name=bloc.short_name,
            kind="upper_committee",
            code=f"{bloc.code}.168.000.000.000",
            parent=root,
            bloc=bloc,
        )
        _plan_bloc(tree, bloc, top)
    moved = tree.cell(MOVED[0])
    moved.moved = (tree.committee(MOVED[1]), months[MOVED[2]])
    ended = tree.add(
        name=f"Chi bộ {ENDED[0]}",
        kind="cell",
        code=f"{tree.committee(ENDED[1]).code[:11]}000.099",
        parent=tree.committee(ENDED[1]),
        locality=moved.locality,
        sector=tree.committee(ENDED[1]).sector,
        work="tax",
        bloc=moved.bloc,
        ends_on=months[ENDED[2]],
    )
    ended.spec = None
    return tree


def _plan_bloc(tree, bloc, top):
    number = 0
    for sector in bloc.sectors:
        common = {"sector": sector.name, "bloc": bloc}
        for committee in sector.committees:
            number += 1
            code = f"{bloc.code}.168.{number:03}"
            parent = tree.add(
                name=f"Đảng bộ {committee.unit}",
                kind="grassroots_committee",
                code=f"{code}.000.000",
                parent=top,
                locality=bloc.city,
                work=committee.field,
                **common,
            )
            _plan_cells(tree, committee.cells, parent, committee.field, f"{code}.000", common)
            for place, sub in enumerate(committee.subs, start=1):
                below = tree.add(
                    name=f"Đảng bộ bộ phận {sub.unit}",
                    kind="sub_committee",
                    code=f"{code}.{place:03}.000",
                    parent=parent,
                    locality=sub.locality,
                    work=committee.field,
                    **common,
                )
                cells = f"{code}.{place:03}"
                _plan_cells(tree, sub.cells, below, committee.field, cells, common)
        for cell in sector.cells:
            number += 1
            code = f"{bloc.code}.168.{number:03}.000.000"
            _plan_cell(tree, cell, top, cell.field, "grassroots_cell", code, common)


def _plan_cells(tree, cells, parent, work, code, common):
    for place, cell in enumerate(cells, start=1):
        _plan_cell(tree, cell, parent, cell.field or work, "cell", f"{code}.{place:03}", common)


def _plan_cell(tree, cell, parent, work, kind, code, common):
    tree.add(
        name=cell.name,
        kind=kind,
        code=code,
        parent=parent,
        locality=cell.locality or parent.bloc.city,
        begins_on=FOUNDED.get(cell.unit, BEGIN),
        former=FORMER_NAMES.get(cell.unit, ()),
        spec=cell,
        work=work,
        **common,
    )


def store_tree(tree):
    """Write organisations, versions, decisions and paths."""
    orgs = PartyOrg.objects.bulk_create(
        PartyOrg(key=stable_key("org", unit.code)) for unit in tree.units
    )
    for unit, org in zip(tree.units, orgs, strict=True):
        unit.org = org
    kinds = {kind.code: kind for kind in OrgKind.objects.all()}
    localities = _named(Locality, {unit.locality for unit in tree.units})
    sectors = _named(Sector, {unit.sector for unit in tree.units})
    versions = []
    for unit in tree.units:
        for name, parent, first, end, subject in _stages(unit):
            versions.append(
                PartyOrgVersion(
                    org=unit.org,
                    name=name,
                    short_name=unit.short_name or name,
                    code=unit.code,
                    kind=kinds[unit.kind],
                    parent=parent and parent.org,
                    locality=localities.get(unit.locality),
                    sector=sectors.get(unit.sector),
                    period=DateRange(first, end),
                    decision=_decision(unit, parent, first, subject),
                )
            )
    Decision.objects.bulk_create(
        version.decision for version in versions if version.decision is not None
    )
    PartyOrgVersion.objects.bulk_create(versions)
    for unit in tree.units:
        if unit.parent is None:
            rebuild_paths(unit.org)


def _named(model, names):
    rows = model.objects.bulk_create(model(name=name) for name in sorted(names - {""}))
    return {row.name: row for row in rows}


def _stages(unit):
    """(name, parent, first day, day after the last, subject of the decision), the oldest first."""
    founding = f"Thành lập {unit.name}"
    if unit.former:
        old, changed = unit.former
        old = f"Chi bộ {old}"
        yield old, unit.parent, unit.begins_on, changed, f"Thành lập {old}"
        yield unit.name, unit.parent, changed, unit.ends_on, f"Đổi tên {old} thành {unit.name}"
    elif unit.moved:
        before, changed = unit.moved
        yield unit.name, before, unit.begins_on, changed, founding
        yield unit.name, unit.parent, changed, None, f"Chuyển {unit.name} về {unit.parent.name}"
    else:
        yield unit.name, unit.parent, unit.begins_on, unit.ends_on, founding


def _decision(unit, parent, day, subject):
    """The decision of the organisation above, some days before it took effect."""
    if parent is None:
        return None
    source = chance("decision", unit.code, day)
    symbol = "QĐ/TU" if parent.kind == "province_committee" else "QĐ/ĐU"
    if parent.kind == "upper_committee":
        symbol = "QĐ/ĐUK"
    return Decision(
        number=f"{source.randint(12, 940)}-{symbol}",
        issued_on=date.fromordinal(day.toordinal() - source.randint(5, 40)),
        issuer=parent.org,
        subject=subject[:300],
    )
