"""The pages of an open catalogue, each built when it is first shown."""

from typing import cast

from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from gui.services.context import CatalogueContext
from gui.services.pages import Page
from gui.shell.pages import FIRST_PAGE, PAGES


class PageStack(QStackedWidget):
    """Builds, shows and takes down pages, and remembers their splitters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: CatalogueContext | None = None
        self._pages: dict[str, QWidget] = {}
        self.current_id = FIRST_PAGE

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
        page_id = page_id if page_id in PAGES else FIRST_PAGE
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
            page = PAGES[page_id].build(self._context, self)
            for splitter in page.findChildren(QSplitter):
                splitter.restoreState(self._context.view.state(_splitter_key(page_id, splitter)))
            self._pages[page_id] = page
            self.addWidget(page)
        return self._pages[page_id]


def _splitter_key(page_id: str, splitter: QSplitter) -> str:
    return f"{page_id}/splitter-{splitter.objectName()}"
