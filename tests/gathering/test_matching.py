"""Which organ and which year a file is about, and whether that is certain."""

from dataclasses import replace

import pytest

from reports.document import Document
from reports.gathering.matching import Directory, dated, match
from reports.importing import Notice, Reading

DISTRICT = Directory.of(
    [
        (1, "瀍水区人民政府", "", "county"),
        (2, "瀍水区文化和旅游局", "TY0071", "department"),
        (3, "瀍水区教育局", "", "department"),
        (4, "瀍水区卫生健康委员会", "", "department"),
        (5, "瀍水区城关街道办事处", "", "department"),
        (6, "瀍水区城北街道办事处", "", "department"),
    ],
    [(4, "瀍水区卫生和计划生育委员会")],
)


@pytest.mark.parametrize(
    ("told", "path", "organ"),
    [
        ("瀍水区教育局", "报告.docx", 3),
        ("瀍水区 教育局", "2023/报告.docx", 3),
        ("瀍水区卫生和计划生育委员会", "报告.docx", 4),
        ("", "TY0071-2023.pdf", 2),
        ("", "2023/ty0071/报告.pdf", 2),
        ("", "瀍水区教育局2023年年度报告.doc", 3),
        ("教育局", "瀍水区教育局2023.doc", 3),
    ],
)
def test_a_whole_name_or_a_code_is_certain(told, path, organ):
    found = match(DISTRICT, told, path)

    assert (found.organ, found.certain) == (organ, True)
    assert found.how


@pytest.mark.parametrize("path", ["报告.docx", "瀍水区人民政府办公室2023年年度报告.docx"])
def test_the_office_of_a_government_is_its_other_report(path):
    found = match(DISTRICT, "瀍水区人民政府办公室", path)

    assert (found.organ, found.certain, found.kind) == (1, True, "own")


def test_an_office_that_is_an_organ_of_its_own_is_that_organ():
    office = (7, "瀍水区人民政府办公室", "", "department")
    known = Directory.of([(1, "瀍水区人民政府", "", "county"), office], [])

    found = match(known, "瀍水区人民政府办公室", "报告.docx")

    assert (found.organ, found.kind) == (7, "main")


@pytest.mark.parametrize(
    ("told", "path", "organ"),
    [
        ("区文化和旅游局", "1.docx", 2),
        ("", "2023年文旅局年报.docx", 2),
        ("", "卫健委/2023.docx", 4),
        ("", "瀍水区教育局/2023.docx", 3),
    ],
)
def test_a_short_name_or_a_folder_is_only_proposed(told, path, organ):
    found = match(DISTRICT, told, path)

    assert (found.organ, found.certain) == (organ, False)


@pytest.mark.parametrize(
    ("told", "path", "words"),
    [
        ("瀍水区教育局", "瀍水区文化和旅游局2023.docx", "不能确定是哪一个"),
        ("云溪市档案馆", "瀍水区教育局2023.docx", "但文件内容写的是“云溪市档案馆”"),
        ("街道办事处", "1.docx", "可能是瀍水区城关街道办事处、瀍水区城北街道办事处"),
        ("云溪市档案馆", "1.docx", "没有找到这个机关"),
        ("", "1.docx", "没有写机关"),
    ],
)
def test_what_disagrees_or_is_not_there_is_told(told, path, words):
    found = match(DISTRICT, told, path)

    assert not found.certain
    assert words in found.how


def reading(year: int, *messages: str) -> Reading:
    document = Document.from_json({"organ": "瀍水区教育局", "year": 2023, "edition": "2021"})
    notices = tuple(Notice("标题", "", message) for message in messages)
    return Reading(replace(document, year=year), notices, {}, frozenset())


@pytest.mark.parametrize("path", ["a.docx", "2023/a.docx", "2024/a.docx", "2022-2024/2023年/a.docx"])
def test_a_year_that_the_file_tells_is_certain(path):
    assert (dated(reading(2023), path).year, dated(reading(2023), path).certain) == (2023, True)


@pytest.mark.parametrize(
    ("read", "path", "year"),
    [
        (reading(2023), "2021/a.docx", 2023),
        (reading(2025, "标题里没有年度，暂作2025年，请核对。"), "2022/a.docx", 2022),
        (reading(2025, "标题里没有年度，暂作2025年，请核对。"), "a.docx", 2025),
        (reading(2023, "文件里的年度不一致：标题是2023年。"), "a.docx", 2023),
        (reading(2025, "文件里的年度1999年没有可用的模板，暂作2025年，请核对。"), "a.docx", 2025),
    ],
)
def test_a_year_that_is_guessed_or_contradicted_is_not(read, path, year):
    found = dated(read, path)

    assert (found.year, found.certain) == (year, False)
    assert found.how
