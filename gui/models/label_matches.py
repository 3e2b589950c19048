"""The list under a label entry: labels that fit, and an offer to create what was typed."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.models.vocabulary import LabelIndex, LabelMatch
from messages.levels import typed_levels

MATCH_ROLE = Qt.ItemDataRole.UserRole
"""The LabelMatch of a row; None on the row that offers to create a label."""


class LabelMatchModel(QAbstractListModel):
    """The best matches for the typed text; the last row creates it when no label is called so."""

    def __init__(self, parent: QObject | None = None, *, can_create: bool = True) -> None:
        super().__init__(parent)
        self._can_create = can_create
        self._matches: list[LabelMatch] = []
        self._new_name = ""

    @property
    def new_name(self) -> str:
        """The name the last row would create; empty when there is no such row."""
        return self._new_name

    def search(self, index: LabelIndex, text: str) -> None:
        """Show what fits ``text``."""
        name = " ".join(text.split())
        self.beginResetModel()
        self._matches = index.search(name)
        creates = self._can_create and name and not index.meant(name)
        self._new_name = name if creates else ""
        self.endResetModel()

    def label_match(self, row: int) -> LabelMatch | None:
        """The match of a row; None on the creating row."""
        return self._matches[row] if 0 <= row < len(self._matches) else None

    def rowCount(
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008
    ) -> int:
        """The matches, and the creating row."""
        if parent.isValid():
            return 0
        return len(self._matches) + bool(self._new_name)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The row's text for people and screen readers; MATCH_ROLE for the delegate."""
        if not index.isValid():
            return None
        match = self.label_match(index.row())
        if role == MATCH_ROLE:
            return match
        if role == Qt.ItemDataRole.DisplayRole:
            if match is None:
                levels = typed_levels(self._new_name)
                if len(levels) == 1:
                    return self.tr("Create “{name}”").format(name=levels[0])
                text = self.tr("Create “{name}” below “{above}”")
                return text.format(name=levels[-1], above=" › ".join(levels[:-1]))
            if match.matched:
                return f"{match.label.shown} ({match.matched})"
            return match.label.shown
        return None
