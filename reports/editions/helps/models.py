"""Model passages for the sections in words, and a good example beside each: written by us.

What is known is filled in, by name or by cell; everything else is a blank that the clerk fills.
"""

from ..structure import Model

PREFACE = (
    Model(
        "编制依据和期限",
        "根据《中华人民共和国政府信息公开条例》和{source}要求，编制本报告。"
        "本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
    ),
    Model(
        "联系方式",
        "如对本报告有疑问，请与{organ}联系（地址：____；邮政编码：____；电话：{phone}）。",
    ),
)
_REQUESTS = (
    "{year}年，新收政府信息公开申请{requests.new.total}件，上年结转{requests.carried_over.total}件；"
    "办结{requests.processed.total}件，结转下年度继续办理{requests.carried_forward.total}件。"
    "申请集中在____等事项。"
)
_REVIEWS = (
    "{year}年，因政府信息公开工作申请行政复议{review.reconsideration.total}件，"
    "未经复议直接起诉{review.litigation_direct.total}件，"
    "复议后起诉{review.litigation_after_reconsideration.total}件。"
)
ISSUED = Model(
    "规范性文件",
    "{year}年，制发行政规范性文件{proactive.normative_documents.issued}件，"
    "废止{proactive.normative_documents.repealed}件，"
    "现行有效{proactive.normative_documents.in_force}件。",
    topic="management",
)
PRODUCED = Model(
    "规范性文件",
    "{year}年，新制作规范性文件{proactive.normative_documents.produced}件，"
    "新公开{proactive.normative_documents.newly_disclosed}件，"
    "对外公开总数量{proactive.normative_documents.total_disclosed}件。",
    topic="management",
)


def overview(documents: Model) -> tuple[Model, ...]:
    """Return the models of section one; `documents` tells of table 二, which differs by edition."""
    return (
        Model(
            "主动公开",
            "主动公开方面，{year}年通过____等渠道公开信息____条，重点公开了____。"
            "群众关心的____，从____月起____。",
            "全年主动公开信息1286条，其中门户网站912条、政务新媒体374条。"
            "3月起按月公开老旧小区改造进度，居民可以查到自己小区的开工日期和施工单位。",
            topic="proactive",
            governments=False,
        ),
        Model(
            "主动公开",
            "主动公开方面，{year}年本级和所属部门通过____等渠道公开信息____条，"
            "公开重大决策预公开事项____件，收到意见____条，采纳____条；解读政策文件____件。",
            "公开供水价格调整方案征求意见，收到意见214条，采纳37条，逐条说明了不采纳的理由，"
            "与正式方案一并公布。",
            topic="proactive",
            governments=True,
        ),
        Model(
            "依申请公开",
            _REQUESTS,
            "申请集中在征地补偿和规划许可两类，约占七成；据此把征地批文目录改为主动公开，"
            "下半年同类申请比上半年少了一半。",
            topic="on_request",
        ),
        Model("复议和诉讼", _REVIEWS, topic="on_request"),
        Model(
            "政府信息管理",
            "政府信息管理方面，{year}年修订____，明确____；发布前由____审查，共审查信息____条。",
            "重编信息公开目录，给每一项定了责任科室和更新期限；"
            "清理规范性文件18件，废止3件，有效文件目录同步更新。",
            topic="management",
        ),
        documents,
        Model(
            "平台建设",
            "平台建设方面，网站____专栏更新信息____条，政务新媒体____发布信息____条，"
            "在____设查阅点____处；{year}年新改了____。",
            "把分在4个栏目的办事信息并成一个专栏，月均访问由2100次增至5600次；"
            "关停长期不更新的公众号1个。",
            topic="platform",
        ),
        Model(
            "监督保障",
            "监督保障方面，由____分管、____具体负责，配备工作人员____名；"
            "{year}年组织培训____次、____人次，检查____次，督促改正____。",
            "分管负责人每季度听取一次汇报；组织培训2次，68人参加；"
            "抽查发现2个科室超过期限答复，已当面约谈并改正。",
            topic="supervision",
        ),
        Model(
            "工作考核",
            "工作考核方面，政府信息公开工作占____考核____分；{year}年对____个部门、"
            "____个下级政府作了考核，____为优秀，____。",
            "对32个部门逐季打分，结果在内网公布；连续两季排在末位的2个部门说明了原因，年底前完成整改。",
            topic="assessment",
            governments=True,
        ),
        Model(
            "社会评议",
            "社会评议方面，{year}年通过____开展评议，____人参加，提出意见____条，已办____条，满意度____。",
            "请36名企业和居民代表评议政务公开专栏，提出意见21条，已改19条，另2条说明了暂时做不到的原因。",
            topic="appraisal",
            governments=True,
        ),
        Model(
            "责任追究",
            "责任追究方面，{year}年因政府信息公开工作追究责任____人，原因是____。",
            "全年没有需要追究责任的情形；对超过期限答复的1个部门作了通报批评。",
            topic="accountability",
            governments=True,
        ),
    )


PROBLEMS = (
    Model(
        "存在的问题",
        "存在的主要问题：一是____，表现在____；二是____，表现在____。",
        "部分科室提供信息不及时：抽查60条，有9条晚于规定期限。",
        topic="problem",
    ),
    Model(
        "改进情况",
        "改进情况：针对____，已于____月____；针对____，下一步由____在____前____。",
        "7月起到期前三天自动提醒，四季度再抽查60条，晚的降到2条；下一步在3月底前补齐历史数据。",
        topic="improvement",
    ),
)
