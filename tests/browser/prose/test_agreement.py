"""Browser and server: the same mark-up, the same plain text, the same headings."""

import json
import random
from pathlib import Path

from reports.document import clean, plain_text
from tests.document.narrative.test_text import SNIPPETS

SHARED = Path(__file__).parents[2] / "document" / "narrative" / "headings.json"
HEADINGS = json.loads(SHARED.read_text())["lines"]
BROKEN = json.loads(SHARED.with_name("broken_lines.json").read_text())["cases"]


WORDS = [
    "<h3>（一）甲</h3><h4>1.乙</h4><p>丙 <strong>丁<em>戊</em></strong>&amp;己</p>",
    '<ul><li>甲<ol><li>乙</li></ol></li><li>丙<br>丁</li></ul><p>𠮷 <a href="https://a.cn/?a&amp;b">x</a></p>',
    "<table><thead><tr><th>甲</th><th>乙</th></tr></thead>"
    '<tbody><tr><td rowspan="2">丙<br>丁</td><td></td></tr><tr><td>&lt;1</td></tr></tbody>'
    "</table><p>末</p>",
    '<table><tbody><tr><th rowspan="2">甲</th><th>乙</th></tr><tr><td>丙</td></tr></tbody></table>'
    "<p>末</p>",
    f'<p>前<img src="/reports/1/pictures/{"a" * 64}" alt="&quot;图&quot;">后</p><p>二　三</p>',
]


READ = """async (m, all) => {
  const text = await import('/static/js/prose/text.js');
  const { CONTENT } = await import('/static/js/prose/schema.js');
  const { Editor } = await import('/static/vendor/tiptap/editor.js');
  return all.map((words) => {
    const editor = new Editor({ content: words, extensions: CONTENT, injectCSS: false });
    const { doc } = editor.state;
    editor.destroy();
    return [m.htmlOf(doc), text.textOf(doc).text, text.plainText(words)];
  });
}"""


def shuffled(count: int) -> list[str]:
    """Return narratives made of anything, in any order."""
    dice = random.Random(1)
    mixed = (dice.choices(SNIPPETS, k=dice.randrange(3, 40)) for _ in range(count))
    return [clean("".join(pieces)) for pieces in mixed]


def test_browser_and_server_write_the_same_mark_up_and_text(in_browser):
    narratives = [*WORDS, *shuffled(300)]

    read = in_browser("prose/html.js", READ, narratives)

    for words, (html, text, plain) in zip(narratives, read, strict=True):
        assert html == words == clean(words)
        assert text == plain == plain_text(words)


def test_browser_and_server_know_the_same_headings(in_browser):
    levels = "(m, lines) => lines.map(([line]) => m.headingLevel(line))"

    assert in_browser("prose/headings.js", levels, HEADINGS) == [level for _, level in HEADINGS]


def test_browser_and_server_join_the_same_broken_lines(in_browser):
    join = "(m, cases) => cases.map(({ lines }) => m.unbroken(lines.join('\\n')))"

    joined = in_browser("prose/incoming/broken.js", join, BROKEN)

    assert joined == ["\n".join(case["joined"]) for case in BROKEN]
