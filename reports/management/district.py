"""Made-up districts for the demo and for measurements: organs, people, and reports that add up.

Everything follows from a seed. A document's figures hold every equation, and its words say what
its tables say. No place, office or person of it exists.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.document import Document
from reports.editions import AMOUNT, SIGNED, edition_for, organ_type
from reports.editions.structure import OTHER

_FIRST = "澜瀍沅汶沣漪泠淇澧灞洢浔溆漳洺涢汨瀛淳渌"
_SECOND = "阳川安平宁河山原溪林"
_TOWNS = "石桥柳河青龙白云南岗北湾东庄西塘高坪新集古城双井长岭大营红岩清泉"
_OFFICES = (
    "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局",
    "财政局", "人力资源和社会保障局", "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局",
    "水利局", "农业农村局", "商务局", "文化和旅游局", "卫生健康委员会", "退役军人事务局",
    "应急管理局", "审计局", "市场监督管理局", "统计局", "医疗保障局", "行政审批服务局", "林业局",
    "信访局", "城市管理局", "体育局", "国有资产监督管理局",
)  # fmt: skip
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文波建国晓燕"


@dataclass(frozen=True)
class Post:
    """A made-up organ: its name, kind, the number of its parent in the list (None: a root)."""

    name: str
    type: str
    parent: int | None
    region: str


def posts(count: int) -> list[Post]:
    """Return `count` organs: a city, its counties, their departments and towns."""
    made = [Post("澜州市人民政府", "city", None, "澜州市")]
    made += [Post(f"澜州市{office}", "department", 0, "澜州市") for office in _OFFICES]
    for county in _counties():
        if len(made) >= count:
            break
        at = len(made)
        made.append(Post(f"澜州市{county}人民政府", "county", 0, f"澜州市{county}"))
        made += [Post(f"澜州市{county}{name}", kind, at, f"澜州市{county}")
                 for name, kind in _below_a_county()]  # fmt: skip
    return made[:count]


def _counties() -> Iterator[str]:
    for second in _SECOND:
        for first in _FIRST:
            yield f"{first}{second}{'区' if (ord(first) + ord(second)) % 3 == 0 else '县'}"


def _below_a_county() -> Iterator[tuple[str, str]]:
    yield from ((office, "department") for office in _OFFICES)
    for at in range(0, len(_TOWNS) - 1, 2):
        yield f"{_TOWNS[at : at + 2]}镇人民政府", "town"


def person_name(dice: random.Random) -> tuple[str, str]:
    """Return a made-up family name and given name."""
    return dice.choice(_SURNAMES), "".join(dice.sample(_GIVEN, dice.choice((1, 2, 2))))


def sound_document(
    organ: str, type: str, year: int, seed: int, previous: Document | None = None
) -> Document:
    """Return a whole report without errors: figures that add up, words that agree with them.

    `previous` is the organ's report of the year before, in the same edition: this one follows it.
    """
    edition, dice = edition_for(year), random.Random(seed)
    cells = _figures(edition, type, dice, previous.cells if previous else {})
    return Document(
        organ=organ,
        organ_type=type,
        year=year,
        edition_id=edition.id,
        title=edition.title_of(organ, year),
        preface=f"<p>本报告由{organ}根据《中华人民共和国政府信息公开条例》编制。所列数据的统计期限为"
        f"{year}年1月1日至{year}年12月31日。</p>",
        sections=_words(organ, organ_type(type).government, year, cells),
        cells=cells,
    )


def _figures(edition, type: str, dice: random.Random, before: dict) -> dict[str, Decimal]:
    """Return a value for every cell of the edition; each equation holds, also with last year's."""
    scale = {"city": 60, "county": 12, "town": 1}.get(type, 3)
    cells = {
        cell.id: _moved(before[cell.id], cell, dice) if before else _figure(cell, scale, dice)
        for cell in edition.cells.values()
    }
    # What was handled otherwise has to be explained in words: these reports have none.
    cells |= {cell.id: Decimal(0) for cell in edition.cells.values() if cell.row.role == OTHER}
    # Totals first, for the proposals look at them; what came in then balances what was done.
    for _ in range(2):
        for cell, equation in edition.computed.items():
            cells[cell] = sum((cells[part] for part in equation.right), Decimal(0))
        for rule in edition.proposals:
            _balance(rule, cells, before.get(rule.cell, Decimal(scale // 4)))
    for rule in edition.carry_overs:
        if rule.plus:
            _carry(rule, cells, before or {cell: Decimal(6 * scale) for cell in rule.previous})
    if not organ_type(type).rulemaking:
        cells |= dict.fromkeys(edition.rulemaking_cells, Decimal(0))
    return cells


def _balance(rule, cells: dict[str, Decimal], left: Decimal) -> None:
    """Let what came in be what was done and what is left; `left` of it came from last year."""
    new, carried_over = rule.plus
    (processed,) = rule.minus
    cells[carried_over] = left
    cells[rule.cell] = max(cells[rule.cell], left - cells[processed])
    cells[new] = cells[rule.cell] + cells[processed] - left


def _carry(rule, cells: dict[str, Decimal], before: dict) -> None:
    """Let a cell follow from last year's; nothing is taken away that was not there."""
    there = sum(before[cell] for cell in rule.previous) + sum(cells[cell] for cell in rule.plus)
    for cell in rule.minus:
        cells[cell] = min(cells[cell], there)
        there -= cells[cell]
    cells[rule.cell] = there


def _moved(value: Decimal, cell, dice: random.Random) -> Decimal:
    """Return a figure that may follow on last year's."""
    if not value:
        return Decimal(cell.kind != AMOUNT and not dice.randrange(12))
    moved = value * Decimal(dice.randrange(85, 120)) / 100
    return moved.quantize(Decimal("0.0001") if cell.kind == AMOUNT else Decimal(1))


def _figure(cell, scale: int, dice: random.Random) -> Decimal:
    if cell.kind == AMOUNT:
        return Decimal(dice.randrange(scale * 900_000)).scaleb(-4)
    if cell.kind == SIGNED:
        return Decimal(dice.randrange(4))
    match cell.id.split("."):
        case ["proactive", "licensing" | "penalties", _]:
            return Decimal(dice.randrange(scale * 120))
        case ["proactive", *_] | ["review", *_]:
            return Decimal(dice.randrange(scale + 1))
        case [_, _, "natural_person"]:
            return Decimal(dice.choice((0, 0, 0, 1, 2)) * dice.randrange(scale + 1))
        case _:
            return Decimal(dice.choice((0, 0, 0, 0, 0, 1)) * dice.randrange(scale // 2 + 2))


# What an office wrote in one year it does not write again in the next.
_WORDS = (
    {
        "start": "认真贯彻《中华人民共和国政府信息公开条例》，各项公开工作平稳有序。",
        "quiet": "受理渠道保持畅通，指定专人登记办理，申请表格和办事指南已在网站更新。",
        "proactive": "及时更新机构职能、规划计划、财政预决算和办事指南，政策文件与解读材料同步发布。",
        "management": "落实先审查、后公开，逐件登记公开属性，定期清理失效文件。",
        "platform": "优化网站公开专栏，统一目录层级，方便群众检索。",
        "supervision": "明确专人负责，组织业务培训，按季度自查并通报整改情况。",
        "appraisal": "工作考核方面，政府信息公开纳入年度综合考核。社会评议方面，设立意见箱听取群众意见。"
        "责任追究方面，未发生需要追究责任的情形。",
        "problems": "存在的主要问题：一是公开内容的针对性还不够强；二是业务培训还不够经常。",
        "improvement": "改进措施：对照公开目录逐项补充完善，每半年组织一次业务培训，并跟踪整改结果。",
    },
    {
        "start": "围绕群众关切推进政务公开，公开的质量和时效都有提高。",
        "quiet": "线上线下都可以提出申请，来访群众由窗口当面说明申请办法。",
        "proactive": "把重点领域信息列成清单，逐月检查发布情况，惠企政策集中汇编供企业查阅。",
        "management": "新制定的文件同时标明公开方式，存量文件分批整理，内容变动后立即更新。",
        "platform": "改版网站首页，增设智能检索，政务新媒体每周推送。",
        "supervision": "分管负责人每月听取一次汇报，日常检查发现的差错当天改正。",
        "appraisal": "考核结果与评先评优挂钩。邀请代表委员参加社会评议，意见全部答复。本年没有需要问责的情况。",
        "problems": "目前的不足：解读形式比较单一，个别栏目更新不够及时。",
        "improvement": "下一步将增加图表和问答解读，建立栏目更新提醒，由责任科室按周核对。",
    },
    {
        "start": "把公开要求落实到决策、执行、管理、服务和结果各环节。",
        "quiet": "修订了依申请公开办理流程，明确登记、会商、答复各步的时限。",
        "proactive": "主动公开目录重新编制，会议公开和公众参与常态开展，年度重点任务按季公布进展。",
        "management": "建立文件台账，公文起草时确定公开属性，保密审查留有记录。",
        "platform": "网站完成适老化改造，移动端与电脑端内容同步。",
        "supervision": "举办专题讲座，邀请第三方检查，发现的问题列表销号。",
        "appraisal": "年终考核设公开专项，分值比上年增加。问卷评议的满意度保持稳定。无责任追究事项。",
        "problems": "问题主要有两个：主动回应关切的意识有待增强，基层人员变动较多。",
        "improvement": "将完善热点回应机制，编写工作手册，对新到岗人员一对一辅导。",
    },
)


def _words(organ: str, government: bool, year: int, cells: dict) -> dict[str, str]:
    words = _WORDS[year % len(_WORDS)]
    new, over = cells["requests.new.total"], cells["requests.carried_over.total"]
    if new:
        asked = f"本年新收政府信息公开申请{new}件，上年结转{over}件，均按规定办理并答复。"
    elif over:
        asked = f"上年结转政府信息公开申请{over}件，已按规定办理并答复。"
    else:
        asked = words["quiet"]
    overview = (
        f"<p>{year}年，{organ}{words['start']}</p>"
        f"<h3>（一）主动公开</h3><p>{words['proactive']}</p>"
        f"<h3>（二）依申请公开</h3><p>{asked}</p>"
        f"<h3>（三）政府信息管理</h3><p>{words['management']}</p>"
        f"<h3>（四）政府信息公开平台建设</h3><p>{words['platform']}</p>"
        f"<h3>（五）监督保障</h3><p>{words['supervision']}</p>"
    )
    if government:
        overview += f"<p>{words['appraisal']}</p>"
    return {
        "overview": overview,
        "problems": f"<p>{words['problems']}</p><p>{words['improvement']}</p>",
        "other_matters": f"<p>{year}年，本机关未收取政府信息公开信息处理费。</p>",
    }
