"""Second step: which keywords are there already, and how a table of them is to be read."""

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QWidget

from engine.archive.walk import WalkReport, walk_archive
from engine.errors import InputError
from gui.dialogs.assistant.step import Step
from gui.dialogs.keyword_table import KeywordTableForm, header_of
from gui.services.lanes import Lane
from gui.services.latest import LatestAnswer
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.amounts import counted

TABLES_LOOKED_AT = 20
"""In each place; more than that is a folder of tables and not an archive's."""


def find_tables(folder: Path) -> list[Path]:
    """The keyword tables in the folder, then those beside it, known by their columns."""
    found = []
    for place in (folder, folder.parent):
        try:
            tables = sorted(place.glob("*.csv"))
        except OSError:
            continue
        for table in tables[:TABLES_LOOKED_AT]:
            names = {name.casefold() for name in header_of(table, "utf-8")}
            if "file" in names and "keywords" in names:
                found.append(table)
    return found


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
        self._tables = LatestAnswer("tables", self)
        self._is_looking = False
        self.found_line = plain_label("", self, role="muted")
        self.found = QComboBox(self)
        self.found.setAccessibleName(self.tr("Keyword tables that were found"))
        self.found.activated.connect(self._take_found)
        row = QHBoxLayout()
        row.setContentsMargins(spacing.wide, 0, 0, 0)
        row.setSpacing(spacing.small)
        row.addWidget(self.found_line)
        row.addWidget(self.found, 1)
        self.column.addLayout(row)
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
        self.form.path_edit.clear()
        self.use_table.setChecked(False)
        self._show_found([])
        self._is_looking = True
        self._tables.ask(lambda: find_tables(folder), self._take_tables)
        self._stop.set()
        self._stop = stop = threading.Event()

        def take(paths: list[str]) -> None:
            if not stop.is_set():
                self.form.set_files(paths, folder)

        self._lane.submit(lambda: files_of(folder, stop), take)

    def _take_tables(self, tables: list[Path]) -> None:
        """Take the first one, unless a table was chosen meanwhile; the others can be chosen."""
        self._is_looking = False
        self._show_found(tables)
        if tables and not self.form.path_edit.text():
            self.form.path_edit.setText(str(tables[0]))
            self.use_table.setChecked(True)
        self._follow()
        self.changed.emit()

    def _show_found(self, tables: Sequence[Path]) -> None:
        self.found.clear()
        for table in tables:
            self.found.addItem(f"{table.parent.name}/{table.name}", table)
        self.found_line.setText(
            counted(
                len(tables),
                self.tr("1 table of keywords was found and is read:"),
                self.tr("{count} tables of keywords were found. This one is read:"),
            )
        )

    @Slot()
    def _take_found(self) -> None:
        self.form.path_edit.setText(str(self.found.currentData()))

    def scan_options(self) -> dict[str, object]:
        """What the scan needs to know of the table."""
        if not self.use_table.isChecked():
            return {}
        return {"keywords_csv": self.form.path(), "csv_options": self.form.options()}

    def is_complete(self) -> bool:
        """Without a table there is nothing to say; with one it has to be readable."""
        if self._is_looking:
            return False
        return not self.use_table.isChecked() or self.form.is_complete()

    def focus_first(self) -> None:
        """The question whether there is a table at all."""
        self.use_table.setFocus()

    def shutdown(self) -> None:
        """Stop looking for files."""
        self._stop.set()
        self._tables.close()
        self.form.shutdown()

    @Slot()
    def _follow(self) -> None:
        shows_found = self.use_table.isChecked() and self.found.count() > 0
        self.found_line.setVisible(shows_found)
        self.found.setVisible(shows_found)
        self.form.setVisible(self.use_table.isChecked())
        self.form.setEnabled(self.use_table.isChecked())
        self.form.show_preview()
