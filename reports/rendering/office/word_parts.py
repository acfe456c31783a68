"""The parts of a Word file that are the same for every report: styles, faces, settings, footers.

Source of the measures: GB/T 9704-2012 (A4, 28 characters by 22 lines).
"""

from reports.document.carrier import STYLES

from .oox import HEADER, NAMESPACES, fonts, paragraph, run, size

TITLE_FACE, HEI, KAI, BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
# Twentieths of a point: margins of 37, 26, 35 and 28 mm; the type area is 156 mm wide.
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"'
    ' w:header="851" w:footer="1304" w:gutter="0"/>'
)
TYPE_WIDTH = 8845
# 22 lines of 28.95 pt. LibreOffice spreads a grid of characters narrower than their size, so the
# 28 characters come from the letters themselves, set 0.25 pt closer.
GRID = '<w:docGrid w:type="lines" w:linePitch="579"/>'
_CLOSER = '<w:spacing w:val="-5"/>'
_LINE = 579
# LibreOffice breaks a number whose language is Chinese after any digit.
_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
# Where an office has not bought a face, the program takes the next that it has.
_STAND_INS = (
    (TITLE_FACE, "FZXiaoBiaoSong-B05S;华文中宋;STZhongsong;Noto Serif CJK SC;宋体", "roman"),
    (HEI, "SimHei;Noto Sans CJK SC;微软雅黑", "swiss"),
    (KAI, "楷体;KaiTi;STKaiti;LXGW WenKai", "script"),
    (BODY, "仿宋;FangSong;STFangsong;Noto Serif CJK SC", "modern"),
)


_NAMES = {name: caption for caption, name in STYLES.items()}


def _style(name: str, paragraph_told: str, run_told: str = "", base="Normal") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{_NAMES[name]}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph_told}</w:pPr><w:rPr>{run_told}</w:rPr></w:style>"
    )


_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{_LINE}" w:lineRule="exact"/>'


def _heading(level: int, face: str) -> str:
    told = f'<w:keepNext/>{_INDENT}<w:outlineLvl w:val="{level - 1}"/>'
    return _style(f"ReportHeading{level}", told, fonts(face))


def styles() -> str:
    """Return styles.xml: one style a level, named after it."""
    title = (
        '<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:before="220" w:after="579" w:line="725" w:lineRule="exact"/>'
        f'{_FLUSH}<w:jc w:val="center"/><w:outlineLvl w:val="0"/>'
    )
    close = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{}" w:lineRule="exact"/>'
    return (
        f"{HEADER}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(BODY)}{_CLOSER}{size(16)}"
        f'{_LANGUAGE}</w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_EXACT}{_INDENT}<w:jc w:val="both"/></w:pPr></w:style>'
        + _style("ReportHeading1", title, fonts(TITLE_FACE) + size(22))
        + _heading(2, HEI)
        + _heading(3, KAI)
        + _heading(4, BODY)
        + _style("ReportItem", '<w:ind w:left="948" w:hanging="474"/>')
        + _style("ReportPicture", '<w:spacing w:line="240" w:lineRule="auto"/>'
                 f'{_FLUSH}<w:jc w:val="center"/>')
        + _style("ReportCell", close.format(250) + f'{_FLUSH}<w:jc w:val="center"/>', size(10.5))
        + _style("ReportCaption", "", fonts(HEI), "ReportCell")
        + _style("ReportStub", close.format(220) + '<w:jc w:val="left"/>', size(9.5), "ReportCell")
        + _style("ReportSignature", '<w:keepLines/><w:ind w:firstLineChars="0" w:firstLine="0"'
                 ' w:rightChars="200" w:right="632"/><w:jc w:val="right"/>')
        + '<w:style w:type="character" w:customStyle="1" w:styleId="ReportEmphasis"><w:name w:val="着重"/>'
        f"<w:rPr>{fonts(KAI)}</w:rPr></w:style>"
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
        "</w:styles>"
    )  # fmt: skip


def font_table() -> str:
    """Return fontTable.xml: the official faces, and what stands in for them."""
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/></w:font>'
        for name, others, family in _STAND_INS
    )
    return f"{HEADER}<w:fonts {NAMESPACES}>{entries}</w:fonts>"


def settings() -> str:
    """Return settings.xml: footers differ on odd and even pages; Chinese line breaking."""
    return (
        f"{HEADER}<w:settings {NAMESPACES}><w:evenAndOddHeaders/>"
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
    )


def footer(side: str) -> str:
    """Return a footer: the page number between dashes, outside, one character from the edge."""
    look = fonts(BODY) + size(14)
    told = f"<w:rPr>{look}</w:rPr>"
    number = (
        f'<w:r>{told}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{told}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{told}<w:fldChar w:fldCharType="separate"/></w:r>{run("1", look)}'
        f'<w:r>{told}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    indent = f'<w:ind w:firstLineChars="0" w:firstLine="0" w:{side}="280"/><w:jc w:val="{side}"/>'
    inner = run("— ", look) + number + run(" —", look)
    return f"{HEADER}<w:ftr {NAMESPACES}>{paragraph(inner, properties=indent)}</w:ftr>"


def numbering(lists: list[str]) -> str:
    """Return numbering.xml: bullets and numbers, and one count for each of `lists` (ul, ol)."""
    kinds = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="multilevel"/>'
        + "".join(_level(at, form, text) for at, text in enumerate(texts))
        + "</w:abstractNum>"
        for n, (form, texts) in enumerate(
            (("bullet", ("●", "○", "■")), ("decimal", ("%1.", "%2)", "%3.")))
        )
    )
    counts = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{int(kind == "ol")}"/>'
        + "".join(
            f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for at in range(3)
        )
        + "</w:num>"
        for n, kind in enumerate(lists, 1)
    )
    return f"{HEADER}<w:numbering {NAMESPACES}>{kinds}{counts}</w:numbering>"


def _level(at: int, form: str, text: str) -> str:
    left = 948 + at * 632
    # Numbers end where the words' indent begins but for half a character, however long they are.
    side, hanging = ("left", 474) if form == "bullet" else ("right", 158)
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="{side}"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
        + (f"<w:rPr>{size(9)}</w:rPr>" if form == "bullet" else "")
        + "</w:lvl>"
    )
