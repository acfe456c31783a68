"""The three numbers of the yearly statistics of enforcement, typed."""

from crispy_forms.helper import FormHelper
from django import forms

from reports.document import BadFigure, read_figure
from reports.editions import COUNT
from reports.importing.enforcement import MATTERS, Matter, Statistics
from reports.importing.enforcement.values import TOTAL

from .report import OtherButton


class TypedForm(forms.Form):
    """Licences, penalties, coercion; what is left blank is not compared."""

    licensing = forms.CharField(label="行政许可（准予和不予）", required=False, max_length=40)
    penalties = forms.CharField(label="行政处罚决定", required=False, max_length=40)
    coercion = forms.CharField(label="行政强制（措施、执行、申请法院）", required=False, max_length=40)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.helper = FormHelper()
        self.helper.add_input(OtherButton("typed", "记下"))

    def clean(self):
        """Return the cleaned data with whole numbers; something must be told."""
        cleaned = super().clean()
        for name in MATTERS:
            try:
                value = read_figure(cleaned.get(name) or "", COUNT).value
                cleaned[name] = None if value is None else int(value)
            except BadFigure as bad:
                self.add_error(name, str(bad))
        if not self.errors and all(cleaned.get(name) is None for name in MATTERS):
            raise forms.ValidationError("请至少填一个数；没有发生的填 0。")
        return cleaned

    def statistics(self) -> Statistics:
        """Return what was typed."""
        told = {name: self.cleaned_data[name] for name in MATTERS}
        return Statistics({n: Matter({TOTAL: v}) for n, v in told.items() if v is not None})
