"""Searching the library by meaning as a person does: invented features, all else is real."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.records import ImageFilter
from engine.answers.current_encoder import ROW_LENGTH_SETTING, features_dir
from engine.answers.text_encoder import NoTextTowerError, TextEncoder
from engine.features.store import FeatureStore
from engine.language.query import like
from gui.library.filter_chips import LEFT_TO_RIGHT
from gui.library.page import LibraryPage
from gui.services.context import CatalogueContext

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WAIT_MS = 10_000
SIZE = 16
FINGERPRINT = "f" * 64
SUBJECTS = {"boats": 1, "cars": 2, "other": 3}
SPOKEN = {"ship": 1, "truck": 2, "thing": 3}


def subject(number: int) -> NDArray[np.float32]:
    vector = np.random.default_rng(number).standard_normal(SIZE)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def encode_words(_encoder: object, texts: Sequence[str]) -> NDArray[np.float32]:
    """A phrase is near the subjects whose words it holds; "mumble" is understood by nobody."""
    rows = [
        sum((subject(n) for word, n in SPOKEN.items() if word in text), np.full(SIZE, 0.01))
        for text in texts
    ]
    vectors = np.stack(rows)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


class Bench:
    """The page in a window, and hands to use it."""

    def __init__(self, qtbot: QtBot, context: CatalogueContext) -> None:
        self.qtbot = qtbot
        self.context = context
        self.requests: list[str] = []
        context.navigator.work_requested.connect(self.requests.append)
        self.window = QMainWindow()
        self.page = LibraryPage(context, self.window)
        context.navigator.similar_requested.connect(lambda one: self.page.show_similar([one]))
        self.window.setCentralWidget(self.page)
        self.window.resize(1200, 800)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.page.activate()
        self.until(lambda: self.page.query.result and self.page.vocabulary.is_loaded)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, widget: QWidget | None = None
    ) -> None:
        QTest.keyClick(widget or self.page.grid, key, modifier)

    def type(self, text: str) -> None:
        """Describe a picture in the box and press Enter."""
        box = self.page.bar.search
        if not box.by_meaning:
            self.key(Qt.Key.Key_F, SHIFT)
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, text)
        self.key(Qt.Key.Key_Return, widget=box)

    def found(self) -> list[str]:
        """The paths as they stand in the grid, once the search is answered."""

        def is_there() -> bool:
            result = self.page.query.result
            asked = (self.page.query.filter, self.page.query.meaning)
            return result is not None and (result.filter, result.meaning) == asked

        self.until(is_there)
        ids = self.page.grid.selection.ids.tolist()
        return [image.path for image in self.context.catalogue.images.get_many(ids)]

    def chips(self) -> dict[str, QPushButton]:
        buttons = self.page.chips.findChildren(QPushButton)
        return {b.text().replace(LEFT_TO_RIGHT, ""): b for b in buttons if b.isVisible()}

    def shows_chips(self, *texts: str) -> None:
        self.until(lambda: set(self.chips()) == set(texts))

    @property
    def sentence(self) -> str:
        """What is said under the box."""
        status = self.page.status
        return status.sentence.text() if status.isVisible() else ""


def give_features(context: CatalogueContext) -> None:
    """Each image is near its folder's subject; the last of the readable ones is not encoded."""
    rng = np.random.default_rng(4)
    settings = context.catalogue.settings
    settings.set("encoder.name", "built-in")
    settings.set("encoder.fingerprint", FINGERPRINT)
    files = [one for one in context.catalogue.images.known_files() if one.status == "ok"][:-1]
    rows = [
        subject(SUBJECTS[one.path_bytes.decode().split("/")[0]]) + rng.standard_normal(SIZE) * 0.1
        for one in files
    ]
    vectors = np.stack(rows)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = FeatureStore(features_dir(context.catalogue), FINGERPRINT)
    store.append([one.content_hash for one in files], vectors)


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The encoder's part is played here; its own tests have the real one."""
    monkeypatch.setattr(TextEncoder, "encode", encode_words)
    monkeypatch.setattr(TextEncoder, "warm", lambda self: None)


@pytest.fixture
def bench(qtbot: QtBot, context: CatalogueContext, words: None) -> Iterator[Bench]:
    give_features(context)
    made = Bench(qtbot, context)
    yield made
    made.page.shutdown()


def folders(paths: Sequence[str]) -> list[str]:
    return sorted({path.split("/")[0] for path in paths})


def show_all(bench: Bench) -> list[str]:
    """Click on what is below the images that stand out."""
    before = bench.page.query.result
    QTest.mouseClick(bench.page.cut.button, Qt.MouseButton.LeftButton)
    bench.until(lambda: bench.page.query.result is not before)
    return bench.found()


