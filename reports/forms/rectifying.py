"""The forms around what is to be put right in a published report."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from reports.models import Rectification, RectificationStep

from .report import LineField

_LONGEST = Rectification.LONGEST


def _day() -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label="整改期限", widget=widget)


def _lines(label: str, required: bool = True, **more) -> LineField:
    area = forms.Textarea(attrs={"rows": 3})
    return LineField(label=label, max_length=_LONGEST, required=required, widget=area, **more)


class AskForm(forms.Form):
    """What is to be put right, where, who found it, by when."""

    place = forms.ChoiceField(label="位置", required=False)
    text = _lines("问题", help_text="写明哪里不对、依据是什么。")
    source = forms.ChoiceField(label="谁发现的", choices=Rectification.Source.choices)
    origin = LineField(
        label="来源说明", max_length=Rectification.LONGEST_ORIGIN, required=False,
        help_text="评估的名称、来信的编号；不写群众的姓名和电话。可以不填。",
    )  # fmt: skip
    due = _day()

    def __init__(self, report, data=None, **kwargs):
        super().__init__(data, **kwargs)
        edition = report.template
        sections = [(one.id, one.caption) for one in (edition.preface, *edition.sections)]
        tables = [
            (table.name, [(cell.id, cell.label) for cell in table.cells]) for table in edition.tables
        ]
        self.fields["place"].choices = [("", "全文"), *sections, *tables]
        self.fields["place"].error_messages["invalid_choice"] = "没有这个位置，请从列表里选。"
        self.fields["source"].error_messages["invalid_choice"] = "请选择是谁发现的。"
        self.helper = FormHelper()
        self.helper.add_input(Submit("ask", "提出整改"))


class AnswerForm(forms.Form):
    """A correction that is public already, or words."""

    way = forms.ChoiceField(choices=RectificationStep.Way.choices, error_messages={
        "required": "请选择用更正答复，还是用说明答复。",
        "invalid_choice": "请选择用更正答复，还是用说明答复。",
    })  # fmt: skip
    version = forms.IntegerField(required=False, min_value=1, max_value=10_000)
    words = _lines("说明", required=False)


class ActForm(forms.Form):
    """What the office says when it settles, sends back, puts off or takes back."""

    words = _lines("原因", required=False)
    due = forms.DateField(required=False, error_messages={"invalid": "整改期限不是日期，请重新选择。"})
