"""Counts of requests: rows and columns of table 三, and what came in, came over, was settled and goes on."""

import re

from reports.once import once

from ...words.tokens import Token, heads_of
from ..names import COLUMN, ROW, Names, named
from ..quantities import AT_MOST, NOTHING, Quantity
from ..spoken import Mention
from .labels import IS_OF_REQUESTS, Label, Rest, carried_forward, carried_over, has, rest_of
from .readings import says, table

_FLOW_WORDS = frozenset(("其中", "均", "已", "尚有", "另有", "的", "申请", "为", "有", "办结", "、", "年度", "新收"))
_NOT_DUE = re.compile("(?:政府信息公开|信息公开|依申请公开)?的?申请(?:因|由于|正|尚|仍|未|还|需)[一-鿿]{0,24}，")
_WILL = frozenset(("将", "拟", "需", "故", "按程序"))
_LEFT_OVER = re.compile(
    r"(?:[，；、：]|截[至止](?:20\d\d年)?(?:年底|年末|12月31日|12月底)?|年末|年底|目前|(?P<left>[尚仍]有?|其余|剩余)|另|还|有){0,8}"
)
_MARKS_PAPERS = re.compile(r"公文|免[于予]公开|公开属性|发文|(?:制发|印发|制作)[一-鿿]{0,4}(?:文件|信息)")
_ASKED = re.compile("收到|受理|答复|公开申请")
# What they are about: 涉及土地征收、房屋拆迁等领域的申请.
_ALL_WAYS = re.compile("(?:公民|个人|群众|单位|企业|[、和或及]|法人|其[他它]组织){0,12}通过[一-鿿、“”]{2,30}?等(?:多种|各种|各类)?(?:途径|渠道|方式|形式)")
_ABOUT = re.compile("(?:主要|内容)?涉及[一-鿿、“”]{2,40}?(?:领域|方面|内容|类别?|事项|问题)的")


class OfRequests(Label):
    """What the words of a count of requests name."""

    def __init__(self, mention: Mention, names: Names, organ: str = ""):
        super().__init__(mention, names, organ)
        self.over, self.forward = carried_over(self.head), carried_forward(self.head)
        self.forward_after = carried_forward(self.tail)
        self.columns = self._columns(self.head) or self._columns(self.tail)
        self.rows = self._rows(self.head) or self._rows(self.tail)
        self.bound = AT_MOST if "villagers" in self.said else ""

    def _rows(self, tokens: list[Token]) -> list[str]:
        found = named(tokens, ROW)
        return [row for row in found if row not in self.names.others] if named(tokens, COLUMN) else found

    def _columns(self, tokens: list[Token]) -> list[tuple[str, ...]]:
        found = [self.names.ids[head] for head in named(tokens, COLUMN)]
        several = [columns for columns in found if len(columns) > 1]
        if several and all(c in several or c == ("other",) for c in found):
            beside = self._named_beside(tokens)
            return [beside] if beside else several
        return found

    def _named_beside(self, tokens: list[Token]) -> tuple[str, ...]:
        """Return what 其他组织 are beside organisations that are named: 企业5件，科研机构2件，其他组织2件."""
        if any("法人" in token.text for token in tokens) or not has(tokens, "other organisations"):
            return ()
        every = next((c for c in self.names.ids.values() if len(c) > 1 and "business" in c), ())
        heads = named((token for told in self.mention.spoken.mentions for token in told.label), COLUMN)
        told = {c for head in heads for c in self.names.ids[head] if len(self.names.ids[head]) == 1}
        told &= set(every[:-1])
        return tuple(c for c in every if c not in told) if told else ()

    @once
    def granted(self) -> bool:
        """Whether 公开 stands in a list of results: 公开3件，不予公开1件."""
        if self.rows or not _BARE_GRANTED(self):
            return False
        listed = any(self.names.result(sibling.label) for sibling in self.mention.siblings)
        return listed or lists_results(self.mention, self.names)

    @once
    def rest(self) -> Rest:
        """What of the label is not understood."""
        heads = ["requests word", "everybody", "requests", "villagers"]
        heads += [*self.rows, *named(self.label, COLUMN)] if self.rows or self.columns else []
        known = [*self.over, *self.forward, *carried_over(self.tail), *self.forward_after]
        known += [t for t in self.head if self.granted and t.text.startswith(("公开", "同意"))]
        known += [t for t in self.label if self.forward_after and t.text in ("除", "外")]
        known += self._of(_ALL_WAYS.search(self.before)) if "通过" in self.before else []
        return rest_of(self.mention, heads, known)

    @once
    def narrowing(self) -> list[Token]:
        """The tokens that tell what they are about, or how they came: 涉及土地征收等领域的, 通过网络."""
        came = "channel" in heads_of(self.label)
        ways = [t for t in self.label if came and t.has("channel", "loose")]
        return [*ways, *self._of(_ABOUT.search(self.before))]

    def _of(self, told: re.Match | None) -> list[Token]:
        """Return the tokens before the count in which a pattern of those words begins and ends."""
        begin = self.head[0].start if self.head else 0
        return [t for t in self.head if told and told.start() <= t.start - begin < told.end()]

    def of(self, *rows: str, columns: tuple[str, ...] = ()) -> Quantity:
        """Return rows of table 三 together, of the applicants that are named."""
        named_ = dict.fromkeys(column for group in self.columns for column in group)
        return self.q.requests(rows, columns or tuple(named_) or ("total",))


