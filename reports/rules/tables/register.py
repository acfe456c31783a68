"""This year's figures against the register that they were taken from."""

from collections.abc import Iterator, Mapping

from reports.document import Document, format_figure

from ..findings import Finding


def differences(document: Document, register: Mapping[str, int]) -> Iterator[Finding]:
    """Yield a finding for each figure that is not what the register counts now.

    `register`: whole requests or reviews by cell, of the tables that were taken from it. A blank is
    nobody's answer yet and is not judged.
    """
    for name, counted in register.items():
        cell, value = document.edition.cells.get(name), document.cells.get(name)
        if cell and value is not None and value != counted:
            message = (
                f"{cell.place}填的是 {format_figure(value)}，取自台账；台账现在是 {counted}。"
                "请核对台账，或再取一次；确实不同的，写明理由。"
            )
            rest = name.removeprefix(f"{cell.table}.")
            yield Finding(f"{cell.table}.register.{rest}", "warning", message, cells=(name,))
