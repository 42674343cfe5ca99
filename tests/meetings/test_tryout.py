"""A set tried on past records: which records, what changes, and the page that shows it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from cells.models import AuditEvent
from meetings.actions.months import current_month, open_month
from meetings.actions.records import plan_meeting
from meetings.actions.review import return_record, verify_record
from meetings.actions.submission import submit_record
from meetings.forms.tryout import months_of, span
from meetings.models import CellMonth, CriteriaSet, Meeting
from meetings.reports import tryout
from meetings.reports.tryout import Question, Tryout, names_then
from meetings.scoring.reading import from_data
from tests.conftest import _refuse_writes
from tests.meetings.conftest import OCTOBER, filled, save
from tests.meetings.scoring.builders import criterion, filler, group, set_data


def draft(issuer, definition, **columns):
    return CriteriaSet.objects.create(
        issuer=issuer, title="Dự thảo", definition=definition, **columns
    )


@pytest.fixture
def strict(world, ward_sheet):
    """A copy of the ward's sheet in which only full points are `Tốt`."""
    ranks = [dict(rank) for rank in ward_sheet.definition["ranks"]]
    ranks[0]["at_least"] = 100
    definition = ward_sheet.definition | {"ranks": ranks}
    return draft(world.bloc, definition, copied_from=ward_sheet)


def try_out(row, user, *, first=OCTOBER, last=OCTOBER, unknown_is_full=True):
    run = Tryout(Question(row, from_data(row.definition), first, last, unknown_is_full), user)
    assert list(run.run()) == ([run.report.total] if run.report.total else [])
    return run.report


def hand_over(world, month):
    """A record of the cell `tech` as October's, without a task for the next month."""
    open_month(month=month)
    cell_month = CellMonth.objects.get(cell=world.tech, month=month)
    meeting = plan_meeting(cell_month=cell_month, kind="regular", by=world.secretary)
    contents = replace(filled(world, meeting), tasks=())
    days = {
        "held_on": month.replace(day=24),
        "documents_sent_on": month.replace(day=22),
        "pre_meeting_on": month.replace(day=20),
    }
    save(meeting, replace(contents, head=replace(contents.head, **days)), by=world.secretary)
    meeting.refresh_from_db()
    return submit_record(meeting=meeting, version=meeting.version, by=world.secretary)


def test_the_same_set_changes_nobody(world, submitted, ward_sheet):
    report = try_out(ward_sheet, world.reviewer)
    assert (report.found, report.tried, report.same, report.changed) == (1, 1, 1, 0)
    assert report.before == report.after
    assert report.average_before == report.average_after == submitted.cell_month.self_score
    assert report.unknown == {}


def test_higher_thresholds_lower_the_rank(world, submitted, strict):
    report = try_out(strict, world.reviewer)
    change = report.worst()[0]
    assert (report.down, report.up, report.cells_changed) == (1, 0, 1)
    assert (change.before, change.after, change.lost, change.why) == (
        "Tốt",
        "Khá",
        1,
        "mốc xếp loại khác",
    )
    assert names_then([change]) == {
        (world.tech.pk, OCTOBER): "Chi bộ Trung tâm Kỹ thuật Tài nguyên"
    }


def test_a_gate_of_the_new_set_is_the_reason(world, submitted, ward_sheet):
    gates = [{"cap": "fair", "unless_full": ["3.1"], "message": "Chưa chuẩn bị nội dung"}]
    gated = draft(world.bloc, ward_sheet.definition | {"gates": gates}, copied_from=ward_sheet)
    verify_record(
        meeting=submitted,
        version=submitted.version,
        changes={"3.1": "false"},
        reasons={"3.1": "Chưa thấy"},
        by=world.reviewer,
    )
    change = try_out(gated, world.reviewer).worst()[0]
    assert (change.after, change.why) == ("Khá", "Chưa chuẩn bị nội dung")
    assert change.total_before == change.total_after


