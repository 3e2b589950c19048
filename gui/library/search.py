"""The library's search by meaning: what the box, the chips and other pages ask for, and what is
said while it is looked for."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QObject, QSignalBlocker, Signal, Slot

from db.records import ImageFilter
from engine.answers.search import NotEncodedError, Ranking
from engine.answers.text_encoder import NoTextTowerError
from engine.language.query import Query, QueryError, Term, like, parse
from gui.library.bar import LibraryBar
from gui.library.filter_chips import FilterChips
from gui.library.picture_data import PastedPictures
from gui.library.query import LibraryQuery, LibraryResult
from gui.library.search_status import SearchStatus
from gui.library.words import failure, step_text
from gui.models.vocabulary import Vocabulary
from gui.services.context import CatalogueContext
from gui.widgets.empty_state import EmptyState

MAX_SIMILAR_TO = 8
"""More images at once say nothing that these do not."""


class LibrarySearch(QObject):
    """Stands between the search box, the chips, the status line and the query."""

    searched = Signal()
    """A search was asked for: the person wants to see the images."""

    blocked = Signal()
    """No search by meaning is possible as it is: ``explain`` says why."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        query: LibraryQuery,
        bar: LibraryBar,
        chips: FilterChips,
        status: SearchStatus,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._vocabulary = vocabulary
        self._query = query
        self._bar = bar
        self._chips = chips
        self._status = status
        self._pasted = PastedPictures()
        self._ranking: Ranking | None = None
        self.obstacle: Exception | None = None
        """Why no search by meaning is possible now."""
        bar.meaning_toggled.connect(self._choose_mode)
        bar.search.meaning_entered.connect(self.enter)
        bar.search.picture_given.connect(self.search_picture)
        bar.search.textEdited.connect(status.forget_problem)
        chips.term_removed.connect(self._remove_term)
        chips.cleared.connect(self.clear)
        query.asked.connect(self._follow_question)
        query.found.connect(self._take_result)
        query.search_failed.connect(self._take_failure)
        query.search.step_changed.connect(self._show_step)

    # Asking

    @Slot()
    def begin(self) -> None:
        """The keyboard goes to the box, which takes a description; or back to taking names."""
        self._bar.meaning_button.toggle()

    @Slot(str)
    def enter(self, text: str) -> None:
        """Rank the images by what was typed and go to them; by nothing where it is empty."""
        if self._enter(text):
            self.searched.emit()

    def _enter(self, text: str) -> bool:
        """Whether there is anything to search for in it."""
        self._status.forget_problem()
        if not text:
            self._query.set_meaning(None)
            return False
        try:
            meaning = parse(text, self._vocabulary.index.is_name)
        except QueryError as error:
            self._status.complain(failure(error))
            return False
        self._rank(replace(self._query.filter, text=""), meaning)
        return True

    def show_similar(self, image_ids: Sequence[int]) -> None:
        """Rank the whole archive by likeness to these images."""
        images = self._context.catalogue.images
        wanted = list(image_ids)[:MAX_SIMILAR_TO]

        def read() -> Query:
            return Query(tuple(Term("image", one.path) for one in images.get_many(wanted)))

        def go_on(query: Query) -> None:
            self._rank(ImageFilter(), query)
            self.searched.emit()

        self._context.reads.submit(read, go_on)

    @Slot(object)
    def search_picture(self, data: QMimeData) -> None:
        """Rank the images by likeness to a picture that was pasted or dropped."""
        path = self._pasted.file_of(data)
        if path is not None:
            self._rank(replace(self._query.filter, text=""), like(str(path)))
            self.searched.emit()

    @Slot()
    def clear(self) -> None:
        """Show all images."""
        self._status.forget_problem()
        self._query.ask(ImageFilter(), None)

    def close(self) -> None:
        """End what runs."""
        self._query.search.close()
        self._pasted.close()

    def _rank(self, wanted: ImageFilter, meaning: Query) -> None:
        self._status.forget_problem()
        if (wanted, meaning) == (self._query.filter, self._query.meaning):
            self._query.refresh()
        else:
            self._query.ask(wanted, meaning)

    @Slot(bool)
    def _choose_mode(self, by_meaning: bool) -> None:
        """What is in the box is taken the other way from now on."""
        self._status.forget_problem()
        self._bar.search.setFocus()
        if by_meaning:
            self._query.search.warm()
            words = " ".join(self._bar.search.text().split())
            if words:
                self._enter(words)
                self._bar.search.selectAll()
            return
        meaning = self._query.meaning
        words = ""
        if meaning is not None and [term.kind for term in meaning.terms] == ["words"]:
            words = meaning.terms[0].text if meaning.terms[0].weight > 0 else ""
        self._query.ask(replace(self._query.filter, text=words), None)
        self._bar.search.set_words(words)

    @Slot(int)
    def _remove_term(self, position: int) -> None:
        if self._query.meaning is not None:
            self._query.set_meaning(self._query.meaning.without(position))

    # Showing

    def show_chips(self, vocabulary: Vocabulary) -> None:
        """What is searched for and filtered by."""
        terms = self._query.meaning.terms if self._query.meaning is not None else ()
        readings = {one.term: one for one in self._ranking.readings} if self._ranking else {}
        shown = [(term, readings.get(term)) for term in terms]
        self._chips.set_filter(self._query.filter, vocabulary.by_id, shown)

    def explain(self, empty: EmptyState) -> None:
        """Say why no search by meaning is possible, and what to do."""
        navigator = self._context.navigator
        if isinstance(self.obstacle, NotEncodedError):
            running = self._context.tasks.find("encode")
            if running is not None:
                empty.say(
                    "loader-circle",
                    self.tr("The images are being encoded. Then they can be searched by meaning."),
                )
                return
            if self.obstacle.is_damaged:
                said = self.tr(
                    "What was worked out from the images is damaged and was set aside. Encoding "
                    "the images again brings it back."
                )
            else:
                said = self.tr(
                    "The images are not encoded yet. Once they are, they can be searched by what "
                    "they show."
                )
            empty.say(
                "cpu",
                said,
                self.tr("Encode the images"),
                lambda: navigator.work_requested.emit("encode"),
            )
        elif isinstance(self.obstacle, NoTextTowerError):
            empty.say(
                "languages",
                self.tr(
                    "The encoder in use reads no words. Images can still be searched by images: "
                    "choose one and press {key}, or drop a picture here."
                ).format(key="S"),
                self.tr("Choose another encoder…"),
                navigator.encoders_requested.emit,
            )

    @Slot()
    def _follow_question(self) -> None:
        meaning = self._query.meaning
        if meaning is None or (self._ranking and not _belongs(self._ranking, meaning)):
            self._ranking = None
        self.obstacle = None
        if meaning is not None:
            with QSignalBlocker(self._bar):
                self._bar.set_by_meaning(True)
            self._bar.search.set_words(str(meaning))
        elif not self._bar.search.by_meaning or self._query.filter.text:
            with QSignalBlocker(self._bar):
                self._bar.set_by_meaning(False)
            self._bar.search.set_words(self._query.filter.text)
        else:
            self._bar.search.set_words("")
        self._bar.set_ranked(meaning is not None)

    @Slot(object)
    def _take_result(self, result: LibraryResult) -> None:
        self._ranking = result.ranking

    @Slot(object)
    def _take_failure(self, error: Exception) -> None:
        if isinstance(error, NotEncodedError | NoTextTowerError):
            self.obstacle = error
            self.blocked.emit()
            return
        sentence = failure(error)
        if sentence:
            self._status.complain(sentence)
        else:
            self._context.hub.failed.emit(error)

    @Slot()
    def _show_step(self) -> None:
        search = self._query.search
        self._status.say(step_text(search.step, is_warm=search.is_warm))


def _belongs(ranking: Ranking, meaning: Query) -> bool:
    return tuple(one.term for one in ranking.readings) == meaning.terms
