"""Table 二 against the yearly statistics of administrative enforcement, which count the same once more."""

from collections.abc import Iterator, Mapping

from reports.document import Document, format_figure

from ..findings import Finding


def differences(document: Document, told: Mapping[str, tuple[int, str]]) -> Iterator[Finding]:
    """Yield a finding for each figure that is another there.

    `told`: by cell the count of the statistics and what it is made of. A blank is not judged.
    """
    for name, (count, words) in told.items():
        cell, value = document.edition.cells.get(name), document.cells.get(name)
        if cell and value is not None and value != count:
            message = (
                f"{cell.place}填的是 {format_figure(value)}，行政执法统计年报是 {count}（{words}），"
                f"相差 {format_figure(abs(value - count))}。请核对；统计口径不同的，写明理由后保留。"
            )
            yield Finding(f"{cell.table}.enforcement.{cell.row.id}", "warning", message, cells=(name,))
