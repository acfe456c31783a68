"""Whole sections: empty ones, missing topics, the fee statement, last year's words again."""

import re
from collections.abc import Iterator

from reports.document import has_words
from reports.editions import organ_type

from ..case import LONGEST, Case, Text
from ..findings import Finding

ARTICLE_50 = "《政府信息公开条例》第五十条"
FEE_SOURCE = "国办函〔2020〕109号；国办公开办函〔2021〕30号"
_FILLER = re.compile(
    r"(?:略|待补充?|待填写?|待定|待完善|同上|同去年|同上年|见附件|见上文|暂缺|空|[xX×Ｘ]+|…+|\.+|-+|/+|"
    r"此处(?:填写|插入|输入).{0,20}|请(?:在此)?(?:填写|输入).{0,20}|内容)+"
)
_NOTHING = re.compile(r"(?:暂?无|没有|暂时没有|不存在|无问题|暂无问题|0)")
_MARKS = re.compile(r"[\W_]+")


def empty_sections(case: Case) -> Iterator[Finding]:
    """Yield a finding for each narrative section that is empty or says only filler (art. 50)."""
    for section in case.document.edition.narratives:
        passage = case.passage(section.id)
        if passage is None:
            if not has_words(case.document.narrative(section.id)):
                yield _empty(section, "还没有写")
        elif _says_nothing(passage, section.id):
            message = f"{{where}}只写了“{{quote}}”，没有内容。{_remedy(section)}"
            yield passage.at(f"text.empty.{section.id}", "error", message, 0, len(passage.text),
                             source=ARTICLE_50)  # fmt: skip


def _says_nothing(passage: Text, section: str) -> bool:
    if len(passage.canon) > 60:
        return False
    words = _MARKS.sub("", passage.canon)
    if _FILLER.fullmatch(words) or not words:
        return True
    return section != "other_matters" and bool(_NOTHING.fullmatch(words))


def _empty(section, state: str) -> Finding:
    message = f"{section.caption}{state}，不能为空。{_remedy(section)}"
    return Finding(f"text.empty.{section.id}", "error", message, section=section.id, start=0, end=0,
                   source=ARTICLE_50)  # fmt: skip


def _remedy(section) -> str:
    topics = [topic.caption for topic in section.topics if not topic.governments_only]
    if section.id == "other_matters":
        fee = "请写明本年度是否收取信息处理费、收了多少；" if topics else ""
        return f"{fee}没有其他事项的，请写明“无”。"
    return f"请写明{'、'.join(topics)}。"


def missing_topics(case: Case) -> Iterator[Finding]:
    """Yield a finding for each topic that section 一 does not speak of (art. 50, national template)."""
    section = case.document.edition.narratives[0]
    passage = case.passage(section.id)
    if passage is None or _says_nothing(passage, section.id):
        return
    government = organ_type(case.document.organ_type).government
    for topic in section.topics:
        if topic.governments_only and not government:
            continue
        if not any(word in passage.canon for word in topic.words):
            whose = "各级政府的报告" if topic.governments_only else "这一部分"
            message = (
                f"{section.caption}没有写到“{topic.caption}”，{whose}应当写到。请补写这方面的情况。"
            )
            yield Finding(f"text.topic.{topic.id}", "warning", message, section=section.id,
                          source=f"{ARTICLE_50}；{case.document.edition.source}")  # fmt: skip


_FEE = re.compile(r"信息处理费|处理费|信息公开.{0,6}(?:费|收费)|收费|费用")
_ZERO = r"(?<![\d.])(?:0|零)(?:\.0+)?(?:元|件|万元|次|笔)?(?![\d.])"
_NO_FEE = re.compile(
    r"(?:未|没有|没|无|不|从未|尚未|并未|均未)[^，。；\n]{0,14}?(?:收取|收费|收到|产生|发生|涉及|征收)"
    rf"|(?:收取|收费|征收|产生)[^，。；\n]{{0,24}}?(?:为?{_ZERO}|情况为?：?无|：无)"
    rf"|费[^，。；\n]{{0,14}}?(?:为?{_ZERO}|：无|均?未|没有|不收)"
    rf"|(?:无|没有)[^，。；\n]{{0,14}}?(?:费|收费)|免费|不收费|未收|(?:金额|总额)[为：]*{_ZERO}"
)
_FEE_SUM = re.compile(r"(?<![\d.])(\d{1,12}(?:，\d{3})*(?:\.\d{1,6})?)(万?元)")
_ASKED = re.compile(
    r"(?:收取|收费|收缴|征收|计收|缴纳|实收|应收|费用?(?:共计|合计|总计|金额|总额|[为：]))"
)
_OTHER_TIME = re.compile(
    r"标准|每件|每页|/件|/页|以下|以上的|除|其余|其他(?:申请|均)|外|上年|去年|减免|退"
)


