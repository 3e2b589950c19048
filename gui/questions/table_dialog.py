"""Asks where a table of answers or predictions goes, or comes from."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget


def table_dialog(parent: QWidget, title: str, folder: Path) -> QFileDialog:
    """A dialog for a new CSV or JSON Lines file."""
    dialog = QFileDialog(parent.window(), title, str(folder))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(QCoreApplication.translate("Questions", "Tables (*.csv *.jsonl)"))
    dialog.setDefaultSuffix("csv")
    return dialog


def answers_dialog(parent: QWidget, title: str, folder: Path) -> QFileDialog:
    """A dialog for a table of answers that there is."""
    dialog = QFileDialog(parent.window(), title, str(folder))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    names = QCoreApplication.translate("Questions", "Tables (*.csv *.tsv *.txt)")
    dialog.setNameFilters([names, QCoreApplication.translate("Questions", "All files (*)")])
    return dialog
