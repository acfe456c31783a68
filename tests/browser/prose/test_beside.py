"""What stands beside and under the words: count, topics, the aid, findings."""

from playwright.sync_api import expect


def test_characters_are_counted(overview):
    overview.paste(text="字 符" * 700)

    expect(overview.whole.get_by_text("字数 1,400")).to_be_visible()


def test_a_topic_is_ticked_when_the_text_speaks_of_it(overview):
    topic = overview.page.locator('[data-aid="overview"] [data-topic="on_request"]')
    expect(topic).to_contain_text("未写到")
    overview.type("依申请公开办理规范。")

    expect(topic).to_contain_text("已写到")
    expect(topic).to_contain_text("✓")


def test_the_aid_writes_its_sentence_once(open_section):
    section = open_section("other_matters", "<p>无。</p>")
    aid = section.page.get_by_role("group", name="本年度是否收取信息处理费？")
    aid.get_by_label("未收取").check()
    for _ in range(2):
        aid.get_by_role("button").click()

    section.shows("<p>2025年，本机关未收取政府信息公开信息处理费。</p>")


def test_the_aid_asks_for_amount_and_cases(open_section):
    section = open_section("other_matters")
    aid = section.page.get_by_role("group", name="本年度是否收取信息处理费？")
    aid.get_by_label("收取", exact=True).check()
    aid.get_by_role("button").click()
    expect(aid.get_by_role("alert")).to_contain_text("请用阿拉伯数字填写金额")
    aid.get_by_label("金额（元）").fill("１,２00.5")
    aid.get_by_label("收费件数").fill("3")
    aid.get_by_role("button").click()

    section.shows("<p>2025年，本机关收取政府信息公开信息处理费1200.5元，共3件。</p>")


def test_the_aid_takes_an_amount_without_a_number_of_cases(open_section):
    section = open_section("other_matters")
    aid = section.page.get_by_role("group", name="本年度是否收取信息处理费？")
    aid.get_by_label("收取", exact=True).check()
    aid.get_by_label("金额（元）").fill("300")
    aid.get_by_role("button").click()
    section.shows("<p>2025年，本机关收取政府信息公开信息处理费300元。</p>")

    aid.get_by_label("收费件数").fill("三")
    aid.get_by_role("button").click()
    expect(aid.get_by_role("alert")).to_contain_text("件数请用阿拉伯数字填写")
    aid.get_by_label("收费件数").fill("2")
    aid.get_by_role("button").click()
    section.shows("<p>2025年，本机关收取政府信息公开信息处理费300元，共2件。</p>")


def test_findings_underline_their_words_and_lead_to_them(open_section):
    overview = open_section(words="<p>甲</p><p>𠮷公开公开信息</p>")
    script = """async () => {
      const prose = await import('/static/js/prose/prose.js');
      const range = { start: 3, end: 7 };
      prose.underline('overview', [{ ...range, severity: 'hint', id: 'text.typo' }]);
      prose.showWords('overview', range);
    }"""
    overview.page.evaluate(script)

    expect(overview.box.locator(".finding-words.is-hint")).to_have_text("公开公开")
    assert overview.page.evaluate("getSelection().toString()") == "公开公开"


def test_a_finding_follows_its_words_when_something_is_typed_before_them(open_section):
    overview = open_section(words="<p>新写的话</p><p>公开公开信息</p>")
    overview.page.evaluate("""async () => {
      const { underline } = await import('/static/js/prose/prose.js');
      const range = { start: 0, end: 4, severity: 'error', id: 'a', quote: '公开公开' };
      underline('overview', [range]);
    }""")

    expect(overview.box.locator(".finding-words.is-error")).to_have_text("公开公开")


def test_a_certain_fix_is_taken_over(open_section):
    overview = open_section(words="<p>甲</p><p>公开公开信息</p>")
    overview.page.evaluate("""async () => {
      const { replaceWords } = await import('/static/js/prose/prose.js');
      replaceWords('overview', { start: 2, end: 6 }, '公开');
    }""")

    overview.shows("<p>甲</p><p>公开信息</p>")
    overview.press("Control+z")
    overview.shows("<p>甲</p><p>公开公开信息</p>")
