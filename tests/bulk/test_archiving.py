"""Archive packages of a district, made in the background."""

from reports import bulk
from reports.archive import verified
from tests import factories

from .conftest import YEAR


def test_a_district_in_packages_verifies_and_says_what_has_none(
    new_job, work, government, tmp_path
):
    zhao = factories.give(factories.clerk("zhao"), government, "supervisor")
    factories.published(factories.organ("瀍水区统计局", zhao, under=government), YEAR, by=zhao)
    job = new_job(forms=["package"], states=["draft", "published"])

    work(job)

    out = tmp_path / "district.zip"
    out.write_bytes(b"".join(bulk.packed(job, "清单")))
    made = {item.report.organ.name: item.error for item in job.items.all()}
    assert made.pop("瀍水区统计局") == ""
    assert set(made.values()) == {"这份报告现在没有公开的版本，没有可以归档的文件。"}
    assert list(verified(out)) == []

    out.write_bytes(out.read_bytes().replace("清单".encode(), "清簟".encode(), 1))
    assert list(verified(out)) != []
