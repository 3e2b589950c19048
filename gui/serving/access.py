"""What programs need to ask the service: its address, the token, and a command that does it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextOption
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.suggesters.registry import SUGGESTERS
from gui.serving.curl import Asked, Choices, command
from gui.serving.token import Token
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.suggesters import suggester_sentence, suggester_title

CURL_HEIGHT_PX = 104
SECRET_HINT = "x-kde-passwordManagerHint"  # noqa: S105 - a name
"""Tells programs that keep what was copied to leave this out."""


class AccessPanel(QFrame):
    """Address, token and command, each with a button that copies it."""

    copied = Signal(str)
    """A sentence that says what was copied."""

    new_token_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self._token: Token | None = None
        self._address = ""
        self._choices = Choices()
        self.address = QLineEdit(self)
        self.token = QLineEdit(self)
        self.show_button = QPushButton(self.tr("Show"), self)
        self.new_button = QPushButton(self.tr("New token"), self)
        self.copy_address_button = self._copy_button(self.tr("Copy the address"))
        self.copy_token_button = self._copy_button(self.tr("Copy the token"))
        self.copy_curl_button = self._copy_button(self.tr("Copy the command"))
        self.asked = QComboBox(self)
        self.curl = QPlainTextEdit(self)
        self._prepare()
        self._build()

    def _copy_button(self, name: str) -> QPushButton:
        button = QPushButton(icons.icon("copy"), self.tr("Copy"), self)
        button.setAccessibleName(name)
        return button

    def _prepare(self) -> None:
        self.address.setReadOnly(True)
        self.address.setAccessibleName(self.tr("Address of the service"))
        self.address.setPlaceholderText(self.tr("Known once the service runs"))
        self.token.setReadOnly(True)
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setAccessibleName(self.tr("Token"))
        self.show_button.setCheckable(True)
        self.show_button.setAccessibleName(self.tr("Show the token"))
        self.show_button.toggled.connect(self._show_token)
        self.new_button.setToolTip(
            self.tr("Programs that have the old token are refused from the next start on")
        )
        self.new_button.clicked.connect(self.new_token_requested)
        self.asked.setAccessibleName(self.tr("What is asked for"))
        self.asked.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.asked.setMinimumContentsLength(16)
        self.asked.currentIndexChanged.connect(self._write_curl)
        self.curl.setReadOnly(True)
        self.curl.setTabChangesFocus(True)
        self.curl.setAccessibleName(self.tr("Command that asks the service"))
        self.curl.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.curl.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.curl.setFixedHeight(CURL_HEIGHT_PX)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(spacing.small)
        grid.setVerticalSpacing(spacing.small)
        grid.addWidget(plain_label(self.tr("Address"), self), 0, 0)
        grid.addWidget(self.address, 0, 1, 1, 3)
        grid.addWidget(self.copy_address_button, 0, 4)
        grid.addWidget(plain_label(self.tr("Token"), self), 1, 0)
        grid.addWidget(self.token, 1, 1)
        grid.addWidget(self.show_button, 1, 2)
        grid.addWidget(self.new_button, 1, 3)
        grid.addWidget(self.copy_token_button, 1, 4)
        grid.addWidget(plain_label(self.tr("Ask for"), self), 2, 0)
        grid.addWidget(self.asked, 2, 1, 1, 3)
        grid.addWidget(self.copy_curl_button, 2, 4)
        grid.setColumnStretch(1, 1)
        about = plain_label(
            self.tr(
                "The command can be pasted into a terminal of this computer as it is. It reads the "
                "token from a file that you alone can read. Other programs send it in the header "
                "Authorization: Bearer, or as the password of basic authentication."
            ),
            self,
            role="muted",
        )
        about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.large, spacing.large, spacing.large, spacing.large)
        column.setSpacing(spacing.medium)
        column.addWidget(plain_label(self.tr("How programs ask"), self, role="heading"))
        column.addLayout(grid)
        column.addWidget(self.curl)
        column.addWidget(about)

    # What is shown

    def show_address(self, address: str, expected: str) -> None:
        """The address of the running service, "" for none; the command has where it would be."""
        self.address.setText(address)
        self._address = address or expected
        self.copy_address_button.setEnabled(bool(address))
        self._write_curl()

    def show_token(self, token: Token) -> None:
        """The token that is in force."""
        self._token = token
        self.token.setText(token.text)
        self.token.setCursorPosition(0)
        self._write_curl()

    def show_choices(self, choices: Choices) -> None:
        """What can be asked; what was chosen stays where it is still there."""
        before = self.asked.currentData()
        self._choices = choices
        self.asked.blockSignals(True)
        self.asked.clear()
        self.asked.addItem(self.tr("Labels, as the catalogue suggests them"), Asked())
        for name, kind in SUGGESTERS.items():
            if kind.needs_texts and not choices.has_captions:
                continue
            text = self.tr("a sentence about it") if kind.needs_texts else ""
            title = self.tr("Labels by: {suggester}").replace("{suggester}", suggester_title(name))
            self.asked.addItem(title, Asked(suggester=name, text=text))
            tip = suggester_sentence(name)
            self.asked.setItemData(self.asked.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        if choices.questions:
            self.asked.insertSeparator(self.asked.count())
        for question in choices.questions:
            text = self.tr("a sentence about it")
            self.asked.addItem(question.name, Asked(question=question.name, text=text))
        found = next(
            (at for at in range(self.asked.count()) if self.asked.itemData(at) == before), 0
        )
        self.asked.setCurrentIndex(found)
        self.asked.blockSignals(False)
        self._write_curl()

    @Slot()
    def _write_curl(self) -> None:
        asked = self.asked.currentData()
        header: Path | None = None if self._token is None else self._token.curl_file
        self.curl.setPlainText(
            command(
                self._address,
                header,
                self._choices.picture,
                asked if isinstance(asked, Asked) else Asked(),
            )
        )

    @Slot(bool)
    def _show_token(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.token.setEchoMode(mode)
        self.show_button.setText(self.tr("Hide") if shown else self.tr("Show"))

    # What a person does

    def copy_address(self) -> None:
        """Put the address on the clipboard."""
        if self.address.text():
            QGuiApplication.clipboard().setText(self.address.text())
            self.copied.emit(self.tr("The address is copied."))

    def copy_token(self) -> None:
        """Put the token on the clipboard, marked as a secret."""
        if self._token is None:
            return
        data = QMimeData()
        data.setText(self._token.text)
        data.setData(SECRET_HINT, b"secret")
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(self.tr("The token is copied."))

    def copy_curl(self) -> None:
        """Put the command on the clipboard."""
        QGuiApplication.clipboard().setText(self.curl.toPlainText())
        self.copied.emit(self.tr("The command is copied."))
