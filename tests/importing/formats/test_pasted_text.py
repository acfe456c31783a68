"""Text copied from a page: every cell on its own line, blanks lost, the site's words around it."""

from datetime import date
from decimal import Decimal

import pytest

from reports.document import plain_text
from reports.importing import read
from tests.factories import FIXTURES, posted_page

from ..making.pages import CITY
from ..making.printed import figures, grids

SEED = FIXTURES / "pasted-page.txt"


def unknown(reading) -> dict[str, list[str]]:
    """The rows without figures, each with the numbers that stood there."""
    blank: dict[str, str] = {}
    for cell in reading.document.edition.cells.values():
        if reading.cells[cell.id].value is None:
            blank[f"{cell.table}.{cell.row.id}"] = reading.cells[cell.id].read
    return {row: read_.split() for row, read_ in blank.items()}


def row(document, name: str) -> list[str]:
    return [document.figure(cell) for cell in document.edition.cells if cell.startswith(f"{name}.")]


def test_a_pasted_page_gives_title_organ_year_and_edition():
    document = read(SEED.read_bytes()).document

    assert document.title == "清溪区水务局2020年政府信息公开工作年度报告"
    assert (document.organ, document.year) == ("清溪区水务局", 2020)
    assert document.edition_id == "2019"
    assert document.issued == date(2021, 1, 28)


def test_whole_rows_of_a_pasted_page_are_read():
    document = read(SEED.read_bytes()).document

    assert row(document, "proactive.normative_documents") == ["1", "1", "4"]
    assert row(document, "proactive.penalties") == ["6", "-3", "9"]
    assert row(document, "proactive.procurement") == ["3", "86.45"]
    assert row(document, "requests.granted") == ["1", "0", "0", "0", "0", "0", "1"]
    assert row(document, "review.reconsideration") == ["1", "0", "0", "0", "1"]


def test_rows_that_lost_blanks_stay_unknown_with_what_stood_there():
    reading = read(SEED.read_bytes())

    assert unknown(reading) == {
        "proactive.fees": ["2"],
        "requests.new": ["2", "0", "2"],
        "requests.partially_granted": ["0"] * 5,
    }
    assert [n.read for n in reading.notices][:3] == ["2", "2 0 2", "0 0 0 0 0"]


def test_the_sites_words_around_a_pasted_page_are_left_out():
    document = read(SEED.read_bytes()).document

    assert document.preface == ""
    assert document.narrative("other_matters") == ""
    assert plain_text(document.narrative("problems")).endswith("对照目录逐项补齐。")
    assert "<h3>(二)依申请公开办理情况</h3>" in document.narrative("overview")


def test_windows_line_ends_and_lost_blank_lines_make_no_difference():
    text = SEED.read_text()
    windows = text.replace("\n", "\r\n").encode("gb18030")
    tight = "\n".join(line for line in text.split("\n") if line.strip()).encode("utf-16")

    assert read(windows).cells == read(SEED.read_bytes()).cells
    assert read(tight).document.cells == read(SEED.read_bytes()).document.cells


def test_rows_copied_with_tabs_keep_their_blanks():
    text = SEED.read_text().replace("(一)予以公开\n\n1\n\n0\n\n0\n\n0\n\n0\n\n0\n\n1\n",
                                    "三、本年度办理结果\t(一)予以公开\t1\t\t0\t0\t0\t0\t1\n")  # fmt: skip
    document = read(text.encode()).document

    assert row(document, "requests.granted") == ["1", "", "0", "0", "0", "0", "1"]


THREE = {
    "new": 4, "carried_over": 5, "granted": 6, "partially_granted": 6, "withheld_other_law": 5,
    "withheld_security_stability": 6, "withheld_third_party": 4,
    "withheld_internal_affairs": 4, "withheld_process": 5,
}  # fmt: skip


@pytest.fixture(scope="module")
def posted():
    """A page really posted, as far as its tables go: blanks are lost, some rows cannot be told."""
    return read(posted_page().encode())


def test_a_posted_page_gives_its_figures(posted):
    document = posted.document

    assert row(document, "proactive.licensing") == ["3", "0", "3"]
    assert row(document, "proactive.penalties") == ["2", "-2", "0"]
    assert document.cells["proactive.procurement.amount"] == Decimal("272.2")
    zeros = ("rules", "normative_documents", "other_services", "coercion")
    assert all(row(document, f"proactive.{name}") == ["0"] * 3 for name in zeros)
    assert row(document, "review") == ["0"] * 15


