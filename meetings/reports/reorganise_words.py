"""A reorganisation in plain words: each line, the whole, and what became of the months."""

from django.utils.formats import date_format

from cells.reorganising.lines import LineVerb
from cells.roster.small_counts import dotted

V = LineVerb


def sentence(effect):
    """What one line does, as people say it."""
    before, after = effect.before, effect.after
    match effect.verb:
        case V.FOUND:
            where = f", trực thuộc {after.parent}" if after.parent else ""
            return f"Thành lập {after.name} ({after.code}): {after.kind}{where}"
        case V.RENAME:
            code = (
                "" if before.code == after.code else f", mã số từ {before.code} thành {after.code}"
            )
            return f"{before.name} đổi tên thành {after.name}{code}"
        case V.CHANGE_KIND:
            return f"{before.name} đổi loại hình từ {before.kind} sang {after.kind}"
        case V.MOVE:
            return f"{before.name} chuyển từ {before.parent} về {after.parent}"
        case V.MERGE:
            return f"{before.name} kết thúc, sáp nhập vào {effect.into}"
        case V.SPLIT:
            return f"{before.name} kết thúc, chia một phần sang {effect.into}"
        case _:
            return f"{before.name} giải thể"


def finding(preview):
    """The title of a preview: how many faults, or what it comes to."""
    if preview.faults:
        return f"Chưa thực hiện được: còn {dotted(len(preview.faults))} chỗ phải sửa"
    ended = {effect.org_key for effect in preview.effects if effect.after is None}
    founded = sum(effect.verb == V.FOUND for effect in preview.effects)
    changed = {
        effect.org_key for effect in preview.effects if effect.before and effect.after
    } - ended
    parts = [
        f"{dotted(count)} {what}"
        for count, what in (
            (len(ended), "tổ chức kết thúc"),
            (founded, "tổ chức thành lập"),
            (len(changed), "tổ chức thay đổi"),
            (preview.members_moved, "đảng viên chuyển"),
        )
        if count
    ]
    return f"{', '.join(parts)} từ {date_format(preview.effective_on)}"


def along(effect):
    """Who goes along with what is moved; nothing for one that stands alone."""
    counts = effect.along
    if effect.verb != V.MOVE or counts is None:
        return ""
    orgs = f"{counts.orgs - 1} tổ chức bên dưới, " if counts.orgs > 1 else ""
    return f"cùng {orgs}{counts.members} đảng viên"


def changes_in_words(changes):
    """One sentence about the months that were brought in step."""
    if not changes.months:
        return "Không tháng nào đã mở phải cập nhật."
    parts = [
        f"{dotted(count)} {what}"
        for count, what in (
            (changes.moved, "tháng của chi bộ chuyển sang nơi mới"),
            (changes.opened, "tháng mở thêm"),
            (changes.removed, "tháng trống bỏ đi"),
        )
        if count
    ]
    first, last = changes.months[0], changes.months[-1]
    span = f"{first:%m/%Y}" if first == last else f"{first:%m/%Y} đến {last:%m/%Y}"
    return (
        f"Số liệu tháng {span} đã cập nhật ở {len(changes.committees)} cấp ủy: {', '.join(parts)}."
    )
