"""The rules about words, measured on sentences in the styles of real reports."""

import pytest

from tests.corpus import read, scores, total


def _table(name: str, table: dict) -> str:
    lines = [
        f"{rule:32} {score.precision:9.3f} {score.recall:6.3f}  "
        f"{score.hits:3} right {score.false:3} false {score.missed:3} missed"
        for rule, score in [*table.items(), ("all", total(table))]
    ]
    return "\n".join([f"\n{name:32} precision recall", *lines])


KEPT = (
    "sixth.txt", "seventh.txt", "eighth.txt", "ninth.txt", "tenth.txt", "eleventh.txt", "twelfth.txt",
    "thirteenth.txt", "fourteenth.txt", "fifteenth.txt", "sixteenth.txt", "seventeenth.txt",
    "eighteenth.txt", "nineteenth.txt", "twentieth.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", ["development.txt", *KEPT, "held_out.txt"])
def test_the_goal_of_precision_and_recall_is_met(name, capsys):
    table, faults = scores(read(name))
    with capsys.disabled():
        print(_table(name, table))

    assert total(table).precision >= 0.98, "\n".join(faults)
    assert total(table).recall >= 0.90, "\n".join(faults)


def test_the_corpus_is_large_and_its_parts_share_no_sentence():
    known = [sentence for name in ("development.txt", *KEPT) for sentence in read(name)]
    development, held_out = known, read("held_out.txt")

    assert len(development) + len(held_out) >= 300
    assert len(held_out) >= 100
    assert {s.words for s in development}.isdisjoint(s.words for s in held_out)
