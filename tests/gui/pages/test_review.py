"""The Review page as a person uses it: a real catalogue, real features, real suggestions."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import FoundKeyword, LabelError, QueueOrder, QueueRun, ScannedImage
from engine.archive.thumbnails import make_thumbnail
from engine.evaluation.calibration import Calibration
from engine.evaluation.thresholds import Thresholds
from engine.features.store import FeatureStore
from engine.jobs.encode import FINGERPRINT_SETTING, NAME_SETTING, features_dir
from engine.jobs.progress import NeverCancelled, run_job
from engine.jobs.shown_confidence import ShownConfidence, remember_shown
from engine.jobs.suggest import suggest_labels
from gui.context import CatalogueContext, open_context
from gui.pages.review import ReviewPage
from gui.undo import UndoActions
from gui.widgets.image_view import Detail
from gui.widgets.review_empty import Offer
from gui.widgets.review_state import RowState, percent, row_of
from gui.widgets.suggestion_list import SuggestionDelegate

FINGERPRINT = "a" * 64
CURATOR = "Kari"
WAIT_MS = 10_000

# Two subjects; every image is its subject's direction and a little of its own.
REFERENCES = {
    "truck1.png": ("truck", ["truck", "kamaz"]),
    "truck2.png": ("truck", ["truck", "kamaz"]),
    "mistaken.png": ("truck", ["tank"]),
    "tank1.png": ("tank", ["tank"]),
    "tank2.png": ("tank", ["tank", "<b>bold</b>"]),
}
QUERIES = {"q1.png": "truck", "q2.png": "truck", "q3.png": "tank", "q4.png": "truck"}


@dataclass
class Bench:
    """An open catalogue in a window with the page."""

    window: QMainWindow
    page: ReviewPage
    context: CatalogueContext
    catalogue: Catalogue
    qtbot: QtBot

    def image(self, path: str) -> int:
        """The id of an image."""
        record = self.catalogue.images.by_path(path.encode())
        assert record is not None
        return record.id

    def label(self, name: str) -> int:
        """The id of a label."""
        found = self.catalogue.labels.find(name)
        assert found is not None, name
        return found.id

    def until(self, condition: Callable[[], object]) -> None:
        """Let the window work until something holds."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def settle(self) -> None:
        """Wait until all is saved, suggested and shown."""
        desk = self.page.desk
        for lane in (self.context.writes, self.context.compute, self.context.reads) * 2:
            done: list[bool] = []
            lane.submit(lambda: True, done.append)
            self.until(lambda done=done: done)
        self.until(lambda: not desk.saving and not desk.choice.is_loading)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A key, wherever the keyboard is now."""
        target = self.window.focusWidget() or self.page
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def show(self, *paths: str) -> None:
        """Review these images."""
        self.page.show_images([self.image(path) for path in paths])
        first = self.image(paths[0])
        self.until(lambda: self.page.desk.image_id == first and self.page.desk.is_live)
        self.settle()

    def state(self, name: str) -> RowState:
        """The state of a suggestion's row as it is shown."""
        rows = self.page.panel.suggestions.rows
        return next(row.state for row in rows if row.label_name == name)

    def confidence(self, name: str) -> float:
        """The confidence a row shows."""
        rows = self.page.panel.suggestions.rows
        return next(row.confidence for row in rows if row.label_name == name)

    def digit(self, name: str) -> Qt.Key:
        """The key of a suggestion."""
        rows = self.page.panel.suggestions.rows
        digit = next(row.digit for row in rows if row.label_name == name)
        return Qt.Key(int(Qt.Key.Key_0) + digit)

    def saved_labels(self, path: str) -> dict[str, str]:
        """What the catalogue says: label name -> source."""
        found = self.catalogue.labellings.of_image(self.image(path))
        return {one.label_name: one.source for one in found}

    def is_reviewed(self, path: str) -> bool:
        """Whether the catalogue says that an image is finished."""
        return self.catalogue.images.get(self.image(path)).reviewed_at is not None

    def shown_labels(self) -> list[str]:
        """The labels listed for the image on show."""
        return [row.label_name for row in self.page.panel.labels.rows]

    def use_queue(self) -> None:
        """Review what waits, by folder: q1 to q4."""
        self.page.bar.orders.setCurrentIndex(self.page.bar.orders.findData("folder"))
        self.page.bar.orders.activated.emit(self.page.bar.orders.currentIndex())
        self.until(lambda: self.page.desk.image_id and self.page.desk.is_live)
        self.settle()


