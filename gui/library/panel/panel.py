"""The label panel: sees and changes the labels of all selected images at once."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.errors import CatalogueError
from db.records import ChangeSet, LabellingRecord, SuggestedLabel
from gui.library.facets import FacetTexts
from gui.library.panel.details import ImageDetailsView
from gui.library.panel.reading import SelectionDetails, decide_suggested, read_selection
from gui.library.panel.rows import (
    PanelRow,
    PanelRowsModel,
    SelectionLabel,
    SelectionSuggestion,
    most_frequent_first,
)
from gui.library.panel.rows_list import PanelRowsList
from gui.models.image_selection import ImageSelection
from gui.models.vocabulary import Vocabulary
from gui.services.context import CatalogueContext
from gui.services.file_descriptions import FileDescriptions
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.captions import CaptionsView
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.label_entry import LabelEntry
from gui.widgets.label_menu import label_menu
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.words.amounts import number, percentage
from gui.words.failures import sentence_of

READ_DELAY_MS = 40


class LabelPanel(QFrame):
    """Reads the labels of the selection off-thread; every change is one undoable command."""

    left = Signal()
    """Escape in the entry: the keyboard goes back to the images."""

    suggestions_shown = Signal()
    """What is suggested for the selected images is known, or unknown again."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        selection: ImageSelection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self._context = context
        self._vocabulary = vocabulary
        self._selection = selection
        self._details = SelectionDetails((), {})
        self._suggested: tuple[int, list[SuggestedLabel]] = (0, [])
        """For how many images, and what."""
        self._generation = 0
        self._asked_ids: list[int] = []
        self._suggested_generation = 0
        self._found_by: Mapping[int, Callable[[], str]] = {}
        self._saving = 0
        self._texts = FacetTexts(self)
        self._descriptions = FileDescriptions(context.catalogue, self)
        self._descriptions.loaded.connect(self._show_file)
        self._read_soon = QTimer(self)
        self._read_soon.setSingleShot(True)
        self._read_soon.setInterval(READ_DELAY_MS)
        self._read_soon.timeout.connect(self.reload)
        self._build()
        selection.changed.connect(self._selection_changed)
        vocabulary.changed.connect(self._show_labels)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._read_soon.start)
        self._show_details()

    def _build(self) -> None:
        self.heading = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.heading, "heading")
        self.hidden_note = plain_label("", self, role="small")
        self.hidden_note.setWordWrap(True)
        self.entry = LabelEntry(self._vocabulary, self)
        self.entry.label_chosen.connect(self.add_label)
        self.entry.name_entered.connect(self.add_name)
        self.entry.cancelled.connect(self.left)
        self.model = PanelRowsModel[SelectionLabel](self)
        self.list = PanelRowsList(self.model, self.tr("Labels of the selected images"), self)
        self.list.pressed_button.connect(self._press)
        self.suggested_heading = plain_label(self.tr("Suggested"), self, role="heading")
        self.suggested_model = PanelRowsModel[SelectionSuggestion](self)
        self.suggested_list = PanelRowsList(
            self.suggested_model, self.tr("Suggestions for the selected images"), self
        )
        self.suggested_list.pressed_button.connect(self._press)
        for rows in (self.list, self.suggested_list):
            rows.menu_requested.connect(self._open_menu)
        self.no_labels = plain_label(self.tr("No labels yet."), self, role="muted")
        self.state = plain_label("", self, role="small")
        self.state.setWordWrap(True)
        self.state.hide()
        self.review_button = QPushButton(self.tr("Review"), self)
        self.review_button.setIcon(icons.icon("list-checks"))
        self.reviewed_button = QPushButton(self.tr("Mark reviewed"), self)
        self.reviewed_button.setIcon(icons.icon("circle-check"))
        self.select_button = QPushButton(self.tr("Select all"), self)
        buttons = FlowLayout(spacing_px=spacing.small)  # their words are long in some languages
        buttons.addWidget(self.review_button)
        buttons.addWidget(self.reviewed_button)
        self.found_by = plain_label("", self, role="small")
        self.found_by.setWordWrap(True)
        self.found_by.hide()
        self.captions = CaptionsView(self._context, self)
        self.captions.left.connect(self.left)
        self.details = ImageDetailsView(self)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        about = QWidget(self)
        column = QVBoxLayout(about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.medium)
        column.addWidget(self.captions)
        column.addWidget(self.details, 1)
        self._scroll.setWidget(about)
        self._scroll.viewport().setAutoFillBackground(False)
        about.setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(spacing.medium, spacing.medium, spacing.medium, spacing.medium)
        layout.setSpacing(spacing.small)
        for widget in (self.heading, self.hidden_note, self.found_by, self.entry, self.state):
            layout.addWidget(widget)
        layout.addWidget(self.select_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.list, 3)
        layout.addWidget(self.no_labels)
        layout.addWidget(self.suggested_heading)
        layout.addWidget(self.suggested_list, 3)
        layout.addWidget(self._scroll, 4)
        layout.addStretch()
        layout.addLayout(buttons)

    # What a person does

    @Slot(int)
    def add_label(self, label_id: int) -> None:
        """Put a label on all selected images, in one step that can be undone."""
        self.add_labels([label_id])

    def add_labels(self, label_ids: Sequence[int]) -> None:
        """Put labels on all selected images, in one step that can be undone."""
        ids, added = self._selection.selected_ids(), list(label_ids)
        commands = self._context.catalogue.commands
        if ids:
            self._run(lambda: commands.label_images(ids, add=added), len(ids))

    def add_labels_of(self, image_id: int) -> None:
        """Put the labels of another image on all selected ones, in one step."""
        ids = self._selection.selected_ids()
        catalogue = self._context.catalogue

        def repeat() -> ChangeSet | None:
            # Read here, after the changes before it: one of them may be of that image.
            added = [one.label_id for one in catalogue.labellings.of_image(image_id)]
            return catalogue.commands.label_images(ids, add=added) if added else None

        if ids:
            self._run(repeat, len(ids))

    @Slot(str)
    def add_name(self, name: str) -> None:
        """Create a label and put it on all selected images, in one step that can be undone."""
        ids = self._selection.selected_ids()
        commands = self._context.catalogue.commands
        if ids:
            self._run(lambda: commands.label_images(ids, add_names=[name]), len(ids))

    @Slot(int)
    def remove_label(self, label_id: int) -> None:
        """Take a label off all selected images, in one step that can be undone."""
        ids = self._selection.selected_ids()
        commands = self._context.catalogue.commands
        if ids:
            self._run(lambda: commands.label_images(ids, remove=[label_id]), len(ids))

    def decide(self, label_id: int, *, accept: bool) -> None:
        """Accept or reject a label on all selected images it is suggested for, in one step."""
        ids = self._selection.selected_ids()
        catalogue = self._context.catalogue
        if ids:
            self._run(lambda: decide_suggested(catalogue, label_id, ids, accept=accept), len(ids))

    @Slot(str, int)
    def _press(self, button: str, label_id: int) -> None:
        if button in ("accept", "reject"):
            self.decide(label_id, accept=button == "accept")
        elif button == "add":
            self.add_label(label_id)
        else:
            self.remove_label(label_id)

    @Slot(object, QPoint)
    def _open_menu(self, row: PanelRow, place: QPoint) -> None:
        entries = [
            (icon, row.tooltip(button), partial(self._press, button, row.label_id))
            for button, icon in row.buttons.items()
        ]
        label_menu(row.label_id, entries, self._context.navigator, self).popup(place)

    def mark_reviewed(self, *, reviewed: bool) -> None:
        """Mark all selected images as reviewed, or as not."""
        ids = self._selection.selected_ids()
        commands = self._context.catalogue.commands
        if ids:
            self._run(lambda: commands.mark_reviewed(ids, reviewed), len(ids))

    def focus_entry(self) -> None:
        """Let the next key go into the label entry."""
        if self._selection.count:
            self.entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def write_caption(self) -> None:
        """Begin a caption of the selected image, where it is one."""
        if self._details.single is not None:
            self._scroll.ensureVisible(0, 0)
            self.captions.write()

    def set_found_by(self, reasons: Mapping[int, Callable[[], str]]) -> None:
        """What a search found of each image, by id; it stands under the name of a single one."""
        self._found_by = reasons
        self._show_found_by()

    def _show_found_by(self) -> None:
        single = self._details.single
        reason = None if single is None else self._found_by.get(single.image.id)
        self.found_by.setText("" if reason is None else reason())
        self.found_by.setVisible(reason is not None)

    def close_lanes(self) -> None:
        """Read no more files, and keep what is being written; called before the catalogue is
        closed."""
        self.captions.save_written()
        self._descriptions.close()

    # Reading and showing

    @Slot()
    def reload(self) -> None:
        """Read what the selection carries."""
        self._generation += 1
        generation = self._generation
        ids = self._asked_ids = self._selection.selected_ids()
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: (generation, read_selection(catalogue, ids)), self._use_selection_details
        )
        # By itself: of very many images this takes longer than their labels.
        self._context.reads.submit(
            lambda: (generation, catalogue.suggested_labels.of_images(ids)), self._use_suggested
        )

    def _use_suggested(self, answer: tuple[int, list[SuggestedLabel]]) -> None:
        generation, suggested = answer
        if generation == self._generation:
            self._suggested = (len(self._details.image_ids), suggested)
            self._suggested_generation = generation
            self._show_suggested()
            self.suggestions_shown.emit()

    def _use_selection_details(self, answer: tuple[int, SelectionDetails]) -> None:
        generation, details = answer
        if generation == self._generation:
            self._details = details
            self._show_details()

    @property
    def shown(self) -> SelectionDetails:
        """What the panel shows now; it follows the selection a moment later."""
        return self._details

    def suggestions(self) -> list[SelectionSuggestion] | None:
        """What is suggested for the selected images; None while it is read."""
        is_known = self._suggested_generation == self._generation
        return (
            list(self.suggested_model.rows) if is_known and not self._read_soon.isActive() else None
        )

    @property
    def is_saving(self) -> bool:
        """Whether a change has been asked for and is not committed yet."""
        return self._saving > 0

    @Slot()
    def _selection_changed(self) -> None:
        if not self._saving:
            self.say("")
        self._read_soon.start()

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        # Not those that are shown: what was asked for may have been read before the change.
        if change.images_unknown or not change.image_ids.isdisjoint(self._asked_ids):
            self._read_soon.start()

    def _run(self, command: Callable[[], ChangeSet | None], count: int) -> None:
        self._saving += 1
        self.say(self.tr("Saving…"))

        def done(change: ChangeSet | None) -> None:
            self._saving -= 1
            changed = len(change.image_ids) if change is not None else 0
            if not changed:
                self.say(self.tr("Nothing to change."))
            elif changed == 1:
                self.say(self.tr("Saved."))
            else:
                self.say(self.tr("Saved on {count} images.").format(count=number(changed)))

        def fail(error: Exception) -> None:
            self._saving -= 1
            reason = sentence_of(error) if isinstance(error, CatalogueError) else ""
            self.say(self.tr("Not saved. {reason}").format(reason=reason).strip())
            if not reason:
                self._context.hub.failed.emit(error)

        self._context.run_command(command, done, fail)

    def say(self, text: str) -> None:
        """Tell what became of something, until other images are selected."""
        self.state.setText(text)
        self.state.setVisible(bool(text))

    def _show_details(self) -> None:
        count = len(self._details.image_ids)
        single = self._details.single
        if single is not None:
            self.heading.setText(single.image.path.rsplit("/", 1)[-1])
        elif count:
            self.heading.setText(self.tr("{count} images selected").format(count=number(count)))
        else:
            self.heading.setText(self.tr("Nothing selected"))
        hidden = self._selection.hidden_count
        note = self.tr("Select images to see and change their labels.") if not count else ""
        if hidden:
            text = self.tr("{count} selected but hidden by the filter.")
            note = f"{note} {text.format(count=number(hidden))}".strip()
        self.hidden_note.setText(note)
        self.hidden_note.setVisible(bool(note))
        for widget in (self.entry, self.review_button, self.reviewed_button):
            widget.setVisible(bool(count))
        self.select_button.setVisible(not count)
        all_reviewed = single is not None and single.image.reviewed_at is not None
        self.reviewed_button.setText(
            self.tr("Mark not reviewed") if all_reviewed else self.tr("Mark reviewed")
        )
        self._show_found_by()
        self._show_file()
        self._show_labels()

    @Slot()
    def _show_file(self) -> None:
        single, totals = self._details.single, self._details.totals
        self.captions.show_image(0 if single is None else single.image.id)
        self.captions.setVisible(single is not None)
        if single is not None:
            self.details.show_details(single, self._descriptions.of(single.image))
        elif totals is not None:
            self.details.show_totals(totals)
        else:
            self.details.show_details(None)
        self._scroll.setVisible(single is not None or totals is not None)

    @Slot()
    def _show_labels(self) -> None:
        total = len(self._details.image_ids)
        single = self._details.single
        notes = (
            {item.label_id: self._source_text(item) for item in single.labellings} if single else {}
        )
        rows = []
        for label_id, count in self._details.label_counts.items():
            label = self._vocabulary.by_id.get(label_id)
            if label is not None:
                note = notes.get(label_id, "")
                rows.append(SelectionLabel(label_id, label.shown, count, total, note))
        self.model.set_rows(most_frequent_first(rows))
        self.list.fit_rows()
        self.no_labels.setVisible(bool(total) and not self._details.label_counts)
        self._show_suggested()

    def _show_suggested(self) -> None:
        total, suggested = self._suggested
        rows = []
        for one in suggested if self._details.image_ids else ():
            label = self._vocabulary.by_id.get(one.label_id)
            if label is not None:
                rows.append(
                    SelectionSuggestion(
                        one.label_id, label.shown, one.count, total, one.share, one.calibrated
                    )
                )
        self.suggested_model.set_rows(rows)
        self.suggested_list.fit_rows()
        self.suggested_heading.setVisible(bool(rows))

    def _source_text(self, labelling: LabellingRecord) -> str:
        text = self._texts.source(labelling.source).lower()
        if labelling.source == "rule":
            return f"{text}: {labelling.decider}"
        if labelling.confidence is None:
            return text
        single = self._details.single
        probability = None if single is None else single.probabilities.get(labelling.label_id)
        return text if probability is None else f"{text} {percentage(probability)}"
