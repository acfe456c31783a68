"""What people fill in: the report itself, built from its edition, and the small forms around it."""

import json
import math

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, LayoutObject, Submit
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from reports.access import states
from reports.document import BadFigure, read_figure, without_unseen
from reports.editions import FIRST_YEAR, Cell, Column, Edition, Equation, Model, Section, Table
from reports.editions.grid import Grid, GridCell, printed_grids
from reports.models import Report
from reports.writing.accepting import LONGEST_REASON

_MOST_LOOKED_AT = 200  # organs of one person


class OtherButton(Submit):
    """A form's button that is not the page's first one: crispy makes every one primary."""

    def __init__(self, name: str, caption: str, look: str = "btn-outline-primary"):
        super().__init__(name, caption)
        self.field_classes = f"btn {look}"


class LineField(forms.CharField):
    """A line of words: without controls and what shows nothing, which feeds and PDFs refuse."""

    def to_python(self, value) -> str:
        """Return the words with single spaces between them."""
        return " ".join(without_unseen(super().to_python(value)).split())


class NewReportForm(forms.Form):
    """Which organ's report, and for which year."""

    organ = forms.ModelChoiceField(queryset=None, label="机关", empty_label=None)
    year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "没有这个年度，请从列表中选择年度。"
        ),
    )

    kind = forms.ChoiceField(
        label="种类", required=False, choices=Report.Kind.choices,
        help_text="县级以上政府有两份：本级政府汇总（整个地区）和机关本级（政府自己和办公室）。其他机关只有一份，不用选。",
    )  # fmt: skip

    def __init__(self, *args, organs, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organ"].queryset = organs
        if not any(organ.kind.has_two for organ in organs[:_MOST_LOOKED_AT]):
            del self.fields["kind"]
        latest = timezone.localdate().year
        years = range(latest, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(year, f"{year}年度") for year in years]
        # In January last year's report is due; from the summer on, people prepare this year's.
        if not self.is_bound:
            early = timezone.localdate().month < 7
            self.initial.setdefault("year", latest - 1 if early else latest)
        self.helper = FormHelper()
        self.helper.add_input(Submit("create", "新建空白报告"))
        self.helper.add_input(OtherButton("follow", "沿用上年结构"))


    def clean(self) -> dict:
        """Leave the kind as it is where nobody was asked."""
        data = super().clean()
        organ = data.get("organ")
        if not data.get("kind") or (organ and not organ.kind.has_two):
            data["kind"] = Report.Kind.MAIN
        return data


class DetailsForm(forms.Form):
    """The title, the date of issue and the index number of a report."""

    title = LineField(label="标题", max_length=200)
    issued = forms.DateField(
        label="发布日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="印在报告末尾的落款日期。可以在公开前再填。",
    )
    index_number = LineField(
        label="索引号", max_length=60, required=False, help_text="没有索引号的可以不填。"
    )
    # The revision that the person looked at.
    seen = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "保存"))

    def look_again(self, revision: int) -> None:
        """Say that the person has now seen the report at `revision`."""
        self.data = self.data.copy()
        self.data["seen"] = revision


class PublishForm(forms.Form):
    """The date that a report is signed with and its index number; what was corrected.

    `before`: whether an earlier version is public ("live"), was withdrawn ("withdrawn"), or there
    is none (""). `seen` is the report's revision that the person looks at.
    """

    issued = forms.DateField(
        label="发布日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="印在报告末尾的落款日期。",
    )
    index_number = LineField(
        label="索引号", max_length=60, required=False, help_text="没有索引号的可以不填。"
    )
    note = LineField(
        label="更正说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="更正了什么、为什么更正，会与报告一起公开。",
    )
    answers = forms.MultipleChoiceField(
        label="这一版改正了哪些整改", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="勾选的整改随发布答复主管；整改的内容不公开。",
        error_messages={"invalid_choice": "有一条整改已经答复或撤销，请重新勾选。"},
    )  # fmt: skip
    seen = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def __init__(self, *args, before: str, open_ones=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answers"].choices = [(str(one.pk), one.text) for one in open_ones]
        self.fields["answers"].initial = [str(one.pk) for one in open_ones]
        if not open_ones:
            del self.fields["answers"]
        if not before:
            del self.fields["note"]
        elif before == states.WITHDRAWN:
            self.fields["note"].required = False
            self.fields[
                "note"
            ].help_text = (
                "与上次公开的版本有任何不同时必填：更正了什么、为什么更正，会与报告一起公开。"
            )
        self.helper = FormHelper()
        # Beside the page itself: …/publication/publish/.
        self.helper.attrs = {"action": "publish/"}
        self.helper.add_input(Submit("check", "下一步：核对"))

    def look_again(self, revision: int) -> None:
        """Say that the person has now seen the report at `revision`."""
        self.data = self.data.copy()
        self.data["seen"] = revision


class WithdrawForm(forms.Form):
    """Why a report is taken off the public site."""

    reason = LineField(
        label="撤下的原因", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="记入经过和审计，并通知填报人和审核人；公众看到的只有“已经撤下”。",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "act-right"
        self.helper.add_input(OtherButton("withdraw", "撤下这份报告", "btn-outline-danger"))


class AcceptanceForm(forms.Form):
    """Why a warning is kept. `handing_in`: it is written on the way to handing in."""

    key = forms.CharField(widget=forms.HiddenInput)
    handing_in = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="保留的理由",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": "如：复议数为本级立案数，统计口径不同"}
        ),
    )

    def __init__(
        self, report_id: int, finding_key: str, data=None, *, handing_in: bool = False, reasons=()
    ):
        initial = {"key": finding_key, "handing_in": "1"}
        super().__init__(data, auto_id=f"{finding_key}_%s", initial=initial)
        if not handing_in:
            del self.fields["handing_in"]
        if reasons:
            choices = [("", "（从常用的理由里选，或者在下面写）"), *((one, one) for one in reasons)]
            usual = forms.ChoiceField(label="常用的理由", choices=choices, required=False)
            self.fields = {**self.fields, "usual": usual}
            self.order_fields(["key", "handing_in", "usual", "reason"])
            self.fields["reason"].required = False
        self.key = finding_key
        self.helper = FormHelper()
        self.helper.form_action = reverse("accept", args=[report_id])
        self.helper.form_class = "acceptance-form"
        self.helper.add_input(OtherButton("accept", "保留并说明"))

    def say(self, sentence: str) -> None:
        """Say why the reason was not kept, instead of what the form itself would say."""
        self.is_valid()
        self.errors.pop("reason", None)
        self.add_error("reason", sentence)


