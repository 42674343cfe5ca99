"""Log-in by user name and password."""

from allauth.account.auth_backends import AuthenticationBackend


class AccountBackend(AuthenticationBackend):
    """allauth's backend; permissions come from role grants, never from Django's groups."""

    def has_perm(self, user_obj, perm, obj=None):
        return False
