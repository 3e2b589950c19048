"""First step: which folder of images, and where its catalogue goes."""

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from db.places import SUFFIX, place_warnings
from engine.archive.formats import IMAGE_SUFFIXES, RAW_SUFFIXES
from gui.dialogs.assistant.step import Step
from gui.dialogs.frame import muted
from gui.services import translations
from gui.services.lanes import Lane
from gui.services.latest import LatestAnswer
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.style.theme import set_role, spacing
from gui.widgets.plain_label import plain_label
from gui.words.amounts import counted
from messages.message import Message


@dataclass(frozen=True)
class FolderCount:
    """How many files of a folder look like images by their names, and how many do not."""

    folder: Path
    images: int
    others: int


@dataclass(frozen=True)
class CheckedPlace:
    """What the disk says of a folder of images and a place for its catalogue.

    ``default`` is the place to propose, ``problem`` the reason why this one will not do.
    """

    folder: Path
    catalogue: Path
    is_folder: bool
    default: Path | None = None
    problem: str = ""
    is_catalogue: bool = False
    warnings: tuple[Message, ...] = ()


PROBLEMS = {
    "no-folder": QT_TRANSLATE_NOOP("FolderStep", "There is no such folder."),
    "file": QT_TRANSLATE_NOOP(
        "FolderStep", "This is a file and no folder. Choose the folder it is in."
    ),
    "no-place": QT_TRANSLATE_NOOP("FolderStep", "Say where the catalogue file goes."),
    "inside": QT_TRANSLATE_NOOP(
        "FolderStep", "The catalogue cannot lie inside the folder of images. Move it out."
    ),
    "taken": QT_TRANSLATE_NOOP(
        "FolderStep", "There is a catalogue of that name already: choose another name."
    ),
    "no-place-folder": QT_TRANSLATE_NOOP(
        "FolderStep", "The folder for the catalogue does not exist."
    ),
    "read-only": QT_TRANSLATE_NOOP(
        "FolderStep", "Nothing can be written there. Choose another place."
    ),
}


def default_catalogue_path(archive_dir: Path) -> Path:
    """Beside the archive where one may write there, else among a person's documents."""
    name = (archive_dir.name or "archive") + SUFFIX
    if archive_dir.parent != archive_dir and os.access(archive_dir.parent, os.W_OK):
        return archive_dir.parent / name
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place)) / name


def is_inside(path: Path, folder: Path) -> bool:
    """Whether ``path`` lies in ``folder``, whatever links lead there."""
    return path.resolve().is_relative_to(folder.resolve())


