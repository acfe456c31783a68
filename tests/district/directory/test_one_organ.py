"""One organ on the web: added, renamed, moved, merged; refused with a sentence."""

import datetime

import pytest

from reports import directory
from reports.models import AuditEvent, Duty, FormerName, Organ
from tests import factories

NEW = {"name": "瀍水区数据局", "type": "department", "parent": "瀍水区人民政府"}


def particulars(organ: Organ, **change) -> dict:
    names = ("name", "type", "code", "region", "contact", "phone")
    return {name: getattr(organ, name) for name in names} | change


def said(action: str) -> list[str]:
    events = AuditEvent.objects.filter(action=action)
    return [f"{event.get_action_display()}：{event.detail}" for event in events]


def test_an_organ_is_added_below_another(government, wang, client_of):
    page = client_of(wang).post("/organs/new/", NEW, follow=True).content.decode()

    made = Organ.objects.get(name="瀍水区数据局")
    assert directory.above(made) == government and "已新增瀍水区数据局" in page
    assert said("organ_added") == ["新增机关：新增瀍水区数据局（瀍水区人民政府的下级）"]
    assert Organ.objects.find_problems() == ([], [], [], [], [])


def test_a_second_click_adds_no_second_organ_and_says_so(government, wang, client_of):
    answers = [client_of(wang).post("/organs/new/", NEW, follow=True) for _ in range(2)]

    assert Organ.objects.filter(name=NEW["name"]).count() == 1
    assert "已经在这里，没有再新增一个" in answers[1].content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "瀍水区文化和旅游局", "parent": "瀍水区文化和旅游局"}, "与另一个机关重复"),
        ({"code": "A01"}, "已有另一个机关用这个代码"),
        ({"parent": "瀍水区政府"}, "没有叫“瀍水区政府”的机关"),
        ({"parent": "文化"}, "相近的有：瀍水区文化和旅游局"),
        ({"parent": "云溪市档案馆"}, "不在管理范围内"),
        ({"parent": ""}, "请写明上级机关"),
        ({"name": ""}, "这一项没有填，请填写。"),
        ({"code": "!"}, "代码"),
    ],
)
def test_an_organ_that_cannot_be_added_is_refused_with_a_sentence(
    bureau, zhao, wang, client_of, change, sentence
):
    before = Organ.objects.count()

    page = client_of(wang).post("/organs/new/", NEW | change)

    assert page.status_code == 400 and sentence in page.content.decode()
    assert Organ.objects.count() == before


def test_a_new_name_keeps_the_former_one_which_is_still_found(bureau, wang, client_of):
    new = particulars(bureau, name="瀍水区文旅体局", renamed_on="2025-03-01")

    page = client_of(wang).post(f"/organs/{bureau.pk}/", new, follow=True).content.decode()

    assert "曾用名：瀍水区文化和旅游局（至2025年3月1日）" in page and "已更名" in page
    assert said("organ_renamed") == ["机关更名：瀍水区文化和旅游局更名为瀍水区文旅体局（2025-03-01）"]
    assert [organ.name for organ in directory.tree_of(wang, "文化和旅游")] == ["瀍水区文旅体局"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("", "请写更名日期"), ("2999-01-01", "还没有到"), ("2019-05-01", "早于上一次更名"), ("x", "日期")],
    ids=["none", "to-come", "before-the-last", "no-day"],
)
def test_a_name_changes_on_a_day_that_can_be(bureau, wang, client_of, day, sentence):
    FormerName.objects.create(organ=bureau, name="旧名", until=datetime.date(2020, 1, 1))
    new = particulars(bureau, name="瀍水区文旅体局", renamed_on=day)

    page = client_of(wang).post(f"/organs/{bureau.pk}/", new)

    assert page.status_code == 400 and sentence in page.content.decode()
    assert FormerName.objects.count() == 1 and Organ.objects.get(pk=bureau.pk).name == bureau.name


@pytest.mark.parametrize(
    ("place", "posted", "sentence"),
    [
        ("", {"phone": "0379-1234567"}, "已保存基本信息。"),
        (
            "duty/",
            {"year": "2025", "kind": "exempt", "reason": "机构撤销"},
            "已保存2025年度的报送义务。",
        ),
    ],
)
def test_what_was_saved_is_said(bureau, wang, client_of, place, posted, sentence):
    posted = posted if place else particulars(bureau, **posted)

    page = client_of(wang).post(f"/organs/{bureau.pk}/{place}", posted, follow=True)

    assert sentence in page.content.decode()


