"""提纲和例子: put into the text on request, one step to undo."""

from playwright.sync_api import expect


def test_a_model_is_put_in_with_what_is_known_and_taken_back_in_one_step(desk):
    page = desk.page
    desk.enter({f"requests.new.{column}": "2" for column in
                ("natural_person", "business", "research", "public_interest", "legal_service", "other")})  # fmt: skip
    words = page.locator('.prose[data-section="overview"] .tiptap')
    expect(words).to_have_text("")
    models = page.locator('[data-aid="overview"] .models')
    models.locator("summary").click()
    offered = models.locator("li", has_text="依申请公开")

    offered.get_by_role("button", name="写入正文").click()
    expect(words).to_contain_text("2025年，新收政府信息公开申请12件，上年结转____件；办结____件")
    page.keyboard.type("3")
    expect(words).to_contain_text("上年结转3件")

    page.keyboard.press("Control+z")
    expect(words).to_contain_text("上年结转____件")
    page.keyboard.press("Control+z")
    expect(words).to_have_text("")
