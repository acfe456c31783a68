"""Counts of table 二: papers, decisions, items, fees and purchases."""

import re
from dataclasses import replace
from itertools import pairwise

from reports.once import once

from ...words.offices import is_short_for
from ...words.tokens import Token
from ..names import Names, named
from ..quantities import NOTHING, Quantity
from ..spoken import Mention
from .labels import Label, Rest, has, rest_of
from .readings import says, table

_DECISION_UNITS = {"件", "宗", "起", "例", "个", "份", "次", "笔", "项", "单", "件次", ""}
_ROW, _COLUMN = "proactive row:", "proactive column:"
_SHOWN_PAPERS = re.compile(
    "(?:全年|共|主动|集中|依法|及时){0,4}公开(?:各类|有效)?(?:行政|部门|[省市州]?(?:人民)?政府){0,2}"
)
# An office within the report's own, whose decisions are some of all.
_HAS_TEAMS = re.compile("(?:人民政府|管理委员会|管委会|街道办事处|街道办)$")
_OWN_TEAM = re.compile(
    r"(?:20\d\d年度?|全年|，|；){0,3}(?P<name>(?:政务|便民|党群|行政审批|为民)服务(?:中心|大厅)|综合(?:行政)?执法(?:大队|中队|队|办公室|办)|行政审批局)(?=全年|20|共|累计|年内|依法|作出|办理|做出|实施|完成)"
)
_EXAMPLES = re.compile(
    "(?:办理|作出|审批|办结|核发|实施)[一-鿿]{2,20}(?:、[一-鿿]{2,20}){0,6}等(?:各类|各项)?(?=行政(?:许可|处罚|强制))"
)
# What is shown may be shown in part, or for longer than a year.
_SHOWN = re.compile(
    "[，、；]?(?:其中|主动|依法|集中|按规定|及时|全年|共|归集|汇总|录入|上传|推送|报送|公示|公开|公布|发布|并|、){0,8}(?<=集|入|传|送|示|开|布)"
)
_DECIDES = re.compile(
    r"[，、；：]?(?:综合(?:行政)?执法|全年|年内|另|共|依法|还){0,4}"
    r"(?:办理|作出|做出|实施|核发|准予|办结|完成|采取|给予)(?P<what>[一-鿿、“”]{2,40}?)?"
    r"(?:行政)?(?:许可|处罚|强制)(?:处理)?(?:决定书?|措施|案件)?(?:共计|共|合计|总计)?"
)
_SOME_FEES = re.compile(
    "^(?:全年|共|依法){0,2}(?:征收|收取)?[一-鿿]{2,24}?(?:、[一-鿿]{2,16}?){0,6}等(?:各类|各项)?(?:涉企)?$"
)
_CHANGED_TO = re.compile("(?:精简|压减|调整|增|减|降)(?:至|为|到)|，?(?:总计|合计|现有|共有?)(?:为|有)?")
_PURCHASES = {"万元": "amount", "元": "amount", "项": "items", "个": "items", "次": "items"}
_GO_WITH = {"fees": ("fee",), "procurement": ("purchase",)}
_KIND = re.compile("(?:管理|监督管理)?(?:局|厅|委员会|委|办公室|总局|署)$")
_PLACES = re.compile("^.*(?:总局|[省县区州旗盟]|(?<!城)市(?!场))(?=[一-鿿]{2})")


