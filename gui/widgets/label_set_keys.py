"""The labels on keys: the current set as buttons, chosen and edited where it stands."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from gui.models.vocabulary import Vocabulary
from gui.services.focus_keys import claims
from gui.services.label_sets import NO_LABEL, LabelSets
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.label_entry import LabelEntry
from gui.widgets.plain_label import ElidedLabel
from gui.widgets.plain_text import button_text

CHIP_WIDTH_PX = 140
CHOICE_WIDTH_PX = 150
ENTRY_WIDTH_PX = 200


class _NameLine(QLineEdit):
    """Enter takes the name, Escape leaves it; the page's keys of that name wait."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape."""
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return claims(event, lambda key: key.key() in mine) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LabelSetKeys(QWidget):
    """One line: which set, and a button for each label that has a key.

    A set with a name is edited here: "+" asks for a label for the first free key, the menu of a
    button takes its label off.
    """

    given = Signal(int)
    """A label's id: put it on what is selected."""

    left = Signal()
    """The keyboard goes back to the images."""

    def __init__(
        self,
        sets: LabelSets,
        vocabulary: Vocabulary,
        key_of: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        """``key_of``: the key of a place (0 to 8), as people read it."""
        super().__init__(parent)
        self._sets = sets
        self._vocabulary = vocabulary
        self._key_of = key_of
        self._shown: tuple[object, ...] = ()
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("Set of labels on keys"))
        self.choice.activated.connect(sets.choose)
        self.name = _NameLine(self)
        self.name.setAccessibleName(self.tr("Name of the set"))
        self.name.returnPressed.connect(self._rename)
        self.name.editingFinished.connect(self._show_choice)
        self.name.left.connect(self._leave_name)
        self._head = QStackedWidget(self)
        self._head.setFixedSize(CHOICE_WIDTH_PX, spacing.control_height)
        self._head.addWidget(self.choice)
        self._head.addWidget(self.name)
        self.more = QToolButton(self)
        self.more.setIcon(icons.icon("pencil"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolTip(self.tr("Make, rename or delete sets"))
        self.more.setAccessibleName(self.more.toolTip())
        menu = QMenu(self.more)
        menu.addAction(self.tr("New set from these labels"), self._create)
        self._rename_action = menu.addAction(self.tr("Rename"), self._ask_name)
        self._delete_action = menu.addAction(self.tr("Delete this set"), sets.delete)
        self.more.setMenu(menu)
        self.hint = ElidedLabel(self)
        theme.set_role(self.hint, "small")
        self.hint.setMinimumHeight(spacing.control_height)  # in line with the list
        self.entry = LabelEntry(vocabulary, self, can_create=False)
        self.entry.setPlaceholderText(self.tr("Label for the next free key…"))
        self.entry.label_chosen.connect(self._fill)
        self.entry.cancelled.connect(self._close_entry)
        self.entry.hide()
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, spacing_px=spacing.tiny)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self.entry.setFixedWidth(ENTRY_WIDTH_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing.small)
        for widget, stretch in (
            (self._head, 0),
            (self._chips, 1),
            (self.hint, 1),
            (self.entry, 0),
            (self.more, 0),
        ):
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        sets.changed.connect(self.show_set)
        vocabulary.changed.connect(self.show_set)
        self.show_set()

    @property
    def chips(self) -> list[QToolButton]:
        """The buttons on show, that to add a label behind the others."""
        return [
            button
            for button in self._chips.findChildren(QToolButton)
            if not button.property("gone")
        ]

    @Slot()
    def show_set(self) -> None:
        """Show the current set, and the names of all."""
        names = [name or self.tr("Recent labels") for name in self._sets.names]
        known = self._vocabulary.by_id
        labels = [
            (place, label_id, known[label_id].shown)
            for place, label_id in enumerate(self._sets.label_ids)
            if label_id in known
        ]
        shown = (names, self._sets.current, labels)
        if shown == self._shown:
            return
        self._shown = shown
        self.choice.clear()
        self.choice.addItems(names)
        self.choice.setCurrentIndex(self._sets.current)
        can_be_edited = self._sets.can_be_edited
        self._rename_action.setEnabled(can_be_edited)
        self._delete_action.setEnabled(can_be_edited)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setProperty("gone", True)
                old.hide()
                old.deleteLater()
        for place, label_id, name in labels:
            self._add_chip(place, label_id, name)
        if can_be_edited and NO_LABEL in self._sets.label_ids:
            add = self._chip(self.tr("Give the next key a label"))
            add.setIcon(icons.icon("plus"))
            add.clicked.connect(self._open_entry)
        hint = "" if labels else self.tr("The labels you give come here, on keys from {key} on.")
        self.hint.setText(hint.format(key=self._key_of(0)))
        self.hint.setVisible(bool(hint) and not can_be_edited)
        self._chips.setVisible(bool(self.chips))

    def _add_chip(self, place: int, label_id: int, name: str) -> None:
        chip = self._chip(f"{name} ({self._key_of(place)})")
        cut = chip.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, CHIP_WIDTH_PX)
        chip.setText(button_text(f"{place + 1}  {cut}"))
        chip.clicked.connect(partial(self.given.emit, label_id))
        if self._sets.can_be_edited:
            chip.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            chip.customContextMenuRequested.connect(partial(self._open_menu, chip, place))

    def _chip(self, tooltip: str) -> QToolButton:
        chip = QToolButton(self._chips)
        theme.set_role(chip, "chip")
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setToolTip(tooltip)
        chip.setAccessibleName(tooltip)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _open_menu(self, chip: QToolButton, place: int, spot: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Take it off this key"), lambda: self._sets.put(place, NO_LABEL))
        menu.popup(chip.mapToGlobal(spot))

    # Editing

    @Slot()
    def _open_entry(self) -> None:
        self.entry.show()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _close_entry(self) -> None:
        self.entry.hide()
        self.left.emit()

    @Slot(int)
    def _fill(self, label_id: int) -> None:
        self._sets.put(self._sets.label_ids.index(NO_LABEL), label_id)
        if NO_LABEL not in self._sets.label_ids:
            self._close_entry()

    @Slot()
    def _create(self) -> None:
        self._sets.create(self.tr("New set"))
        self._ask_name()

    @Slot()
    def _ask_name(self) -> None:
        self.name.setText(self._sets.names[self._sets.current])
        self._head.setCurrentWidget(self.name)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _rename(self) -> None:
        name = " ".join(self.name.text().split())
        if name:
            self._sets.rename(name)
        self._show_choice()
        self.left.emit()

    @Slot()
    def _leave_name(self) -> None:
        self._show_choice()
        self.left.emit()

    @Slot()
    def _show_choice(self) -> None:
        self._head.setCurrentWidget(self.choice)
