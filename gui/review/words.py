"""The sentences of the Review page, in the person's language."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QKeySequence

from db.records import ImageRecord, QueueOrder
from engine.answers.review import Message
from gui.review.desk.evidence import Evidence
from gui.review.desk.state import Explained, RowState, SuggestionRow, percent, taken_by_enter
from gui.review.empty import Offer
from gui.services import shortcuts
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.widgets.key_line import KEY_GAP, key_symbol
from gui.words.amounts import whole_percent
from gui.words.times import local_time

MESSAGES: dict[Message, tuple[str, Offer]] = {
    Message.NO_REFERENCES: (
        QT_TRANSLATE_NOOP(
            "Review", "No labelled images yet. Label a few in the library, or type a label below."
        ),
        Offer.LIBRARY,
    ),
    Message.REFERENCES_NOT_ENCODED: (
        QT_TRANSLATE_NOOP("Review", "The labelled images are not encoded yet."),
        Offer.ENCODE,
    ),
    Message.NO_WORDS: (
        QT_TRANSLATE_NOOP(
            "Review",
            "The encoder in use knows no words, so the names of labels say nothing to it. Choose "
            "another suggester or encoder.",
        ),
        Offer.NONE,
    ),
    Message.NO_CAPTIONS: (
        QT_TRANSLATE_NOOP(
            "Review", "There are no captions for this suggester to go by. Choose another suggester."
        ),
        Offer.NONE,
    ),
    Message.IMAGE_NOT_ENCODED: (
        QT_TRANSLATE_NOOP("Review", "This image is not encoded yet."),
        Offer.ENCODE,
    ),
    Message.IMAGE_NOT_READABLE: (
        QT_TRANSLATE_NOOP("Review", "Nothing can be suggested: the image cannot be read."),
        Offer.NONE,
    ),
    Message.IMAGE_GONE: (
        QT_TRANSLATE_NOOP("Review", "This image is no longer in the catalogue."),
        Offer.NONE,
    ),
    Message.NOTHING_CERTAIN_ENOUGH: (
        QT_TRANSLATE_NOOP(
            "Review", "Nothing is similar enough to suggest a label. Type one below."
        ),
        Offer.NONE,
    ),
    Message.ALL_DECIDED: (
        QT_TRANSLATE_NOOP("Review", "Every suggestion for this image is decided."),
        Offer.NONE,
    ),
}


QUEUES: dict[QueueOrder, tuple[str, str]] = {
    QueueOrder.UNLABELLED: (
        QT_TRANSLATE_NOOP("Review", "Unlabelled images"),
        QT_TRANSLATE_NOOP(
            "Review",
            "Images that came without labels: first those that take the fewest keys, begun ones "
            "last.",
        ),
    ),
    QueueOrder.PROBABLY_MISSING: (
        QT_TRANSLATE_NOOP("Review", "Probably missing"),
        QT_TRANSLATE_NOOP("Review", "Labelled images that seem to lack a label; surest first."),
    ),
    QueueOrder.PROBABLY_WRONG: (
        QT_TRANSLATE_NOOP("Review", "Probably wrong"),
        QT_TRANSLATE_NOOP("Review", "Labels that the other images speak against; surest first."),
    ),
    QueueOrder.TEACHES_MOST: (
        QT_TRANSLATE_NOOP("Review", "Improves suggestions most"),
        QT_TRANSLATE_NOOP(
            "Review", "Unlabelled images whose labels would help most with the others."
        ),
    ),
    QueueOrder.MOST_CONFIDENT: (
        QT_TRANSLATE_NOOP("Review", "Most confident first"),
        QT_TRANSLATE_NOOP(
            "Review", "All images with suggestions; by their surest suggestion, highest first."
        ),
    ),
    QueueOrder.LEAST_CONFIDENT: (
        QT_TRANSLATE_NOOP("Review", "Least confident first"),
        QT_TRANSLATE_NOOP(
            "Review", "All images with suggestions; by their surest suggestion, lowest first."
        ),
    ),
    QueueOrder.LABEL: (
        QT_TRANSLATE_NOOP("Review", "By label"),
        QT_TRANSLATE_NOOP("Review", "One label after the other; choose one to decide only that."),
    ),
    QueueOrder.FOLDER: (
        QT_TRANSLATE_NOOP("Review", "By folder"),
        QT_TRANSLATE_NOOP("Review", "All images with suggestions, as they lie in the archive."),
    ),
    QueueOrder.RANDOM: (
        QT_TRANSLATE_NOOP("Review", "Random"),
        QT_TRANSLATE_NOOP(
            "Review", "All images with suggestions, shuffled: to see how good they are."
        ),
    ),
}
"""What each queue is called, and in one sentence what it is for."""


def queue_name(order: QueueOrder) -> str:
    """What a queue is called."""
    return QCoreApplication.translate("Review", QUEUES[order][0])


def queue_purpose(order: QueueOrder) -> str:
    """What a queue is for."""
    return QCoreApplication.translate("Review", QUEUES[order][1])


def no_suggestions(message: Message) -> tuple[str, Offer]:
    """Why there are no suggestions, and what can be done about it."""
    text, offer = MESSAGES.get(message, ("", Offer.NONE))
    return (QCoreApplication.translate("Review", text) if text else ""), offer


def offer_text(offer: Offer) -> str:
    """A button's text."""
    texts = {
        Offer.ENCODE: QCoreApplication.translate("ReviewEmpty", "Encode images"),
        Offer.SUGGEST: QCoreApplication.translate("ReviewEmpty", "Make suggestions"),
        Offer.LIBRARY: QCoreApplication.translate("ReviewEmpty", "Go to the library"),
    }
    return texts.get(offer, "")


