"""Every oddity that posted reports have in their titles, headings, dates and words."""

from datetime import date

import pytest

from reports.document import plain_text
from reports.importing import Unreadable, read

from ..making import styles
from ..making.pages import CITY, messages, page, table_two


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("云溪市水务局2022年政府信息公开工作年度报告", "云溪市水务局", 2022),
        ("云溪市水务局2022年度政府信息公开工作的年度报告", "云溪市水务局", 2022),
        ("云溪市水务局2022年政府信息公开年报", "云溪市水务局", 2022),
        ("2022年度云溪市水务局政府信息公开工作年度报告", "云溪市水务局", 2022),
        ("云溪市水务局2022年年度政府信息公开工作年度报告", "云溪市水务局", 2022),
        ("云溪市水务局政府信息公开工作2022年度报告", "云溪市水务局", 2022),
        ("云溪市水务局二〇二二年政府信息公开工作年度报告", "云溪市水务局", 2022),
        ("云溪市水务局</p><p>2022年政府信息公开工作年度报告", "云溪市水务局", 2022),
        ("云溪市水务局2022年政府信息公开</p><p>工作年度报告", "云溪市水务局", 2022),
        ("关于云溪市水务局２０２２年政府信息公开工作年度报告", "云溪市水务局", 2022),
    ],
)
def test_titles_give_organ_and_year(title, organ, year):
    content = f"<p>{title}</p><h2>一、总体情况</h2><p>全年平稳。</p>"

    document = read(content.encode()).document

    assert (document.organ, document.year) == (organ, year)


def test_a_title_printed_twice_is_no_preface():
    title = f"<p>{CITY.title}</p>"

    document = read((title * 2 + "<h2>一、总体情况</h2><p>平稳。</p>").encode()).document

    assert document.title == CITY.title
    assert document.preface == ""


def test_a_missing_organ_and_year_are_asked_for():
    content = "<h1>政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>全年平稳。</p>"

    reading = read(content.encode(), year=2023)

    assert (reading.document.organ, reading.document.year) == ("", 2023)
    assert "没有机关名称" in messages(reading) and "没有年度" in messages(reading)


def test_a_missing_year_is_taken_from_the_words_and_said():
    table = "<table><tr><td>培训</td><td>4</td></tr></table>"
    content = (
        f"<h1>云溪市水务局政府信息公开年报</h1><h2>一、总体情况</h2>{table}<p>2023年平稳。</p>"
    )

    reading = read(content.encode())

    assert reading.document.year == 2023
    assert "按正文读作2023年" in messages(reading)


def test_thousands_of_notices_are_cut_short():
    rows = "".join(f"<tr><td>另立项目{n}</td><td>1</td></tr>" for n in range(3000))
    reading = read(page(proactive=table_two("规章|0|0|0").replace("</table>", f"{rows}</table>")))

    assert len(reading.notices) < 600
    assert "没有一一列出" in reading.notices[-1].message


def test_another_year_than_asked_for_is_said():
    assert "要的是2025年" in messages(read(styles.portal(CITY), year=2025))


@pytest.mark.parametrize(
    "heading",
    ["一、工作基本情况", "一、总体概述", "一、2019年政府信息公开工作的总体情况", "一 、 总 体 情 况",
     "1、总体情况", "１．总体情况", "一.总体情况", "第一部分 总体情况", "总体情况", "一、基本工作情况"],
)  # fmt: skip
def test_section_one_goes_by_many_names(heading):
    content = styles.clipboard(CITY).decode().replace("一、总体情况", heading)

    words = read(content.encode()).document.narrative("overview")

    assert plain_text(words) == plain_text(CITY.narrative("overview"))


@pytest.mark.parametrize(
    "heading",
    ["五、存在的主要问题及改进情况", "五、存在问题及改进情况", "五、政府信息公开工作存在的主要问题及改进情况",
     "五、主要问题和改进措施", "五、工作中存在的不足及下一步打算"],
)  # fmt: skip
def test_section_five_goes_by_many_names(heading):
    content = styles.clipboard(CITY).decode().replace("五、存在的主要问题及改进情况", heading)

    words = read(content.encode()).document.narrative("problems")

    assert plain_text(words) == plain_text(CITY.narrative("problems"))


ON = "</span></div><div><span>"


def test_parts_numbered_by_arabic_numbers_are_found_and_points_within_a_part_are_none():
    content = styles.clipboard(CITY).decode()
    for number, section in enumerate(CITY.edition.sections, 1):
        content = content.replace(section.caption, f"{number}、{section.caption[2:]}")
    within = content.replace("1、总体情况", f"1、总体情况{ON}全年工作平稳有序。{ON}2、主动公开政府信息情况{ON}公开目录已经更新。", 1)

    told, other = (read(page.encode()).document for page in (content, within))

    for name in ("overview", "problems", "other_matters"):
        assert plain_text(told.narrative(name)) == plain_text(CITY.narrative(name))
    assert told.cells == other.cells and "公开目录已经更新。" in other.narrative("overview")


