"""The notices and the regulation that the words cite."""

import re
from collections.abc import Iterator

from ...case import Case
from ...findings import Finding
from ...sources import FORMAT

_NOTICE = re.compile(r"(?P<from>国办[一-鿿]{0,6}?函)[〔\[（【](?P<y>20\d\d)[〕\]）】](?P<n>\d{1,3})号")
_OTHER_TITLE = re.compile(r"年度报告有关事项的?通知》?[（(]国办公开办函[〔\[（【]2021[〕\]）】]30号")
_OLD_ORDER = re.compile("国务院令第492号")


def references(case: Case) -> Iterator[Finding]:
    """Yield a finding for a wrong number of the national notice or of the regulation."""
    for passage in case.passages:
        for told in _NOTICE.finditer(passage.canon):
            if right := _right_notice(told, case.document.year):
                message = f"{{where}}引用的文号“{{quote}}”有误，应为“{right}”。请改正。"
                yield passage.finding("text.reference", "warning", message, *told.span(), source=FORMAT)
        for told in _OTHER_TITLE.finditer(passage.canon):
            message = (
                "{where}“{quote}”：国办公开办函〔2021〕30号是《关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》，"
                "这里的名称是已停用的国办公开办函〔2019〕60号。请改正名称。"
            )
            yield passage.finding("text.reference", "warning", message, *told.span(), source=FORMAT)
        for told in _OLD_ORDER.finditer(passage.canon):
            if "711号" not in passage.canon:
                message = (
                    "{where}引用的“{quote}”是修订前的《政府信息公开条例》，现行条例为国务院令第711号"
                    "（2019年5月15日起施行）。请改正。"
                )
                yield passage.finding("text.reference", "warning", message, *told.span(),
                                      source="国务院令第711号")  # fmt: skip


def _right_notice(told: re.Match, year: int) -> str:
    """Return the number that was meant, nothing where the number is right or is of another notice."""
    right = "国办公开办函"
    number = (told["y"], told["n"])
    if number == ("2021", "30"):
        return "" if told["from"] == right else f"{right}〔2021〕30号"
    if number == ("2019", "60"):
        if year >= 2021:
            return f"{right}〔2021〕30号"
        return "" if told["from"] == right else f"{right}〔2019〕60号"
    if number == ("2020", "109"):
        return "" if told["from"] == "国办函" else "国办函〔2020〕109号"
    return ""
