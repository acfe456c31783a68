"""Every rule of the registry, in the order of the page 规则说明."""

from functools import cache

from ..registry import Rule
from .of_tables import TABLE_RULES
from .of_words import WORD_RULES

RULES: tuple[Rule, ...] = (*TABLE_RULES, *WORD_RULES)


def is_rule(finding_id: str) -> bool:
    """Whether a rule of today gives findings of that id."""
    return any(rule.covers(finding_id) for rule in RULES)


@cache
def rule_of(finding_id: str) -> Rule | None:
    """Return the rule that a finding's id belongs to; None for an edition's own equation."""
    return next((rule for rule in RULES if rule.covers(finding_id)), None)