# ---- what is said


def _waits(s: OfRequests) -> bool:
    number, spoken = s.mention.number, s.mention.spoken
    if s.mention.foreign or not _NOT_DUE.match(s.mention.rest) or not _LEFT_OVER.fullmatch(s.before):
        return False
    after = spoken.between(number.end, number.end + 60)
    onward = after[next((n for n, token in enumerate(after) if token.text == "，"), len(after)) + 1 :]
    while onward and "onward" not in onward[0].heads and ("plain" in onward[0].heads or onward[0].text in _WILL):
        onward = onward[1:]
    return bool(onward) and "onward" in onward[0].heads and bool(carried_forward(onward[:2]))


def _some_wait(s: OfRequests) -> bool:
    run = s.mention.spoken.run_words.replace(s.before, "", 1)
    others = "另有" in run or any("转" in m.before + m.after for m in s.mention.siblings)
    return others or not _LEFT_OVER.fullmatch(s.before)["left"]


def _marks_papers(s: OfRequests) -> bool:
    spoken = s.mention.spoken
    words = spoken.run_words + (spoken.parent.words if spoken.parent else "")
    return bool(_MARKS_PAPERS.search(words)) and not _ASKED.search(s.mention.words_before)


def _among_strangers(s: OfRequests) -> bool:
    if not s.inherited or not (s.columns or s.names.reasons.intersection(s.rows)):
        return False
    return any(OfRequests(m, s.names).rest.unexplained for m in s.mention.siblings if m.inherited)


def _any_other(s: OfRequests) -> bool:
    alone = s.rows and s.names.others.issuperset(s.rows) and not re.search("处理|答复|办理", s.words)
    return alone and not any(s.names.group(sibling.label) for sibling in s.mention.siblings)


def _narrowed(s: OfRequests) -> bool:
    if s.inherited or s.mention.denied or s.mention.foreign or not s.narrowing or s.over or s.forward:
        return False
    # 一网通办受理网上申请1200件 are of anything.
    if not IS_OF_REQUESTS.search(s.mention.words_before + s.after):
        return False
    return not rest_of(s.mention, ("requests", "requests word", "everybody"), s.narrowing).restricted


def _settled(s: OfRequests) -> bool:
    done = "done" in s.said or s.said.isdisjoint(("taken", "requests")) and has(s.tail, "done")
    return done and "got" not in s.said