def test_the_verified_score_is_what_was_before(world, submitted, ward_sheet):
    verify_record(
        meeting=submitted,
        version=submitted.version,
        changes={"5.1": "0"},
        reasons={"5.1": "Chưa linh hoạt"},
        by=world.reviewer,
    )
    verified = submitted.evaluations.get(stage="verified").total
    report = try_out(ward_sheet, world.reviewer)
    assert report.average_before == report.average_after == verified < 97


def test_criteria_without_old_data_are_counted_and_taken_as_chosen(world, submitted):
    new = criterion("9.1", "number", 40, title="Chuyển đổi số")
    attendance = criterion("9.2", "number", 60, title="Tỉ lệ", fact="attendance_rate")
    row = draft(world.bloc, set_data(group("9", 100, new, attendance)))

    full = try_out(row, world.reviewer)
    none = try_out(row, world.reviewer, unknown_is_full=False)

    assert full.unknown == none.unknown == {"9.1": 1}
    assert (full.average_after, none.average_after) == (100, 60)
    assert none.worst()[0].why == "9.1 Chuyển đổi số −40"


def test_a_rank_that_rises_names_what_is_left_out(world, submitted, ward_sheet):
    ranks = [dict(rank) for rank in ward_sheet.definition["ranks"]]
    ranks[0]["at_least"] = 100
    stricter = ward_sheet.definition | {"ranks": ranks, "code": "CHAT", "valid_from": "2026-10-01"}
    CriteriaSet.objects.create(
        issuer=world.bloc,
        state="issued",
        code="CHAT",
        title="Bộ chặt",
        document="02-HD/ĐU",
        valid_from=date(2026, 9, 1),
        definition=stricter,
    )
    hand_over(world, date(2026, 9, 1))
    september = {"first": date(2026, 9, 1), "last": date(2026, 9, 1)}
    row = draft(world.bloc, set_data(group("9", 100, filler(100))))
    change = try_out(row, world.reviewer, **september).worst()[0]
    assert (change.before, change.after, change.lost) == ("Khá", "Tốt", -1)
    assert change.why.startswith("bỏ 8.3 Đăng văn bản hoàn chỉnh trong 2 ngày +1; bỏ 4.8 ")


def test_meetings_below_the_issuer_in_that_month_are_found(world, submitted, strict):
    report = try_out(strict, world.reviewer)
    assert report.found == 1
    away = world.health.paths.get().path
    CellMonth.objects.filter(cell=world.tech).update(path=f"{away}{world.tech.pk}/")
    assert try_out(strict, world.reviewer).found == 0


def test_only_records_that_the_user_may_read_are_tried(world, submitted, strict):
    assert try_out(strict, world.leader).found == 1
    assert try_out(strict, world.outsider).found == 0
    assert try_out(strict, world.org_admin).found == 0


def test_records_of_other_months_rounds_and_cancelled_ones_are_left_out(world, submitted, strict):
    november = date(2026, 11, 1)
    assert try_out(strict, world.reviewer, first=november, last=november).found == 0
    Meeting.objects.update(state="cancelled")
    assert try_out(strict, world.reviewer).found == 0
    Meeting.objects.update(state="submitted")
    submitted.refresh_from_db()
    return_record(meeting=submitted, reason="Thiếu biên bản", by=world.reviewer)
    assert try_out(strict, world.reviewer).found == 0


def test_what_the_set_is_not_made_for_is_counted_apart(world, submitted, ward_sheet):
    large = ward_sheet.definition | {
        "applies_to": {"meeting_kinds": ["regular"], "members_at_least": 30}
    }
    thematic = ward_sheet.definition | {"applies_to": {"meeting_kinds": ["thematic"]}}
    outside = try_out(draft(world.bloc, large), world.reviewer)
    assert (outside.out_of_scope, outside.tried, outside.average_after) == (1, 0, None)
    assert try_out(draft(world.bloc, thematic), world.reviewer).found == 0


