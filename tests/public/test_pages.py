"""What citizens read, and what they get for a bad address."""

import json
import re

import pytest
from django.db import OperationalError

from reports.models import Organ, Posting
from reports.publishing import publications
from tests import factories


def text(response) -> str:
    return response.content.decode()


def test_the_list_shows_what_is_published(citizen, published):
    page = citizen.get("/open/")

    assert page.status_code == 200
    assert published.title in text(page)


def test_an_empty_site_says_so(citizen, db):
    assert "没有符合条件的报告" in text(citizen.get("/open/"))


def test_a_report_shows_its_six_sections(citizen, published, place):
    page = text(citizen.get(place))

    captions = [section.caption for section in published.report.template.sections]
    assert re.findall(r'<h2 id="part-\w+">(.*?)</h2>', page) == captions


def test_a_report_carries_no_style_of_its_own(citizen, published, place):
    assert " style=" not in text(citizen.get(place))


def test_a_report_is_described_for_machines(citizen, published, place, bureau):
    page = text(citizen.get(place))

    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page)[1])
    assert data["@type"] == "Report"
    assert data["author"]["name"] == bureau.name
    assert {file["sha256"] for file in data["encoding"]} == {
        file.sha256 for file in published.files.all()
    }


def test_a_title_cannot_end_the_data_block(citizen, bureau, zhang):
    bureau.name = "</script><b>局"
    bureau.save()
    factories.published(bureau, 2024, by=zhang)

    assert "</script><b>" not in text(citizen.get(f"/open/organs/{bureau.pk}/2024/"))


def test_readings_are_counted_and_shown(citizen, published, place):
    for _ in range(3):
        citizen.get(place)
    citizen.head(place)
    publications.store_views()

    assert Posting.objects.get().views == 3
    assert "<dd>3</dd>" in text(citizen.get(place))


@pytest.mark.parametrize("is_known", [False, True])
def test_no_cookie_is_set_and_no_cache_is_split(
    citizen, client_of, zhang, published, place, settings, tmp_path, is_known
):
    settings.RATE_LIMITS, settings.DATA_DIR = {"": 600}, tmp_path  # as where it runs
    visitor = client_of(zhang) if is_known else citizen

    for address in ("/open/", place, f"{place}report.pdf", "/open/data/", "/open/api/reports"):
        response = visitor.get(address)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response.headers["Cache-Control"] == "public, max-age=60", address


def test_a_page_that_is_known_is_not_sent_again(citizen, published, place):
    etag = citizen.get(place).headers["ETag"]

    again = citizen.get(place, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_an_old_version_says_that_it_was_corrected(citizen, corrected, place):
    old, new = text(citizen.get(f"{place}v1/")), text(citizen.get(place))

    assert "已经更正" in old and 'content="noindex"' in old
    assert "更正表二的收费金额" in new and 'href="#versions"' in new and 'id="versions"' in new
    assert "已经更正" not in new


def test_lists_by_year_region_and_organ(citizen, published, bureau, zhang):
    Organ.objects.filter(pk=bureau.pk).update(region="瀍水区")
    bureau.refresh_from_db()
    factories.published(bureau, 2023, by=zhang)

    for address in ("/open/years/2023/", "/open/regions/瀍水区/", "/open/?year=2023"):
        page = text(citizen.get(address))
        assert "2023年政府信息公开" in page and "2024年政府信息公开" not in page
    assert "2024年政府信息公开" in text(citizen.get(f"/open/organs/{bureau.pk}/"))


@pytest.mark.parametrize("words", ["图解", "文化惠民", "瀍水区 音频", "２０２４年", "音"])
def test_words_of_the_report_find_it(citizen, published, words):
    assert published.title in text(citizen.get("/open/", {"q": words}))


@pytest.mark.parametrize("words", ["殡葬", "图解 殡葬", "解图", "民惠"])
def test_other_words_do_not(citizen, published, words):
    assert published.title not in text(citizen.get("/open/", {"q": words}))


def test_pairs_that_stand_apart_are_no_word(citizen, bureau, zhang):
    factories.published(bureau, 2024, by=zhang, preface="<p>甲乙丙，乙丙丁。</p>")

    assert "没有符合条件的报告" in text(citizen.get("/open/", {"q": "甲乙丙丁"}))


def test_the_place_found_is_marked(citizen, published):
    assert "<mark>音频</mark>" in text(citizen.get("/open/", {"q": "音频"}))


@pytest.mark.parametrize(
    ("words", "excerpt"),
    [
        ("甲乙", "今年<mark>甲乙</mark>办成。长"),  # the title before it is not quoted
        ("丙丁", "<mark>丙丁</mark>也成！远"),  # a sentence begins near; marks stay as written
        ("戊己", "…" + "长" * 36 + "<mark>戊己</mark>也成。丙丁也成！" + "远" * 28 + "…"),
        ("年度报告", "今年甲乙办成。长"),  # only the title has it: the words begin
    ],
)
def test_an_excerpt_begins_in_the_words(citizen, bureau, zhang, words, excerpt):
    preface = f"<p>今年甲乙办成。{'长' * 40}戊己也成。丙丁也成！{'远' * 60}</p>"
    factories.published(bureau, 2024, by=zhang, preface=preface)

    page = text(citizen.get("/open/", {"q": words}))

    assert f'<p class="excerpt">{excerpt}' in page


def test_words_of_an_older_version_find_nothing(citizen, published, zhang):
    factories.mend(published.report, "problems", "<p>问题已经解决，继续完善。</p>", by=zhang)
    publications.publish(published.report_id, by=zhang, note="更正第五部分")

    assert "没有符合条件的报告" in text(citizen.get("/open/", {"q": "音频"}))
    assert published.title in text(citizen.get("/open/", {"q": "继续完善"}))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/open/?q=" + "字" * 10_000, 400),
        ("/open/?q=***", 400),
        ("/open/?q=%00", 400),
        ("/open/?year=abc", 404),
        ("/open/?year=1888", 404),
        ("/open/?year=99999999999999999999999", 404),
        ("/open/?region=%00", 404),
        ("/open/?organ=9", 404),
        ("/open/?page=0", 404),
        ("/open/?page=-1", 404),
        ("/open/?page=99", 404),
        ("/open/?page=１", 404),
        ("/open/?page=x", 404),
        ("/open/years/1888/", 404),
        ("/open/years/99999999999999999999999/", 404),
        ("/open/regions/%00/", 404),
        ("/open/regions/蓬莱/figures/", 404),
        ("/open/organs/999999999/", 404),
        ("/open/organs/99999999999999999999999/2024/", 404),
        ("/open/organs/1/99999999999999999999999/", 404),
        ("/open/data/everything.zip", 404),
        ("/open/data/reports.xlsx", 404),
        ("/open/data/1888/reports.csv", 404),
        ("/open/compare/?organ=x", 404),
        ("/open/compare/figures.csv", 404),
        ("/open/compare/figures.csv?organ=999999999", 404),
        ("/open/compare/?organ=1&organ=2&organ=3&organ=4&organ=5&organ=6&organ=7", 400),
        ("/open/compare/?name=" + "字" * 10_000, 400),
        ("/open/nothing/", 404),
        ("/open/?year=" + "9" * 10_000, 404),
        ("/open/?region=" + "字" * 10_000, 404),
        ("/open/?organ=" + "9" * 10_000, 404),
        ("/open/?page=" + "9" * 10_000, 404),
        ("/open/organs/" + "9" * 4_000 + "/", 404),
        ("/open/years/" + "9" * 4_000 + "/", 404),
        ("/open/regions/" + "字" * 10_000 + "/", 404),
        ("/open/data/" + "x" * 10_000, 404),
        ("/open/sitemap-1888.xml", 404),
    ],
)
def test_a_bad_address_gets_a_clear_page(citizen, published, address, status):
    response = citizen.get(address)

    assert response.status_code == status
    assert "查看全部公开的报告" in text(response)