def test_sections_numbered_twice_are_found():
    content = styles.clipboard(CITY).decode()
    content = content.replace("五、存在的主要问题", "五、五、存在的主要问题")

    words = read(content.encode()).document.narrative("problems")

    assert plain_text(words) == plain_text(CITY.narrative("problems"))


def test_the_notice_of_the_other_edition_cited_over_the_tables_does_not_choose_it():
    cited = "</h1><p>本报告按照国办公开办函〔2019〕60号文件编制。</p>"
    content = styles.clipboard(CITY).decode().replace("</h1>", cited)

    document = read(content.encode()).document

    assert "〔2019〕60号" in document.preface
    assert document.edition_id == "2021"
    assert document.cells == CITY.cells


def test_headings_glued_to_paragraphs_are_parted():
    text = "\n".join(
        ["一、总体情况2024年，本局认真落实公开要求，全年平稳有序。", "五、存在的主要问题及改进情况。人手不足，将加强培训。",
         "六、其他需要报告的事项：无"]
    )  # fmt: skip
    document = read(f"云溪市水务局2024年政府信息公开工作年度报告\n{text}".encode()).document

    assert plain_text(document.narrative("overview")).startswith("2024年，本局")
    assert plain_text(document.narrative("problems")) == "人手不足，将加强培训。"
    assert plain_text(document.narrative("other_matters")) == "无"


def test_a_list_of_contents_is_not_taken_for_the_sections():
    contents = "".join(f"<p>{section.caption}</p>" for section in CITY.edition.sections)
    content = styles.clipboard(CITY).decode().replace("</h1>", f"</h1>{contents}")

    document = read(content.encode()).document

    assert plain_text(document.narrative("problems")) == plain_text(CITY.narrative("problems"))


def test_a_missing_section_six_is_told():
    content = page().decode()
    start = content.index("六、其他需要报告的事项")

    reading = read(content[:start].encode())

    assert reading.document.narrative("other_matters") == ""
    assert "other_matters" not in reading.found
    assert "六、其他需要报告的事项" in messages(reading)


def test_subheadings_that_start_anew_or_lost_a_bracket_are_headings():
    text = "一、总体情况\n（一）高度重视\n领导负责。\n2、强化培训\n培训两次。\n(二)突出重点\n重点公开。\n三)建设平台\n平台更新。"

    markup = read(
        f"云溪市水务局2024年政府信息公开工作年度报告\n{text}".encode()
    ).document.narrative("overview")

    assert "<h3>（一）高度重视</h3>" in markup
    assert "<h4>2、强化培训</h4>" in markup
    assert "<h3>三)建设平台</h3>" in markup


@pytest.mark.parametrize(
    ("written", "issued"),
    [("2025年1月20日", date(2025, 1, 20)), ("二〇二五年一月二十日", date(2025, 1, 20)),
     ("2025-01-20", date(2025, 1, 20)), ("2025.1.20", date(2025, 1, 20))],
)  # fmt: skip
def test_the_signature_at_the_end_gives_the_date(written, issued):
    content = styles.portal(CITY).decode("gb18030")
    signed = content.replace(
        "<div><a>打印本页", f"<p>{CITY.organ}</p><p>{written}</p><div><a>打印本页"
    )

    document = read(signed.encode("gb18030")).document

    assert document.issued == issued
    assert plain_text(document.narrative("other_matters")) == plain_text(
        CITY.narrative("other_matters")
    )


def test_without_a_signature_the_date_of_the_page_is_taken_and_said():
    reading = read(styles.portal(CITY))

    assert reading.document.issued == date(2024, 1, 26)
    assert "发布时间" in messages(reading)


def test_a_date_that_is_none_is_no_date():
    content = styles.clipboard(CITY).decode().replace("<!--End", "<p>2025年2月31日</p><!--End")

    assert read(content.encode()).document.issued is None


def test_the_preface_is_what_stands_before_section_one():
    portal = styles.portal(CITY).decode("gb18030")
    preface = read(portal.encode("gb18030")).document.preface

    assert plain_text(preface) == plain_text(CITY.preface)
    assert "浏览次数" not in preface


def test_lists_tables_and_links_of_a_narrative_are_kept():
    content = (
        "<p>见<a href='https://example.gov.cn/a'>目录</a>：</p><ul><li>甲</li><li>乙</li></ul>"
        "<table><tr><td>培训</td><td>人数</td></tr><tr><td>春季</td><td>40</td></tr></table>"
    )
    markup = read(page(overview=content)).document.narrative("overview")

    assert '<a href="https://example.gov.cn/a">目录</a>' in markup
    assert "<ul><li>甲</li><li>乙</li></ul>" in markup
    assert "<td>春季</td><td>40</td>" in markup


def test_what_is_no_report_is_refused():
    with pytest.raises(Unreadable, match="没有认出"):
        read("会议通知\n请各科室周五前报送材料。".encode())
