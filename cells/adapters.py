"""How accounts are made here: by an administrator, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
