"""How a table of keywords is to be read, what its first rows give, and how it fits the files."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QLineEdit, QPushButton, QWidget

from engine.archive.keyword_table import TableOptions, TableRow
from engine.errors import InputError
from engine.jobs.import_table import TableReading, foretell_table
from engine.jobs.keyword_rows import SEPARATORS, is_export, read_rows
from engine.table_file import first_header
from gui.dialogs.frame import muted
from gui.services.lanes import Lane
from gui.services.latest import LatestAnswer
from gui.services.translations import sentence
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted
from gui.words.failures import sentence_of
from messages.message import Message

PREVIEW_ROWS = 5
REJECTED_HEIGHT_PX = 110
FILE_COLUMNS = ("file", "filename", "path", "image", "name", "fil", "filnavn")
KEYWORD_COLUMNS = ("keywords", "labels", "tags", "keyword", "emneord", "nøkkelord", "stikkord")
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "utf-16")


@dataclass(frozen=True, slots=True)
class TableFile:
    """What the disk says of a path: whether a file is there, what it is, and its columns.

    ``unusable`` is why it never holds keywords, such as a table of suggestions.
    """

    path: Path
    is_there: bool = False
    is_export: bool = False
    columns: tuple[str, ...] = ()
    unusable: InputError | None = None


def header_of(path: Path, encoding: str) -> list[str]:
    """The column names of a table; empty where it cannot be read in this encoding."""
    return [name.strip() for name in first_header(path, encoding=encoding)]


def look_at(path: Path, encoding: str) -> TableFile:
    """Ask the disk, which may be slow."""
    if path.is_dir() and is_export(path):
        return TableFile(path, True, is_export=True)
    if not path.is_file():
        return TableFile(path)
    unusable = None
    try:
        next(read_rows(path), None)
    except InputError as error:
        unusable = error if error.message.code.startswith("table-holds") else None
    columns = tuple(header_of(path, encoding))
    return TableFile(path, True, is_export(path), columns, unusable)


def first_rows(path: Path, options: TableOptions) -> tuple[list[TableRow], InputError | None]:
    """The first rows as they will be read with the options, or why they cannot be."""
    try:
        return list(itertools.islice(read_rows(path, options), PREVIEW_ROWS)), None
    except InputError as error:
        return [], error


class KeywordTableForm(QWidget):
    """A file and the columns to read of it, the first rows as they will be read, and how all rows
    fit the files of an archive once those are known. An export needs nothing to be chosen."""

    changed = Signal()

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._asked = 0
        self._answer = LatestAnswer("table", self)
        self._file: TableFile | None = None
        self._is_read = False
        self._files: tuple[Sequence[str], Path, Mapping[str, str]] | None = None
        self._reading: TableReading | None = None
        self.start_folder = Path()
        self.path_edit = QLineEdit(self)
        self.path_edit.setAccessibleName(self.tr("Keyword table"))
        self.path_edit.textChanged.connect(self._path_changed)
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setAccessibleName(self.tr("Choose the keyword table"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        folder = QPushButton(self.tr("Folder…"), self)
        folder.setAccessibleName(self.tr("Choose the folder of an export"))
        folder.setAutoDefault(False)
        folder.clicked.connect(self._browse_folder)
        self.file_column = self._combo(self.tr("Column with the file"))
        self.keywords_column = self._combo(self.tr("Column with the keywords"))
        self.separator = self._combo(self.tr("Between keywords"), SEPARATORS, editable=True)
        self.encoding = self._combo(self.tr("Text encoding"), ENCODINGS, editable=True)
        self.encoding.currentTextChanged.connect(self._path_changed)
        for combo in (self.file_column, self.keywords_column, self.separator):
            combo.currentTextChanged.connect(self.show_preview)
        self.preview = PlainTable(
            self.tr("First rows of the table, as they will be read"),
            [self.tr("File"), self.tr("Keywords")],
            stretched=(0, 1),
            selectable=False,
            parent=self,
        )
        self.fit = muted("", self)
        self.rejected = PlainTable(
            self.tr("Rows that fit no file"),
            [self.tr("Row"), self.tr("Reason")],
            stretched=(0, 1),
            selectable=False,
            parent=self,
        )
        self.rejected.setMaximumHeight(REJECTED_HEIGHT_PX)
        self.warning = plain_label("", self, role="danger")
        self.warning.setWordWrap(True)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self._lay_out(browse, folder)

    def _lay_out(self, browse: QPushButton, folder: QPushButton) -> None:
        column = QGridLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.path_edit, 0, 0)
        column.addWidget(browse, 0, 1)
        column.addWidget(folder, 0, 2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(spacing.medium)
        grid.setVerticalSpacing(spacing.tiny)
        combos = (self.file_column, self.keywords_column, self.separator, self.encoding)
        for at, combo in enumerate(combos):
            grid.addWidget(plain_label(combo.accessibleName(), self, role="muted"), 0, at)
            grid.addWidget(combo, 1, at)
            grid.setColumnStretch(at, 2 if at < 2 else 1)
        column.addLayout(grid, 1, 0, 1, 3)
        for row, widget in enumerate(
            (self.preview, self.fit, self.rejected, self.warning, self.problem), start=2
        ):
            column.addWidget(widget, row, 0, 1, 3)
        column.setRowStretch(2, 1)
        self._show_reading(None)

    def set_files(
        self, paths: Sequence[str], root: Path, hashes: Mapping[str, str] | None = None
    ) -> None:
        """The files that rows are to fit, and the archive's folder."""
        self._files = (paths, root, hashes or {})
        self.show_preview()

    def path(self) -> Path:
        """The file as typed or chosen."""
        return Path(self.path_edit.text().strip()).expanduser()

    def options(self) -> TableOptions:
        """How the table is to be read; with a warning that was shown, as whole lines."""
        if self._file is not None and self._file.is_export:
            return TableOptions()
        return TableOptions(
            separator=self.separator.currentText(),
            file_column=self.file_column.currentText(),
            keywords_column=self.keywords_column.currentText(),
            encoding=self.encoding.currentText() or ENCODINGS[0],
            whole_lines=self._reading is not None and self._reading.whole_lines is not None,
        )

    @property
    def is_export(self) -> bool:
        """Whether what is chosen was exported, here or by an annotation program."""
        return self._file is not None and self._file.is_export

    def is_complete(self) -> bool:
        """Whether there is a table that can be read, as far as the disk has said by now."""
        return self._is_read and not self.problem.text()

    def shutdown(self) -> None:
        """Ask the disk no more."""
        self._answer.close()

    def _combo(
        self, name: str, items: tuple[str, ...] = (), *, editable: bool = False
    ) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.addItems(items)
        combo.setEditable(editable)
        combo.setMinimumContentsLength(6)
        return combo

    @Slot()
    def _path_changed(self) -> None:
        """Ask the disk for the columns; until it has answered nothing can be read."""
        self._asked += 1
        self._file = None
        self._show_reading(None)
        self._show_rows([], "")
        if self.path_edit.text().strip():
            path, encoding = self.path(), self.encoding.currentText()
            self._answer.ask(lambda: look_at(path, encoding), self._take_file)
        else:
            self._answer.forget()

    def _take_file(self, file: TableFile) -> None:
        self._file = file
        for combo, likely in (
            (self.file_column, FILE_COLUMNS),
            (self.keywords_column, KEYWORD_COLUMNS),
        ):
            combo.blockSignals(True)
            combo.clear()
            combo.addItems(file.columns)
            folded = [name.casefold() for name in file.columns]
            chosen = next((folded.index(name) for name in likely if name in folded), -1)
            combo.setCurrentIndex(chosen)
            combo.blockSignals(False)
        for combo in (self.file_column, self.keywords_column, self.separator, self.encoding):
            combo.setEnabled(not file.is_export)
        self.show_preview()

    @Slot()
    def show_preview(self) -> None:
        """Read the first rows, and then all of them; the disk is asked in a lane."""
        self._asked += 1
        self._show_reading(None)
        file = self._file
        if file is None or not self.isEnabled():
            self._show_rows([], "")
            return
        problem = self._missing(file)
        self._show_rows([], problem)
        if not problem:
            options, asked = self.options(), self._asked

            def take(found: tuple[list[TableRow], InputError | None]) -> None:
                rows, error = found
                if asked != self._asked:
                    return
                self._show_rows(rows, "" if error is None else sentence_of(error), is_read=True)
                if error is None:
                    self._foretell(file.path, options)

            self._answer.ask(lambda: first_rows(file.path, options), take)

    def _show_rows(self, rows: Sequence[TableRow], problem: str, *, is_read: bool = False) -> None:
        self._is_read = is_read
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.preview.show_rows(
            [
                (row.file, "  ·  ".join(" / ".join(levels) for levels in row.keywords))
                for row in rows
            ]
        )
        self.changed.emit()

    def _missing(self, file: TableFile) -> str:
        """What is still to be chosen."""
        if not file.is_there:
            return self.tr("There is no such file.")
        if not file.is_export and not self.file_column.currentText():
            return self.tr("Choose the column that names the file of each row.")
        if not file.is_export and not self.keywords_column.currentText():
            if file.unusable is not None:
                return sentence_of(file.unusable)
            return self.tr("Choose the column that holds the keywords.")
        return ""

    def _foretell(self, path: Path, options: TableOptions) -> None:
        if self._files is None:
            return
        paths, root, hashes = self._files
        asked = self._asked
        self._lane.submit(
            partial(foretell_table, path, options, paths, root, hashes),
            lambda reading: self._take_reading(asked, reading),
            lambda error: self._take_failure(asked, error),
        )

    def _take_reading(self, asked: int, reading: TableReading) -> None:
        if asked == self._asked:
            self._show_reading(reading)
            self.changed.emit()

    def _take_failure(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            self.problem.setText(sentence_of(error))
            self.problem.show()
            self.changed.emit()

    def _show_reading(self, reading: TableReading | None) -> None:
        self._reading = reading
        self.fit.setVisible(reading is not None)
        self.rejected.setVisible(reading is not None and bool(reading.table.rejected))
        self.warning.setVisible(reading is not None and reading.whole_lines is not None)
        if reading is None:
            return
        table, odd = reading.table, reading.whole_lines
        lines = [
            counted(
                sum(bool(entry.keywords) for entry in table.entries.values()),
                self.tr("The table has keywords for 1 file of the archive."),
                self.tr("The table has keywords for {count} files of the archive."),
            )
        ]
        if table.other_folder is not None:
            lines.append(sentence(table.other_folder.message))
        if table.rejected_rows:
            lines.append(
                counted(
                    table.rejected_rows,
                    self.tr("1 row fits no file:"),
                    self.tr("{count} rows fit no file:"),
                )
            )
        self.fit.setText(" ".join(lines))
        self.rejected.show_rows([(_said(row), sentence(why)) for row, why in table.rejected])
        if odd is not None:
            text = self.tr(
                "Most cells hold “{likely}” but no “{separator}”, so that each would become one "
                "label: “{example}”. Choose what stands between keywords, unless that is meant."
            )
            self.warning.setText(
                text.format(likely=odd.likely, separator=odd.separator, example=odd.example)
            )

    @Slot()
    def _browse_folder(self) -> None:
        start = self.path_edit.text() or str(self.start_folder)
        dialog = QFileDialog(self, self.tr("Folder of an export"), start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.path_edit.setText)
        dialog.open()

    @Slot()
    def _browse(self) -> None:
        start = self.path_edit.text() or str(self.start_folder)
        dialog = QFileDialog(self, self.tr("Keyword table"), start)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [
                self.tr("Tables and exports (*.csv *.tsv *.txt *.json *.jsonl *.parquet *.xml)"),
                self.tr("All files (*)"),
            ]
        )
        dialog.fileSelected.connect(self.path_edit.setText)
        dialog.open()


def _said(row: Message | str) -> str:
    return row if isinstance(row, str) else sentence(row)
