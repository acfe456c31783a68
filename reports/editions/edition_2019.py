"""Edition 2019, the trial format: report years 2019 and 2020 (国办公开办函〔2019〕60号)."""

from . import parts
from .helps import helped
from .helps.choice import six_questions
from .helps.models import PRODUCED
from .helps.proactive import PROACTIVE_2019
from .structure import (
    AMOUNT,
    OTHER,
    SIGNED,
    Block,
    CarryOver,
    Column,
    Edition,
    Equation,
    Row,
    Table,
)

_RULES = Row("rules", "规章", words="[[省|市|州][人民]政府|部门]规章")
_NORMATIVE_DOCUMENTS = Row("normative_documents", "规范性文件", words="规范性文件 行政规范性文件")
_DOCUMENT_COLUMNS = (
    Column("produced", "本年新制作数量", words=parts.ISSUED_WORDS),
    Column("newly_disclosed", "本年新公开数量", words=f"新公开 {parts.ISSUED_WORDS}"),
    Column(
        "total_disclosed",
        "对外公开总数量",
        words=f"(对外|累计|总)公开[的][总][数][量] {parts.IN_FORCE_WORDS}",
    ),
)
_PREVIOUS = Column("previous_items", "上一年项目数量")
_CHANGE = Column("change", "本年增/减", kind=SIGNED)
_ITEM_COLUMNS = (_PREVIOUS, _CHANGE, Column("decisions", "处理决定数量"))
_LICENSING = Row("licensing", "行政许可", words="行政许可")
_OTHER_SERVICES = Row("other_services", "其他对外管理服务事项", words="其他对外管理服务事项")
_PENALTIES, _COERCION = (
    Row("penalties", "行政处罚", words="行政处罚"),
    Row("coercion", "行政强制", words="行政强制"),
)
_FEES = Row("fees", "行政事业性收费", words="行政事业性收费")
_ITEM_ROWS = (_LICENSING, _OTHER_SERVICES, _PENALTIES, _COERCION, _FEES)
_PROCUREMENT_COLUMNS = (
    Column("items", "采购项目数量"),
    Column("amount", "采购总金额（单位：万元）", kind=AMOUNT),
)
_CONTENT = "信息内容"

PROACTIVE = helped(
    Table(
        "proactive",
        "表二",
        (
            Block(
                _DOCUMENT_COLUMNS, (_RULES, _NORMATIVE_DOCUMENTS), "第二十条第（一）项", _CONTENT
            ),
            Block(_ITEM_COLUMNS, (_LICENSING, _OTHER_SERVICES), "第二十条第（五）项", _CONTENT),
            Block(_ITEM_COLUMNS, (_PENALTIES, _COERCION), "第二十条第（六）项", _CONTENT),
            Block((_PREVIOUS, _CHANGE), (_FEES,), "第二十条第（八）项", _CONTENT),
            Block(
                _PROCUREMENT_COLUMNS,
                (Row("procurement", "政府集中采购", words="政府[集中]采购 集中采购"),),
                "第二十条第（九）项",
                _CONTENT,
            ),
        ),
    ),
    PROACTIVE_2019,
)
REQUESTS = parts.requests_table(
    (
        Row(
            "other_handling",
            "（六）其他处理",
            (parts.RESULTS,),
            words=parts.OTHER_WORDS,
            role=OTHER,
        ),
    )
)
REVIEW = parts.review_table()


def _disclosed(row: Row) -> Equation:
    return Equation(
        f"proactive.disclosed.{row.id}",
        (f"proactive.{row.id}.newly_disclosed",),
        (f"proactive.{row.id}.total_disclosed",),
        f"表二“{row.caption}”行：本年新公开数量 {{left}} 大于对外公开总数量 {{right}}。"
        "总数量包括本年新公开的，请核对。",
        relation="<=",
        severity="warning",
    )


def _items(row: Row) -> Equation:
    return Equation(
        f"proactive.items.{row.id}",
        (f"proactive.{row.id}.previous_items", f"proactive.{row.id}.change"),
        (),
        f"表二“{row.caption}”行：上一年项目数量 {{0}} 加本年增/减 {{1}} 等于 {{left}}，"
        "项目数量不能小于 0。请核对增减的数字和正负号。",
        relation=">=",
    )


def _previous(row: Row) -> CarryOver:
    cell = f"proactive.{row.id}.{{}}".format
    return CarryOver(
        f"proactive.previous.{row.id}",
        cell("previous_items"),
        (cell("previous_items"), cell("change")),
        f"表二“{row.caption}”行：上一年项目数量填的是 {{value}}，"
        "按上年度报告（项目数量加增/减）应为 {expected}。请以上年已公开的报告为准核对。",
    )


EDITION = Edition(
    id="2019",
    caption="2019年版（国办公开办函〔2019〕60号）",
    first_year=2019,
    last_year=2020,
    preface=parts.PREFACE,
    sections=parts.six_sections(
        parts.other_matters("没有其他需要报告的事项时，写明“无”。"), PRODUCED
    ),
    tables=(PROACTIVE, REQUESTS, REVIEW),
    equations=(
        *(_disclosed(row) for row in (_RULES, _NORMATIVE_DOCUMENTS)),
        *(_items(row) for row in _ITEM_ROWS),
        *parts.requests_equations(REQUESTS),
        *parts.review_equations(REVIEW),
    ),
    carry_overs=(
        *parts.carried_over_rules(REQUESTS),
        *(_previous(row) for row in _ITEM_ROWS),
    ),
    proposals=parts.carried_forward_proposals(REQUESTS),
    rulemaking_cells=tuple(f"proactive.rules.{column.id}" for column in _DOCUMENT_COLUMNS),
    choice=six_questions(*["other_handling"] * 3),
    source="国办公开办函〔2019〕60号",
)
