"""Reorganisations in the browser: prepared, previewed, carried out, undone."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from cells.models import Membership, OrgKind, PartyOrgVersion, Reorganisation
from cells.tree import path_of
from meetings.models import ReorganisationDraft
from tests.factories import make_grant, make_member, make_membership, make_org, make_user

DAY = date(2026, 11, 1)
PAPER = {
    "effective_on": "01/11/2026",
    "decision_number": "15-QĐ/ĐU",
    "decision_on": "20/10/2026",
    "subject": "Sắp xếp các chi bộ",
}


@pytest.fixture
def admin(world, login):
    return login(world.org_admin)


def paper(world, **typed):
    return PAPER | {"decision_issuer": world.bloc.key} | typed


def prepare(client, world, org, verb, **typed):
    """Post the form of a verb; the draft that it made."""
    answer = client.post(f"/orgs/{org.key}/reorganise/{verb}/", paper(world, **typed))
    assert answer.status_code == 302, answer.content.decode()
    return ReorganisationDraft.objects.latest("id")


def merge_draft(client, world):
    return prepare(client, world, world.tech, "merge", ending=["TN02"], into="this")


def page_of(client, draft):
    return client.get(f"/reorganisations/drafts/{draft.key}/")


def confirm(client, draft, **changed):
    digest = page_of(client, draft).context["digest"]
    return client.post(f"/reorganisations/drafts/{draft.key}/", {"digest": digest} | changed)


def excel(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return SimpleUploadedFile("sap-xep.xlsx", written.getvalue())


def upload(client, world, *rows, **typed):
    return client.post("/reorganisations/new/", paper(world, **typed) | {"file": excel(*rows)})


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_merging_two_cells_from_form_to_undo(world, admin):
    draft = merge_draft(admin, world)
    shown = text_of(page_of(admin, draft))
    assert "1 tổ chức kết thúc, 5 đảng viên chuyển từ 01/11/2026" in shown
    assert "Chi bộ Văn phòng kết thúc, sáp nhập vào Chi bộ Trung tâm Kỹ thuật Tài nguyên" in shown
    assert not Reorganisation.objects.exists()

    answer = confirm(admin, draft)
    done = Reorganisation.objects.get()
    assert answer.url == f"/reorganisations/{done.key}/"
    assert Membership.objects.on(DAY).filter(cell=world.tech).count() == 10
    assert path_of(world.office, on=DAY) is None

    admin.post(f"/reorganisations/{done.key}/undo/")
    assert Membership.objects.on(DAY).filter(cell=world.tech).count() == 5
    assert path_of(world.office, on=DAY) is not None
    assert "Đợt sắp xếp đã được hoàn tác" in text_of(admin.get(f"/reorganisations/{done.key}/"))


def test_merging_into_a_new_cell_ends_both(world, admin):
    typed = {"ending": ["TN02"], "into": "new", "new_code": "TN09", "new_name": "Chi bộ Chung"}
    draft = prepare(admin, world, world.tech, "merge", **typed)

    confirm(admin, draft)

    new = PartyOrgVersion.objects.get(code="TN09")
    assert (new.parent, new.kind.code, new.name) == (world.department, "cell", "Chi bộ Chung")
    assert Membership.objects.on(DAY).filter(cell=new.org).count() == 10
    assert PartyOrgVersion.objects.on(DAY).filter(parent=world.department).get() == new


def split(world, **changed):
    typed = {"code1": "TN11", "name1": "Chi bộ Một", "code2": "TN12", "name2": "Chi bộ Hai"}
    for place, member in enumerate(world.members["tech"]):
        typed[f"to_{member.key}"] = "1" if place < 3 else "2"
    return typed | changed


def test_splitting_a_cell_deals_its_members(world, admin):
    draft = prepare(admin, world, world.tech, "split", **split(world))

    confirm(admin, draft)

    rolls = Membership.objects.on(DAY).filter(cell__versions__code__in=["TN11", "TN12"])
    counts = {code: rolls.filter(cell__versions__code=code).count() for code in ("TN11", "TN12")}
    assert counts == {"TN11": 3, "TN12": 2}


def test_a_part_may_be_a_cell_that_exists(world, admin):
    typed = split(world, code2="TN02", name2="", code3="", name3="")
    draft = prepare(admin, world, world.tech, "split", **typed)

    confirm(admin, draft)

    assert Membership.objects.on(DAY).filter(cell=world.office).count() == 7


def test_changing_the_kind_of_a_cell(world, admin):
    cell = make_org(parent=world.bloc, kind_code="grassroots_cell", name="Chi bộ Báo", code="B1")
    new = OrgKind.objects.get(code="cell")

    shown = text_of(page_of(admin, prepare(admin, world, cell, "change-kind", kind=new.pk)))

    assert "Chưa thực hiện được" in shown


def test_a_member_who_is_dealt_nowhere_is_told_at_the_field(world, admin):
    first = world.members["tech"][0]
    typed = paper(world, **split(world, **{f"to_{first.key}": ""}))

    answer = admin.post(f"/orgs/{world.tech.key}/reorganise/split/", typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {f"to_{first.key}": ["Hãy chọn một mục."]}
    assert 'value="Chi bộ Hai"' in text_of(answer)
    assert not ReorganisationDraft.objects.exists()


def test_a_member_dealt_to_a_part_without_a_code_is_told(world, admin):
    first = world.members["tech"][0]
    typed = paper(world, **split(world, **{f"to_{first.key}": "3"}))

    answer = admin.post(f"/orgs/{world.tech.key}/reorganise/split/", typed)

    assert list(answer.context["form"].errors) == ["code3"]


def test_renaming_moving_and_changing_the_kind(world, admin):
    other = make_org(
        parent=world.bloc, kind_code="grassroots_committee", name="Đảng bộ Sở Nội vụ", code="NV00"
    )
    confirm(admin, prepare(admin, world, world.office, "move", parent="NV00"))
    renamed = {"name": "Chi bộ Văn phòng Sở", "new_code": "NV01"}
    later = {"effective_on": "10/11/2026", "decision_number": "16-QĐ/ĐU"}
    confirm(admin, prepare(admin, world, world.office, "rename", **renamed, **later))

    version = PartyOrgVersion.objects.on(date(2026, 11, 10)).get(org=world.office)
    assert (version.name, version.code, version.parent) == ("Chi bộ Văn phòng Sở", "NV01", other)


def test_dissolving_a_cell_with_members_is_told_at_its_line(world, admin):
    draft = prepare(admin, world, world.tech, "dissolve")

    page = page_of(admin, draft)

    assert "Chưa thực hiện được: còn 1 chỗ phải sửa" in text_of(page)
    assert "Dòng 1, mã tổ chức:" in text_of(page)
    assert "Thực hiện</button>" not in text_of(page)
    assert confirm(admin, draft).status_code == 422
    assert not Reorganisation.objects.exists()


def test_a_draft_is_mended_line_by_line(world, admin):
    typed = {"ending": ["TN02"], "into": "new", "new_code": "TN01", "new_name": "Chi bộ Chung"}
    draft = prepare(admin, world, world.tech, "merge", **typed)
    assert page_of(admin, draft).context["preview"].faults

    form = admin.get(f"/reorganisations/drafts/{draft.key}/edit/").context["form"]
    mended = {name: form[name].value() or "" for name in form.fields}
    mended |= paper(world, **{"line1-code": "TN09", "line2-into": "TN09", "line3-into": "TN09"})
    answer = admin.post(f"/reorganisations/drafts/{draft.key}/edit/", mended)

    assert answer.status_code == 302
    assert page_of(admin, draft).context["preview"].faults == ()


def test_a_faulty_edit_keeps_what_was_typed(world, admin):
    draft = merge_draft(admin, world)
    typed = paper(world, effective_on="31/02/2026", **{"line1-code": "TN02", "line1-into": "X"})

    answer = admin.post(f"/reorganisations/drafts/{draft.key}/edit/", typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["effective_on"]
    assert 'value="31/02/2026"' in text_of(answer)
    assert 'value="X"' in text_of(answer)


def test_the_second_administrator_is_told_that_the_tree_changed(world, admin):
    draft = merge_draft(admin, world)
    digest = page_of(admin, draft).context["digest"]
    make_membership(make_member("Phàn A Sinh"), world.office)

    answer = admin.post(f"/reorganisations/drafts/{draft.key}/", {"digest": digest})

    assert answer.status_code == 409
    assert "Chưa thực hiện: cây tổ chức hoặc dự thảo vừa thay đổi" in text_of(answer)
    assert "6 đảng viên chuyển" in text_of(answer)
    assert not Reorganisation.objects.exists()
    assert confirm(admin, draft).status_code == 302


def test_a_draft_that_another_has_edited_is_shown_again_first(world, admin):
    draft = merge_draft(admin, world)
    digest = page_of(admin, draft).context["digest"]
    typed = paper(world, decision_number="16-QĐ/ĐU", **{"line1-code": "TN02", "line1-into": "TN01"})
    assert admin.post(f"/reorganisations/drafts/{draft.key}/edit/", typed).status_code == 302

    answer = admin.post(f"/reorganisations/drafts/{draft.key}/", {"digest": digest})

    assert answer.status_code == 409
    assert "16-QĐ/ĐU" in text_of(answer)
    assert not Reorganisation.objects.exists()


def test_carrying_out_twice_does_it_once(world, admin):
    draft = merge_draft(admin, world)
    digest = page_of(admin, draft).context["digest"]
    for _ in range(2):
        answer = admin.post(f"/reorganisations/drafts/{draft.key}/", {"digest": digest})

    done = Reorganisation.objects.get()
    assert answer.url == f"/reorganisations/{done.key}/"
    for page in ("", "edit/"):
        assert admin.get(f"/reorganisations/drafts/{draft.key}/{page}").url == answer.url
    assert admin.post(f"/reorganisations/drafts/{draft.key}/discard/").url == answer.url


def test_a_discarded_draft_is_gone(world, admin):
    draft = merge_draft(admin, world)

    admin.post(f"/reorganisations/drafts/{draft.key}/discard/")

    assert not ReorganisationDraft.objects.exists()
    assert page_of(admin, draft).status_code == 404


def test_a_draft_of_another_branch_is_not_found(world, admin, client):
    draft = merge_draft(admin, world)
    stranger = make_user("stranger")
    make_grant(stranger, "org_admin", world.health)
    client.force_login(stranger)

    assert page_of(client, draft).status_code == 404
    assert merge_draft.__name__ not in text_of(client.get("/reorganisations/"))
    assert client.get("/reorganisations/").context["drafts"].count() == 0


def test_what_was_done_in_another_branch_is_not_found(world, admin, client):
    confirm(admin, merge_draft(admin, world))
    done = Reorganisation.objects.get()
    stranger = make_user("stranger")
    make_grant(stranger, "org_admin", world.health)
    client.force_login(stranger)

    assert client.get("/reorganisations/").context["rows"] == []
    assert client.get(f"/reorganisations/{done.key}/").status_code == 404
    assert client.post(f"/reorganisations/{done.key}/undo/").status_code == 404


def test_a_file_becomes_a_draft_and_is_carried_out(world, admin):
    rows = [("Việc", "Mã tổ chức", "Vào (mã)", "Tên"), ("sáp nhập", "TN02", "TN01", ""),
            ("đổi tên", "TN00", "", "Đảng bộ Sở Mới")]  # fmt: skip

    answer = upload(admin, world, *rows)
    draft = ReorganisationDraft.objects.get()

    assert answer.url == f"/reorganisations/drafts/{draft.key}/"
    assert draft.file_name == "sap-xep.xlsx"
    assert confirm(admin, draft).status_code == 302
    assert PartyOrgVersion.objects.on(DAY).get(org=world.department).name == "Đảng bộ Sở Mới"


def test_a_wrong_file_is_told_line_by_line_and_keeps_the_paper(world, admin):
    answer = upload(admin, world, ("Việc", "Mã tổ chức"), ("xóa", "TN02"), ("giải thể", "#N/A"))

    assert answer.status_code == 422
    assert "Tệp còn 2 chỗ phải sửa" in text_of(answer)
    assert "<b>Dòng 2, việc:</b>" in text_of(answer)
    assert 'value="15-QĐ/ĐU"' in text_of(answer)
    assert not ReorganisationDraft.objects.exists()


def test_another_file_takes_the_place_of_the_first(world, admin):
    upload(admin, world, ("Việc", "Mã tổ chức"), ("giải thể", "TN02"))
    draft = ReorganisationDraft.objects.get()
    address = f"/reorganisations/drafts/{draft.key}/edit/"
    wrong = excel(("Việc", "Mã tổ chức"), ("xóa", "TN02"))
    assert admin.post(address, paper(world) | {"file": wrong}).status_code == 422

    merge = excel(("Việc", "Mã tổ chức", "Vào (mã)"), ("sáp nhập", "TN02", "TN01"))
    assert admin.post(address, paper(world) | {"file": merge}).status_code == 302
    assert page_of(admin, draft).context["preview"].faults == ()

    admin.post(address, paper(world, subject="Sáp nhập"))
    draft.refresh_from_db()
    assert (draft.subject, draft.lines.get().verb) == ("Sáp nhập", "merge")


def test_the_template_is_an_excel_file(admin):
    answer = admin.get("/reorganisations/template.xlsx")

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_as_for_three(
    world, admin, django_assert_num_queries, count
):
    for number in range(count):
        day = {"effective_on": f"0{number + 1}/11/2026"}
        draft = prepare(admin, world, world.tech, "rename", name=f"Chi bộ {number}", **day)
        confirm(admin, draft)
        prepare(admin, world, world.office, "rename", name=f"Chi bộ {number}", **day)

    with django_assert_num_queries(LIST_QUERIES):
        answer = admin.get("/reorganisations/")

    assert (len(answer.context["rows"]), len(answer.context["drafts"])) == (count, count)


LIST_QUERIES = 7


def test_undoing_what_was_built_on_is_refused_with_the_reason(world, admin):
    confirm(admin, prepare(admin, world, world.tech, "split", **split(world)))
    done = Reorganisation.objects.get()
    new = PartyOrgVersion.objects.get(code="TN11")
    make_membership(make_member("Phàn A Sinh"), new.org, period=new.period)

    answer = admin.post(f"/reorganisations/{done.key}/undo/")

    assert answer.status_code == 409
    assert "Chưa hoàn tác được" in text_of(answer)
    assert "chi bộ mới đã thêm đảng viên: đồng chí Phàn A Sinh" in text_of(answer)


def test_undoing_twice_is_told(world, admin):
    confirm(admin, merge_draft(admin, world))
    address = f"/reorganisations/{Reorganisation.objects.get().key}/undo/"

    answers = [admin.post(address), admin.post(address)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Đợt sắp xếp này đã được hoàn tác." in text_of(answers[1])


def test_the_history_names_those_before_and_after(world, admin):
    confirm(admin, merge_draft(admin, world))

    page = text_of(admin.get(f"/orgs/{world.tech.key}/history/"))

    assert f'<a class="row" href="/orgs/{world.office.key}/history/">' in page
    assert "Tiền thân: <b>Chi bộ Văn phòng</b>" in page
    ended = text_of(admin.get(f"/orgs/{world.office.key}/history/"))
    assert "Kế thừa: <b>Chi bộ Trung tâm Kỹ thuật Tài nguyên</b>" in ended
    assert admin.get(f"/orgs/{world.office.key}/?on=2026-10-31").status_code == 200


def test_the_page_of_an_organisation_leads_to_its_reorganisation(world, admin):
    for org in (world.tech, world.department):
        assert f"/orgs/{org.key}/reorganise/" in text_of(admin.get(f"/orgs/{org.key}/"))
        chooser = text_of(admin.get(f"/orgs/{org.key}/reorganise/"))
        assert ("Chia tách" in chooser) == (org == world.tech)
    assert admin.get(f"/orgs/{world.department.key}/reorganise/split/").status_code == 404


def test_an_organisation_without_a_code_is_told_so(world, admin):
    PartyOrgVersion.objects.filter(org=world.tech).update(code="")

    assert "chưa có mã số" in text_of(admin.get(f"/orgs/{world.tech.key}/reorganise/"))
    typed = paper(world, name="Chi bộ Mới")
    assert admin.post(f"/orgs/{world.tech.key}/reorganise/rename/", typed).status_code == 422


def test_the_preview_asks_as_often_for_three_lines_as_for_one(world, admin):
    codes = ["TN21", "TN22", "TN23", "TN24"]
    for code in codes:
        make_org(parent=world.department, code=code)
    asked = []
    for chosen in (codes[:1], codes[1:]):
        draft = prepare(admin, world, world.tech, "merge", ending=chosen, into="this")
        with CaptureQueriesContext(connection) as queries:
            assert page_of(admin, draft).context["preview"].faults == ()
        asked.append(len(queries))

    assert asked[0] == asked[1]
