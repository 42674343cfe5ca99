"""The pages of a committee's ranking and of a cell's year."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from cells.models import PartyOrgVersion
from meetings.actions.annual import change_rank, decide
from meetings.annual.meter import Meter
from meetings.models import AnnualRanking, AnnualRating, AnnualRules, CellMonth, Task
from meetings.views.annual import drawn, page_number
from tests.factories import make_grant, make_user
from tests.meetings.annual.conftest import MONTHS, YEAR, hold

DECISION = {"number": "125-QĐ/ĐU", "decided_on": "20/12/2025", "over_cap_reason": "Có thành tích"}


def address(org, name="annual", year=YEAR, query=""):
    return reverse(name, args=[org.key, year]) + query


def text_of(answer):
    return " ".join(answer.content.decode().split())


def change_office(world, **values):
    values = {"cell": world.office, "rank": "good", "reason": "Còn đơn thư"} | values
    change_rank(org=world.bloc, year=YEAR, by=world.leader, **values)


def decide_bloc(world):
    return decide(
        org=world.bloc,
        year=YEAR,
        number="125-QĐ/ĐU",
        decided_on=date(YEAR, 12, 20),
        over_cap_reason="Có thành tích",
        by=world.leader,
    )


def test_committee_page_says_the_finding_and_the_cap(world, good_years, login):
    page = text_of(login(world.leader).get(address(world.bloc)))
    assert "<h1>2025: đề xuất 2 xuất sắc trên 2 chi bộ</h1>" in page
    assert "2 xuất sắc, được phép 0" in page
    assert "20 % của số chi bộ xếp loại tốt trở lên (2)" in page
    assert page.index("Kỹ thuật Tài nguyên</a>") < page.index("Chi bộ Văn phòng</a>")
    assert f'href="{address(world.tech)}?by={world.bloc.key}"' in page
    assert "Quyết định xếp loại</a>" in page
    assert "khung mặc định" in page


def test_reviewer_reads_the_ranking_without_deciding(world, good_years, login):
    page = text_of(login(world.reviewer).get(address(world.bloc)))
    assert "Quyết định xếp loại</a>" not in page
    assert "Xem quy tắc</a>" in page
    assert 'href="/annual/"' in page


def test_committee_page_filters_by_rank(world, good_years, login):
    change_office(world)
    client = login(world.leader)
    page = text_of(client.get(address(world.bloc, query="?rank=good")))
    assert "Chi bộ Văn phòng</a>" in page
    assert "Kỹ thuật Tài nguyên</a>" not in page
    assert "đổi từ xuất sắc" in page
    assert "Không có chi bộ nào" in text_of(client.get(address(world.bloc, query="?rank=none")))
    assert "Chi bộ Văn phòng</a>" in text_of(client.get(address(world.bloc, query="?rank=x")))


def test_committee_page_of_a_year_without_months(world, login):
    page = text_of(login(world.leader).get(address(world.bloc, year=2015)))
    assert "Năm 2015: chưa có chi bộ nào để xếp loại" in page


def test_year_that_is_not_over_says_until_when(world, good_years, login):
    year = timezone.localdate().year
    CellMonth.objects.create(
        cell=world.tech,
        month=timezone.localdate().replace(day=1),
        path=world.tech.paths.get().path,
    )
    page = text_of(login(world.leader).get(address(world.bloc, year=year)))
    assert "Chưa xếp" in page
    assert "tính đến hết tháng" in page or "chưa có tháng nào kết thúc" in page


def test_years_to_come_and_long_past_do_not_exist(world, login):
    client = login(world.leader)
    for year in (2009, timezone.localdate().year + 1):
        assert client.get(address(world.bloc, year=year)).status_code == 404


def test_unverified_meetings_are_pointed_at(world, good_years, login):
    CellMonth.objects.filter(cell=world.office, month=MONTHS[3]).update(
        state="submitted", rank_level=None
    )
    page = text_of(login(world.leader).get(address(world.bloc)))
    assert "1 chi bộ còn buổi họp chưa thẩm định" in page


@pytest.mark.parametrize("cells", [["tech"], ["tech", "office", "clinic"]])
@pytest.mark.parametrize(("is_decided", "queries"), [(False, 12), (True, 7)])
def test_committee_page_asks_the_same_number_of_questions(
    world, good_years, client, cells, is_decided, queries, django_assert_num_queries
):
    ids = [getattr(world, name).pk for name in cells]
    CellMonth.objects.exclude(cell__in=ids).update(path="/0/")
    user = make_user()
    make_grant(user, "leader", world.province)
    if is_decided:
        day = date(YEAR, 12, 20)
        given = {"number": "1-QĐ", "decided_on": day, "over_cap_reason": "x", "by": user}
        decide(org=world.province, year=YEAR, **given)
    client.force_login(user)
    with django_assert_num_queries(queries):
        answer = client.get(address(world.province))
    assert answer.content.decode().count("<tr><td>") == len(cells)


def test_long_ranking_is_paged(world, good_years, login, monkeypatch):
    monkeypatch.setattr("meetings.views.annual.ROWS_A_PAGE", 1)
    client = login(world.leader)
    pages = [client.get(address(world.bloc, query=f"?page={number}")) for number in (1, 2)]
    names = ("Trung tâm Kỹ thuật", "Chi bộ Văn phòng")
    shown = [[name for name in names if name in text_of(page)] for page in pages]
    assert sorted(shown) == [["Chi bộ Văn phòng"], ["Trung tâm Kỹ thuật"]]
    assert "page=2" in text_of(pages[0])


def test_names_are_escaped(world, good_years, login):
    PartyOrgVersion.objects.filter(org=world.tech).update(short_name="<b>Chi bộ</b> & Co")
    page = login(world.leader).get(address(world.bloc)).content.decode()
    assert escape("<b>Chi bộ</b> & Co") in page
    assert "<b>Chi bộ</b>" not in page


def test_decision_is_made_and_then_shown_frozen(world, good_years, login):
    client = login(world.leader)
    assert "Quyết định xếp loại 2 chi bộ" in text_of(
        client.get(address(world.bloc, "annual_decide"))
    )
    answer = client.post(address(world.bloc, "annual_decide"), DECISION)
    assert answer.status_code == 302
    PartyOrgVersion.objects.filter(org=world.tech).update(short_name="Tên mới")
    CellMonth.objects.update(rank_level=3, final_score=10)
    page = text_of(client.get(address(world.bloc)))
    assert "<h1>2025: 2 chi bộ hoàn thành xuất sắc trên 2 chi bộ</h1>" in page
    assert "Đã quyết định theo 125-QĐ/ĐU ngày 20/12/2025" in page
    assert "Tên mới" not in page
    assert "Quyết định xếp loại</a>" not in page
    assert "Lý do vượt tỉ lệ: Có thành tích" in page
    assert client.get(address(world.bloc, "annual_decide")).status_code == 302
    again = client.post(address(world.bloc, "annual_decide"), DECISION)
    assert again.status_code == 422
    assert "đã có quyết định" in text_of(again)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"number": ""}, "Hãy điền ô này."),
        ({"decided_on": "hôm qua"}, "Nhập ngày theo dạng"),
        ({"decided_on": "01/06/2025"}, "được quyết định từ 01/12/2025 trở đi"),
        ({"over_cap_reason": ""}, "vượt mức cho phép 0 là 2"),
    ],
)
def test_faulty_decision_keeps_what_was_typed(world, good_years, login, typed, sentence):
    answer = login(world.leader).post(address(world.bloc, "annual_decide"), DECISION | typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "125-QĐ/ĐU" in text_of(answer) or typed == {"number": ""}
    assert not AnnualRanking.objects.exists()


def test_early_year_offers_no_decision(world, login, monkeypatch):
    year = timezone.localdate().year
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(year, 11, 30))
    page = text_of(login(world.leader).get(address(world.bloc, "annual_decide", year=year)))
    assert "Chưa quyết định được" in page
    assert "Ghi quyết định" not in page


def test_cell_page_explains_the_proposal(world, good_years, login):
    hold(world.tech, MONTHS[5], 60, by=world.secretary, sheet=good_years, kind="thematic")
    page = text_of(login(world.secretary).get(address(world.tech)))
    assert "<h1>2025: đề xuất Hoàn thành xuất sắc nhiệm vụ</h1>" in page
    assert "12/12 tháng đã họp" in page
    assert reverse("cell_month", args=[world.tech.key, "2025-03"]) in page
    assert "tính vào năm" in page
    assert address(world.tech, "annual_members") in page
    assert "đổi mức" not in page


def test_cell_page_tells_months_not_held_and_gates(world, opened, login):
    hold(world.tech, MONTHS[0], by=world.secretary, sheet=opened, gates=["Vắng không lý do"])
    CellMonth.objects.filter(cell=world.tech, month=MONTHS[1]).update(
        state="not_held", not_held_reason="Lũ quét"
    )
    page = text_of(login(world.secretary).get(address(world.tech)))
    assert "Không hoàn thành nhiệm vụ" in page
    assert "Tháng 1: bị hạ bậc (Vắng không lý do)" in page
    assert "Tháng 2: không họp (Lũ quét)" in page


def test_cell_page_without_any_month(world, login):
    assert "chưa có tháng nào" in text_of(login(world.secretary).get(address(world.tech)))


def test_cell_page_of_another_committee_is_not_found(world, good_years, login):
    client = login(world.leader)
    for by in (world.health.key, "nothing"):
        assert client.get(address(world.tech, query=f"?by={by}")).status_code == 404
    assert client.get(address(world.tech, query=f"?by={world.bloc.key}")).status_code == 200


def test_rank_is_changed_with_a_reason(world, good_years, login):
    client = login(world.leader)
    typed = {"by": world.bloc.key, "rank": "good", "reason": "Còn đơn thư"}
    answer = client.post(address(world.office, "annual_change"), typed)
    assert answer.status_code == 302
    page = text_of(client.get(answer.url))
    assert "<h1>2025: cấp ủy chọn Hoàn thành tốt nhiệm vụ</h1>" in page
    assert "Lý do: Còn đơn thư" in page
    assert AnnualRating.objects.get().ranking.org == world.bloc


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rank": "good", "reason": ""}, "Hãy ghi lý do đổi mức."),
        ({"rank": "best", "reason": "Còn đơn thư"}, "Hãy chọn một mục."),
        ({"reason": "Còn đơn thư"}, "Hãy chọn một mục."),
        ({"rank": "good", "reason": "ă" * 501}, "Dài quá 500 chữ cái."),
    ],
)
def test_faulty_change_keeps_what_was_typed(world, good_years, login, typed, sentence):
    answer = login(world.leader).post(address(world.office, "annual_change"), typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert typed["reason"] in text_of(answer)
    assert not AnnualRating.objects.exists()


def test_cell_does_not_see_what_the_committee_considers(world, good_years, login):
    change_office(world, cell=world.tech)
    page = text_of(login(world.secretary).get(address(world.tech, query=f"?by={world.bloc.key}")))
    assert "đề xuất Hoàn thành xuất sắc nhiệm vụ</h1>" in page
    assert "Còn đơn thư" not in page


def test_decided_cell_page_shows_the_frozen_row(world, good_years, login):
    change_office(world, cell=world.tech)
    decide_bloc(world)
    CellMonth.objects.filter(cell=world.tech).update(rank_level=3, final_score=10)
    page = text_of(login(world.secretary).get(address(world.tech)))
    assert "<h1>2025: Hoàn thành tốt nhiệm vụ</h1>" in page
    assert "theo 125-QĐ/ĐU ngày 20/12/2025" in page
    assert "khác đề xuất Hoàn thành xuất sắc nhiệm vụ. Lý do: Còn đơn thư" in page
    assert "97" in page
    client = login(world.leader)
    page = text_of(client.get(address(world.tech, query=f"?by={world.bloc.key}")))
    assert "đổi mức" not in page
    typed = {"by": world.bloc.key, "rank": "good", "reason": "Lại đổi"}
    assert client.post(address(world.tech, "annual_change"), typed).status_code == 422


def test_cells_decided_below_are_shown_with_their_result(world, good_years, login):
    head = make_user()
    make_grant(head, "leader", world.department)
    given = {"number": "9-QĐ", "decided_on": date(YEAR, 12, 20), "over_cap_reason": "x"}
    decide(org=world.department, year=YEAR, by=head, **given)
    page = text_of(login(world.leader).get(address(world.bloc)))
    assert "2 chi bộ do cấp ủy khác quyết định" in page
    assert "do Đảng bộ Sở Tài nguyên và Môi trường quyết định" in page
    assert "<h1>2025: đề xuất 0 xuất sắc trên 0 chi bộ</h1>" in page


def test_decided_page_still_shows_cells_decided_below(world, good_years, login):
    head = make_user()
    make_grant(head, "leader", world.department)
    given = {"number": "9-QĐ", "decided_on": date(YEAR, 12, 20), "over_cap_reason": "x"}
    decide(org=world.department, year=YEAR, by=head, **given)
    CellMonth.objects.filter(cell=world.clinic).update(
        path=f"{world.bloc.paths.get().path}{world.clinic.pk}/"
    )
    decide_bloc(world)
    page = text_of(login(world.leader).get(address(world.bloc)))
    assert "2025: 0 chi bộ hoàn thành xuất sắc trên 1 chi bộ" in page
    assert page.count("do Đảng bộ Sở Tài nguyên và Môi trường quyết định") == 2


def test_rules_are_read_and_saved(world, good_years, login):
    client = login(world.leader)
    page = client.get(address(world.bloc, "annual_rules"))
    assert 'name="excellent-average" value="90"' in text_of(page)
    typed = page.context["form"].initial | {
        "excellent-average": "92,5",
        "cap_percent": "25",
        "base": "ranked",
        "document": "12-HD/ĐU",
    }
    answer = client.post(address(world.bloc, "annual_rules"), typed)
    assert answer.status_code == 302
    rules = AnnualRules.objects.get()
    assert (rules.cap_percent, rules.base, rules.fourth_quarter_in_year) == (25, "ranked", True)
    assert str(rules.requirements.get(rank="excellent", measure="average").bound) == "92.50"
    page = text_of(client.get(address(world.bloc, "annual_rules")))
    assert 'value="92,5"' in page
    assert "theo quy tắc năm 2025 của cấp ủy này (12-HD/ĐU)" in page


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("good-average", "nhiều", "Hãy ghi một số."),
        ("good-average", "101", "Không quá 100."),
        ("good-late", "1,5", "Hãy ghi số nguyên."),
        ("good-worst", "0", "Bậc cao nhất là 1."),
        ("cap_percent", "x", "Hãy ghi số nguyên."),
        ("base", "x", "Hãy chọn một mục."),
    ],
)
def test_faulty_rules_keep_what_was_typed(world, login, name, typed, sentence):
    client = login(world.leader)
    initial = client.get(address(world.bloc, "annual_rules")).context["form"].initial
    answer = client.post(address(world.bloc, "annual_rules"), initial | {name: typed})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert name == "base" or f'value="{typed}"' in text_of(answer)
    assert not AnnualRules.objects.exists()


def test_rules_saved_in_between_are_told(world, login):
    client = login(world.leader)
    initial = client.get(address(world.bloc, "annual_rules")).context["form"].initial
    client.post(address(world.bloc, "annual_rules"), initial)
    answer = client.post(address(world.bloc, "annual_rules"), initial)
    assert answer.status_code == 422
    assert "vừa được người khác sửa" in text_of(answer)


def test_rules_of_a_decided_year_are_only_read(world, good_years, login):
    decide_bloc(world)
    page = text_of(login(world.leader).get(address(world.bloc, "annual_rules")))
    assert "quy tắc không sửa được nữa" in page
    assert "Lưu quy tắc" not in page


def test_member_page_counts_without_ranking_persons(world, opened, login):
    meeting = hold(world.tech, MONTHS[0], by=world.secretary, sheet=opened)
    first, second = world.members["tech"][:2]
    meeting.attendances.create(member=first, status="present", is_official=True)
    meeting.attendances.create(member=second, status="unexcused", is_official=True)
    Task.objects.create(meeting=meeting, cell=world.tech, what="Việc", assignee=first)
    page = text_of(login(world.secretary).get(address(world.tech, "annual_members")))
    assert "2025: 1 trên 2 đảng viên dự đủ các buổi phải dự" in page
    assert page.index("<b>Bằng</b>") < page.index("<b>Hương</b>")
    assert "0/1" in page


def test_book_of_the_cell_leads_to_its_year(world, login):
    page = text_of(login(world.secretary).get(reverse("cell", args=[world.tech.key])))
    assert reverse("annual_org", args=[world.tech.key]) in page


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("", 1)])
def test_page_numbers(text, number):
    assert page_number(text) == number


def test_meter_is_drawn_in_parts_of_a_hundred():
    meter = Meter(excellent=4, base_count=15, percent=20)
    assert drawn(meter) == {"within": "75.0", "over": "25.0"}


def test_addresses_of_committees_are_not_those_of_cells(world, login):
    client = login(world.leader)
    assert client.get(address(world.tech, "annual_rules")).status_code == 404
    assert client.get(address(world.tech, "annual_decide")).status_code == 404
    assert client.get(address(world.bloc, "annual_members")).status_code == 404


def test_cell_that_owes_nothing_yet_is_not_ranked(world, login):
    today = timezone.localdate()
    path = world.tech.paths.get().path
    CellMonth.objects.create(cell=world.tech, month=today.replace(day=1), path=path)
    page = text_of(login(world.secretary).get(address(world.tech, year=today.year)))
    assert f"<h1>{today.year}: chưa xếp loại</h1>" in page
