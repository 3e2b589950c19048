"""Where a label lies and what else it is called: its parent and its aliases as chips."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from gui.labels.rows import LabelRow
from gui.models.vocabulary import Vocabulary
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.label_entry import LabelEntry
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_text import button_text


class AliasEdit(QLineEdit):
    """Enter adds an alias, Escape leaves."""

    entered = Signal(str)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape; all else is text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            text = " ".join(self.text().split())
            if text:
                self.entered.emit(text)
            else:
                self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class LabelLinks(QWidget):
    """Chips that are taken away by a click, and lines that add."""

    parent_chosen = Signal(object)
    """The id of the label to lie under, None for none."""

    alias_entered = Signal(str)
    alias_removed = Signal(str)
    left = Signal()

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[str, tuple[str, ...]] | None = None
        self.parent_entry = LabelEntry(vocabulary, self, can_create=False)
        self.parent_entry.setPlaceholderText(self.tr("Move under a label…"))
        self.parent_entry.setAccessibleName(self.tr("Move under a label"))
        self.parent_entry.label_chosen.connect(self._choose_parent)
        self.parent_entry.cancelled.connect(self.left)
        self.alias_edit = AliasEdit(self)
        self.alias_edit.setPlaceholderText(self.tr("Add another name…"))
        self.alias_edit.setAccessibleName(self.tr("Add another name"))
        self.alias_edit.entered.connect(self.alias_entered)
        self.alias_edit.left.connect(self.left)
        self._parents, self._aliases = QWidget(self), QWidget(self)
        self._parent_flow, self._alias_flow = FlowLayout(self._parents), FlowLayout(self._aliases)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.tiny)
        for heading, chips, entry in (
            (self.tr("Lies under"), self._parents, self.parent_entry),
            (self.tr("Also called"), self._aliases, self.alias_edit),
        ):
            column.addWidget(plain_label(heading, self, role="small"))
            column.addWidget(chips)
            column.addWidget(entry)

    def show_row(self, row: LabelRow) -> None:
        """Show a label's parent and aliases."""
        shown = (row.parent_name, row.label.aliases)
        if shown == self._shown:
            return
        self._shown = shown
        parents = [row.parent_name] if row.parent_name else []
        self._fill(self._parents, self._parent_flow, parents, is_parent=True)
        self._fill(self._aliases, self._alias_flow, row.label.aliases, is_parent=False)

    def take_alias(self, name: str) -> None:
        """The alias is stored: the line is free for the next."""
        if " ".join(self.alias_edit.text().split()) == name:
            self.alias_edit.clear()

    def chips(self) -> list[QPushButton]:
        """The chips that are shown."""
        return [chip for chip in self.findChildren(QPushButton) if not chip.isHidden()]

    def _fill(
        self, area: QWidget, flow: FlowLayout, names: Sequence[str], *, is_parent: bool
    ) -> None:
        while (item := flow.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        for name in names:
            chip = QPushButton(button_text(f"{name}  ✕"), area)
            theme.set_role(chip, "chip")
            text = self.tr("Put at the top level") if is_parent else self.tr("Remove this name")
            chip.setToolTip(text)
            chip.setAccessibleName(f"{name}: {text}")
            chip.setProperty("alias", "" if is_parent else name)
            chip.clicked.connect(self._drop)
            flow.addWidget(chip)
        area.setVisible(bool(names))

    @Slot(int)
    def _choose_parent(self, label_id: int) -> None:
        self.parent_chosen.emit(label_id)

    @Slot()
    def _drop(self) -> None:
        chip = self.sender()
        if isinstance(chip, QPushButton):
            alias = str(chip.property("alias"))
            if alias:
                self.alias_removed.emit(alias)
            else:
                self.parent_chosen.emit(None)
