"""Clusters and images that are set aside, as rows of thumbnails."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from engine.answers.duplicates.cards import ClusterCard, MemberFacts
from gui.duplicates import words
from gui.duplicates.rows import Row, Thumb
from gui.words.amounts import number, size


def cluster_row(card: ClusterCard, keeper: int) -> Row:
    """A cluster with the one that stays marked, and why the others do not."""
    chosen = keeper != card.keeper_id
    lines = list(filter(None, (words.size_text(card), words.weakest_text(card))))
    labels = _labels_to_hand(card, keeper)
    if labels:
        lines.append(
            QCoreApplication.translate("Duplicates", "Labels to hand over: {count}").format(
                count=number(labels)
            )
        )
    return Row(
        words.sureness(card),
        tuple(lines),
        "circle-check" if card.certain else "circle-dashed",
        tuple(_thumb(card, one, keeper, chosen=chosen) for one in card.members),
    )


def aside_row(keeper: MemberFacts, others: Sequence[MemberFacts]) -> Row:
    """One that stays, and those set aside for it."""
    stays = QCoreApplication.translate("Duplicates", "stays")
    thumbs = [_plain(keeper, stays, "check")]
    thumbs += [_plain(one, _aside_caption(one), "") for one in others]
    return Row(
        keeper.image.path.rpartition("/")[2],
        (
            QCoreApplication.translate("Duplicates", "{images} set aside").format(
                images=words.images_text(len(others))
            ),
        ),
        "",
        tuple(thumbs),
    )


def _aside_caption(one: MemberFacts) -> str:
    if one.image.status == "missing":
        return QCoreApplication.translate("Duplicates", "not in the archive")
    return size(one.image.size_bytes)


def _labels_to_hand(card: ClusterCard, keeper: int) -> int:
    others = set(card.others(keeper))
    has = {label.label_id for one in card.members if one.image.id == keeper for label in one.labels}
    handed = {
        label.label_id for one in card.members if one.image.id in others for label in one.labels
    }
    return len(handed - has)


def _thumb(card: ClusterCard, one: MemberFacts, keeper: int, *, chosen: bool) -> Thumb:
    if one.image.id not in card.others(keeper):
        return _plain(one, words.place_text(card, one.image.id, keeper), "check")
    # Reasons are the rule's: they say nothing where a person chose another one.
    caption = "" if chosen else words.reason_text(card.reasons.get(one.image.id))
    return _plain(one, caption, "")


def _plain(one: MemberFacts, caption: str, icon: str) -> Thumb:
    image = one.image
    lines = [image.path]
    if image.width_px and image.height_px:
        lines.append(f"{image.width_px} × {image.height_px} px, {size(image.size_bytes)}")
    if one.labels:
        lines.append(", ".join(label.label_name for label in one.labels))
    if caption:
        lines.append(caption)
    return Thumb(image.id, image.content_hash, caption, icon, "\n".join(lines))
