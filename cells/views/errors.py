"""Pages for what went wrong, without losing what was typed."""

from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render


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

    Stands in for Django's page about a failed CSRF check too: logging in anew changes the token,
    and the open form then carries the old one. A post from another site gets nothing back.
    """
    fields = []
    if is_same_site(request):
        fields = [
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "password"}
            for value in values
        ]
    context = {"fields": fields, "address": request.get_full_path()}
    return render(request, "kept.html", context, status=403)


def is_same_site(request):
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()
