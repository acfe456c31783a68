"""Two looks at a figure of a picture: what they agree on, and the marks between its digits."""

import pytest

pytest.importorskip("rapidocr")

from reports.importing.scans.reading import _agreed


@pytest.mark.parametrize(
    ("one", "other", "read"),
    [
        ("5.288.011.738.39", "5,288,011,738.39", "5,288,011,738.39"),
        ("11,211.345,599.37", "11,211,345.599.37", "11,211,345,599.37"),
        ("12,5", "12.5", "12.5"),
        ("3,226,301", "3.226,301", "3,226,301"),
        ("1,234", "1,234", "1,234"),
        ("1234", "1234", "1234"),
        ("0.000001", "0,000001", "0.000001"),
    ],
    ids=["dots", "mixed", "a decimal", "the last mark agrees", "a comma", "none", "one yuan"],
)
def test_marks_between_digits_follow_from_their_groups(one, other, read):
    assert _agreed((one, 0.9), (other, 0.9))[0] == read


@pytest.mark.parametrize(
    ("one", "other"),
    [("1,234", "1.234"), ("3,226,301", "3,226.301"), ("17", "77"), ("", "4"), ("40", "4O")],
    ids=["thousand or decimal", "the last mark differs", "another digit", "one look only", "a letter"],
)
def test_looks_that_differ_make_no_figure(one, other):
    assert _agreed((one, 0.9), (other, 0.9))[0].endswith("?")
