"""What the editions share: applicants, result rows, table 四, the words of the narrative sections.

Source: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号; 《政府信息公开条例》 arts. 49, 50.
"""

from collections.abc import Iterable

from .quoting import quoted
from .structure import (
    Aid,
    Block,
    CarryOver,
    Column,
    Equation,
    Proposal,
    Row,
    Section,
    Table,
    Topic,
)

APPLICANTS = "申请人情况"
ORGANISATIONS = "法人或其他组织"
APPLICANT_COLUMNS = (
    Column("natural_person", "自然人", (APPLICANTS,)),
    Column("business", "商业企业", (APPLICANTS, ORGANISATIONS)),
    Column("research", "科研机构", (APPLICANTS, ORGANISATIONS)),
    Column("public_interest", "社会公益组织", (APPLICANTS, ORGANISATIONS)),
    Column("legal_service", "法律服务机构", (APPLICANTS, ORGANISATIONS)),
    Column("other", "其他", (APPLICANTS, ORGANISATIONS)),
    Column("total", "总计", (APPLICANTS,)),
)

RESULTS = "三、本年度办理结果"
WITHHELD, UNAVAILABLE = (RESULTS, "（三）不予公开"), (RESULTS, "（四）无法提供")
UNPROCESSED, OTHER_HANDLING = (RESULTS, "（五）不予处理"), (RESULTS, "（六）其他处理")

NEW = Row("new", "一、本年新收政府信息公开申请数量", short="一、本年新收")
CARRIED_OVER = Row("carried_over", "二、上年结转政府信息公开申请数量", short="二、上年结转")
RESULT_ROWS = (
    Row("granted", "（一）予以公开", (RESULTS,)),
    Row(
        "partially_granted",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        (RESULTS,),
        short="（二）部分公开",
    ),
    Row("withheld_state_secret", "1.属于国家秘密", WITHHELD),
    Row("withheld_other_law", "2.其他法律行政法规禁止公开", WITHHELD),
    Row("withheld_security_stability", "3.危及“三安全一稳定”", WITHHELD),
    Row("withheld_third_party", "4.保护第三方合法权益", WITHHELD),
    Row("withheld_internal_affairs", "5.属于三类内部事务信息", WITHHELD),
    Row("withheld_process", "6.属于四类过程性信息", WITHHELD),
    Row("withheld_enforcement_file", "7.属于行政执法案卷", WITHHELD),
    Row("withheld_inquiry", "8.属于行政查询事项", WITHHELD),
    Row("unavailable_not_held", "1.本机关不掌握相关政府信息", UNAVAILABLE),
    Row("unavailable_needs_creation", "2.没有现成信息需要另行制作", UNAVAILABLE),
    Row("unavailable_unclear", "3.补正后申请内容仍不明确", UNAVAILABLE),
    Row("unprocessed_petition", "1.信访举报投诉类申请", UNPROCESSED),
    Row("unprocessed_repeat", "2.重复申请", UNPROCESSED),
    Row("unprocessed_publication", "3.要求提供公开出版物", UNPROCESSED),
    Row("unprocessed_excessive", "4.无正当理由大量反复申请", UNPROCESSED),
    Row("unprocessed_reissue", "5.要求行政机关确认或重新出具已获取信息", UNPROCESSED),
)
PROCESSED = Row("processed", "（七）总计", (RESULTS,), short="三（七）总计")
CARRIED_FORWARD = Row("carried_forward", "四、结转下年度继续办理", short="四、结转下年度")

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"

RECONSIDERATION, LITIGATION = "行政复议", "行政诉讼"
REVIEW_COLUMNS = (
    Column("upheld", "结果维持"),
    Column("corrected", "结果纠正"),
    Column("other", "其他结果"),
    Column("pending", "尚未审结"),
    Column("total", "总计"),
)
REVIEW_ROWS = (
    Row("reconsideration", RECONSIDERATION),
    Row("litigation_direct", "未经复议直接起诉", (LITIGATION,)),
    Row("litigation_after_reconsideration", "复议后起诉", (LITIGATION,)),
)


def requests_table(other_handling: Iterable[Row]) -> Table:
    """Return table 三; `other_handling` are the rows of （六）其他处理, which differ by edition."""
    results = (*RESULT_ROWS, *other_handling)
    rows = (NEW, CARRIED_OVER, *results, PROCESSED, CARRIED_FORWARD)
    block = Block(APPLICANT_COLUMNS, rows)
    return Table("requests", "表三", (block,), stub_width=3, corner=CORNER)


def review_table() -> Table:
    """Return table 四: three groups of five figures, printed in one line."""
    return Table("review", "表四", (Block(REVIEW_COLUMNS, REVIEW_ROWS),), stub_width=0, across=True)


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
    signs=(("总体",), ("基本情况",), ("概述",), ("概况",), ("综述",)),
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
    signs=(("问题",), ("不足",), ("改进",)),
)


def other_matters(guidance: str, topics: tuple[Topic, ...] = (), aid: Aid | None = None) -> Section:
    """Return section 六, whose duty differs by edition."""
    return Section(
        "other_matters", "六、其他需要报告的事项", "narrative", guidance, topics, aid=aid,
        signs=(("其他", "事项"), ("其它", "事项"), ("需要", "报告"), ("需要", "说明")),
    )  # fmt: skip


def six_sections(last: Section) -> tuple[Section, ...]:
    """Return the six parts in the order of the national template."""
    return (OVERVIEW, PROACTIVE, REQUESTS, REVIEW, PROBLEMS, last)
