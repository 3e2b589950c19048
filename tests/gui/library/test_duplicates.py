"""Duplicates in the Library: their mark, and a key that shows an image with all of them."""

from PySide6.QtCore import Qt

from db.duplicate_records import DuplicatePair, DuplicateRun, KeptImage
from db.records import ImageFilter, Status
from engine.answers.duplicates.model import settle
from tests.gui.library.conftest import SHIFT, Bench


def shown(bench: Bench) -> list[int]:
    result = bench.page.query.result
    assert result is not None
    return sorted(result.ids.tolist())


def test_a_key_shows_an_image_with_its_cluster_and_what_is_set_aside(bench: Bench) -> None:
    catalogue, grid = bench.catalogue, bench.page.grid
    first, second, third, fourth = grid.selection.ids[:4].tolist()
    pairs = [DuplicatePair(first, third, 0.99, 0.9, probability=0.8)]
    catalogue.duplicates.store_found(DuplicateRun("e"), pairs, compared=catalogue.images.ids())
    catalogue.commands.set_aside(
        [KeptImage(first, (fourth,))], hand_labels=False, hand_titles=False
    )
    settle(catalogue)
    bench.page.query.refresh()
    bench.until(lambda: fourth not in shown(bench))
    bench.click(0)

    bench.key(Qt.Key.Key_D, SHIFT)

    bench.until(lambda: shown(bench) == [first, third, fourth])
    assert second not in shown(bench)
    bench.until(grid.is_settled)
    cards = {card.id: card for card in catalogue.images.cards([first, second, third, fourth])}
    assert [cards[one].is_duplicate for one in (first, second, third, fourth)] == [
        *(True, False, True, True)
    ]
    assert bench.page.chips.isVisible()
    bench.key(Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    bench.until(lambda: len(shown(bench)) > 3)
    assert bench.page.query.filter == ImageFilter()


def test_an_image_that_is_set_aside_shows_its_keeper_and_no_duplicates_show_itself(
    bench: Bench,
) -> None:
    images, commands = bench.catalogue.images, bench.catalogue.commands
    keeper, aside, other = bench.page.grid.selection.ids[:3].tolist()
    commands.set_aside([KeptImage(keeper, (aside,))], hand_labels=False, hand_titles=False)

    assert sorted(images.ids(ImageFilter(duplicates_of=aside))) == sorted([keeper, aside])
    assert sorted(images.ids(ImageFilter(duplicates_of=keeper))) == sorted([keeper, aside])
    assert images.ids(ImageFilter(duplicates_of=other)) == [other]
    counts = bench.catalogue.facets.counts(ImageFilter(duplicates_of=keeper)).statuses
    for status in Status:
        assert counts[status] == len(images.ids(ImageFilter(duplicates_of=keeper, status=status)))
