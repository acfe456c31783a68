"""What the head of a column means: the words of heads, in one place.

A meaning is `number`, `running`, `received`, `kind`, `name`, `result`, `basis`, `closed`, `corrected`,
`extended`, `third_party`, `matter`, `body`, `status`, `private`, `review.…`, `tick.…`, or nothing.
"""

import re
import unicodedata
from functools import lru_cache

from ..words import OPEN, STEP, group_of, is_vague, kind_of, plain, result_of

REVIEW = re.compile("复议|诉讼|起诉|应诉|[一二再]审|判决|裁定|裁判")
PRIVATE, LITIGATION = "private", "litigation"
_SUIT = re.compile("诉|[一二再]审|判决|法院")
_DAY = "(?:日期|时间|日|年月日)$"
_DAYS = re.compile("日期|时间|[^今次]日$|年月日|期$")
# Not a date of the case, though it is one: what is owed, what a letter bears, how long it took.
_NO_DAY = re.compile("期限|截止|截至|到期|应答复|应于|应当|最迟|最晚|法定|限[期时]|剩余|用时|耗时|天数|时长|工作日|打印|导出|填[报表]|更新|起止|所属|期间|出生")
_PRIVATE = re.compile(
    "姓名|电话|手机|联系方式|联系人|住址|地址|身份证|证件|邮箱|邮件|e-?mail|传真|微信|qq|性别|年龄|"
    "出生|民族|职业|信用代码|机构代码|法定代表|法人代表|代表人|代理人|委托人|签名|签字|邮编|邮政编码|银行|账号|账户",
    re.IGNORECASE,
)  # fmt: skip
_NAMES = re.compile("申请人|申请者|姓名|名称|申请单位|申请主体|申请方")
_BARE_KINDS = {f"{what}{kind}" for what in ("", "组织", "法人", "主体") for kind in ("类别", "类型", "性质")}
_KINDS = re.compile("类型|类别|性质|种类|分类|属性|身份|情况$|类$")
# In this order; the first that is found is it.
_MEANINGS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        ("(?:是否|有无|是不是)?(?:延期|延长)", "extended"),
        ("(?:征求|征询|第三方|第三人)", "third_party"),
        ("不予?公开的?(?:类别|类型|种类)|(?:不予公开|不公开|不予|答复|处理|办理|法律|法规|适用|公开|条例|条款|具体|决定)?(?:的)?(?:依据|条款|条文|理由|原因|情形|法条)(?:及.*)?$|细[类项分]$|二级", "basis"),
        ("^(?:序|顺)?序号$|^序$|^no\\.?$|^顺序号$|^行号$|^序列$|^#$", "running"),
        ("(?:答复|文书|告知书|决定书|发文|复函|档案|快递|邮[寄单]|挂号|运单).*(?:号|编号|文号)$|^文号$", ""),
        ("件数$", "count"),
        ("编号|登记号|申请号|受理号|流水号|登记序号|收文号|收件号|办件号|工单号|业务号|受理码|查询号|件号|案号|回执号|单号|^号$|^申请编码$", "number"),
        ("承办人|经办人|办理人|负责人|主办人|答复人|审核人|审批人|登记人|收件人|填表人|联系|受理人|办理人员|处理人", PRIVATE),
        ("承办|(?:办理|责任|主办|经办|答复|受理|处理|转办|被申请|归口|拟办|分办)(?:单位|部门|科室|处室|机构|机关|股室|主体|对象)|^(?:单位|部门|科室|处室)(?:名称)?$|行政机关(?:名称)?$", "body"),
        ("(?:答复|办理|处理|公开|获取|提供|送达|申请|接收|收件|受理|递交|来件|信息载体|介质|回复|领取)?(?:的)?(?:形式|渠道|途径|载体)(?:要求)?$|获取.*方式|送达方式|(?:申请|接收|收件|递交|来件|收取|提交)方式", ""),
        ("内容|事项|标题|信息名称|信息索取|文件名|摘要|用途|所需|描述|名称及文号|主题|题名|件名", "matter"),
        ("状态|进度|进展|是否办结|是否答复|是否已答复|办结情况|当前环节", "status"),
        ("(?:答复|办理|处理|回复|公开|决定|审查|告知|依申请|办结|反馈|批复)(?:的)?(?:结果|类型|类别|种类|情况|意见|属性|分类|决定|内容类型|性质|与否|结论)"
         "|^(?:结果|结论|办结类型|公开类型)|是否(?:予以|同意)?公开"
         "|(?:处理|办理|答复|公开|处置)方式|决定类型|结果(?:类型|类别|分类|情况)?$|告知类型|^处理$|^答复$", "result"),
    )
)  # fmt: skip
_RECEIVED = ("收到|收件|收函|签收|接收|收文|接件|收悉|来件|来文|收取|收信", "受理", "登记|录入|接办", "申请|提交|递交|提出|^日期$|^时间$")
_CLOSED = ("答复|回复|办复|复函", "办结|办毕|完成|结案|办理完|处理完|审结", "告知|作出|决定|办理|处理|反馈|发文|送达|寄出|发出|出具|审批")


