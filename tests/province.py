"""The story of two made-up provinces as one Excel file, from 2015 to 2026.

Sơn Hà is founded on 1 January 2015 with 14 bodies and 688 grassroots organisations. Of these 73
merge or end between 2018 and 2020. On 1 July 2025 its ten districts and those of Sơn Bình end:
communes join two by two and come right below the province. On 1 March 2026 Sơn Bình becomes part
of Sơn Hà.
"""

from io import BytesIO

from openpyxl import Workbook

HEADINGS = (
    "Ngày hiệu lực", "Số quyết định", "Cơ quan ban hành (mã)", "Trích yếu", "Việc", "Mã tổ chức",
    "Tên", "Loại hình", "Trực thuộc (mã)", "Vào (mã)",
)  # fmt: skip
PROVINCE, UPPER = "Đảng bộ tỉnh", "Đảng bộ cấp trên trực tiếp cơ sở"
GRASSROOTS, GRASSROOTS_CELL = "Đảng bộ cơ sở", "Chi bộ cơ sở"
COMMUNE, CELL = "Đảng bộ xã, phường, đặc khu", "Chi bộ trực thuộc"

DISTRICTS, COMMUNES, FREE_CELLS = 10, 164, 523
OTHERS = ("Khối Các cơ quan và Doanh nghiệp", "Công an tỉnh", "Quân sự tỉnh")
BLOC, GOVERNMENT, PARTY_BODIES = "SH.11", "SH.15", "SH.16"
# The grassroots organisations that were no more, by the day.
FEWER = {"01/03/2018": 30, "01/07/2019": 25, "01/10/2020": 18}
NEIGHBOUR_DISTRICTS, NEIGHBOUR_COMMUNES, NEIGHBOUR_FREE = 4, 20, 20


def workbook():
    """The file as bytes: rows in disorder of their days, as people paste them together."""
    rows = [*_merged(), *_communes(), *_fewer(), *_founded()]
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (HEADINGS, *rows):
        sheet.append(row)
    written = BytesIO()
    book.save(written)
    return BytesIO(written.getvalue())


def _lines(day, number, issuer, subject, lines):
    for verb, code, *rest in lines:
        name, kind, parent, into = (*rest, "", "", "", "")[:4]
        yield (day, number, issuer, subject, verb, code, name, kind, parent, into)


def found(code, name, kind, parent=""):
    return ("thành lập", code, name, kind, parent)


def merge(code, into):
    return ("sáp nhập", code, "", "", "", into)


def move(code, parent):
    return ("chuyển", code, "", "", parent)


def free_cells():
    """The codes of Sơn Hà's grassroots cells by the code of the body above each."""
    bodies = [f"SH.{number:02}" for number in range(1, DISTRICTS + len(OTHERS) + 1)]
    found_cells = {body: [] for body in bodies}
    for number in range(FREE_CELLS):
        body = bodies[number % len(bodies)]
        found_cells[body].append(f"{body}.C{number:03}")
    return found_cells


def gone_cells():
    """By the day the codes of the grassroots cells that end, each with one that takes over."""
    pairs = iter(pair for codes in zip(*free_cells().values(), strict=False) for pair in codes)
    taken = {day: [next(pairs) for _ in range(count)] for day, count in FEWER.items()}
    heirs = {body: codes[-1] for body, codes in free_cells().items()}
    return {day: [(code, heirs[code[:5]]) for code in codes] for day, codes in taken.items()}


