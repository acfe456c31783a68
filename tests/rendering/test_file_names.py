"""Names of files: nothing in them that a file system or a header refuses."""

import pytest

from reports.rendering.page.title_lines import download_name


@pytest.mark.parametrize(
    "title", ["甲\n乙", "甲\r乙", "甲\t乙", "甲\x1f乙", "甲\x00乙", "甲/乙", "甲:乙"]
)
def test_controls_and_signs_of_paths_become_a_line(title):
    assert download_name(title, ".pdf") == "甲_乙.pdf"


def test_a_name_is_short_enough_with_its_ending():
    assert len(download_name("年" * 200, "-archive.pdf").encode()) <= 240
