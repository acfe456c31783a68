"""What words about requests mean: rows, groups and columns of table 三, and sums that people make."""

import re
from functools import cache

from .labels import Mention, rest_of
from .quantities import ORGANISATIONS, Quantities, Quantity

# The reasons of table 三, in the words of running text, each with its row.
_REASONS = (
    ("withheld_state_secret", r"国家秘密"),
    ("withheld_other_law", r"(?:法律|法规)[、一-鿿]{0,8}禁止(?:公开)?"),
    ("withheld_security_stability", r"(?:危及)?[“”]*三安全一稳定[“”]*"),
    ("withheld_third_party", r"(?:保护)?第三方(?:合法)?(?:权益)?"),
    ("withheld_internal_affairs", r"(?:三类)?内部(?:事务|管理)(?:性)?(?:信息)?"),
    ("withheld_process", r"(?:四类)?过程性(?:信息)?"),
    ("withheld_enforcement_file", r"(?:行政)?执法案卷(?:信息)?"),
    ("withheld_inquiry", r"行政查询(?:事项)?"),
    ("unavailable_not_held", r"(?:本[局机关单位]{1,2}|我[局单位]{1,2})?(?:不|未)掌握(?:相关)?(?:政府)?(?:信息)?|信息不存在|(?:不属于|非)本(?:机关|单位|部门|局)[一-鿿]{0,6}(?:掌握|职责|负责|范围)?(?:范围)?"),
    ("unavailable_needs_creation", r"(?:没有|无)现成(?:信息)?(?:、|，)?(?:需要?另行(?:制作|加工))?|需要?另行(?:制作|加工)"),
    ("unavailable_unclear", r"补正后[一-鿿]{0,6}不明确|(?:申请)?内容(?:仍)?不明确"),
    ("unprocessed_petition", r"(?:属于)?(?:信访|投诉|举报)[、一-鿿]{0,8}(?:类|事项)(?:申请|事项)?|信访举报投诉|信访、举报、投诉|信访、投诉、举报"),
    ("unprocessed_repeat", r"重复(?:提出)?申请|重复"),
    ("unprocessed_publication", r"(?:要求提供)?公开出版物"),
    ("unprocessed_excessive", r"(?:无正当理由)?大量(?:、)?反复(?:申请)?"),
    ("unprocessed_reissue", r"(?:要求)?[一-鿿]{0,6}确认或(?:者)?重新出具[一-鿿]{0,10}|重新出具[一-鿿]{0,8}"),
    ("other_no_correction", r"(?:申请人)?(?:无正当理由)?逾期(?:未|不)(?:予|作|进行)?补正(?:、?(?:行政机关)?不再处理)?|未(?:按期|按时|按要求)?补正"),
    ("other_fee_unpaid", r"(?:申请人)?逾期(?:未|不)[一-鿿]{0,14}(?:缴纳?费?用?|费用)|未(?:按期)?缴纳?(?:费用?|信息处理费)"),
)  # fmt: skip
_GROUPS = (
    ("withheld", r"不予公开|不公开"),
    ("unavailable", r"无法提供|不能提供"),
    ("unprocessed", r"不予(?:处理|受理)"),
    ("other", r"其他(?:方式|情形|情况|类)?(?:处理|答复|办理)|作其他处理|(?:其他|其它)(?:情形|情况|原因|类)?(?!组织)"),
    ("partially_granted", r"部分(?:予以)?公开|区分处理后?(?:公开)?"),
    ("granted", r"(?<!部分)(?<!不)(?:予以|同意|准予|全部|全文|给予|准许)公开|公开(?=[或及和、与]+(?:者)?部分公开)"),
)  # fmt: skip
_COLUMNS = (
    (("natural_person",), r"自然人|公民|个人"),
    (ORGANISATIONS, r"法人(?:或|及|和|、|以及)(?:者)?其他组织|法人、?其他组织|企业(?:或|及|和|、)其他组织|法人|(?<!公益)组织(?!领导)"),
    (("business",), r"商业企业|企业"),
    (("research",), r"科研机构|科研院所"),
    (("public_interest",), r"社会公益组织|公益组织"),
    (("legal_service",), r"法律服务机构|律师事务所"),
    (("other",), r"其他(?=[类]?申请人)|其他组织"),
)  # fmt: skip
_NAMED = {row: re.compile(words) for row, words in (*_REASONS, *_GROUPS)}
_A_RESULT = re.compile("|".join(p.pattern for row, p in _NAMED.items() if row != "other"))
_A_ROW = re.compile("|".join(pattern.pattern for pattern in _NAMED.values()))
_COLUMN = {columns: re.compile(words) for columns, words in _COLUMNS}
# Results and reasons that no other matter has.
_TELLING = (
    "granted", "withheld", "unavailable", "withheld_third_party", "withheld_internal_affairs",
    "withheld_process", "withheld_enforcement_file", "withheld_inquiry", "unavailable_not_held",
    "unavailable_needs_creation", "unavailable_unclear",
)  # fmt: skip
_FORWARD = (
    r"[向往](?:下|次|来|翌)一?年度?(?:结转|转结|顺延)|"
    r"(?:顺延|结转|转结|转|延续|延至|跨)[一-鿿]{0,3}(?:下|次|来|翌|明|{next})一?个?年?度?(?:继续)?(?:办理|处理|答复)?|"
    r"(?:下|次|{next})一?年度?(?:继续)?(?:办理|办结|处理|答复)|"
    r"(?:尚?未|仍在|正在|还在|尚在)(?:按期)?(?:办结|办理|答复|办理中|处理)(?:中|完毕)?|(?:尚|仍|正)在(?:法定)?(?:办理|答复)?(?:期限|时限)之?内|未办结|办理中|[在待]办(?!结|理结)|继续办理|顺延"
)
_OVER = (
    r"(?:上|去|前|往)一?(?:年度?)?[一-鿿]{0,6}(?:结转|转结|转入|顺延|遗留)|{last}年?度?[一-鿿]{0,6}(?:结转|转结|顺延|转入|遗留)|"
    r"(?:结转|转结)(?:自)?(?:上|去|{last})一?年?度?|上年(?:度)?(?=办理|继续)"
)
_DONE = re.compile(
    r"办结|办理完(?:毕|成)|办毕|办复|已(?:全部)?(?:依法)?(?:按[期时规]+)?(?:答复|办理|回复|处理|完成)|答复|回复|办理|处理|办"
)
_TAKEN = re.compile(r"收到|收悉|接收|接到|收办|受理|收件|收取申请|收|新增|登记|接受|申请")
_NEW = re.compile(r"新收|新增|新接|新受理|新登记|新申请")
_ALIEN = re.compile(
    r"下载|填写|印制|转办|答复率|办结率|满意|工作日|延期|延长|补正通知|告知书|咨询|回访|接待|来访|来电|邮件|会商|征求|示范|指导|"
    r"收费|收取(?!申请)|免费|纠错|页|代为|约谈|研判|审核|法制审核|法律顾问|转交|撤回|撤销|重新|协助|培训|电话|沟通"
)  # fmt: skip
Read = tuple[tuple[Quantity, ...], bool, bool]


