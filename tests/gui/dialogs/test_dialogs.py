"""Problems, history, restoring, settings and encoders, each on a real catalogue."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.backups import restorable
from db.catalogue import Catalogue
from db.records import HistoryEntry
from engine.encoders.purposes import PURPOSES
from gui.dialogs.encoders import EncodersDialog, download_host
from gui.dialogs.frame import DialogFrame
from gui.dialogs.history import HistoryDialog, joined_imports
from gui.dialogs.problems import ProblemsDialog
from gui.dialogs.restore import RestoreDialog
from gui.dialogs.settings import SettingsDialog
from gui.services.context import CatalogueContext
from gui.services.settings import Preferences
from gui.services.tasks import TaskRunner
from gui.shell.main_window import MainWindow
from gui.words.changes import describe

OpenWindow = Callable[[], MainWindow]
FindButton = Callable[[QWidget, str], QAbstractButton]


def context_of(window: MainWindow) -> CatalogueContext:
    assert window.context is not None
    return window.context


def test_problems_are_listed_with_reasons_and_can_be_copied(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    context = context_of(open_window())
    ferry = context.catalogue.images.by_path(b"ships/ferry.png")
    assert ferry is not None
    context.catalogue.commands.mark_missing([ferry.id])
    dialog = ProblemsDialog(context)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 2)

    assert dialog.table.rows() == [
        ["ships/broken.jpg", "unreadable", "This is not an image."],
        ["ships/ferry.png", "missing", "The file is no longer there; its labels are kept."],
    ]
    assert dialog.explanation.text().startswith("2 files cannot be shown")
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text().splitlines()[0] == (
        "ships/broken.jpg\tunreadable\tThis is not an image."
    )


def test_the_history_says_who_did_what(open_window: OpenWindow, qtbot: QtBot) -> None:
    context = context_of(open_window())
    commands = context.catalogue.commands
    ids = context.catalogue.images.ids()
    commands.label_images(ids[:2], add_names=["old"])
    commands.label_images(ids[:1], add_names=["new"])
    path = context.catalogue.images.get(ids[0]).path
    commands.rename_label(context.catalogue.labels.find("old").id, "lorry")  # type: ignore[union-attr]
    commands.undo()
    dialog = HistoryDialog(context)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() >= 6)

    whats = [row[2] for row in dialog.table.rows()]
    assert whats[0].startswith("undo: rename ‘")
    assert whats[1].endswith("to ‘lorry’")
    assert dialog.table.rows()[1][3] == "undone"
    assert whats[2] == f"add ‘new’ to 1 image  ·  {path}"
    assert whats[3] == "add ‘old’ to 2 images"
    assert whats[-1] == "create the catalogue"
    assert not [what for what in whats if "_" in what or "{" in what]


def test_the_batches_of_an_import_are_one_line_of_the_history() -> None:
    def entry(number: int, command: str, time: str, added: int = 0) -> HistoryEntry:
        changed_at = f"2026-03-01T{time}.000Z"
        return HistoryEntry(
            number, command, {"added": added}, "Kari", changed_at, False, "done", None
        )

    oldest_first = [
        entry(1, "import_images", "10:00:00", 200),
        entry(2, "import_images", "10:04:00", 200),
        entry(3, "import_images", "10:08:00", 16),
        entry(4, "import_images", "10:09:00", 0),
        entry(5, "label_images", "10:10:00"),
        entry(6, "import_images", "10:11:00", 3),
        entry(7, "import_images", "11:30:00", 5),
    ]
    shown = joined_imports(oldest_first[::-1])

    assert [(one.command, one.details["added"]) for one in shown] == [
        ("import_images", 5),
        ("import_images", 3),
        ("label_images", 0),
        ("import_images", 416),
    ]


def test_restoring_a_backup_names_what_is_lost_and_keeps_a_way_back(
    open_window: OpenWindow, catalogue_path: Path, find_button: FindButton, qtbot: QtBot
) -> None:
    window = open_window()
    context = context_of(window)
    context.catalogue.backups.take("timed")
    context.catalogue.commands.create_label("made after the backup")
    window.menus.restore_backup()
    (dialog,) = window.findChildren(RestoreDialog)
    qtbot.waitUntil(lambda: [row[3] for row in dialog.table.rows()] == ["while working"])

    dialog.restore_button.click()
    (box,) = dialog.findChildren(QMessageBox)
    assert "Everything changed since" in box.text()
    assert "can be taken back" in box.text()
    (button,) = [b for b in box.buttons() if b.text().startswith("Restore backup of")]
    with qtbot.waitSignal(window.session.opened):
        button.click()

    restored = context_of(window).catalogue
    assert restored.labels.find("made after the backup") is None
    assert restored.labels.find("truck") is not None
    assert len(restorable(catalogue_path)) == 2
    assert window.task_bar.last_sentence.startswith("Restored: the backup of ")
    newest = restored.history.entries(1)[0]
    assert newest.command == "restore_backup"
    assert describe(newest).startswith("restore the backup of ")


def test_a_backup_is_taken_when_asked_for_and_the_list_says_what_it_holds(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    context = context_of(window)
    context.run_command(lambda: context.catalogue.commands.create_label("just made"))
    window.menus.restore_backup()
    (dialog,) = window.findChildren(RestoreDialog)
    qtbot.waitUntil(lambda: bool(dialog.problem.text()))
    assert dialog.table.rows() == []

    dialog.backup_button.click()

    expected = "4 labellings, 5 labels"
    qtbot.waitUntil(lambda: [row[1] for row in dialog.table.rows()] == [expected])
    assert dialog.table.rows()[0][3] == "asked for"
    assert window.task_bar.last_sentence == f"Backed up: {expected}"
    (record,) = restorable(catalogue_path)
    with Catalogue.open(record.path) as backup:
        assert backup.labels.find("just made") is not None


def test_a_damaged_catalogue_is_restored_from_the_start_page(
    window: MainWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    with Catalogue.open(catalogue_path) as catalogue:
        backup = catalogue.backups.take("timed")
    catalogue_path.write_bytes(b"rubbish" * 1000)
    with qtbot.waitSignal(window.session.failed):
        window.session.open(catalogue_path)
    assert window.task_bar.failures

    dialog = RestoreDialog(catalogue_path)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)
    with qtbot.waitSignal(window.session.opened):
        window.session.restore(catalogue_path, backup.path)

    assert context_of(window).catalogue.labels.find("truck") is not None


def test_settings_hold_at_once(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    context = context_of(window)
    dialog = SettingsDialog(window.preferences, context)
    qtbot.addWidget(dialog)
    dialog.theme_chosen.connect(window.menus.use_theme)

    dialog.curator.setText("  Åse ")
    dialog.curator.editingFinished.emit()
    dialog.language.setCurrentIndex(dialog.language.findData("nb"))
    dialog.theme.setCurrentIndex(dialog.theme.findData("light"))
    dialog.backup_minutes.setValue(0)
    dialog.memory.setValue(512)
    dialog.timeout.setValue(7)

    fresh = Preferences()
    assert (fresh.curator, fresh.language, fresh.theme) == ("Åse", "nb", "light")
    assert fresh.backup_interval_min == 0
    settings = context.catalogue.settings
    qtbot.waitUntil(lambda: settings.get("decode.timeout_s") == 7.0)
    assert settings.get("decode.memory_bytes") == 512 * 1024**2


def test_preferences_nobody_wrote_have_defaults() -> None:
    preferences = Preferences()

    assert preferences.theme == "system"
    assert preferences.language == ""
    assert preferences.curator
    assert preferences.backup_interval_min == 30
    assert preferences.recent == []


def test_recent_catalogues_are_unique_and_newest_first(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.nabolag.sqlite" for name in "abc"]
    for path in paths:
        path.touch()
    preferences = Preferences()
    for path in [*paths, paths[0]]:
        preferences.add_recent(path)

    assert Preferences().recent == [paths[0], paths[2], paths[1]]


def test_encoders_say_what_they_are_and_whom_fetching_one_contacts(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    runner = TaskRunner(None)
    dialog = EncodersDialog("built-in", runner)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() > 0)

    dialog.select("built-in")
    assert not dialog.use_button.isEnabled()
    assert not dialog.download_button.isVisible()
    assert "in use" in dialog.list.currentItem().text()
    assert download_host() == "127.0.0.1"
    runner.shutdown()
    dialog.reject()


def test_encoders_are_a_short_list_by_purpose_and_more_on_demand(qtbot: QtBot) -> None:
    runner = TaskRunner(None)
    dialog = EncodersDialog("built-in", runner)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() > 0)

    def shown() -> list[str]:
        rows = [dialog.list.item(row) for row in range(dialog.list.count())]
        return [item.text() for item in rows if not item.isHidden()]

    titles = [text.split("  ·  ")[0] for text in shown()]
    assert titles == ["Fast", "Best suggestions", "Other languages", "Least memory"]
    dialog.select(list(PURPOSES)[2])
    assert dialog._fact_values["memory"].text() == "3.7 GB"
    assert dialog._fact_values["licence"].text() == "MIT"
    qtbot.mouseClick(dialog.more, Qt.MouseButton.LeftButton)
    assert len(shown()) == dialog.list.count() > 100
    dialog.select("RN50/openai")
    assert dialog._fact_values["licence"].text().startswith("unknown")
    qtbot.mouseClick(dialog.more, Qt.MouseButton.LeftButton)
    assert len(shown()) == 4
    dialog.search.setText("siglip2")
    assert len(shown()) > 10
    runner.shutdown()
    dialog.reject()


def test_an_encoder_of_ones_own_needs_its_architecture_said(qtbot: QtBot, tmp_path: Path) -> None:
    weights = tmp_path / "mine.safetensors"
    weights.write_bytes(b"weights")
    runner = TaskRunner(None)
    dialog = EncodersDialog("built-in", runner)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    dialog.search.setText("vit-b-32 laion2b_s34b")
    shown = [row for row in range(dialog.list.count()) if not dialog.list.item(row).isHidden()]
    assert len(shown) == 1

    dialog._take_path(str(weights))
    qtbot.waitUntil(dialog.architecture_button.isVisible)
    assert "which architecture" in dialog.problem.text()

    dialog.architecture.setCurrentText("ViT-B-32")
    with qtbot.waitSignal(dialog.encoder_chosen) as chosen:
        dialog.architecture_button.click()
    assert chosen.args == [f"ViT-B-32:{weights}"]
    runner.shutdown()


def test_fetching_an_encoder_that_cannot_be_reached_says_so(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    runner = TaskRunner(None)
    dialog = EncodersDialog("built-in", runner)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.list.count() > 0)
    dialog.select("ViT-B-32/laion2b_s34b_b79k")
    assert dialog.download_button.text().endswith("from 127.0.0.1")
    assert "Nothing of yours is sent" in dialog._network.text()

    dialog.download_button.click()
    assert dialog.cancel_button.isVisible()
    qtbot.waitUntil(lambda: bool(dialog.problem.text()), timeout=60_000)

    assert not dialog.cancel_button.isVisible()
    assert dialog.download_button.isVisible()
    runner.shutdown()


def test_the_button_that_does_it_is_the_last_however_they_were_added(qtbot: QtBot) -> None:
    frame = DialogFrame("A dialog", "", None, (500, 300))
    qtbot.addWidget(frame)
    do = frame.add_button("Do", primary=True)
    cancel = frame.add_button("Cancel")
    aside = QPushButton("Aside", frame)
    frame.add_aside(aside)
    frame.show()
    assert [one.x() for one in (aside, cancel, do)] == sorted(
        one.x() for one in (aside, cancel, do)
    )
    assert aside.x() < frame.width() // 2 < cancel.x()
    assert do.isDefault()
    assert not aside.autoDefault()
