"""The agenda templates that an installation starts with; committees change them as data.

Order of Hướng dẫn 42-HD/BTCTW (2025), section on the conduct of a meeting. Last month's tasks
come first by themselves and are no item here.
"""

TEMPLATES = {
    "regular": (
        "Thời sự, quán triệt văn bản",
        "Tình hình tư tưởng đảng viên",
        "Kết quả thực hiện nhiệm vụ tháng trước",
        "Nhiệm vụ tháng tới",
        "Thảo luận, tự phê bình và phê bình",
    ),
    "thematic": (
        "Giới thiệu chuyên đề",
        "Thảo luận chuyên đề",
        "Biện pháp thực hiện sau chuyên đề",
    ),
    "combined": (
        "Thời sự, quán triệt văn bản",
        "Tình hình tư tưởng đảng viên",
        "Kết quả thực hiện nhiệm vụ tháng trước",
        "Nhiệm vụ tháng tới",
        "Sinh hoạt chuyên đề",
        "Thảo luận, tự phê bình và phê bình",
    ),
    "extraordinary": ("Lý do họp bất thường", "Nội dung thảo luận, quyết định"),
}


def install_templates(agenda_template, agenda_item):
    """Write TEMPLATES with these models; what is there already is left as it is."""
    for meeting_kind, titles in TEMPLATES.items():
        template, is_new = agenda_template.objects.get_or_create(
            meeting_kind=meeting_kind, org_kind=None
        )
        if is_new:
            agenda_item.objects.bulk_create(
                agenda_item(template=template, position=position, title=title)
                for position, title in enumerate(titles, start=1)
            )
