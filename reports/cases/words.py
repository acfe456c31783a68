"""Words of registers and what they mean: results, kinds of applicants, outcomes of reviews, names.

All of them stand here. What says two things, or too little, has no meaning and is asked; nothing is
guessed. Captions of the template are taken from the editions.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reports.editions import all_editions

from .articles import articles_in
from .counting import counted_requests, counted_reviews

# Besides the ids of rows and columns: not decided yet; a step on the way, which is no result; a row
# that is no case at all (only ever an answer).
OPEN, STEP, LEAVE = "open", "step", "leave"
_VAGUE = ""  # says something, but not which row
_UNSURE = "unsure"  # says two things by itself
BLANK = "（空白）"
LONGEST = 40  # characters of a value that are kept

_PARTLY, _HELD, _LAW = "partially_granted", "unavailable_not_held", "withheld_other_law"
# Whole values, before all else.
_WHOLE_RESULTS = {
    "公开": "granted", "已公开": "granted", "提供": "granted", "已提供": "granted", "可以公开": "granted",
    "依申请公开": "granted", "主动公开": "granted", "同意": "granted", "答复公开": "granted",
    "其他": "other_other", "其它": "other_other", "终止": "other_other", "终止办理": "other_other",
    "确认": "unprocessed_reissue", "不存在": _HELD, "涉密": "withheld_state_secret",
    "已受理": OPEN, "受理": OPEN, "在办": OPEN, "待办": OPEN, "未办": OPEN,
    "补正": STEP, "告知补正": STEP, "要求补正": STEP, "通知补正": STEP, "延期": STEP, "延期答复": STEP,
}  # fmt: skip
# Parts of a value: the most specific first; a stretch that one has taken says nothing more.
_RESULTS = (
    ("非申请|不符合申请|(?:商业秘密|个人隐私)[^不,，。]{0,8}公开", _UNSURE),
    ("征求第三(?:方|人)意见|征求意见|征询意见|意见征询|待补正|补正(?:申请)?(?:告知|通知)书?|延期(?:答复)?(?:告知|通知)书?", STEP),
    ("(?:尚|还|仍)?未(?:办结|答复|办理|处理|回复)|办理中|正在(?:办理|处理|审核)|处理中|审核中|受理中|待(?:答复|回复|处理|办理)|结转", OPEN),
    ("部分(?:予以|同意|给予)?(?:公开|提供)|(?:予以|同意|给予)部分(?:公开|提供)|区分处理|部分同意", _PARTLY),
    ("补正后.{0,12}不(?:明确|清|符合)|不明确", "unavailable_unclear"),
    ("(?:逾期|到期|超期)?(?:未|不)(?:予|作|进行|在规定期限内|在期限内|按期|按时|按要求){0,2}补正|视为放弃|视同放弃", "other_no_correction"),
    ("(?:主动|自愿|自行|本人)放弃", "other_other"), ("放弃申请", _VAGUE),
    ("(?:逾期|到期|超期)?未(?:按[^,，。]{0,10})?(?:缴费|缴纳|交费|缴)", "other_fee_unpaid"),
    ("撤回|(?:主动|自愿|自行|本人|申请人)撤销|撤销申请|撤消申请|撤销了申请|取消申请|终止(?:办理|答复|处理)", "other_other"),
    ("国家秘密", "withheld_state_secret"),
    ("(?:法律|法规)[^,，。;；]{0,8}禁止(?:公开)?", _LAW),
    ("三安全一稳定|三安全、一稳定|国家安全|公共安全|经济安全|社会稳定|危及[^,，。]{0,4}(?:安全|稳定)", "withheld_security_stability"),
    ("商业秘密|商业机密|个人隐私|第三(?:方|人)(?:合法权益|权益|不同意公开|不同意)?|他人合法权益", "withheld_third_party"),
    ("内部(?:事务|管理|工作流程)(?:性)?(?:信息)?|人事管理|后勤管理", "withheld_internal_affairs"),
    ("过程性(?:信息)?|过程中信息|讨论记录|过程稿|磋商信函|请示报告", "withheld_process"),
    ("执法案卷", "withheld_enforcement_file"),
    ("行政查询|查询事项|(?:工商|不动产)(?:登记)?(?:资料|查询|、不动产登记)|(?:依照|按照)有关法律、?(?:行政)?法规(?:的)?规定(?:办理|查询)", "withheld_inquiry"),
    ("(?:需要?|须)(?:另行)?(?:进行)?(?:加工|汇总|分析|制作)|另行制作|加工、?(?:汇总|分析)|(?:没有|无)现成", "unavailable_needs_creation"),
    ("信息不存在|没有(?:所|该)?申请(?:公开)?的?(?:政府)?信息|不属于[^,，。]{0,8}(?:机关|部门|单位)(?:公开|掌握|负责|职责)"
     "|(?:不|未)(?:掌握|制作|获取|保存|检索到|查询到)|非本(?:行政)?(?:机关|单位|部门)"
     "|不属于?本(?:行政)?(?:机关|单位|部门|局|街道|镇|乡|委|级|府|厅|办)|不属于?我(?:局|单位|委|街道|镇)|不存在", _HELD),
    ("信访|举报|投诉", "unprocessed_petition"),
    ("重复(?:申请|提出|提交)?", "unprocessed_repeat"),
    ("出版物|公报|报刊|书籍", "unprocessed_publication"),
    ("大量[、,]?反复|频繁申请", "unprocessed_excessive"),
    ("(?:确认或者?)?重新出具|要求确认", "unprocessed_reissue"),
    ("告知(?:已)?(?:主动)?公开|已经?主动公开|(?:告知|提供)[^,，。]{0,8}(?:获取|查询|查阅)[^,，。]{0,8}(?:方式|途径|渠道)|(?<!不)属于(?:主动)?公开范围|信息公开告知书|获取(?:方式|途径)", "granted"),
    ("(?:不予?|不同意|不能|不宜|免予|拒绝)(?:以)?公开|不公开", _VAGUE),
    ("(?:无法|不能|不予|未)提供|不予?(?:处理|受理|答复)|不再处理|其他处理|其它处理", _VAGUE),
    ("(?:予以|同意|准予|给予|准许|全部|全文|当面|依法)(?:公开|提供)", "granted"),
)  # fmt: skip
_ARTICLES = {
    (36, 0, 1): "granted", (36, 0, 2): "granted", (37, 0, 0): _PARTLY, (15, 0, 0): "withheld_third_party",
    (16, 1, 0): "withheld_internal_affairs", (36, 0, 7): "withheld_inquiry",
    (36, 0, 4): _HELD, (36, 0, 5): _HELD, (38, 0, 0): "unavailable_needs_creation",
    (39, 1, 0): "unprocessed_petition", (39, 2, 0): "unprocessed_publication",
    (36, 0, 6): "unprocessed_repeat", (35, 0, 0): "unprocessed_excessive",
    (14, 0, 0): _VAGUE, (16, 0, 0): _VAGUE, (16, 2, 0): _VAGUE, (36, 0, 0): _VAGUE, (36, 0, 3): _VAGUE,
    (39, 0, 0): _VAGUE,
}  # fmt: skip

_WHOLE_KINDS = {"其他": "other", "其它": "other", "组织": _VAGUE, "单位": _VAGUE, "法人": _VAGUE}
_KINDS = (
    ("法人[或、和及与/]*(?:者)?其(?:他|它)组织|其(?:他|它)组织|事业(?:法人|单位)|社会团体|社团|协会|学会|商会|高等?院?校|高等学校|大学|律师(?!事务所)|民办非企业(?:单位)?|合作社", _VAGUE),
    ("(?:村民|居民|业主)(?:委员会|小组|大会)|[村居业]委会|街道办|政府|机关", "other"),
    ("(?:中|小)?学校?$|幼儿园", "other"),
    ("律所|律师事务所|法律服务(?:所)?", "legal_service"),
    ("基金会|慈善|公益", "public_interest"),
    ("研究院|研究所|科研(?:院所|机构|单位)?|科学院", "research"),
    ("企业|公司|个体工商户|个体户", "business"),
    ("公民|自然人|个人|村民|居民|市民|群众", "natural_person"),
    ("法人|组织|单位", _VAGUE),
)  # fmt: skip

_WHOLE_OUTCOMES = {"撤销": "corrected", "变更": "corrected", "其他": "other", "其它": "other", "终止": "other", "驳回": _VAGUE}
_OUTCOMES = (
    ("未(?:审结|结案|结|审理完)|审理中|在审|正在审理|待审|(?:尚|还)未", OPEN),
    ("(?:驳回|不予支持)[^,，。]{0,6}诉讼请求|(?:予以|结果|决定|判决)?维持|胜诉", "upheld"),
    ("确认[^,，。]{0,8}(?:违法|无效)|责令|纠正|(?:予以|决定|判决)(?:撤销|变更)|撤销(?:原|[^,，。]{0,8}(?:答复|决定|告知|行政行为))|限期(?:重新)?(?:答复|履行)|(?:履行|重新)(?:法定职责|答复|作出)|败诉", "corrected"),
    ("驳回(?:行政)?复议申请|驳回申请|驳回起诉|不予(?:受理|立案)|(?:准予)?撤(?:诉|回)(?:申请|起诉)?|终止(?:审理|审查|复议)?|调解|和解", "other"),
)  # fmt: skip
_GROUPS = (
    ("未经(?:行政)?复议|直接(?:起诉|提起)?(?:行政)?诉?讼?", "litigation_direct"),
    ("(?:经)?(?:行政)?复议(?:后|再|又)[^,，。]{0,4}诉(?:讼)?", "litigation_after_reconsideration"),
    ("(?:行政)?复议(?:[、,，和及与或/]|情况)*(?:行政)?(?:诉讼|应诉)", _VAGUE),
    ("(?:行政)?复议", "reconsideration"),
    ("诉讼|起诉|应诉|[一二再]审", _VAGUE),
)  # fmt: skip

# What the end of a name tells in passing: shown for a yes, never taken unasked.
_NAMES = (
    ("律师事务所|律所", "legal_service"), ("法律服务所", "legal_service"),
    ("有限责任公司|股份有限公司|有限公司|集团|公司", "business"),
    ("厂|商行|商店|经营部|个体工商户|酒店|宾馆|银行|支行", "business"),
    ("研究院|研究所|研究中心|科学院", "research"), ("基金会|慈善总会|慈善会", "public_interest"),
    ("村民委员会|村委会|居民委员会|居委会|业主委员会|业委会|村民小组", "other"),
    ("中学|小学|学校|幼儿园", "other"), ("人民政府|街道办事处|局|委员会", "other"),
    ("协会|学会|商会|联合会|大学|学院|医院|合作社|中心", _VAGUE),
)  # fmt: skip
_PERSON = re.compile(r"[一-鿿]{1,2}[一-鿿·*×xX某○〇]{1,3}|[一-鿿]{2,4}等[0-9一二三四五六七八九十几多]*[人名户位](?:[^一-鿿]*)")
# What a name of a person begins with: enough of the family names to keep names out of what is stored.
FAMILY = re.compile(
    "[老小阿]?(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|夏侯|令狐|"
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦马苗凤方俞任袁柳"
    "鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余顾孟黄穆萧肖尹姚邵汪祁毛狄米戴宋茅庞熊纪舒屈项祝董梁杜阮蓝"
    "闵席季麻强贾路娄江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解应丁宣邓洪包左石崔吉龚程邢裴陆荣翁荀甄曲"
    "封储靳段焦巴牧车侯全班仰仲宫宁仇栾甘厉祖武符刘景詹龙叶幸黎薄白蒲赖卓蔺池乔阎闫谭申冉桂牛边温庄柴瞿连艾向古易廖耿"
    "匡文寇欧沃蔚隆巩聂晁辛阚简饶曾关游权付代覃揭邸迟冷尚时丛佟])"
)
_WORD = re.compile(r"[一-鿿]{2,6}")
_NO_NAME = re.compile("(?:机构|单位|团体|主体|部门|群体|集体|人员|人士|人群|身份|类型)$")
A_PERSON, SOME_NAME = "两到四个字的姓名", "看不出种类的名称"

_NO = re.compile(r"(?:否|无|没有|未|不|×|x|X|✗|✘|0|n|no|N|NO|/|-|—|–|_|\\|＼|空|不涉及|未延期|未补正|未征求|不需要|无需|暂无)+")
_TICK = re.compile(r"[√✓✔☑■●○Vv是有1yY]|yes|YES|Yes")
_PRIVATE = re.compile(r"[0-9Xx-]{7,}|\d(?:[ -]?[\dXx]){6,}|[A-Za-z0-9_.+-]+@[A-Za-z0-9_.-]+")


def plain(text: str) -> str:
    """Return `text` as words are looked up: half-width, without blanks, edges and quotes."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub("[“”\"'《》]", "", text).strip(" .。、,;:*-—_/")