def test_what_stands_out_is_shown_first_and_all_on_request(bench: Bench) -> None:
    cut = bench.page.cut
    assert not cut.isVisible()
    bench.type("truck on a road")
    paths = bench.found()
    assert folders(paths) == ["cars"]
    assert len(paths) == 30
    assert cut.isVisible()
    assert cut.sentence.text().startswith("30 images stand out, with a similarity of 0.")
    assert cut.button.text() == "Show all 70"
    everything = show_all(bench)
    assert everything[:30] == paths
    assert len(everything) == 70
    assert cut.sentence.text() == "30 images stand out: the first of all 70."
    assert show_all(bench) == paths
    show_all(bench)
    # Another search is cut again; where a filter leaves nothing that stands out, all are shown.
    bench.type("ship")
    assert folders(bench.found()) == ["boats"]
    bench.page.query.set_filter(ImageFilter(folder="other"))
    assert folders(bench.found()) == ["other"]
    assert cut.sentence.text().startswith("No image here stands out")
    assert not cut.button.isVisible()
    bench.page.bar.search.clear()
    bench.page.search.clear()
    bench.found()
    assert not cut.isVisible()


def test_images_whose_captions_have_the_words_are_among_those_that_stand_out(
    bench: Bench,
) -> None:
    catalogue, page = bench.context.catalogue, bench.page
    (boat,) = catalogue.images.ids(ImageFilter(folder="boats"))[:1]
    catalogue.commands.add_caption(boat, "Trucks wait on the quay")
    bench.type("truck")
    paths = bench.found()
    assert folders(paths) == ["boats", "cars"]
    assert len(paths) == 31
    position = page.grid.selection.position_of(boat)
    assert page.cut.sentence.text().startswith(
        "31 images stand out or have the words in a caption (1)"
    )
    said = "Found by its caption: “Trucks wait on the quay”"
    bench.until(lambda: page.grid.cards.card(boat) is not None)
    place = page.grid.cell_rect(position).center()
    QTest.mouseMove(page.grid.viewport(), place)
    bench.until(lambda: said in page.grid.viewport().toolTip())
    QTest.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    bench.until(lambda: page.panel.found_by.isVisible())
    assert page.panel.found_by.text() == said

    QTest.mouseClick(page.cut.captions_button, Qt.MouseButton.LeftButton)
    bench.until(lambda: len(page.grid.selection.ids) == 30)
    assert page.cut.captions_button.text() == "Captions too"
    QTest.mouseClick(page.cut.captions_button, Qt.MouseButton.LeftButton)
    bench.until(lambda: len(page.grid.selection.ids) == 31)
    QTest.mouseMove(page.grid.viewport(), QPoint(1, 1))  # other tests move it onto an image


def test_a_description_ranks_all_images(bench: Bench) -> None:
    page = bench.page
    page.grid.set_current(50)
    bench.type("truck on a road")
    bench.found()
    paths = show_all(bench)
    assert folders(paths[:30]) == ["cars"]
    assert len(paths) == 70
    page.grid.setFocus()
    assert page.grid.hasFocus()
    assert page.grid.verticalScrollBar().value() == 0
    assert not page.grid.selection.selected_ids()
    bench.shows_chips(*["truck on a road"])
    assert page.footer.encode_link.text().startswith("2 images are not encoded yet")
    page.footer.encode_link.click()
    assert bench.requests == ["encode"]
    assert not page.bar.order.isEnabled()
    assert page.bar.order.currentText() == "Best first"


def test_terms_are_chips_that_can_be_taken_away(bench: Bench) -> None:
    bench.type("truck + ship -thing")
    paths = bench.found()
    assert folders(paths[:60]) == ["boats", "cars"]
    assert bench.page.bar.search.text() == "truck + ship − thing"
    bench.shows_chips("truck", "ship", "− thing", "Clear all")
    bench.chips()["truck"].click()
    assert folders(bench.found()[:30]) == ["boats"]
    assert bench.page.bar.search.text() == "ship − thing"
    bench.chips()["ship"].click()
    bench.found()
    assert folders(show_all(bench)[-9:]) == ["other"]
    bench.chips()["− thing"].click()
    assert len(bench.found()) == 72
    assert not bench.page.chips.isVisible()
    assert bench.page.bar.search.text() == ""
    assert bench.page.bar.order.currentText() == "Folder"
    assert bench.page.bar.search.by_meaning  # until somebody goes back


def test_facets_narrow_a_search_down(bench: Bench) -> None:
    bench.type("ship")
    bench.page.query.set_filter(ImageFilter(folder="cars"))
    assert folders(bench.found()) == ["cars"]
    bench.shows_chips("ship", "in cars", "Clear all")
    bench.chips()["Clear all"].click()
    assert len(bench.found()) == 72


