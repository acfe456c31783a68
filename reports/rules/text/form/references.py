"""The notices and the regulation that the words cite."""

import re
from collections.abc import Iterator

from ...case import Case, Text
from ...findings import Finding
from ...sources import FORMAT

_NOTICE = re.compile(r"(?P<from>国办(?:[一-鿿]{0,6}?[函涵]|公开[一-鿿]{0,3}))[〔\[（【﹝](?P<y>20\d\d)[〕\]）】﹞](?P<n>\d{1,3})号")
# 国办发〔2021〕30号 is another paper: wrong where a report says that it is written as that one asks.
_OTHER_KIND = re.compile(
    r"国办发[〔\[（【﹝]2021[〕\]）】﹞]30号(?=[）)]?(?:文件|通知)?[的]?(?:[一-鿿]{0,4}[，、])?[一-鿿]{0,8}(?:编制|编写|制作))|"
    r"年度报告格式[》〉>]{1,2}(?:的?通知[》〉]?)?（国办(?:发[〔\[（【﹝]2021|[一-鿿]{1,7}[〔\[（【﹝](?!2021[〕\]）】﹞]30号|2019[〕\]）】﹞]60号)20\d\d)[〕\]）】﹞]\d{1,3}号"
)
_OTHER_TITLE = re.compile(r"年度报告有关事项的?通知》?[（(]国办公开办函[〔\[（【﹝]2021[〕\]）】﹞]30号")
_OLD_TITLE = re.compile("国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知(?=》(?![（(]国办))")
_OLD_NUMBER = re.compile(r"年度报告有关事项的?通知[》〉]?[（(]国办公开办函[〔\[（【﹝](?!2021[〕\]）】﹞]30号|2019[〕\]）】﹞]60号)20\d\d[〕\]）】﹞]\d{1,3}号")
_NEW_NOTICE = re.compile(r"国办公开办函[〔\[（【﹝]2021[〕\]）】﹞]30号")
_ORDER = "国务院令第711号"
_OLD_ORDER = re.compile("国务院令第492号")
_OTHER_ORDER = re.compile(r"政府信息公开条例[》〉]?（(?:中华人民共和国)?国(?:务院)?令第?(?!711号|492号)\d{3}号")
_OTHER_LAW = re.compile("《(?:中华人民共和国(?:政府)?信息公开(?:工作)?条[例列]|政府信息公开条列)》(?<!《中华人民共和国政府信息公开条例》)")

# What is wrong wherever it stands, with what to say of it.
_WRONG = (
    (_OTHER_KIND, "{where}引用的文号“{quote}”有误：年度报告的格式是国办公开办函〔2021〕30号。请改正。", FORMAT),
    (
        _OTHER_TITLE,
        "{where}“{quote}”：国办公开办函〔2021〕30号是《关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》，"
        "这里的名称是已停用的国办公开办函〔2019〕60号。请改正名称。",
        FORMAT,
    ),
    (_OLD_NUMBER, "{where}引用的“{quote}”有误：这个通知的文号是国办公开办函〔2019〕60号。请改正。", FORMAT),
    (_OTHER_LAW, "{where}“{quote}”像是《中华人民共和国政府信息公开条例》之误。请核对名称。", _ORDER),
    (_OTHER_ORDER, "{where}引用的“{quote}”有误：《政府信息公开条例》是国务院令第711号。请改正。", _ORDER),
)


def references(case: Case) -> Iterator[Finding]:
    """Yield a finding for a wrong number of the national notice or of the regulation."""
    for passage in case.passages:
        beside = bool(_NEW_NOTICE.search(passage.canon))
        for told in _NOTICE.finditer(passage.canon):
            if right := _right_notice(told, case.document.year, beside):
                message = f"{{where}}引用的文号“{{quote}}”有误，应为“{right}”。请改正。"
                yield passage.finding("text.reference", "warning", message, *told.span(), source=FORMAT)
        for pattern, message, source in _WRONG:
            for told in pattern.finditer(passage.canon):
                yield passage.finding("text.reference", "warning", message, *told.span(), source=source)
        yield from _older(passage, case.document.year)


def _older(passage: Text, year: int) -> Iterator[Finding]:
    """Yield a finding for the notice or the regulation before the one in force."""
    for told in _OLD_TITLE.finditer(passage.canon) if year >= 2021 else ():
        message = (
            "{where}“{quote}”是国办公开办函〔2019〕60号，已停用：2021年起的年度报告按《关于印发〈中华人民共和国政府信息公开"
            "工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制。请改正。"
        )
        yield passage.finding("text.reference", "warning", message, *told.span(), source=FORMAT)
    for told in _OLD_ORDER.finditer(passage.canon):
        if "711号" not in passage.canon:
            message = (
                "{where}引用的“{quote}”是修订前的《政府信息公开条例》，现行条例为国务院令第711号"
                "（2019年5月15日起施行）。请改正。"
            )
            yield passage.finding("text.reference", "warning", message, *told.span(), source=_ORDER)


def _right_notice(told: re.Match, year: int, beside: bool) -> str:
    """Return the number that was meant, nothing where the number is right or is of another notice.

    The notice of 2019 may be cited `beside` the one in force.
    """
    right = "国办公开办函"
    number = (told["y"], told["n"])
    if number == ("2021", "30"):
        return "" if told["from"] == right else f"{right}〔2021〕30号"
    if number == ("2019", "60"):
        if year >= 2021 and not beside:
            return f"{right}〔2021〕30号"
        return "" if told["from"] == right else f"{right}〔2019〕60号"
    if number == ("2020", "109"):
        return "" if told["from"] == "国办函" else "国办函〔2020〕109号"
    return ""
