"""The pages of an open catalogue, each built when it is first shown."""

from collections.abc import Callable
from typing import Protocol, cast

from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from gui.services.context import CatalogueContext

PAGE_IDS = ("library", "review", "labels", "evaluate", "export")


class Page(Protocol):
    """What the window asks of a page; ``shutdown`` ends what the page itself started."""

    title: str

    def activate(self) -> None: ...

    def shutdown(self) -> None: ...


class PageStack(QStackedWidget):
    """Builds, shows and takes down pages, and remembers their splitters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: CatalogueContext | None = None
        self._pages: dict[str, QWidget] = {}
        self.current_id = PAGE_IDS[0]

    def attach(self, context: CatalogueContext) -> None:
        """Pages are of this catalogue from now on."""
        self._context = context

    def detach(self, context: CatalogueContext) -> None:
        """Remember the splitters and take all pages down."""
        for page_id, page in self._pages.items():
            for splitter in page.findChildren(QSplitter):
                context.view.set(_splitter_key(page_id, splitter), splitter.saveState())
            cast(Page, page).shutdown()
            self.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._context = None

    def show_page(self, page_id: str) -> str:
        """Show a page and give it the keyboard; the first one for an unknown id. Its id."""
        page_id = page_id if page_id in PAGE_IDS else PAGE_IDS[0]
        page = self.page(page_id)
        self.current_id = page_id
        self.setCurrentWidget(page)
        page.setFocus()
        cast(Page, page).activate()
        return page_id

    def page(self, page_id: str) -> QWidget:
        """A page, built now if it was not yet shown."""
        if page_id not in self._pages:
            if self._context is None:
                raise RuntimeError("no catalogue is open")
            page = _FACTORIES[page_id](self._context, self)
            for splitter in page.findChildren(QSplitter):
                splitter.restoreState(self._context.view.state(_splitter_key(page_id, splitter)))
            self._pages[page_id] = page
            self.addWidget(page)
        return self._pages[page_id]

    def built_pages(self) -> dict[str, QWidget]:
        """The pages that have been shown, by id."""
        return dict(self._pages)


def _splitter_key(page_id: str, splitter: QSplitter) -> str:
    return f"{page_id}/splitter-{splitter.objectName()}"


def _library(context: CatalogueContext, parent: QWidget) -> QWidget:
    from gui.library.page import LibraryPage

    return LibraryPage(context, parent)


def _review(context: CatalogueContext, parent: QWidget) -> QWidget:
    from gui.review.page import ReviewPage

    return ReviewPage(context, parent)


def _labels(context: CatalogueContext, parent: QWidget) -> QWidget:
    from gui.labels.page import LabelsPage

    return LabelsPage(context, parent)


def _evaluate(context: CatalogueContext, parent: QWidget) -> QWidget:
    from gui.evaluate.page import EvaluatePage

    return EvaluatePage(context, parent)


def _export(context: CatalogueContext, parent: QWidget) -> QWidget:
    from gui.export.page import ExportPage

    return ExportPage(context, parent)


_FACTORIES: dict[str, Callable[[CatalogueContext, QWidget], QWidget]] = {
    "library": _library,
    "review": _review,
    "labels": _labels,
    "evaluate": _evaluate,
    "export": _export,
}
"""Imported when first shown, so that the window opens without waiting for all of them."""
