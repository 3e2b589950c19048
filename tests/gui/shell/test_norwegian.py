"""A Norwegian window says in Norwegian what fails, whichever part of the program it comes from."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.answers.exporting.settings import ExportSettings
from gui.dialogs.keys import KeysSheet
from gui.models.new_catalogue import NewCatalogue
from gui.services import translations
from gui.services.settings import Preferences
from gui.shell.main_window import MainWindow
from gui.shell.task_bar import FailureRow

LONG_MS = 110_000


@pytest.fixture
def norwegian_window(qapp: QApplication) -> Iterator[MainWindow]:
    """The window as it starts for somebody who reads Norwegian."""
    before = QLocale()
    installed = translations.install(qapp, "nb")
    window = MainWindow(Preferences())
    window.resize(1280, 800)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def failure(window: MainWindow, qtbot: QtBot) -> str:
    """What the task bar says of the one thing that failed."""
    qtbot.waitUntil(lambda: bool(window.task_bar.failures), timeout=LONG_MS)
    (said,) = window.task_bar.failures
    return said


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def make_newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9000'")
    connection.close()


def put_text(path: Path) -> None:
    path.write_text("ikke en katalog", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (Path.unlink, "Det finnes ingen katalog {path}. Se på navnet, eller lag den først."),
        (damage, "{path} er skadet. Gjenopprett en av sikkerhetskopiene"),
        (make_newer, "{path} er skrevet av en nyere versjon av Nabolag (tabeller 9000"),
        (put_text, "{path} er ikke en katalog. Velg en fil med navn som slutter på"),
    ],
)
def test_why_a_catalogue_does_not_open(
    norwegian_window: MainWindow,
    catalogue_path: Path,
    qtbot: QtBot,
    harm: Callable[[Path], None],
    sentence: str,
) -> None:
    harm(catalogue_path)
    norwegian_window.session.open(catalogue_path)

    said = failure(norwegian_window, qtbot)
    assert said.startswith(sentence.format(path=catalogue_path))


def test_why_a_catalogue_is_not_made(
    norwegian_window: MainWindow, catalogue_path: Path, archive_dir: Path, qtbot: QtBot
) -> None:
    window, session = norwegian_window, norwegian_window.session
    session.create(NewCatalogue(catalogue_path, archive_dir, "built-in"))
    assert failure(window, qtbot).startswith(f"{catalogue_path} finnes fra før.")
    window.task_bar.clear()

    gone = archive_dir / "borte"
    session.create(NewCatalogue(catalogue_path.with_name("b.nabolag.sqlite"), gone, "built-in"))
    assert failure(window, qtbot) == f"{gone} er ikke en mappe. Velg mappen med bildene."
    window.task_bar.clear()

    inside = archive_dir / "c.nabolag.sqlite"
    session.create(NewCatalogue(inside, archive_dir, "built-in"))
    assert failure(window, qtbot).startswith(f"{inside} ville ligge i arkivet")


def test_why_a_job_fails(
    norwegian_window: MainWindow, catalogue_path: Path, archive_dir: Path, qtbot: QtBot
) -> None:
    window = norwegian_window
    with qtbot.waitSignal(window.session.opened):
        window.session.open(catalogue_path)
    assert window.work is not None
    window.work.start("suggest")
    said = failure(window, qtbot)
    assert said.endswith(": Bildene er ikke enkodet ennå: enkod katalogen først.")
    window.task_bar.clear()

    window.work.read_archive(keywords_csv=archive_dir / "ord.csv")
    said = failure(window, qtbot)
    assert said.endswith(f": Det finnes ingen nøkkelordtabell {archive_dir / 'ord.csv'}.")
    window.task_bar.clear()

    taken = catalogue_path.with_name("opptatt.csv")
    taken.touch()
    assert window.context is not None
    window.context.tasks.start("export", destination=taken, settings=ExportSettings())
    said = failure(window, qtbot)
    assert f": {taken} finnes alt; velg et annet navn" in said
    window.task_bar.clear()

    archive_dir.rename(archive_dir.with_name("flyttet"))
    window.work.start("encode")
    said = failure(window, qtbot)
    assert f": Arkivmappen {archive_dir} er ikke der. Koble til disken" in said


def test_why_a_backup_is_not_put_back(
    norwegian_window: MainWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    with Catalogue.open(catalogue_path) as catalogue:
        backup = catalogue.backups.take("test")
    damage(backup.path)
    norwegian_window.session.restore(catalogue_path, backup.path)

    assert failure(norwegian_window, qtbot).startswith(f"{backup.path} er skadet.")


def test_what_a_check_finds_is_listed_in_norwegian(
    norwegian_window: MainWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    connection = sqlite3.connect(catalogue_path)
    with connection:
        connection.execute("UPDATE images SET content_hash = x'00' WHERE id = 1")
        connection.execute("UPDATE labels SET name_key = 'feil' WHERE id = 3")
    connection.close()
    window = norwegian_window
    with qtbot.waitSignal(window.session.opened):
        window.session.open(catalogue_path)
    assert window.work is not None
    window.work.start("check")

    said = failure(window, qtbot)
    assert said.startswith("Kontrollen fant")
    details = window.task_bar.findChild(FailureRow).findChild(QPlainTextEdit)
    listed = details.toPlainText()
    assert "Problemer i databasen: 2" in listed
    assert "1 bilde har ingen riktig innholdssum. Les arkivet på nytt." in listed
    assert "kan ikke finnes ved navn." in listed


def texts_of(widget: QWidget) -> Iterator[str]:
    """Everything that a widget and those in it say: texts, tooltips, hints and names."""
    for one in (widget, *widget.findChildren(QWidget)):
        for name in ("text", "toolTip", "placeholderText", "windowTitle", "accessibleName"):
            said = getattr(one, name, None)
            if callable(said) and isinstance(text := said(), str):
                yield text
    for action in widget.findChildren(QAction):
        yield action.text()
        yield action.toolTip()
        yield action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def test_pages_menus_and_the_keys_sheet_speak_norwegian(
    norwegian_window: MainWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = norwegian_window
    with qtbot.waitSignal(window.session.opened):
        window.session.open(catalogue_path)
    file = translations.TRANSLATIONS_DIR / "nabolag_nb.ts"
    english = {
        source
        for message in ElementTree.parse(file).iter("message")
        if (source := message.findtext("source", "")) != message.findtext("translation", "")
    }
    english -= {"Delete"}  # Norwegian keyboards have it on the key
    english |= {"Space", "Return", "Backspace", "Left", "Right", "Up", "Down", "Del", "Shift+Left"}
    norwegian = {
        message.findtext("translation", "") for message in ElementTree.parse(file).iter("message")
    }
    said: set[str] = set()
    for page in (
        "library",
        "review",
        "duplicates",
        "labels",
        "captions",
        "questions",
        "evaluate",
        "export",
    ):
        window.show_page(page)
        qtbot.wait(50)
        said |= set(texts_of(window))
        sheet = KeysSheet(page, window)
        qtbot.addWidget(sheet)
        said |= set(texts_of(sheet))

    assert "Alle taster" in said
    assert "1 uleselig: vis" in said
    assert len(said) > 200
    assert sorted((said & english) - norwegian) == []
