"""Pages of reports in which some sections have other contents than ours, and what was said of them."""

import json
from decimal import Decimal
from pathlib import Path

from reports.document import Document

from . import styles

DEMO = Path(__file__).parents[3] / "reports" / "management" / "commands" / "demo"
CITY = Document.from_json(json.loads((DEMO / "city-2024.json").read_text(), parse_float=Decimal))
BUREAU = Document.from_json(
    json.loads((DEMO / "bureau-2020.json").read_text(), parse_float=Decimal)
)


def page(**parts: str) -> bytes:
    """A page of the city's report in which some sections have other contents."""
    portal = styles.clipboard(CITY).decode()
    for caption, content in parts.items():
        section = next(s for s in CITY.edition.sections if s.id == caption)
        start = portal.index(section.caption) + len(section.caption)
        following = [portal.find(s.caption, start) for s in CITY.edition.sections]
        end = min((at for at in following if at > 0), default=portal.index("<!--End"))
        portal = f"{portal[:start]}</span></div>{content}<div><span>{portal[end:]}"
    return portal.encode()


def messages(reading) -> str:
    return "\n".join(f"{n.where} {n.read} {n.message}" for n in reading.notices)


def table_two(*rows: str, header="本年制发件数|本年废止件数|现行有效件数") -> str:
    """The first block of table 二 with these rows, cells parted by bars."""
    lines = ["第二十条第（一）项", f"信息内容|{header}", *rows]
    cells = ["".join(f"<td>{cell}</td>" for cell in line.split("|")) for line in lines]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"
