"""Slips of the keyboard: doubled marks and words, stray spaces, half-width marks, lost brackets."""

import re
from collections.abc import Iterable
from itertools import islice

from ...case import Case, Finding, Found, Text

_HAN = "一-鿿"
_MOST = 20  # findings of one kind in one section: more only hide the rest
_TWO_MARKS = re.compile("[，。、；：！？,;.]{2}")
_DOUBLED = re.compile(
    r"(?=[，。、；：！？,;.])(?:([，。、；：！？])\1+|[，、；：][。，、；：]|。[，、；：]|[，。、；：][,;]|[,;][，。、；：]|,,+|;;+|(?<!\.)\.\.(?!\.))"
)
# What is sought stands first, and what must be before it is looked back for: ten times as fast.
_SPACED = re.compile(rf"[ \u00a0\u3000](?<=[{_HAN}].)[ \u00a0\u3000]*(?=[{_HAN}])")
_HALF_STOPS = re.compile(
    rf"[,;:?!](?:(?<=[{_HAN}”》）)\d].) ?(?=[{_HAN}“《（(])|(?<=[{_HAN}”》）)].) ?(?=\d))"
)
_HALF_BRACKETS = re.compile(rf"[()](?:(?<=\()(?=[{_HAN}])|(?<=[{_HAN}]\)))")
_TWICE = re.compile(rf"([{_HAN}]{{2}})\1(?![{_HAN}]?\1)")
# Three letters and more twice in a row: 民意征集民意征集.
_LONG_TWICE = re.compile(rf"([{_HAN}]{{3,8}})\1")
# Words that the language doubles, and pairs whose halves belong to two words (政府信息公开公开内容).
_MAY_DOUBLE = re.compile(
    r"(?<!信息)公开(?=公开[一-鿿])|(?<=[民县区市省镇乡])政府(?=政府(?:信息|网站|门户|公报|采购))|公开(?=公开(?!工作|情况|制度|水平)[一-鿿])|常常|往往|一步一步|一点一点|研究研究|大大小小|逐步逐步|等等|多多"
)
# What a text must have for it to be looked for, the pattern, and what is said of it.
_SLIPS = (
    ("提前", re.compile(r"提前(?=(?:的)?(?:行政)?(?:诉讼|复议))"), "像是“提起”之误"),
    (
        "",
        re.compile(
            r"(?:发布|公开(?!申请)|推送|转发|刊发|收到|受理|办结|答复)(?:各类|政府|政务|工作|公开)?(?:信息|稿件|动态|推文|留言|申请)"
            r"(?:共计?)?[条件篇](?=[，。；、\n]|$)|共(?:主动)?(?:发布|公开|推送)[条件篇](?=[，。；、\n]|$)"
        ),
        "缺少数字",
    ),
    (".", re.compile(rf"\.(?<=[{_HAN}]\.)(?=[{_HAN}\n]|$)"), "是半角句点，应为句号“。”"),
    ("", re.compile(r"\d[余多](?=[，。；、\n])"), "后面缺少单位"),
    (
        "",
        re.compile(r"(?:发布|公开(?!申请)|推送|转发)(?:各类|政府|政务|工作|公开)?(?:信息|稿件|动态|推文|视频|文章)共?计?\d{2,6}(?=[，。；\n])"),
        "后面缺少单位",
    ),
    # 我局2022无…, 2023全年未收到…
    ("20", re.compile(rf"20[12]\d(?<![\d.〔（-]20..)(?=全年(?!度?20)|[我本][局镇乡委街县市区厅]|(?:无|未)(?!来)[{_HAN}])"), "后面缺少“年”"),
    ("年年", re.compile(r"\d{4}年年(?!度|初|中|末|底)"), "重复了"),
    ("", re.compile("年度年度|(?<=[我本])(?:局局|厅厅)(?![长级属内直机务])"), "重复了"),
    ("", re.compile(r"\d(?P<unit>[次件条篇份个项期场人名起家])(?P=unit)(?=[，。；、：！？（()\n]|$)|的的(?!确)"), "重复了"),
    ("公开", re.compile("信息公开(?:工(?=情况|年度|报告|开展)|作(?=情况|年度|报告|开展))"), "缺了一个字"),
    ("年20", re.compile(r"20\d\d年20\d\d年"), "重复了"),
)
_FULL_WIDTH = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_FULL_STOPS = str.maketrans(",;", "，；")
_SOURCE = "GB/T 15834-2011《标点符号用法》"


