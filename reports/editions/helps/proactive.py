"""What table 二 counts, in the edition of 2021 and in that of 2019."""

from ..structure import Help
from . import ENFORCEMENT, NOTICE_2019, NOTICE_2021, TableHelp

_RULES = Help(
    "只有有权制定规章的机关才填：国务院部门的部门规章，省、设区的市、自治州人民政府的地方政府规章，以令的形式公布。"
    "县级以下政府和地方各部门填 0。",
    "《立法法》第九十一条、第九十三条",
)
_NORMATIVE = Help(
    "本机关印发的、对外普遍适用、能反复使用、涉及公民和单位权利义务的文件。"
    "内部制度、人事任免、会议纪要、工作方案、请示报告、对具体事项的处理决定都不算。",
    "国办发〔2018〕37号和本地行政规范性文件管理办法",
)
_LICENSING = Help(
    "全年作出的全部行政许可决定，准予的、不予的都算，不论是否逐件公开。",
    f"{NOTICE_2021}；{ENFORCEMENT}",
)
_PENALTIES = Help(
    "全年作出的行政处罚决定，后来被撤销的也算；一份决定里并处几种处罚，算 1 件。",
    f"{NOTICE_2021}；{ENFORCEMENT}",
)
_COERCION = Help(
    "三类加在一起：查封、扣押、冻结等强制措施；加处罚款、划拨、代履行等强制执行；申请法院强制执行。",
    f"《行政强制法》第二条、第九条、第十二条；{ENFORCEMENT}",
)
_FEES = Help(
    "全年实际收到的行政事业性收费，不是应收数。以万元为单位，最多六位小数：1 元写 0.0001。",
    f"{NOTICE_2021}第一部分第（二）项",
)

PROACTIVE_2021 = TableHelp(
    Help(
        "截至当年12月31日的情况。没有这项职权、没有发生的，填 0，不要空着。",
        f"{NOTICE_2021}第一部分第（二）项",
    ),
    {
        "rules": _RULES,
        "normative_documents": _NORMATIVE,
        "licensing": _LICENSING,
        "penalties": _PENALTIES,
        "coercion": _COERCION,
        "fees": _FEES,
    },
    {
        "issued": Help(
            "当年由本机关签发或公布的件数；几家联合发文的，由牵头机关填。",
            "《政府信息公开条例》第十条",
        ),
        "repealed": Help(
            "当年废止或宣布失效的件数。新文件代替旧文件的，旧的计在这里，新的计入制发。"
            "有效期满自动失效的是否计入，看本地做法。",
            is_practice=True,
        ),
        "in_force": Help(
            "12月31日仍然有效的全部件数，不论哪一年制发。等于上年现行有效数加本年制发、减本年废止，"
            "也应当与网站公布的有效文件目录一致。",
            f"{NOTICE_2021}第一部分第（二）项",
        ),
    },
)

_PREVIOUS = Help(
    "上一年12月31日的项目数，照抄上年度报告：上年的项目数量加上年的增减。", NOTICE_2019
)
_CHANGE = Help("本年比上一年多了几项，少了就写负数，没有变化写 0。", NOTICE_2019)
PROACTIVE_2019 = TableHelp(
    Help(
        "截至当年12月31日的情况。“项目”数的是事项，“决定”数的是作出的决定，不要填串。", NOTICE_2019
    ),
    {
        "rules": _RULES,
        "normative_documents": _NORMATIVE,
        "licensing": Help(
            "项目数量：权力清单里的行政许可事项。处理决定数量：全年准予和不予许可的决定。",
            f"{NOTICE_2019}；{ENFORCEMENT}",
            is_practice=True,
        ),
        "other_services": Help(
            "许可以外、对外办理的管理服务事项，如确认、备案、给付：项目按权力清单，决定按全年办结的件数。",
            NOTICE_2019,
            is_practice=True,
        ),
        "penalties": Help(
            "项目数量：权力清单里的处罚事项。处理决定数量：全年的处罚决定，后来撤销的也算，一份决定算 1 件。",
            f"{NOTICE_2019}；{ENFORCEMENT}",
            is_practice=True,
        ),
        "coercion": Help(
            "项目数量：权力清单里的强制事项。处理决定数量：强制措施、强制执行和申请法院强制执行，加在一起。",
            f"《行政强制法》第二条、第九条、第十二条；{ENFORCEMENT}",
            is_practice=True,
        ),
        "fees": Help("收费的项目数，不是收了多少钱。", NOTICE_2019),
        "procurement": Help(
            "全年纳入集中采购的项目数和合同总金额。金额以万元为单位，最多六位小数。", NOTICE_2019
        ),
    },
    {
        "produced": Help(
            "当年由本机关签发或公布的件数；几家联合发文的，由牵头机关填。",
            "《政府信息公开条例》第十条",
        ),
        "newly_disclosed": Help("当年新制作的里面，已经公开的件数。", NOTICE_2019),
        "total_disclosed": Help(
            "到12月31日对外公开着的总件数，包括当年新公开的，不论哪一年制作。", NOTICE_2019
        ),
        "previous_items": _PREVIOUS,
        "change": _CHANGE,
    },
)
