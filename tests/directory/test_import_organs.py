"""A district's organs from a workbook: all lines or none, every fault by its row."""

import io
import re
import zipfile

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook, load_workbook

from reports import directory
from reports.editions.codes import check_character
from reports.models import AuditEvent, Duty, Organ
from tests import factories

HEAD = ["机关名称", "上级机关", "机关类型", "代码", "年度", "报送义务", "原因"]
CREDIT = "11410300005410301"
CREDIT += check_character(CREDIT)


def workbook(*rows, head=HEAD) -> bytes:
    book = Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal(content: bytes, by) -> list[str]:
    """Import a workbook; return the faults' sentences, none when it was taken."""
    try:
        directory.import_organs(content, by=by)
    except directory.FaultyLines as refused:
        return [str(fault) for fault in refused.faults]
    return []


@pytest.fixture
def chief(db):
    """An administrator of the whole site."""
    return factories.superuser("chief")


@pytest.fixture
def take(chief):
    """Import rows in somebody's name; return the faults' sentences, none when they were taken."""

    def run(*rows, by=chief, head=HEAD) -> list[str]:
        return refusal(workbook(*rows, head=head), by)

    return run


def tree() -> list[tuple[int, str]]:
    return [(organ.depth, organ.name) for organ in Organ.objects.all()]


def test_each_kind_is_offered_once(take):
    (fault,) = take(("甲局", None, "委员会"))

    assert fault.count("县级政府") == 1 and "地方政府部门" in fault


def test_children_may_stand_before_their_parents(take):
    faults = take(
        ("瀍水区教育局", "瀍水区人民政府", "地方政府部门", CREDIT),
        ("第一小学", CREDIT, "其他机关单位"),
        ("瀍水区人民政府", None, "县级政府"),
    )

    assert faults == []
    assert tree() == [(1, "瀍水区人民政府"), (2, "瀍水区教育局"), (3, "第一小学")]
    assert Organ.objects.find_problems() == ([], [], [], [], [])


def test_a_second_import_updates_and_moves(take):
    take(("区政府",), ("甲局", "区政府"), ("乙所", "甲局", None, "A1"))

    faults = take(
        ("乙中心", "区政府", "其他机关单位", "A1"), ("甲局", None, "乡镇政府、街道办事处")
    )

    assert faults == []
    assert tree() == [(1, "区政府"), (2, "甲局"), (2, "乙中心")]
    assert Organ.objects.get(name="甲局").type == "town"
    assert Organ.objects.find_problems() == ([], [], [], [], [])


MERGER = [*HEAD, "并入机关"]


def test_a_merger_comes_with_its_reason_and_its_target(take):
    merged = ("甲局", "区政府", "", "", "2025年", "并入", "机构改革", "乙局")

    assert take(("区政府",), merged, ("乙局", "区政府"), head=MERGER) == []

    duty = Duty.objects.get()
    assert (duty.organ.name, duty.year, duty.kind, duty.owes) == ("甲局", 2025, "merged", False)
    assert duty.into.name == "乙局"


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("", "要写明并入机关的名称或代码"),
        ("丙局", "并入机关“丙局”既不在表里，也不在系统里"),
        ("甲局", "“甲局”不能并入自己"),
        ("乙局", "并入机关“乙局”同一年度自己也并入了别的机关"),
    ],
)
def test_a_merger_into_nothing_or_what_is_gone_is_refused(take, target, sentence):
    row = ("甲局", "区政府", "", "", 2025, "并入", "改革", target)
    other = ("乙局", "区政府", "", "", 2025, "并入", "改革", "区政府")

    (fault,) = take(("区政府",), row, other, head=MERGER)

    assert sentence in fault
    assert not Organ.objects.exists()


def offered_words() -> list[tuple[str, str]]:
    """Return every word that the workbook offers, with its column: in lists, and in its notes."""
    book = load_workbook(io.BytesIO(directory.blank_workbook()))
    sheet, words = book["机关"], []
    for choice in sheet.data_validations.dataValidation:
        column = sheet[str(choice.sqref).split(":")[0].rstrip("0123456789") + "1"].value
        name, _, place = choice.formula1.partition("!")
        words += [(column, cell[0].value) for cell in book[name][place.replace("$", "")]]
    for column, note in book["填写说明"].iter_rows(max_col=2, values_only=True):
        offer = re.search("填：(.+?)。", note)
        if column in ("机关类型", "报送义务"):
            words += [(column, word) for word in re.split("[；、（）]", offer[1]) if word]
            words += [(column, word) for word in offer[1].split("；")]
    return words


