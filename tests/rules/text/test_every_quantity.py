"""Every quantity of tables 二, 三 and 四 in the plain words that reports use for it.

A right count is silent, a wrong one and a denial of what the table counts are found.
"""

import pytest

from reports.document import Document
from reports.editions import edition_for
from reports.rules import check
from reports.rules.registry import CLEAN

EITHER = (2020, 2024)
REQUESTS = {
    "new.total": ("新收政府信息公开申请{}件", "共收到政府信息公开申请{}件", "共受理依申请公开{}件", "收到{}件政府信息公开申请", "新增信息公开申请{}件", "共接收政府信息公开申请{}宗", "新收申请数量为{}件", "接到群众提出的政府信息公开申请{}件", "收到政府信息公开申请共{}件"),
    "carried_over.total": ("上年结转政府信息公开申请{}件", "上年度结转申请{}件", "{last}年结转至本年度办理的申请{}件", "去年结转的申请{}件", "上一年度结转的政府信息公开申请{}件", "办理上年结转申请{}件", "上年度遗留的申请{}件"),
    "carried_forward.total": ("结转下年度继续办理的申请{}件", "有{}件申请结转下年度继续办理", "结转至{next}年办理的申请{}件", "尚有{}件申请转入{next}年办理", "顺延至下年度办理的申请{}件", "结转下年申请{}件", "结转下一年度继续办理的政府信息公开申请{}件", "转{next}年继续办理的申请{}件", "年末尚在办理中的申请{}件"),
    "processed.total": ("办结政府信息公开申请{}件", "已办理完毕的申请{}件", "办理政府信息公开申请{}件", "共答复政府信息公开申请{}件", "申请办理结果总计{}件"),
    "granted.total": ("予以公开{}件", "准予公开{}件", "全部公开{}件", "同意公开{}件", "同意公开的{}件"),
    "partially_granted.total": ("部分公开{}件", "予以部分公开{}件", "区分处理后部分公开{}件"),
    "withheld": ("不予公开{}件", "决定不予公开{}件", "不予公开的{}件"),
    "withheld_state_secret.total": ("属于国家秘密{}件", "因属于国家秘密不予公开{}件", "涉及国家秘密{}件"),
    "withheld_other_law.total": ("其他法律行政法规禁止公开{}件", "法律、行政法规禁止公开{}件"),
    "withheld_security_stability.total": ("危及“三安全一稳定”{}件", "危及三安全一稳定{}件"),
    "withheld_third_party.total": ("保护第三方合法权益{}件", "涉及第三方合法权益不予公开{}件", "因保护第三方合法权益不予公开{}件"),
    "withheld_internal_affairs.total": ("属于三类内部事务信息{}件", "内部事务信息{}件", "属于内部事务信息不予公开{}件"),
    "withheld_process.total": ("属于四类过程性信息{}件", "过程性信息{}件", "属于过程性信息不予公开{}件"),
    "withheld_enforcement_file.total": ("属于行政执法案卷{}件", "行政执法案卷信息{}件"),
    "withheld_inquiry.total": ("属于行政查询事项{}件", "行政查询事项{}件"),
    "unavailable": ("无法提供{}件", "无法提供的{}件", "不能提供{}件"),
    "unavailable_not_held.total": ("本机关不掌握相关政府信息{}件", "本机关不掌握{}件", "信息不存在{}件", "不属于本机关职责范围{}件"),
    "unavailable_needs_creation.total": ("没有现成信息需要另行制作{}件", "没有现成信息、需要另行制作{}件", "需另行制作{}件"),
    "unavailable_unclear.total": ("补正后申请内容仍不明确{}件", "补正后仍不明确{}件"),
    "unprocessed": ("不予处理{}件", "不予处理的{}件", "不予受理{}件"),
    "unprocessed_petition.total": ("信访举报投诉类申请{}件", "属于信访、举报、投诉类申请{}件", "信访投诉举报类{}件"),
    "unprocessed_repeat.total": ("重复申请{}件", "属于重复申请{}件", "重复提出申请{}件"),
    "unprocessed_publication.total": ("要求提供公开出版物{}件",),
    "unprocessed_excessive.total": ("无正当理由大量反复申请{}件", "大量反复申请{}件"),
    "unprocessed_reissue.total": ("要求行政机关确认或重新出具已获取信息{}件", "要求确认或者重新出具已获取信息{}件"),
    "other": ("其他处理{}件", "作其他处理{}件", "其他方式处理{}件"),
    "other_no_correction.total": ("申请人无正当理由逾期不补正{}件", "逾期未补正{}件", "申请人逾期不补正、不再处理{}件"),
    "other_fee_unpaid.total": ("申请人逾期未按收费通知要求缴纳费用{}件", "逾期未缴纳费用{}件"),
    "new.natural_person": ("自然人提出申请{}件", "自然人申请{}件", "个人申请{}件"),
    "new.organisations": ("法人或其他组织提出申请{}件", "法人和其他组织申请{}件", "法人、其他组织申请{}件"),
    "new.business": ("商业企业申请{}件", "企业提出申请{}件"),
    "new.research": ("科研机构申请{}件", "科研院所申请{}件"),
    "new.public_interest": ("社会公益组织申请{}件", "公益组织提出申请{}件"),
    "new.legal_service": ("法律服务机构申请{}件", "律师事务所申请{}件"),
}  # fmt: skip
REVIEW = {
    "reconsideration": ("因政府信息公开被申请行政复议{}件", "政府信息公开行政复议{}件", "发生政府信息公开行政复议案件{}起", "因信息公开引发行政复议{}件"),
    "litigation": ("因政府信息公开被提起行政诉讼{}件", "政府信息公开行政诉讼{}件", "发生政府信息公开行政诉讼案件{}起"),
    "litigation_direct": ("未经复议直接起诉的政府信息公开案件{}件", "政府信息公开行政诉讼中，未经复议直接起诉{}件", "直接提起政府信息公开行政诉讼{}件"),
    "litigation_after_reconsideration": ("复议后起诉的政府信息公开案件{}件", "政府信息公开行政诉讼中，复议后起诉{}件", "经复议后提起政府信息公开行政诉讼{}件"),
}  # fmt: skip
OUTCOMES = {
    "upheld": ("结果维持{}件", "维持{}件", "被维持{}件", "维持原行政行为{}件"),
    "corrected": ("结果纠正{}件", "纠正{}件", "被纠正{}件", "撤销{}件", "责令重新答复{}件", "确认违法{}件"),
    "other": ("其他结果{}件", "其他{}件"),
    "pending": ("尚未审结{}件", "未审结{}件", "正在审理{}件", "尚在审理{}件", "审理中{}件"),
}  # fmt: skip
ACTS = {
    2024: {
        "rules.issued": ("制发规章{}件", "制定规章{}部", "出台政府规章{}件"),
        "rules.repealed": ("废止规章{}件",),
        "rules.in_force": ("现行有效规章{}件",),
        "normative_documents.issued": ("制发行政规范性文件{}件", "制定规范性文件{}件", "出台行政规范性文件{}件", "新制定行政规范性文件{}件", "印发规范性文件{}件", "行政规范性文件本年制发{}件"),
        "normative_documents.repealed": ("废止行政规范性文件{}件", "宣布失效规范性文件{}件", "清理废止规范性文件{}件"),
        "normative_documents.in_force": ("现行有效行政规范性文件{}件", "继续有效的规范性文件{}件", "行政规范性文件现行有效{}件"),
        "licensing.decisions": ("作出行政许可决定{}件", "办理行政许可{}件", "行政许可{}件", "行政许可处理决定{}件"),
        "penalties.decisions": ("作出行政处罚决定{}件", "实施行政处罚{}件", "行政处罚{}件", "行政处罚处理决定数量{}件"),
        "coercion.decisions": ("实施行政强制{}件", "采取行政强制措施{}件", "行政强制{}件", "作出行政强制决定{}件"),
        "fees.amount": ("行政事业性收费{}万元", "收取行政事业性收费{}万元", "行政事业性收费金额{}万元", "行政事业性收费共计{}万元"),
    },
    2020: {
        "rules.produced": ("新制作规章{}件", "制定规章{}件"),
        "rules.total_disclosed": ("规章对外公开总数量{}件", "现行有效规章{}件"),
        "normative_documents.produced": ("新制作规范性文件{}件", "制发规范性文件{}件", "制定规范性文件{}件", "本年新制作规范性文件数量{}件"),
        "normative_documents.newly_disclosed": ("新公开规范性文件{}件", "本年新公开规范性文件数量{}件", "规范性文件本年新公开{}件"),
        "normative_documents.total_disclosed": ("规范性文件对外公开总数量{}件", "对外公开规范性文件{}件", "对外公开规范性文件总数{}件", "累计公开规范性文件{}件", "现行有效规范性文件{}件"),
        "licensing.previous_items": ("上一年行政许可项目{}项", "上一年行政许可项目数量{}项", "上年行政许可事项{}项"),
        "licensing.decisions": ("作出行政许可决定{}件", "办理行政许可{}件", "行政许可处理决定数量{}件"),
        "licensing.now": ("现有行政许可事项{}项", "保留行政许可事项{}项"),
        "other_services.decisions": ("办理其他对外管理服务事项{}件", "其他对外管理服务事项处理决定{}件"),
        "other_services.previous_items": ("上一年其他对外管理服务事项{}项",),
        "penalties.decisions": ("作出行政处罚决定{}件", "实施行政处罚{}件", "行政处罚{}件"),
        "penalties.previous_items": ("上一年行政处罚项目{}项", "上一年度行政处罚事项{}项"),
        "coercion.decisions": ("实施行政强制{}件", "作出行政强制决定{}件"),
        "coercion.previous_items": ("上一年行政强制项目{}项",),
        "fees.previous_items": ("上一年行政事业性收费项目{}项",),
        "fees.now": ("现有行政事业性收费项目{}项",),
        "procurement.items": ("实施政府集中采购{}项", "政府集中采购项目{}个", "完成政府集中采购{}项"),
        "procurement.amount": ("政府集中采购金额{}万元", "政府集中采购总金额{}万元", "政府采购总金额{}万元"),
    },
}  # fmt: skip
DENIED = {
    "new.organisations": ("未收到法人或其他组织提出的政府信息公开申请",),
    "new.natural_person": ("未收到自然人提出的政府信息公开申请",),
    "new.business": ("没有企业提出的政府信息公开申请", "未收到商业企业申请公开政府信息的申请"),
    "new.total": ("未收到政府信息公开申请", "没有收到公民、法人或者其他组织的政府信息公开申请", "未接到依申请公开", "无依申请公开事项", "收到政府信息公开申请0件", "收到政府信息公开申请零件", "未收到任何单位和个人提出的政府信息公开申请", "没有人向我局申请公开政府信息", "未受理政府信息公开申请", "未收到要求公开政府信息的书面或网络申请", "未收到通过网络、信函等任何形式提交的政府信息公开申请", "暂未收到政府信息公开申请", "未收到群众要求公开政府信息的来信", "政府信息公开申请为零"),
    "carried_over.total": ("没有上年结转的政府信息公开申请", "无上年度结转的申请", "上年度未结转政府信息公开申请", "{last}年度没有结转的政府信息公开申请", "上年无结转申请", "上年结转政府信息公开申请0件", "无{last}年结转申请", "上年度无结转"),
    "carried_forward.total": ("没有结转下年度继续办理的政府信息公开申请", "无结转下年度继续办理的申请", "无结转至{next}年办理的申请", "没有申请结转下年度办理", "无申请结转下年度", "无结转下年度继续办理事项", "申请已全部办结，没有结转", "结转下年度继续办理的申请0件", "无结转下一年度办理的政府信息公开申请", "没有转入{next}年办理的申请", "申请均已答复，无结转"),
    "withheld": ("没有不予公开的政府信息公开申请", "无不予公开的申请"),
    "unavailable": ("没有无法提供的政府信息公开申请",),
    "unprocessed": ("没有不予处理的政府信息公开申请",),
    "partially_granted.total": ("没有部分公开的政府信息公开申请",),
    "granted.total": ("没有予以公开的政府信息公开申请",),
    "reconsideration.total": ("未发生因政府信息公开被申请行政复议的情况", "没有因政府信息公开引起的行政复议", "无行政复议", "未被申请行政复议", "无政府信息公开行政复议案件", "政府信息公开行政复议0件", "未产生行政复议", "行政复议数为零", "行政复议案件为零"),
    "litigation.total": ("未发生因政府信息公开被提起行政诉讼的情况", "没有政府信息公开行政诉讼案件", "无行政诉讼", "未被提起行政诉讼", "政府信息公开行政诉讼0件", "未引发行政诉讼"),
    "litigation_direct.total": ("没有未经复议直接起诉的政府信息公开案件", "未发生未经复议直接起诉的政府信息公开行政诉讼"),
    "litigation_after_reconsideration.total": ("没有复议后起诉的政府信息公开案件", "无复议后起诉的政府信息公开行政诉讼"),
    "reconsideration.corrected": ("没有被纠正的政府信息公开行政复议案件", "未发生政府信息公开行政复议被纠正的情况"),
    "reconsideration.pending": ("没有尚未审结的政府信息公开行政复议案件",),
}  # fmt: skip
DENIED_ACTS = {
    2024: {
        "rules.issued": ("未制定规章", "没有制发规章", "未出台政府规章"),
        "rules.repealed": ("未废止规章",),
        "normative_documents.issued": ("未制发行政规范性文件", "没有制定规范性文件", "未出台行政规范性文件", "无新制定的规范性文件", "未新制定行政规范性文件", "未印发规范性文件", "制发行政规范性文件0件"),
        "normative_documents.repealed": ("未废止行政规范性文件", "没有废止规范性文件", "无废止的行政规范性文件"),
        "normative_documents.in_force": ("没有现行有效的行政规范性文件", "无现行有效规范性文件"),
        "licensing.decisions": ("未作出行政许可决定", "未办理行政许可", "没有行政许可", "无行政许可、行政强制", "未实施行政许可和行政强制"),
        "penalties.decisions": ("未作出行政处罚决定", "未实施行政处罚", "没有作出行政处罚", "无行政处罚", "未作出行政处罚和行政强制决定"),
        "coercion.decisions": ("未实施行政强制", "没有采取行政强制措施", "无行政强制", "未作出行政强制决定"),
        "fees.amount": ("未收取行政事业性收费", "没有行政事业性收费", "无行政事业性收费", "无行政事业性收费项目", "未发生行政事业性收费"),
    },
    2020: {
        "rules.produced": ("未制作规章", "未制定规章"),
        "normative_documents.produced": ("未制发规范性文件", "没有新制作规范性文件", "未制定规范性文件"),
        "normative_documents.newly_disclosed": ("没有新公开规范性文件",),
        "normative_documents.total_disclosed": ("没有对外公开规范性文件",),
        "licensing.decisions": ("未作出行政许可决定", "未办理行政许可", "无行政许可"),
        "penalties.decisions": ("未作出行政处罚决定", "未实施行政处罚", "无行政处罚"),
        "coercion.decisions": ("未实施行政强制", "无行政强制"),
        "procurement.items": ("未实施政府集中采购", "没有政府集中采购", "无政府集中采购项目", "未开展政府集中采购"),
    },
}  # fmt: skip
COUNTED = ("text.count", "text.denial", "text.unit")
COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")


