"""The editor of the filter: what the facets cannot say, one line a condition."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from db.records import ImageFilter, ImageShape
from db.repositories.facet_counts import FilterChoices
from gui.dialogs.frame import DialogFrame
from gui.library.facets import CAPTION_SOURCES, SOURCES, FacetTexts
from gui.library.filter_chips import FilterChips
from gui.library.filters.chip_words import shape_text
from gui.library.filters.days import first_day, last_day
from gui.models.vocabulary import Vocabulary
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.style.number_fields import with_air
from gui.style.theme import spacing
from gui.widgets.label_entry import LabelEntry
from gui.widgets.plain_label import plain_label

SIZE_PX = (620, 560)
MEGABYTE = 1_000_000
MOST_PX = 1_000_000
MOST_MB = 1_000_000.0


class FilterEditor(DialogFrame):
    """Changes a draft of the filter, whose conditions it shows as chips; tells it when done."""

    done_with = Signal(object)
    """The ImageFilter to show."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        wanted: ImageFilter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent, title="", explanation="", size_px=SIZE_PX)
        self.setWindowTitle(self.tr("Filter the images"))
        self.heading.setText(self.windowTitle())
        self.draft = wanted
        self._vocabulary = vocabulary
        self._texts = FacetTexts(self)
        self.chips = FilterChips(self)
        self.label_rule = QComboBox(self)
        self.label_entry = LabelEntry(vocabulary, self, can_create=False)
        self.suggestions = QComboBox(self)
        self.captured = (QLineEdit(self), QLineEdit(self))
        self.format = QComboBox(self)
        self.megabytes = (with_air(QDoubleSpinBox(self)), with_air(QDoubleSpinBox(self)))
        self.sides = (with_air(QSpinBox(self)), with_air(QSpinBox(self)))
        self.shape = QComboBox(self)
        self.captions = QComboBox(self)
        self.caption_source = QComboBox(self)
        self.source = QComboBox(self)
        self.decider = QComboBox(self)
        self.decided = (QLineEdit(self), QLineEdit(self))
        self._build()
        self._fill()
        context.reads.submit(context.catalogue.facets.choices, self._take_choices)
        self.label_entry.setFocus()

    # Building

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(spacing.large)
        form.setVerticalSpacing(spacing.small)
        self.content.addWidget(self.chips)
        self.content.addLayout(form)
        self.content.addStretch(1)
        labels = QWidget(self)
        row = QHBoxLayout(labels)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label_rule)
        row.addWidget(self.label_entry, 1)
        captions = QWidget(self)
        row = QHBoxLayout(captions)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.captions, 1)
        row.addWidget(self.caption_source, 1)
        self.caption_source.setAccessibleName(self.tr("Source of captions"))
        self.caption_source.setToolTip(self.caption_source.accessibleName())
        day = self.tr("year, month or day")
        for fields in (self.captured, self.decided):
            for field in fields:
                field.setPlaceholderText(day)
                field.setToolTip(self.tr("2019, 2019-05 or 2019-05-17"))
        for box in (*self.megabytes, *self.sides):
            box.setSpecialValueText(self.tr("any"))
        for megabytes in self.megabytes:
            megabytes.setRange(0, MOST_MB)
            megabytes.setSuffix(self.tr(" MB"))
        for side in self.sides:
            side.setRange(0, MOST_PX)
            side.setSingleStep(100)
            side.setSuffix(self.tr(" px"))
        for name, widget in (
            (self.tr("Label"), labels),
            (self.tr("Suggestions"), self.suggestions),
            (self.tr("Taken"), self._range(self.captured)),
            (self.tr("Format"), self.format),
            (self.tr("Size"), self._range(self.megabytes)),
            (self.tr("Longer side"), self._range(self.sides)),
            (self.tr("Shape"), self.shape),
            (self.tr("Captions"), captions),
            (self.tr("Source of labels"), self.source),
            (self.tr("Labelled by"), self.decider),
            (self.tr("Labelled"), self._range(self.decided)),
        ):
            form.addRow(name, widget)
            self._name(widget, name)
        self.label_rule.setAccessibleName(self.tr("What holds of the label"))
        self.show_button = self.add_button(self.tr("Show"), primary=True)
        self.show_button.clicked.connect(self._finish)
        self.add_button(self.tr("Cancel")).clicked.connect(self.reject)
        self.chips.filter_changed.connect(self._take_draft)
        self.chips.cleared.connect(self._clear)
        self.label_entry.label_chosen.connect(self._add_label)
        self.label_entry.cancelled.connect(self.reject)

    def _name(self, widget: QWidget, name: str) -> None:
        """What a screen reader calls the fields of a line."""
        fields = widget.findChildren(QWidget) if widget.layout() is not None else [widget]
        for field in fields:
            if not field.accessibleName():
                field.setAccessibleName(name)

    def _range(self, fields: tuple[QWidget, QWidget]) -> QWidget:
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(fields[0], 1)
        row.addWidget(plain_label("–", both, role="muted"))
        row.addWidget(fields[1], 1)
        return both

    def _fill(self) -> None:
        for text, condition in (
            (self.tr("all of"), "label_ids"),
            (self.tr("one of"), "any_label_ids"),
            (self.tr("none of"), "no_label_ids"),
            (self.tr("suggested"), "suggested_ids"),
        ):
            self.label_rule.addItem(text, condition)
        self._choices(
            self.suggestions,
            "suggestions",
            [(self.tr("with suggestions"), True), (self.tr("without suggestions"), False)],
        )
        self._choices(self.shape, "shape", [(shape_text(one), one) for one in ImageShape])
        self._choices(
            self.captions,
            "captions",
            [(self.tr("with captions"), True), (self.tr("without captions"), False)],
        )
        from_where = [(self._texts.caption_source(one), one) for one in CAPTION_SOURCES]
        self._choices(self.caption_source, "caption_source", from_where)
        sources = [(self._texts.source(one), one) for one in SOURCES]
        self._choices(self.source, "source", sources)
        self._choices(self.format, "formats", [])
        self._choices(self.decider, "decider", [])
        for fields, names in (
            (self.captured, ("captured_from", "captured_to")),
            (self.decided, ("decided_from", "decided_to")),
        ):
            for field, name, day in zip(fields, names, (first_day, last_day), strict=True):
                field.setText(getattr(self.draft, name))
                self._follow_day(field, name, day)
        for place, name in enumerate(("bytes_from", "bytes_to")):
            self.megabytes[place].setValue((getattr(self.draft, name) or 0) / MEGABYTE)
            self.megabytes[place].valueChanged.connect(
                lambda value, name=name: self._set(name, round(value * MEGABYTE) or None)
            )
        for place, name in enumerate(("side_from_px", "side_to_px")):
            self.sides[place].setValue(getattr(self.draft, name) or 0)
            self.sides[place].valueChanged.connect(
                lambda value, name=name: self._set(name, value or None)
            )
        self._show_draft()

    def _choices(self, box: QComboBox, condition: str, choices: list[tuple[str, Any]]) -> None:
        """Fill a list with "any" and these; choosing one sets the condition."""
        nothing = getattr(ImageFilter(), condition)
        with QSignalBlocker(box):
            box.clear()
            for text, value in [(self.tr("any"), nothing), *choices]:
                box.addItem(text, [value])
            wanted = getattr(self.draft, condition)
            values = [box.itemData(row)[0] for row in range(box.count())]
            box.setCurrentIndex(values.index(wanted) if wanted in values else 0)
        if not box.property("follows"):
            box.setProperty("follows", True)
            box.activated.connect(
                lambda row: self._set(condition, _plain(box.itemData(row)[0], condition))
            )

    def _follow_day(
        self, field: QLineEdit, condition: str, day: Callable[[str], str | None]
    ) -> None:
        def take(text: str) -> None:
            found = day(text)
            theme.set_role(field, "" if found is not None else "wrong")
            self._set(condition, found or "")
            self.show_button.setEnabled(self._days_are_sound())

        field.textEdited.connect(take)

    def _days_are_sound(self) -> bool:
        fields = (*self.captured, *self.decided)
        return all(first_day(field.text()) is not None for field in fields)

    # Changing

    def _set(self, condition: str, value: Any) -> None:  # noqa: ANN401
        self._take_draft(replace(self.draft, **{condition: value}))

    @Slot(int)
    def _add_label(self, label_id: int) -> None:
        condition = self.label_rule.currentData()
        ids = dict.fromkeys((*getattr(self.draft, condition), label_id))
        self._set(condition, tuple(ids))

    @Slot()
    def _clear(self) -> None:
        self._take_draft(ImageFilter())

    @Slot(object)
    def _take_draft(self, draft: ImageFilter) -> None:
        self.draft = draft
        self._show_draft()

    def _show_draft(self) -> None:
        """The chips, and the fields whose condition a chip took away."""
        self.chips.set_filter(self.draft, self._vocabulary.by_id)
        nothing = ImageFilter()
        for box, condition in (
            (self.suggestions, "suggestions"),
            (self.format, "formats"),
            (self.shape, "shape"),
            (self.captions, "captions"),
            (self.caption_source, "caption_source"),
            (self.source, "source"),
            (self.decider, "decider"),
        ):
            if getattr(self.draft, condition) == getattr(nothing, condition):
                box.setCurrentIndex(0)
        for field, value in (
            (self.captured[0], self.draft.captured_from),
            (self.captured[1], self.draft.captured_to),
            (self.decided[0], self.draft.decided_from),
            (self.decided[1], self.draft.decided_to),
        ):
            if not value and first_day(field.text()):
                field.clear()
        for spin, amount in (
            (self.megabytes[0], self.draft.bytes_from),
            (self.megabytes[1], self.draft.bytes_to),
            (self.sides[0], self.draft.side_from_px),
            (self.sides[1], self.draft.side_to_px),
        ):
            if amount is None and spin.value():
                with QSignalBlocker(spin):
                    spin.setValue(0)

    def _take_choices(self, choices: FilterChoices) -> None:
        self._choices(self.format, "formats", [(one, (one,)) for one in choices.formats])
        self._choices(self.decider, "decider", [(one, one) for one in choices.deciders])

    @Slot()
    def _finish(self) -> None:
        self.accept()
        self.done_with.emit(self.draft)


def _plain(value: Any, condition: str) -> Any:  # noqa: ANN401
    """What went through a model comes back as plain text or a list."""
    if condition == "formats":
        return tuple(value)
    if condition == "shape" and value is not None:
        return ImageShape(value)
    return value
