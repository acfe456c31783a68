"""The public site in a real browser: accessible, readable on a phone, quiet, without a jump."""

import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from PIL import ImageStat
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from reports.models import PostedFigure
from reports.publishing import publications
from tests import factories
from tests.browser.easy import LOOKS, complaints, violations, walked
from tests.browser.public.test_web_page import ORPHANS

SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.fixture
def site(transactional_db, quick_files, bureau, zhang):
    """Two organs' reports, one of them corrected."""
    first = factories.published(bureau, 2024, by=zhang)
    factories.published(bureau, 2020, by=zhang)
    factories.mend(first.report, "proactive.fees.amount", "12.5", by=zhang)
    publications.publish(first.report_id, by=zhang, note="更正表二的收费金额")
    yield bureau
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO reports_search (reports_search) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM reports_search")


def addresses(bureau) -> dict[str, str]:
    report = f"/open/organs/{bureau.pk}/2024/"
    return {
        "list": "/open/", "search": "/open/?q=图解", "year": "/open/years/2024/",
        "organs": "/open/organs/", "organ": f"/open/organs/{bureau.pk}/", "report": report,
        "old version": f"{report}v1/", "edition 2019": f"/open/organs/{bureau.pk}/2020/",
        "figures": "/open/figures/", "compare": f"/open/compare/?organ={bureau.pk}&name=局",
        "data": "/open/data/", "guide": "/open/api/guide/", "help": "/open/accessibility/",
    }  # fmt: skip


def test_every_page_is_usable_by_everyone(new_context, site):
    page = new_context(reduced_motion="reduce").new_page()

    for name, address in addresses(site).items():
        page.goto(address)
        assert complaints(page) == [], name


# The classes of <html>, the light, and the width.
MODES = {
    "elder": ("elder", "light", 1366), "elder, dark": ("elder", "dark", 1366),
    "high contrast": ("contrast", "light", 1366), "narrow": ("", "light", 390),
}  # fmt: skip


def test_every_mode_of_reading_keeps_its_contrast(new_context, site):
    page = new_context().new_page()

    for name, address in addresses(site).items():
        page.goto(address)
        for mode, (chosen, scheme, width) in MODES.items():
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 768})
            page.evaluate(
                "mode => document.documentElement.className = `has-script ${mode}`", chosen
            )
            assert violations(page, LOOKS) == [], (name, mode)


def test_no_page_scrolls_sideways_on_a_phone_or_at_twice_the_size(new_context, site):
    # Half as many CSS pixels are what a window of 1366 has at 200 %.
    for width in (320, 390, 683):
        page = new_context(viewport={"width": width, "height": 700}).new_page()
        for name, address in addresses(site).items():
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("kept", ["[]", '["elder"]'])
def test_nothing_jumps_while_a_page_appears(new_context, site, width, kept):
    context = new_context(viewport={"width": width, "height": 768})
    context.add_init_script(f"try {{ localStorage.setItem('reading', '{kept}') }} catch {{}}")
    page = context.new_page()
    # A slow network: the page is painted long before the deferred script is there.
    page.route("**/aids*.js", lambda route: (page.wait_for_timeout(400), route.continue_()))

    for name in ("list", "report", "organ"):
        page.goto(addresses(site)[name])
        assert page.evaluate(SHIFT) < 0.01, name


def test_a_page_weighs_less_than_a_hundred_thousand_bytes(new_context, site):
    for name in ("list", "report", "edition 2019", "figures"):
        answered = []
        page = new_context().new_page()
        page.on("requestfinished", lambda request, seen=answered: seen.append(request.sizes()))

        page.goto(addresses(site)[name], wait_until="networkidle")

        # Here style and scripts come unpacked; nginx packs them to a third.
        weight = sum(sizes["responseBodySize"] + sizes["responseHeadersSize"] for sizes in answered)
        assert len(answered) >= 4 and weight < 100_000, (name, weight)


def test_a_mode_is_kept_for_the_next_page(new_context, site):
    page = new_context().new_page()
    page.goto("/open/")
    page.get_by_role("button", name="适老模式").click()

    page.goto(addresses(site)["report"])

    assert page.get_by_role("button", name="适老模式").get_attribute("aria-pressed") == "true"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 20


def test_the_keyboard_reaches_a_report(new_context, site):
    page = new_context().new_page()
    page.goto("/open/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")

    page.get_by_role("link", name="2024年政府信息公开").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/2024/")


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("mode", ["", "elder"])
def test_tab_walks_every_page_in_the_order_of_reading(new_context, site, width, mode):
    page = new_context(viewport={"width": width, "height": 700}).new_page()

    for name, address in addresses(site).items():
        page.goto(address)
        page.evaluate("mode => mode && document.documentElement.classList.add(mode)", mode)
        assert walked(page) == [], name


