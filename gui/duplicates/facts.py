"""What is known of the images of a cluster, a column each, and in what they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from engine.answers.duplicates.cards import ClusterCard, MemberFacts
from engine.duplicates.keeper import UPSCALED
from gui.duplicates import words
from gui.words.amounts import size
from gui.words.times import local_time


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of each image; ``differs`` where they are not all alike."""

    name: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the images differ in it."""
        return len(set(self.values)) > 1


def fact_rows(
    card: ClusterCard,
    members: Sequence[MemberFacts],
    keeper: int,
    contradicting: Mapping[int, str],
) -> list[FactRow]:
    """Facts of these members; ``contradicting``: by image, the labels rejected for it."""
    translate = QCoreApplication.translate

    def row(name: str, values: Sequence[str]) -> FactRow:
        return FactRow(name, tuple(values))

    stays = translate("Duplicates", "stays")
    rows = [
        row(
            translate("Duplicates", "Decision"),
            [
                stays
                if one.image.id == keeper or one.image.id in card.stays
                else words.reason_text(card.reasons.get(one.image.id))
                if keeper == card.keeper_id
                else translate("Duplicates", "set aside")
                for one in members
            ],
        ),
        row(translate("Duplicates", "Name"), [_name(one) for one in members]),
        row(translate("Duplicates", "Folder"), [one.image.folder or "/" for one in members]),
        row(translate("Duplicates", "Dimensions"), [_dimensions(one) for one in members]),
        row(translate("Duplicates", "File"), [_file(one) for one in members]),
        row(translate("Duplicates", "Bits a pixel"), [_bits(one) for one in members]),
        row(translate("Duplicates", "Sharpness"), [_sharpness(one) for one in members]),
        row(
            translate("Duplicates", "Taken"),
            [local_time(one.image.captured_at) if one.image.captured_at else "" for one in members],
        ),
        row(translate("Duplicates", "Changed"), [_changed(one) for one in members]),
        row(translate("Duplicates", "Title"), [one.image.title for one in members]),
        row(
            translate("Duplicates", "Labels"),
            [", ".join(sorted(label.label_name for label in one.labels)) for one in members],
        ),
        row(
            translate("Duplicates", "Rejected labels"),
            [contradicting.get(one.image.id, "") for one in members],
        ),
    ]
    return [one for one in rows if any(one.values)]


def _name(one: MemberFacts) -> str:
    return one.image.path.rpartition("/")[2]


def _dimensions(one: MemberFacts) -> str:
    image = one.image
    if not image.width_px or not image.height_px:
        return ""
    text = f"{image.width_px} × {image.height_px} px"
    if one.measured is not None and one.measured.resolution.upscaled > UPSCALED:
        enlarged = words.figure(one.measured.resolution.upscaled, 1)
        return QCoreApplication.translate("Duplicates", "{size}, upscaled {factor} ×").format(
            size=text, factor=enlarged
        )
    return text


def _file(one: MemberFacts) -> str:
    return ", ".join(filter(None, (one.image.format, size(one.image.size_bytes))))


def _bits(one: MemberFacts) -> str:
    pixels = (one.image.width_px or 0) * (one.image.height_px or 0)
    return words.figure(8 * one.image.size_bytes / pixels) if pixels else ""


def _sharpness(one: MemberFacts) -> str:
    return words.figure(one.measured.resolution.sharpness) if one.measured is not None else ""


def _changed(one: MemberFacts) -> str:
    return local_time(datetime.fromtimestamp(one.image.modified_ns / 1e9, tz=UTC).isoformat())
