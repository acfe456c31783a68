"""What a typographer looks at: lines, heads, lists, pictures, small tables, pages saved."""

import base64
import io
import re
from dataclasses import replace
from decimal import Decimal

import outloud
import pytest
from PIL import Image

from reports.rendering import paper_saving
from reports.rendering.columns import column_shares
from reports.rendering.heads import with_run_in_heads
from reports.rendering.links import linked
from reports.rendering.page.pdf import document_pdf
from reports.rendering.typesetting.linebreaks import line_end
from reports.rendering.typesetting.prose import arranged
from tests.rendering.reading import HEIGHT, LEFT, TOP, WIDTH, Sheets

EM = 15.79


def picture(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img src="data:image/png;base64,{data}" alt="图">'


def row_of(sheets: Sheets, words: str) -> list:
    """Return the line that holds `words`."""
    rows = [row for number in range(len(sheets.pages)) for row in sheets.rows(number)]
    return next(row for row in rows if words in "".join(mark.text for mark in row))


def widest_gap(row: list) -> float:
    return max(b.left - a.right for a, b in zip(row, row[1:], strict=False))


@pytest.mark.parametrize(
    "address",
    ["qinglanxxgk@mail.example.com", "http://www.qinglan.example/xxgk/", "0000-00000000-12345678"],
)
def test_a_line_before_an_address_is_not_torn_apart(written, address):
    words = f"<p>{'公' * 20}{address}，{'开' * 70}</p>"

    sheets = Sheets(document_pdf(written(words)))

    assert widest_gap(row_of(sheets, "公" * 10)) < 0.25 * EM
    assert max(mark.right for mark in row_of(sheets, "开" * 20)) == pytest.approx(
        LEFT + WIDTH, abs=1
    )


def test_the_address_of_a_page_longer_than_a_line_breaks_after_a_stroke():
    text = "详见https://www.qinglan.example/zwgk/xxgkml/2024/nianbao/index.html。"
    widths = {character: 1.0 if character > "\u2000" else 0.5 for character in text}

    end = line_end(text, widths, 25, anywhere=False)

    assert text[:end].endswith("/")
    assert end > 30


def test_a_short_address_stays_whole():
    text = "公开公开公开公开公开详见http://www.a.cn/b"
    widths = {character: 1.0 if character > "\u2000" else 0.5 for character in text}

    assert text[: line_end(text, widths, 16, anywhere=False)] == "公开公开公开公开公开详见"


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("邮箱：xxgk@a-b.example.com。", "mailto:xxgk@a-b.example.com"),
        ("网址：http://www.a.example/b?c=1&amp;d=2）", "http://www.a.example/b?c=1&amp;d=2"),
        ("见www.a.gov.cn，", "http://www.a.gov.cn"),
        ("（xxgk.a.gov.cn/b）", "http://xxgk.a.gov.cn/b"),
        ("https://a.example/.", "https://a.example/"),
    ],
)
def test_a_plain_address_becomes_a_link(words, address):
    assert f'<a class="found" href="{address}">' in linked(f"<p>{words}</p>")
    assert linked(linked(words)) == linked(words)


@pytest.mark.parametrize(
    "words",
    ["2025.1", "12.5%", "a@", "@b.cn", "第1.2条", '<img src="data:image/png;base64,a@b.cn">'],
)
def test_what_is_no_address_becomes_none(words):
    assert linked(words) == words


def test_a_reader_for_the_blind_finds_links(written, tmp_path):
    path = tmp_path / "report.pdf"
    words = "<p>邮箱：xxgk@example.com，网址：http://www.qinglan.example/。</p>"
    path.write_bytes(document_pdf(written(words)))

    found = {finding.rule for finding in outloud.check(str(path)).findings}

    assert "LNK-010" not in found
    assert len(Sheets(path.read_bytes()).elements("/Link")) >= 2


