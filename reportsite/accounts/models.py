"""How old a person's password is, and which ones they had."""

from django.conf import settings
from django.db import models


class PasswordState(models.Model):
    """When the password was last changed, and whether an administrator wants a new one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="password_state"
    )
    changed_at = models.DateTimeField("修改时间")
    must_change = models.BooleanField("下次登录须修改", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "密码状态"

    def __str__(self) -> str:
        return f"{self.user_id} {self.changed_at:%Y-%m-%d}"


class OldPassword(models.Model):
    """The hash of a password that a person had; never the password."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="old_passwords")
    encoded = models.CharField(max_length=128)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d}"
