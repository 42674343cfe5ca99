"""Large reorganisations say step by step what is being done, and do it once, wholly or not at all.

The work has a thread and a connection of its own, so the small world is committed here.
"""

from datetime import date
from time import monotonic, sleep

import pytest
from django.utils import timezone

from cells.models import Decision, PartyOrgVersion, Reorganisation
from cells.reorganising.lines import Line, LineVerb
from meetings.actions.months import current_month, open_month
from meetings.actions.reorganise import keep_draft
from tests.world import make_world

DAY = date(2026, 11, 1)
MERGER = [Line(number=1, verb=LineVerb.MERGE, code="TN02", into="TN01")]
STEPS = (
    "Đang đối chiếu với bản đã xem trước",
    "Đang kiểm tra các dòng",
    "Đang ghi tổ chức, chuyển đảng viên, chức vụ và quyền",
    "Đang tính lại các tháng đã mở",
)


@pytest.fixture
def town(transactional_db):
    return make_world()


@pytest.fixture
def admin(town, login):
    return login(town.org_admin)


def draft_of(town, lines):
    return keep_draft(
        place=town.bloc,
        lines=lines,
        effective_on=DAY,
        decision=Decision(number="9-QĐ", issued_on=DAY, issuer=town.bloc, subject="Sắp xếp"),
        by=town.org_admin,
    )


def foundings(count):
    return [
        Line(
            number=number,
            verb=LineVerb.FOUND,
            code=f"TM{number:02}",
            name=f"Chi bộ mới {number}",
            kind="cell",
            parent="TN00",
        )
        for number in range(1, count + 1)
    ]


def text_of(answer):
    return " ".join(b"".join(answer.streaming_content).decode().split())


def begin(client, draft, digest=None):
    """Press the button; the answer whose pieces are still to come."""
    address = f"/reorganisations/drafts/{draft.key}/"
    if digest is None:
        digest = client.get(address).context["digest"]
    return client.post(address, {"digest": digest, "large": "1"})


def test_carrying_out_names_each_step_and_the_way_on(town, admin):
    open_month(month=current_month())
    shown = text_of(begin(admin, draft_of(town, MERGER)))

    places = [shown.index(step) for step in STEPS]
    assert places == sorted(places)
    done = Reorganisation.objects.get()
    assert "<h1>Đã sắp xếp xong</h1>" in shown
    assert f'<a class="btn go" href="/reorganisations/{done.key}/">Xem kết quả</a>' in shown
    assert shown.endswith("</html>")


def test_two_presses_of_the_button_do_it_once(town, admin):
    draft = draft_of(town, MERGER)
    digest = admin.get(f"/reorganisations/drafts/{draft.key}/").context["digest"]
    first, second = (begin(admin, draft, digest) for _ in range(2))
    # Both have begun before either is read to its end.
    for answer in (first, second):
        next(answer.streaming_content)

    told = sorted("Đã sắp xếp xong" in text_of(answer) for answer in (first, second))

    assert told == [False, True]
    assert Reorganisation.objects.count() == 1


def test_a_reader_who_goes_away_leaves_nothing_half_done(town, admin):
    draft = draft_of(town, MERGER)
    answer = begin(admin, draft)
    next(answer.streaming_content)
    answer.close()

    last = monotonic() + 20
    while not Reorganisation.objects.exists() and monotonic() < last:
        sleep(0.1)
    # The page of the draft tells that it is done.
    answer = admin.get(f"/reorganisations/drafts/{draft.key}/")
    assert answer.url == f"/reorganisations/{Reorganisation.objects.get().key}/"
    assert not PartyOrgVersion.objects.on(DAY).filter(org=town.office).exists()


def test_another_preview_than_the_one_shown_changes_nothing(town, admin):
    shown = text_of(begin(admin, draft_of(town, MERGER), digest="other"))

    assert "<h1>Chưa có gì thay đổi</h1>" in shown
    assert "Xem trước lại" in shown
    assert not Reorganisation.objects.exists()


def test_a_draft_that_was_thrown_away_meanwhile_is_told_so(town, admin):
    draft = draft_of(town, MERGER)
    answer = begin(admin, draft)
    draft.delete()

    assert "Dự thảo này vừa bị xóa." in text_of(answer)


def test_a_right_that_ended_meanwhile_is_told_so(town, admin):
    answer = begin(admin, draft_of(town, MERGER))
    town.org_admin.grants.update(period=(date(2015, 1, 1), timezone.localdate()))

    assert "không còn quyền" in text_of(answer)
    assert not Reorganisation.objects.exists()


def test_fifty_lines_are_previewed_carried_out_and_undone_with_progress(town, admin):
    draft = draft_of(town, foundings(50))
    address = f"/reorganisations/drafts/{draft.key}/"
    shown = text_of(admin.get(address))
    assert "Đang xem trước 50 dòng" in shown
    assert "50 tổ chức thành lập" in shown
    assert 'name="large"' in shown
    digest = shown.split('name="digest" value="')[1].split('"')[0]

    assert "Đã sắp xếp xong" in text_of(begin(admin, draft, digest))
    done = Reorganisation.objects.get()
    undone = text_of(admin.post(f"/reorganisations/{done.key}/undo/"))
    assert "Đang đưa tổ chức, đảng viên, chức vụ và quyền về như trước" in undone
    assert "<h1>Đã hoàn tác</h1>" in undone
    again = text_of(admin.post(f"/reorganisations/{done.key}/undo/"))
    assert "Đợt sắp xếp này đã được hoàn tác." in again


def test_the_faults_of_a_large_draft_come_with_its_preview(town, admin):
    lines = [Line(number=n, verb=LineVerb.DISSOLVE, code=f"XX{n}") for n in range(2, 52)]
    shown = text_of(admin.get(f"/reorganisations/drafts/{draft_of(town, lines).key}/"))

    assert "<h1>Chưa thực hiện được: còn 50 chỗ phải sửa</h1>" in shown
    assert "Tải danh sách chỗ phải sửa" in shown
    assert "Thực hiện</button>" not in shown