def test_a_name_that_another_has_is_refused_and_nothing_is_kept(
    bureau, government, wang, client_of
):
    page = client_of(wang).post(f"/organs/{bureau.pk}/", particulars(bureau, name=government.name))

    assert page.status_code == 400
    assert not FormerName.objects.exists() and Organ.objects.get(pk=bureau.pk).name == bureau.name


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"contact": "孙静"}, "修改联系方式：修改瀍水区文化和旅游局的联系人"),
        ({"region": "瀍水区"}, "修改机关信息：修改瀍水区文化和旅游局的行政区划"),
    ],
)
def test_the_trail_calls_each_change_by_its_name(bureau, wang, client_of, change, words):
    client_of(wang).post(f"/organs/{bureau.pk}/", particulars(bureau, **change))

    assert [*said("contact_set"), *said("particulars_set")] == [words]
    assert not AuditEvent.objects.filter(action="organs_imported").exists()


def move(browser, organ: Organ, parent: str):
    return browser.post(f"/organs/{organ.pk}/move/", {"parent": parent}, follow=True)


def test_an_organ_is_moved_with_all_below_it(bureau, government, wang, client_of):
    office = factories.organ("瀍水区体育局", under=government)
    library = factories.organ("瀍水区图书馆", under=bureau, type="other")

    page = move(client_of(wang), bureau, "瀍水区体育局").content.decode()

    assert "上级现在是瀍水区体育局" in page
    assert directory.above(Organ.objects.get(pk=bureau.pk)) == office
    assert directory.above(Organ.objects.get(pk=library.pk)).pk == bureau.pk
    assert said("organ_moved") == ["调整隶属：瀍水区文化和旅游局从瀍水区人民政府移到瀍水区体育局"]
    assert Organ.objects.find_problems() == ([], [], [], [], [])
    move(client_of(wang), Organ.objects.get(pk=bureau.pk), "瀍水区体育局")
    assert len(said("organ_moved")) == 1


def test_no_move_makes_a_circle(bureau, government, wang, client_of):
    factories.organ("瀍水区图书馆", under=bureau, type="other")

    for below in ("瀍水区图书馆", bureau.name):
        page = move(client_of(wang), bureau, below)
        assert page.status_code == 400 and "不能移到自己下面" in page.content.decode()

    assert directory.above(Organ.objects.get(pk=bureau.pk)) == government


def test_nothing_is_moved_into_or_out_of_what_others_administer(
    bureau, government, zhao, wang, client_of
):
    browser = client_of(wang)

    out = move(browser, bureau, "云溪市档案馆").content.decode()
    top = move(browser, government, bureau.name).content.decode()

    assert "不在管理范围内" in out
    assert "上级机关的管理员" in top
    assert not said("organ_moved")


def test_a_move_does_not_go_deeper_than_twelve_levels(bureau, government, wang, client_of):
    last = government
    for level in range(2, 12):
        last = factories.organ(f"第{level}级", under=Organ.objects.get(pk=last.pk))
    factories.organ("瀍水区图书馆", under=bureau, type="other")

    page = move(client_of(wang), Organ.objects.get(pk=bureau.pk), last.name).content.decode()

    assert "超过12层" in page


def merge(browser, organ: Organ, into: str, year: int = 2025):
    data = {"year": year, "kind": "merged", "reason": "机构改革", "into": into}
    return browser.post(f"/organs/{organ.pk}/duty/", data, follow=True)


def test_a_merger_names_its_target_and_says_what_becomes_of_what_is_public(
    quick_files, bureau, government, zhang, wang, client_of
):
    factories.give(zhang, bureau, "reviewer")
    factories.give(zhang, government, "supervisor")
    factories.published(bureau, 2024, by=zhang)
    office = factories.organ("瀍水区体育局", under=government)

    page = merge(client_of(wang), bureau, office.name).content.decode()
    public = client_of(wang).get(f"/open/organs/{bureau.pk}/").content.decode()

    assert Duty.objects.get().into == office
    assert "已公开的2024年度报告仍以原名称公开，网址不变" in page
    assert "2025年度：并入瀍水区体育局（机构改革）" in page
    assert "2025年度起并入瀍水区体育局。以前各年度的报告仍在这里" in public
    assert said("duty_set") == [
        "设定报送义务：瀍水区文化和旅游局2025年度：并入瀍水区体育局（机构改革）"
    ]


@pytest.mark.parametrize(
    ("into", "sentence"),
    [
        ("", "请写明并入哪个机关"),
        ("体育局", "相近的有：瀍水区体育局"),
        ("瀍水区文化和旅游局", "不能并入自己"),
        ("瀍水区体育局", "2025年度自己也并入了“瀍水区人民政府”"),
    ],
)
def test_a_merger_that_makes_no_sense_is_refused(
    bureau, government, wang, client_of, into, sentence
):
    office = factories.organ("瀍水区体育局", under=government)
    Duty.objects.create(organ=office, year=2025, kind="merged", reason="改革", into=government)

    page = merge(client_of(wang), bureau, into)

    assert page.status_code == 400 and sentence in page.content.decode()
    assert not Duty.objects.filter(organ=bureau).exists()
