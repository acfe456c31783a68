"""Archive packages: what is in one, and that no byte of it changes unseen."""

import io
import json
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from reports import bulk
from reports.archive import digests, lot, packed, verified
from reports.archive.package import line_of, listed
from reports.models import AuditEvent, Publication, PublishedFile
from reports.models.guards import put_up, take_down
from reports.publishing import publications
from reports.refusals import Refused
from tests import factories

YEAR = 2025


@pytest.fixture
def publication(bureau, zhang) -> Publication:
    return factories.published(bureau, YEAR, by=zhang)


@pytest.fixture(scope="module")
def package(django_db_setup, django_db_blocker) -> bytes:
    """A package, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        zhang = factories.clerk("zhang", "明", "张")
        bureau = factories.organ("瀍水区文化和旅游局", zhang)
        made = bulk.archive_package(factories.published(bureau, YEAR, by=zhang).report)
        transaction.set_rollback(True)
    return made


@pytest.fixture
def faults(tmp_path):
    """Return what verification says of a content."""

    def look(content: bytes) -> list[str]:
        file = tmp_path / "package.zip"
        file.write_bytes(content)
        return list(verified(file))

    return look


def contents(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_a_package_has_what_was_published_and_verifies(publication, faults):
    package = bulk.archive_package(publication.report)

    files = contents(package)
    stored = {file.form: bytes(file.content) for file in publication.files.all()}
    assert files["文件/report.ofd"] == stored["ofd"]
    assert files["文件/report-archive.pdf"] == stored["archive"]
    assert files["数据/report.json"] == stored["json"]
    assert faults(package) == []
    assert bulk.archive_package(publication.report) == package


def test_the_four_properties_can_be_read_by_people_too(package, faults):
    page = contents(package)["四性检测.html"].decode()

    assert "瀍水区文化和旅游局2025年政府信息公开工作年度报告" in page and "✓ 11 项全部合格" in page
    assert page.count("<td>✓ 合格</td>") == 11 and "<td>真实性</td><td>修改留痕的散列链完整</td>" in page
    assert "<script" not in page and "http" not in page


def test_a_page_of_the_four_properties_that_says_otherwise_is_named(package, faults):
    files = {n: c for n, c in contents(package).items() if n != "manifest.xml"}
    files["四性检测.html"] = files["四性检测.html"].replace(b"11 ", b"12 ")

    assert faults(packed(files)) == ["四性检测.html：与现在检测的结果不符。"]


def test_a_package_of_an_earlier_version_has_no_such_page_and_is_whole(package, faults):
    left = ("manifest.xml", "四性检测.html")
    files = {n: c for n, c in contents(package).items() if n not in left}

    assert faults(packed(files)) == []


def test_sm3_is_that_of_the_standard():
    # GB/T 32905-2016, annex A.1
    assert digests(b"abc")[1] == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_a_changed_byte_anywhere_is_named(package, faults):
    for at in (*range(0, len(package), len(package) // 60), len(package) - 30):
        changed = bytearray(package)
        changed[at] ^= 0x01

        assert faults(bytes(changed)), at


def test_a_changed_file_is_named(package, faults):
    files = contents(package)
    page = files["文件/report.html"]

    changed = package.replace(page, page[:-20] + b"x" + page[-19:])

    assert any("文件/report.html" in fault for fault in faults(changed))


def test_a_package_packed_anew_around_other_words_is_not_what_was_published(package, faults):
    files = {n: c for n, c in contents(package).items() if n != "manifest.xml"}
    files["文件/report.html"] = files["文件/report.html"].replace(b"</html>", b" </html>")

    assert "真实性：发布文件与发布时的摘要一致——与发布时不同：文件/report.html。" in faults(packed(files))


def test_a_broken_chain_of_changes_is_named(package, faults):
    files = {n: c for n, c in contents(package).items() if n != "manifest.xml"}
    history = json.loads(files["过程/history.json"])
    history["changes"][0]["new"] += "x"
    files["过程/history.json"] = json.dumps(history).encode()

    assert any("第1条留痕与链值不符" in fault for fault in faults(packed(files)))


def test_a_page_that_loads_or_runs_is_unsafe(package, faults):
    files = {n: c for n, c in contents(package).items() if n != "manifest.xml"}
    files["文件/report.html"] += b"<script>1</script>"

    assert any("安全性：网页不运行脚本" in fault for fault in faults(packed(files)))


@pytest.mark.parametrize(
    ("name", "hostile"),
    [
        ("no-zip", b"PK\x03\x04" + b"\0" * 100),
        ("empty", b""),
        ("cut", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_package_is_refused(package, faults, name, hostile):
    assert faults(package[: len(package) // 2] if hostile is None else hostile)


def _zipped(*entries: tuple[str, bytes], compression=zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, content in entries:
            file.writestr(name, content)
    return out.getvalue()


def test_a_path_that_leads_out_is_refused(faults):
    (fault,) = faults(_zipped(("../../etc/passwd", b"x")))

    assert "文件名不安全" in fault


def test_a_bomb_is_not_unpacked(faults):
    bomb = _zipped(("manifest.xml", b"\0" * 50_000_000), compression=zipfile.ZIP_DEFLATED)

    assert faults(bomb) == ["manifest.xml过大、加密或压缩异常，没有检查。"]


def test_entities_in_a_list_are_not_followed(faults):
    entities = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'

    assert faults(_zipped(("manifest.xml", entities))) == ["不是完整的归档包（ZIP），打不开。"]


def test_a_report_that_is_not_public_has_no_package(quick_files, publication, zhang):
    publications.withdraw(publication.report_id, "有误", by=zhang)

    with pytest.raises(Refused, match="没有公开的版本"):
        bulk.archive_package(publication.report)


def test_a_version_from_before_there_was_ofd_gets_one_made(publication, faults):
    take_down()
    PublishedFile.objects.filter(publication=publication, form="ofd").delete()
    put_up()

    package = bulk.archive_package(publication.report)

    assert contents(package)["文件/report.ofd"].startswith(b"PK")
    assert faults(package) == []


def test_a_file_that_is_not_there_is_no_broken_package(tmp_path):
    for command in ("verify_archive", "verify_package"):
        with pytest.raises(CommandError, match="没有这个文件"):
            call_command(command, tmp_path / "none.zip")


def test_a_district_is_exported_with_its_digests_and_verified(
    publication, zhang, tmp_path, capsys
):
    school = factories.organ("瀍水区第一小学", zhang, under=publication.report.organ)
    factories.report(school, YEAR, by=zhang)
    out, organ = tmp_path / "district.zip", publication.report.organ.name

    call_command("export_archive", out, year=YEAR, organ=organ, under=True)
    said = capsys.readouterr()
    call_command("verify_archive", out)

    sm3 = digests(out.read_bytes())[1]
    assert sm3 in said.out and "第一小学" in said.err
    assert sm3 in AuditEvent.objects.get(action="exported").detail
    assert "四性检测合格" in capsys.readouterr().out


def test_a_changed_byte_of_a_districts_file_is_named_also_between_the_packages(package, faults):
    whole = b"".join(lot([("清单.csv", b"x"), ("1-归档包.zip", package)]))
    assert faults(whole) == []
    before, after = whole.index(package), whole.index(package) + len(package)

    for at in (*range(0, before, 3), *range(after, len(whole), 5)):
        changed = bytearray(whole)
        changed[at] ^= 0x04

        assert faults(bytes(changed)), at
    assert faults(whole + b"x")


def test_where_between_the_packages_a_byte_was_changed_is_said(package, faults):
    whole = bytearray(b"".join(lot([("清单.csv", b"x"), ("1-归档包.zip", package)])))
    whole[10] ^= 0x04  # a time

    (said,) = faults(bytes(whole))
    assert said.startswith("清单.csv：文件头（时间、属性、结构）与打包时不同")
    assert "里面的各文件与清单相符" in said


def test_a_package_lost_from_a_district_is_named(package, tmp_path):
    told = listed([line_of("1-归档包.zip", len(package), *digests(package))])
    out = tmp_path / "district.zip"
    out.write_bytes(_zipped(("manifest.xml", told), ("2-归档包.zip", package)))

    with pytest.raises(CommandError):
        call_command("verify_archive", out)
    assert "1-归档包.zip：清单里有，包里没有。" in list(verified(out))