def test_meetings_scored_by_a_nearer_committees_set_are_counted_apart(world, submitted, strict):
    """The bloc's own sheet would hold on, whatever the province issues."""
    above = draft(world.province, strict.definition)
    report = try_out(above, world.reviewer)
    assert (report.found, report.nearer, report.tried) == (1, 1, 0)


def test_a_meeting_to_which_nothing_applies_is_counted_apart(world, submitted):
    tasks = criterion(
        "1",
        "band",
        100,
        bands=[{"at_least": 0, "points": 100}],
        fact="tasks_done_rate",
        not_applicable="exclude",
    )
    report = try_out(draft(world.bloc, set_data(group("1", 100, tasks))), world.reviewer)
    assert (report.refused, report.tried) == (1, 0)


def test_of_too_many_meetings_an_even_sample_is_taken(world, ward_sheet, monkeypatch):
    for month in (8, 9):
        hand_over(world, date(2026, month, 1))
    monkeypatch.setattr(tryout, "MOST", 1)
    report = try_out(ward_sheet, world.reviewer, first=date(2026, 8, 1))
    assert (report.found, report.total, report.tried) == (2, 1, 1)


def test_a_copy_of_a_copy_knows_where_it_began(world, ward_sheet, strict):
    again = draft(world.bloc, strict.definition, copied_from=strict)
    assert tryout.origins_of(again) == {again.pk, strict.pk, ward_sheet.pk}


@pytest.mark.parametrize("months", [[8], [8, 9, 10]])
def test_questions_do_not_grow_with_meetings(world, strict, months, django_assert_num_queries):
    for month in months:
        hand_over(world, date(2026, month, 1))
    reader = type(world.reviewer).objects.get(pk=world.reviewer.pk)
    # Origins, paths, reach of the user, count, evaluations; for the chunk facts and marks.
    with django_assert_num_queries(7):
        report = try_out(strict, reader, first=date(2026, 8, 1))
    assert report.tried == len(months)


@pytest.mark.parametrize(
    ("choice", "month", "first", "last"),
    [
        ("3", date(2026, 11, 1), date(2026, 7, 1), date(2026, 9, 1)),
        ("3", date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 1)),
        ("6", date(2026, 11, 1), date(2026, 5, 1), date(2026, 10, 1)),
        ("12", date(2026, 11, 1), date(2025, 11, 1), date(2026, 10, 1)),
    ],
)
def test_periods_end_before_the_month(choice, month, first, last):
    assert months_of(choice, month) == (first, last)


def test_periods_are_written_short():
    assert span(date(2026, 7, 1), date(2026, 9, 1)) == "7–9/2026"
    assert span(date(2025, 11, 1), date(2026, 10, 1)) == "11/2025–10/2026"


@pytest.fixture
def last_quarter(submitted):
    """October's record, put into the quarter before today."""
    CellMonth.objects.update(month=months_of("3", current_month())[0])


def page(client, row, query=""):
    return client.get(reverse("criteria_tryout", args=[row.pk]) + query)


def streamed(response):
    return [piece.decode() for piece in response.streaming_content]


def test_the_page_asks_for_the_period_first(world, strict, login):
    response = page(login(world.reviewer), strict)
    assert response.status_code == 200
    assert not response.streaming
    assert "Tính thử" in response.content.decode()


def test_the_page_comes_in_pieces_with_progress(world, last_quarter, strict, login):
    response = page(login(world.reviewer), strict, "?months=3")
    head, *lines, result, foot = streamed(response)

    assert response["Content-Encoding"] == "identity"
    assert head.rstrip().endswith("</div>")
    assert [line.count("<progress") for line in lines] == [1, 1]
    assert "Đã tính 1 / 1 bản ghi" in lines[-1]
    assert "Quý trước: 1 trên 1 bản ghi đổi xếp loại" in result
    assert "Chi bộ Trung tâm Kỹ thuật Tài nguyên" in result
    assert foot.rstrip().endswith("</html>")