def bare(head: str) -> str:
    """Return a head without blanks, remarks in brackets and marks."""
    text = "".join(unicodedata.normalize("NFKC", head).split())
    without = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】", "", text)
    return (without or text).strip(" *:：、.。-—_?？").lower()


@lru_cache(maxsize=4096)
def meaning_of(head: str, group: str = "", is_review: bool = False) -> tuple[str, int]:
    """Return what a column under `group` means and how well its head says so (0: best).

    `is_review`: the sheet holds reviews only, so that a bare 结果 is that of a review.
    """
    words, over = bare(head), bare(group)
    if not words or len(words) > 40:
        return "", 0
    if is_review or REVIEW.search(words) or REVIEW.search(over) and not re.search("申请人", over):
        return _review(words, over)
    return _request(words, over)


def _request(words: str, over: str) -> tuple[str, int]:
    if _PRIVATE.search(words) and not re.search("机关|单位名称", words):
        # A name tells the kind in passing where no column does; it is kept nowhere.
        return ("name" if "姓名" in words else PRIVATE), 0
    if found := _applicant(words, over):
        return found, 0
    if ticked := _ticked(words, over):
        return ticked, 0
    if "补正" in words or "补正" in over:
        return _correction(words)
    if _DAYS.search(words):
        return _day(words, over)
    found = next((meaning for pattern, meaning in _MEANINGS if pattern.search(words)), None)
    if found is None and over:
        found = next((m for p, m in _MEANINGS if p.search(over + words)), "")
    better = {"result": "结果", "body": "承办|主办|责任"}.get(found or "", "")
    return found or "", 0 if re.search(better, words) else 1


def _applicant(words: str, over: str) -> str:
    """申请人, its name, its kind; a bare 申请人 is told by what stands under it."""
    is_person = bool(re.search("申请人|申请者|申请主体|申请单位|申请方|法人", words)) or bool(re.search("申请人|申请者|申请主体", over))
    if not is_person or _DAYS.search(words) or re.search("编号|内容|被申请|电话|代码", words):
        is_bare = words in _BARE_KINDS and not re.search("答复|结果|办理|处理|公开", over)
        return "kind" if is_bare else ""
    if _KINDS.search(words) and "名称" not in words:
        return "kind"
    if re.search("姓名|名称|申请者$|申请单位$|申请方$|申请主体$", words):
        return "name"
    if words.endswith("申请人"):
        return "applicant"
    return ""


def _ticked(words: str, over: str) -> str:
    """A head that is itself a kind or a result: its cells are marks."""
    if re.search("申请人|申请者", over) and (kind_of(words) or words in ("法人", "组织")):
        return f"tick.kind.{words}"
    if re.search("结果|答复|处理|办理|公开|申请人", over) and (result_of(words) or is_vague(words)) not in (False, OPEN, STEP):
        return f"tick.result.{words}"
    return ""


