"""Second step: which keywords are there already, and how a table of them is to be read."""

import itertools
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from engine.archive.keyword_table import TableOptions, TableRow, read_table
from engine.errors import InputError
from engine.table_file import first_header
from gui.dialogs.assistant.step import Step
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.failures import sentence_of

PREVIEW_ROWS = 5
FILE_COLUMNS = ("file", "filename", "path", "image", "name", "fil", "filnavn")
KEYWORD_COLUMNS = ("keywords", "labels", "tags", "keyword", "emneord", "nøkkelord", "stikkord")
ENCODINGS = ("utf-8", "cp1252", "iso-8859-1", "utf-16")
SEPARATORS = (";", ",", "|", "/")


def header_of(path: Path, encoding: str) -> list[str]:
    """The column names of a table; empty where it cannot be read in this encoding."""
    return [name.strip() for name in first_header(path, encoding=encoding)]


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


class KeywordsStep(Step):
    """Keywords in files are read anyway; a table is offered where one lies in the folder."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("Which keywords are there already?")
        self.explanation = self.tr(
            "Keywords stored in the images (IPTC, XMP) or in sidecar files beside them are read "
            "by themselves. A table of keywords (CSV) can be read too."
        )
        self._looked_in: Path | None = None
        self.use_table = QCheckBox(self.tr("Read keywords from a table as well"), self)
        self.use_table.toggled.connect(self._follow)
        self.column.addWidget(self.use_table)

        self.path_edit = QLineEdit(self)
        self.path_edit.setAccessibleName(self.tr("Keyword table"))
        self.path_edit.textChanged.connect(self._path_changed)
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setAccessibleName(self.tr("Choose the keyword table"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.path_edit, 1)
        row.addWidget(browse)

        self.file_column = self._combo(self.tr("Column with the file"))
        self.keywords_column = self._combo(self.tr("Column with the keywords"))
        self.separator = self._combo(self.tr("Between keywords"), SEPARATORS, editable=True)
        self.encoding = self._combo(self.tr("Text encoding"), ENCODINGS, editable=True)
        self.encoding.currentTextChanged.connect(self._path_changed)
        for combo in (self.file_column, self.keywords_column, self.separator):
            combo.currentTextChanged.connect(self._preview)
        grid = QGridLayout()
        grid.setHorizontalSpacing(spacing.medium)
        grid.setVerticalSpacing(spacing.tiny)
        for column, combo in enumerate(
            (self.file_column, self.keywords_column, self.separator, self.encoding)
        ):
            grid.addWidget(plain_label(combo.accessibleName(), self, role="muted"), 0, column)
            grid.addWidget(combo, 1, column)
            grid.setColumnStretch(column, 2 if column < 2 else 1)

        self.preview = PlainTable(
            self.tr("First rows of the table, as they will be read"),
            [self.tr("File"), self.tr("Keywords")],
            stretched=(0, 1),
            selectable=False,
            parent=self,
        )
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)

        self._table_part = QWidget(self)
        inner = QGridLayout(self._table_part)
        inner.setContentsMargins(spacing.wide, 0, 0, 0)
        inner.addLayout(row, 0, 0)
        inner.addLayout(grid, 1, 0)
        inner.addWidget(self.preview, 2, 0)
        inner.addWidget(self.problem, 3, 0)
        inner.setRowStretch(2, 1)
        self.column.addWidget(self._table_part, 1)
        self.column.addStretch(0)
        self._follow()

    def look_in(self, folder: Path) -> None:
        """Offer a table that lies in the archive, once per archive."""
        if folder == self._looked_in:
            return
        self._looked_in = folder
        found = find_table(folder)
        self.path_edit.setText(str(found) if found is not None else "")
        self.use_table.setChecked(found is not None)

    def scan_options(self) -> dict[str, object]:
        """What the scan needs to know of the table."""
        if not self.use_table.isChecked():
            return {}
        return {"keywords_csv": self._path(), "csv_options": self._options()}

    def is_complete(self) -> bool:
        """Without a table there is nothing to say; with one it has to be readable."""
        return not self.use_table.isChecked() or (
            bool(self.path_edit.text().strip()) and not self.problem.text()
        )

    def focus_first(self) -> None:
        """The question whether there is a table at all."""
        self.use_table.setFocus()

    def _combo(
        self, name: str, items: tuple[str, ...] = (), *, editable: bool = False
    ) -> QComboBox:
        combo = QComboBox(self)
        combo.setAccessibleName(name)
        combo.addItems(items)
        combo.setEditable(editable)
        combo.setMinimumContentsLength(6)
        return combo

    def _path(self) -> Path:
        return Path(self.path_edit.text().strip()).expanduser()

    def _options(self) -> TableOptions:
        return TableOptions(
            separator=self.separator.currentText(),
            file_column=self.file_column.currentText(),
            keywords_column=self.keywords_column.currentText(),
            encoding=self.encoding.currentText() or ENCODINGS[0],
        )

    @Slot()
    def _path_changed(self) -> None:
        names = header_of(self._path(), self.encoding.currentText())
        for combo, likely in (
            (self.file_column, FILE_COLUMNS),
            (self.keywords_column, KEYWORD_COLUMNS),
        ):
            combo.blockSignals(True)
            combo.clear()
            combo.addItems(names)
            folded = [name.casefold() for name in names]
            chosen = next((folded.index(name) for name in likely if name in folded), -1)
            combo.setCurrentIndex(chosen)
            combo.blockSignals(False)
        self._preview()

    @Slot()
    def _preview(self) -> None:
        rows: list[TableRow] = []
        problem = ""
        if self.use_table.isChecked() and self.path_edit.text().strip():
            problem = self._missing_column()
            if not problem:
                try:
                    rows = list(
                        itertools.islice(read_table(self._path(), self._options()), PREVIEW_ROWS)
                    )
                except InputError as error:
                    problem = sentence_of(error)
        self.problem.setText(problem)
        self.preview.show_rows(
            [
                (row.file, "  ·  ".join(" / ".join(levels) for levels in row.keywords))
                for row in rows
            ]
        )
        self.changed.emit()

    def _missing_column(self) -> str:
        if not self._path().is_file():
            return self.tr("There is no such file.")
        if not self.file_column.currentText():
            return self.tr("Choose the column that names the file of each row.")
        if not self.keywords_column.currentText():
            return self.tr("Choose the column that holds the keywords.")
        return ""

    @Slot()
    def _follow(self) -> None:
        self._table_part.setVisible(self.use_table.isChecked())
        self._preview()

    @Slot()
    def _browse(self) -> None:
        start = self.path_edit.text() or str(self._looked_in or "")
        dialog = QFileDialog(self, self.tr("Keyword table"), start)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Tables (*.csv *.tsv *.txt)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.path_edit.setText)
        dialog.open()
