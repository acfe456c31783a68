"""Packages that travel by hand: no byte changes unseen, and no stranger's file does harm."""

import io
import json
import random
import stat
import struct
import zipfile
from dataclasses import replace

import pytest

from reports.archive import Outlet, opened
from reports.archive.keys import change, fingerprint, groups, leads_back, load, make, start_anew
from reports.archive.opening import DAMAGED
from reports.archive.parcel import ABOUT, SIGNATURE, narrow, parcelled, put, wide
from reports.archive.told import About, NotTold, Origin, Record, remarks_in
from reports.refusals import Refused

ABOUT_IT = About("reports", 1_700_000_000_000, "2026-01-20T00:00:00.000000+00:00", "瀍水区人民政府", year=2025, count=1)
PARTS = [
    ("organs.json.gz", narrow(b"[]")),
    ("reports/00001/record.json", Record("瀍水区教育局", 2025, "a" * 64).to_bytes()),
    ("reports/00001/report.json.gz", narrow(json.dumps({"organ": "瀍水区教育局"}).encode())),
]


@pytest.fixture
def key(tmp_path):
    return make(tmp_path)


@pytest.fixture
def package(key) -> bytes:
    return b"".join(parcelled(ABOUT_IT, PARTS, key))


def faults(content: bytes) -> list[str]:
    """Return what is said of a file, whether it can be opened or not."""
    try:
        return opened(io.BytesIO(content)).faults
    except Refused as refusal:
        return [str(refusal)]


def contents(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(files, compression=zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_package_is_whole_says_who_signed_and_is_the_same_each_time(package, key):
    found = opened(io.BytesIO(package))

    assert (found.faults, found.about, found.public) == ([], ABOUT_IT, key.public)
    assert json.loads(wide(found.read(PARTS[2][0]))) == {"organ": "瀍水区教育局"}
    assert b"".join(parcelled(ABOUT_IT, PARTS, key)) == package


def test_a_changed_byte_anywhere_is_named(package):
    for at in range(len(package)):
        changed = bytearray(package)
        changed[at] ^= 1 << at % 8
        assert faults(bytes(changed)), at


def test_the_part_that_was_changed_is_the_one_that_is_named(package):
    at = package.index(PARTS[2][1]) + 12
    changed = package[:at] + bytes([package[at] ^ 1]) + package[at + 1 :]

    assert any("reports/00001/report.json.gz" in fault for fault in faults(changed))


@pytest.mark.parametrize("left", [0.1, 0.5, 0.99], ids=["tenth", "half", "nearly-all"])
def test_what_was_cut_off_is_refused(package, left):
    assert faults(package[: int(len(package) * left)]) == [DAMAGED]


@pytest.mark.parametrize("more", [b"x", b"PK\5\6" + bytes(18), b"\0" * 100], ids=["letter", "second-end", "blanks"])
def test_what_was_added_behind_is_refused(package, more):
    assert faults(package + more) == [DAMAGED]


def test_what_was_put_before_is_refused(package):
    assert faults(b"#!/bin/sh\n" + package) == [DAMAGED]


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"\0" * 5000], ids=["empty", "stub", "pdf", "zeros"])
def test_another_file_is_refused(content):
    assert faults(content) == [DAMAGED]


def test_parts_that_were_swapped_are_both_named(package):
    files = contents(package)
    one, other = PARTS[1][0], PARTS[2][0]
    files[one], files[other] = files[other], files[one]

    said = faults(zipped(files.items()))

    assert all(any(name in fault for fault in said) for name in (one, other))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_doubled_name_is_named(package):
    files = [*contents(package).items()]

    assert faults(zipped([*files[:2], files[1], *files[2:]])) == ["organs.json.gz：有2个同名的文件。"]


def test_a_part_that_is_missing_or_was_added_is_named(package):
    files = contents(package)
    less = {name: c for name, c in files.items() if "record" not in name}
    more = [*files.items()][:1] + [("reports/extra.json", b"{}")] + [*files.items()][1:]

    assert "reports/00001/record.json：清单里有，包里没有。" in faults(zipped(less.items()))
    assert "reports/extra.json：清单里没有这个文件。" in faults(zipped(more))


@pytest.mark.parametrize(
    "name", ["../etc/passwd", "/etc/passwd", "C:\\x", "a\\b", "a//b", "a\u202eb"],
    ids=["up", "root", "drive", "backslash", "empty-step", "unseen"],
)  # fmt: skip
def test_names_that_lead_out_are_refused(key, name):
    assert "文件名不安全" in faults(zipped([(ABOUT, ABOUT_IT.to_bytes()), (name, b"x")]))[0]


def test_a_part_packed_tight_is_not_unpacked(package):
    files = contents(package) | {"reports/00001/report.json.gz": b"\0" * 30_000_000}

    assert any("被压缩" in fault for fault in faults(zipped(files.items(), zipfile.ZIP_DEFLATED)))


def test_a_part_that_claims_ten_gigabytes_is_not_read(package):
    files = contents(package)
    at = package.rindex(b"PK\1\2")
    claimed = bytearray(package)
    struct.pack_into("<II", claimed, at + 20, 0xFFFFFFFE, 0xFFFFFFFE)

    assert files and any("大小写得不对，或过大" in fault for fault in faults(bytes(claimed)))