def _correction(words: str) -> tuple[str, int]:
    if _DAYS.search(words) and not re.search("告知|通知|要求|期限|发出|截止|作出|送达|下达", words):
        return "corrected", 0 if re.search("收到|补正后|提交|补来|回", words) else 1
    return "", 0


def _day(words: str, over: str) -> tuple[str, int]:
    if _NO_DAY.search(words) or re.search("延期|延长|征求|征询|转办|交办|分办|文件|信息|生成|成文", words):
        # 延期至 is a day and says that the time was extended.
        found = {"延": "extended", "征": "third_party"}
        return next((m for sign, m in found.items() if sign in words and not _NO_DAY.search(words)), ""), 0
    is_bare = words in ("日期", "时间", "日", "年月日")
    for text in (over + words, words) if is_bare else (words, over + words):
        for meaning, ranks in (("closed", _CLOSED), ("received", _RECEIVED)):
            for rank, pattern in enumerate(ranks):
                if re.search(pattern, text) and not (meaning == "closed" and _is_receipt(text)):
                    return meaning, rank
    return "", 0


def _is_receipt(text: str) -> bool:
    """收到…, 登记…, 申请办理时间 begin a case, whatever stands behind; 受理 and 处理 share a sign."""
    return bool(re.match("收|签收|接|来|登记|申请|受理|提交|递交", text)) and not re.search("答复|办结|结案|回复|完成", text)


def _review(words: str, over: str) -> tuple[str, int]:
    """`review.{what}.{group}`: the group is a row of table 四, LITIGATION, or told by each case."""
    # A head's own words tell the kind before those that it stands under.
    name = next((name for text in (words, over) if (name := _group(text))), "")
    own = re.sub("(?:行政)?(?:复议|诉讼|应诉|起诉)", "", words) or words
    if _PRIVATE.search(words) or re.search("原告|第三人|申请人$|承办人|负责人|代理|法官|律师", words):
        return PRIVATE, 0
    for pattern, what in _REVIEW_PARTS:
        if pattern.search(own) or pattern.search(words):
            return f"review.{what}.{name}", 0
    return f"review.words.{name}", 0


def _group(text: str) -> str:
    is_suit, is_reconsidered = bool(_SUIT.search(text)), "复议" in text
    known = group_of(text)
    if is_suit and is_reconsidered:
        return known if known and known.startswith(LITIGATION) else ""
    return known or (LITIGATION if is_suit else "")


_REVIEW_PARTS = tuple(
    (re.compile(pattern), what)
    for pattern, what in (
        ("被申请|被告|机关|法院|事由|内容|请求|理由|备注|原因|期限|标题|事项", "none"),
        ("承办|责任单位|部门|科室", "body"),
        ("(?:原|关联|对应|依申请|信息公开).{0,6}(?:编号|号)|申请(?:件)?(?:编号|号)|登记号", "request"),
        ("案号|文号|编号|号$|^序号$", "number"),
        ("(?:办结|结案|审结|决定|判决|裁判|裁定|终结|结束|作出|宣判|答复|下达).{0,4}(?:日期|时间|日$)", "closed"),
        ("(?:申请|受理|收到|立案|提起|提出|起诉|登记|收案|接收|收件|诉讼).{0,4}(?:日期|时间|日$)", "received"),
        ("日期|时间|日$", "day"),
        ("结果|结论|决定|判决|裁判|裁定|情况", "outcome"),
        ("类型|类别|性质|程序|方式|种类|途径", "group"),
        ("^是否|^有无", "flag"),
    )
)  # fmt: skip


def title_of(cells: list[str]) -> str:
    """Return a row's words when one cell is all of it, empty otherwise."""
    written = [cell for cell in cells if cell]
    return plain(written[0]) if len(set(written)) == 1 else ""
