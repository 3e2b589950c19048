"""Answers that come too late for whoever asked."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from db.errors import CatalogueError
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane


class Asker(QLabel):
    """Asks in the three ways that the window's code does."""

    def ask(self, lane: Lane, work: Callable[[], str], told: list[str]) -> None:
        def done(answer: str) -> None:
            told.append(answer)
            self.setText(answer)

        lane.submit(work, done)
        lane.submit(work, lambda answer: self.setText(answer))
        lane.submit(work, self.setText)


@pytest.mark.parametrize("is_gone", [False, True])
def test_who_is_gone_is_not_told(qtbot: QtBot, is_gone: bool) -> None:
    lane, asker, told = Lane("test"), Asker(), list[str]()
    may_go_on = threading.Event()

    def work() -> str:
        may_go_on.wait()
        return "an answer"

    asker.ask(lane, work, told)
    if is_gone:
        delete(asker)
    may_go_on.set()
    done: list[bool] = []
    lane.submit(lambda: True, done.append)
    qtbot.waitUntil(lambda: bool(done))

    assert told == ([] if is_gone else ["an answer"])
    lane.close()


def test_what_fails_for_a_dialog_that_is_gone_is_told_by_the_window(
    context: CatalogueContext, qtbot: QtBot
) -> None:
    asker = QLabel()

    def failing() -> None:
        raise ValueError("not saved")

    def refuse(error: Exception) -> None:
        asker.setText(str(error))

    with qtbot.waitSignal(context.hub.failed) as failed:
        context.run_command(failing, None, refuse)
        delete(asker)
    assert str(failed.args[0]) == "not saved"


def test_a_damaged_catalogue_is_told_as_that_and_not_as_a_fault(
    qtbot: QtBot, context: CatalogueContext
) -> None:
    told: list[Exception] = []

    def fail() -> None:
        raise ZeroDivisionError

    context.reads.submit(fail, on_error=told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    with closing(sqlite3.connect(context.catalogue.path)) as connection:
        connection.execute("INSERT INTO settings VALUES ('language.contexts', '7')")
        connection.commit()
    context.reads.submit(fail, on_error=told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert isinstance(told[0], ZeroDivisionError)
    assert isinstance(told[1], CatalogueError)
    assert "is damaged" in str(told[1])
