"""Names of offices and places in running text: the organ's own, and others'."""

import re

# How an organ names itself after 我 or 本: 我局, 我关, 本站; 本办法 and 本级 are no organs.
OWN_OFFICE = (
    "(?:我(?!分|理)|本(?!办法|级|部分|区域|处理))"
    "(?:街道|单位|中心|机关|行政机关|部门|公司|集团|医院|学校|社区|[局委办市区县镇乡厅处院省州盟旗站所队社关部署校](?![级理]))|我(?:分局|支局|分中心)|我们"
)
SELF = re.compile(
    r"全[市区县镇乡省州][各级地的]*(?:行政机关|职能部门|部门|单位|镇街|乡镇|街道|政府系统|政府|有关|[、和及各级])*|"
    rf"{OWN_OFFICE}|"
    r"20\d\d年度?|本年度?|全年度?|当年|今年(?:以来)?|年内|全[局委厅关站校]|全街道|局机关|"
    r"各级?(?:行政(?:执法)?机关|政府|机关)|各级|行政(?:执法)?机关"
)
# A town's own team, however it is called, is no other office.
TEAM = re.compile("(?:镇|乡|街道)(?:综合(?:行政)?执法|城管)(?:执法)?[大中]?队")
NEUTRAL = re.compile(
    r"20\d\d年度?|本年度?|全年度?|年度|当年|年内|今年以来|今年|一年来|其余|剩余|余下|连同|尚|应办|经|约|近|超过|"
    r"(?<=已)[于在]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})月(?:份|\d{1,2}日|[上中下]旬)?(?:底|初|之?前)?|截[至止](?:目前|年底|年末|12月31日)?|12月31日|年底|年末|年终|(?<=[已于在])年初|"
    r"共计|总计|合计|累计|总共|一共|总数|总量|共有|共|计|小计|"
    r"数量|件数|数|办件量?|(?<=[收理办结转请#])量|达到|达(?=#)|情况|方面|工作|事项|案件|案|"
    r"政府信息公开|政务信息公开|信息公开|政府信息|依申请公开|请求|依申请|公开申请|申请公开|申请表|申请件|申请书|申请人?|信息|"
    r"行政复议|复议|行政诉讼|诉讼|行政规范性文件|规范性文件|规章|行政许可|行政处罚|行政强制|行政事业性收费|"
    r"公民|群众|社会公众|公众|居民|村民|市民|向|提出的?|提交的?|来自|由|"
    r"收到|收悉|接收|接到|接|收办|收|受理|新增|新收到|新收|新|登记|办理|办结|答复|回复|处理|办|"
    r"其中|以及|包括|包含|含有|含|另有|另外|另|还有|还|已经|已|均|全部|都|分别|依法依规|依法|依规|按照|按|规定|时限|期限|"
    r"法定|及时|按时|按期|规范|完成|完毕|之内|内|予以|给予|作出|做出|进行|"
    r"被|因|因为|引发|引起|导致|发生|产生|提起|涉及|涉|有关|相关|而|所|对|"
    r"各类|各种|共性|件|的|了|为|是|有|和|及|与|或|并|也|、|，|：|#|“|”|则|即|在|上|于|从|至|到|无|等|中|时|者|类|以|本|该|一是|二是|三是|加|从"
)
_PLACE = re.compile(
    r"(?:县|区(?![分别域])|(?<!城)市(?!场|(?:人民)?政府规章)|镇|乡|街道|局|委员会|[管党工居村]委会|委(?!托)|办公室|办公厅|(?<![收应已代经承待交转督民公举主创兴申网])办(?![理结件复完])|厅|"
    r"(?<!查)处(?![理罚置])|管理部|服务部|大队|支队|中队|支局|分局|(?<!场)所(?=收|受|办|接|全年|共)|站(?=收|受|办|接|全年|共)|(?:馆|学校|医院|中心|公司)(?!设立|设置|登记|备案|审批|执业|注册|变更)|社区|政府(?!信息|规章|采购|集中)|部门(?!规章)|单位)"
)
_NAMED_PLACE = re.compile(r"[一-鿿]{0,14}?" + _PLACE.pattern)
_GOVERNMENT = re.compile(r"(?:省|市|州|县|区|旗|人民政府)$")
_CORE = re.compile(
    r"[省市县区州](?:人民)?政府(?!信息|规章|采购|集中|网)|政府办|办公[厅室]|本级|机关本身"
)


def names_a_place(words: str) -> bool:
    """Whether words name an office or a place."""
    return bool(_PLACE.search(words))


def restricts(words: str, organ: str) -> bool:
    """Whether words name another place or an office of a government only."""
    rest = without_own(SELF.sub("", words.replace(organ, "")), organ)
    return is_core_government(words.replace(organ, ""), organ) or names_a_place(rest)


def is_core_government(label: str, organ: str) -> bool:
    """Whether a government's count is of its own office only: the table sums up the whole place."""
    return bool(
        _GOVERNMENT.search(organ) and not organ.endswith("镇人民政府") and _CORE.search(label)
    )


_SYSTEM = re.compile("全(?:[省市县区州](?:各级)?(?!政府)(?P<field>[一-鿿]{2,10}?))?系统")


def without_system(words: str, organ: str) -> str:
    """Drop what names the organ's own field with all offices under it: 全市税务系统."""

    def own(match: re.Match) -> str:
        return "" if is_short_for(match["field"] or organ, organ) else match[0]

    return _SYSTEM.sub(own, words) if "系统" in words else words


# 收到区文旅局: the verb is no part of the name; 区行政复议局 is all name.
_VERBS = "主动公开|制定|制发|出台|印发|发布|公布|废止"
_LEADING_WORDS = re.compile(f"^(?:{_VERBS}|{NEUTRAL.pattern})+(?=[一-鿿]{{2}})")


def without_own(label: str, organ: str) -> str:
    """Drop short names of the report's own organ: 区文旅局 of 某区文化和旅游局."""

    def own(match: re.Match) -> str:
        return "" if is_short_for(_LEADING_WORDS.sub("", match[0]), organ) else match[0]

    return _NAMED_PLACE.sub(own, label) if names_a_place(label) else label


def is_short_for(name: str, organ: str) -> bool:
    """Whether a name may be short for the organ's; 市局 is above a 分局."""
    if organ.endswith("分局") and name.endswith("局") and not name.endswith("分局"):
        return False
    letters = iter(organ)
    return bool(name) and all(char in letters for char in name)
