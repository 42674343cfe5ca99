"""Reorganising one organisation: which verb, and the form of that verb."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cells.actions.periods import lasting_after
from cells.models import Member, Membership, PartyOrgVersion
from cells.policies import can_manage_orgs, require
from cells.reorganising.lines import LineVerb
from cells.views.errors import account_required
from cells.views.scoped import find_org, page_about
from meetings.actions.reorganise import keep_draft
from meetings.forms.reorganise import FORMS
from meetings.views.reorganise import UNPROCESSABLE, issuers_for
from meetings.views.reorganise_offer import is_search, offer_for, typed_values

WORDS = {
    LineVerb.RENAME: ("Đổi tên", "Tên, tên gọn, mã số; mọi thứ khác giữ nguyên."),
    LineVerb.CHANGE_KIND: ("Đổi loại hình", "Ví dụ chi bộ trực thuộc thành chi bộ cơ sở."),
    LineVerb.MOVE: ("Chuyển", "Về trực thuộc cấp ủy khác, cùng tổ chức bên dưới và đảng viên."),
    LineVerb.MERGE: ("Sáp nhập", "Nhiều tổ chức thành một; đảng viên đi theo."),
    LineVerb.SPLIT: ("Chia tách", "Một chi bộ thành hai, ba; chia từng đảng viên."),
    LineVerb.DISSOLVE: ("Giải thể", "Khi không còn tổ chức bên dưới và đảng viên."),
}


def verbs_for(version):
    """What may be done to it: members are dealt out of cells only."""
    return [verb for verb in WORDS if verb != LineVerb.SPLIT or version.kind.is_cell]


def find_managed(request, key):
    """Today's version of an organisation that the user may reorganise, and what names its parent.

    With `parent_code` and `parent_name`, empty at the root.
    """
    version = find_org(request.user, key)
    require(can_manage_orgs(request.user, version.path))
    above = PartyOrgVersion.objects.on(timezone.localdate()).filter(org=version.parent_id).first()
    version.parent_code = above.code if above else ""
    version.parent_name = above.name if above else ""
    return version


@account_required
@require_safe
def choose(request, key):
    """What is to become of this organisation?"""
    version = find_managed(request, key)
    verbs = [
        {"slug": verb.value.replace("_", "-"), "title": WORDS[verb][0], "help": WORDS[verb][1]}
        for verb in verbs_for(version)
    ]
    context = page_about(request, version, verbs=verbs)
    return render(request, "meetings/reorganise_org.html", context)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request, key, verb):
    """The form of one verb; what is typed becomes a draft, whose preview comes next."""
    version = find_managed(request, key)
    verb = _verb(verb, version)
    offer = offer_for(verb, version, request.user, request.POST)
    initial = _initial(verb, version)
    is_asking = offer is not None and request.method == "POST" and is_search(request.POST)
    if is_asking:
        initial |= typed_values(request.POST)
    form = FORMS[verb](
        None if is_asking else request.POST or None,
        version=version,
        issuers=issuers_for(version, of_itself=False),
        initial=initial,
        **_more(verb, version, offer),
    )
    if request.method == "POST" and not is_asking and version.code and form.is_valid():
        draft = keep_draft(place=version.org, lines=form.lines(), by=request.user, **form.paper())
        return redirect("reorganisation_draft", key=draft.key)
    status = UNPROCESSABLE if request.method == "POST" and not is_asking else 200
    title = f"{WORDS[verb][0]} {version.short_name}"
    context = page_about(request, version, form=form, title=title, verb=verb.value, offer=offer)
    return render(request, "meetings/reorganise_form.html", context, status=status)


def _verb(text, version):
    verbs = {verb.value.replace("_", "-"): verb for verb in verbs_for(version)}
    if text not in verbs:
        raise Http404
    return verbs[text]


def _initial(verb, version):
    initial = {
        "effective_on": timezone.localdate(),
        "subject": f"{WORDS[verb][0]} {version.name}"[:300],
    }
    if verb == LineVerb.RENAME:
        initial |= {"name": version.name, "short_name": version.short_name}
    return initial


def _more(verb, version, offer):
    """What the form of a verb is given besides: what to choose from, or who is to be dealt."""
    if offer is not None:
        return {"choices": offer.choices}
    if verb == LineVerb.SPLIT:
        # Whoever is to come is dealt too.
        today = timezone.localdate()
        seats = lasting_after(Membership.objects.filter(cell=version.org), today)
        return {"roll": list(Member.objects.filter(pk__in=seats.values("member")))}
    return {}
