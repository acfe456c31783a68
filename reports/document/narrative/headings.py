"""Which line of a narrative is a heading: the one rule, for typing, pasting and plain text.

A line opens with a number of its level and says something short after it. The browser applies the
same rule (static/js/prose/numbering.js); tests/document/narrative/headings.json holds the two together.
"""

import re

FIRST, SECOND = 3, 4  # the elements h3 and h4: 一级 （一） and 二级 1.
LONGEST_HEADING = 40
_FIRST = re.compile(r"[（(]\s?[一二三四五六七八九十百]{1,4}\s?[）)]\s*")
# “1.5亿元” and “2025.1” open no heading.
_SECOND = re.compile(r"[0-9０-９]{1,2}\s?[.．、]\s*(?![0-9０-９])")
# A full stop makes it a sentence: “（一）主动公开。2025年…” stays a paragraph, as does an item of a
# list that ends with a semicolon or a comma.
_SENTENCE = re.compile(r"。|[；;，,、]$")


def heading_level(line: str) -> int:
    """Return 3 for a line like （一）…, 4 for one like 1.…, 0 for any other."""
    line = line.strip()
    if len(line) > LONGEST_HEADING or _SENTENCE.search(line):
        return 0
    for level, numbering in ((FIRST, _FIRST), (SECOND, _SECOND)):
        number = numbering.match(line)
        if number and number.end() < len(line):
            return level
    return 0
