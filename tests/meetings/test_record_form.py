"""The record's form: what people type, right and wrong; every fault at its field, nothing lost."""

from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.contents import (
    AgendaRow,
    Contents,
    Head,
    ProposalRow,
    ResolutionRow,
    ReviewRow,
    RollRow,
    TaskRow,
)
from meetings.forms.fields import Refused, read_clock, read_count, read_day
from meetings.forms.record import RecordForm, fields_of
from meetings.forms.secrecy import find_marking
from meetings.sheets import read_value, write_value

TODAY = date(2026, 10, 31)

STORED = Contents(
    head=Head("regular", place="Hội trường", chair_id=1),
    roll=(
        RollRow(1, "Nguyễn Hữu", "Bằng", True),
        RollRow(2, "Lò Thị", "Hương", True),
        RollRow(3, "Giàng Thị", "Mỷ", False),
    ),
    agenda=(AgendaRow(7, "Thời sự"), AgendaRow(8, "Nhiệm vụ")),
    resolutions=(ResolutionRow(5, "resolution", "kế hoạch", number=3),),
    tasks=(TaskRow(9, "Rà soát", 2, date(2026, 11, 20)),),
    reviews=(ReviewRow(4, "Việc cũ", "Bằng", None),),
    proposals=(ProposalRow(6, "Cấp sổ"),),
)


def typed(**changes):
    """The form as it is sent when only these fields were changed; "_" stands for "-"."""
    fields = fields_of(STORED) | {name.replace("__", "-"): text for name, text in changes.items()}
    posted = {name: text for name, text in fields.items() if text or not is_box(name)}
    return RecordForm(STORED, posted, today=TODAY)


def is_box(name):
    return (
        name.startswith("spoke-")
        or name.endswith("-paper")
        or name
        in {
            "is_online",
            "minutes_passed",
        }
    )


def test_an_untouched_form_is_what_is_stored():
    form = typed()
    assert form.errors == {}
    assert form.contents.sections_that_differ(STORED) == []


def test_what_is_typed_is_read():
    form = typed(
        held_on="24/10/2026",
        started_at="19h30",
        ended_at="21 giờ 05",
        status__2="e",
        why__2="  ốm,  có đơn ",
        said__1="Đồng ý với dự thảo.",
        agenda__new1__title="Chuyên đề",
        task__new1__what="Vận động bà con",
        task__new1__who="3",
        old__4="partly",
    )
    assert form.errors == {}
    head, roll = form.contents.head, form.contents.roll
    assert (head.held_on, head.started_at, head.ended_at) == (
        date(2026, 10, 24),
        time(19, 30),
        time(21, 5),
    )
    assert (roll[1].status, roll[1].reason) == ("excused", "ốm, có đơn")
    assert (roll[0].spoke, roll[0].opinion) == (True, "Đồng ý với dự thảo.")
    assert [row.title for row in form.contents.agenda] == ["Thời sự", "Nhiệm vụ", "Chuyên đề"]
    assert form.contents.tasks[1] == TaskRow(None, "Vận động bà con", 3, None)
    assert form.contents.reviews[0].outcome == "partly"


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("held_on", "01/11/2026", "chưa tới"),
        ("held_on", "31/02/2026", "Không có ngày"),
        ("held_on", "hôm qua", "ngày/tháng/năm"),
        ("held_on", "24/13/2026", "Không có ngày"),
        ("started_at", "25:00", "giờ:phút"),
        ("started_at", "bảy rưỡi", "giờ:phút"),
        ("chair", "99", "không có tên"),
        ("chair", "1 OR 1=1", "chọn một người"),
        ("kind", "party", "chọn một mục"),
        ("status__2", "z", "chọn một mục"),
        ("score_in_favour", "hai", "chữ số"),
        ("score_in_favour", "3", "Không quá 2"),
        ("res__5__for", "3", "vượt 2"),
        ("res__5__for", "-1", "chữ số"),
        ("task__9__who", "", "chọn người"),
        ("task__9__who", "77", "không có tên"),
        ("task__9__due", "20/15/2026", "Không có ngày"),
        ("place", "x" * 201, "Dài quá 200"),
        ("agenda__7__text", "Văn bản đóng dấu MẬT đã phổ biến", "nội dung mật"),
        ("prop__6__text", "(TỐI MẬT)", "nội dung mật"),
    ],
)
def test_wrong_input_is_told_at_its_field_and_kept(name, text, sentence):
    form = typed(**{name: text})
    field = name.replace("__", "-")
    assert list(form.errors) == [field]
    assert sentence in form.errors[field]
    assert form.fields[field] == text


def test_the_end_comes_after_the_start():
    form = typed(held_on="24/10/2026", started_at="21:00", ended_at="19:30")
    assert list(form.errors) == ["ended_at"]


