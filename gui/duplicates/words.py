"""What the Duplicates page says: how sure it is, what was done to a copy, why an image stays."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from db.duplicate_records import IMPORTED, DuplicatePair
from engine.answers.duplicates.cards import ClusterCard
from engine.answers.duplicates.deciding import CertainPreview
from engine.answers.duplicates.questions import Questions
from engine.duplicates.differences import is_first_the_copy, opposite_differences
from engine.duplicates.keeper import ORIGINAL, PATH, Part, Reason
from engine.jobs.duplicates.tables import TakenTable
from gui.words.amounts import counted, number, percentage

HALF_LEAST, HALF_MOST = 0.47, 0.53
OF_BOTH = ("same-file", "same-pixels", "mirrored", "recolored", "retouched", IMPORTED)
"""Differences that say nothing of which of two was made of the other."""
LARGER_TIMES = 1.95
"""Factor a side from which a larger copy is told by it, below by what it is larger by."""


def part_name(part: str) -> str:
    """A part of the keeper's rule, as it stands in the list of parts."""
    names = {
        Part.NOT_UPSCALED: QCoreApplication.translate("Duplicates", "Not upscaled"),
        Part.DIMENSIONS: QCoreApplication.translate("Duplicates", "More pixels"),
        Part.FORMAT: QCoreApplication.translate("Duplicates", "Better file format"),
        Part.BYTES: QCoreApplication.translate("Duplicates", "Larger file"),
        Part.SHARPNESS: QCoreApplication.translate("Duplicates", "Sharper"),
        Part.LABELS: QCoreApplication.translate("Duplicates", "More labels"),
        Part.CAPTURED: QCoreApplication.translate("Duplicates", "Taken first"),
        Part.NAME: QCoreApplication.translate("Duplicates", "Name fits the pattern"),
        Part.FOLDER: QCoreApplication.translate("Duplicates", "Folder fits the pattern"),
        Part.OLDEST: QCoreApplication.translate("Duplicates", "Oldest file"),
    }
    return names[Part(part)]


def _better(part: Part) -> str:
    names = {
        Part.NOT_UPSCALED: QCoreApplication.translate("Duplicates", "not upscaled"),
        Part.DIMENSIONS: QCoreApplication.translate("Duplicates", "larger"),
        Part.FORMAT: QCoreApplication.translate("Duplicates", "better format"),
        Part.BYTES: QCoreApplication.translate("Duplicates", "larger file"),
        Part.SHARPNESS: QCoreApplication.translate("Duplicates", "sharper"),
        Part.LABELS: QCoreApplication.translate("Duplicates", "more labels"),
        Part.CAPTURED: QCoreApplication.translate("Duplicates", "taken earlier"),
        Part.NAME: QCoreApplication.translate("Duplicates", "better name"),
        Part.FOLDER: QCoreApplication.translate("Duplicates", "better folder"),
        Part.OLDEST: QCoreApplication.translate("Duplicates", "older file"),
    }
    return names[part]


def _worse(part: str) -> str:
    names = {
        Part.NOT_UPSCALED: QCoreApplication.translate("Duplicates", "upscaled"),
        Part.DIMENSIONS: QCoreApplication.translate("Duplicates", "smaller"),
        Part.FORMAT: QCoreApplication.translate("Duplicates", "lesser format"),
        Part.BYTES: QCoreApplication.translate("Duplicates", "smaller file"),
        Part.SHARPNESS: QCoreApplication.translate("Duplicates", "blurrier"),
        Part.LABELS: QCoreApplication.translate("Duplicates", "fewer labels"),
        Part.CAPTURED: QCoreApplication.translate("Duplicates", "no date, or later"),
        Part.NAME: QCoreApplication.translate("Duplicates", "name does not fit"),
        Part.FOLDER: QCoreApplication.translate("Duplicates", "folder does not fit"),
        Part.OLDEST: QCoreApplication.translate("Duplicates", "newer file"),
        ORIGINAL: QCoreApplication.translate("Duplicates", "not an original"),
        PATH: QCoreApplication.translate("Duplicates", "no better in anything"),
    }
    return names[part]


def reason_text(reason: Reason | None) -> str:
    """Why an image does not stay: "larger, but upscaled"; empty for none."""
    if reason is None:
        return ""
    worse = _worse(reason.part)
    if not reason.but:
        return worse
    # The first that speaks for it will do: all of them make a riddle of a caption.
    better = _better(reason.but[0])
    return QCoreApplication.translate("Duplicates", "{better}, but {worse}").format(
        better=better, worse=worse
    )