# A link out of order, one under a cover, one without a ring, and a trap.
BAD_WAYS = {
    "reached after": '<div style="display:flex;flex-direction:column-reverse"><a href="#">一</a><a href="#">二</a></div>',
    "not in sight": '<a href="#">一</a><p style="position:fixed;inset:0;background:#fff">盖</p>',
    "no ring": '<a href="#" style="outline:none">一</a>',
    "does not leave": '<a href="#">一</a><a href="#" id="last">二</a>',
    "expected": '<a href="#" tabindex="2">一</a><a href="#" tabindex="1">二</a>',
}  # fmt: skip
TRAP = "document.getElementById('last')?.addEventListener('keydown', e => e.preventDefault())"


@pytest.mark.parametrize("fault", BAD_WAYS)
def test_a_bad_way_is_noticed(new_context, transactional_db, fault):
    page = new_context().new_page()
    ring = "<style>:focus-visible { outline: 3px solid }</style>"
    page.set_content(f"<html lang=zh-CN><title>题</title>{ring}{BAD_WAYS[fault]}")
    page.evaluate(TRAP)

    assert fault in " ".join(walked(page))


# The figures of a table's rows that no scrolling brings out from under the row's own caption.
COVERED = """() => [...document.querySelectorAll("#report .form tbody tr")].flatMap((row) => {
  const box = row.closest(".scroll");
  const caption = row.querySelector("th[scope=row]");
  const stub = [...box.querySelectorAll("tbody th[id$='r0-0']")].pop() || caption; // over all that stay
  const room = box.clientWidth - (caption && box.scrollWidth > box.clientWidth ? stub.offsetWidth : 0);
  const range = document.createRange();
  return [...row.querySelectorAll("td")].filter((cell) => {
    range.selectNodeContents(cell);
    return range.getBoundingClientRect().width > room;
  }).map((cell) => `${caption.innerText}: ${cell.innerText}`);
})"""
# Figures of the report that take more than one line.
BROKEN = """() => [...document.querySelectorAll("#report td")].filter((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return /^[-\\d.]+$/.test(cell.textContent) && range.getClientRects().length > 1;
}).map((cell) => cell.textContent)"""


# Table three, scrolled to its last column and into its middle: where its captions end, how far its heads
# are from the top of its box, and the groups whose rows are there but whose words are not.
SCROLLED = """() => {
  const box = document.querySelector(".tall .scroll");
  box.scrollLeft = box.scrollWidth;
  box.scrollTop = box.scrollHeight / 2;
  const [all, head] = [box, box.querySelector("thead")].map((e) => e.getBoundingClientRect());
  const there = (e) => { const b = e.getBoundingClientRect(); return b.bottom > head.bottom + 60 && b.top < all.bottom - 60; };
  const lost = [...box.querySelectorAll("th[scope=rowgroup]")].filter(there).filter((group) => {
    const words = group.querySelector("span").getBoundingClientRect();
    return words.bottom < head.bottom || words.top > all.bottom || words.left < all.left - 1;
  });
  const ends = [...box.querySelectorAll("tbody th[scope=row]")].map((e) => Math.round(e.getBoundingClientRect().right));
  return { ends: [...new Set(ends)], heads: Math.round(head.top - all.top), lost: lost.map((e) => e.innerText),
    scrolls: [box.scrollLeft, box.scrollTop] };
}"""


@pytest.mark.parametrize("mode", ["", "elder"])
@pytest.mark.parametrize("width", [320, 390, 683])
def test_captions_heads_and_groups_of_table_three_stay_in_sight(new_context, site, width, mode):
    page = new_context(viewport={"width": width, "height": 800}).new_page()

    for name in ("report", "edition 2019"):
        page.goto(addresses(site)[name])
        page.evaluate("mode => mode && document.documentElement.classList.add(mode)", mode)
        seen = page.evaluate(SCROLLED)
        assert len(seen["ends"]) == 1 and seen["heads"] == 0 and seen["lost"] == [], (name, seen)
        assert seen["scrolls"][1] > 100, name


@pytest.mark.parametrize("mode", ["", "large", "elder"])
@pytest.mark.parametrize("width", [320, 390, 683])
def test_every_figure_of_a_table_can_be_read_on_a_phone(new_context, site, width, mode):
    page = new_context(viewport={"width": width, "height": 800}).new_page()

    for name in ("report", "edition 2019"):
        page.goto(addresses(site)[name])
        page.evaluate("mode => mode && document.documentElement.classList.add(mode)", mode)
        page.evaluate("""() => { for (const row of document.querySelectorAll("#report .stub-3 tr"))
          for (const cell of row.querySelectorAll("td:not(.note)")) cell.textContent = "113988"; }""")
        assert page.evaluate(COVERED) == [], name
        assert page.evaluate(BROKEN) == [], name


def test_no_head_of_a_column_ends_in_a_lone_character(new_context, site):
    page = new_context(viewport={"width": 1440, "height": 900}).new_page()

    for name in ("report", "edition 2019"):
        page.goto(addresses(site)[name])
        assert page.evaluate(ORPHANS) == [], name


