"""What words about requests mean: rows, groups and columns of table 三, and sums that people make."""

import re
from collections.abc import Iterable

from reports.editions.structure import RESULT

from ..words.lexicon import Lexicon
from ..words.tokens import Token
from .labels import Rest, carried_forward, carried_over, has, named, rest_of
from .quantities import AT_MOST, Meaning, Quantities, Quantity
from .spoken import Mention

_ROW, _COLUMN = "requests row:", "requests column:"
Read = tuple[list[Quantity], bool, bool]


class Requests:
    """Reads counts of requests by the words of one edition."""

    def __init__(self, lexicon: Lexicon, quantities: Quantities):
        self.ids, self.q = lexicon.ids, quantities
        told = {head: of for head, of in lexicon.ids.items() if of and head.startswith(_ROW)}
        rows = {head: [quantities.rows[row] for row in of] for head, of in told.items()}
        # The heads of what was handled otherwise, all together; of reasons, not of groups; of results.
        self.others = {head for head, of in rows.items() if {row.id for row in of} >= set(quantities.others)}
        self.reasons = {head for head, of in rows.items() if len(of) == 1 and quantities.is_reason(of[0].id)}
        self.results = {head for head, of in rows.items() if all(row.role == RESULT for row in of)}
        self.groups = {head: of[0].groups[-1] if len(of[0].groups) > 1 else of[0].id for head, of in rows.items()}

    # ---- what a sentence lists

    def names_result(self, tokens: Iterable[Token]) -> bool:
        """Whether words name a result of table 三, whose sums the table's own equations judge."""
        return not self.others.issuperset(named(tokens, _ROW))

    def names_group(self, tokens: Iterable[Token]) -> bool:
        """Whether words name a group of results in the table's own words: 予以公开, 无法提供."""
        return not (self.others | self.reasons).issuperset(named(tokens, _ROW))

    def groups_named(self, tokens: list[Token]) -> set[str]:
        """Return the groups of results that words name, by themselves or by a reason."""
        return {self.groups[head] for head in named(tokens, _ROW)}

    def kinds_named(self, tokens: list[Token]) -> set[str]:
        """Return the kinds of applicants that words name."""
        return {column for head in named(tokens, _COLUMN) for column in self.ids[head]}

    def lists_results(self, mention: Mention) -> bool:
        """Whether the sentence lists results that only requests have, wherever it stands."""
        return mention.inherited and len(mention.spoken.run_parts & self.results) > 1

    def lists_flow(self, mention: Mention) -> bool:
        """Whether a paragraph begins with a list of what came over, came in and goes on, and names no thing.

        Only the table of requests is told like that: 上年结转2件，本年新收17件，结转下年度继续办理2件.
        """
        spoken = mention.spoken
        if mention.matter or not spoken.sentence.opens or spoken.subjects or len(spoken.mentions) < 2:
            return False
        heads = [told.head for told in spoken.mentions]
        carries = any(carried_over(head) or carried_forward(head) for head in heads)
        return carries and all(map(_is_flow, heads))

    # ---- what a count means

    def meaning(self, mention: Mention) -> Meaning | None:
        """Return what a count of requests can mean; None when it is none of table 三's."""
        if waiting := self._waits(mention):
            return waiting
        if _is_attribute(mention):
            return None
        words = _Label(mention, self)
        rest = words.rest()
        if rest.restricted or self._is_among_strangers(words) or self._is_any_other(words):
            return None
        read = words.read()
        bound = AT_MOST if has(mention.head, "villagers") else ""
        return Meaning(tuple(read[0]), read[1], read[2], bound) if read else None

    def rest(self, mention: Mention) -> Rest:
        """Return what of a count's words is none that requests are told in."""
        return _Label(mention, self).rest()

    def _is_among_strangers(self, words: "_Label") -> bool:
        """Whether a reason or an applicant stands in a list of others that the table does not have.

        执法案卷类11件，户籍类6件 tells subjects, not reasons.
        """
        mention = words.mention
        if not mention.inherited or not (words.columns or self.reasons.intersection(words.rows)):
            return False
        return any(self.rest(sibling).unexplained for sibling in mention.siblings if sibling.inherited)

    def _is_any_other(self, words: "_Label") -> bool:
        """Whether 其他 alone stands in no list of results: 自然人24件，其他1件."""
        mention = words.mention
        alone = words.rows and self.others.issuperset(words.rows)
        if not alone or re.search("处理|答复|办理", mention.before + mention.after):
            return False
        return not any(self.names_group(sibling.label) for sibling in mention.siblings)

    def _waits(self, mention: Mention) -> Meaning | None:
        """Return what 12件申请未到答复期限，结转下年办理 means; these may be only some."""
        after = mention.spoken.between(mention.number.end, mention.number.end + 60)
        stop = next((n for n, token in enumerate(after) if token.text == "，"), None)
        if mention.foreign or stop is None or not _NOT_DUE.match(mention.rest):
            return None
        onward = after[stop + 1 :]
        while onward and not onward[0].has("onward") and (onward[0].has("plain") or onward[0].text in _WILL):
            onward = onward[1:]
        led = _LEFT_OVER.fullmatch(mention.before)
        if not led or not onward or not onward[0].has("onward") or not carried_forward(onward[:2]):
            return None
        run = mention.spoken.run_words.replace(mention.before, "", 1)
        others = "另有" in run or any("转" in m.before + m.after for m in mention.siblings)
        return Meaning((self.q.forward,), False, True, AT_MOST if not led["left"] or others else "")


