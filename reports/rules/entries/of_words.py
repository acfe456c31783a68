"""The rules about the words: sections, counts, sums, denials, privacy, slips."""

from reports.editions import edition_for

from ..registry import CLEAN, Example, Rule
from ..sources import ARTICLE_50, FORMAT

_FEES = edition_for(2024).cells["proactive.fees.amount"].row.caption
_NINE = {"requests.new.natural_person": 9, "requests.new.total": 9, "requests.granted.natural_person": 9,
         "requests.granted.total": 9, "requests.processed.natural_person": 9, "requests.processed.total": 9}  # fmt: skip

_DOT = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="


def _said(words: str, **more) -> Example:
    """Return a report whose section 一 says some more words."""
    return Example(words, sections={"overview": CLEAN["overview"] + f"<p>{words}</p>"}, **more)


def _opens(words: str, **report) -> Example:
    return Example(words, report={"preface": f"<p>{words}</p>"} | report)


def _last(words: str) -> Example:
    return Example(
        words or "（第六部分为空）", sections={"other_matters": f"<p>{words}</p>" if words else ""}
    )


_LONG = (
    "<p>存在的主要问题是公开目录的分类不够细，部分科室提供信息不够及时，工作人员对新规定的学习还不系统。"
    "下一步将修订公开目录，明确各科室提供信息的时间，每季度组织一次学习，改进公开的质量和效率。</p>"
)

