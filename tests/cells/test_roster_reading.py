"""The pure part: headers, files, lines, small counts."""

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest

from cells.enums import SpellKind
from cells.roster import reading
from cells.roster.columns import Column, fold, guess, is_never_kept, mapping_faults
from cells.roster.lines import parse
from cells.roster.reading import FileRefused, read_rows
from cells.roster.small_counts import coarse, shown
from cells.roster.standing import ABSENCES, WORDS, standing_of
from cells.roster.workbook import write_roster
from tests.cells.roster_files import HEADERS, NATIONAL, new_row, packed

MAPPING = guess(HEADERS)


def line(**changes):
    return parse(5, new_row(**changes), MAPPING)


def faults(**changes):
    return [(fault.number, fault.place, fault.reason) for fault in line(**changes).faults]


def test_national_export_is_recognised_and_what_is_never_kept_is_dropped():
    kept = [header for header in NATIONAL if not is_never_kept(header)]
    found = dict(zip(kept, guess(kept), strict=True))

    assert {column for column in found.values() if column} == {
        Column.FULL_NAME,
        Column.SEX,
        Column.BIRTH,
        Column.ETHNICITY,
        Column.CARD_NUMBER,
        Column.ORG,
        Column.ADMITTED_ON,
        Column.OFFICIAL_ON,
        Column.STATUS,
        Column.STATUS_FROM,
    }
    assert found["ID"] is None
    assert not {"Tôn giáo", "Số định danh", "Quê quán (tỉnh)", "Điện thoại"} & set(kept)


def test_headers_are_recognised_without_diacritics_and_only_once():
    assert guess(["HỌ VÀ TÊN", "ho ten", " So the dang: "]) == [
        Column.FULL_NAME,
        None,
        Column.CARD_NUMBER,
    ]
    assert fold("Ngày  vào Đảng (chính thức)") == "ngay vao dang chinh thuc"


def test_mapping_tells_what_is_missing_and_what_is_double():
    assert mapping_faults([Column.GIVEN_NAME, Column.SEX, Column.SEX], needs_org=True) == [
        "“Giới tính” được chọn cho hai cột.",
        "Hãy chọn cột “Họ và tên” (hoặc hai cột “Họ và tên đệm” và “Tên”).",
        "Hãy chọn cột “Ngày sinh hoặc năm sinh”.",
        "Hãy chọn cột “Ngày vào Đảng”.",
        "Hãy chọn cột “Chi bộ đang sinh hoạt (tên hoặc mã)”.",
    ]
    assert mapping_faults(MAPPING, needs_org=True) == []


def test_sheet_begins_below_its_title_and_keeps_only_what_may_be_kept():
    title, empty = ("DANH SÁCH ĐẢNG VIÊN",), (None, None)
    rows = (("Họ và tên", "Tôn giáo", "Số thẻ"), ("Vũ An", "Không", "00123"), empty)

    sheet = read_rows(packed(title, empty, *rows))

    assert (sheet.headers, sheet.dropped) == (["Họ và tên", "Số thẻ"], ["Tôn giáo"])
    assert list(sheet.rows) == [(4, ["Vũ An", "00123"])]


def test_cells_become_texts_but_whole_numbers_stay_numbers():
    row = (datetime(2012, 2, 3), 12345.0, 1.5, True, "  Nguyễn\u00a0 An ")

    sheet = read_rows(packed(("Họ tên", "Số thẻ", "c", "d", "e"), row))

    assert list(sheet.rows) == [(2, ["03/02/2012", 12345, "1.5", None, "Nguyễn An"])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Ho ten,Nam sinh\n", "không phải tệp Excel"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "Excel đời cũ"),
        (b"PK\x03\x04 broken", "không phải tệp Excel"),
        (packed().read(), "không có dòng tiêu đề"),
        (packed(HEADERS).read()[:-300], "không phải tệp Excel"),
    ],
)
def test_file_that_is_no_roster_is_refused(content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        read_rows(BytesIO(content))


def test_zip_of_something_else_is_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as box:
        box.writestr("hello.txt", "x")
    stream.seek(0)

    with pytest.raises(FileRefused, match="không phải tệp Excel"):
        read_rows(stream)


def test_endless_and_swollen_files_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 1)
    with pytest.raises(FileRefused, match="hơn 1 dòng"):
        list(read_rows(packed(HEADERS, new_row(), new_row())).rows)
    monkeypatch.setattr(reading, "MAX_UNPACKED", 100)
    with pytest.raises(FileRefused, match="quá lớn"):
        read_rows(packed(HEADERS))


def test_line_reads_a_member():
    found = line(name="Nguyễn Hữu Bằng", card="0123 4567.8901", birth=1984)

    assert (found.family_name, found.given_name) == ("Nguyễn Hữu", "Bằng")
    assert (found.sex, found.birth_year, found.card_number) == ("female", 1984, "012345678901")
    assert (found.admitted_on, found.official_on) == (date(2012, 2, 3), date(2013, 2, 3))
    assert found.faults == []


def test_names_in_capitals_are_written_as_names():
    assert line(name="LƯỜNG THỊ ĐÀO").name == "Lường Thị Đào"
    assert line(name="Giàng A Ư").name == "Giàng A Ư"


