"""Counts of the facets are what choosing the thing would show."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from db.records import AcceptedLabel, ImageFilter, LabellingSource, Status, SuggestionRun

SOURCES: tuple[LabellingSource, ...] = ("imported", "curator", "accepted", "merged")
FILTERS = (
    ImageFilter(),
    ImageFilter(text="a"),
    ImageFilter(folder="b", status=Status.LABELLED),
    ImageFilter(label_ids=(1,), source="imported"),
    ImageFilter(suggested_ids=(2,)),
    ImageFilter(no_label_ids=(1,), suggestions=True),
    ImageFilter(status=Status.UNREADABLE),
    ImageFilter(status=Status.SET_ASIDE),
)


@pytest.fixture
def busy(make_catalogue: Callable[..., Catalogue], scanned: Callable[..., object]) -> Catalogue:
    """Images of three folders, some labelled, suggested for, decided on or reviewed."""
    chance = random.Random(1)
    words = ("cat", "dog", ("animal", "bird"))
    made = make_catalogue(
        *(
            scanned(f"{'ab'[number % 2]}/{'c/' * (number % 3)}{number}.jpg", *words[: number % 4])
            for number in range(40)
        )
    )
    labels = [label.id for label in made.labels.all()]
    ids = made.images.ids()
    made.suggestions.replace_all(
        SuggestionRun("x", "y", {}, 0.1),
        [(one, label, 0.5) for one in ids for label in labels if chance.random() < 0.4],
    )
    for one in ids[::3]:
        for open_one in made.suggestions.of_image(one)[:1]:
            accepted = [AcceptedLabel(open_one.label_id, 0.5)]
            answer = {"accepted" if one % 2 else "rejected": accepted}
            made.commands.decide(one, suggester="x", **answer)
    made.commands.mark_reviewed(ids[::5], True)
    made.commands.mark_missing(ids[:3])
    aside = [KeptImage(ids[30], tuple(ids[31:34])), KeptImage(ids[5], (ids[1], ids[6]))]
    made.commands.set_aside(aside, hand_labels=True, hand_titles=False)
    return made


@pytest.mark.parametrize("wanted", FILTERS)
def test_counts_are_what_choosing_would_show(busy: Catalogue, wanted: ImageFilter) -> None:
    count, found = busy.images.count, busy.facets.counts(wanted)

    assert found.statuses == {one: count(replace(wanted, status=one)) for one in Status}
    folders = {one: count(replace(wanted, folder=one)) for one, _ in busy.images.folders()}
    assert found.folders == {one: shown for one, shown in folders.items() if shown or not one}
    for source in SOURCES:
        if not wanted.label_ids:
            assert found.sources.get(source, 0) == count(replace(wanted, source=source))
    for label in busy.labels.all():
        more = replace(wanted, label_ids=tuple({*wanted.label_ids, label.id}), source=None)
        if wanted.source is None:
            assert found.labels.get(label.id, 0) == count(more)
        ids = tuple({*wanted.suggested_ids, label.id})
        suggested = busy.facets.suggested(wanted).get(label.id, 0)
        assert suggested == count(replace(wanted, suggested_ids=ids))


def test_a_search_by_meaning_narrows_all_of_them(busy: Catalogue) -> None:
    among = busy.images.ids()[10:20]
    found = busy.facets.counts(ImageFilter(), among)

    assert found.statuses[Status.ANY] == 10
    assert found.folders[""] == 10
    assert found.labels == busy.labels.tree_counts_for(among)
    each = [busy.facets.suggested(ImageFilter(), [one]) for one in among]
    together = busy.facets.suggested(ImageFilter(), among)
    assert sum(together.values()) == sum(sum(one.values()) for one in each)


def test_files_by_their_status(catalogue: Catalogue) -> None:
    assert catalogue.facets.by_file_status() == {"ok": 5, "unreadable": 1}
