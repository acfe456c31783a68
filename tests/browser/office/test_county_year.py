"""One year of a county, the decisive acts by hand: days, signatures, a new name, who is late, two reports
of the government, the public list, one 整改, and what the appraisal says of it all."""

import datetime
import io

import pytest
from django.apps import apps
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect

from reports import workflow
from reports.models import Report
from reports.oversight import supervision
from reports.publishing import publications
from tests import factories

STEPS = ("drafting", "check")
NAMES = ["教育", "科技", "民政", "司法", "财政", "人社", "环境", "住建", "交通", "水利",
         "农业", "商务", "文旅", "卫健", "应急", "审计", "统计", "医保", "信访", "林业"]  # fmt: skip
REAL_NOW = timezone.now


@pytest.fixture
def clock(monkeypatch):
    """Let it be another day for the whole site: `clock(1, 10)` is 10 January of this year, at ten."""
    year = timezone.localdate().year
    shift = [datetime.timedelta()]

    def now():
        return REAL_NOW() + shift[0]

    monkeypatch.setattr("django.utils.timezone.now", now)
    for model in apps.get_models():
        for field in model._meta.fields:
            if field.default is REAL_NOW:
                monkeypatch.setitem(field.__dict__, "_get_default", now)

    def go_to(month: int, day: int) -> None:
        there = datetime.datetime(year, month, day, 10, tzinfo=timezone.get_current_timezone())
        shift[0] = there - REAL_NOW()

    return go_to


class County:
    """The county: its government, its organs, their people, and the year of the reports."""

    def __init__(self):
        self.year = supervision.current_year()
        self.li = factories.clerk("li", "红", "李")  # who drafts does not check: 李 does, everywhere
        zhou = factories.clerk("zhou", "平", "周")
        self.government = factories.organ("瀍水县人民政府", zhou, self.li, type="county")
        self.zhang = factories.clerk("zhang", "明", "张")
        self.late_one = factories.clerk("sun", "静", "孙")
        self.wang = factories.clerk("wang", "芳", "王")
        factories.give(self.wang, self.government, "supervisor", "administrator")
        self.organs = [
            factories.organ(f"瀍水县{name}局", self.late_one if n >= 17 else self.zhang, self.li,
                            under=self.government)
            for n, name in enumerate(NAMES)
        ]

    def writer(self, organ):
        """Return who writes for an organ."""
        if organ == self.government:
            return factories.person("zhou")
        return self.late_one if organ in self.organs[17:] else self.zhang

    def fill(self, organ) -> Report:
        """Return the organ's report, filled in."""
        by = self.writer(organ)
        return factories.complete(factories.report(organ, self.year, by=by), by=by)

    def hand_in(self, *organs) -> None:
        """Fill and hand in."""
        for organ in organs:
            workflow.submit(self.fill(organ).pk, by=self.writer(organ))

    def sign(self, report) -> None:
        """Take the steps that are on."""
        for step, by in zip(STEPS, (self.writer(report.organ), self.li), strict=True):
            workflow.sign(report.pk, step, by=by, seen=workflow.fingerprint_of(report))

    def report_of(self, organ, kind="main") -> Report:
        """Return the organ's report."""
        return Report.objects.get(organ=organ, year=self.year, kind=kind)


@pytest.fixture
def county(transactional_db, clock, quick_files):
    """The county in January."""
    clock(1, 10)
    return County()