def test_papers_cannot_be_sent_after_the_meeting():
    form = typed(held_on="24/10/2026", documents_sent_on="25/10/2026")
    assert list(form.errors) == ["documents_sent_on"]


def test_somebody_from_another_cell_is_refused_in_the_roll():
    form = typed(status__99="p")
    assert list(form.errors) == ["roll"]
    assert [row.member_id for row in form.contents.roll] == [1, 2, 3]


def test_a_numbered_resolution_cannot_be_emptied():
    form = typed(res__5__title="", res__5__text="")
    assert "đã được cấp số" in form.errors["res-5-title"]


def test_documents_that_were_passed_on_have_a_title():
    form = typed(doc__new1__number="50-CT/TW", doc__new1__title="Chỉ thị về sinh hoạt chi bộ")
    assert [row.number for row in form.contents.documents] == ["50-CT/TW"]
    assert "tên văn bản" in typed(doc__new1__number="50-CT/TW").errors["doc-new1-title"]
    assert typed(doc__new1__number="").contents.documents == ()


def test_minutes_without_their_item_are_asked_for_it():
    form = typed(agenda__new1__text="Đã bàn xong")
    assert "tên nội dung" in form.errors["agenda-new1-title"]


@pytest.mark.parametrize(
    ("now", "proposed"),
    [
        (datetime(2026, 10, 24, 19, 29), ""),
        (datetime(2026, 10, 24, 19, 30), "24/10/2026"),
        (datetime(2026, 10, 25, 7, 0), "24/10/2026"),
    ],
)
def test_the_planned_day_is_proposed_once_its_hour_has_come(now, proposed):
    head = Head("regular", planned_on=date(2026, 10, 24), planned_at=time(19, 30))
    form = RecordForm(Contents(head=head), today=TODAY)
    form.propose_day(now)
    assert form.fields["held_on"] == proposed


def test_an_emptied_row_is_gone():
    form = typed(agenda__8__title="", agenda__8__text="")
    assert [row.id for row in form.contents.agenda] == [7]


def test_rows_of_other_records_are_ignored():
    form = typed(agenda__55__title="Không phải của tôi", task__new2__what="")
    assert [row.id for row in form.contents.agenda] == [7, 8]


def test_votes_follow_the_roll_as_it_is_typed():
    form = typed(status__2="u", res__5__for="2")
    assert "vượt 1" in form.errors["res-5-for"]


def test_unticked_boxes_do_not_come_back():
    stored = Contents(head=Head("regular", is_online=True, minutes_passed=True))
    form = RecordForm(stored, {"kind": "regular"}, today=TODAY)
    assert (form.contents.head.is_online, form.contents.head.minutes_passed) == (False, False)


def test_text_is_kept_in_one_unicode_form():
    decomposed = "Chi bô\u0323"
    assert typed(place=decomposed).contents.head.place == "Chi bộ"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", "MẬT"),
        ("tài liệu (TUYỆT MẬT)", "TUYỆT MẬT"),
        ("giữ bí mật", ""),
        ("CẨM MẬTT", ""),
        ("Mật ong", ""),
    ],
)
def test_only_a_marking_is_taken_for_one(text, mark):
    assert find_marking(text) == mark


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/11/2026", date(2026, 11, 5)),
        ("05-11-26", date(2026, 11, 5)),
        ("2026-11-05", date(2026, 11, 5)),
        (" 5.11.2026 ", date(2026, 11, 5)),
        ("", None),
    ],
)
def test_days_as_people_write_them(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("19:30", time(19, 30)),
        ("7h", time(7)),
        ("7 giờ 5 phút", time(7, 5)),
        ("19.30", time(19, 30)),
    ],
)
def test_clocks_as_people_write_them(text, clock):
    assert read_clock(text) == clock


@given(st.text(max_size=40))
@settings(max_examples=300)
def test_nonsense_is_refused_and_never_breaks(text):
    for read in (read_day, read_clock, read_count):
        with suppress(Refused):
            read(text)


@given(st.dictionaries(st.sampled_from(sorted(fields_of(STORED))), st.text(max_size=60)))
@settings(max_examples=200)
def test_a_form_full_of_nonsense_keeps_every_text(changes):
    form = RecordForm(STORED, fields_of(STORED) | changes, today=TODAY)
    assert {name: form.fields[name] for name in changes} == changes


@pytest.mark.parametrize("text", ["true", "false", "not_applicable", "7.5", "275/3", "0", ""])
def test_values_are_stored_as_they_are_read(text):
    assert write_value(read_value(text)) == text


@pytest.mark.parametrize("text", ["NaN", "1e999", "Infinity", "1/0", "ba", "１"])
def test_only_plain_numbers_are_numbers(text):
    assert read_value(text) == text


def test_a_decimal_comma_is_a_number():
    assert read_value("7,5") == Decimal("7.5")
