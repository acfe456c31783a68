"""Every rule of the registry, in the order of the page 规则说明."""

from functools import cache

from .catalogue_tables import TABLE_RULES
from .catalogue_words import WORD_RULES
from .registry import Rule

RULES: tuple[Rule, ...] = (*TABLE_RULES, *WORD_RULES)


@cache
def rule_of(finding_id: str) -> Rule | None:
    """Return the rule that a finding's id belongs to; None for an edition's own equation."""
    return next((rule for rule in RULES if rule.covers(finding_id)), None)