def test_the_page_says_what_was_not_tried(world, last_quarter, strict, login):
    definition = strict.definition | {
        "applies_to": {"meeting_kinds": ["regular"], "members_at_least": 30}
    }
    response = page(login(world.leader), draft(world.bloc, definition), "?months=12&unknown=none")
    text = "".join(streamed(response))
    assert "12 tháng trước chưa có bản ghi nào tính được theo bộ này" in text
    assert "1 bản ghi ngoài phạm vi áp dụng của bộ này, không tính." in text


def test_the_page_says_that_nothing_changes(world, last_quarter, ward_sheet, login):
    text = "".join(streamed(page(login(world.leader), ward_sheet, "?months=3")))
    assert "Quý trước: không bản ghi nào trong 1 đổi xếp loại" in text
    assert reverse("criteria_set", args=[ward_sheet.pk]) in text


def test_the_page_lists_criteria_without_old_data(world, last_quarter, ward_sheet, login):
    row = draft(world.bloc, set_data(group("9", 100, criterion("9.1", "number", 100))))
    text = "".join(streamed(page(login(world.leader), row, "?months=3&unknown=none")))
    assert "1 tiêu chí chưa có dữ liệu cũ, coi như không đạt" in text
    assert "9.1 Tiêu chí 9.1" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?months=5", "Hãy chọn một khoảng thời gian trong danh sách."),
        ("?months=", "Hãy chọn khoảng thời gian."),
        ("?months=3&unknown=half", "Hãy chọn một cách tính trong danh sách."),
    ],
)
def test_a_wrong_choice_is_refused_at_its_field(world, strict, login, query, sentence):
    response = page(login(world.reviewer), strict, query)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_faulty_draft_shows_its_faults_and_the_way_back(world, strict, login):
    faulty = draft(world.bloc, strict.definition | {"max_points": 90})
    response = page(login(world.reviewer), faulty, "?months=3")
    assert not response.streaming
    text = response.content.decode()
    assert "lỗi, chưa thử được" in text
    assert reverse("criteria_edit", args=[faulty.pk]) in text


def test_a_draft_without_number_and_days_can_be_tried(world, strict, login):
    head = dict.fromkeys(("code", "title", "document", "issued_on", "valid_from"))
    unnamed = draft(world.bloc, strict.definition | head)
    assert page(login(world.reviewer), unnamed, "?months=3").streaming


def test_drafts_are_found_by_their_managers_only(world, strict, login):
    assert page(login(world.auditor), strict).status_code == 404
    assert page(login(world.secretary), strict).status_code == 404


def test_nothing_is_written(world, last_quarter, strict, login):
    response = page(login(world.reviewer), strict, "?months=3")
    events = AuditEvent.objects.count()
    with connection.execute_wrapper(_refuse_writes):
        streamed(response)
    assert AuditEvent.objects.count() == events


def test_a_database_that_fails_midway_is_said_on_the_page(world, last_quarter, strict, login):
    def fail(execute, sql, params, many, context):
        if "meetings_mark" in sql:
            raise DatabaseError("gone")
        return execute(sql, params, many, context)

    response = page(login(world.reviewer), strict, "?months=3")
    with connection.execute_wrapper(fail):
        text = "".join(streamed(response))

    assert "Cơ sở dữ liệu không trả lời nên chưa tính xong." in text
    assert text.rstrip().endswith("</html>")


def test_changes_are_sorted_by_how_far_they_fall():
    change = tryout.Change("k", 1, OCTOBER, "Tốt", 0, Decimal(95), "Khá", 1, Decimal(80), 1, "vì")
    report = tryout.Report(found=3, total=3)
    report.changes = [
        replace(change, cell_id=2, lost=-1, total_after=Decimal(99)),
        change,
        replace(change, cell_id=3, lost=2),
        replace(change, cell_id=4, total_after=Decimal(70)),
    ]
    assert [each.cell_id for each in report.worst()] == [3, 4, 1, 2]