def typing_errors(case: Case) -> Found:
    """Yield a hint for each slip in the words of each section."""
    for passage in case.passages:
        for find in (_marks, _spaces, _half_width, _doubled_words, _slips, _unpaired, _numbering):
            yield from islice(find(passage), _MOST)
    yield from _own_name(case)
    yield from _repeated_paragraphs(case)


def _hint(passage: Text, message: str, start: int, end: int, fixes: Iterable = ()) -> Finding:
    """Return a hint; `fixes` are (start, end, new words) that are certain to mend it."""
    said = tuple((first, last, passage.text[first:last], new) for first, last, new in fixes)
    return passage.at("text.typo", "hint", message, start, end, source=_SOURCE, fixes=said)


def _marks(passage: Text) -> Found:
    for match in _DOUBLED.finditer(passage.text) if _TWO_MARKS.search(passage.text) else ():
        message = "{where}的标点“{quote}”重复或连用了，请留一个。"
        kinds = set(match[0].translate(_FULL_STOPS)) if len(match[0]) == 2 else ()
        # The one mark that two can only stand for; nothing when that is a guess.
        mark = min(kinds) if len(kinds) == 1 else "。" if "。" in kinds else ""
        yield _hint(passage, message, *match.span(), [(*match.span(), mark)] if mark else [])


def _spaces(passage: Text) -> Found:
    for match in _SPACED.finditer(passage.text):
        if not _is_layout(passage.text, match.start()):
            message = "{where}“{quote}”两个汉字之间有空格，请删去。"
            yield _hint(passage, message, match.start() - 1, match.end() + 1, [(*match.span(), "")])


