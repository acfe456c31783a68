"""Keeping a stranger's name out of what is kept of a free cell: “王小明撤回申请” is kept as “…撤回申请”.

What the words of registers and the language of reports know is kept, and so is what cannot hold a name: a
stretch that no word explains and that has a family name in it is struck out, whatever it was. Rather a word
too much: whoever is asked has the workbook before them, and the place is named.
"""

import re
import unicodedata
from functools import cache, lru_cache
from hashlib import sha256

from reports.editions import all_editions
from reports.language.words.lexicon import lexicon_of

from .words import A_PERSON, FAMILY, OPEN, STEP, known_stretches, plain, result_of, shown

# Everyday words of offices with a sign in them that is a family name, too; others need not stand here.
_WORDS = """
关于 有关 无关 机关 关系 关闭 管理 主管 监管 管辖 管委会 应当 应急 应答 应予 适应 对应 相应 响应 安全 安置 安排 公安 治安 权利 权属 权力 权限 职权 权益 产权
解释 解决 解除 了解 和解 调解 国家 时间 时限 时效 及时 暂时 同时 高速 高新 高新区 高于 查询 查阅 查无 方式 方法 方面 方案 双方 对方 第三方 一方 地方 文件 文书
文号 原文 全文 公文 发文 通知 通过 成立 成果 完成 形成 构成 成员 许可 准许 程序 过程 工程 流程 计划 合计 统计 审计 设计 估计 规划 包括 包含 金额 资金 基金 现金 金融
奖金 党委 党政 党员 单位 单独 清单 订单 项目 事项 款项 施工 严重 经办 经济 经过 经营 已经 曾经 明白 部分 何时 何故 何种 如何 任何 任务 责任 任意 石材 水电
水利 水务 水费 供水 农村 道路 公路 铁路 马路 线路 全部 全体 齐全 健全 武装 车辆 车站 景区 游客 旅游 尚未 尚在 尚无 连同 连续 充分 付费 付款 支付 代理 代表 代为
代码 边界 周边 简易 简单 简要 党务 纪检 纪委 纪要 房屋 房产 房地产 住房 应诉 宣传 宣布 左右 陆续 荣誉 董事 杜绝 季度 强制 强拆 江河 林业 林地 森林
田地 农田 章程 公章 印章 盖章 违章 范围 规范 示范 历史 费用 收费 缴费 逾期 常住 正常 经常 常见 健康 余额 其余 剩余 顾问 平台 水平 公平 和解 计算 谢绝
柏油 花园 雷同 方位 史料 司法 司机 公司 路段 路面 查明 查实 温度 古迹 易地 交易 容易 贸易 尤其 严格 华侨 花费 常规 乐意 于法 由于 属于 基于 位于 关于 对于 至于 等于
不属于 皮革 卡片 时政 支队 都市 向阳 趋向 方向 意向 定向 转向 向其 向本 归口 越权 授权 申请人 权利人 当事人 代理人 负责人 法定代表人 家属 群众 村民 居民 业主 自然人 个人 公民 本人
其本人 他人 第三人 利害关系人 申报 申诉 申领 重申 申明 声明 说明 明确 证明 查明 注明 表明 载明 明显 明细 鉴定 谈话 安监 国土 自行 协商 移送 移交 转交 转送 转办 退回 退件 退还 重复
重新 已移 作出 出具 书面 口头 电话 短信 邮寄 快递 送达 签收 拒收 无人 联系 联系不上 无法 核实 核查 审核 批准 批复 同意 拒绝 不予 予以 给予 依法 依规 依据 根据 按照 参照 条例 规定 条款
"""
_STRETCH = re.compile("[一-鿿·]+")
# What stands before these is the name of a place or a body, not of a person.
_PLACE = re.compile(
    "(?:村|镇|乡|街道?|路|县|区|市|局|厅|委|办|科|处|股|所|院|校|站|队|部|馆|社|厂|店|行|公司|集团|中心|小区|花园|项目|工程|地块|大道|社区|办公室|政府|学校|医院|银行|协会|大队|支队|中队|分局|支局)"
)
# Alone beside a known word: 王同意. These are hardly ever anything but a name.
_STRONG = re.compile("[王李张刘陈杨赵吴徐孙胡朱郭罗宋郑韩唐冯曹袁邓许傅沈彭吕蒋蔡魏薛叶潘]")
_FOREIGN = re.compile("[A-Za-z]{2,}(?:[ .·][A-Za-z]{2,})+")
_TAG = re.compile("#[0-9a-f]{6}$")
_UNIT = re.compile("(?:局|科|股|处|室|办|委|院|所|中心|站|队|镇|乡|街道|村|社区|公司|集团|政府|部|厅|馆|会|校|厂|区|县|市|州|省|组|社|署|关|口|窗口|园|场|行|庭|单位|部门|机关)(?:[0-9一二三四五六七八九十]*)$")  # fmt: skip


