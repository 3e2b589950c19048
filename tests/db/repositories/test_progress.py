"""How far an archive is labelled: what the Library counts, by folder and by week."""

from collections.abc import Callable

import pytest

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from db.records import AcceptedLabel, ImageFilter, Status, SuggestionRun
from db.repositories.progress import monday_of


@pytest.fixture
def busy(make_catalogue: Callable[..., Catalogue], scanned: Callable[..., object]) -> Catalogue:
    """Images of three folders; some labelled, suggested for, rejected on, reviewed or missing."""
    words = ("cat", "dog", "bird")
    made = make_catalogue(
        *(
            scanned(f"{'ab'[number % 2]}/{'c/' * (number % 3)}{number}.jpg", *words[: number % 4])
            for number in range(24)
        )
    )
    ids = made.images.ids()
    label = made.labels.all()[0].id
    made.suggestions.replace_all(
        SuggestionRun("x", "y", {}, 0.1), [(one, label, 0.5) for one in ids[::2]]
    )
    for one in made.images.ids(ImageFilter(status=Status.SUGGESTED))[:3]:
        made.commands.decide(one, suggester="x", rejected=[AcceptedLabel(label, 0.5)])
    made.commands.mark_reviewed(ids[::5], True)
    made.commands.mark_missing(ids[:3])
    aside = [KeptImage(ids[8], (ids[9], ids[10], ids[0]))]
    made.commands.set_aside(aside, hand_labels=False, hand_titles=False)
    return made


def test_every_figure_is_what_the_library_shows_of_the_folder(busy: Catalogue) -> None:
    progress = busy.progress.read()

    assert [one.folder for one in progress.folders] == ["", *_folders(busy)]
    for one in progress.folders:
        figures = {
            Status.ANY: one.images,
            Status.LABELLED: one.labelled,
            Status.UNLABELLED: one.unlabelled,
            Status.REVIEWED: one.reviewed,
            Status.SUGGESTED: one.suggested,
            Status.UNREADABLE: one.unreadable,
            Status.MISSING: one.missing,
        }
        folder = one.folder or None
        shown = {
            status: busy.images.count(ImageFilter(folder=folder, status=status))
            for status in figures
        }
        assert figures == shown, one.folder
    assert progress.whole.missing == 2
    assert progress.whole.suggested > 0


def _folders(catalogue: Catalogue) -> list[str]:
    return [folder for folder in catalogue.facets.counts(ImageFilter()).folders if folder]


def test_weeks_tell_decisions_and_images_labelled_for_the_first_time(busy: Catalogue) -> None:
    before = busy.progress.read().weeks
    assert len(before) == 1
    assert before[0].decisions == 3
    labelled = busy.progress.read().whole.labelled
    new = busy.images.ids(ImageFilter(status=Status.UNLABELLED))[0]

    busy.commands.label_images([new], add_names=["first", "second"])

    assert busy.progress.read().whole.labelled == labelled + 1
    newly = sum(week.newly_labelled for week in busy.progress.read().weeks)
    assert newly == sum(week.newly_labelled for week in before) + 1


def test_an_empty_archive_has_figures_too(make_catalogue: Callable[..., Catalogue]) -> None:
    progress = make_catalogue().progress.read()
    assert (progress.whole.images, progress.whole.labelled, progress.weeks) == (0, 0, ())


def test_a_week_begins_on_monday() -> None:
    assert monday_of("2026-03-01") == "2026-02-23"
    assert monday_of("2026-03-02") == "2026-03-02"
