"""The title of a report, broken by meaning, and the names of its files.

Source: GB/T 9704-2012, 7.3.1: lines of a title keep words whole and are arranged as a trapezoid or
a rhombus.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, combinations, pairwise
from math import comb, inf
from unicodedata import east_asian_width

# 156 mm hold twenty characters of 22 pt.
LINE_EM = 20.0
# Of the 28 characters of a line of words, two stay blank to the right of who signs.
_SIGNED_EM = 26
_MOST_LINES = 5
_SHORTEST_EM = 4.0
# What a break costs: between the organ and the rest nothing, inside a phrase most.
_FREE, _SEAM, _GOOD, _FAIR, _POOR, _TORN, _BAD = 0.0, 0.5, 1.0, 2.5, 4.0, 7.0, 9.0
# A title of several lines that does not break after the organ's name; a line more than needed.
_UNUSED, _MORE_LINES = 12.0, 2.0
# More ways to break a title than these are not tried.
_MOST_WAYS = 20_000

# Places end with these, where the words of the exceptions do not begin or end.
_PLACE = re.compile(
    r".{1,14}?(?:特别行政区|自治区|自治州|自治县|自治旗|开发区|试验区|新片区|示范区|保税区|新区|林区|矿区|地区|街道"
    r"|(?<![城都门社小景园校库牧])省|(?<![城都门超])市(?![场政容])|(?<!城)乡(?!村)|县(?!域)"
    r"|(?<![城社小景园校库牧])区(?!域)|(?<![城])镇(?!村)|旗|盟|苏木)"
)
# Another name of the organ in brackets; where one of two names ends.
_OTHER_NAME = re.compile(r"([（(][^（）()]{4,}[）)])(?=[；;、，,]|$)")
_NAME_ENDS = re.compile(r"(?<=[；;])|(?<=[局委办厅府处会室心馆院署队站社部][、，])")
# These belong to the place before them.
_OF_A_PLACE = frozenset(
    [
        "人民政府",
        "人民法院",
        "人民检察院",
        "办事处",
        "委员会",
        "管理委员会",
        "行政公署",
        "行政委员会",
    ]
)
_YEAR = re.compile(r"\d{4}年(?:度)?")
_END = re.compile(r"政府信息公开工作(?:的)?年度报告$|政府信息公开(?:工作)?(?:年度)?(?:报告|年报)$")
_WORDS = sorted(
    [
        "中华人民共和国",
        "人民政府",
        "人民法院",
        "人民检察院",
        "办公室",
        "办公厅",
        "办事处",
        "街道办事处",
        "委员会",
        "管理委员会",
        "行政公署",
        "行政委员会",
        "领导小组",
        "工作",
        "中心",
        "发展和改革",
        "住房和城乡建设",
        "住房保障和房产管理",
        "人力资源和社会保障",
        "自然资源和规划",
        "自然资源",
        "规划",
        "生态环境",
        "交通运输",
        "水利",
        "水务",
        "农业农村",
        "农业和农村",
        "林业和草原",
        "商务",
        "文化和旅游",
        "文化广电和旅游",
        "文化广电旅游体育",
        "文化体育",
        "广播电视",
        "卫生健康",
        "退役军人事务",
        "应急管理",
        "审计",
        "市场监督管理",
        "体育",
        "统计",
        "医疗保障",
        "信访",
        "机关事务管理",
        "城市管理",
        "综合行政执法",
        "综合执法",
        "行政审批服务",
        "行政审批",
        "政务服务",
        "政务服务和数据管理",
        "数据管理",
        "大数据发展管理",
        "大数据",
        "乡村振兴",
        "民族宗教事务",
        "司法",
        "财政",
        "教育",
        "科学技术",
        "工业和信息化",
        "公安",
        "民政",
        "国有资产监督管理",
        "地方金融监督管理",
        "金融工作",
        "经济技术",
        "高新技术产业",
        "经济和信息化",
        "园林绿化",
        "知识产权",
        "投资促进",
        "外事",
        "侨务",
        "档案",
        "消防救援",
        "税务",
        "气象",
        "海关",
        "邮政管理",
        "药品监督管理",
        "粮食和物资储备",
        "能源",
        "人民防空",
        "监督管理",
        "管理",
        "监督",
        "服务",
        "事务",
        "总局",
        "支队",
        "大队",
        "分局",
        "局",
        "厅",
        "委",
        "部",
        "署",
        "政府信息公开",
        "信息公开",
        "年度报告",
        "工作报告",
        "报告",
        "情况",
        "关于",
        "年度",
    ],
    key=len,
    reverse=True,
)
_WORD = re.compile("|".join(_WORDS))
# These end a name: no line may begin with them.
_SUFFIXES = frozenset(
    [
        "局",
        "厅",
        "委",
        "部",
        "署",
        "总局",
        "分局",
        "支队",
        "大队",
        "中心",
        "办公室",
        "办公厅",
        "委员会",
        "管理委员会",
        "的",
    ]
)


@lru_cache(maxsize=256)
def _title_lines(title: str, organ: str) -> tuple[str, ...]:
    units = list(_units(title, organ))
    fewest = _fewest(title)
    best, found = inf, _packed(units)
    for count in range(fewest, max(fewest + 2, _MOST_LINES) + 1):
        if best <= _MORE_LINES * count:
            break  # as many lines cost as much by themselves
        for lines, costs in _arrangements(units, count):
            cost = _cost(lines, costs) + _MORE_LINES * count
            if cost < best:
                best, found = cost, lines
    return tuple(found)


def title_lines(title: str, organ: str = "") -> list[str]:
    """Return the lines of `title`, each at most `LINE_EM` wide unless a single word is wider."""
    return list(_title_lines(title, organ))


def phrases(title: str, organ: str = "") -> list[str]:
    """Return the parts of `title` between which a line may be broken, on however narrow a screen."""
    parts = [""]
    for unit, cost in _units(title, organ):
        if cost == _BAD or not parts[-1]:
            parts[-1] += unit
        else:
            parts.append(unit)
    return parts


def phrased_lines(title: str, organ: str = "") -> list[list[str]]:
    """Return the lines of `title`, each as its phrases."""
    ends = list(accumulate(map(len, phrases(title, organ))))
    at, found = 0, []
    for line in title_lines(title, organ):
        edges = [0, *(end - at for end in ends if at < end < at + len(line)), len(line)]
        found.append([line[a:b] for a, b in pairwise(edges)])
        at += len(line)
    return found


def signed_lines(organ: str) -> list[str]:
    """Return the name as it is signed: in one line, or in the fewest, even ones, between its phrases."""
    pieces = phrases(organ, organ)
    fewest = len(_even(pieces, _SIGNED_EM))
    whole = _with_whole_brackets(pieces)
    if len(_even(whole, _SIGNED_EM)) == fewest and all(em(piece) <= _SIGNED_EM for piece in whole):
        pieces = whole
    widths = range(_SIGNED_EM // 2, _SIGNED_EM + 1)
    return next(lines for width in widths if len(lines := _even(pieces, width)) == fewest)


def _with_whole_brackets(pieces: list[str]) -> list[str]:
    """Return the phrases, those of what stands in brackets as one."""
    found: list[str] = []
    for piece in pieces:
        if found and any(found[-1].count(left) > found[-1].count(right) for left, right in ("（）", "()")):
            found[-1] += piece
        else:
            found.append(piece)
    return found


def _even(pieces: list[str], width: int) -> list[str]:
    """Return the lines of at most such a width, but for a phrase that is wider."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and em(lines[-1] + piece) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def em(text: str) -> float:
    """Return the width of `text` in characters: Latin and digits are half."""
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.55 for c in text)


