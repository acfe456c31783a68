"""Years of different organs are no trend: marked in chart, table and CSV."""

import pytest

from tests import factories


@pytest.fixture
def uneven(bureau, zhang, published):
    """Two organs published 2024, one of them 2023 as well."""
    other = factories.organ("瀍水区教育局", zhang)
    factories.published(other, 2024, by=zhang)
    factories.published(other, 2023, by=zhang)
    return other


def test_a_year_of_fewer_organs_is_marked_everywhere(uneven, citizen):
    page = citizen.get("/open/figures/").content.decode()
    lines = citizen.get("/open/figures/figures.csv").content.decode().splitlines()

    why = "2023年：这一年有1个机关的报告，与2024年（2个）不是同一批机关，不能比较"
    assert why in page and ">2023*</th>" in page and ">2024</th>" in page
    assert 'fill-opacity=".3"' in page and "（单位：件）" in page
    assert all(("不能比较" in line) == (",2023," in line) for line in lines[1:])


def test_one_organ_s_years_are_compared(uneven, citizen):
    page = citizen.get(f"/open/organs/{uneven.pk}/").content.decode()

    assert "不能比较" not in page and ">2023</th>" in page
