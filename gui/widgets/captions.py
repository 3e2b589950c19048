"""The captions of one image: read, written, changed and taken away, each in a step of undo."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.captions.records import CaptionRecord, LanguageOrigin
from db.errors import CatalogueError
from db.records import ChangeSet
from db.text import MAX_CAPTION_LENGTH
from gui.services.context import CatalogueContext
from gui.style import icons
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.failures import sentence_of
from gui.words.languages import NAMES, title_of_code

EDITOR_LINES = 3


class CaptionEditor(QWidget):
    """A text and its language; Ctrl+Enter keeps them, Escape leaves them."""

    kept = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begun = ("", "")
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Caption"))
        self.text.setPlaceholderText(self.tr("What the picture shows or tells"))
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * EDITOR_LINES + 14)
        self.text.installEventFilter(self)
        self.language = QComboBox(self)
        self.language.setAccessibleName(self.tr("Language"))
        self.language.setToolTip(
            self.tr("The caption's language; by itself, it is told from the words")
        )
        self.keep = QPushButton(self.tr("Save"), self)
        self.keep.setToolTip(self.tr("Save the caption (Ctrl+Enter)"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setToolTip(self.tr("Leave it as it was (Esc)"))
        self.keep.clicked.connect(self.kept)
        self.cancel.clicked.connect(self.left)
        self.language.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        ends = QHBoxLayout()
        ends.setSpacing(spacing.tiny)
        ends.addStretch(1)
        ends.addWidget(self.cancel)
        ends.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.tiny)
        column.addWidget(self.text)
        column.addWidget(self.language)
        column.addLayout(ends)

    def begin(self, text: str, language: str) -> None:
        """Show a text and the language that somebody stated; "" where it is to be detected."""
        self.text.setPlainText(text)
        self.text.selectAll()
        self.language.clear()
        self.language.addItem(self.tr("By itself"), "")
        codes = sorted({*NAMES, *filter(None, [language])}, key=title_of_code)
        for code in codes:
            self.language.addItem(title_of_code(code), code)
        self.language.setCurrentIndex(max(0, self.language.findData(language)))
        self._begun = self._written
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _written(self) -> tuple[str, str]:
        return self.text.toPlainText().strip(), str(self.language.currentData() or "")

    @property
    def is_changed(self) -> bool:
        """Whether there are words that differ from those it began with, or their language does."""
        return bool(self._written[0]) and self._written != self._begun

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The two keys that end the writing."""
        if watched is self.text and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            wanted = (is_enter and with_control) or event.key() == Qt.Key.Key_Escape
            if wanted and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if wanted and event.type() == QEvent.Type.KeyPress:
                (self.kept if is_enter else self.left).emit()
                return True
        return super().eventFilter(watched, event)


