"""What counts of table 二 mean: papers, decisions, items, fees and purchases."""

import re
from dataclasses import replace

from ..words.lexicon import Lexicon
from ..words.offices import is_short_for
from ..words.tokens import Token
from .labels import Rest, has, named, rest_of
from .quantities import AT_MOST, IN_COMPANY, Meaning, Quantities, Quantity
from .spoken import Mention

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
_DECISION_HEADS = ("decision",)
_CLEANED = re.compile("清理[并和、]?废止")
_FIRM_PAPERS = re.compile("制发|制定|废止|现行有效|新制作|对外公开总")
_SOME_FEES = re.compile(
    "^(?:全年|共|依法){0,2}(?:征收|收取)?[一-鿿]{2,24}?(?:、[一-鿿]{2,16}?){0,6}等(?:各类|各项)?(?:涉企)?$"
)
_CHANGED_TO = re.compile(
    "(?:精简|压减|调整|增|减|降)(?:至|为|到)|，?(?:总计|合计|现有|共有?)(?:为|有)?"
)
_CHANGES = re.compile("新增|新设|增设|取消|下放|承接|减少|增加")
_PURCHASES = {"万元": "amount", "元": "amount", "项": "items", "个": "items", "次": "items"}
_KIND = re.compile("(?:管理|监督管理)?(?:局|厅|委员会|委|办公室|总局|署)$")
_PLACES = re.compile("^.*(?:总局|[省县区州旗盟]|(?<!城)市(?!场))(?=[一-鿿]{2})")