@cache
def _vocabulary() -> re.Pattern[str]:
    """Return what finds a known word of two signs or more, the longest first."""
    known = lexicon_of(all_editions()[-1]).heads
    words = {word for word in (*_WORDS.split(), *known) if len(word) > 1 and _STRETCH.fullmatch(word)}
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))))


def _unknown(words: str) -> list[tuple[int, int]]:
    """Return the stretches of signs that no known word covers."""
    covered = bytearray(len(words))
    for first, last in known_stretches(words):
        covered[first:last] = b"\1" * len(covered[first:last])
    rest = "".join("|" if is_known else sign for sign, is_known in zip(words, covered, strict=True))
    for found in _vocabulary().finditer(rest):
        covered[found.start() : found.end()] = b"\1" * len(found[0])
    rest = "".join("|" if is_known else sign for sign, is_known in zip(words, covered, strict=True))
    return [found.span() for found in _STRETCH.finditer(rest)]


def _may_be_name(words: str, first: int, last: int) -> bool:
    """Whether an unknown stretch may have a name in it: a family name, and a sign of its own behind it."""
    stretch, behind = words[first:last], words[last:]
    if len(stretch) == 1:
        return bool(_STRONG.fullmatch(stretch)) and not _PLACE.match(behind)
    if any(_PLACE.fullmatch(stretch[-n:]) for n in (1, 2, 3)) or _PLACE.match(behind):
        return False
    found = FAMILY.search(stretch)
    return bool(found) and any(FAMILY.match(stretch, at) for at in range(len(stretch) - 1))


@lru_cache(maxsize=8192)
def without_names(text: str) -> str:
    """Return `text` with “…” for each stretch that may be a name, the rest as it stands."""
    # Of one length with what is kept: only signs are looked at.
    words = "".join(unicodedata.normalize("NFKC", sign)[:1] or " " for sign in text)
    for first, last in reversed(_unknown(words)):
        if _may_be_name(words, first, last):
            text = f"{text[:first]}…{text[last:]}"
    return re.sub("…{2,}", "…", _FOREIGN.sub("…", text))


def kept_result(text: str, salt: str = "") -> str:
    """Return the words of a result as they may be kept, meaning the same.

    Words that have to be asked end in a mark of what they were: the same words are asked once, and nobody
    can tell from it what they were. `salt` is a secret of the site.
    """
    words, meaning = without_names(text), result_of(text)
    if words == text or meaning == result_of(words) is not None:
        return words
    return _tagged(words, text, salt) if meaning is None else _called(meaning)


def kept_words(text: str, salt: str = "") -> str:
    """Return other words that may be asked, as `kept_result` does."""
    words = without_names(text)
    return words if words == text else _tagged(words, text, salt)


def _tagged(words: str, text: str, salt: str) -> str:
    return f"{words[:90]}#{sha256(f'{salt}|{plain(text)}'.encode()).hexdigest()[:6]}"


@cache
def _called(meaning: str) -> str:
    """Return words that mean `meaning`: what a row of some edition is called."""
    if meaning in (OPEN, STEP):
        return "在办" if meaning == OPEN else "告知补正"
    rows = (row for edition in all_editions() for table in edition.tables for row in table.rows)
    names = (name for row in rows if row.id == meaning for name in (row.short, row.caption) if name)
    return next(name for name in names if result_of(name) == meaning)


def kept_number(text: str, salt: str = "") -> str:
    """Return a case's number as it may be kept: a bare name in its place is none."""
    words = plain(text)
    is_name = not re.search("[0-9]", words) and kept_person(words)
    return _tagged("…", text, salt) if is_name else text


def kept_person(words: str) -> bool:
    """Whether words are a name of a person and nothing else, as far as can be told."""
    return bool(re.fullmatch("[一-鿿]{2,4}", words)) and bool(FAMILY.match(words)) and without_names(words) == "…"


def kept_body(text: str) -> str:
    """Return the units that dealt with a case, without the persons named beside them."""
    parts = [part for part in re.split("[()（）、,，;；/ \\s]+", shown(text)) if part]
    units = [part for part in parts if _UNIT.search(part) or without_names(part) == part]
    return shown(text) if len(units) == len(parts) else "、".join(units)


def is_hidden(value: str) -> bool:
    """Whether a value that is asked has something left out."""
    return bool(_TAG.search(value))


def without_mark(value: str) -> str:
    """Return a value that is asked as a page shows it."""
    return _TAG.sub("", value)


__all__ = ["A_PERSON", "is_hidden", "kept_body", "kept_number", "kept_result", "kept_words", "without_mark", "without_names"]
