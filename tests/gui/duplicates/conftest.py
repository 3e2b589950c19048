"""A catalogue whose duplicates have been found, open on the Duplicates page as a person uses it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.duplicate_records import DuplicatePair, DuplicateRun
from db.records import FoundKeyword, ScannedImage
from engine.answers.current_encoder import FINGERPRINT_SETTING, NAME_SETTING
from engine.archive.decode import read_pixels
from engine.archive.thumbnails import make_thumbnail
from gui.duplicates.page import DuplicatesPage
from gui.services.context import CatalogueContext, open_context
from gui.services.settings import Preferences
from gui.shell.undo import UndoActions

FINGERPRINT = "a" * 64
WAIT_MS = 10_000
NONE_HELD = Qt.KeyboardModifier.NoModifier
# Width in pixels and keywords of each file; letters are pictures that are the same.
FILES: dict[str, tuple[int, list[str]]] = {
    "a1.png": (80, ["lorry"]),
    "a2.png": (120, []),
    "a3.png": (60, ["crane"]),
    "b1.png": (90, []),
    "b2.png": (90, []),
    "c1.png": (100, []),
    "c2.png": (70, ["ship"]),
    "d1.png": (100, []),
    "d2.png": (100, []),
    "e1.png": (100, ["house"]),
}
PAIRS: dict[tuple[str, str], float] = {
    ("a1.png", "a2.png"): 0.999,
    ("a1.png", "a3.png"): 0.998,
    ("a2.png", "a3.png"): 0.999,
    ("b1.png", "b2.png"): 0.997,
    ("c1.png", "c2.png"): 0.7,
    ("d1.png", "d2.png"): 0.6,
}


@dataclass
class Bench:
    """An open catalogue in a window with the page."""

    window: QMainWindow
    page: DuplicatesPage
    context: CatalogueContext
    catalogue: Catalogue
    qtbot: QtBot
    ids: dict[str, int]

    def names(self, image_ids: Sequence[int]) -> list[str]:
        """Files by the ids of their images."""
        by_id = {image_id: name for name, image_id in self.ids.items()}
        return [by_id[one] for one in image_ids]

    def waiting(self) -> list[list[str]]:
        """The clusters in the list, each by its files."""
        desk = self.page.desk
        cards = [desk.card(position) for position in range(len(desk.ids))]
        return [self.names(card.image_ids) for card in cards if card is not None]

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """A key, where the keyboard is."""
        target = self.window.focusWidget() or self.page
        QTest.keyClick(target, key, held)

    def hold(self, key: Qt.Key, repeats: int) -> None:
        """A key held down where the keyboard is, as the system repeats it."""
        handle = self.window.windowHandle()
        assert handle is not None
        for number in range(repeats):
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if kind is QEvent.Type.KeyRelease and number < repeats - 1:
                    continue
                pressed = QKeyEvent(kind, key, NONE_HELD, "", number > 0)
                QApplication.sendEvent(handle, pressed)

    def undo(self) -> None:
        """Undo, as soon as there is something to take back."""
        undo = self.window.findChild(UndoActions).undo
        self.qtbot.waitUntil(undo.isEnabled, timeout=WAIT_MS)
        undo.trigger()

    def set_aside(self) -> dict[str, list[str]]:
        """Files that are set aside, by the one that stays."""
        found = self.catalogue.duplicates.set_aside_for()
        return {self.names([keeper])[0]: self.names(others) for keeper, others in found.items()}

    def labels(self, name: str) -> set[str]:
        """The labels of a file."""
        labels = self.catalogue.labellings.of_images([self.ids[name]])
        return {one.label_name for one in labels[self.ids[name]]}

    def wait(self, holds: Callable[[], bool]) -> None:
        """Until it holds."""
        self.qtbot.waitUntil(holds, timeout=WAIT_MS)

    def dialog(self) -> QDialog:
        """The dialog that is open."""
        self.wait(lambda: any(one.isVisible() for one in self._dialogs()))
        return next(one for one in self._dialogs() if one.isVisible())

    def _dialogs(self) -> list[QDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]


def draw(path: Path, letter: str, width_px: int) -> None:
    """A picture that is told by its letter, at any size."""
    picture = Image.new("RGB", (120, 90), (40 * ord(letter) % 256, 90, 200))
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((10 + 9 * (ord(letter) % 7), 20, 90, 60), fill=(240, 200, 40))
    drawing.ellipse((6, 52, 48, 86), fill=(20, 20, 30))
    drawing.polygon([(70, 84), (112, 70), (96, 8)], fill=(250, 250, 250))
    picture.resize((width_px, width_px * 3 // 4)).save(path)


def scanned(file: Path, words: Sequence[str], number: int) -> ScannedImage:
    """A file as a scan finds it."""
    data = file.read_bytes()
    with Image.open(file) as image:
        width_px, height_px = image.size
    return ScannedImage(
        file.name.encode(),
        hashlib.sha256(data).digest() if file.name != "b2.png" else hashlib.sha256(b"b2").digest(),
        len(data),
        1_700_000_000_000_000_000 + number,
        width_px=width_px,
        height_px=height_px,
        format="PNG",
        keywords=tuple(FoundKeyword((word,), "csv") for word in words),
    )


@pytest.fixture
def catalogue_with_pairs(tmp_path: Path) -> Path:
    """Five pictures in several files, of which the pairs have been found."""
    archive = tmp_path / "archive"
    archive.mkdir()
    for name, (width_px, _words) in FILES.items():
        draw(archive / name, name[0], width_px)
    path = tmp_path / "pairs.nabolag.sqlite"
    with Catalogue.create(path, archive, curator="Kari") as catalogue:
        images = [
            scanned(archive / name, words, number)
            for number, (name, (_width_px, words)) in enumerate(FILES.items())
        ]
        catalogue.commands.import_images(images)
        catalogue.thumbnails.put_many(
            (image.content_hash, make_thumbnail(read_pixels(archive / name)))
            for name, image in zip(FILES, images, strict=True)
        )
        catalogue.settings.set(NAME_SETTING, "small")
        catalogue.settings.set(FINGERPRINT_SETTING, FINGERPRINT)
        ids = {
            name: record.id
            for name in FILES
            if (record := catalogue.images.by_path(name.encode())) is not None
        }
        pairs = [
            DuplicatePair(
                *sorted((ids[one], ids[other])),
                similarity=probability,
                normalized=probability - 0.4,
                probability=probability,
                uncertainty=0.1,
                turn=0,
                differences=({"code": "smaller", "amount": 0.5},),
            )
            for (one, other), probability in PAIRS.items()
        ]
        catalogue.duplicates.store_found(
            DuplicateRun(FINGERPRINT), pairs, compared=list(ids.values())
        )
    return path


@pytest.fixture
def bench(catalogue_with_pairs: Path, qtbot: QtBot, qapp: object) -> Iterator[Bench]:
    """The page on screen, with its clusters read."""
    Preferences().language = "en"
    catalogue = Catalogue.open(catalogue_with_pairs)
    context = open_context(catalogue, catalogue.settings.all())
    window = QMainWindow()
    undo = UndoActions(window)
    undo.attach(context)
    page = DuplicatesPage(context, window)
    window.setCentralWidget(page)
    window.resize(1000, 700)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    ids = {name: image_id(catalogue, name) for name in FILES}
    made = Bench(window, page, context, catalogue, qtbot, ids)
    page.activate()
    made.wait(lambda: page.desk.state is not None and len(made.waiting()) == len(page.desk.ids))
    page.show_view(page.clusters)
    yield made
    window.close()
    page.shutdown()
    context.close()
    window.deleteLater()


def image_id(catalogue: Catalogue, name: str) -> int:
    """The id of a file's image."""
    record = catalogue.images.by_path(name.encode())
    assert record is not None
    return record.id