def set_up(page, county) -> None:
    """The office names the days, switches signatures on, and gives an organ its new name."""
    following = county.year + 1
    page.goto(f"/calendars/{county.government.pk}/{county.year}/")
    page.fill('[name="own-all-report"]', f"{following}-01-20")
    page.fill('[name="own-all-publish"]', f"{following}-01-28")
    page.get_by_role("button", name="保存日程").click()
    expect(page.locator(".messages")).to_be_visible()

    page.goto(f"/organs/{county.government.pk}/")
    page.locator("#signing ~ details summary").click()
    for step in STEPS:
        page.locator(f'[name="steps"][value="{step}"]').check()
    page.get_by_role("button", name="保存审签步骤").click()
    expect(page.locator("main")).to_contain_text("发布前须办完：拟稿 审核")

    page.goto(f"/organs/{county.organs[1].pk}/")
    page.locator("#particulars ~ form [name=name]").fill("瀍水县科学技术局")
    page.get_by_label("更名日期").fill(f"{following}-01-08")
    page.locator("#particulars ~ form [type=submit]").click()
    expect(page.locator("main")).to_contain_text("曾用名：瀍水县科技局")


def fill_by_hand(page, county, organ) -> None:
    """A clerk fills the last cell and hands in."""
    report = county.fill(organ)
    report.figures.filter(cell="proactive.fees.amount").update(value=None)
    page.goto("/")
    page.get_by_role("link", name=report.title).click()
    page.wait_for_selector("html[data-ready]")
    page.locator('[id="proactive.fees.amount"]').click()
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    page.wait_for_selector("#save-state[data-state=saved]")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".desk-status .state")).to_have_text("待审核")
    page.goto("/")  # an editor left open would go on asking when the days have passed


def chase(page, county) -> None:
    """The office sees who is late, reads the letter and sends it."""
    page.goto("/supervision/")
    expect(page.locator(".lead")).to_contain_text("应报 21 个机关")
    page.get_by_role("link", name="个已过期未提交").click()
    rows = page.locator(".organ-list tbody tr")
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="催报这里全部未提交的").click()
    expect(page.locator("blockquote")).to_contain_text("1月20日到期，已过3天")
    page.get_by_role("button", name="发出").click()
    expect(page.locator(".messages")).to_contain_text("已通知2人")
    expect(rows.first).to_contain_text("王芳")


def begin_own_report(page, county) -> None:
    """The government begins the report of itself beside that of its area."""
    page.goto("/reports/#new-report")
    page.select_option('[name="kind"]', "own")
    page.get_by_role("button", name="新建空白报告").click()
    page.wait_for_selector("html[data-ready]")
    page.goto("/")


def sign_by_hand(page, report, caption: str) -> None:
    """Somebody takes the step that waits for them."""
    page.goto(f"/reports/{report.pk}/signing/")
    page.get_by_role("button", name=caption, exact=True).click()
    expect(page.locator(".messages")).to_contain_text(f"已签“{caption}”")


def publish_by_hand(page, report) -> None:
    """From the home page to the public site."""
    page.goto("/")
    page.locator(".errands", has_text="发布").get_by_role("link", name=report.title, exact=True).click()
    page.get_by_role("button", name="下一步：核对").click()
    page.locator('[name="confirmed"]').check()
    page.get_by_role("button", name="公开到网站").click()
    expect(page.locator(".messages")).to_contain_text("已发布第1版")


def approve_all(page) -> None:
    """The office passes what has nothing open, all at once."""
    page.goto("/")
    expect(page.locator("main")).to_contain_text("审核 22")
    page.goto("/desk/")
    page.get_by_role("button", name="通过这一页没有待办的 21 份").click()
    expect(page.locator(".empty-state")).to_contain_text("没有等着审核的报告")


def read_in_public(page, county) -> None:
    """Anybody sees who has published."""
    page.goto(f"/open/years/{county.year}/")
    expect(page.locator("main")).to_contain_text("应报 21 个机关，已公布 21，免报 0")


