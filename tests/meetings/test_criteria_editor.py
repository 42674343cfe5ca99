"""The editor of criteria sets: parts are saved as typed, faults stand at their fields."""

import pytest
from django.urls import reverse

from cells.models import AuditEvent
from meetings.actions.drafts import begin_draft, copy_set, save_part
from meetings.enums import SetState
from meetings.facts import FINDERS
from meetings.forms.criteria import read_part
from meetings.forms.criteria_words import FACTS
from meetings.models import CriteriaSet
from meetings.scoring import drafts
from meetings.scoring.reading import from_data, read
from meetings.sheets import criteria_of


@pytest.fixture
def draft(world):
    return begin_draft(issuer=world.bloc, by=world.reviewer)


@pytest.fixture
def copied(world, ward_sheet):
    """A draft with the contents of the ward's sheet, complete but for its document and days."""
    return copy_set(row=ward_sheet, issuer=world.bloc, by=world.reviewer)


@pytest.fixture
def staff(client, world):
    client.force_login(world.reviewer)
    return client


def address(row, part=None):
    return reverse("criteria_part", args=[row.pk, part]) if part else edit_address(row)


def edit_address(row):
    return reverse("criteria_edit", args=[row.pk])


def before(row, part):
    return drafts.digest(drafts.part_named(part).of(row.definition))


def save(client, row, part, follow=False, **fields):
    data = {"before": before(row, part)} | fields
    return client.post(address(row, part), data, follow=follow)


CRITERION = {
    "code": "3.1",
    "title": "Chuẩn bị nội dung",
    "kind": "number",
    "max_points": "3,5",
    "step": "0,5",
}


def test_every_fact_has_a_name_to_choose_it_by():
    assert set(FACTS) == set(FINDERS)


def test_new_draft_begins_with_ranks_and_shows_what_is_missing(staff, world):
    answer = staff.post(reverse("criteria_new"), {"how": "blank"}, follow=True)

    row = CriteriaSet.objects.get()
    assert row.state == SetState.DRAFT
    assert row.issuer == world.bloc
    assert [rank["title"] for rank in row.definition["ranks"]] == [
        "Tốt",
        "Khá",
        "Trung bình",
        "Kém",
    ]
    assert "còn" in answer.content.decode()
    assert "Số văn bản" in answer.content.decode()


def test_head_is_saved_with_days_as_written_here(staff, draft):
    fields = {
        "title": "Bảng điểm thử",
        "code": "THU-1",
        "document": "01-HD/ĐU",
        "issued_on": "15/1/2026",
        "valid_from": "01/02/2026",
        "max_points": "100",
        "attendance_base": "all",
        "applies_to.meeting_kinds": ["regular", "combined"],
        "applies_to.members_below": "30",
    }

    answer = save(staff, draft, "head", **fields)

    assert answer.status_code == 302
    draft.refresh_from_db()
    assert draft.definition["issued_on"] == "2026-01-15"
    assert draft.definition["applies_to"] == {
        "meeting_kinds": ["regular", "combined"],
        "members_below": "30",
    }
    assert (draft.code, draft.document) == ("THU-1", "01-HD/ĐU")
    assert f"{draft.valid_from:%d/%m/%Y}" == "01/02/2026"


def test_wrong_day_is_kept_as_typed_with_the_fault_at_its_field(staff, draft):
    answer = save(staff, draft, "head", follow=True, title="Thử", issued_on="31/02/2026")

    page = answer.content.decode()
    assert 'value="31/02/2026"' in page
    assert 'id="e-issued_on">Phải là ngày có thật, viết như 28/10/2025.' in page
    assert 'value="Thử"' in page


def test_criterion_is_added_with_the_next_number_and_its_kind(staff, draft):
    answer = staff.post(
        edit_address(draft), {"what": "add-criterion group-1", "kind-0": "band"}, follow=True
    )

    draft.refresh_from_db()
    assert draft.definition["groups"][0]["criteria"] == [{"code": "1.1", "kind": "band"}]
    assert "bands.4.at_least" in answer.content.decode()
    assert "⚠" not in answer.content.decode()


