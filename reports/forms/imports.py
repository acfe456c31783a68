"""What people fill in when they bring a report in: the file, where it goes, what of it is taken."""

import json
import re
from decimal import Decimal
from functools import cached_property

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, LayoutObject, Submit
from django import forms
from django.template.loader import get_template

from reports.document import format_figure, read_figure
from reports.editions import Edition, Section
from reports.editions.grid import GridCell, printed_grids
from reports.importing import MOST_SCANNED, can_read, is_picture
from reports.importing.fitting.doubts import Answer, Doubt, doubts
from reports.importing.fitting.fitting import Look
from reports.importing.formats import accepted, endings

from .gathering import LOOKED, Files, FilesField
from .report import FigureField, NewReportForm, column_classes

LARGEST = 20 * 1024 * 1024
TOO_LARGE = "too_large"
_TAKE = "take-"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


class UploadForm(forms.Form):
    """A file, or what was copied from a page or a Word document.

    `clipboard` carries what a browser's clipboard holds besides plain text, as a file (import.js).
    """

    file = FilesField(
        label="选择文件",
        required=False,
        allow_empty_file=True,
        widget=Files(attrs={"accept": endings(), "data-largest": LARGEST}),
    )
    text = forms.CharField(
        label="或者粘贴内容",
        required=False,
        strip=False,
        help_text="在已公开的网页或 Word 文档里全选、复制，粘贴到这里。",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    clipboard = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="",
        widget=forms.FileInput(attrs={"hidden": "", "tabindex": "-1", "aria-label": "剪贴板"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = "、".join(kind.words for kind in accepted())
        scans = "扫描件、照片有几页的，一次选中各页，按文件名排列。" if can_read() else ""
        self.fields["file"].help_text = f"{kinds}，不超过 20 MB。{scans}"
        self.helper = FormHelper()
        self.helper.form_id = "upload-form"
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "file",
            Field("text", css_class="paste-box"),
            Div(Field("clipboard"), css_class="hidden-field"),
        )
        self.helper.add_input(Submit("upload", "读取"))

    def clean(self):
        """Return the cleaned data with `source`: the bytes to read and their name.

        Several pictures are `pages`, in the order of their names.
        """
        cleaned = super().clean()
        if cleaned.get("file") and cleaned.get("text", "").strip():
            raise forms.ValidationError(
                "既选了文件，又粘贴了内容。一次只读一份：请去掉文件，或清空粘贴的内容。"
            )
        copied = cleaned.get("clipboard")
        uploads = cleaned.get("file") or ([copied] if copied else [])
        if uploads:
            if sum(upload.size for upload in uploads) > LARGEST:
                raise forms.ValidationError(
                    "文件超过 20 MB，没有读取。请另存为较小的文件，或只复制报告的正文粘贴。",
                    code=TOO_LARGE,
                )
            self._take(cleaned, sorted(uploads, key=lambda upload: _in_order(upload.name)))
        elif _ADDRESS.fullmatch(cleaned.get("text", "").strip()):
            raise forms.ValidationError(
                "粘贴的是网址。系统不会访问任何网站：请在浏览器里打开这个网页，"
                "全选、复制后粘贴内容，或把网页另存为文件再选择。"
            )
        elif cleaned.get("text", "").strip():
            cleaned["source"] = (cleaned["text"].encode("utf-8", "replace"), "粘贴的内容.txt")
        elif not self.errors:
            raise forms.ValidationError("还没有选择文件，也没有粘贴内容。")
        return cleaned

    def _take(self, cleaned: dict, uploads: list) -> None:
        files = [upload.read() for upload in uploads]
        if len(files) == 1:
            cleaned["source"] = (files[0], uploads[0].name)
            return
        if not all(map(is_picture, files)) or len(files) > MOST_SCANNED:
            raise forms.ValidationError(
                f"一次只读一份报告：几个文件的，只能都是图片（JPEG、PNG），是同一份报告的各页，最多{MOST_SCANNED}页。"
            )
        cleaned["pages"] = files
        cleaned["source"] = (b"", f"{uploads[0].name}等{len(files)}张图片")


def _in_order(name: str) -> list:
    """Return what sorts names with their numbers: 2 before 10."""
    parts = re.split(r"(\d{1,9})", name.lower())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


class AimForm(NewReportForm):
    """Which report a file goes into: an organ of the person's, and a year."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.fields)
        self.helper.add_input(Submit("aim", "继续核对"))


class LookForm(forms.Form):
    """A file as read, beside what the report has: figures to put right, parts to choose."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, look: Look, data=None, **kwargs):
        super().__init__(data, use_required_attribute=False, **kwargs)
        self.look = look
        edition = look.present.edition
        for cell in edition.cells.values():
            self.fields[cell.id] = FigureField(cell)
        captions = {s.id: s.caption for s in (edition.preface, *edition.sections)}
        for part, caption in {"details": "标题、发布日期和索引号", **captions}.items():
            self.fields[choice(part)] = _box(f"导入：{caption}")
        self.fields["clear"] = _box("文件里空白、报告里已填的数字，也一并清空")
        if look.year_question:
            # Asked when something is taken, not when it is only looked at again.
            self.fields["other_year"] = _box(look.year_question, required="take" in self.data)
        self.initial = self.initial or _proposed(look)
        self.helper = _look_helper(edition)

    @cached_property
    def looked(self) -> set[str]:
        """The cells that are marked as compared with their picture."""
        if not self.is_bound:
            return set(self.look.looked)
        return set(self.data.getlist(LOOKED)) & set(self.look.pictured)

    def alike(self, row: str) -> list[str]:
        """Return the cells of a row that sums confirm and that are as they were read."""
        return [
            cell.id
            for cell in self.look.present.edition.cells.values()
            if cell.id.rpartition(".")[0] == row and self._is_sure(cell.id)
        ]

    def _is_sure(self, cell: str) -> bool:
        got = self.look.file.cells[cell]
        as_read = self.typed(cell).strip() == format_figure(got.value)
        return got.is_pictured and got.state == "sure" and as_read

    def typed(self, name: str) -> str:
        """Return the text in a cell: what was posted, else what was read."""
        source = self.data if self.is_bound else self.initial
        return source.get(name) or ""

    def chosen(self, name: str) -> bool:
        """Whether a box is ticked."""
        return name in self.data if self.is_bound else bool(self.initial.get(name))

    def fault(self, name: str) -> str:
        """Return why what stands in a cell cannot stand there, also before anything is posted."""
        try:
            self.fields[name].clean(self.typed(name))
        except forms.ValidationError as fault:
            return fault.messages[0]
        return ""

    def figures(self) -> dict[str, Decimal | None]:
        """Return the figures that were posted and could be read."""
        return {
            cell.id: read_figure(self.data[cell.id], cell.kind).value
            for cell in self.look.present.edition.cells.values()
            if cell.id in self.data and cell.id not in self.errors
        }

    def parts(self) -> set[str]:
        """Return the ids of the chosen sections, tables and details."""
        return {name.removeprefix(_TAKE) for name in self.data if name.startswith(_TAKE)}

    def answered(self, button: str) -> tuple[Answer | None, dict[str, str]]:
        """Return the answer that a doubt's button stands for, and the texts that it changes."""
        name, _, key = button.partition(" ")
        doubt = next((one for one in self.doubts if one.key == key), None)
        answer = next((a for a in doubt.answers if a.name == name), None) if doubt else None
        return answer, doubt.changes(name, self.typed) if answer else {}

    @cached_property
    def doubts(self) -> list[Doubt]:
        """The doubts that several cells of the file have in common."""
        return doubts(self.look)

    def open_points(self) -> list[tuple[str, str, str]]:
        """Return what was refused: the place's name, what it is called, the sentence."""
        return [
            (name, self.fields[name].label if name in self.fields else "", sentences[0])
            for name, sentences in self.errors.items()
        ]


def choice(part: str) -> str:
    """Return the name of the box that chooses a part."""
    return f"{_TAKE}{part}"


def _box(label: str, required: bool = False) -> forms.BooleanField:
    words = {"required": "年度不一致：请核对有没有选错文件；确认无误的，勾选这一项再导入。"}
    return forms.BooleanField(label=label, required=required, error_messages=words)


def _proposed(look: Look) -> dict:
    """Return what the form starts with: figures as read, every part that has something new."""
    edition = look.present.edition
    figures = {cell: format_figure(got.value) for cell, got in look.file.cells.items()}
    tables = {choice(table.id): True for table in edition.tables}
    words = {choice(section): True for section in look.words}
    return {**figures, **tables, **words, "seen": look.seen}


def _look_helper(edition: Edition) -> FormHelper:
    helper = FormHelper()
    helper.form_id = "look-form"
    helper.attrs = {"novalidate": "", "autocomplete": "off"}
    helper.form_show_labels = False
    parts = [
        LookWords(section) if section.kind == "narrative" else LookTable(edition, section)
        for section in (edition.preface, *edition.sections)
    ]
    helper.layout = Layout("seen", LookDoubts(), LookDetails(), *parts, LookEnd())
    return helper


class _Part(LayoutObject):
    """A part of the look, drawn by a template of its own."""

    template = ""

    def render(self, form, context, template_pack=None, **kwargs):
        """Return the part's mark-up."""
        words = {"form": form, "look": form.look, **self.words(form)}
        return get_template(self.template).render(words)

    def words(self, form: LookForm) -> dict:
        """Return what the template needs besides the form and the look."""
        return {}


class LookDoubts(_Part):
    """A line for every doubt that several cells have in common, with its answers."""

    template = "importing/doubts.html"

    def words(self, form: LookForm) -> dict:
        """Return the doubts, each answer with what a script writes for it."""
        return {
            "doubts": [
                (doubt, [(answer, json.dumps(answer.texts)) for answer in doubt.answers])
                for doubt in form.doubts
            ]
        }


class LookDetails(_Part):
    """Title, date of issue and index number, where the file has other ones."""

    template = "importing/details.html"

    def words(self, form: LookForm) -> dict:
        """Return the box of the details."""
        return {"chosen": form.chosen(choice("details")), "name": choice("details")}


class LookWords(_Part):
    """A section in words: what the report says, what the file says."""

    template = "importing/words.html"

    def __init__(self, section: Section):
        self.section = section

    def words(self, form: LookForm) -> dict:
        """Return the section's words in the file and what they would replace."""
        name = choice(self.section.id)
        return {
            "section": self.section,
            "name": name,
            "chosen": form.chosen(name),
            "change": form.look.words.get(self.section.id),
            "written": form.look.file.narratives[self.section.id],
        }


class LookTable(_Part):
    """A section's table as printed, each cell with how surely it was read, and from which words."""

    template = "importing/grid.html"

    def __init__(self, edition: Edition, section: Section):
        self.section, self.table = section, edition.table(section.id)

    def words(self, form: LookForm) -> dict:
        """Return the grids of the table and what of the report it would replace."""
        name = choice(self.section.id)
        grids = [
            (
                grid,
                column_classes(grid),
                [_look_line(line, form) for line in grid.body],
            )
            for grid in printed_grids(self.table)
        ]
        changes = [c for c in form.look.changes.values() if c.cell.table == self.table.id]
        replaced = [change for change in changes if change.replaces]
        pictured = set(form.look.pictured) & {cell.id for cell in self.table.cells}
        return {"section": self.section, "name": name, "pictured": len(pictured),
                "looked": len(pictured & form.looked), "chosen": form.chosen(name),
                "grids": grids, "fresh": len(changes) - len(replaced),
                "replaced": replaced}  # fmt: skip


def _look_line(line: tuple[GridCell, ...], form: LookForm) -> list[tuple]:
    """Return a row's cells; its caption with the row's name and how many cells one act confirms."""
    row = next(c.cell.id for c in line if c.cell).rpartition(".")[0]
    caption = [c for c in line if c.cell is None][-1:]
    act = (row, len(form.alike(row)))
    return [_look_cell(c, form, act if c in caption and act[1] else ("", 0)) for c in line]


def _look_cell(printed: GridCell, form: LookForm, act: tuple[str, int]) -> tuple:
    if printed.cell is None:
        return printed, *act, None, None, "", False
    name = printed.cell.id
    change = form.look.changes.get(name)
    piece = form.look.reading.pieces.get(name, "")
    got, looked = form.look.file.cells[name], name in form.looked
    return printed, form.typed(name), form.fault(name), got, change, piece, looked


class LookEnd(_Part):
    """What stands at the foot: the last questions, and the buttons."""

    template = "importing/end.html"
