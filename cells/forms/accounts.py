"""Forms about accounts: logging in, passwords, roles."""

from allauth.account.forms import ChangePasswordForm as BaseChangePasswordForm
from allauth.account.forms import LoginForm as BaseLoginForm
from allauth.account.forms import ReauthenticateForm as BaseReauthenticateForm
from django import forms
from django.conf import settings

from cells.forms.fields import CHOOSE, DayField, DecisionForm, LineField, RefusalMixin
from cells.models import User
from cells.roles import ROLES

# The accounts of the demonstration in the order in which a visitor would try them.
DEMONSTRATION_ACCOUNTS = (
    ("secretary", "Bí thư chi bộ"),
    ("deputy", "Phó bí thư chi bộ"),
    ("supervisor", ROLES["supervisor"].name),
    ("reviewer", ROLES["reviewer"].name),
    ("leader", ROLES["leader"].name),
    ("coordinator", ROLES["coordinator"].name),
    ("orgadmin", ROLES["org_admin"].name),
    ("auditor", ROLES["auditor"].name),
    ("outsider", "Bí thư chi bộ thuộc đảng bộ khác"),
)


class LoginForm(RefusalMixin, BaseLoginForm):
    """Fields `login` and `password`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], "Tên đăng nhập", "Hãy điền tên đăng nhập.")
        _word(self.fields["password"], "Mật khẩu", "Hãy điền mật khẩu.")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    @property
    def demonstration_accounts(self):
        """User names with their roles, to be shown as a help; none in a real installation."""
        return DEMONSTRATION_ACCOUNTS if settings.IS_DEMONSTRATION else ()


class ReauthenticateForm(RefusalMixin, BaseReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], "Mật khẩu", "Hãy điền mật khẩu.")


class ChangePasswordForm(RefusalMixin, BaseChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], "Mật khẩu đang dùng", "Hãy điền mật khẩu đang dùng.")
        _word(self.fields["password1"], "Mật khẩu mới", "Hãy điền mật khẩu mới.")
        _word(self.fields["password2"], "Gõ lại mật khẩu mới", "Hãy gõ lại mật khẩu mới.")
        self.fields["password1"].help_text = (
            "Ít nhất 10 ký tự, không chỉ toàn chữ số, không giống tên đăng nhập. "
            "Ba, bốn từ ghép lại dễ nhớ và khó đoán."
        )

    def clean(self):
        cleaned = forms.Form.clean(self)
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", "Hai lần gõ mật khẩu mới chưa giống nhau.")
        return cleaned


def _word(field, label, required):
    field.label = label
    field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)


class GrantForm(DecisionForm):
    """A role for an account that exists, or for one to be opened."""

    EXISTING, NEW = "existing", "new"

    role = forms.ChoiceField(
        label="Vai trò", widget=forms.RadioSelect, error_messages={"required": CHOOSE}
    )
    whose = forms.ChoiceField(
        label="Tài khoản",
        choices=[(EXISTING, "Đã có tài khoản"), (NEW, "Mở tài khoản mới")],
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    username = LineField(
        label="Tên đăng nhập",
        max_length=150,
        help_text="Chữ không dấu và chữ số, viết liền, ví dụ: nguyenhuubang",
    )
    member = forms.TypedChoiceField(
        label="Của đảng viên", required=False, empty_value=None, help_text="Khi mở tài khoản mới."
    )
    name = LineField(
        label="Hoặc họ và tên",
        max_length=100,
        required=False,
        help_text="Khi mở tài khoản mới cho người không có trong danh sách trên.",
    )
    begins_on = DayField(label="Từ ngày")
    last_day = DayField(
        label="Đến hết ngày", required=False, help_text="Để trống khi chưa biết ngày kết thúc."
    )
    field_order = ["role", "whose", "username", "member", "name", "begins_on", "last_day"]

    def __init__(self, *args, roles, members, **kwargs):
        """`members`: those without an account who may be given one here."""
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.code, role.name) for role in roles]
        self.fields["member"].choices = [
            ("", "Không chọn"),
            *((member.key, f"{member} ({member.birth_year})") for member in members),
        ]
        self.fields["member"].coerce = {member.key: member for member in members}.get
        self.account = None

    @property
    def is_new(self):
        return self.cleaned_data["whose"] == self.NEW

    def clean(self):
        cleaned = super().clean()
        username = cleaned.get("username")
        if cleaned.get("whose") == self.EXISTING and username:
            self.account = User.objects.filter(username__iexact=username, is_active=True).first()
            if self.account is None:
                self.add_error("username", "Không có tài khoản nào mang tên đăng nhập này.")
        if cleaned.get("whose") == self.NEW and not (cleaned.get("member") or cleaned.get("name")):
            self.add_error("name", "Hãy chọn đảng viên hoặc ghi họ và tên người dùng.")
        return cleaned
