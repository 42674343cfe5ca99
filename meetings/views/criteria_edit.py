"""The editor of a draft: its outline, one part at a time, what is still wrong and where."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cells.models import OrgKind
from cells.policies import require
from cells.views.errors import account_required
from meetings.actions.criteria import issuer_faults
from meetings.actions.drafts import PartChanged, add_item, move_item, remove_item, save_part
from meetings.enums import SetState
from meetings.forms.criteria import read_part
from meetings.forms.criteria_layout import Layout
from meetings.forms.criteria_words import KINDS, place_in_words
from meetings.scoring import drafts
from meetings.scoring.faults import FaultyInputError
from meetings.scoring.fields import plain_number
from meetings.scoring.reading import from_data
from meetings.views.criteria import can_manage, find_set
from meetings.views.finding import names_on
from meetings.views.record_page import two
from meetings.workflow import NotPossible

CONFLICT = 409
NUMBERED = {"ranks", "gates"}
LOCKED = "Bộ tiêu chí này đã ban hành nên được khóa. Muốn sửa, hãy sao chép thành bộ mới."
GONE = "Phần này vừa được người khác sửa hoặc bỏ. Hãy xem lại."


def find_draft(request, pk):
    """The draft of this number for those who may write it; an issued set sends to its page."""
    row = find_set(request.user, pk)
    require(can_manage(request.user, row))
    if row.state != SetState.DRAFT:
        raise NotPossible(LOCKED)
    return row


def refuse_issued(view):
    """Answer an address of the editor for an issued set with the reason, on the set's page."""

    def guarded(request, pk, *args, **more):
        try:
            return view(request, pk, *args, **more)
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect("criteria_set", pk=pk)

    return guarded


def faults_of(row):
    """Everything that keeps a draft from being issued, but sets in its way: faults."""
    try:
        criteria = from_data(row.definition)
    except FaultyInputError as error:
        return list(error.faults)
    return issuer_faults(criteria, row.issuer)


def fault_rows(row, faults):
    """Faults with their place in words and the part in which they are put right."""
    return [
        {
            "place": place_in_words(fault.keys, row.definition),
            "reason": fault.reason,
            "part": drafts.name_of(fault.keys),
        }
        for fault in faults
    ]


@never_cache
@account_required
@refuse_issued
def outline(request, pk):
    """The whole draft on one page: what it holds, what is missing, what comes next."""
    row = find_draft(request, pk)
    if request.method == "POST":
        return _change(request, row)
    faults = faults_of(row)
    context = {
        "set": row,
        "issuer": names_on([row.issuer_id], timezone.localdate()).get(row.issuer_id, ""),
        "faults": fault_rows(row, faults),
        "groups": [
            _group_row(group, number, faults)
            for number, group in enumerate(row.definition.get("groups") or [])
        ],
        "ranks": row.definition.get("ranks") or [],
        "gates": row.definition.get("gates") or [],
        "rollup": row.definition.get("rollup"),
        "kinds": [(kind.value, label) for kind, label in KINDS.items()],
        "wrong": {drafts.name_of(fault.keys) for fault in faults},
    }
    return render(request, "meetings/criteria_edit.html", context)


def _group_row(group, number, faults):
    """One group of the outline with its criteria, their sum and its faults."""
    criteria = group.get("criteria") or []
    counted = [item for item in criteria if not item.get("only_if") and item.get("bonus") != "over"]
    reached = sum(plain_number(item.get("max_points")) or 0 for item in counted)
    wrong = {drafts.name_of(fault.keys) for fault in faults}
    return {
        "part": f"group-{number + 1}",
        "number": number,
        "code": group.get("code", ""),
        "title": group.get("title", ""),
        "max": _shown(group.get("max_points")),
        "sum": two(reached),
        "digest": drafts.digest(group),
        "is_wrong": f"group-{number + 1}" in wrong,
        "rows": [
            {
                "part": (part := f"criterion-{number + 1}-{place}"),
                "code": item.get("code", ""),
                "title": item.get("title", "") or "chưa ghi nội dung",
                "kind": KINDS.get(item.get("kind"), "chưa chọn cách chấm"),
                "max": _shown(item.get("max_points")),
                "digest": drafts.digest(item),
                "is_wrong": part in wrong,
            }
            for place, item in enumerate(criteria, start=1)
        ],
    }


def _shown(value):
    number = plain_number(value)
    return "?" if number is None else two(number)


def _change(request, row):
    """Add, move or take out a group or a criterion."""
    what, _, rest = request.POST.get("what", "").partition(" ")
    name, _, before = rest.partition(" ")
    try:
        if what == "add-group":
            return _add_group(request, row)
        part = drafts.part_named(name)
        if part is None or len(part.keys) < 2:
            raise NotPossible(GONE)
        if what == "add-criterion":
            return _add_criterion(request, row, part)
        if what == "delete":
            remove_item(row=row, keys=part.keys, before=before, by=request.user)
            messages.success(request, "Đã bỏ khỏi dự thảo.")
        elif what in {"up", "down"}:
            steps = -1 if what == "up" else 1
            move_item(row=row, keys=part.keys, steps=steps, before=before, by=request.user)
    except PartChanged:
        messages.error(request, GONE)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('criteria_edit', args=[row.pk])}#outline")


def _add_group(request, row):
    number = len(row.definition.get("groups") or [])
    item = {"code": str(number + 1), "criteria": []}
    add_item(row=row, keys=("groups",), item=item, by=request.user)
    return redirect("criteria_part", pk=row.pk, part=f"group-{number + 1}")