def shown(text: str) -> str:
    """Return a value as it may be kept and asked: short, and no number of a person in it."""
    text = _PRIVATE.sub("…", " ".join(text.split())).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@lru_cache(maxsize=4096)
def result_of(text: str) -> str | None:
    """Return the result row (edition 2021) that words mean, OPEN or STEP; None: it has to be asked."""
    words = _bare(text)
    if known := _WHOLE_RESULTS.get(words) or _captions()[0].get(words):
        return known
    found = set(_parts(words, _RESULTS))
    found |= {row for article in articles_in(words) if (row := _ARTICLES.get(article)) is not None}
    # 区分处理 counts in its row only, whatever the other part was refused for (the row's caption).
    return _PARTLY if _PARTLY in found else _only(found)


@lru_cache(maxsize=4096)
def is_vague(text: str) -> bool:
    """Whether words of a result say something, but not enough: the reason beside it may say the rest."""
    words = _bare(text)
    if _WHOLE_RESULTS.get(words) or _captions()[0].get(words):
        return False
    articles = {_ARTICLES.get(article, _VAGUE) for article in articles_in(words)}
    found = {*_parts(words, _RESULTS), *articles}
    return bool(found) and not any(found)


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str | None:
    """Return the column of table 三 that a kind of applicant means; None: it has to be asked."""
    words = _bare(text)
    if (known := _captions()[1].get(words)) or words in _WHOLE_KINDS:
        return known or _WHOLE_KINDS[words] or None
    return _only(set(_parts(words, _KINDS)))


