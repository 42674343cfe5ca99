"""Pages for what went wrong, without losing what was typed."""

from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render

# Shorter values are choices, days and numbers; nobody wants those back as a text.
SHORTEST_TEXT = 12


def account_required(view):
    """Send strangers to the log-in page; keep what they posted, because their session ran out."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return kept_typing(request)
        return redirect_to_login(request.get_full_path())

    return guarded


def kept_typing(request, reason=""):
    """Give back all that was posted, to be sent again after logging in.

    Stands in for Django's page about a failed CSRF check too (its `reason` is in English and not
    shown): logging in anew changes the token, and the open form then carries the old one.
    """
    context = {
        "fields": typed_fields(request),
        "address": request.get_full_path(),
        "refusal": "",
        "texts": "",
    }
    return render(request, "kept.html", context, status=403)


def refuse_typing(request, sentence):
    """Say why it may not be saved, and show what was typed so that it can be copied."""
    texts = [value for _, value in typed_fields(request) if len(value) > SHORTEST_TEXT]
    context = {"fields": [], "address": "", "refusal": sentence, "texts": "\n\n".join(texts)}
    return render(request, "kept.html", context, status=403)


def typed_fields(request):
    """(name, value) of all that was posted; nothing for a post from another site."""
    if not is_same_site(request):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "password"}
        for value in values
    ]


def is_same_site(request):
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()
