"""Edition 2021: report years 2021 and later (国办公开办函〔2021〕30号, 2021-09-26)."""

from . import parts
from .helps import helped
from .helps.choice import six_questions
from .helps.models import ISSUED
from .helps.proactive import PROACTIVE_2021
from .structure import AMOUNT, OTHER, Aid, Block, CarryOver, Column, Edition, Row, Table, Topic

_RULES = Row("rules", "规章", words="[[省|市|州][人民]政府|部门]规章")
_NORMATIVE_DOCUMENTS = Row(
    "normative_documents", "行政规范性文件", words="规范性文件 行政规范性文件"
)
_DOCUMENT_COLUMNS = (
    Column("issued", "本年制发件数", words=parts.ISSUED_WORDS),
    Column("repealed", "本年废止件数", words="废止 [宣布]失效"),
    Column("in_force", "现行有效件数", words=parts.IN_FORCE_WORDS),
)
_DECISIONS = (Column("decisions", "本年处理决定数量"),)
_AMOUNT = (Column("amount", "本年收费金额（单位：万元）", kind=AMOUNT),)
_CONTENT = "信息内容"

PROACTIVE = helped(
    Table(
        "proactive",
        "表二",
        (
            Block(
                _DOCUMENT_COLUMNS, (_RULES, _NORMATIVE_DOCUMENTS), "第二十条第（一）项", _CONTENT
            ),
            Block(
                _DECISIONS,
                (Row("licensing", "行政许可", words="行政许可"),),
                "第二十条第（五）项",
                _CONTENT,
            ),
            Block(
                _DECISIONS,
                (
                    Row("penalties", "行政处罚", words="行政处罚"),
                    Row("coercion", "行政强制", words="行政强制"),
                ),
                "第二十条第（六）项",
                _CONTENT,
            ),
            Block(
                _AMOUNT,
                (Row("fees", "行政事业性收费", words="行政事业性收费"),),
                "第二十条第（八）项",
                _CONTENT,
            ),
        ),
    ),
    PROACTIVE_2021,
)
REQUESTS = parts.requests_table(
    (
        Row(
            "other_no_correction",
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            parts.OTHER_HANDLING,
            short="（六）1.逾期不补正",
            words="[申请人][无正当理由]逾期(未|不)[予|作|进行]补正[[、|，|的][行政机关]不再处理] 未[按期|按时|按要求]补正",
            role=OTHER,
        ),
        Row(
            "other_fee_unpaid",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            parts.OTHER_HANDLING,
            short="（六）2.逾期未缴费",
            words="[申请人]逾期(未|不)[按|按照][收费通知][要求][缴纳][信息处理]费[用] [申请人]逾期(未|不)[按|按照][收费通知][要求]缴纳 未[按期]缴[纳][费[用]|信息处理费]",
            role=OTHER,
        ),
        Row("other_other", "3.其他", parts.OTHER_HANDLING, short="（六）3.其他", role=OTHER),
    )
)
REVIEW = parts.review_table()
# 国办函〔2020〕109号: the charges, and that each report says what was charged.
_FEE = Aid(
    question="本年度是否收取信息处理费？",
    no="未收取",
    yes="收取",
    amount="金额（元）",
    cases="收费件数（可不填）",
    none="{year}年，本机关未收取政府信息公开信息处理费。",
    some="{year}年，本机关收取政府信息公开信息处理费{amount}元{counted}。",
    counted="，共{cases}件",
)


def _in_force(row: Row) -> CarryOver:
    cell = f"proactive.{row.id}.{{}}".format
    return CarryOver(
        f"proactive.in_force.{row.id}",
        cell("in_force"),
        (cell("in_force"),),
        f"表二“{row.caption}”行：上年现行有效件数加本年制发、减本年废止应为 {{expected}}，"
        "现行有效件数填的是 {value}。请核对，或说明清理、失效的情况。",
        plus=(cell("issued"),),
        minus=(cell("repealed"),),
    )


EDITION = Edition(
    id="2021",
    caption="2021年版（国办公开办函〔2021〕30号）",
    first_year=2021,
    last_year=None,
    preface=parts.PREFACE,
    sections=parts.six_sections(
        parts.other_matters(
            "写本年度是否收取信息处理费、收了多少：没有收取也要写明。其他需要报告的事项一并写在这里。",
            (Topic("fee", "信息处理费", ("信息处理费",)),),
            _FEE,
        ),
        ISSUED,
    ),
    tables=(PROACTIVE, REQUESTS, REVIEW),
    equations=(*parts.requests_equations(REQUESTS), *parts.review_equations(REVIEW)),
    carry_overs=(
        *parts.carried_over_rules(REQUESTS),
        _in_force(_RULES),
        _in_force(_NORMATIVE_DOCUMENTS),
    ),
    proposals=parts.carried_forward_proposals(REQUESTS),
    rulemaking_cells=tuple(f"proactive.rules.{column.id}" for column in _DOCUMENT_COLUMNS),
    choice=six_questions("other_no_correction", "other_fee_unpaid", "other_other"),
    source="国办公开办函〔2021〕30号",
)