def test_fields_of_another_kind_are_left_behind(staff, draft):
    staff.post(edit_address(draft), {"what": "add-criterion group-1", "kind-0": "number"})
    draft.refresh_from_db()

    save(staff, draft, "criterion-1-1", **CRITERION | {"each": "2", "bands.0.at_least": "5"})

    draft.refresh_from_db()
    assert draft.definition["groups"][0]["criteria"][0] == {
        "code": "3.1",
        "title": "Chuẩn bị nội dung",
        "kind": "number",
        "max_points": "3.5",
        "step": "0.5",
    }


def test_fault_of_the_importer_stands_at_its_field_in_the_editor(staff, copied):
    criterion = copied.definition["groups"][1]["criteria"][0]
    bands = {"bands.0.at_least": "90", "bands.0.points": "9", "bands.1.at_least": "tám",
             "bands.1.points": "3", "bands.2.at_least": "0", "bands.2.points": "1"}  # fmt: skip
    fields = {key: criterion[key] for key in ("code", "title", "kind", "max_points")}

    answer = save(staff, copied, "criterion-2-1", follow=True, **fields | bands)

    page = answer.content.decode()
    assert 'id="e-bands.1.at_least">Phải là số' in page
    assert 'value="tám"' in page


def test_outline_leads_from_each_fault_to_its_part(staff, copied):
    page = staff.get(edit_address(copied)).content.decode()

    assert "còn 3 chỗ phải sửa" in page
    assert "Số văn bản</b>: còn thiếu, hãy ghi giá trị" in page
    assert address(copied, "head") in page


def test_sum_that_does_not_meet_is_shown_at_its_group(staff, copied):
    save(staff, copied, "group-1", code="1", title="Thời gian", max_points="6")

    page = staff.get(edit_address(copied)).content.decode()
    assert "Nhóm 1</b>: tổng điểm các tiêu chí là 5, khác điểm tối đa của nhóm là 6" in page
    assert "5/6 điểm" in page
    answer = staff.get(f"{address(copied, 'group-1')}?saved=1").content.decode()
    assert "Tổng điểm các tiêu chí là 5" in answer


def test_second_of_two_people_is_told_and_keeps_what_was_typed(staff, world, copied):
    old = before(copied, "group-1")
    typed = {"code": "1", "title": "Của người khác", "max_points": 5}
    part = drafts.part_named("group-1")
    save_part(row=copied, part=part, typed=typed, before=old, by=world.leader)

    mine = {"code": "1", "title": "Của tôi", "max_points": "5", "before": old}
    answer = staff.post(address(copied, "group-1"), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Của tôi"' in page
    assert "Của người khác" in page
    again = staff.post(address(copied, "group-1"), mine | {"before": answer.context["before"]})
    assert again.status_code == 302


def test_same_form_sent_twice_is_saved_once(staff, draft):
    data = {"code": "1", "title": "Nhóm", "max_points": "5", "before": before(draft, "group-1")}

    staff.post(address(draft, "group-1"), data)
    answer = staff.post(address(draft, "group-1"), data)

    assert answer.status_code == 302
    assert AuditEvent.objects.filter(verb="criteria.save").count() == 1


@pytest.mark.parametrize(("what", "order"), [("up", "BAC"), ("down", "ACB")])
def test_groups_change_places(staff, world, what, order):
    groups = [{"code": code, "criteria": []} for code in "ABC"]
    row = begin_draft(issuer=world.bloc, by=world.reviewer, definition={"groups": groups})
    digest = before_item(row, 1)

    staff.post(edit_address(row), {"what": f"{what} group-2 {digest}"})

    row.refresh_from_db()
    assert "".join(group["code"] for group in row.definition["groups"]) == order


def before_item(row, index):
    return drafts.digest(row.definition["groups"][index])


def test_criterion_that_somebody_changed_is_not_taken_out(staff, copied):
    staff.post(edit_address(copied), {"what": "delete criterion-1-1 0123456789abcdef"})
    assert CriteriaSet.objects.get(pk=copied.pk).definition == copied.definition

    staff.post(edit_address(copied), {"what": f"delete criterion-1-1 {digest_of(copied)}"})
    assert CriteriaSet.objects.get(pk=copied.pk).definition["groups"][0]["criteria"] == []


def digest_of(row):
    return drafts.digest(row.definition["groups"][0]["criteria"][0])


@pytest.mark.parametrize(
    "what", ["", "up", "up head x", "delete group-99 x", "add-criterion group-9"]
)
def test_forged_change_of_the_outline_changes_nothing(staff, copied, what):
    answer = staff.post(edit_address(copied), {"what": what})

    assert answer.status_code == 302
    assert CriteriaSet.objects.get(pk=copied.pk).definition == copied.definition


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("ranks", {"ranks": "abc"}),
        ("ranks", {"ranks.0": "abc", "ranks.x.title": "a"}),
        ("gates", {"gates.0.when": "x"}),
        ("rollup", {"year": "x"}),
        ("criterion-1-1", {"override": "x", "kind": "band", "bands": "y", "cap.0": "z"}),
        ("criterion-1-1", {"kind.kind": "x", "only_if.a.b.c.d.e.f": "x"}),
        ("head", {"applies_to": "x", "title": "\x00\x1b", "max_points": "1e999"}),
    ],
)
def test_forged_form_is_answered_with_faults(staff, copied, part, fields):
    answer = save(staff, copied, part, follow=True, **fields)

    assert answer.status_code == 200
    assert staff.get(edit_address(copied)).status_code == 200