def _figures(year: int) -> dict[str, int]:
    """Return figures of which none is another, nor the sum of a few others."""
    cells, grown = edition_for(year).cells, 2
    figures = {}
    for cell in cells:
        grown = grown + 37 + grown % 5
        figures[cell] = grown
    for row in {cell.rsplit(".", 1)[0] for cell in cells if cell.startswith("requests.")}:
        figures[f"{row}.total"] = sum(figures[f"{row}.{column}"] for column in COLUMNS)
    for group in {cell.rsplit(".", 1)[0] for cell in cells if cell.startswith("review.")}:
        figures[f"{group}.total"] = sum(figures[f"{group}.{outcome}"] for outcome in OUTCOMES)
    return figures


def _value(name: str, figures: dict[str, int]) -> int:
    """Return what a name of these lists stands for."""
    table, _, rest = name.partition(":")
    row, _, column = rest.partition(".")
    if column == "now":
        return figures[f"{table}.{row}.previous_items"] + figures[f"{table}.{row}.change"]
    if column == "organisations":
        return sum(figures[f"{table}.{row}.{name}"] for name in COLUMNS[1:])
    if table == "requests" and not column:
        rows = [c for c in figures if c.startswith(f"requests.{row}_") and c.endswith(".total")]
        return sum(figures[cell] for cell in rows)
    if row == "litigation":
        groups = ("litigation_direct", "litigation_after_reconsideration")
        return sum(figures[f"review.{group}.{column}"] for group in groups)
    return figures[f"{table}.{rest}"]


