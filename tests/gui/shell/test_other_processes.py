"""What another process changes is seen without anything being done in the window."""

from pathlib import Path

from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from gui.services.context import CatalogueContext
from gui.shell.other_processes import OtherProcesses


def ask(watch: OtherProcesses, context: CatalogueContext, qtbot: QtBot) -> None:
    """One look, and its answer taken."""
    watch.ask()
    answered: list[bool] = []
    context.reads.submit(lambda: True, answered.append)
    qtbot.waitUntil(lambda: bool(answered))


def test_a_change_of_another_process_is_told_once_and_an_own_one_never(
    context: CatalogueContext, qtbot: QtBot
) -> None:
    watch = OtherProcesses()
    watch.attach(context)
    told = QSignalSpy(context.hub.refreshed)
    ask(watch, context, qtbot)
    own: list[object] = []
    context.run_command(
        lambda: context.catalogue.commands.label_images([1], add_names=["sea"]), own.append
    )
    qtbot.waitUntil(lambda: bool(own))
    ask(watch, context, qtbot)
    assert told.count() == 0

    with Catalogue.open(Path(context.catalogue.path)) as other:
        other.commands.undo()
    ask(watch, context, qtbot)
    qtbot.waitUntil(lambda: told.count() == 1)
    ask(watch, context, qtbot)
    assert told.count() == 1
    watch.attach(None)
