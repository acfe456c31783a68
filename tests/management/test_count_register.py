"""`manage.py count_register`, as a person runs it, without a database."""

import json

import pytest

from reports.cases.counting import count
from reports.editions import get_edition
from tests.cases.reading import shapes
from tests.commands import manage, manage_apart


@pytest.fixture
def by_article(tmp_path):
    """Return a register of which one word has to be answered, and the file that holds it."""
    shape = shapes.by_article()
    file = tmp_path / "台账.xlsx"
    file.write_bytes(shape.content)
    return shape, file


def test_answers_settle_what_is_asked(by_article, tmp_path):
    shape, file = by_article
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(shape.answers))

    asked = manage("count_register", file, "--year", "2024", "--json")
    done = manage("count_register", file, "--year", "2024", "--answers", answers, "--json")

    before, after = json.loads(asked.stdout), json.loads(done.stdout)
    assert (asked.returncode, done.returncode) == (1, 0)
    (question,) = before["asked"]
    last = len(shape.requests) + 1
    assert (question["column"], question["value"], question["rows"]) == ("result", "第十六条第二款", [last])
    assert after["cells"] == count(shape.requests, (), 2024, get_edition("2021"))
    assert (after["requests"], after["reviews"], after["asked"]) == (len(shape.requests), 0, [])


def test_it_runs_where_no_database_answers(by_article, tmp_path):
    _, file = by_article

    done = manage_apart("count_register", file, "--year", "2024", "--edition", "2019", "--json", folder=tmp_path)

    assert done.returncode == 1
    assert "requests.other_handling.total" in json.loads(done.stdout)["cells"]


def test_without_json_it_says_in_words_what_it_counted(by_article):
    _, file = by_article

    said = manage("count_register", file, "--year", "2024").stdout

    assert "2024年度（2021年版" in said
    assert "result “第十六条第二款”：1行" in said
    assert "表三 一、本年新收：" in said


def test_what_was_left_out_is_named(tmp_path):
    file = tmp_path / "export.xlsx"
    file.write_bytes(shapes.exported().content)

    left_out = json.loads(manage("count_register", file, "--year", "2024", "--json").stdout)["left_out"]

    assert {"证件号码", "手机号码", "通信地址", "电子邮箱", "申请人姓名"} <= set(left_out)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"\x89PNG...", "这不是台账", id="picture"),
        pytest.param("今天天气很好，没有台账".encode(), "没有找到台账的表头", id="words"),
        pytest.param("收到日期,申请人类型,答复结果\n".encode(), "没有能读入的一件申请", id="head-only"),
        pytest.param(b"", "空的", id="empty"),
    ],
)
def test_what_is_no_register_is_refused(tmp_path, content, told):
    file = tmp_path / "file.csv"
    file.write_bytes(content)

    done = manage("count_register", file, "--year", "2024", "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


@pytest.mark.parametrize(
    "answers", ["[]", "{", '{"result": {"公开": "no_such_row"}}', '{"hue": {}}', '{"result": 5}', '{"year": {"x": "soon"}}', '{"result": {"公开": ["granted"]}}']
)
def test_answers_that_mean_nothing_are_refused(by_article, tmp_path, answers):
    _, file = by_article
    told = tmp_path / "answers.json"
    told.write_text(answers)

    assert manage("count_register", file, "--year", "2024", "--answers", told).returncode == 2


def test_a_year_or_file_that_is_not_there_is_told(by_article):
    _, file = by_article

    assert "1999" in manage("count_register", file, "--year", "1999").stderr
    assert "没有“2050”" in manage("count_register", file, "--year", "2024", "--edition", "2050").stderr
    assert manage("count_register", "nowhere.xlsx", "--year", "2024").returncode == 2
