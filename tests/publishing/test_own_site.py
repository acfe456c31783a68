"""A report on its organ's own site: the address, and a saved page beside what is published."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.models import AuditEvent, Change, OwnSite, SiteCheck
from reports.oversight import supervision
from reports.publishing import own_site as sites
from reports.publishing import publications
from reports.refusals import Refused
from reports.rendering.office.word import document_docx
from reports.rendering.page.pdf import document_pdf
from tests import factories

ADDRESS = "https://www.example.gov.cn/zfxxgk/2025/nb.html?id=7"
BOMB = b"<html>" + b"<div>" * 200_000


@pytest.fixture
def wang(bureau):
    """The supervisor of the district."""
    government = factories.organ("瀍水区人民政府", type="county")
    bureau.refresh_from_db()
    bureau.move(government, "first-child")
    bureau.refresh_from_db()
    return factories.give(factories.clerk("wang", "芳", "王"), government, "supervisor")


@pytest.fixture
def publication(bureau, zhang, quick_files):
    return factories.published(bureau, 2025, by=zhang)


@pytest.fixture
def page(publication) -> str:
    """The page as the organ posted it: the published one between what a site puts around it."""
    content = bytes(publication.files.get(form="html").content).decode()
    around = content.replace("<body>", "<body><div>首页</div><div>政务公开</div>")
    return around.replace("</body>", "<div>打印本页 关闭窗口</div></body>")


@pytest.fixture
def bring(client, publication, zhang):
    """Return a function that brings a saved page back, and the page that comes of it."""
    sites.set_address(publication.report_id, ADDRESS, by=zhang)
    client.force_login(zhang)

    def post(content: str | bytes, name: str = "年报.html"):
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, content)
        return client.post(reverse("own_site_check", args=[publication.report_id]), {"file": file}, follow=True)

    return post


def last() -> SiteCheck:
    return SiteCheck.objects.latest("pk")


def test_a_page_that_says_the_same_agrees(bring, page, publication, zhang):
    shown = bring(page).content.decode()

    check = last()
    assert check.agrees, check.faults
    assert check.sha256 == hashlib.sha256(page.encode()).hexdigest()
    assert "已核对一致" in shown and check.sha256 in shown
    assert AuditEvent.objects.get(action="site_checked").report == publication.report
    assert Change.objects.get(place="own_site.check").new.startswith("第1版，一致")


@pytest.mark.parametrize("make", [document_pdf, document_docx], ids=["pdf", "docx"])
def test_what_was_posted_as_a_file_agrees(bring, publication, make):
    bring(make(publications.document_of(publication)), "年报")

    assert last().faults == []


def test_a_figure_a_year_and_words_that_differ_are_named(bring, page, publication):
    document = publications.document_of(publication)
    changed = page.replace("惠民的内容", "便民的内容").replace("<span>2025年", "<span>2024年")
    amount = document.figure("proactive.fees.amount")

    bring(changed.replace(f">{amount}<", ">77.5<"))

    found = {(fault["kind"], fault["caption"]): fault for fault in last().faults}
    assert found["head", "年度"]["theirs"] == "2024" and ("head", "标题") in found
    (figure,) = (fault for fault in last().faults if fault["kind"] == "figure")
    assert (figure["ours"], figure["theirs"]) == (amount, "77.5") and figure["caption"].startswith("表二")
    (words,) = (fault for fault in last().faults if fault["kind"] == "words")
    assert "总体情况" in words["caption"]
    assert any(kind == "theirs" and "便民" in text for kind, text in words["pieces"])
    assert not last().agrees


def test_a_section_and_a_table_that_are_missing_are_named(bring, page):
    head, _, rest = page.partition('<h2 id="part-problems">')

    bring(head)

    assert rest
    missing = [fault["caption"] for fault in last().faults if fault["kind"] == "missing"]
    assert any("存在的" in caption for caption in missing)
    assert any("其他需要报告" in caption for caption in missing)


def test_another_organ_is_named(bring, page):
    bring(page.replace("文化和旅游局", "教育局"))

    assert ("机关", "瀍水区文化和旅游局", "瀍水区教育局") in {
        (fault["caption"], fault["ours"], fault["theirs"]) for fault in last().faults
    }


def test_a_check_is_taken_back_and_the_one_before_counts(bring, page, client, publication, zhang):
    bring(page)
    bring(page.replace("惠民", "便民"))
    assert sites.site_of(publication.report).state == "site_differs"

    client.post(reverse("own_site_undo", args=[publication.report_id, last().pk]))

    assert sites.site_of(publication.report).state == "site_agrees"
    assert AuditEvent.objects.filter(action="site_undone").count() == 1
    with pytest.raises(Refused, match="已撤销"):
        sites.undo_check(publication.report_id, last().pk, by=zhang)


def test_another_version_or_address_asks_for_another_check(bring, page, publication, zhang):
    bring(page)
    factories.mend(publication.report, "proactive.fees.amount", "12.5", by=zhang)
    publications.publish(publication.report_id, by=zhang, note="更正收费")
    assert sites.site_of(publication.report).state == "site_unchecked"

    sites.set_address(publication.report_id, ADDRESS + "8", by=zhang)
    bring(bytes(publication.report.publications.get(version=2).files.get(form="html").content))
    assert sites.site_of(publication.report).state == "site_agrees"
    sites.set_address(publication.report_id, ADDRESS + "9", by=zhang)
    assert sites.site_of(publication.report).state == "site_unchecked"
    sites.set_address(publication.report_id, ADDRESS + "8", by=zhang)
    assert sites.site_of(publication.report).state == "site_agrees"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("javascript:alert(1)", "不是一个网页的网址"), ("ftp://a.gov.cn/x", "不是一个网页的网址"),
        ("www.example.gov.cn", "不是一个网页的网址"), ("https://", "不是一个网页的网址"),
        ("https://a.gov.cn/x y", "空格"), ("https://a.gov.cn/\u202ex", "看不见"),
        ("https://a:b@evil.example.com/", "用户名"), ("https://a.gov.cn@evil.example.com/", "用户名"),
        ("https://[bad", "不是一个网页的网址"), ("https://a.gov.cn/" + "x" * 500, "超过"),
    ],
    ids=["script", "ftp", "no-scheme", "no-host", "space", "hidden", "password", "user", "brackets", "long"],
)  # fmt: skip
def test_what_is_no_address_is_refused(client, publication, zhang, address, why):
    client.force_login(zhang)

    answer = client.post(reverse("own_site", args=[publication.report_id]), {"address": address})

    assert answer.status_code == 400
    assert why in answer.content.decode() and address[:60].replace("&", "&amp;") in answer.content.decode()
    assert not OwnSite.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [(BOMB, "a.html"), (b"%PDF-1.7 broken", "a.pdf"), (b"PK\3\4broken", "a.docx"), (b"\0" * 500, "a.bin"),
     ("<html>通知公告</html>".encode(), "a.html"), (b"\x89PNG\r\n\x1a\nbroken", "a.png"), (b"", "a.html")],
    ids=["bomb", "pdf", "docx", "zeros", "no-report", "picture", "empty"],
)  # fmt: skip
def test_a_file_that_is_no_report_is_refused_and_nothing_kept(bring, content, name):
    answer = bring(content, name)

    assert 400 <= answer.status_code < 500
    assert not SiteCheck.objects.exists()
    assert sites.site_of(OwnSite.objects.get().report).state == "site_unchecked"


def test_nothing_is_checked_before_there_is_an_address_or_a_publication(client, bureau, zhang):
    draft = factories.report(bureau, 2025, by=zhang)
    with pytest.raises(Refused, match="没有在这里公开"):
        sites.set_address(draft.pk, ADDRESS, by=zhang)
    made = factories.published(bureau, 2024, by=zhang)
    client.force_login(zhang)
    file = SimpleUploadedFile("a.html", bytes(made.files.get(form="html").content))

    answer = client.post(reverse("own_site_check", args=[made.report_id]), {"file": file})

    assert answer.status_code == 409
    assert "请先由本机关填写网址" in answer.content.decode()


def test_the_organ_does_not_take_back_what_the_office_checked(bring, page, client, publication, zhang, wang):
    client.force_login(wang)
    bring(page.replace("惠民", "便民"))
    assert last().from_above

    with pytest.raises(Refused, match="由主管撤销"):
        sites.undo_check(publication.report_id, last().pk, by=zhang)
    sites.undo_check(publication.report_id, last().pk, by=wang)

    assert client.post(reverse("own_site", args=[publication.report_id]), {"address": "https://b.cn/"}).status_code == 404


def test_the_office_finds_them_by_how_they_stand(bring, page, client, publication, wang, bureau, zhang):
    def found() -> set[str]:
        return {
            state for state in supervision.SITE_CAPTIONS
            if supervision.report_ids(wang, supervision.Choice(2025, state=state))
        }  # fmt: skip

    assert found() == {"site_unchecked"}
    bring(page)
    assert found() == {"site_agrees"}
    bring(page.replace("惠民", "便民"))
    assert found() == {"site_differs"}
    client.force_login(wang)
    shown = client.get("/supervision/?year=2025&state=site_differs").content.decode()
    assert "官网有出入" in shown
    table = b"".join(client.get("/supervision/list.csv?year=2025").streaming_content).decode()
    assert ADDRESS in table and "有出入" in table
    sites.set_address(publication.report_id, "", by=zhang)
    assert found() == {"site_none"}


def test_readers_are_led_to_it_by_a_link(bring, client, publication, bureau, zhang):
    shown = client.get(reverse("public_report", args=[bureau.pk, 2025])).content.decode()
    office = client.get(reverse("publication", args=[publication.report_id])).content.decode()

    assert f'href="{ADDRESS}" rel="noopener noreferrer nofollow"' in shown
    assert "有网址，待核对" in office
    publications.withdraw(publication.report_id, "误发", by=zhang)
    assert sites.site_of(publication.report).state == "site_unchecked"


def test_a_stranger_finds_nothing_there(client, publication, zhao):
    client.force_login(zhao)

    assert client.get(reverse("own_site", args=[publication.report_id])).status_code == 404
