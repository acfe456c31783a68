"""The forms of bulk import: the files that are brought, and what is said of each."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings

from reports.document import read_figure
from reports.gathering import Choice
from reports.importing import Reading
from reports.importing.formats import accepted, endings

from .report import FigureField

LARGEST = 60 * 1024 * 1024
TOO_LARGE = "too_large"
LOOKED = "looked"  # the cells that were compared with their picture or source


class Files(forms.FileInput):
    """A file chooser that takes many."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Many files: a list of uploads."""

    def clean(self, data, initial=None) -> list:
        """Return the uploads; refuse none at all."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads and self.required:
            raise forms.ValidationError("还没有选择文件。", code="required")
        return [super(FilesField, self).clean(upload, initial) for upload in uploads]


class LotForm(forms.Form):
    """The files of a lot: a ZIP, or many files."""

    files = FilesField(
        label="选择一个 ZIP，或者多个文件",
        allow_empty_file=True,
        widget=Files(
            attrs={"accept": f".zip,{endings(scans=False)}", "data-largest": LARGEST,
                   "data-most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = "、".join(kind.caption for kind in accepted(scans=False))
        kept = "一次不超过 60 MB、1000 个文件，单个文件不超过 20 MB"
        self.fields["files"].help_text = (
            f"ZIP 里可以有多层文件夹；能读{kinds}。{kept}；不打包直接选的，一次不超过 300 个。"
        )
        self.helper = FormHelper()
        self.helper.form_id = "lot-form"
        self.helper.add_input(Submit("bring", "上传并开始读取"))

    def clean(self):
        """Refuse what is more than one request may bring."""
        cleaned = super().clean()
        if sum(upload.size for upload in cleaned.get("files", [])) > LARGEST:
            raise forms.ValidationError(
                "文件合计超过 60 MB，没有上传。请分几次上传。", code=TOO_LARGE
            )
        return cleaned


def choices_in(posted: Mapping[str, str], files: Iterable[int]) -> dict[int, Choice]:
    """Return what was posted of each of the files, by id; `all`: every proposal holds.

    Who writes another organ or year than stood on the page (`stood`) means it, ticked or not.
    """
    return {pk: _choice(posted, pk) for pk in files}


def _choice(posted: Mapping[str, str], pk: int) -> Choice:
    organ = " ".join(posted.get(f"organ-{pk}", "").replace("\0", "").split())[:100]
    year = posted.get(f"year-{pk}", "")[:10]
    stood = posted.get(f"stood-{pk}", f"{organ} {year}").rpartition(" ")
    is_new = organ and organ != stood[0] or year and year != stood[2]
    holds = f"holds-{pk}" in posted or "all" in posted and bool(organ) or bool(is_new)
    return Choice(organ=organ, year=year, holds=holds, left_out=f"out-{pk}" in posted)


class FiguresForm(forms.Form):
    """The figures of a file of a lot, as they were read, to be put right."""

    def __init__(self, reading: Reading, data=None):
        super().__init__(data, use_required_attribute=False)
        self.reading = reading
        for cell in reading.document.edition.cells.values():
            self.fields[cell.id] = FigureField(cell)

    def typed(self, name: str) -> str:
        """Return the text in a cell: what was posted, else what was read."""
        if self.is_bound and name in self.data:
            return self.data[name]
        return self.reading.document.figure(name)

    def fault(self, name: str) -> str:
        """Return why what was posted for a cell cannot stand there."""
        return self.errors[name][0] if self.is_bound and name in self.errors else ""

    def figures(self) -> dict[str, Decimal | None]:
        """Return the figures that were posted."""
        cells = self.reading.document.edition.cells.values()
        return {
            cell.id: read_figure(self.data[cell.id], cell.kind).value
            for cell in cells
            if cell.id in self.data and cell.id not in self.errors
        }

    def looked(self) -> set[str]:
        """Return the cells that were compared with the source and found right."""
        return set(self.data.getlist(LOOKED)) & set(self.fields) if self.is_bound else set()

    def open_points(self) -> list[tuple[str, str, str]]:
        """Return what was refused: the cell's id, what it is called, the sentence."""
        return [(name, self.fields[name].label, faults[0]) for name, faults in self.errors.items()]