def test_compared_organs_come_as_csv(citizen, published, bureau, zhang):
    other = factories.organ("瀍水区档案馆", zhang)
    factories.published(other, 2024, by=zhang)
    address = f"/open/compare/figures.csv?organ={bureau.pk}&organ={other.pk}"

    lines = text(citizen.get(address)).splitlines()

    new = published.report.document().figure("requests.new.total")
    assert f"新收申请,{bureau.name},2024,{new},件," in lines
    assert len([line for line in lines if line.startswith("新收申请")]) == 2
    assert address.replace("&", "&amp;") in text(citizen.get(address.replace("figures.csv", "")))


def test_an_organ_that_is_compared_is_not_offered_again(citizen, published, bureau, zhang):
    other = factories.organ("瀍水区教育局", zhang)
    factories.published(other, 2024, by=zhang)

    page = text(citizen.get(f"/open/compare/?organ={bureau.pk}&name=瀍水区"))

    assert f"＋ {other.name}" in page and f"＋ {bureau.name}" not in page


def test_the_charts_of_an_organ_a_region_and_all_come_as_csv(citizen, bureau, zhang):
    bureau.region = "瀍水区"
    bureau.save()
    published = factories.published(bureau, 2024, by=zhang)
    places = (f"organs/{bureau.pk}/", "regions/瀍水区/", "figures/")

    files = [text(citizen.get(f"/open/{place}figures.csv")).splitlines() for place in places]

    new = published.report.document().figure("requests.new.total")
    assert f"收到多少申请,本年新收政府信息公开申请数量,2024,{new},件," in files[0]
    assert files[0] == files[1] == files[2]  # there is no other report
    assert files[0][0].endswith("图,项目,年度,数值,单位,说明")


@pytest.mark.parametrize(
    "operators", ['"', "NEAR(", "公开 OR *", "AND", "a:b", "'; DROP TABLE", "公开*", "^公", "-申请"]
)
def test_search_operators_are_only_words(citizen, published, operators):
    assert citizen.get("/open/", {"q": operators}).status_code in (200, 400)


def test_a_file_or_version_that_does_not_exist_is_not_found(citizen, published, place):
    for rest in (
        "report.exe",
        "report.pdf.html",
        "report",
        "report.%00",
        "v9/",
        "v0/",
        "v9/report.pdf",
    ):
        assert citizen.get(f"{place}{rest}").status_code == 404


def test_nobody_can_write_on_the_public_side(citizen, published, place):
    for address in ("/open/", place, f"{place}report.pdf", "/open/api/reports"):
        assert citizen.post(address).status_code in (403, 405)


def test_a_page_stays_small(citizen, published, place):
    packed = citizen.get(place, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < 20_000


def test_sums_say_that_a_government_counts_those_below_it(citizen, published):
    said = "同一件会计入不止一次"

    assert said in text(citizen.get("/open/figures/"))
    assert said in text(citizen.get("/open/api/guide/"))


def test_a_reader_needs_no_database_that_can_be_written(citizen, place, published, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(publications, "_BATCH", 1)
    with monkeypatch.context() as locked:
        locked.setattr("django.db.models.query.QuerySet.update", fail)
        assert citizen.get(place).status_code == 200
    assert citizen.get(place).status_code == 200

    assert Posting.objects.get().views == 2  # the first one was not forgotten
