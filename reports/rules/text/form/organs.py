"""The organ that the opening names: the report's own."""

import re
from collections.abc import Iterator

from reports.language.words.offices import stands_in

from ...case import Case, Found

_KINDS = "人民政府|委员会|管理局|办事处|办公室|办公厅|街道|局|厅|委|镇|乡|县|区|市|省"
# Who publishes a report may be any of these; that a centre writes one says nothing of whose it is.
_PUBLISHERS = "海关|检查站|总站|学校|大学|学院|医院|中心|公司|集团|法院|检察院|监狱"
_NAME = re.compile(
    r"(?:现将|现公布|公布|本报告由|由|特公布|现发布|发布|现公开|汇总|编制完成|编制)?"
    rf"(?P<year>20\d\d年(?:度|(?!度)))?(?P<name>[一-鿿]{{2,24}}?(?:{_KINDS}|(?P<publisher>{_PUBLISHERS})))"
    r"(?:(?:现|现将|特|兹)?(?:向社会)?(?:公布|发布|公开)?(?:关于)?(?(year)|20\d\d年度?)(?:政府)?信息(?:公开|(?=工作))(?:工作)?的?(?:年度报告|年报|情况|报告)|"
    r"(?(publisher)(?!))(?:(?:按照?|根据|依据)[^，。]{0,120}?)?(?:负责)?(?:组织)?(?:认真|切实|及时|按时)?(?:编制|编写|汇总编制)(?:完成|而成|并)?)"
)
# Whom to ask about the report: an office of the same place.
_CONTACT = re.compile("(?:请|可)(?:直接)?(?:与|同|向|联系)(?P<name>[一-鿿]{4,24}?(?:局|政府|委员会|街道|镇|乡)(?![局委]))[一-鿿]{0,12}?(?:联系|咨询|反映|[，（：。]|$)")
_SELF = re.compile(
    r"^(?:我|本|全|该|各)|政务公开|领导小组|有关|依据|根据|按照|要求|国务院|信息公开|公布"
)
_EXTRA = "人民政府办公厅办公室办事处委员会管理街道政务公开和领导小组信息科室行政综合党工委中共"
_PLACE_OR_TOWN = re.compile(
    r"(?P<own>[一-鿿]{1,8}?)(?P<rank>省|自治区|自治州|(?<!城)市|(?<=城)市(?!管理|建设|规划|综合|更新|运行|公用|园林|发展|交通|轨道)|州(?![市县区])|盟|地区|县|区|旗|镇|乡|街道)"
)
_AND = "和(?![平田顺静硕龙政布林])"  # 和平区 and 和顺镇 join nothing
_JOINS = re.compile(f"[的与及、]|{_AND}")
_PLACES_FIRST = re.compile(r"^(?:[一-鿿]{2,8}?(?:省|自治区|自治州|市|州|盟|地区|县|区|旗|镇|乡))+")
_NO_PLACE = re.compile(f"[我本全该各及与的在由对结据]|{_AND}")
_PLACE = re.compile(r"^[一-鿿]{2,8}?(?:省|自治区|自治州|市|州|盟|地区|县|区|旗)")


def organs(case: Case) -> Found:
    """Yield a finding when the opening names another organ than the report's."""
    organ = case.document.organ
    for told in (told for passage in case.passages[:1] for told in _CONTACT.finditer(passage.canon)):
        if _is_other_place(told["name"], organ) or _is_government_of_another(told["name"], organ):
            message = f"{{where}}请读者联系的机关是“{{quote}}”，本报告的机关是“{organ}”。请核对，是否沿用了其他机关的文字。"
            yield case.passages[0].finding("text.organ", "warning", message, *told.span("name"))
    for passage in case.passages[:2]:
        opening = [s for s in passage.sentences if s.line < 3 and not s.parent]
        for sentence in opening[:8]:
            match = _NAME.search(sentence.words[:400])
            if not match:
                continue
            writes = "编" in match[0][match.end("name") - match.start() :]
            if _is_another(match["name"], organ) or _is_the_office(match["name"], organ, writes):
                if not (writes and _compiles_for(match["name"], organ)):
                    message = f"{{where}}开头写的机关是“{{quote}}”，本报告的机关是“{organ}”。请核对，是否沿用了其他机关的文字。"
                    yield passage.finding("text.organ", "warning", message, *sentence.span(*match.span("name")))
                return