def test_a_label_is_searched_by_its_english_name(bench: Bench) -> None:
    label = bench.context.catalogue.labels.find("Kamaz")
    assert label is not None
    bench.type("kamaz")
    before = bench.found()
    with bench.qtbot.waitSignal(bench.context.hub.changed):
        bench.context.run_command(
            lambda: bench.context.catalogue.commands.set_english_names({label.id: "truck"})
        )
    bench.type("Kamaz")
    assert folders(bench.found()[:30]) == ["cars"]
    assert before != bench.found()
    bench.until(lambda: "“truck”" in bench.chips()["Kamaz"].toolTip())


def test_what_a_label_is_called_is_no_sum(bench: Bench) -> None:
    commands = bench.context.catalogue.commands
    label = bench.context.catalogue.labels.find("Kamaz")
    assert label is not None
    with bench.qtbot.waitSignal(bench.page.vocabulary.changed):
        bench.context.run_command(lambda: commands.rename_label(label.id, "truck - ship"))
    bench.type("truck - ship")
    assert str(bench.page.query.meaning) == '"truck - ship"'
    bench.found()
    bench.shows_chips("truck - ship")
    bench.type("ship - truck")
    assert str(bench.page.query.meaning) == "ship − truck"


def test_from_names_to_meaning_and_back(bench: Bench) -> None:
    page = bench.page
    bench.key(Qt.Key.Key_F)
    QTest.keyClicks(page.bar.search, "ship")
    bench.until(lambda: page.query.filter.text == "ship")
    assert len(bench.found()) == 30
    page.bar.meaning_button.click()
    assert folders(bench.found()) == ["boats"]
    assert len(show_all(bench)) == 70
    assert page.query.filter == ImageFilter()
    bench.shows_chips(*["ship"])
    page.bar.meaning_button.click()
    assert len(bench.found()) == 30
    bench.shows_chips(*["“ship”"])
    assert page.query.meaning is None


def test_words_that_no_name_holds_can_be_searched_by_meaning(bench: Bench) -> None:
    page = bench.page
    bench.key(Qt.Key.Key_F)
    QTest.keyClicks(page.bar.search, "ship on water")
    bench.until(page.empty.isVisible)
    assert page.empty.sentence.text() == "No path, title or label holds “ship on water”."
    page.empty.button.click()
    assert folders(bench.found()[:30]) == ["boats"]
    assert page.grid.isVisible()


def test_emptying_the_box_ends_the_search(bench: Bench) -> None:
    bench.type("ship")
    assert len(bench.found()) == 30
    bench.page.bar.search.clear()
    assert len(bench.found()) == 72
    bench.type("ship")
    assert len(bench.found()) == 30
    bench.key(Qt.Key.Key_Backspace, CONTROL)
    assert len(bench.found()) == 72


def test_similar_images_by_key(bench: Bench) -> None:
    page = bench.page
    page.query.set_filter(ImageFilter(folder="boats"))
    bench.found()
    page.grid.set_current(4)
    image_id = page.grid.current_id
    bench.key(Qt.Key.Key_S)
    bench.until(lambda: page.query.meaning is not None)
    paths = bench.found()
    assert page.query.filter == ImageFilter()
    assert paths[0] == "boats/ferry 05.jpg"
    assert folders(paths[:30]) == ["boats"]
    bench.shows_chips(*["like ferry 05.jpg"])
    assert page.bar.search.text() == 'like:"boats/ferry 05.jpg"'
    assert page.query.result is not None
    assert page.query.result.ids[0] == image_id
    bench.context.navigator.similar_requested.emit(40)
    bench.until(lambda: page.query.meaning == like("cars/kamaz 10.jpg"))
    assert folders(bench.found()[:30]) == ["cars"]


def test_several_images_and_a_word_at_once(bench: Bench) -> None:
    page = bench.page
    page.grid.set_current(0)
    page.grid.set_current(1, extend=True)
    bench.key(Qt.Key.Key_S)
    bench.until(lambda: len(bench.chips()) == 3)
    assert folders(bench.found()[:30]) == ["boats"]
    bench.type("like:'nothing' + ship")
    bench.until(lambda: bench.sentence.startswith("There is no image 'nothing'"))
    bench.type('like:"boats/ferry 01.jpg" + truck')
    assert folders(bench.found()[:60]) == ["boats", "cars"]
    assert bench.sentence == ""


