"""Letters (.eml) and archived pages (MHTML): the parts of them that can be a report."""

import email
import email.header
import email.message
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..values import Unreadable

MOST_PARTS, DEEPEST = 200, 4
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]", re.IGNORECASE)
_SIGNS = re.compile(
    rb"^(?:MIME-Version|Content-Type|Received|Return-Path|Message-ID|X-[A-Za-z-]+|Subject):",
    re.I | re.M,
)
_OTHERS = ("image/", "audio/", "video/", "font/", "text/css", "application/javascript")


@dataclass(frozen=True)
class Enclosed:
    """A part of a letter: its bytes, its name, whether it was attached."""

    content: bytes
    name: str
    attached: bool


def is_mail(head: bytes) -> bool:
    """Whether a text begins as a letter or an archived page does: with a mail's own headers."""
    return bool(_HEADER.match(head)) and len(set(_SIGNS.findall(head[:8192]))) >= 2


def parts_of(content: bytes) -> list[Enclosed]:
    """Return the parts of a letter that may be a report, what was attached first; raise Unreadable."""
    try:
        letter = email.message_from_bytes(content, policy=email.policy.compat32)
        found = list(_parts(letter))
    except Unreadable:
        raise
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        raise Unreadable("邮件损坏或不完整，无法读取。请把里面的报告另存后再导入。") from None
    if not found:
        raise Unreadable("邮件里没有可读的正文或附件。请把里面的报告另存后再导入。")
    return sorted(found, key=lambda part: not part.attached)


def _parts(letter: email.message.Message) -> Iterator[Enclosed]:
    waiting, seen = [(letter, 0)], 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise Unreadable("邮件里的部分过多、嵌套过深，没有读入。请把里面的报告另存后再导入。")
        if part.is_multipart():
            inner = part.get_payload()
            if part.get_content_type() == "multipart/alternative":
                inner = [_best(inner)]
            waiting += [(one, depth + 1) for one in inner]
        elif data := _payload(part):
            yield Enclosed(_told(part, data), _name(part), _is_attached(part))


def _payload(part: email.message.Message) -> bytes:
    """Return what a part holds, nothing for pictures, styles and the like."""
    if part.get_content_type().startswith(_OTHERS):
        return b""
    return part.get_payload(decode=True) or b""


def _best(parts: list) -> email.message.Message:
    """The same words in several forms: the one that keeps its tables."""
    return next((p for p in parts if p.get_content_type() != "text/plain"), parts[-1])


def _told(part: email.message.Message, data: bytes) -> bytes:
    """Words in the encoding that their own header tells, made UTF-8: they cannot tell it themselves."""
    charset = part.get_content_charset() or ""
    if part.get_content_maintype() != "text" or charset in ("", "utf-8", "us-ascii"):
        return data
    try:
        return data.decode("gb18030" if charset.startswith("gb") else charset).encode()
    except (UnicodeError, LookupError):
        return data


def _name(part: email.message.Message) -> str:
    name = part.get_filename() or ""
    try:
        words = email.header.decode_header(name)
        return "".join(
            word if isinstance(word, str) else word.decode(code or "utf-8", "replace")
            for word, code in words
        )
    except (ValueError, LookupError):
        return name


def _is_attached(part: email.message.Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())
