"""What words of registers mean; what says two things, or too little, is asked."""

import pytest

from reports.cases.reading.heads import meaning_of
from reports.cases.words import (
    group_of,
    is_no,
    is_tick,
    kind_of,
    kind_words,
    name_group,
    outcome_of,
    result_of,
    shown,
)
from reports.editions import get_edition

RESULTS = {
    "granted": "予以公开 公开 同意公开 全部公开 已主动公开 已经主动公开 告知获取方式 告知获取该信息的方式、途径 第三十六条第一项 第36条第（2）项 属于公开范围 同意公开答复",
    "partially_granted": "部分公开 区分处理 第三十七条 部分公开，部分不予公开 属于部分公开范围 同意部分公开 不予公开（部分公开）",
    "withheld_state_secret": "国家秘密 不予公开（国家秘密） 涉密",
    "withheld_other_law": "法律法规禁止 法律、行政法规禁止公开",
    "withheld_security_stability": "三安全一稳定 危及“三安全一稳定” 危及社会稳定 危及安全稳定",
    "withheld_third_party": "第三方 商业秘密 个人隐私 第十五条 第三十六条第三项、第十五条 商业秘密（一）行政机关不予公开",
    "withheld_internal_affairs": "内部事务 第十六条第一款",
    "withheld_process": "过程性 属于过程性信息",
    "withheld_enforcement_file": "执法案卷",
    "withheld_inquiry": "行政查询 第三十六条第七项 属于工商、不动产登记资料",
    "unavailable_not_held": "不存在 未制作 未获取 不掌握 非本机关 不属于本机关公开 第三十六条第四项 第三十六条第四、五项 信息不存在，不属于本机关 不属于受理机关掌握范围 非本部门掌握 没有所申请公开信息 不公开（信息不存在） 不属本机关负责公开 不予处理-非本机关",
    "unavailable_needs_creation": "需要加工 需要汇总 需要分析 另行制作 第三十八条",
    "unavailable_unclear": "补正后仍不明确 申请内容不明确 申请信息不明确 无法提供-不明确",
    "unprocessed_petition": "信访 举报 投诉 第三十九条第一款 不予处理（信访）",
    "unprocessed_repeat": "重复申请 第三十六条第六项 告知不予重复处理",
    "unprocessed_publication": "公开出版物 第三十九条第二款",
    "unprocessed_excessive": "大量反复 第三十五条",
    "unprocessed_reissue": "重新出具 确认",
    "other_no_correction": "逾期不补正 视为放弃 逾期未补正，视为放弃申请",
    "other_fee_unpaid": "逾期未缴费",
    "other_other": "撤回 撤销申请 终止 其他 申请人主动撤销 申请人主动放弃申请",
    "open": "办理中 在办 待答复 尚未办结 结转下年",
    "step": "补正 补正申请告知 延期答复 征求第三方意见 权利人意见征询",
    None: "不予公开 第十四条 第十六条第二款 第十六条 第三十六条 第三十九条 无法提供 不予处理 其他处理 （三）不予公开 属于不予公开范围 放弃申请 非政府信息公开申请 非申请（申请内容不明确） 涉及商业秘密、个人隐私公开 商业秘密个人隐私予以公开 不公开（免予公开） 已移送 国家秘密、商业秘密 第三十六条第四项、第三十八条 自行协商",
}  # fmt: skip
KINDS = {
    "natural_person": "公民 个人 自然人 村民", "business": "企业 公司 个体工商户 商业企业 企业法人", "research": "研究院 科研院所",
    "legal_service": "律所 律师事务所", "public_interest": "基金会 慈善组织", "other": "村委会 居委会 业委会 机关 学校 村民委员会 其他",
    None: "高校 协会 社会团体 法人 其他组织 法人或其他组织 民办非企业单位 高等学校 律师",
}  # fmt: skip
OUTCOMES = {
    "upheld": "维持 结果维持 判决驳回原告诉讼请求", "corrected": "撤销 责令重新答复 确认违法 纠正 变更",
    "other": "终止 驳回复议申请 撤诉 驳回起诉 不予立案 其他", "open": "未审结 尚未审结 审理中", None: "驳回 驳回请求",
}  # fmt: skip
GROUPS = {
    "reconsideration": "复议 行政复议", "litigation_direct": "未经复议起诉 直接起诉", "litigation_after_reconsideration": "复议后诉讼 经复议后起诉",
    None: "诉讼 行政诉讼 一审 复议、诉讼",
}  # fmt: skip


