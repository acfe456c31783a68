"""What an administrator can do for the safety of people's log-ins."""

from django.contrib import admin

from .forms import SetPasswordForAnother
from .policy import passwords


class LoginSafety:
    """For the admin of people: passwords set by others are for one log-in only."""

    change_password_form = SetPasswordForAnother
    actions = ["require_new_password"]

    def save_model(self, request, obj, form, change) -> None:
        """Store the person; a new one chooses a password of their own at the first log-in."""
        super().save_model(request, obj, form, change)
        if not change:
            passwords.require_change(obj)

    @admin.action(description="下次登录须修改密码", permissions=["change"])
    def require_new_password(self, request, queryset) -> None:
        """Have the chosen people choose new passwords."""
        for user in queryset:
            passwords.require_change(user)
        self.message_user(request, "已设置：所选人员下次登录时须修改密码。")
