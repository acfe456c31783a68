"""What counts of table 二 mean: papers, decisions, items, fees and purchases."""

import re
from dataclasses import replace

from .labels import FEES, Mention, Rest, rest_of
from .offices import SELF, names_a_place
from .quantities import AT_MOST, IN_COMPANY, Meaning, Quantities

DECISION_UNITS = {"件", "宗", "起", "例", "个", "份", "次", "笔", "项", "单", "件次", ""}
_PAPERS = (
    ("repealed", r"废止|失效|宣布失效"),
    ("in_force", r"现行有效|继续有效|有效"),
    (
        "total_disclosed",
        r"(?:对外|累计|总)公开(?:的)?总?数?量?(?=#)|(?:对外|累计)公开(?:总数量?|的?)",
    ),
    ("newly_disclosed", r"新公开"),
    ("issued", r"制发|新?制定|印发|出台|制作|制订"),
)
_PAPERS_2019 = {"issued": ("produced", "newly_disclosed"), "in_force": ("total_disclosed",)}
_PAPER_WORDS = re.compile(
    "|".join(
        [w for _, w in _PAPERS]
        + [
            "行政规范性文件|规范性文件|[省市州]?(?:人民)?政府规章|部门规章|规章|行政|目前|全文|集中|全面|并?公开|对外|确定|发布|清理|宣布|及其部门"
        ]
    )
)
_PAPER_BLOCKS = re.compile(
    r"审查|备案|清理(?!(?:并|和|、)?废止)|解读|起草|审核|报备|合法性|转发|公示|征求|意见|上级|修订|修改|评估|汇编|梳理|归集|公平竞争|以[一-鿿]{1,8}名义|"
    r"转载|拟|听证|论证|库|涉及|其他|各类|和其他|等"
)


_SHOWN_PAPERS = re.compile(
    "(?:全年|共|主动|集中|依法|及时)*公开(?:各类|有效)?(?:行政|部门|[省市州]?(?:人民)?政府)*(?:规范性文件|规章)#"
)


