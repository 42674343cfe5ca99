"""Results and values in the words that cells read."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from meetings.facts import FINDERS
from meetings.scoring import wording
from meetings.scoring.engine import score, score_so_far
from meetings.scoring.model import NOT_APPLICABLE, Situation
from meetings.scoring.reading import read
from meetings.scoring.wording import Outcome, explain, remark

EVERY_KIND = read((Path(__file__).parent / "data" / "every-kind.yaml").read_text())
CRITERIA = {criterion.code: criterion for criterion in EVERY_KIND.criteria}
PLAIN = Outcome(Decimal("92.00"), Decimal("100"), "Tốt", "Tốt", (), None, None)
FULL = {"A1": True, "A2": Decimal(10), "A3": True, "B1": Decimal(95), "B2": 0, "B4": True}


def result(unexcused=0, **marks):
    situation = Situation("regular", 20, unexcused=unexcused)
    return score(EVERY_KIND, situation, {}, FULL | {"B3": False} | marks)


def words(**marks):
    return explain(Outcome.of(result(**marks)))


def test_a_plain_result_needs_no_remark():
    assert explain(PLAIN) == "92 điểm, xếp Tốt."
    assert remark(PLAIN) == ""


def test_a_lowered_rank_says_why_and_what_it_would_have_been():
    lowered = replace(PLAIN, rank="Khá", gates=("Biên bản thiếu.", "Có người vắng"))
    assert remark(lowered) == (
        "92 điểm nhưng xếp Khá vì: Biên bản thiếu; Có người vắng. Tính theo điểm là Tốt."
    )


@pytest.mark.parametrize(
    ("applicable", "total", "reached"),
    [
        (("64.50", "70.00"), "92.14", "64,5 trên 70 điểm áp dụng được, quy đổi 92,14"),
        (("64.50", "70.00"), "64.50", "64,5 trên 70 điểm áp dụng được, xếp"),
        (("64.50", "70.00"), "66.50", "64,5 trên 70 điểm áp dụng được, tính cả điểm cộng là 66,5"),
        (("-2.00", "70.00"), "0.00", "-2 trên 70 điểm áp dụng được, xếp"),
        (("33.33", "35.00"), "95.24", "33,33 trên 35 điểm áp dụng được, quy đổi 95,24"),
    ],
)
def test_what_was_taken_out_is_told_with_both_values(applicable, total, reached):
    points, maximum = map(Decimal, applicable)
    outcome = replace(PLAIN, total=Decimal(total), applicable_points=points, applicable_max=maximum)
    assert reached in explain(outcome)


def test_the_engines_results_are_told_as_they_came_about():
    assert words() == "50 điểm, xếp Tốt."
    assert words(A2=NOT_APPLICABLE) == "Đạt 40 trên 40 điểm áp dụng được, xếp Khá."
    assert "quy đổi 46,88 trên thang 50" in words(B1=NOT_APPLICABLE, B2=1)
    assert "nhưng xếp Khá vì: Tài liệu gửi muộn" in words(B4=False)


def test_an_unfinished_sheet_says_what_applies_so_far():
    situation = Situation("regular", 20)
    progress = score_so_far(EVERY_KIND, situation, {}, {"A2": NOT_APPLICABLE, "A1": True})
    assert wording.applicable(progress) == "5/40 áp dụng được"
    assert wording.applicable(score_so_far(EVERY_KIND, situation, {}, {})) == ""


@pytest.mark.parametrize(
    ("code", "given", "is_fact", "told"),
    [
        ("A1", True, False, "đạt"),
        ("A1", False, True, "không đạt"),
        ("A1", NOT_APPLICABLE, False, "không áp dụng: tính đủ điểm"),
        ("B1", NOT_APPLICABLE, True, "không áp dụng: bỏ khỏi bảng điểm, quy đổi phần còn lại"),
        ("A2", NOT_APPLICABLE, False, "không áp dụng: bỏ khỏi bảng điểm"),
        ("B1", Fraction(200, 3), True, "66,67 %"),
        ("B1", Decimal(90), False, "mức từ 90 %"),
        ("B2", Decimal(2), False, "2 lần"),
        ("A2", Decimal("7.25"), False, "7,25 điểm"),
        ("A2", "bảy", False, "“bảy”"),
        ("A2", None, False, ""),
    ],
)
def test_values_are_told_in_words(code, given, is_fact, told):
    assert wording.value(CRITERIA[code], given, is_fact=is_fact) == told


def test_every_fact_says_where_it_is_counted():
    assert wording.FACTS.keys() == FINDERS.keys()
    assert wording.fact_source("attendance_rate") == "theo điểm danh"
    assert wording.fact_source("late_members") == "theo dữ liệu"
