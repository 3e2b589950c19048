"""What is asked before images are set aside: all certain ones at once, or labels that are handed
over in a cluster that is not certain."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.answers.duplicates.cards import ClusterCard, ClusterDetails, cluster_details
from engine.answers.duplicates.deciding import CertainPreview, preview_certain
from gui.dialogs.frame import DialogFrame
from gui.duplicates import words
from gui.duplicates.contradicting import ContradictingBox, label_names
from gui.services.context import CatalogueContext
from gui.widgets.plain_label import plain_label
from gui.words.amounts import counted
from gui.words.failures import sentence_of

SIZE_PX = (480, 260)


class AcceptCertainDialog(DialogFrame):
    """Foretells what accepting all certain clusters does, and does it on agreement."""

    chosen = Signal(object)
    """The CertainPreview that was agreed to."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent, SIZE_PX)
        self._context = context
        self._found: CertainPreview | None = None
        self.setWindowTitle(self.tr("Accept all certain clusters"))
        self.heading.setText(self.tr("Accept all certain clusters"))
        self.effect = plain_label(self.tr("Counting…"), self)
        self.effect.setWordWrap(True)
        self.content.addWidget(self.effect)
        self.content.addStretch(1)
        self.cancel = self.add_button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.button = self.add_button(self.tr("Accept"), primary=True)
        self.button.setEnabled(False)
        self.button.clicked.connect(self._agree)
        catalogue = context.catalogue
        # After all that was decided before: the preview is of what will then be there.
        context.writes.submit(lambda: preview_certain(catalogue), self._show, self._refuse)

    @Slot(object)
    def _show(self, found: CertainPreview) -> None:
        self._found = found
        if not found.clusters:
            self.effect.setText(self.tr("No cluster is certain."))
            return
        self.effect.setText(words.preview_text(found))
        self.button.setText(
            counted(found.clusters, self.tr("Accept 1 cluster"), self.tr("Accept {count} clusters"))
        )
        self.button.setEnabled(True)
        self.button.setFocus()

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self.effect.setText(sentence_of(error))

    @Slot()
    def _agree(self) -> None:
        self.accept()
        self.chosen.emit(self._found)


class HandOverDialog(DialogFrame):
    """Asks whether labels are handed over in a cluster that is only suspected."""

    answered = Signal(bool, object)
    """(whether labels are handed over, the contradicting ones that are too, by id)."""

    def __init__(
        self,
        context: CatalogueContext,
        card: ClusterCard,
        keeper_id: int,
        parent: QWidget | None = None,
        *,
        also: bool = False,
    ) -> None:
        super().__init__("", "", parent, SIZE_PX)
        self._starts_checked = also
        self.setWindowTitle(self.tr("Hand labels over?"))
        self.heading.setText(self.tr("Hand labels over?"))
        self.explanation.setText(
            self.tr(
                "It is not certain that these are the same. Their labels may not fit the image "
                "that stays."
            )
        )
        self.explanation.show()
        self.effect = plain_label("", self)
        self.effect.setWordWrap(True)
        self.content.addWidget(self.effect)
        self.also = ContradictingBox(self)
        self.content.addWidget(self.also)
        self.content.addStretch(1)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.without = self.add_button(self.tr("Set aside without labels"))
        self.without.clicked.connect(self._without)
        self.button = self.add_button(self.tr("Hand over and set aside"), primary=True)
        self.button.clicked.connect(self._with)
        catalogue = context.catalogue
        context.reads.submit(
            lambda: cluster_details(catalogue, card.id, keeper_id), self._show, self._refuse
        )

    @Slot(object)
    def _show(self, found: ClusterDetails | None) -> None:
        if found is None:
            self.reject()
            return
        names = label_names(found.card)
        handed = ", ".join(names.get(one.label_id, "") for one in found.handover.labels)
        lines = [self.tr("Labels: {labels}").format(labels=handed)] if handed else []
        against = ", ".join(names.get(one.label_id, "") for one in found.handover.contradicting)
        if against:
            lines.append(
                self.tr("Not handed over, for they were rejected for one of them: {labels}").format(
                    labels=against
                )
            )
        self.effect.setText("\n".join(lines))
        self.also.show_labels(found.card, found.handover, checked=self._starts_checked)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self.effect.setText(sentence_of(error))

    @Slot()
    def _with(self) -> None:
        self.accept()
        self.answered.emit(True, self.also.also)

    @Slot()
    def _without(self) -> None:
        self.accept()
        self.answered.emit(False, ())
