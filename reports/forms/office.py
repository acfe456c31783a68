"""The forms of an office: organs, people, reviews, reminders."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import User

from reports import directory
from reports.bulk import FORMS
from reports.editions import FIRST_YEAR, LAST_YEAR
from reports.editions.codes import BadCode, read_code
from reports.models import AuditEvent, Duty, Membership, Organ, Report

from .report import LineField, OtherButton


def _helper(caption: str, css_class: str = "") -> FormHelper:
    helper = FormHelper()
    helper.add_input(Submit("send", caption, css_class=css_class))
    return helper


class WorkbookForm(forms.Form):
    """A workbook of organs."""

    file = forms.FileField(
        label="XLSX 文件",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper("导入")

    def clean_file(self) -> bytes:
        """Return the file's bytes; refuse what is too large."""
        upload = self.cleaned_data["file"]
        if upload.size > directory.LARGEST:
            raise forms.ValidationError("文件超过 5 MB，没有读取。")
        return upload.read()


class ParticularsForm(forms.ModelForm):
    """An organ's name, type, code, region and contact; since when it has another name."""

    renamed_on = forms.DateField(
        label="更名日期",
        required=False,
        help_text="改了名称的必填：批准更名文件上的日期。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ["name", "renamed_on"]

    class Meta:
        model = Organ
        fields = ["name", "type", "code", "region", "contact", "phone"]
        field_classes = {"name": LineField, "region": LineField, "contact": LineField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper("保存")

    def clean(self) -> dict:
        """Ask since when an organ has another name."""
        data = super().clean()
        renamed = self.instance.pk and data.get("name", self.initial["name"]) != self.initial["name"]
        if renamed and not data.get("renamed_on") and not self.has_error("renamed_on"):
            self.add_error("renamed_on", "名称改了，请写更名日期（批准更名文件上的日期）。")
        return data

    def clean_code(self) -> str:
        """Return the code in capitals; refuse one that cannot be."""
        try:
            return read_code(self.cleaned_data["code"])
        except BadCode as bad:
            raise forms.ValidationError(str(bad)) from None


class NewOrganForm(ParticularsForm):
    """A new organ: what stands in its particulars, and below which organ it stands."""

    parent = LineField(
        label="上级机关",
        max_length=100,
        required=False,
        help_text="名称或代码，从提示里选。",
        widget=forms.TextInput(attrs={"list": "organ-names", "autocomplete": "off"}),
    )
    renamed_on = None  # it had no name before
    field_order = ["name", "parent"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper("新增")

    def validate_unique(self) -> None:
        """Leave it to the directory, which says what is there already."""


class MoveForm(forms.Form):
    """Below which organ an organ shall stand."""

    parent = LineField(
        label="移到哪个机关之下",
        max_length=100,
        help_text="名称或代码，从提示里选。所有下级、人员和报告一起移动。",
        widget=forms.TextInput(attrs={"list": "organ-names", "autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(OtherButton("send", "移动"))


class DutyForm(forms.Form):
    """What is special about an organ's duty for a year."""

    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    kind = forms.ChoiceField(
        label="报送义务", required=False,
        choices=[("", "按规定报送"), *(c for c in Duty.Kind.choices if c[0] != Duty.Kind.REPORT)],
    )  # fmt: skip
    lasting = forms.ChoiceField(
        label="适用", required=False, initial="",
        choices=[("", "仅这一年度"), ("onward", "这一年度起，直到另有设定")],
        help_text="垂直管理、党委机构、并入的，一般选“这一年度起”。新设机关以前的年度自动不要求报送。",
    )  # fmt: skip
    into = LineField(
        label="并入哪个机关",
        max_length=100,
        required=False,
        help_text="名称或代码，从提示里选。只有“并入其他机关”要填。",
        widget=forms.TextInput(attrs={"list": "organ-names", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="原因", required=False, max_length=200, help_text="除按规定报送外都要写明原因。原因会列在公开网站的免报清单里，不要写不宜公开的内容。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="duty_%s", **kwargs)
        self.helper = _helper("保存")

    def clean(self):
        """Ask for a reason where something is special."""
        data = super().clean()
        if data.get("kind") and not data.get("reason"):
            self.add_error("reason", "请写明原因。")
        if data.get("kind") == Duty.Kind.MERGED and not data.get("into"):
            self.add_error("into", "请写明并入哪个机关。")
        return data


class InvitationForm(forms.Form):
    """Whom to invite, and to what."""

    name = forms.CharField(label="姓名", max_length=60)
    roles = forms.MultipleChoiceField(
        label="角色",
        choices=Membership.Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="小机关一个人可以既填报又审核。主管、管理员的权限及于所有下级机关。",
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="邀请链接、催报和退回的通知发到这里；不填时，把链接复制给本人。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="invite_%s", **kwargs)
        self.helper = _helper("生成邀请链接")


class JoinForm(BaseUserCreationForm):
    """The account that an invited person makes for themselves."""

    last_name = forms.CharField(label="姓", max_length=20)
    first_name = forms.CharField(label="名", max_length=30)

    class Meta:
        model = User
        fields = ["last_name", "first_name", "username"]
        labels = {"username": "用户名"}
        help_texts = {"username": "字母、数字或汉字，以后用它登录。"}

    def __init__(self, *args, invited: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["last_name"], self.initial["first_name"] = halves_of(invited)
        self.helper = _helper("建立账号")


_TWO_CHARACTERS = (
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "司空", "令狐",
    "夏侯", "宇文", "长孙", "端木", "百里", "呼延", "南宫", "东郭", "西门", "独孤", "轩辕", "闻人",
)  # fmt: skip


def halves_of(name: str) -> tuple[str, str]:
    """Return family name and given name of a person as they were invited: 欧阳修 is 欧阳, 修."""
    name = name.strip()
    family, between, given = name.partition("·") if "·" in name else name.partition(" ")
    if between:
        return family, given.strip()
    at = 2 if name.startswith(_TWO_CHARACTERS) and len(name) > 2 else 1
    return name[:at], name[at:]


class RolesForm(forms.Form):
    """Which roles a person holds in an organ."""

    roles = forms.MultipleChoiceField(
        choices=Membership.Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class AuditForm(forms.Form):
    """What of the audit trail somebody wants to see."""

    action = forms.ChoiceField(
        label="事项", required=False, choices=[("", "全部"), *AuditEvent.Action.choices]
    )
    name = forms.CharField(label="用户名", required=False, max_length=150)
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class BulkForm(forms.Form):
    """Which reports to export, in which forms. `counts`: how many there are in each state."""

    year = forms.CharField(widget=forms.HiddenInput)
    under = forms.CharField(widget=forms.HiddenInput, required=False)
    state = forms.CharField(widget=forms.HiddenInput, required=False)
    type = forms.CharField(widget=forms.HiddenInput, required=False)
    search = forms.CharField(widget=forms.HiddenInput, required=False)
    states = forms.MultipleChoiceField(
        label="哪些状态的报告", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种状态。",
                        "invalid_choice": "所选的状态里现在没有报告，请重新选择。"},
    )  # fmt: skip
    formats = forms.MultipleChoiceField(
        label="导出成什么格式", choices=[(form, made.caption) for form, made in FORMS.items()],
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "请至少选一种格式。"},
    )  # fmt: skip

    def __init__(self, *args, counts: dict[str, int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["states"].choices = [
            (state, f"{caption}（{counts[state]} 份）")
            for state, caption in Report.Status.choices
            if state in counts
        ]
        self.helper = _helper("开始导出")