def test_rank_gets_a_code_that_nobody_has_to_invent():
    post = {"ranks.0.title": ["Giỏi"], "ranks.0.at_least": ["85"], "ranks.0.code": ["fair"],
            "ranks.1.title": ["Khá"], "ranks.1.at_least": ["0"], "ranks.1.code": [""],
            "ranks.2.code": ["good"]}  # fmt: skip
    assert read_part("ranks", Post(post)) == [
        {"code": "fair", "title": "Giỏi", "at_least": "85"},
        {"code": "good", "title": "Khá", "at_least": "0"},
    ]


class Post(dict):
    """As much of a QueryDict as the reader of parts asks for."""

    def getlist(self, name):
        return self[name]


def test_every_part_saved_as_it_is_shown_changes_nothing(staff, world, ward_sheet):
    """What the fields show is what they send: no part loses anything by being opened and saved."""
    definition = dict(ward_sheet.definition)
    row = begin_draft(issuer=world.bloc, by=world.reviewer, definition=definition)
    parts = ["head", "ranks", "gates", "rollup", "group-4", "criterion-1-1", "criterion-2-1",
             "criterion-2-2", "criterion-3-3", "criterion-4-2", "criterion-4-3"]  # fmt: skip
    for part in parts:
        page = staff.get(address(row, part))
        answer = staff.post(address(row, part), fields_of(page))
        assert answer.status_code == 302, part
        row.refresh_from_db()

    assert from_data(row.definition) == criteria_of(ward_sheet)


def fields_of(page):
    """What a browser would send back of the form unchanged."""
    sent = {"before": page.context["before"]}
    boxes = list(page.context["boxes"])
    for box in boxes:
        boxes += box.boxes
        for each in [*box.fields, *(field for row in box.rows for field in row)]:
            sent[each.name] = each.value
    return sent


def test_exported_draft_can_be_imported_and_scores_the_same(staff, world, ward_sheet):
    file = staff.get(reverse("criteria_file", args=[ward_sheet.pk]))

    assert read(file.content.decode()) == criteria_of(ward_sheet)
    assert "phuong-2025.yaml" in file["Content-Disposition"]


def test_issued_set_cannot_be_edited_by_address(staff, ward_sheet):
    for name, args in (("criteria_edit", []), ("criteria_part", ["head"]), ("criteria_issue", [])):
        target = reverse(name, args=[ward_sheet.pk, *args])
        for answer in (staff.get(target, follow=True), staff.post(target, follow=True)):
            assert answer.redirect_chain[0][0] == reverse("criteria_set", args=[ward_sheet.pk])
            assert "đã ban hành nên được khóa" in answer.content.decode()


def test_draft_is_deleted_and_an_issued_set_is_not(staff, draft, ward_sheet):
    staff.post(reverse("criteria_delete", args=[draft.pk]))
    staff.post(reverse("criteria_delete", args=[ward_sheet.pk]))

    assert list(CriteriaSet.objects.all()) == [ward_sheet]