def doubt_hint(rows: Sequence[SuggestionRow]) -> str:
    """What the keys do to a label that is in question; empty where none is, or none is open."""
    translate = QCoreApplication.translate
    doubts = {row.doubt for row in rows if row.state is RowState.OPEN}
    keep, remove = (_key(shortcut_id) for shortcut_id in ("review.accept", "review.reject"))
    if "wrong" in doubts:
        text = translate("Review", "Probably wrong. {keep} keeps the label, {remove} removes it.")
        return text.format(keep=keep, remove=remove)
    if "missing" in doubts:
        text = translate("Review", "Probably missing. {add} adds the label, {reject} rejects it.")
        return text.format(add=keep, reject=remove)
    return ""


def _key(shortcut_id: str) -> str:
    keys = shortcuts.book().keys(shortcut_id)
    return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else "–"


def evidence_title(label_name: str, *, borrowed: bool = False, in_doubt: bool = False) -> str:
    """The heading over the similar images; ``borrowed``: they are not what led to the label."""
    if borrowed:
        similar = QCoreApplication.translate("Review", "Similar images for “{label}”")
        return similar.format(label=label_name)
    if in_doubt:
        doubtful = QCoreApplication.translate("Review", "Why “{label}” is in doubt")
        return doubtful.format(label=label_name)
    return QCoreApplication.translate("Review", "Why “{label}”").format(label=label_name)


def name_sentence(row: SuggestionRow | None) -> str:
    """ "the name matches at 0.27", where the suggester goes by names."""
    if row is None or row.name_similarity is None:
        return ""
    text = QCoreApplication.translate("Review", "The name matches the image at {similarity}")
    return text.format(similarity=QLocale().toString(row.name_similarity, "f", 2))


def evidence_sentence(evidence: Evidence) -> str:
    """ "4 similar labelled images speak for it, weighing 83 % together", and those against."""
    translate = QCoreApplication.translate
    if not evidence.votes_for:
        text = translate("Review", "No similar labelled image carries this label now")
    elif len(evidence.votes_for) == 1:
        text = translate("Review", "1 similar labelled image speaks for it, weighing {percent}")
    else:
        text = translate(
            "Review", "{count} similar labelled images speak for it, weighing {percent} together"
        )
    text = text.format(
        count=len(evidence.votes_for), percent=whole_percent(evidence.percent, some=False)
    )
    if evidence.votes_against:
        against = sum(card.weight_percent for card in evidence.votes_against)
        if len(evidence.votes_against) == 1:
            other = translate("Review", "1 speaks against it, weighing {percent}")
        else:
            other = translate("Review", "{count} speak against it, weighing {percent} together")
        other = other.format(count=len(evidence.votes_against), percent=whole_percent(against))
        text = f"{text}  ·  {other}"
    return text


def evidence_tooltip() -> str:
    """The technical words."""
    return QCoreApplication.translate(
        "Review",
        "Reference images, compared by the cosine similarity of their features and weighed by the "
        "suggester. The weights of those that carry the label add up to its confidence; where the "
        "suggestions are calibrated, the percentage beside the label is how often suggestions of "
        "that confidence were right.",
    )


def about_so_many_right(probability: float) -> str:
    """What a percentage means: "About 7 of 10 of these are right"."""
    of_ten = round(probability * 10)
    if probability >= 0.95:
        return QCoreApplication.translate("Review", "Nearly all of these are right")
    if of_ten == 0:
        return QCoreApplication.translate("Review", "Hardly any of these are right")
    text = QCoreApplication.translate("Review", "About {count} of 10 of these are right")
    return text.format(count=of_ten)


