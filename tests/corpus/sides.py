"""Write what is read and found in some 8,000 documents: `python -m tests.corpus.sides > FILE`.

Run it before a change that may alter no verdict, and after it; `diff` tells what has changed. The documents:
every sentence of the corpus, the same with one figure altered, mixtures of them, the whole reports, babble.
"""

import random
import re
import sys
from collections.abc import Iterator

from reports.document import Document
from reports.language.claims.denials import denials_of
from reports.language.claims.lists import listings
from reports.rules import check
from reports.rules.case import Case
from reports.rules.registry import CLEAN
from tests.corpus import HERE, every, read
from tests.corpus.whole import names, read_whole
from tests.rules.text.test_any_words import babble

MIXTURES, TOGETHER, BABBLES, EACH = 800, 9, 300, 1  # EACH: every so manyth sentence
_FIGURE = re.compile(r"(?<!\d)\d{1,4}(?=[件条项份次个起宗万元%])")


def documents() -> Iterator[tuple[str, Document, Document | None]]:
    """Yield the name of each document, the document, and the one of the year before where there is one."""
    sentences = [*every(), *read(HERE / "held_out.txt")]
    for sentence in sentences[::EACH]:
        dice = random.Random(sentence.words)  # a new sentence alters no other's figure
        yield sentence.place, Document.from_json(sentence.report), None
        figures = list(_FIGURE.finditer(sentence.words))
        if figures and dice.random() < 0.5:
            yield f"{sentence.place} altered", _altered(sentence, dice.choice(figures), dice), None
    dice = random.Random(80)
    for n in range(MIXTURES):
        chosen = dice.sample(sentences, dice.randrange(2, TOGETHER))
        told = "".join(f"<p>{''.join(s.words for s in chosen[at : at + 3])}</p>" for at in range(0, len(chosen), 3))
        report = chosen[0].report | {"sections": CLEAN | {"overview": CLEAN["overview"] + told}}
        mixed = Document.from_json(report)
        yield f"mixture {n}", mixed, mixed
    for name in names():
        yield name, read_whole(name)[0], None
    for seed in range(BABBLES):
        words = f"<p>{babble(seed)}</p><p>{babble(-seed)}</p>"
        sections = dict.fromkeys(("overview", "problems", "other_matters"), words)
        value = dice.choice(sentences).report | {"preface": words, "sections": sections}
        yield f"babble {seed}", Document.from_json(value), None


def _altered(sentence, figure: re.Match, dice: random.Random) -> Document:
    other = str(int(figure[0]) + dice.choice((-1, 1, 2, 10)))
    words = sentence.words[: figure.start()] + other + sentence.words[figure.end() :]
    told = {name: text.replace(sentence.words, words) for name, text in sentence.report["sections"].items()}
    return Document.from_json(sentence.report | {"sections": told})


def verdict(document: Document, previous: Document | None) -> Iterator[str]:
    """Yield a line for each claim, denial, list and finding."""
    case = Case(document, previous)
    for claim in (*case.language.claims, *denials_of(case.language)):
        mention, meaning = claim.mention, claim.meaning
        read_as = (meaning.firm, meaning.denies, meaning.bound, *((q.name, q.plus, q.minus) for q in meaning.quantities)) if meaning else claim.why
        yield f"claim {mention.before!r} {mention.number.value}{mention.number.unit} {mention.matter} {read_as}"
    for passage in case.passages:
        for told in listings(passage, case.language):
            yield f"list {told.lead} {told.whole.value} {[str(p.value) for p in told.parts]} {told.sure} {told.loose}"
    for finding in check(document, previous):
        yield f"found {finding.to_json()}"


if __name__ == "__main__":
    for name, document, previous in documents():
        sys.stdout.write(f"== {name}\n" + "".join(f"{line}\n" for line in verdict(document, previous)))