def test_a_page_prints_as_the_official_layout(new_context, site):
    page = new_context().new_page()
    page.goto(addresses(site)["report"])

    page.emulate_media(media="print")

    assert page.locator(".bar").is_hidden() and page.locator(".tools").is_hidden()
    indent = "parseFloat(getComputedStyle(document.querySelector('.report p')).fontSize)"
    assert round(page.evaluate(indent)) == 21  # 15.79 pt


OVER_THE_EDGE = """() => [...document.querySelectorAll(".chart text")].filter((text) => {
  const [mine, whole] = [text, text.ownerSVGElement].map((e) => e.getBoundingClientRect());
  return mine.top < whole.top - .5 || mine.bottom > whole.bottom + .5 || mine.left < whole.left - .5
    || mine.right > whole.right + .5;
}).map((text) => text.textContent)"""


# How far the lowest value of an axis stands from its line, in letters.
BESIDE = """() => {
  const [text, line] = ["text", "path"].map((part) => document.querySelector(`.chart .y ${part}`));
  const [mine, its] = [text, line].map((part) => part.getBoundingClientRect());
  return Math.abs((mine.top + mine.bottom) / 2 - (its.top + its.bottom) / 2) / mine.height;
}"""
LETTERS = "document.querySelector('.chart text').getBoundingClientRect().height"


@pytest.mark.parametrize("mode", ["", "elder"])
@pytest.mark.parametrize("highest", [800, 8_000_000])  # up to the top line
@pytest.mark.parametrize("width", [390, 1366])
def test_no_number_of_a_chart_is_cut_off(new_context, site, width, highest, mode):
    PostedFigure.objects.filter(cell="requests.new.total").update(value=highest)
    PostedFigure.objects.filter(cell="requests.carried_over.total").update(value=0)
    page = new_context(viewport={"width": width, "height": 768}).new_page()

    page.goto("/open/figures/")
    small = page.evaluate(LETTERS)
    page.evaluate("mode => mode && document.documentElement.classList.add(mode)", mode)

    assert page.locator(".chart text").count() > 10
    assert page.evaluate(OVER_THE_EDGE) == []
    assert page.evaluate(BESIDE) < 0.12
    assert page.evaluate(LETTERS) >= small * (1.1 if mode else 1)


@pytest.mark.parametrize("name", ["report", "figures", "organ", "list", "data"])
def test_paper_is_white_and_every_page_fits_it(new_context, site, name):
    page = new_context(color_scheme="dark").new_page()
    page.goto(addresses(site)[name])
    page.evaluate("document.documentElement.classList.add('elder')")

    sheets = PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))

    assert len(sheets) <= 8
    assert {tuple(round(side) for side in sheet.get_size()) for sheet in sheets} == {(595, 842)}
    picture = sheets[0].render().to_pil().convert("L")
    assert picture.getpixel((3, 3)) > 250 and ImageStat.Stat(picture).mean[0] > 200


def test_an_exported_site_searches_titles_and_organs_from_the_disk(browser, site, tmp_path):
    call_command("export_site", str(tmp_path / "site.zip"), verbosity=0)
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        archive.extractall(tmp_path / "site")
    page = browser.new_page()

    page.goto(f"file://{tmp_path}/site/years/2024/index.html")
    expect(page.locator("#search-note")).to_contain_text("不能搜索正文和数字")
    page.get_by_label("搜索标题和机关").fill("文化和旅遊 ２０２０")
    link = page.locator("#search-found a")
    expect(link).to_have_count(1)
    link.click()

    expect(page.locator("h1")).to_contain_text("2020年政府信息公开")
    page.close()


VOICES = """voices => {
  const said = [];
  Object.defineProperty(window, "said", { value: said });
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices.map(lang => ({ lang })), cancel() {}, speak: words => said.push(words.text),
  } });
}"""


@pytest.mark.parametrize("voices", [[], ["en-US"]])
def test_reading_aloud_without_a_chinese_voice_says_so(new_context, site, voices):
    page = new_context().new_page()
    page.add_init_script(f"({VOICES})({voices})")
    page.goto(addresses(site)["report"])

    page.get_by_role("button", name="朗读").click()

    expect(page.get_by_role("status")).to_have_text("这台电脑或手机没有中文语音，不能朗读。")
    expect(page.locator("#aloud")).to_have_text("朗读")
    assert page.evaluate("said") == []


def test_reading_aloud_begins_with_the_title(new_context, site):
    page = new_context().new_page()
    page.add_init_script(f"({VOICES})(['zh-CN'])")
    page.goto(addresses(site)["report"])

    page.get_by_role("button", name="朗读").click()

    expect(page.locator("#aloud")).to_have_text("停止朗读")
    assert "年度报告" in page.evaluate("said")[0]
