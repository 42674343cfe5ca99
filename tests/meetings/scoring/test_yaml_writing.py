"""Files made of sets: what is exported can be imported, and is the same."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.scoring.faults import FaultyInputError
from meetings.scoring.reading import from_data, read
from meetings.scoring.writing import to_data
from meetings.scoring.yaml_writing import to_yaml, yaml_of
from tests.meetings.scoring.builders import DATA, PRODUCT, faults_of, set_data
from tests.meetings.scoring.strategies import sets

FILES = sorted([*PRODUCT.glob("*.yaml"), *DATA.glob("every-kind.yaml"), *DATA.glob("year-*.yaml")])

# Each would be read as something else, or not at all, if it were written as it stands.
AWKWARD = [
    "yes", "No", "null", "~", "1.1", "08", "1e3", "1:30", "0x1F", "2025-10-28", "- a", "a: b",
    "# x", "a # b", "'", '"', "{a}", "[a", "&neo", "*neo", "!thẻ", "%a", "@b", "`c", "=", "<<",
    "hai\ndòng", "a  b", "x\u2028y", "Đồng chí: “tốt”, 5 điểm", "a, b: c", "?", "|", ">",
]  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
def test_file_read_and_written_again_is_the_same_set(file):
    criteria_set = read(file.read_text(encoding="utf-8"))
    text = to_yaml(criteria_set)
    assert read(text) == criteria_set
    assert to_yaml(read(text)) == text


@given(sets())
def test_any_set_survives_its_file(data):
    criteria_set = from_data(data)
    assert read(to_yaml(criteria_set)) == criteria_set


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_survives_the_file(text):
    criteria_set = from_data(set_data(title=text, document=text))
    assert read(to_yaml(criteria_set)).title == text


@given(st.text(max_size=60))
def test_any_title_is_refused_or_survives_the_file(text):
    data = set_data(title=text)
    if faults_of(data):
        return
    criteria_set = from_data(data)
    assert read(to_yaml(criteria_set)) == criteria_set


@st.composite
def damaged(draw):
    """A set's data in which one value is taken away or replaced by something of another sort."""
    data = json.loads(json.dumps(to_data(from_data(draw(sets())))))
    holder, key = draw(st.sampled_from(list(places_in(data))))
    if draw(st.booleans()):
        del holder[key]
    else:
        holder[key] = draw(st.sampled_from(["chữ", 5, "7.5", True, [], {}, ["a"], {"b": 1}, -1]))
    return data


def places_in(data):
    """Every (mapping or list, key or index) of nested data."""
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in list(pairs):
        yield data, key
        if isinstance(value, dict | list):
            yield from places_in(value)


@given(damaged())
def test_editor_and_import_find_the_same_faults(data):
    """The editor judges the data of a draft, the import the text of its file."""
    assert faults_in(lambda: read(yaml_of(data))) == faults_in(lambda: from_data(data))


def faults_in(reading):
    try:
        reading()
    except FaultyInputError as error:
        return [(fault.place, fault.reason, fault.keys) for fault in error.faults]
    return []


def test_decomposed_text_is_kept_composed():
    spelled = unicodedata.normalize("NFD", "Điều kiện dự")
    assert from_data(set_data(title=spelled)).title == "Điều kiện dự"


def test_numbers_and_days_stand_without_quotes():
    text = yaml_of(to_data(from_data(set_data(max_points=100, issued_on="2026-01-15"))))
    assert "issued_on: 2026-01-15\n" in text
    assert "max_points: 100\n" in text


@pytest.mark.parametrize("title", ["a\x00b", "a\x1bb", "\x85"])
def test_text_that_no_file_may_hold_is_refused(title):
    [(place, _)] = faults_of(set_data(title=title))
    assert place == "title"