HEADS = {
    "number": "编号 登记号 申请编号 事项流水号 申请编码 受理编号", "running": "序号 No.",
    "received": "收到日期 收件时间 登记日期 申请时间 受理日期 收到申请时间 提交时间",
    "kind": "申请人类型 申请人性质 类别 申请主体类型", "name": "申请人姓名 申请人名称 申请单位", "applicant": "申请人",
    "result": "答复结果 办理结果 答复类型 处理方式 公开属性 处理结果 审批结果 是否公开 答复情况",
    "basis": "不予公开理由 法律依据 答复依据 适用条款 不公开类别",
    "closed": "答复日期 办结时间 回复时间 申请完成时间 办理日期 审批时间",
    "private": "联系电话 身份证号码 通讯地址 电子邮箱 证件类型 证件名称 邮政编码 组织机构代码 法人代表 办理人员 承办人 传真",
    "extended": "是否延期 延期答复时间", "third_party": "征求第三方意见", "corrected": "收到补正日期 补正日期",
    "body": "承办单位 承办科室 处理部门 办理部门 答复部门", "status": "办理状态 处理状态 是否办结",
    "matter": "申请内容 所需信息内容描述 信息名称", "count": "申请件数",
    "": "答复期限 应答复日期 是否补正 补正告知日期 申请方式 答复形式 获取信息的方式 答复文号 办理天数 受理方式 监查类别 是否超期 备注 转办时间",
}  # fmt: skip


def pairs(words: dict[str | None, str]):
    return [pytest.param(word, meaning, id=word) for meaning, told in words.items() for word in told.split(" ")]


@pytest.mark.parametrize(("word", "row"), pairs(RESULTS))
def test_results(word, row):
    assert result_of(word) == row


@pytest.mark.parametrize(("word", "column"), pairs(KINDS))
def test_kinds(word, column):
    assert kind_of(word) == column


@pytest.mark.parametrize(("word", "column"), pairs(OUTCOMES))
def test_outcomes(word, column):
    assert outcome_of(word) == column


@pytest.mark.parametrize(("word", "row"), pairs(GROUPS))
def test_groups(word, row):
    assert group_of(word) == row


@pytest.mark.parametrize(("head", "meaning"), pairs(HEADS))
def test_heads(head, meaning):
    assert meaning_of(head)[0] == meaning


@pytest.mark.parametrize(
    ("group", "head", "meaning"),
    [
        ("办理情况", "日期", "closed"), ("收件", "日期", "received"), ("答复", "类型", "result"), ("申请人", "类型", "kind"),
        ("申请人", "名称", "name"), ("申请人情况", "公民", "tick.kind.公民"), ("答复情况", "予以公开", "tick.result.予以公开"),
        ("行政复议", "结果", "review.outcome.reconsideration"), ("行政诉讼", "判决日期", "review.closed.litigation"),
        ("", "是否提起行政复议", "review.flag.reconsideration"), ("", "复议后起诉结果", "review.outcome.litigation_after_reconsideration"),
    ],
    ids=lambda value: value,
)  # fmt: skip
def test_heads_under_others(group, head, meaning):
    assert meaning_of(head, group)[0] == meaning


def test_captions_of_the_editions_are_known_as_they_are_printed():
    for cell in get_edition("2021").cells.values():
        if cell.table == "requests" and cell.row.groups and cell.row.role != "total":
            assert result_of(cell.row.caption) == cell.row.id
            assert result_of(f"{cell.row.groups[-1]} {cell.row.caption}") in (cell.row.id, None)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("赵甲", "两到四个字的姓名"), ("王**", "两到四个字的姓名"), ("李某某", "两到四个字的姓名"), ("赵甲等3人", "两到四个字的姓名"),
        ("青岚宏图建材有限公司", "…有限公司"), ("清正律师事务所", "…律师事务所"), ("柳树村村民委员会", "…村民委员会"),
        ("青岚大学", "…大学"), ("Smith & Co", "看不出种类的名称"),
    ],
    ids=lambda value: value,
)  # fmt: skip
def test_of_a_name_only_what_others_share_is_told(name, group):
    assert name_group(name)[0] == group


def test_a_name_in_a_column_of_kinds_is_not_kept():
    assert kind_words("青岚宏图建材有限公司") == "…有限公司"
    assert kind_of("…有限公司") == "business"
    assert kind_words("赵甲（公民）") == "公民"
    assert [kind_words(kind) for kind in ("公司", "法人或其他组织", "高校")] == ["公司", "法人或其他组织", "高校"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("张三", "两到四个字的姓名"), ("欧阳小明", "两到四个字的姓名"), ("老张", "两到四个字的姓名"), ("李四等5人", "两到四个字的姓名"),
        ("王小明、李华", "看不出种类的名称"), ("Zhang San", "看不出种类的名称"), ("某厂职工王五", "看不出种类的名称"),
        ("某路1号", "看不出种类的名称"), ("农户", "农户"), ("离退休职工", "离退休职工"), ("金融机构", "金融机构"),
    ],
    ids=lambda value: value,
)  # fmt: skip
def test_a_bare_name_in_a_column_of_kinds_is_not_kept(written, kept):
    assert kind_words(written) == kept


def test_yes_no_and_marks():
    assert [word for word in ("", "否", "无", "/", "—", "×", "不涉及") if not is_no(word)] == []
    assert [word for word in ("是", "√", "2024-3-5", "不予公开") if is_no(word)] == []
    assert [word for word in ("√", "是", "1", "☑") if not is_tick(word)] == []


def test_numbers_of_persons_are_struck_and_values_are_short():
    assert shown("电话13800138000，邮箱a@example.com") == "电话…，邮箱…"
    assert shown("电话138 0013 8000，证件１１０１０１１９９００３０７１２３Ｘ") == "电话…，证件…Ｘ"
    assert len(shown("很长的话" * 50)) == 40
