"""The forms around parts of a report that others fill in."""

import datetime

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, LayoutObject, Submit
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import get_template
from django.utils import timezone

from reports import access
from reports.editions.partial import parts_of
from reports.models import Assignment

from .report import LineField

_A_WEEK = 7


def _day_widget() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _People(forms.ModelChoiceField):
    own = None  # who gives the part

    def label_from_instance(self, obj) -> str:
        """Return what a colleague is called."""
        return access.person_name(obj) + ("（本人）" if obj == self.own else "")


class _Parts(LayoutObject):
    """The parts as boxes to tick, the blocks of a table below it; what is out is said."""

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Return the boxes."""
        ticked = form.data.getlist("parts") if form.is_bound else form.initial.get("parts", ())
        errors = form.errors.get("parts") if form.is_bound else None
        words = {"parts": form.parts, "ticked": ticked, "errors": errors}
        return get_template("clerk/assigning/parts.html").render(words)


class AssignForm(forms.Form):
    """Which parts, to whom, until when."""

    parts = forms.MultipleChoiceField(
        label="部分",
        error_messages={
            "required": "请选择要分出去的部分。",
            "invalid_choice": "没有这个部分，请从列表里选。",
            "invalid_list": "没有这个部分，请从列表里选。",
        },
    )
    person = _People(
        queryset=None, label="交给本机关的人员", required=False, empty_label="（没有账号，用链接和验证码）"
    )
    unit = LineField(
        label="或者交给科室（没有账号的）", max_length=60, required=False,
        help_text="写科室或经办人的名称。分出后得到一个链接和一个验证码，请分两次告诉对方。",
    )  # fmt: skip
    day = forms.DateField(label="交回日期", widget=_day_widget())
    note = LineField(
        label="说明", max_length=Assignment.LONGEST_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "如：只数本科室办结的；上年填的是 12 件"}),
    )  # fmt: skip

    def __init__(self, report, out: dict[str, str], data=None, *, by=None):
        today = timezone.localdate()
        super().__init__(data, initial={"day": today + datetime.timedelta(days=_A_WEEK)})
        self.parts = [(part, out.get(part.id, "")) for part in parts_of(report.template)]
        self.fields["parts"].choices = [(part.id, part.caption) for part, _ in self.parts]
        people = access.people_of(report.organ, *access.Role).order_by("last_name", "username")
        self.fields["person"].queryset = people
        self.fields["person"].own = by
        if people.filter(pk=by and by.pk).exists():
            self.fields["person"].help_text = "自己填的直接在报告里填，不用分出；要给自己定一个交回日期，或者请同事核对后采用，才选本人。"
        self.helper = FormHelper()
        self.helper.layout = Layout(_Parts(), "person", "unit", "day", Field("note"))
        self.helper.add_input(Submit("give", "分出"))

    def clean(self):
        """Return the cleaned data; one holder, not two and not none."""
        cleaned = super().clean()
        if bool(cleaned.get("person")) == bool(cleaned.get("unit")) and "unit" not in self.errors:
            both = cleaned.get("person")
            words = "人员和科室只能填一个。" if both else "请选择人员，或者写科室的名称。"
            self.add_error("unit", words)
        return cleaned


class DayForm(forms.Form):
    """Another day for a part."""

    day = forms.DateField(label="交回日期", widget=_day_widget())


class SendBackForm(forms.Form):
    """Why a part is sent back."""

    reason = LineField(
        label="退回的原因", max_length=Assignment.LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2})
    )


class CodeForm(forms.Form):
    """The code that belongs to a link."""

    code = forms.CharField(
        label="验证码", max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": ""}),
        help_text="6 位数字，由发来链接的人另外告诉。",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("enter", "打开"))


class HandInForm(forms.Form):
    """Who filled a part in, and a word on what is not filled in."""

    signed = LineField(label="填报人姓名", max_length=60)
    answer = LineField(
        label="交出时的说明（可不填）", max_length=Assignment.LONGEST_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "有填不了的，写明哪些、为什么"}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True