def papers(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    """Return what a count of 规章 or 规范性文件 means."""
    label = _own_field(mention.label, organ)
    if _PAPER_BLOCKS.search(mention.around[-60:] + label if mention.inherited else label):
        return None
    column = next((name for name, words in _PAPERS if re.search(words, label)), None)
    if column is None or (
        column == "issued" and "公开" in mention.head.replace("政府信息公开", "")
    ):
        # 主动公开规范性文件3件 may be new ones or all; what goes on from it is clear.
        return Meaning((), False) if _SHOWN_PAPERS.fullmatch(label) else None
    rest = rest_of(replace(mention, head=label.split("#")[0]), organ, _PAPER_WORDS)
    if rest.restricted:
        return None
    names = (column, *_PAPERS_2019.get(column, ()))
    found = [q for name in names if (q := quantities.proactive(mention.matter, name))]
    firm = (
        rest.plain
        and bool(re.search("制发|制定|废止|现行有效|新制作|对外公开总", label))
        and not mention.inherited
    )
    return Meaning(tuple(found), firm) if found else None


_DECISION_WORDS = re.compile(
    r"其他对外管理服务事项|处理决定|决定书?|(?:普通|一般)?程序|办理|作出|做出|实施|采取|行政|许可|处罚|强制|案件|办结|完成|措施|执行|下达|共"
)
_DECISION_BLOCKS = re.compile(
    r"公示|公开|发布|事项|申请|受理|归集|录入|上传|案卷|评查|听证|简易|目录|清单|取消|下放|承接|调整|变更|延续|注销|不予|"
    r"强制执行|信息|制度|相关|网办|线上|类|项目|罚款|立案|涉案|移送|法人|复议|决定不"
)


_OWN_FIELD = re.compile("([一-鿿]{2,12}?)(?=(?:行政)?(?:许可|处罚|强制)|(?:行政)?规范性文件)")
_KIND = re.compile("(?:管理|监督管理)?(?:局|厅|委员会|委|办公室|总局|署)$")
_PLACES = re.compile("^.*(?:总局|[省县区州旗盟]|(?<!城)市(?!场))(?=[一-鿿]{2})")


def _own_field(label: str, organ: str) -> str:
    """Drop the organ's whole field before a row's name: 税务行政处罚 of a tax office.

    住建 stands for both halves of 住房和城乡建设; 旅游 would be only one of 文化和旅游.
    """
    field = _KIND.sub("", _PLACES.sub("", organ))
    halves = re.split("[和与及、]", field)

    def without(match: re.Match) -> str:
        words = match[1]
        for at in range(len(words) - 1):
            own = words[at:]
            letters = iter(field)
            if all(char in letters for char in own) and all(
                set(half) & set(own) for half in halves
            ):
                return words[:at]
        return words

    return _OWN_FIELD.sub(without, label) if len(field) > 1 else label


# An office within the report's own, whose decisions are some of all.
_HAS_TEAMS = re.compile("(?:人民政府|管理委员会|管委会|街道办事处|街道办)$")
_OWN_TEAM = re.compile(
    r"(?:20\d\d年度?|全年|，|；)*(?P<name>(?:政务|便民|党群|行政审批|为民)服务(?:中心|大厅)|综合(?:行政)?执法(?:大队|中队|队|办公室|办)|行政审批局)(?=全年|20|共|累计|年内|依法|作出|办理|做出|实施|完成)"
)
_EXAMPLES = re.compile(
    "(?:办理|作出|审批|办结|核发|实施)[一-鿿]{2,20}(?:、[一-鿿]{2,20})*等(?:各类|各项)?(?=行政(?:许可|处罚|强制))"
)


def decisions(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    """Return what a count of licences, penalties, coercive measures or services means."""
    head = _own_field(SELF.sub("", mention.head), organ)
    shown = _SHOWN.match(head)
    head = head[shown.end() :] if shown else head
    if re.search("共|总|合计|累计", head):
        # 办理食品经营、药品零售等行政许可共381件: some kinds are named, all are counted.
        head = _EXAMPLES.sub("", head)
    office = _OWN_TEAM.match(head) if _HAS_TEAMS.search(organ) else None
    if office:
        head = head[: office.start("name")] + head[office.end() :]
        mention = replace(mention, foreign=False)
    mention = replace(mention, head=head)
    items = _items(mention, quantities, organ)
    goes_on = "处理决定" in mention.head and not mention.afar
    if items or (mention.inherited and not goes_on) or not _counts_decisions(mention):
        return items
    label = mention.label
    rest = rest_of(mention, organ, _DECISION_WORDS)
    part = rest.restricted and _is_of_a_part(mention, rest)
    if rest.restricted and not part:
        return None
    names = ("decisions", "previous_items")
    found = [q for name in names if (q := quantities.proactive(mention.matter, name))]
    if len(found) > 1:
        found.append(found[1] + quantities.proactive(mention.matter, "change"))
    firm = rest.plain and len(found) == 1 and bool(re.search("决定", label)) and not shown
    bound = AT_MOST if part or office else IN_COMPANY if shown else ""
    return Meaning(tuple(found), firm, bound=bound) if found else None


# What is shown may be shown in part, or for longer than a year.
_SHOWN = re.compile(
    "[，、；]?(?:其中|主动|依法|集中|按规定|及时|全年|共)*(?:归集|汇总|录入|上传|推送|报送|公示|公开|公布|发布|并|、)*(?:归集|录入|上传|推送|报送|公示|公开|公布|发布)"
)
_DECIDES = re.compile(
    r"[，、；：]?(?:综合(?:行政)?执法|全年|年内|另|共|依法|还)*"
    r"(?:办理|作出|做出|实施|核发|准予|办结|完成|采取|给予)(?P<what>[一-鿿、“”]{2,40}?)?"
    r"(?:行政)?(?:许可|处罚|强制)(?:处理)?(?:决定书?|措施|案件)?(?:共计|共|合计|总计)?"
)


def _is_of_a_part(mention: Mention, rest: Rest) -> bool:
    """Whether decisions of a kind are counted, never more than all: 办理农村建房等行政许可126件."""
    decides = _DECIDES.fullmatch(mention.head)
    if not decides or not rest.strange or mention.tail or mention.inherited:
        return False
    return not names_a_place(decides["what"] or "")


def _counts_decisions(mention: Mention) -> bool:
    label, unit = mention.label.replace("其他对外管理服务事项", ""), mention.number.unit
    if unit not in DECISION_UNITS or _DECISION_BLOCKS.search(label):
        return False
    if not unit and mention.tail:
        return False
    return unit != "项" or "决定" in label


_ITEM_WORDS = re.compile(
    "其他对外管理服务|行政|许可|处罚|强制|事业性收费|事项|项目|数量|上一年度?|上年度?|现有|共有|保留|实有|为|目前|年初|年末|由|从|"
    "精简|压减|调整|增至|减至|降至|至|到"
)


_CHANGED_TO = re.compile(
    "(?:精简|压减|调整|增|减|降)(?:至|为|到)|，?(?:总计|合计|现有|共有?)(?:为|有)?"
)
_CHANGES = re.compile("新增|新设|增设|取消|下放|承接|减少|增加")


def _items(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    """Return what a count of items means, of last year or now: 行政许可事项由12项精简为10项."""
    row = mention.matter
    before = quantities.proactive(row, "previous_items")
    told = re.search("事项|项目", mention.around[-30:]) or row == FEES
    goes_on = not mention.inherited or _CHANGED_TO.fullmatch(mention.head)
    if mention.number.unit not in ("项", "个", "大项") or not (before and told and goes_on):
        return None
    if _CHANGES.search(mention.label):  # 新增5项 and 取消3项 are a change of 2
        return None
    now_or_before = replace(mention, head=re.sub("上一?年度?", "", mention.head))
    if rest_of(now_or_before, organ, _ITEM_WORDS).restricted:
        return None
    now = before + quantities.proactive(row, "change")
    return Meaning((before, now), False)


def fees(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    """Return what a count of fees means."""
    if items := _items(mention, quantities, organ):
        return items
    if mention.inherited or mention.number.unit not in ("元", "万元"):
        return None
    found = quantities.proactive("fees", "amount")
    if not found or mention.foreign:
        return None
    rest = rest_of(mention, organ, _FEE_WORDS)
    if not rest.restricted:
        return Meaning((found,), rest.plain)
    # Those named may be only some: 特种设备检验等行政事业性收费.
    named = replace(mention, head=_SOME_FEES.sub("", mention.head))
    some = named.head != mention.head and not names_a_place(mention.head)
    return (
        Meaning((found,), False, bound=AT_MOST)
        if some and rest_of(named, organ, _FEE_WORDS).plain
        else None
    )


_FEE_WORDS = re.compile(r"总?金额|总额|收取|收费|征收|收入|单位|行政|事业性|达")
_SOME_FEES = re.compile(
    "^(?:全年|共|依法)*(?:征收|收取)?[一-鿿]{2,24}?(?:、[一-鿿]{2,16}?)*等(?:各类|各项)?(?=(?:涉企)?行政事业性收费)"
)


def procurement(mention: Mention, quantities: Quantities, organ: str) -> Meaning | None:
    """Return what a count of purchases means."""
    unit = mention.number.unit
    column = {"万元": "amount", "元": "amount", "项": "items", "个": "items", "次": "items"}.get(
        unit
    )
    found = column and quantities.proactive("procurement", column)
    rest = rest_of(
        mention, organ, re.compile(r"采购|政府|集中|项目|总?金额|总额|实施|资金|完成|组织|开展")
    )
    if not found or rest.restricted or (mention.inherited and column == "items"):
        return None
    return Meaning((found,), False)
