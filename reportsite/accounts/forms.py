"""Small forms of the log-in."""

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AuthenticationForm
from django_otp import match_token

from .policy import passwords, second_factor


class LoginForm(AuthenticationForm):
    """Name and password; what was wrong is not told apart."""

    error_messages = {
        "invalid_login": "用户名或密码不正确，请重新输入（注意大小写）。",
        "inactive": "这个账号已停用，请联系本单位的管理员。",
        "silent": (
            "单位的统一目录没有应答，密码没有核对成功。请过几分钟再登录；"
            "在本系统设过密码的，可以用本系统的密码登录。"
        ),
    }

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Return what was wrong: a directory that could not be asked is not the person's mistake."""
        if getattr(self.request, "directory_is_silent", False):
            return forms.ValidationError(self.error_messages["silent"], code="silent")
        return super().get_invalid_login_error()


class CodeForm(forms.Form):
    """A code of the person's device, or one of their backup codes."""

    code = forms.CharField(
        label="验证码",
        max_length=16,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "text", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        """Return the code without what people type between its groups."""
        return "".join(self.cleaned_data["code"].split()).lower()

    def device_of(self, user):
        """Return the device whose code this is; note a mistake in the form and return None."""
        second_factor.wait_for_no_clock(user)
        device = match_token(user, self.cleaned_data["code"])
        if device is None:
            self.add_error("code", "验证码不正确或已用过。请等手机上出现新的验证码再输入。")
        return device


class SetPasswordForAnother(AdminPasswordChangeForm):
    """An administrator's choice of a password holds for one log-in."""

    def save(self, commit: bool = True):
        """Store the password; its owner must change it."""
        user = super().save(commit)
        if commit:
            passwords.require_change(user)
        return user
