"""What the editions share: applicants, result rows, table 四, the words of the narrative sections.

Source: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号; 《政府信息公开条例》 arts. 49, 50.
"""

from collections.abc import Iterable
from dataclasses import replace

from . import structure
from .helps import helped, models
from .helps.requests import REQUESTS as REQUESTS_HELP
from .helps.review import REVIEW as REVIEW_HELP
from .quoting import quoted
from .structure import (
    Aid,
    Block,
    CarryOver,
    Column,
    Equation,
    Model,
    Proposal,
    Row,
    Section,
    Table,
    Topic,
)

APPLICANTS = "申请人情况"
ORGANISATIONS = "法人或其他组织"
APPLICANT_COLUMNS = (
    Column("natural_person", "自然人", (APPLICANTS,), words="自然人 公民 个人"),
    Column("business", "商业企业", (APPLICANTS, ORGANISATIONS), words="[商业]企业"),
    Column("research", "科研机构", (APPLICANTS, ORGANISATIONS), words="科研(机构|院所)"),
    Column("public_interest", "社会公益组织", (APPLICANTS, ORGANISATIONS), words="[社会]公益组织"),
    Column("legal_service", "法律服务机构", (APPLICANTS, ORGANISATIONS), words="法律服务机构 律师事务所"),
    Column("other", "其他", (APPLICANTS, ORGANISATIONS), words="其他[类]申请人"),
    Column("total", "总计", (APPLICANTS,), role=structure.TOTAL),
)  # fmt: skip

RESULTS = "三、本年度办理结果"
WITHHELD, UNAVAILABLE = (RESULTS, "（三）不予公开"), (RESULTS, "（四）无法提供")
UNPROCESSED, OTHER_HANDLING = (RESULTS, "（五）不予处理"), (RESULTS, "（六）其他处理")
OTHER_WORDS = "[作](其他|其它)[方式|情形|情况|类](处理|答复|办理) (其他|其它)[情形|情况|原因|类]"
GROUP_WORDS = (
    (ORGANISATIONS, "法人[(或|及|和|、|以及)[者]]其他组织 [商业]企业(或|及|和|、)其他组织 其他组织(或|及|和|、)企业 法人 其(他|它)组织 组织"),
    (WITHHELD[1], "不予公开 不公开"),
    (UNAVAILABLE[1], "(无法|不能)提供"),
    (UNPROCESSED[1], "不予(处理|受理)"),
    (OTHER_HANDLING[1], OTHER_WORDS),
)  # fmt: skip

NEW = Row("new", "一、本年新收政府信息公开申请数量", short="一、本年新收", role=structure.NEW)
CARRIED_OVER = Row(
    "carried_over",
    "二、上年结转政府信息公开申请数量",
    short="二、上年结转",
    role=structure.CARRIED_OVER,
)


def _result(row: str, caption: str, groups: tuple[str, ...], words: str, short: str = "") -> Row:
    role = structure.UNPROCESSED if groups == UNPROCESSED else structure.RESULT
    return Row(row, caption, groups, short, words, role)