def names_a_result(words: str) -> bool:
    """Whether words name a result of table 三, whose sums the table's own equations judge."""
    return bool(_A_RESULT.search(words))


def names_a_group(words: str) -> bool:
    """Whether words name a group of results in the table's own words: 予以公开, 无法提供."""
    return any(_NAMED[row].search(words) for row, _ in _GROUPS if row != "other")


_BARE = re.compile("(?:其中)?(?:已|全部|均|同意)?公开的?")


def result_groups(words: str) -> set[str]:
    """Return the groups of results of table 三 that words name, by themselves or by a reason."""
    rows = [row for row, pattern in _NAMED.items() if pattern.search(words)]
    if not rows and _BARE.fullmatch(words):
        rows = ["granted"]
    groups = {row if row == "partially_granted" else row.split("_")[0] for row in rows}
    return groups - {"other"} if len(groups) > 1 and "其他处理" not in words else groups


def are_kinds_of_applicants(names: list[str]) -> bool:
    """Whether each of some names is a kind of applicant of its own: nobody is of two."""
    kinds = [
        {column for columns, words in _COLUMN.items() if words.search(name) for column in columns}
        for name in names
    ]
    return all(kinds) and sum(map(len, kinds)) == len(set().union(*kinds))


def lists_results(mention: Mention) -> bool:
    """Whether the sentence lists results that only requests have, wherever it stands."""
    sentence = mention.sentence
    if "lists results" not in sentence.memo:
        run = sentence.memo.get("run", sentence.words)
        told = [row for row in _TELLING if _NAMED[row].search(run)]
        sentence.memo["lists results"] = len(told) > 1
    return mention.inherited and sentence.memo["lists results"]


