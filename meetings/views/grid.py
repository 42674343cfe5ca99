"""The record page's long grids as markup: roll, opinions, sheet.

Written here and not in a template because a cell of thirty members has a thousand values in them:
Django's template engine takes some ten microseconds for each, which is two thirds of the page.
Every text that a person typed goes through `escape`; the rest are ids, codes and our own words.
"""

from html import escape

from django.utils.safestring import mark_safe

STATUS_CHOICES = (("p", "Có mặt"), ("e", "Có lý do"), ("u", "Không lý do"))
EXTRA_STATUS = {"a": "Tạm vắng", "x": "Được miễn", "d": "Đình chỉ"}


def markup(parts):
    """Joined markup that the template prints as it is; its makers have escaped what is typed."""
    return mark_safe("".join(parts))


def options(choices, selected):
    """The options of a select, from (value, label) pairs; end tags may be left out."""
    return markup(
        f'<option value="{escape(value)}"{" selected" if value == selected else ""}>{escape(label)}'
        for value, label in choices
    )


# Every row of the roll has one of these few: made once, not thirty times a page.
ROLL_OPTIONS = {
    code: options((*STATUS_CHOICES, (extra, EXTRA_STATUS[extra])), code)
    for code, extra in (("p", "a"), ("e", "a"), ("u", "a"), ("a", "a"), ("x", "x"), ("d", "d"))
}


def fault(message):
    return f'<span class="error">{escape(message)}</span>' if message else ""


def value_of(text):
    """The attribute of an input that is not empty."""
    return f' value="{escape(text)}"' if text else ""


def roll_grid(form, notes):
    """One row a member: name, place on the roll, reason; `notes` are offices by member."""
    return markup(_roll_row(row, form, notes.get(row.member_id, "")) for row in form.contents.roll)


def _roll_row(row, form, office):
    who = row.member_id
    fields, errors = form.fields, form.errors
    note = " · ".join(filter(None, (office, "" if row.is_official else "dự bị")))
    why = fields[f"why-{who}"]
    choices = ROLL_OPTIONS.get(fields[f"status-{who}"], ROLL_OPTIONS["p"])
    return (
        f"<li><div>{escape(row.family_name)} <b>{escape(row.given_name)}</b>"
        f"{f'<small>{escape(note)}</small>' if note else ''}</div>"
        f'<select name=status-{who} aria-label="{escape(row.name)}">{choices}</select>'
        f'<input name=why-{who}{value_of(why)} placeholder="lý do vắng">'
        f"{fault(errors.get(f'status-{who}') or errors.get(f'why-{who}'))}\n"
    )


def opinion_grid(form):
    """One row a member: spoke or not, and what was said."""
    return markup(_opinion_row(row, form) for row in form.contents.roll)


def _opinion_row(row, form):
    who = row.member_id
    spoke = " checked" if form.fields[f"spoke-{who}"] else ""
    return (
        f"<li><label class=check><input type=checkbox name=spoke-{who} value=1{spoke}>"
        f"{escape(row.name)}</label>"
        f'<textarea name=said-{who} aria-label="Ý kiến">\n'
        f"{escape(form.fields[f'said-{who}'])}</textarea>"
        f"{fault(form.errors.get(f'said-{who}'))}\n"
    )


def criterion_line(row):
    """One criterion of the sheet from `record_page.criterion_row`."""
    code = escape(row["code"])
    invalid = ' aria-invalid="true"' if row["error"] else ""
    common = f'name="mark-{code}" aria-label="Chấm {code}"{invalid}'
    if row["options"]:
        choice = f"<select {common}>{row['options']}</select>"
    else:
        choice = (
            f"<input {common}{value_of(row['value'])} inputmode=decimal autocomplete=off "
            f'placeholder="{escape(row["hint"])}">'
        )
    why, out = "", row["only_out_asks_why"]
    if row["asks_why"]:
        why = (
            f'<input class=why name="markwhy-{code}"{value_of(row["why"])} '
            f'placeholder="{"lý do không áp dụng" if out else row["why_hint"]}">'
        )
    fact = f"<small>{escape(row['fact'])}</small>" if row["fact"] else ""
    return (
        f'<li data-code="{code}"{" class=out" if out else ""}>'
        f"<div>{code} {escape(row['title'])}{fact}</div>{choice}"
        f'<span class="pts"><output>{row["points"]}</output>/{row["max"]}</span>'
        f"{why}{fault(row['error'])}\n"
    )
