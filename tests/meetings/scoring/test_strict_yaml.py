"""What a YAML file may hold, and the one fault that is told when it cannot be read."""

from decimal import Decimal

import pytest

from meetings.scoring import strict_yaml
from meetings.scoring.faults import FaultyInputError


def fault_of(text):
    with pytest.raises(FaultyInputError) as caught:
        strict_yaml.load(text)
    [fault] = caught.value.faults
    return fault.place, fault.reason


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5),
        ("-5", -5),
        ("89.990", Decimal("89.990")),
        (".5", Decimal("0.5")),
        ("5.", Decimal(5)),
        ("1e-05", Decimal("0.00001")),
        ("true", True),
        ("No", False),
        ("~", None),
        ("", None),
        ('"5"', "5"),
        ("'true'", "true"),
        ("08", "08"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("9" * 16, "9" * 16),
        ("2025-02-30", "2025-02-30"),
        ("Tốt, khá", "Tốt, khá"),
    ],
)
def test_scalar_is_what_was_written(written, value):
    read = strict_yaml.load(f"a: {written}")["a"]
    assert read == value
    assert type(read) is type(value)


def test_lists_and_mappings_nest():
    text = "a:\n  - {b: [1, 2], c: {}}\n  - []\n"
    assert strict_yaml.load(text) == {"a": [{"b": [1, 2], "c": {}}, []]}


def test_keys_are_text_as_it_stands():
    assert strict_yaml.load("{1.10: 1, 3: 2, yes: 3}") == {"1.10": 1, "3": 2, "yes": 3}


def test_byte_order_mark_is_dropped_and_letters_are_composed():
    assert strict_yaml.load("\ufefftitle: Tô\u0301t") == {"title": "Tốt"}


def test_text_with_commas_between_braces_stays_one_text():
    text = "{title: Dân chủ, kỷ luật , đoàn kết, kind: number, last: một, hai}"
    assert strict_yaml.load(text) == {
        "title": "Dân chủ, kỷ luật, đoàn kết",
        "kind": "number",
        "last": "một, hai",
    }


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{title: "Dân chủ", weight}', {"title": "Dân chủ", "weight": None}),
        ("{max: 5, weight}", {"max": 5, "weight": None}),
        ("{title: Dân chủ, weight: }", {"title": "Dân chủ", "weight": None}),
        ('{title: Dân chủ, "weight"}', {"title": "Dân chủ", "weight": None}),
        ("? title\n: Dân chủ\n? weight\n", {"title": "Dân chủ", "weight": None}),
        ("{weight, a: 1}", {"weight": None, "a": 1}),
        ("{a: một, b: [1]}", {"a": "một", "b": [1]}),
    ],
)
def test_other_keys_without_value_stay_keys(text, data):
    assert strict_yaml.load(text) == data


@pytest.mark.parametrize(
    "text", ["a: [1, 2", "a: 1\n b: 2", "a: 'x", "\ta: 1", "%YAML 9.9\n---\na"]
)
def test_syntax_error_names_its_line(text):
    place, reason = fault_of(text)
    assert place.startswith("dòng ")
    assert reason.startswith("sai cú pháp YAML")


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("", "toàn tệp", "tệp trống"),
        ("# chỉ có ghi chú\n", "toàn tệp", "tệp trống"),
        ("a: 1\n---\nb: 2\n", "dòng 2", "tệp chỉ được có một tài liệu YAML"),
        ("a: 1\nb: 2\na: 3\n", "dòng 3", "khóa “a” lặp lại"),
        ("a: &x [1]\nb: *x\n", "dòng 1", "không dùng neo và tham chiếu YAML (& và *)"),
        ("a: 1\nb: *x\n", "dòng 2", "không dùng neo và tham chiếu YAML (& và *)"),
        ("&x a: 1\n", "dòng 1", "không dùng neo và tham chiếu YAML (& và *)"),
        ("a: !!int x\n", "dòng 1", "không dùng thẻ kiểu YAML (tag:yaml.org,2002:int)"),
        ("[a]: 1\n", "dòng 1", "tên khóa phải là chữ"),
        ('a: 1\nb: "x\\0y"\n', "dòng 2", "có ký tự không in được"),
        ('a: "\\ud800"\n', "dòng 1", "có ký tự không in được"),
        ("a: 1\nb: x\x00y\n", "dòng 2", "có ký tự không in được"),
        ('a: "\\UFFFFFFFF"\n', "toàn tệp", "có mã ký tự không hợp lệ"),
    ],
)
def test_what_a_file_may_not_hold(text, place, reason):
    assert fault_of(text) == (place, reason)


def test_object_tags_are_refused():
    place, reason = fault_of("a: !!python/object/apply:os.system [ls]\n")
    assert (place, reason.startswith("không dùng thẻ kiểu YAML")) == ("dòng 1", True)


def test_depth_is_bounded():
    assert fault_of("[" * 100_000) == ("dòng 1", "lồng nhau quá 20 tầng")


def test_number_of_values_is_bounded():
    place, reason = fault_of("- 1\n" * 20_001)
    assert (place, reason) == ("dòng 20000", "tệp có quá 20000 giá trị")


def test_size_is_bounded():
    assert fault_of("#" * 1_000_001) == ("toàn tệp", "tệp quá lớn, tối đa 1 MB")