class FigureField(forms.CharField):
    """One cell of the edition: whatever may be typed in a figure, refused with its sentence."""

    def __init__(self, cell: Cell):
        super().__init__(label=f"{cell.table_name}：{cell.label}", required=False)
        self.kind = cell.kind

    def clean(self, value):
        """Return what was typed; raise ValidationError with the sentence of read_figure."""
        typed = super().clean(value)
        try:
            read_figure(typed, self.kind)
        except BadFigure as bad:
            raise forms.ValidationError(str(bad)) from None
        return typed


# How a page that is not there yet takes a table of so many lines to be (static/css/desk.css).
_LENGTHS = {"has-few-lines": 7, "has-some-lines": 20, "has-many-lines": math.inf}


class TablePart(LayoutObject):
    """A section's table, drawn as printed, with a light input in every figure cell."""

    template = "clerk/sections/grid.html"

    def __init__(self, edition: Edition, section: Section, guide: str = ""):
        self.section, self.table = section, edition.table(section.id)
        self.computed = edition.computed
        guide = guide or reverse("edition_guide", args=[edition.id])
        self.guide = guide if self.table.has_help else ""
        self.balances = _balances(edition, self.table)

    def render(self, form, context, template_pack=None, **kwargs):
        """Return the grids of the table; 200 inputs are too many for a template each."""
        marks = _marks(context.get("findings", ()))
        remarks, before = {}, context.get("before") or {}
        for remark in context.get("open_remarks", ()):
            remarks.setdefault(remark.place, []).append(remark)
        grids = [
            (
                grid,
                column_classes(grid),
                [
                    [(*self._place(c, form, marks, remarks), c.cell and before.get(c.cell.id, ""))
                     for c in line]
                    for line in grid.body
                ],
            )
            for grid in printed_grids(self.table)
        ]
        typed = (cell.id for cell in self.table.cells if cell.id not in self.computed)
        blank = sum(not form.typed(cell) for cell in typed)
        lines = sum(len(grid.head) + len(grid.body) for grid, *_ in grids)
        length = next(name for name, most in _LENGTHS.items() if lines <= most)
        words = {"section": self.section, "table": self.table, "grids": grids, "blank": blank,
                 "length": length,
                 "balances": self.balances, "frozen": form.frozen, "guide": self.guide,
                 "has_before": bool(before),
                 "registered": context.get("registered") or {},
                 **remarks_on(self.section.id, context)}  # fmt: skip
        return get_template(self.template).render(words)

    def _place(self, printed: GridCell, form, marks: dict, remarks: dict) -> tuple:
        if printed.cell is None:
            return printed, None, None, None, None, None
        name = printed.cell.id
        errors = form.errors.get(name) if form.is_bound else None
        locked = form.frozen or name in self.computed
        return printed, form.typed(name), errors, locked, marks.get(name), remarks.get(name)


