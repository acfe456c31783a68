"""docs/rules.md, made from the registry: `python -m reports.rules.handbook > docs/rules.md`."""

from .entries import RULES
from .registry import Rule

_INTRODUCTION = """\
# 校核规则

本页由规则登记表（`reports/rules/entries/`）生成，请勿手改：
`python -m reports.rules.handbook > docs/rules.md`。产品里的“规则说明”页用的是同一张表。

“错误”须改正后才能提交；“提醒”请核对，确实无误的写明理由后可以保留；“提示”只供参考。
花括号代表列、行、部分或内容，例如 `requests.balance.{column}` 在自然人列是 `requests.balance.natural_person`。

| 规则 | 程度 | 查什么 |
|---|---|---|
"""


def markdown() -> str:
    """Return the handbook of all rules."""
    rows = "".join(f"| `{r.pattern}` | {r.severity_name} | {r.title} |\n" for r in RULES)
    return _INTRODUCTION + rows + "".join(map(_section, RULES))


def _section(rule: Rule) -> str:
    return (
        f"\n## {rule.title}\n`{rule.pattern}`，{rule.severity_name}\n\n{rule.why}\n\n"
        f"- 依据：{rule.source}\n- 会提出：{rule.fires.told}\n- 不提出：{rule.silent.told}\n"
        + (f"- 常用的理由：{'；'.join(rule.reasons)}\n" if rule.reasons else "")
    )


if __name__ == "__main__":
    print(markdown(), end="")
