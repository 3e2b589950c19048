"""The worst mistakes of a suggester, each with the images that led to it."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.evaluation.report.records import EvidenceImage, SuggesterFigures, WorstError
from gui.evaluate.words import mistake_sentence, share, whole_share
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader, in_a_square
from gui.words.suggesters import suggester_title

IMAGE_PX = 112
EVIDENCE_PX = 56
MOST_EVIDENCE = 6
LEAST_WEIGHT = 0.005
CARRIES, CARRIES_NOT = "✓", "✗"


class PictureButton(QToolButton):
    """A thumbnail that opens its image."""

    def __init__(self, image_id: int, side_px: int, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.image_id = image_id
        self.setIconSize(QSize(side_px, side_px))
        under = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        self.setToolButtonStyle(under if text else Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setText(text)
        self.setFixedSize(side_px + spacing.small, side_px + (28 if text else spacing.small))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(theme.font("small"))


class MistakeCard(QFrame):
    """One mistake: the image, what was said of it, and the similar images behind that."""

    opened = Signal(int)
    """The id of an image that was clicked."""

    def __init__(self, error: WorstError, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self.error = error
        self.picture = PictureButton(error.image_id, IMAGE_PX, "", self)
        opens = self.tr("Review {file}").format(file=error.file)
        self.picture.setToolTip(opens)
        self.picture.setAccessibleName(f"{opens}: {mistake_sentence(error)}")
        self.sentence = plain_label(mistake_sentence(error), self, role="heading")
        self.sentence.setWordWrap(True)
        carried = ElidedLabel(self)
        theme.set_role(carried, "muted")
        labels = ", ".join(error.labels)
        carried.setText(
            self.tr("Carries: {labels}").format(labels=labels)
            if labels
            else self.tr("Carries none of these labels")
        )
        words = QVBoxLayout()
        words.setSpacing(spacing.tiny)
        words.addWidget(self.sentence)
        words.addWidget(carried)
        words.addStretch(1)
        if error.borrowed_evidence and error.evidence:
            words.addWidget(
                plain_label(self.tr("Most similar labelled images:"), self, role="small")
            )
        words.addLayout(self._evidence_row(error.evidence))
        row = QHBoxLayout(self)
        row.setContentsMargins(spacing.small, spacing.small, spacing.small, spacing.small)
        row.setSpacing(spacing.medium)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.picture.clicked.connect(self._open)

    def _evidence_row(self, evidence: Sequence[EvidenceImage]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(spacing.tiny)
        self.evidence: list[PictureButton] = []
        for one in telling(evidence):
            mark = CARRIES if one.carries_label else CARRIES_NOT
            text = f"{mark} {whole_share(one.weight)}"
            button = PictureButton(one.image_id, EVIDENCE_PX, text, self)
            carries = (
                self.tr("carries “{label}”")
                if one.carries_label
                else self.tr("does not carry “{label}”")
            )
            said = f"{one.file}: {carries.format(label=self.error.label)}, {share(one.weight)}"
            button.setToolTip(said)
            button.setAccessibleName(said)
            button.clicked.connect(self._open)
            self.evidence.append(button)
            row.addWidget(button)
        row.addStretch(1)
        return row

    @Slot()
    def _open(self) -> None:
        button = self.sender()
        if isinstance(button, PictureButton):
            self.opened.emit(button.image_id)


def telling(evidence: Sequence[EvidenceImage]) -> list[EvidenceImage]:
    """The images that weigh something, or the first two where hardly any do."""
    weighty = [one for one in evidence if one.weight >= LEAST_WEIGHT]
    return (weighty if len(weighty) > 1 else list(evidence[:2]))[:MOST_EVIDENCE]


class MistakesPanel(QWidget):
    """Labels it missed at the left, labels it wrongly suggested at the right."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._thumbnails = ThumbnailLoader(context.catalogue.thumbnails, self)
        self._thumbnails.loaded.connect(self._fill)
        self._hashes: dict[int, bytes] = {}
        self._waiting: SuggesterFigures | None = None
        self.cards: list[MistakeCard] = []
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setAccessibleName(self.tr("Worst mistakes"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def show_suggester(self, one: SuggesterFigures) -> None:
        """Show the mistakes of a suggester, once somebody looks."""
        self._waiting = one
        if self.isVisible():
            self._build()

    def showEvent(self, event: QShowEvent) -> None:
        """Cards are made when they are looked at."""
        super().showEvent(event)
        self._build()

    def shutdown(self) -> None:
        """Load no more thumbnails."""
        self._thumbnails.close()

    def _build(self) -> None:
        one, self._waiting = self._waiting, None
        if one is None:
            return
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        grid.setHorizontalSpacing(spacing.large)
        grid.setVerticalSpacing(spacing.small)
        title = suggester_title(one.name)
        kinds = (
            ("missed", self.tr("{suggester}: labels it missed").format(suggester=title)),
            ("wrong", self.tr("{suggester}: labels it wrongly suggested").format(suggester=title)),
        )
        self.cards = []
        for place, (kind, heading) in enumerate(kinds):
            errors = [error for error in one.errors if error.kind == kind]
            grid.addWidget(plain_label(heading, content, role="heading"), 0, place)
            grid.setColumnStretch(place, 1)
            grid.setColumnMinimumWidth(place, 0)
            if not errors:
                grid.addWidget(plain_label(self.tr("None."), content, role="muted"), 1, place)
            for number, error in enumerate(errors, start=1):
                card = MistakeCard(error, content)
                card.opened.connect(self._context.navigator.show_review)
                grid.addWidget(card, number, place, Qt.AlignmentFlag.AlignTop)
                self.cards.append(card)
        hint = self.tr(
            "Some of these are mistakes of the labels, not of the suggester: click an image to "
            "review it."
        )
        grid.addWidget(plain_label(hint, content, role="muted"), grid.rowCount(), 0, 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(content)
        self._ask_for_pictures()

    def _ask_for_pictures(self) -> None:
        ids = sorted({button.image_id for button in self._buttons()})
        catalogue = self._context.catalogue

        def read() -> dict[int, bytes]:
            return {image.id: image.content_hash for image in catalogue.images.get_many(ids)}

        self._context.reads.submit(read, self._take_hashes, self._no_pictures)

    def _take_hashes(self, hashes: Mapping[int, bytes]) -> None:
        self._hashes = dict(hashes)
        side_px = round(IMAGE_PX * self.devicePixelRatioF())
        self._thumbnails.want(list(hashes.values()), side_px)
        for button in self._buttons():
            button.setEnabled(button.image_id in self._hashes)
        self._fill()

    def _no_pictures(self, error: Exception) -> None:
        """Images of an old report may be gone; the words stay."""
        for button in self._buttons():
            button.setEnabled(False)

    def _buttons(self) -> list[PictureButton]:
        return [button for card in self.cards for button in (card.picture, *card.evidence)]

    @Slot()
    def _fill(self) -> None:
        for button in self._buttons():
            content_hash = self._hashes.get(button.image_id)
            pixmap = self._thumbnails.pixmap(content_hash) if content_hash else None
            if pixmap is not None and button.icon().isNull():
                button.setIcon(QIcon(in_a_square(pixmap)))
