"""The work behind the Review page: the queue, the image on show, and what is done to it.

The desk reads in the read lane, asks the suggester in the compute lane and writes through
``context.run_command``. What a curator does shows at once as ``Pending`` and is replaced by what
the catalogue says after the commit; when saving fails it is taken back and the sentence is told.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.catalogue import Catalogue
from db.records import ChangeSet
from engine.answers.review import ImageSuggestions, ReviewSession
from gui.review.desk import state as review_state
from gui.review.desk.choice import QueueChoice
from gui.review.desk.edits import Edit, EditBook
from gui.review.desk.evidence import Evidence
from gui.review.desk.finder import EvidenceFinder
from gui.review.desk.live import LiveSuggestions
from gui.review.desk.queue import Outcome, ReviewProgress, ReviewQueue
from gui.review.desk.reading import ReadItem, is_done
from gui.review.desk.shelf import ItemShelf
from gui.review.desk.state import Explained, ReviewItem, SuggestionRow
from gui.review.desk.ticks import TickBook
from gui.review.empty import EmptyFacts
from gui.services.context import CatalogueContext
from gui.services.missed import MissedChanges
from gui.words.failures import sentence_of

AHEAD = 2
BEHIND = 1


class ReviewDesk(QObject):
    """What is being reviewed. Widgets show it and tell it what the curator did."""

    queue_changed = Signal()  # the queue, the number left or the place in it
    image_changed = Signal()  # another image is on show, or none
    item_changed = Signal()  # labels, suggestions or decisions of the image on show
    evidence_changed = Signal()
    failed = Signal(str)  # a sentence: something could not be saved or read
    upcoming_changed = Signal()  # records of images ahead are known: pictures can be decoded
    reference_changed = Signal()  # labels of another image than the one on show changed

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._progress = ReviewProgress()
        self.choice = QueueChoice(context, self)
        self.choice.changed.connect(self.queue_changed)
        self.choice.read.connect(self._take_queue)
        self._keeps_image = False
        self.active = False
        self.open_reference = 0
        self.explained: Explained | None = None
        self.archive_dir = Path()
        self._stale = self._renews = False
        self._missed = MissedChanges()
        self._held = True
        self._focus = 0
        self._undone: Mapping[str, object] = {}
        self._edits = EditBook()
        self.ticks = TickBook(context.review_choices, self)
        self.ticks.changed.connect(self.item_changed)
        self._shelf = ItemShelf(context, self._edits, self)
        self._shelf.read.connect(self._take_item)
        self._shelf.failed.connect(self._tell_failure)
        self._own_changes: set[int] = set()
        self._unsaved = 0
        self._live = LiveSuggestions(context, self._edits, self)
        self._live.arrived.connect(self._take_answer)
        self._live.failed.connect(self._tell_failure)
        self._finder = EvidenceFinder(context, self._live.session, self)
        self._finder.changed.connect(self.evidence_changed)
        self._finder.failed.connect(self._tell_failure)
        self._reread = QTimer(self, singleShot=True, interval=0)
        self._reread.timeout.connect(self._read_current_again)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self.refresh)

    # What there is to see

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue under review."""
        return self._context.catalogue

    @property
    def session(self) -> ReviewSession:
        """What answers about the references; one for the whole page, they take much memory."""
        return self._live.session

    @property
    def queue(self) -> ReviewQueue:
        """The images to review."""
        return self._progress.queue

    @property
    def image_id(self) -> int:
        """The image on show; 0 for none."""
        return self.queue.current or 0

    @property
    def item(self) -> ReviewItem | None:
        """The image on show as saved; None while it is being read."""
        read = self._shelf.get(self.image_id)
        return read.item if read is not None else None

    @property
    def label_rows(self) -> tuple[review_state.LabelRow, ...]:
        """The labels of the image on show."""
        return self.label_rows_of(self.image_id)

    def label_rows_of(self, image_id: int) -> tuple[review_state.LabelRow, ...]:
        """The labels of an image around the one on show; none where it is not read."""
        read = self._shelf.get(image_id)
        if read is None:
            return ()
        pending, curator = self._edits.pending(image_id), self.catalogue.curator
        return review_state.label_rows(read.item, pending, curator)

    @property
    def rows(self) -> tuple[SuggestionRow, ...]:
        """The suggestions for the image on show."""
        if self.item is None or self._live.suggested is None:
            return ()
        return review_state.suggestion_rows(
            self.item,
            self._live.suggested,
            self._edits.pending(self.image_id),
            self._live.previous,
            self.choice.doubt,
            self.ticks.of(self.image_id, self.choice.only_label),
        )

    @property
    def suggested(self) -> ImageSuggestions | None:
        """What the suggester says; None while that is being worked out."""
        return self._live.suggested

    @property
    def is_live(self) -> bool:
        """Whether the suggestions follow the references as they are now (else: the last run's)."""
        return self._live.is_live

    @property
    def focused_label(self) -> int:
        """The label whose evidence is shown; 0 for none."""
        return self._focus

    @property
    def evidence(self) -> Evidence | None:
        """The similar labelled images behind the focused suggestion."""
        return self._finder.evidence

    @property
    def saving(self) -> bool:
        """Whether anything is on its way to the catalogue."""
        return self._unsaved > 0

    def known_items(self) -> list[ReviewItem]:
        """The images around the one on show that are read: it, the next ones, those before."""
        return self._shelf.known(self._around())

    # The queue

    @Slot()
    def refresh(self) -> None:
        """Take in what jobs made; while they run, and while nobody looks, that can wait.

        What they made in the background comes with the next image: the one in hand is kept.
        """
        reviewed = {"images", "suggestions"}
        busy = any(reviewed.intersection(task.kind.changes) for task in self._context.tasks.tasks)
        self._stale = not self.active or (busy and bool(self.rows))
        if not self._stale:
            self._shelf.keep_only([self.image_id])
            self._renews = True
            if not (self._context.hub.in_background and self.rows):
                self._renew()

    def _renew(self) -> None:
        if self._renews:
            self._renews = False
            self._live.read_again()
            self.load_queue()

    def start_suggesting(self) -> None:
        """Load the references now. It keeps the machine busy for a moment, so the page lets the
        first picture go before."""
        if self._held:
            self._held = False
            self._ask_suggester()

    def set_active(self, active: bool) -> None:
        """Whether the page is on show; what changed meanwhile is followed now."""
        self.active = active
        if active and (missed := self._missed.take()) is not None:
            self._show_change(missed, own=False)
        if active and self._stale:
            self.refresh()

    def choose_queue(self, order: str, label_id: int = 0) -> None:
        """Review in another order, or only one label."""
        self.choice.choose(order, label_id)
        self.load_queue(keep_image=False)

    def review_these(self, image_ids: Sequence[int]) -> None:
        """Review just these images, in this order, reviewed before or not."""
        self.choice.picked = list(image_ids)
        self.load_queue(keep_image=False)

    def load_queue(self, *, keep_image: bool = True) -> None:
        """Read the queue again; the image on show stays on show unless told otherwise."""
        self._keeps_image = keep_image
        self.choice.ask(self.ticks.level_percent)

    @Slot(object)
    def _take_queue(self, image_ids: list[int]) -> None:
        keep = self.image_id if self._keeps_image and not self.choice.error else 0
        self._begin(self.queue.renewed(image_ids) if keep else ReviewQueue(image_ids))

    def review_skipped(self) -> None:
        """Go through the images that were passed over."""
        self._begin(ReviewQueue(self.queue.skipped))

    def empty_facts(self) -> EmptyFacts | None:
        """What to say when there is no image; None until it is known."""
        facts = self.choice.facts
        return None if facts is None else self._progress.told(facts)

    def go_on(self) -> None:
        """Show the next image."""
        self.queue.move_next()
        self._show()

    def go_back(self) -> None:
        """Show the image before; its decisions can be changed."""
        if self.queue.move_previous() is not None:
            self._show()

    def _begin(self, queue: ReviewQueue) -> None:
        same = queue.current is not None and queue.current == self.image_id
        self._progress.queue = queue
        if same and self.item is not None:
            self.queue_changed.emit()
            self._ask_suggester()
        else:
            self._show()

    def _show(self) -> None:
        """Show the image the queue is at, with what is known of it."""
        self._live.clear()
        self._focus, self._undone, self.open_reference, self.explained = 0, {}, 0, None
        self._finder.show_nothing()
        around = self._around()
        self._shelf.keep_only(around)
        self._use_stored()
        self.image_changed.emit()
        self.queue_changed.emit()
        self._tell_item()
        self._shelf.ask_for_missing(around)
        self._renew()
        if self.image_id and not self.saving:
            self._ask_suggester()
        elif not self.image_id:
            self.choice.ask_why_empty()

    # Reading

    def _around(self) -> list[int]:
        """The image on show, the next ones, those before."""
        return [self.image_id, *self.queue.upcoming(AHEAD), *self.queue.preceding(BEHIND)]

    @Slot(int, object, object)
    def _take_item(self, image_id: int, read: ReadItem | None, saved: frozenset[int]) -> None:
        """Take what the catalogue says; edits saved before it was asked are part of that."""
        self._edits.read(image_id, saved)
        if read is None:
            self.queue.set_outcome(image_id, Outcome.REVIEWED)
            if image_id == self.image_id:
                self.go_on()
            return
        self._shelf.put(image_id, read)
        self.archive_dir = read.archive_dir
        self._count(read.item)
        if image_id == self.image_id:
            self._use_stored()
            self._tell_item()
        self.upcoming_changed.emit()

    def _use_stored(self) -> None:
        """Until the suggester answers, show what its last run left for the image."""
        read = self._shelf.get(self.image_id)
        if read is not None:
            self._live.use_stored(read)

    def _count(self, item: ReviewItem) -> None:
        """Keep what was done, for the end of the queue, and what was reviewed elsewhere."""
        image_id = item.image.id
        if self._progress.tally.count(image_id, item.decisions) and not self.image_id:
            self.queue_changed.emit()  # the end of the queue, on show already, tells the figures
        if image_id not in self._edits:
            left = self.queue.left
            self._progress.read(image_id, reviewed=is_done(item, self.choice.only_label))
            if left != self.queue.left:
                self.queue_changed.emit()

    @Slot()
    def _read_current_again(self) -> None:
        for image_id in self._edits.saved_images():
            self._shelf.ask_for(image_id)

    def _ask_suggester(self, *, compare: bool = False) -> None:
        """Suggestions and labels of the image on show, of the same moment."""
        image_id = self.image_id
        if not image_id:
            return
        if self._held:
            self._shelf.ask_for(image_id)
            return
        shown = {row.label_id: row.shown for row in self.rows} if compare else {}
        self._live.ask(image_id, shown)

    @Slot(int, object, object)
    def _take_answer(self, image_id: int, read: ReadItem | None, saved: frozenset[int]) -> None:
        self._finder.forget()
        self._take_item(image_id, read, saved)
        self._ask_evidence()

    @Slot(object)
    def _tell_failure(self, error: Exception) -> None:
        self.failed.emit(sentence_of(error))

    def _tell_item(self) -> None:
        undone = review_state.label_of_change(self.rows, self._undone)
        self._undone = {} if undone else self._undone
        wanted = undone or self._focus or self.choice.only_label
        focus = review_state.focus_after(self.rows, wanted)
        changed = focus != self._focus
        self._focus = focus
        self.item_changed.emit()
        if changed:
            self._ask_evidence()

    # Focus and evidence

    def focus(self, label_id: int) -> None:
        """Let keys act on this label, and show what is behind it."""
        if label_id != self._focus and review_state.row_of(self.rows, label_id) is not None:
            self._focus = label_id
            row = review_state.row_of(self.rows, label_id)
            if self.explained is not None and row is not None:
                shown = review_state.percent(row.confidence)
                self.explained = Explained(label_id, row.label_name, shown)
            self.item_changed.emit()
            self._ask_evidence()

    def move_focus(self, step: int) -> None:
        """Focus the next (1) or the previous (-1) suggestion."""
        self.focus(review_state.focus_after(self.rows, self._focus, step))

    def focus_next_open(self) -> None:
        """Focus the next suggestion that is not decided on, if there is one."""
        self.focus(review_state.next_open(self.rows, self._focus))

    def open_beside(self, reference_id: int) -> None:
        """A similar image is open beside the image: its label stays the one that is explained,
        even where fixing the image takes the suggestion away."""
        self.open_reference = reference_id
        if self.evidence is not None and self.explained is None:
            evidence = self.evidence
            self.explained = Explained(evidence.label_id, evidence.label_name, evidence.percent)

    def close_beside(self) -> None:
        """The image is alone again."""
        self.open_reference, self.explained = 0, None
        self._ask_evidence()

    def _ask_evidence(self) -> None:
        row = review_state.row_of(self.rows, self._focus)
        if self.explained is not None and self._live.is_live:
            self._finder.find(self.image_id, self.explained.label_id, self.explained.label_name)
        elif row is None:
            self._finder.show_nothing()
        elif self._live.is_live:
            self._finder.find(self.image_id, row.label_id, row.label_name)

    # What the curator does, through ReviewActions

    def go_to(self, image_id: int) -> None:
        """Show an image of the queue, or one that is put in where the curator is."""
        if image_id != self.image_id:
            self.queue.go_to(image_id)
            self._show()

    @property
    def suggester(self) -> str:
        """The name of the suggester, for the record of a decision."""
        return self._live.suggested.suggester if self._live.suggested is not None else ""

    def set_reviewed(self, image_id: int, *, reviewed: bool) -> None:
        """Count an image as reviewed, or as open again."""
        self._progress.set_reviewed(image_id, reviewed=reviewed)

    def save(
        self,
        edit: Edit | None,
        command: Callable[[], ChangeSet],
        take_back: Callable[[], None] | None = None,
    ) -> None:
        """Show an edit and save it; ``take_back`` is called when saving fails.

        ``edit`` is None where a change of another image is being saved.
        """
        number = self._edits.begin(edit) if edit is not None else 0
        self._unsaved += 1
        if edit is not None:
            self._live.previous = {}
            self._tell_item()

        def run() -> ChangeSet:
            change = command()
            if edit is not None:
                self._own_changes.add(change.change_id)
            return change

        def done(_change: ChangeSet | None) -> None:
            self._unsaved -= 1
            self._edits.saved(number)
            self._reread.start()

        def on_error(error: Exception) -> None:
            self._unsaved -= 1
            self._edits.take_back(number)
            if take_back is not None:
                take_back()
            self._tell_item()
            self.failed.emit(sentence_of(error))
            self._ask_suggester()

        self._context.run_command(run, done, on_error)

    # What others do

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        """Carry a change over to the references, and to what is shown where somebody sees it."""
        own = change.change_id in self._own_changes
        self._own_changes.discard(change.change_id)
        self._live.follow(change)
        if self.active:
            self._show_change(change, own=own)
        else:
            self._missed.add(change)

    def _show_change(self, change: ChangeSet, *, own: bool) -> None:
        self._shelf.follow(change, self.image_id)
        only_here = own and change.image_ids <= {self.image_id}
        if not own:
            self._note_outcomes(change)
        if change.command in ("undo", "redo"):
            comes_back = self._comes_back(change)
            if self.image_id in change.image_ids:
                self._undone = change.details
            if comes_back:
                return
        if not only_here or not self._live.is_live:
            compare = not own and self.image_id not in change.image_ids and self._live.is_live
            self._ask_suggester(compare=compare)
            self.reference_changed.emit()
        self._shelf.ask_for_missing(self._around())

    def _comes_back(self, change: ChangeSet) -> bool:
        """Show the image whose review is undone or done again; not a reference that was fixed."""
        if not self.active or len(change.image_ids) != 1:
            return False
        (image_id,) = change.image_ids
        decided = change.details.get("command") in ("decide", "clear_decisions")
        if image_id in (self.image_id, self.open_reference):
            return False
        if image_id not in self.queue and not decided:
            return False
        self.go_to(image_id)
        return True

    def _note_outcomes(self, change: ChangeSet) -> None:
        """Images reviewed elsewhere, or opened again, count as that here."""
        touched = [image_id for image_id in change.image_ids if image_id in self.queue]

        def done(reviewed: dict[int, bool]) -> None:
            for image_id, is_reviewed in reviewed.items():
                if image_id not in self._edits:
                    self._progress.changed_elsewhere(image_id, reviewed=is_reviewed)
            self.queue_changed.emit()

        if touched:
            self.choice.ask_done(touched, done)
