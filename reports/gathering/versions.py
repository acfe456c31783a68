"""Files of a lot for the same organ and year: how one differs from another, for whoever has to choose."""

from collections.abc import Iterator, Sequence

from reports.editions import get_edition
from reports.editions.quoting import quoted
from reports.models import GatheredFile, Gathering

MOST = 50  # files of an organ and a year that are laid beside each other
_OTHERS, _PLACES = 3, 3  # that are told of one file: others, and figures of each


def told_apart(lot: Gathering, files: Sequence[GatheredFile]) -> dict[int, list[str]]:
    """Return, of those of `files` (with their standing) that have rivals, what sets each apart from them."""
    rivals = [file for file in files if file.rival]
    told: dict[int, list[str]] = {}
    for key in {_report_of(file) for file in rivals}:
        organ, year, kind = key
        same = lot.items.filter(organ=organ, year=year, kind=kind, left_out=False)
        read = same.exclude(reading=None).order_by("position").values_list("pk", "path", "reading")
        documents = {pk: (path, value["document"]) for pk, path, value in read[:MOST]}
        for file in rivals:
            if _report_of(file) == key and file.pk in documents:
                told[file.pk] = list(_beside(file.pk, documents))
    return told


def _report_of(file: GatheredFile) -> tuple:
    return file.organ_id, file.year, file.kind


def _beside(pk: int, documents: dict[int, tuple[str, dict]]) -> Iterator[str]:
    mine = documents[pk][1]
    others = [one for other, one in documents.items() if other != pk]
    for path, other in others[:_OTHERS]:
        yield f"与{quoted(path.rsplit('/', 1)[-1])}：{_difference(mine, other)}"
    if len(others) > _OTHERS:
        yield f"还有{len(others) - _OTHERS}个文件没有比。"


def _difference(mine: dict, other: dict) -> str:
    """Return how two documents, in the documented JSON form, differ."""
    if mine["edition"] != other["edition"]:
        return "模板不同。"
    figures, words = _figures(mine, other), _words(mine, other)
    if not figures and not words:
        return "数字、文字都相同。"
    told = f"{len(figures)}格数字不同：{'；'.join(figures[:_PLACES])}" if figures else "数字相同"
    more = "等" if len(figures) > _PLACES else ""
    return f"{told}{more}；{'文字不同：' + '、'.join(words) if words else '文字相同'}。"


def _figures(mine: dict, other: dict) -> list[str]:
    cells = get_edition(mine["edition"]).cells
    return [
        f"{cell.place}，这份{_figure(mine['cells'][name])}，那份{_figure(other['cells'][name])}"
        for name, cell in cells.items()
        if mine["cells"][name] != other["cells"][name]
    ]


def _words(mine: dict, other: dict) -> list[str]:
    edition = get_edition(mine["edition"])
    found = [s.caption for s in edition.narratives if mine["sections"][s.id] != other["sections"][s.id]]
    return [edition.preface.caption] * (mine["preface"] != other["preface"]) + found


def _figure(value: int | str | None) -> str:
    return "空白" if value is None else str(value)
