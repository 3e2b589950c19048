"""What two encoders find for a text, beside each other; which captions do better, which worse."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.answers.encoders_used import UsedEncoder, encoders_with_features
from engine.answers.galleries import Galleries, Gallery
from engine.evaluation.retrieval.encoders import EncoderComparison, RankChange
from gui.captions.gallery import GalleryView
from gui.captions.words import figure
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane
from gui.services.tasks import Task, TaskState
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.plain_label import plain_label
from gui.widgets.segments import Segments
from gui.words.amounts import number
from gui.words.encoders import encoder_name
from gui.words.failures import reason_of, sentence_of

JOB = "compare-encoders"
LIST_WIDTH_PX = 260
SIDES = (0, 1)


class GalleriesPanel(QWidget):
    """Two encoders and a text at the top; changes at the left, the two galleries beside them."""

    opened = Signal(int)
    """The id of an image that was clicked."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lane = Lane("galleries", self)
        self._galleries = Galleries(context.catalogue)
        self._right = 0
        self._asked = ""
        self.encoders: list[UsedEncoder] = []
        self.comparison: EncoderComparison | None = None
        self.choices = tuple(QComboBox(self) for _ in SIDES)
        self.text = QLineEdit(self)
        self.views = tuple(GalleryView(context, self) for _ in SIDES)
        self.changes = QListWidget(self)
        self.empty = EmptyState(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        for choice, name in zip(
            self.choices, (self.tr("First encoder"), self.tr("Second encoder")), strict=True
        ):
            choice.setAccessibleName(name)
            choice.setToolTip(self.tr("Encoders that the images were encoded with"))
            choice.setMinimumWidth(150)
        self.text.setPlaceholderText(self.tr("A text to look for; Enter shows what is found"))
        self.text.setAccessibleName(self.tr("Text to look for"))
        self.text.setClearButtonEnabled(True)
        self.compare_button = QPushButton(self.tr("Compare all captions"), self)
        self.compare_button.setToolTip(
            self.tr("Find the image of every caption with both, and list what changed most")
        )
        above = QHBoxLayout()
        above.setSpacing(spacing.small)
        above.addWidget(self.choices[0])
        above.addWidget(plain_label(self.tr("against"), self, role="muted"))
        above.addWidget(self.choices[1])
        above.addWidget(self.text, 1)
        above.addWidget(self.compare_button)
        self.status = plain_label("", self, role="muted")
        self.status.setWordWrap(True)
        self.ways = Segments(self.tr("Which captions are listed"), self)
        self.better = self.ways.add(
            self.tr("Better"), self.tr("Captions whose image comes further up"), self._list_changes
        )
        self.worse = self.ways.add(
            self.tr("Worse"), self.tr("Captions whose image comes further down"), self._list_changes
        )
        self.better.setChecked(True)
        self.changes.setAccessibleName(self.tr("Captions that changed most"))
        self.changes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.changes.setWordWrap(True)
        self.changes.setSpacing(2)
        beside = QVBoxLayout()
        beside.setSpacing(spacing.small)
        ways = QHBoxLayout()
        ways.addWidget(self.ways)
        ways.addStretch(1)
        beside.addLayout(ways)
        beside.addWidget(self.changes, 1)
        self._list = QWidget(self)
        self._list.setLayout(beside)
        self._list.setFixedWidth(LIST_WIDTH_PX)
        beside.setContentsMargins(0, 0, 0, 0)
        self._list.hide()
        both = QWidget(self)
        pair = QHBoxLayout(both)
        pair.setContentsMargins(0, 0, spacing.small, 0)
        pair.setSpacing(spacing.wide)
        for view in self.views:
            pair.addWidget(view, 1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(both)
        below = QHBoxLayout()
        below.setSpacing(spacing.large)
        below.addWidget(self._list)
        below.addWidget(scroll, 1)
        self._shown = QWidget(self)
        inside = QVBoxLayout(self._shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(spacing.small)
        inside.addLayout(above)
        inside.addWidget(self.status)
        inside.addLayout(below, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        column.addWidget(self._shown)
        column.addWidget(self.empty)
        self._shown.hide()
        self.empty.wait(self.tr("Looking for encoders…"))

    def _connect(self) -> None:
        for choice in self.choices:
            choice.activated.connect(self._choose_encoder)
        self.text.returnPressed.connect(self._look_for_text)
        self.compare_button.clicked.connect(self.compare)
        self.changes.currentRowChanged.connect(self._look_for_change)
        for view in self.views:
            view.opened.connect(self.opened)
        self._context.tasks.added.connect(self._follow_task)
        self._context.tasks.ended.connect(self._take_end)

    # The page's side

    def refresh(self) -> None:
        """Look which encoders have features."""
        catalogue = self._context.catalogue
        self._context.reads.submit(lambda: encoders_with_features(catalogue), self._take_encoders)

    def showEvent(self, event: QShowEvent) -> None:
        """Another encoder may have features by now."""
        super().showEvent(event)
        self.refresh()

    def shutdown(self) -> None:
        """End the encoders' processes, and load nothing more."""
        self._galleries.close()
        self._lane.close()
        for view in self.views:
            view.shutdown()

    def _take_encoders(self, encoders: Sequence[UsedEncoder]) -> None:
        if list(encoders) == self.encoders:
            return
        self.encoders = list(encoders)
        has_two = len(self.encoders) > 1
        self._shown.setVisible(has_two)
        self.empty.setVisible(not has_two)
        if not has_two:
            self.empty.say(
                "columns-2",
                self.tr(
                    "With a second encoder you see here what each of the two finds for a text. "
                    "Encode the images with another one, or train one."
                ),
                self.tr("Choose an encoder…"),
                self._context.navigator.encoders_requested.emit,
            )
            return
        for side, choice in enumerate(self.choices):
            choice.clear()
            for one in self.encoders:
                choice.addItem(encoder_name(one.name), one.fingerprint)
                choice.setItemData(choice.count() - 1, one.name, Qt.ItemDataRole.ToolTipRole)
            choice.setCurrentIndex(side)
        self._choose_encoder()

    # What is looked for

    def chosen(self, side: int) -> UsedEncoder:
        """The encoder of a side, 0 or 1."""
        return self.encoders[max(0, self.choices[side].currentIndex())]

    @Slot()
    def _choose_encoder(self) -> None:
        for side, view in enumerate(self.views):
            view.title.setText(encoder_name(self.chosen(side).name))
        self.comparison = None
        self._list.hide()
        self.compare_button.setEnabled(self.chosen(0) != self.chosen(1))
        self.status.setText(self.tr("Type a text, or compare all captions."))
        if self._asked:
            self._look_for(self._asked, self._right)

    @Slot()
    def _look_for_text(self) -> None:
        if self.text.text().strip():
            self._look_for(self.text.text().strip(), 0)

    @Slot()
    def _look_for_change(self) -> None:
        item = self.changes.currentItem()
        change = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        if isinstance(change, RankChange):
            self.text.setText(change.text)
            self._look_for(change.text, change.image_id)

    def _look_for(self, text: str, right: int) -> None:
        self._asked, self._right = text, right
        for side in SIDES:
            encoder = self.chosen(side)
            self.views[side].clear(self.tr("Looking…"))
            self._lane.submit(
                partial(self._galleries.find, encoder, text, image_id=right),
                partial(self._take_gallery, side, encoder, text),
                partial(self._cannot_find, side, encoder, text),
            )

    def _take_gallery(self, side: int, encoder: UsedEncoder, text: str, found: Gallery) -> None:
        if text == self._asked and encoder == self.chosen(side):
            self.views[side].show_gallery(found, self._right)

    def _cannot_find(self, side: int, encoder: UsedEncoder, text: str, error: Exception) -> None:
        if text == self._asked and encoder == self.chosen(side):
            self.views[side].clear(sentence_of(error))

    # All captions

    @Slot()
    def compare(self) -> None:
        """Compare both encoders on all captions, in the background."""
        self._context.tasks.start(JOB, first=self.chosen(0), second=self.chosen(1))

    @Slot(object)
    def _follow_task(self, task: Task) -> None:
        if task.job == JOB:
            self.compare_button.setEnabled(False)
            self.status.setText(self.tr("Comparing… The bar below shows how far it is."))

    @Slot(object)
    def _take_end(self, task: Task) -> None:
        if task.job != JOB or len(self.encoders) < 2:
            return
        self.compare_button.setEnabled(self.chosen(0) != self.chosen(1))
        options = task.request.options
        is_of_these = (options["first"], options["second"]) == (self.chosen(0), self.chosen(1))
        if isinstance(task.summary, EncoderComparison) and is_of_these:
            self.show_comparison(task.summary)
        elif task.state is TaskState.FAILED:
            self.status.setText(reason_of(task.failure))
        else:
            self.status.setText("")

    def show_comparison(self, found: EncoderComparison) -> None:
        """List what changed from the first encoder to the second."""
        self.comparison = found
        text = self.tr(
            "{captions} captions: {better} find their image further up with {second}, {worse} "
            "further down. Mean reciprocal rank {before} → {after}."
        )
        self.status.setText(
            text.format(
                captions=number(found.captions),
                better=number(found.better),
                worse=number(found.worse),
                second=encoder_name(found.second),
                before=figure(found.first_mrr),
                after=figure(found.second_mrr),
            )
        )
        if found.trained:
            note = self.tr(
                "{encoder} may have been trained on these captions: its figures on others are "
                "under Training."
            ).replace("{encoder}", ", ".join(map(encoder_name, found.trained)))
            self.status.setText(f"{self.status.text()} {note}")
        self._list.show()
        self._list_changes()

    @Slot()
    def _list_changes(self) -> None:
        self.changes.clear()
        if self.comparison is None:
            return
        found = self.comparison
        for change in found.gained if self.better.isChecked() else found.lost:
            before, after = figure(change.before, 0), figure(change.after, 0)
            item = QListWidgetItem(f"{before} → {after}   {change.text}")
            item.setToolTip(change.text)
            item.setData(Qt.ItemDataRole.UserRole, change)
            self.changes.addItem(item)
        if self.changes.count():
            self.changes.setCurrentRow(0)
