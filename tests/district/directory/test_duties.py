"""Organs that report elsewhere, not yet or no more: a kind and a reason, dated."""

import pytest

from reports import directory
from reports.models import FormerName, Organ
from reports.oversight import supervision
from reports.publishing import catalogue
from tests import factories


@pytest.fixture
def set_duty(wang, bureau):
    def of(kind: str, year: int, onward: bool = False, reason: str = "机构改革", **more) -> None:
        directory.set_duty(bureau.pk, year, kind=kind, reason=reason, onward=onward, by=wang, **more)

    return of


def owing_years(organ) -> list[int]:
    """Return the years of some for which the organ owes a report."""
    return [y for y in range(2022, 2028) if Organ.objects.filter(pk=organ.pk).owing_in(y).exists()]


@pytest.mark.parametrize(("kind", "onward", "years"), [
    ("exempt", False, [2022, 2023, 2025, 2026, 2027]), ("vertical", True, [2022, 2023]),
    ("party", True, [2022, 2023]), ("merged", True, [2022, 2023]), ("new", True, [2024, 2025, 2026, 2027]),
])  # fmt: skip
def test_a_duty_is_dated(set_duty, bureau, kind, onward, years):
    set_duty(kind, 2024, onward)

    assert owing_years(bureau) == years


def test_what_lasts_is_ended_by_another_word(set_duty, bureau):
    set_duty("vertical", 2023, True)
    set_duty("", 2026, True)

    assert owing_years(bureau) == [2022, 2026, 2027]


def test_a_single_year_stands_out_of_what_lasts(set_duty, bureau):
    set_duty("vertical", 2023, True)
    set_duty("", 2025)

    assert owing_years(bureau) == [2022, 2025]


def test_what_is_set_for_one_year_is_taken_back(set_duty, bureau):
    set_duty("exempt", 2024)
    set_duty("", 2024)

    assert not bureau.duties.exists()


def test_nobody_chases_who_reports_elsewhere(set_duty, report, wang):
    set_duty("vertical", 2024, True)

    seen = supervision.overview(wang, supervision.Choice(2025, state="excused"))

    assert [(o.name, o.duty_caption) for o in seen.page] == [
        (report.organ.name, "垂直管理，向上级部门报送")
    ]
    assert supervision.chase(wang, supervision.Choice(2025)).told == 0


def test_a_new_organ_is_not_missed_before_it_was_there(set_duty, bureau, wang):
    set_duty("new", 2025)

    seen = supervision.overview(wang, supervision.Choice(2024, state="excused"))

    assert [(o.name, o.duty_caption) for o in seen.page] == [(bureau.name, "尚未设立")]


def test_a_former_name_finds_the_organ(bureau, wang):
    FormerName.objects.create(organ=bureau, name="瀍水区文化局", until="2024-03-01")

    seen = supervision.overview(wang, supervision.Choice(2025, search="文化局"))

    assert [organ.name for organ in seen.page] == [bureau.name]


def test_a_file_under_a_former_name_finds_its_organ(client_of, zhang, bureau):
    factories.organ("瀍水区教育局", zhang)
    FormerName.objects.create(organ=bureau, name="瀍水区文化局", until="2024-03-01")
    browser = client_of(zhang)
    browser.post("/import/", {"text": "瀍水区文化局2023年政府信息公开工作年度报告\n一、总体情况\n略"})

    page = browser.get("/import/aim/").content.decode()

    assert f'<option value="{bureau.pk}" selected>' in page


def test_the_public_list_counts_and_gives_reasons(
    government, bureau, zhang, li, wang, client, quick_files
):
    tax = factories.organ("瀍水区税务局", under=government)
    school = factories.organ("瀍水区第一小学", under=government, type="other")
    directory.set_duty(tax.pk, 2024, kind="vertical", reason="向市税务局报送", onward=True, by=wang)
    factories.duty(school, 2025, "exempt", "内部的话")
    factories.give(zhang, bureau, "reviewer", "supervisor")
    factories.published(bureau, 2025, by=zhang)

    page = client.get("/open/years/2025/").content.decode()

    assert "应报 2 个机关，已公布 1，免报 2" in page and "另报机关本级，应报 1，已公布 0" in page
    assert "瀍水区税务局：垂直管理，向上级部门报送（向市税务局报送）" in page
    assert "瀍水区第一小学：免报" in page and "内部的话" not in page


def test_the_roll_of_a_region_counts_its_own(government, bureau):
    factories.settle(bureau, region="瀍水区")

    assert catalogue.roll_of(2025, "瀍水区") == catalogue.Roll(1, 0, [])


