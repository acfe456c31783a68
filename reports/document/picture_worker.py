"""The process that unpacks large pictures: `python -m reports.document.picture_worker`.

In: the upload. Out: four bytes of length, so many bytes of JSON (or {"refusal": sentence}), the picture.
"""

import sys

from reports.guarded import limit

from .pictures import SECONDS, answer_of


def main() -> None:
    """Answer the one request on the standard input, within bounds."""
    limit(SECONDS)
    sys.stdout.buffer.write(answer_of(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
