"""Reports as the web pages of real sites write them: one function a kind of mark-up."""

import re
from collections.abc import Callable
from html import escape

from reports.document import Document, plain_text
from reports.editions import Section, Table

from .printed import Printed, figures, grids

Style = Callable[[Document], bytes]


def _title(document: Document) -> str:
    return escape(document.title)


def _paragraphs(document: Document, section: Section, form: str = "<p>　　{}</p>") -> str:
    lines = plain_text(document.narrative(section.id)).split("\n")
    return "\n".join(form.format(escape(line)) for line in lines if line)


def _rows(lines: list[list[Printed]], cell: str = "<td{spans}>{text}</td>") -> str:
    return "\n".join(
        f"<tr>{''.join(cell.format(spans=_spans(c), text=_shown(c)) for c in line)}</tr>"
        for line in lines
    )


def _shown(cell: Printed) -> str:
    return escape(cell.text) or "&nbsp;"


def _spans(cell: Printed) -> str:
    across = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    return across + (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "")


def _all_lines(document: Document, table: Table) -> list[list[Printed]]:
    return [line for _, lines, _ in grids(document, table) for line in lines]


def _body(document: Document, heading: Callable, words: Callable, tables: Callable) -> str:
    parts = []
    for section in document.edition.sections:
        parts.append(heading(section.caption))
        if section.kind == "narrative":
            parts.append(words(section))
        else:
            parts.append(tables(document.edition.table(section.id)))
    return "\n".join(parts)


def portal(document: Document) -> bytes:
    """A portal's article in GBK: bold paragraphs for headings, all of table 二 in one table."""
    body = _body(
        document,
        lambda caption: f"<p style='text-indent:2em'><strong>{caption}</strong></p>",
        lambda section: _paragraphs(document, section),
        lambda table: f"<table border=1>{_rows(_all_lines(document, table))}</table>",
    )
    page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{_title(document)}_某某市人民政府门户网站</title></head><body>
<div class="nav"><a href="/">首页</a> &gt; <a>政务公开</a> &gt; <a>政府信息公开年报</a></div>
<h1>{_title(document)}</h1>
<div class="info">发布时间：2024-01-26 10:20　来源：某某局　浏览次数：<span>318</span>　字体：[大 中 小]</div>
<div class="TRS_Editor">{_paragraphs(document, document.edition.preface)}{body}</div>
<div><a>打印本页</a> <a>关闭窗口</a></div><div class="footer">主办单位：某某市人民政府 某ICP备00000000号</div>
</body></html>"""
    return page.encode("gb18030")


def word_paste(document: Document) -> bytes:
    """Word's own mark-up pasted into a site: spans in spans, paragraphs in cells, odd spans."""

    def cell(c: Printed) -> str:
        inner = f"<p class=MsoNormal align=center><span lang=EN-US><font>{_shown(c)}</font></span><o:p></o:p></p>"
        return f"<td{_spans(c)} style='border:solid windowtext 1.0pt'>{inner}</td>"

    def table(t: Table) -> str:
        lines = "".join(f"<tr>{''.join(map(cell, line))}</tr>" for line in _all_lines(document, t))
        return f"<div align=center><table class=MsoTableGrid><tbody>{lines}</tbody></table></div>"

    body = _body(
        document,
        lambda caption: (
            f"<p class=MsoNormal><span style='font-family:黑体'>{caption}<o:p></o:p></span></p>"
        ),
        lambda section: _paragraphs(document, section, "<p class=MsoNormal><span>{}</span></p>"),
        table,
    )
    return f"<html><body><div class=WordSection1><p><b><span>{_title(document)}</span></b></p>{body}</div></body></html>".encode()


def pieces(document: Document) -> bytes:
    """Headings as h2, a table a block, table 三 over two pages, table 四 in three tables of five."""

    def tables(table: Table) -> str:
        parts = []
        for _, lines, head in grids(document, table):
            if table.across:
                parts += _three(document, table)
            elif len(lines) > 20:
                parts += [lines[:14], lines[:head] + _cut(lines[14:])]
            else:
                parts.append(lines)
        return "<p>（续表）</p>".join(f"<table>{_rows(part)}</table>" for part in parts)

    body = _body(
        document,
        lambda caption: f"<h2>{caption.replace('、', '. ', 1)}</h2>",
        lambda section: _paragraphs(document, section),
        tables,
    )
    return f"<html><head><meta charset=utf-8></head><body><h1>{_title(document)}</h1>{body}</body></html>".encode()


def _cut(lines: list[list[Printed]]) -> list[list[Printed]]:
    """The second half of a table that a page broke: what hung over from the first half is gone."""
    return [[Printed(c.text, c.colspan, 1, c.is_figure) for c in line] for line in lines]


def _three(document: Document, table: Table) -> list[list[list[Printed]]]:
    block = table.blocks[0]
    made = []
    for row, (_, numbers) in zip(block.rows, figures(document, table), strict=True):
        heading = [Printed(row.caption, 5, 1, False)]
        captions = [Printed(column.caption, 1, 1, False) for column in block.columns]
        made.append([heading, captions, [Printed(n, 1, 1, True) for n in numbers]])
    return made


