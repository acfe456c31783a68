"""The pages and files of 汇总."""

import csv
import html
import io
import re
import sys

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from reports.models import AuditEvent
from tests import factories

from .conftest import YEAR

NEW, FEES = "requests.new.total", "proactive.fees.amount"


@pytest.fixture
def district(write):
    """Two reports, one with a blank."""
    return [write("教育局", {NEW: 12, FEES: "0.5"}), write("=1+1局", {NEW: None, FEES: "0.25"})]


@pytest.fixture
def get(wang, client_of):
    """Return what an address of 汇总 answers to the supervisor."""
    browser = client_of(wang)

    def answer(address: str = ""):
        mark = "&" if "?" in address else "?"
        return browser.get(f"/aggregation/{address}{mark}year={YEAR}")

    return answer


def text(response) -> str:
    return (
        b"".join(response.streaming_content) if response.streaming else response.content
    ).decode()


def test_each_sum_stands_in_its_cell_and_leads_to_its_parts(get, district):
    page = text(get())

    assert f"/aggregation/cells/{FEES}/?" in page
    assert ">0.75</a>" in page
    assert "1/2" in page and "2 份报告逐格相加" in page


def test_the_parts_name_organ_value_and_state(get, district):
    page = text(get(f"cells/{NEW}/"))

    assert "教育局" in page and "未填" in page and "草稿" in page
    assert f"/reports/{district[0].pk}/review/#{NEW}" in page


def test_mixed_editions_are_said_so(get, district, write, on_old_edition):
    on_old_edition()
    write("民政局", {})

    page = text(get())

    assert "用了不同的模板" in page and "不汇总" in page


def test_counting_twice_is_warned_of(get, write):
    town = write("石桥镇人民政府", {}, type="town").organ
    write("石桥镇文化站", {}, under=town, type="other")

    assert "重复计算" in text(get("?reach=all"))
    assert "这样相加会重复计算" not in text(get())


def test_a_broken_sum_is_shown_with_its_report(get, write):
    report = write("教育局", {NEW: 1})

    page = text(get())

    assert "条不成立" in page and f"/reports/{report.pk}/review/" in page


def test_organs_are_found_and_chosen(get, district, write):
    third = write("民政局", {NEW: 1})

    listed = text(get("organs/?search=民政"))
    page = text(get(f"?organ={third.organ_id}"))

    assert "民政局" in listed and "教育局" not in listed
    assert "只加所选的 1 个机关" in page and "1 份报告逐格相加" in page


def test_a_chosen_organ_stays_chosen_while_another_is_looked_for(get, district, write):
    chosen = write("民政局", {NEW: 1}).organ_id

    page = text(get(f"organs/?search=教育&organ={chosen}"))

    assert f'value="{chosen}" checked' in page and "教育局" in page


def test_years_and_outliers_have_pages(get, write):
    write("教育局", {NEW: 2}, year=YEAR - 1)
    write("教育局", {NEW: 40})

    assert "+1900.0%" in text(get("years/"))
    assert "相差十倍以上" in text(get("outliers/"))


def test_the_two_years_before_stand_beside_a_year(get, write):
    for year in range(YEAR - 3, YEAR + 1):
        write("教育局", {NEW: 2}, year=year)

    page = text(get("years/"))

    assert f"{YEAR - 2}年 1 份报告，{YEAR - 1}年 1 份报告，{YEAR}年 1 份报告。" in page
    assert "没有填完" not in page


def test_blanks_make_a_year_look_smaller_and_that_is_said(get, write):
    write("教育局", {NEW: 40}, year=YEAR - 1)
    write("教育局", {NEW: None})

    page = text(get("years/"))

    assert f"{YEAR}年 1 份报告（1 份没有填完）" in page
    assert f"{YEAR}年：这一年有1份报告没有填完，合计偏小" in page and f"{YEAR}*" in page
    assert "不可比" in page and "-100.0%" not in page


def test_a_year_that_is_not_over_is_no_fall(write, wang, client_of):
    this_year = timezone.localdate().year
    for year, number in ((this_year - 1, 40), (this_year, 3)):
        write("教育局", {NEW: number}, year=year)

    page = text(client_of(wang).get(f"/aggregation/years/?year={this_year}"))

    assert f"{this_year}年：这一年还没有过完" in page and f"{this_year}*" in page
    assert "-92.5%" not in page and "不可比" in page


def test_a_year_alone_is_not_compared(get, write):
    write("教育局", {NEW: 40})

    page = text(get("years/"))

    assert "没有别的年度可以比较" in page and "增减率" not in page


