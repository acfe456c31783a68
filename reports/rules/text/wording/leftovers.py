"""What was left in by mistake: marks of secrecy, of drafts, of comments and of places to fill."""

import re

from reports.editions.quoting import quoted

from ...case import Case, Finding, Found

_SECRET = re.compile(
    r"(?:绝密|机密|秘密)[★☆＊*]|密级[：为](?:绝密|机密|秘密)|(?<![^\n])(?:绝密|机密|秘密)(?=\n|$)"
)
_DRAFT = "初稿|草稿|征求意见稿|送审稿|讨论稿|审议稿|送阅稿|修改稿|定稿|报审稿"
_DRAFTS = re.compile(
    rf"(?:年度报告|年报|(?:^|\n)[^\n《。]{{0,40}}报告)（(?P<name>{_DRAFT})）|(?:^|\n)[（【]?(?P<line>{_DRAFT})[）】]?(?=\n|$)"
    rf"|(?:^|\n)[（【](?P<first>{_DRAFT})[）】]"
)
# （初稿，待各科室核实数据后报局长审定）: a note to those who write, not to those who read.
_NOTES = re.compile(
    rf"(?<!》)（(?P<note>(?:{_DRAFT})[，；：、。][^（）\n]{{0,30}}(?:待|请|供|报|未|需|勿)[^（）\n]{{0,30}}"
    r"|(?:此|本)(?:稿|段|处|节|部分|数据?)[^（）\n]{0,12}(?:待|需|请|尚未|未)[^（）\n]{0,30}"
    r"|(?:以上|上述|相关|具体)?(?:数据|数字|内容|文字|情况)(?:均|还|尚)?(?:待|需|请|未|尚未)[一-鿿]{0,12}(?:核实|核对|确认|补充|更新|完善|审定|提供|定)[^（）\n]{0,20}"
    r"|(?:待|需|请)[一-鿿]{0,8}(?:科室?|股室?|处室|办公室|局长|主任|领导|部门负责人|法规|财务)[一-鿿]{0,8}(?:核实|核对|确认|补充|提供|审定|审核|审签|定稿)[^（）\n]{0,20}"
    r"|(?:[此本]稿)?(?:供|报|呈|请)[一-鿿]{0,6}(?:领导|局长|主任|会议)[一-鿿]{0,4}(?:审阅|审定|审议|审核|批示|参阅|审签))）"
)
# 总体情况（宋体加粗小四号字）: how a template asks for it to be printed.
_PRINTING = re.compile("（[^（）\n]{0,12}(?:宋体|仿宋|楷体|黑体|小标宋|GB2312)[^（）\n]{0,20}）")
_COMMENTS = re.compile(
    r"(?=[【\[（批修此这待xX×Ｘ＊？?T])(?:[【\[（]?(?:批注|修订)(?:[\[【（][^\]】）\n]{1,12}[\]】）]|[A-Za-z]{0,4}\d{1,3}[：\]】]|：)"
    r"|[【\[][^】\]\n]{0,20}(?:待核|待补|待定|核实|补充|请改|修改|填写|删除|存疑)[^】\]\n]{0,20}[】\]]"
    r"|（(?:待核实?|待补充?|待定|待填|待确认|数据待\w{1,6}|此处\w{0,12})）"
    r"|(?:此处|这里)(?:需|待|应|请)?(?:补充|填写|插入|核实)"
    r"|待补充|待填写|(?<![xX×Ｘ＊])[xX×Ｘ＊]{2,}+(?=[件条年月日个元份项次局镇区市人场期家]|万元|情况|单位)"
    r"|[？?]{3,}+|TODO|(?<![A-Za-z])X{3,}+(?![A-Za-z]))"
)
_SOURCE = "《保守国家秘密法》；《政府信息公开条例》第十四条"


def leftovers(case: Case) -> Found:
    """Yield a finding for each mark of secrecy, draft or comment in the words and the title."""
    for passage in case.passages:
        if "密" in passage.canon:
            message = "{where}有密级标志“{quote}”。涉密文件不得公开：请核实来源，删去标志或撤下这部分内容。"
            yield from passage.each(_SECRET, "text.sensitive", "error", message, source=_SOURCE)
        if len(passage.canon) < 12:
            continue  # a section of nothing else is text.empty
        for pattern, sign, what in (
            (_DRAFTS, "稿", "稿次字样"),
            (_COMMENTS, "", "批注或待填内容"),
            (_NOTES, "（", "起草时的说明"),
            (_PRINTING, "（", "模板的排版说明"),
        ):
            for match in pattern.finditer(passage.canon) if sign in passage.canon else ():
                if pattern is _NOTES and _COMMENTS.match(passage.canon, match.start()):
                    continue  # told already
                message = f"{{where}}留有{what}“{{quote}}”。请补齐或删去后再提交。"
                yield passage.finding("text.sensitive", "warning", message, *match.span(match.lastgroup or 0))
    title = case.document.title
    if match := re.search(_DRAFT, title):
        message = f"标题{quoted(title)}留有稿次字样“{match[0]}”。请删去后再提交。"
        yield Finding("text.sensitive", "warning", message, quote=match[0])