def test_a_dropped_and_a_pasted_picture(bench: Bench, tmp_path: Path) -> None:
    page = bench.page
    page.query.search._search._encode_file = lambda path: subject(2)
    path = tmp_path / "a picture.png"
    Image.new("RGB", (8, 8), "red").save(path)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place, action = page.rect().center(), Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, action, data, Qt.MouseButton.LeftButton, NONE)
    QGuiApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(place), action, data, Qt.MouseButton.LeftButton, NONE)
    QGuiApplication.sendEvent(page, drop)
    assert folders(bench.found()[:30]) == ["cars"]
    bench.shows_chips(*["like a picture.png"])
    page.search.clear()

    QGuiApplication.clipboard().setImage(QImage(9, 9, QImage.Format.Format_RGB32))
    bench.key(Qt.Key.Key_V, CONTROL, page.bar.search)
    bench.shows_chips(*["like pasted-1.png"])
    assert folders(bench.found()[:30]) == ["cars"]
    page.search.clear()
    bench.key(Qt.Key.Key_V, CONTROL)
    bench.shows_chips(*["like pasted-2.png"])
    QGuiApplication.clipboard().clear()

    folder = QMimeData()
    folder.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    enter = QDragEnterEvent(place, action, folder, Qt.MouseButton.LeftButton, NONE)
    QGuiApplication.sendEvent(page, enter)
    assert not enter.isAccepted()  # the window's


def test_what_cannot_be_read_is_said_and_the_images_stay(bench: Bench) -> None:
    bench.type("truck +")
    assert bench.sentence.startswith("There is nothing behind +.")
    assert len(bench.page.grid.selection.ids) == 72
    assert bench.page.bar.search.hasFocus()
    QTest.keyClicks(bench.page.bar.search, " s")
    assert bench.sentence == ""
    bench.type("truck - 2*truck")
    bench.until(lambda: bench.sentence.startswith("What is added and what is taken away"))


def test_scores_are_in_the_tooltip(bench: Bench) -> None:
    bench.type("truck")
    bench.found()
    grid = bench.page.grid
    bench.until(grid.is_settled)
    QTest.mouseMove(grid.viewport(), grid.cell_rect(0).center())
    bench.until(lambda: "Similarity 0." in grid.viewport().toolTip())
    bench.page.search.clear()
    bench.found()
    QTest.mouseMove(grid.viewport(), grid.cell_rect(1).center())
    bench.until(lambda: grid.viewport().toolTip() and "Simil" not in grid.viewport().toolTip())


def test_the_last_search_wins(bench: Bench) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(texts: Sequence[str]) -> NDArray[np.float32]:
        if any("ship" in text for text in texts):
            begun.set()
            go_on.wait(WAIT_MS / 1000)
        return encode_words(None, texts)

    page = bench.page
    page.query.search._search._encode_texts = slow
    bench.type("ship")
    bench.until(begun.is_set)
    bench.until(lambda: bench.sentence != "")  # what takes so long
    # An image of the archive needs no words, and does not wait for them.
    bench.context.navigator.similar_requested.emit(40)
    bench.until(lambda: page.query.meaning == like("cars/kamaz 10.jpg"))
    paths = bench.found()
    assert folders(paths[:30]) == ["cars"]
    assert bench.sentence == ""
    go_on.set()
    bench.qtbot.wait(100)
    assert bench.found() == paths


def test_an_encoder_without_words(bench: Bench) -> None:
    def refuse(_texts: Sequence[str]) -> NDArray[np.float32]:
        raise NoTextTowerError("encoder-without-text", encoder="tiny")

    page = bench.page
    page.query.search._search._encode_texts = refuse
    bench.type("truck")
    bench.until(page.empty.isVisible)
    assert page.empty.sentence.text().startswith("The encoder in use reads no words.")
    with bench.qtbot.waitSignal(bench.context.navigator.encoders_requested):
        page.empty.button.click()
    bench.context.navigator.similar_requested.emit(1)
    bench.until(page.grid.isVisible)
    assert bench.found()[0] == "boats/ferry 01.jpg"


def test_before_anything_is_encoded(qtbot: QtBot, context: CatalogueContext, words: None) -> None:
    bench = Bench(qtbot, context)
    bench.type("truck")
    bench.until(bench.page.empty.isVisible)
    assert bench.page.empty.sentence.text().startswith("The images are not encoded yet.")
    bench.page.empty.button.click()
    assert bench.requests == ["encode"]
    bench.shows_chips("truck")
    bench.chips()["truck"].click()
    bench.until(bench.page.grid.isVisible)
    bench.page.shutdown()


def test_damaged_features_are_said_with_the_way_out(
    qtbot: QtBot, context: CatalogueContext, words: None
) -> None:
    give_features(context)
    context.catalogue.settings.set(ROW_LENGTH_SETTING, [FINGERPRINT, SIZE + 1])
    bench = Bench(qtbot, context)
    bench.type("truck")
    bench.until(bench.page.empty.isVisible)
    assert bench.page.empty.sentence.text().startswith(
        "What was worked out from the images is damaged"
    )
    bench.page.empty.button.click()
    assert bench.requests == ["encode"]
    bench.page.shutdown()
