"""The commands `score` and `rollup`: their answers, and wrong input told line by line."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from meetings.management.commands import rollup as rollup_command
from meetings.management.commands import score as score_command
from tests.meetings.scoring.builders import DATA, PRODUCT

WARD = PRODUCT / "ward-sheet.yaml"
EVERY_KIND = DATA / "every-kind.yaml"
BY_COUNT = DATA / "year-by-count.yaml"

MEETING = """
meeting_kind: regular
members: 40
unexcused: 3
facts: {attendance_rate: 95.5, weather: mưa}
marks: {A1: false, A2: not_applicable, A3: yes, B1: , B2: 0, B3: 4, B4: true}
"""
YEAR = """
meetings:
  - {kind: regular, total: 95.25, rank: good}
  - {kind: thematic, total: 40, rank: poor}
"""


@pytest.fixture
def file(tmp_path):
    """Writes a file for one test and gives its path."""

    def write(content, name="given.yaml"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def run(command, *files):
    out, err = StringIO(), StringIO()
    call_command(command.Command(), *map(str, files), stdout=out, stderr=err)
    assert err.getvalue() == ""
    return json.loads(out.getvalue())


def refused(command, *files):
    """The lines on standard error of a run that answers nothing and ends with status 2."""
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command(command.Command(), *map(str, files), stdout=out, stderr=err)
    assert caught.value.code == 2
    assert out.getvalue() == ""
    return err.getvalue().splitlines()


def test_score_prints_the_whole_answer(file):
    answer = run(score_command, EVERY_KIND, file(MEETING))
    assert list(answer) == [
        "set",
        "total",
        "max",
        "rank",
        "rank_by_points",
        "gates",
        "groups",
        "criteria",
    ]
    assert (answer["total"], answer["max"]) == ("31.50", "50.00")
    assert (answer["rank_by_points"], answer["rank"], answer["gates"]) == ("average", "average", [])
    assert answer["groups"][0] == {"code": "A", "points": "5.00", "max": "10.00"}
    assert answer["criteria"][1] == {
        "code": "A2",
        "points": "0.00",
        "max": "0.00",
        "source": "not_applicable",
        "value": None,
    }
    assert answer["criteria"][3]["source"] == "fact"


def test_rollup_prints_rank_rule_and_average(file):
    answer = run(rollup_command, BY_COUNT, file(YEAR))
    assert answer == {"rank": "fair", "rule": 1, "average": "67.63"}
    answer = run(rollup_command, WARD, file(YEAR))
    assert answer == {"rank": "average", "rule": None, "average": "67.63"}


def test_rollup_of_a_year_without_meetings_has_no_rank(file):
    answer = run(rollup_command, WARD, file("meetings: []"))
    assert answer == {"rank": None, "rule": None, "average": None}


def test_score_names_file_place_and_reason_of_each_wrong_mark(file):
    path = file(
        "meeting_kind: regular\nmembers: 40\n"
        "facts: {attendance_rate: cao}\nmarks: {A1: 1, A2: 0.1, B2: 1, C9: 5}\n"
    )
    assert refused(score_command, EVERY_KIND, path) == [
        f"{path}: tiêu chí A3: chưa chấm",
        f"{path}: tiêu chí B3: chưa chấm",
        f"{path}: tiêu chí B4: chưa chấm và chưa có dữ kiện “minutes_passed”",
        f"{path}: tiêu chí A1: phải là có hoặc không (true hoặc false)",
        f"{path}: tiêu chí A2: phải chấm theo bước 0,25 điểm",
        f"{path}: tiêu chí B1: dữ kiện “attendance_rate” phải là số",
        f"{path}: tiêu chí C9: không có trong bộ tiêu chí",
    ]


def test_score_refuses_a_meeting_that_the_set_is_not_made_for(file):
    path = file("{meeting_kind: extraordinary, members: 2, marks: {}}")
    assert refused(score_command, EVERY_KIND, path) == [
        f"{path}: meeting_kind: bộ tiêu chí không áp dụng cho sinh hoạt bất thường",
        f"{path}: members: bộ tiêu chí chỉ áp dụng cho chi bộ có từ 3 đảng viên",
    ]


def test_faults_of_both_files_are_told_in_one_run(file):
    criteria = file("code: X\n", "criteria.yaml")
    meeting = file(
        "meeting_kind: weekly\nunexcused: -1\nowner: ai\nfacts: [1]\nmarks: {a: [1], b: 2}\n"
    )
    lines = refused(score_command, criteria, meeting)
    assert f"{criteria}: groups: còn thiếu, hãy ghi giá trị" in lines
    assert [line for line in lines if line.startswith(str(meeting))] == [
        f"{meeting}: meeting_kind: không có “weekly”; "
        "chỉ dùng: regular, thematic, combined, extraordinary",
        f"{meeting}: members: còn thiếu, hãy ghi giá trị",
        f"{meeting}: unexcused: không được nhỏ hơn 0",
        f"{meeting}: facts: phải là một bảng gồm các cặp khóa: giá trị",
        f"{meeting}: marks › a: phải là một giá trị, không phải danh sách hay bảng",
        f"{meeting}: owner: không có khóa này trong quy định; hãy bỏ hoặc sửa tên",
    ]


def test_rollup_refuses_what_the_set_does_not_know(file):
    path = file(
        "meetings:\n  - {kind: regular, total: 100.5, rank: best}\n  - {kind: yearly, note: x}\n"
    )
    assert refused(rollup_command, WARD, path) == [
        f"{path}: cuộc sinh hoạt thứ 1 › total: vượt quá điểm tối đa 100",
        f"{path}: cuộc sinh hoạt thứ 1 › rank: không có “best”; "
        "chỉ dùng: good, fair, average, poor",
        f"{path}: cuộc sinh hoạt thứ 2 › kind: không có “yearly”; "
        "chỉ dùng: regular, thematic, combined, extraordinary",
        f"{path}: cuộc sinh hoạt thứ 2 › total: còn thiếu, hãy ghi giá trị",
        f"{path}: cuộc sinh hoạt thứ 2 › rank: còn thiếu, hãy ghi giá trị",
        f"{path}: cuộc sinh hoạt thứ 2 › note: không có khóa này trong quy định; "
        "hãy bỏ hoặc sửa tên",
    ]


def test_rollup_needs_a_set_that_ranks_years(file):
    frame, year = PRODUCT / "hd42-frame.yaml", file(YEAR)
    assert refused(rollup_command, frame, year) == [
        f"{frame}: rollup: bộ tiêu chí không có quy tắc xếp loại năm"
    ]


def test_rollup_checks_the_year_even_when_the_set_is_refused(file):
    criteria = file("[]", "criteria.yaml")
    refusal = f"{criteria}: toàn tệp: phải là một bảng gồm các cặp khóa: giá trị"
    year = file("meetings: {}", "year.yaml")
    assert refused(rollup_command, criteria, year) == [
        refusal,
        f"{year}: meetings: phải là danh sách",
    ]
    year = file("meetings: [{kind: regular, total: 999, rank: any}]", "year.yaml")
    assert refused(rollup_command, criteria, year) == [refusal]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "toàn tệp: tệp trống"),
        (b"- 1\n", "toàn tệp: phải là một bảng gồm các cặp khóa: giá trị"),
        (b"a: 1\nb: \xff\xfe\n", "dòng 2: tệp không phải văn bản UTF-8"),
        (b"#" * 1_000_001, "toàn tệp: tệp quá lớn, tối đa 1 MB"),
        (b"a: [1\n", "dòng 2, cột 1: sai cú pháp YAML"),
    ],
)
def test_file_that_cannot_be_read_is_one_line(file, content, line):
    path = file(content)
    [told] = refused(score_command, EVERY_KIND, path)
    assert told.startswith(f"{path}: {line}")
    assert refused(rollup_command, path, path) == [told, told]


def test_file_that_is_not_there_is_one_line(tmp_path, file):
    absent = tmp_path / "absent.yaml"
    assert refused(score_command, absent, tmp_path) == [
        f"{absent}: toàn tệp: không tìm thấy tệp",
        f"{tmp_path}: toàn tệp: không đọc được tệp",
    ]


def test_path_that_no_file_can_have_is_one_line():
    [line] = refused(score_command, EVERY_KIND, "a\0b.yaml")
    assert line.endswith("toàn tệp: không đọc được tệp")


def test_fault_stays_on_one_line(file):
    path = file('meeting_kind: "a\\nb"\nmembers: 40\n')
    [line] = refused(score_command, EVERY_KIND, path)
    assert line.startswith(f"{path}: meeting_kind: không có “a b”")


@pytest.mark.parametrize("command", [score_command, rollup_command])
def test_commands_ask_for_no_system_checks(command):
    assert command.Command.requires_system_checks == []
