"""An edition that lacks any row or column of 2021, or has a new one, goes all the way."""

import random

import pytest

from reports import editions, workflow
from reports.document import Document
from reports.importing.door import read
from reports.models import Organ, guards
from reports.publishing import publications
from reports.rendering.formats import FORMATS
from reports.rules import check
from reports.rules.registry import CLEAN
from reports.writing import editing, intake
from tests import factories
from tests.editions.varied import YEAR, variants
from tests.rules.text.test_any_words import VOCABULARY

VARIANTS = dict(variants())
BY_NAME = pytest.mark.parametrize("name", VARIANTS)
# Through the database, the screens and the typesetting: a row and a column of each table, a new one.
WHOLE_WAY = [
    "without proactive.rules",
    "without requests （五）不予处理",
    "without requests.*.research of new",
    "without review.litigation_direct",
    "with requests.added of new",
    "with review.*.added of reconsideration",
]
TOLD = (
    "全年收到政府信息公开申请46件，上年结转3件，办结45件，结转下年度4件。其中自然人30件，法人或其他组织16件，"
    "商业企业5件，科研机构2件，社会公益组织1件，法律服务机构3件，其他5件。予以公开20件，部分公开5件，不予公开6件，"
    "其中属于国家秘密1件、第三方2件；无法提供7件，不予处理4件，其中信访举报投诉类2件、重复申请1件；其他处理3件，"
    "其中逾期未补正1件、逾期未缴费1件，其他1件。行政复议3件，维持1件，纠正1件，其他结果0件，尚未审结1件；"
    "行政诉讼2件，未经复议直接起诉1件，复议后起诉1件，维持1件，已审结1件。没有结转下年度。未收到法人提出的申请。"
    "制发行政规范性文件2件，废止1件，现行有效7件，规章1件。行政许可12件，行政处罚3件，行政强制1件，"
    "收取行政事业性收费2.5万元。没有行政处罚，未制发规范性文件，未发生行政复议。"
)


@pytest.fixture
def edition(request, monkeypatch):
    """The edition of that name, known to the product for one test."""
    monkeypatch.setattr(editions, "_editions", dict(editions._editions))
    name = request.node.callspec.params["name"]
    return editions.register(VARIANTS[name])


@pytest.fixture
def wang(db):
    """Who supervises 张's bureau."""
    above = factories.organ("瀍水区人民政府", type="county")
    return factories.give(factories.clerk("wang", "芳", "王"), above, "supervisor")


@pytest.fixture
def bureau(wang, zhang):
    """The bureau below, where 张 writes and hands in."""
    above = Organ.objects.get(name="瀍水区人民政府")
    return factories.organ("瀍水区文化和旅游局", zhang, under=above)


def words(seed: int) -> dict[str, str]:
    dice = random.Random(seed)
    babble = ("".join(dice.choices(VOCABULARY, k=40)) for _ in range(12))
    told = "".join(f"<p>{text}</p>" for text in (TOLD, *babble))
    return {"sections": CLEAN | {"overview": CLEAN["overview"] + told}, "preface": f"<p>{TOLD}</p>"}


def filled(edition, seed: int = 1) -> Document:
    return factories.filled(edition, seed, year=YEAR, organ_type="city", **words(seed))


def test_every_row_and_column_is_left_out_once():
    assert len([name for name in VARIANTS if name.startswith("without")]) > 45
    assert set(WHOLE_WAY) <= set(VARIANTS)


@BY_NAME
def test_every_rule_is_read_to_its_end(edition, name):
    for seed in range(1, 4):
        document, before = filled(edition, seed), filled(edition, seed + 10)

        assert [f.message for f in check(document, before) if f.id == "rule.unread"] == []


@BY_NAME
def test_counts_of_what_it_has_are_still_compared(edition, name):
    # The figures are made up, so the words tell other ones.
    told = {f.id for f in check(filled(edition)) if f.section == "overview"}

    assert {"text.count", "text.denial"} & told or name in LESS_THAN_THE_WHOLE_FLOW


# Without one of these nothing that is counted can be compared: the words of table 三 and 四 hang on them.
LESS_THAN_THE_WHOLE_FLOW = [
    "without requests.new", "without requests.carried_over", "without requests.processed",
    "without requests.carried_forward", "without requests.*.total of new",
    "without review.reconsideration", "without review.litigation_direct",
    "without review.litigation_after_reconsideration", "without review.*.total of reconsideration",
]  # fmt: skip


@BY_NAME
def test_it_is_printed_and_read_back(edition, name):
    document = filled(edition)

    for form in ("html", "xlsx", "json", "docx"):
        reading = read(FORMATS[form].bytes_of(document), f"年报.{form}", year=YEAR)
        assert reading.document.cells == document.cells, form


@pytest.mark.django_db
@pytest.mark.parametrize("name", WHOLE_WAY)
def test_it_is_filled_in_checked_taken_and_published(edition, name, client_of, zhang, bureau, wang):
    guards.sync_cells()
    report = editing.create_report(bureau, YEAR, by=zhang)
    document = factories.filled(edition, year=YEAR, sections=CLEAN)
    figures = {cell: document.figure(cell) for cell in edition.cells}

    page = client_of(zhang).get(f"/reports/{report.pk}/").content.decode()
    answer = client_of(zhang).post(f"/reports/{report.pk}/", {**figures, **CLEAN})

    assert answer.status_code == 302 and all(cell in page for cell in edition.cells)
    found = client_of(zhang).get(f"/reports/{report.pk}/findings/").json()["findings"]
    assert [f["message"] for f in found if f["severity"] == "error"] == []
    again = factories.filled(edition, seed=2, year=YEAR, sections=CLEAN)
    report.refresh_from_db()
    intake.stage(read(FORMATS["xlsx"].bytes_of(again), "年报.xlsx", year=YEAR), "年报.xlsx", by=zhang,
                 organ=bureau, year=YEAR)  # fmt: skip
    taken = intake.take({"proactive", "requests", "review"}, by=zhang, seen=report.revision)
    assert dict(taken.document().cells) == dict(again.cells)
    workflow.submit(report.pk, by=zhang)
    workflow.approve(report.pk, by=wang)
    published = publications.publish(report.pk, by=wang)
    assert published.files.count() == len(FORMATS)