def _add_criterion(request, row, part):
    """A criterion at the end of its group, numbered on."""
    kind = request.POST.get(f"kind-{part.keys[1]}", "")
    return add_criterion(request, row, part.keys[1], kind)


def add_criterion(request, row, group, kind):
    """Begin a criterion in the group at this index and open it."""
    try:
        found = drafts.part_at(row.definition, ("groups", group))
    except drafts.NoSuchPartError:
        raise NotPossible(GONE) from None
    count = len(found.get("criteria") or [])
    item = {"code": f"{found.get('code', group + 1)}.{count + 1}"}
    if kind in KINDS:
        item["kind"] = kind
    add_item(row=row, keys=("groups", group, "criteria"), item=item, by=request.user)
    return redirect("criteria_part", pk=row.pk, part=f"criterion-{group + 1}-{count + 1}")


@never_cache
@account_required
@refuse_issued
def part(request, pk, part):
    """One part of a draft: its fields, and at each what is wrong with it."""
    row = find_draft(request, pk)
    found = drafts.part_named(part)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _save(request, row, part, found)
    try:
        data = found.of(row.definition)
    except drafts.NoSuchPartError:
        raise Http404 from None
    is_new = isinstance(data, dict) and set(data) <= {"code", "kind", "criteria"}
    errors = {} if is_new and "saved" not in request.GET else errors_of(row, part, found)
    return _page(request, row, part, data, errors, before=drafts.digest(data))


def _save(request, row, name, found):
    typed = read_part(name, request.POST)
    before = request.POST.get("before", "")
    try:
        row = save_part(row=row, part=found, typed=typed, before=before, by=request.user)
    except PartChanged as change:
        return _conflict(request, change.row, name, found, typed)
    here = reverse("criteria_part", args=[row.pk, name])
    wrong = errors_of(row, name, found)
    if request.POST.get("then") == "again":
        return redirect(f"{here}?saved=1" if set(typed) - {"code", "kind"} else here)
    if wrong:
        messages.warning(request, f"Đã lưu. Còn {len(wrong)} chỗ phải sửa trong phần này.")
        return redirect(f"{here}?saved=1")
    messages.success(request, "Đã lưu.")
    if request.POST.get("then") == "next" and name.startswith("criterion"):
        return add_criterion(request, row, found.keys[1], typed.get("kind", ""))
    return redirect(f"{reverse('criteria_edit', args=[row.pk])}#{name}")


def _conflict(request, row, name, found, typed):
    """What was typed stays in the form; what is stored now stands above it."""
    try:
        stored = found.of(row.definition)
    except drafts.NoSuchPartError:
        stored = None
    both = {"by": row.saved_by, "at": row.saved_at, "rows": _differences(name, typed, stored)}
    before = drafts.digest(stored)
    return _page(request, row, name, typed, {}, before=before, conflict=both, status=CONFLICT)


def _differences(name, typed, stored):
    """(label, stored value) of the fields in which the two differ."""
    mine = {each.name: each for each in _fields(_layout(name, typed, {}).boxes(name))}
    theirs = {each.name: each for each in _fields(_layout(name, stored, {}).boxes(name))}
    return [
        (each.label, _text_of(each))
        for field_name, each in theirs.items()
        if field_name not in mine or mine[field_name].value != each.value
    ]


def _text_of(edit_field):
    chosen = [label for value, label, is_chosen in edit_field.options if is_chosen and value]
    return ", ".join(chosen) or edit_field.value or "để trống"


def _fields(boxes):
    for box in boxes:
        yield from box.fields
        for row in box.rows:
            yield from row
        yield from _fields(box.boxes)


def errors_of(row, name, found):
    """The faults of a part by the names of its fields; "" is the part itself."""
    prefix = f"{name}." if name in NUMBERED else ""
    errors = {}
    for fault in faults_of(row):
        keys = found.field_of(fault.keys)
        if keys is None:
            continue
        field_name = prefix + ".".join(map(str, keys)) if keys else (name if prefix else "")
        errors.setdefault(field_name, _in_form_words(fault))
    return errors


def _in_form_words(fault):
    """The editor takes days as they are written here, not as files have them."""
    if fault.reason.startswith("phải là ngày có thật"):
        return "Phải là ngày có thật, viết như 28/10/2025."
    return fault.reason[0].upper() + fault.reason[1:] + "."


def _layout(name, data, errors, row=None):
    ranks = []
    if row is not None:
        ranks = [
            (rank.get("code", ""), rank.get("title") or rank.get("code", ""))
            for rank in row.definition.get("ranks") or []
        ]
    kinds = OrgKind.objects.filter(is_cell=True).values_list("code", "name")
    shaped = {name: data} if name in NUMBERED else data or {}
    return Layout(shaped, errors, ranks=ranks, cell_kinds=kinds if row is not None else ())


def _page(request, row, name, data, errors, *, before, conflict=None, status=200):
    layout = _layout(name, data, errors, row)
    boxes = layout.boxes(name)
    context = {
        "set": row,
        "part": name,
        "title": _title(name, data),
        "boxes": boxes,
        "faults": layout.left_over(),
        "wrong": len(errors),
        "before": before,
        "conflict": conflict,
        "is_criterion": name.startswith("criterion"),
    }
    return render(request, "meetings/criteria_part.html", context, status=status)


def _title(name, data):
    titles = {
        "head": "Văn bản, phạm vi áp dụng",
        "ranks": "Các mức xếp loại",
        "gates": "Điều kiện chặn",
        "rollup": "Xếp loại năm, quý",
    }
    if name in titles:
        return titles[name]
    noun = "Nhóm" if name.startswith("group") else "Tiêu chí"
    return f"{noun} {data.get('code', '') if isinstance(data, dict) else ''}"