def fill(catalogue: Catalogue, archive: Path) -> None:
    """Images, thumbnails, keywords and features, as a scan and an encoder would leave them."""
    rng = np.random.default_rng(3)
    subjects = {"truck": np.eye(16)[0], "tank": np.eye(16)[1]}
    scanned, hashes, features = [], [], []
    everything = [(path, subject, words) for path, (subject, words) in REFERENCES.items()]
    everything += [(path, subject, []) for path, subject in QUERIES.items()]
    for number, (path, subject, words) in enumerate(everything):
        pixels = np.full((90, 120, 3), 40 + 15 * number, dtype=np.uint8)
        pixels[20:60, 30:80] = rng.integers(0, 255, 3)
        Image.fromarray(pixels).save(archive / path)
        content = (archive / path).read_bytes()
        content_hash = hashlib.sha256(content).digest()
        found = tuple(FoundKeyword((word,), "csv") for word in words)
        scanned.append(
            ScannedImage(
                path.encode(), content_hash, len(content), 1, 120, 90, "PNG", keywords=found
            )
        )
        vector = subjects[subject] + rng.standard_normal(16) * 0.1
        hashes.append(content_hash)
        features.append(vector / np.linalg.norm(vector))
        catalogue.thumbnails.put_many([(content_hash, make_thumbnail(pixels))])
    catalogue.commands.import_images(scanned)
    catalogue.settings.set(NAME_SETTING, "built-in")
    catalogue.settings.set(FINGERPRINT_SETTING, FINGERPRINT)
    catalogue.settings.set("suggest.minimum_images", 1)
    FeatureStore(features_dir(catalogue), FINGERPRINT).append(hashes, np.array(features))


def make_catalogue(folder: Path) -> Path:
    """A catalogue with suggestions for four images."""
    archive = folder / "archive"
    archive.mkdir()
    path = folder / "test.nabolag.sqlite"
    with Catalogue.create(path, archive, curator=CURATOR) as catalogue:
        fill(catalogue, archive)
        run_job(suggest_labels(catalogue, cancel=NeverCancelled()))
    return path


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    make_catalogue(folder)
    return folder


@pytest.fixture
def catalogue_path(template: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "work"
    shutil.copytree(template, copy)
    with Catalogue.open(copy / "test.nabolag.sqlite", curator=CURATOR) as catalogue:
        catalogue.commands.set_archive_dir(copy / "archive")
    return copy / "test.nabolag.sqlite"


@pytest.fixture
def open_bench(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[[Path], Bench]]:
    """Opens catalogues in windows; all are closed at the end."""
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "settings"))
    benches: list[Bench] = []

    def open_one(path: Path) -> Bench:
        catalogue = Catalogue.open(path, curator=CURATOR)
        context = open_context(catalogue)
        window = QMainWindow()
        page = ReviewPage(context, window)
        window.setCentralWidget(page)
        undo = UndoActions(window)
        undo.attach(context)
        window.resize(1200, 760)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        page.setFocus()
        page.activate()
        bench = Bench(window, page, context, catalogue, qtbot)
        benches.append(bench)
        bench.settle()
        return bench

    yield open_one
    for bench in benches:
        close(bench)


def close(bench: Bench) -> None:
    """Close a window and its catalogue, once."""
    if bench.window.property("closed"):
        return
    bench.window.setProperty("closed", True)
    bench.page.shutdown()
    bench.context.close()
    bench.window.close()


@pytest.fixture
def bench(open_bench: Callable[[Path], Bench], catalogue_path: Path) -> Bench:
    return open_bench(catalogue_path)