def _found(year: int, words: str, figures: dict[str, int], heading: str = "") -> list[str]:
    told = words.replace("{last}", str(year - 1)).replace("{next}", str(year + 1))
    overview = f"{CLEAN['overview']}{heading}<p>全年{told}。</p>"
    if told.startswith(("上", "去", str(year - 1))):
        overview = f"{CLEAN['overview']}{heading}<p>{told}。</p>"
    basics = {"organ": "云溪市人力资源和社会保障局", "organ_type": "department", "year": year}
    sections = CLEAN | {"overview": overview}
    report = Document.from_json(basics | {"sections": sections, "cells": figures})
    return [f.message for f in check(report) if f.id in COUNTED]


def _counts() -> list[tuple[int, str, str]]:
    cases = []
    for year in EITHER:
        for name, wordings in REQUESTS.items():
            if year == 2020 and name.startswith("other_"):
                continue
            cases += [(year, f"requests:{name}", words) for words in wordings]
        for group, wordings in REVIEW.items():
            cases += [(year, f"review:{group}.total", words) for words in wordings]
        for outcome, wordings in OUTCOMES.items():
            for group, about in (("reconsideration", "复议"), ("litigation", "诉讼")):
                cases += [
                    (year, f"review:{group}.{outcome}", f"政府信息公开行政{about}案件中，{words}")
                    for words in wordings
                    if not (group == "litigation" and words.startswith("责令"))
                ]
        for name, wordings in ACTS[year].items():
            cases += [(year, f"proactive:{name}", words) for words in wordings]
    return cases


