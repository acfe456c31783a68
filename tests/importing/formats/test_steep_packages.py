"""Packages that unpack to much more than any honest file does."""

import io
import zipfile

import pytest

from reports.importing.readers.office.packages import Package
from reports.importing.values import Unreadable


def packed(content: bytes) -> bytes:
    """Return an office file with one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("word/document.xml", content)
    return out.getvalue()


def test_two_megabytes_of_nothing_are_refused_before_they_are_unpacked():
    with pytest.raises(Unreadable, match="展开后过大"):
        Package(packed(b" " * 2_000_000))


def test_a_small_part_may_shrink_as_it_likes():
    assert Package(packed(b" " * 900_000)).data("word/document.xml") == b" " * 900_000
