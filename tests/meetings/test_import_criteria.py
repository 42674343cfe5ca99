"""Importing a criteria set and opening a month from the command line."""

import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import meetings
from cells.models import AuditEvent
from meetings.actions.criteria import import_set
from meetings.actions.verbs import Verb
from meetings.models import CellMonth, CriteriaSet
from meetings.scoring.faults import FaultyInputError
from meetings.scoring.reading import from_data, read
from tests.factories import make_org

FRAME = Path(meetings.__file__).parent / "criteria" / "hd42-frame.yaml"
TEXT = FRAME.read_text(encoding="utf-8")

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return make_org(kind_code="province_committee", name="Đảng bộ tỉnh", code="12.000")


def run(*arguments):
    out = StringIO()
    call_command("import_criteria", *arguments, stdout=out)
    return out.getvalue()


def refused(*arguments):
    """What a run that is refused writes on standard error."""
    err = StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("import_criteria", *arguments, stdout=StringIO(), stderr=err)
    assert stopped.value.code == 2
    assert not CriteriaSet.objects.exists()
    return err.getvalue().splitlines()


def test_imported_set_is_issued_and_reads_as_the_file(root):
    row = import_set(text=TEXT, issuer=root, by=None)

    assert (row.state, row.code, row.document) == ("issued", "HD42", "42-HD/BTCTW")
    assert (row.valid_from, row.valid_to) == (date(2025, 10, 28), None)
    row.refresh_from_db()
    assert from_data(row.definition) == read(TEXT)


def test_import_leaves_its_trail(root):
    import_set(text=TEXT, issuer=root, by=None)

    event = AuditEvent.objects.get(verb=Verb.ISSUE_SET)
    assert (event.org, event.by, event.detail) == (root, None, {"code": "HD42"})


def test_code_that_the_issuer_has_is_refused(root):
    import_set(text=TEXT, issuer=root, by=None)

    with pytest.raises(FaultyInputError) as refusal:
        import_set(text=TEXT, issuer=root, by=None)

    assert [str(fault) for fault in refusal.value.faults] == [
        "code: cơ quan này đã có bộ tiêu chí mang mã “HD42”; hãy đặt mã khác",
        "valid_from: trùng thời gian và phạm vi áp dụng với bộ HD42 (42-HD/BTCTW) đã ban hành; "
        "hãy thay thế bộ đó, hoặc đổi ngày hay phạm vi",
    ]


def test_same_code_of_another_issuer_is_taken(root):
    import_set(text=TEXT, issuer=root, by=None)
    bloc = make_org(parent=root, kind_code="upper_committee")

    assert import_set(text=TEXT, issuer=bloc, by=None).issuer == bloc


def test_faulty_set_is_refused_with_every_fault_and_nothing_is_kept(root):
    text = TEXT.replace("max_points: 100", "max_points: 90").replace("at_least: 70", "at_least: 95")

    with pytest.raises(FaultyInputError) as refusal:
        import_set(text=text, issuer=root, by=None)

    assert len(refusal.value.faults) >= 2
    assert not CriteriaSet.objects.exists()
    assert not AuditEvent.objects.exists()


def test_text_that_is_too_long_for_its_column_is_refused(root):
    text = TEXT.replace("code: HD42", f"code: {'A' * 41}", 1)

    with pytest.raises(FaultyInputError, match="code: dài quá 40 ký tự"):
        import_set(text=text, issuer=root, by=None)


def test_command_without_issuer_takes_the_only_root(root):
    make_org(parent=root, kind_code="upper_committee")

    answer = run(str(FRAME))

    assert re.search(r"HD42.*42-HD/BTCTW.*7 nhóm, 12 tiêu chí.*Đảng bộ tỉnh", answer)
    assert CriteriaSet.objects.get().issuer == root


def test_command_takes_key_or_code_of_the_issuer(root):
    bloc = make_org(parent=root, kind_code="upper_committee", code="12.168")

    run(str(FRAME), "--issuer", "12.168")
    run(str(FRAME), "--issuer", root.key)

    assert set(CriteriaSet.objects.values_list("issuer", flat=True)) == {root.pk, bloc.pk}


def test_command_names_the_option_when_there_are_two_roots(root):
    make_org(kind_code="province_committee")

    (line,) = refused(str(FRAME))

    assert "--issuer" in line
    assert "nhiều tổ chức cao nhất" in line


def test_command_without_any_organisation_is_refused():
    (line,) = refused(str(FRAME))

    assert "chưa có tổ chức nào" in line


def test_command_refuses_an_issuer_that_is_not_there(root):
    (line,) = refused(str(FRAME), "--issuer", "99.999")

    assert line == "--issuer: 99.999: không có tổ chức nào hôm nay"


def test_command_tells_each_fault_of_the_file_in_a_line(root, tmp_path):
    file = tmp_path / "set.yaml"
    file.write_text(TEXT.replace("max_points: 100", "max_points: 90", 1) + "surplus: 1\n")

    lines = refused(str(file))

    assert len(lines) >= 2
    assert all(line.startswith(f"{file}: ") for line in lines)


def test_command_tells_faults_of_issuer_and_file_together(root, tmp_path):
    file = tmp_path / "set.yaml"
    file.write_text("code: [")

    lines = refused(str(file), "--issuer", "99.999")

    assert len(lines) == 2


def test_open_month_makes_a_row_for_each_cell_and_may_run_again(root):
    make_org(parent=root, kind_code="grassroots_cell")
    out = StringIO()

    call_command("open_month", "2026-03", stdout=out)
    call_command("open_month", "2026-03", stdout=out)

    assert out.getvalue().splitlines() == [
        "Tháng 2026-03: mở mới cho 1 chi bộ.",
        "Tháng 2026-03: mở mới cho 0 chi bộ.",
    ]
    assert CellMonth.objects.get().month == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-13", "2026-3", "03-2026", "0000-01", "hôm nay"])
def test_open_month_refuses_what_is_no_month(text):
    with pytest.raises(CommandError, match=f"“{text}” không phải là tháng"):
        call_command("open_month", text)
