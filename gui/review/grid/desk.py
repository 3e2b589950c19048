"""The work behind the grid: the labels that wait, the images of one, and what is done to them.

Reads go through lanes, the counts of all labels through one of their own: they may take a second,
and the images of the label on show must not wait for them. A page that is taken leaves the screen
at once and is saved behind; where saving fails it comes back.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.records import ChangeSet, GridChoice, GridMode, WaitingImages
from engine.answers.label_grid import LabelGrid, in_order, read_label_grid, read_waiting
from engine.evaluation.thresholds import TICKED_PROBABILITY
from gui.review.grid.pages import MOST_ON_A_PAGE, GridPages, PageTaken
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane
from gui.services.latest import LatestAnswer
from gui.words.failures import sentence_of

RECOUNT_DELAY_MS = 500
OPTIONS = ("weak", "labelled", "missing")
REMEMBERED_PAGES = 100


@dataclass(frozen=True, slots=True)
class GridFacts:
    """Why no image may wait: whether anybody has looked, and what the choice leaves out."""

    has_run: bool
    labelled: int
    """How many more images wait where those that came with labels count too."""


class GridDesk(QObject):
    """What the grid shows. Widgets show it and tell it what the curator did."""

    labels_changed = Signal()
    """Which labels wait, or how many images for one."""

    label_changed = Signal()
    """Another label is on show, or another choice of its images."""

    page_changed = Signal()
    """Other images are on show."""

    ticks_changed = Signal()
    """The line, or a tick, or what becomes of images without one."""

    failed = Signal(str)
    """A sentence: something could not be saved or read."""

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.pages = GridPages()
        self.waiting: list[WaitingImages] = []
        self.facts: GridFacts | None = None
        self.label_id = 0
        self.is_loading = False
        self.active = False
        self._question = 0
        self._stale = True
        self._renews = False
        self._may_leave = False
        self._counted = False
        self._taken: list[PageTaken] = []
        self._unsaved: list[PageTaken] = []
        self._excluded: set[int] = set()
        """Images that were taken when the label was read, or since: the answer may have them."""
        self._own_changes: set[int] = set()
        self._beginnings = Lane("grid page", self)
        self._counter = LatestAnswer("grid labels", self)
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_DELAY_MS)
        self._recount.timeout.connect(self._count)
        self._reread = QTimer(self, singleShot=True, interval=RECOUNT_DELAY_MS)
        self._reread.timeout.connect(self._read_again)
        view = context.view
        self.pages.line = view.number("grid/line", round(100 * TICKED_PROBABILITY)) / 100
        options = str(view.get("grid/also", "")).split(",")
        self.choice = GridChoice(
            weak="weak" in options, labelled="labelled" in options, missing="missing" in options
        )
        context.review_choices.reject_others_changed.connect(self.ticks_changed)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._follow_all)

    def close(self) -> None:
        """Read nothing more."""
        self._beginnings.close()
        self._counter.close()

    # What is shown

    @property
    def reject_others(self) -> bool:
        """What becomes of images without a tick: rejected, or left open."""
        return self._context.review_choices.reject_others

    def set_active(self, active: bool) -> None:
        """Whether the grid is on show; what changed meanwhile is read now."""
        self.active = active
        if active and self._stale:
            self._stale = False
            self._count()
            if self.label_id:
                self.read_label(self.label_id, at=self.pages.image_ids.tolist())

    def show(self, label_id: int, mode: GridMode) -> None:
        """Show the images of a label (0: of the first one that waits)."""
        if mode is not self.choice.mode:
            self._choose(replace(self.choice, mode=mode))
            self.label_id = 0
        if label_id:
            self.read_label(label_id)
        elif not self.label_id:
            self.go_to_first()

    def choose_mode(self, mode: GridMode) -> None:
        """Ask about suggested, probably wrong or probably missing labels."""
        if mode is not self.choice.mode:
            self._choose(replace(self.choice, mode=mode))
            self._read_same()

    def set_option(self, name: str, on: bool) -> None:
        """Mix in weak suggestions, images that came with labels, or probably missing ones."""
        choices = {option: getattr(self.choice, option) for option in OPTIONS} | {name: on}
        self._choose(GridChoice(self.choice.mode, **choices))
        self._context.view.set("grid/also", ",".join(one for one in OPTIONS if choices[one]))
        self._read_same()

    def set_line(self, line: float) -> None:
        """Tick from this share on; every label is counted by it too."""
        line = max(0.0, min(1.0, line))
        if line != self.pages.line:
            self.pages.line = line
            self._context.view.set("grid/line", round(100 * line))
            self.ticks_changed.emit()
            self._recount.start()

    def _choose(self, choice: GridChoice) -> None:
        self.choice = choice
        self.pages.forget_ticks()
        self.pages.show(None)
        self._counted = False
        self.waiting = []
        self.facts = None
        self.labels_changed.emit()
        self._count()

    def _read_same(self) -> None:
        """Stay at the label where something of it is asked now, else go to the first one."""
        if self.label_id:
            self.read_label(self.label_id)
            self._may_leave = True

    # Labels

    @property
    def is_counted(self) -> bool:
        """Whether it is known which labels wait."""
        return self._counted

    @Slot()
    def _count(self) -> None:
        if not self.active:
            self._stale = True
            return
        catalogue, choice, line = self._context.catalogue, self.choice, self.pages.line

        def work() -> tuple[GridChoice, list[WaitingImages], GridFacts]:
            waiting = read_waiting(catalogue, choice, line)
            if choice.mode is GridMode.SUGGESTED:
                run: object = catalogue.suggestions.run()
            else:
                run = catalogue.queues.run()
            more = 0
            if not waiting and choice.mode is GridMode.SUGGESTED and not choice.labelled:
                counted = catalogue.label_grid.waiting(replace(choice, labelled=True), line)
                more = sum(one.total for one in counted)
            return choice, waiting, GridFacts(run is not None, more)

        self._counter.ask(work, self._take_waiting, self._tell_failure)

    def _take_waiting(self, answer: tuple[GridChoice, list[WaitingImages], GridFacts]) -> None:
        choice, waiting, facts = answer
        if choice != self.choice:
            return
        self.waiting, self.facts, self._counted = waiting, facts, True
        self._count_current()
        self.labels_changed.emit()
        if not self.label_id or self._is_to_leave():
            self.go_to_first()
        elif not self.pages.total and not self.is_loading:
            self.page_changed.emit()

    def _count_current(self) -> None:
        """The label on show as it is here: what is being saved is no longer open."""
        grid = self.pages.grid
        if grid is None or grid.choice != self.choice or not grid.is_whole or not self._counted:
            return
        now = grid.waiting(self.pages.line)
        places = [at for at, one in enumerate(self.waiting) if one.label_id == grid.label_id]
        if places:
            self.waiting[places[0]] = now
        elif now.total:
            self.waiting = in_order([*self.waiting, now], self.choice.mode)

    def go_to_first(self) -> None:
        """Show the first label that waits."""
        self._may_leave = False
        first = next((one.label_id for one in self.waiting if one.total), 0)
        if first:
            self.read_label(first)
        else:
            self.page_changed.emit()

    def _is_to_leave(self) -> bool:
        """Whether nothing of the label is asked now that something else is asked."""
        return self._may_leave and not self.is_loading and not self.pages.total

    def step_label(self, step: int) -> bool:
        """Show the next (1) or the previous (-1) label that waits; False where there is none."""
        ids = [one.label_id for one in self.waiting if one.total or one.label_id == self.label_id]
        place = ids.index(self.label_id) + step if self.label_id in ids else 0
        if not ids or not 0 <= place < len(ids) or ids[place] == self.label_id:
            return False
        self.read_label(ids[place])
        return True

    # Images

    def read_label(self, label_id: int, *, at: Collection[int] = ()) -> None:
        """Show the images of a label, from the first of ``at`` that is open."""
        if label_id != self.label_id or self.pages.grid is None:
            if label_id != self.label_id:
                self.pages.forget_ticks()
            self.pages.show(None)
        self.label_id = label_id
        self._may_leave = self._renews = False
        unsaved = (one.image_ids for one in self._unsaved if one.label_id == label_id)
        self._excluded = set().union(*unsaved)
        self._question += 1
        question, choice, catalogue = self._question, self.choice, self._context.catalogue
        self.is_loading = True
        self.label_changed.emit()

        def done(grid: LabelGrid) -> None:
            if question == self._question:
                if not grid.is_whole:
                    self._context.reads.submit(read, done, failed)
                self._take_grid(grid, at or self.pages.image_ids.tolist())

        def failed(error: Exception) -> None:
            if question == self._question:
                self.is_loading = False
                self._tell_failure(error)
                self.page_changed.emit()

        def read() -> LabelGrid:
            return read_label_grid(catalogue, label_id, choice)

        def read_first() -> LabelGrid:
            return read_label_grid(catalogue, label_id, choice, MOST_ON_A_PAGE)

        # A page takes no time, all images of a label may: the first waits for no other reading.
        if self.pages.grid is None and not at:
            self._beginnings.submit(read_first, done, failed)
        else:
            self._context.reads.submit(read, done, failed)

    def _take_grid(self, grid: LabelGrid, at: Collection[int]) -> None:
        self.is_loading = not grid.is_whole
        self.pages.show(grid.without(self._excluded) if self._excluded else grid, at=at)
        if self.is_loading:
            self.page_changed.emit()
            return
        self._count_current()
        self.labels_changed.emit()
        if self._is_to_leave() and self._counted:
            self.go_to_first()
        else:
            self.page_changed.emit()

    @Slot()
    def _read_again(self) -> None:
        if self.active and self.label_id:
            self.read_label(self.label_id, at=self.pages.image_ids.tolist())

    def set_page_size(self, size: int) -> None:
        """So many images fit on the screen."""
        if self.pages.set_size(size) and self.pages.total:
            self.page_changed.emit()

    def toggle(self, image_id: int) -> None:
        """Tick an image, or take the tick away."""
        self.pages.tick(image_id, not self.pages.is_ticked(image_id))
        self.ticks_changed.emit()

    def tick_all(self, ticked: bool) -> None:
        """Tick the whole page, or nothing of it."""
        self.pages.tick_all(ticked)
        self.ticks_changed.emit()

    def go_forward(self) -> None:
        """Pass over the page, at the last one to the next label."""
        if self.pages.go_forward():
            self._show_page()
        elif not self.is_loading:
            self.step_label(1)

    def go_back(self) -> None:
        """Show the page before."""
        if self.pages.go_back():
            self._show_page()

    def _show_page(self) -> None:
        """Show the page that was gone to; where suggestions were renewed meanwhile, theirs."""
        if not self._renews:
            self.page_changed.emit()
            return
        at = self.pages.image_ids.tolist()
        self.pages.show(None)
        self.read_label(self.label_id, at=at)

    # Taking a page

    def take_page(self) -> None:
        """Decide on the page and show the next one, at the last one the next label."""
        taken = self.pages.take(reject=self.reject_others)
        if taken is None:
            return
        if taken.image_ids:
            self._excluded |= taken.image_ids
            self._save(taken)
        self._count_current()
        self.labels_changed.emit()
        # While only the beginning is read there is more behind it.
        if self.pages.is_at_end and not self.is_loading:
            if self.step_label(1):
                return
            self.pages.start = 0
        self._show_page()

    def _save(self, taken: PageTaken) -> None:
        commands = self._context.catalogue.commands
        self._unsaved.append(taken)
        self._taken = [*self._taken[1 - REMEMBERED_PAGES :], taken]

        def run() -> ChangeSet:
            change = commands.decide_images(
                taken.label_id,
                accepted=taken.accepted,
                rejected=taken.rejected,
                suggester=taken.suggester,
            )
            self._own_changes.add(change.change_id)
            return change

        def done(_change: ChangeSet | None) -> None:
            self._unsaved.remove(taken)

        def failed(error: Exception) -> None:
            self._unsaved.remove(taken)
            self._show_again(taken)
            self._tell_failure(error)

        self._context.run_command(run, done, failed)

    def _show_again(self, taken: PageTaken) -> None:
        """Show a page as it was when it was taken."""
        if taken.choice != self.choice:
            self._choose(taken.choice)
        if taken.label_id != self.label_id:
            self.pages.forget_ticks()
        self.read_label(taken.label_id, at=taken.image_ids)
        for image_id in taken.image_ids:
            self.pages.remember(image_id, image_id in taken.accepted)

    # What others do

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        """Show a page that is undone again; read what others changed."""
        if change.change_id in self._own_changes:
            self._own_changes.discard(change.change_id)
            return
        if not self.active:
            self._stale = True
            return
        turned = change.command in ("undo", "redo")
        if turned and change.details.get("command") == "decide_images":
            taken = next(
                (one for one in reversed(self._taken) if one.image_ids == change.image_ids), None
            )
            label_id = int(str(change.details.get("label_id", 0)))
            if change.command == "redo" and label_id == self.label_id:
                self.read_label(label_id, at=self._behind(change.image_ids))
            elif taken is not None and taken.label_id == label_id:
                # Nothing of another label has changed: reading this one counts it.
                self._show_again(taken)
                return
            else:
                self.read_label(label_id, at=change.image_ids)
        elif change.image_ids or change.images_unknown or change.label_ids:
            self._reread.start()
        self._recount.start()

    def _behind(self, image_ids: frozenset[int]) -> list[int]:
        """What comes on the page after these images have left it."""
        grid = self.pages.grid
        if grid is None:
            return []
        ids = grid.image_ids[self.pages.start :].tolist()
        return [one for one in ids if one not in image_ids][: self.pages.size]

    @Slot()
    def _follow_all(self) -> None:
        if not self.active:
            self._stale = True
            return
        if self._context.hub.in_background and self.pages.total:
            self._renews = True  # The page in hand stays as it is.
        else:
            self._reread.start()
        self._recount.start()

    @Slot(object)
    def _tell_failure(self, error: Exception) -> None:
        self.failed.emit(sentence_of(error))
