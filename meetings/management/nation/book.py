"""A roster as the national database exports it and Excel saves it: 33 columns, shared texts."""

import zipfile
from datetime import timedelta
from xml.sax.saxutils import escape

COLUMNS = (
    "ID", "Họ và tên", "Giới tính", "Sinh ngày", "Dân tộc", "Tôn giáo", "Số định danh",
    "Số thẻ Đảng", "Nơi cấp thẻ", "Ngày cấp thẻ", "Tổ chức Đảng đang sinh hoạt",
    "Nơi khai sinh (tỉnh)", "Nơi khai sinh (xã)", "Quê quán (tỉnh)", "Quê quán (xã)",
    "Thường trú (tỉnh)", "Thường trú (xã)", "Nơi ở hiện nay", "Điện thoại", "Ngày vào Đảng",
    "Ngày chính thức", "Trạng thái", "Ngày rời", "Ngày mất", "Ngày miễn", "Trình độ học vấn",
    "Trình độ chuyên môn", "Lý luận chính trị", "Ngoại ngữ", "Tin học", "Nghề nghiệp",
    "Chức vụ Đảng", "Chức vụ chính quyền",
)  # fmt: skip
# Of persons that nobody has, above all numbers that `generate` gives.
FIRST_CARD = 900_000_000_000

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{TYPES}.sharedStrings+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="Danh sách" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}


def write_book(path, rows):
    """Write `rows`, lists of texts, as Excel does: every text stands once, cells name its place."""
    places = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, part in PARTS.items():
            packed.writestr(name, HEAD + part)
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{NAMESPACE}"><sheetData>'.encode())
            for number, row in enumerate(rows, start=1):
                sheet.write(_row(number, row, places).encode())
            sheet.write(b"</sheetData></worksheet>")
        with packed.open("xl/sharedStrings.xml", "w") as shared:
            shared.write(f'{HEAD}<sst xmlns="{NAMESPACE}" uniqueCount="{len(places)}">'.encode())
            for text in places:
                shared.write(f"<si><t>{escape(text)}</t></si>".encode())
            shared.write(b"</sst>")


def _row(number, row, places):
    cells = "".join(
        f'<c r="{letters}{number}" t="s"><v>{places.setdefault(text, len(places))}</v></c>'
        for letters, text in zip(LETTERS, row, strict=True)
        if text
    )
    return f'<row r="{number}">{cells}</row>'


LETTERS = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *(f"A{letter}" for letter in "ABCDEFG")]


def members(count, codes, namer, today):
    """The header and `count` rows of people who are new, dealt to the cells with these codes."""
    yield COLUMNS
    for number in range(count):
        family, given, is_woman, ethnicity = namer.person()
        admitted = today - timedelta(days=400 + 11 * number % 12_000)
        born = f"{1 + number % 28:02d}/{1 + number % 12:02d}/{1958 + number % 40}"
        commune, province = f"Xã số {number % 900}", f"Tỉnh số {number % 34}"
        yield [
            str(10_000_000 + number), f"{family} {given}", "Nữ" if is_woman else "Nam",
            born if admitted.year - 1958 - number % 40 >= 18 else born[:6] + "1958", ethnicity,
            "Không", f"{10_000_000_000 + number:012d}", str(FIRST_CARD + number), "Tỉnh ủy",
            f"{admitted + timedelta(days=400):%d/%m/%Y}", codes[number % len(codes)], province,
            commune, province, commune, province, commune, f"Thôn {number % 5000}",
            f"09{number:08d}", f"{admitted:%d/%m/%Y}",
            f"{admitted + timedelta(days=366):%d/%m/%Y}", "Đang sinh hoạt", "", "", "", "12/12",
            "Đại học", "Sơ cấp", "", "", f"Nghề số {number % 60}", "Đảng viên", "",
        ]  # fmt: skip
