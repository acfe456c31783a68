"""What is told of odd rows: each by its place, and where there are many of a kind, together."""

from dataclasses import dataclass, field

from reports.importing.values import Notice

from ..naming import without_names
from ..words import shown

MOST_EACH = 20  # notices of one kind that stand on their own
MOST_NUMBERS = 200  # row numbers in one sentence

SENTENCES = {
    "total": "是合计行，没有读入。",
    "lone": "只有一格有内容，不像一件申请，没有读入。",
    "no_received": "没有收到日期，这一行没有读入。",
    "bad_received": "收到日期看不出是哪一天，这一行没有读入。",
    "old_received": "收到日期早于{first}年，这一行没有读入。",
    "future_received": "收到日期在今天以后，这一行没有读入。",
    "bad_closed": "答复日期看不出是哪一天，按还没有办结读入。",
    "old_closed": "答复日期早于{first}年，按还没有办结读入。",
    "future_closed": "答复日期在今天以后，按还没有办结读入。",
    "early_closed": "答复日期早于收到日期，按还没有办结读入。",
    "no_closed": "有答复结果，没有答复日期，按还没有办结读入。",
    "no_result": "有答复日期，没有答复结果，按还没有办结读入。",
    "done_without": "写着已经办结，没有答复结果和日期，按还没有办结读入。",
    "bad_corrected": "补正日期不能用，没有读入；这一件按收到日期计算期限。",
    "next_year": "答复日期没有年份，按收到以后的第一个这一天读入。",
    "continued": "没有编号和收到日期，按上一件的续行读入。",
    "several": "写着不止一件，按一件读入；要分开统计的，请一件一行。",
    "no_number": "没有编号，按收到日期编了号。",
    "same_twice": "与前面同一编号的内容相同，只读一次。",
    "ended_later": "与另一行是同一件，那里还没有办结：按这一行读，只读一次。",
    "fault": "是公式的错误值，按空白处理。请在办公软件里改正后再导入。",
    "review_no_day": "写有复议、诉讼，没有日期，不能统计，没有读入。",
    "review_no_received": "复议、诉讼没有收到日期，按结案日期统计。",
    "review_no_closed": "复议、诉讼有结果，没有结案日期，按尚未审结读入。",
    "review_no_outcome": "复议、诉讼有结案日期，没有结果，按尚未审结读入。",
    "review_early": "复议、诉讼的结案日期早于收到日期，按尚未审结读入。",
    "review_bad_day": "复议、诉讼的日期不能用，没有读入。",
    "repeated_head": "是重复的表头，从这里起按它读。",
}  # fmt: skip
FIRST_YEAR = 2008  # the regulation came into force on 1 May 2008


@dataclass
class Odds:
    """Collects odd rows, in order."""

    found: dict[tuple[str, str], list[tuple[str, int, str]]] = field(default_factory=dict)

    def add(self, kind: str, sheet: str, where: str, row: int, read: str = "") -> None:
        """Remember that a row is odd; `sheet` is what rows are told together by."""
        self.found.setdefault((kind, sheet), []).append((where, row, without_names(shown(read))))

    def notices(self) -> list[Notice]:
        """Return what is told: the first of a kind each, the rest in one sentence."""
        told = []
        for (kind, _), places in self.found.items():
            sentence = SENTENCES[kind].format(first=FIRST_YEAR)
            each = places if len(places) <= MOST_EACH + 1 else places[:MOST_EACH]
            told += [Notice(where, read, f"{where}{_said(kind, sentence)}") for where, _, read in each]
            if rest := places[len(each) :]:
                where = f"{rest[0][0]}等"
                rows = ranges([row for _, row, _ in rest])
                told.append(Notice(where, "", f"{where}{len(rest)}行也一样：{sentence}行号：{rows}。"))
        return told


def _said(kind: str, sentence: str) -> str:
    return sentence if kind in ("total", "fault", "repeated_head") else f"：{sentence}"


def ranges(rows: list[int]) -> str:
    """Return row numbers in words: 5、7—9; at most 200 stretches."""
    stretches: list[list[int]] = []
    for row in sorted(set(rows)):
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    words = [str(a) if a == b else f"{a}—{b}" for a, b in stretches[:MOST_NUMBERS]]
    return "、".join(words) + ("……" if len(stretches) > MOST_NUMBERS else "")
