"""The registration of pages: what is in it is a page, and what is a page is in it."""

import importlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QSplitter

import gui
from gui.services import shortcuts
from gui.services.pages import PageKind
from gui.shell.main_window import MainWindow
from gui.shell.pages import FIRST_PAGE, PAGES

OpenWindow = Callable[[], MainWindow]


def test_every_package_with_a_page_is_registered_under_its_own_name() -> None:
    folder = Path(next(iter(gui.__path__)))
    packages = [importlib.import_module(f"gui.{one.parent.name}") for one in folder.glob("*/*.py")]
    kinds = {
        package.__name__.removeprefix("gui."): package.PAGE
        for package in packages
        if isinstance(getattr(package, "PAGE", None), PageKind)
    }
    assert kinds == PAGES
    assert all(kind.id == name for name, kind in kinds.items())


def test_a_page_has_a_button_an_entry_in_the_menu_and_a_key(window: MainWindow) -> None:
    menu = next(one for one in window.menuBar().actions() if one.text() == "&View").menu()
    entries = menu.actions()
    for page_id, kind in PAGES.items():
        action = window.page_bar.actions_by_page[page_id]
        assert action in entries
        assert action.text() == kind.title
        assert [key.toString() for key in action.shortcuts()] == list(kind.keys)
        assert not action.icon().isNull()


def test_a_page_asks_for_any_other_by_its_id(open_window: OpenWindow) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    assert window.pages.current_id == FIRST_PAGE
    for page_id in reversed(PAGES):
        context.navigator.page_requested.emit(page_id)
        assert window.pages.current_id == page_id
        assert window.page_bar.actions_by_page[page_id].isChecked()
        # Their places are remembered by name: of two that share one, each gets the other's.
        splitters = window.pages.page(page_id).findChildren(QSplitter)
        names = [one.objectName() for one in splitters]
        assert len(set(filter(None, names))) == len(names), page_id


def test_the_keys_of_a_page_are_known_before_it_is_built(window: MainWindow) -> None:
    for kind in PAGES.values():
        for row in kind.shortcuts:
            assert shortcuts.BY_ID[row.id] is row
            assert row.page == kind.id or row.page in kind.views
            assert shortcuts.page_name(row.page)
