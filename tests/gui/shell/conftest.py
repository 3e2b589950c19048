"""The real window, offscreen, on a small real archive, with settings of its own."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.archive.decode import read_pixels
from engine.archive.thumbnails import make_thumbnail
from gui.services.settings import Preferences
from gui.shell.app import create_application
from gui.shell.main_window import MainWindow
from gui.style import theme

KEYWORDS = {
    "cars/kamaz.png": ("truck", "Kamaz"),
    "cars/ford.png": ("car",),
    "cars/new.png": (),
    "ships/ferry.png": ("ship",),
    "ships/boat.png": (),
}
BROKEN = b"not a picture"


@pytest.fixture(autouse=True)
def numbers(british_numbers: None) -> None:
    """Those of ``british_numbers`` for every test here."""


@pytest.fixture
def settings_place(tmp_path: Path) -> Path:
    """Where the preferences of a test are."""
    return tmp_path / "settings"


@pytest.fixture
def archive_dir(tmp_path: Path) -> Path:
    """Five small pictures in two folders, and a file that only looks like one."""
    folder = tmp_path / "pictures"
    for number, path in enumerate(KEYWORDS):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40 + number, 30), (40 * number, 90, 200)).save(target)
    (folder / "ships" / "broken.jpg").write_bytes(BROKEN)
    return folder


@pytest.fixture
def catalogue_path(archive_dir: Path, tmp_path: Path) -> Path:
    """A catalogue of the archive: keywords imported, thumbnails made, nothing encoded."""
    path = tmp_path / "small.nabolag.sqlite"
    with Catalogue.create(path, archive_dir, curator="Kari") as catalogue:
        images = [_scanned(archive_dir, name, words) for name, words in KEYWORDS.items()]
        broken_hash = hashlib.sha256(BROKEN).digest()
        broken = ScannedImage(
            b"ships/broken.jpg", broken_hash, len(BROKEN), 1, problem="This is not an image."
        )
        catalogue.commands.import_images([*images, broken])
        catalogue.thumbnails.put_many(
            (image.content_hash, make_thumbnail(read_pixels(archive_dir / name)))
            for name, image in zip(KEYWORDS, images, strict=True)
        )
    return path


def _scanned(archive_dir: Path, name: str, words: tuple[str, ...]) -> ScannedImage:
    file = archive_dir / name
    with Image.open(file) as image:
        width_px, height_px = image.size
    return ScannedImage(
        name.encode(),
        hashlib.sha256(file.read_bytes()).digest(),
        file.stat().st_size,
        file.stat().st_mtime_ns,
        width_px=width_px,
        height_px=height_px,
        format="PNG",
        keywords=tuple(FoundKeyword((word,), "csv") for word in words),
    )


@pytest.fixture
def window(qapp: object) -> Iterator[MainWindow]:
    """The window as it starts, without a catalogue; shut down at the end."""
    preferences = Preferences()
    preferences.language = "en"
    application = create_application(preferences)
    theme.apply(application, "dark")
    QLocale.setDefault(QLocale("en_GB"))
    window = MainWindow(preferences)
    window.resize(1280, 800)
    window.show()
    yield window
    window.close()
    window.deleteLater()


@pytest.fixture(scope="session")
def find_button() -> Callable[[QWidget, str], QAbstractButton]:
    """Finds a button below a widget by what it says, or by its accessible name."""

    def find(widget: QWidget, name: str) -> QAbstractButton:
        found = [
            button
            for button in widget.findChildren(QAbstractButton)
            if name in (button.text(), button.accessibleName())
        ]
        assert len(found) == 1, f"{len(found)} buttons {name!r}"
        return found[0]

    return find


@pytest.fixture
def open_window(window: MainWindow, catalogue_path: Path, qtbot: QtBot) -> Callable[[], MainWindow]:
    """Opens the small catalogue in the window and waits until its library is there."""

    def opened() -> MainWindow:
        with qtbot.waitSignal(window.session.opened, timeout=10_000):
            window.session.open(catalogue_path)
        return window

    return opened