_FLOW = re.compile(
    r"(?:20\d\d年度?|本年度?|全年|当年|年内)?，?(?:上年度?结转|新收|办结|(?:结转|转入|顺延|延续|延至)(?:至|到)?(?:下一?年度?|20\d\d年度?)(?:继续)?(?:办理)?)"
)
_CARRIES = re.compile("结转|转入|顺延|延续|延至")
_FLOW_LABEL = re.compile(f"[，、；]?(?:其中|均?已|尚有|另有)?{_FLOW.pattern}(?:的|申请)?[为有]?")


def lists_flow(mention: Mention) -> bool:
    """Whether a paragraph begins with a list of what came over, came in and goes on, and names no thing.

    Only the table of requests is told like that: 上年结转2件，本年新收17件，结转下年度继续办理2件.
    """
    sentence = mention.sentence
    if "lists flow" not in sentence.memo:
        told = sentence.memo.get("mentions", ())
        heads = [m.head for m in told]
        sentence.memo["lists flow"] = (
            sentence.opens
            and not sentence.matters
            and len(heads) > 1
            and all(_FLOW_LABEL.fullmatch(head) for head in heads)
            and any(_CARRIES.search(head) for head in heads)
        )
    return not mention.matter and sentence.memo["lists flow"]


def request_meaning(mention: Mention, quantities: Quantities, organ: str) -> Read | None:
    """Return (quantities, firm, denies) for a count of requests; None when it is none of table 三's."""
    year = quantities_year(mention)
    words = _Words(mention, year)
    if _is_attribute(mention):
        return None
    if _ALIEN.search(mention.label) and not words.rows:
        return None
    rest = rest_of(mention, organ, words.pattern)
    if rest.restricted or _is_among_strangers(words, organ) or _is_any_other(words):
        return None
    found = _read(words, quantities)
    if not found:
        return None
    options, sure, denies = found
    return tuple(options), sure and rest.plain, denies


def _is_among_strangers(words: "_Words", organ: str) -> bool:
    """Whether a reason or an applicant stands in a list of others that the table does not have.

    执法案卷类11件，户籍类6件 tells subjects, not reasons.
    """
    mention = words.mention
    if not mention.inherited or not (words.columns or _reasons(words.rows)):
        return False
    return any(are_strange(sibling, organ) for sibling in mention.siblings if sibling.inherited)


def _is_any_other(words: "_Words") -> bool:
    """Whether 其他 alone stands in no list of results: 自然人24件，其他1件."""
    mention = words.mention
    if words.rows != ["other"] or re.search("处理|答复|办理", mention.label):
        return False
    return not any(names_a_group(sibling.label) for sibling in mention.siblings)


def _reasons(rows: list[str]) -> list[str]:
    """Return the rows that are reasons, not groups of results."""
    return [row for row in rows if "_" in row and row != "partially_granted"]


def are_strange(mention: Mention, organ: str) -> bool:
    """Whether a count's words are none that requests are told in."""
    words = _Words(mention, mention.report_year)
    return rest_of(mention, organ, words.pattern).strange


_ATTRIBUTE = re.compile(
    r"公文|免[于予]公开|公开属性|发文|(?:制发|印发|制作)[一-鿿]{0,4}(?:文件|信息)"
)


def _is_attribute(mention: Mention) -> bool:
    """Whether 依申请公开 or 不予公开 is how papers are marked, or a fee is told of."""
    sentence = mention.sentence
    around = sentence.words + (sentence.parent.words if sentence.parent else "")
    if re.search("处理费|收费(?!通知要求)|收取信息", mention.around):
        return True
    return bool(_ATTRIBUTE.search(around)) and not re.search(
        "收到|受理|答复|公开申请", mention.around
    )


