"""Second step: which keywords are there already, and how a table of them is to be read."""

import threading
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from engine.archive.walk import WalkReport, walk_archive
from engine.errors import InputError
from gui.dialogs.assistant.step import Step
from gui.dialogs.keyword_table import KeywordTableForm, header_of
from gui.services.lanes import Lane
from gui.style.theme import spacing


def find_table(folder: Path) -> Path | None:
    """A keyword table that lies in the folder or beside it, known by its columns."""
    for place in (folder, folder.parent):
        try:
            tables = sorted(place.glob("*.csv"))
        except OSError:
            continue
        for table in tables[:20]:
            names = {name.casefold() for name in header_of(table, "utf-8")}
            if "file" in names and "keywords" in names:
                return table
    return None


def files_of(folder: Path, stop: threading.Event) -> list[str]:
    """The paths of the images in a folder; empty where it cannot be listed."""
    found: list[str] = []
    try:
        for file in walk_archive(folder, WalkReport()):
            if stop.is_set():
                return []
            found.append(file.path)
    except InputError:
        return []
    return found


class KeywordsStep(Step):
    """Keywords in files are read anyway; a table is offered where one lies in the folder."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("Which keywords are there already?")
        self.explanation = self.tr(
            "Keywords stored in the images (IPTC, XMP) or in sidecar files beside them are read "
            "by themselves. A table of keywords (CSV) can be read too."
        )
        self._lane = lane
        self._stop = threading.Event()
        self._looked_in: Path | None = None
        self.use_table = QCheckBox(self.tr("Read keywords from a table as well"), self)
        self.use_table.toggled.connect(self._follow)
        self.column.addWidget(self.use_table)
        self.form = KeywordTableForm(lane, self)
        self.form.setContentsMargins(spacing.wide, 0, 0, 0)
        self.form.changed.connect(self.changed)
        self.column.addWidget(self.form, 1)
        self.column.addStretch(0)
        self._follow()

    def look_in(self, folder: Path) -> None:
        """Offer a table that lies in the archive, once per archive."""
        if folder == self._looked_in:
            return
        self._looked_in = folder
        self.form.start_folder = folder
        found = find_table(folder)
        self.form.path_edit.setText(str(found) if found is not None else "")
        self.use_table.setChecked(found is not None)
        self._stop.set()
        self._stop = stop = threading.Event()

        def take(paths: list[str]) -> None:
            if not stop.is_set():
                self.form.set_files(paths, folder)

        self._lane.submit(lambda: files_of(folder, stop), take)

    def scan_options(self) -> dict[str, object]:
        """What the scan needs to know of the table."""
        if not self.use_table.isChecked():
            return {}
        return {"keywords_csv": self.form.path(), "csv_options": self.form.options()}

    def is_complete(self) -> bool:
        """Without a table there is nothing to say; with one it has to be readable."""
        return not self.use_table.isChecked() or self.form.is_complete()

    def focus_first(self) -> None:
        """The question whether there is a table at all."""
        self.use_table.setFocus()

    def shutdown(self) -> None:
        """Stop looking for files."""
        self._stop.set()

    @Slot()
    def _follow(self) -> None:
        self.form.setVisible(self.use_table.isChecked())
        self.form.setEnabled(self.use_table.isChecked())
        self.form.show_preview()