@pytest.mark.parametrize(
    ("paragraph", "head"),
    [
        ("<strong>（一）主动公开。</strong>依法公开。", "<strong>（一）主动公开。</strong>"),
        ("（二）依申请公开。依法办理。", "（二）依申请公开。"),
        ("<strong>（三）管理。规范管理。</strong>", "<strong>（三）管理。</strong>"),
        ("（四）加强领导，健全机制：有", "（四）加强领导，健全机制："),
        ("（五）平台建设", "（五）平台建设"),
        ("<strong>（六）</strong>监督保障。有", "<strong>（六）</strong>"),
    ],
)
def test_a_head_at_the_start_of_a_paragraph_is_told(paragraph, head):
    told = with_run_in_heads(f"<p>{paragraph}</p>")

    assert f'<span class="run-in">{head}</span>' in told
    assert told.count("<strong>") == told.count("</strong>")


@pytest.mark.parametrize(
    "paragraph",
    [
        "（一）制定办法；",
        "（一）受理申请12件。其中",
        "一是公开。",
        f"（一）{'公开' * 25}。有",
        "见（一）。",
    ],
)
def test_a_sentence_or_an_item_is_no_head(paragraph):
    assert with_run_in_heads(f"<p>{paragraph}</p>") == f"<p>{paragraph}</p>"


def test_heads_in_a_paragraph_are_set_in_kai(written):
    words = "<p><strong>（一）主动公开。</strong>依法。</p>"

    plain, headed = (Sheets(document_pdf(written(w))) for w in ("<p>依法。</p>", words))

    kai = {str(font.BaseFont).split("+")[1] for font in headed.fonts()}
    assert "Nianbao-Kai" in kai
    assert len(headed.pages) == len(plain.pages)


def test_numbers_of_a_list_never_touch_its_words(written):
    items = "".join(f"<li>第{n}项</li>" for n in range(1, 102))

    sheets = Sheets(document_pdf(written(f"<ol>{items}<li>甲<ol>{items[:400]}</ol></li></ol>")))

    for number in (1, 9, 10, 99, 100, 101):
        row = row_of(sheets, f"{number}.第{number}项")
        dot, first = next(p for p in zip(row, row[1:], strict=False) if p[0].text == ".")
        assert first.left - dot.right > 3
        assert first.left == pytest.approx(LEFT + 3 * EM, abs=1)


def test_a_picture_stays_with_its_name(written):
    filler = "".join(f"<p>第{n}段。</p>" for n in range(12))
    words = f"{filler}<p>{picture(600, 260)}</p><p>图1　公开数量</p>"

    sheets = Sheets(document_pdf(written(words)))

    caption = row_of(sheets, "图1")
    page = sheets.page_of("图1")
    assert caption[0].left > LEFT + 4 * EM
    assert str(sheets.opened.pages[page].Resources.get("/XObject", "")) != ""


def test_the_name_of_a_table_stays_above_it():
    told = arranged("<p>表1　培训</p><table><tr><td>甲</td></tr></table><p>表明态度。</p>")

    assert told.startswith('<p class="caption above">表1')
    assert "<p>表明态度。</p>" in told


def test_a_small_picture_amid_words_stays_among_them(written):
    words = f"<p>带{picture(24, 24)}标记的{picture(900, 600)}是重点。</p><p>{picture(24, 24)}</p>"

    assert arranged(words).count('class="sign"') == 1

    row = row_of(Sheets(document_pdf(written(f"<p>带{picture(24, 24)}标记的是重点。</p>"))), "带")
    assert "".join(mark.text for mark in row) == "带标记的是重点。"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("前半句，{}后半句。", ["前半句，后半句。", "{}"]),
        ("甲<strong>{}</strong>乙<br>{}<br>丙", ["甲乙<br>丙", "{}", "{}"]),
        ("见图：<br>{}", ["见图：", "{}"]),
        ("{}下面说明。", ["{}", "下面说明。"]),
        ("{}", ["{}"]),
    ],
)
def test_a_picture_higher_than_a_line_parts_no_sentence(words, told):
    large = picture(90, 65)

    paragraphs = re.findall("<p>(.*?)</p>", arranged(f"<p>{words.format(large, large)}</p>"))

    assert [re.sub("<img[^>]*>", "{}", paragraph) for paragraph in paragraphs] == told