def rectify(office, clerk, county, report) -> None:
    """A letter came: the office asks, the organ explains, the office settles."""
    office.goto(f"/reports/{report.pk}/review/")
    office.get_by_role("link", name="整改", exact=True).click()
    office.get_by_label("问题").fill("表二收费金额没有写单位")
    office.get_by_label("谁发现的").select_option("citizen")
    office.get_by_label("整改期限").fill(f"{county.year + 1}-02-20")
    office.get_by_role("button", name="提出整改").click()
    expect(office.locator(".rectification")).to_contain_text("还有 12 天")

    clerk.goto("/")
    clerk.locator(".errands", has_text="整改").get_by_role("link", name=report.title).click()
    clerk.locator('.rectification [name="words"]').fill("模板已注明单位为万元")
    clerk.get_by_role("button", name="提交答复").click()
    expect(clerk.locator(".rectification")).to_contain_text("待认可")

    office.goto("/")
    office.locator(".errands", has_text="整改待认可").get_by_role("link").first.click()
    office.get_by_role("button", name="认可，办结").click()
    expect(office.locator(".rectification")).to_contain_text("已办结")


def appraisal_of(page, county) -> dict[str, dict]:
    """Open the office's workbook: what it says of each organ."""
    answer = page.request.get(f"/appraisal/list.xlsx?year={county.year}")
    head, *rows = load_workbook(io.BytesIO(answer.body())).worksheets[0].iter_rows(values_only=True)
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def must_be_right(said: dict[str, dict], county) -> None:
    """Check what the appraisal says of the year."""
    by_hand, returned, own = county.organs[0], county.organs[2], f"{county.government.name}（机关本级）"
    assert len(said) == 22
    assert "瀍水县科学技术局" in said and "瀍水县科技局" not in said
    late = [name for name, line in said.items() if line["报送早晚（天，负数为提前）"] == 3]
    assert late == [own, *(organ.name for organ in county.organs[17:])]
    first, back = said[by_hand.name], said[returned.name]
    assert (first["报送早晚（天，负数为提前）"], first["一次通过"], first["整改条数"], first["逾期的整改"]) == (-2, "是", 1, 0)
    assert (back["退回次数"], back["一次通过"], back["整改条数"]) == (1, "否", 0)
    assert {line["发布早晚（天，负数为提前）"] for name, line in said.items() if name != county.government.name} == {-1}
    assert {line["更正次数"] for line in said.values()} == {0}


def test_a_year_of_a_county(new_context, county, clock):
    government, wang, zhang = county.government, county.wang, county.zhang
    zhou, by_hand, returned = factories.person("zhou"), county.organs[0], county.organs[2]

    set_up(new_context(wang).new_page(), county)
    clock(1, 18)
    fill_by_hand(new_context(zhang).new_page(), county, by_hand)
    county.hand_in(*county.organs[1:17])
    workflow.return_(county.report_of(returned).pk, by=wang, reason="请核对表三")
    workflow.submit(county.report_of(returned).pk, by=zhang)

    clock(1, 23)
    begin_own_report(new_context(zhou).new_page(), county)
    own = factories.complete(county.report_of(government, "own"), by=zhou)
    workflow.submit(own.pk, by=zhou)
    county.hand_in(government)
    chase(new_context(wang).new_page(), county)
    county.hand_in(*county.organs[17:])
    approve_all(new_context(wang).new_page())
    workflow.approve(own.pk, by=wang)

    clock(1, 27)
    for person, caption in ((zhang, "拟稿"), (county.li, "审核")):
        sign_by_hand(new_context(person).new_page(), county.report_of(by_hand), caption)
    for report in Report.objects.filter(year=county.year).exclude(organ=by_hand):
        county.sign(report)
        if report.organ != government or report.kind == "own":
            publications.publish(report.pk, by=county.writer(report.organ))
    publications.publish(county.report_of(by_hand).pk, by=zhang)
    publish_by_hand(new_context(zhou).new_page(), county.report_of(government))

    read_in_public(new_context().new_page(), county)
    clock(2, 8)
    rectify(new_context(wang).new_page(), new_context(zhang).new_page(), county, county.report_of(by_hand))
    said = appraisal_of(new_context(wang).new_page(), county)

    must_be_right(said, county)
