"""The pages of packages: packing, bringing, trusting, looking, taking; what is wrong is said in Chinese."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from reports import parcels, workflow
from reports.archive import opened
from reports.models import AuditEvent, PackageKey, Parcel, ParcelReport, Report
from reports.publishing import publications
from tests import factories
from tests.parcels.conftest import YEAR, about, bring, taken, work


@pytest.fixture
def browser(city, client_of):
    """The browser of the city's supervisor."""
    return client_of(city.chen)


def upload(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("瀍水区上报.zip", content)}


def body(answer) -> str:
    return answer.content.decode()


def test_a_strangers_package_is_trusted_by_telephone_and_taken(packed, browser, city):
    content = packed()
    asked = browser.post("/parcels/", upload(content))
    said = re.findall(r"<span>(\d{5})</span>", body(asked))
    assert (asked.status_code, len(said)) == (409, 8)
    key = re.search(r'name="key"[^>]*value="([^"]+)"', body(asked))[1]
    posted = {"key": key, "side": "below", "organ": city.county.pk, "name": "瀍水区"}

    wrong = browser.post("/parcels/trust/", posted | {"typed": "00000"})
    assert (wrong.status_code, "末组与指纹不一样" in body(wrong)) == (400, True)
    assert said[0] in body(wrong)
    browser.post("/parcels/trust/", posted | {"typed": said[-1]})
    brought = browser.post("/parcels/", upload(content))

    parcel = Parcel.objects.get()
    assert brought.url == f"/parcels/{parcel.pk}/"
    work(parcel)
    assert "新增 1" in body(browser.get(brought.url))
    browser.post(f"/parcels/{parcel.pk}/take/")
    work(parcel)
    assert "整个撤销" in body(browser.get(brought.url))
    browser.post(f"/parcels/{parcel.pk}/undo/")
    assert work(parcel).stage == "undone"


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [(b"", 400, "空的"), (b"PK", 400, "打不开"), (b"x" * 5000, 400, "打不开")],
    ids=["empty", "stub", "letters"],
)
def test_what_is_no_package_is_said(browser, content, status, sentence):
    answer = browser.post("/parcels/", upload(content))

    assert (answer.status_code, sentence in body(answer)) == (status, True)


def test_the_part_that_was_changed_is_named_on_the_page(packed, browser, trusted):
    content = bytearray(packed())
    trusted()
    content[content.index(b"organs.json.gz") + 40] ^= 1

    answer = browser.post("/parcels/", upload(bytes(content)))

    assert (answer.status_code, "organs.json.gz" in body(answer)) == (400, True)
    assert not Parcel.objects.exists()


def test_packing_from_the_page(browser, city):
    factories.give(city.chen, city.bureau, "clerk", "reviewer")
    factories.approved(city.bureau, YEAR, by=city.chen)

    answer = browser.post("/parcels/pack/", {"organ": city.city.pk, "year": YEAR, "files": "on"})
    content = b"".join(answer.streaming_content)

    assert "attachment" in answer["Content-Disposition"]
    assert (about(content).count, opened(io.BytesIO(content)).faults) == (1, [])
    assert AuditEvent.objects.get(action="parcel_packed").user == city.chen
    own = parcels.described([PackageKey.objects.get()])[0]
    assert own.groups[-1] in body(browser.get("/parcels/keys/"))


def test_nothing_to_pack_is_said_on_the_page(browser, city):
    answer = browser.post("/parcels/pack/", {"organ": city.city.pk, "year": YEAR})

    assert (answer.status_code, "还没有已审核或已发布的报告" in body(answer)) == (409, True)


def test_a_report_of_a_package_shows_what_differs_and_its_files(packed, browser, trusted, city):
    first = packed()
    trusted()
    taken(first, city.chen)

    def publish(made):
        report = Report.objects.get(organ=made.bureau)
        Report.objects.filter(pk=report.pk).update(title="新的标题")
        publications.publish(report.pk, by=made.zhang)

    parcel = work(bring(packed(publish), city.chen))
    row = parcel.reports.get()
    page = body(browser.get(f"/parcels/{parcel.pk}/reports/{row.pk}/"))
    file = row.files.get()

    assert "新的标题" in page and "与现在系统里的比较" in page
    assert browser.get(f"/parcels/{parcel.pk}/reports/{row.pk}/files/{file.pk}/").content == bytes(file.content)


def test_choices_are_kept_and_wrong_ones_stay_as_typed(packed, browser, trusted, city):
    content = packed()
    trusted()
    parcel = work(bring(content, city.chen))
    row = parcel.reports.get()

    wrong = browser.post(f"/parcels/{parcel.pk}/settle/", {"row": row.pk, f"organ-{row.pk}": "没有局"})
    assert (wrong.status_code, 'value="没有局"' in body(wrong)) == (400, True)
    browser.post(f"/parcels/{parcel.pk}/settle/", {"row": row.pk, f"out-{row.pk}": "on"})
    answer = browser.post(f"/parcels/{parcel.pk}/take/", follow=True)

    assert ParcelReport.objects.get().left_out
    assert "没有可以收下的" in body(answer)


def test_remarks_are_packed_from_the_page(packed, browser, trusted, city):
    content = packed()
    key = trusted()
    taken(content, city.chen)
    nothing = browser.post(f"/parcels/keys/{key.pk}/remarks/", {"year": YEAR})
    workflow.add_remark(Report.objects.get().pk, "overview", "请写具体", by=city.chen)
    answer = browser.post(f"/parcels/keys/{key.pk}/remarks/", {"year": YEAR})

    assert (nothing.status_code, about(b"".join(answer.streaming_content)).to) == (409, key.fingerprint)


def test_a_revoked_key_is_said(browser, packed, trusted):
    packed()
    key = trusted()

    assert "已撤销信任" in body(browser.post(f"/parcels/keys/{key.pk}/revoke/", follow=True))
    assert AuditEvent.objects.get(action="key_revoked").organ == key.organ


def test_the_same_at_the_desk_of_the_server(packed, trusted, city, tmp_path, capsys):
    file = tmp_path / "上报.zip"
    file.write_bytes(packed())
    call_command("verify_package", file)
    assert "上报包完整。瀍水区人民政府，2025年度，1件" in capsys.readouterr().out
    with pytest.raises(CommandError, match="还没有信任"):
        call_command("take_package", file, by="chen")
    trusted()

    call_command("take_package", file, by="chen", take=True)
    assert "已收下：1份" in capsys.readouterr().out
    workflow.approve(Report.objects.get().pk, by=city.chen)
    up = tmp_path / "市.zip"
    call_command("pack_reports", up, year=YEAR, organ=city.city.name)
    assert about(up.read_bytes()).organ == city.city.name
    call_command("package_key", change=True)
    assert PackageKey.objects.filter(side="own").count() == 2


def test_a_changed_package_is_named_at_the_desk(packed, city, tmp_path, capsys):
    content = bytearray(packed())
    content[len(content) // 2] ^= 1
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(CommandError, match="处问题"):
        call_command("verify_package", tmp_path / "x.zip")
    assert "x.zip：" in capsys.readouterr().err


def test_a_key_that_is_gone_is_not_made_anew_by_itself(city, settings):
    parcels.own_key()
    (settings.DATA_DIR / "package-key.pem").unlink()

    with pytest.raises(CommandError, match="没有本系统的签名钥匙"):
        call_command("package_key")
    call_command("package_key", new=True)
    assert parcels.own_key()
