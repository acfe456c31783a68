"""What our own office files and their readers agree on: names of cells, of captions, of styles.

Names travel with their cells when rows are put in or sheets renamed, as addresses would not.
"""

KEPT = "nianbao"  # the hidden sheet: key and value a line, then the words as they were
WORDS = "文字"  # the sheet of the narratives
VERSION = "1"
# A spreadsheet keeps 15 digits of a number, and 32,767 characters of a text.
MOST_DIGITS = 15
LONGEST_TEXT = 30_000
DETAILS = ("title", "organ", "year", "issued", "index_number")
LEVELS = {
    "h3": "（一）标题",
    "h4": "1.标题",
    "p": "正文",
    "ul": "列表",
    "ol": "编号列表",
    "table": "表格",
    "picture": "图片",
    "more": "接上行",
}


def cell_name(cell: str) -> str:
    """Return the defined name of a figure's cell."""
    return f"cell__{cell.replace('.', '__')}"


def caption_name(printed_id: str) -> str:
    """Return the defined name of a printed caption's cell."""
    return f"cap__{printed_id.replace('-', '_')}"


def section_name(section: str) -> str:
    """Return the defined name of the line that heads a section's words."""
    return f"words__{section}"


def detail_name(detail: str) -> str:
    """Return the defined name of a detail's cell: title, organ, year and so on."""
    return f"detail__{detail}"


# The styles of our own Word file, by the names that people see and programs keep.
STYLES = {
    "公文标题": "ReportHeading1",
    "一级标题": "ReportHeading2",
    "二级标题": "ReportHeading3",
    "三级标题": "ReportHeading4",
    "列表项": "ReportItem",
    "图片": "ReportPicture",
    "表格文字": "ReportCell",
    "表格标题": "ReportCaption",
    "表格行标题": "ReportStub",
    "落款": "ReportSignature",
    "着重": "ReportEmphasis",
}