def test_a_column_is_as_wide_as_what_stands_in_it():
    rows = "<tr><th>序号</th><th>工作内容</th><th>数量</th></tr>" + "".join(
        f"<tr><td>{n}</td><td>{'组织开展政策解读' * 5}</td><td>{n * 37}</td></tr>"
        for n in range(60)
    )

    number, work, count = column_shares(rows)

    assert number < 9 and count < 9 and work > 80
    assert number + work + count == pytest.approx(100, abs=0.1)


def test_columns_that_are_alike_are_equal():
    rows = "<tr><th>项目</th><th>本年</th><th>上年</th></tr><tr><td>公开</td><td>30</td><td>2</td></tr>"

    assert len(set(column_shares(rows))) == 1


def test_spans_do_not_shift_the_columns():
    rows = (
        '<tr><th rowspan="2">序号</th><th colspan="2">数量与说明</th></tr>'
        f"<tr><th>数</th><th>{'说明' * 20}</th></tr>"
    )

    first, second, third = column_shares(rows)

    assert third > 4 * first > 0
    assert second < third


@pytest.mark.parametrize("lines", [6, 8])
def test_rows_are_set_closer_when_that_saves_a_page(city, lines):
    words = "".join("<p>依法公开。</p>" for _ in range(lines))
    report = replace(
        city, preface="", sections=dict.fromkeys(city.sections, "<p>无。</p>") | {"overview": words}
    )

    sheets = Sheets(document_pdf(report))

    assert len(sheets.pages) == 3
    assert max(mark.base for mark in sheets.body(sheets.pages[0])) < TOP + HEIGHT


def test_the_signature_does_not_stand_alone_with_a_line(city, monkeypatch):
    words = "".join("<p>改进公开。</p>" for _ in range(12))
    plain = dict.fromkeys(city.sections, "<p>无。</p>")
    report = replace(city, preface="", sections=plain | {"problems": words})

    saved = Sheets(document_pdf(report))
    monkeypatch.setattr(paper_saving, "closer", lambda pages: [])
    loose = Sheets(document_pdf(report))

    assert (len(saved.pages), len(loose.pages)) == (3, 4)
    # Only what follows the tall table is set closer.
    assert bases(saved, 0) == bases(loose, 0) and bases(saved, 1) == bases(loose, 1)
    lines = bases(saved, 2)[-12:-3]
    steps = [round(b - a, 1) for a, b in zip(lines, lines[1:], strict=False)]
    assert steps.count(27.5) >= 6 and 29.0 not in steps


def bases(sheets: Sheets, page: int) -> list[float]:
    return [row[0].base for row in sheets.rows(page)]


@pytest.mark.parametrize("digits", range(5, 13))
@pytest.mark.parametrize("table", ["requests", "review", "proactive"])
def test_no_figure_of_a_table_is_set_too_small_to_be_read(city, table, digits):
    number = "9" * digits
    cells = {name: Decimal(number) for name in city.cells if name.startswith(f"{table}.")}
    sheets = Sheets(document_pdf(replace(city, cells=dict.fromkeys(city.cells) | cells)))

    figures = [mark for sheet in sheets.pages for mark in sheets.body(sheet) if mark.text == "9"]

    # The words have nines, too, which are larger.
    assert len(figures) >= digits * len(cells)
    assert min(mark.size for mark in figures) >= 7


@pytest.mark.parametrize(("digits", "least"), [(8, 10.5), (9, 9.5), (12, 7.5)])
def test_long_numbers_of_table_three_are_readable_on_one_page(city, digits, least):
    cells = {name: Decimal("9" * digits) for name in city.cells if name.startswith("requests.")}
    sheets = Sheets(document_pdf(replace(city, cells={**city.cells, **cells})))

    page = sheets.page_of("9" * digits)
    figures = [mark for mark in sheets.body(sheets.pages[page]) if mark.text == "9"]

    assert len(figures) == digits * len(cells)
    assert min(mark.size for mark in figures) >= least - 0.01