WORD_RULES = (
    Rule(
        "text.empty.{section}", ("error",), "空白或应付的部分",
        "总体情况、存在的主要问题及改进情况、其他需要报告的事项都要写。只写“略”“待补充”“同上”等于没有写；"
        "第五部分不能写“无”。提纲里留着没填的空（____）也要填上或者删去。", ARTICLE_50,
        Example("第五部分只写“待补充”", sections={"problems": "<p>待补充</p>"}),
        Example("第五部分写了问题和改进", sections={"problems": CLEAN["problems"]}),
    ),
    Rule(
        "text.topic.{topic}", ("warning",), "总体情况缺少应写的内容",
        "第一部分应写主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障；各级政府还应写工作考核、"
        "社会评议、责任追究。机关类型不明的只查前五项。", f"{ARTICLE_50}；{FORMAT}",
        Example("第一部分没有写平台建设",
                sections={"overview": "<p>主动公开信息，办理依申请公开，做好信息管理，加强监督保障。</p>"}),
        Example("第一部分写到了五项内容"),
    ),
    Rule(
        "text.fee", ("error", "warning"), "信息处理费的说明",
        "2021年度起，第六部分每年都要写明是否收取信息处理费、收了多少，没有收取也要写。没有写是错误，"
        "前后说法矛盾是提醒。", "国办函〔2020〕109号；国办公开办函〔2021〕30号",
        _last("没有其他需要报告的事项。"),
        _last("本年度没有收取信息处理费。"),
    ),
    Rule(
        "text.year", ("warning",), "年份不对",
        "标题的年份、正文里讲本年度工作的年份应当是报告年度，写成更早的年份多半是沿用了往年的文字。"
        "文件名称里的年份、回顾历史的年份不查。", FORMAT,
        _said("2021年，我局主动公开政府信息工作取得新进展。"),
        _said("2024年，我局按照2019年修订的条例主动公开政府信息。"),
    ),
    Rule(
        "text.count", ("error", "warning"), "文字里的数与表格不符",
        "正文写的新收、结转、办结、各类处理结果、复议诉讼、制发的文件、行政许可处罚强制、收费等数字，与它可能指的"
        "各种口径逐一比较，都对不上才提出：文字只有一种解释的是错误，其余是提醒。"
        "只讲一部分的（办理农村建房等行政许可）比表格还多才提出，讲全系统的比表格还少才提出；"
        "两位数字颠倒了的也提出。", ARTICLE_50,
        _said("本年度新收政府信息公开申请8件。", cells=_NINE),
        _said("本年度共收到政府信息公开申请9件，全年举办新闻发布会12场。", cells=_NINE),
    ),
    Rule(
        "text.sum", ("warning",), "文字里的分项加起来不等于总数",
        "列全了的分项应当加得出总数。有“等”“主要包括”“余”字的不查。", ARTICLE_50,
        _said("全年主动公开政府信息465条，其中政策文件65条、工作动态399条。"),
        _said("全年主动公开政府信息465条，其中政策文件65条、工作动态300条等。"),
    ),
    Rule(
        "text.agreement", ("warning",), "前后两处的数字不同",
        "同一件事在两处写了不同的总数。某一时段、某一领域的数字不比较；写明网站、公众号等渠道的，"
        "只在两处数字相同、次序颠倒时提出。", ARTICLE_50,
        _said("本年度累计主动公开政府信息465条。</p><p>全年共主动公开政府信息456条。"),
        _said("本年度累计主动公开政府信息465条。</p><p>全年共主动公开政府信息465条。"),
    ),
    Rule(
        "text.period", ("error",), "统计期限",
        "年度报告的统计期限是报告年度的1月1日至12月31日。", FORMAT,
        _opens("本报告所列数据的统计期限自2023年1月1日至2023年12月31日。"),
        _opens("本报告所列数据的统计期限自2024年1月1日至2024年12月31日。"),
    ),
    Rule(
        "text.organ", ("warning",), "开头写的是另一个机关",
        "开头的机关名称应当是本机关（简称可以）。写成别的机关，多半是套用了别处的文字。", FORMAT,
        _opens("现公布清河县水利局2024年政府信息公开工作年度报告。"),
        _opens("现公布瀍水区文旅局2024年政府信息公开工作年度报告。"),
    ),
    Rule(
        "text.parts", ("hint",), "说的部分数与列出的不符",
        "开头说报告由几个部分组成，应当与列出的、与规定的六个部分一致。正文里“7大类：…”这样的说法，列出的也应当有7个。", FORMAT,
        _opens("本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
               "存在的主要问题及改进情况等六个部分组成。"),
        _opens("本报告由六个部分组成。"),
    ),
    Rule(
        "text.denial", ("error", "warning"), "说没有而表格里有，或说有而表格里没有",
        "正文说没有收到申请、没有结转、没有发生复议诉讼，或者没有制发文件、没有作出许可处罚强制、没有收费，而表格有数；"
        "或者正文写了件数，表格为 0。"
        "“未收到行政许可申请”“无逾期答复”说的是别的事，不查。", ARTICLE_50,
        _said("本年度未收到政府信息公开申请。", cells=_NINE),
        _said("本年度未收到留言，也没有收到行政许可申请。", cells=_NINE),
    ),
    Rule(
        "text.unit", ("warning",), "元与万元",
        "正文的金额与表格数字相同而单位不同，或相差一万倍。", FORMAT,
        _said(f"全年{_FEES}金额2.5元。", cells={"proactive.fees.amount": "2.5"}),
        _said(f"全年{_FEES}金额25000元。", cells={"proactive.fees.amount": "2.5"}),
    ),
    Rule(
        "text.private", ("error", "warning"), "个人信息",
        "身份证号码（校验码正确）和银行卡号（校验位正确）是错误，手机号码、住址、申请人姓名是提醒。"
        "引言里本机关的电话、地址、邮编、邮箱不查，写明是联系人手机的要查。", "《个人信息保护法》；《政府信息公开条例》第十五条",
        _said("申请人来电询问办理进度，联系方式13800138000。"),
        _opens("如有疑问，请与本局办公室联系，电话：0379-65110000，邮编471000。"),
    ),
    Rule(
        "text.share", ("warning",), "比例与数字不符",
        "正文里的百分比，应当由它前面的件数和所占的总数算得出来，同比的应当与上年度报告算得出来；按写出的位数四舍五入或截断的都算对。",
        ARTICLE_50,
        _said("本年度新收政府信息公开申请9件，予以公开9件，占办结总数的90%。", cells=_NINE),
        _said("本年度新收政府信息公开申请9件，予以公开9件，占办结总数的100%。", cells=_NINE),
    ),
    Rule(
        "text.date", ("warning", "hint"), "落款日期",
        "落款日期早于统计期限的最后一天，多半写错了年份；晚于应当公布的最后一天的提示一下。日历上没有的日子（2月30日）也提醒。", "《政府信息公开条例》第四十九条",
        Example("2024年度报告落款 2024年1月20日", sections={"other_matters": CLEAN["other_matters"] + "<p>2024年1月20日</p>"}),
        Example("2024年度报告落款 2025年1月20日", sections={"other_matters": CLEAN["other_matters"] + "<p>2025年1月20日</p>"}),
    ),
    Rule(
        "text.asof", ("warning",), "现行有效的件数截止的日期",
        "现行有效的件数是报告年度12月31日的件数，写成截至其他日期的，多半是沿用了别处的数字。", FORMAT,
        _said("截至2024年11月30日，现行有效的规章没有变化。"),
        _said("截至2024年12月31日，现行有效的规章没有变化。"),
    ),
    Rule(
        "text.reference", ("warning",), "引用的文号",
        "年度报告格式的文号是国办公开办函〔2021〕30号（2019、2020年度是〔2019〕60号），条例是国务院令第711号。", FORMAT,
        _opens("根据国办公开函〔2021〕30号的要求编制本报告。"),
        _opens("根据国办公开办函〔2021〕30号的要求编制本报告。"),
    ),
    Rule(
        "text.fee_tariff", ("warning",), "信息处理费的金额",
        "信息处理费按收费标准都是10元的倍数，按件收取的是100元的倍数；它是各项收费的一部分，不会比表二的收费金额多。",
        "国办函〔2020〕109号",
        _last("本年度收取信息处理费1234元。"),
        Example("本年度收取信息处理费1230元。", sections={"other_matters": "<p>本年度收取信息处理费1230元。</p>"},
                cells={"proactive.fees.amount": "2"}),
    ),
    Rule(
        "text.fee_unpaid", ("hint",), "逾期未缴费的申请与收费通知",
        "表三有申请人逾期未缴费、不再处理的申请，第六部分却没有提到收费通知。", "国办函〔2020〕109号",
        Example("逾期未缴费 1 件，第六部分没有提到收费通知",
                cells={f"requests.{row}.{column}": 1 for row in ("new", "other_fee_unpaid", "processed")
                       for column in ("natural_person", "total")}),
        Example("逾期未缴费 1 件，第六部分写了收费通知",
                sections={"other_matters": "<p>本年度发出收费通知1件，申请人逾期未缴纳，未收取信息处理费。</p>"},
                cells={f"requests.{row}.{column}": 1 for row in ("new", "other_fee_unpaid", "processed")
                       for column in ("natural_person", "total")}),
    ),
    Rule(
        "text.typo", ("hint",), "文字差错",
        "重复的标点、汉字之间的空格、中文里的半角标点、不配对的引号括号、跳号、重复的段落和词语。",
        "GB/T 15834-2011《标点符号用法》",
        _said("不断提高公开质量。。"),
        _said("2024 年不断提高公开质量……"),
    ),
    Rule(
        "text.repeat", ("warning",), "与上年度报告几乎相同",
        "一个部分与上年度报告几乎逐字相同，年度报告应当反映本年度的情况。", ARTICLE_50,
        Example("第五部分与上年一字不差", sections={"problems": _LONG},
                previous={"sections": {"problems": _LONG}}),
        Example("第五部分是新写的", sections={"problems": _LONG}, previous={}),
    ),
    Rule(
        "text.sensitive", ("error", "warning"), "密级标志和遗留字样",
        "密级标志（秘密★等）是错误；初稿、征求意见稿、批注、待补充、XX 等遗留字样是提醒。",
        "《保守国家秘密法》；《政府信息公开条例》第十四条",
        _said("秘密★一年"),
        _said("对2件规章（征求意见稿）公开征求意见，依法保守国家秘密。"),
    ),
    Rule(
        "text.picture", ("warning", "hint"), "图片没有说明",
        "读屏软件只能读图片的说明，公开的网页和 PDF 里没有说明的图片等于没有；"
        "一个部分只有图片、没有文字的是提醒。", "GB/T 37668-2019《信息技术 互联网内容无障碍可访问性技术要求与测试方法》",
        Example("第一部分有一张没有说明的图片", sections={"overview": CLEAN["overview"] + f'<p><img src="{_DOT}" alt=""></p>'}),
        Example("第一部分的图片写了说明",
                sections={"overview": CLEAN["overview"] + f'<p><img src="{_DOT}" alt="各类申请的件数"></p>'}),
    ),
    Rule(
        "text.length", ("hint",), "部分过长",
        "一个部分超过十万字时只校核前面的部分，多半是误粘贴了其他内容。", "产品的限度",
        Example("第一部分有十万字以上", sections={"overview": CLEAN["overview"] + "<p>" + "公开。" * 40_000 + "</p>"}),
        Example("第一部分长短合适"),
    ),
    Rule(
        "rule.unread", ("hint",), "没有读完的规则",
        "一条规则在规定的时间和篇幅内没有读完，或者读到特殊的写法中断时，说明是哪一条、在哪一部分，其余规则照常校核。"
        "一个部分只读前1500个件数，多出来的多半是误粘贴的明细表。", "产品的限度",
        Example("第一部分写了1501个件数",
                sections={"overview": CLEAN["overview"] + "<p>发布信息1条。</p>" * 1501}),
        Example("第一部分写了几个件数",
                sections={"overview": CLEAN["overview"] + "<p>发布信息1条，举办活动2场。</p>"}),
    ),
)  # fmt: skip
