"""What came of the requests of a year, told to the last: each right by itself, and not all of them."""

from collections.abc import Iterator
from decimal import Decimal

from reports.document import format_figure
from reports.language.claims.language import Claim

from ...case import Case
from ...findings import Finding
from ...sources import ACCURATE

_LEAST = 3  # groups of results that make a list of what came of all


def incomplete_outcomes(case: Case) -> Iterator[Finding]:
    """Yield a finding where results and what goes on are listed, and are not what came in.

    收到70件，予以公开17件、不予公开6件、无法提供21件、其他处理12件，结转1件: 57 of 70.
    """
    if not case.language.quantities.known:
        return
    runs: dict[int, list[Claim]] = {}
    for claim in case.language.claims:
        runs.setdefault(id(claim.mention.spoken.run), []).append(claim)
    for claims in runs.values():
        yield from _in_run(case, claims)


def _in_run(case: Case, claims: list[Claim]) -> Iterator[Finding]:
    q, figures = case.language.quantities, case.document.cells
    right = [c for c in claims if c.meaning and _value(c, figures) == c.mention.number.value]
    whole = next((c for c in right if c.meaning.quantities[0] == q.new), None)
    forward = next((c for c in right if c.meaning.quantities[0] == q.forward), None)
    if whole is None or forward is None:
        return
    groups = [(c, case.language.names.results_of(c.mention.label)) for c in claims if c.meaning]
    results = [c for c, named in groups if len(named) == 1 and c is not forward]
    kinds = [tuple(named) for c, named in groups if c in results]
    if len(results) < _LEAST or len(set(kinds)) < len(kinds):
        return
    total = sum((c.mention.number.value for c in (*results, forward)), Decimal(0))
    over = q.over.value(figures) or Decimal(0)
    came = whole.mention.number.value
    if total < came and "等" not in whole.mention.spoken.run_words:
        spoken = forward.mention.spoken
        message = (
            f"{{where}}写的是收到 {format_figure(came)} 件，列出的办理结果和结转相加是 {format_figure(total)} 件，"
            f"还有 {format_figure(came + over - total)} 件没有交代。请补上没有列的结果，或者加“等”字。"
        )
        span = spoken.sentence.span(forward.mention.begin, forward.mention.number.end)
        yield spoken.passage.finding("text.sum", "warning", message, *span,
                                     source=ACCURATE)  # fmt: skip


def _value(claim: Claim, figures) -> Decimal | None:
    return claim.meaning.quantities[0].value(figures) if claim.meaning.quantities else None