def test_every_word_that_the_workbook_offers_is_accepted(take):
    offered = offered_words()
    kinds = {word for column, word in offered if column == "机关类型"}
    assert {"乡镇政府", "街道办事处", "乡镇政府、街道办事处", "自治州政府", "设区的市"} <= kinds
    assert {column for column, _ in offered} == {"机关类型", "报送义务", "年度"}

    for column, word in offered:
        row = {"机关名称": f"{column}{word}局", "年度": 2025, "原因": "改革", "并入机关": "区政府"}
        row = row | {"报送义务": "免报"} | {column: word}
        head = list(row)
        first = ["区政府"] + [None] * (len(head) - 1)
        assert take(first, [row[name] for name in head], head=head) == [], (column, word)


def test_what_a_refusal_says_may_be_written_may_be_written(take):
    (fault,) = take(("甲局", None, "委员会"))

    for word in re.findall("“(.+?)”", fault.partition("可以填：")[2]):
        assert take((f"{word}某局", None, word)) == []


def test_the_workbook_offers_its_words_in_lists(chief):
    sheet = load_workbook(io.BytesIO(directory.blank_workbook()))["机关"]

    lists = {str(choice.sqref): choice.type for choice in sheet.data_validations.dataValidation}

    assert set(lists.values()) == {"list"} and len(lists) == 3
    assert all(place.endswith("10001") for place in lists)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "区政府"), "第3行：没有填写机关名称"),
        (("区政府",), "第3行：“区政府”与第2行重复"),
        (("甲局", "市政府"), "第3行：上级机关“市政府”既不在表里"),
        (("甲局", "甲局"), "绕了一圈"),
        (("甲局", "区政府", "委员会"), "第3行：不认识机关类型“委员会”"),
        (("甲局", "区政府", "", CREDIT[:-1] + "O"), "不该出现的字符"),
        (("甲局", "区政府", "", "11410300005410301A"), "校验位不对"),
        (("甲局", "区政府", "", 114103000054103011), "存成了数字"),
        (("甲局", "区政府", "", "", 2025, "免报", ""), "要写明原因"),
        (("甲局", "区政府", "", "", "去年", "免报", "停办"), "年度应在"),
        (("局" * 101, "区政府"), "太长"),
        (("甲局", "区政府", "", "", "9" * 5000, "免报", "停办"), "太长"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken(take, row, sentence):
    faults = take(("区政府",), row)

    assert len(faults) == 1
    assert sentence in faults[0]
    assert not Organ.objects.exists()


def test_every_fault_of_every_line_is_named(take):
    faults = take(
        ("区政府",),
        ("", "市政府"),
        ("甲局", "乡政府", "委员会", "代码", "去年", "免报", ""),
        ("乙局", "甲局"),
        ("乙局", "县政府"),
        ("丙局", "区政府", "", "", "", "停办"),
    )

    assert [fault.split("“")[0] for fault in faults] == [
        "第3行：没有填写机关名称。",
        "第3行：上级机关",
        "第4行：不认识机关类型",
        "第4行：代码",
        "第4行：写明报送义务时，年度应在2019至2099之间，现为",
        "第4行：报送义务为",
        "第4行：上级机关",
        "第6行：",
        "第6行：上级机关",
        "第7行：写明报送义务时，年度应在2019至2099之间，现为",
        "第7行：不认识报送义务",
        "第7行：报送义务为",
    ]


def test_a_line_below_a_circle_is_not_at_fault(take):
    faults = take(("甲局", "乙局"), ("乙局", "甲局"), ("丙所", "甲局"))

    assert [fault[:4] for fault in faults] == ["第2行：", "第3行："]


def test_twelve_levels_may_stand_and_no_more(take):
    rows = [("1", None), *((str(level), str(level - 1)) for level in range(2, 14))]

    assert take(*rows) == ["第14行：“13”的层级超过12层，请核对上级机关。"]
    assert take(*rows[:12]) == []


def test_the_page_names_the_faults_and_how_many_it_leaves_out(client, chief):
    client.force_login(chief)
    book = io.BytesIO(workbook(*([("", "无此局")] * 150)))
    book.name = "organs.xlsx"

    page = client.post("/organs/import/", {"file": book})

    assert page.status_code == 400
    said = page.content.decode()
    assert "有 300 处要改" in said and "只列出前 200 处" in said
    assert said.count("<li>第") == 200


def test_an_unknown_column_is_named(take):
    assert "不认识“局长”这一列" in take(("甲局", "王"), head=["机关名称", "局长"])[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", "机关名称,甲局".encode()])
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(content, chief):
    (fault,) = refusal(content, chief)

    assert "不是 XLSX 文件" in fault


def with_cells(cells: bytes, before: bytes = b"") -> bytes:
    """Return a workbook whose sheet begins with `before` and has these cells first."""
    given, out = zipfile.ZipFile(io.BytesIO(workbook(("甲局",)))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for part in given.namelist():
            data = given.read(part)
            if "sheet1" in part:
                data = before + data.replace(
                    b"<sheetData>", b"<sheetData><row>" + cells + b"</row>"
                )
            changed.writestr(part, data)
    return out.getvalue()


def test_a_small_file_of_countless_cells_is_refused_unread(chief):
    countless = with_cells(b"<c/>" * 700_000)

    assert len(countless) < 100_000
    assert refusal(countless, chief) == ["文件展开后过大，没有读取。请删去多余的工作表和格式。"]


def test_a_file_of_nested_entities_is_refused(chief):
    names = "abcdefghij"
    pairs = zip(names, names[1:], strict=False)
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairs)
    bomb = f'<!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa">{entities}]>'
    content = with_cells(b'<c t="inlineStr"><is><t>&j;</t></is></c>', before=bomb.encode())

    assert "不是 XLSX 文件" in refusal(content, chief)[0]


def test_ten_thousand_organs_are_not_too_many(chief):
    rows = [(f"第{n}小学", "区政府", "其他机关单位", f"X{n}", 2025, "免报", "停办", "区", "王") for n in
            range(9_999)]  # fmt: skip
    head = [*HEAD, "行政区划", "联系人"]

    assert refusal(workbook(("区政府",), *rows, head=head), chief) == []
    assert Organ.objects.count() == 10_000


def test_the_blank_workbook_can_be_read(chief):
    faults = refusal(directory.blank_workbook(), chief)

    assert faults == ["表里没有机关。请从第2行起，每行填一个机关。"]


def test_an_administrator_of_a_part_stays_within_it(take, zhang):
    part, other = factories.organ("甲区"), factories.organ("乙区")
    factories.give(zhang, part, "administrator")

    assert take(("甲区教育局", "甲区"), by=zhang) == []
    assert "不在管理范围内" in take(("乙区教育局", "乙区"), by=zhang)[0]
    assert "不在管理范围内" in take(("乙区", "甲区"), by=zhang)[0]
    assert "没有写上级机关" in take(("丙区",), by=zhang)[0]
    assert other.numchild == 0


def test_an_import_is_audited(take, chief):
    take(("区政府",))

    event = AuditEvent.objects.get()

    assert (event.action, event.user, event.detail) == (
        "organs_imported",
        chief,
        "新增1个机关，更新0个，移动0个。",
    )


def test_the_command_names_the_rows(tmp_path, chief, capsys):
    path = tmp_path / "organs.xlsx"
    path.write_bytes(workbook(("甲局", "无此局")))

    with pytest.raises(CommandError, match="1处有误，没有导入"):
        call_command("import_organs", path)

    assert "第2行：上级机关“无此局”" in capsys.readouterr().err


def test_the_command_imports(tmp_path, chief, capsys):
    path = tmp_path / "organs.xlsx"
    path.write_bytes(workbook(("甲局",)))

    call_command("import_organs", path)

    assert "新增1个机关" in capsys.readouterr().out
    assert tree() == [(1, "甲局")]


def test_a_blank_workbook_that_cannot_be_written_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="文件无法写入"):
        call_command("import_organs", tmp_path / "nowhere" / "organs.xlsx", blank=True)