def test_names_may_stand_in_two_columns():
    mapping = [Column.FAMILY_NAME, Column.GIVEN_NAME]

    assert parse(2, ["Lò Thị", "Hương"], mapping).name == "Lò Thị Hương"


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"name": "Mai"}, "Họ và tên", "ít nhất hai chữ"),
        ({"name": "Mai 2"}, "Họ và tên", "có chữ số"),
        ({"name": "A" + "b" * 70 + " C"}, "Họ và tên", "quá dài"),
        ({"sex": None}, "Giới tính", "còn trống"),
        ({"sex": "X"}, "Giới tính", "“X” không rõ"),
        ({"birth": None}, "Ngày sinh hoặc năm sinh", "Còn trống"),
        ({"birth": "05/13/1984"}, "Ngày sinh hoặc năm sinh", "có tháng 13"),
        ({"birth": 1800}, "Ngày sinh hoặc năm sinh", "không thể là năm sinh"),
        ({"ethnicity": "x" * 31}, "Dân tộc", "quá dài"),
        ({"card": 12345678}, "Số thẻ đảng viên", "đã mất số 0 ở đầu"),
        ({"card": "1234567"}, "Số thẻ đảng viên", "8 đến 12 chữ số"),
        ({"card": "12A45678"}, "Số thẻ đảng viên", "không phải số thẻ"),
        ({"admitted": None}, "Ngày vào Đảng", "Còn trống"),
        ({"admitted": 40942}, "Ngày vào Đảng", "là con số 40942"),
        ({"admitted": "hôm qua"}, "Ngày vào Đảng", "không phải ngày"),
        ({"admitted": "01/01/1012"}, "Ngày vào Đảng", "có năm 1012"),
        ({"admitted": "31/02/2012"}, "Ngày vào Đảng", "tháng 02/2012 không có ngày 31"),
        ({"official": "03/02/2011"}, "Ngày chính thức", "trước ngày vào Đảng"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(changes, place, words):
    ((number, where, reason),) = faults(**changes)

    assert (number, where) == (5, place)
    assert words in reason


def test_a_number_of_twelve_digits_lost_nothing():
    assert line(card=112345678901).card_number == "112345678901"
    assert line(card=None).card_number is None


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("Đang sinh hoạt", "active"),
        ("ĐẢNG VIÊN CHÍNH THỨC", "active"),
        ("Miễn", "exempt"),
        ("Được miễn công tác, sinh hoạt đảng", "exempt"),
        ("Miễn sinh hoạt", "exempt"),
        ("Bị đình chỉ sinh hoạt đảng", "suspended"),
        ("Sinh hoạt tạm thời nơi khác", "away"),
        ("Đã chuyển sinh hoạt tạm thời", "away"),
        ("Đã chuyển", "left"),
        ("Chuyển đi", "left"),
        ("Chuyển sinh hoạt đảng chính thức", "left"),
        ("Từ trần", "left"),
        ("Khai trừ", "left"),
        ("Hết đình chỉ sinh hoạt", None),
        ("Sinh hoạt tạm thời đến", None),
        ("Nghỉ hưu", None),
    ],
)
def test_status_says_how_a_member_stands(status, standing):
    assert standing_of(fold(status)) == standing


def test_words_that_we_tell_are_words_that_we_know():
    for standing, words in WORDS.items():
        assert {standing_of(fold(text)) for text in words.split(", ")} == {standing}
    assert {standing_of(fold(kind.label)) for kind in SpellKind} == set(ABSENCES)


def test_unknown_status_and_wrong_day_of_it_are_told():
    mapping = [*MAPPING, Column.STATUS, Column.STATUS_FROM]

    found = parse(7, [*new_row(), "Nghỉ hưu", "hôm qua"], mapping).faults

    assert [(fault.number, fault.place) for fault in found] == [
        (7, "Trạng thái"),
        (7, "Trạng thái từ ngày"),
    ]
    assert "“Nghỉ hưu” không rõ; hãy ghi một trong: Đang sinh hoạt; Miễn" in found[0].reason
    assert parse(7, [*new_row(), None, "hôm qua"], mapping).faults == []


def test_written_roster_is_read_as_it_was():
    row = ("=Vũ An", "Nam", "1970", "Kinh", "00123456", "01/02/2000", "", "TN01", "Chi bộ", "x", "")

    sheet = read_rows(BytesIO(write_roster([row])))

    assert list(sheet.rows) == [(2, [1, *(value or None for value in row)])]


def test_small_counts_are_not_told():
    assert [coarse(n) for n in (0, 4, 5, 7, 8, 23)] == [
        "dưới 5",
        "dưới 5",
        "khoảng 5",
        "khoảng 5",
        "khoảng 10",
        "khoảng 25",
    ]
    assert shown({"members": 1500}, exact=True) == {"members": "1.500"}


def test_a_sum_less_its_other_part_never_tells_a_hidden_one_to_three():
    """Every pair of parts with their sum, as three counts of a page or of three pages."""
    possible = {}
    for small in range(5):
        for other in range(60):
            told = (coarse(small), coarse(other), coarse(small + other))
            possible.setdefault(told, set()).add(small)

    assert [values for values in possible.values() if values in ({1}, {2}, {3})] == []