def test_the_csv_has_a_line_a_cell(get, district):
    rows = {row[0]: row for row in csv.reader(io.StringIO(text(get("sums.csv"))))}

    assert rows[FEES][-3:] == ["0.75", "2", "2"]
    assert rows[NEW][-3:] == ["12", "1", "2"]


def test_the_comparison_of_years_comes_with_every_cell(get, write):
    part = "requests.new.natural_person"
    write("教育局", {NEW: 10, part: 10}, year=YEAR - 1)
    write("教育局", {NEW: 8, part: 8})
    write("民政局", {NEW: 1, part: None})

    page = text(get("years/"))
    address = re.search(r'href="/aggregation/(years\.csv[^"]+)"', page)[1]
    rows = list(csv.reader(io.StringIO(text(get(html.unescape(address))).lstrip("\ufeff"))))
    by_cell = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows}

    assert by_cell[part][f"{YEAR - 1}年合计"] == "10"
    assert by_cell[part][f"{YEAR}年合计"] == "8"
    assert (by_cell[part][f"{YEAR}年已填报告"], by_cell[part][f"{YEAR}年报告"]) == ("1", "1")
    assert (by_cell[part]["增减"], by_cell[part]["增减率（%）"]) == ("-2", "-20")
    assert (by_cell[NEW]["增减"], by_cell[NEW]["说明"]) == ("-2", "")
    assert AuditEvent.objects.get(action="exported").detail == f"{YEAR}年度汇总 年度比较 CSV"


def test_years_of_different_organs_are_marked_in_chart_table_and_file(get, write):
    write("教育局", {NEW: 10}, year=YEAR - 1)
    write("民政局", {NEW: 10}, year=YEAR - 1)
    write("教育局", {NEW: 8})

    same, every = text(get("years/")), text(get("years/?same=0"))
    rows = list(csv.reader(io.StringIO(text(get("years.csv?same=0")).lstrip("\ufeff"))))
    found = next(dict(zip(rows[0], row, strict=True)) for row in rows if row[0] == NEW)

    assert "*</th>" not in same and 'fill-opacity=".3"' not in same and "-20.0%" in same
    assert every.count(f"{YEAR}*</th>") > 1 and 'fill-opacity=".3"' in every
    assert "不是同一批机关，不能比较" in every and "-60.0%" not in every
    assert (found["增减"], found["增减率（%）"]) == ("不可比", "")
    assert f"{YEAR}年：这一年有1个机关的报告" in found["说明"]


def test_where_no_organ_reported_in_every_year_the_page_says_so(get, write):
    write("教育局", {NEW: 10}, year=YEAR - 1)
    write("民政局", {NEW: 8})

    assert "没有一个机关在这几年都有报告" in text(get("years/"))


def test_who_supervises_several_tops_sees_all_of_them_first(get, write, wang):
    write("教育局", {NEW: 3})
    elsewhere = factories.organ("云溪市人民政府", type="city")
    factories.give(wang, elsewhere, "supervisor")
    write("云溪市档案馆", {NEW: 4}, under=elsewhere)
    write("云溪市人民政府", {NEW: 100})
    school = factories.organ("独立学校", type="other")
    factories.give(wang, school, "supervisor")
    write("独立学校", {NEW: 5})

    page = text(get())

    assert f"{YEAR}年度汇总：全部所辖机关" in page
    assert get().context["sums"].sums[NEW].value == 12
    assert get(f"?under={elsewhere.pk}").context["sums"].sums[NEW].value == 4
    assert get("?own=1").context["sums"].sums[NEW].value == 112
    for address in ("years/", "outliers/", "organs/", "sums.csv", "sums.xlsx", "organs.csv",
                    f"cells/{NEW}/"):  # fmt: skip
        assert get(address).status_code == 200


def test_the_comparison_in_the_file_is_the_one_on_the_page(get, write):
    for year in (YEAR - 2, YEAR - 1, YEAR):
        write("教育局", {NEW: 2}, year=year)
    write("民政局", {NEW: 1})

    head, *rows = csv.reader(io.StringIO(text(get(f"years.csv?with={YEAR - 2}&same=1"))))

    assert [caption for caption in head if "合计" in caption] == [
        f"{YEAR - 2}年合计",
        f"{YEAR}年合计",
    ]
    assert next(row for row in rows if row[0] == NEW)[4:10] == ["2", "1", "1", "2", "1", "1"]


def test_the_csv_by_organ_runs_no_formula(get, district):
    rows = list(csv.reader(io.StringIO(text(get("organs.csv")))))

    assert [row[0] for row in rows[1:]] == ["教育局", "'=1+1局"]
    assert len({len(row) for row in rows}) == 1


