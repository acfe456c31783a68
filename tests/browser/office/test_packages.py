"""A package's whole round in a browser: packed, carried up, compared, taken, undone; remarks carried down."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports import workflow
from reports.archive.keys import fingerprint, groups, load
from reports.models import Organ, PackageKey, Parcel, Report
from tests import factories
from tests.parcels.conftest import BUREAU, COUNTY, YEAR, district, make_city, work

axe = Axe()
CITY = "云溪市人民政府"
WORDS = "<p>主动公开信息，办理依申请公开，加强政府信息管理，建设平台，落实监督保障。</p>"


class Places:
    """Two installations in one database: what is of the other is hidden, and comes back unchanged."""

    def __init__(self, settings, folder):
        self.settings, self.folder = settings, folder
        self.hidden: dict[str, list] = {"county": [], "city": []}

    @contextmanager
    def at(self, name: str):
        """Be at a place."""
        self.settings.DATA_DIR = self.folder / name
        self.settings.DATA_DIR.mkdir(exist_ok=True)
        for row in self.hidden[name]:
            row.save()
        yield
        rows = [*Organ.objects.exclude(name__startswith="别处"), *PackageKey.objects.exclude(fingerprint__startswith="-")]
        self.hidden[name] = rows
        for row in rows:
            away = type(row).objects.get(pk=row.pk)
            if isinstance(away, Organ):
                away.name, away.code = f"别处 {row.pk}", ""
            else:
                away.fingerprint, away.revoked_at = f"- {row.pk}", timezone.now()
            away.save()

    def telephone(self, name: str) -> list[str]:
        """Return what they say there when asked for their fingerprint."""
        return groups(fingerprint(load(self.folder / name).public))


def report_of(organ) -> Report:
    return Report.objects.get(organ=organ, year=YEAR)


def upload(page: Page, file) -> None:
    page.goto("/parcels/")
    page.set_input_files("input[name=file]", file)
    page.click("text=上传并核对")


def download(page: Page, button: str, file) -> None:
    with page.expect_download() as made:
        page.click(f"text={button}")
    made.value.save_as(file)


def pack(page: Page, file) -> None:
    page.goto("/parcels/")
    page.select_option("[name=organ]", label=COUNTY)
    page.select_option("[name=year]", str(YEAR))
    download(page, "打包并下载", file)


def trust(page: Page, said: list[str], complaints) -> None:
    """Compare the fingerprint with what was said on the telephone, mistype it, type it."""
    assert page.locator(".fingerprint span").all_inner_texts() == said
    page.fill("[name=typed]", "00000" if said[-1] != "00000" else "11111")
    page.click("text=信任这把钥匙")
    expect(page.locator("body")).to_contain_text("输入的末组与指纹不一样，没有信任")
    page.fill("[name=typed]", said[-1])
    page.click("text=信任这把钥匙")
    expect(page.locator("body")).to_contain_text("请再上传一次那个包")
    complaints.forgive("Failed to load resource")  # 409 and 400, as they should be


def worked(page: Page) -> None:
    """Let a worker do what waits to be done, and see it on the page."""
    work(Parcel.objects.latest("pk"))
    expect(page.locator("#progress progress")).to_have_count(0)


def change(made) -> None:
    """Write in the county's report anew, and find it good."""
    report = workflow.return_(report_of(made.bureau).pk, by=made.wang, reason="改")
    factories.type_in(report, "overview", WORDS, by=made.zhang)
    workflow.submit(report.pk, by=made.zhang)
    workflow.approve(report.pk, by=made.wang)


def see_and_take(page: Page, listed: str, shown: str) -> None:
    """See what a package brings, open its report, take it as a whole."""
    worked(page)
    expect(page.locator("#progress")).to_contain_text(listed)
    assert axe.run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.click(f"text={BUREAU}")
    expect(page.locator("body")).to_contain_text(shown)
    page.go_back()
    page.click("text=整个收下")
    worked(page)
    expect(page.locator("#progress")).to_contain_text("已收下")


def undo(page: Page) -> None:
    page.click("text=撤销收下…")
    page.click("text=整个撤销")
    worked(page)
    expect(page.locator("#progress")).to_contain_text("已撤销")


def remark(page: Page, report: Report) -> None:
    page.goto(f"/reports/{report.pk}/review/")
    page.fill("#remark-text", "总计与正文不一致，请核对")
    page.click("text=添加批注")
    expect(page.locator("main")).to_contain_text("总计与正文不一致")


def pack_back(page: Page, file) -> None:
    page.goto("/parcels/keys/")
    page.select_option("[name=year]", str(YEAR))
    download(page, "打回传包", file)


def see_what_came_back(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text(f"已收下{CITY}的回传包")
    expect(page.locator("main")).to_contain_text("1 条，其中新收 1 条")
    assert axe.run(page).response["violations"] == []
    page.click(f"text={BUREAU}")
    expect(page.locator("main")).to_contain_text("总计与正文不一致，请核对")
    expect(page.locator("main")).to_contain_text(CITY)


@pytest.fixture
def places(settings, tmp_path) -> Places:
    return Places(settings, tmp_path)


@pytest.fixture
def county(db, places):
    """The county, its report found good."""
    with places.at("county"):
        made = district()
        made.approved(made.bureau)
    return made


@pytest.fixture
def city(county, places):
    with places.at("city"):
        return make_city()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_whole_round(new_context, places, county, city, tmp_path, complaints, scheme):
    file, phone = tmp_path / "carried.zip", {"width": 390, "height": 844}
    below = new_context(county.wang, color_scheme=scheme).new_page()
    above = new_context(city.chen, color_scheme=scheme, viewport=phone).new_page()
    with places.at("county"):
        pack(below, file)
    with places.at("city"):
        upload(above, file)
        assert axe.run(above).response["violations"] == []
        trust(above, places.telephone("county"), complaints)
        upload(above, file)
        see_and_take(above, "新增 1", "这是新的报告")
        old = report_of(city.bureau).document().to_json()
    with places.at("county"):
        change(county)
        pack(below, file)
    with places.at("city"):
        upload(above, file)
        see_and_take(above, "有改动 1", "落实监督保障")
        undo(above)
        assert report_of(city.bureau).document().to_json() == old
        remark(above, report_of(city.bureau))
        pack_back(above, file)
    with places.at("county"):
        upload(below, file)
        trust(below, places.telephone("city"), complaints)
        upload(below, file)
        see_what_came_back(below)
