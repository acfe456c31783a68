"""What kinds, results and ways are called: all of it from the newest edition."""

from functools import cache

from reports.cases.counting import counted_requests, counted_reviews
from reports.editions import all_editions


@cache
def applicants() -> dict[str, str]:
    """Return the kinds of applicants, with their captions."""
    edition = all_editions()[-1]
    where = counted_requests(edition)
    columns = {column.id: column.caption for column in edition.table(where.table).blocks[0].columns}
    return {column: columns[column] for column in where.applicants}


@cache
def outcomes() -> dict[str, str]:
    """Return the results that a request may have, with what a sentence calls them."""
    edition = all_editions()[-1]
    where = counted_requests(edition)
    rows = {row.id: row for row in edition.table(where.table).rows}
    return {row: _named(rows[row]) for row in where.results}


def _named(row) -> str:
    groups = row.groups[1:]
    return "·".join([*(group.partition("）")[2] for group in groups), row.name.partition("）")[2] or row.name])


@cache
def ways() -> dict[str, str]:
    """Return the groups of reviews, with their captions."""
    edition = all_editions()[-1]
    where = counted_reviews(edition)
    rows = {row.id: "·".join(row.path) for row in edition.table(where.table).rows}
    return {row: rows[row] for row in where.groups}


@cache
def review_outcomes() -> dict[str, str]:
    """Return the outcomes of a review, with their captions."""
    edition = all_editions()[-1]
    where = counted_reviews(edition)
    columns = {column.id: column.caption for column in edition.table(where.table).blocks[0].columns}
    return {column: columns[column] for column in where.outcomes}


def applicant(key: str) -> str:
    """Return what a kind of applicant is called."""
    return applicants().get(key, key)


def outcome(key: str) -> str:
    """Return what a result is called, of an open request that it is open."""
    return outcomes().get(key, key) if key else "在办"


def way(key: str) -> str:
    """Return what the way of a review is called."""
    return ways().get(key, key)


def review_outcome(key: str) -> str:
    """Return what the outcome of a review is called."""
    return review_outcomes().get(key, key) if key else "未审结"


_FIELDS = {
    "received_on": "收到", "applicant": "申请人", "outcome": "结果", "closed_on": "办结",
    "corrected_on": "补正", "extended": "延期", "third_party": "征求第三方意见", "body": "承办单位",
    "group": "途径", "number": "编号", "request": "申请编号",
}  # fmt: skip


def told(text: str) -> str:
    """Return a line of the register's history (`as_text`) in words."""
    parts = (part.partition("=") for part in text.split("；"))
    return "；".join(f"{_FIELDS.get(name, name)} {_value(name, value)}".strip() for name, _, value in parts)


def _value(name: str, value: str) -> str:
    if name == "outcome":
        return outcomes().get(value) or review_outcome(value)
    known = {"applicant": applicant, "group": way, "extended": lambda _: "", "third_party": lambda _: ""}
    return known[name](value) if name in known else value