class OfActs(Label):
    """What the words of a count of table 二 name."""

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of words that go with the row's name."""
        return _GO_WITH.get(self.mention.matter, ())

    @once
    def known(self) -> list[Token]:
        """The tokens that narrow nothing: the organ's own field."""
        return self.own_field()

    @once
    def rest(self) -> Rest:
        """What of the label names neither a row nor what goes with it."""
        return rest_of(self.mention, (*self.heads, *self.names.acts), self.known)

    def own_field(self) -> list[Token]:
        """Return the tokens of the organ's whole field before a row's name: 税务行政处罚 of a tax office.

        住建 stands for both halves of 住房和城乡建设; 旅游 would be only one of 文化和旅游.
        """
        field = _KIND.sub("", _PLACES.sub("", self.organ))
        halves, found = re.split("[和与及、]", field), []
        for n in (n for n, token in enumerate(self.label) if named([token], _ROW)):
            begin = n
            while begin and not self.label[begin - 1].heads:
                begin -= 1
            name = "".join(t.text for t in self.label[begin:n])
            if len(name) > 1 and is_short_for(name, field) and all(set(h) & set(name) for h in halves):
                found += self.label[begin:n]
        return found

    def cells(self, *columns: str) -> list[Quantity]:
        """Return the cells of its row that the edition has, of 规章和规范性文件 both together."""
        rows = [row for head in named(self.label, _ROW) for row in self.names.ids[head]]
        every = [[self.q.proactive(row, column) for row in rows or [self.mention.matter]] for column in columns]
        return [sum(of, NOTHING) for of in every if all(of)]

    def unknown(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens that are not `known`."""
        places = {token.start for token in self.known}
        return [token for token in tokens if token.start not in places]


class OfPapers(OfActs):
    """What the words of a count of papers name."""

    @once
    def known(self) -> list[Token]:
        """The own field, and the 文件 of 现行有效文件, which are the papers spoken of; 印发文件 may be any."""
        of_column = [
            token for before, token in pairwise(self.label)
            if token.text == "文件" and named([before], _COLUMN) and "makes" not in before.heads
        ]  # fmt: skip
        return [*self.own_field(), *of_column]

    @once
    def columns(self) -> list[str]:
        """The column that is named; what makes papers names one only where nothing else does."""
        told = [token for token in self.label if named([token], _COLUMN)]
        told.sort(key=lambda token: "makes" in token.heads)
        return [self.names.ids[head][0] for head in named(told[:1], _COLUMN)]

    @property
    def heads(self) -> tuple[str, ...]:
        """What goes with papers, and the columns' names."""
        return ("paper", *named(self.label, _COLUMN))


class OfDecisions(OfActs):
    """What the words of a count of decisions name."""

    heads = ("decision",)

    def __init__(self, mention: Mention, names: Names, organ: str = ""):
        self.shown = _SHOWN.match(mention.before)
        self.own_team = _OWN_TEAM.match(mention.before) if _HAS_TEAMS.search(organ) else None
        super().__init__(replace(mention, foreign=False) if self.own_team else mention, names, organ)

    @once
    def known(self) -> list[Token]:
        """The own field, the own team, what is shown, and kinds that are only examples."""
        spans = [self.shown.span()] if self.shown else []
        spans += [self.own_team.span("name")] if self.own_team else []
        if re.search("共|总|合计|累计", self.before):
            # 办理食品经营、药品零售等行政许可共381件: some kinds are named, all are counted.
            spans += [match.span() for match in _EXAMPLES.finditer(self.before)]
        begin = self.head[0].start if self.head else 0
        inside = [t for t in self.head if "self" in t.heads or any(a <= t.start - begin < b for a, b in spans)]
        return [*inside, *self.own_field()]


# ---- what is said


def _items(s: OfActs) -> bool:
    told = s.mention.matter == "fees" or any("事项" in t.text or "项目" in t.text for t in s.mention.around[-14:])
    goes_on = not s.inherited or _CHANGED_TO.fullmatch(s.before)
    if s.mention.number.unit not in ("项", "个", "大项") or not (s.cells("previous_items") and told and goes_on):
        return False
    # 新增5项 and 取消3项 are a change of 2
    return not _CHANGES(s) and not rest_of(s.mention, ("item", "last", *s.names.acts), s.known).restricted


def _blocked(s: OfPapers) -> bool:
    around = s.mention.around[-24:] if s.inherited else []
    named_at = next((n for n in reversed(range(len(around))) if named([around[n]], _ROW)), 0)
    # From the clause on in which papers are named: 发布解读25篇。制定规范性文件4件.
    begin = next((n for n in reversed(range(named_at)) if around[n].has("stop")), 0)
    looked = [*around[begin:], *s.label]
    words = "".join(token.text for token in looked)
    return has(looked, "paper block") or "清理" in words and not re.search("清理[并和、]?废止", words)


def _shown_plainly(s: OfPapers) -> bool:
    before = "".join(t.text for t in s.unknown(s.head[:-1]))
    return bool(_SHOWN_PAPERS.fullmatch(before) and named(s.head[-1:], _ROW)) and not s.tail


def _no_decisions(s: OfDecisions) -> bool:
    if s.inherited and ("处理决定" not in s.before or s.mention.afar):
        return True
    unit, label = s.mention.number.unit, [t for t in s.unknown(s.label) if not named([t], _ROW)]
    if unit not in _DECISION_UNITS or has(label, "decision block") or not unit and s.tail:
        return True
    return unit == "项" and "决定" not in s.words


def _of_a_kind(s: OfDecisions) -> bool:
    left = s.unknown(s.head)
    decides = s.rest.strange and not s.tail and not s.inherited and _DECIDES.fullmatch("".join(t.text for t in left))
    return bool(decides) and not any(t.has("place", "office", "core") and "plain" not in t.heads for t in left)


def _some_fees(s: OfActs) -> bool:
    row = next((n for n, token in enumerate(s.head) if named([token], _ROW)), 0)
    some = s.head[:row]
    if not _SOME_FEES.match("".join(token.text for token in some)) or has(s.head, "place", "office"):
        return False
    return not rest_of(s.mention, (*s.heads, *s.names.acts), some).restricted


def _decided(s: OfDecisions) -> list[Quantity]:
    found = s.cells("decisions", "previous_items")
    return [*found, found[1] + s.q.proactive(s.mention.matter, "change")] if len(found) > 1 else found


_MATTERS = says("行政(?:许可|处罚|强制)(?:处理)?事项#$")
_CHANGES = says("新增|新设|增设|取消|下放|承接|减少|增加")
_FACTS = {
    "matters": lambda s: s.mention.number.unit in ("件", "宗", "件次") and _MATTERS(s),  # 办结行政许可事项9110件
    "items": _items,  # of last year or now: 行政许可事项由12项精简为10项
    "restricted": lambda s: s.rest.restricted,
    "blocked": _blocked,
    # 主动公开规范性文件3件 may be new ones or all
    "unclear": lambda s: not s.columns or "公开" in s.before.replace("政府信息公开", "") and has(s.label, "makes"),
    "shown plainly": _shown_plainly,
    "inherited": lambda s: s.inherited,
    "made or valid": says("制发|制定|废止|现行有效|新制作|对外公开总"),
    "no decisions": _no_decisions,
    "of a kind": _of_a_kind,  # never more than all: 办理农村建房等行政许可126件
    "own team": lambda s: s.own_team,
    "shown": lambda s: s.shown,
    "decided": lambda s: "决定" in s.words and len(_decided(s)) == 1,
    "fee": lambda s: s.mention.number.unit in ("元", "万元") and not s.inherited and not s.mention.foreign,
    "some fees": _some_fees,  # those named may be only some: 特种设备检验等行政事业性收费
    "purchase": lambda s: s.mention.number.unit in _PURCHASES and (s.mention.number.unit in ("元", "万元") or not s.inherited),
}
_NUMBERS = {
    "columns": lambda s: s.cells(*s.columns),
    "before": lambda s: s.cells("previous_items"),
    "change": lambda s: s.cells("change"),
    "decided": _decided,
    "fees": lambda s: s.cells("amount"),
    "purchase": lambda s: s.cells(_PURCHASES[s.mention.number.unit]),
}
PAPERS = table(
    """
blocked                |                       |
unclear, shown plainly | understood            |
unclear                |                       |
restricted             |                       |
made or valid, !inherited | columns            | firm
                       | columns               |
""",
    _FACTS, _NUMBERS,
)  # fmt: skip
DECISIONS = table(
    """
items                  | before, before+change |
matters, !restricted   | decided               | company
no decisions           |                       |
restricted, !of a kind |                       |
restricted             | decided               | most
own team, decided, !shown | decided            | firm most
own team               | decided               | most
shown                  | decided               | company
decided                | decided               | firm
                       | decided               |
""",
    _FACTS, _NUMBERS,
)  # fmt: skip
FEES = table(
    """
items                  | before, before+change |
fee, !restricted       | fees                  | firm
fee, some fees         | fees                  | most
""",
    _FACTS, _NUMBERS,
)  # fmt: skip
PURCHASES = table("purchase, !restricted | purchase |", _FACTS, _NUMBERS)
