"""Files back from a seal system: the published file and signatures alone, or refused with why."""

import io
import random

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from reports.archive.sealed import sealed_ofd, sealed_pdf
from reports.refusals import Refused
from reports.rendering.formats import FORMATS
from tests.rendering.conftest import read

from .signing import NAME, parts, signed_ofd, signed_pdf, zipped

_TURNS = 16


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return FORMATS["pdf"].bytes_of(read("report-2019.json"))


@pytest.fixture(scope="module")
def ofd() -> bytes:
    return FORMATS["ofd"].bytes_of(read("report-2019.json"))


def altered(pdf: bytes) -> bytes:
    """Return the PDF with an update that changes its first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"0 0 99 99 re f"))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_signature_is_taken_with_who_and_when(pdf):
    (one,) = sealed_pdf(pdf, signed_pdf(pdf))

    assert one["who"] == NAME
    assert one["at"][:2] == "20"


def test_two_signatures_are_taken(pdf):
    twice = signed_pdf(signed_pdf(pdf), "Seal2")

    assert [one["who"] for one in sealed_pdf(pdf, twice)] == [NAME, NAME]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        pytest.param(lambda pdf: pdf, "没有签章", id="unsigned"),
        pytest.param(lambda pdf: pdf[:-9], "从第", id="truncated"),
        pytest.param(lambda pdf: signed_pdf(altered(pdf)), "还改动了别的", id="changed-then-signed"),
        pytest.param(lambda pdf: altered(signed_pdf(pdf)), "没有接受", id="signed-then-changed"),
        pytest.param(lambda pdf: altered(pdf), "没有签章", id="changed-only"),
        pytest.param(lambda pdf: pdf + b"\n%%EOF", "签章", id="comment-added"),
        pytest.param(lambda pdf: signed_pdf(pdf) + b"junk", "没有接受", id="junk-behind"),
        pytest.param(lambda pdf: b"PK\x03\x04", "不是 PDF", id="no-pdf"),
    ],
)
def test_a_pdf_with_anything_else_is_refused(pdf, make, why):
    with pytest.raises(Refused, match=why):
        sealed_pdf(pdf, make(pdf))


def test_a_signed_file_of_another_report_is_refused(pdf):
    other = FORMATS["pdf"].bytes_of(read("report-2021.json"))

    with pytest.raises(Refused, match="与发布的 PDF 不同：从第"):
        sealed_pdf(pdf, signed_pdf(other))


def test_a_byte_changed_under_a_signature_is_refused(pdf):
    added = signed_pdf(pdf)[len(pdf) :]
    assert b"Adobe.PPKLite" in added

    with pytest.raises(Refused, match="盖章以后文件被改动过"):
        sealed_pdf(pdf, pdf + added.replace(b"Adobe.PPKLite", b"Adobe.PPKMite"))


def test_a_sealed_ofd_is_taken_with_who_and_when(ofd):
    assert sealed_ofd(ofd, signed_ofd(ofd)) == [
        {"who": NAME, "at": "20260120093000", "by": "某签章系统"}
    ]


def _with(ofd: bytes, **changes: bytes) -> bytes:
    return zipped(parts(signed_ofd(ofd)) | changes)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param({"Doc_0/Pages/Page_0/Content.xml": b"<x/>"}, "Page_0/Content.xml", id="page"),
        pytest.param({"Doc_0/Pages/Page_9/Content.xml": b"<x/>"}, "还多了", id="another-part"),
        pytest.param({"OFD.xml": b"<OFD/>"}, "OFD.xml 除了签章还有改动", id="entry"),
        pytest.param({"Doc_0/Signs/Signatures.xml": b"<Signatures/>"}, "没有签章", id="no-signature"),
        pytest.param({"Doc_0/Signs/Sign_0/Signature.xml": b"<x>"}, "读不出来", id="broken"),
        pytest.param({"../x": b"1"}, "读不出来", id="leads-out"),
    ],
)
def test_an_ofd_with_anything_else_is_refused(ofd, change, why):
    with pytest.raises(Refused, match=why):
        sealed_ofd(ofd, _with(ofd, **change))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda sealed: sealed + sealed, id="doubled"),
        pytest.param(lambda sealed: b"%PDF-1.7 " + sealed, id="before"),
        pytest.param(lambda sealed: sealed[:-2] + b"\x04\x00junk", id="comment"),
    ],
)
def test_an_ofd_with_bytes_that_no_part_holds_is_refused(ofd, make):
    with pytest.raises(Refused, match="夹着别的内容"):
        sealed_ofd(ofd, make(signed_ofd(ofd)))


def test_a_truncated_ofd_is_refused(ofd):
    with pytest.raises(Refused, match="读不出来"):
        sealed_ofd(ofd, signed_ofd(ofd)[:-30])


def test_an_ofd_of_another_report_is_refused(ofd):
    other = FORMATS["ofd"].bytes_of(read("report-2021.json"))

    with pytest.raises(Refused, match="与发布的 OFD 不同"):
        sealed_ofd(ofd, signed_ofd(other))


def test_an_ofd_whose_seal_guards_other_content_is_refused(ofd):
    name = "Doc_0/Signs/Sign_0/Signature.xml"
    other = parts(signed_ofd(ofd))[name].replace(b"<ofd:CheckValue>", b"<ofd:CheckValue>AAAA", 1)

    with pytest.raises(Refused, match="不符"):
        sealed_ofd(ofd, _with(ofd, **{name: other}))


def damaged(content: bytes, dice: random.Random) -> bytes:
    """Return a file with bytes changed, cut out or doubled."""
    made = bytearray(content)
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(made))
        what = dice.choice(("change", "change", "cut", "double"))
        if what == "change":
            made[at] ^= dice.randrange(1, 256)
        elif what == "cut":
            del made[at : at + dice.randrange(1, 200)]
        else:
            made[at:at] = made[at : at + dice.randrange(1, 200)]
    return bytes(made)


def test_damage_at_random_is_refused_in_words_and_never_reaches_the_published_pdf(pdf):
    dice, sealed, refused = random.Random(18), signed_pdf(pdf), 0
    for turn in range(_TURNS):
        whole = turn % 2
        made = damaged(sealed, dice) if whole else pdf + damaged(sealed[len(pdf) :], dice)
        try:
            sealed_pdf(pdf, made)
        except Refused as refusal:
            refused += 1
            assert str(refusal)
        else:
            assert made.startswith(pdf)
    assert refused > _TURNS // 2


def test_damage_at_random_is_refused_in_words_and_never_reaches_the_published_ofd(ofd):
    dice, sealed, before, refused = random.Random(18), signed_ofd(ofd), parts(ofd), 0
    for _ in range(_TURNS):
        made = damaged(sealed, dice)
        try:
            sealed_ofd(ofd, made)
        except Refused as refusal:
            refused += 1
            assert str(refusal)
        else:
            after = parts(made)
            assert all(after[name] == content for name, content in before.items() if name != "OFD.xml")
    assert refused > _TURNS // 2
