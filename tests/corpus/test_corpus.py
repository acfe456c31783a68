"""The rules about words, held to the exact verdict on sentences in the styles of real reports."""

import pytest

from tests.corpus import HERE, SENTENCES, every, names, read, scores, total
from tests.corpus.known import known_misses

KNOWN = known_misses()


@pytest.mark.parametrize("name", names())
def test_each_sentence_gives_its_exact_verdict(name):
    """What is new is written down by `python -m tests.corpus.record`; nothing that is read may be lost."""
    faults = []
    for sentence in read(SENTENCES / name):
        verdict = sentence.verdict
        missed = {rule for rule in sentence.rules if (rule, sentence.words) in KNOWN}
        if verdict.rules != sentence.rules - missed:
            wanted = "、".join(sorted(sentence.rules - missed)) or "silence"
            faults.append(
                f"{sentence.place} {sorted(verdict.rules)} for {wanted}: {sentence.words}"
            )
        elif verdict.finds != sentence.finds:
            faults.append(
                f"{sentence.place} {verdict.finds} for {sentence.finds}: {sentence.words}"
            )
        elif gone := verdict.unread(sentence.reads):
            faults.append(f"{sentence.place} does not read {gone}: {sentence.words}")

    assert faults == []


def test_every_known_miss_is_of_a_sentence_that_is_due():
    due = {(rule, sentence.words) for sentence in every() for rule in sentence.rules}

    assert set(KNOWN) - due == set()
    assert all(KNOWN.values())
    assert len(KNOWN) <= 14


def test_what_nobody_has_looked_into_meets_the_goal(capsys):
    table, faults = scores(read(HERE / "held_out.txt"))
    with capsys.disabled():
        for rule, score in [*table.items(), ("all", total(table))]:
            print(f"\n{rule:20} {score.precision:.3f} {score.recall:.3f}", end="")

    assert total(table).precision >= 0.98, "\n".join(faults)
    assert total(table).recall >= 0.90, "\n".join(faults)


def test_the_corpus_is_large_and_what_is_held_out_is_not_in_it():
    known = {sentence.words for sentence in every()}
    held_out = {sentence.words for sentence in read(HERE / "held_out.txt")}

    assert len(known) >= 4000
    assert len(held_out) >= 100
    assert known.isdisjoint(held_out)
