"""Who changed what, and what else happened: rows that are only ever added."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .chain import moment
from .organ import Organ
from .report import Report


class Change(models.Model):
    """One acknowledged change of a cell, a section or a detail. Made only by reports/history.

    `number` counts a report's changes from 1; `hash` chains them, report by report.
    """

    # change_number_once begins with the report.
    report = models.ForeignKey(Report, models.PROTECT, related_name="changes", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now)
    address = models.GenericIPAddressField("来源地址", null=True)
    revision = models.PositiveIntegerField("修订号")
    place = models.CharField("位置", max_length=80)
    old = models.TextField("原内容", blank=True)
    new = models.TextField("新内容", blank=True)
    number = models.PositiveIntegerField("序号")
    hash = models.CharField("链值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["report", "place", "-revision"], name="change_by_place")]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="change_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.place}"

    @property
    def headline(self) -> str:
        """What was imported, without the list of where it came from."""
        return self.new.partition("\n")[0]

    def content(self) -> dict[str, Any]:
        """Return what the hash covers."""
        names = ("report_id", "number", "revision", "user_id", "address", "place", "old", "new")
        return {name: getattr(self, name) for name in names} | {"at": moment(self.at)}


class AuditEvent(models.Model):
    """Something that a person did besides writing. Made only by reports/history.

    `name` is the log-in name at the time. All events of the site are one chain.
    """

    class Action(models.TextChoices):
        LOGGED_IN = "logged_in", "登录"
        LOGGED_OUT = "logged_out", "退出"
        LOGIN_FAILED = "login_failed", "登录失败"
        CREATED = "created", "新建报告"
        EXPORTED = "exported", "导出"
        # The steps of a report (reports/workflow/moves.py), by their ids.
        HAND_OVER = "hand_over", "交审核人核对"
        SUBMIT = "submit", "提交审核"
        WITHDRAW = "withdraw", "撤回修改"
        SEND_BACK = "send_back", "退回填报人"
        RETURN = "return", "退回修改"
        APPROVE = "approve", "审核通过"
        PUBLISH = "publish", "发布"
        CORRECT = "correct", "发起更正"
        PUBLISH_CORRECTION = "publish_correction", "发布更正"
        PUBLISH_AGAIN = "publish_again", "重新发布"
        TAKE_DOWN = "take_down", "撤下"
        TAKEN_ELSEWHERE = "taken_elsewhere", "登记为已在别处发布"
        UNDONE_ELSEWHERE = "undone_elsewhere", "撤销“已在别处发布”"
        REOPEN = "reopen", "改回草稿"
        SEALED = "sealed", "添加盖章文件"
        SITE_SET = "site_set", "提交本机关网站网址"
        SITE_CHECKED = "site_checked", "核对本机关网站"
        SITE_UNDONE = "site_undone", "撤销网站核对"
        GRAPHIC_MADE = "graphic_made", "生成图解"
        GRAPHIC_SHOWN = "graphic_shown", "公开图解"
        GRAPHIC_DOWN = "graphic_down", "撤下图解"
        ASSIGNED = "assigned", "分工"
        PART_OPENED = "part_opened", "打开分工"
        PART_REFUSED = "part_refused", "分工验证码错误"
        PART_HANDED_IN = "part_handed_in", "交来分工"
        PART_TAKEN = "part_taken", "采用分工"
        PART_SENT_BACK = "part_sent_back", "退回分工"
        PART_RECALLED = "part_recalled", "收回分工"
        PART_CHANGED = "part_changed", "调整分工"
        REMARKED = "remarked", "批注"
        REMARK_ANSWERED = "remark_answered", "答复批注"
        REMARK_CLOSED = "remark_closed", "批注销号"
        KEPT_SEEN = "kept_seen", "认可提醒的说明"
        RECTIFY_ASKED = "rectify_asked", "提出整改"
        RECTIFY_ANSWERED = "rectify_answered", "答复整改"
        RECTIFY_SENT_BACK = "rectify_sent_back", "整改退回重办"
        RECTIFY_PUT_OFF = "rectify_put_off", "整改改期限"
        RECTIFY_CLOSED = "rectify_closed", "整改办结"
        RECTIFY_DROPPED = "rectify_dropped", "撤销整改"
        LETTERS_SET = "letters_set", "设定邮件方式"
        SIGNED = "signed", "审签"
        SIGNING_SET = "signing_set", "设定审签步骤"
        CHASED = "chased", "催报"
        INVITED = "invited", "邀请"
        INVITED_AGAIN = "invited_again", "重新发送邀请"
        INVITATION_CANCELLED = "invitation_cancelled", "撤销邀请"
        JOINED = "joined", "接受邀请"
        ROLES_CHANGED = "roles_changed", "角色变更"
        DEACTIVATED = "deactivated", "停用账号"
        REACTIVATED = "reactivated", "恢复账号"
        GATHERED = "gathered", "批量导入"
        GATHERING_UNDONE = "gathering_undone", "撤销批量导入"
        ORGANS_IMPORTED = "organs_imported", "导入机关"
        ORGAN_ADDED = "organ_added", "新增机关"
        ORGAN_RENAMED = "organ_renamed", "机关更名"
        ORGAN_MOVED = "organ_moved", "调整隶属"
        PARTICULARS_SET = "particulars_set", "修改机关信息"
        CONTACT_SET = "contact_set", "修改联系方式"
        DUTY_SET = "duty_set", "设定报送义务"
        CALENDAR_SET = "calendar_set", "设定日程"
        CALLED = "called", "记录催报电话"
        KIND_SAID = "kind_said", "确认报告种类"
        SUBSCRIBED = "subscribed", "生成日历订阅"
        UNSUBSCRIBED = "unsubscribed", "撤销日历订阅"
        REGISTER_TAKEN = "register_taken", "导入台账"
        REGISTER_UNDONE = "register_undone", "撤销导入台账"
        REGISTER_SET = "register_set", "设置台账"
        REGISTER_CLEARED = "register_cleared", "清理台账"
        PARCEL_PACKED = "parcel_packed", "打上报包"
        PARCEL_TAKEN = "parcel_taken", "收下上报包"
        PARCEL_UNDONE = "parcel_undone", "撤销收下上报包"
        PARCEL_DROPPED = "parcel_dropped", "不收上报包"
        REMARKS_PACKED = "remarks_packed", "打回传包"
        REMARKS_TAKEN = "remarks_taken", "收下回传包"
        KEY_MADE = "key_made", "生成签名钥匙"
        KEY_TRUSTED = "key_trusted", "信任签名钥匙"
        KEY_REVOKED = "key_revoked", "撤销信任签名钥匙"
        BACK_OFFICE = "back_office", "后台操作"
        # What earlier versions wrote for any step of a report.
        MOVED = "moved", "流转"

    number = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间", default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="人员"
    )
    name = models.CharField("用户名", max_length=150, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    action = models.CharField("事项", max_length=20, choices=Action)
    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, related_name="+", verbose_name="机关"
    )
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, related_name="+", verbose_name="报告"
    )
    detail = models.TextField("说明", blank=True)
    hash = models.CharField("链值", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-number"]
        indexes = [models.Index(fields=["organ", "-number"], name="event_by_organ")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_action_display()}"

    def content(self) -> dict[str, Any]:
        """Return what the hash covers."""
        names = ("number", "user_id", "name", "address", "action", "organ_id", "report_id",
                 "detail")  # fmt: skip
        return {name: getattr(self, name) for name in names} | {"at": moment(self.at)}


class AuditHead(models.Model):
    """The end of the audit chain: one row, locked for the moment of adding an event."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_head_is_one")]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