def test_the_workbook_has_tables_and_a_row_an_organ(get, district):
    book = load_workbook(io.BytesIO(get("sums.xlsx").content))

    organs = [[cell.value for cell in row] for row in book["各机关"].iter_rows()]
    column = next(n for n, caption in enumerate(organs[0]) if "行政事业性收费" in caption)
    cells = {row[0].value: row for row in book["逐格合计"].iter_rows(min_row=2)}

    assert book.sheetnames == ["说明", "表二", "表三", "表四", "逐格合计", "各机关"]
    assert [row[column] for row in organs[1:]] == [0.5, 0.25]
    assert [row[0] for row in organs[1:]] == ["教育局", "=1+1局"]
    assert book["各机关"]["A3"].data_type == "s"
    assert cells[FEES][4].value == 0.75
    assert 0.75 in [cell.value for row in book["表二"].iter_rows() for cell in row]


def test_the_workbook_does_not_call_a_blank_an_error(get, district):
    book = load_workbook(io.BytesIO(get("sums.xlsx").content))
    words = [str(cell.value) for row in book["表三"].iter_rows() for cell in row]
    facts = {row[0].value: row[1].value for row in book["说明"].iter_rows()}

    assert not [word for word in words if "✕" in word]
    assert "1 份填完的报告" in facts["勾稽关系"]


def test_taking_a_file_out_is_recorded(get, district, wang, government):
    get("sums.xlsx")

    event = AuditEvent.objects.get(action="exported")
    assert (event.user, event.organ, event.detail) == (wang, government, f"{YEAR}年度汇总 XLSX")


@pytest.mark.parametrize(
    "query",
    ["?year=x", "?under=abc", "?reach=;", "?stage=?", "?type=x", "?organ=x&organ=99999",
     "?own=", "organs/?search=%00", "years/?with=1&with=x", "cells/requests.new.total/?page=x"],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_what_there_is(get, district, query):
    assert get(query).status_code == 200


@pytest.mark.parametrize("address", ["cells/requests.none.total/", "cells/%00/", "?under=999999"])
def test_what_is_not_there_is_not_found(get, district, address):
    assert get(address).status_code == 404


def test_another_district_is_not_found(get, district):
    foreign = factories.organ("云溪市人民政府", type="city")

    assert get(f"?under={foreign.pk}").status_code == 404
    assert "0 份" not in text(get(f"?organ={foreign.pk}"))
    assert "没有可以相加的报告" in text(get(f"?organ={foreign.pk}"))


def test_a_stranger_finds_nothing(client_of, zhao, district):
    for address in ("", f"cells/{NEW}/", "organs/", "years/", "outliers/", "sums.xlsx", "sums.csv"):
        assert client_of(zhao).get(f"/aggregation/{address}").status_code == 404


def test_a_page_takes_few_queries(get, district, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        get()


def test_the_dashboard_leads_there(wang, client_of, district):
    page = client_of(wang).get(f"/supervision/?year={YEAR}").content.decode()

    assert f"/aggregation/?year={YEAR}" in page


def test_a_workbook_of_too_many_reports_says_where_their_rows_are(get, district, monkeypatch):
    monkeypatch.setattr("reports.views.office.sums.aggregation_files.MOST_ROWS", 1)

    book = load_workbook(io.BytesIO(get("sums.xlsx").content))

    facts = {row[0].value: row[1].value for row in book["说明"].iter_rows(max_col=2)}
    assert "各机关" not in book.sheetnames and "CSV" in facts["各机关"]


def test_the_rows_of_many_reports_come_a_few_at_a_time(get, district, write, monkeypatch):
    write("民政局", {NEW: 3})
    monkeypatch.setattr(sys.modules["reports.aggregation.behind"], "_AT_ONCE", 2)

    rows = list(csv.reader(io.StringIO(text(get("organs.csv")).removeprefix("\ufeff"))))

    new = next(n for n, caption in enumerate(rows[0]) if "新收" in caption and "总计" in caption)
    assert [(row[0], row[new]) for row in rows[1:]] == [("教育局", "12"), ("'=1+1局", ""), ("民政局", "3")]


def test_outliers_of_too_many_reports_are_looked_for_in_parts(get, district, monkeypatch):
    monkeypatch.setattr("reports.views.office.sums.aggregation.MOST_COMPARED", 1)

    page = text(get("outliers/"))

    assert "一次最多比较 1 份" in page and "没有突出的数字" not in page
