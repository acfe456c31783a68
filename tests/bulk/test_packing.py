"""The ZIP: names that every system takes, a list of what is inside and what is not."""

import io
import zipfile

import pytest

from reports import bulk
from reports.bulk.packing import file_name
from reports.models import BulkItem


def archive_of(job) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(bulk.packed(job, "清单"))))


@pytest.mark.parametrize(
    ("organ", "title", "name"),
    [
        ("教育局", "教育局2025年报告", "教育局2025年报告.pdf"),
        ("教育局", "2025年报告", "教育局 2025年报告.pdf"),
        ("教育局", "../../etc/passwd", "教育局 .._.._etc_passwd.pdf"),
        ("教育局", "C:\\年报?*", "教育局 C__年报__.pdf"),
        ("教育局", "报告\u202efdp.exe\x00\n", "教育局 报告fdp.exe.pdf"),
        ("", "..", "年度报告.pdf"),
    ],
)
def test_a_name_holds_organ_and_title_and_no_path(organ, title, name):
    assert file_name(organ, title, ".pdf") == name


def test_a_long_name_fits_every_file_system():
    assert len(file_name("局" * 100, "报告" * 100, "-fragment.html").encode()) <= 240


def test_same_names_are_numbered_whatever_their_capitals(new_job, work, reports):
    job = new_job()
    work(job)
    organs = "".join(report.organ.name for report in reports)
    BulkItem.objects.update(title=f"{organs} Ab")
    BulkItem.objects.filter(position=2).update(title=f"{organs} aB")

    names = archive_of(job).namelist()[1:]

    ends = [" Ab.json", " aB（2）.json", " Ab（3）.json", " Ab（4）.json"]
    assert names == [organs + end for end in ends]


def test_chinese_names_are_marked_as_utf_8(new_job, work):
    job = new_job()
    work(job)

    assert all(entry.flag_bits & 0x800 for entry in archive_of(job).infolist())


def test_the_list_says_what_is_inside_and_what_is_not_and_why(new_job, work, reports, submit):
    job = new_job(forms=["json", "html"])
    submit(reports[3])
    work(job)

    lines = list(bulk.listing(job))

    assert [line[4] for line in lines] == ["已生成", "已生成", "已生成", "未生成"]
    assert lines[0][8].split("；") == archive_of(job).namelist()[1:3]
    assert lines[3][5] == "报告现在是“待审核”，不在所选的状态里。" and lines[3][8] == ""
    assert [len(line) for line in lines] == [len(bulk.LIST_HEAD)] * 4


def test_the_zip_is_never_whole_in_memory(new_job, work):
    job = new_job()
    work(job)

    pieces = list(bulk.packed(job, "清单"))

    assert len(pieces) == 1 + 4 + 1
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 2