def place_text(card: ClusterCard, image_id: int, keeper: int) -> str:
    """Whether an image stays where a cluster is accepted with this keeper."""
    if image_id == keeper:
        return QCoreApplication.translate("Duplicates", "stays")
    if image_id in card.stays:
        return QCoreApplication.translate("Duplicates", "original, stays")
    return QCoreApplication.translate("Duplicates", "set aside")


def sureness(card: ClusterCard) -> str:
    """How sure it is that a cluster belongs together."""
    if card.certain:
        return QCoreApplication.translate("Duplicates", "Certain")
    return QCoreApplication.translate("Duplicates", "Probably ({percent})").format(
        percent=percentage(card.probability)
    )


def size_text(card: ClusterCard) -> str:
    """How many images a cluster has."""
    return images_text(len(card.members))


def images_text(count: int) -> str:
    """ "1 image", "12 images"."""
    return counted(
        count,
        QCoreApplication.translate("Duplicates", "1 image"),
        QCoreApplication.translate("Duplicates", "{count} images"),
    )


def weakest_text(card: ClusterCard) -> str:
    """Which two images hold a cluster together least; empty where all is certain, or of two."""
    if card.certain or len(card.members) < 3:
        return ""
    names = {one.image.id: one.image.path.rpartition("/")[2] for one in card.members}
    first, second = (names.get(one, "") for one in card.weakest)
    if not first or not second:
        return ""
    return QCoreApplication.translate("Duplicates", "Least alike: {first} and {second}").format(
        first=first, second=second
    )


def differences_text(differences: Iterable[Mapping[str, Any]]) -> str:
    """What was done to the copy: "cropped, half size"; empty where nothing is known."""
    return ", ".join(filter(None, map(_difference, differences)))


def done_to_others(pairs: Iterable[DuplicatePair], keeper: int) -> dict[int, str]:
    """By image, what was done to it against the one that stays, of those compared with that one."""
    done = {}
    for pair in pairs:
        if pair[0] == keeper:
            done[pair[1]] = differences_text(pair.differences)
        elif pair[1] == keeper:
            done[pair[0]] = differences_text(opposite_differences(pair.differences))
    return done


def sided_differences_text(differences: Iterable[Mapping[str, Any]]) -> str:
    """What was done to the copy of two that stand side by side, the first on the left: "On the
    left: cropped, half size". What holds for both has no side."""
    found = list(differences)
    of_both = [one for one in found if one.get("code") in OF_BOTH]
    of_one = [one for one in found if one.get("code") not in OF_BOTH]
    if is_first_the_copy(of_one):
        text = QCoreApplication.translate("Duplicates", "On the left: {differences}")
        told = differences_text(opposite_differences(of_one))
    else:
        text = QCoreApplication.translate("Duplicates", "On the right: {differences}")
        told = differences_text(of_one)
    sided = text.replace("{differences}", told) if told else ""
    return "   ".join(filter(None, (differences_text(of_both), sided)))


def _difference(found: Mapping[str, Any]) -> str:
    code, amount = str(found.get("code", "")), float(found.get("amount") or 0.0)
    if code == "smaller":
        if HALF_LEAST <= amount <= HALF_MOST:
            return QCoreApplication.translate("Duplicates", "half size")
        amount = 1 - amount
    elif code == "larger":
        if amount >= LARGER_TIMES:
            return QCoreApplication.translate("Duplicates", "{factor} times as large").format(
                factor=figure(amount, 1)
            )
        amount = amount - 1
    texts: dict[str, Callable[[], str]] = {
        "same-file": lambda: QCoreApplication.translate("Duplicates", "the same file"),
        "same-pixels": lambda: QCoreApplication.translate("Duplicates", "the same in every pixel"),
        "smaller": lambda: QCoreApplication.translate("Duplicates", "{percent} smaller"),
        "larger": lambda: QCoreApplication.translate("Duplicates", "{percent} larger"),
        "cropped": lambda: QCoreApplication.translate("Duplicates", "cropped by {percent}"),
        "extended": lambda: QCoreApplication.translate("Duplicates", "shows {percent} more"),
        "border": lambda: QCoreApplication.translate("Duplicates", "with a border"),
        "unframed": lambda: QCoreApplication.translate("Duplicates", "without the border"),
        "turned": lambda: QCoreApplication.translate("Duplicates", "turned by {degrees}°"),
        "mirrored": lambda: QCoreApplication.translate("Duplicates", "mirrored"),
        "grey": lambda: QCoreApplication.translate("Duplicates", "in grey"),
        "colored": lambda: QCoreApplication.translate("Duplicates", "in colour"),
        "brighter": lambda: QCoreApplication.translate("Duplicates", "brighter"),
        "darker": lambda: QCoreApplication.translate("Duplicates", "darker"),
        "recolored": lambda: QCoreApplication.translate("Duplicates", "other colours"),
        "retouched": lambda: QCoreApplication.translate("Duplicates", "something added or removed"),
        "stretched": lambda: QCoreApplication.translate("Duplicates", "stretched"),
        IMPORTED: lambda: QCoreApplication.translate("Duplicates", "named by {program}"),
    }
    text = texts.get(code)
    if text is None:
        return ""
    figures = (
        text().replace("{percent}", percentage(amount)).replace("{degrees}", str(round(amount)))
    )
    return figures.replace("{program}", str(found.get("from", "")))


