"""Asks for a name to keep something under."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from db.text import MAX_NAME_LENGTH, clean_name, name_key
from gui.dialogs.frame import DialogFrame
from gui.services.lanes import Lane
from gui.widgets.plain_label import plain_label
from gui.words.failures import sentence_of

SIZE_PX = (420, 220)


class NameDialog(DialogFrame):
    """One that is taken replaces what is there, which is said before."""

    kept = Signal(str)
    """The name, once it is kept."""

    def __init__(
        self,
        title: str,
        explanation: str,
        what: str,
        names: Sequence[str],
        keep: Callable[[str, bool], str],
        writes: Lane,
        parent: QWidget | None = None,
    ) -> None:
        """``what`` the line is called; ``keep(name, replaces)`` runs in the lane ``writes`` and
        gives the name as it is kept."""
        super().__init__(title, explanation, parent, SIZE_PX)
        self._names = {name_key(one): one for one in names}
        self._keep = keep
        self._writes = writes
        self.name = QLineEdit(self)
        self.name.setMaxLength(MAX_NAME_LENGTH)
        self.name.setAccessibleName(what)
        self.name.setPlaceholderText(what)
        self.said = plain_label("", self, role="muted")
        self.said.setWordWrap(True)
        self.content.addWidget(self.name)
        self.content.addWidget(self.said)
        self.content.addStretch(1)
        self.add_button(self.tr("Cancel")).clicked.connect(self.reject)
        self.button = self.add_button(self.tr("Save"), primary=True)
        self.button.clicked.connect(self._save)
        self.name.textChanged.connect(self._follow_name)
        self._follow_name()

    @Slot()
    def _follow_name(self) -> None:
        name = clean_name(self.name.text())
        taken = self._names.get(name_key(name)) if name else None
        said = self.tr("“{name}” is there already: saving replaces it.") if taken else ""
        self.said.setText(said.replace("{name}", taken or ""))
        self.button.setText(self.tr("Replace") if taken else self.tr("Save"))
        self.button.setEnabled(bool(name))

    @Slot()
    def _save(self) -> None:
        name = self.name.text()
        replaces = name_key(clean_name(name)) in self._names
        self.button.setEnabled(False)
        self._writes.submit(lambda: self._keep(name, replaces), self._done, self._fail)

    def _done(self, name: str) -> None:
        self.kept.emit(name)
        self.accept()

    def _fail(self, error: Exception) -> None:
        self.said.setText(sentence_of(error))
        self.button.setEnabled(True)
