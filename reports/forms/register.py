"""The register's forms: one line for a new request, a page for the rest."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from reports.models.authoring.register import LONGEST_NUMBER, LONGEST_WORDS
from reports.register import Typed, TypedReview, captions
from reports.register.clearing import LEAST_YEARS, MOST_YEARS

from .imports import LARGEST
from .report import LineField, OtherButton

# The first key or letter of a kind of applicant, in the order of the columns.
LETTERS = ("z", "s", "k", "g", "f", "q")


def day_field(label: str, required: bool = False, **more) -> forms.DateField:
    """Return a field for a day, typed or picked."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": "请填写日期，例如 2026-03-05。", "required": "请填写日期。"}
    return forms.DateField(label=label, required=required, widget=widget, error_messages=wrong, **more)


class KindField(forms.CharField):
    """A kind of applicant by its number, its first letter or its name: 1, z, 自然人."""

    def __init__(self, **more):
        super().__init__(label="申请人", max_length=20, **more)
        self.widget.attrs |= {"autocomplete": "off", "list": "kinds"}

    def clean(self, value) -> str:
        """Return the column of the kind."""
        typed = super().clean(value).strip().lower()
        names = captions.applicants()
        for n, (key, letter) in enumerate(zip(names, LETTERS, strict=True), 1):
            if typed in (str(n), letter, names[key]) or typed.startswith(f"{n} "):
                return key
        raise forms.ValidationError("申请人请填 1 到 6，或者类型的名称。")


class NewRequestForm(forms.Form):
    """One line: number, day, kind; Enter."""

    number = LineField(label="编号", max_length=LONGEST_NUMBER)
    received_on = day_field("收到日期", True)
    applicant = KindField()
    body = LineField(label="承办单位", max_length=LONGEST_WORDS, required=False)
    matter = LineField(label="事由", max_length=LONGEST_WORDS, required=False)

    def __init__(self, *args, keeps_matter: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not keeps_matter:
            del self.fields["matter"]

    def typed(self) -> Typed:
        """Return the request."""
        return Typed(**self.cleaned_data)


def _outcome_choices() -> list:
    """Return the results, those under one caption together."""
    groups: dict[str, list] = {}
    for key, caption in captions.outcomes().items():
        group, _, own = caption.rpartition("·")
        groups.setdefault(group, []).append((key, own))
    plain = [("", "还没有办结"), *groups.pop("", [])]
    return [*plain, *groups.items()]


class RequestForm(forms.Form):
    """Everything about one request."""

    number = LineField(label="编号", max_length=LONGEST_NUMBER)
    received_on = day_field("收到日期", True)
    applicant = forms.ChoiceField(label="申请人类型")
    outcome = forms.ChoiceField(label="办理结果", required=False)
    closed_on = day_field("办结日期", help_text="答复送达或寄出的日期。没有办结的不填。")
    corrected_on = day_field("补正日期", help_text="收到补正后的申请的日期；答复期限从这一天起算。")
    extended = forms.BooleanField(label="已延期二十个工作日", required=False)
    third_party = forms.BooleanField(label="征求过第三方意见", required=False)
    body = LineField(label="承办单位", max_length=LONGEST_WORDS, required=False)
    matter = LineField(label="事由", max_length=LONGEST_WORDS, required=False,
                       help_text="几个字即可，不写姓名、住址、电话和证件号。")  # fmt: skip
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, keeps_matter: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["applicant"].choices = list(captions.applicants().items())
        self.fields["outcome"].choices = _outcome_choices()
        if not keeps_matter:
            del self.fields["matter"]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "保存"))

    def typed(self) -> Typed:
        """Return the request."""
        return Typed(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class ReviewForm(forms.Form):
    """A case of reconsideration or litigation."""

    number = LineField(label="案号", max_length=LONGEST_NUMBER)
    group = forms.ChoiceField(label="途径")
    received_on = day_field("收到日期", True, help_text="收到受理或应诉通知的日期。")
    request = LineField(label="对应的申请编号", max_length=LONGEST_NUMBER, required=False)
    outcome = forms.ChoiceField(label="结果", required=False)
    closed_on = day_field("审结日期")
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = list(captions.ways().items())
        self.fields["outcome"].choices = [("", "尚未审结"), *captions.review_outcomes().items()]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "保存"))

    def typed(self) -> TypedReview:
        """Return the review."""
        return TypedReview(**{n: v for n, v in self.cleaned_data.items() if n != "seen"})


class RegisterSettingsForm(forms.Form):
    """How the register is kept."""

    keeps_matter = forms.BooleanField(
        label="记事由（几个字）", required=False,
        help_text="默认不记。关掉后，已经记下的事由全部抹去。",
    )  # fmt: skip
    shown_above = forms.BooleanField(
        label="主管可以看各件", required=False, help_text="默认主管只看件数。"
    )
    years_kept = forms.IntegerField(
        label="保留年数", min_value=LEAST_YEARS, max_value=MOST_YEARS,
        help_text="更早办结的可以整批清理。",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(OtherButton("set", "保存设置"))


class BringForm(forms.Form):
    """A workbook, or what was copied from one."""

    file = forms.FileField(
        label="选择台账文件", required=False, allow_empty_file=True,
        help_text="XLSX、XLS、ET、CSV 都可以，列名、次序不限，不超过 20 MB。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.et,.ods,.csv,.txt,.docx,.html,.htm", "data-largest": LARGEST}),
    )  # fmt: skip
    text = forms.CharField(
        label="或者粘贴表格", required=False, strip=False,
        help_text="在 Excel 或 WPS 里选中表格（连同表头）、复制，粘贴到这里。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_id = "bring-form"
        self.helper.add_input(Submit("bring", "读取"))

    def clean(self):
        """Return the cleaned data with `source`: the bytes to read and their name."""
        cleaned = super().clean()
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        if upload and text.strip():
            raise forms.ValidationError("既选了文件，又粘贴了表格。一次只读一份：请去掉文件，或清空粘贴的内容。")
        if upload and upload.size > LARGEST:
            raise forms.ValidationError("文件超过 20 MB，没有读取。请分年另存后分次导入。")
        if upload:
            cleaned["source"] = (upload.read(), upload.name)
        elif text.strip():
            cleaned["source"] = (text.encode("utf-8", "replace"), "")
        elif not self.errors:
            raise forms.ValidationError("还没有选择文件，也没有粘贴表格。")
        return cleaned
