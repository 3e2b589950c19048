"""What the Review page says when there is no image to review, and the one button it offers."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Signal, Slot
from PySide6.QtWidgets import QWidget

from db.records import QueueOrder
from gui.widgets.empty_state import EmptyState
from gui.words.amounts import number


class Offer(StrEnum):
    """What the button does."""

    NONE = ""
    ENCODE = "encode"
    SUGGEST = "suggest"
    QUEUES = "queues"
    LIBRARY = "library"
    SKIPPED = "skipped"
    WHOLE_QUEUE = "whole queue"
    MISSING = "missing"
    RETRY = "retry"


@dataclass(frozen=True, slots=True)
class EmptyFacts:
    """What is known when the queue has no image to show.

    ``reviewed``, ``skipped``, ``accepted`` and ``rejected`` count what was done since the page
    was opened; ``narrowed`` says that the queue is limited to a label or picked images;
    ``searched`` is a queue that a search of its own fills, ``unlabelled``: it is that of images
    without a label; ``can_suggest`` says that the suggester
    in use has something to go by: labelled images, or the names of labels; ``at_work`` is the job
    that runs now, "" for none.
    """

    image_count: int
    encoded: bool
    can_suggest: bool
    has_run: bool
    narrowed: bool
    searched: QueueOrder | None = None
    unlabelled: bool = False
    reviewed: int = 0
    skipped: int = 0
    accepted: int = 0
    rejected: int = 0
    at_work: str = ""


@dataclass(frozen=True, slots=True)
class EmptyMessage:
    """A title, a sentence and at most one button."""

    icon: str
    title: str
    sentence: str
    button: str = ""
    offer: Offer = Offer.NONE


def _count(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=number(count))


def what_was_done(facts: EmptyFacts) -> str:
    """ "You reviewed 37 images, accepted 80 suggestions and rejected 12." """
    images = _count(
        facts.reviewed,
        QCoreApplication.translate("ReviewEmpty", "1 image"),
        QCoreApplication.translate("ReviewEmpty", "{count} images"),
    )
    if not facts.accepted and not facts.rejected:
        return QCoreApplication.translate("ReviewEmpty", "You reviewed {images}.").format(
            images=images
        )
    accepted = _count(
        facts.accepted,
        QCoreApplication.translate("ReviewEmpty", "1 suggestion"),
        QCoreApplication.translate("ReviewEmpty", "{count} suggestions"),
    )
    text = QCoreApplication.translate(
        "ReviewEmpty", "You reviewed {images}, accepted {accepted} and rejected {rejected}."
    )
    return text.format(images=images, accepted=accepted, rejected=number(facts.rejected))


def empty_message(facts: EmptyFacts) -> EmptyMessage:
    """The state of a page without an image, told in one sentence with one thing to do."""
    translate = QCoreApplication.translate
    if facts.skipped:
        skipped = _count(
            facts.skipped,
            translate("ReviewEmpty", "Go through the skipped image"),
            translate("ReviewEmpty", "Go through {count} skipped images"),
        )
        done = what_was_done(facts) if facts.reviewed else ""
        passed = _count(
            facts.skipped,
            translate("ReviewEmpty", "You passed over 1 image."),
            translate("ReviewEmpty", "You passed over {count} images."),
        )
        title = translate("ReviewEmpty", "End of the queue")
        return EmptyMessage("flag", title, f"{done} {passed}".strip(), skipped, Offer.SKIPPED)
    if facts.narrowed:
        sentence = translate("ReviewEmpty", "None of these images is waiting for review.")
        if facts.reviewed:
            sentence = what_was_done(facts)
        return EmptyMessage(
            "circle-check",
            translate("ReviewEmpty", "Nothing left here"),
            sentence,
            translate("ReviewEmpty", "Review all images"),
            Offer.WHOLE_QUEUE,
        )
    if facts.searched is not None and facts.encoded and facts.image_count:
        return _after_a_search(facts, facts.searched)
    if facts.reviewed:
        sentence = translate(
            "ReviewEmpty", "{done} Suggestions can now be made from what you decided."
        ).format(done=what_was_done(facts))
        return EmptyMessage(
            "circle-check",
            translate("ReviewEmpty", "Nothing left to review"),
            sentence,
            translate("ReviewEmpty", "Make new suggestions"),
            Offer.SUGGEST,
        )
    return _before_the_first_review(facts)


def _after_a_search(facts: EmptyFacts, order: QueueOrder) -> EmptyMessage:
    translate = QCoreApplication.translate
    if not facts.has_run:
        return EmptyMessage(
            "search",
            translate("ReviewEmpty", "Nabolag has not looked yet"),
            translate(
                "ReviewEmpty",
                "It compares every labelled image with the others. After that it can show labels "
                "that are probably wrong or missing, and the images most worth labelling next.",
            ),
            translate("ReviewEmpty", "Look now"),
            Offer.QUEUES,
        )
    titles = {
        QueueOrder.TEACHES_MOST: translate("ReviewEmpty", "Every image has a label"),
        QueueOrder.PROBABLY_WRONG: translate("ReviewEmpty", "No label looks wrong"),
        QueueOrder.PROBABLY_MISSING: translate("ReviewEmpty", "No label seems to be missing"),
    }
    again = translate("ReviewEmpty", "After more labels have been added or removed, look again.")
    done = what_was_done(facts) if facts.reviewed else ""
    return EmptyMessage(
        "circle-check",
        titles[order],
        f"{done} {again}".strip(),
        translate("ReviewEmpty", "Look again"),
        Offer.QUEUES,
    )


def _before_the_first_review(facts: EmptyFacts) -> EmptyMessage:
    translate = QCoreApplication.translate
    library = translate("ReviewEmpty", "Go to the library")
    at_work = _at_work(facts)
    if at_work is not None:
        title, sentence = at_work
        return EmptyMessage("loader-circle", title, sentence, library, Offer.LIBRARY)
    if facts.image_count == 0:
        return EmptyMessage(
            "image-off",
            translate("ReviewEmpty", "No images"),
            translate("ReviewEmpty", "This catalogue has no image that can be shown."),
            library,
            Offer.LIBRARY,
        )
    if not facts.encoded:
        return EmptyMessage(
            "sparkles",
            translate("ReviewEmpty", "The images are not encoded yet"),
            translate(
                "ReviewEmpty",
                "Suggestions come from similar labelled images. Nabolag first looks at every "
                "image once; that takes some minutes and goes on in the background.",
            ),
            translate("ReviewEmpty", "Encode images"),
            Offer.ENCODE,
        )
    if not facts.can_suggest:
        return EmptyMessage(
            "tags",
            translate("ReviewEmpty", "Too few labelled images"),
            translate(
                "ReviewEmpty",
                "Suggestions come from images that carry labels, and there are none yet. Select "
                "a few images in the library that show the same thing and label them.",
            ),
            library,
            Offer.LIBRARY,
        )
    if not facts.has_run:
        return EmptyMessage(
            "sparkles",
            translate("ReviewEmpty", "No suggestions yet"),
            translate("ReviewEmpty", "Labels can be suggested from similar labelled images."),
            translate("ReviewEmpty", "Make suggestions"),
            Offer.SUGGEST,
        )
    if facts.unlabelled:
        return EmptyMessage(
            "circle-check",
            translate("ReviewEmpty", "No unlabelled image is waiting"),
            translate(
                "ReviewEmpty",
                "What may be missing or wrong on images that have labels has queues of its own.",
            ),
            translate("ReviewEmpty", "Look for missing labels"),
            Offer.MISSING,
        )
    return EmptyMessage(
        "circle-check",
        translate("ReviewEmpty", "Nothing to review"),
        translate(
            "ReviewEmpty",
            "Every suggestion has been decided. Label more images in the library, then make "
            "suggestions again.",
        ),
        translate("ReviewEmpty", "Make new suggestions"),
        Offer.SUGGEST,
    )


def _at_work(facts: EmptyFacts) -> tuple[str, str] | None:
    """What is being done so that there will be something to review; None for nothing."""
    translate = QCoreApplication.translate
    meanwhile = translate("ReviewEmpty", "Look around in the library meanwhile.")
    told = {
        "scan": (
            translate("ReviewEmpty", "The archive is being read"),
            translate("ReviewEmpty", "Suggestions follow when every image was looked at."),
        ),
        "encode": (
            translate("ReviewEmpty", "Every image is being looked at"),
            translate("ReviewEmpty", "Suggestions follow right after it."),
        ),
        "tune": (
            translate("ReviewEmpty", "Suggestions are being made"),
            translate("ReviewEmpty", "They appear here as soon as they are there."),
        ),
    }
    told["first-suggestions"] = told["suggest"] = told["tune"]
    if facts.at_work not in told or (facts.image_count and facts.encoded and facts.has_run):
        return None
    title, sentence = told[facts.at_work]
    return title, f"{sentence} {meanwhile}"


def loading_sentence() -> str:
    """Said while the queue is being read, where that takes long enough to see."""
    return QCoreApplication.translate("ReviewEmpty", "Looking for images…")


def failure_message(sentence: str) -> EmptyMessage:
    """Said when the queue could not be read."""
    return EmptyMessage(
        "circle-alert",
        QCoreApplication.translate("ReviewEmpty", "The queue could not be read"),
        sentence,
        QCoreApplication.translate("ReviewEmpty", "Try again"),
        Offer.RETRY,
    )


class EmptyPanel(EmptyState):
    """Says a message; its button offers what the message offers."""

    offered = Signal(str)
    """The Offer whose button was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer = Offer.NONE

    def show_message(self, message: EmptyMessage) -> None:
        """Show a message."""
        self._offer = message.offer
        self.say(message.icon, message.sentence, message.button, self._press, title=message.title)

    @Slot()
    def _press(self) -> None:
        self.offered.emit(str(self._offer))