_NOT_DUE = re.compile("(?:政府信息公开|信息公开|依申请公开)?的?申请(?:因|由于|正|尚|仍|未|还|需)[一-鿿]{0,24}，")
_WILL = frozenset(("将", "拟", "需", "故", "按程序"))
_LEFT_OVER = re.compile(
    r"(?:[，；、：]|截[至止](?:20\d\d年)?(?:年底|年末|12月31日|12月底)?|年末|年底|目前|(?P<left>[尚仍]有?|其余|剩余)|另|还|有){0,8}"
)


def _is_flow(head: list[Token]) -> bool:
    """Whether a label tells only what came over, came in, was done or goes on."""
    told = carried_over(head) or carried_forward(head) or has(head, "new") or any(t.text == "办结" for t in head)
    spans = {t.start for t in (*carried_over(head), *carried_forward(head))}
    rest = [t for t in head if t.start not in spans]
    return bool(told) and all(t.has("stop", "now", "year", "new") or t.text in _FLOW_WORDS for t in rest)


_FLOW_WORDS = frozenset(("其中", "均", "已", "尚有", "另有", "的", "申请", "为", "有", "办结", "、", "年度", "新收"))
_MARKS_PAPERS = re.compile(
    r"公文|免[于予]公开|公开属性|发文|(?:制发|印发|制作)[一-鿿]{0,4}(?:文件|信息)"
)


def _is_attribute(mention: Mention) -> bool:
    """Whether 依申请公开 or 不予公开 is how papers are marked, or a fee is told of."""
    spoken = mention.spoken
    around = "".join(token.text for token in mention.around)
    words = spoken.words + (spoken.parent.words if spoken.parent else "")
    return bool(_MARKS_PAPERS.search(words)) and not re.search("收到|受理|答复|公开申请", around)


