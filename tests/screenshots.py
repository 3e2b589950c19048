"""Pictures of the real window, every page and dialog, in two sizes and both themes.

    QT_QPA_PLATFORM=offscreen python tests/screenshots.py CATALOGUE OUT_DIR [--language nb]

The catalogue is copied first, so that nothing in it changes. Look at the pictures after every
change to the interface.
"""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from gui.shell.main_window import MainWindow
    from gui.style.theme import ThemeChoice

THEMES: tuple["ThemeChoice", ...] = ("dark", "light")
SIZES_PX = ((1280, 800), (1920, 1080))
PREFERRED_FONT = "Inter"
SETTLE_S = 1.2
PAGES = ["library", "review", "duplicates", "labels", "captions", "questions", "evaluate"]
PAGES += ["export", "serving"]
LONGEST_S = 90.0
SELECTED = (4, 9)
SEARCHES = {"library-search": "bird + water − people"}


def size_px(text: str) -> tuple[int, int]:
    """The width and height that "880x600" stands for."""
    width, height = text.split("x")
    return int(width), int(height)


def settle(seconds: float = SETTLE_S, until: Callable[[], bool] | None = None) -> None:
    """Let the window work for a while, and on until a condition holds."""
    start_s = time.monotonic()
    while True:
        QApplication.processEvents()
        time.sleep(0.01)
        elapsed_s = time.monotonic() - start_s
        if elapsed_s > LONGEST_S or (elapsed_s > seconds and (until is None or until())):
            return


@contextlib.contextmanager
def copied(catalogue: Path) -> Iterator[Path]:
    """A throw-away copy of the catalogue with its folder, which finds the archive of the first."""
    from db.catalogue import Catalogue
    from db.places import data_folder

    with Catalogue.open(catalogue) as original:
        archive_dir = original.archive_dir
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / catalogue.name
        shutil.copy(catalogue, copy)
        if data_folder(catalogue).is_dir():
            shutil.copytree(data_folder(catalogue), data_folder(copy))
        with Catalogue.open(copy) as opened:
            opened.commands.set_archive_dir(archive_dir)
        yield copy


