"""Which question is asked, about which image, what was answered, and how fast."""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from db.questions.records import Answer, QuestionRecord
from db.records import ChangeSet
from engine.answers.questions.queue import AskedImage, AskingOrder, QuestionQueue
from engine.errors import InputError
from gui.questions.reading import Learned, ToldImage, learn, read_told
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane

AHEAD = 6
"""Images that are read beforehand, so that the next one is there at once."""
KEPT_AHEAD = 2
"""Of those, the ones that are decoded by now: they come next whatever was learned meanwhile."""

MINUTE_S = 60.0
TURNS = ("undo", "redo")
ANSWER, TAKE_BACK = "answer_images", "take_back_answers"
FIRST_ORDER: AskingOrder = "mixed"


class AskingDesk(QObject):
    """Asks about one image after another. An answer shows at once and is written behind; what it
    teaches decides which images follow those at hand."""

    image_changed = Signal()
    """Another image is on show, or none, or what is known of it is new."""

    counts_changed = Signal()
    """How many are answered, left or being saved."""

    learned = Signal()
    """The head is new, or there is none any more."""

    failed = Signal(object)

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        # Of its own: captions that are read for the first time take a while.
        self._learning = Lane("questions", self)
        self.question: QuestionRecord | None = None
        self.order: AskingOrder = FIRST_ORDER
        self.held_out: Mapping[int, float] = {}
        """By answered image, the probability of a yes by a head that has not seen it."""
        self.is_learning = False
        self.is_encoded = True
        """False once it turned out that there is nothing to learn from."""
        self.saving = 0
        """Answers on their way to the catalogue."""
        self._queue: QuestionQueue | None = None
        self._images: list[AskedImage] = []
        """Those that were asked about, the one on show, and the next ones."""
        self._at = 0
        self._given: dict[int, Answer] = {}
        """What was answered on this page, before it is read again."""
        self._skipped: dict[int, AskedImage] = {}
        self._items: dict[int, ToldImage] = {}
        self._asked_for: set[int] = set()
        self._own_changes: set[int] = set()
        self._answered_at_s: deque[float] = deque()
        self._generation = 0
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._renew)

    # What is on show

    @property
    def current(self) -> AskedImage | None:
        """The image on show; None where there is none."""
        return self._images[self._at] if self._at < len(self._images) else None

    @property
    def image_id(self) -> int:
        """The image on show, 0 for none."""
        return self.current.image_id if self.current is not None else 0

    @property
    def item(self) -> ToldImage | None:
        """What is known of the image on show; None until it is read."""
        return self._items.get(self.image_id)

    @property
    def ahead(self) -> list[ToldImage]:
        """The next images, as far as they are read."""
        following = self._images[self._at + 1 :]
        return [self._items[one.image_id] for one in following if one.image_id in self._items]

    @property
    def is_reading(self) -> bool:
        """Whether it is not known yet what to ask about."""
        return self.question is not None and self._queue is None

    @property
    def answer_on_show(self) -> Answer | None:
        """What was answered of the image on show; None where nothing was."""
        given = self._given.get(self.image_id)
        if given is None and self.item is not None and self.item.given is not None:
            return self.item.given.answer
        return given

    @property
    def probability(self) -> float | None:
        """How likely a yes is of the image on show; None where nothing is predicted."""
        if self._queue is None or self.current is None:
            return None
        image_id = self.current.image_id
        known = self._queue.probability(image_id)
        return known if known is not None else self.held_out.get(image_id, self.current.probability)

    @property
    def left(self) -> int:
        """How many images have no answer and were not passed over."""
        if self._queue is None or self.question is None:
            return 0
        return max(self._queue.image_count - self.question.answered - len(self._skipped), 0)

    @property
    def skipped(self) -> int:
        """How many were passed over."""
        return len(self._skipped)

    @property
    def expected_yes(self) -> float | None:
        """How many of the images that are left are expected to be a yes; None where not known."""
        share = self._queue.expected_share if self._queue is not None else None
        return None if share is None else share * self.left

    @property
    def last_minute(self) -> int:
        """Answers given in the last 60 seconds."""
        now_s = time.monotonic()
        while self._answered_at_s and now_s - self._answered_at_s[0] > MINUTE_S:
            self._answered_at_s.popleft()
        return len(self._answered_at_s)

    # What is asked

    def ask(self, question: QuestionRecord | None) -> None:
        """Ask this question; what is known of it may be new."""
        known = self.question
        self.question = question
        if known is not None and question is not None and known.id == question.id:
            self.counts_changed.emit()
            return
        self._answered_at_s.clear()
        self.reload()

    def choose_order(self, order: AskingOrder) -> None:
        """Ask in another order from now on."""
        self.order = order
        if self._queue is not None:
            self._queue.order = order
            self._ask_anew(self._at if self.answer_on_show is None else self._at + 1)

    @Slot()
    def reload(self) -> None:
        """Read anew what there is to ask about."""
        self._generation += 1
        generation, question, order = self._generation, self.question, self.order
        self._queue, self._images, self._at = None, [], 0
        self.held_out = {}
        for kept in (self._given, self._skipped, self._items, self._asked_for):
            kept.clear()
        self.image_changed.emit()
        self.counts_changed.emit()
        self.learned.emit()
        if question is None:
            return
        catalogue = self._context.catalogue

        def use(queue: QuestionQueue) -> None:
            if generation == self._generation:
                self._queue = queue
                queue.order = self.order
                self._show()
                self.counts_changed.emit()
                self._learn()

        self._context.reads.submit(
            lambda: QuestionQueue(catalogue, question.id, order=order), use, self.failed.emit
        )

    def ask_skipped(self) -> None:
        """Go through the images that were passed over."""
        self._images, self._at = list(self._skipped.values()), 0
        self._skipped.clear()
        self._show()
        self.counts_changed.emit()

    def close_lane(self) -> None:
        """Learn nothing more."""
        self._learning.close()

    @Slot()
    def _renew(self) -> None:
        """Images or captions are new, or encoded by now."""
        self.is_encoded = True
        if self.question is not None and not self._context.hub.in_background:
            self.reload()

    # What a person does

    def answer(self, answer: Answer) -> None:
        """Answer for the image on show, and go to the next one without an answer."""
        asked, question = self.current, self.question
        if asked is None or question is None or self.item is None:
            return
        before = self.answer_on_show
        self._given[asked.image_id] = answer
        if before != answer:
            self._save(asked, answer, before)
        self._skipped.pop(asked.image_id, None)
        self._answered_at_s.append(time.monotonic())
        self._go_on()

    def skip(self) -> None:
        """Pass over the image on show; it is not asked about again before somebody wants to."""
        if self.current is not None:
            if self.answer_on_show is None:
                self._skipped[self.image_id] = self.current
            self._go_on()

    def back(self) -> None:
        """Show the image before; another answer replaces the one it has."""
        if self._at > 0:
            self._at -= 1
            self._show()

    def go_to(self, image_id: int) -> None:
        """Show an image, whether it has an answer or not."""
        if image_id == self.image_id:
            self._show()
            return
        known = next((one for one in self._images if one.image_id == image_id), None)
        if known is not None and image_id not in self._given:
            self._images.remove(known)
            self._at = min(self._at, len(self._images))
            known = None
        if known is not None:
            self._at = self._images.index(known)
        else:
            self._images.insert(self._at, AskedImage(image_id, ""))
        self._skipped.pop(image_id, None)
        self._show()

    def _go_on(self) -> None:
        self._at += 1
        while self.current is not None and self._is_done(self.current):
            self._at += 1
        self._show()
        self.counts_changed.emit()

    def _is_done(self, asked: AskedImage) -> bool:
        return asked.image_id in self._given or asked.image_id in self._skipped

    def _save(self, asked: AskedImage, answer: Answer, before: Answer | None) -> None:
        queue = self._queue
        if queue is None:
            return
        self._count(before, answer)
        self.saving += 1
        told = replace(asked, probability=self.probability)

        def run() -> ChangeSet:
            change = queue.answer(told, answer)
            self._own_changes.add(change.change_id)
            return change

        def done(_change: ChangeSet | None) -> None:
            self.saving -= 1
            self.counts_changed.emit()
            self._learn()

        def failed(error: Exception) -> None:
            self.saving -= 1
            self._forget_answer(asked.image_id)
            self._count(answer, before)
            self.go_to(asked.image_id)
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
        self.question = replace(
            self.question, yes=counts["yes"], no=counts["no"], unsure=counts["unsure"]
        )

    def _forget_answer(self, image_id: int) -> None:
        self._given.pop(image_id, None)
        self._items.pop(image_id, None)
        self._asked_for.discard(image_id)

    # Learning

    def _learn(self) -> None:
        queue, generation = self._queue, self._generation
        if queue is None or not queue.learn_is_due or self.is_learning or not self.is_encoded:
            return
        self.is_learning = True

        def done(learned: Learned | None) -> None:
            self.is_learning = False
            if generation == self._generation:
                self.held_out = learned.held_out if learned is not None else {}
                if learned is not None and self.order != "random":
                    self._ask_anew(self._at + 1 + KEPT_AHEAD)
                self.image_changed.emit()
                self.counts_changed.emit()
                self.learned.emit()
            self._learn()

        def failed(error: Exception) -> None:
            self.is_learning = False
            # Without features images are asked about all the same.
            self.is_encoded = not isinstance(error, InputError)
            if self.is_encoded and generation == self._generation:
                self.failed.emit(error)

        self._learning.submit(lambda: learn(queue), done, failed)

    def _ask_anew(self, start: int) -> None:
        """Have other images from a place of the list on, in the order in force."""
        if self._queue is not None:
            for asked in reversed(self._images[start:]):
                if not self._is_done(asked):
                    self._queue.hand_out_again(asked)
            del self._images[start:]
            self._show()

    # Reading ahead

    def _show(self) -> None:
        self._fill()
        around = [one.image_id for one in self._images[max(self._at - 1, 0) : self._at + 1 + AHEAD]]
        self._items = {key: item for key, item in self._items.items() if key in around}
        self._asked_for &= set(around)
        for image_id in [self.image_id, *around]:
            self._read(image_id)
        self.image_changed.emit()

    def _fill(self) -> None:
        """Have the next images at hand."""
        known = {one.image_id for one in self._images}
        while self._queue is not None and len(self._images) <= self._at + AHEAD:
            asked = self._queue.next_image()
            if asked is None:
                return
            if asked.image_id not in known or asked.image_id in self._given:
                self._images.append(asked)
                known.add(asked.image_id)

    def _read(self, image_id: int) -> None:
        question = self.question
        if question is None or not image_id or image_id in self._asked_for:
            return
        self._asked_for.add(image_id)
        catalogue, generation = self._context.catalogue, self._generation

        def done(item: ToldImage | None) -> None:
            if generation == self._generation and image_id in self._asked_for:
                self._take_item(image_id, item)

        self._context.reads.submit(
            lambda: read_told(catalogue, question.id, image_id), done, self.failed.emit
        )

    def _take_item(self, image_id: int, item: ToldImage | None) -> None:
        if item is not None and item.image.readable_in_use:
            self._items[image_id] = item
            self.image_changed.emit()
            return
        shown = image_id == self.image_id
        before = sum(one.image_id == image_id for one in self._images[: self._at])
        self._images = [one for one in self._images if one.image_id != image_id]
        self._at -= before
        if shown:
            self._show()

    # What others do

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        """An answer that is undone is asked about again at once; other changes are taken in."""
        own = change.change_id in self._own_changes
        self._own_changes.discard(change.change_id)
        queue, question, generation = self._queue, self.question, self._generation
        if own or queue is None or question is None:
            return
        if change.in_use_changed or change.images_unknown:
            self.reload()
            return
        command = str(change.details.get("command", "")) or change.command
        is_answer = command in (ANSWER, TAKE_BACK)
        if is_answer and change.details.get("question_id") != question.id:
            return
        is_turn = change.command in TURNS and is_answer and len(change.image_ids) == 1
        for image_id in change.image_ids:
            self._forget_answer(image_id)

        def done(_nothing: None) -> None:
            if generation != self._generation:
                return
            if is_turn:
                self.go_to(next(iter(change.image_ids)))
            else:
                self._show()

        if is_answer:
            self._context.reads.submit(lambda: queue.follow(change), done, self.failed.emit)
        elif self.image_id in change.image_ids:
            self._show()