def _is_layout(text: str, at: int) -> bool:
    """Whether the space parts the cells of a little table or a signature, not a sentence's words."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return "\t" in line or len(line) < 30 and not re.search("[，。；：]", line)


def _half_width(passage: Text) -> Found:
    for pattern in (_HALF_STOPS, _HALF_BRACKETS):
        if found := list(pattern.finditer(passage.text)):
            fixes = [(*match.span(), _FULL_WIDTH[match[0][0]]) for match in found]
            fixes = _bracket_fixes(passage.text, found) if pattern is _HALF_BRACKETS else fixes
            many = f"，共{len(found)}处" if len(found) > 1 else ""
            message = f"{{where}}中文里用了半角标点“{{quote}}”{many}，请改为全角标点。"
            yield _hint(passage, message, *found[0].span(), fixes)


def _bracket_fixes(text: str, found: list[re.Match]) -> list[tuple[int, int, str]]:
    """Return the half-width brackets of every pair of which one stands beside a Chinese character."""
    wrong, opened, fixes = {match.start() for match in found}, [], []
    for match in re.finditer(r"[()（）\n]", text):
        if match[0] in "(（":
            opened.append(match.start())
        elif match[0] == "\n":
            opened.clear()
        elif opened and not wrong.isdisjoint(pair := (opened.pop(), match.start())):
            fixes += [(at, at + 1, _FULL_WIDTH[text[at]]) for at in pair if text[at] in "()"]
    return sorted(fixes)


def _doubled_words(passage: Text) -> Found:
    for match in (*_TWICE.finditer(passage.text), *_LONG_TWICE.finditer(passage.text)):
        short = len(match[1]) == 2
        if not (short and (_MAY_DOUBLE.match(passage.text, match.start()) or match[1][0] == match[1][1])):
            yield _hint(passage, "{where}“{quote}”像是重复的词，请核对。", *match.span())


def _slips(passage: Text) -> Found:
    for sign, pattern, what in _SLIPS:
        for match in pattern.finditer(passage.text) if sign in passage.text else ():
            yield _hint(passage, f"{{where}}“{{quote}}”{what}，请核对。", *match.span())


_PAIRS = {"）": "（", "”": "“", "》": "《", "】": "【", "〕": "〔", "’": "‘"}
_NAMES = {
    mark: (side, name)
    for pair, name in (("（）", "括号"), ("()", "括号"), ("“”", "引号"), ("‘’", "单引号"),
                       ("《》", "书名号"), ("【】", "方括号"), ("〔〕", "六角括号"))
    for mark, side in zip(pair, "左右", strict=True)
}  # fmt: skip
# The closing bracket of a heading's number stands alone: 1）, 一）.
_ITEM = re.compile(r"(?:^|[\n。；：，])[ \u3000]*[一二三四五六七八九十\d]{1,3}$")
_BRACKETS = re.compile("[（）“”《》【】〔〕()\n‘’](?:(?<![‘’])|(?<=‘)(?=[一-鿿])|(?<=[一-鿿]’))")


def _unpaired(passage: Text) -> Found:
    """Yield a hint for the first bracket or quote of a paragraph that is opened and not closed, or closed only.

    One lost mark leaves those around it alone, too.
    """
    stack: list[tuple[str, int]] = []
    lonely: list[int] = []
    for match in _BRACKETS.finditer(f"{passage.text}\n"):
        mark = {"(": "（", ")": "）"}.get(match[0], match[0])
        if mark == "\n":
            lonely += [at for _, at in stack]
            yield from [_lonely(passage, min(lonely))] if lonely else []
            stack.clear()
            lonely.clear()
        elif mark not in _PAIRS:
            stack.append((mark, match.start()))
        elif stack and stack[-1][0] == _PAIRS[mark]:
            stack.pop()
        elif not (mark == "）" and _ITEM.search(passage.text[max(0, match.start() - 8) : match.start()])):
            lonely.append(match.start())


def _lonely(passage: Text, at: int) -> Finding:
    side, name = _NAMES[passage.text[at]]
    return _hint(passage, f"{{where}}的{side}{name}『{{quote}}』没有配对，请补上或删去。", at, at + 1)


_NUMERALS = ["", *"一二三四五六七八九十", *("十" + char for char in "一二三四五六七八九")]
_NUMERAL = "[一二三四五六七八九十]"
_NUMBERED = {
    "（{}）": re.compile(rf"(?m)^[（(]([{_HAN}]{{1,2}})[）)]"),
    "{}、": re.compile(rf"(?m)({_NUMERAL}(?:(?<=^.)|(?<=[。；].)){_NUMERAL}?)、(?!{_NUMERAL})"),
    "{}.": re.compile(r"(?m)^(\d{1,2})[.．、](?!\d)"),
    "（{}）.": re.compile(r"(?m)^[（(](\d{1,2})[）)]"),
    "{}是": re.compile(rf"({_NUMERAL}(?:(?<=^.)|(?<=[\n。；：，].)){_NUMERAL}?)是"),
}


def _numbering(passage: Text) -> Found:
    """Yield a hint where the numbers of headings or items skip: 一、 then 三、."""
    for style, pattern in _NUMBERED.items():
        last = 0
        for match in pattern.finditer(passage.text):
            digits = match[1].isdigit()
            if not digits and match[1] not in _NUMERALS:
                continue
            number = int(match[1]) if digits else _NUMERALS.index(match[1])
            if number == 2 and not last and style == "（{}）":
                yield _hint(passage, "{where}的序号从“{quote}”开始，前面没有“（一）”，请核对序号。", *match.span())
            if last and number > last + 1:
                missing = style.rstrip(".").format(last + 1 if digits else _NUMERALS[last + 1])
                yield _hint(passage, f"{{where}}的序号到“{{quote}}”跳过了“{missing}”，请核对序号。", *match.span())
            last = number


# A place of two letters and more: without the first it is none. 肃省邮政管理局
_OF_PLACE = re.compile("[一-鿿]{2,}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|苏木)")


def _own_name(case: Case) -> Found:
    """Yield a hint where the organ's name has lost its first letter."""
    organ = case.document.organ
    if not _OF_PLACE.match(organ) or len(organ) < _SHORTEST_NAME:
        return
    told = [passage for passage in case.passages if organ[1:] in passage.canon.replace(organ, "")]
    lost = re.compile(rf"(?:(?<![{_HAN}])|(?<=年)){re.escape(organ[1:])}") if told else None
    for passage in told:
        message = f"{{where}}“{{quote}}”像是“{organ}”少写了一个字，请核对。"
        yield from passage.each(lost, "text.typo", "hint", message, source=_SOURCE)


_SHORTEST_NAME = 6
_SHORTEST_PARAGRAPH = 15


def _repeated_paragraphs(case: Case) -> Found:
    seen: dict[str, str] = {}
    for passage in case.passages:
        at = 0
        for line in passage.text.split("\n"):
            words = "".join(line.split())
            if len(words) >= _SHORTEST_PARAGRAPH and words in seen:
                message = f"{{where}}的这一段与{seen[words]}的一段完全相同：“{{quote}}”。请删去重复的一段。"
                yield _hint(passage, message, at, at + len(line))
            seen.setdefault(words, passage.caption)
            at += len(line) + 1
