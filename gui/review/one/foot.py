"""The lines under the picture: what it is, what Enter will do, and the labels on keys."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.catalogue import Catalogue
from db.records import ImageRecord
from gui.models.vocabulary import Vocabulary
from gui.review import words as review_words
from gui.services.file_descriptions import FileDescriptions
from gui.services.image_shortcuts import key_of_place
from gui.services.label_sets import LabelSets
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.label_set_keys import LabelSetKeys
from gui.widgets.plain_label import ElidedLabel


class PictureFoot(QWidget):
    """Lines that give way to the picture's width; the labels on keys are the last."""

    def __init__(
        self,
        catalogue: Catalogue,
        sets: LabelSets,
        vocabulary: Vocabulary,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._image: ImageRecord | None = None
        self._captions: tuple[str, ...] = ()
        self._descriptions = FileDescriptions(catalogue, self)
        self._descriptions.loaded.connect(self._show_caption)
        theme.set_role(self, "panel")
        self.facts = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.facts, "muted")
        self.facts.setAccessibleName(self.tr("Title, file, date and folder"))
        self.caption = ElidedLabel(self)
        self.caption.setAccessibleName(self.tr("Caption"))
        # From the first caption on: where files have none, the picture has the room, and where
        # they have some, it keeps its size from one image to the next.
        self.caption.hide()
        self.enter = ElidedLabel(self)
        theme.set_role(self.enter, "heading")
        self.enter.setAccessibleName(self.tr("What Enter will do"))
        self.set_keys = LabelSetKeys(sets, vocabulary, partial(key_of_place, "review"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)
        column.setSpacing(0)
        column.addWidget(self.facts)
        column.addWidget(self.caption)
        column.addWidget(self.enter)
        column.addSpacing(spacing.tiny)
        column.addWidget(self.set_keys)

    def show_image(self, image: ImageRecord | None, captions: Sequence[str] = ()) -> None:
        """Say what an image is and its captions; where the catalogue has none, that of its file is
        read, which takes a moment."""
        self._image, self._captions = image, tuple(captions)
        self.facts.setText(review_words.picture_facts(image) if image is not None else "")
        self._show_caption()

    def close_lane(self) -> None:
        """Read no more files; called before the catalogue is closed."""
        self._descriptions.close()

    @Slot()
    def _show_caption(self) -> None:
        image = self._image
        said = self._descriptions.of(image) if image is not None else None
        text = " ".join(said.caption.split()) if said is not None else ""
        if self._captions:
            text = "  ·  ".join(" ".join(caption.split()) for caption in self._captions)
        # Programs write the title there, too: nobody reads it twice.
        text = "" if image is not None and text == image.title else text
        self.caption.setText(text)
        if text:
            self.caption.show()
