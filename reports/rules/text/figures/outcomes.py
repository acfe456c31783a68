"""What came in, came over, was settled and goes on, and what came of it: told in words, and not all of it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reports.document import format_figure
from reports.language.claims.language import Claim

from ...case import Case, Found
from ...sources import ACCURATE

Figures = Mapping[str, Decimal | None]
_LEAST = 3  # groups of results that make a list of what came of all


def incomplete_outcomes(case: Case) -> Found:
    """Yield a finding where results and what goes on are listed, and are not what came in.

    收到70件，予以公开17件、不予公开6件、无法提供21件、其他处理12件，结转1件: 57 of 70.
    """
    if not case.language.quantities.known:
        return
    lines: dict[tuple[str, int], list[Claim]] = {}
    for claim in case.language.claims:
        if claim.meaning and claim.meaning.quantities:
            spoken = claim.mention.spoken
            lines.setdefault((spoken.passage.section, spoken.sentence.line), []).append(claim)
    for claims in lines.values():
        q = case.language.quantities
        firsts = {c.meaning.quantities[0].cells: c for c in reversed(claims) if _is_first(c, case.document.cells)}
        over, new, done, forward = (firsts.get(flow.cells) for flow in (q.over, q.new, q.done, q.forward))
        messages = []
        if new and forward and new.mention.spoken.run is (run := forward.mention.spoken.run):
            messages += _incomplete(case, [c for c in claims if c.mention.spoken.run is run], new, forward)
        if over and new and done and forward:
            messages += _unbalanced(case, over, new, done, forward)
        for message in messages:
            at = forward.mention
            yield at.passage.finding("text.sum", "warning", message, *at.span, source=ACCURATE)


def stands(claim: Claim, figures: Figures) -> bool:
    """Whether a count is the table's, or the table is blank; a wrong one is told by text.count."""
    values = [quantity.value(figures) for quantity in claim.meaning.quantities]
    return claim.mention.number.value in values or values[0] is None


def _is_first(claim: Claim, figures: Figures) -> bool:
    """Whether a count is the first that its words can mean, or the table has none yet."""
    return claim.meaning.quantities[0].value(figures) in (claim.mention.number.value, None)


def _unbalanced(case: Case, *told: Claim) -> Iterator[str]:
    """Yield what is wrong where a flow does not add up that no table has yet.

    What came in may hold what came over, or what was settled not count it.
    """
    if all(claim.meaning.quantities[0].value(case.document.cells) is not None for claim in told):
        return
    over, new, done, forward = (claim.mention.number.value for claim in told)
    if done + forward not in (new, new + over):
        added = [format_figure(number) for number in (new, over, new + over, done, forward, done + forward)]
        message = "{{where}}写的新收和上年结转是 {}＋{}＝{} 件，办结和结转下年是 {}＋{}＝{} 件，应当相等。请核对这几个数。"
        yield message.format(*added)


def _incomplete(case: Case, claims: list[Claim], whole: Claim, forward: Claim) -> Iterator[str]:
    """Yield what is wrong where what is listed is less than what came in."""
    groups = [(c, case.language.names.results_of(c.mention.label)) for c in claims]
    results = [c for c, named in groups if len(named) == 1 and c is not forward]
    kinds = [tuple(named) for c, named in groups if c in results]
    if len(results) < _LEAST or len(set(kinds)) < len(kinds):
        return
    total = sum((c.mention.number.value for c in (*results, forward)), Decimal(0))
    over = case.language.quantities.over.value(case.document.cells) or Decimal(0)
    came = whole.mention.number.value
    if total < came and "等" not in whole.mention.spoken.run_words:
        yield (
            f"{{where}}写的是收到 {format_figure(came)} 件，列出的办理结果和结转相加是 {format_figure(total)} 件，"
            f"还有 {format_figure(came + over - total)} 件没有交代。请补上没有列的结果，或者加“等”字。"
        )
