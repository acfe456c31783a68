"""The process that reads reports too long for the server: `python -m reports.rules.judge`.

In: what a `Case` is made of, pickled by the server itself. Out: a line for each finder
that reads words, in their order: its findings as JSON.
"""

import json
import pickle
import sys

from reports.guarded import limit

from .case import Case
from .running import ALL_SECONDS, FINDER_SECONDS, WORD_FINDERS, found_within


def main() -> None:
    """Answer one request."""
    limit(ALL_SECONDS)
    case = Case(*pickle.load(sys.stdin.buffer))
    for finder in WORD_FINDERS:
        found = found_within(finder, case, FINDER_SECONDS)
        print(json.dumps([finding.to_json() for finding in found]), flush=True)


if __name__ == "__main__":
    main()
