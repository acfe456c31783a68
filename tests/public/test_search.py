"""How words are looked up: in the index of their pieces, not through every text."""

from django.db import connection

from reports import catalogue
from reports.catalogue import Wish

INDEX = {"sqlite": "VIRTUAL TABLE INDEX", "postgresql": "Bitmap Index Scan on reports_search_grams"}


def test_words_are_looked_up_in_their_index(published):
    with catalogue.by_index():
        plan = catalogue.postings(Wish("公开")).rows.explain()

    assert INDEX[connection.vendor] in plan
