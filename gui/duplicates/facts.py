"""What is known of the images of a cluster, a column each, and in what they differ."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from engine.answers.duplicates.cards import ClusterCard, MemberFacts
from engine.duplicates.keeper import UPSCALED
from gui.duplicates import words
from gui.words.amounts import size
from gui.words.times import local_time, local_time_of_day


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact of each image; ``differs``: where it is another than that of the one that stays."""

    name: str
    values: tuple[str, ...]
    differs: tuple[bool, ...]


def fact_rows(
    card: ClusterCard,
    members: Sequence[MemberFacts],
    keeper: int,
    contradicting: Mapping[int, str],
    done: Mapping[int, str],
) -> list[FactRow]:
    """Facts of these members of a cluster; ``contradicting``: by image, the labels rejected for it;
    ``done``: by image, what was done to it against the one that stays.

    A fact that no image has is left out.
    """
    translate = QCoreApplication.translate
    kept = next(one for one in card.members if one.image.id == keeper)
    kept_labels = _labels(kept)

    def labels(one: MemberFacts) -> str:
        names = sorted(_labels(one))
        return ", ".join(name if name in kept_labels else f"+ {name}" for name in names)

    def decision(one: MemberFacts) -> str:
        place = words.place_text(card, one.image.id, keeper)
        if one.image.id not in card.others(keeper) or keeper != card.keeper_id:
            return place
        # That it is set aside stands above the picture; in a narrow column the reason counts.
        return words.reason_text(card.reasons.get(one.image.id)) or place

    facts: list[tuple[str, Callable[[MemberFacts], str]]] = [
        (translate("Duplicates", "Decision"), decision),
        (translate("Duplicates", "What was done"), lambda one: done.get(one.image.id, "")),
        (translate("Duplicates", "Name"), _name),
        (translate("Duplicates", "Folder"), lambda one: one.image.folder or "/"),
        (translate("Duplicates", "Dimensions"), _dimensions),
        (translate("Duplicates", "File"), _file),
        (translate("Duplicates", "Compression"), _compression),
        (translate("Duplicates", "Sharpness"), _sharpness),
        (translate("Duplicates", "Colour profile"), lambda one: _profile(one, card.members)),
        (translate("Duplicates", "Taken"), _taken),
        (translate("Duplicates", "Changed"), lambda one: _changed(one, card.members)),
        (translate("Duplicates", "Title"), lambda one: one.image.title),
        (translate("Duplicates", "Labels"), labels),
        (
            translate("Duplicates", "Rejected labels"),
            lambda one: contradicting.get(one.image.id, ""),
        ),
    ]
    rows = []
    for name, told in facts:
        values, of_kept = tuple(told(one) for one in members), told(kept)
        if any(values):
            rows.append(FactRow(name, values, tuple(value != of_kept for value in values)))
    return rows


def _labels(one: MemberFacts) -> set[str]:
    return {label.label_name for label in one.labels}


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


def _compression(one: MemberFacts) -> str:
    pixels = (one.image.width_px or 0) * (one.image.height_px or 0)
    if not pixels:
        return ""
    return QCoreApplication.translate("Duplicates", "{bits} bits per pixel").format(
        bits=words.figure(8 * one.image.size_bytes / pixels)
    )


def _profile(one: MemberFacts, members: Sequence[MemberFacts]) -> str:
    """What the profile calls itself; that there is none matters beside one that has one."""
    if one.measured is None:
        return ""
    named = any(other.measured is not None and other.measured.color_profile for other in members)
    if named and not one.measured.color_profile:
        return QCoreApplication.translate("Duplicates", "none")
    return one.measured.color_profile


def _taken(one: MemberFacts) -> str:
    return local_time(one.image.captured_at) if one.image.captured_at else ""


def _sharpness(one: MemberFacts) -> str:
    return words.figure(one.measured.resolution.sharpness) if one.measured is not None else ""


def _changed(one: MemberFacts, members: Sequence[MemberFacts]) -> str:
    """When the file was changed, with the seconds where another was changed in the same minute."""
    moment = _modified(one)
    text = local_time(moment)
    ties = any(
        other.image.id != one.image.id
        and _modified(other) != moment
        and local_time(_modified(other)) == text
        for other in members
    )
    return f"{text} ({local_time_of_day(moment)})" if ties else text


def _modified(one: MemberFacts) -> str:
    moment = datetime.fromtimestamp(one.image.modified_ns // 10**9, tz=UTC)
    return moment.isoformat()
