"""Registers in the shapes of real offices, made here, each with what it holds.

The truth is a list of cases; each shape writes the same or its own cases down as an office would.
All names, numbers and places are made up.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from openpyxl import Workbook

from reports.cases.case import Request, Review

# What offices write, by meaning: several for each, in turn.
RESULTS = {
    "granted": ("予以公开", "同意公开", "已主动公开", "告知获取方式"),
    "partially_granted": ("部分公开", "区分处理"),
    "withheld_state_secret": ("不予公开（国家秘密）", "涉及国家秘密"),
    "withheld_other_law": ("法律法规禁止公开",),
    "withheld_security_stability": ("危及三安全一稳定",),
    "withheld_third_party": ("涉及商业秘密不予公开", "个人隐私", "损害第三方合法权益"),
    "withheld_internal_affairs": ("内部事务信息", "内部管理信息"),
    "withheld_process": ("过程性信息", "不予公开-过程性信息"),
    "withheld_enforcement_file": ("行政执法案卷信息",),
    "withheld_inquiry": ("属于行政查询事项",),
    "unavailable_not_held": ("信息不存在", "非本机关公开", "不属于本机关公开范围", "本机关不掌握"),
    "unavailable_needs_creation": ("需要加工分析", "需另行制作"),
    "unavailable_unclear": ("补正后仍不明确",),
    "unprocessed_petition": ("信访", "投诉举报类", "不予处理（信访事项）"),
    "unprocessed_repeat": ("重复申请",),
    "unprocessed_publication": ("公开出版物",),
    "unprocessed_excessive": ("大量、反复申请",),
    "unprocessed_reissue": ("要求重新出具",),
    "other_no_correction": ("逾期不补正", "未按期补正，视为放弃"),
    "other_fee_unpaid": ("逾期未缴费",),
    "other_other": ("申请人撤回申请", "其他"),
}
ARTICLES = {
    "granted": ("《条例》第三十六条第（一）项", "第36条第2项"), "partially_granted": ("第三十七条",),
    "withheld_third_party": ("第十五条",), "withheld_internal_affairs": ("第十六条第一款",),
    "withheld_inquiry": ("第三十六条第（七）项",), "unavailable_not_held": ("第三十六条第（四）项", "第三十六条第五项"),
    "unavailable_needs_creation": ("第三十八条",), "unprocessed_petition": ("第三十九条第一款",),
    "unprocessed_repeat": ("第36条第（6）项",), "unprocessed_publication": ("第三十九条第二款",),
    "unprocessed_excessive": ("第三十五条",),
}  # fmt: skip
KINDS = {
    "natural_person": ("公民", "自然人", "个人", "村民"), "business": ("企业", "公司", "个体工商户"),
    "research": ("科研院所",), "public_interest": ("公益组织", "基金会"),
    "legal_service": ("律师事务所", "法律服务机构"), "other": ("其他", "村委会", "业主委员会"),
}  # fmt: skip
NAMES = {
    "natural_person": ("赵甲", "钱乙乙", "欧阳丙丁"), "business": ("青岚宏图建材有限公司",),
    "research": ("青岚水利研究院",), "public_interest": ("青岚助学基金会",),
    "legal_service": ("清正律师事务所",), "other": ("柳树村村民委员会",),
}  # fmt: skip
MOBILE, IDENTITY = "13800138000", "110101199003070011"
WAYS = ("{0}-{1}-{2}", "{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}/{1:02d}/{2:02d}", "{0}{1:02d}{2:02d}", "serial", "cell")


@dataclass(frozen=True)
class Shape:
    """A file, the cases that are in it, and what has to be answered before they are counted."""

    content: bytes
    name: str
    requests: tuple[Request, ...]
    reviews: tuple[Review, ...] = ()
    answers: dict[str, dict[str, str]] | None = None


def requests_of(years: Iterable[int], outcomes: Iterable[str] = tuple(RESULTS), month: int = 0) -> list[Request]:
    """Return requests of every kind and outcome, some open, some closed in the year after."""
    made, kinds = [], list(KINDS)
    for year in years:
        for n, outcome in enumerate([*outcomes, None, *outcomes, None]):
            received = date(year, month or n % 12 + 1, n % 27 + 1)
            late = n % 7 == 3
            closed = None if outcome is None else date(year + late, 2 if late else 12, 28)
            made.append(Request(f"{year}-{n:03d}", received, kinds[n % 6], outcome if closed else None, closed))
    return made


def said(words: dict[str, tuple[str, ...]], meaning: str | None, n: int) -> str:
    return words[meaning][n % len(words[meaning])] if meaning else ""


def written(day: date | None, n: int) -> Any:
    """Return a date in one of the ways in which offices write it."""
    if day is None:
        return ""
    way = WAYS[n % len(WAYS)]
    if way == "cell":
        return day
    if way == "serial":
        return (day - date(1899, 12, 30)).days
    return way.format(day.year, day.month, day.day)


def workbook(sheets: dict[str, list[list[Any]]], merged: dict[str, list[str]] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
        for place in (merged or {}).get(name, ()):
            sheet.merge_cells(place)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def plain() -> Shape:
    """One sheet, a merged title, a row of totals and a remark below."""
    cases = requests_of((2023, 2024))
    head = ["申请编号", "收到日期", "申请人类型", "申请人姓名", "联系电话", "身份证号", "申请内容", "答复结果", "答复日期", "承办单位"]
    rows = [
        [c.number, written(c.received_on, n), said(KINDS, c.applicant, n), said(NAMES, c.applicant, n), MOBILE,
         IDENTITY, "某某文件", said(RESULTS, c.outcome, n), written(c.closed_on, n + 1), "法规科"]
        for n, c in enumerate(cases)
    ]  # fmt: skip
    sheet = [["青岚县水务局依申请公开台账"], head, *rows, ["合计", len(rows)], ["填表人：某某"]]
    return Shape(workbook({"Sheet1": sheet}, {"Sheet1": ["A1:J1"]}), "台账.xlsx", tuple(replace(c, body="法规科") for c in cases))


def sheet_a_month() -> Shape:
    """A sheet a month, the year in the title only, days without a year, 序号 beginning anew."""
    sheets, cases = {}, []
    outcomes = list(RESULTS)
    for month in range(1, 13):
        rows = [[f"2024年{month}月份依申请公开登记表"], ["序号", "收件时间", "申请人性质", "办理结果", "办结时间"]]
        for n in range(1, 8):
            outcome = outcomes[(month * 7 + n) % len(outcomes)]
            day, closed = date(2024, month, n * 3), date(2024 + (month == 12), month % 12 + 1, 15)
            kind = list(KINDS)[(n + month) % 6]
            cases.append(Request(f"2024-{month:02d}-{n}", day, kind, outcome, closed))
            rows.append([n, f"{day.month}月{day.day}日", said(KINDS, kind, n), said(RESULTS, outcome, n), f"{closed.month}.{closed.day}"])
        sheets[f"{month}月"] = rows
    return Shape(workbook(sheets), "登记表.xlsx", tuple(cases))


def two_lines() -> Shape:
    """A head of two lines, merged; every third request over two rows, its number merged over both."""
    cases = requests_of((2024,))
    rows: list[list[Any]] = [
        ["登记号", "收件", "", "申请人", "", "办理情况", "", ""],
        ["", "日期", "方式", "姓名", "类别", "结果", "日期", "承办科室"],
    ]
    merged = ["A1:A2", "B1:C1", "D1:E1", "F1:H1"]
    for n, c in enumerate(cases):
        at, kind, day = len(rows) + 1, said(KINDS, c.applicant, n), written(c.received_on, n)
        if n % 3 == 0 and c.outcome:
            rows.append([c.number, day, "网上", said(NAMES, c.applicant, n), kind, "告知补正", "2024年2月1日" if n < 12 else "", "办公室"])
            rows.append(["", "", "", "", "", said(RESULTS, c.outcome, n), written(c.closed_on, n), ""])
            merged += [f"{column}{at}:{column}{at + 1}" for column in "ABCDE"]
        else:
            rows.append([c.number, day, "信函", said(NAMES, c.applicant, n), kind, said(RESULTS, c.outcome, n), written(c.closed_on, n), "办公室"])
    cases = [replace(c, body="办公室") for c in cases]
    return Shape(workbook({"2024": rows}, {"2024": merged}), "台账.xlsx", tuple(cases))


def by_article() -> Shape:
    """The result is told by its article only; what an article leaves open is asked."""
    cases = requests_of((2023, 2024), tuple(ARTICLES))
    rows = [["编号", "登记日期", "类别", "答复依据", "答复日期"]]
    rows += [[c.number, written(c.received_on, n), said(KINDS, c.applicant, n), said(ARTICLES, c.outcome, n), written(c.closed_on, n)]
             for n, c in enumerate(cases)]  # fmt: skip
    last = Request("2024-900", date(2024, 6, 7), "business", "withheld_process", date(2024, 6, 27))
    rows.append([last.number, last.received_on, "企业", "第十六条第二款", last.closed_on])
    return Shape(workbook({"台账": rows}), "台账.xlsx", (*cases, last), answers={"result": {"第十六条第二款": "withheld_process"}})


def without_kinds() -> Shape:
    """No kinds: what names have in common is shown for a yes."""
    cases = requests_of((2024,))
    rows = [["序号", "申请编号", "申请时间", "申请人", "联系方式", "处理方式", "答复时间"]]
    rows += [[n, c.number, written(c.received_on, n), said(NAMES, c.applicant, n), MOBILE, said(RESULTS, c.outcome, n), written(c.closed_on, n)]
             for n, c in enumerate(cases, 1)]  # fmt: skip
    answers = {"name": {"两到四个字的姓名": "natural_person", "…有限公司": "business",
                        "…研究院": "research", "…基金会": "public_interest", "…律师事务所": "legal_service",
                        "…村民委员会": "other"}}  # fmt: skip
    return Shape(workbook({"Sheet1": rows}), "台账.xlsx", tuple(cases), answers=answers)


FORTY = (
    "流水号", "业务系统编号", "申请来源", "申请方式", "申请提交时间", "收到申请时间", "登记人", "申请主体", "申请人类别",
    "申请人姓名", "证件类型", "证件号码", "工作单位", "联系电话", "手机号码", "电子邮箱", "传真", "邮政编码", "通信地址",
    "信息名称", "文号", "申请内容描述", "用途", "获取信息的方式", "介质", "是否申请减免费用", "受理部门", "承办人", "承办单位",
    "是否补正", "告知补正日期", "收到补正日期", "是否延期", "延期后到期日", "是否征求第三方意见", "法定答复期限", "答复日期",
    "答复类型", "答复书文号", "答复方式", "办理状态", "是否超期", "备注",
)  # fmt: skip


def exported() -> Shape:
    """An export of a case system with forty columns."""
    cases, rows = [], [list(FORTY)]
    for n, c in enumerate(requests_of((2023, 2024))):
        c = replace(c, body="政策法规处", extended=n % 5 == 0, third_party=n % 6 == 0,
                    corrected_on=date(c.received_on.year, c.received_on.month, 28) if n % 4 == 0 else None)  # fmt: skip
        cases.append(c)
        told = {
            "流水号": c.number, "业务系统编号": "", "申请来源": "网站", "申请提交时间": f"{c.received_on} 23:59:01",
            "收到申请时间": f"{c.received_on} 09:08:07", "申请主体": said(NAMES, c.applicant, n),
            "申请人类别": said(KINDS, c.applicant, n), "申请人姓名": said(NAMES, c.applicant, n), "证件类型": "身份证",
            "证件号码": IDENTITY, "手机号码": MOBILE, "电子邮箱": "a@example.com", "通信地址": "青岚县某路1号",
            "信息名称": "某某批复", "文号": "青水〔2024〕1号", "受理部门": "政务公开科", "承办人": "孙戊", "承办单位": "政策法规处",
            "是否补正": "是" if c.corrected_on else "否", "告知补正日期": f"{c.received_on}" if c.corrected_on else "",
            "收到补正日期": f"{c.corrected_on or ''}", "是否延期": "是" if c.extended else "否",
            "是否征求第三方意见": "是" if c.third_party else "否", "法定答复期限": "2024-12-31",
            "答复日期": f"{c.closed_on} 10:00:00" if c.closed_on else "", "答复类型": said(RESULTS, c.outcome, n),
            "答复书文号": f"青水公开〔{n}〕号", "答复方式": "电子邮件", "办理状态": "已办结" if c.closed_on else "办理中", "是否超期": "否",
        }  # fmt: skip
        rows.append([told.get(head, "") for head in FORTY])
    return Shape(workbook({"导出": rows}), "export.xlsx", tuple(cases))


def reviews_beside() -> Shape:
    """Columns of reconsideration and litigation beside the request."""
    cases, reviews = requests_of((2023, 2024)), []
    rows: list[list[Any]] = [
        ["编号", "收到日期", "申请人类型", "答复结果", "答复日期", "行政复议", "", "", "行政诉讼", "", ""],
        ["", "", "", "", "", "受理日期", "结果", "办结日期", "立案日期", "判决结果", "判决日期"],
    ]
    ends = [("维持", "upheld"), ("撤销", "corrected"), ("终止", "other"), ("", None), ("审理中", None)]
    suits = [("驳回诉讼请求", "upheld"), ("确认违法", "corrected"), ("撤诉", "other"), ("", None)]
    for n, c in enumerate(cases):
        row = [c.number, written(c.received_on, n), said(KINDS, c.applicant, n), said(RESULTS, c.outcome, n), written(c.closed_on, n)]
        beside: list[Any] = [""] * 6
        begun = date(2024, 6, 1 + n % 28)
        if n % 3 == 0:
            words, outcome = ends[n // 3 % 5]
            closed = date(2024, 11, 11) if outcome else None
            reviews.append(Review(f"{c.number}-1", "reconsideration", begun, outcome, closed, c.number))
            beside[:3] = [written(begun, n), words, written(closed, n)]
        if n % 4 == 0:
            words, outcome = suits[n // 4 % 4]
            closed = date(2025, 1, 15) if outcome else None
            group = "litigation_after_reconsideration" if n % 3 == 0 else "litigation_direct"
            reviews.append(Review(f"{c.number}-2", group, begun, outcome, closed, c.number))
            beside[3:] = [written(begun, n), words, written(closed, n)]
        rows.append([*row, *beside])
    merged = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:H1", "I1:K1"]
    return Shape(workbook({"台账": rows}, {"台账": merged}), "台账.xlsx", tuple(cases), tuple(reviews))


def _lines(cases: list[Request]) -> list[list[str]]:
    rows = [["申请日期", "答复时间", "办理结果", "申请人类别", "姓名", "电话", "登记编号"]]
    days = [way for way in WAYS if way not in ("cell", "serial")]
    for n, c in enumerate(cases):
        way = days[n % len(days)]
        day, end = (way.format(d.year, d.month, d.day) if d else "" for d in (c.received_on, c.closed_on))
        rows.append([day, end, said(RESULTS, c.outcome, n), said(KINDS, c.applicant, n), said(NAMES, c.applicant, n), MOBILE, c.number])
    return rows


def csv_in_gbk() -> Shape:
    """A CSV in GBK, the columns in an order of its own, commas inside a quoted cell."""
    cases = requests_of((2023, 2024))
    text = "\r\n".join(",".join(f'"{cell}"' if "，" in cell or n % 2 else cell for n, cell in enumerate(row)) for row in _lines(cases))
    return Shape(text.encode("gbk"), "台账.csv", tuple(cases))


def pasted() -> Shape:
    """A block pasted from WPS: tabs, a cell of two lines in quotes."""
    cases = requests_of((2023, 2024))
    text = "\n".join("\t".join(row) for row in _lines(cases))
    text = text.replace("办理结果", '"办理\n结果"', 1)
    return Shape(text.encode(), "", tuple(cases))


SHAPES = {
    make.__name__: make
    for make in (plain, sheet_a_month, two_lines, by_article, without_kinds, exported, reviews_beside, csv_in_gbk, pasted)
}  # fmt: skip
