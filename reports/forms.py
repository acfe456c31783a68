"""What people fill in: the report itself, built from its edition, and the small forms around it."""

import json

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone

from reports.editions import FIRST_YEAR


class NewReportForm(forms.Form):
    """Which organ's report, and for which year."""

    organ = forms.ModelChoiceField(queryset=None, label="机关", empty_label=None)
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args, organs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs
        latest = timezone.localdate().year
        years = range(latest, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(year, f"{year}年度") for year in years]
        # In January last year's report is due; from the summer on, people prepare this year's.
        if not self.is_bound:
            early = timezone.localdate().month < 7
            self.initial.setdefault("year", latest - 1 if early else latest)
        self.helper = FormHelper()
        self.helper.add_input(Submit("create", "新建空白报告"))


class DetailsForm(forms.Form):
    """The title, the date of issue and the index number of a report."""

    title = forms.CharField(label="标题", max_length=200)
    issued = forms.DateField(
        label="发布日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="印在报告末尾的落款日期。可以在公开前再填。",
    )
    index_number = forms.CharField(
        label="索引号", max_length=60, required=False, help_text="没有索引号的可以不填。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "保存"))


class ImportForm(forms.Form):
    """A report as a JSON file, as the editor's 下载 gives it."""

    LARGEST = 20 * 1024 * 1024

    file = forms.FileField(label="JSON 文件", allow_empty_file=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("upload", "读取文件"))

    def clean_file(self):
        """Return the file's bytes; refuse what is too large."""
        upload = self.cleaned_data["file"]
        if upload.size > self.LARGEST:
            raise forms.ValidationError("文件超过 20 MB，没有读取。")
        return upload.read()


class ReportForm(forms.Form):
    """The whole report as one form, built from its edition. (Interim; the grid's layout follows.)"""

    def __init__(self, edition, *args, frozen: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        for cell in edition.cells.values():
            self.fields[cell.id] = forms.CharField(label=cell.label, required=False)
        for section in (edition.preface, *edition.narratives):
            self.fields[section.id] = forms.CharField(
                label=section.caption, required=False, widget=forms.Textarea
            )
        self.fields["base"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.helper = FormHelper()

    def entries(self) -> dict[str, str]:
        """Return what was typed, place by place; what could not be read is left out."""
        return {name: text for name, text in self.cleaned_data.items() if name != "base"}

    def base(self) -> dict[str, tuple[str | None, int]]:
        """Return the text and revision that the page showed, place by place."""
        try:
            value = json.loads(self.data.get("base") or "{}")
        except ValueError:
            value = {}
        return value if isinstance(value, dict) else {}
