"""What a web site, a printer or an office program puts around a report: left out."""

import re

from ..captions import flat

LONGEST = 110
_ANYWHERE = re.compile(
    r"浏览(?:次数|量)|点击(?:次数|数|量|率)|阅读(?:次数|量|数)|访问(?:次数|量)|字[体号][:【\[]|大中小|打印本?[页文]|"
    r"打印\]|关闭(?:本页|窗口|页面)|分享(?:到|至)|无障碍|适老|扫一扫|扫码|当前位置|所在位置|ICP备|公网安备|版权所有|"
    r"主办单位|承办单位|技术支持|网站地图|网站标识码|上一[篇条]|下一[篇条]|返回顶部|回到顶部|百度地图|您是第"
)
_BEGINNING = re.compile(
    r"(?:发布(?:时间|日期|机构|单位)|公开日期|生成日期|成文日期|日期|时间|(?:信息|文章|稿件|发布|新闻)?来源|作者|发文机关|发布人|"
    r"责任编辑|编辑|审核|供稿|索引号|文号|主题分类|主题词|名称|标题|有效性|关键词)[:\]】]"
)
_WHOLE = re.compile(
    r"首页|网站首页|Baidu|map|Baidumap|(?:[【\[]?(?:打印|关闭|收藏|分享|保存|纠错|返回)[】\]]?[|/]?)+|搜索|登录|注册|"
    r"今天是:?.*|首页[>›»].*|.{1,12}[>›»].{1,20}[>›»].*|-?—?[-—]\d{1,3}[-—]-?—?|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|\d{1,3}/\d{1,3}"
)
_END = re.compile(
    r"相关(?:链接|文档|文章|信息|附件|阅读|新闻|稿件)|附[件表](?:下载|[:\d一二三]|$)|友情链接|网站声明|联系我们|关于我们"
)


def is_chrome(text: str) -> bool:
    """Whether a line belongs to the page around a report rather than to the report."""
    bare = flat(text)
    if not bare or len(bare) > LONGEST or "。" in bare:
        return False
    return bool(_ANYWHERE.search(bare) or _BEGINNING.match(bare) or _WHOLE.fullmatch(bare))


def has_han(text: str) -> bool:
    """Whether a text has Chinese words: a page number has none."""
    return bool(re.search("[一-鿿]", text))


def ends_report(text: str) -> bool:
    """Whether a line after the last section says that the report is over."""
    bare = flat(text)
    return is_chrome(text) or len(bare) <= LONGEST and bool(_END.match(bare))
