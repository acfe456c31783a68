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


def sound_document(organ: str, type: str, year: int, seed: int) -> Document:
    """Return a whole report without errors: figures that add up, words that agree with them."""
    edition, dice = edition_for(year), random.Random(seed)
    cells = _figures(edition, type, dice)
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


def _figures(edition, type: str, dice: random.Random) -> dict[str, Decimal]:
    """Return a value for every cell of the edition; each equation holds."""
    scale = {"city": 60, "county": 12, "town": 1}.get(type, 3)
    cells = {cell.id: _figure(cell, scale, dice) for cell in edition.cells.values()}
    if not organ_type(type).rulemaking:
        cells |= dict.fromkeys(edition.rulemaking_cells, Decimal(0))
    for rule in edition.proposals:
        cells[rule.cell] = Decimal(dice.randrange(scale // 3 + 1))
    # Totals first, for the proposals look at them; what came in then balances what was done.
    for _ in range(2):
        for cell, equation in edition.computed.items():
            cells[cell] = sum((cells[part] for part in equation.right), Decimal(0))
        for rule in edition.proposals:
            new, carried_over = rule.plus
            done = cells[rule.cell] + cells[rule.minus[0]]
            cells[carried_over] = min(Decimal(scale // 4), done)
            cells[new] = done - cells[carried_over]
    return cells


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


def _words(organ: str, government: bool, year: int, cells: dict) -> dict[str, str]:
    new, over = cells["requests.new.total"], cells["requests.carried_over.total"]
    if new:
        asked = f"本年新收政府信息公开申请{new}件，上年结转{over}件，均按规定办理并答复。"
    elif over:
        asked = f"上年结转政府信息公开申请{over}件，已按规定办理并答复。"
    else:
        asked = "受理渠道保持畅通，指定专人登记办理，申请表格和办事指南已在网站更新。"
    overview = (
        f"<p>{year}年，{organ}认真贯彻《中华人民共和国政府信息公开条例》，各项公开工作平稳有序。</p>"
        "<h3>（一）主动公开</h3><p>及时更新机构职能、规划计划、财政预决算和办事指南，政策文件与解读材料同步发布。</p>"
        f"<h3>（二）依申请公开</h3><p>{asked}</p>"
        "<h3>（三）政府信息管理</h3><p>落实先审查、后公开，逐件登记公开属性，定期清理失效文件。</p>"
        "<h3>（四）政府信息公开平台建设</h3><p>优化网站公开专栏，统一目录层级，方便群众检索。</p>"
        "<h3>（五）监督保障</h3><p>明确专人负责，组织业务培训，按季度自查并通报整改情况。</p>"
    )
    if government:
        overview += (
            "<p>工作考核方面，政府信息公开纳入年度综合考核。社会评议方面，设立意见箱听取群众意见。"
            "责任追究方面，未发生需要追究责任的情形。</p>"
        )
    return {
        "overview": overview,
        "problems": "<p>存在的主要问题：一是公开内容的针对性还不够强；二是业务培训还不够经常。</p>"
        "<p>改进措施：对照公开目录逐项补充完善，每半年组织一次业务培训，并跟踪整改结果。</p>",
        "other_matters": f"<p>{year}年，本机关未收取政府信息公开信息处理费。</p>",
    }