def _denials() -> list[tuple[int, str, str]]:
    cases = []
    for year in EITHER:
        for name, wordings in DENIED.items():
            table = "review" if name.startswith(("recon", "litig")) else "requests"
            cases += [(year, f"{table}:{name}", words) for words in wordings]
        for name, wordings in DENIED_ACTS[year].items():
            cases += [(year, f"proactive:{name}", words) for words in wordings]
    return cases


def _headed(name: str) -> str:
    return "<h3>（六）依申请公开办理</h3>" if name.startswith("requests:") else ""


@pytest.mark.parametrize(("year", "name", "words"), _counts())
def test_a_right_count_is_silent_and_a_wrong_one_is_found(year, name, words):
    figures = _figures(year)
    value = _value(name, figures)
    if name == "requests:other":
        value = figures.get("requests.other_handling.total") or value

    right = _found(year, words.replace("{}", str(value)), figures, _headed(name))
    wrong = _found(year, words.replace("{}", str(value + 30_000)), figures, _headed(name))

    assert right == []
    assert len(wrong) == 1


@pytest.mark.parametrize(("year", "name", "words"), _denials())
def test_a_denial_of_what_the_table_counts_is_found_and_one_of_nothing_is_not(year, name, words):
    figures = _figures(year)

    assert _found(year, words, figures)
    assert _found(year, words, dict.fromkeys(figures, 0)) == []
