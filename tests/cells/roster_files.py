"""Excel files of members, as tests and people make them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from cells.actions.roster import begin_import, carry_out, finish
from cells.models import RosterImport
from cells.roster.plan import Planner
from cells.roster.reading import read_rows

HEADERS = (
    "Họ và tên",
    "Giới tính",
    "Sinh ngày",
    "Dân tộc",
    "Số thẻ Đảng",
    "Ngày vào Đảng",
    "Ngày chính thức",
    "Tổ chức Đảng đang sinh hoạt",
)

# The export of the national database has 33 columns; those that we know of, in its order.
NATIONAL = (
    "ID",
    "Họ và tên",
    "Giới tính",
    "Sinh ngày",
    "Dân tộc",
    "Tôn giáo",
    "Số định danh",
    "Số thẻ Đảng",
    "Nơi cấp thẻ",
    "Ngày cấp thẻ",
    "Tổ chức Đảng đang sinh hoạt",
    "Nơi khai sinh (tỉnh)",
    "Nơi khai sinh (xã)",
    "Quê quán (tỉnh)",
    "Quê quán (xã)",
    "Thường trú (tỉnh)",
    "Thường trú (xã)",
    "Nơi ở hiện nay",
    "Điện thoại",
    "Ngày vào Đảng",
    "Ngày chính thức",
    "Trạng thái",
    "Ngày rời",
    "Ngày mất",
    "Ngày miễn",
)


def packed(*rows, before=()):
    """The bytes of an .xlsx of these rows."""
    book = Workbook()
    for row in (*before, *rows):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def upload(*rows, name="dang-vien.xlsx"):
    return SimpleUploadedFile(name, packed(*rows).read())


def row_of(member, cell_name="", **changes):
    """The row of a stored member under HEADERS, with some columns otherwise (by place)."""
    row = [
        str(member),
        member.get_sex_display(),
        str(member.birth_year),
        member.ethnicity,
        member.card_number,
        f"{member.admitted_on:%d/%m/%Y}",
        f"{member.official_on:%d/%m/%Y}" if member.official_on else None,
        cell_name,
    ]
    places = {"name": 0, "sex": 1, "birth": 2, "ethnicity": 3, "card": 4}
    places |= {"admitted": 5, "official": 6, "org": 7}
    for name, value in changes.items():
        row[places[name]] = value
    return row


def new_row(**changes):
    values = {
        "name": "Lường Thị Mai",
        "sex": "Nữ",
        "birth": "03/02/1984",
        "ethnicity": "Thái",
        "card": "012345678901",
        "admitted": "03/02/2012",
        "official": "03/02/2013",
        "org": "TN01",
    } | changes
    return list(values.values())


def keep(world, *rows, day, org=None, by=None, headers=HEADERS):
    """Rows under HEADERS as an import of an organisation, the department unless told."""
    return finish(
        begin_import(
            by=by or world.org_admin,
            org=org or world.department,
            sheet=read_rows(packed(headers, *rows)),
            file_name="dang-vien.xlsx",
            effective_on=day,
        )
    )


def keep_new(world):
    """An import of one new member."""
    return keep(world, new_row(), day=timezone.localdate())


def plan_of(world, kept, by=None):
    planner = Planner(RosterImport.objects.get(pk=kept.pk), by or world.org_admin)
    list(planner.run())
    return planner.plan


def do(world, kept, by=None):
    """Carry out what the preview shows."""
    seen = plan_of(world, kept).digest()
    return finish(carry_out(by=by or world.org_admin, roster_import=kept, seen=seen))