def test_a_posted_page_leaves_exactly_its_unknown_rows(posted):
    wanted = {f"requests.{name}": ["0"] * count for name, count in THREE.items()}

    assert unknown(posted) == wanted | {"proactive.fees": ["0"]}


def test_every_other_figure_of_a_posted_table_three_is_zero(posted):
    cells = {c: v for c, v in posted.document.cells.items() if c.startswith("requests.")}
    known = [value for cell, value in cells.items() if cell.split(".")[1] not in THREE]

    assert known == [0] * 98


def test_the_words_of_a_posted_page_are_whole(posted):
    document = posted.document

    assert (document.organ, document.year) == ("瀍水区文化和旅游局", 2020)
    assert document.narrative("overview").count("<h3>") == 6
    assert "网站地图" not in str(document.sections)
    assert document.narrative("other_matters") == ""


PIPED = """清溪区水务局2023年政府信息公开工作年度报告
二、主动公开政府信息情况
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 | |
| 规章 | 0 | 0 | 0 | |
| 行政规范性文件 | 1 | 0 | 2 | |
| 信息内容 | 本年处理决定数量 | ||
| 行政许可 | 4 | ||
| 行政处罚 | | 3 | ||
三、收到和处理政府信息公开申请情况
| 一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 | ||
| 二、上年结转政府信息公开申请数量 | 2 | | | | | 2 | | |
| （一）予以公开 | 5 | | | | | | 5 | ||
"""


def test_blank_places_around_as_many_figures_as_are_due_leave_no_doubt():
    reading = read(PIPED.encode())

    assert row(reading.document, "proactive.normative_documents") == ["1", "0", "2"]
    assert row(reading.document, "proactive.licensing") == ["4"]
    assert row(reading.document, "proactive.penalties") == ["3"]
    assert row(reading.document, "requests.new") == ["3", "0", "0", "0", "0", "0", "3"]
    assert row(reading.document, "requests.granted") == ["5", "", "", "", "", "", "5"]


def test_blank_places_that_could_be_left_out_at_either_end_leave_the_row_unknown():
    assert unknown(read(PIPED.encode()))["requests.carried_over"] == ["2", "2"]


def test_as_many_figures_as_are_due_under_one_caption_are_told_as_such():
    page = """<table><tr><td>信息内容</td><td colspan=3>本年制发件数</td></tr>
      <tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr></table>"""

    reading = read(page.encode())

    assert unknown(reading)["proactive.rules"] == ["1", "2", "3"]
    assert "有3个数字，但与表头的栏目对不上" in reading.notices[0].message


def csv_of(document) -> str:
    lines = [document.title]
    for section in document.edition.sections:
        lines.append(f"{section.caption},,,")
        if section.kind == "table":
            table = document.edition.table(section.id)
            printed = (line for _, grid, _ in grids(document, table) for line in grid)
            lines += [",".join(cell.text for cell in line) for line in printed]
        else:
            lines.append('"2024年,有序推进。",,,')
    return "\n".join(lines)


def test_a_csv_is_read_cell_for_cell():
    document = read(csv_of(CITY).encode("gb18030")).document

    assert document.cells == CITY.cells
    assert document.title == CITY.title
    assert plain_text(document.narrative("overview")) == "2024年,有序推进。"


@pytest.mark.parametrize("mark", [";", "，", "、"])
def test_figures_parted_by_another_mark_are_unknown_and_not_called_blank(mark):
    table = CITY.edition.table("proactive")
    rows = [mark.join([caption, *values]) for caption, values in figures(CITY, table)]
    text = "\n".join([CITY.title, "一、总体情况", "平稳。", "二、主动公开政府信息情况", *rows])

    reading = read(text.encode())

    cell = reading.cells["proactive.normative_documents.issued"]
    assert (cell.state, cell.value) == ("unsure", None) and "227" in cell.read
    assert not any("是空白" in n.message for n in reading.notices)


def test_a_line_of_figures_parted_by_wide_spaces_is_as_many_figures():
    row = "　".join(["118"] * 7)
    text = (
        f"{CITY.title}\n三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n{row}"
    )

    reading = read(text.encode())

    assert reading.document.cells["requests.new.total"] == 118
