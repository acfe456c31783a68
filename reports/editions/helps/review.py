"""What table 四 counts: by outcome and by the way taken; both editions."""

from ..structure import Help
from . import COURTS, NOTICE_2021, RECONSIDERATION_DOCUMENTS, REVIEW_COUNTS, TableHelp

_WAYS = "2024年起，对不予公开不服的，应当先申请复议。"
REVIEW = TableHelp(
    Help(
        "只数因本机关的政府信息公开行为引起的案件。复议机关作共同被告的，只由作出行为的机关计一次。",
        f"{NOTICE_2021}第一部分第（四）项；{REVIEW_COUNTS}",
    ),
    {
        "reconsideration": Help(
            "对本机关的信息公开行为申请行政复议的案件，按当年的结果计；没有审结的计入“尚未审结”。",
            f"{NOTICE_2021}第一部分第（四）项",
        ),
        "litigation_direct": Help(
            f"没有经过复议、直接到法院起诉的。{_WAYS}", f"《行政复议法》第二十三条；{COURTS}第十条"
        ),
        "litigation_after_reconsideration": Help(
            f"先申请复议，对复议结果不服再起诉的。{_WAYS}",
            f"《行政复议法》第二十三条；{COURTS}第十条",
        ),
    },
    {
        "upheld": Help(
            "复议：维持原行政行为。诉讼：驳回诉讼请求。",
            f"{RECONSIDERATION_DOCUMENTS}；{COURTS}第十四条",
        ),
        "corrected": Help(
            "复议：变更、撤销、确认违法、责令答复。诉讼：撤销、判令履行、确认违法。",
            f"{RECONSIDERATION_DOCUMENTS}；{COURTS}第十一条、第十二条",
        ),
        "other": Help(
            "复议：驳回申请，撤回、和解后终止。诉讼：不予立案、驳回起诉、撤诉。",
            RECONSIDERATION_DOCUMENTS,
            is_practice=True,
        ),
        "pending": Help(
            "12月31日还没有审结的；明年审结后，按结果在明年的报告里再计一次。", is_practice=True
        ),
    },
)