def test_enter_accepts_what_is_shown_marks_it_reviewed_and_moves_on(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    shown = {row.label_name for row in bench.page.desk.rows}
    assert {"truck", "kamaz"} <= shown
    bench.press(Qt.Key.Key_Return)
    assert bench.page.desk.image_id == bench.image("q2.png")
    bench.settle()
    assert bench.saved_labels("q1.png") == dict.fromkeys(shown, "accepted")
    assert bench.is_reviewed("q1.png")
    assert not bench.is_reviewed("q2.png")
    assert bench.page.bar.left.text() == "1 left"


def test_a_rejected_suggestion_is_not_accepted_by_enter(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    while bench.page.desk.focused_label != bench.label("kamaz"):
        bench.press(Qt.Key.Key_J)
    bench.press(Qt.Key.Key_X)
    assert bench.state("kamaz") is RowState.REJECTED
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert "kamaz" not in bench.saved_labels("q1.png")
    assert "truck" in bench.saved_labels("q1.png")
    assert (bench.image("q1.png"), bench.label("kamaz")) in (
        bench.catalogue.labellings.rejected_pairs()
    )


def test_digits_toggle_and_the_row_changes_before_it_is_saved(bench: Bench) -> None:
    bench.show("q1.png")
    key = bench.digit("truck")
    bench.press(key)
    assert bench.state("truck") is RowState.ACCEPTED
    assert "truck" in bench.shown_labels()
    bench.settle()
    assert bench.saved_labels("q1.png") == {"truck": "accepted"}
    assert bench.state("truck") is RowState.ACCEPTED
    bench.press(key)
    assert bench.state("truck") is RowState.OPEN
    bench.settle()
    assert bench.saved_labels("q1.png") == {}
    assert bench.state("truck") is RowState.OPEN
    assert bench.shown_labels() == []


def test_fast_toggling_ends_where_the_last_key_left_it(bench: Bench) -> None:
    bench.show("q1.png")
    key = bench.digit("truck")
    for _ in range(5):
        bench.press(key)
    assert bench.state("truck") is RowState.ACCEPTED
    bench.settle()
    assert bench.state("truck") is RowState.ACCEPTED
    assert bench.saved_labels("q1.png") == {"truck": "accepted"}


def test_reject_all_and_take_one_back(bench: Bench) -> None:
    bench.show("q1.png")
    bench.press(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    bench.settle()
    assert {row.state for row in bench.page.desk.rows} == {RowState.REJECTED}
    bench.press(bench.digit("truck"))
    bench.settle()
    assert bench.saved_labels("q1.png") == {"truck": "accepted"}
    assert bench.state("kamaz") is RowState.REJECTED


def test_undo_comes_back_to_the_image_and_redo_does_it_again(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.page.desk.image_id == bench.image("q1.png"))
    bench.settle()
    assert bench.saved_labels("q1.png") == {}
    assert not bench.is_reviewed("q1.png")
    assert bench.state("truck") is RowState.OPEN
    assert bench.page.bar.left.text() == "2 left"
    bench.press(Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    bench.settle()
    assert bench.is_reviewed("q1.png")
    assert bench.state("truck") is RowState.ACCEPTED


def test_going_back_shows_the_answers_and_lets_them_be_changed(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    bench.press(Qt.Key.Key_Backspace)
    bench.settle()
    assert bench.page.desk.image_id == bench.image("q1.png")
    assert bench.state("truck") is RowState.ACCEPTED
    bench.press(bench.digit("truck"))
    bench.settle()
    assert "truck" not in bench.saved_labels("q1.png")
    bench.press(Qt.Key.Key_Space)
    assert bench.page.desk.image_id == bench.image("q2.png")


def test_space_passes_over_without_a_decision(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    assert bench.page.desk.image_id == bench.image("q2.png")
    assert not bench.is_reviewed("q1.png")
    assert bench.saved_labels("q1.png") == {}


def test_typing_an_existing_and_a_new_label(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.vocabulary.is_loaded)
    bench.press(Qt.Key.Key_Slash)
    assert bench.window.focusWidget() is bench.page.panel.entry
    QTest.keyClicks(bench.page.panel.entry, "tan")
    bench.press(Qt.Key.Key_Return)
    assert "tank" in bench.shown_labels()
    QTest.keyClicks(bench.page.panel.entry, "six axle 1a")
    bench.press(Qt.Key.Key_Return)
    assert "six axle 1a" in bench.shown_labels()
    bench.settle()
    assert bench.saved_labels("q1.png") == {"tank": "curator", "six axle 1a": "curator"}
    assert sorted(bench.shown_labels()) == ["six axle 1a", "tank"]
    bench.press(Qt.Key.Key_Escape)
    assert bench.window.focusWidget() is bench.page
    assert bench.page.desk.image_id == bench.image("q1.png"), "Enter in the field moved on"


def test_an_imported_label_is_removed_with_delete_and_comes_back_by_undo(bench: Bench) -> None:
    bench.show("truck1.png")
    labels = bench.page.panel.labels
    labels.setFocus()
    labels.setCurrentIndex(labels.model().index(bench.shown_labels().index("kamaz"), 0))
    bench.press(Qt.Key.Key_Delete)
    assert "kamaz" not in bench.shown_labels()
    bench.settle()
    assert bench.saved_labels("truck1.png") == {"truck": "imported"}
    assert bench.state("kamaz") is RowState.REJECTED, "a removed label was suggested again"
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: "kamaz" in bench.saved_labels("truck1.png"))
    bench.settle()
    assert "kamaz" in bench.shown_labels()


def test_the_mouse_accepts_and_rejects(bench: Bench) -> None:
    bench.show("q1.png")
    view = bench.page.panel.suggestions
    delegate = view.itemDelegate()
    place = [row.label_name for row in view.rows].index("kamaz")
    index = view.model().index(place, 0)
    for button, state in (("reject", RowState.REJECTED), ("accept", RowState.ACCEPTED)):
        spot = delegate.button_rect(view.visualRect(index), index, button).center()
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
        )
        assert bench.state("kamaz") is state
        bench.settle()
    assert bench.saved_labels("q1.png") == {"kamaz": "accepted"}


def test_the_evidence_adds_up_to_what_the_row_says(bench: Bench) -> None:
    bench.show("q1.png")
    for row in bench.page.desk.rows:
        bench.page.desk.focus(row.label_id)
        bench.settle()
        evidence = bench.page.desk.evidence
        assert evidence is not None
        assert evidence.label_id == row.label_id
        assert evidence.confidence == pytest.approx(row.confidence, abs=1e-6)
        assert sum(card.weight_percent for card in evidence.votes_for) == evidence.percent
        assert f"{evidence.percent} %" in bench.page.evidence.sentence.text()
        assert all(row.label_id in {c.label_id for c in card.chips} for card in evidence.votes_for)


def test_a_wrong_reference_is_fixed_beside_the_image_and_the_suggestion_follows(
    bench: Bench,
) -> None:
    bench.show("q1.png")
    bench.page.desk.focus(bench.label("tank"))
    bench.settle()
    before = bench.confidence("tank")
    trucks_before = bench.confidence("truck")
    bench.press(Qt.Key.Key_E)
    assert bench.page.stage.comparing
    evidence = bench.page.desk.evidence
    assert evidence is not None
    mistaken = bench.image("mistaken.png")
    steps = [card.image.id for card in evidence.cards].index(mistaken)
    for _ in range(steps):
        bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_Return)
    assert bench.page.desk.open_reference == mistaken
    bench.settle()
    compare = bench.page.stage.compare
    bench.until(lambda: compare.reference.detail >= Detail.SCREEN)
    assert [row.label_name for row in compare.labels.rows] == ["tank"]

    compare.labels.setFocus()
    bench.press(Qt.Key.Key_Delete)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {}
    bench.until(lambda: "no longer suggested" in compare.confidence.text())
    was = f"tank: {round(before * 100)} % → "
    assert compare.confidence.text().startswith(was), "the label under repair was let go"
    compare.entry.setFocus()
    QTest.keyClicks(compare.entry, "truck")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"truck": "curator"}
    assert bench.confidence("truck") > trucks_before
    names = [row.label_name for row in bench.page.panel.suggestions.rows]
    assert "tank" not in names or bench.confidence("tank") < before
    assert bench.page.desk.image_id == bench.image("q1.png")
    compare.setFocus()
    bench.press(Qt.Key.Key_Escape)
    assert not bench.page.stage.comparing

    bench.press(Qt.Key.Key_U)
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.saved_labels("mistaken.png") == {"tank": "imported"})
    bench.settle()
    assert bench.confidence("tank") == pytest.approx(before, abs=1e-6)
    assert bench.page.desk.image_id == bench.image("q1.png")


def test_a_click_on_a_card_opens_it(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    strip = bench.page.evidence.strip
    place = strip.visualRect(strip.model().index(1, 0)).center()
    QTest.mouseClick(
        strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )
    evidence = bench.page.desk.evidence
    assert evidence is not None
    assert bench.page.desk.open_reference == evidence.cards[1].image.id
    bench.until(lambda: bench.page.stage.compare.reference.detail >= Detail.SCREEN)


def test_decisions_are_there_after_the_program_ended(
    bench: Bench, open_bench: Callable[[Path], Bench], catalogue_path: Path
) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(bench.digit("truck"))
    bench.press(Qt.Key.Key_Space)
    bench.press(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    close(bench)
    again = open_bench(catalogue_path)
    again.show("q1.png")
    assert again.state("truck") is RowState.ACCEPTED
    assert again.saved_labels("q1.png") == {"truck": "accepted"}


def test_the_whole_queue_and_nothing_left(bench: Bench) -> None:
    bench.use_queue()
    queue = bench.page.desk.queue
    total = len(queue)
    assert total >= len(QUERIES)
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    for left in range(total - 1, 0, -1):
        assert bench.page.bar.left.text() == f"{left} left"
        bench.press(Qt.Key.Key_Return)
        bench.settle()
    assert bench.page.desk.image_id == 0
    assert bench.page.empty.isVisible()
    assert f"You reviewed {total - 1} images" in bench.page.empty.sentence.text()
    assert "passed over 1 image" in bench.page.empty.sentence.text()
    QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    bench.until(lambda: bench.page.desk.image_id and bench.page.desk.is_live)
    bench.settle()
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.page.empty.isVisible()
    assert f"You reviewed {total} images" in bench.page.empty.sentence.text()
    with bench.qtbot.waitSignal(bench.context.navigator.work_requested) as asked:
        QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    assert asked.args == ["suggest"]


def test_the_end_of_a_queue_counts_what_its_last_image_got(bench: Bench) -> None:
    bench.show("q1.png")
    suggested = len(bench.page.panel.suggestions.rows)
    bench.press(Qt.Key.Key_Return)
    words = f"accepted {suggested} suggestion"
    bench.until(lambda: words in bench.page.empty.sentence.text())


def test_the_labels_of_an_image_are_all_in_sight_where_there_is_room(bench: Bench) -> None:
    bench.show("q1.png")
    panel = bench.page.panel
    labels = panel.labels
    image_id = bench.image("q1.png")
    names = [f"subject {number}" for number in range(7)]
    bench.context.run_command(
        lambda: bench.catalogue.commands.label_images([image_id], add_names=names)
    )
    bench.until(lambda: set(names) <= set(bench.shown_labels()))
    bench.qtbot.wait(20)
    assert not labels.verticalScrollBar().isVisible()
    before = panel.splitter.sizes()
    bench.press(bench.digit("truck"))
    bench.settle()
    bench.show("q2.png")
    bench.show("q1.png")
    assert panel.splitter.sizes()[0] > before[0]
    assert not labels.verticalScrollBar().isVisible()


def test_a_failed_save_says_so_and_puts_everything_back(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.show("q1.png", "q2.png")
    decide = bench.catalogue.commands.decide

    def fail(*_args: object, **_options: object) -> None:
        raise CatalogueError("The disk is full; free some space and try again.")

    monkeypatch.setattr(bench.catalogue.commands, "decide", fail)
    bench.press(bench.digit("truck"))
    assert bench.state("truck") is RowState.ACCEPTED
    bench.until(lambda: bench.page.notice.isVisible())
    assert "disk is full" in bench.page.notice.sentence.text()
    assert bench.state("truck") is RowState.OPEN
    bench.settle()
    bench.press(Qt.Key.Key_Return)
    bench.until(lambda: bench.page.notice.isVisible())
    bench.settle()
    assert bench.page.desk.image_id == bench.image("q1.png")
    assert bench.page.bar.left.text() == "2 left"
    monkeypatch.setattr(bench.catalogue.commands, "decide", decide)
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.is_reviewed("q1.png")


def test_what_another_page_does_shows_here(bench: Bench) -> None:
    bench.show("q1.png", "q2.png", "q3.png")
    commands = bench.catalogue.commands
    truck = bench.label("truck")
    bench.context.run_command(lambda: commands.label_images([bench.image("q1.png")], add=[truck]))
    bench.settle()
    assert "truck" in bench.shown_labels()
    assert "truck" not in [row.label_name for row in bench.page.panel.suggestions.rows]
    bench.context.run_command(lambda: commands.mark_reviewed([bench.image("q2.png")], True))
    bench.settle()
    assert bench.page.bar.left.text() == "2 left"
    bench.press(Qt.Key.Key_Space)
    assert bench.page.desk.image_id == bench.image("q3.png")


def test_new_suggestions_keep_the_image_on_show(bench: Bench) -> None:
    bench.use_queue()
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    image_id = bench.page.desk.image_id
    run_job(suggest_labels(bench.catalogue, cancel=NeverCancelled()))
    bench.context.hub.refreshed.emit()
    bench.settle()
    assert bench.page.desk.image_id == image_id
    assert bench.page.desk.rows


def test_one_label_at_a_time(bench: Bench) -> None:
    bench.until(lambda: bench.page.vocabulary.is_loaded)
    bar = bench.page.bar
    bar.orders.setCurrentIndex(bar.orders.findData("by label"))
    bar.orders.activated.emit(bar.orders.currentIndex())
    bench.settle()
    assert bar.labels.isVisible()
    bar.labels.setCurrentIndex(bar.labels.findData(bench.label("kamaz")))
    bar.labels.activated.emit(bar.labels.currentIndex())
    bench.settle()
    kamaz = bench.label("kamaz")
    for image_id in [bench.page.desk.image_id, *bench.page.desk.queue.upcoming(9)]:
        open_labels = {one.label_id for one in bench.catalogue.suggestions.of_image(image_id)}
        assert kamaz in open_labels


def test_a_broken_file_says_why_and_can_still_be_labelled(bench: Bench) -> None:
    archive = bench.catalogue.archive_dir
    (archive / "q2.png").write_bytes(b"not an image at all")
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Space)
    bench.until(lambda: bench.page.stage.view.message)
    assert "image" in bench.page.stage.view.message
    bench.settle()
    bench.press(bench.digit("truck"))
    bench.settle()
    assert bench.saved_labels("q2.png") == {"truck": "accepted"}
    bench.press(Qt.Key.Key_Backspace)
    bench.until(lambda: bench.page.stage.view.detail >= Detail.SCREEN)


def test_text_that_looks_like_html_is_shown_as_it_is(bench: Bench) -> None:
    bench.show("tank2.png")
    assert "<b>bold</b>" in bench.shown_labels()
    labels = bench.page.panel.labels
    index = labels.model().index(bench.shown_labels().index("<b>bold</b>"), 0)
    spoken = labels.model().data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "<b>bold</b>, imported"
    assert bench.window.grab().width() > 0


def test_the_next_pictures_are_decoded_before_they_are_asked_for(bench: Bench) -> None:
    bench.show("q1.png", "q2.png", "q3.png", "q4.png")
    second, third = bench.image("q2.png"), bench.image("q3.png")
    source = bench.page.source
    bench.until(lambda: source.picture(second) is not None and source.picture(third) is not None)
    bench.press(Qt.Key.Key_Space)
    assert bench.page.stage.view.image_id == second
    assert bench.page.stage.view.detail is Detail.SCREEN
    bench.until(lambda: source.picture(bench.image("q4.png")) is not None)
    assert source.picture(bench.image("q1.png")) is not None


@pytest.mark.parametrize(
    ("missing", "offer", "word"),
    [
        ("features", Offer.ENCODE, "encoded"),
        ("labels", Offer.LIBRARY, "labelled"),
        ("suggestions", Offer.SUGGEST, "No suggestions"),
    ],
)
def test_before_there_is_anything_to_review(
    tmp_path: Path,
    open_bench: Callable[[Path], Bench],
    missing: str,
    offer: Offer,
    word: str,
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    path = tmp_path / "new.nabolag.sqlite"
    with Catalogue.create(path, archive, curator=CURATOR) as catalogue:
        fill(catalogue, archive)
        if missing == "features":
            catalogue.settings.set(FINGERPRINT_SETTING, None)
        if missing == "labels":
            everything = [label.id for label in catalogue.labels.all()]
            catalogue.commands.label_images(catalogue.images.ids(), remove=everything)
    bench = open_bench(path)
    assert bench.page.empty.isVisible()
    assert word in bench.page.empty.title.text()
    asked: list[object] = []
    bench.page.empty.offered.connect(asked.append)
    QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    assert asked == [str(offer)]


def test_every_control_has_a_name_for_screen_readers(bench: Bench) -> None:
    bench.show("q1.png")
    page = bench.page
    for widget in (
        page.bar.orders,
        page.bar.labels,
        page.bar.next,
        page.bar.previous,
        page.stage.view,
        page.panel.labels,
        page.panel.suggestions,
        page.panel.entry,
        page.evidence.strip,
        page.stage.compare.together,
        page.stage.compare.close_button,
        page.stage.compare.entry,
    ):
        assert widget.accessibleName(), widget
    model = page.panel.suggestions.model()
    spoken = str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken.startswith("1: ")
    assert "percent" in spoken


def test_hovering_a_card_enlarges_it(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    strip = bench.page.evidence.strip
    evidence = bench.page.desk.evidence
    assert evidence is not None
    first = evidence.cards[0].image.content_hash
    bench.until(lambda: bench.page.thumbnails.pixmap(first) is not None)
    QTest.mouseMove(strip.viewport(), strip.visualRect(strip.model().index(0, 0)).center())
    bench.until(lambda: strip.popup.isVisible())
    assert evidence.cards[0].image.path in strip.popup.caption.text()
    QTest.mouseMove(bench.page.stage, QPoint(20, 20))
    strip.leave_card()
    assert not strip.popup.isVisible()


def plant_doubts(bench: Bench) -> None:
    """mistaken.png carries "tank" and should carry "truck"; q1 to q4 teach in reverse order."""
    image_id = bench.image("mistaken.png")
    bench.catalogue.queues.replace_all(
        QueueRun("neighbor-search", FINGERPRINT),
        errors=[
            LabelError(image_id, bench.label("tank"), "wrong", 0.9, 0.02),
            LabelError(bench.image("tank1.png"), bench.label("tank"), "wrong", 0.6, 0.3),
            LabelError(image_id, bench.label("truck"), "missing", 0.95, 0.95),
        ],
        teaching=[bench.image(path) for path in ("q4.png", "q3.png", "q2.png", "q1.png")],
    )


def choose_order(bench: Bench, order: QueueOrder) -> None:
    """Choose a queue in the list above the image."""
    orders = bench.page.bar.orders
    orders.setCurrentIndex(orders.findData(order))
    orders.activated.emit(orders.currentIndex())
    bench.settle()


def test_a_probably_wrong_label_is_in_focus_with_its_evidence_and_one_key_removes_it(
    bench: Bench,
) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    bench.until(lambda: bench.page.desk.image_id == bench.image("mistaken.png"))
    bench.until(lambda: bench.page.desk.is_live and bench.page.desk.evidence)
    tank = bench.label("tank")
    row = bench.page.desk.rows[0]
    assert (row.label_id, row.doubt, row.state) == (tank, "wrong", RowState.OPEN)
    assert bench.page.desk.focused_label == tank
    assert bench.page.bar.left.text() == "2 left"
    assert bench.page.panel.sentence == "Probably wrong. A keeps the label, X removes it."
    assert bench.page.evidence.heading.text() == "Why “tank” is in doubt"
    assert [one.label_name for one in bench.page.desk.rows] == ["tank"]
    evidence = bench.page.desk.evidence
    assert evidence is not None
    assert evidence.label_id == tank
    against = {card.image.path for card in evidence.votes_against}
    assert {"truck1.png", "truck2.png"} <= against
    assert "tank" in bench.shown_labels()

    bench.press(Qt.Key.Key_X)
    assert bench.state("tank") is RowState.REJECTED
    assert "tank" not in bench.shown_labels()
    bench.settle()
    assert "tank" not in bench.saved_labels("mistaken.png")
    assert bench.page.panel.sentence == ""

    bench.press(Qt.Key.Key_U)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"tank": "imported"}
    assert bench.state("tank") is RowState.OPEN


def test_taking_back_the_removal_of_a_label_puts_it_back(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    bench.until(lambda: bench.page.desk.is_live)
    bench.press(Qt.Key.Key_X)
    bench.settle()
    bench.press(Qt.Key.Key_X)
    bench.settle()
    assert "tank" in bench.saved_labels("mistaken.png")
    assert bench.state("tank") is RowState.OPEN
    assert bench.catalogue.labellings.rejected_pairs() == []


def test_a_label_that_is_kept_does_not_come_back(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    bench.until(lambda: bench.page.desk.is_live)
    bench.press(Qt.Key.Key_A)
    assert bench.state("tank") is RowState.ACCEPTED
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"tank": "imported"}
    bench.press(Qt.Key.Key_A)
    bench.settle()
    assert bench.state("tank") is RowState.OPEN
    bench.press(Qt.Key.Key_Return)
    bench.until(lambda: bench.page.desk.image_id == bench.image("tank1.png"))
    bench.settle()
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    assert list(bench.catalogue.queues.suspects("wrong")) == [bench.image("tank1.png")]
    assert bench.page.desk.image_id == bench.image("tank1.png")


def test_a_probably_missing_label_is_suggested_first_and_accepted_as_always(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_MISSING)
    bench.until(lambda: bench.page.desk.is_live and bench.page.desk.evidence)
    truck = bench.label("truck")
    row = bench.page.desk.rows[0]
    assert (row.label_id, row.doubt) == (truck, "missing")
    assert bench.page.desk.focused_label == truck
    evidence = bench.page.desk.evidence
    assert evidence is not None
    assert {card.image.path for card in evidence.votes_for} == {"truck1.png", "truck2.png"}
    bench.press(Qt.Key.Key_A)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"tank": "imported", "truck": "accepted"}
    assert bench.catalogue.queues.suspects("missing") == []


def test_other_queues_do_not_put_labels_in_question(bench: Bench) -> None:
    plant_doubts(bench)
    bench.show("mistaken.png")
    assert {row.doubt for row in bench.page.desk.rows} <= {None}
    assert "tank" not in {row.label_name for row in bench.page.desk.rows}


def test_images_that_teach_most_come_in_their_order(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.TEACHES_MOST)
    for path in ("q4.png", "q3.png", "q2.png"):
        bench.until(lambda path=path: bench.page.desk.image_id == bench.image(path))
        bench.until(lambda: bench.page.desk.is_live)
        bench.press(Qt.Key.Key_Return)
    bench.until(lambda: bench.page.desk.image_id == bench.image("q1.png"))


@pytest.mark.parametrize(
    ("order", "title"),
    [
        (QueueOrder.TEACHES_MOST, "Every image has a label"),
        (QueueOrder.PROBABLY_WRONG, "No label looks wrong"),
        (QueueOrder.PROBABLY_MISSING, "No label seems to be missing"),
    ],
)
def test_an_empty_search_says_so_and_offers_to_look(
    bench: Bench, order: QueueOrder, title: str
) -> None:
    asked: list[str] = []
    bench.context.navigator.work_requested.connect(asked.append)
    choose_order(bench, order)
    bench.until(lambda: bench.page.empty.title.text() == "Nobody has looked yet")
    QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    assert asked == ["queues"]

    bench.catalogue.queues.replace_all(
        QueueRun("neighbor-search", FINGERPRINT), errors=[], teaching=[]
    )
    bench.context.hub.refreshed.emit()
    bench.until(lambda: bench.page.empty.title.text() == title)


def test_a_calibrated_share_is_shown_and_said_how_often_it_is_right(bench: Bench) -> None:
    bench.show("q1.png")
    raw = bench.confidence("truck")
    run = bench.catalogue.suggestions.run()
    assert run is not None
    line = Calibration("isotonic", scores=(0.0, 1.0), probabilities=(0.0, 0.7))
    remember_shown(
        bench.catalogue, run, ShownConfidence(Thresholds(run.threshold), calibration=line)
    )
    bench.context.hub.refreshed.emit()
    rows = bench.page.panel.suggestions
    bench.until(lambda: rows.rows and rows.rows[0].probability is not None)
    bench.show("q1.png")

    row = next(row for row in rows.rows if row.label_name == "truck")
    assert row.probability is not None
    assert row.confidence == pytest.approx(raw)
    assert row.shown == row.probability < row.confidence
    index = rows.model().index(rows.rows.index(row), 0)
    delegate = rows.itemDelegate()
    assert isinstance(delegate, SuggestionDelegate)
    said = delegate.text_for_tooltip(index)
    assert f"{percent(row.shown)} %" in said
    assert said.endswith("of 10 of these are right")
    bench.page.panel.suggestions.focus_label(row.label_id)
    evidence = bench.page.evidence
    bench.until(lambda: f"shown as {percent(row.shown)} %" in evidence.sentence.text())

    # Accepting records the raw confidence; the list of labels says what was seen.
    bench.press(bench.digit("truck"))
    bench.settle()
    (decision,) = bench.catalogue.labellings.decisions_of(bench.image("q1.png"))
    assert decision.confidence == pytest.approx(raw)
    shown = [row for row in bench.page.panel.labels.rows if row.label_name == "truck"]
    assert shown[0].confidence == pytest.approx(row.probability)


def test_borrowed_evidence_is_not_given_as_the_reason(bench: Bench) -> None:
    bench.show("q1.png")
    evidence = bench.page.desk.evidence
    assert evidence is not None
    panel = bench.page.evidence
    assert panel.heading.text().startswith("Why")

    panel.show_evidence(evidence, "truck", borrowed=True)

    assert panel.heading.text() == "Similar images for “truck”"
    assert panel.sentence.text().startswith("This suggester cannot say which images led to it")


def test_a_matching_name_is_said_with_and_without_similar_images(bench: Bench) -> None:
    bench.show("q1.png")
    evidence = bench.page.desk.evidence
    row = row_of(bench.page.desk.rows, bench.page.desk.focused_label)
    assert evidence is not None
    assert row is not None
    panel = bench.page.evidence
    by_name = replace(row, name_similarity=0.274)

    panel.show_evidence(evidence, "truck", by_name, borrowed=True)
    assert panel.heading.text() == "Similar images for “truck”"
    assert panel.sentence.text().startswith("The name matches the image at 0.27  ·  no image led")

    nothing = replace(evidence, votes_for=(), votes_against=())
    panel.show_evidence(nothing, "truck", by_name, borrowed=True)
    assert panel.heading.text() == "Why “truck”"
    assert panel.sentence.text() == "The name matches the image at 0.27"

    panel.show_evidence(evidence, "truck", by_name)
    assert panel.sentence.text().startswith("The name matches the image at 0.27  ·  ")
    assert "similar labelled image" in panel.sentence.text()