# 公开或部分公开53件 are both rows together.
_EITHER = "公开(或|及|和|与|、)[者]部分公开"
RESULT_ROWS = (
    _result("granted", "（一）予以公开", (RESULTS,), f"(予以|同意|准予|全部|全文|给予|准许)公开 {_EITHER}"),
    _result(
        "partially_granted",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        (RESULTS,),
        f"[予以]部分[予以]公开 区分处理[后][公开] {_EITHER}",
        "（二）部分公开",
    ),
    _result("withheld_state_secret", "1.属于国家秘密", WITHHELD, "国家秘密"),
    _result("withheld_other_law", "2.其他法律行政法规禁止公开", WITHHELD,
            "[其他](法律|法规|行政法规|法律[、|和|及][行政]法规|法律法规规章)[规定]禁止[公开][的]"),
    _result("withheld_security_stability", "3.危及“三安全一稳定”", WITHHELD,
            "[危及][“]三安全一稳定[”]"),
    _result("withheld_third_party", "4.保护第三方合法权益", WITHHELD,
            "[保护|损害]第三(方|人)[合法][权益]"),
    _result("withheld_internal_affairs", "5.属于三类内部事务信息", WITHHELD,
            "[三类]内部(事务|管理)[性][信息]"),
    _result("withheld_process", "6.属于四类过程性信息", WITHHELD, "[四类]过程性[信息]"),
    _result("withheld_enforcement_file", "7.属于行政执法案卷", WITHHELD, "[行政]执法案卷[信息]"),
    _result("withheld_inquiry", "8.属于行政查询事项", WITHHELD, "行政查询[事项]"),
    _result("unavailable_not_held", "1.本机关不掌握相关政府信息", UNAVAILABLE,
            "[本(局|机关|单位|部门)|我(局|单位)](不|未)掌握[相关][政府][信息][的] [政府|相关]信息不存在 "
            "(不属于|非)本(机关|单位|部门|局)[掌握|职责|负责|职权|公开|管辖|掌握信息][的][范围]"),
    _result("unavailable_needs_creation", "2.没有现成信息需要另行制作", UNAVAILABLE,
            "(没有|无)现成[政府|的][信息][、|，][需[要]另行(制作|加工)] 需[要]另行(制作|加工)[、加工]"),
    _result("unavailable_unclear", "3.补正后申请内容仍不明确", UNAVAILABLE,
            "补正后[申请][的][内容][仍][然]不明确 [申请]内容[仍]不明确"),
    _result("unprocessed_petition", "1.信访举报投诉类申请", UNPROCESSED,
            "[属于](信访|举报|投诉)[、](信访|举报|投诉)[、](信访|举报|投诉)[类|性质][申请|事项] "
            "[属于](信访|举报|投诉)[[、|或](信访|举报|投诉)](类|类事项|事项)[申请|事项]"),
    _result("unprocessed_repeat", "2.重复申请", UNPROCESSED, "重复[提出|提交][申请]"),
    _result("unprocessed_publication", "3.要求提供公开出版物", UNPROCESSED, "[要求提供]公开出版物"),
    _result("unprocessed_excessive", "4.无正当理由大量反复申请", UNPROCESSED,
            "[无正当理由]大量[、]反复[申请]"),
    _result("unprocessed_reissue", "5.要求行政机关确认或重新出具已获取信息", UNPROCESSED,
            "[要求][行政机关|本机关|我局]确认或[者]重新出具[已获取[的]][政府][信息] 重新出具[已获取[的]][政府][信息]"),
)  # fmt: skip
PROCESSED = Row("processed", "（七）总计", (RESULTS,), short="三（七）总计", role=structure.TOTAL)
CARRIED_FORWARD = Row(
    "carried_forward",
    "四、结转下年度继续办理",
    short="四、结转下年度",
    role=structure.CARRIED_FORWARD,
)

# What is made, in either edition: the columns of table 二 differ.
ISSUED_WORDS = "[新]制发 [新]制定 印发 出台 [新]制作 制订"
IN_FORCE_WORDS = "现行有效 继续有效 有效"

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

RECONSIDERATION, LITIGATION = "行政复议", "行政诉讼"
REVIEW_COLUMNS = (
    Column("upheld", "结果维持", words="[结果|被]维持[原(行政行为|具体行政行为|行政决定|处理决定|答复|决定|告知|处理|结论|判决|裁决|答复意见|答复决定)]"),
    Column("corrected", "结果纠正", words="[结果][被][法院][判决](纠正|纠错) [被]撤销 确认违法 责令[重新|限期][重新][答复|作出|处理|办理|公开|履行|作出答复] 败诉"),
    Column("other", "其他结果", words="其他[结果|情况|情形]"),
    Column("pending", "尚未审结", words="(尚未|未|没有)[审](结|理) [尚]未结 (正|尚)在审理 审理中 待审 在审", role=structure.PENDING),
    Column("total", "总计", role=structure.TOTAL),
)  # fmt: skip
_COURT = "直接[向[人民]法院]"
REVIEW_ROWS = (
    Row("reconsideration", RECONSIDERATION, words="[行政]复议[的][申请]"),
    Row(
        "litigation_direct",
        "未经复议直接起诉",
        (LITIGATION,),
        words=f"未经[行政]复议[程序][而|并|的|，]{_COURT}[提起][行政][起诉|诉讼] {_COURT}(起诉|提起[行政]诉讼)",
    ),
    Row(
        "litigation_after_reconsideration",
        "复议后起诉",
        (LITIGATION,),
        words="[经][行政]复议后[再|又][向[人民]法院][提起][的][行政][起诉|诉讼] "
        "经[行政]复议[程序][再|又][提起][的][行政](起诉|诉讼)",
    ),
)
REVIEW_GROUP_WORDS = ((LITIGATION, "[行政]诉讼 起诉 应诉 被诉"),)


