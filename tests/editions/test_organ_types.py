"""Kinds of organs: what a full name tells for certain, and what it leaves open."""

import pytest

from reports.editions import ORGAN_TYPES, type_told_by


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("澜沧省人民政府", "province"), ("桂西壮族自治区人民政府", "province"), ("天津市人民政府", "province"),
        ("澜沧省红河哈尼族自治州人民政府", "city"), ("云溪市瀍水区人民政府", "county"), ("云溪市青溪县人民政府", "county"),
        ("鄂河自治旗人民政府", "county"), ("瀍水区青溪镇人民政府", "town"), ("白云民族乡人民政府", "town"),
        ("瀍水区中山街道办事处", "town"), ("云溪市水务局", "department"), ("澜沧省教育厅", "department"),
        ("瀍水区发展和改革委员会", "department"),
    ],
)  # fmt: skip
def test_a_name_tells_its_kind(name, kind):
    assert type_told_by(name) == kind
    assert kind in ORGAN_TYPES


@pytest.mark.parametrize(
    "name",
    ["", "云溪市人民政府", "国家统计局", "中国气象局", "国家税务总局云溪市税务局", "云溪市人民政府办公厅",
     "云溪经济开发区管理委员会", "瀍水区中心小学", "水务局", "某局关于公开的通知"],
)  # fmt: skip
def test_a_name_that_leaves_it_open_tells_nothing(name):
    assert type_told_by(name) == ""
