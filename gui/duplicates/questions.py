"""Two pictures and the question whether they are the same: a key an answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from db.duplicate_records import DuplicateAnswer
from gui.duplicates import words
from gui.duplicates.asking import QuestionDesk
from gui.services import shortcuts
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.image_source import ImageSource
from gui.widgets.key_line import with_key
from gui.widgets.pictures import Pictures
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.linked_views import LinkedViews, comparing_view
from gui.words.amounts import size


class QuestionView(QWidget):
    """Shows what the desk asks."""

    clusters_requested = Signal()

    def __init__(
        self,
        desk: QuestionDesk,
        source: ImageSource,
        loader: ThumbnailLoader,
        archive_dir: Callable[[], Path],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.asked = QWidget(self)
        self.views = [comparing_view(self), comparing_view(self)]
        self._linked = LinkedViews(self.views, self)
        self.pictures = Pictures(source, loader, self.views, archive_dir, self)
        self.names = [ElidedLabel(self), ElidedLabel(self)]
        self.question = plain_label(self.tr("Is it the same?"), self, role="title")
        self.thought = ElidedLabel(self)
        self.progress = plain_label("", self, role="muted")
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self.answers: list[QPushButton] = []
        self._build()
        self._make_actions()
        desk.changed.connect(self._show)

    def _build(self) -> None:
        head = QWidget(self)
        line = FlowLayout(head, spacing_px=spacing.medium)
        line.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        line.addWidget(self.question)
        line.add_stretching(self.thought)
        line.add_at_end(self.progress)
        pictures = QHBoxLayout()
        pictures.setSpacing(1)
        for name, view in zip(self.names, self.views, strict=True):
            column = QVBoxLayout()
            column.setSpacing(0)
            name.setContentsMargins(spacing.medium, 0, spacing.medium, spacing.tiny)
            theme.set_role(name, "muted")
            column.addWidget(name)
            column.addWidget(view, 1)
            pictures.addLayout(column, 1)
        self.buttons = FlowLayout(spacing_px=spacing.small)
        self.buttons.setContentsMargins(
            spacing.medium, spacing.small, spacing.medium, spacing.small
        )
        column = QVBoxLayout(self.asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(pictures, 1)
        column.addLayout(self.buttons)
        self.stack.addWidget(self.asked)
        self.stack.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _make_actions(self) -> None:
        answers: tuple[tuple[str, DuplicateAnswer, str], ...] = (
            ("same", "same", self.tr("Same")),
            ("different", "different", self.tr("Not the same")),
            ("copy", "copy", self.tr("Copy")),
            ("variant", "variant", self.tr("Variant")),
            ("series", "series", self.tr("Series")),
        )
        for name, answer, text in answers:
            self._offer(name, text, partial(self.desk.answer, answer))
        self._offer("skip", self.tr("Can't say"), self.desk.skip)
        shortcuts.action("question.zoom", self.asked, self._zoom)

    def _offer(self, name: str, text: str, call: Callable[[], object]) -> None:
        action = shortcuts.action(f"question.{name}", self.asked, call)
        # A key that is held down answers once: the next pair was not seen yet.
        action.setAutoRepeat(False)
        button = QPushButton(self.asked)
        button.setText(with_key(text, f"question.{name}"))
        button.setAccessibleName(text)
        shortcuts.bind_button(button, action)
        self.answers.append(button)
        self.buttons.addWidget(button)

    def open(self) -> None:
        """The view is on show: put the keyboard in it."""
        self._show()
        self.views[0].setFocus()

    @Slot()
    def _show(self) -> None:
        desk = self.desk
        question, found = desk.current, desk.found
        if found is not None:
            self.progress.setText(words.progress_text(found))
        if question is None:
            self._show_nothing()
            return
        self.empty.stop_waiting()
        was_empty = self.stack.currentWidget() is self.empty
        self.stack.setCurrentWidget(self.asked)
        if was_empty and self.isVisible():
            self.views[0].setFocus()
        pair = question.pair
        images = [desk.images[one] for one in pair[:2]]
        done = words.sided_differences_text(pair.differences)
        said = [words.thought_text(question.probability), done]
        self.thought.setText("   ".join(filter(None, said)))
        for name, image in zip(self.names, images, strict=True):
            facts = [image.path]
            if image.width_px and image.height_px:
                facts.append(f"{image.width_px} × {image.height_px} px")
            facts.append(size(image.size_bytes))
            name.setText("   ".join(facts))
        following = desk.following
        ahead = [desk.images[one] for one in following.pair[:2]] if following else []
        if self.isVisible():
            self.pictures.show(images, ahead)

    def _show_nothing(self) -> None:
        if self.desk.is_reading or self.desk.found is None:
            if not self.empty.is_waiting:
                self.empty.wait_behind(self._show_waiting)
            return
        self.stack.setCurrentWidget(self.empty)
        self.empty.say(
            "circle-check",
            self.tr("No pair is left to ask about."),
            self.tr("Go to the clusters"),
            self.clusters_requested.emit,
        )

    def _show_waiting(self) -> None:
        self.empty.say("loader-circle", self.tr("Looking for the pairs that teach most…"))
        self.stack.setCurrentWidget(self.empty)

    def _zoom(self) -> None:
        under = next((view for view in self.views if view.underMouse()), self.views[0])
        under.toggle_zoom()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decode for the new size."""
        super().resizeEvent(event)
        if self.isVisible():
            self.pictures.want()