def requests_table(other_handling: Iterable[Row]) -> Table:
    """Return table 三; `other_handling` are the rows of （六）其他处理, which differ by edition."""
    results = (*RESULT_ROWS, *other_handling)
    rows = (NEW, CARRIED_OVER, *results, PROCESSED, CARRIED_FORWARD)
    block = Block(APPLICANT_COLUMNS, rows)
    table = Table(
        "requests", "表三", (block,), stub_width=3, corner=CORNER, group_words=GROUP_WORDS
    )
    return helped(table, REQUESTS_HELP)


def review_table() -> Table:
    """Return table 四: three groups of five figures, printed in one line."""
    table = Table(
        "review",
        "表四",
        (Block(REVIEW_COLUMNS, REVIEW_ROWS),),
        stub_width=0,
        across=True,
        group_words=REVIEW_GROUP_WORDS,
    )
    return helped(table, REVIEW_HELP)


def _sum(table: Table, whole: str, parts: Iterable[str], **words: str) -> Equation:
    sentence = (
        f"{table.name}{words['place']}应为 {{right}}，现为 {{left}}，相差 {{difference}}。"
        f"请核对{words['look']}。"
    )
    computes = whole if words.get("computes") else ""
    return Equation(words["id"], (whole,), tuple(parts), sentence, computes=computes)


def requests_equations(table: Table) -> tuple[Equation, ...]:
    """Return the equations of table 三: balances, results, totals (report-template § Rules)."""
    rows = table.rows
    results = [row for row in rows if row.groups and row.id != PROCESSED.id]
    balances = [_balance(table, column) for column in APPLICANT_COLUMNS]
    processed = [
        _sum(
            table,
            f"{table.id}.{PROCESSED.id}.{column.id}",
            [f"{table.id}.{row.id}.{column.id}" for row in results],
            id=f"requests.processed.{column.id}",
            place=f"“{column.caption}”列第（七）项总计",
            look="这一列（一）至（六）各行",
            # The corner cell belongs to two sums; the one along its row fills it.
            computes="" if column.id == "total" else "yes",
        )
        for column in APPLICANT_COLUMNS
    ]
    totals = [
        _sum(
            table,
            f"{table.id}.{row.id}.total",
            [f"{table.id}.{row.id}.{column.id}" for column in APPLICANT_COLUMNS[:-1]],
            id=f"requests.total.{row.id}",
            place=f"{quoted(row.name)}行的总计",
            look="这一行各类申请人的数字",
            computes="yes",
        )
        for row in rows
    ]
    return (*balances, *processed, *totals)


def _balance(table: Table, column: Column) -> Equation:
    cell = f"{table.id}.{{}}.{column.id}".format
    return Equation(
        f"requests.balance.{column.id}",
        (cell(NEW.id), cell(CARRIED_OVER.id)),
        (cell(PROCESSED.id), cell(CARRIED_FORWARD.id)),
        f"{table.name}“{column.caption}”列不平衡：一 {{0}}＋二 {{1}}＝{{left}}，"
        "三 {2}＋四 {3}＝{right}，相差 {difference}。请核对这一列的新收、结转和办理结果。",
        summary="一 {0}＋二 {1}＝三 {2}＋四 {3}",
    )


def review_equations(table: Table) -> tuple[Equation, ...]:
    """Return the totals of table 四, one a group."""
    return tuple(
        _sum(
            table,
            f"{table.id}.{row.id}.total",
            [f"{table.id}.{row.id}.{column.id}" for column in REVIEW_COLUMNS[:-1]],
            id=f"review.total.{row.id}",
            place=f"{quoted(row.name)}的总计",
            look="这一组的四项结果",
            computes="yes",
        )
        for row in table.rows
    )


