"""Named searches in real catalogues: what is saved comes back, and what is damaged is not lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from db.captions.records import CaptionSource
from db.catalogue import Catalogue
from db.records import ImageFilter, ImageOrder, ImageShape, LabellingSource, Status
from db.schema import settings as settings_table
from engine.answers.saved_search_format import SavedSearch
from engine.answers.saved_searches import (
    PUT_ASIDE,
    SETTING,
    delete_search,
    open_search,
    put_back,
    rename_search,
    save_search,
    saved_searches,
)
from engine.errors import InputError
from engine.language.query import Query, Term

LABELS = 4


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    (tmp_path / "archive").mkdir()
    with Catalogue.create(tmp_path / "a.nabolag.sqlite", tmp_path / "archive") as made:
        yield made


def make_label(catalogue: Catalogue, name: str) -> int:
    catalogue.commands.create_label(name)
    label = catalogue.labels.find(name)
    assert label is not None
    return label.id


def damage(catalogue: Catalogue, text: str) -> None:
    """Somebody else wrote this into the file."""
    if catalogue.settings.as_stored(SETTING) is None:
        catalogue.settings.set(SETTING, None)
    with catalogue._database.write() as connection:
        connection.execute(
            update(settings_table).where(settings_table.c.key == SETTING).values(value=text)
        )


LABEL_IDS = st.lists(st.integers(0, LABELS - 1), unique=True, max_size=LABELS).map(tuple)
DAYS = st.just("") | st.dates().map(lambda day: day.isoformat())
WHOLE = st.none() | st.integers(0, 2**50)
TEXTS = st.text(max_size=8)
FILTERS = st.builds(
    ImageFilter,
    text=TEXTS,
    folder=st.none() | TEXTS,
    label_ids=LABEL_IDS,
    status=st.sampled_from(Status),
    source=st.none() | st.sampled_from(get_args(LabellingSource)),
    any_label_ids=LABEL_IDS,
    no_label_ids=LABEL_IDS,
    suggested_ids=LABEL_IDS,
    suggestions=st.none() | st.booleans(),
    captured_from=DAYS,
    captured_to=DAYS,
    formats=st.lists(TEXTS, max_size=3).map(tuple),
    bytes_from=WHOLE,
    bytes_to=WHOLE,
    side_from_px=WHOLE,
    side_to_px=WHOLE,
    shape=st.none() | st.sampled_from(ImageShape),
    decider=TEXTS,
    decided_from=DAYS,
    decided_to=DAYS,
    duplicates_of=WHOLE,
    captions=st.none() | st.booleans(),
    caption_languages=st.lists(TEXTS, max_size=3).map(tuple),
    caption_source=st.none() | st.sampled_from(get_args(CaptionSource)),
)
WEIGHTS = st.floats(0.01, 100) | st.floats(-100, -0.01)
TERMS = st.builds(Term, st.sampled_from(["words", "image"]), TEXTS.filter(str.strip), WEIGHTS)
MEANINGS = st.none() | st.lists(TERMS, min_size=1, max_size=4).map(lambda t: Query(tuple(t)))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wanted=FILTERS,
    meaning=MEANINGS,
    order=st.sampled_from(ImageOrder),
    backwards=st.booleans(),
)
def test_every_search_comes_back(
    catalogue: Catalogue,
    wanted: ImageFilter,
    meaning: Query | None,
    order: ImageOrder,
    backwards: bool,
) -> None:
    known = [one.id for one in catalogue.labels.all()]
    while len(known) < LABELS:
        known.append(make_label(catalogue, f"label {len(known)}"))
    fields = ("label_ids", "any_label_ids", "no_label_ids", "suggested_ids")
    ids = {field: tuple(known[one] for one in getattr(wanted, field)) for field in fields}
    search = SavedSearch("One", replace(wanted, **ids), meaning, order, backwards)
    save_search(catalogue, search, replaces=True)
    opened = open_search(catalogue, "one")
    assert opened.search == search
    assert opened.told == ()


def test_the_hypothesis_covers_every_condition() -> None:
    """A condition that a filter gains has to be saved as well."""
    names = set(ImageFilter.__dataclass_fields__)
    assert names == set(FILTERS.wrapped_strategy.kwargs)  # type: ignore[attr-defined]


def test_names_are_told_apart_renamed_deleted_and_put_back(catalogue: Catalogue) -> None:
    assert save_search(catalogue, SavedSearch("  Ships  at sea ")) == "Ships at sea"
    save_search(catalogue, SavedSearch("Birds"))
    save_search(catalogue, SavedSearch("Cars"))
    with pytest.raises(InputError, match="already"):
        save_search(catalogue, SavedSearch("birds"))
    with pytest.raises(InputError, match="needs a name"):
        save_search(catalogue, SavedSearch(" \n"))
    with pytest.raises(InputError, match="at most 256"):
        save_search(catalogue, SavedSearch("x" * 257))
    save_search(catalogue, SavedSearch("birds", ImageFilter(folder="b")), replaces=True)
    assert saved_searches(catalogue).names == ("birds", "Cars", "Ships at sea")
    assert rename_search(catalogue, "BIRDS", "Birds") == "Birds"
    with pytest.raises(InputError, match="already"):
        rename_search(catalogue, "Birds", "cars")
    deleted = delete_search(catalogue, "birds")
    with pytest.raises(InputError, match="no saved search ‘Birds’"):
        open_search(catalogue, "Birds")
    with pytest.raises(InputError, match="no saved search"):
        delete_search(catalogue, "Birds")
    put_back(catalogue, deleted)
    assert open_search(catalogue, "Birds").search.filter == ImageFilter(folder="b")
    with pytest.raises(InputError, match="already"):
        put_back(catalogue, deleted)


def test_labels_that_are_gone_or_merged_are_told_of(catalogue: Catalogue) -> None:
    crane, bird, car, rest = (
        make_label(catalogue, name) for name in ("crane", "bird", "car", "rest")
    )
    wanted = ImageFilter(
        label_ids=(crane, bird), no_label_ids=(car,), any_label_ids=(car, rest), folder="f"
    )
    save_search(catalogue, SavedSearch("Cranes", wanted))
    catalogue.commands.rename_label(rest, "the rest")
    assert open_search(catalogue, "Cranes").told == ()
    catalogue.commands.merge_labels([crane], bird)
    catalogue.commands.delete_label(car)
    opened = open_search(catalogue, "Cranes")
    assert opened.search.filter == ImageFilter(label_ids=(bird,), any_label_ids=(rest,), folder="f")
    assert [str(one) for one in opened.told] == [
        "‘crane’ was merged into ‘bird’, which is searched for in its place.",
        "The label car of ‘Cranes’ is not there any more; the rest of the search is shown.",
    ]
    # Made again it is found by its name.
    again = make_label(catalogue, "car")
    assert again != car
    opened = open_search(catalogue, "Cranes")
    assert opened.search.filter.no_label_ids == (again,)
    assert len(opened.told) == 1


def test_what_cannot_be_read_is_told_of_and_kept(catalogue: Catalogue) -> None:
    save_search(catalogue, SavedSearch("Sound"))
    value = json.loads(catalogue.settings.as_stored(SETTING) or "")
    odd = [{"name": "Odd", "filter": {"colour": "red"}}, {"name": 3}, "text", None]
    odd += [{"name": "Day", "filter": {"captured_from": "yesterday"}}]
    odd += [{"name": "Weight", "filter": {}, "terms": [{"kind": "words", "text": "a"}]}]
    value["searches"] = [*odd, *value["searches"]]
    damage(catalogue, json.dumps(value))
    found = saved_searches(catalogue)
    assert found.names == ("Sound",)
    assert str(found.trouble).startswith("6 saved searches cannot be read")
    save_search(catalogue, SavedSearch("Another"))
    kept = json.loads(catalogue.settings.as_stored(SETTING) or "")
    assert kept["searches"][:6] == odd


@pytest.mark.parametrize("text", ['{"version": 1, "searches": [{"name"', "[1, 2]", "3", "[" * 9000])
def test_a_damaged_list_is_put_aside_when_another_is_saved(catalogue: Catalogue, text: str) -> None:
    damage(catalogue, text)
    found = saved_searches(catalogue)
    assert found.names == ()
    assert "damaged" in str(found.trouble)
    save_search(catalogue, SavedSearch("New"))
    assert saved_searches(catalogue).names == ("New",)
    assert catalogue.settings.get(PUT_ASIDE) == text


def test_what_a_newer_version_wrote_is_left_as_it_is(catalogue: Catalogue) -> None:
    text = '{"version": 2, "searches": {}}'
    damage(catalogue, text)
    assert "newer version" in str(saved_searches(catalogue).trouble)
    with pytest.raises(InputError, match="newer version"):
        save_search(catalogue, SavedSearch("New"))
    assert catalogue.settings.as_stored(SETTING) == text


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["version", "searches", "name", "filter", "terms", "label_ids"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=15,
    )
)
def test_nothing_that_a_file_may_hold_trips_it(catalogue: Catalogue, value: object) -> None:
    damage(
        catalogue, json.dumps({"version": 1, "searches": [value, {"name": "a", "filter": value}]})
    )
    for name in saved_searches(catalogue).names:
        open_search(catalogue, name)
