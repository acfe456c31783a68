"""Whose a word is: the organ's own name, long or short, or that of another office or place."""

import re

from .tokens import Ground, Token

# How an organ names itself after 我 or 本: 我局, 我关, 本站; 本办法 and 本级 are no organs.
OWN_OFFICE = (
    "(?:我(?!分|理)|本(?!办法|级|部分|区域|处理))"
    "(?:街道|单位|中心|机关|行政机关|部门|公司|集团|医院|学校|社区|苏木|管委会|开发区|园区|[局委办市区县镇乡厅处院省州盟旗站所队社关部署校](?![级理结]))|我(?:分局|支局|分中心)|我们"
)
_GOVERNMENT = re.compile(r"(?<!镇人民政)(?<!镇政)(?:省|市|州|县|区|旗|人民政府)$")
_LONGEST = 14  # letters of a name
_AND = frozenset("和与及")
_VERBS = frozenset(("通过", "针对", "关于"))
_PLACES = frozenset({"place", "core"})


def is_short_for(name: str, organ: str) -> bool:
    """Whether a name may be short for the organ's; 市局 is above a 分局."""
    if organ.endswith("分局") and name.endswith("局") and not name.endswith("分局"):
        return False
    return bool(name) and stands_in(name, organ)


def stands_in(short: str, long: str) -> bool:
    """Whether the letters of one word stand in another in their order: 市文旅局 in 某市文化和旅游局."""
    rest = iter(long)
    return all(char in rest for char in short)


def is_government(organ: str) -> bool:
    """Whether the organ is a government whose report sums up a whole place."""
    return bool(_GOVERNMENT.search(organ)) and not organ.endswith("镇人民政府")


def told_apart(tokens: list[Token], ground: Ground) -> list[Token]:
    """Return the tokens, those of names under `own` or `office`; what an organ is, is its own."""
    tokens, organ = list(tokens), ground.organ
    _systems(tokens, organ)
    _of_all(tokens)
    past = 0
    for at in [n for n, token in enumerate(tokens) if not _PLACES.isdisjoint(token.heads)]:
        first = at
        while first > past and _may_begin(tokens, first - 1):
            first -= 1
        past = first
        while past < len(tokens) and _is_of_name(tokens, past, first):
            past += 1
        if past > first:
            tokens[first:past] = _named(tokens[first:past], organ, ground.is_government)
            _with_small_words(tokens, first, organ)
    return tokens


def _may_begin(tokens: list[Token], at: int) -> bool:
    """Whether a token before a word for an office may be of its name: 和 only between two that are."""
    if tokens[at].text in _AND:
        return at > 0 and _is_of_name(tokens, at - 1, at - 1) and not tokens[at + 1].heads
    return _is_of_name(tokens, at, at)


def _with_small_words(tokens: list[Token], first: int, organ: str) -> None:
    """Let a small word before an own name be part of it, where the organ's has it: 廿里街道."""
    name = tokens[first].text
    while first and "own" in tokens[first].heads and len(tokens[first - 1].text) < 3:
        before = tokens[first - 1]
        name = before.text + name
        if before.number or before.has("self", "stop") or not is_short_for(name, organ):
            return
        first -= 1
        tokens[first] = before.also("own", "plain")


def _is_of_name(tokens: list[Token], at: int, first: int) -> bool:
    token = tokens[at]
    if token.number or token.has("own", "self", "stop", "now", "last", "next"):
        return False
    if token.text in _VERBS:  # 法人通过市政府网站
        return False
    if token.text in _AND:
        return first < at < len(tokens) - 1 and not tokens[at + 1].heads
    return not token.has("plain", "onward", "pending", "join")


def _named(run: list[Token], organ: str, government: bool) -> list[Token]:
    """Return the tokens of a run of names; each name ends where a word for an office or a place stands."""
    ends = [n for n, token in enumerate(run) if token.has("place", "core")]
    if not ends:
        return run
    whole = "".join(token.text for token in run[: ends[-1] + 1])
    one = not (government and any("core" in token.heads for token in run)) and is_short_for(whole, organ)
    begin, told = 0, []
    for end in ends:
        part = run[begin : end + 1]
        if part[0].text in _AND and len(part) > 1:
            told.append(part[0].also("plain"))
            part = part[1:]
        name = "".join(token.text for token in part)
        core = government and "core" in part[-1].heads
        own = one or not core and is_short_for(name[-_LONGEST:], organ)
        told += [t.also("own", "plain") if own else t.under(t.heads - {"plain"} | {"office"}) for t in part]
        begin = end + 1
    return told + run[begin:]


def _of_all(tokens: list[Token]) -> None:
    """Let what follows 全市 be of all of it: 全市各级行政机关和单位."""
    after = False
    for n, token in enumerate(tokens):
        after = "self" in token.heads and token.text.startswith(("全", "各")) or after and "of all" in token.heads
        if after and "self" not in token.heads:
            tokens[n] = token.under(frozenset({"plain", "self"}))


def _systems(tokens: list[Token], organ: str) -> None:
    """Mark what names the organ's own field with all offices under it: 全市税务系统."""
    for n, token in enumerate(tokens):
        if token.text not in ("系统", "全系统"):
            continue
        first = next((k for k in range(n, max(-1, n - 5), -1) if tokens[k].text.startswith("全")), None)
        if first is None:
            continue
        field = "".join(t.text for t in tokens[first + 1 : n]).removeprefix("各级")
        if is_short_for(field or organ, organ):
            tokens[first : n + 1] = [t.also("own", "plain", "system") for t in tokens[first : n + 1]]
