"""Collecting from the window's thread only."""

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.shell.garbage import GarbageCollection


class Knot:
    """An object that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collection(qtbot: QtBot) -> Iterator[GarbageCollection]:
    owner = QObject()
    collection = GarbageCollection(owner)
    yield collection
    collection.stop()
    assert gc.isenabled()


def test_a_lane_never_collects(collection: GarbageCollection) -> None:
    collection.collect_if_due()
    gone = weakref.ref(Knot())

    thread = threading.Thread(target=lambda: [[Knot()] for _ in range(100_000)])
    thread.start()
    thread.join()
    assert gone() is not None

    collection.collect_if_due()
    assert gone() is None


def test_the_timer_collects(collection: GarbageCollection, qtbot: QtBot) -> None:
    collection.collect_if_due()
    gone = weakref.ref(Knot())
    kept = [[] for _ in range(10_000)]
    qtbot.waitUntil(lambda: gone() is None, timeout=5_000)
    assert len(kept) == 10_000


def test_no_lane_collects_in_the_tests_of_the_window() -> None:
    assert not gc.isenabled()
