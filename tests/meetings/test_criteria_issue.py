"""Issuing criteria sets: whole, in nobody's way, and locked for ever."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from cells.tree import path_of
from meetings.actions.criteria import import_set, issue_set
from meetings.actions.drafts import begin_draft, copy_set
from meetings.enums import SetState
from meetings.models import CriteriaSet
from meetings.reports.coverage import coverage_of
from meetings.scoring.faults import FaultyInputError
from meetings.scoring.reading import from_data
from meetings.workflow import NotPossible
from tests.meetings.conftest import CRITERIA
from tests.meetings.scoring.builders import criterion, group, set_data

TODAY = date(2026, 11, 22)


def data_with(**more):
    return set_data(**{"code": "MOI", "document": "12-HD/ĐUK"} | more)


def issue(world, replaces=(), **more):
    row = begin_draft(issuer=world.bloc, by=world.reviewer, definition=data_with(**more))
    return issue_set(row=row, replaces=set(replaces), by=world.reviewer)


def refusals(world, replaces=(), **more):
    with pytest.raises(FaultyInputError) as refusal:
        issue(world, replaces, **more)
    assert CriteriaSet.objects.exclude(state=SetState.DRAFT).count() <= 1
    return [(fault.keys, fault.reason) for fault in refusal.value.faults]


def test_issued_draft_is_locked_with_who_and_when(world):
    row = issue(world)

    assert row.state == SetState.ISSUED
    assert row.issued_by == world.reviewer
    assert row.issued_at is not None
    with pytest.raises(NotPossible, match="đã ban hành"):
        issue_set(row=row, replaces=set(), by=world.reviewer)


@pytest.mark.parametrize(
    "change", [{"title": "khác"}, {"definition": {}}, {"state": SetState.DRAFT}]
)
def test_database_refuses_a_change_of_an_issued_set(world, change):
    row = issue(world)
    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        CriteriaSet.objects.filter(pk=row.pk).update(**change)


def test_faulty_draft_is_refused_with_every_place(world):
    faults = refusals(world, document=None, max_points=90)
    assert [keys for keys, _ in faults] == [("document",), ("max_points",)]


def test_outsider_and_secretary_may_not_issue(world):
    row = begin_draft(issuer=world.bloc, by=world.reviewer, definition=data_with())
    for person in (world.secretary, world.outsider, world.auditor, world.org_admin):
        with pytest.raises(PermissionDenied):
            issue_set(row=row, replaces=set(), by=person)


def test_set_in_the_way_of_an_issued_one_is_refused(world, ward_sheet):
    [(keys, reason)] = refusals(world)
    assert keys == ("valid_from",)
    assert "trùng thời gian và phạm vi áp dụng với bộ PHUONG-2025 (08-KH/ĐU)" in reason


def test_set_for_other_meetings_stands_beside_the_issued_one(world, ward_sheet):
    row = issue(world, applies_to={"meeting_kinds": ["extraordinary"]})
    assert row.state == SetState.ISSUED


def test_replaced_set_ends_the_day_before_and_stays_readable(world, ward_sheet):
    issue(world, replaces=[ward_sheet.pk])

    ward_sheet.refresh_from_db()
    assert ward_sheet.state == SetState.SUPERSEDED
    assert ward_sheet.valid_to == date(2026, 1, 31)


def test_set_cannot_replace_a_later_one(world, ward_sheet):
    days = {"valid_from": "2025-09-19", "issued_on": "2025-09-01"}
    [(keys, reason)] = refusals(world, replaces=[ward_sheet.pk], **days)
    assert keys == ("valid_from",)
    assert reason == "phải sau 19/09/2025, ngày bộ được thay thế (PHUONG-2025) có hiệu lực"


def test_set_of_another_committee_is_never_replaced(world, ward_sheet):
    text = (CRITERIA / "hd42-frame.yaml").read_text()
    other = import_set(text=text, issuer=world.province, by=None)

    issue(world, replaces=[ward_sheet.pk, other.pk])

    other.refresh_from_db()
    assert other.state == SetState.ISSUED


@pytest.mark.parametrize(
    ("more", "keys", "reason"),
    [
        (
            {"applies_to": {"meeting_kinds": ["regular"], "cell_kinds": ["truong_hoc"]}},
            ("applies_to", "cell_kinds"),
            "không có loại hình chi bộ “truong_hoc”",
        ),
        (
            {"groups": [group("1", 100, criterion("a", "number", 100, fact="do_am"))]},
            ("groups", 0, "criteria", 0, "fact"),
            "hệ thống không có dữ kiện “do_am”",
        ),
        (
            {"gates": [{"cap": "fair", "message": "x", "when": {"cell_kind": "xa"}}]},
            ("gates", 0, "when"),
            "không có loại hình chi bộ “xa”",
        ),
        (
            {
                "groups": [
                    group("1", 0, criterion("b", "yes_no", 0, only_if={"cell_kind": "xa"})),
                    group("2", 100, criterion("a", "number", 100)),
                ]
            },
            ("groups", 0, "criteria", 0, "only_if"),
            "không có loại hình chi bộ “xa”",
        ),
        ({"document": "x" * 61}, ("document",), "dài quá 60 ký tự"),
    ],
)
def test_what_reads_well_but_holds_nowhere_is_refused(world, more, keys, reason):
    assert refusals(world, **more) == [(keys, reason)]


def test_code_is_taken_once_for_each_issuer(world, ward_sheet):
    faults = refusals(world, replaces=[ward_sheet.pk], code="PHUONG-2025")
    assert [keys for keys, _ in faults] == [("code",)]


def test_copy_has_the_contents_but_no_document(world, ward_sheet):
    row = copy_set(row=ward_sheet, issuer=world.bloc, by=world.leader)

    assert row.copied_from == ward_sheet
    assert row.definition["groups"] == ward_sheet.definition["groups"]
    assert not {"document", "issued_on", "valid_from"} & set(row.definition)


def test_issue_page_names_what_is_replaced_and_issues(client, world, ward_sheet):
    client.force_login(world.reviewer)
    row = copy_set(row=ward_sheet, issuer=world.bloc, by=world.reviewer)
    head = {"document": "13-HD/ĐUK", "issued_on": "2026-12-01", "valid_from": "2027-01-01"}
    row.definition = row.definition | head | {"code": "PHUONG-2027"}
    row.save()
    target = reverse("criteria_issue", args=[row.pk])

    page = client.get(target).content.decode()
    assert f'name="replaces" value="{ward_sheet.pk}" checked' in page
    refused = client.post(target)
    assert refused.status_code == 422
    assert "hãy thay thế bộ đó" in refused.content.decode()
    answer = client.post(target, {"replaces": ward_sheet.pk})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.code) == ("issued", "PHUONG-2027")


# Importing in the browser.


def upload(client, content, name="bo.yaml"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("criteria_new"), {"how": "file", "file": file})


@pytest.fixture
def staff(client, world):
    client.force_login(world.reviewer)
    return client


def test_right_file_becomes_a_draft(staff, world):
    content = (CRITERIA / "ward-sheet.yaml").read_bytes()

    answer = upload(staff, content)

    row = CriteriaSet.objects.get()
    assert answer.status_code == 302
    assert (row.state, row.code) == ("draft", "PHUONG-2025")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tệp trống"),
        (b"a: &x [1]\nb: *x\n", "không dùng neo và tham chiếu YAML"),
        (b"x" * 10_000_000, "tệp quá lớn, tối đa 1 MB"),
        (b"\xff\xfe\x00", "không phải văn bản UTF-8"),
        (b"PK\x03\x04 excel", "ký tự không in được"),
        (b"code: A\n", "groups: còn thiếu"),
    ],
)
def test_wrong_file_is_refused_with_place_and_reason(staff, content, words):
    answer = upload(staff, content)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CriteriaSet.objects.exists()


def test_exploding_anchors_are_refused_at_once(staff):
    lines = [b"a: &a [x,x,x,x,x,x,x,x,x]"]
    names = b"abcdefghij"
    for upper, lower in zip(names[1:], names, strict=False):
        lines.append(b"%c: &%c [%s]" % (upper, upper, b",".join([b"*%c" % lower] * 9)))

    assert upload(staff, b"\n".join(lines)).status_code == 422


def test_form_without_a_file_says_so(staff):
    answer = staff.post(reverse("criteria_new"), {"how": "file"})
    assert "hãy chọn tệp YAML" in answer.content.decode()


# Which set holds for which cells.


def coverage(world, **more):
    return {
        (line.kind, line.begins): line
        for line in coverage_of(path_of(world.bloc, on=TODAY), TODAY, **more)
    }


def test_coverage_counts_cells_by_the_set_that_holds(world, ward_sheet):
    line = coverage(world)["regular", TODAY]
    assert line.sets == {ward_sheet.pk: 2}
    assert (line.gap, line.ends) == (0, None)


def test_gap_to_come_is_shown_with_its_day(world):
    row = issue(world, valid_to="2026-12-31", applies_to={"meeting_kinds": ["regular"]})

    lines = coverage(world)

    assert lines["regular", TODAY].sets == {row.pk: 2}
    assert lines["regular", TODAY].ends == date(2026, 12, 31)
    assert lines["regular", date(2027, 1, 1)].gap == 2
    assert lines["thematic", TODAY].gap == 2


def test_tie_of_two_sets_of_one_issuer_is_shown(world, ward_sheet):
    second = CriteriaSet.objects.create(
        issuer=world.bloc, state=SetState.ISSUED, code="HAI", title="Hai", document="2",
        valid_from=date(2026, 6, 1), definition=ward_sheet.definition,
    )  # fmt: skip

    line = coverage(world)["regular", TODAY]
    assert line.ties == {(second.pk, ward_sheet.pk): 2}


def test_set_for_large_cells_leaves_a_gap_for_the_small(world):
    scope = {"meeting_kinds": ["regular"], "members_at_least": 6}
    row = issue(world, applies_to=scope)

    line = coverage(world)["regular", TODAY]
    assert row.pk not in line.sets
    assert line.gap == 2


def test_criteria_page_warns_of_the_gap(staff, world):
    issue(world, applies_to={"meeting_kinds": ["regular"]})

    page = staff.get(reverse("criteria")).content.decode()
    assert "chưa có bộ nào: 2 chi bộ" in page


def test_definition_of_an_issued_set_is_canonical(world):
    row = issue(world, attendance_base="all")
    assert from_data(row.definition).attendance_base == "all"
    assert row.definition["max_points"] == 100
