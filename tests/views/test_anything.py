"""Whatever is sent, the answer is a sentence: arbitrary JSON to save and pulse, arbitrary text."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.document import BadFigure, faults, read_figure
from reports.editions import AMOUNT, COUNT, SIGNED, get_edition

from .conftest import JSON

EDITION = get_edition("2021")
# The older edition has a cell of every kind.
CELL_OF = {cell.kind: cell for cell in get_edition("2019").cells.values()}
PLACES = [*EDITION.cells, *(section.id for section in EDITION.narratives), "preface"]
# Also what no text may hold: halves of characters, controls, the zero character.
TEXT = st.text(st.characters())
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
ANY_JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner))
FIGURES = TEXT | st.text("0123456789,，.。-−＋１２件万元 /无x", max_size=45)
EDITS = st.fixed_dictionaries(
    {"place": st.sampled_from(PLACES) | TEXT, "text": FIGURES, "base": st.integers(0, 3)},
    optional={"manual": st.booleans() | ANY_JSON},
)
SAVES = st.fixed_dictionaries(
    {"edits": st.lists(EDITS | ANY_JSON, max_size=6)}, optional={"writer": TEXT | ANY_JSON}
)
PULSES = st.fixed_dictionaries({"since": st.integers() | ANY_JSON, "place": TEXT | ANY_JSON})
# The rows are made once; whatever one example saves, the next must bear.
RELAXED = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answered(client: Client, report, address: str, value) -> int:
    """Send a value; return the status, once the answer is known to be a JSON object."""
    answer = client.post(f"/reports/{report.pk}/{address}/", json.dumps(value), **JSON)
    assert isinstance(answer.json(), dict)
    return answer.status_code


@RELAXED
@given(value=SAVES | ANY_JSON)
def test_any_json_sent_to_be_saved_is_answered(client, report, value):
    assert answered(client, report, "save", value) in (200, 400, 409, 422)


@RELAXED
@given(value=PULSES | ANY_JSON)
def test_any_json_sent_as_a_pulse_is_answered(client, report, value):
    assert answered(client, report, "pulse", value) in (200, 400)


@RELAXED
@given(body=st.binary())
def test_any_bytes_sent_to_be_saved_are_answered(client, report, body):
    answer = client.post(f"/reports/{report.pk}/save/", body, **JSON)
    assert answer.status_code in (200, 400)


@settings(RELAXED, max_examples=40)
@given(places=st.dictionaries(st.sampled_from(PLACES) | TEXT, FIGURES), base=TEXT | ANY_JSON)
def test_any_form_without_scripts_is_answered(client, report, places, base):
    form = {**places, "base": base if isinstance(base, str) else json.dumps(base)}
    sent = {_whole(name): _whole(text) for name, text in form.items()}

    assert client.post(f"/reports/{report.pk}/", sent).status_code in (302, 400, 409)


def _whole(text: str) -> str:
    """Return `text` as a browser can send it: no halves of characters."""
    return text.encode("utf-8", "replace").decode()


@settings(max_examples=2000)
@given(typed=FIGURES, kind=st.sampled_from([COUNT, SIGNED, AMOUNT]))
def test_any_text_is_a_figure_of_its_kind_or_refused_in_words(typed, kind):
    try:
        value = read_figure(typed, kind).value
    except BadFigure as bad:
        assert str(bad).endswith("。")
    else:
        assert value is None or faults(value, CELL_OF[kind]) == []


@pytest.mark.parametrize("typed", ["1" * 10_000_000, "，" * 10_000_000, "无" * 10_000_000])
def test_ten_megabytes_in_a_cell_are_read_without_a_hang(typed):
    with pytest.raises(BadFigure, match="不是数字|过大"):
        read_figure(typed + "x", COUNT)