class NarrativePart(LayoutObject):
    """A section in words: its text, and beside it what the law wants said there."""

    template = "clerk/sections/narrative.html"

    def __init__(self, section: Section):
        self.section = section

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        """Return the section's field, laid out by crispy, and the aid beside it."""
        report = context.get("report")
        government = bool(report) and report.organ.kind.government
        topics = [t for t in self.section.topics if government or not t.governments_only]
        rows = _rows(form.typed(self.section.id))
        field = Field(self.section.id, aria_labelledby=f"h-{self.section.id}", rows=rows)
        field = field.render(form, context, template_pack=template_pack)
        words = {"section": self.section, "topics": topics, "field": field}
        words["models"] = self._models(report, form, government)
        words |= remarks_on(self.section.id, context)
        return get_template(self.template).render(words)

    def _models(self, report, form, government: bool) -> list[tuple[Model, str]]:
        """Return the passages offered to this kind of organ, with what is known filled in."""
        if report is None or form.frozen:
            return []
        known = known_of(report)
        values = {name: form.typed(name) for name in report.template.cells} | known
        return [
            (model, model.filled(values))
            for model in self.section.models
            if model.governments in (None, government)
        ]


def _rows(text: str) -> int:
    """Return how many rows a text wants: about as high as the sheet that scripts put in its place."""
    return min(max(8, sum(1 + len(line) // 32 for line in text.splitlines())), 60)


def known_of(report) -> dict[str, str]:
    """Return what a model passage may say of a report besides its figures, by name."""
    return {
        "year": str(report.year),
        "organ": report.organ.name,
        "phone": report.organ.phone,
        "source": report.template.source,
    }


def remarks_on(section: str, context) -> dict:
    """Return what remarks.html needs to show the remarks on the section and its cells."""
    remarks = [r for r in context.get("open_remarks", ()) if r.section == section]
    names = ("report", "csrf_token")
    return {name: context.get(name) for name in names} | {"section_remarks": remarks}


def column_classes(grid: Grid) -> list[str]:
    """Return the class of each column of a grid, caption columns first."""
    stub = [f"stub-column-{n}" for n in range(grid.stub_width)]
    return stub + ["figure-column"] * (grid.width - grid.stub_width)


def _balances(edition: Edition, table: Table) -> list[Equation | None]:
    """Return, column by column, the equation whose summary stands under the column."""
    if table.across or len(table.blocks) > 1:
        return []
    found = [
        next((e for e in edition.equations if e.summary and _stands_in(e, table, column)), None)
        for column in table.blocks[0].columns
    ]
    return found if any(found) else []


def _stands_in(equation: Equation, table: Table, column: Column) -> bool:
    places = (cell.split(".") for cell in equation.cells)
    return all((place[0], place[-1]) == (table.id, column.id) for place in places)


def _marks(findings) -> dict[str, list]:
    """Return the findings of each cell; that a cell is blank can be seen."""
    marks: dict[str, list] = {}
    for finding in findings:
        for cell in finding.cells if finding.id != "cell.blank" else ():
            marks.setdefault(cell, []).append(finding)
    return marks


class ReportForm(forms.Form):
    """The whole report as one form, built from its edition: a field a cell, a field a section.

    `guide` is where what its figures count is explained, if not on the page of the edition.
    """

    def __init__(
        self, edition: Edition, data=None, *, frozen: bool = False, guide: str = "", **kwargs
    ):
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.frozen = frozen
        for cell in edition.cells.values():
            self.fields[cell.id] = FigureField(cell)
        for section in edition.worded:
            self.fields[section.id] = forms.CharField(
                label=section.caption, required=False, widget=forms.Textarea, disabled=frozen
            )
        self.fields["base"] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.helper = FormHelper()
        self.helper.form_id = "report-form"
        self.helper.attrs = {"novalidate": "", "autocomplete": "off"}
        self.helper.form_show_labels = False
        self.helper.layout = Layout("base", *_parts(edition, guide))
        if not frozen:
            self.helper.add_input(Submit("save", "保存", css_class="script-hides"))

    def typed(self, name: str) -> str:
        """Return the text that stands in a cell: what was posted, else what is stored."""
        source = self.data if self.is_bound else self.initial
        return source.get(name) or ""

    def entries(self) -> dict[str, str]:
        """Return what was typed, place by place; what could not be read is left out."""
        # A place that was not posted at all was not emptied either.
        posted = (name for name in self.cleaned_data if name != "base" and name in self.data)
        return {name: self.cleaned_data[name] for name in posted}

    def open_points(self) -> list[tuple[str, str, str]]:
        """Return what was refused: the place's name, what it is called, the sentence."""
        return [
            (name, self.fields[name].label if name in self.fields else "", sentences[0])
            for name, sentences in self.errors.items()
        ]

    def base(self) -> dict[str, tuple[str | None, int]]:
        """Return the text and revision that the page showed, place by place."""
        try:
            shown = json.loads(self.data.get("base") or "{}")
        except (ValueError, RecursionError):
            return {}
        pairs = shown.items() if isinstance(shown, dict) else ()
        return {place: (pair[0], pair[1]) for place, pair in pairs if _is_base(pair)}


def _is_base(pair) -> bool:
    match pair:
        case [str() | None, int()]:
            return True
    return False


def _parts(edition: Edition, guide: str) -> list[LayoutObject]:
    return [
        NarrativePart(section) if section.kind == "narrative" else TablePart(edition, section, guide)
        for section in edition.all_sections
    ]
