"""The misses that are known: `known_misses.txt`, three lines each: RULE: sentence, and why it is missed."""

from tests.corpus import HERE


def known_misses() -> dict[tuple[str, str], str]:
    """Return (rule, sentence) of each miss with its reason."""
    lines = [x for x in (HERE / "known_misses.txt").read_text().splitlines() if x and x[0] != "#"]
    told = {}
    for line in lines:
        if not line.startswith("  "):
            miss = tuple(line.split(": ", 1))
        else:
            told[miss] = line.strip()
    return told
