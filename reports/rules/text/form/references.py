"""The notices and the regulation that the words cite."""

import re

from ...case import Case, Found
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
_OLD_ORDER = re.compile("国务院(?:令第492号|第492号令)")
_OTHER_ORDER = re.compile(r"政府信息公开条例[》〉]?（(?:中华人民共和国)?国(?:务院)?令第?(?!711号|492号)\d{3}号")
_OTHER_LAW = re.compile("《(?:(?:中华人民共和国)?(?:政府|政务)|中华人民共和国)信息[一-鿿]{0,6}条[例列理]》(?<!政府信息公开条例》)")

# What is wrong wherever it stands, with what to say of it; the last two where nothing says that they are meant.
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
    (
        _OLD_TITLE,
        "{where}“{quote}”是国办公开办函〔2019〕60号，已停用：2021年起的年度报告按《关于印发〈中华人民共和国政府信息公开"
        "工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制。请改正。",
        FORMAT,
    ),
    (
        _OLD_ORDER,
        "{where}引用的“{quote}”是修订前的《政府信息公开条例》，现行条例为国务院令第711号（2019年5月15日起施行）。请改正。",
        _ORDER,
    ),
)
# Who issued the notices that reports cite, by year and number.
_ISSUED = {("2021", "30"): "国办公开办函", ("2019", "60"): "国办公开办函", ("2020", "109"): "国办函"}


def references(case: Case) -> Found:
    """Yield a finding for a wrong number of the national notice or of the regulation."""
    year = case.document.year
    for passage in case.passages:
        beside = bool(_NEW_NOTICE.search(passage.canon))
        for told in _NOTICE.finditer(passage.canon):
            if right := _right_notice(told, year, beside):
                message = f"{{where}}引用的文号“{{quote}}”有误，应为“{right}”。请改正。"
                yield passage.finding("text.reference", "warning", message, *told.span(), source=FORMAT)
        meant = {_OLD_TITLE: year < 2021, _OLD_ORDER: "711号" in passage.canon}
        for pattern, message, source in _WRONG:
            if not meant.get(pattern):
                yield from passage.each(pattern, "text.reference", "warning", message, source=source)


def _right_notice(told: re.Match, year: int, beside: bool) -> str:
    """Return the number that was meant, nothing where the number is right or is of another notice.

    The notice of 2019 may be cited `beside` the one in force.
    """
    number = (told["y"], told["n"])
    if number == ("2019", "60") and year >= 2021 and not beside:
        return "国办公开办函〔2021〕30号"
    issuer = _ISSUED.get(number, told["from"])
    return "" if told["from"] == issuer else f"{issuer}〔{told['y']}〕{told['n']}号"
