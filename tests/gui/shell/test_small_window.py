"""The smallest window: every page and dialog fits, nothing is cut and nothing overlaps."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.records import GridMode
from gui.dialogs.assistant.assistant import NewCatalogueAssistant
from gui.evaluate.page import EvaluatePage
from gui.labels.page import LabelsPage
from gui.library.page import LibraryPage
from gui.review.page import ReviewPage
from gui.shell.main_window import MINIMUM_SIZE_PX, MainWindow
from gui.shell.pages import PAGES
from gui.widgets.plain_label import ElidedLabel
from tests.gui.shell.conftest import LABELS, LONG_MS

WITH_TEXT = (QAbstractButton, QLabel, QComboBox, QLineEdit, QAbstractSpinBox, QAbstractSlider)
PART_OF = (QComboBox, QAbstractSpinBox, QLineEdit, QTabBar)
SPARE_PX = 1


MOMENTS = 20
A_MOMENT_MS = 100


def shown_parts(root: QWidget) -> Iterator[QWidget]:
    """What a person reads or presses, outside of what scrolls sideways by itself."""
    for widget in root.findChildren(QWidget):
        is_part = isinstance(widget.parent(), PART_OF) or isinstance(widget, QScrollBar)
        if isinstance(widget, WITH_TEXT) and widget.isVisibleTo(root) and not is_part:
            yield widget


def said(widget: QWidget) -> str:
    text = getattr(widget, "text", getattr(widget, "currentText", str))()
    return f"{type(widget).__name__} {(widget.accessibleName() or text)[:40]!r}"


def needed_px(widget: QWidget) -> int:
    """The least width at which nothing of a widget is cut."""
    if isinstance(widget, ElidedLabel) or (isinstance(widget, QLabel) and widget.wordWrap()):
        return 0
    if isinstance(widget, QAbstractButton) and not widget.text():
        return widget.iconSize().width()
    if isinstance(widget, QLineEdit | QComboBox | QAbstractSlider):
        return min(60, widget.minimumSizeHint().width())
    return widget.minimumSizeHint().width()


def faults(root: QWidget, where: str) -> list[str]:
    """What is cut or covered on a page or in a dialog."""
    QApplication.processEvents()
    found = []
    parts = list(shown_parts(root))
    for widget in parts:
        name = f"{where}: {said(widget)}"
        if widget.width() + SPARE_PX < needed_px(widget):
            found.append(f"{name} has {widget.width()} px and needs {needed_px(widget)}")
        outer = widget.parentWidget()
        if outer is not None and not outer.rect().contains(widget.geometry()):
            found.append(f"{name} leaves its parent: {widget.geometry()} of {outer.rect()}")
    return found + overlaps(parts, where)


def overlaps(parts: list[QWidget], where: str) -> list[str]:
    """Neighbours of which one covers the other."""
    found = []
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            if one.parent() is other.parent() and not shared(one, other).isEmpty():
                found.append(f"{where}: {said(one)} and {said(other)} share {shared(one, other)}")
    return found


def shared(one: QWidget, other: QWidget) -> QRect:
    return one.geometry() & other.geometry()


def misfits(root: QWidget, where: str) -> list[str]:
    found = faults(root, where)
    for area in root.findChildren(QAbstractScrollArea):
        inside = area.parentWidget()
        is_seen = area.isVisibleTo(root) and inside is not None
        if is_seen and not inside.rect().contains(area.geometry()):
            found.append(f"{where}: {area}")
    for handle in root.findChildren(QSplitterHandle):
        if not root.rect().contains(handle.mapTo(root, handle.rect().center())):
            found.append(f"{where}: {handle}")
    return found


def assert_fits(root: QWidget, where: str) -> None:
    # On a busy machine what was read last is laid out a moment later.
    for _ in range(MOMENTS):
        if not misfits(root, where):
            return
        QTest.qWait(A_MOMENT_MS)
    assert misfits(root, where) == []


@pytest.fixture
def small(opened: MainWindow) -> MainWindow:
    """The window with such names, as small as it can be made."""
    opened.resize(400, 300)
    assert (opened.width(), opened.height()) == MINIMUM_SIZE_PX == (880, 600)
    return opened


def test_what_is_cut_or_covered_is_found(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    first, second = QLabel("a sentence that is long", holder), QLabel("another", holder)
    holder.resize(200, 60)
    first.setGeometry(0, 0, 40, 20)
    second.setGeometry(30, 0, 300, 20)
    holder.show()
    assert len(faults(holder, "here")) == 3


def test_the_window_itself_and_the_first_screen(window: MainWindow) -> None:
    window.resize(*MINIMUM_SIZE_PX)
    assert_fits(window, "start")


def test_every_page_as_it_opens(small: MainWindow, qtbot: QtBot) -> None:
    for page_id in PAGES:
        small.show_page(page_id)
        qtbot.wait(300)
        assert small.width() == MINIMUM_SIZE_PX[0]
        assert_fits(small, page_id)


def test_the_library_with_images_selected(small: MainWindow, qtbot: QtBot) -> None:
    small.show_page("library")
    page = small.pages.page("library")
    assert isinstance(page, LibraryPage)
    qtbot.waitUntil(page.grid.is_settled, timeout=LONG_MS)
    page.grid.set_current(0)
    qtbot.wait(300)
    assert_fits(small, "one image")
    page.grid.selection.select_all()
    qtbot.wait(300)
    assert_fits(small, "all images")


def test_review_with_an_image_and_with_a_grid(small: MainWindow, qtbot: QtBot) -> None:
    small.show_page("review")
    page = small.pages.page("review")
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: bool(page.panel.suggestions.rows), timeout=LONG_MS)
    qtbot.wait(300)
    assert_fits(small, "one at a time")
    for mode in GridMode:
        page.show_grid(0, mode)
        view = page.views.grid
        qtbot.waitUntil(lambda view=view: view.desk.is_counted and not view.desk.is_loading)
        qtbot.wait(200)
        assert_fits(small, f"grid of {mode.value}")


def test_labels_with_one_and_with_several_chosen(small: MainWindow, qtbot: QtBot) -> None:
    small.show_page("labels")
    page = small.pages.page("labels")
    assert isinstance(page, LabelsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows), timeout=LONG_MS)
    label_ids = {one.label.name: one.label.id for one in page.model.rows.values()}
    page.bar.set_same_count(107)
    for chosen in ([label_ids[LABELS[1]]], list(label_ids.values())):
        page.tree.select(chosen)
        qtbot.wait(200)
        assert_fits(small, f"{len(chosen)} labels")


def test_a_report(small: MainWindow, qtbot: QtBot) -> None:
    small.show_page("evaluate")
    page = small.pages.page("evaluate")
    assert isinstance(page, EvaluatePage)
    qtbot.waitUntil(lambda: page.report is not None, timeout=LONG_MS)
    for place in range(page.tabs.count()):
        if page.tabs.isTabVisible(place):
            page.tabs.setCurrentIndex(place)
            qtbot.wait(200)
            assert_fits(small, page.tabs.tabText(place))
    page.ask()
    qtbot.wait(100)
    assert_fits(small, "new evaluation")


def assert_dialog_fits(dialog: QDialog, where: str) -> None:
    width_px, height_px = MINIMUM_SIZE_PX
    dialog.resize(min(dialog.width(), width_px), min(dialog.height(), height_px))
    QApplication.processEvents()
    assert dialog.width() <= width_px, where
    assert dialog.height() <= height_px, where
    assert_fits(dialog, where)


@pytest.mark.parametrize(
    "show",
    [
        "show_encoders",
        "show_translation",
        "show_glossary",
        "show_cleaning",
        "show_caption_translation",
        "show_settings",
        "show_keys",
        "show_problems",
        "show_history",
        "show_progress",
        "restore_backup",
        "import_keywords",
        "show_about",
    ],
)
def test_every_dialog_of_the_menus(small: MainWindow, qtbot: QtBot, show: str) -> None:
    opener: Callable[[], object] = getattr(small.menus, show)
    opener()
    qtbot.wait(200)
    (dialog,) = [one for one in small.findChildren(QDialog) if one.isVisible()]
    assert_dialog_fits(dialog, show)
    dialog.close()


def test_the_dialogs_that_change_labels(small: MainWindow, qtbot: QtBot) -> None:
    small.show_page("labels")
    page = small.pages.page("labels")
    assert isinstance(page, LabelsPage)
    qtbot.waitUntil(lambda: bool(page.model.rows), timeout=LONG_MS)
    changes, rows = page.changes, list(page.model.rows.values())
    for count, asks in (
        (1, (changes.make_alias, changes.delete, changes.split)),
        (3, (changes.merge, changes.move)),
    ):
        page.tree.select([one.label.id for one in rows[:count]])
        for ask in asks:
            ask()
            qtbot.wait(100)
            (dialog,) = page.findChildren(QDialog)
            assert_dialog_fits(dialog, str(ask))
            dialog.close()
            qtbot.waitUntil(lambda: not page.findChildren(QDialog))


def test_the_steps_of_a_new_catalogue(window: MainWindow, archive_dir: Path, qtbot: QtBot) -> None:
    assistant = NewCatalogueAssistant(archive_dir, window)
    place = f"{archive_dir}.nabolag.sqlite"
    assistant.folder.catalogue_edit.setText(place)
    assistant.folder.catalogue_edit.textEdited.emit(place)
    assistant.open()
    for step in range(4):
        qtbot.waitUntil(assistant.next_button.isEnabled, timeout=LONG_MS)
        assert_dialog_fits(assistant, f"step {step + 1}")
        if step < 3:
            qtbot.mouseClick(assistant.next_button, Qt.MouseButton.LeftButton)
    assistant.reject()
