"""Which question is asked, about which image, what was answered, and how fast."""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from db.questions.records import Answer, GivenAnswer, QuestionRecord
from db.records import ChangeSet
from gui.questions.reading import AskedImage, AskOrder, read_asked, read_queue
from gui.services.context import CatalogueContext

AHEAD = 6
"""Images that are read beforehand, so that the next one is there at once."""

MINUTE_S = 60.0
TURNS = ("undo", "redo")
ANSWER, TAKE_BACK = "answer_images", "take_back_answers"


class AskingDesk(QObject):
    """Asks about one image after another. An answer shows at once and is written behind."""

    image_changed = Signal()
    """Another image is on show, or none, or what is known of it is new."""

    counts_changed = Signal()
    """How many are answered, left or being saved."""

    failed = Signal(object)

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.question: QuestionRecord | None = None
        self.order = AskOrder.RANDOM
        self.probabilities: Mapping[int, float] = {}
        """Of a yes, by image; empty where there are not enough answers to predict one."""
        self.is_reading = False
        self.saving = 0
        """Answers on their way to the catalogue."""
        self._queue: list[int] = []
        self._at = 0
        self._expected_in_queue = 0.0
        self._given: dict[int, Answer] = {}
        """What was answered on this page, before it is read again."""
        self._skipped: set[int] = set()
        self._items: dict[int, AskedImage] = {}
        self._asked_for: set[int] = set()
        self._own_changes: set[int] = set()
        self._answered_at_s: deque[float] = deque()
        self._generation = 0
        context.hub.changed.connect(self._follow)

    # What is on show

    @property
    def image_id(self) -> int:
        """The image on show, 0 for none."""
        return self._queue[self._at] if self._at < len(self._queue) else 0

    @property
    def item(self) -> AskedImage | None:
        """What is known of the image on show; None until it is read."""
        return self._items.get(self.image_id)

    @property
    def ahead(self) -> list[AskedImage]:
        """The next images, as far as they are read."""
        following = self._queue[self._at + 1 : self._at + 1 + AHEAD]
        return [self._items[one] for one in following if one in self._items]

    @property
    def answer_on_show(self) -> Answer | None:
        """What was answered of the image on show; None where nothing was."""
        given = self._given.get(self.image_id)
        if given is None and self.item is not None and self.item.given is not None:
            return self.item.given.answer
        return given

    @property
    def left(self) -> int:
        """How many images of the queue have no answer and were not passed over."""
        return max(len(self._queue) - len(self._given.keys() | self._skipped), 0)

    @property
    def skipped(self) -> int:
        """How many were passed over."""
        return len(self._skipped)

    @property
    def last_minute(self) -> int:
        """Answers given in the last 60 seconds."""
        now_s = time.monotonic()
        while self._answered_at_s and now_s - self._answered_at_s[0] > MINUTE_S:
            self._answered_at_s.popleft()
        return len(self._answered_at_s)

    @property
    def expected_yes(self) -> float | None:
        """How many of the images that are left are expected to be a yes; None where not known."""
        if not self.probabilities:
            return None
        done = self._given.keys() | self._skipped
        return max(
            self._expected_in_queue - sum(self.probabilities.get(one, 0.0) for one in done), 0.0
        )

    def _is_open(self, image_id: int) -> bool:
        return image_id not in self._given and image_id not in self._skipped

    # What is asked

    def ask(self, question: QuestionRecord | None) -> None:
        """Ask this question; what is known of it may be new."""
        same = (
            self.question is not None and question is not None and self.question.id == question.id
        )
        self.question = question
        if same:
            self.counts_changed.emit()
            return
        self.probabilities = {}
        self._answered_at_s.clear()
        self.reload()

    def choose_order(self, order: AskOrder) -> None:
        """Ask in another order from now on."""
        if order is not self.order:
            self.order = order
            self.reload()

    def use_probabilities(self, probabilities: Mapping[int, float]) -> None:
        """Predictions are new: the images after those that are read follow them."""
        self.probabilities = probabilities
        self._expected_in_queue = sum(probabilities.get(one, 0.0) for one in self._queue)
        self.counts_changed.emit()
        self.image_changed.emit()
        if self.order is not AskOrder.RANDOM:
            self.reload(keep_image=True)

    def reload(self, *, keep_image: bool = False) -> None:
        """Read the queue anew; what is on show stays where it shall."""
        self._generation += 1
        generation, question = self._generation, self.question
        if not keep_image:
            self._queue, self._at = [], 0
            self._given.clear()
            self._skipped.clear()
            self._items.clear()
            self._asked_for.clear()
        if question is None:
            self.is_reading = False
            self.image_changed.emit()
            self.counts_changed.emit()
            return
        self.is_reading = True
        catalogue, order, probabilities = self._context.catalogue, self.order, self.probabilities

        def read() -> list[int]:
            return read_queue(catalogue, question.id, order, probabilities)

        def done(queue: list[int]) -> None:
            if generation == self._generation:
                self._take_queue(queue)

        self._context.reads.submit(read, done, self._fail)
        if not keep_image:
            self.image_changed.emit()

    def _take_queue(self, queue: list[int]) -> None:
        self.is_reading = False
        # What was seen stays, and what is at hand comes next, so that nothing on screen jumps.
        kept = self._queue[: self._at + 1 + (1 if self.image_id else 0)]
        known = set(kept)
        fresh = [one for one in queue if one not in known and self._is_open(one)]
        self._queue = kept + fresh
        self._expected_in_queue = sum(self.probabilities.get(one, 0.0) for one in self._queue)
        self._show()
        self.counts_changed.emit()

    def ask_skipped(self) -> None:
        """Go through the images that were passed over."""
        self._queue = [one for one in self._queue if one in self._skipped]
        self._skipped.clear()
        self._at = 0
        self._show()
        self.counts_changed.emit()

    # What a person does

    def answer(self, answer: Answer) -> None:
        """Answer for the image on show, and go to the next one without an answer."""
        image_id, question = self.image_id, self.question
        if not image_id or question is None or self.item is None:
            return
        before = self.answer_on_show
        self._given[image_id] = answer
        if before != answer:
            self._save(question, image_id, answer, before)
        self._skipped.discard(image_id)
        self._answered_at_s.append(time.monotonic())
        self._go_on()

    def skip(self) -> None:
        """Pass over the image on show; it is not asked about again before somebody wants to."""
        if self.image_id:
            if self.answer_on_show is None:
                self._skipped.add(self.image_id)
            self._go_on()

    def back(self) -> None:
        """Show the image before; another answer replaces the one it has."""
        if self._at > 0:
            self._at -= 1
            self._show()

    def go_to(self, image_id: int) -> None:
        """Show an image, whether it has an answer or not."""
        if image_id in self._queue:
            self._at = self._queue.index(image_id)
        else:
            self._queue.insert(self._at, image_id)
        self._skipped.discard(image_id)
        self._show()

    def _go_on(self) -> None:
        places = range(self._at + 1, len(self._queue))
        self._at = next((at for at in places if self._is_open(self._queue[at])), len(self._queue))
        self._show()
        self.counts_changed.emit()

    def _save(
        self, question: QuestionRecord, image_id: int, answer: Answer, before: Answer | None
    ) -> None:
        self._count(before, answer)
        self.saving += 1
        commands, probability = self._context.catalogue.commands, self.probabilities.get(image_id)
        given = GivenAnswer(
            image_id, answer, probability=probability, chosen_by=self.order.chosen_by
        )

        def run() -> ChangeSet:
            change = commands.answer_images(question.id, [given])
            self._own_changes.add(change.change_id)
            return change

        def done(_change: ChangeSet | None) -> None:
            self.saving -= 1
            self.counts_changed.emit()

        def failed(error: Exception) -> None:
            self.saving -= 1
            self._forget_answer(image_id)
            self._count(answer, before)
            self.go_to(image_id)
            self.counts_changed.emit()
            self.failed.emit(error)

        self._context.run_command(run, done, failed)

    def _count(self, before: Answer | None, after: Answer | None) -> None:
        """Let the counts on screen follow an answer at once."""
        if self.question is None:
            return
        counts = {"yes": self.question.yes, "no": self.question.no, "unsure": self.question.unsure}
        if before is not None:
            counts[before] -= 1
        if after is not None:
            counts[after] += 1
        self.question = replace(self.question, **counts)

    def _forget_answer(self, image_id: int) -> None:
        self._given.pop(image_id, None)
        self._items.pop(image_id, None)
        self._asked_for.discard(image_id)

    # Reading ahead

    def _show(self) -> None:
        around = self._queue[max(self._at - 1, 0) : self._at + 1 + AHEAD]
        self._items = {key: item for key, item in self._items.items() if key in around}
        self._asked_for &= set(around)
        for image_id in [*around[1:], *around[:1]] if self._at else around:
            self._read(image_id)
        self.image_changed.emit()

    def _read(self, image_id: int) -> None:
        question = self.question
        if question is None or image_id in self._asked_for:
            return
        self._asked_for.add(image_id)
        catalogue, generation = self._context.catalogue, self._generation

        def done(item: AskedImage | None) -> None:
            if image_id in self._asked_for and self._is_still_asked(question):
                self._take_item(image_id, item)

        def failed(error: Exception) -> None:
            if generation == self._generation:
                self._fail(error)

        self._context.reads.submit(
            lambda: read_asked(catalogue, question.id, image_id), done, failed
        )

    def _is_still_asked(self, question: QuestionRecord) -> bool:
        return self.question is not None and self.question.id == question.id

    def _take_item(self, image_id: int, item: AskedImage | None) -> None:
        if item is None or not item.image.readable_in_use:
            shown = image_id == self.image_id
            place = self._queue.index(image_id) if image_id in self._queue else -1
            if place >= 0:
                del self._queue[place]
                self._at -= place < self._at
            if shown:
                self._show()
            return
        self._items[image_id] = item
        if image_id == self.image_id or image_id in self._queue[self._at : self._at + 1 + AHEAD]:
            self.image_changed.emit()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.is_reading = False
        self.image_changed.emit()
        self.failed.emit(error)

    # What others do

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        """An answer that is undone is asked about again at once; other changes are read anew."""
        own = change.change_id in self._own_changes
        self._own_changes.discard(change.change_id)
        question = self.question
        if own or question is None:
            return
        command = str(change.details.get("command", "")) or change.command
        if command in (ANSWER, TAKE_BACK):
            if change.details.get("question_id") == question.id:
                self._follow_answers(change, is_turn=change.command in TURNS)
        elif change.in_use_changed or change.images_unknown:
            self.reload(keep_image=True)
        elif self.image_id in change.image_ids:
            self._forget_answer(self.image_id)
            self._show()

    def _follow_answers(self, change: ChangeSet, *, is_turn: bool) -> None:
        for image_id in change.image_ids:
            self._forget_answer(image_id)
        if is_turn and len(change.image_ids) == 1:
            self.go_to(next(iter(change.image_ids)))
        else:
            self.reload(keep_image=True)
