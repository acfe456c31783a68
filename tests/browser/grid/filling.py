"""How tests of the tables fill them and read what was stored."""

from reports.document import format_figure

COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")


def row(name: str) -> list[str]:
    """Return the cells of a row of table 三 that are typed, in order."""
    return [f"requests.{name}.{column}" for column in COLUMNS]


def fill_row(desk, name: str, figures: str) -> None:
    """Type a row from its first cell on, with Tab between."""
    desk.go(row(name)[0])
    for figure in figures.split():
        desk.keys.type(figure)
        desk.keys.press("Tab")


def stored(report) -> dict[str, str]:
    """Return what the server has, blanks left out."""
    figures = report.figures.exclude(value=None)
    return {figure.cell: format_figure(figure.value) for figure in figures}
