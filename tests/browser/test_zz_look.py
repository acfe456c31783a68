import pytest
from reports import editing, accepting
from reports.rules import check
from tests import factories
from tests.browser.conftest import *  # noqa
WORDS = "<p>本年度主动公开政府信息465条，其中政策文件65条、工作动态399条。不断提高公开质量。。联系方式13800138000，我局按（一)规定办理,认真 落实(见附件)。</p><p>本年度新收政府信息公开申请8件。</p>"
def shots(page, name):
    page.screenshot(path=f"/tmp/shots/{name}.png")
def test_look(open_editor, complete, zhang, bureau):
    words = complete.narratives.get(section="overview").html + WORDS
    prev = factories.report(bureau, 2024, by=zhang); factories.complete(prev, by=zhang)
    editing.save(prev.pk,[factories.edit(prev,"requests.carried_forward.natural_person","2"),factories.edit(prev,"requests.new.natural_person","2")],by=zhang)
    editing.save(complete.pk, [factories.edit(complete, "overview", words), factories.edit(complete, "requests.carried_over.natural_person", ""), factories.edit(complete, "requests.carried_over.business", "1")], by=zhang)
    for w,h,n in ((1440,900,"wide"),(390,844,"narrow")):
      for scheme in ("light","dark"):
        page = open_editor(complete, zhang, viewport={"width":w,"height":h}, color_scheme=scheme)
        if n=="narrow":
            page.get_by_role("button", name="展开").click()
        page.locator("#findings-list details summary", has_text="保留").first.click()
        shots(page, f"panel-{n}-{scheme}")
        page.goto(f"/reports/{complete.pk}/check-sheet/")
        page.screenshot(path=f"/tmp/shots/sheet-{n}-{scheme}.png", full_page=True)
        page.goto(f"/rules/")
        shots(page, f"rules-{n}-{scheme}")
    page = open_editor(complete, zhang, viewport={"width":1440,"height":900})
    page.locator("#findings-list details summary", has_text="保留").first.click()
    page.locator("#findings-list textarea").first.fill("另有一条未归类")
    page.locator("#findings-list textarea").first.press("Control+Enter")
    page.locator(".finding-kept").first.wait_for()
    page.locator("#findings-list button", has_text="采纳").first.scroll_into_view_if_needed()
    shots(page, "kept")
    page.locator('[id="requests.carried_over.natural_person"]').focus()
    page.wait_for_timeout(400)
    shots(page, "carried")
    for b in page.get_by_role("button", name="显示上年数字").all(): b.click()
    shots(page, "previous")
    page.goto(f"/reports/{complete.pk}/check-sheet/")
    page.emulate_media(media="print")
    page.pdf(path="/tmp/shots/sheet.pdf", prefer_css_page_size=True)
