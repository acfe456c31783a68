"""The rules about figures: equations, cells, last year's report."""

from ..registry import Example, Rule

_FORMAT = "国办公开办函〔2021〕30号（2019、2020年度：国办公开办函〔2019〕60号）"
_BALANCED = {
    f"requests.{row}.{column}": 3
    for row in ("new", "granted", "processed")
    for column in ("natural_person", "total")
}

TABLE_RULES = (
    Rule(
        "requests.balance.{column}", ("error",), "表三各列的勾稽关系",
        "每一列里，新收加上年结转，等于办理结果总计加结转下年度。表头写明了这一勾稽关系，对不上的报告会被退回。",
        _FORMAT,
        Example("新收 3 件，办理结果总计 2 件，没有结转",
                cells=_BALANCED | {"requests.granted.natural_person": 2, "requests.granted.total": 2,
                                   "requests.processed.natural_person": 2, "requests.processed.total": 2}),
        Example("新收 3 件，办理结果总计 3 件", cells=_BALANCED),
    ),
    Rule(
        "requests.processed.{column}", ("error",), "表三办理结果总计",
        "第（七）项总计等于（一）至（六）各行之和。", _FORMAT,
        Example("予以公开 3 件，总计填 4", cells=_BALANCED | {"requests.processed.natural_person": 4}),
        Example("予以公开 3 件，总计 3 件", cells=_BALANCED),
    ),
    Rule(
        "requests.total.{row}", ("error",), "表三各行的总计",
        "每一行的总计等于自然人和各类法人、其他组织之和。", _FORMAT,
        Example("自然人 3 件，总计填 2", cells=_BALANCED | {"requests.granted.total": 2}),
        Example("自然人 3 件，总计 3 件", cells=_BALANCED),
    ),
    Rule(
        "review.total.{group}", ("error",), "表四各组的总计",
        "结果维持、结果纠正、其他结果、尚未审结相加等于总计。", _FORMAT,
        Example("维持 2 件，其他 1 件，总计填 0",
                cells={"review.reconsideration.upheld": 2, "review.reconsideration.other": 1}),
        Example("维持 2 件，其他 1 件，总计 3 件",
                cells={"review.reconsideration.upheld": 2, "review.reconsideration.other": 1,
                       "review.reconsideration.total": 3}),
    ),
    Rule(
        "proactive.disclosed.{row}", ("warning",), "2019年版表二：本年新公开不多于对外公开总数",
        "公开的总数包括本年新公开的，新公开的不应多于总数。", "国办公开办函〔2019〕60号",
        Example("新公开 5 件，对外公开总数 3 件", report={"year": 2020},
                cells={"proactive.normative_documents.newly_disclosed": 5,
                       "proactive.normative_documents.total_disclosed": 3}),
        Example("新公开 3 件，对外公开总数 5 件", report={"year": 2020},
                cells={"proactive.normative_documents.newly_disclosed": 3,
                       "proactive.normative_documents.total_disclosed": 5}),
    ),
    Rule(
        "proactive.items.{row}", ("error",), "2019年版表二：项目数量不能小于零",
        "上一年的项目数量加本年增减，是现在的项目数量，不能是负数。", "国办公开办函〔2019〕60号",
        Example("上一年 2 项，本年增减 −3", report={"year": 2020},
                cells={"proactive.penalties.previous_items": 2, "proactive.penalties.change": -3}),
        Example("上一年 2 项，本年增减 −2", report={"year": 2020},
                cells={"proactive.penalties.previous_items": 2, "proactive.penalties.change": -2}),
    ),
    Rule(
        "proactive.power", ("warning",), "没有规章制定权的机关填了规章",
        "只有国务院部门、省级政府、设区的市和自治州政府可以制定规章。县级以下机关和地方部门应当填 0，"
        "自己制发的文件填在下面一行。机关类型不明的不查。", "《立法法》第九十一条、第九十三条",
        Example("区文化和旅游局填了规章 2 件", cells={"proactive.rules.in_force": 2}),
        Example("设区的市填了规章 2 件", report={"organ": "云溪市", "organ_type": "city"},
                cells={"proactive.rules.in_force": 2}),
    ),
    Rule(
        "proactive.unit", ("warning",), "金额像是以元填写",
        "表二的金额以万元为单位。对这类机关大得不可能的金额，或比上年大上千倍的金额，多半是把元填成了万元。",
        _FORMAT,
        Example("镇政府的收费填了 152790", report={"organ": "青溪镇人民政府", "organ_type": "town"},
                cells={"proactive.fees.amount": "152790"}),
        Example("镇政府的收费填了 15.279", report={"organ": "青溪镇人民政府", "organ_type": "town"},
                cells={"proactive.fees.amount": "15.279"}),
    ),
    Rule(
        "edition.outdated", ("error",), "表格版本与年度不符",
        "2019、2020年度用2019年版表格，2021年度起用2021年版表格。", _FORMAT,
        Example("2023年度报告用了2019年版表格", report={"year": 2023, "edition": "2019"}),
        Example("2023年度报告用2021年版表格", report={"year": 2023}),
    ),
    Rule(
        "cell.blank", ("error",), "还没有填的单元格",
        "空白表示没有人回答，不等于 0。没有发生的应当填 0。", _FORMAT,
        Example("新收的自然人一格空着", cells={"requests.new.natural_person": None}),
        Example("新收的自然人一格填 0", cells={"requests.new.natural_person": 0}),
    ),
    Rule(
        "cell.negative", ("error",), "负数",
        "件数和金额不能是负数；只有2019年版的增减可以。", _FORMAT,
        Example("行政许可填了 −1", cells={"proactive.licensing.decisions": -1}),
        Example("2019年版的增减填 −1", report={"year": 2020},
                cells={"proactive.licensing.change": -1, "proactive.licensing.previous_items": 1}),
    ),
    Rule(
        "cell.whole", ("error",), "小数位数",
        "件数是整数；金额以万元为单位，最多六位小数。", _FORMAT,
        Example("行政许可填了 1.5", cells={"proactive.licensing.decisions": "1.5"}),
        Example("收费金额填了 190.457379", cells={"proactive.fees.amount": "190.457379"}),
    ),
    Rule(
        "cell.range", ("error",), "数字过大",
        "一万亿以上的数字不可能是真实的填报数。", _FORMAT,
        Example("行政许可填了 1000000000000", cells={"proactive.licensing.decisions": 10**12}),
        Example("行政许可填了 1573179", cells={"proactive.licensing.decisions": 1573179}),
    ),
    Rule(
        "requests.carried.{column}", ("error", "warning"), "上年结转与上年度报告",
        "今年的上年结转，应当等于上年度报告的结转下年度继续办理；总计列对不上是错误，其他列是提醒。",
        _FORMAT,
        Example("上年度报告结转 2 件，今年填上年结转 0 件",
                previous={"cells": {"requests.carried_forward.total": 2}}),
        Example("上年度报告结转 0 件，今年上年结转 0 件", previous={}),
    ),
    Rule(
        "proactive.in_force.{row}", ("warning",), "现行有效的件数与上年度报告",
        "上年现行有效的件数加本年制发、减本年废止，应当等于今年现行有效的件数。", "国办公开办函〔2021〕30号",
        Example("上年现行有效 5 件，今年填 0 件",
                previous={"cells": {"proactive.normative_documents.in_force": 5}}),
        Example("上年现行有效 5 件，今年废止 5 件，现行有效 0 件",
                cells={"proactive.normative_documents.repealed": 5},
                previous={"cells": {"proactive.normative_documents.in_force": 5}}),
    ),
    Rule(
        "proactive.previous.{row}", ("warning",), "2019年版表二：上一年的项目数量与上年度报告",
        "上一年的项目数量，应当等于上年度报告的项目数量加增减。", "国办公开办函〔2019〕60号",
        Example("上年度报告 3 项、增 1 项，今年填上一年 0 项", report={"year": 2020},
                previous={"cells": {"proactive.licensing.previous_items": 3, "proactive.licensing.change": 1}}),
        Example("上年度报告 3 项、增 1 项，今年填上一年 4 项", report={"year": 2020},
                cells={"proactive.licensing.previous_items": 4},
                previous={"cells": {"proactive.licensing.previous_items": 3, "proactive.licensing.change": 1}}),
    ),
    Rule(
        "proactive.enforcement.{row}", ("warning",), "表二与行政执法统计年报",
        "同一个机关公开的行政执法统计年报里，许可、处罚、强制又数了一遍，公众会拿两份比对：两边应当一致；统计口径不同的写明理由。",
        "国办公开办函〔2021〕30号；国办发〔2018〕118号（1月31日前公开上年度行政执法数据）",
        Example("行政许可填 100 件，执法年报许可 100 件、不予许可 5 件", cells={"proactive.licensing.decisions": 100},
                enforcement={"proactive.licensing.decisions": (105, "准予许可 100，不予许可 5")}),
        Example("行政许可填 105 件，执法年报许可 100 件、不予许可 5 件", cells={"proactive.licensing.decisions": 105},
                enforcement={"proactive.licensing.decisions": (105, "准予许可 100，不予许可 5")}),
        reasons=(
            "许可与不予许可：一边只计准予许可的，一边连同不予许可的一并计入",
            "措施与执行：一边只计强制措施或者只计强制执行，一边两者都计入",
            "申请法院：申请人民法院强制执行的，一边计入、一边没有计入",
            "受委托的组织、派出机构或者所属单位办理的，一边计入、一边没有计入",
            "一边按决定的件数统计，一边按当事人或者文书的份数统计",
        ),
    ),
    Rule(
        "swing.{cell}", ("warning",), "与上年相差十倍以上",
        "二十以上的数字比上年多或少十倍以上，可能多写或少写了一位，请核对；确实如此的说明原因。",
        "编报惯例",
        Example("行政处罚上年 40 件，今年 400 件", cells={"proactive.penalties.decisions": 400},
                previous={"cells": {"proactive.penalties.decisions": 40}}),
        Example("行政处罚上年 40 件，今年 90 件", cells={"proactive.penalties.decisions": 90},
                previous={"cells": {"proactive.penalties.decisions": 40}}),
    ),
    Rule(
        "requests.register.{cell}", ("warning",), "表三与依申请公开台账",
        "取自台账的数字，台账后来改了，或者手工改过：两边应当一致；确实不同的写明理由。",
        "国办公开办函〔2021〕30号：统得出、报得准、可核查",
        Example("取自台账时自然人新收 3 件，台账现在 4 件",
                cells={f"requests.{row}.{column}": 3 for row in ("new", "granted", "processed")
                       for column in ("natural_person", "total")},
                register={"requests.new.natural_person": 4}),
        Example("填 3 件，台账也是 3 件",
                cells={f"requests.{row}.{column}": 3 for row in ("new", "granted", "processed")
                       for column in ("natural_person", "total")},
                register={"requests.new.natural_person": 3}),
    ),
    Rule(
        "review.register.{cell}", ("warning",), "表四与依申请公开台账",
        "取自台账的复议、诉讼件数，与台账现在的件数应当一致；确实不同的写明理由。",
        "国办公开办函〔2021〕30号：统得出、报得准、可核查",
        Example("取自台账时行政复议维持 1 件，台账现在 2 件",
                cells={"review.reconsideration.upheld": 1, "review.reconsideration.total": 1},
                register={"review.reconsideration.upheld": 2}),
        Example("填 1 件，台账也是 1 件",
                cells={"review.reconsideration.upheld": 1, "review.reconsideration.total": 1},
                register={"review.reconsideration.upheld": 1}),
    ),
    Rule(
        "requests.other_high", ("hint",), "“其他处理”的“其他”偏多",
        "其他处理里的“3.其他”达到 5 件、并且超过办理结果总计的 5% 时提示：主管部门会逐级询问原因。",
        "国办公开办函〔2019〕60号",
        Example("办理 20 件，其他 6 件",
                cells={f"requests.{row}.{column}": count for row, count in
                       (("new", 20), ("granted", 14), ("other_other", 6), ("processed", 20))
                       for column in ("natural_person", "total")}),
        Example("办理 9 件，其他 4 件",
                cells={f"requests.{row}.{column}": count for row, count in
                       (("new", 9), ("granted", 5), ("other_other", 4), ("processed", 9))
                       for column in ("natural_person", "total")}),
    ),
)  # fmt: skip