class _Label:
    """The words of a label that name rows and columns."""

    def __init__(self, mention: Mention, requests: Requests):
        self.mention, self.of, self.q = mention, requests, requests.q
        self.head, self.tail = mention.head, mention.tail
        self.over, self.forward = carried_over(self.head), carried_forward(self.head)
        self.over_after, self.forward_after = carried_over(self.tail), carried_forward(self.tail)
        self.rows = self._rows(self.head) or self._rows(self.tail)
        self.is_bare_granted = not self.rows and self._is_bare_granted()
        self.columns = self._columns(self.head) or self._columns(self.tail)

    def _rows(self, tokens: list[Token]) -> list[str]:
        found = named(tokens, _ROW)
        return [row for row in found if row not in self.of.others] if self._columns(tokens) else found

    def _columns(self, tokens: list[Token]) -> list[tuple[str, ...]]:
        found = [self.of.ids[head] for head in named(tokens, _COLUMN)]
        several = [columns for columns in found if len(columns) > 1]
        if several and all(c in several or c == ("other",) for c in found):
            beside = self._named_beside(tokens)
            return [beside] if beside else several
        return found

    def _named_beside(self, tokens: list[Token]) -> tuple[str, ...]:
        """Return what 其他组织 are beside organisations that are named: 企业5件，科研机构2件，其他组织2件."""
        if any("法人" in token.text for token in tokens) or not has(tokens, "other organisations"):
            return ()
        every = next((c for c in self.of.ids.values() if len(c) > 1 and "business" in c), ())
        labels = [token for told in self.mention.spoken.mentions for token in told.label]
        told = {c for head in named(labels, _COLUMN) for c in self.of.ids[head] if len(self.of.ids[head]) == 1}
        told &= set(every[:-1])
        return tuple(c for c in every if c not in told) if told else ()

    def _is_bare_granted(self) -> bool:
        """Whether 公开 stands in a list of results: 公开3件，不予公开1件."""
        if not _BARE_GRANTED.fullmatch(self.mention.before) or self.tail:
            return False
        listed = any(self.of.names_result(sibling.label) for sibling in self.mention.siblings)
        return listed or self.of.lists_results(self.mention)

    def rest(self) -> Rest:
        """Return what of the label is not understood."""
        heads = ["requests word", "everybody", "requests", "villagers"]
        heads += [*self.rows, *named(self.mention.label, _COLUMN)] if self.rows or self.columns else []
        known = [*self.over, *self.forward, *self.over_after, *self.forward_after]
        if self.is_bare_granted:
            known += [t for t in self.head if t.text.startswith(("公开", "同意"))]
        if self.forward_after:
            known += [t for t in self.mention.label if t.text in ("除", "外")]
        return rest_of(self.mention, heads, known)

    # ---- the quantities

    def read(self) -> Read | None:
        """Return (quantities, firm, denies)."""
        if self.rows or self.is_bare_granted:
            return self._read_rows()
        if self.columns:
            return self._read_columns()
        return self._read_flow() or self._read_totals()

    def _read_flow(self) -> Read | None:
        q, before = self.q, self.mention.before
        if re.search(r"新收[一-鿿]{0,8}[和及与、][一-鿿]{0,4}结转", before):
            return [q.new + q.over], True, True
        if self.over:
            both = has(self.head, "new") or re.search("(?:收到|受理|申请)[一-鿿]{0,10}[和及与、加]", before)
            return [q.new + q.over if both else q.over], True, True
        if _BARE_CARRY.fullmatch(before) and not self.tail:
            # After what was settled, only what goes on is left to tell.
            told = self.mention.spoken.between(0, self.mention.number.start)
            return [q.forward, *([] if has(told, "ended") else [q.over])], False, True
        if self.forward or self.forward_after:
            firm = re.search("结转|顺延|下一?年", before + self.mention.after)
            return [q.forward], bool(firm), True
        return None

    def _read_totals(self) -> Read | None:
        q, head = self.q, self.head
        new = next((n for n, token in enumerate(head) if token.has("new")), None)
        if new is not None:
            if has(head[new + 1 :], "done"):
                return [q.new - q.forward, q.new], False, True
            number = self.mention.number
            carried = carried_over(self.mention.spoken.between(number.end, number.end + 40))
            return ([q.new, q.new + q.over] if carried else [q.new]), True, True
        done = has(head, "done") or (not has(head, "taken", "requests") and has(self.tail, "done"))
        if done and not has(head, "got"):
            return self._read_done()
        if not head and has(self.tail[-1:], "within"):  # 66件申请中予以公开31件: received or settled
            return [q.new, *self._finished(), q.new + q.over], False, True
        if has(head, "taken in") or self._asks():
            return [q.new, q.new + q.over], True, True
        return None

    def _read_done(self) -> Read:
        q, head = self.q, self.head
        if self._tells_flow():
            return [q.done, q.done - q.over], False, True
        answered = has(head, "answered") or not _HANDLED.search(self.mention.before + self.mention.after)
        finished = self._finished()[:2] if self._adds_carried() else self._finished()
        return finished + (self._answered() if answered else []), False, True

    def _asks(self) -> bool:
        """Whether the label is of requests without a verb: 依申请公开12件, 信息公开申请共12件."""
        mention = self.mention
        if not mention.inherited:
            return any("申请" in token.text for token in mention.label)
        return bool(_A_TOTAL.fullmatch(mention.before)) and not self.tail and mention.heads_line

    def _tells_flow(self) -> bool:
        """Whether what came over, what came in and what goes on are counted beside what was settled."""
        labels = [told.label for told in self.mention.spoken.mentions]
        came = any(has(label, "new") or any("收到" in t.text for t in label) for label in labels)
        return came and any(map(carried_over, labels)) and any(map(carried_forward, labels))

    def _adds_carried(self) -> bool:
        """Whether what was carried over is said to be among those settled: 加上上年结转的2件，办结38件."""
        begin = self.head[0].start if self.head else self.mention.number.start
        before = self.mention.spoken.between(0, begin)
        adds = next((n for n, t in enumerate(before) if t.text in ("加上", "加", "连同", "含", "包括")), None)
        return adds is not None and bool(carried_over(before[adds : adds + 14]))

    def _finished(self) -> list[Quantity]:
        """Return what 办结 can mean: all results, with those carried forward, the new ones of them …"""
        q = self.q
        return [q.done, q.done + q.forward, q.done - q.over, q.new, q.new - q.forward]

    def _answered(self) -> list[Quantity]:
        """Return what 答复 can mean besides: results without those that get no answer."""
        other, unprocessed = self.q.requests(self.q.others), self.q.of_role("unprocessed")
        return [self.q.done - other, self.q.done - other - unprocessed, self.q.done - unprocessed]

    def _read_rows(self) -> Read | None:
        columns = self.columns[0] if self.columns else ("total",)
        if len(self.columns) > 1:
            return None
        if self.is_bare_granted:
            granted = [self.q.requests((row,), columns) for row in self.q.granted]
            return [granted[0], sum(granted[1:], granted[0])], False, False
        found = [self.q.requests(self.of.ids[row], columns) for row in self.rows]
        if len(found) == 1 and self.rows[0] in self.of.others:
            # 其他处理 may mean all its rows, the last, or all but the first.
            rows = self.q.others
            more = [self.q.requests(rows[n:], columns) for n in (len(rows) - 1, 1)] if len(rows) > 1 else []
            return [*found, *more], False, False
        if len(found) == 1:
            return found, True, False
        if len({row in self.of.reasons for row in self.rows}) > 1:
            return found, False, False
        return [sum(found[1:], found[0])], False, False

    def _read_columns(self) -> Read | None:
        columns = tuple(dict.fromkeys(column for group in self.columns for column in group))
        rows = [quantity.cells[0].split(".")[1] for quantity in (self.q.new, self.q.done, self.q.over)]
        found = [self.q.requests((row,), columns) for row in rows]
        found[2] = found[0] + found[2]
        if self.columns[0] not in self.of.ids.values():  # 其他组织 beside those that are named, or the table's own
            found += [self.q.requests((row,), ("other",)) for row in rows[:2]]
        return found, False, False


_BARE_GRANTED = re.compile("[，、；：]?(?:其中)?[：，]?(?:已|全部|均|同意)?公开[的类]?")
_BARE_CARRY = re.compile(
    "[，、；：]?(?:其余|剩余|余下|尚有|另有|仍有|还有|年末|一件|任何)?(?:申请)?(?:结转|转结)量?的?(?:申请)?"
)
_HANDLED = re.compile("办|处理")
_A_TOTAL = re.compile("[，：]?(?:全年|本年|今年)?(?:共|共计|合计|总计|总数为|数量为)?[有为]?")
