"""What the processes of ``test_kill.py`` do until they are killed. Their own module, so that a
forked child finds it by name; what it imports is loaded once for all of them."""

import itertools
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

# Loaded once, by the process that all children are forked from.
import sqlalchemy
import torch  # noqa: F401

import engine.encoding.contents
import engine.jobs.encode
import engine.jobs.scan
from db.catalogue import Catalogue
from db.records import ScannedImage
from engine.answers.language import change_language
from engine.jobs.suggest import suggest_labels
from engine.jobs.tune import tune_suggester
from engine.language.contexts import Context
from engine.progress import Job, NeverCancelled, run_job

IMAGES = 50


def pairs_in_order() -> "itertools.product[tuple[int, int]]":
    """(label number, image number) in the order they are labelled."""
    return itertools.product(range(10_000), range(IMAGES))


def make_labelling_catalogue(path: Path, archive_dir: Path) -> None:
    """A catalogue with images and no labels."""
    with Catalogue.create(path, archive_dir, curator="kari") as catalogue:
        catalogue.commands.import_images(
            [
                ScannedImage(f"{number:03}.jpg".encode(), bytes([number]) * 32, 1, 1)
                for number in range(IMAGES)
            ]
        )


def label_for_ever(acknowledge: Connection, path: Path, start: int) -> None:
    """Label one (label, image) after another from ``start`` on, saying so after each commit."""
    with Catalogue.open(path, curator="kari") as catalogue:
        ids = catalogue.images.ids()
        for number, (label, image) in enumerate(pairs_in_order()):
            if number >= start:
                catalogue.commands.label_images([ids[image]], add_names=[f"label {label}"])
                acknowledge.send(number)


def label_in_the_window(acknowledge: Connection, path: Path, start: int) -> None:
    """Type one new label after another for the first image of the library, naming each as soon as
    the window shows that all is saved."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["NABOLAG_DATA_DIR"] = str(path.parent / "settings")
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLabel, QLineEdit

    from gui.library.page import LibraryPage
    from gui.services.settings import Preferences
    from gui.shell.app import create_application
    from gui.shell.main_window import MainWindow

    preferences = Preferences()
    preferences.language = "en"
    application = create_application(preferences)
    window = MainWindow(preferences)
    window.show()
    numbers = itertools.count(start)

    def begin() -> None:
        page = window.pages.page("library")
        if not isinstance(page, LibraryPage) or not page.panel.entry.isVisible():
            if isinstance(page, LibraryPage):
                QTest.keyClick(page.grid, Qt.Key.Key_Home)
            QTimer.singleShot(50, begin)
            return
        assert window.context is not None
        window.context.hub.saving.connect(say_when_saved)
        QTest.mouseClick(page.panel.entry, Qt.MouseButton.LeftButton)
        type_next()

    def type_next() -> None:
        entry = application.focusWidget()
        assert isinstance(entry, QLineEdit)
        QTest.keyClicks(entry, f"label {next(numbers)}")
        QTest.keyClick(entry, Qt.Key.Key_Return)

    def say_when_saved(writes: int) -> None:
        shown = {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
        if writes == 0 and "All changes saved" in shown:
            acknowledge.send(len(said))
            said.append(None)
            QTimer.singleShot(0, type_next)

    said: list[None] = []
    window.session.opened.connect(begin)
    window.session.open(path)
    application.exec()


def scan(tell: Connection, path: Path, archive_dir: Path, keywords: Path) -> None:
    """Create or go on with a catalogue of the archive, telling every step."""
    engine.jobs.scan.BATCH_FILES = 8
    if not path.exists():
        Catalogue.create(path, archive_dir, curator="kari").close()
    with Catalogue.open(path, curator="kari") as catalogue:
        job = engine.jobs.scan.scan_archive(
            catalogue, cancel=NeverCancelled(), keywords_csv=keywords
        )
        _tell_steps(tell, job)


def encode(tell: Connection, path: Path) -> None:
    """Encode what is not encoded yet, telling every step."""
    engine.encoding.contents.SHARD_ROWS = 4
    with Catalogue.open(path, curator="kari") as catalogue:
        _tell_steps(tell, engine.jobs.encode.encode_archive(catalogue, cancel=NeverCancelled()))


def _tell_steps(tell: Connection, job: Job[object]) -> None:
    while True:
        try:
            tell.send(next(job))
        except StopIteration as stop:
            tell.send(stop.value)
            return


def die_before_commit(
    tell: Connection, number: int, act: Callable[[Path], None], path: Path
) -> None:
    """Do something to a catalogue and die just before its write transaction ``number`` (from 0)
    is committed; says "done" where there are fewer."""
    count = itertools.count()

    def die(connection: sqlalchemy.Connection) -> None:
        if connection.get_execution_options().get("nabolag_writes") and next(count) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sqlalchemy.event.listen(sqlalchemy.Engine, "commit", die)
    act(path)
    tell.send("done")


def suggest(path: Path) -> None:
    """Suggest labels with what tuning found last."""
    with Catalogue.open(path) as catalogue:
        run_job(suggest_labels(catalogue, cancel=NeverCancelled()))


def tune_names(path: Path) -> None:
    """Tune the suggester that goes by names, and so the weights of the contexts."""
    with Catalogue.open(path) as catalogue:
        job = tune_suggester(
            catalogue, cancel=NeverCancelled(), suggester="language-image", trials=12
        )
        run_job(job)


def change_all_of_language(path: Path) -> None:
    """Change every setting of the language at once."""
    with Catalogue.open(path) as catalogue:
        change_language(
            catalogue, archive="nb", domain="ships", kind="photo", contexts=[Context("a {}")]
        )


def create(path: Path) -> None:
    """Make a catalogue."""
    Catalogue.create(path, path.parent / "archive", curator="kari").close()