def layout_tables(document: Document) -> bytes:
    """An old site: tables arrange the page, and table 二 is a table a row."""

    def tables(table: Table) -> str:
        parts = []
        for _, lines, head in grids(document, table):
            if table.across or len(lines) > 20:
                parts.append(lines)
            else:
                parts += [lines[:head] + [line] for line in lines[head:]]
        return "".join(
            f"<table><tr><td><table>{_rows(part)}</table></td></tr></table>" for part in parts
        )

    body = _body(
        document,
        lambda caption: f"<tr><td colspan=3><b>{caption}</b></td></tr><tr><td colspan=3>",
        lambda section: _paragraphs(document, section, "{}<br>") + "</td></tr>",
        lambda table: tables(table) + "</td></tr>",
    )
    return f"""<html><body><table width=1000><tr><td><img src=logo.gif></td></tr><tr><td>
<table><tr><td colspan=3 align=center>{_title(document)}</td></tr>{body}</table>
</td></tr><tr><td>版权所有：某某市人民政府</td></tr></table></body></html>""".encode()


def one_cell_a_line(document: Document) -> bytes:
    """A page whose tables were lost: every cell is a paragraph."""

    def tables(table: Table) -> str:
        cells = [c.text for line in _all_lines(document, table) for c in line]
        return "".join(f"<p>{escape(text)}</p>" for text in cells if text)

    body = _body(document, "<p>{}</p>".format, lambda s: _paragraphs(document, s), tables)
    return f"<div><p>{_title(document)}</p>{body}</div>".encode()


def bars(document: Document) -> bytes:
    """Cells joined with bars, lines broken with br in one div, half-width marks in headings."""

    def tables(table: Table) -> str:
        if table.across:
            heads = "<br>".join(
                "|".join(c.text for c in line) for line in _all_lines(document, table)
            )
            return heads + "<br>"
        rows = []
        for _, lines, head in grids(document, table):
            rows += ["|".join(c.text for c in line) for line in lines[:head]]
            rows += ["|".join(c.text for c in line) for line in lines[head:]]
        return "<br>".join(rows) + "<br>"

    half = str.maketrans("、（）“”：", ',()"":')
    body = _body(
        document,
        lambda caption: f"{caption.translate(half)}<br>",
        lambda section: _paragraphs(document, section, "&emsp;&emsp;{}<br>"),
        tables,
    )
    return f"<div class=content>{_title(document)}<br><br>{body}</div>".encode()


def worn_captions(document: Document) -> bytes:
    """Captions as they are worn in circulation, separators in the numbers, headings reworded."""

    def worn(c: Printed) -> Printed:
        if c.is_figure:
            text = f"{int(c.text):,}" if c.text.isdecimal() and len(c.text) > 4 else f" {c.text}\n"
            return Printed(text, c.colspan, c.rowspan, True)
        text = re.sub(r"^([0-9])\.", r"（\1）", c.text)
        text = text.replace("行政规范性文件", "规范性文件").replace(
            "第二十条第（一）项", "二十条(一)项"
        )
        text = text.replace("（区分处理的，只计这一情形，不计其他情形）", "").replace(
            "本年度办理", "本 年 度 办理"
        )
        return Printed(text.replace("（七）总计", "(七)、总 计"), c.colspan, c.rowspan, False)

    def tables(table: Table) -> str:
        lines = [[worn(c) for c in line] for line in _all_lines(document, table)]
        return f"<table>{_rows(lines)}</table><p>（数量含上年度结转数量）</p>"

    worded = ("一、工作基本情况", "二、主动公开政府信息的情况", "三、政府信息公开申请办理情况",
              "四、因政府信息公开申请被行政复议、提起行政诉讼情况", "五、政府信息公开工作存在的主要问题及改进措施",
              "六、其他需要说明的事项")  # fmt: skip
    captions = [section.caption for section in document.edition.sections]
    body = _body(
        document,
        lambda caption: f"<p><b>{worded[captions.index(caption)]}</b></p>",
        lambda section: _paragraphs(document, section),
        tables,
    )
    return f"<p align=center>{document.organ}</p><p align=center>{document.year}年度政府信息公开工作年度报告</p>{body}".encode()


def clipboard(document: Document) -> bytes:
    """What a browser's clipboard holds: a fragment with styles at every element."""
    style = 'style="box-sizing:border-box;font-family:宋体;font-size:16px"'
    body = _body(
        document,
        lambda caption: f"<div {style}><span {style}>{caption}</span></div>",
        lambda section: _paragraphs(document, section, f"<div {style}>{{}}</div>"),
        lambda table: f"<table {style}><tbody>{_rows(_all_lines(document, table))}</tbody></table>",
    )
    return f"<html>\n<body>\n<!--StartFragment--><h1 {style}>{_title(document)}</h1>{body}<!--EndFragment-->\n</body>\n</html>".encode()


STYLES: dict[str, Style] = {
    style.__name__: style
    for style in (
        portal, word_paste, pieces, layout_tables, one_cell_a_line, bars, worn_captions, clipboard,
    )
}  # fmt: skip
