"""Denials in the text against the tables: 未收到…申请, 没有结转, 未作出行政处罚, while a table counts some."""

from collections.abc import Iterator

from reports.document import format_figure
from reports.language.claims.denials import denials_of

from ...case import Case
from ...findings import Finding
from ...sources import AGREES


def denials(case: Case) -> Iterator[Finding]:
    """Yield a finding for each denial of a quantity that its table counts."""
    language, figures = case.language, case.document.cells
    if not language.quantities.known:
        return
    seen = set()
    for claim in denials_of(language):
        mention, meaning = claim.mention, claim.meaning
        told = [(q, q.value(figures)) for q in meaning.quantities]
        place = (id(mention.spoken), told[0][0].cells if told else ())
        if told and all(value for _, value in told) and place not in seen:
            seen.add(place)
            quantity, value = told[0]
            message = (
                f"{{where}}写的是“{{quote}}”，而{quantity.name}为 {format_figure(value)}。"
                "请核对，改正写错的一处。"
            )
            yield mention.spoken.passage.finding(
                "text.denial", "error" if meaning.firm else "warning", message,
                *mention.spoken.sentence.span(mention.begin, mention.number.end),
                cells=quantity.cells, source=AGREES,
            )  # fmt: skip
