"""A catalogue with suggestions, open on the Review page as a person uses it."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.answers.current_encoder import FINGERPRINT_SETTING, NAME_SETTING, features_dir
from engine.archive.thumbnails import make_thumbnail
from engine.features.store import FeatureStore
from engine.jobs.suggest import suggest_labels
from engine.progress import NeverCancelled, run_job
from gui.review.desk.state import RowState
from gui.review.page import ReviewPage
from gui.services.context import CatalogueContext, open_context
from gui.services.settings import Preferences
from gui.shell.undo import UndoActions

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

    def focus(self, name: str) -> None:
        """Walk to a suggestion with the keys."""
        label_id = self.label(name)
        for _ in self.page.desk.rows:
            if self.page.desk.focused_label == label_id:
                return
            self.press(Qt.Key.Key_J)
        for _ in self.page.desk.rows:
            if self.page.desk.focused_label == label_id:
                return
            self.press(Qt.Key.Key_K)
        raise AssertionError(name)

    def accept(self, name: str) -> None:
        """Accept a suggestion at once, or take that back, with the keys."""
        self.focus(name)
        self.press(Qt.Key.Key_A)

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


@pytest.fixture(scope="session")
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
        # Nothing is calibrated here: all that is suggested is ticked.
        Preferences().tick_level_percent = 5
        catalogue = Catalogue.open(path, curator=CURATOR)
        context = open_context(catalogue, catalogue.settings.all())
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
