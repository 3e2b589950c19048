"""Why the library shows nothing, and what to do."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from db.errors import CatalogueError
from db.records import ImageFilter
from gui.library.query import LibraryResult
from gui.library.search import LibrarySearch
from gui.services.context import CatalogueContext
from gui.widgets.empty_state import EmptyState
from gui.words.failures import sentence_of


class Emptiness(QObject):
    """Says it in an EmptyState."""

    def __init__(
        self,
        context: CatalogueContext,
        search: LibrarySearch,
        empty: EmptyState,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._search = search
        self._empty = empty

    def explain(self, result: LibraryResult) -> None:
        """Why a result has no images."""
        say, work = self._empty.say, self._context.navigator.work_requested
        scan = self._context.tasks.find("scan")
        if result.filter.text and result.filter == ImageFilter(text=result.filter.text):
            sentence = self.tr("No path, title or label holds “{words}”.")
            sentence = sentence.replace("{words}", result.filter.text)
            say("search", sentence, self.tr("Search by meaning"), self._search.begin)
        elif result.ranking is not None and result.ranking.not_encoded:
            sentence = self.tr("None of the images that fit these filters is encoded yet.")
            say("cpu", sentence, self.tr("Encode the images"), lambda: work.emit("encode"))
        elif result.filter != ImageFilter():
            sentence = self.tr("No image fits these filters.")
            say("funnel", sentence, self.tr("Clear filters"), self._search.clear)
        elif scan is not None:
            sentence = self.tr("The archive is being read. Images appear here as they are found.")
            say("loader-circle", sentence, self.tr("Stop reading"), scan.cancel)
        else:
            sentence = self.tr("This catalogue has no images yet.")
            say("images", sentence, self.tr("Look for images"), lambda: work.emit("scan"))

    def complain(self, error: Exception, try_again: Callable[[], None]) -> None:
        """Why the images could not even be listed."""
        reason = sentence_of(error) if isinstance(error, CatalogueError) else ""
        sentence = self.tr("The images could not be listed. {reason}").format(reason=reason).strip()
        self._empty.say("triangle-alert", sentence, self.tr("Try again"), try_again)
