"""From a file's data to a set: what it becomes, and every fault of what it says."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from meetings.scoring.faults import FaultyInputError
from meetings.scoring.model import (
    AttendanceBase,
    Band,
    BonusPlace,
    Condition,
    Gate,
    Kind,
    NotApplicablePolicy,
    Rank,
    Scope,
)
from meetings.scoring.reading import from_data, read
from tests.meetings.scoring.builders import (
    DATA,
    criterion,
    example_set,
    faults_of,
    filler,
    group,
    product_set,
    set_data,
)

PLACE = "nhóm 1 › tiêu chí a"


def faults_with(entry, maximum=10):
    """Faults of a set whose first group, of `maximum` points, is this criterion."""
    rest = 100 - maximum
    return faults_of(set_data(group("1", maximum, entry), group("2", rest, filler(rest))))


def test_file_becomes_a_set():
    found = example_set("every-kind.yaml")
    assert (found.code, found.document) == ("MOI-LOAI", "01-HD/ĐU")
    assert (found.valid_from, found.valid_to) == (date(2026, 2, 1), date(2026, 12, 31))
    assert found.applies_to == Scope(("regular", "thematic", "combined"), (), 3, 200)
    assert found.attendance_base is AttendanceBase.WITHOUT_EXEMPT_AND_EXCUSED
    assert found.ranks[0] == Rank("good", "Tốt", Decimal(45))
    assert found.gates[1] == Gate(
        "average",
        "Từ 3 đảng viên vắng không lý do nên chỉ xếp loại Trung bình",
        when=Condition(unexcused_at_least=3),
    )
    assert found.fact_names == {
        "documents_sent_in_time",
        "attendance_rate",
        "late_members",
        "minutes_passed",
    }


def test_criteria_keep_what_their_kind_says():
    found = {each.code: each for each in example_set("every-kind.yaml").criteria}
    assert found["A1"].not_applicable is NotApplicablePolicy.FULL
    assert found["A2"].step == Decimal("0.25")
    assert found["B1"].bands[1] == Band(Decimal("66.67"), Decimal(6))
    assert found["B1"].override[0].when == Condition(("thematic", "combined"), members_below=30)
    assert (found["B2"].each, found["B2"].floor) == (Decimal("2.5"), 5)
    assert (found["B3"].bonus, found["B3"].is_over) == (BonusPlace.OVER, True)
    assert (found["B4"].kind, found["B4"].max_points) == (Kind.CONDITION, 0)


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 12, 31), True)],
)
def test_set_is_valid_between_its_days(day, is_valid):
    assert example_set("every-kind.yaml").is_valid_on(day) is is_valid


def test_set_without_last_day_stays_valid():
    assert product_set("hd42-frame.yaml").is_valid_on(date(2099, 1, 1))
    assert not example_set("every-kind.yaml").is_valid_on(date(2027, 1, 1))


@pytest.mark.parametrize("number", [100, "100", Decimal("100.0"), 100.0])
def test_numbers_are_read_however_they_are_kept(number):
    assert from_data(set_data(max_points=number)).max_points == 100


def test_unquoted_numbers_are_codes():
    found = from_data(set_data(group("1", 100, filler(100)), code=Decimal("1.10"), title=2025))
    assert (found.code, found.title) == ("1.10", "2025")


def test_days_may_be_days_already():
    assert from_data(set_data(valid_from=date(2026, 2, 1))).valid_from == date(2026, 2, 1)


def test_every_fault_of_a_file_is_told_in_one_run():
    with pytest.raises(FaultyInputError) as caught:
        read((DATA / "faulty.yaml").read_text(encoding="utf-8"))
    assert [fault.place for fault in caught.value.faults] == [
        "applies_to › meeting_kinds",
        "issued_on",
        "attendance_base",
        "nhóm 1 › tiêu chí 1.1 › weight",
        "nhóm 1",
        "nhóm 2 › tiêu chí 2.1 › bands",
        "nhóm 2 › tiêu chí 2.1 › bands",
        "nhóm 2 › tiêu chí 2.2 › kind",
        "nhóm 2 › tiêu chí 2.1 › bands",
        "nhóm 1 › tiêu chí 3.1 › step",
        "max_points",
        "ranks",
        "ranks",
        "rollup › year › quy tắc thứ 1 › count › at_least",
        "owner",
        "valid_to",
        "nhóm 1",
        "nhóm 1 › tiêu chí 1.1",
        "mức xếp loại good",
        "điều kiện chặn thứ 1 › cap",
        "điều kiện chặn thứ 1 › unless_full",
        "rollup › year › quy tắc thứ 1 › rank",
        "rollup › year › quy tắc thứ 1 › count › rank",
    ]
    assert "nhóm 1: tổng điểm các tiêu chí là 9, khác điểm tối đa của nhóm là 10" in str(
        caught.value
    )


@pytest.mark.parametrize("data", [None, [], "chữ", 5])
def test_what_is_no_mapping_is_no_set(data):
    [(place, reason)] = faults_of(data)
    assert (place, reason) == ("toàn tệp", "phải là một bảng gồm các cặp khóa: giá trị")


@pytest.mark.parametrize("key", [key for key in set_data() if key != "valid_to"])
def test_every_key_without_a_question_mark_is_required(key):
    assert (key, "còn thiếu, hãy ghi giá trị") in faults_of(set_data(**{key: None}))


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("code", "  ", "không được để trống"),
        ("code", True, "phải là chữ; nếu cần, đặt trong dấu nháy"),
        ("code", 1.5, "phải là chữ; nếu cần, đặt trong dấu nháy"),
        ("title", "x" * 2001, "dài quá 2000 ký tự"),
        ("max_points", "nhiều", "phải là số, như 2 hoặc 2.5"),
        ("max_points", "99,5", "phải là số, như 2 hoặc 2.5"),
        ("max_points", True, "phải là số, như 2 hoặc 2.5"),
        ("max_points", float("nan"), "phải là số, như 2 hoặc 2.5"),
        ("max_points", Decimal("Infinity"), "phải là số, như 2 hoặc 2.5"),
        ("max_points", -1, "không được nhỏ hơn 0"),
        ("max_points", 0, "phải lớn hơn 0"),
        ("max_points", 10**7, "tối đa 1000000 và không quá 6 chữ số thập phân"),
        ("max_points", "0.1234567", "tối đa 1000000 và không quá 6 chữ số thập phân"),
        ("valid_to", datetime(2026, 1, 1, 8), None),
        ("valid_to", "20261231", None),
        ("valid_to", "2026-13-01", None),
        ("valid_to", 2026, None),
        ("valid_to", "2026-01-31", "không được trước ngày có hiệu lực (valid_from)"),
        ("attendance_base", "most", None),
        (
            "attendance_base",
            [],
            "phải là một trong: all, without_exempt, without_exempt_and_excused",
        ),
        ("groups", {}, "phải là danh sách"),
        ("groups", [], "cần ít nhất một mục"),
        ("ranks", [], "cần ít nhất một mục"),
        ("applies_to", "mọi cuộc", "phải là một bảng gồm các cặp khóa: giá trị"),
        ("rollup", [], "phải là một bảng gồm các cặp khóa: giá trị"),
    ],
)
def test_value_of_the_wrong_sort_is_refused(key, value, reason):
    [fault] = faults_of(set_data(**{key: value}))
    assert fault[0] == key
    assert reason in (None, fault[1])


@pytest.mark.parametrize("kinds", [[], [""], [5], 5])
def test_kinds_are_texts(kinds):
    faults = faults_of(set_data(applies_to={"meeting_kinds": kinds}))
    assert faults == [
        ("applies_to › meeting_kinds", "phải là chữ hoặc danh sách các chữ, không để trống")
    ]


def test_unknown_key_is_refused_wherever_it_stands():
    entry = criterion(
        "a",
        "band",
        bands=[{"at_least": 0, "points": 10, "u1": 1}],
        cap=[{"when": {"members_below": 5, "u2": 1}, "points": 1, "u3": 1}],
        override=[{"when": {"members_below": 5}, "title": "x", "only_if": {}, "kind": "band"}],
        only_if={"weather": "mưa"},
        step=1,
    )
    data = set_data(
        {**group("1", 10, entry), "u4": 1},
        group("2", 90, filler(90)),
        gates=[{"cap": "fair", "when": {"unexcused_at_least": 1}, "message": "x", "u5": 1}],
        ranks=[{"code": "all", "title": "Chung", "at_least": 0, "u6": 1}, "u7"],
        rollup={"year": {"kind": "average", "rules": []}, "month": {"kind": "worst"}},
        applies_to={"meeting_kinds": "regular", "u8": 1},
    )
    data[5] = "số"
    unknown = [place for place, reason in faults_of(data) if reason.startswith("không có khóa")]
    assert unknown == [
        "applies_to › u8",
        f"{PLACE} › only_if › weather",
        f"{PLACE} › override thứ 1 › only_if",
        f"{PLACE} › override thứ 1 › kind",
        f"{PLACE} › cap thứ 1 › when › u2",
        f"{PLACE} › cap thứ 1 › u3",
        f"{PLACE} › bands › bậc thứ 1 › u1",
        f"{PLACE} › step",
        "nhóm 1 › u4",
        "mức xếp loại all › u6",
        "điều kiện chặn thứ 1 › u5",
        "rollup › month",
        "rollup › year › rules",
        "5",
    ]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"kind": "number", "step": 0}, (f"{PLACE} › step", "phải lớn hơn 0")),
        ({"kind": "number", "each": 1}, (f"{PLACE} › each", None)),
        ({"kind": "deduction"}, (f"{PLACE} › each", "còn thiếu, hãy ghi giá trị")),
        ({"kind": "deduction", "each": 0}, (f"{PLACE} › each", "phải lớn hơn 0")),
        ({"kind": "bonus"}, (f"{PLACE} › bonus", "còn thiếu, hãy ghi giá trị")),
        ({"kind": "band"}, (f"{PLACE} › bands", "còn thiếu, hãy ghi giá trị")),
        ({"kind": "band", "bands": []}, (f"{PLACE} › bands", "cần ít nhất một mục")),
        ({"kind": None, "each": 1}, (f"{PLACE} › kind", "còn thiếu, hãy ghi giá trị")),
        ({"not_applicable": "zero"}, (f"{PLACE} › not_applicable", None)),
        ({"only_if": {}}, (f"{PLACE} › only_if", "điều kiện không được để trống")),
        ({"only_if": "regular"}, (f"{PLACE} › only_if", None)),
        ({"cap": {"points": 1}}, (f"{PLACE} › cap", "phải là danh sách")),
        (
            {"only_if": {"meeting_kind": "weekly"}},
            (
                f"{PLACE} › only_if › meeting_kind",
                "không có “weekly”; chỉ dùng: regular, thematic, combined, extraordinary",
            ),
        ),
        (
            {"override": [{"when": {"members_below": 5}}]},
            (f"{PLACE} › override thứ 1", "cần ít nhất một giá trị thay đổi"),
        ),
        (
            {"override": ["combined"]},
            (f"{PLACE} › override thứ 1", "phải là một bảng gồm các cặp khóa: giá trị"),
        ),
        (
            {"override": [{"title": "x"}]},
            (f"{PLACE} › override thứ 1 › when", "còn thiếu, hãy ghi giá trị"),
        ),
        (
            {"cap": [{"when": {"unexcused_at_least": 0.5}, "points": 1}]},
            (f"{PLACE} › cap thứ 1 › when › unexcused_at_least", "phải là số nguyên"),
        ),
        (
            {"cap": [{"when": {"members_at_least": 30, "members_below": 30}, "points": 1}]},
            (
                f"{PLACE} › cap thứ 1 › when › members_below",
                "không còn chi bộ nào có số đảng viên như vậy",
            ),
        ),
    ],
)
def test_criterion_with_one_fault_has_one_fault(more, fault):
    [(place, reason)] = faults_with({**criterion("a", "yes_no"), **more})
    assert place == fault[0]
    assert fault[1] in (None, reason)


def test_bonus_place_may_be_overridden():
    entry = criterion(
        "a",
        "bonus",
        bonus="within_group",
        override=[{"when": {"meeting_kind": "combined"}, "bonus": "over"}],
    )
    other = criterion("b", "yes_no", only_if={"meeting_kind": "combined"})
    data = set_data(group("1", 10, entry, other), group("2", 90, filler(90)))
    assert faults_of(data) == []


@pytest.mark.parametrize(
    ("bounds", "reasons"),
    [
        ([90, 50], ["thiếu bậc thấp nhất, từ 0 (at_least: 0)"]),
        ([90, 0, 90], ["mốc 90 lặp lại"]),
        ([90, "x"], ["phải là số, như 2 hoặc 2.5"]),
        ([-5, 0], ["không được nhỏ hơn 0"]),
    ],
)
def test_bands_need_a_lowest_bound_and_no_bound_twice(bounds, reasons):
    bands = [{"at_least": bound, "points": 1} for bound in bounds]
    assert [reason for _, reason in faults_with(criterion("a", "band", bands=bands))] == reasons


def test_bands_are_kept_highest_first():
    bands = [{"at_least": bound, "points": 1} for bound in (0, 90, 50)]
    data = set_data(group("1", 10, criterion("a", "band", bands=bands)), group("2", 90, filler(90)))
    assert [band.at_least for band in next(from_data(data).criteria).bands] == [90, 50, 0]


@pytest.mark.parametrize(
    "gate",
    [
        {"cap": "fair", "message": "x"},
        {
            "cap": "fair",
            "message": "x",
            "unless_full": ["rest"],
            "when": {"unexcused_at_least": 1},
        },
    ],
)
def test_gate_has_either_criteria_or_a_condition(gate):
    assert faults_of(set_data(gates=[gate])) == [
        (
            "điều kiện chặn thứ 1",
            "cần đúng một trong hai: tiêu chí phải đủ điểm (unless_full) hoặc điều kiện (when)",
        )
    ]


def test_gate_that_is_no_mapping_is_one_fault():
    assert [place for place, _ in faults_of(set_data(gates=["fair"]))] == ["điều kiện chặn thứ 1"]


@pytest.mark.parametrize(
    ("rollup", "place"),
    [
        ({}, "rollup › year"),
        ({"year": "average"}, "rollup › year"),
        ({"year": {"kind": "median", "rules": []}}, "rollup › year › kind"),
        ({"year": {"kind": "count"}}, "rollup › year › rules"),
        ({"year": {"kind": "count", "rules": [{}]}}, "rollup › year › quy tắc thứ 1 › rank"),
        (
            {"year": {"kind": "count", "rules": [{"rank": "good", "count": 7}]}},
            "rollup › year › quy tắc thứ 1 › count",
        ),
    ],
)
def test_rollup_that_cannot_be_followed_is_refused(rollup, place):
    assert [found for found, _ in faults_of(set_data(rollup=rollup))] == [place]
