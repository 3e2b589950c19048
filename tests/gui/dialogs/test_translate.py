"""The translation and glossary dialogs in the real window, against a server on this machine."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.language.translation.languages import LANGUAGES
from engine.language.translation.limits import Limits
from gui.dialogs.glossary import GlossaryDialog
from gui.dialogs.translate import TranslateDialog
from gui.services.context import CatalogueContext
from gui.shell.main_window import MainWindow
from gui.words.languages import NAMES as LANGUAGE_NAMES
from tests.translation_server import TranslationServer, running_server

OpenWindow = Callable[[], MainWindow]
GUARD = Path(__file__).resolve().parents[2] / "socket_guard"
NAMES = {"truck": "lastebil", "ship": "båt", "car": "fugl"}
FEWEST_BEATS = 20


@pytest.fixture
def server() -> Iterator[TranslationServer]:
    """The server, behaving well."""
    with running_server() as server:
        yield server


@pytest.fixture
def socket_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What this process and its children ask the network, a line each."""
    if "socket_guard" not in sys.modules:
        import importlib.util

        spec = importlib.util.spec_from_file_location("socket_guard", GUARD / "sitecustomize.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["socket_guard"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["socket_guard"])
    log = tmp_path / "sockets.txt"
    paths = [str(GUARD), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("NABOLAG_SOCKET_LOG", str(log))
    # A forked child has no beginning of its own, at which the guard is loaded.
    spawned = multiprocessing.get_context("spawn")
    monkeypatch.setattr("engine.jobs.process.child_processes", lambda: spawned)
    yield log
    monkeypatch.delenv("NABOLAG_SOCKET_LOG")


@pytest.fixture
def context(open_window: OpenWindow) -> CatalogueContext:
    """The small catalogue with Norwegian names for its labels, open in the window."""
    context = open_window().context
    assert context is not None
    for english, norwegian in NAMES.items():
        label = context.catalogue.labels.find(english)
        assert label is not None
        context.catalogue.commands.rename_label(label.id, norwegian)
    return context


class Heartbeat:
    """How often the window's event loop came round while the block ran.

    Every 5 ms on an idle machine. A window that waits for a host comes round once.
    """

    def __init__(self) -> None:
        self.beats = 0
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.stop()
        self._timer.timeout.disconnect(self._beat)

    def _beat(self) -> None:
        self.beats += 1


def automatic(catalogue: Catalogue) -> dict[str, str]:
    return {one.name: one.automatic_name for one in catalogue.labels.all() if one.automatic_name}


def shown_dialog(window: MainWindow, server: TranslationServer, qtbot: QtBot) -> TranslateDialog:
    """The dialog, with this machine's server as the service and everything planned."""
    window.menus.show_translation()
    (dialog,) = window.findChildren(TranslateDialog)
    qtbot.waitUntil(lambda: bool(dialog.notes.text()))
    dialog.language.setCurrentIndex(dialog.language.findData("nb"))
    dialog.provider.setCurrentIndex(dialog.provider.findData("libretranslate"))
    dialog.url.setText(server.url("libretranslate"))
    dialog.url.editingFinished.emit()
    qtbot.waitUntil(lambda: server.host in dialog.agreement.text())
    return dialog


def test_look_agree_and_get_names(
    window: MainWindow,
    context: CatalogueContext,
    server: TranslationServer,
    socket_log: Path,
    qtbot: QtBot,
) -> None:
    dialog = shown_dialog(window, server, qtbot)
    assert [row[0] for row in dialog.table.rows()] == ["båt", "fugl", "Kamaz", "lastebil"]
    assert "these 4 names are sent to 127.0.0.1" in dialog.agreement.text()
    assert not dialog.agreement.isChecked()
    assert not dialog.translate_button.isEnabled()
    assert not dialog.revoke_button.isVisible()
    dialog.translate_button.click()
    qtbot.wait(100)
    assert server.received == []
    assert not socket_log.exists()  # nothing has asked the network, not even for a name

    dialog.agreement.click()
    with Heartbeat() as heart:
        with qtbot.waitSignal(context.tasks.ended, timeout=30_000):
            dialog.translate_button.click()
        qtbot.waitUntil(lambda: dialog.table.rows()[0][1] == "boat")
    assert heart.beats >= FEWEST_BEATS
    assert dict(dialog.table.rows()) == {  # type: ignore[arg-type]
        "båt": "boat",
        "fugl": "bird",
        "Kamaz": "the Kamaz",
        "lastebil": "truck",
    }
    assert automatic(context.catalogue)["båt"] == "boat"
    assert "4 of 4" in dialog.notes.text()
    assert "4 of 4 label names" in window.task_bar.last_sentence
    asked = socket_log.read_text(encoding="utf-8").splitlines()
    assert {line for line in asked if "127.0.0.1" not in line} == set()
    assert f"socket.connect ('127.0.0.1', {server.port})" in asked
    qtbot.waitUntil(lambda: "translat" in window.undo.undo.text().casefold())
    window.undo.undo.trigger()
    qtbot.waitUntil(lambda: automatic(context.catalogue) == {})


def test_a_stalled_host_blocks_nothing_and_is_stopped_at_once(
    window: MainWindow, context: CatalogueContext, server: TranslationServer, qtbot: QtBot
) -> None:
    server.mode, server.healthy = "drip", 1
    dialog = shown_dialog(window, server, qtbot)
    dialog.agreement.click()
    dialog.translate_button.click()
    qtbot.waitUntil(lambda: len(server.received) == 2, timeout=30_000)
    with Heartbeat() as heart:
        qtbot.wait(1200)
    assert heart.beats >= FEWEST_BEATS  # all the while the host keeps its answer back
    task = context.tasks.find("translate")
    assert task is not None
    began_s = time.monotonic()
    with qtbot.waitSignal(context.tasks.ended):
        task.cancel()
    # It would be given up after this time.
    assert time.monotonic() - began_s < Limits().request_s / 2
    qtbot.waitUntil(lambda: dialog.table.rows()[0][1] == "boat")
    assert "kept" in dialog.problem.text()
    assert automatic(context.catalogue) == {"båt": "boat"}
    # Open again, the agreement is remembered and can be taken back.
    dialog.close()
    qtbot.waitUntil(lambda: window.findChildren(TranslateDialog) == [])
    window.menus.show_translation()
    (dialog,) = window.findChildren(TranslateDialog)
    qtbot.waitUntil(dialog.agreement.isChecked)
    assert [row[0] for row in dialog.table.rows()] == ["fugl", "Kamaz", "lastebil"]
    dialog.revoke_button.click()
    qtbot.waitUntil(lambda: not dialog.revoke_button.isVisible())
    assert not dialog.translate_button.isEnabled()


def test_a_host_that_refuses_is_one_sentence(
    window: MainWindow, context: CatalogueContext, server: TranslationServer, qtbot: QtBot
) -> None:
    server.mode = "403"
    dialog = shown_dialog(window, server, qtbot)
    dialog.agreement.click()
    with qtbot.waitSignal(context.tasks.ended, timeout=30_000):
        dialog.translate_button.click()
    sentence = (
        f"{server.host} does not accept the key, or wants one: no more; no name was translated."
    )
    assert dialog.problem.text() == sentence
    assert window.task_bar.failures == [f"Translate label names: {sentence}"]
    assert dialog.agreement.isEnabled()


def test_a_glossary_goes_out_and_comes_in(
    window: MainWindow, context: CatalogueContext, tmp_path: Path, qtbot: QtBot
) -> None:
    context.navigator.glossary_requested.emit()
    (dialog,) = window.findChildren(GlossaryDialog)
    file = tmp_path / "names.csv"
    dialog.save(str(file))
    qtbot.waitUntil(lambda: "4 labels saved" in dialog.notes.text())
    assert not dialog.take_button.isEnabled()
    text = file.read_text("utf-8-sig").replace("lastebil,lastebil,,", "lastebil,lastebil,,truck")
    file.write_text(text + "hund,hund,,dog\n", encoding="utf-8")
    dialog.read(str(file))
    qtbot.waitUntil(lambda: dialog.table.rows() == [["lastebil", "", "truck"]])
    assert dialog.notes.text().splitlines() == [
        "1 new, 0 changed, 0 as they were, 3 left empty.",
        "Of no label here (1): hund.",
    ]
    assert dialog.take_button.text() == "Take over 1 name"
    dialog.take_button.click()
    qtbot.waitUntil(lambda: "1 name taken over" in dialog.notes.text())
    lorry = context.catalogue.labels.find("lastebil")
    assert lorry is not None
    assert lorry.name_in_english == ("truck", "manual")
    (tmp_path / "other.csv").write_text("a,b\n", encoding="utf-8")
    dialog.read(str(tmp_path / "other.csv"))
    qtbot.waitUntil(lambda: "heads one column" in dialog.problem.text())


def test_every_language_has_a_name_in_the_window() -> None:
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)


def test_captions_are_sent_and_come_back_as_captions(
    context: CatalogueContext,
    server: TranslationServer,
    open_window: OpenWindow,
    qtbot: QtBot,
) -> None:
    catalogue = context.catalogue
    catalogue.commands.add_caption(1, "lastebil", language="nb", language_from="stated")
    dialog = TranslateDialog(context, captions=True)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.notes.text()), timeout=10_000)
    dialog.language.setCurrentIndex(dialog.language.findData("nb"))
    dialog.provider.setCurrentIndex(dialog.provider.findData("libretranslate"))
    dialog.url.setText(server.url("libretranslate"))
    dialog.url.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.table.rows() == [["lastebil", ""]], timeout=10_000)
    assert "caption is sent to 127.0.0.1" in dialog.agreement.text()
    assert not dialog.translate_button.isEnabled()
    assert not server.received
    dialog.agreement.setChecked(True)
    dialog.translate_button.click()
    qtbot.waitUntil(lambda: dialog.table.rows() == [["lastebil", "truck"]], timeout=60_000)
    assert [one.text for one in catalogue.captions.of_image(1)] == ["lastebil", "truck"]
    assert dialog.notes.text().startswith("1 of 1 captions translated.")
