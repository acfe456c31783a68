"""How far an administrator's hand reaches: twelve levels deep, and not to who looks after all."""

import pytest
from django.http import Http404

from reports import directory
from reports.models import Organ
from reports.refusals import Refused
from tests import factories


@pytest.fixture
def eleventh(government):
    """The last of a chain of organs below the government, on the eleventh level."""
    last = government
    for level in range(2, 12):
        last = factories.organ(f"第{level}级", under=Organ.objects.get(pk=last.pk))
    return last


def test_an_organ_can_be_moved_to_the_twelfth_level(bureau, eleventh, wang):
    moved = directory.move_organ(bureau.pk, eleventh.name, by=wang)

    assert moved.depth == 12


def test_an_organ_can_be_added_on_the_twelfth_level_and_on_no_thirteenth(eleventh, wang):
    words = {"type": "other", "code": "", "region": "", "contact": "", "phone": ""}
    twelfth = directory.add_organ(eleventh.name, by=wang, name="第12级", **words)
    assert twelfth.depth == 12

    with pytest.raises(Refused, match="已是第12层"):
        directory.add_organ("第12级", by=wang, name="第13级", **words)


def test_whoever_looks_after_the_whole_site_is_not_shut_out_from_an_organ(bureau, wang):
    boss = factories.give(factories.superuser("boss"), bureau, "clerk")

    with pytest.raises(Http404):
        directory.set_active(boss.pk, False, by=wang)

    boss.refresh_from_db()
    assert boss.is_active


def test_who_also_works_outside_is_not_shut_out_from_here(bureau, zhao, wang):
    factories.give(zhao, bureau, "clerk")

    with pytest.raises(Http404):
        directory.set_active(zhao.pk, False, by=wang)


def test_a_role_that_is_not_named_any_more_is_held_no_more(bureau, zhang, wang):
    factories.give(zhang, bureau, "reviewer")

    directory.set_roles(bureau.pk, zhang.pk, ["reviewer"], by=wang)

    [person] = [p for p in directory.staff_of(bureau) if p == zhang]
    assert person.roles == ["reviewer"]
