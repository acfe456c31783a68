"""What table 三 counts: applicants, what came in, and each result; both editions."""

from ..structure import Help
from . import ACT, ANSWERS, COURTS, FEES, NOTICE_2019, NOTICE_2021, TableHelp

_WHOLE = Help(
    "数当年1月1日至12月31日收到的、办结的申请。一份申请要几样东西的，可以拆成最小的合理单位，一事一件。"
    "每件只有一个结果：补正、延期、征求第三方意见是过程，不是结果；12月31日还没办完的是结转。",
    f"{NOTICE_2021}；{ANSWERS}；{FEES}第四条",
)
_APPLICANTS = {
    "natural_person": Help("以个人名义申请的，包括委托律师、亲属代为申请的。", is_practice=True),
    "business": Help("公司、合伙企业和以字号申请的个体工商户。", is_practice=True),
    "research": Help("高等学校、科研院所等以研究为业的单位。", is_practice=True),
    "public_interest": Help("社会团体、基金会、社会服务机构等公益组织。", is_practice=True),
    "legal_service": Help(
        "律师事务所等以自己的名义申请的；律师替当事人申请的，按当事人计。", is_practice=True
    ),
    "other": Help(
        "村民委员会、居民委员会、业主委员会、其他机关等，前五类都不是的。", is_practice=True
    ),
}
_RESULTS = {
    "granted": Help(
        "把信息给了申请人，或者信息早已公开、告诉了在哪里能查到。",
        f"{ACT}第三十六条第（一）（二）项；{ANSWERS}",
    ),
    "partially_granted": Help(
        "一件申请里一部分给了，一部分说明理由没有给：只计在这一行，不再计入（一）或（三）。",
        f"{ACT}第三十七条；本行标题的说明",
    ),
    "withheld_state_secret": Help(
        "依法定了密的信息。没有办定密手续的不能计在这里。", f"{ACT}第十四条"
    ),
    "withheld_other_law": Help(
        "有一部法律或者行政法规明文禁止公开；地方性法规、规章不能作为依据。", f"{ACT}第十四条"
    ),
    "withheld_security_stability": Help(
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定；要有风险评估材料留存。",
        f"{ACT}第十四条；{ANSWERS}",
    ),
    "withheld_third_party": Help(
        "涉及商业秘密、个人隐私，第三方不同意公开且理由合理。应当书面征求意见，第三方有15个工作日答复。",
        f"{ACT}第十五条、第三十二条",
    ),
    "withheld_internal_affairs": Help(
        "人事管理、后勤管理、内部工作流程三类信息。", f"{ACT}第十六条"
    ),
    "withheld_process": Help(
        "决定作出之前的讨论记录、过程稿、磋商信函、请示报告四类。", f"{ACT}第十六条；{COURTS}第五条"
    ),
    "withheld_enforcement_file": Help(
        "行政执法案卷里的当事人信息、调查笔录、询问笔录等。", f"{ACT}第十六条；{COURTS}第五条"
    ),
    "withheld_inquiry": Help(
        "工商登记、不动产登记等法律法规另有查询办法的，告诉申请人按那个办法查。",
        f"{ACT}第三十六条第（七）项",
    ),
    "unavailable_not_held": Help(
        "检索过，没有；或者归别的机关管，知道是哪个机关的应当告诉申请人。",
        f"{ACT}第三十六条第（四）（五）项",
    ),
    "unavailable_needs_creation": Help(
        "没有现成的，要加工、汇总、分析才有，又不能区分处理的。", f"{ACT}第三十八条"
    ),
    "unavailable_unclear": Help(
        "按时补正了，仍然看不出要什么。没有补正的不在这里，在（六）。", f"{ACT}第三十条；{ANSWERS}"
    ),
    "unprocessed_petition": Help(
        "以申请的形式信访、举报、投诉的：也算新收，结果计在这里。", f"{ACT}第三十九条第一款"
    ),
    "unprocessed_repeat": Help(
        "同一个人向本机关申请同样的内容，已经答复过的。", f"{ACT}第三十六条第（六）项"
    ),
    "unprocessed_publication": Help(
        "要的是公报、报刊、书籍等公开出版物：告诉从哪里得到。", f"{ACT}第三十九条第二款"
    ),
    "unprocessed_excessive": Help(
        "数量、频次明显超过合理范围：先要求说明理由，理由不合理的才计在这里。", f"{ACT}第三十五条"
    ),
    "unprocessed_reissue": Help(
        "已经拿到过这份信息，要求再确认一次或重新出具。要求更正自己的信息不是公开申请，不计入本表。",
        f"{ANSWERS}；{ACT}第四十一条",
    ),
}
_OTHER_HANDLING = {
    "other_no_correction": Help(
        "收到申请后7个工作日内要求补正，申请人没有正当理由、到期没有补正，视为放弃。",
        f"{ACT}第三十条",
    ),
    "other_fee_unpaid": Help("发了收费通知，申请人到期没有缴费。", FEES),
    "other_other": Help(
        "申请人撤回、去世等前面各项都装不下的。本应很少：数字大了，主管部门要来问。",
        f"{NOTICE_2019}第一部分第（三）项",
    ),
    "other_handling": Help(
        "前五项以外办结的：到期没有补正视为放弃、到期没有缴费、申请人撤回等。本应不多：数字大了，主管部门要来问。",
        f"{ACT}第三十条；{NOTICE_2019}第一部分第（三）项",
    ),
}
REQUESTS = TableHelp(
    _WHOLE,
    {
        "new": Help(
            "当年收到的。当面交的算当天，挂号信、快递算签收那天，平信算与申请人确认的那天，网上、传真算双方确认的那天。"
            "以申请的形式来信访投诉的也算。",
            f"{ACT}第三十一条；{ANSWERS}",
        ),
        "carried_over": Help("照抄上年度报告的“结转下年度”，一列对一列。", NOTICE_2021),
        **_RESULTS,
        **_OTHER_HANDLING,
        "carried_forward": Help("12月31日还没有办结的，不论办到哪一步。", NOTICE_2021),
    },
    _APPLICANTS,
)
