"""Denials in the text against the tables: 未收到…申请, 没有结转, 未作出行政处罚, while a table counts some."""


from reports.document import format_figure
from reports.language.claims.denials import denials_of
from reports.language.claims.language import Claim
from reports.language.claims.quantities import Quantity

from ...case import Case, Found
from ...sources import AGREES


def denials(case: Case) -> Found:
    """Yield a finding for each denial of a quantity that its table counts."""
    language, figures = case.language, case.document.cells
    if not language.quantities.known:
        return
    wrong: dict[tuple, list[tuple[Claim, Quantity]]] = {}
    for claim in denials_of(language):
        told = [(q, q.value(figures)) for q in claim.meaning.quantities]
        if told and all(value and value > 0 for _, value in told):
            mention, quantity = claim.mention, told[0][0]
            same = wrong.setdefault((id(mention.spoken), mention.begin, mention.number.end), [])
            if all(quantity.cells != other.cells for _, other in same):
                same.append((claim, quantity))
    for told in wrong.values():
        # One finding on words that deny, whatever of the tables they deny: 未发生复议和诉讼.
        mention, severity = told[0][0].mention, "error" if any(claim.meaning.firm for claim, _ in told) else "warning"
        held = "，".join(f"{quantity.name}为 {format_figure(quantity.value(figures))}" for _, quantity in told)
        message = f"{{where}}写的是“{{quote}}”，而{held}。请核对，改正写错的一处。"
        cells = tuple(cell for _, quantity in told for cell in quantity.cells)
        yield mention.passage.finding("text.denial", severity, message, *mention.span, cells=cells, source=AGREES)