class Photographer:
    """Names and saves pictures of one theme and size."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix

    def take(self, widget: QWidget, name: str) -> None:
        """Save what a widget shows now."""
        path = self._folder / f"{name}-{self._suffix}.png"
        widget.grab().save(str(path))
        sys.stdout.write(f"{path}\n")


def picture_pages(
    window: "MainWindow", camera: Photographer, page_ids: Sequence[str] = PAGES
) -> None:
    """All pages, with something chosen on each."""
    for page_id in page_ids:
        window.show_page(page_id)
        settle()
        if page_id == "library":
            picture_search(window, camera)
            select_some(window)
        if page_id == "review":
            await_evidence(window)
        if page_id == "review":
            picture_queues(window, camera)
            picture_grid(window, camera)
        elif page_id == "duplicates":
            picture_duplicates(window, camera)
        elif page_id == "labels":
            from tests.labels_pictures import picture_labels

            picture_labels(window, camera)
        elif page_id == "captions":
            from tests.captions_pictures import picture_captions

            picture_captions(window, camera)
        elif page_id == "questions":
            from tests.questions_pictures import picture_questions

            picture_questions(window, camera)
        elif page_id == "serving":
            from tests.service_pictures import picture_service

            picture_service(window, camera)
        elif page_id == "evaluate":
            picture_report(window, camera)
        elif page_id == "export":
            picture_export(window, camera)
        else:
            camera.take(window, page_id)


def picture_export(window: "MainWindow", camera: Photographer) -> None:
    """Each step of an export, and keywords beside the pictures."""
    from PySide6.QtWidgets import QScrollArea

    from engine.answers.exporting.settings import ExportSettings
    from gui.export.page import ExportPage
    from gui.export.sidecars import SidecarsDialog

    page = window.pages.page("export")
    assert isinstance(page, ExportPage)
    page.formats.choose("imagefolder")
    page.images.divides.setChecked(True)
    page.labels.suggests.setChecked(True)
    page.about.lines["licence"].setText("CC0-1.0")
    settle(until=lambda: bool(page.outlook.counts.text().strip()))
    for place, name in enumerate(("export", "export-images", "export-labels", "export-pictures")):
        page.steps.setCurrentIndex(place)
        settle()
        camera.take(window, name)
    page.steps.setCurrentIndex(page.steps.count() - 1)
    settle()
    camera.take(window, "export-about")
    page.show_settings(
        ExportSettings(format="folders", options={"primary": "bird, flower, animal, flag"})
    )
    page.steps.setCurrentIndex(0)
    settle()
    camera.take(window, "export-options")
    page.formats.choose("imagefolder")
    settle()
    if page.last.newest() is not None:
        step = page.steps.currentWidget()
        assert isinstance(step, QScrollArea)
        step.verticalScrollBar().setValue(step.verticalScrollBar().maximum())
        settle()
        camera.take(window, "export-last")
    page.show_sidecars()
    dialog = page.findChildren(SidecarsDialog)[-1]
    settle(until=lambda: not dialog.out.is_busy)
    settle()
    camera.take(dialog, "export-sidecars")
    dialog.tabs.setCurrentWidget(dialog.pictures)
    settle(until=lambda: not dialog.pictures.is_busy)
    camera.take(dialog, "export-pictures-themselves")
    dialog.reject()


def picture_duplicates(window: "MainWindow", camera: Photographer) -> None:
    """The clusters, one side by side and in every other way, questions, what is set aside."""
    from PySide6.QtWidgets import QDialog

    from gui.duplicates.composed import Mode
    from gui.duplicates.page import DuplicatesPage

    page = window.pages.page("duplicates")
    assert isinstance(page, DuplicatesPage)
    settle(until=lambda: page.desk.state is not None)
    camera.take(window, "duplicates")
    if not page.desk.ids:
        return
    for name, ask in (("certain", page.clusters.ask_certain), ("rule", page.ask_for_rule)):
        ask()
        settle()
        for dialog in page.findChildren(QDialog):
            if dialog.isVisible():
                camera.take(dialog, f"duplicates-{name}")
                dialog.close()
    page.open_together()
    settle(2 * SETTLE_S)
    camera.take(window, "duplicates-together")
    for mode in (Mode.DIFFERENCE, Mode.SPLIT, Mode.OVERLAY):
        page.together.show_mode(mode)
        settle()
        camera.take(window, f"duplicates-{mode}")
    page.together.show_mode(Mode.SIDE)
    page.close_together()
    page.show_view(page.questions)
    settle(2 * SETTLE_S, until=lambda: page.question_desk.current is not None)
    settle(2 * SETTLE_S)
    camera.take(window, "duplicates-questions")
    page.show_view(page.clusters)
    for _ in range(3):
        page.desk.accept()
        settle(0.3)
    page.show_view(page.aside)
    settle()
    camera.take(window, "duplicates-aside")
    page.show_view(page.clusters)


def picture_report(window: "MainWindow", camera: Photographer) -> None:
    """What can be evaluated, and every tab of the newest report where there is one."""
    from gui.evaluate.page import EvaluatePage

    page = window.pages.page("evaluate")
    assert isinstance(page, EvaluatePage)
    if page.report is None:
        camera.take(window, "evaluate")
        return
    names = ("overview", "plots", "labels", "mistakes", "compare")
    for place, name in enumerate(names):
        if not page.tabs.isTabVisible(place):
            continue
        page.tabs.setCurrentIndex(place)
        settle()
        camera.take(window, f"evaluate-{name}")
        if name == "plots":
            for row in range(1, page.plots.choice.count()):
                page.plots.choice.setCurrentRow(row)
                settle()
                camera.take(window, f"evaluate-plot-{row}")
            page.plots.choice.setCurrentRow(0)
    page.tabs.setCurrentIndex(0)
    page.ask()
    settle(0.3)
    camera.take(window, "evaluate-setup")
    page.setup.back.click()


def picture_queues(window: "MainWindow", camera: Photographer) -> None:
    """The queue that is in force, then those of label errors and of what to label next."""
    from db.records import QueueOrder
    from gui.review.page import ReviewPage

    page = window.pages.page("review")
    assert isinstance(page, ReviewPage)
    camera.take(window, "review")
    usual = page.bar.order
    orders = (QueueOrder.PROBABLY_WRONG, QueueOrder.PROBABLY_MISSING, QueueOrder.TEACHES_MOST)
    for order in (*orders, usual):
        page.bar.select_order(order)
        page.bar.orders.activated.emit(page.bar.orders.currentIndex())
        await_evidence(window)
        if order != usual:
            camera.take(window, f"review-{order.replace(' ', '-')}")


def picture_grid(window: "MainWindow", camera: Photographer) -> None:
    """The grid of the label that comes first, with evidence, enlarged, and its other questions."""
    from db.records import GridMode
    from gui.review.page import ReviewPage

    page = window.pages.page("review")
    assert isinstance(page, ReviewPage)
    view = page.views.grid
    for mode in GridMode:
        page.show_grid(0, mode)
        settle(until=lambda: view.desk.is_counted and not view.desk.is_loading)
        settle(0.3, until=view.grid.is_settled)
        camera.take(window, f"review-grid-{mode.value}")
        if mode is not GridMode.SUGGESTED or not view.grid.current_id:
            continue
        view.toggle_evidence()
        settle(until=lambda: view.finder.evidence is not None)
        settle(0.6)
        camera.take(window, "review-grid-evidence")
        view.toggle_evidence()
        view.enlarge_current()
        settle()
        camera.take(window, "review-grid-enlarged")
        view.enlarge_current()
    page.views.show_single()


def await_evidence(window: "MainWindow") -> None:
    """Until the image under review has its suggestions, and the first of them its evidence."""
    from gui.review.page import ReviewPage

    page = window.pages.page("review")
    assert isinstance(page, ReviewPage)
    desk = page.desk

    def is_there() -> bool:
        explained = desk.is_live and (not desk.rows or desk.evidence is not None)
        return not desk.choice.is_loading and (not desk.image_id or explained)

    settle(until=is_there)
    settle()  # the pictures of the evidence


def picture_search(window: "MainWindow", camera: Photographer) -> None:
    """The library searched by meaning: by words, by an image, and by what cannot be read."""
    from gui.library.page import LibraryPage

    page = window.pages.page("library")
    assert isinstance(page, LibraryPage)

    def found() -> bool:
        result = page.query.result
        is_there = result is not None and result.meaning == page.query.meaning
        return is_there and page.grid.is_settled()

    page.bar.set_by_meaning(True)
    for name, text in SEARCHES.items():
        page.search.enter(text)
        settle(until=found)
        camera.take(window, name)
    page.grid.set_current(0)
    page.search.show_similar(page.grid.ids_to_open())
    settle()
    settle(until=found)
    page.grid.set_current(1)
    settle(0.3)
    camera.take(window, "library-similar")
    page.search.enter("bird +")
    settle(0.3)
    camera.take(window, "library-unreadable")
    page.search.clear()
    page.bar.set_by_meaning(False)
    settle(until=page.grid.is_settled)


def select_some(window: "MainWindow") -> None:
    """Some images of the library, so that the label panel has something to say."""
    from gui.library.page import LibraryPage

    page = window.pages.page("library")
    assert isinstance(page, LibraryPage)
    page.grid.set_current(SELECTED[0])
    page.grid.set_current(SELECTED[1], extend=True)
    settle(until=page.grid.is_settled)


def picture_dialogs(window: "MainWindow", camera: Photographer) -> None:
    """Every dialog of the menus, alone."""
    from PySide6.QtWidgets import QDialog

    menus = window.menus
    openers: dict[str, Callable[[], None]] = {
        "encoders": menus.show_encoders,
        "translate": menus.show_translation,
        "glossary": menus.show_glossary,
        "settings": menus.show_settings,
        "keys": menus.show_keys,
        "problems": menus.show_problems,
        "history": menus.show_history,
        "progress": menus.show_progress,
        "restore": menus.restore_backup,
        "about": menus.show_about,
    }
    for name, show in openers.items():
        show()
        settle(0.6)
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                camera.take(dialog, name)
                dialog.close()
        settle(0.1)


def picture_assistant(window: "MainWindow", camera: Photographer, archive_dir: Path) -> None:
    """The four steps of a new catalogue."""
    from gui.dialogs.assistant.assistant import NewCatalogueAssistant

    assistant = NewCatalogueAssistant(archive_dir, window)
    place = Path(tempfile.mkdtemp()) / "new.nabolag.sqlite"
    assistant.folder.catalogue_edit.setText(str(place))
    assistant.folder.catalogue_edit.textEdited.emit(str(place))
    assistant.open()
    for step in range(4):
        settle(0.6)
        camera.take(assistant, f"assistant-{step + 1}")
        if step < 3:
            assistant.next_button.click()
    assistant.reject()
    settle(0.1)


def main() -> int:
    """Take all the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--pages-only", action="store_true")
    parser.add_argument("--page", choices=PAGES, action="append", help="only this page")
    parser.add_argument("--once", action="store_true", help="one theme and one size")
    parser.add_argument("--theme", choices=THEMES, action="append", help="only this theme")
    parser.add_argument("--size", type=size_px, action="append", help="such as 880x600")
    options = parser.parse_args()
    options.out_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as settings_dir, copied(options.catalogue) as catalogue:
        os.environ["NABOLAG_DATA_DIR"] = settings_dir
        take_all(catalogue, options)
    return 0