def fee_statement(case: Case) -> Iterator[Finding]:
    """Yield a finding when section 六 does not say what was charged, or says both (edition 2021)."""
    section = case.document.edition.narratives[-1]
    passage = case.passage(section.id)
    if not any(topic.id == "fee" for topic in section.topics) or passage is None:
        return
    if _says_nothing(passage, section.id):
        return
    year = case.document.year
    clauses = [c for c in re.split(r"[。；\n]", passage.canon) if _FEE.search(c)]
    told = [c for c in clauses if _charged(c) or _NO_FEE.search(c)]
    now = [c for c in told if _year_told(c, year) != year - 1]
    charged = [c for c in now if _charged(c)]
    free = [c for c in now if _NO_FEE.search(c) and not _OTHER_TIME.search(c)]
    if not told:
        yield _no_statement(passage, bool(clauses))
    elif not now:
        yield _of_last_year(passage, year)
    elif charged and free and set(charged).isdisjoint(free):
        yield _contradiction(passage, charged[0], free[0])


def _charged(clause: str) -> bool:
    """Whether a clause says that money was taken."""
    if not _ASKED.search(clause) or re.search(r"标准|每件|每页|元/", clause):
        return False
    return any(float(m[1].replace("，", "")) > 0 for m in _FEE_SUM.finditer(clause))


# Right before what was charged: 2023年度，我局未收取信息处理费. Not 与2023年持平, 2023年起.
_YEAR_TOLD = re.compile(
    r"^(?:截[至止到])?(20\d\d)年(?:全年|度)?，?(?:[我本全各][一-鿿]{1,8}|[一-鿿]{0,8}[局委办府处镇乡院])?"
    r"(?:共|总计|累计|均|都|暂|实际|依法|按照?规定)*(?:未|没有|没|无|不|收取|收到|产生|发生|信息(?:公开)?处理费)"
)


def _year_told(clause: str, year: int) -> int:
    """Return the year of which a clause tells what was charged: the report's unless it says another."""
    told = _YEAR_TOLD.search(clause)
    return int(told[1]) if told and not re.search(rf"{year}年|[本今]年", clause) else year


def _of_last_year(passage: Text, year: int) -> Finding:
    message = f"{{where}}写的是{year - 1}年信息处理费的收取情况，没有写{year}年的。请写明本年度是否收取、收了多少。"
    start = passage.canon.index(f"{year - 1}年")
    return passage.finding("text.fee", "error", message, start, start + 5, source=FEE_SOURCE)


def _no_statement(passage: Text, mentioned: bool) -> Finding:
    fact = (
        "写到了信息处理费，但没有写收没收、收了多少" if mentioned else "没有写信息处理费的收取情况"
    )
    message = f"{{where}}{fact}，2021年起每年都应当写明。请写明本年度收取的件数和金额；没有收取的，写明没有收取。"
    end = len(passage.text.split("\n")[0])
    return passage.at("text.fee", "error", message, 0, end, source=FEE_SOURCE)


def _contradiction(passage: Text, charged: str, free: str) -> Finding:
    start = passage.canon.index(charged)
    message = f"{{where}}一处写“{{quote}}”，另一处写“{free[:30]}”，前后矛盾。请核对本年度是否收取了信息处理费。"
    return passage.finding("text.fee", "warning", message, start, start + len(charged),
                           source=FEE_SOURCE)  # fmt: skip


_SHINGLE = 6
_SHORTEST_REPEAT = 60
_ALIKE = 0.9


def repeated_sections(case: Case) -> Iterator[Finding]:
    """Yield a finding for each section that is last year's almost word for word."""
    if not case.before:
        return
    for passage in case.passages:
        old = case.before.passage(passage.section)
        if old is None or passage.section == "preface" or len(passage.canon) < _SHORTEST_REPEAT:
            continue
        share = _likeness(passage.canon, old.canon)
        if share >= _ALIKE:
            message = (
                f"{{where}}与{case.previous.year}年度报告几乎相同（{share:.0%}的文字一样），"
                "年度报告应当反映本年度的情况。请按本年度的工作改写。"
            )
            yield passage.at("text.repeat", "warning", message, 0, len(passage.text.split("\n")[0]),
                             source=ARTICLE_50)  # fmt: skip


def _likeness(words: str, others: str) -> float:
    mine, theirs = _shingles(words), _shingles(others)
    return len(mine & theirs) / max(len(mine | theirs), 1)


def _shingles(words: str) -> set[str]:
    # Figures and years change in any report; the sentences around them tell whether it was written anew.
    plain = re.sub(r"[\d\W_]+", "", words)
    return {plain[at : at + _SHINGLE] for at in range(max(len(plain) - _SHINGLE + 1, 1))}


def long_sections(case: Case) -> Iterator[Finding]:
    """Yield a finding for each section of which only the first part was read."""
    for passage in case.passages:
        if len(passage.text) >= LONGEST:
            message = f"{{where}}超过{LONGEST}字，只校核了前面的部分。请检查是否误粘贴了其他内容。"
            yield passage.at("text.length", "hint", message, 0, 20)