@lru_cache(maxsize=4096)
def is_kind(text: str) -> bool:
    """Whether all of a value is words for kinds, and no name that ends in one (…有限公司)."""
    words = _bare(text)
    if words in _captions()[1] or words in _WHOLE_KINDS:
        return True
    for pattern, _ in _KINDS:
        words = _compiled(pattern).sub("", words)
    return not re.sub(r"[()/、,，和及或与类的者等]", "", words)


def kind_words(text: str) -> str:
    """Return the words of a kind as they may be kept: of a name only what others have in common with it."""
    if is_kind(text):
        return shown(text)
    group = name_group(text)[0]
    if group.startswith("…") and len(text) > len(group) + 1:
        return group
    kind = kind_of(text)
    found = (_compiled(pattern).search(_bare(text)) for pattern, meaning in _KINDS if meaning == kind)
    return next((match[0] for match in found if match), "") or _unnamed(text)


def _unnamed(text: str) -> str:
    """Return an unknown word as it is, and what may be a name only as what it is like."""
    words = plain(text)
    named = any(FAMILY.match(part) for part in (words, words[-3:], words[-2:]))
    if _WORD.fullmatch(words) and (not named or _NO_NAME.search(words)):
        return words
    return A_PERSON if _PERSON.fullmatch(words) else SOME_NAME


