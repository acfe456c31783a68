"""Whatever words stand together, every rule answers: no combination of its vocabulary breaks one."""

import random
from decimal import Decimal

import pytest

from reports.document import Document
from reports.rules import check

VOCABULARY = ["收到", "新收", "受理", "办结", "答复", "结转", "上年结转", "结转下年度", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理", "政府信息公开申请", "依申请公开", "行政复议", "行政诉讼", "复议后起诉", "未经复议直接起诉", "维持", "纠正", "其他结果", "审结", "尚未审结", "结案", "规范性文件", "规章", "制发", "废止", "现行有效", "行政许可", "行政处罚", "行政强制", "行政事业性收费", "政府集中采购", "信息处理费", "其中", "分别为", "合计", "共", "含", "未收到", "没有", "无", "未发生", "自然人", "法人或其他组织", "商业企业", "全县", "我局", "县公安局", "2024年", "2023年", "上半年", "1月1日至12月31日", "统计期限", "本报告", "六个部分", "同比增长", "万元", "元", "件", "条", "宗", "余", "近", "约", "两", "二十三", "3", "12", "465", "1,234", "0", "１２", "8.5", "%", "（", "）", "，", "。", "、", "；", "：", "“", "”", "《", "》", "和", "及", "或", "的", "信访举报投诉类", "属于国家秘密", "逾期未补正", "申请人王建国", "秘密★", "XX"]  # fmt: skip


def babble(seed: int) -> str:
    """Return a paragraph of words put together by chance."""
    dice = random.Random(seed)
    return "".join(dice.choices(VOCABULARY, k=dice.randrange(5, 60)))


@pytest.mark.parametrize("year", [2020, 2024])
def test_no_words_break_a_rule(year):
    for seed in range(400):
        words = f"<p>{babble(seed)}</p><p>{babble(-seed)}</p>"
        sections = dict.fromkeys(("overview", "problems", "other_matters"), words)
        value = {"organ": "桐溪县人民政府", "organ_type": "county", "year": year, "preface": words}
        document = Document.from_json(value | {"sections": sections})
        document.cells.update(dict.fromkeys(document.edition.cells, Decimal(seed % 3)))

        for finding in check(document, document):
            assert finding.message.endswith(("。", "。”"))
            text_range = (finding.start, finding.end)
            assert None in text_range or finding.start <= finding.end
