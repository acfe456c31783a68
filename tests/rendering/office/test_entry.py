"""填报底稿: the workbook with what each row and column counts, which comes back as it went."""

import io
from dataclasses import replace

import openpyxl

from reports.editions.helps import TableHelp, helped
from reports.importing import read
from reports.rendering.office.entry import entry_xlsx
from reports.rendering.office.workbook import document_xlsx


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def comments(book) -> list[str]:
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [cell.comment.text for cell in cells if cell.comment]


def test_each_row_has_its_help_at_itself_and_on_a_sheet_to_print(document):
    book = opened(entry_xlsx(document))

    helps = [row.help for table in document.edition.tables for row in table.rows if row.help]
    printed = [row[1].value for row in book["填报说明"].iter_rows()]
    assert comments(book) == [f"{one.words}\n{one.basis}" for one in helps]
    assert {one.words for one in helps} <= set(printed)


def test_the_help_of_columns_stands_on_the_sheet(document):
    book = opened(entry_xlsx(document))

    names = [row[0].value for row in book["填报说明"].iter_rows()]
    assert {"表三 “法律服务机构”列", "表四 “结果纠正”列"} <= set(names)


def test_an_entry_sheet_comes_back_as_it_went(document):
    assert read(entry_xlsx(document)) == read(document_xlsx(document))


def test_what_is_published_has_no_comments(document):
    book = opened(document_xlsx(document))

    assert comments(book) == [] and "填报说明" not in book.sheetnames


def test_an_edition_without_help_has_an_entry_sheet_without(document, monkeypatch):
    silent = tuple(helped(table, TableHelp()) for table in document.edition.tables)
    edition = replace(document.edition, tables=silent)
    monkeypatch.setattr(type(document), "edition", property(lambda document: edition))

    book = opened(entry_xlsx(document))

    assert comments(book) == [] and "填报说明" not in book.sheetnames