@lru_cache(maxsize=4096)
def outcome_of(text: str) -> str | None:
    """Return the column of table 四 that a review's outcome means, or OPEN; None: asked."""
    words = _bare(text)
    if (known := _captions()[2].get(words)) or words in _WHOLE_OUTCOMES:
        return known or _WHOLE_OUTCOMES[words] or None
    return _only(set(_parts(words, _OUTCOMES)))


@lru_cache(maxsize=4096)
def group_of(text: str) -> str | None:
    """Return the row of table 四 that words for a kind of review mean; None: asked."""
    words = _bare(text)
    return _captions()[3].get(words) or _only(set(_parts(words, _GROUPS)))


@lru_cache(maxsize=4096)
def name_group(name: str) -> tuple[str, str]:
    """Return what a name has in common with others, to be shown instead of it, and its likely kind."""
    words = "".join(unicodedata.normalize("NFKC", name).split())
    for endings, kind in _NAMES:
        if found := re.search(f"(?:{endings})$", words):
            return f"…{found[0]}", kind
    return (A_PERSON, "natural_person") if _PERSON.fullmatch(words) else (SOME_NAME, _VAGUE)


def name_proposal(group: str) -> str:
    """Return the likely kind of the names that have `group` in common, empty when it cannot be told."""
    if group == A_PERSON:
        return "natural_person"
    return name_group(group.lstrip("…"))[1] if group != SOME_NAME else ""


