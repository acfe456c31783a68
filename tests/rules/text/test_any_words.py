"""Whatever words stand together, every rule answers: no combination of its vocabulary breaks one."""

import random
from decimal import Decimal

import pytest

from reports.document import Document
from reports.editions import edition_for
from reports.rules import check
from reports.rules.registry import CLEAN

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


def test_an_ending_told_of_cases_that_may_be_requests_breaks_nothing():
    words = "<p>全年发生行政复议3件。当年共收到3件，均维持。</p>"
    value = {"organ": "桐溪县人民政府", "organ_type": "county", "year": 2024}
    document = Document.from_json(value | {"sections": CLEAN | {"overview": words}})
    document.cells.update(dict.fromkeys(document.edition.cells, Decimal(3)))

    found = [f.id for f in check(document) if f.id == "text.count"]

    assert found == []


NOUNS = ["水稻种植", "幼儿入园", "老旧小区加装电梯", "燃气管道改造", "特种设备检验", "食品摊贩", "非遗传承", "林地占用", "退役军人优抚", "残疾证换发", "工伤认定", "职称评审", "宅基地建房", "农机购置", "户籍迁移", "出入境证件", "道路运输", "医保报销", "学区划分", "招标投标", "渔船检验", "高龄津贴", "殡葬用地", "河道采砂", "广告牌匾", "消防设计", "人防工程", "电动自行车", "校车运营", "疫苗接种", "古树名木", "扬尘治理", "噪声扰民", "物业服务", "公租房", "科技项目", "知识产权", "跨境电商", "民宿经营", "养老机构", "创业担保", "技能培训", "畜禽养殖", "烟花爆竹", "危房改造", "图书借阅", "体育场馆", "税费优惠", "海域使用", "矿产开采", "房产测绘", "夜间施工"]  # fmt: skip
ABOUT_SOMETHING = ["全年收到{}申请37件，已全部办结。", "全年受理{}37件，办结36件。", "其中{}类申请37件，占比较高。", "依申请公开中，{}方面的37件，其余为零散事项。", "全年发生{}行政复议37件，维持30件。", "全年{}行政诉讼37件，均已审结。", "制定{}规范性文件37件。", "收到申请人关于{}的材料37件。", "新增{}37件，结转下年度5件。", "处理{}案件37件，结案30件，其余7件结转。", "未收到{}申请，未发生{}复议。", "没有{}行政诉讼案件。", "不予公开{}37件。", "{}不予处理37件，其他处理3件。", "收到37件{}申请，答复37件。", "37件{}复议申请已审结。", "行政复议{}37件。", "因{}引发的行政复议37件、行政诉讼12件。", "{}纠正37件，维持12件。", "上年结转{}37件，本年新收{}12件。", "信息公开申请主要涉及{}，共37件。", "共有37件申请涉及{}。", "收取{}行政事业性收费37万元。", "政府集中采购{}37项。", "自然人{}37件，企业{}12件。", "受理信访举报投诉类{}37件。", "收到{}群众来信37件，均已答复。"]  # fmt: skip


@pytest.mark.parametrize("year", [2020, 2024])
@pytest.mark.parametrize("count", [0, 5])
def test_a_count_of_something_that_no_table_knows_is_no_finding(year, count):
    basics = {"organ": "桐溪县人民政府", "organ_type": "county", "year": year}
    cells = dict.fromkeys(edition_for(year).cells, count)

    for noun in NOUNS:
        told = "".join(f"<p>{words.replace('{}', noun)}</p>" for words in ABOUT_SOMETHING)
        words = CLEAN["overview"] + "<h3>（二）依申请公开情况</h3>" + told
        sections = CLEAN | {"overview": words}
        findings = check(Document.from_json(basics | {"sections": sections, "cells": cells}))

        of_counts = ("text.count", "text.denial", "text.unit", "text.sum", "text.agreement")
        assert [f.message for f in findings if f.id in of_counts] == []


@pytest.mark.parametrize(("count", "told"), [(36, {"warning"}), (37, set()), (38, set())])
def test_decisions_of_a_kind_are_never_more_than_all(count, told):
    basics = {"organ": "桐溪县人民政府", "organ_type": "county", "year": 2024}
    cells = dict.fromkeys(edition_for(2024).cells, count)
    found = []

    for noun in NOUNS:
        words = f"<p>办理{noun}行政许可37件。</p><p>作出{noun}等行政处罚37件。</p>"
        sections = CLEAN | {"overview": CLEAN["overview"] + words}
        findings = check(Document.from_json(basics | {"sections": sections, "cells": cells}))
        found += [f.severity for f in findings if f.id == "text.count"]

    assert set(found) == told
    assert not told or len(found) > len(NOUNS)
