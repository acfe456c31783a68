"""Denials in the text against the tables: 未收到…申请, 没有结转, 未作出行政处罚, while a table counts some."""

from collections.abc import Iterator

from reports.document import format_figure
from reports.language.claims.denials import denials_of
from reports.language.claims.language import Claim
from reports.language.claims.quantities import Quantity

from ...case import Case
from ...findings import Finding
from ...sources import AGREES


def denials(case: Case) -> Iterator[Finding]:
    """Yield a finding for each denial of a quantity that its table counts."""
    language, figures = case.language, case.document.cells
    if not language.quantities.known:
        return
    wrong: dict[tuple, list[tuple[Claim, Quantity]]] = {}
    for claim in denials_of(language):
        told = [(q, q.value(figures)) for q in claim.meaning.quantities]
        if told and all(value for _, value in told):
            mention, quantity = claim.mention, told[0][0]
            same = wrong.setdefault((id(mention.spoken), mention.begin, mention.number.end), [])
            if all(quantity.cells != other.cells for _, other in same):
                same.append((claim, quantity))
    for told in wrong.values():
        yield _denied(told, figures)


def _denied(told: list[tuple[Claim, Quantity]], figures) -> Finding:
    """Return the one finding on words that deny, whatever of the tables they deny: 未发生复议和诉讼."""
    mention = told[0][0].mention
    held = "，".join(f"{quantity.name}为 {format_figure(quantity.value(figures))}" for _, quantity in told)
    return mention.spoken.passage.finding(
        "text.denial", "error" if any(claim.meaning.firm for claim, _ in told) else "warning",
        f"{{where}}写的是“{{quote}}”，而{held}。请核对，改正写错的一处。",
        *mention.spoken.sentence.span(mention.begin, mention.number.end),
        cells=tuple(cell for _, quantity in told for cell in quantity.cells), source=AGREES,
    )  # fmt: skip
