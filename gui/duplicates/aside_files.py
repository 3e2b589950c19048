"""What may be done with the files of images that are set aside: moved away, put back, listed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from engine.jobs.duplicates.files import FilesMoved
from engine.jobs.duplicates.tables import write_aside_table
from gui.dialogs.frame import DialogFrame, muted
from gui.duplicates import words
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.file_manager import show_file
from gui.services.tasks import Task, TaskState
from gui.services.translations import sentence
from gui.widgets.notice import Notice
from gui.words.amounts import counted
from gui.words.failures import reason_of, sentence_of
from gui.words.jobs import done_sentence
from messages.sentences import printable

MOVE, TRASH, BACK = "set-aside-files", "trash-files", "put-back-files"
MOST_REASONS = 3
SIZE_PX = (520, 200)


class AsideFiles(QWidget):
    """The buttons, keys and dialogs; has no looks of its own. ``notice`` says what came of it."""

    def __init__(self, context: CatalogueContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._context = context
        self._count = 0
        self._last: Path | None = None
        """The last manifest: most likely the one to be put back."""
        self.notice = Notice(parent)
        self.move_button = QPushButton(self.tr("Move files to a folder…"), parent)
        self.trash_button = QPushButton(self.tr("Move files to the trash…"), parent)
        self.back_button = QPushButton(self.tr("Put files back…"), parent)
        self.list_button = QPushButton(self.tr("Write a list…"), parent)
        self.move_action = shortcuts.action("aside.move", parent, self.ask_folder)
        self.trash_action = shortcuts.action("aside.trash", parent, self.ask_trash)
        self.back_action = shortcuts.action("aside.put_back", parent, self.ask_manifest)
        self.list_action = shortcuts.action("aside.list", parent, self.ask_list)
        for button, action in (
            (self.move_button, self.move_action),
            (self.trash_button, self.trash_action),
            (self.back_button, self.back_action),
            (self.list_button, self.list_action),
        ):
            shortcuts.bind_button(button, action)
        context.tasks.added.connect(self._follow)
        context.tasks.ended.connect(self._follow)
        self._follow()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All buttons, in their order."""
        return (self.move_button, self.trash_button, self.back_button, self.list_button)

    def show_count(self, images: int) -> None:
        """So many images are set aside."""
        self._count = images
        self._follow()

    @Slot()
    def _follow(self) -> None:
        works = any(task.job in (MOVE, TRASH, BACK) for task in self._context.tasks.tasks)
        for action in (self.move_action, self.trash_action):
            action.setEnabled(self._count > 0 and not works)
        self.back_action.setEnabled(not works)
        self.list_action.setEnabled(self._count > 0)

    # Asking

    def ask_folder(self) -> None:
        """Ask for a folder, and move the files there."""
        dialog = self._dialog(self.tr("Folder for the files that are set aside"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Move files here"))
        dialog.fileSelected.connect(lambda folder: self._start(MOVE, folder=Path(folder)))
        dialog.open()

    def ask_trash(self) -> None:
        """Say what the trash means, and move the files there on agreement."""
        dialog = TrashDialog(self._count, self._context.catalogue.path.parent, self.window())
        dialog.chosen.connect(lambda folder: self._start(TRASH, folder=Path(folder)))
        dialog.open()

    def ask_manifest(self) -> None:
        """Ask for a manifest, and put back what it names."""
        dialog = self._dialog(self.tr("Manifest of the files to put back"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Manifests (*.jsonl)"), self.tr("All files (*)")])
        if self._last is not None:
            dialog.selectFile(str(self._last))
        dialog.fileSelected.connect(lambda file: self._start(BACK, manifest=Path(file)))
        dialog.open()

    def ask_list(self) -> None:
        """Ask for a file, and write what is set aside as a table."""
        dialog = self._dialog(self.tr("List of what is set aside"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Tables (*.csv)"))
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("set-aside.csv")
        dialog.fileSelected.connect(self._write_list)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        folder = (self._last or self._context.catalogue.path).parent
        return QFileDialog(self.window(), title, str(folder))

    # Doing

    def _start(self, job: str, **options: Path) -> None:
        self.notice.close_notice()
        task = self._context.tasks.start(job, **options)
        task.ended.connect(partial(self._tell, task))

    def _tell(self, task: Task) -> None:
        """Say what came of it. A failure is said by the window."""
        if task.state is TaskState.CANCELLED:
            reason = reason_of(task.failure)
            if reason:
                self.notice.say(reason)
        summary = task.summary
        if task.state is not TaskState.FINISHED or not isinstance(summary, FilesMoved):
            return
        lines = [done_sentence(task.job, summary)]
        lines += [f"{printable(file)}: {sentence(why)}" for file, why in summary.reasons]
        more = len(lines) - 1 - MOST_REASONS
        if more > 0:
            lines[1 + MOST_REASONS :] = [
                counted(more, self.tr("and 1 more"), self.tr("and {count} more"))
            ]
        text = "\n".join(lines)
        if summary.manifest is None:
            self.notice.say(text)
            return
        self._last = summary.manifest
        if task.job == BACK:
            self.notice.say(text)
        else:
            self._say_with_folder(text, summary.manifest)

    @Slot(str)
    def _write_list(self, file: str) -> None:
        self.notice.close_notice()
        catalogue, destination = self._context.catalogue, Path(file)
        self._context.reads.submit(
            lambda: write_aside_table(catalogue, destination, overwrite=True),
            lambda rows: self._say_with_folder(
                counted(
                    rows,
                    self.tr("1 file is listed in {table}."),
                    self.tr("{count} files are listed in {table}."),
                ).replace("{table}", printable(file)),
                destination,
            ),
            lambda error: self.notice.say(sentence_of(error), danger=True),
        )

    def _say_with_folder(self, text: str, file: Path) -> None:
        self.notice.say(text, self.tr("Open the folder"), partial(show_file, file))


class TrashDialog(DialogFrame):
    """Says what moving files to the trash means, and does it on agreement."""

    chosen = Signal(str)
    """The folder that the list of the files goes to."""

    def __init__(self, images: int, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent, SIZE_PX)
        self._folder = folder
        self.setWindowTitle(self.tr("Move files to the trash"))
        self.heading.setText(self.tr("Move files to the trash"))
        self.explanation.setText(
            self.tr(
                "The files of {images} go to the system's trash. The trash alone brings them "
                "back: neither undo nor “Put files back” can. Their labels stay here."
            ).format(images=words.images_text(images))
        )
        self.explanation.show()
        self.place = muted("", self)
        self.content.addWidget(self.place)
        self.content.addStretch(1)
        other = QPushButton(self.tr("Another folder…"), self)
        other.clicked.connect(self._browse)
        self.add_aside(other)
        self.cancel = self.add_button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.button = self.add_button(self.tr("Move to the trash"), primary=True)
        self.button.clicked.connect(self._agree)
        self._show_folder(str(folder))

    @Slot(str)
    def _show_folder(self, folder: str) -> None:
        self._folder = Path(folder)
        text = self.tr("A list of them is written to {folder}.")
        self.place.setText(text.replace("{folder}", printable(folder)))

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for the list"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._show_folder)
        dialog.open()

    @Slot()
    def _agree(self) -> None:
        self.accept()
        self.chosen.emit(str(self._folder))
