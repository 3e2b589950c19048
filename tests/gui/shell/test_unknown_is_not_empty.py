"""Pages opened while reading is slow: none says that there is nothing before it has looked."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from gui.services.context import CatalogueContext
from gui.shell.main_window import MainWindow
from gui.shell.pages import PAGES

OpenWindow = Callable[[], MainWindow]
CLAIMS = ("no label", "no image", "nothing", "none", "too few", "not encoded", "not looked")
LONG_ENOUGH_MS = 500
TRUE_AT_ALL_TIMES = "Nothing selected"


@pytest.fixture
def slow_reads(window: MainWindow) -> Iterator[Callable[[], None]]:
    """Holds the reading of whatever is opened from now on, until what it gives is called."""
    gate = threading.Event()

    def hold(context: CatalogueContext) -> None:
        for lane in (context.reads, context.writes):
            lane.submit(gate.wait, lambda _done: None)

    # Before the window hears of it, so that nothing is read first.
    window.session.opened.disconnect(window._opened)
    window.session.opened.connect(hold)
    window.session.opened.connect(window._opened)
    yield gate.set
    gate.set()


def shown_words(window: MainWindow) -> list[str]:
    page = window.pages.currentWidget()
    widgets = [*page.findChildren(QLabel), *page.findChildren(QAbstractButton)]
    return [one.text() for one in widgets if one.isVisible() and one.text()]


@pytest.mark.parametrize("page_id", list(PAGES))
def test_a_page_claims_nothing_before_it_has_read(
    open_window: OpenWindow,
    slow_reads: Callable[[], None],
    qtbot: QtBot,
    page_id: str,
) -> None:
    window = open_window()
    window.show_page(page_id)
    seen: set[str] = set()
    for _ in range(LONG_ENOUGH_MS // 20):
        qtbot.wait(20)
        seen.update(shown_words(window))
    seen.discard(TRUE_AT_ALL_TIMES)
    claims = [
        text
        for text in seen
        if text.startswith("0 ") or any(claim in text.lower() for claim in CLAIMS)
    ]
    assert claims == []
    if page_id != "export":
        assert any(text.endswith("…") for text in seen)
    slow_reads()
    qtbot.waitUntil(lambda: set(shown_words(window)) != seen)
