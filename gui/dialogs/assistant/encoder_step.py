"""Third step: with which eyes the images are compared."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from engine.encoders.registry import BUILT_IN, EncoderInfo, available_encoders, by_purpose
from gui.dialogs.assistant.step import Step
from gui.dialogs.encoders import EncodersDialog
from gui.dialogs.frame import muted
from gui.services.lanes import Lane
from gui.services.tasks import TaskRunner
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_text import button_text
from gui.words.encoders import encoder_needs, encoder_sentence, encoder_title


class EncoderStep(Step):
    """A short list by purpose: those installed can be chosen, the others can be fetched here."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("How should images be compared?")
        self.explanation = self.tr(
            "An encoder turns each image into numbers, so that similar images can be found. "
            "You can change it at any time; nothing is lost."
        )
        self._lane = lane
        self._runner = TaskRunner(None, parent=self)
        self._chosen = BUILT_IN
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(spacing.tiny)
        self.column.addLayout(self._list)
        self.column.addSpacing(spacing.small)
        self.more_button = QPushButton(self.tr("More encoders…"), self)
        self.more_button.setAutoDefault(False)
        self.more_button.clicked.connect(self._ask_for_more)
        self.column.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self._read()

    def chosen(self) -> str:
        """The name of the chosen encoder."""
        return self._chosen

    def shutdown(self) -> None:
        """End a download that is still under way."""
        self._runner.shutdown()

    def _read(self) -> None:
        self._lane.submit(available_encoders, self._show)

    def _show(self, encoders: list[EncoderInfo]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        listed = by_purpose(encoders)
        listed += [one for one in encoders if one.installed and one not in listed]
        for info in listed:
            button = QRadioButton(button_text(encoder_title(info)), self)
            button.setProperty("encoder", info.name)
            button.setEnabled(info.installed)
            button.setChecked(info.name == self._chosen)
            button.toggled.connect(self._choose)
            self._group.addButton(button)
            row = QWidget(self)
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            across.addWidget(button)
            across.addStretch(1)
            if not info.installed:
                across.addWidget(self._fetch_button(info))
            self._list.addWidget(row)
            about = muted(f"{encoder_sentence(info)}\n{encoder_needs(info)}", self)
            about.setContentsMargins(spacing.wide, 0, 0, spacing.small)
            self._list.addWidget(about)

    def _fetch_button(self, info: EncoderInfo) -> QPushButton:
        """Opens the dialog at an encoder that is not here yet."""
        button = QPushButton(self.tr("Get it…"), self)
        button.setAutoDefault(False)
        button.setAccessibleName(self.tr("Get {name}").format(name=info.name))
        theme.set_role(button, "link")
        button.setProperty("encoder", info.name)
        button.clicked.connect(self._fetch)
        return button

    @Slot()
    def _fetch(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self._show_encoders().select(str(button.property("encoder")))

    @Slot()
    def _choose(self) -> None:
        button = self._group.checkedButton()
        if button is not None:
            self._chosen = str(button.property("encoder"))

    @Slot()
    def _ask_for_more(self) -> None:
        self._show_encoders()

    def _show_encoders(self) -> EncodersDialog:
        dialog = EncodersDialog(self._chosen, self._runner, self)
        dialog.encoder_chosen.connect(self._take_chosen)
        dialog.finished.connect(self._read_again)
        dialog.open()
        return dialog

    @Slot(str)
    def _take_chosen(self, name: str) -> None:
        self._chosen = name
        self._read()

    @Slot()
    def _read_again(self) -> None:
        self._read()
