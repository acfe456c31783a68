"""Whatever stands in the place of an id, a year, a name or a number: an answer, never a failure."""

import re
from itertools import product

from django.utils.http import urlencode

from reports.urls import public_patterns
from reports.views.public.api import api

BAD = (
    "0", "-1", "1" + "0" * 30, "abc", "", "1.5", "１", "²", "١٢", "1e3", "NaN", "+1", " 1 ", "1_0",
    str(2**31), str(2**63 - 1), str(2**63), str(-(2**63) - 1), "9" * 5_000,
    "\0", "a\0b", "\r\nX: 1", "\ufffd", "\uffff", "\u202e", "😀", "%", "%zz", "../../etc/passwd",
    "<script>", "{x}", "[]", "null", "\\", "'", "'; DROP TABLE", "字" * 10_000, "x" * 10_000,
    *('"', "*", "(", ")", "NEAR(a, b)", "AND", "OR", "NOT", "-公开", "^公开", "公开*", "title:公开"),
    *('"公开', "公开 OR 公告", "公开 AND", "{公 开}", "公+开", "公开 : "),
)  # fmt: skip
ASKED = {
    "": ("q", "year", "region", "organ", "page"), "organs/": ("page",), "organs/{}/": ("page",),
    "years/2024/": ("page",), "compare/": ("organ", "name"), "compare/figures.csv": ("organ",),
    "api/reports": ("q", "year", "region", "organ", "page", "per_page"),
    "api/organs": ("page", "per_page"), "api/figures": ("organ", "region"),
}  # fmt: skip


def routes() -> list[str]:
    """Return every public address that has places to fill, as `organs/<>/<>/`."""
    plain = [str(entry.pattern) for entry in public_patterns if entry.pattern.converters]
    operations = [path.removeprefix("/open/") for path in api.get_openapi_schema()["paths"]]
    return [
        re.sub(r"<.*?>|{.*?}", "<>", route)
        for route in plain + operations
        if re.search("[<{]", route)
    ]


def assert_answered(response, address: str) -> None:
    assert response.status_code == 200 or 400 <= response.status_code < 500, address
    if response.status_code != 200:
        body = response.content.decode()
        is_clear = "查看全部公开的报告" in body or body.startswith('{"message": "')
        assert is_clear, (address, body[:200])


def test_nothing_in_a_path_breaks_a_page(client, published, bureau):
    known = routes()
    assert {"years/<>/", "api/reports/<>", "organs/<>/<>/v<>/report<>"} <= set(known)

    for route, bad in product(known, BAD):
        good = iter((str(bureau.pk), "2024", "1", ".pdf"))
        parts = route.split("<>")
        for at in range(1, len(parts)):
            filled = [bad if n == at else next(good, "1") for n in range(1, len(parts))]
            path = parts[0] + "".join(a + b for a, b in zip(filled, parts[1:], strict=True))
            assert_answered(client.generic("GET", f"/open/{path}"), f"/open/{path}"[:120])


def test_nothing_that_is_asked_breaks_a_page(client, published, bureau):
    for (route, names), bad in product(ASKED.items(), BAD):
        for name in names:
            address = f"/open/{route.format(bureau.pk)}"
            assert_answered(
                client.get(f"{address}?{urlencode({name: bad})}"), address + name + bad[:40]
            )
