"""Criteria sets in the demonstration: who issued which from when on, and the draft of next year."""

import copy
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from meetings.actions.criteria import import_set
from meetings.demo.accounts import LAI_CHAU_BLOC
from meetings.demo.sheets import Issued
from meetings.enums import SetState
from meetings.models import CriteriaSet
from meetings.sheets import criteria_of, situation_of

CRITERIA = Path(__file__).parents[1] / "criteria"


@dataclass(frozen=True)
class Issue:
    """One set that an organisation issued: valid from the month at this place on.

    Empty title and meeting kinds are those of the file.
    """

    issuer: str
    file: str
    month: int
    code: str
    document: str
    title: str = ""
    meeting_kinds: tuple[str, ...] = ()


# Below a committee with a set of its own that set holds, elsewhere the bloc's or the province's.
ISSUES = (
    Issue("Đảng bộ tỉnh Lai Châu", "hd42-frame.yaml", 0, "HD42-TU", "09-HD/TU"),
    Issue("Đảng bộ tỉnh Lạng Sơn", "hd42-frame.yaml", 0, "HD42-TU", "07-HD/TU"),
    Issue(
        LAI_CHAU_BLOC,
        "ward-sheet.yaml",
        4,
        "BANG-DIEM-ĐUK",
        "11-HD/ĐUK",
        "Bảng điểm đánh giá chất lượng sinh hoạt chi bộ trong Đảng bộ Khối",
        ("regular", "combined"),
    ),
    Issue(
        LAI_CHAU_BLOC,
        "thematic-sheet.yaml",
        4,
        "CHUYEN-DE-ĐUK",
        "12-HD/ĐUK",
        "Phiếu chấm điểm sinh hoạt chuyên đề trong Đảng bộ Khối",
    ),
    Issue(
        "Đảng bộ Viễn thông Lai Châu",
        "own-scale.yaml",
        3,
        "GIOI-KHA-VT",
        "06-QĐ/ĐU",
        "Bảng điểm sinh hoạt chi bộ trong Đảng bộ Viễn thông, bốn mức Giỏi, Khá, Trung bình, Yếu",
    ),
    Issue(
        "Đảng bộ Kho bạc Nhà nước Lạng Sơn",
        "gates-sheet.yaml",
        5,
        "DIEU-KIEN-KB",
        "04-HD/ĐU",
        "Bảng điểm sinh hoạt chi bộ trong Đảng bộ Kho bạc, có tiêu chí điều kiện",
    ),
    Issue(
        "Đảng bộ Cục Hải quan tỉnh Lạng Sơn",
        "deductions-sheet.yaml",
        6,
        "DIEM-TRU-HQ",
        "05-HD/ĐU",
        "Bảng điểm trừ đánh giá chất lượng sinh hoạt chi bộ trong Đảng bộ Cục Hải quan",
    ),
)


def issue_sets(tree, months, by):
    """Issue all of them; returns the sets by their issuer's name, the latest first."""
    sets = {}
    for issue in ISSUES:
        day = months[issue.month]
        data = yaml.safe_load((CRITERIA / issue.file).read_text(encoding="utf-8"))
        data |= {
            "code": issue.code,
            "document": issue.document,
            "title": issue.title or data["title"],
            "issued_on": day - timedelta(days=20),
            "valid_from": day,
        }
        if issue.meeting_kinds:
            data["applies_to"]["meeting_kinds"] = list(issue.meeting_kinds)
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        row = import_set(text=text, issuer=tree.by_name[issue.issuer].org, by=by)
        sets.setdefault(issue.issuer, []).append(Issued(row.pk, criteria_of(row)))
    for issued in sets.values():
        issued.sort(key=lambda each: each.criteria.valid_from, reverse=True)
    return sets


def holding(sets, cell, story):
    """As `meetings.sheets.holding_set` finds it: the nearest issuer whose set is valid and made
    for such a meeting and cell; None when there is none, as for extraordinary meetings.
    """
    situation = situation_of(story.contents, cell_kind=cell.kind)
    for unit in cell.above():
        for issued in sets.get(unit.name, ()):
            criteria = issued.criteria
            if criteria.is_valid_on(story.fate.held_on) and criteria.applies_to.covers(situation):
                return issued
    return None


def draft_next_year(tree, clock, by):
    """The bloc's sheet as it shall be from New Year on, with one thing still to put right.

    More members shall have to speak for the full points, and a point is on its way from guiding the
    discussion to a democratic atmosphere: it was taken away there and not yet given here.
    """
    source = CriteriaSet.objects.get(
        issuer=tree.by_name[LAI_CHAU_BLOC].org, code="BANG-DIEM-ĐUK", state=SetState.ISSUED
    )
    begins = date(clock.today.year + 1, 1, 1)
    data = copy.deepcopy(source.definition) | {
        "code": f"BANG-DIEM-ĐUK-{begins.year}",
        "title": f"{source.title} (từ năm {begins.year})",
        "document": "03-HD/ĐUK",
        "issued_on": (begins - timedelta(days=10)).isoformat(),
        "valid_from": begins.isoformat(),
    }
    criteria = {line["code"]: line for group in data["groups"] for line in group["criteria"]}
    criteria["4.5"]["bands"][0]["at_least"] = 60
    criteria["5.2"]["max_points"] -= 1
    saved_at = clock.at(clock.today - timedelta(days=2), 15, 40)
    draft = CriteriaSet(
        issuer=source.issuer,
        state=SetState.DRAFT,
        code=data["code"],
        title=data["title"],
        document=data["document"],
        valid_from=begins,
        definition=data,
        copied_from=source,
        version=3,
        imported_at=saved_at,
        saved_at=saved_at,
        saved_by=by,
    )
    draft.full_clean()
    draft.save()
    return draft
