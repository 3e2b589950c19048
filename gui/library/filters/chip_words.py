"""What each condition of a filter is called on its chip, and the filter without it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

from db.records import ImageFilter, ImageShape, LabelRecord, Status
from gui.library.facets import FacetTexts
from gui.words.amounts import number, size

Chip = tuple[str, ImageFilter]


def chips_of(
    wanted: ImageFilter, labels: Mapping[int, LabelRecord], texts: FacetTexts
) -> list[Chip]:
    """(text, the filter without it) of each condition, in the order they are shown."""
    chips: list[Chip] = []
    if wanted.text:
        chips.append((f"“{wanted.text}”", replace(wanted, text="")))
    chips += _label_chips(wanted, labels)
    if wanted.folder:
        text = QCoreApplication.translate("FilterChips", "in {folder}").replace(
            "{folder}", wanted.folder
        )
        chips.append((text, replace(wanted, folder=None)))
    if wanted.status is not Status.ANY:
        chips.append((texts.status(wanted.status), replace(wanted, status=Status.ANY)))
    if wanted.source is not None:
        chips.append((texts.source(wanted.source), replace(wanted, source=None)))
    return chips + _caption_chips(wanted, texts) + _more_chips(wanted)


def shape_text(shape: ImageShape) -> str:
    """Which side of an image is the longer one."""
    return {
        ImageShape.LANDSCAPE: QCoreApplication.translate("Filters", "landscape"),
        ImageShape.PORTRAIT: QCoreApplication.translate("Filters", "portrait"),
        ImageShape.SQUARE: QCoreApplication.translate("Filters", "square"),
    }[shape]


def _label_chips(wanted: ImageFilter, labels: Mapping[int, LabelRecord]) -> list[Chip]:
    def name_of(label_id: int) -> str:
        label = labels.get(label_id)
        gone = QCoreApplication.translate("FilterChips", "a deleted label")
        return gone if label is None else label.shown

    def each(condition: str, ids: Sequence[int], text: str) -> list[Chip]:
        return [
            (text.replace("{label}", name_of(one)), _without(wanted, condition, one, ids))
            for one in ids
        ]

    chips = each("label_ids", wanted.label_ids, "{label}")
    if wanted.any_label_ids:
        glue = QCoreApplication.translate("Filters", " or ")
        names = glue.join(map(name_of, wanted.any_label_ids))
        chips.append((names, replace(wanted, any_label_ids=())))
    no_label = QCoreApplication.translate("Filters", "not {label}")
    suggested = QCoreApplication.translate("Filters", "suggested: {label}")
    chips += each("no_label_ids", wanted.no_label_ids, no_label)
    return chips + each("suggested_ids", wanted.suggested_ids, suggested)


def _without(wanted: ImageFilter, condition: str, one: int, ids: Sequence[int]) -> ImageFilter:
    changed: dict[str, Any] = {condition: tuple(other for other in ids if other != one)}
    return replace(wanted, **changed)


def _caption_chips(wanted: ImageFilter, texts: FacetTexts) -> list[Chip]:
    translate = QCoreApplication.translate
    chips: list[Chip] = []
    if wanted.captions is not None:
        with_any = translate("Filters", "with captions")
        text = with_any if wanted.captions else translate("Filters", "without captions")
        chips.append((text, replace(wanted, captions=None)))
    if wanted.caption_languages:
        glue = translate("Filters", " or ")
        names = glue.join(map(texts.caption_language, wanted.caption_languages))
        text = translate("Filters", "caption: {what}").replace("{what}", names)
        chips.append((text, replace(wanted, caption_languages=())))
    if wanted.caption_source is not None:
        source = texts.caption_source(wanted.caption_source)
        text = translate("Filters", "caption: {what}").replace("{what}", source)
        chips.append((text, replace(wanted, caption_source=None)))
    return chips


def _more_chips(wanted: ImageFilter) -> list[Chip]:
    translate = QCoreApplication.translate
    chips: list[Chip] = []

    def add(text: str, **without: Any) -> None:  # noqa: ANN401
        if text:
            chips.append((text, replace(wanted, **without)))

    if wanted.suggestions is not None:
        with_any = translate("Filters", "with suggestions")
        without_any = translate("Filters", "without suggestions")
        add(with_any if wanted.suggestions else without_any, suggestions=None)
    taken = translate("Filters", "taken {range}")
    days = _range(wanted.captured_from, wanted.captured_to, _day)
    add(days and taken.replace("{range}", days), captured_from="", captured_to="")
    add(", ".join(wanted.formats), formats=())
    add(_range(wanted.bytes_from, wanted.bytes_to, size), bytes_from=None, bytes_to=None)
    side = translate("Filters", "longer side {range} px")
    pixels = _range(wanted.side_from_px, wanted.side_to_px, number)
    add(pixels and side.replace("{range}", pixels), side_from_px=None, side_to_px=None)
    if wanted.shape is not None:
        add(shape_text(wanted.shape), shape=None)
    if wanted.decider:
        by = translate("Filters", "labelled by {name}")
        add(by.replace("{name}", wanted.decider), decider="")
    decided = translate("Filters", "labelled {range}")
    days = _range(wanted.decided_from, wanted.decided_to, _day)
    add(days and decided.replace("{range}", days), decided_from="", decided_to="")
    if wanted.duplicates_of is not None:
        add(translate("Filters", "duplicates of one image"), duplicates_of=None)
    return chips


def _range(least: Any, most: Any, show: Callable[[Any], str]) -> str:  # noqa: ANN401
    """From one to another, or one bound alone; "" for neither."""
    is_open_below, is_open_above = least in (None, ""), most in (None, "")
    if is_open_below and is_open_above:
        return ""
    if is_open_above:
        return f"≥ {show(least)}"
    if is_open_below:
        return f"≤ {show(most)}"
    return show(least) if least == most else f"{show(least)} – {show(most)}"


def _day(day: str) -> str:
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    return QLocale().toString(date, QLocale.FormatType.ShortFormat)
