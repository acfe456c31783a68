"""机关: thousands of them, page by page, found by name, code or contact."""

import re

import pytest

from reports import directory
from reports.models import Organ
from tests import factories


@pytest.fixture
def towns(government):
    """A hundred and twenty towns below the government, one with a village school."""
    for number in range(120):
        factories.organ(
            f"第{number:03d}镇人民政府", under=government, type="town", code=f"T{number}"
        )
    return factories.organ("村小学", under=Organ.objects.get(code="T119"), type="other")


@pytest.fixture
def names(wang, client_of):
    """Return the names that a page of the list shows."""

    def listed(query: str = "") -> list[str]:
        return [organ.name for organ in client_of(wang).get(f"/organs/{query}").context["page"]]

    return listed


def test_thousands_come_page_by_page_in_the_order_of_the_tree(towns, names, government):
    first, second = names(), names("?page=2")

    assert (len(first), len(second)) == (100, 22)
    assert first[:2] == [government.name, "第000镇人民政府"]
    assert second[-2:] == ["第119镇人民政府", "村小学"]


def test_a_page_that_begins_in_the_middle_names_what_is_above(towns, wang, client_of, government):
    page = client_of(wang).get("/organs/?page=2").content.decode()
    assert f"上级：{government.name}" in page
    assert "上级：第119镇人民政府" not in page  # it stands right above


@pytest.mark.parametrize("search", ["第007", "t7", "孙静"])
def test_an_organ_is_found_by_name_code_or_contact(towns, names, search):
    Organ.objects.filter(code="T7").update(contact="孙静")
    assert names(f"?search={search}") == ["第007镇人民政府"]


def test_the_branch_of_one_organ_is_a_list_of_its_own(towns, names):
    town = Organ.objects.get(code="T119")
    assert names(f"?under={town.pk}") == [town.name, "村小学"]


def test_another_s_branch_is_empty(towns, names, zhao):
    elsewhere = factories.organ("别处", zhao)
    assert names(f"?under={elsewhere.pk}") == []


@pytest.mark.parametrize("query", ["?page=x", "?page=999", "?under=abc", "?search=%00"])
def test_an_address_that_makes_no_sense_shows_a_list(towns, names, query):
    assert names(query)


def test_a_page_of_thousands_takes_few_queries(
    towns, wang, client_of, django_assert_max_num_queries
):
    browser = client_of(wang)
    with django_assert_max_num_queries(12):
        browser.get("/organs/")


def test_only_what_one_administers_can_be_opened(government, towns, zhao, client_of):
    factories.give(zhao, government, "supervisor")
    factories.give(zhao, Organ.objects.get(code="T119"), "administrator")

    page = client_of(zhao).get("/organs/?page=2").content.decode()

    opened = {int(pk) for pk in re.findall(r'href="/organs/(\d+)/"', page)}
    assert opened == {towns.pk, Organ.objects.get(code="T119").pk}


def test_who_sees_nothing_gets_an_empty_page(zhao, db):
    assert list(directory.tree_of(zhao)) == []


def test_controls_in_a_name_are_left_out(government, wang, client_of):
    values = {"name": "瀍水区\x01人民\x0b政府", "type": government.type, "code": government.code,
              "renamed_on": "2025-03-01"}  # fmt: skip

    client_of(wang).post(f"/organs/{government.pk}/", values | {"region": "瀍水区\x7f"})

    government.refresh_from_db()
    assert (government.name, government.region) == ("瀍水区人民 政府", "瀍水区")
