"""All keys on one sheet."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui.dialogs.frame import DialogFrame
from gui.services import shortcuts
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label

SIZE_PX = (860, 620)

NINES = {
    "review.toggle_": ("", QT_TRANSLATE_NOOP("Shortcuts", "Tick suggestion 1 to 9")),
    "review.give_": ("Alt+", QT_TRANSLATE_NOOP("Shortcuts", "Give label 1 to 9 of the set")),
}
"""What is said in one line of nine keys, and what stands before their digits."""


class KeysSheet(DialogFrame):
    """The keys that work everywhere, and those of each page; the shown page's first."""

    def __init__(self, current_page: str, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("All keys"))
        self.heading.setText(self.tr("All keys"))
        self.explanation.setText(self.tr("Keys can be changed in the settings."))
        listed = [page for page in shortcuts.PAGE_NAMES if _rows(page)]
        order = sorted(listed, key=lambda page: (page != current_page, page == "window"))
        columns = (QVBoxLayout(), QVBoxLayout())
        heights = [0, 0]
        for page in order:
            shortest = heights.index(min(heights))
            columns[shortest].addWidget(self._section(page))
            heights[shortest] += len(_rows(page)) + 2
        content = QWidget(self)
        across = QHBoxLayout(content)
        across.setContentsMargins(0, 0, spacing.medium, 0)
        across.setSpacing(spacing.huge)
        for column in columns:
            column.addStretch(1)
            across.addLayout(column, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        scroll.setAccessibleName(self.tr("All keys"))
        self.content.addWidget(scroll)
        self.add_close_button()

    def _section(self, page: str) -> QWidget:
        section = QWidget(self)
        grid = QGridLayout(section)
        grid.setContentsMargins(0, 0, 0, spacing.large)
        grid.setVerticalSpacing(spacing.tiny)
        grid.setColumnStretch(0, 1)
        grid.addWidget(plain_label(shortcuts.page_name(page), section, role="heading"), 0, 0, 1, 2)
        for row, (text, keys) in enumerate(_rows(page), start=1):
            grid.addWidget(plain_label(text, section), row, 0)
            key_label = plain_label(keys, section, role="muted")
            key_label.setFont(theme.font(bold=True))
            grid.addWidget(key_label, row, 1, Qt.AlignmentFlag.AlignRight)
        return section


def _rows(page: str) -> list[tuple[str, str]]:
    rows = []
    for shortcut in shortcuts.BY_ID.values():
        keys = shortcuts.book().keys(shortcut.id)
        if shortcut.page != page:
            continue
        group = next((one for one in NINES if shortcut.id.startswith(one)), None)
        if group is not None and _is_nine_digits(group):
            if shortcut.id.endswith("_1"):
                text = QCoreApplication.translate("Shortcuts", NINES[group][1])
                prefix = NINES[group][0]
                rows.append((text, f"{prefix}1 … {prefix}9"))
        elif keys:
            native = QKeySequence.SequenceFormat.NativeText
            shown = "   ".join(key.toString(native) for key in keys)
            rows.append((shortcuts.text(shortcut.id).removesuffix("…"), shown))
    return rows


def _is_nine_digits(group: str) -> bool:
    """Whether nobody changed the nine keys that one line can stand for."""
    prefix = NINES[group][0]
    return all(
        [key.toString() for key in shortcuts.book().keys(f"{group}{digit}")] == [f"{prefix}{digit}"]
        for digit in range(1, 10)
    )
