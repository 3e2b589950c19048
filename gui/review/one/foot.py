"""The lines under the picture: what it is, what Enter will do, and the labels on keys."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.models.vocabulary import Vocabulary
from gui.services.image_shortcuts import key_of_place
from gui.services.label_sets import LabelSets
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.label_set_keys import LabelSetKeys
from gui.widgets.plain_label import ElidedLabel


class PictureFoot(QWidget):
    """Lines that give way to the picture's width; the labels on keys are the last."""

    def __init__(
        self, sets: LabelSets, vocabulary: Vocabulary, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.facts = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.facts, "muted")
        self.facts.setAccessibleName(self.tr("Title, file, date and folder"))
        self.enter = ElidedLabel(self)
        theme.set_role(self.enter, "heading")
        self.enter.setAccessibleName(self.tr("What Enter will do"))
        self.set_keys = LabelSetKeys(sets, vocabulary, partial(key_of_place, "review"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)
        column.setSpacing(0)
        column.addWidget(self.facts)
        column.addWidget(self.enter)
        column.addSpacing(spacing.tiny)
        column.addWidget(self.set_keys)
