"""The Labels page: the vocabulary, how well its names work, and everything that changes it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from db.records import ChangeSet, ImageFilter
from gui.labels.actions import LabelsActions
from gui.labels.bar import LabelsBar
from gui.labels.changes import LabelChanges
from gui.labels.details import LabelDetails
from gui.labels.name_trials import NameDraft, NameTrials
from gui.labels.rows import LabelRow, Show, VocabularyRows, read_vocabulary
from gui.labels.same import SameLabelsPanel
from gui.labels.same_pairs import SameLabelsFinder
from gui.labels.tree import LabelTree
from gui.labels.tree_model import LabelTreeModel
from gui.labels.words import reason_text, report_sentence
from gui.models.vocabulary import vocabulary_of
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.list_steps import step_on
from gui.widgets.notice import Notice
from gui.widgets.plain_label import ElidedLabel
from gui.words.amounts import counted, number
from gui.words.failures import sentence_of

if TYPE_CHECKING:
    from engine.language.same_labels import SameLabels

DETAILS_WIDTH_PX = 320
RELOAD_DELAY_MS = 120
VIEW_KEY = "labels/view"


class LabelsPage(QWidget):
    """The labels at the left, all about the one that has the focus at the right."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._is_stale = True
        self._read_rows = VocabularyRows()
        self._is_loaded = False
        self._go_to = 0
        self._renames = 0
        self._brought_back: frozenset[int] = frozenset()
        self.vocabulary = vocabulary_of(context)
        self.trials = NameTrials(context, self)
        self.model = LabelTreeModel(self)
        self.bar = LabelsBar(self)
        self.notice = Notice(self)
        self.tree = LabelTree(self.model, self)
        self.empty = EmptyState(self)
        self.details = LabelDetails(context, self.vocabulary, self)
        self.changes = LabelChanges(context, self.vocabulary, self.selected_rows, self)
        self.same = SameLabelsPanel(context, self)
        self.same_finder = SameLabelsFinder(context, self)
        self._pairs: tuple[SameLabels, ...] = ()
        self.status = ElidedLabel(self)
        self._progress = ""
        self._reload_soon = QTimer(self, singleShot=True, interval=RELOAD_DELAY_MS)
        self._reload_soon.timeout.connect(self._read)
        self._build()
        self._add_actions()
        self._connect()
        self._set_view(is_tree=str(context.view.get(VIEW_KEY, "tree")) != "table")

    # What the window asks of a page

    def activate(self) -> None:
        """The page is shown: the keyboard goes to the labels, and the encoder is made ready."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._is_stale:
            self._read()
        self.trials.set_active(True)
        self.same_finder.set_active(True)

    def shutdown(self) -> None:
        """Remember how the page stands and stop working."""
        self._context.view.set(VIEW_KEY, "tree" if self.model.is_tree else "table")
        self.trials.shutdown()
        self.same_finder.shutdown()
        self.same.shutdown()
        self.details.shutdown()

    # Building

    def _build(self) -> None:
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.same)
        self.status.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, self.notice):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        column.addWidget(self.status)
        middle.setMinimumWidth(420)
        self.details.setMinimumWidth(260)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("columns")
        self.splitter.addWidget(middle)
        self.splitter.addWidget(self.details)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([10_000, DETAILS_WIDTH_PX])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def _add_actions(self) -> None:
        add = shortcuts.action
        add("labels.find", self, self.bar.finder.setFocus)
        self.bar.bind_view(add("labels.view", self, self._switch_view))
        add("labels.clear", self, self._clear)
        add("labels.next", self, partial(step_on, self, 1))
        add("labels.previous", self, partial(step_on, self, -1))
        self.page_actions = LabelsActions(self, self.tree, self.details, self.changes)
        self.page_actions.open.triggered.connect(self._show_in_library)
        self.page_actions.grid.triggered.connect(self._show_grid)
        self.page_actions.similar.triggered.connect(self._find_similar)
        self.page_actions.same.triggered.connect(self._show_same)
        self.page_actions.fill(self.bar, self._context)
        self.bar.translate_button.clicked.connect(self._request_translation)

    def _connect(self) -> None:
        bar, tree, details, changes = self.bar, self.tree, self.details, self.changes
        bar.filter_changed.connect(self._filter)
        bar.finder.left.connect(self._focus_labels)
        tree.current_changed.connect(self._show_current)
        tree.selection_told.connect(self._show_current)
        tree.opened.connect(self._show_label_in_library)
        self.model.move_requested.connect(self._drop)
        self.model.modelReset.connect(self._show_emptiness)
        details.left.connect(self._focus_labels)
        details.examples.opened.connect(self._context.navigator.show_review)
        details.editor.draft_changed.connect(self._try)
        details.editor.kept.connect(changes.keep)
        details.links.parent_chosen.connect(self._move_current)
        details.links.alias_entered.connect(self._add_alias)
        details.links.alias_removed.connect(self._remove_alias)
        changes.kept.connect(details.editor.take_kept)
        changes.alias_added.connect(details.links.take_alias)
        changes.refused.connect(details.say)
        changes.said.connect(self.notice.say)
        changes.looked_at.connect(self.go_to)
        trials = self.trials
        trials.figures_changed.connect(self._show_figures)
        trials.progressed.connect(self._show_progress)
        trials.unavailable.connect(self._show_reason)
        trials.tried.connect(details.editor.show_trial)
        trials.similar_found.connect(self._show_similar)
        trials.failed.connect(self._context.hub.failed)
        self.same_finder.found.connect(self._take_pairs)
        self.same_finder.failed.connect(self._context.hub.failed)
        self.same.left.connect(self._leave_same)
        self.same.model.rowsRemoved.connect(self._count_same)
        self._context.hub.changed.connect(self._follow)
        self._context.hub.refreshed.connect(self._make_stale)

    # Reading

    @Slot()
    def _read(self) -> None:
        self._is_stale = False
        if not self._is_loaded:
            self.empty.wait(self.tr("Reading the labels…"))
            self._stack.setCurrentWidget(self.empty)
            self.vocabulary.load()
        catalogue, locale = self._context.catalogue, QLocale()
        self._context.reads.submit(
            lambda: read_vocabulary(catalogue, locale), self._use_vocabulary, self._show_failure
        )

    def _use_vocabulary(self, read: VocabularyRows) -> None:
        self._is_loaded = True
        gone = set(self.model.rows) - set(read.by_id)
        self.details.editor.forget(gone)
        self._read_rows = read
        self.model.set_rows(read.rows)
        self.bar.set_counts(self.model.counts())
        self._show_pairs()
        if self._go_to:
            wanted, self._go_to = self._go_to, 0
            self.go_to(wanted)
        back, self._brought_back = self._brought_back, frozenset()
        if back:
            self.tree.select(one for one in read.by_id if one in back)
        self._show_current()
        self._show_status()

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        self._is_stale = True
        self.empty.say("circle-alert", sentence_of(error), self.tr("Try again"), self._read)
        self._stack.setCurrentWidget(self.empty)

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.command == "undo" and change.label_ids - set(self.model.rows):
            self._brought_back = change.label_ids
        if change.label_ids or change.image_ids or change.images_unknown:
            self._make_stale()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self._reload_soon.start()
        else:
            self.trials.set_active(False)
            self.same_finder.set_active(False)

    # Showing

    def selected_rows(self) -> list[LabelRow]:
        """The selected labels, the one that has the focus first."""
        ids = self.tree.selected_ids()
        current = self.tree.current_id
        if current in ids:
            ids = [current, *(one for one in ids if one != current)]
        return [self.model.rows[one] for one in ids if one in self.model.rows]

    @Slot()
    def _show_grid(self) -> None:
        """All images that the label is suggested for, to be confirmed on Review."""
        if self.tree.current_id:
            self._context.navigator.show_grid(self.tree.current_id)

    @Slot(int)
    def go_to(self, label_id: int) -> None:
        """Give a label the focus, as soon as it is there."""
        if not label_id:
            return
        if label_id not in self.model.rows or self._is_stale:
            self._go_to = label_id
            return
        if not self.model.index_of(label_id).isValid():
            self._clear()
        self.tree.select([label_id])
        if self._renames == label_id:
            self._show_current()
            self.page_actions.rename.trigger()
        else:
            self._focus_labels()
        self._renames = 0

    def show_label(self, label_id: int, *, rename: bool) -> None:
        """Give a label that another page asks for the focus, or its name the keyboard."""
        if self._stack.currentWidget() is self.same:
            self._leave_same()
        self._renames = label_id if rename else 0
        self.go_to(label_id)

    @Slot()
    def _show_current(self) -> None:
        row = self.model.rows.get(self.tree.current_id)
        rows = self.selected_rows()
        if self._stack.currentWidget() is not self.same:
            self.details.show_row(row, len(rows))
        if len(rows) > 1:
            self.details.show_several(rows)
        self.page_actions.follow(rows, can_compare=self.trials.is_loaded)

    @Slot()
    def _show_emptiness(self) -> None:
        if not self._is_loaded or self._stack.currentWidget() is self.same:
            return
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.tree)
        else:
            if self.model.rows:
                sentence = self.tr("No label fits.")
                self.empty.say("funnel", sentence, self.tr("Show all labels"), self._clear)
            else:
                sentence = self.tr(
                    "This catalogue has no labels yet. They come with the keywords of the files, "
                    "or you make them."
                )
                self.empty.say("tags", sentence, self.tr("New label…"), self.changes.create)
            self._stack.setCurrentWidget(self.empty)
        self._show_status()

    def _show_status(self) -> None:
        if not self._is_loaded:
            return
        shown, total = self.model.shown_count, len(self.model.rows)
        if shown == total:
            text = counted(total, self.tr("1 label"), self.tr("{count} labels"))
        else:
            text = self.tr("{shown} of {total} labels").format(
                shown=number(shown), total=number(total)
            )
        drafts = self.details.editor.draft_count
        kept = counted(
            drafts,
            self.tr("1 changed name not kept yet"),
            self.tr("{count} changed names not kept yet"),
        )
        read = self._read_rows
        parts = [
            text,
            kept if drafts else "",
            report_sentence(read.report_made_at, read.suggester),
            self._progress,
        ]
        self.status.setText("  ·  ".join(part for part in parts if part))

    @Slot(object)
    def _show_figures(self, figures: dict[int, object]) -> None:
        self.model.set_figures(figures)  # type: ignore[arg-type]
        self.bar.set_counts(self.model.counts())
        self._show_current()

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        text = self.tr("Looking at names: {done} of {total}")
        shown = text.format(done=number(done), total=number(total))
        self._progress = shown if done < total else ""
        self._show_status()

    @Slot(str)
    def _show_reason(self, reason: str) -> None:
        self._progress = reason_text(reason) if reason else ""
        self.model.set_reason(self._progress)
        self._show_status()
        self._show_current()

    # Filtering

    @Slot(str, object)
    def _filter(self, text: str, show: Show) -> None:
        self.model.set_filter(text, show)
        self._show_status()

    @Slot()
    def _clear(self) -> None:
        self.notice.close_notice()
        self.model.set_similar([])
        self.bar.clear()
        self._focus_labels()

    @Slot()
    def _focus_labels(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _switch_view(self) -> None:
        self._set_view(is_tree=not self.model.is_tree)

    def _set_view(self, *, is_tree: bool) -> None:
        self.tree.set_tree(is_tree)
        self.bar.show_view(is_tree)

    @Slot()
    def _find_similar(self) -> None:
        if self.tree.current_id:
            self.notice.say(self.tr("Comparing names…"))
            self.trials.find_similar(self.tree.current_id)

    @Slot(int, object)
    def _show_similar(self, label_id: int, found: list[int]) -> None:
        row = self.model.rows.get(label_id)
        if row is None:
            return
        if not found:
            self.notice.say(self.tr("There is no other name to compare with."))
            return
        self.bar.clear()
        self.model.set_similar([label_id, *found])
        sentence = self.tr("Names that mean nearly the same as “{name}”, the nearest first.")
        self.notice.say(
            sentence.replace("{name}", row.english), self.tr("Show all labels"), self._clear
        )
        self.tree.select([label_id])
        self._show_status()

    # Labels that may be the same

    @Slot(object)
    def _take_pairs(self, pairs: "tuple[SameLabels, ...]") -> None:
        self._pairs = pairs
        self._show_pairs()

    def _show_pairs(self) -> None:
        self.same.show_pairs(self._pairs, self.model.rows)
        self._count_same()

    @Slot()
    def _count_same(self) -> None:
        self.bar.set_same_count(self.same.count)

    @Slot()
    def _show_same(self) -> None:
        if self._stack.currentWidget() is self.same:
            self._leave_same()
            return
        self._stack.setCurrentWidget(self.same)
        self.details.hide()
        self.bar.set_finding(False)
        self.same.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _leave_same(self) -> None:
        self._stack.setCurrentWidget(self.tree)
        self.bar.set_finding(True)
        self._show_emptiness()
        self._show_current()
        self._focus_labels()

    # Doing

    @Slot(object)
    def _try(self, draft: NameDraft | None) -> None:
        if draft is not None:
            self.trials.ask(draft)
        self._show_status()

    @Slot()
    def _request_translation(self) -> None:
        rows = self.selected_rows()
        ids = [row.label.id for row in rows] if len(rows) > 1 else []
        self._context.navigator.translation_requested.emit(ids)

    @Slot()
    def _show_in_library(self) -> None:
        ids = [row.label.id for row in self.selected_rows()]
        if ids:
            self._show_label_in_library(ids[0])

    @Slot(int)
    def _show_label_in_library(self, label_id: int) -> None:
        self._context.navigator.show_library(ImageFilter(label_ids=(label_id,)))

    @Slot(object)
    def _move_current(self, parent_id: int | None) -> None:
        row = self.model.rows.get(self.tree.current_id)
        if row is not None:
            self.changes.move_under([row], parent_id)

    @Slot(object, object)
    def _drop(self, label_ids: list[int], parent_id: int | None) -> None:
        rows = [self.model.rows[one] for one in label_ids if one in self.model.rows]
        # The drop ends before a dialog opens.
        QTimer.singleShot(0, self, lambda: self.changes.move_under(rows, parent_id))

    @Slot(str)
    def _add_alias(self, name: str) -> None:
        self.changes.add_alias(self.tree.current_id, name)

    @Slot(str)
    def _remove_alias(self, name: str) -> None:
        self.changes.remove_alias(self.tree.current_id, name)
