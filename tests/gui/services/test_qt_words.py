"""What Qt itself shows is Norwegian too: its file dialog, buttons, key edits, menus and keys."""

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.services import translations

OF_QT = Path(__file__).resolve().parents[3] / "resources" / "translations" / "qtbase_nb.ts"
ENGLISH = re.compile(
    r"\b(the|and|open|save|cancel|close|apply|discard|yes|no|all|look|in|of|name|size|kind|date"
    r"|modified|files|folder|directory|new|back|forward|parent|list|view|detail|computer|choose"
    r"|press|shortcut|scroll|left|right|up|down|undo|redo|cut|copy|paste|delete|select|help|reset"
    r"|retry|ignore|restore|defaults|show|hide|details)\b",
    re.IGNORECASE,
)
BUTTONS = QDialogButtonBox.StandardButton


@pytest.fixture(autouse=True)
def norwegian(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    installed = translations.install(qapp, "nb")
    yield
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


def english_in(texts: list[str]) -> list[str]:
    """The texts with a word of English in them."""
    return [text for text in texts if ENGLISH.search(text.replace("&", ""))]


def words_of(widget: QWidget) -> list[str]:
    """Texts and tooltips of the labels and buttons in a window."""
    found = []
    for label in widget.findChildren(QLabel):
        found.append(label.text())
    for button in widget.findChildren(QAbstractButton):
        found += [button.text(), button.toolTip(), button.accessibleName()]
    return [text for text in found if text]


@pytest.mark.parametrize("saves", [False, True])
def test_the_file_dialog(qtbot: QtBot, tmp_path: Path, saves: bool) -> None:
    (tmp_path / "bilde.jpg").write_bytes(b"x")
    dialog = QFileDialog(None, "Velg", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    if saves:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.show()
    tree = dialog.findChild(QTreeView, "treeView")
    assert tree is not None
    columns = [tree.model().headerData(i, tree.header().orientation()) for i in range(4)]

    words = words_of(dialog)
    assert len(words) > 8
    assert english_in(words + columns) == []
    assert ("&Lagre" if saves else "&Åpne") in words


def test_the_buttons_of_dialogs(qtbot: QtBot) -> None:
    box = QDialogButtonBox(
        BUTTONS.Ok | BUTTONS.Save | BUTTONS.SaveAll | BUTTONS.Open | BUTTONS.Yes | BUTTONS.YesToAll
        | BUTTONS.No | BUTTONS.NoToAll | BUTTONS.Abort | BUTTONS.Retry | BUTTONS.Ignore
        | BUTTONS.Close | BUTTONS.Cancel | BUTTONS.Discard | BUTTONS.Help | BUTTONS.Apply
        | BUTTONS.Reset | BUTTONS.RestoreDefaults
    )  # fmt: skip
    qtbot.addWidget(box)

    words = words_of(box)
    assert len(words) >= 18
    assert english_in(words) == []


def test_menus_over_texts_and_what_asks_for_keys(qtbot: QtBot) -> None:
    line, text, keys, tabs = QLineEdit("ord"), QPlainTextEdit("ord"), QKeySequenceEdit(), QTabBar()
    for widget in (line, text, keys, tabs):
        qtbot.addWidget(widget)
    asked = keys.findChild(QLineEdit)
    assert asked is not None
    texts = [asked.placeholderText(), *words_of(tabs)]
    menus: list[QMenu] = [line.createStandardContextMenu(), text.createStandardContextMenu()]
    for menu in menus:
        texts += [action.text().split("\t")[0] for action in menu.actions() if action.text()]
        menu.deleteLater()

    assert len(texts) >= 15
    assert english_in(texts) == []


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Space", "Mellomrom"),
        ("Return", "Enter"),
        ("Backspace", "Rettetast"),
        ("Del", "Delete"),
        ("Left", "Pil venstre"),
        ("Ctrl+Down", "Ctrl+Pil ned"),
        ("Esc", "Esc"),
    ],
)
def test_names_of_keys(key: str, name: str) -> None:
    assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) == name
    assert QKeySequence(key).toString() == key


def test_blanks_and_menu_keys_survive_translation() -> None:
    pairs = [
        (message.findtext("source") or "", message.findtext("translation") or "")
        for message in ElementTree.parse(OF_QT).getroot().iter("message")
    ]
    wrong = [
        pair
        for pair in pairs
        if not pair[1]
        or sorted(re.findall(r"%\d", pair[0])) != sorted(re.findall(r"%\d", pair[1]))
        or pair[0].count("&") != pair[1].count("&")
    ]
    assert len(pairs) > 200
    assert wrong == []
