"""A new edition is one new file: a made-up one is written, saved, checked and printed as it is."""

import io

import pypdfium2
import pytest

from reports import editions
from reports.document import Document
from reports.editions import AMOUNT, SIGNED, Block, Column, Edition, Equation, Row, Section, Table
from reports.models import guards
from reports.rendering.page.html import document_html
from reports.rendering.page.pdf import document_pdf
from reports.rules import check
from reports.writing import editing

TOTAL = "letters.all.total"


def sentence(place: str) -> str:
    return place + "应为 {right}，现为 {left}，相差 {difference}。请核对。"


LETTERS = Table(
    "letters",
    "表甲",
    (
        Block(
            (Column("online", "网上", ("渠道",)), Column("paper", "书面", ("渠道",)), Column("total", "合计")),
            (Row("petitions", "来信建议数量"), Row("calls", "来电咨询数量"), Row("all", "来信来电合计")),
            row_heading="事项",
        ),
        Block(
            (Column("change", "比上年增减", kind=SIGNED), Column("cost", "办理费用（万元）", kind=AMOUNT)),
            (Row("budget", "热线运行经费"),),
            "第三条",
        ),
    ),
)  # fmt: skip
EQUATIONS = (
    *(
        Equation(f"letters.total.{row}", (f"letters.{row}.total",),
                 (f"letters.{row}.online", f"letters.{row}.paper"),
                 sentence(f"表甲“{row}”行合计"), computes=f"letters.{row}.total")
        for row in ("petitions", "calls")
    ),
    Equation("letters.total.all", (TOTAL,), ("letters.petitions.total", "letters.calls.total"),
             sentence("表甲总合计"), computes=TOTAL),
    Equation("letters.online", ("letters.all.online",),
             ("letters.petitions.online", "letters.calls.online"), sentence("表甲“网上”列合计")),
)  # fmt: skip
EDITION = Edition(
    id="2031",
    caption="2031年版（虚构）",
    first_year=2031,
    last_year=None,
    preface=Section("preface", "引言", "narrative", required=False),
    sections=(
        Section("doings", "一、来信来电概况", "narrative"),
        Section("letters", "二、来信来电办理数据", "table"),
        Section("closing", "三、结语说明", "narrative"),
    ),
    tables=(LETTERS,),
    equations=EQUATIONS,
)
FIGURES = {
    "letters.petitions.online": "40",
    "letters.petitions.paper": "2",
    "letters.calls.online": "0",
    "letters.calls.paper": "1，500",
    "letters.all.online": "40",
    "letters.all.paper": "1502",
    "letters.budget.change": "−3",
    "letters.budget.cost": "12.5",
}
WORDS = {
    "doings": "全年办理来信来电，未收到政府信息公开申请，行政复议3件，申请公开5件。",
    "closing": "没有其他事项。",
}


@pytest.fixture
def edition(db, monkeypatch) -> Edition:
    """The made-up edition, known to the product and to its database for one test."""
    monkeypatch.setattr(editions, "_editions", dict(editions._editions))
    editions.register(EDITION)
    guards.sync_cells()
    return EDITION


@pytest.fixture
def report(edition, bureau, zhang):
    """A blank report on the made-up edition."""
    return editing.create_report(bureau, 2031, by=zhang)


@pytest.fixture
def written(report, client_of, zhang):
    """The report as a clerk filled it in, without scripts."""
    answer = client_of(zhang).post(f"/reports/{report.pk}/", {**FIGURES, **WORDS})
    assert answer.status_code == 302
    return report


def test_the_year_leads_to_the_new_edition(report):
    assert report.edition == "2031"
    assert editions.edition_for(2030).id == "2021"


def test_its_form_is_drawn_and_its_totals_follow(written, client_of, zhang):
    page = client_of(zhang).get(f"/reports/{written.pk}/").content.decode()

    captions = [c for cell in EDITION.cells.values() for c in (*cell.row.path, *cell.column.path)]
    assert all(caption in page for caption in captions)
    assert "cell-help" not in page and "data-model" not in page
    assert written.figures.get(cell=TOTAL).value == 1542
    assert written.figures.get(cell="letters.budget.change").value == -3


def test_scripts_save_and_the_database_guards_its_cells(written, client_of, zhang):
    edits = [
        editing.Edit("letters.calls.paper", "1501", 1),
        editing.Edit("requests.new.total", "1", 0),
    ]

    outcome = editing.save(written.pk, edits, by=zhang)

    assert outcome.saved[TOTAL].value == 1543
    assert set(outcome.refused) == {"requests.new.total"}


def test_it_is_checked_by_its_own_equations(written, client_of, zhang):
    assert [f.message for f in check(written.document()) if f.cells] == []
    figure = editing.Edit(
        "letters.all.online", "41", written.figures.get(cell="letters.all.online").revision
    )

    editing.save(written.pk, [figure], by=zhang)

    answer = client_of(zhang).get(f"/reports/{written.pk}/findings/").json()
    broken = [finding["message"] for finding in answer["findings"] if finding["cells"]]
    assert broken == ["表甲“网上”列合计应为 40，现为 41，相差 1。请核对。"]


def test_its_json_comes_back_as_it_went(written):
    document = written.document()
    assert Document.from_json(document.to_json()).to_json() == document.to_json()


def test_its_web_page_prints_every_caption_and_figure(written):
    page = document_html(written.document())

    assert all(section.caption in page for section in EDITION.sections)
    assert all(row.caption in page for row in LETTERS.rows)
    assert ">1542<" in page and ">12.5<" in page and "全年办理来信来电" in page


def test_its_pdf_prints_every_caption_and_figure(written):
    pdf = pypdfium2.PdfDocument(io.BytesIO(document_pdf(written.document())))
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    printed = "".join(text.split())

    assert all(section.caption in printed for section in EDITION.sections)
    assert all(figure in printed for figure in ("1500", "1542", "-3", "12.5"))
    assert "来信来电合计" in printed and "办理费用（万元）" in printed
