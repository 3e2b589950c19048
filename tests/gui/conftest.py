"""What the tests of the window share: real catalogues with thumbnails, and the window itself."""

import functools
import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.archive.decode import read_pixels
from engine.archive.thumbnails import make_thumbnail
from gui.services.context import CatalogueContext, open_context
from gui.services.settings import Preferences
from gui.shell.app import create_application
from gui.shell.garbage import collect_what_is_due
from gui.shell.main_window import MainWindow
from messages.message import plain_text
from tests.gui.window_thread import WindowThreadWatch

KEYWORDS = {
    "cars/kamaz.png": ("truck", "Kamaz"),
    "cars/ford.png": ("car",),
    "cars/new.png": (),
    "ships/ferry.png": ("ship",),
    "ships/boat.png": (),
}
BROKEN = b"not a picture"

MakeContext = Callable[[Sequence[ScannedImage]], CatalogueContext]


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Objects of Qt are destroyed on the window's thread, as the program has it."""
    gc.disable()
    yield
    collect_what_is_due(gc.get_threshold())
    gc.enable()


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Preferences of a test are its own."""
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def window_thread() -> Iterator[WindowThreadWatch]:
    """Fails a test in which the window's code reads or writes a database on its own thread."""
    watch = WindowThreadWatch()
    with watch.listening():
        yield watch
    if watch.found:
        pytest.fail("The window's thread used the database:\n\n" + "\n".join(watch.found))


@pytest.fixture(autouse=True)
def british_numbers(qapp: object) -> Iterator[None]:
    """Numbers and dates as in Britain, whatever the machine's language is."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@functools.cache
def picture(number: int, width_px: int, height_px: int) -> bytes:
    """A thumbnail of one colour, another for each number."""
    pixels = np.empty((height_px, width_px, 3), dtype=np.uint8)
    pixels[:] = (40 * number % 256, 90 * number % 256, 170)
    return make_thumbnail(pixels)


def scanned(path: str, *keywords: str | tuple[str, ...], **values: object) -> ScannedImage:
    """A readable file with its keywords; a tuple is a hierarchical one."""
    found = tuple(
        FoundKeyword((keyword,) if isinstance(keyword, str) else keyword, "csv")
        for keyword in keywords
    )
    defaults: dict[str, object] = {
        "content_hash": hashlib.sha256(path.encode()).digest(),
        "size_bytes": 1000,
        "modified_ns": 1_700_000_000_000_000_000,
        "width_px": 200,
        "height_px": 100,
        "format": "JPEG",
    }
    return ScannedImage(path.encode(), keywords=found, **(defaults | values))  # type: ignore[arg-type]


@pytest.fixture
def make_context(tmp_path: Path, qapp: object) -> Iterator[MakeContext]:
    """Makes a catalogue of these images with thumbnails, and opens it for the window."""
    opened: list[CatalogueContext] = []

    def make(images: Sequence[ScannedImage]) -> CatalogueContext:
        archive = tmp_path / "archive"
        archive.mkdir(exist_ok=True)
        catalogue = Catalogue.create(
            tmp_path / f"test{len(opened)}.nabolag.sqlite", archive, curator="kari"
        )
        if images:
            catalogue.commands.import_images(images)
        catalogue.thumbnails.put_many(
            (image.content_hash, picture(number, image.width_px or 4, image.height_px or 4))
            for number, image in enumerate(images)
            if not image.problem
        )
        context = open_context(catalogue, catalogue.settings.all())
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def archive_images() -> list[ScannedImage]:
    """72 images: 30 ships, 30 trucks below vehicles, 11 without labels, one unreadable.

    Ids follow this order, and so do the paths. The label "truck" has "vehicle" above it.
    """
    ships = [scanned(f"boats/ferry {n:02d}.jpg", "ship") for n in range(1, 31)]
    trucks = [
        scanned(f"cars/kamaz {n:02d}.jpg", ("vehicle", "truck"), *(["Kamaz"] if n <= 10 else []))
        for n in range(1, 31)
    ]
    others = [scanned(f"other/thing {n:02d}.jpg") for n in range(1, 12)]
    broken = scanned(
        "other/zz broken.jpg",
        problem=plain_text("The file is cut short."),
        width_px=None,
        height_px=None,
    )
    return [*ships, *trucks, *others, broken]


@pytest.fixture
def context(make_context: MakeContext, archive_images: list[ScannedImage]) -> CatalogueContext:
    """The catalogue of ``archive_images``, open."""
    return make_context(archive_images)


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
        images = [scanned_file(archive_dir, name, words) for name, words in KEYWORDS.items()]
        broken_hash = hashlib.sha256(BROKEN).digest()
        broken = ScannedImage(
            b"ships/broken.jpg",
            broken_hash,
            len(BROKEN),
            1,
            problem=plain_text("This is not an image."),
        )
        catalogue.commands.import_images([*images, broken])
        catalogue.thumbnails.put_many(
            (image.content_hash, make_thumbnail(read_pixels(archive_dir / name)))
            for name, image in zip(KEYWORDS, images, strict=True)
        )
    return path


def scanned_file(archive_dir: Path, name: str, words: tuple[str, ...]) -> ScannedImage:
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
    preferences.theme = "dark"
    create_application(preferences)
    preferences.theme = "system"  # what a person has chosen is as it was
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