def carried_over_rules(table: Table) -> tuple[CarryOver, ...]:
    """Return what table 三 takes over from last year's report, one rule a column."""
    return tuple(
        CarryOver(
            f"requests.carried.{column.id}",
            f"{table.id}.{CARRIED_OVER.id}.{column.id}",
            (f"{table.id}.{CARRIED_FORWARD.id}.{column.id}",),
            f"{table.name}“{column.caption}”列的上年结转为 {{value}}，"
            "上年度报告的“结转下年度继续办理”为 {expected}，两者应当相等。"
            "请以上年已公开的报告为准核对。",
            severity="error" if column.id == "total" else "warning",
        )
        for column in APPLICANT_COLUMNS
    )


def carried_forward_proposals(table: Table) -> tuple[Proposal, ...]:
    """Return what is offered for 结转下年度, column by column: 一 plus 二 less （七）."""
    cell = (table.id + ".{}.{}").format
    return tuple(
        Proposal(
            cell(CARRIED_FORWARD.id, column.id),
            plus=(cell(NEW.id, column.id), cell(CARRIED_OVER.id, column.id)),
            minus=(cell(PROCESSED.id, column.id),),
        )
        for column in APPLICANT_COLUMNS[:-1]
    )


PREFACE = Section(
    "preface",
    "引言",
    "narrative",
    "可以不写。习惯上写编制依据（《中华人民共和国政府信息公开条例》）、统计期限（1月1日至12月31日）和联系方式。",
    required=False,
    models=models.PREFACE,
)
OVERVIEW_TOPICS = (
    Topic("proactive", "主动公开", ("主动公开", "公开信息", "发布信息", "信息发布")),
    Topic("on_request", "依申请公开", ("依申请公开", "公开申请", "申请公开")),
    Topic(
        "management",
        "政府信息管理",
        ("信息管理", "信息资源", "规范性文件", "保密审查", "动态更新"),
    ),
    Topic("platform", "政府信息公开平台建设", ("平台", "网站", "公众号", "新媒体", "专栏", "公报")),
    Topic("supervision", "监督保障", ("监督", "保障", "培训", "组织领导", "检查")),
    Topic("assessment", "工作考核", ("考核", "绩效", "评估"), governments_only=True),
    Topic("appraisal", "社会评议", ("评议", "满意度", "群众评价"), governments_only=True),
    Topic(
        "accountability",
        "责任追究",
        ("责任追究", "追究责任", "追责", "问责"),
        governments_only=True,
    ),
)
OVERVIEW = Section(
    "overview",
    "一、总体情况",
    "narrative",
    "概括本年度政府信息公开工作，逐项写到下列内容。",
    OVERVIEW_TOPICS,
    signs=(("总体",), ("基本", "情况"), ("概述",), ("概况",), ("综述",)),
)
PROACTIVE = Section(
    "proactive", "二、主动公开政府信息情况", "table", signs=(("主动公开",), ("主动", "公开"))
)
REQUESTS = Section(
    "requests",
    "三、收到和处理政府信息公开申请情况",
    "table",
    signs=(("申请", "处理"), ("申请", "办理"), ("申请", "答复"), ("申请", "公开")),
)
REVIEW = Section(
    "review",
    "四、政府信息公开行政复议、行政诉讼情况",
    "table",
    signs=(("复议",), ("行政诉讼",)),
)
PROBLEMS = Section(
    "problems",
    "五、存在的主要问题及改进情况",
    "narrative",
    "写本年度存在的主要问题，以及已经或将要采取的改进措施。不能为空。",
    (
        Topic("problem", "存在的问题", ("问题", "不足", "不够", "有待", "短板")),
        Topic("improvement", "改进情况", ("改进", "下一步", "加强", "将", "措施", "整改")),
    ),
    models=models.PROBLEMS,
    signs=(("问题",), ("不足",), ("改进",)),
)


def other_matters(guidance: str, topics: tuple[Topic, ...] = (), aid: Aid | None = None) -> Section:
    """Return section 六, whose duty differs by edition."""
    return Section(
        "other_matters", "六、其他需要报告的事项", "narrative", guidance, topics, aid=aid,
        signs=(("其他", "事项"), ("其它", "事项"), ("需要", "报告"), ("需要", "说明")),
    )  # fmt: skip


def six_sections(last: Section, documents: Model) -> tuple[Section, ...]:
    """Return the six parts in the order of the national template.

    `documents` is the model passage on what table 二 counts of them, which differs by edition.
    """
    overview = replace(OVERVIEW, models=models.overview(documents))
    return (overview, PROACTIVE, REQUESTS, REVIEW, PROBLEMS, last)
