"""Shortcuts and kept styles change no byte: printed with and without them, a report is the same.

`make test` prints a few random reports both ways; bench/one_report/both_ways.py 500.
"""

import dataclasses
import sys
from inspect import signature

import pytest

from reports.rendering import kept
from reports.rendering.kept import styles
from reports.rendering.kept.replacing import Store
from reports.rendering.ofd.package import document_ofd
from reports.rendering.page.page_images import page_count
from reports.rendering.page.pdf import document_pdf
from reports.rendering.page.pdf_archive import archival_pdf
from reports.rendering.page.press import press
from reports.rendering.typesetting.fonts import faces
from tests.rendering.made_up import edited, made_up


def without(document) -> bytes:
    """Return the PDF as WeasyPrint makes it without what is kept, and by its own ways."""
    with kept.off():
        return document_pdf(document)


@pytest.mark.parametrize("seed", range(8))
def test_a_random_report_is_the_same_both_ways(seed):
    document = made_up(seed)

    assert document_pdf(document) == without(document)


def test_the_reports_of_the_fixtures_are_the_same_both_ways(document):
    assert document_pdf(document) == without(document)


@pytest.mark.parametrize("seed", range(4))
def test_a_random_report_is_the_same_both_ways_after_each_change(seed):
    document = made_up(seed)
    for _ in range(2):  # what comes again is kept
        document_pdf(document)
    for step in range(3):
        document = edited(document, 10 * seed + step)

        assert document_pdf(document) == without(document)


@pytest.mark.parametrize("made", [archival_pdf, document_ofd])
def test_another_file_of_pages_that_are_kept_is_the_same_both_ways(made, city):
    document = edited(city, 1)
    document_pdf(city)

    document_pdf(city)

    ours = made(document, {})

    with kept.off():
        assert ours == made(document, {})


def test_only_pages_on_which_something_changed_are_made(monkeypatch, bureau):
    document_pdf(bureau)
    before = document_pdf(bureau)
    pages, made = page_count(before), []
    monkeypatch.setattr(kept.pages, "_make_page", lambda *told: made.append(told) or theirs(*told))
    theirs = kept.pages.PAIRS[0].theirs
    changed = dataclasses.replace(bureau, sections=bureau.sections | {"other_matters": "<p>无。</p>"})

    document_pdf(bureau)
    assert not made
    document_pdf(changed)
    assert 0 < len({number for _, _, _, _, number, _ in made}) < pages - 2


def test_what_is_kept_of_one_report_does_not_change_the_next(document):
    first = document_pdf(document)
    for seed in (11, 12):
        document_pdf(made_up(seed))

    assert document_pdf(document) == first


def test_what_is_kept_is_bounded(monkeypatch, document):
    store = press(faces())[0].kept_styles
    once = document_pdf(document)
    full = len(store)
    monkeypatch.setattr(styles, "MOST", 1)

    assert document_pdf(document) == once
    assert 0 < len(store) <= full < 2000


def test_every_store_is_bounded_and_may_forget_at_any_time(monkeypatch, document):
    stores = [
        value for room in kept.ROOMS for value in vars(room).values() if isinstance(value, Store)
    ]
    once = document_pdf(document)
    for store in stores:
        store.clear()
        monkeypatch.setattr(store, "most", 1)

    assert document_pdf(document) == once
    assert len(stores) > 3
    assert {len(store) for store in stores} <= {0, 1}
    assert sum(map(len, stores)) > 2


def test_a_report_leaves_nothing_new_behind_when_printed_again(document):
    store = press(faces())[0].kept_styles
    document_pdf(document)
    full = len(store)

    document_pdf(document)

    assert len(store) == full


@pytest.mark.parametrize("pair", [pair for room in kept.ROOMS for pair in room.PAIRS])
def test_a_function_of_ours_takes_what_weasyprint_s_own_takes(pair):
    theirs, ours = (getattr(one, "fget", one) for one in (pair.theirs, pair.ours))
    assert list(signature(theirs).parameters) == list(signature(ours).parameters)


@pytest.mark.parametrize("pair", [pair for room in kept.ROOMS for pair in room.PAIRS])
def test_a_function_of_ours_is_used_until_all_is_switched_off(pair):
    press(faces())
    name = pair.name or pair.theirs.__name__
    modules = [one for place, one in sys.modules.items() if not place.startswith("reports.rendering.kept")]

    def used(function) -> bool:
        if pair.owner:
            return vars(pair.owner)[name] is function
        return any(vars(module).get(name) is function for module in modules)

    assert used(pair.ours)
    with kept.off():
        assert used(pair.theirs)
        assert not used(pair.ours)
    assert used(pair.ours)