_WAITS = re.compile(
    "(?:政府信息公开|信息公开|依申请公开)?的?申请(?:因|由于|正|尚|仍|未|还|需)[一-鿿]{0,24}，"
    "(?:均|已|将|拟|需|依法|按规定|按程序|故)*(?:结转|转结|转入|转至|顺延|延续|延至)[至到]?(?:下一?年|次年|{next}年)"
)
_LEFT_OVER = re.compile(
    r"(?:[，；、：]|截[至止](?:20\d\d年)?(?:年底|年末|12月31日|12月底)|年末|年底|目前|(?P<left>[尚仍]有?|其余|剩余)|另|还|有)*"
)


def waits(mention: Mention, quantities: Quantities) -> tuple[Quantity, bool] | None:
    """Return what 12件申请未到答复期限，结转下年办理 means, and whether these may be only some."""
    said = re.match(_WAITS.pattern.replace("{next}", str(quantities_year(mention) + 1)),
                    mention.sentence.words[mention.number.end :])  # fmt: skip
    led = _LEFT_OVER.fullmatch(mention.head)
    if not (said and led) or mention.foreign:
        return None
    run = mention.sentence.memo.get("run", mention.sentence.words).replace(mention.head, "", 1)
    others = "另有" in run or any("转" in sibling.label for sibling in mention.siblings)
    some = not led["left"] or others
    return quantities.request("carried_forward"), some


def quantities_year(mention: Mention) -> int:
    """Return the report year, as the case that made the mention wrote it down."""
    return mention.report_year


@cache
def _carried(year: int) -> tuple[re.Pattern, re.Pattern]:
    """Return what is said of requests carried over from the year before, and into the next."""
    return (
        re.compile(_OVER.replace("{last}", str(year - 1))),
        re.compile(_FORWARD.replace("{next}", str(year + 1))),
    )


def names_carried(words: str, year: int) -> bool:
    """Whether words name what was carried over into the year or forward out of it."""
    over, forward = _carried(year)
    said = over.search(words) or forward.search(words)
    return bool(said) and bool(re.search("结转|转结|顺延|转入|遗留", said[0]))


_BARE_GRANTED = re.compile("[，、；：]?(?:其中)?[：，]?(?:已|全部|均|同意)?公开[的类]?")
# How the law names everybody.
_EVERYBODY = "(?:公民|自然人|个人)(?:、|和|或)法人(?:(?:、|和|或者?|及|以及)其他组织)?"


class _Words:
    """The words of a label that name rows and columns."""

    def __init__(self, mention: Mention, year: int):
        self.mention, self.head, self.tail = mention, mention.head, mention.tail
        self.over, self.forward = _carried(year)
        self.rows = self._rows(self.head) or self._rows(self.tail)
        self.is_bare_granted = not self.rows and self._is_bare_granted()
        if self.is_bare_granted:
            self.rows = ["granted"]
        self.columns = self._columns(self.head) or self._columns(self.tail)

    def _is_bare_granted(self) -> bool:
        """Whether 公开 stands in a list of results: 公开3件，不予公开1件."""
        if not _BARE_GRANTED.fullmatch(self.head) or self.tail:
            return False
        named = any(names_a_result(sibling.label) for sibling in self.mention.siblings)
        return named or lists_results(self.mention)

    def _rows(self, words: str) -> list[str]:
        if not _A_ROW.search(words):
            return []
        found = [row for row, pattern in _NAMED.items() if pattern.search(words)]
        if "other" in found and (
            len(found) > 1 and "其他处理" not in words or self._columns(words)
        ):
            found.remove("other")
        return found

    def _columns(self, words: str) -> list[tuple[str, ...]]:
        found = [columns for columns, pattern in _COLUMN.items() if pattern.search(words)]
        # 公民、法人或其他组织 is how the law names everybody: no column.
        if re.search(r"公民、?(?:、|和|或)?法人", words):
            return []
        if (
            found
            and set(found) <= {ORGANISATIONS, ("other",)}
            and (named := self._named_beside(words))
        ):
            return [named]
        if ORGANISATIONS in found:
            found = [columns for columns in found if columns not in (("business",), ("other",))] + (
                [("business",)] if "商业企业" in words else []
            )
        return found

    def _named_beside(self, words: str) -> tuple[str, ...]:
        """Return what 其他组织 are beside organisations that are named: 企业5件，科研机构2件，其他组织2件."""
        if "法人" in words or not re.search("其[他它]组织", words):
            return ()
        memo = self.mention.sentence.memo
        if "named" not in memo:
            labels = [told.label for told in memo.get("mentions", ())]
            kinds = ((kind, _COLUMN[(kind,)]) for kind in ORGANISATIONS[:-1])
            memo["named"] = {kind for kind, named in kinds if any(map(named.search, labels))}
        named = memo["named"]
        return tuple(kind for kind in ORGANISATIONS if kind not in named) if named else ()

    @property
    def pattern(self) -> re.Pattern:
        """What of the label is understood."""
        known = [_NAMED[row].pattern for row in self.rows]
        known += ["公开[的类]?(?=#)"] if self.rows == ["granted"] else []
        known += [_COLUMN.get(columns, _COLUMN[ORGANISATIONS]).pattern for columns in self.columns]
        if self.forward.search(self.tail):
            known.append("^除(?=#)|外$|尚?未(?:到|超)期")
        known += [
            _EVERYBODY,
            self.over.pattern,
            self.forward.pattern,
            r"属于|范围(?=的?#)|申请主体|为主|针对|(?:答复|办理|处理)?(?:类型|类别|结果|情况|方式)(?=[为是：])|等(?:原因|理由|情形)|原因|理由|依法|加上?上年|结转|其他|机构|及其|无正当理由|并|结果|告知|里$|决定",
        ]
        return re.compile("|".join(known))


