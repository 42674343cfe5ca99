"""How accounts are made here: by an administrator, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedAdapter(DefaultAccountAdapter):
    """allauth's ways, in Vietnamese where its own translation has none."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "Tài khoản này đang bị khóa.",
        "enter_current_password": "Mật khẩu đang dùng chưa đúng.",
        "incorrect_password": "Mật khẩu không đúng.",
        "rate_limited": "Gửi quá nhiều lần trong thời gian ngắn; hãy đợi vài phút.",
        "too_many_login_attempts": "Đã nhập sai nhiều lần. Hãy đợi 5 phút rồi thử lại.",
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng.",
    }

    def is_open_for_signup(self, request):
        return False

    def get_password_change_redirect_url(self, request):
        return "/"

    def get_logout_redirect_url(self, request):
        return "/accounts/login/"
