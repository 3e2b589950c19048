"""The Duplicates page: find them, answer questions, go through clusters, bring back."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.answers.limits import limits_from
from engine.jobs.duplicates.tables import TakenTable, take_clusters
from gui.duplicates import words
from gui.duplicates.aside import AsideList
from gui.duplicates.asking import QuestionDesk
from gui.duplicates.clusters import ClusterList
from gui.duplicates.desk import ClusterDesk
from gui.duplicates.questions import QuestionView
from gui.duplicates.rule_dialog import RuleDialog
from gui.duplicates.together import TogetherView
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.image_source import ImageSource
from gui.widgets.notice import Notice
from gui.widgets.plain_label import plain_label
from gui.widgets.segments import Segments
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.words.failures import sentence_of

JOB = "duplicates"


class DuplicatesPage(QWidget):
    """Three views of which one is on show, and side by side in the place of the clusters."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.loader = ThumbnailLoader(context.catalogue.thumbnails, self)
        self.source = ImageSource(limits_from(context.settings), self)
        self.desk = ClusterDesk(context, self)
        self.question_desk = QuestionDesk(context, self)
        self.clusters = ClusterList(context, self.desk, self.loader, self)
        self.together = TogetherView(context, self.desk, self.source, self.loader, self)
        self.questions = QuestionView(
            self.question_desk, self.source, self.loader, lambda: self.desk.archive_dir, self
        )
        self.aside = AsideList(context, self.loader, self)
        self.empty = EmptyState(self)
        self.notice = Notice(self)
        self.new_images = plain_label("", self, role="muted")
        self.find_button = QPushButton(self.tr("Find duplicates"), self)
        self.rule_button = QPushButton(self.tr("Who stays…"), self)
        self.import_button = QPushButton(self.tr("Import a result…"), self)
        self.stack = QStackedWidget(self)
        self._view: QWidget = self.clusters
        self._is_warm = False
        self._build()
        self._connect()

    # Building

    def _build(self) -> None:
        self.switch = Segments(self.tr("What is shown of the duplicates"), self)
        tooltip = shortcuts.tooltip("duplicates.view")
        self._buttons: dict[QWidget, QToolButton] = {
            view: self.switch.add(text, tooltip, partial(self.show_view, view))
            for view, text in (
                (self.clusters, self.tr("Clusters")),
                (self.questions, self.tr("Questions")),
                (self.aside, self.tr("Set aside")),
            )
        }
        self._buttons[self.clusters].setChecked(True)
        self.bar = QWidget(self)
        row = FlowLayout(self.bar, spacing_px=spacing.small)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, 0)
        row.addWidget(self.switch)
        row.addWidget(self.new_images)
        row.add_at_end(self.import_button)
        row.add_at_end(self.rule_button)
        row.add_at_end(self.find_button)
        for view in (self.empty, self.clusters, self.together, self.questions, self.aside):
            self.stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)
        self.bar.hide()

    def _connect(self) -> None:
        shortcuts.action("duplicates.view", self, self.turn_view)
        find = shortcuts.action("duplicates.find", self, self.start_search)
        shortcuts.bind_button(self.find_button, find)
        shortcuts.bind_button(
            self.rule_button, shortcuts.action("duplicates.rule", self, self.ask_for_rule)
        )
        self.import_button.setToolTip(
            self.tr(
                "Look at what czkawka (JSON), fclones (JSON) or a table of this program names: "
                "only what a table states as a relation is taken as an answer"
            )
        )
        self.import_button.clicked.connect(self.ask_for_result)
        self.desk.changed.connect(self._show_state)
        self.desk.failed.connect(self._show_failure)
        self.question_desk.failed.connect(self._show_failure)
        self.question_desk.rescored.connect(self.desk.reload)
        self.clusters.together_requested.connect(self.open_together)
        self.together.closed.connect(self.close_together)
        self.questions.clusters_requested.connect(partial(self.show_view, self.clusters))
        self._context.tasks.added.connect(self._show_state)
        self._context.tasks.ended.connect(self._show_state)

    # The window's side

    def activate(self) -> None:
        """The page is shown: read what waits, the first time and where it has changed."""
        if self.desk.state is None:
            self.stack.setCurrentWidget(self.empty)
            self.empty.wait(self.tr("Looking for duplicates that wait…"))
        self._set_active(True)

    def shutdown(self) -> None:
        """Stop the children that decode."""
        self.together.close_lane()
        self.source.close()
        self.loader.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Changes are followed while the page is on show."""
        if self.desk.state is not None:
            self._set_active(True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is on show."""
        self._set_active(False)
        super().hideEvent(event)

    def event(self, event: QEvent) -> bool:
        """The keyboard goes to what is on show."""
        if event.type() == QEvent.Type.FocusIn:
            self._focus_view()
        return super().event(event)

    def _set_active(self, active: bool) -> None:
        on_show = self._view if active and not self._is_empty() else None
        self.desk.set_active(active)
        self.question_desk.set_active(on_show is self.questions)
        self.aside.set_active(on_show is self.aside)

    # What is on show

    def _is_empty(self) -> bool:
        """Whether nobody has looked for duplicates yet and nothing is set aside."""
        state = self.desk.state
        return state is None or (state.run is None and not state.counts.set_aside)

    @Slot()
    def _show_state(self) -> None:
        state = self.desk.state
        if state is None:
            return
        self.empty.stop_waiting()
        works = any(task.job == JOB for task in self._context.tasks.tasks)
        self.find_button.setEnabled(not works and state.is_encoded)
        self.new_images.setText(words.new_images_text(state.new_images) if state.new_images else "")
        self.bar.setVisible(not self._is_empty())
        if self._is_empty():
            self._show_first(works=works)
            return
        if not self.desk.ids:
            self._say_none(works=works)
        if self.stack.currentWidget() is self.empty:
            self.show_view(self._view)

    def _show_first(self, *, works: bool) -> None:
        state = self.desk.state
        self.stack.setCurrentWidget(self.empty)
        if works:
            self.empty.say(
                "loader-circle",
                self.tr(
                    "Duplicates are being looked for. They appear here as soon as they are found."
                ),
            )
        elif state is None or not state.is_encoded:
            self.empty.say(
                "copy",
                self.tr(
                    "Duplicates are found by comparing images. Nabolag first looks at every "
                    "image once; that takes some minutes and goes on in the background."
                ),
                self.tr("Encode images"),
                partial(self._context.navigator.work_requested.emit, "encode"),
            )
        else:
            sentence = self.tr(
                "Nabolag compares all images and shows those that are probably the same. Nothing "
                "is deleted: what you do not need is set aside."
            )
            new = words.new_images_text(state.new_images)
            self.empty.say(
                "copy", f"{sentence}\n{new}.", self.tr("Find duplicates"), self.start_search
            )

    def _say_none(self, *, works: bool) -> None:
        if works:
            self.clusters.empty.say("loader-circle", self.tr("Duplicates are being looked for…"))
        else:
            self.clusters.empty.say(
                "circle-check",
                self.tr("No cluster waits. Answers to questions may find more."),
                self.tr("Answer questions"),
                partial(self.show_view, self.questions),
            )

    def show_view(self, view: QWidget) -> None:
        """Show the clusters, the questions or what is set aside."""
        self._view = view
        self._buttons[view].setChecked(True)
        if self._is_empty():
            return
        self.stack.setCurrentWidget(view)
        self._warm_up()
        self._set_active(self.isVisible())
        self._focus_view()

    def turn_view(self) -> None:
        """Show the next of the three."""
        views = list(self._buttons)
        self.show_view(views[(views.index(self._view) + 1) % len(views)])

    @Slot()
    def open_together(self) -> None:
        """Show the cluster at the cursor side by side."""
        if self.desk.current is not None:
            self._warm_up()
            self.stack.setCurrentWidget(self.together)
            self.together.open()

    @Slot()
    def close_together(self) -> None:
        """Back to the list."""
        if self.stack.currentWidget() is self.together:
            self.show_view(self.clusters)

    def _focus_view(self) -> None:
        shown = self.stack.currentWidget()
        if shown is self.clusters:
            self.clusters.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        elif shown is self.aside:
            self.aside.take_focus()
        elif shown is self.questions:
            self.questions.open()
        elif shown is self.together:
            self.together.setFocus(Qt.FocusReason.OtherFocusReason)

    def _warm_up(self) -> None:
        if not self._is_warm:
            self._is_warm = True
            self.source.warm_up()

    # What a person does

    def start_search(self) -> None:
        """Look for duplicates; how far it is stands in the task bar."""
        self.notice.close_notice()
        self._context.navigator.work_requested.emit(JOB)

    def ask_for_rule(self) -> None:
        """Let somebody choose who stays and what counts."""
        dialog = RuleDialog(self._context, self)
        dialog.kept.connect(self.desk.reload)
        dialog.kept.connect(self.question_desk.forget)
        dialog.open()

    @Slot()
    def ask_for_result(self) -> None:
        """Let somebody choose what another program found."""
        dialog = QFileDialog(self, self.tr("What another program found"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Results (*.json *.csv)"))
        dialog.fileSelected.connect(self.import_result)
        dialog.open()

    @Slot(str)
    def import_result(self, file: str) -> None:
        """Take what a file names, to be looked at; it is measured by a search."""
        self.notice.close_notice()
        self.import_button.setEnabled(False)
        catalogue = self._context.catalogue
        self._context.writes.submit(
            lambda: take_clusters(catalogue, Path(file)), self._show_taken, self._show_failure
        )

    @Slot(object)
    def _show_taken(self, taken: TakenTable) -> None:
        self.import_button.setEnabled(True)
        if taken.change is not None:
            self._context.hub.changed.emit(taken.change)
        self.notice.say(words.taken_text(taken))
        self.question_desk.forget()
        self.desk.reload()
        if taken.suspected:
            self._context.navigator.work_requested.emit(JOB)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        self.empty.stop_waiting()
        self.import_button.setEnabled(True)
        self.notice.say(sentence_of(error), danger=True)