def test_a_list_that_claims_too_many_parts_is_not_read(package):
    claimed = bytearray(package)
    struct.pack_into("<HH", claimed, len(claimed) - 14, 65_000, 65_000)

    assert "超过60000个" in faults(bytes(claimed))[0]


def test_a_content_that_swells_is_not_swollen():
    with pytest.raises(ValueError, match="too large"):
        wide(narrow(b"\0" * 3_000_000), 1_000_000)


@pytest.mark.parametrize("content", [b"x", narrow(b"abc")[:-3], narrow(b"abc") + b"x", narrow(b"a") * 2],
                         ids=["none", "cut-off", "trailing", "two"])  # fmt: skip
def test_a_damaged_content_is_refused(content):
    with pytest.raises(ValueError):
        wide(content)


def test_a_list_that_was_made_again_has_no_signature(package, key, tmp_path):
    """Who changes a part and its digest alike cannot sign what comes of it."""
    other = make(tmp_path / "other")
    forged = contents(b"".join(parcelled(ABOUT_IT, [*PARTS[:2], (PARTS[2][0], narrow(b"{}"))], other)))

    said = faults(b"".join(_packed_again(forged | {SIGNATURE: contents(package)[SIGNATURE]})))

    assert said == ["signature.json：签名与清单不符，包被改动过，或者不是这把钥匙签的。"]


def _packed_again(files: dict[str, bytes]):
    outlet = Outlet()
    with zipfile.ZipFile(outlet, "w") as archive:
        for name, content in files.items():
            put(archive, name, [content])
    yield outlet.taken()


@pytest.mark.parametrize(
    "changes", [{"kind": "x"}, {"organ": ""}, {"serial": 0}, {"count": 10**6}],
    ids=["kind", "organ", "serial", "count"],
)  # fmt: skip
def test_a_signed_package_that_makes_no_sense_is_refused(key, changes):
    made = b"".join(parcelled(replace(ABOUT_IT, **changes), PARTS, key))

    assert faults(made)[0].startswith("about.json：")


def test_a_package_of_a_later_program_says_so(key, monkeypatch):
    monkeypatch.setattr("reports.archive.told.VERSION", 2)
    made = b"".join(parcelled(ABOUT_IT, PARTS, key))
    monkeypatch.undo()

    assert faults(made) == ["about.json：是另一个版本的程序打的包，请把两边的程序更新到同一版本。"]


def test_damage_at_random_never_fails_otherwise(package):
    dice = random.Random(7)
    for _ in range(300):
        content = bytearray(package)
        for _ in range(dice.randrange(1, 30)):
            content[dice.randrange(len(content))] = dice.randrange(256)
        assert faults(bytes(content)) or bytes(content) == package


def test_facts_are_read_strictly():
    with pytest.raises(NotTold):
        Record.read(b'{"organ": 5, "year": 2025, "digest": ""}')
    with pytest.raises(NotTold):
        Record.read(b'{"organ": "x", "year": true, "digest": ""}')
    with pytest.raises(NotTold):
        Record.read(b"[" * 100_000)
    with pytest.raises(NotTold):
        remarks_in(b'[{"id": "1"}]')


def test_a_record_comes_back_as_it_went():
    origin = Origin("f" * 64, "瀍水区人民政府", 5, 3, "d" * 64)
    record = Record("瀍水区教育局", 2025, "a" * 64, origins=(origin,), changes=7)

    assert Record.read(record.to_bytes()) == record


def test_the_key_is_its_owners_alone_and_made_once(tmp_path):
    first = make(tmp_path)

    assert make(tmp_path).public == first.public == load(tmp_path).public
    assert stat.S_IMODE((tmp_path / "package-key.pem").stat().st_mode) == 0o600


def test_a_broken_key_is_said_and_not_replaced(tmp_path):
    (tmp_path / "package-key.pem").write_text("x")

    with pytest.raises(Refused, match="读不出来"):
        load(tmp_path)
    assert (tmp_path / "package-key.pem").read_text() == "x"


def test_a_changed_key_is_vouched_for_by_the_old_one(tmp_path):
    first = make(tmp_path)
    second, third = change(tmp_path), change(tmp_path)

    assert leads_back(third.public, third.handovers, [first.public]) == first.public
    assert leads_back(third.public, third.handovers, [second.public]) == second.public
    assert leads_back(second.public, third.handovers, [first.public]) is None
    assert leads_back(start_anew(tmp_path).public, load(tmp_path).handovers, [first.public]) is None


def test_a_handover_that_nobody_signed_leads_nowhere(tmp_path):
    mine, theirs = make(tmp_path / "a"), make(tmp_path / "b")
    change(tmp_path / "a")
    forged = replace(load(tmp_path / "a").handovers[0], old=theirs.public)

    assert leads_back(forged.new, [forged], [theirs.public]) is None
    assert mine.public != theirs.public


def test_a_fingerprint_is_eight_groups_to_be_read_aloud():
    said = groups(fingerprint(b"\0" * 32))

    assert [len(group) for group in said] == [5] * 8
    assert "".join(said).isdecimal()