def _read(words: _Words, q: Quantities) -> tuple[list[Quantity], bool, bool] | None:
    if words.rows:
        return _read_rows(words, q)
    if words.columns:
        return _read_columns(words, q)
    head, tail = words.head, words.tail
    new, over = q.request("new"), q.request("carried_over")
    if re.search(r"新收[一-鿿]{0,8}[和及与、][一-鿿]{0,4}结转", head):
        return [new + over], True, True
    if words.over.search(head):
        both = _NEW.search(head) or re.search(
            r"(?:收到|受理|申请)[一-鿿]{0,10}(?:和|及|与|、|加)", head
        )
        return ([new + over], True, True) if both else ([over], True, True)
    if _BARE_CARRY.fullmatch(head) and not tail:
        # After what was settled, only what goes on is left to tell.
        settled = _ENDED.search(words.mention.sentence.words[: words.mention.number.start])
        return [q.request("carried_forward"), *([] if settled else [over])], False, True
    if words.forward.search(head) or words.forward.search(tail):
        firm = bool(re.search(r"结转|顺延|下一?年", head + tail))
        return [q.request("carried_forward")], firm, True
    if words.over.search(tail) and not _TAKEN.search(head):
        return [over], True, True
    return _read_totals(words, q)


_BARE_CARRY = re.compile(
    "[，、；：]?(?:其余|剩余|余下|尚有|另有|仍有|还有|年末)?(?:结转|转结)量?的?(?:申请)?"
)
_ENDED = re.compile("办结|答复")


def _read_totals(words: _Words, q: Quantities) -> tuple[list[Quantity], bool, bool] | None:
    head, tail, mention = words.head, words.tail, words.mention
    new, over = q.request("new"), q.request("carried_over")
    after_bracket = _bracket_says_carried(mention, words)
    if _NEW.search(head) and _DONE.search(head, _NEW.search(head).end()):
        return [new - q.request("carried_forward"), new], False, True
    if _NEW.search(head):
        return ([new, new + over] if after_bracket else [new]), True, True
    done = _DONE.search(head) or (not _TAKEN.search(head) and _DONE.search(tail))
    if done and not re.search(r"收到|受理|收办|接收|接到", head):
        if "办结" in head and _tells_flow(words):
            return [q.request("processed"), q.request("processed") - over], False, True
        answered = re.search("答复|回复", head) or not re.search("办|处理", head + tail)
        finished = _finished(q)[:2] if _adds_carried(mention, words) else _finished(q)
        return finished + (_answered(q) if answered else []), False, True
    if not head and re.search("[中里]$", tail):  # 66件申请中予以公开31件: received or settled
        return [new, *_finished(q), new + over], False, True
    if re.search(r"收办|应办|受理|收到|接到|接收|收|登记", head) or _asks(words):
        return [new, new + over], True, True
    return None


