"""The similar labelled images as a list model."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from gui.review.desk.evidence import Evidence, EvidenceCard
from gui.review.rows import ROW_ROLE, ModelIndex

ROOT = QModelIndex()


class EvidenceModel(QAbstractListModel):
    """The cards, as values."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.evidence: Evidence | None = None
        self.cards: tuple[EvidenceCard, ...] = ()

    def set_evidence(self, evidence: Evidence | None) -> None:
        """Show this evidence."""
        self.beginResetModel()
        self.evidence = evidence
        self.cards = evidence.cards if evidence is not None else ()
        self.endResetModel()

    def is_first_against(self, row: int) -> bool:
        """Whether the divider stands before this card."""
        evidence = self.evidence
        return evidence is not None and row == len(evidence.votes_for) and row < len(self.cards)

    def rowCount(self, parent: ModelIndex = ROOT) -> int:
        """How many cards there are."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The path for display, a sentence for screen readers, the card under ROW_ROLE."""
        if not index.isValid() or index.row() >= len(self.cards) or self.evidence is None:
            return None
        card = self.cards[index.row()]
        if role == ROW_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.image.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            labels = ", ".join(chip.label_name for chip in card.chips)
            vote = self.tr("carries {label}") if card.carries_label else self.tr("without {label}")
            vote = vote.format(label=self.evidence.label_name)
            return self.tr("{percent} percent, {vote}. Labels: {labels}").format(
                percent=card.weight_percent, vote=vote, labels=labels
            )
        return None
