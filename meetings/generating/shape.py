"""The shape of a made-up tree: how many stand under each, as party statistics have it.

After the congress figures (52,105 grassroots organisations in 2020) and what provinces report: some
5.6 cells in a grassroots organisation, 35 of these under a district's committee, a fifth of them
single cells, every fourth of the others divided into sub-committees.
"""

from dataclasses import dataclass, field

CELLS_OF_A_PROVINCE = 8_500
CELLS_OF_A_DISTRICT = 190
SINGLE, DIVIDED = 0.2, 0.25


@dataclass(slots=True)
class Node:
    """An organisation to be made: the code of its kind, its name, what stands below it."""

    kind: str
    name: str
    below: list["Node"] = field(default_factory=list)


def nation(cells, namer, source):
    """A tree with exactly so many cells; one province where that is enough for them."""
    provinces = max(1, round(cells / CELLS_OF_A_PROVINCE))
    names = namer.provinces(provinces)
    shares = [cells // provinces + (place < cells % provinces) for place in range(provinces)]
    found = [
        province(name, share, namer, source) for name, share in zip(names, shares, strict=True)
    ]
    if provinces == 1:
        return found[0]
    return Node("central_committee", "Đảng bộ toàn quốc", found)


def province(name, cells, namer, source):
    districts = max(1, round(cells / CELLS_OF_A_DISTRICT))
    shares = [cells // districts + (place < cells % districts) for place in range(districts)]
    names = namer.districts(districts)
    below = [
        Node("upper_committee", f"Đảng bộ {each}", list(grassroots(share, namer, source)))
        for each, share in zip(names, shares, strict=True)
        if share
    ]
    return Node("province_committee", f"Đảng bộ tỉnh {name}", below)


def grassroots(cells, namer, source):
    """Grassroots committees with their cells, and single grassroots cells, until none is left."""
    left = cells
    while left:
        if left == 1 or source.random() < SINGLE:
            yield Node("grassroots_cell", f"Chi bộ {namer.office()}")
            left -= 1
            continue
        count = min(left, 2 + int(source.expovariate(1 / 5)))
        left -= count
        made = [Node("cell", name) for name in namer.cells(count)]
        if count >= 6 and source.random() < DIVIDED:
            half = count // 2
            made = [
                Node("sub_committee", "Đảng bộ bộ phận 1", made[:half]),
                Node("sub_committee", "Đảng bộ bộ phận 2", made[half:]),
            ]
        yield Node("grassroots_committee", f"Đảng bộ {namer.commune()}", made)