def _fewest(title: str) -> int:
    return max(1, -int(-em(title) // LINE_EM))


def _units(title: str, organ: str) -> Iterator[tuple[str, float]]:
    """Yield the title's units of meaning, each with the cost of a break before it."""
    head, rest = ("", title)
    if organ and title.startswith(organ):
        head, rest = organ, title[len(organ) :]
    cost = _BAD
    for unit, inner in _organ_units(head):
        yield unit, inner
        cost = _FREE
    for unit, inner in _rest_units(rest):
        yield unit, min(inner, cost) if cost == _FREE else inner
        cost = _BAD


def _organ_units(organ: str) -> Iterator[tuple[str, float]]:
    """Yield the units of one or several names, of which some may stand in brackets."""
    first = True
    parts = [part for part in _OTHER_NAME.split(organ) if part]
    # Where a line may end between two names, none ends within one.
    more = _FAIR if len(parts) > 1 or len(_NAME_ENDS.split(organ)) > 1 else 0.0
    for part in parts:
        if part[0] in "（(" and em(part) <= LINE_EM and not first:
            yield part, _SEAM
            continue
        for number, name in enumerate(filter(None, _NAME_ENDS.split(part))):
            seam = number or part[0] in "（("
            for unit, cost in _name_units(name):
                yield unit, _SEAM if seam and not first else min(cost + more, _BAD)
                seam, first = False, False


def _name_units(name: str) -> Iterator[tuple[str, float]]:
    at, first = 0, True
    while match := _PLACE.match(name, at):
        if match.end() - at < 2 or match.end() == len(name) and not first:
            break
        yield match[0], _BAD if first else _GOOD
        at, first = match.end(), False
    for number, unit in enumerate(_words(name[at:])):
        if (
            unit in _SUFFIXES
            and (number or not at)
            or number
            and len(unit) < 2
            or unit[0] in "、；）)"
        ):
            yield unit, _BAD
        elif not number and unit in _OF_A_PLACE:
            yield unit, _TORN
        else:
            yield unit, _POOR if number else _GOOD


def _rest_units(rest: str) -> Iterator[tuple[str, float]]:
    year = _YEAR.search(rest)
    end = _END.search(rest)
    if not (year and end and year.end() == end.start()):
        yield from ((unit, _POOR) for unit in _words(rest))
        return
    yield from ((unit, _POOR) for unit in _words(rest[: year.start()]))
    yield year[0], _GOOD
    subject, kind = re.fullmatch(r"(政府信息公开)(.+)", end[0]).groups()
    yield subject, _FAIR
    yield kind, _POOR


def _words(text: str) -> Iterator[str]:
    """Yield known words and what stands between them."""
    at = 0
    for match in _WORD.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        yield match[0]
        at = match.end()
    if at < len(text):
        yield text[at:]


def _arrangements(units: list[tuple[str, float]], count: int) -> Iterator[tuple[list, list]]:
    places = [at for at, (_, cost) in enumerate(units) if at and cost != _BAD]
    if comb(len(places), count - 1) > _MOST_WAYS:
        return
    for cuts in combinations(places, count - 1):
        lines = [
            "".join(unit for unit, _ in units[a:b]) for a, b in pairwise([0, *cuts, len(units)])
        ]
        costs = [units[cut][1] for cut in cuts]
        costs += [_UNUSED for at, (_, cost) in enumerate(units) if cost == _FREE and at not in cuts]
        if max(map(em, lines)) <= LINE_EM:
            yield lines, costs if count > 1 else []


def _cost(lines: list[str], costs: list[float]) -> float:
    widths = [em(line) for line in lines]
    longest, shortest = max(widths), min(widths)
    waisted = any(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    square = len(lines) > 1 and longest - shortest < 1
    lone = shortest < _SHORTEST_EM and len(lines) > 1
    uneven = (longest - shortest) / (longest or 1)
    return sum(costs) + 3 * waisted + square + 20 * lone + 3 * uneven


def _packed(units: list[tuple[str, float]]) -> list[str]:
    # No arrangement keeps every word: fill line after line, cutting what is wider than a line.
    lines = [""]
    for unit, _ in units:
        for piece in [unit[at : at + 18] for at in range(0, len(unit), 18)]:
            if lines[-1] and em(lines[-1] + piece) > LINE_EM:
                lines.append("")
            lines[-1] += piece
    return lines


def download_name(title: str, suffix: str) -> str:
    """Return the file name of a report: its title without what a file system refuses, and `suffix`."""
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", title).strip(" .") or "年度报告"
    while len(name.encode()) > 240 - len(suffix):
        name = name[:-1]
    return f"{name}{suffix}"