def take_all(catalogue: Path, options: argparse.Namespace) -> None:
    """One window, shown in every theme and size."""
    from gui.services.settings import Preferences
    from gui.shell.app import create_application
    from gui.shell.garbage import GarbageCollection
    from gui.shell.main_window import MainWindow
    from gui.style import theme

    preferences = Preferences()
    preferences.language = options.language
    preferences.add_recent(catalogue)
    application = create_application(preferences)
    if PREFERRED_FONT in QFontDatabase.families():
        application.setFont(QFont(PREFERRED_FONT, 10))
    window = MainWindow(preferences)
    GarbageCollection(window)
    window.show()
    themes, sizes_px = options.theme or THEMES, options.size or SIZES_PX
    if options.once:
        themes, sizes_px = themes[:1], sizes_px[:1]
    for theme_name in themes:
        theme.apply(application, theme_name)
        for width_px, height_px in sizes_px:
            camera = Photographer(options.out_dir, f"{theme_name}-{width_px}x{height_px}")
            window.resize(width_px, height_px)
            if not options.pages_only:
                window.session.close()
                settle(0.3)
                camera.take(window, "start")
            if window.context is None:
                window.session.open(catalogue)
                settle(until=lambda: window.context is not None)
            assert window.context is not None
            picture_pages(window, camera, options.page or PAGES)
            if not options.pages_only and (width_px, height_px) == sizes_px[0]:
                picture_dialogs(window, camera)
                picture_assistant(window, camera, window.context.catalogue.archive_dir)
    window.close()
    QThreadPool.globalInstance().waitForDone()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    sys.exit(main())
