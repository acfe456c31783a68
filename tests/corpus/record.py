"""Write down what is read and found in each sentence today: `python -m tests.corpus.record [FILE…]`.

Look at the difference before it is committed: a count that is gone from the lines < is a loss.
"""

import sys
from pathlib import Path

from tests.corpus import SENTENCES, names, read


def recorded(path: Path) -> str:
    """Return a file with the verdicts of today."""
    verdicts = iter(sentence.verdict for sentence in read(path))
    lines = []
    for line in path.read_text().splitlines():
        if line.startswith(("  < ", "  > ")):
            continue
        lines.append(line)
        if line.startswith(("fires ", "silent")):
            verdict = next(verdicts)
            lines += [f"  < {told[0]}" for told in verdict.reads]
            lines += [f"  > {told}" for told in verdict.finds]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:] or names():
        (SENTENCES / name).write_text(recorded(SENTENCES / name))