def evidence_note(row: SuggestionRow | None, *, borrowed: bool) -> str:
    """How the shown percentage goes with the weights of the similar images; "" where it is their
    sum."""
    translate = QCoreApplication.translate
    if borrowed and name_sentence(row):
        return translate("Review", "no image led to it; these are the most similar ones")
    if borrowed:
        return translate(
            "Review",
            "This suggester cannot say which images led to it; these are the most similar ones.",
        )
    if row is None or row.probability is None or row.doubt is not None:
        return ""
    text = translate("Review", "of 100 suggestions like this, about {count} were right")
    return text.format(count=percent(row.probability))


def confidence_text(
    row: SuggestionRow | None, evidence: Evidence, explained: Explained | None
) -> str:
    """ "four axle: 83 %", or how it changed since the comparison began: "83 % → 62 %"."""
    shares = whole_percent(evidence.percent, some=False)
    if explained is not None and explained.percent != evidence.percent:
        shares = f"{whole_percent(explained.percent, some=False)} → {shares}"
    text = f"{evidence.label_name}: {shares}"
    if row is None:
        gone = QCoreApplication.translate("Review", "no longer suggested")
        text = f"{text} ({gone})"
    return text


def unreadable_hint() -> str:
    """What to do about an image that cannot be shown."""
    return QCoreApplication.translate(
        "Review",
        "Labels can be put on it all the same. Space goes on to the next image; "
        "“Files with problems” in the File menu lists all such files.",
    )


def enter_key() -> str:
    """The key that takes what is ticked, by name."""
    keys = shortcuts.book().keys("review.accept_all")
    if keys and keys[0].toString() in ("Return", "Enter"):
        return QCoreApplication.translate("Review", "Enter")
    return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else "–"


def enter_sentence(rows: Sequence[SuggestionRow], *, whole_image: bool) -> str:
    """What the key that takes the ticked ones will do now: "Enter: add animals, birds".

    ``whole_image``: the image is reviewed by that; else only one label of it is asked about.
    """
    translate = QCoreApplication.translate
    taken = taken_by_enter(rows)
    kept = [row.label_name for row in taken if row.doubt == "wrong"]
    added = [row.label_name for row in taken if row.doubt != "wrong"]
    if added:
        text = translate("Review", "{enter}: add {labels}").format(
            enter=enter_key(), labels=", ".join(added)
        )
    elif kept:
        text = translate("Review", "{enter}: keep {labels}").format(
            enter=enter_key(), labels=", ".join(kept)
        )
    elif whole_image:
        text = translate("Review", "{enter}: nothing ticked, next").format(enter=enter_key())
    else:
        text = translate("Review", "{enter}: pass over").format(enter=enter_key())
    return text


def picture_facts(image: ImageRecord) -> str:
    """Title, day and folder of an image, as far as there are any, after its file's name."""
    name = image.path.rsplit("/", 1)[-1]
    taken = local_time(image.captured_at) if image.captured_at else ""
    facts = [image.title, name, taken, image.folder]
    return "  ·  ".join(fact for fact in facts if fact)


def ticked_from(level_percent: int) -> str:
    """From where on suggestions are ticked."""
    text = QCoreApplication.translate("Review", "Ticked from {percent}")
    return text.format(percent=whole_percent(level_percent))


def how_often_right(level_percent: int, right: int | None) -> str:
    """What ticking from a percentage means: "about 87 of 100 right"; "" where that is unknown."""
    if right is None:
        return ""
    text = QCoreApplication.translate("Review", "about {right} of 100 right at {percent} and above")
    return text.format(right=right, percent=whole_percent(level_percent))


def key_line() -> str:
    """The keys that matter, as they are set."""
    translate = QCoreApplication.translate
    entries = [
        ("review.accept_all", translate("Review", "take ticked, next")),
        ("review.toggle_1", translate("Review", "tick")),
        ("review.accept", translate("Review", "accept now")),
        ("review.reject", translate("Review", "reject")),
        ("review.reject_all", translate("Review", "reject all")),
        ("review.add_label", translate("Review", "add a label")),
        ("window.undo", translate("Review", "undo")),
        ("review.next", translate("Review", "next")),
        ("review.previous", translate("Review", "back")),
        ("review.evidence", translate("Review", "compare")),
        ("review.zoom", translate("Review", "zoom")),
        ("review.captions", translate("Review", "captions")),
    ]
    shown = []
    for shortcut_id, text in entries:
        keys = shortcuts.book().keys(shortcut_id)
        if not keys:
            continue
        shown_key = key_symbol(min(keys[:2], key=lambda one: len(one.toString())))
        if shortcut_id == "review.toggle_1" and shown_key == "1":
            shown_key = "1–9"
        shown.append(f"{shown_key} {text}")
    return KEY_GAP.join(shown)