def _asks(words: _Words) -> bool:
    """Whether the label is of requests without a verb: 依申请公开12件, 信息公开申请共12件."""
    said = words.head + words.tail
    return not words.mention.inherited and bool(re.search(r"申请", said)) or (
        bool(words.mention.inherited) and bool(re.fullmatch(r"[，：]?(?:全年|本年|今年)?(?:共|共计|合计|总计|总数为|数量为)?[有为]?", words.head))
        and not words.tail and words.mention.heads_line
    )  # fmt: skip


def _bracket_says_carried(mention: Mention, words: _Words) -> bool:
    after = mention.sentence.words[mention.number.end :][:40] + mention.bracket
    return bool(words.over.search(after))


def _tells_flow(words: _Words) -> bool:
    """Whether what came over, what came in and what goes on are counted beside what was settled."""
    memo = words.mention.sentence.memo
    if "tells flow" not in memo:
        labels = [told.label for told in memo.get("mentions", ())]
        new = (_NEW.search(label) or "收到" in label for label in labels)
        carried = (map(carries.search, labels) for carries in (words.over, words.forward))
        memo["tells flow"] = all(map(any, (new, *carried)))
    return memo["tells flow"]


_ADDS = re.compile("(?:加上|连同|含|包括)")


def _adds_carried(mention: Mention, words: _Words) -> bool:
    """Whether what was carried over is said to be among those settled: 加上上年结转的2件，办结38件."""
    before = mention.sentence.words[: mention.number.start].removesuffix(mention.head)
    adds = _ADDS.search(before)
    return bool(adds) and bool(words.over.search(before, adds.end(), adds.end() + 24))


def _finished(q: Quantities) -> list[Quantity]:
    """Return what 办结 can mean: all results, with those carried forward, the new ones of them …"""
    done, new, over = q.request("processed"), q.request("new"), q.request("carried_over")
    forward = q.request("carried_forward")
    return [done, done + forward, done - over, new, new - forward]


def _answered(q: Quantities) -> list[Quantity]:
    """Return what 答复 can mean besides: results without those that get no answer."""
    done, other, unprocessed = q.request("processed"), q.request("other"), q.request("unprocessed")
    return [done - other, done - other - unprocessed, done - unprocessed]


def _read_rows(words: _Words, q: Quantities) -> tuple[list[Quantity], bool, bool] | None:
    rows = [row for row in words.rows if q.request(row)] or (
        ["other"] if any(row.startswith("other") for row in words.rows) else []
    )
    reasons = _reasons(rows)
    groups = [row for row in rows if row not in reasons]
    if not rows or len(words.columns) > 1:
        return None
    columns = words.columns[0] if words.columns else ("total",)
    found = [q.request(row, columns) for row in rows]
    if len(found) == 1 and words.is_bare_granted:
        return [*found, found[0] + q.request("partially_granted", columns)], False, False
    if len(found) == 1:
        return [*found, *_other_rows(rows[0], q, columns)], rows[0] != "other", False
    if reasons and groups:
        return found, False, False
    if not re.search(r"[或及和与、]", words.head + words.tail):
        return None
    total = found[0]
    for quantity in found[1:]:
        total = total + quantity
    return [total], False, False


def _other_rows(row: str, q: Quantities, columns) -> list[Quantity]:
    """Return what 其他处理 may mean besides the whole group: its last row, or all but the uncorrected."""
    if row != "other" or not q.request("other_other"):
        return []
    last, unpaid = q.request("other_other", columns), q.request("other_fee_unpaid", columns)
    return [last, last + unpaid]


def _read_columns(words: _Words, q: Quantities) -> tuple[list[Quantity], bool, bool] | None:
    found = []
    columns = tuple(dict.fromkeys(column for group in words.columns for column in group))
    if len(words.columns) > 1 and not re.search(r"[或及和与、]", words.head + words.tail):
        return None
    for row in ("new", "processed"):
        found.append(q.request(row, columns))
    found.append(found[0] + q.request("carried_over", columns))
    if words.columns[0] not in _COLUMN:  # 其他组织 beside those that are named, or the table's own
        found += [q.request(row, ("other",)) for row in ("new", "processed")]
    return found, False, False
