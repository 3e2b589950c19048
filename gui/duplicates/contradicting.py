"""Labels that some images of a cluster carry and that were rejected for others: hand them over?"""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from db.duplicate_records import Handover
from engine.answers.duplicates.cards import ClusterCard


def label_names(card: ClusterCard) -> dict[int, str]:
    """The labels of a cluster's images, by id."""
    return {label.label_id: label.label_name for one in card.members for label in one.labels}


class ContradictingBox(QCheckBox):
    """Ticked, the one that stays gets them all the same. Hidden where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_ids: tuple[int, ...] = ()
        self.hide()

    def show_labels(self, card: ClusterCard, handover: Handover | None, *, checked: bool) -> None:
        """Offer the contradicting labels that the keeper has not yet (None: none)."""
        found = handover.contradicting if handover is not None else ()
        names = label_names(card)
        offered = {
            one.label_id: names.get(one.label_id, "")
            for one in found
            if handover is not None and handover.keeper_id not in one.carried_by
        }
        self._label_ids = tuple(offered)
        text = QCoreApplication.translate("Duplicates", "Hand over although rejected: {labels}")
        self.setText(text.replace("{labels}", ", ".join(offered.values())).replace("&", "&&"))
        self.setChecked(checked and bool(offered))
        self.setVisible(bool(offered))

    @property
    def offered(self) -> tuple[int, ...]:
        """The labels that a tick hands over."""
        return self._label_ids

    @property
    def also(self) -> tuple[int, ...]:
        """The labels to hand over all the same, by id."""
        return self._label_ids if self.isChecked() else ()