class FolderStep(Step):
    """Choose the archive; the catalogue's place follows it until somebody changes that."""

    existing_chosen = Signal()

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("Which images?")
        self.explanation = self.tr(
            "Choose the folder that holds your images. Folders inside it are included. "
            "Nothing in it is ever changed."
        )
        self._lane = lane
        self._stop = threading.Event()
        self._places = LatestAnswer("places", self)
        self.checked: CheckedPlace | None = None
        """What the disk says of the fields as they are; None until it has said so."""
        self._counted_folder: Path | None = None
        self._place_is_chosen = False
        self.image_count: int | None = None

        self.folder_edit = QLineEdit(self)
        self.folder_edit.setAccessibleName(self.tr("Folder of images"))
        self.folder_edit.textChanged.connect(self._folder_changed)
        self.column.addWidget(plain_label(self.tr("Folder of images"), self, role="heading"))
        self.column.addLayout(self._with_button(self.folder_edit, self._browse_folder))
        self._found = muted("", self)
        self.column.addWidget(self._found)
        self.column.addSpacing(spacing.large)

        self.catalogue_edit = QLineEdit(self)
        self.catalogue_edit.setAccessibleName(self.tr("Catalogue file"))
        self.catalogue_edit.textEdited.connect(self._place_edited)
        self.column.addWidget(plain_label(self.tr("Catalogue file"), self, role="heading"))
        self.column.addLayout(self._with_button(self.catalogue_edit, self._browse_catalogue))
        self.column.addWidget(
            muted(
                self.tr(
                    "Holds every label and decision. A folder of the same name beside it holds "
                    "thumbnails and backups. Keep both together; they do not go into the folder "
                    "of images."
                ),
                self,
            )
        )
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.column.addWidget(self.problem)
        self.existing_button = QPushButton(self.tr("Open the catalogue that is there"), self)
        set_role(self.existing_button, "link")
        self.existing_button.clicked.connect(self.existing_chosen)
        self.existing_button.hide()
        row = QHBoxLayout()
        row.addWidget(self.existing_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def archive_dir(self) -> Path:
        """The folder as typed or chosen."""
        return Path(self.folder_edit.text().strip()).expanduser()

    def catalogue_path(self) -> Path:
        """The catalogue's path, always with its suffix."""
        text = self.catalogue_edit.text().strip()
        if text and not text.endswith(SUFFIX):
            text = text.removesuffix(".sqlite").removesuffix(".nabolag") + SUFFIX
        return Path(text).expanduser()

    def choose_archive(self, folder: Path) -> None:
        """Take a folder as if it had been chosen in the dialog."""
        self.folder_edit.setText(str(folder))

    def is_complete(self) -> bool:
        """Whether there is a folder, and a free place for the catalogue outside it."""
        return self.checked is not None and not self.checked.problem

    def focus_first(self) -> None:
        """The folder comes first."""
        self.folder_edit.setFocus()

    def shutdown(self) -> None:
        """Stop counting and asking."""
        self._stop.set()
        self._places.close()

    def _with_button(self, edit: QLineEdit, browse: object) -> QHBoxLayout:
        button = QPushButton(self.tr("Choose…"), self)
        button.setAccessibleName(self.tr("Choose: {field}").format(field=edit.accessibleName()))
        button.setAutoDefault(False)
        button.clicked.connect(browse)
        row = QHBoxLayout()
        row.addWidget(edit, 1)
        row.addWidget(button)
        return row

    @Slot()
    def _folder_changed(self) -> None:
        self._stop.set()
        self._counted_folder = None
        self._found.setText("")
        self._ask()

    @Slot()
    def _place_edited(self) -> None:
        self._place_is_chosen = True
        self._ask()

    def _ask(self) -> None:
        """Ask the disk about what is in the fields; until it answers, nobody goes on."""
        self.checked = None
        self.changed.emit()
        if not self.folder_edit.text().strip():
            self._places.forget()
            self._take(None)
            return
        folder = self.archive_dir()
        if self._place_is_chosen and not self.catalogue_edit.text().strip():
            self._places.forget()
            self._take(CheckedPlace(folder, folder, is_folder=False, problem="no-place"))
            return
        place = self.catalogue_path() if self._place_is_chosen else None
        self._places.ask(lambda: check_place(folder, place), self._take)

    def _take(self, checked: CheckedPlace | None) -> None:
        if checked is not None and checked.folder != self.archive_dir():
            return
        if checked is not None and checked.default is not None and not self._place_is_chosen:
            self.catalogue_edit.setText(str(checked.default))
        self.checked = checked
        if checked is not None and checked.is_folder and checked.folder != self._counted_folder:
            self._count(checked.folder)
        self._show_problem()

    def _show_problem(self) -> None:
        checked = self.checked
        sentence = ""
        if checked is not None and checked.problem:
            sentence = QCoreApplication.translate("FolderStep", PROBLEMS[checked.problem])
        elif checked is not None:
            sentence = " ".join(map(translations.sentence, checked.warnings))
        self.existing_button.setVisible(checked is not None and checked.is_catalogue)
        self.problem.setText(sentence)
        self.changed.emit()

    def _count(self, folder: Path) -> None:
        self._stop.set()
        self._stop = stop = threading.Event()
        self._counted_folder = folder
        self.image_count = None
        self._found.setText(self.tr("Counting…"))
        self._lane.submit(lambda: _count_files(folder, stop), self._counted, self._not_counted)

    def _counted(self, count: FolderCount) -> None:
        if count.folder != self.archive_dir():
            return
        self.image_count = count.images
        self._found.setText(
            ", ".join(
                (
                    counted(count.images, self.tr("1 image"), self.tr("{count} images")),
                    counted(count.others, self.tr("1 other file"), self.tr("{count} other files")),
                )
            )
        )

    def _not_counted(self, error: Exception) -> None:
        self._found.setText(self.tr("The folder cannot be read: {reason}").format(reason=error))

    @Slot()
    def _browse_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder of images"), self.folder_edit.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder_edit.setText)
        dialog.open()

    @Slot()
    def _browse_catalogue(self) -> None:
        dialog = QFileDialog(self, self.tr("Catalogue file"), str(self.catalogue_path().parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Catalogues (*{suffix})").format(suffix=SUFFIX))
        dialog.selectFile(self.catalogue_path().name)
        dialog.fileSelected.connect(self._take_place)
        dialog.open()

    @Slot(str)
    def _take_place(self, path: str) -> None:
        self.catalogue_edit.setText(path)
        self._place_edited()


def check_place(folder: Path, place: Path | None) -> CheckedPlace:
    """Look at the disk; without a place the usual one for this folder is proposed and looked at."""
    is_folder = folder.is_dir()
    no_folder = "file" if folder.exists() else "no-folder"
    default = default_catalogue_path(folder.absolute()) if is_folder and place is None else None
    catalogue = place or default
    if catalogue is None:
        return CheckedPlace(folder, folder, is_folder, problem=no_folder)
    inside = is_inside(catalogue, folder)
    if not is_folder:
        problem = no_folder
    elif inside:
        problem = "inside"
    elif catalogue.exists():
        problem = "taken"
    elif not catalogue.parent.is_dir():
        problem = "no-place-folder"
    elif not os.access(catalogue.parent, os.W_OK):
        problem = "read-only"
    else:
        problem = ""
    return CheckedPlace(
        folder,
        catalogue,
        is_folder,
        default,
        problem,
        is_catalogue=catalogue.is_file() and not inside,
        warnings=() if problem else tuple(place_warnings(catalogue)),
    )


def _count_files(folder: Path, stop: threading.Event) -> FolderCount:
    images = others = 0
    for _, folders, names in os.walk(folder):
        if stop.is_set():
            break
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if Path(name).suffix.lower() in IMAGE_SUFFIXES | RAW_SUFFIXES:
                images += 1
            else:
                others += 1
    return FolderCount(folder, images, others)