class Acts:
    """Reads counts of papers, decisions, items, fees and purchases of one report's organ."""

    def __init__(self, lexicon: Lexicon, quantities: Quantities, organ: str):
        self.lexicon, self.q, self.organ = lexicon, quantities, organ
        self.field = _KIND.sub("", _PLACES.sub("", organ))
        self.halves = re.split("[和与及、]", self.field)

    def meaning(self, mention: Mention) -> Meaning | None:
        """Return what a count of acts can mean; None when it is none of table 二's."""
        read = {"rules": self._papers, "normative_documents": self._papers, "fees": self._fees,
                "procurement": self._procurement}  # fmt: skip
        return read.get(mention.matter, self._decisions)(mention)

    def _own_field(self, tokens: list[Token]) -> list[Token]:
        """Return the tokens of the organ's whole field before a row's name: 税务行政处罚 of a tax office.

        住建 stands for both halves of 住房和城乡建设; 旅游 would be only one of 文化和旅游.
        """
        found: list[Token] = []
        for n, token in enumerate(tokens):
            if named([token], _ROW):
                begin = n
                while begin and not tokens[begin - 1].heads:
                    begin -= 1
                name = "".join(t.text for t in tokens[begin:n])
                if len(name) > 1 and is_short_for(name, self.field) and all(set(h) & set(name) for h in self.halves):
                    found += tokens[begin:n]
        return found

    # ---- papers

    def _papers(self, mention: Mention) -> Meaning | None:
        own = self._own_field(mention.label)
        looked = [*mention.around[-24:], *mention.label] if mention.inherited else mention.label
        words = "".join(token.text for token in looked)
        cleaned = "清理" in words and not _CLEANED.search(words)
        if has(looked, "paper block") or cleaned:
            return None
        columns = self._paper_columns(mention.label)
        shown = "公开" in mention.before.replace("政府信息公开", "")
        if not columns or (shown and has(mention.label, "makes")):
            # 主动公开规范性文件3件 may be new ones or all; what goes on from it is clear.
            shows = _SHOWN_PAPERS.fullmatch(_without(mention.head[:-1], own))
            plainly = shows and named(mention.head[-1:], _ROW) and not mention.tail
            return Meaning((), False) if plainly else None
        if rest_of(mention, ("paper", *self._row_heads(), *named(mention.label, _COLUMN)), own).restricted:
            return None
        found = [q for column in columns if (q := self.q.proactive(mention.matter, column))]
        firm = bool(_FIRM_PAPERS.search(mention.before + "#" + mention.after)) and not mention.inherited
        return Meaning(tuple(found), firm) if found else None

    def _paper_columns(self, label: list[Token]) -> list[str]:
        told = [token for token in label if named([token], _COLUMN)]
        told.sort(key=lambda token: token.has("makes"))
        return [self.lexicon.ids[head][0] for head in named(told[:1], _COLUMN)]

    def _row_heads(self) -> list[str]:
        return [head for head in self.lexicon.ids if head.startswith(_ROW)]

    # ---- decisions

    def _decisions(self, mention: Mention) -> Meaning | None:
        shown = _SHOWN.match(mention.before)
        office = _OWN_TEAM.match(mention.before) if _HAS_TEAMS.search(self.organ) else None
        if office:
            mention = replace(mention, foreign=False)
        known = self._known(mention, shown, office)
        if items := self._items(mention, known):
            return items
        goes_on = "处理决定" in mention.before and not mention.afar
        if (mention.inherited and not goes_on) or not _counts_decisions(mention, known):
            return None
        rest = rest_of(mention, (*_DECISION_HEADS, *self._row_heads()), known)
        part = rest.restricted and self._is_of_a_part(mention, rest, known)
        if rest.restricted and not part:
            return None
        found = self._decided(mention.matter)
        firm = len(found) == 1 and "决定" in mention.before + mention.after and not shown
        bound = AT_MOST if part or office else IN_COMPANY if shown else ""
        return Meaning(tuple(found), firm and not part, bound=bound) if found else None

    def _known(self, mention: Mention, shown, office) -> list[Token]:
        """Return the tokens that narrow nothing: the own field, the own team, what is shown, examples."""
        head, begin = mention.before, mention.head[0].start if mention.head else 0
        spans = [shown.span() if shown else (0, 0)]
        if office:
            spans.append(office.span("name"))
        if re.search("共|总|合计|累计", head):
            # 办理食品经营、药品零售等行政许可共381件: some kinds are named, all are counted.
            spans += [match.span() for match in _EXAMPLES.finditer(head)]
        inside = [t for t in mention.head if any(a <= t.start - begin < b for a, b in spans)]
        return [*inside, *self._own_field(mention.label), *(t for t in mention.head if t.has("self"))]

    def _decided(self, row: str) -> list[Quantity]:
        found = [q for name in ("decisions", "previous_items") if (q := self.q.proactive(row, name))]
        if len(found) > 1:
            found.append(found[1] + self.q.proactive(row, "change"))
        return found

    def _is_of_a_part(self, mention: Mention, rest: Rest, known: list[Token]) -> bool:
        """Whether decisions of a kind are counted, never more than all: 办理农村建房等行政许可126件."""
        places = {token.start for token in known}
        decides = _DECIDES.fullmatch(_without(mention.head, known))
        if not decides or not rest.strange or mention.tail or mention.inherited:
            return False
        return not any(t.has("place", "office", "core") and not t.has("plain") for t in mention.head if t.start not in places)

    # ---- items, fees, purchases

    def _items(self, mention: Mention, known: list[Token]) -> Meaning | None:
        """Return what a count of items means, of last year or now: 行政许可事项由12项精简为10项."""
        row = mention.matter
        before = self.q.proactive(row, "previous_items")
        told = any("事项" in t.text or "项目" in t.text for t in mention.around[-14:]) or row == "fees"
        goes_on = not mention.inherited or _CHANGED_TO.fullmatch(mention.before)
        if mention.number.unit not in ("项", "个", "大项") or not (before and told and goes_on):
            return None
        if _CHANGES.search(mention.before + mention.after):  # 新增5项 and 取消3项 are a change of 2
            return None
        if rest_of(mention, ("item", "last", *self._row_heads()), known).restricted:
            return None
        return Meaning((before, before + self.q.proactive(row, "change")), False)

    def _fees(self, mention: Mention) -> Meaning | None:
        if items := self._items(mention, []):
            return items
        found = self.q.proactive("fees", "amount")
        if mention.inherited or mention.number.unit not in ("元", "万元") or not found or mention.foreign:
            return None
        heads = ("fee", *self._row_heads())
        if not rest_of(mention, heads).restricted:
            return Meaning((found,), True)
        # Those named may be only some: 特种设备检验等行政事业性收费.
        row = next((n for n, token in enumerate(mention.head) if named([token], _ROW)), 0)
        some = mention.head[:row]
        if not _SOME_FEES.match(_without(some, [])) or has(mention.head, "place", "office"):
            return None
        return None if rest_of(mention, heads, some).restricted else Meaning((found,), False, bound=AT_MOST)

    def _procurement(self, mention: Mention) -> Meaning | None:
        column = _PURCHASES.get(mention.number.unit)
        found = column and self.q.proactive("procurement", column)
        restricted = rest_of(mention, ("purchase", *self._row_heads())).restricted
        if not found or restricted or (mention.inherited and column == "items"):
            return None
        return Meaning((found,), False)


def _without(tokens: list[Token], known: list[Token]) -> str:
    """Return the words of tokens that are not among `known`."""
    places = {token.start for token in known}
    return "".join(token.text for token in tokens if token.start not in places)


def _counts_decisions(mention: Mention, known: list[Token]) -> bool:
    places, unit = {token.start for token in known}, mention.number.unit
    label = [t for t in mention.label if t.start not in places and not named([t], _ROW)]
    if unit not in _DECISION_UNITS or has(label, "decision block"):
        return False
    if not unit and mention.tail:
        return False
    return unit != "项" or "决定" in mention.before + mention.after