def _is_government_of_another(name: str, organ: str) -> bool:
    """Whether both are governments, or their offices, of places of which neither is in the other's name."""
    mine, theirs = _places(organ), _places(name)
    alike = mine and theirs and "政府" in name and "政府" in organ
    return bool(alike) and not any(own in name for own in mine.values()) and not any(own in organ for own in theirs.values())


def _compiles_for(name: str, organ: str) -> bool:
    """Whether who writes is a bureau of the same place as its government: 由市数据局编制."""
    name = re.sub("^.*由", "", name)
    return organ.endswith("政府") and name.endswith(("局", "委员会")) and not _is_other_place(name, organ)


_OFFICE = re.compile("政府(?P<office>办公[室厅])?$")


def _is_the_office(name: str, organ: str, writes: bool) -> bool:
    """Whether a government's own office is named for the government, or the other way round: two reports.

    That the office writes the government's report (由…办公室编制) says nothing.
    """
    told, own = _OFFICE.search(name), _OFFICE.search(organ)
    if not told or not own or bool(told["office"]) == bool(own["office"]):
        return False
    return not told["office"] or not writes


def _is_another(name: str, organ: str) -> bool:
    name = re.sub(r"^.*(?:现将|现公布|公布|由|发布|现公开|汇总|编制|全面|反映|要求|规定)", "", name)
    organ = _UNDER.sub("", organ)
    if len(name) < 3 or name in organ or _within(name, organ) or name.endswith("党政办公室") and stands_in(name[:-5], organ) or _SELF.search(name) or _JOINS.search(name[:3]):
        return False
    if _is_other_place(name, organ):
        return True
    core = re.sub(r"(?:人民政府|办事处|办公室|委员会)+$", "", organ) or organ
    if stands_in(organ, name) or stands_in(core, name):
        return False
    return not any(
        stands_in(short, organ.replace(place, "", 1) + _EXTRA) for place, short in _shortened(name)
    )


_UNDER = re.compile("^[一-鿿]{2,6}总局|^中华人民共和国")


def _is_other_place(name: str, organ: str) -> bool:
    """Whether both name a place of one rank and the places differ: 瀍河区 for 瀍水区."""
    mine, theirs = (_places(_UNDER.sub("", of)) for of in (organ, name))
    if mine and theirs and not mine.keys() & theirs.keys():
        rests = {_PLACES_FIRST.sub("", _UNDER.sub("", of)) for of in (organ, name)}
        same = len(rests) == 1 and rests.pop().endswith(("局", "委员会", "厅"))
        if same and not any(own in name for own in mine.values()):
            return True  # 白岭市司法局 for 青溪县司法局
        # 凤凰县民政局 for 凤凰市民政局
        return not set(mine.values()).isdisjoint(theirs.values()) and len(mine) == len(theirs) == 1
    return any(
        not (stands_in(theirs[rank], mine[rank]) or stands_in(mine[rank], theirs[rank]))
        for rank in mine.keys() & theirs.keys()
    )


def _places(name: str) -> dict[str, str]:
    """Return the places that a name begins with, by rank: 青溪县白岭镇 → 县: 青溪, 镇: 白岭."""
    found = {}
    while (place := _PLACE_OR_TOWN.match(name)) and not _NO_PLACE.search(place["own"]):
        found.setdefault(place["rank"], place["own"])
        name = name[place.end() :]
    return found


def _shortened(name: str) -> Iterator[tuple[str, str]]:
    """Yield the name, and each name without the places it begins with, as (places, rest)."""
    at = 0
    while at < len(name):
        yield name[:at], name[at:]
        place = _PLACE.match(name[at:])
        if not place or at + place.end() >= len(name) - 1:
            return
        at += place.end()


def _within(name: str, organ: str) -> bool:
    """Whether a name is that of an office within the organ: …乡人民政府党政办公室."""
    rest = next((name[name.index(own) + len(own) :] for _, own in _shortened(organ) if len(own) > 4 and own in name), "")
    return bool(re.fullmatch("[一-鿿]{2,6}(?:室|科|股|中心)", rest)) and not rest.startswith("办公")
