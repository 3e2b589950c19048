"""Dialogs that change labels: each says in numbers what will happen before it does."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from db.records import ChangeSet
from db.repositories.label_effects import DeleteEffect, MergeEffect, MoveEffect
from gui.dialogs.frame import DialogFrame
from gui.labels.effect_words import delete, merge, move, with_count
from gui.labels.rows import LabelRow
from gui.models.vocabulary import Vocabulary
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.widgets.label_entry import LabelEntry
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_text import button_text, window_title
from gui.words.amounts import number
from gui.words.failures import sentence_of

Effect = TypeVar("Effect")
SIZE_PX = (480, 250)


class ChangeDialog(DialogFrame):
    """Foretells a command in the read lane; runs it when the button is pressed, then closes."""

    changed = Signal(int)
    """The label to look at afterwards, 0 for none; after the commit."""

    def __init__(
        self,
        context: CatalogueContext,
        title: str,
        parent: QWidget | None,
        size_px: tuple[int, int] = SIZE_PX,
    ) -> None:
        super().__init__(title, "", parent, size_px)
        self._context = context
        self._generation = 0
        self._chosen_text = ""
        self.effect = plain_label("", self)
        self.effect.setWordWrap(True)
        self.effect.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._cancel = self.add_button(self.tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self.button = self.add_button(title, primary=True)
        self.button.setEnabled(False)
        self.button.clicked.connect(self.run)

    def foretell(self, read: Callable[[], Effect], tell: Callable[[Effect], str]) -> None:
        """Read what would happen, and say it; the button waits for that."""
        self._generation += 1
        generation = self._generation
        self.button.setEnabled(False)

        def done(effect: Effect) -> None:
            if generation == self._generation:
                self.say(tell(effect))
                self.button.setEnabled(True)
                if self.focusWidget() is not None and self.focusWidget() in self._asks_no_more():
                    self.button.setFocus()

        self._context.reads.submit(read, done, self.refuse)

    def say(self, text: str) -> None:
        """Show what will happen."""
        theme.set_role(self.effect, "")
        self.effect.setText(text)

    @Slot(object)
    def refuse(self, error: Exception) -> None:
        """Show why it cannot be done."""
        theme.set_role(self.effect, "danger")
        self.effect.setText(sentence_of(error))
        self.button.setEnabled(True)

    @abstractmethod
    def run(self) -> None:
        """Do it."""

    def choose_in(self, entry: LabelEntry, text: str) -> None:
        """Show what was chosen. What is typed over it or emptied is chosen no longer."""
        self._chosen_text = text
        entry.setText(text)
        entry.popup.hide()

    def watch(self, entry: LabelEntry, forget: Callable[[], None]) -> None:
        """Call ``forget`` as soon as the field no longer says what was chosen in it."""

        def look(text: str) -> None:
            if text != self._chosen_text:
                self._generation += 1
                self.button.setEnabled(False)
                self.say("")
                forget()

        entry.textChanged.connect(look)

    def _asks_no_more(self) -> tuple[QWidget, ...]:
        """Where the keyboard may be when all is chosen: from there Enter does it."""
        return (self._cancel, *self.findChildren(LabelEntry))

    def submit(self, command: Callable[[], ChangeSet | None], then: int = 0) -> None:
        """Run a command; close when it is committed."""
        self.button.setEnabled(False)

        def done(change: ChangeSet | None) -> None:
            self.accept()
            self.changed.emit(then)

        self._context.run_command(command, done, self.refuse)


class MergeDialog(ChangeDialog):
    """Several labels become one of them, or one becomes another name of a label that is typed."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        rows: Sequence[LabelRow],
        parent: QWidget | None = None,
    ) -> None:
        single = len(rows) == 1
        super().__init__(context, "", parent)
        self._rows = sorted(rows, key=lambda row: -row.label.image_count)
        self._target = 0 if single else self._rows[0].label.id
        self._vocabulary = vocabulary
        title = (
            self.tr("Make “{name}” another name of…").format(name=rows[0].label.shown)
            if single
            else self.tr("Merge {count} labels").format(count=number(len(rows)))
        )
        self.setWindowTitle(window_title(title))
        self.heading.setText(title)
        self.button.setText(self.tr("Make it another name") if single else title)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(self.tr("The label that stays"))
        self.entry = LabelEntry(vocabulary, self, can_create=False)
        self.entry.setPlaceholderText(self.tr("Type the label that stays…"))
        self.entry.setAccessibleName(self.tr("The label that stays"))
        self.content.addWidget(plain_label(self.tr("The label that stays"), self, role="small"))
        self.content.addWidget(self.entry if single else self.choice)
        (self.choice if single else self.entry).hide()
        self.content.addWidget(self.effect, 1)
        for row in self._rows:
            self.choice.addItem(with_count(row), row.label.id)
        self.choice.activated.connect(self._choose)
        self.entry.label_chosen.connect(self._take)
        self.watch(self.entry, self._forget)
        if single:
            self.entry.setFocus()
        else:
            self.choice.setFocus()
            self._read()

    @property
    def sources(self) -> list[int]:
        """The labels that will be gone."""
        return [row.label.id for row in self._rows if row.label.id != self._target]

    @Slot()
    def _choose(self) -> None:
        self._take(int(self.choice.currentData()))

    @Slot(int)
    def _take(self, label_id: int) -> None:
        self._target = label_id
        label = self._vocabulary.by_id.get(label_id)
        if not self.choice.isVisible() and label is not None:
            self.choose_in(self.entry, label.shown)
        if self.sources:
            self._read()
        else:
            self.say(self.tr("It is this label already. Choose another one."))
            self.button.setEnabled(False)

    def _forget(self) -> None:
        self._target = 0

    def _read(self) -> None:
        effects, sources, target = self._context.catalogue.label_effects, self.sources, self._target

        def tell(effect: MergeEffect) -> str:
            return merge(effect)

        self.foretell(lambda: effects.of_merge(sources, target), tell)

    @Slot()
    def run(self) -> None:
        """Merge."""
        commands, sources, target = self._context.catalogue.commands, self.sources, self._target
        if target and sources:
            self.submit(lambda: commands.merge_labels(sources, target), target)


