"""The evidence for the focused suggestion, and one of its images beside the one under review."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.review import words as review_words
from gui.review.actions import ReviewActions
from gui.review.desk.desk import ReviewDesk
from gui.review.desk.state import label_differences, row_of
from gui.review.evidence import compare
from gui.review.evidence.strip import EvidencePanel
from gui.review.stage import ReviewStage


class Beside(QObject):
    """Keeps strip and comparison in step with the desk, and takes what is done in them to it."""

    pictures_wanted = Signal()
    """Other images are on show than before."""

    closed = Signal()
    """The image is alone again: the keyboard goes back to it."""

    def __init__(
        self, desk: ReviewDesk, acts: ReviewActions, stage: ReviewStage, panel: EvidencePanel
    ) -> None:
        super().__init__(stage)
        self._desk = desk
        self._acts = acts
        self._stage = stage
        self._panel = panel
        desk.evidence_changed.connect(self.show_evidence)
        desk.reference_changed.connect(self.show_evidence)
        panel.strip.opened.connect(self.open_reference)
        panel.strip.step_wanted.connect(self._step)
        stage.compare.closed.connect(self.close_reference)
        stage.compare.step_wanted.connect(self._step)
        stage.compare.remove_requested.connect(self._remove_label)
        stage.compare.add_requested.connect(self._add_label)
        stage.compare.name_requested.connect(self._add_name)

    @Slot()
    def show_evidence(self) -> None:
        """Show what the desk has found, in the strip and beside the image."""
        desk = self._desk
        row = row_of(desk.rows, desk.focused_label)
        label_name = row.label_name if row is not None else ""
        if desk.evidence is not None:
            label_name = desk.evidence.label_name
            row = row_of(desk.rows, desk.evidence.label_id)
        borrowed = desk.suggested is not None and desk.suggested.borrowed_evidence
        self._panel.show_evidence(desk.evidence, label_name, row, borrowed=borrowed)
        compare_view = self._stage.compare
        if desk.evidence is not None:
            self.pictures_wanted.emit()
        if not self._stage.comparing or desk.evidence is None:
            return
        compare_view.show_confidence(
            review_words.confidence_text(row, desk.evidence, desk.explained)
        )
        card = desk.evidence.card_of(desk.open_reference)
        if card is None:
            compare_view.show_gone()
            return
        place = desk.evidence.cards.index(card) + 1
        rows = compare.rows_of(list(card.labellings))
        compare_view.show_reference(card, desk.evidence, place, rows)
        compare_view.show_differences(label_differences(desk.label_rows, rows))

    @Slot(int)
    def open_reference(self, image_id: int) -> None:
        """Show an image of the evidence beside the one under review."""
        evidence = self._desk.evidence
        card = evidence.card_of(image_id) if evidence is not None else None
        if card is None:
            return
        self._stage.open_reference(card.image)
        self._desk.open_beside(image_id)
        self._panel.strip.mark_opened(image_id)
        self.show_evidence()

    @Slot()
    def close_reference(self) -> None:
        """Show the image alone."""
        self._stage.close_reference()
        self._desk.close_beside()
        self._panel.strip.mark_opened(0)
        self.closed.emit()

    def toggle(self) -> None:
        """Open the heaviest image of the evidence, or close the comparison."""
        if self._stage.comparing:
            self.close_reference()
        elif self._desk.evidence is not None and self._desk.evidence.cards:
            self._panel.strip.setFocus()
            self.open_reference(self._desk.evidence.cards[0].image.id)

    @Slot(int)
    def _step(self, step: int) -> None:
        evidence = self._desk.evidence
        if evidence is None or not evidence.cards:
            return
        card = evidence.card_of(self._desk.open_reference)
        place = evidence.cards.index(card) + step if card is not None else 0
        self.open_reference(evidence.cards[place % len(evidence.cards)].image.id)

    @Slot(int, int)
    def _remove_label(self, image_id: int, label_id: int) -> None:
        self._acts.edit_reference(image_id, remove=[label_id])

    @Slot(int, int)
    def _add_label(self, image_id: int, label_id: int) -> None:
        self._acts.edit_reference(image_id, add=[label_id])

    @Slot(int, str)
    def _add_name(self, image_id: int, name: str) -> None:
        self._acts.edit_reference(image_id, add_names=[name])
