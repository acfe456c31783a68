"""Which row of table 三 an application is counted in: six questions, asked in this order."""

from ..structure import Answer, Question
from . import ACT, ANSWERS, FEES, NOTICE_2019, NOTICE_2021

_GIVEN, _GIVEABLE, _STOPPED, _HELD, _CLEAR = "given", "giveable", "stopped", "held", "clear"


def six_questions(no_correction: str, fee_unpaid: str, withdrawn: str) -> tuple[Question, ...]:
    """Return the questions; three rows of （六）其他处理 differ by edition and are named here."""
    return (
        _application(),
        Question(
            _CLEAR,
            "要的是什么，说清楚了吗？",
            f"{ACT}第三十条",
            (
                Answer("清楚，或者补正后清楚了", to=_HELD),
                Answer("要求补正，到期没有补正", no_correction, source=f"{ACT}第三十条"),
                Answer(
                    "按时补正了，仍然不清楚",
                    "unavailable_unclear",
                    source=f"{ACT}第三十条；{ANSWERS}",
                ),
            ),
        ),
        Question(
            _HELD,
            "本机关有这份信息吗？",
            f"{ACT}第三十六条第（四）（五）项、第三十八条",
            (
                Answer("有", to=_STOPPED),
                Answer(
                    "检索过，没有；或者归别的机关管",
                    "unavailable_not_held",
                    source=f"{ACT}第三十六条第（四）（五）项",
                ),
                Answer(
                    "没有现成的，要加工、分析才有",
                    "unavailable_needs_creation",
                    source=f"{ACT}第三十八条",
                ),
            ),
        ),
        Question(
            _STOPPED,
            "中途停下来了吗？",
            f"{FEES}；{NOTICE_2019}第一部分第（三）项",
            (
                Answer("没有，继续办理", to=_GIVEABLE),
                Answer("发了收费通知，到期没有缴费", fee_unpaid, source=FEES),
                Answer("申请人撤回、去世等", withdrawn, source=f"{NOTICE_2019}第一部分第（三）项"),
            ),
        ),
        _giveable(),
        Question(
            _GIVEN,
            "答复申请人了吗？",
            f"{ACT}第三十三条、第三十六条第（一）（二）项",
            (
                Answer(
                    "给了，或者告诉了在哪里能查到",
                    "granted",
                    source=f"{ACT}第三十六条第（一）（二）项",
                ),
                Answer("到12月31日还没有办结", "carried_forward", source=NOTICE_2021),
            ),
        ),
    )


def _application() -> Question:
    return Question(
        "application",
        "来的是一件政府信息公开申请吗？",
        f"{ACT}第二十九条、第三十五条、第三十六条第（六）项、第三十九条",
        (
            Answer("是，要一份或几份政府信息", to=_CLEAR),
            Answer("是信访、举报、投诉", "unprocessed_petition", source=f"{ACT}第三十九条第一款"),
            Answer(
                "要公报、报刊、书籍", "unprocessed_publication", source=f"{ACT}第三十九条第二款"
            ),
            Answer(
                "同一个人申请过同样的内容，已经答复",
                "unprocessed_repeat",
                source=f"{ACT}第三十六条第（六）项",
            ),
            Answer("已经拿到过，要求再确认或重新出具", "unprocessed_reissue", source=ANSWERS),
            Answer(
                "次数、数量明显不合理，说明的理由也不合理",
                "unprocessed_excessive",
                source=f"{ACT}第三十五条",
            ),
            Answer(
                "要求更正本机关记录的他自己的信息",
                source=f"{ACT}第四十一条",
                remark="这不是公开申请，不计入本表，也不计入新收。",
            ),
        ),
        "一份申请要几样东西的，先拆成一件一件，再逐件回答。",
    )


def _giveable() -> Question:
    secrets, inner = f"{ACT}第十四条", f"{ACT}第十六条"
    return Question(
        _GIVEABLE,
        "可以给吗？",
        f"{ACT}第十四条至第十六条、第三十六条第（七）项、第三十七条",
        (
            Answer("可以，全部给", to=_GIVEN),
            Answer("一部分可以给", "partially_granted", source=f"{ACT}第三十七条"),
            Answer("定了密", "withheld_state_secret", source=secrets),
            Answer("法律或者行政法规禁止公开", "withheld_other_law", source=secrets),
            Answer("会危及安全或者社会稳定", "withheld_security_stability", source=secrets),
            Answer(
                "商业秘密、个人隐私，第三方不同意",
                "withheld_third_party",
                source=f"{ACT}第十五条、第三十二条",
            ),
            Answer("人事、后勤、内部工作流程", "withheld_internal_affairs", source=inner),
            Answer("决定之前的讨论、草稿、信函、请示", "withheld_process", source=inner),
            Answer("执法案卷里的材料", "withheld_enforcement_file", source=inner),
            Answer(
                "登记资料等，另有查询办法",
                "withheld_inquiry",
                source=f"{ACT}第三十六条第（七）项",
            ),
        ),
    )