def thought_text(probability: float) -> str:
    """What the model thinks of a pair before anybody answers."""
    percent = percentage(probability)
    if probability >= 0.5:
        return QCoreApplication.translate("Duplicates", "Probably the same: {percent}").format(
            percent=percent
        )
    return QCoreApplication.translate("Duplicates", "Probably not the same: {percent}").format(
        percent=percentage(1 - probability)
    )


def progress_text(found: Questions) -> str:
    """How far the answers have come, and how many more it may take."""
    answered = counted(
        found.answered,
        QCoreApplication.translate("Duplicates", "1 answer"),
        QCoreApplication.translate("Duplicates", "{count} answers"),
    )
    more = found.convergence.more_answers
    if found.convergence.settled:
        rest = QCoreApplication.translate("Duplicates", "more would change little")
    elif more is None:
        rest = QCoreApplication.translate("Duplicates", "how many more it takes cannot be said yet")
    else:
        rest = counted(
            more,
            QCoreApplication.translate("Duplicates", "about 1 more until it is sure"),
            QCoreApplication.translate("Duplicates", "about {count} more until it is sure"),
        )
    return f"{answered}; {rest}"


def new_images_text(count: int) -> str:
    """How many images are new since the last search."""
    return counted(
        count,
        QCoreApplication.translate("Duplicates", "1 image was not compared yet"),
        QCoreApplication.translate("Duplicates", "{count} images were not compared yet"),
    )


def taken_text(taken: TakenTable) -> str:
    """What came of the result of another program."""
    parts = [
        counted(
            taken.suspected,
            QCoreApplication.translate("Duplicates", "1 pair to look at was named."),
            QCoreApplication.translate("Duplicates", "{count} pairs to look at were named."),
        )
    ]
    if taken.answers:
        answers = counted(
            taken.answers,
            QCoreApplication.translate("Duplicates", "1 answer was taken."),
            QCoreApplication.translate("Duplicates", "{count} answers were taken."),
        )
        parts.append(answers)
    if taken.unknown:
        left_out = counted(
            len(taken.unknown),
            QCoreApplication.translate("Duplicates", "1 file is not in the catalogue: {file}."),
            QCoreApplication.translate(
                "Duplicates", "{count} files are not in the catalogue, as {file}."
            ),
        )
        parts.append(left_out.replace("{file}", taken.unknown[0]))
    return " ".join(parts)


def clusters_text(clusters: int, certain: int) -> str:
    """How many clusters wait."""
    waiting = counted(
        clusters,
        QCoreApplication.translate("Duplicates", "1 cluster"),
        QCoreApplication.translate("Duplicates", "{count} clusters"),
    )
    sure = QCoreApplication.translate("Duplicates", "{count} certain").format(count=number(certain))
    return f"{waiting}, {sure}"


def preview_text(found: CertainPreview) -> str:
    """What accepting all certain clusters would do."""
    lines = [
        counted(
            found.images,
            QCoreApplication.translate("Duplicates", "1 image is set aside; nothing is deleted."),
            QCoreApplication.translate(
                "Duplicates", "{count} images are set aside; nothing is deleted."
            ),
        ),
        counted(
            found.labels,
            QCoreApplication.translate("Duplicates", "1 label is handed over to those that stay."),
            QCoreApplication.translate(
                "Duplicates", "{count} labels are handed over to those that stay."
            ),
        ),
    ]
    if found.titles:
        lines.append(
            counted(
                found.titles,
                QCoreApplication.translate("Duplicates", "1 title is handed over."),
                QCoreApplication.translate("Duplicates", "{count} titles are handed over."),
            )
        )
    if found.contradicting:
        lines.append(
            counted(
                found.contradicting,
                QCoreApplication.translate(
                    "Duplicates", "1 label contradicts an earlier answer and is not handed over."
                ),
                QCoreApplication.translate(
                    "Duplicates",
                    "{count} labels contradict earlier answers and are not handed over.",
                ),
            )
        )
    lines.append(QCoreApplication.translate("Duplicates", "One undo takes all of it back."))
    return "\n".join(lines)


def figure(value: float, decimals: int = 2) -> str:
    """A measured figure in the person's language."""
    return QLocale().toString(value, "f", decimals)
