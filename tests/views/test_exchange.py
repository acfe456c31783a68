"""Bringing a report in from its JSON: looked at first, taken after."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports import workflow
from reports.models import Incoming
from tests import factories

from .conftest import words

CELL = "requests.new.business"


def sent(client, report, value):
    """Upload a value as the JSON file that it is, bytes as they are."""
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    file = SimpleUploadedFile("report.json", content, content_type="application/json")
    return client.post(f"/reports/{report.pk}/import/", {"file": file})


@pytest.fixture
def document(report) -> dict:
    """A filled report of the same organ and year, as JSON."""
    return factories.filled(report.template, year=2025, sections=factories.WORDS).to_json()


def test_a_file_is_shown_before_it_is_taken(client, report, document):
    page = words(sent(client, report, document))

    assert "将写入 200 个数字（其中 0 个替换已填的数字）、3 个文字部分" in page
    assert report.figures.exclude(value=None).count() == 0


def test_what_was_looked_at_is_taken(client, report, document, zhang):
    sent(client, report, document)
    incoming = Incoming.objects.get()

    answer = client.post(reverse("take_import", args=[report.pk, incoming.pk]))

    assert answer["Location"] == f"/reports/{report.pk}/"
    report.refresh_from_db()
    assert report.document().to_json()["cells"] == document["cells"]
    assert report.changes.filter(user=zhang, place=CELL).exists()


def test_an_exported_report_comes_back_the_same(client, complete):
    exported = client.get(f"/reports/{complete.pk}/download/json")

    page = words(sent(client, complete, exported.content))

    assert "文件与现有内容完全相同，不需要导入。" in page


def test_a_file_of_another_organ_is_pointed_out(client, report, document):
    page = words(sent(client, report, document | {"organ": "云溪市档案馆"}))
    assert "请确认没有选错文件" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"year": 2024}, "文件是2024年度的报告，这里是2025年度。"),
        ({"year": 1999}, "没有适用于1999年度的模板"),
        ({"year": 3000}, "没有适用于3000年度的模板"),
        ({"year": "2025"}, "年度（year）应当是整数"),
        ({"edition": "2019", "cells": {}}, "文件用的是"),
        ({"edition": "1998"}, "没有“1998”这个模板版本。"),
        ({"edition": {}}, "没有“{}”这个模板版本。"),
        ({"cells": {"proactive.procurement.items": 1}}, "没有“proactive.procurement.items”这个单元格"),
        ({"cells": {CELL: "abc"}}, "的内容“abc”不是数字。"),
        ({"cells": {CELL: [1]}}, "应当是数字、数字文本或 null。"),
        ({"cells": []}, "“cells”应当按单元格给出数字。"),
        ({"sections": {"summary": "x"}}, "没有“summary”这个部分"),
        ({"sections": {"overview": 3}}, "“overview”部分应当是文字。"),
        ({"issued": "2026-02-30"}, "发布日期（issued）应当写成 2026-01-20 这样的形式。"),
        ({"title": "长" * 300}, "“title”应当是不超过200字的文字。"),
        ({"organ": ""}, "缺少机关名称（organ）。"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_refused_with_its_reason(client, report, document, change, sentence):  # fmt: skip
    answer = sent(client, report, document | change)

    assert answer.status_code == 400
    assert sentence in words(answer).replace("&quot;", '"').replace("&#x27;", "'")
    assert not Incoming.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"%PDF-1.7", b"\xff\xfe\x00", b"[" * 100_000, b'{"year": ' + b"9" * 5000 + b"}",
     '{"organ": "局", "year": 2025, "cells": {"\\ud800": 1}}'.encode()],
)  # fmt: skip
def test_a_file_that_is_no_report_is_refused_in_words(client, report, content):
    answer = sent(client, report, content)

    assert answer.status_code == 400
    assert 'class="invalid-feedback"' in words(answer)


def test_half_a_character_is_left_out(client, report, document):
    page = words(sent(client, report, document | {"title": "年报\ud800"}))
    assert "文件：年报（" in page


@pytest.mark.parametrize("figure", [10**13, -1, "1.5"])
def test_a_figure_that_its_cell_cannot_hold_is_shown_not_dropped(client, report, document, figure):
    document["cells"][CELL] = figure
    page = words(sent(client, report, document))

    assert "将写入 199 个数字" in page
    assert "1 个数字不合要求，不会写入" in page and f"<td>{figure}</td>" in page


def test_a_file_beyond_twenty_megabytes_is_refused(client, report):
    answer = sent(client, report, b" " * (20 * 1024 * 1024 + 1))

    assert answer.status_code == 400
    assert "文件超过 20 MB，没有读取。" in words(answer)


def test_a_report_handed_in_takes_no_file(client, complete, document, zhang):
    workflow.submit(complete.pk, by=zhang)
    answer = sent(client, complete, document)

    assert answer.status_code == 400
    assert "已提交审核" in words(answer)


def test_a_report_handed_in_meanwhile_takes_nothing(client, complete, document, zhang):
    sent(client, complete, document)
    workflow.submit(complete.pk, by=zhang)

    answer = client.post(reverse("take_import", args=[complete.pk, Incoming.objects.get().pk]))

    assert answer.status_code == 409
    assert "没有导入" in words(answer)


def test_only_who_looked_at_a_file_takes_it(client, client_of, li, report, document):
    sent(client, report, document)
    address = reverse("take_import", args=[report.pk, Incoming.objects.get().pk])

    assert client_of(li).post(address).status_code == 404


def test_a_stranger_finds_nothing(stranger, client, report, document):
    sent(client, report, document)
    address = reverse("take_import", args=[report.pk, Incoming.objects.get().pk])

    assert stranger.get(f"/reports/{report.pk}/import/").status_code == 404
    assert sent(stranger, report, document).status_code == 404
    assert stranger.post(address).status_code == 404