class CaptionsView(QWidget):
    """Reads the captions of an image off-thread and follows their changes."""

    left = Signal()
    """The writing has ended: the keyboard goes back to where it was."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._image_id = 0
        self._generation = 0
        self.captions: Sequence[CaptionRecord] = ()
        """Those on show."""
        self._edited: CaptionRecord | None = None
        self._is_saving = False
        self._writing = 0
        """Counts what was begun and ended, so that a late save ends nothing that came after it."""
        self._rows: QWidget | None = None
        self._row_of: dict[int, QWidget] = {}
        heading = plain_label(self.tr("Captions"), self, role="heading")
        self.write_button = self._button("plus", self.tr("Write a caption"), self.write)
        self.editor = CaptionEditor(self)
        self.editor.kept.connect(self._keep)
        self.editor.left.connect(self._leave)
        self.editor.hide()
        self.state = plain_label("", self, role="small")
        self.state.setWordWrap(True)
        self.state.hide()
        top = QHBoxLayout()
        top.addWidget(heading, 1)
        top.addWidget(self.write_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing.tiny)
        self._column.addLayout(top)
        self._column.addWidget(self.editor)
        self._column.addWidget(self.state)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self.reload)

    def show_image(self, image_id: int) -> None:
        """Show the captions of an image; 0 for none. What is being written is saved with the image
        it is for."""
        if image_id != self._image_id:
            self.save_written()
            self._image_id = image_id
            self._end_writing()
            self._show(())
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read the captions anew."""
        self._generation += 1
        generation, image_id = self._generation, self._image_id
        if not image_id:
            return
        captions = self._context.catalogue.captions

        def use(found: list[CaptionRecord]) -> None:
            if generation == self._generation:
                self._show(found)

        self._context.reads.submit(lambda: captions.of_image(image_id), use)

    @Slot()
    def write(self) -> None:
        """Begin a new caption."""
        if self._image_id:
            self._begin(None)

    def edit(self, caption: CaptionRecord) -> None:
        """Begin to change a caption."""
        self._begin(caption)

    def delete(self, caption: CaptionRecord) -> None:
        """Take a caption away."""
        commands = self._context.catalogue.commands
        self._run(lambda: commands.delete_caption(caption.id))

    def save_written(self) -> None:
        """Save what is being written, where it is more than nothing and not what was there: nobody
        has left it by Escape or Cancel, and undo takes it back."""
        if not self.editor.isHidden() and self.editor.is_changed:
            self._keep()

    def _begin(self, caption: CaptionRecord | None) -> None:
        self.save_written()
        self._end_writing()
        self._edited = caption
        self._show_edited(caption)
        self.editor.show()
        is_stated = caption is not None and caption.language_from == "stated"
        language = caption.language if caption is not None and is_stated else ""
        self.editor.begin("" if caption is None else caption.text, language)

    @Slot()
    def _keep(self) -> None:
        if self._is_saving:
            return
        self._is_saving = True
        text, edited, image_id = self.editor.text.toPlainText(), self._edited, self._image_id
        stated = str(self.editor.language.currentData() or "")
        commands = self._context.catalogue.commands

        def command() -> ChangeSet:
            language, origin = _language_of(text, stated)
            if edited is None:
                return commands.add_caption(image_id, text, language=language, language_from=origin)
            return commands.edit_caption(edited.id, text, language=language, language_from=origin)

        self._run(command, self._writing)

    @Slot()
    def _leave(self) -> None:
        self._end_writing()
        self.left.emit()

    def _end_writing(self) -> None:
        self._edited, self._is_saving = None, False
        self._writing += 1
        self.editor.hide()
        self._show_edited(None)
        self._say("")

    def _show_edited(self, caption: CaptionRecord | None) -> None:
        """The caption that is being changed stands in the editor alone."""
        for caption_id, row in self._row_of.items():
            row.setVisible(caption is None or caption_id != caption.id)

    def _run(self, command: Callable[[], ChangeSet], writing: int | None = None) -> None:
        """``writing``: the number of the writing that it ends."""
        image_id = self._image_id

        def done(_change: ChangeSet | None) -> None:
            if writing == self._writing:
                self._leave()

        def fail(error: Exception) -> None:
            is_here = image_id == self._image_id and writing in (None, self._writing)
            self._is_saving = self._is_saving and not is_here
            if isinstance(error, CatalogueError) and is_here:
                self._say(sentence_of(error))
            else:
                self._context.hub.failed.emit(error)

        self._context.run_command(command, done, fail)

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.setVisible(bool(text))

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.images_unknown or self._image_id in change.image_ids:
            self.reload()

    def _show(self, captions: Sequence[CaptionRecord]) -> None:
        if captions == self.captions and self._rows is not None:
            return
        self.captions = captions
        if self._rows is not None:
            self._column.removeWidget(self._rows)
            self._rows.hide()
            self._rows.deleteLater()
        self._rows = QWidget(self)
        rows = QVBoxLayout(self._rows)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(spacing.small)
        self._row_of = {caption.id: self._row(caption) for caption in captions}
        for row in self._row_of.values():
            rows.addWidget(row)
        self._column.addWidget(self._rows)
        self._show_edited(self._edited)

    def _row(self, caption: CaptionRecord) -> QWidget:
        text = plain_label(caption.text, self)
        text.setWordWrap(True)
        text.setMinimumWidth(1)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        about = plain_label(self._about(caption), self, role="small")
        about.setWordWrap(True)
        about.setMinimumWidth(1)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(about, 1)
        line.addWidget(
            self._button("pencil", self.tr("Change the caption"), partial(self.edit, caption))
        )
        line.addWidget(
            self._button("trash-2", self.tr("Take the caption away"), partial(self.delete, caption))
        )
        row = QWidget(self)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(text)
        column.addLayout(line)
        return row

    def _about(self, caption: CaptionRecord) -> str:
        language = title_of_code(caption.language) if caption.language else ""
        if caption.language_from == "detected":
            language = self.tr("probably {language}").format(language=language)
        origin = caption.author if caption.source == "curator" else caption.field
        author = "" if caption.source == "curator" else caption.author
        changed = ""
        if caption.original:
            changed = self.tr("changed by {curator}").format(curator=caption.decider)
        return " · ".join(filter(None, (language, origin, author, caption.made_at, changed)))

    def _button(self, icon: str, tip: str, call: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: call())
        return button


def _language_of(text: str, stated: str) -> tuple[str, LanguageOrigin]:
    """The language, and how it is known. Takes a second the first time; for a lane."""
    if stated:
        return stated, "stated"
    from engine.language.spoken import detected_language

    detected = detected_language(text[:MAX_CAPTION_LENGTH])
    return detected, "detected" if detected else ""
