"""XML as text, and the ZIP of such parts: what files of Word and OFD are made of."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

# XML 1.0 has no such characters; a carriage return would be read as the end of a line.
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """Return text escaped for XML, without the characters that XML cannot hold."""
    return escape(_NO_XML.sub("", text))


def quoted(text: str) -> str:
    """Return text as the value of an attribute, in its quotes."""
    return quoteattr(_NO_XML.sub("", text))


def element(name: str, *inside: str, **attributes: str | float | tuple | None) -> str:
    """Return an element with `inside`, which is XML already; attributes that are None are left out.

    Fractions have three decimals, the numbers of a tuple stand side by side.
    """
    told = "".join(f" {key}={_value(value)}" for key, value in attributes.items() if value is not None)
    content = "".join(inside)
    return f"<{name}{told}>{content}</{name}>" if content else f"<{name}{told}/>"


def _value(value: str | float | tuple) -> str:
    if isinstance(value, str):
        return quoted(value)
    return f'"{" ".join(map(_number, value)) if isinstance(value, tuple) else _number(value)}"'


def _number(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def zipped(parts: Mapping[str, bytes | str], level: int | None = None) -> bytes:
    """Return a ZIP of the parts in their order, all of one time: the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # of 1980
            entry.external_attr = 0o644 << 16
            file.writestr(entry, content, zipfile.ZIP_DEFLATED, level)
    return out.getvalue()
