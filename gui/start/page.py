"""What the window shows when no catalogue is open: the three ways to begin, and recent ones."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.places import SUFFIX
from gui.services.latest import LatestAnswer
from gui.services.settings import Preferences
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import IconLabel, plain_label

CONTENT_WIDTH_PX = 640
CHOICE_ICON_PX = 24


class Choice(QFrame):
    """One way to begin: an icon, what it is for in a sentence, and a button."""

    def __init__(
        self, icon: str, sentence: str, button: QAbstractButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        mark = IconLabel(icon, "text_muted", self, size_px=CHOICE_ICON_PX)
        text = plain_label(sentence, self)
        text.setWordWrap(True)
        button.setMinimumWidth(180)
        row = QHBoxLayout(self)
        row.setContentsMargins(spacing.large, spacing.medium, spacing.large, spacing.medium)
        row.setSpacing(spacing.large)
        row.addWidget(mark)
        row.addWidget(text, 1)
        row.addWidget(button)


class StartPage(QWidget):
    """Open an archive, try the sample, open or restore a catalogue."""

    archive_requested = Signal()
    sample_requested = Signal()
    open_requested = Signal()
    restore_requested = Signal()
    recent_requested = Signal(Path)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._there = LatestAnswer("recent catalogues", self)
        self.title = self.tr("Start")
        column = QVBoxLayout()
        column.setSpacing(spacing.small)
        name = plain_label("Nabolag", self, role="title")
        purpose = plain_label(
            self.tr(
                "Label some images of an archive, and the rest get suggestions, each with the "
                "similar images it came from. The archive itself is never changed."
            ),
            self,
            role="muted",
        )
        purpose.setWordWrap(True)
        column.addWidget(name)
        column.addWidget(purpose)
        column.addSpacing(spacing.large)
        column.addWidget(
            Choice(
                "folder-open",
                self.tr("A folder of images of yours. You can also drop it on this window."),
                self._button(self.tr("Open an archive…"), self.archive_requested, "primary"),
                self,
            )
        )
        column.addWidget(
            Choice(
                "images",
                self.tr("400 drawings in the public domain, half of them labelled."),
                self._button(self.tr("Try the sample"), self.sample_requested),
                self,
            )
        )
        column.addWidget(
            Choice(
                "database",
                self.tr("A catalogue made before: a file that ends in {suffix}.").format(
                    suffix=SUFFIX
                ),
                self._button(self.tr("Open a catalogue…"), self.open_requested),
                self,
            )
        )
        restore = self._button(
            self.tr("Restore a catalogue from a backup…"), self.restore_requested
        )
        theme.set_role(restore, "link")
        column.addWidget(restore, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(spacing.large)
        self._recent_title = plain_label(self.tr("Recent"), self, role="heading")
        self._recent = QListWidget(self)
        self._recent.setAccessibleName(self.tr("Recent catalogues"))
        self._recent.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._recent.itemActivated.connect(self._open_recent)
        self._recent.itemClicked.connect(self._open_recent)
        column.addWidget(self._recent_title)
        column.addWidget(self._recent)
        self.busy = plain_label("", self, role="muted")
        column.addWidget(self.busy)

        content = QWidget(self)
        content.setLayout(column)
        content.setMaximumWidth(CONTENT_WIDTH_PX)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(content, 8)
        centred.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(spacing.wide, spacing.wide, spacing.wide, spacing.wide)
        page.addStretch(1)
        page.addLayout(centred)
        page.addStretch(2)

    def activate(self) -> None:
        """Show the recent catalogues; those that are gone leave once the disk has said so."""
        self.busy.setText("")
        paths = self._preferences.recent
        self.show_recent(paths)
        self._there.ask(lambda: [path for path in paths if path.is_file()], self.show_recent)

    def shutdown(self) -> None:
        """Look for nothing any more."""
        self._there.close()

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List these catalogues."""
        self._recent.clear()
        for path in paths:
            item = QListWidgetItem(path.name.removesuffix(SUFFIX), self._recent)
            item.setText(f"{path.name.removesuffix(SUFFIX)}   —   {path.parent}")
            item.setToolTip(str(path))
            item.setData(Qt.ItemDataRole.UserRole, path)
        count = self._recent.count()
        self._recent.setVisible(count > 0)
        self._recent_title.setVisible(count > 0)
        if count:
            row_height = self._recent.sizeHintForRow(0)
            self._recent.setFixedHeight(row_height * min(count, 6) + 2)

    def show_busy(self, path: Path) -> None:
        """Say which catalogue is being opened."""
        self.busy.setText(self.tr("Opening {name}…").format(name=path.name))

    def _button(self, text: str, signal: SignalInstance, role: str = "") -> QPushButton:
        button = QPushButton(text, self)
        if role:
            theme.set_role(button, role)
        button.setAutoDefault(True)  # Enter presses the one that has the focus
        button.clicked.connect(signal)
        return button

    def _open_recent(self, item: QListWidgetItem) -> None:
        self.recent_requested.emit(item.data(Qt.ItemDataRole.UserRole))