def _tells_flow(s: OfRequests) -> bool:
    labels = [told.label for told in s.mention.spoken.mentions]
    came = any(has(label, "new") or any("收到" in t.text for t in label) for label in labels)
    return came and any(map(carried_over, labels)) and any(map(carried_forward, labels))


def _adds_over(s: OfRequests) -> bool:
    before = s.mention.spoken.between(0, s.head[0].start if s.head else s.mention.number.start)
    adds = next((n for n, t in enumerate(before) if t.text in ("加上", "加", "连同", "含", "包括")), None)
    return adds is not None and bool(carried_over(before[adds : adds + 14]))


def _asks(s: OfRequests) -> bool:
    if s.inherited:
        sentence = s.mention.spoken.sentence
        return _A_TOTAL(s) and sentence.opens and s.mention.number is sentence.numbers[0]
    return any("申请" in token.text for token in s.label)


_BARE_GRANTED = says("^[，、；：]?(?:其中)?[：，]?(?:已|全部|均|同意)?公开[的类]?#$")
_A_TOTAL = says("^[，：]?(?:全年|本年|今年)?(?:共|共计|合计|总计|总数为|数量为)?[有为]?#$")
_FACTS = {
    "waits": _waits,  # 12件申请未到答复期限，结转下年办理
    "some wait": _some_wait,  # it is not said that they are what is left
    "marks papers": _marks_papers,  # 依申请公开 or 不予公开 is how papers are marked
    "restricted": lambda s: s.rest.restricted,
    "narrowed": _narrowed,  # 涉及…等领域的申请, 来信: a part, never more than all
    "of kinds": lambda s: "等" in s.before and re.search("共|总|合计|累计", s.before),  # some kinds are named, all are counted
    "among strangers": _among_strangers,  # 执法案卷类11件，户籍类6件 tells subjects, not reasons
    "any other": _any_other,  # 其他 alone, in no list of results: 自然人24件，其他1件
    "granted": lambda s: s.granted,
    "row": lambda s: s.rows,
    "rows": lambda s: len(s.rows) > 1,
    "other row": lambda s: len(s.rows) == 1 and s.rows[0] in s.names.others,
    "groups and reasons": lambda s: len({row in s.names.reasons for row in s.rows}) > 1,
    "applicant": lambda s: s.columns,
    "new and over": says(r"新收[一-鿿]{0,8}[和及与、][一-鿿]{0,4}结转[^#]*#"),
    "over": lambda s: s.over,
    "bare carry": says("^[，、；：]?(?:其余|剩余|余下|尚有|另有|仍有|还有|年末|一件|任何)?(?:申请)?(?:结转|转结)量?的?(?:申请)?#$"),
    "after what ended": lambda s: has(s.mention.spoken.between(0, s.mention.number.start), "ended"),
    "forward": lambda s: s.forward or s.forward_after,
    "says where": says("结转|顺延|下一?年"),
    "new": lambda s: "new" in s.said,
    "new settled": lambda s: has(s.head[next(n for n, t in enumerate(s.head) if "new" in t.heads) :], "done"),
    "over follows": lambda s: carried_over(s.mention.spoken.between(s.mention.number.end, s.mention.number.end + 40)),
    "settled": _settled,
    "flow": _tells_flow,  # what came over, came in and goes on are counted beside what was settled
    "with over": _adds_over,  # 加上上年结转的2件，办结38件
    "answered": lambda s: "answered" in s.said or not re.search("办|处理", s.words),
    "within": lambda s: not s.head and has(s.tail[-1:], "within"),  # 66件申请中: received or settled
    "received": lambda s: "taken in" in s.said or _asks(s),  # 收到…; 依申请公开12件
}
_NUMBERS = {
    "new": lambda s: [s.q.new],
    "over": lambda s: [s.q.over],
    "done": lambda s: [s.q.done],
    "forward": lambda s: [s.q.forward],
    "each row": lambda s: [s.of(*s.names.ids[row]) for row in s.rows],
    "rows": lambda s: [sum((s.of(*s.names.ids[row]) for row in s.rows), NOTHING)],
    "granted whole": lambda s: [s.of(s.q.granted[0])],
    "granted": lambda s: [sum(map(s.of, s.q.granted), NOTHING)],
    # 其他处理 may mean all its rows, the last, or all but the first.
    "parts of others": lambda s: [s.of(*s.q.others[n:]) for n in (-1, 1) if len(s.q.others) > 1],
    "new of them": lambda s: [s.of(s.q.row_of(s.q.new))],
    "done of them": lambda s: [s.of(s.q.row_of(s.q.done))],
    "over of them": lambda s: [s.of(s.q.row_of(s.q.over))],
    # 其他组织 beside those that are named, or the table's own.
    "others of them": lambda s: [s.of(s.q.row_of(flow), columns=("other",)) for flow in (s.q.new, s.q.done)
                                 if s.columns[0] not in s.names.ids.values()],
    # Results without those that get no answer.
    "other": lambda s: [s.q.requests(s.q.others)],
    "unprocessed": lambda s: [s.q.of_role("unprocessed")],
}  # fmt: skip
READINGS = table(
    """
waits, some wait            | forward                                              | denies most
waits                       | forward                                              | denies
marks papers                |                                                      |
restricted, !narrowed       |                                                      |
restricted, of kinds, received | new, new+over                                     |
restricted, received        | new, new+over                                        | most
restricted                  |                                                      |
among strangers             |                                                      |
any other                   |                                                      |
granted                     | granted whole, granted                               |
other row                   | rows, parts of others                                |
groups and reasons          | each row                                             |
rows                        | rows                                                 |
row                         | rows                                                 | firm
applicant                   | new of them, done of them, new of them+over of them, others of them |
new and over                | new+over                                             | firm denies
over                        | over                                                 | firm denies
bare carry, after what ended | forward                                             | denies
bare carry                  | forward, over                                        | denies
forward, says where         | forward                                              | firm denies
forward                     | forward                                              | denies
new, new settled            | new-forward, new                                     | denies
new, over follows           | new, new+over                                        | firm denies
new                         | new                                                  | firm denies
settled, flow               | done, done-over                                      | denies
settled, with over, !answered | done, done+forward                                 | denies
settled, with over          | done, done+forward, done-other, done-other-unprocessed, done-unprocessed | denies
settled, !answered          | done, done+forward, done-over, new, new-forward      | denies
settled                     | done, done+forward, done-over, new, new-forward, done-other, done-other-unprocessed, done-unprocessed | denies
within                      | new, done, done+forward, done-over, new, new-forward, new+over | denies
received                    | new, new+over                                        | firm denies
""",
    _FACTS, _NUMBERS,
)  # fmt: skip


# ---- what a sentence lists


def lists_results(mention: Mention, names: Names) -> bool:
    """Whether the sentence lists results that only requests have, wherever it stands."""
    return mention.inherited and len(mention.spoken.run_parts & names.results) > 1


def lists_flow(mention: Mention) -> bool:
    """Whether a paragraph begins with a list of what came over, came in and goes on, and names no thing.

    Only the table of requests is told like that: 上年结转2件，本年新收17件，结转下年度继续办理2件.
    """
    spoken = mention.spoken
    if mention.matter or not spoken.sentence.opens or spoken.subjects or len(spoken.mentions) < 2:
        return False
    heads = [told.head for told in spoken.mentions]
    carries = any(carried_over(head) or carried_forward(head) for head in heads)
    return carries and all(map(_is_flow, heads))


def _is_flow(head: list[Token]) -> bool:
    """Whether a label tells only what came over, came in, was done or goes on."""
    carried = [*carried_over(head), *carried_forward(head)]
    rest = [t for t in head if t.start not in {t.start for t in carried}]
    told = carried or any("new" in t.heads or t.text == "办结" for t in head)
    return bool(told) and all(t.has("stop", "now", "year", "new") or t.text in _FLOW_WORDS for t in rest)