class DeleteDialog(ChangeDialog):
    """Labels leave the vocabulary and every image."""

    def __init__(
        self, context: CatalogueContext, rows: Sequence[LabelRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, "", parent)
        self._ids = [row.label.id for row in rows]
        title = (
            self.tr("Delete “{name}”").format(name=rows[0].label.shown)
            if len(rows) == 1
            else self.tr("Delete {count} labels").format(count=number(len(rows)))
        )
        self.setWindowTitle(window_title(title))
        self.heading.setText(title)
        self.button.setText(button_text(title) if len(title) < 40 else self.tr("Delete"))
        self.content.addWidget(self.effect, 1)
        effects, ids = context.catalogue.label_effects, self._ids

        def tell(effect: DeleteEffect) -> str:
            return delete(effect)

        self.foretell(lambda: effects.of_delete(ids), tell)

    @Slot()
    def run(self) -> None:
        """Delete."""
        commands, ids = self._context.catalogue.commands, self._ids
        if len(ids) == 1:
            self.submit(lambda: commands.delete_label(ids[0]))
        else:
            self.submit(lambda: commands.delete_labels(ids))


class MoveDialog(ChangeDialog):
    """Labels come to lie under another one, or at the top."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        rows: Sequence[LabelRow],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "", parent)
        self._vocabulary = vocabulary
        self._ids = [row.label.id for row in rows]
        self._parent_id: int | None = None
        self._is_chosen = False
        title = (
            self.tr("Move “{name}”").format(name=rows[0].label.shown)
            if len(rows) == 1
            else self.tr("Move {count} labels").format(count=number(len(rows)))
        )
        self.setWindowTitle(window_title(title))
        self.heading.setText(title)
        self.button.setText(self.tr("Move"))
        self.entry = LabelEntry(vocabulary, self, can_create=False)
        self.entry.setPlaceholderText(self.tr("Type the label to lie under…"))
        self.entry.setAccessibleName(self.tr("The label to lie under"))
        self.content.addWidget(plain_label(self.tr("The label to lie under"), self, role="small"))
        self.content.addWidget(self.entry)
        self.content.addWidget(self.effect, 1)
        self.entry.label_chosen.connect(self.choose)
        self.watch(self.entry, self._forget)
        self.entry.setFocus()

    @Slot(object)
    def choose(self, parent_id: int | None) -> None:
        """Move under this label, with None to the top; says what that does first."""
        self._parent_id, self._is_chosen = parent_id, True
        label = self._vocabulary.by_id.get(parent_id) if parent_id is not None else None
        self.choose_in(self.entry, label.shown if label is not None else "")
        if parent_id is None:
            self.entry.setPlaceholderText(self.tr("No label: the top level"))
        effects, ids = self._context.catalogue.label_effects, self._ids

        def tell(effect: MoveEffect) -> str:
            return move(effect)

        self.foretell(lambda: effects.of_move(ids, parent_id), tell)

    def _forget(self) -> None:
        self._is_chosen = False

    @Slot()
    def run(self) -> None:
        """Move."""
        commands, ids, parent_id = self._context.catalogue.commands, self._ids, self._parent_id
        if not self._is_chosen:
            return
        if len(ids) == 1:
            self.submit(lambda: commands.set_parent(ids[0], parent_id), ids[0])
        else:
            self.submit(lambda: commands.set_parents(ids, parent_id), ids[0])


class CreateDialog(ChangeDialog):
    """A new label by its name, under the label that has the focus or at the top."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "", parent)
        title = self.tr("New label")
        self.setWindowTitle(window_title(title))
        self.heading.setText(title)
        self.button.setText(self.tr("Create label"))
        self._vocabulary = vocabulary
        self.name = LabelEntry(vocabulary, self, preselect=False)
        self.name.setPlaceholderText(self.tr("Its name"))
        self.name.setAccessibleName(self.tr("The new label's name"))
        self.content.addWidget(self.name)
        self.content.addWidget(self.effect, 1)
        self.name.textChanged.connect(self._follow)
        self.name.name_entered.connect(self._create)
        self.name.label_chosen.connect(self._show_existing)
        self.name.setFocus()

    @Slot(str)
    def _follow(self, text: str) -> None:
        index = self._vocabulary.index
        taken = index.at_top(text)
        self.button.setEnabled(bool(text.strip()) and taken is None)
        elsewhere = [label.shown for label in index.meant(text)]
        if taken is not None:
            there = self.tr("There is a label with this name already: “{name}”.")
            self.say(there.replace("{name}", taken.name))
        elif elsewhere:
            another = self.tr("There is “{name}”; this makes another label, at the top.")
            self.say(another.replace("{name}", "”, “".join(elsewhere)))
        else:
            self.say("")

    @Slot(int)
    def _show_existing(self, label_id: int) -> None:
        self.accept()
        self.changed.emit(label_id)

    @Slot(str)
    def _create(self, name: str) -> None:
        self._submit_name(name)

    @Slot()
    def run(self) -> None:
        """Create."""
        self._submit_name(" ".join(self.name.text().split()))

    def _submit_name(self, name: str) -> None:
        commands = self._context.catalogue.commands
        self.button.setEnabled(False)

        def done(change: ChangeSet | None) -> None:
            created = 0 if change is None else int(str(change.details["label_id"]))
            self.accept()
            self.changed.emit(created)

        self._context.run_command(lambda: commands.create_typed_label(name), done, self.refuse)