def is_no(text: str) -> bool:
    """Whether a cell says no, or nothing."""
    words = plain(text)
    return not words or bool(_NO.fullmatch(words))


def is_tick(text: str) -> bool:
    """Whether a cell is a mark that says yes to its column's head."""
    return bool(_TICK.fullmatch("".join(unicodedata.normalize("NFKC", text).split())))


def _only(found: set[str]) -> str | None:
    """Return the one meaning that is told; a step or an open end beside a result is no second one."""
    if _UNSURE in found:
        return None
    told = found - {_VAGUE}
    results = told - {OPEN, STEP} or told
    return next(iter(results)) if len(results) == 1 else None


def _parts(words: str, patterns: Iterable[tuple[str, str]]) -> Iterable[str]:
    for pattern, meaning in patterns:
        rest = _compiled(pattern).sub("|", words)
        if rest != words:
            yield meaning
            words = rest


def known_stretches(words: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of what the words above explain, without what may stand between two of them."""
    for pattern, _ in (*_RESULTS, *_KINDS, *_OUTCOMES, *_GROUPS):
        for found in _parted(pattern).finditer(words):
            at = found.start()
            for group in range(1, found.re.groups + 1):
                yield at, found.start(group)
                at = found.end(group)
            yield at, found.end()


@lru_cache(maxsize=256)
def _parted(pattern: str) -> re.Pattern[str]:
    """Return a pattern with a group for whatever may stand between its words."""
    return re.compile(re.sub(r"(?:\[\^[^\]]*\]|\.)\{0,[0-9]+\}", r"(\g<0>)", pattern))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=1)
def _captions() -> tuple[dict[str, str], dict[str, str], dict[str, str], dict[str, str]]:
    """The editions' captions of results, applicants, outcomes and kinds of review, as looked up."""
    results: dict[str, str] = {}
    kinds: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    groups: dict[str, str] = {}
    for edition in all_editions():
        requests, reviews = counted_requests(edition), counted_reviews(edition)
        if requests:
            table = edition.table(requests.table)
            for row in table.rows:
                if row.id in requests.results:
                    results |= {_bare(name): row.id for name in (row.caption, row.short) if name}
            columns = table.blocks[0].columns
            kinds |= {_bare(c.caption): c.id for c in columns if c.id in requests.applicants}
        if reviews:
            table = edition.table(reviews.table)
            columns = table.blocks[0].columns
            outcomes |= {_bare(c.caption): c.id for c in columns if c.id in reviews.outcomes}
            outcomes |= {_bare(c.caption): OPEN for c in columns if c.id == reviews.pending}
            groups |= {_bare(row.caption): row.id for row in table.rows}
    vague = {_bare(words) for words, one in results.items() if one == "other_handling"}
    return {w: r for w, r in results.items() if w not in vague}, kinds, outcomes, groups


def _bare(caption: str) -> str:
    """Return a caption without its number, as `plain` words."""
    return re.sub(r"^(?:\([一二三四五六七八九十]+\)|[0-9]+\.)+", "", plain(caption))
