"""Images around the one on show, read ahead while something else changes them."""

import threading

import pytest

from db.catalogue import Catalogue
from gui.review.desk import shelf
from gui.review.desk.reading import ReadItem, read_item
from tests.gui.review.conftest import WAIT_MS, Bench


@pytest.mark.parametrize("first", [True, False], ids=["ahead", "on show"])
def test_an_image_that_changes_while_it_is_being_read_is_read_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    bench.show("q4.png")
    changed = bench.image("q2.png")
    was_read, go_on = threading.Event(), threading.Event()

    def read_slowly(catalogue: Catalogue, image_id: int) -> ReadItem | None:
        found = read_item(catalogue, image_id)
        if image_id == changed and not was_read.is_set():
            was_read.set()
            go_on.wait(WAIT_MS / 1000)
        return found

    monkeypatch.setattr(shelf, "read_item", read_slowly)
    shown = ["q1.png", "q2.png"] if first else ["q2.png", "q1.png"]
    bench.page.show_images([bench.image(path) for path in shown])
    bench.until(was_read.is_set)
    commands, tank, done = bench.catalogue.commands, bench.label("tank"), []
    bench.context.run_command(lambda: commands.label_images([changed], add=[tank]), done.append)
    bench.until(lambda: done)
    go_on.set()
    bench.settle()
    labels = [row.label_name for row in bench.page.desk.label_rows_of(changed)]
    assert labels == ["tank"]