def _founded():
    lines = [found("SH", "Đảng bộ tỉnh Sơn Hà", PROVINCE)]
    for number in range(1, DISTRICTS + 1):
        lines.append(found(f"SH.{number:02}", f"Đảng bộ huyện Số {number}", UPPER, "SH"))
    for number, name in enumerate(OTHERS, DISTRICTS + 1):
        lines.append(found(f"SH.{number:02}", f"Đảng bộ {name}", UPPER, "SH"))
    lines.append(found("SH.14", "Đảng bộ Trường Chính trị tỉnh", GRASSROOTS, "SH"))
    lines.append(found("SH.14.1", "Chi bộ Phòng Đào tạo", CELL, "SH.14"))
    lines += _old_communes("SH", DISTRICTS, COMMUNES)
    for body, codes in free_cells().items():
        lines += [found(code, f"Chi bộ Cơ quan {code}", GRASSROOTS_CELL, body) for code in codes]
    yield from _lines("01/01/2015", "01-QĐ/TU", "SH", "Thành lập Đảng bộ tỉnh", lines)
    lines = [found("SB", "Đảng bộ tỉnh Sơn Bình", PROVINCE)]
    for number in range(1, NEIGHBOUR_DISTRICTS + 1):
        lines.append(found(f"SB.{number:02}", f"Đảng bộ huyện Bình {number}", UPPER, "SB"))
    lines += _old_communes("SB", NEIGHBOUR_DISTRICTS, NEIGHBOUR_COMMUNES)
    for number in range(NEIGHBOUR_FREE):
        body = f"SB.{number % NEIGHBOUR_DISTRICTS + 1:02}"
        name = f"Chi bộ Cơ quan Bình {number}"
        lines.append(found(f"{body}.C{number:03}", name, GRASSROOTS_CELL, body))
    yield from _lines("01/01/2015", "02-QĐ/TU", "SB", "Thành lập Đảng bộ tỉnh", lines)


def old_communes(province, districts, count):
    """Pairs of a commune's code and its district's."""
    for number in range(count):
        district = f"{province}.{number % districts + 1:02}"
        yield f"{district}.X{number:03}", district


def _old_communes(province, districts, count):
    for code, district in old_communes(province, districts, count):
        yield found(code, f"Đảng bộ xã cũ {code}", GRASSROOTS, district)
        for number in (1, 2):
            yield found(f"{code}.{number}", f"Chi bộ thôn {code}.{number}", CELL, code)


def _fewer():
    for number, (day, pairs) in enumerate(gone_cells().items(), 31):
        lines = [merge(code, heir) for code, heir in pairs]
        if day == "01/10/2020":
            lines = [("giải thể", code) for code, _ in pairs]
        yield from _lines(day, f"{number}-QĐ/TU", "SH", "Sắp xếp tổ chức cơ sở đảng", lines)


def new_communes(province, districts, count):
    """Pairs of a new commune's code and the two old ones that become it."""
    by_district = {}
    for code, district in old_communes(province, districts, count):
        by_district.setdefault(district, []).append(code)
    codes = [code for group in by_district.values() for code in group]
    for number, pair in enumerate(zip(codes[::2], codes[1::2], strict=True)):
        yield f"{province}.M{number:03}", pair


def _communes():
    gone = {code for pairs in gone_cells().values() for code, _ in pairs}
    lines = [
        found(GOVERNMENT, "Đảng bộ Ủy ban nhân dân tỉnh", UPPER, "SH"),
        found(PARTY_BODIES, "Đảng bộ các cơ quan Đảng tỉnh", UPPER, "SH"),
        merge(BLOC, PARTY_BODIES),
    ]
    lines += _joined("SH", DISTRICTS, COMMUNES)
    for body, codes in list(free_cells().items())[:DISTRICTS]:
        lines += [move(code, GOVERNMENT) for code in codes if code not in gone]
        lines.append(("giải thể", body))
    yield from _lines("01/07/2025", "250-QĐ/TU", "SH", "Kết thúc hoạt động cấp huyện", lines)
    lines = [found("SB.05", "Đảng bộ Ủy ban nhân dân tỉnh Sơn Bình", UPPER, "SB")]
    lines += _joined("SB", NEIGHBOUR_DISTRICTS, NEIGHBOUR_COMMUNES)
    for number in range(NEIGHBOUR_FREE):
        body = f"SB.{number % NEIGHBOUR_DISTRICTS + 1:02}"
        lines.append(move(f"{body}.C{number:03}", "SB.05"))
    lines += [("giải thể", f"SB.{number:02}") for number in range(1, NEIGHBOUR_DISTRICTS + 1)]
    yield from _lines("01/07/2025", "251-QĐ/TU", "SB", "Kết thúc hoạt động cấp huyện", lines)


def _joined(province, districts, count):
    for code, pair in new_communes(province, districts, count):
        yield found(code, f"Đảng bộ xã mới {code}", COMMUNE, province)
        yield from (merge(old, code) for old in pair)


def _merged():
    lines = [merge("SB", "SH")]
    yield from _lines("01/03/2026", "328-QĐ/TW", "SH", "Hợp nhất hai tỉnh", lines)
