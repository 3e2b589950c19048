"""What a change of labels will do, in sentences, before it is done."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from db.repositories.label_effects import DeleteEffect, MergeEffect, MoveEffect, SplitEffect
from engine.jobs.keyword_list import KeywordListReading, WrittenKeywordList
from gui.labels.rows import LabelRow
from gui.words.amounts import counted, number
from gui.words.changes import quoted


def with_count(row: LabelRow) -> str:
    """A label with how many images carry it: "truck (412)"."""
    return f"{row.label.shown} ({number(row.label.image_count)})"


def merge(effect: MergeEffect) -> str:
    """What merging does."""
    translate = QCoreApplication.translate
    lines = [
        translate(
            "LabelEffects",
            "{gained} get “{label}”, {joined} have it already; {after} carry it then.",
        )
        .replace("{gained}", images(effect.images_gained))
        .replace("{joined}", number(effect.images_joined))
        .replace("{after}", number(effect.images_after))
        .replace("{label}", effect.target)
    ]
    if effect.aliases:
        text = translate("LabelEffects", "Other names of it will be: {names}.")
        lines.append(text.replace("{names}", quoted(list(effect.aliases))))
    if effect.children:
        text = translate("LabelEffects", "These will lie under it: {names}.")
        lines.append(text.replace("{names}", quoted(list(effect.children))))
    if effect.decisions:
        text = translate("LabelEffects", "{count} decisions on suggestions go along.")
        lines.append(text.replace("{count}", number(effect.decisions)))
    return _told(lines)


def delete(effect: DeleteEffect) -> str:
    """What deleting does."""
    translate = QCoreApplication.translate
    if effect.images:
        lines = [
            translate("LabelEffects", "{images} lose a label; {without} carry none then.")
            .replace("{images}", images(effect.images))
            .replace("{without}", number(effect.images_without))
        ]
    else:
        lines = [translate("LabelEffects", "No image loses a label.")]
    if effect.children:
        text = translate("LabelEffects", "These move one level up: {names}.")
        lines.append(text.replace("{names}", quoted(list(effect.children))))
    if effect.aliases:
        text = translate("LabelEffects", "These other names go too: {names}.")
        lines.append(text.replace("{names}", quoted(list(effect.aliases))))
    return _told(lines)


def split(effect: SplitEffect) -> str:
    """What splitting off does."""
    text = QCoreApplication.translate(
        "LabelEffects", "{images} get the new label in the place of “{label}”; {left} keep it."
    )
    return _told(
        [
            text.replace("{images}", images(effect.images))
            .replace("{left}", number(effect.images_left))
            .replace("{label}", effect.label)
        ]
    )


def move(effect: MoveEffect) -> str:
    """What moving does."""
    translate = QCoreApplication.translate
    lines = []
    if not effect.parent:
        lines.append(translate("LabelEffects", "It will lie at the top level."))
    else:
        text = translate("LabelEffects", "It will lie under “{label}”.")
        lines.append(text.replace("{label}", effect.parent))
    if effect.parent and effect.images_gained:
        text = translate("LabelEffects", "“{label}” then finds {images} more.")
        lines.append(
            text.replace("{images}", images(effect.images_gained)).replace("{label}", effect.parent)
        )
    if effect.below:
        text = translate("LabelEffects", "{count} labels under it go along.")
        lines.append(text.replace("{count}", number(effect.below)))
    return _told(lines)


def keyword_list(reading: KeywordListReading) -> str:
    """What taking in a keyword list does."""
    translate = QCoreApplication.translate
    effect = reading.effect
    lines = [
        translate("LabelEffects", "{created} new labels, {known} are there already.")
        .replace("{created}", number(effect.created))
        .replace("{known}", number(effect.known)),
        translate("LabelEffects", "{moved} get another place, {aliases} other names are added.")
        .replace("{moved}", number(effect.moved))
        .replace("{aliases}", number(effect.aliases)),
    ]
    if effect.named:
        text = translate("LabelEffects", "{count} labels get an English name.")
        lines.append(text.replace("{count}", number(effect.named)))
    if effect.aliases_taken:
        text = translate("LabelEffects", "Left out, as other labels have these names: {names}.")
        lines.append(text.replace("{names}", quoted(list(effect.aliases_taken))))
    if effect.moves_refused:
        text = translate("LabelEffects", "Not moved, as they would lie under themselves: {names}.")
        lines.append(text.replace("{names}", quoted(list(effect.moves_refused))))
    left_out = effect.repeated + effect.unusable + len(reading.problems)
    if left_out:
        text = translate("LabelEffects", "{count} lines are left out or mended.")
        lines.append(text.replace("{count}", number(left_out)))
    return _told(lines)


def written_list(written: WrittenKeywordList) -> str:
    """What was written to a keyword list."""
    translate = QCoreApplication.translate
    text = translate("LabelEffects", "{labels} labels written to {file}.")
    told = text.replace("{labels}", number(written.labels)).replace(
        "{file}", str(written.destination)
    )
    if written.odd_names:
        odd = translate("LabelEffects", "Lightroom will not take these as they are: {names}.")
        told += " " + odd.replace("{names}", quoted(list(written.odd_names)))
    return told


def images(count: int) -> str:
    """A number of images."""
    return counted(
        count,
        QCoreApplication.translate("LabelEffects", "1 image"),
        QCoreApplication.translate("LabelEffects", "{count} images"),
    )


def _told(lines: Sequence[str]) -> str:
    back = QCoreApplication.translate("LabelEffects", "Undo takes it back.")
    return "\n".join([*lines, back])
