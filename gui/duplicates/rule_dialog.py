"""Who stays, what counts as a duplicate, and from how sure on: a curator's choice."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.answers.duplicates.choices import DuplicateChoices, duplicate_choices, keep_choices
from engine.answers.duplicates.model import rescore
from engine.duplicates.keeper import KeeperRule, Part
from gui.dialogs.frame import DialogFrame
from gui.duplicates import words
from gui.services.context import CatalogueContext
from gui.style import icons, theme
from gui.style.number_fields import with_air
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.failures import sentence_of

SIZE_PX = (760, 540)
PART_ROLE = Qt.ItemDataRole.UserRole
LINES_PX = 72


class RuleDialog(DialogFrame):
    """Shows what is chosen, and keeps what is chosen anew; clusters follow."""

    kept = Signal()
    """The choice is kept, and pairs and clusters follow it."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent, SIZE_PX)
        self._context = context
        self.setWindowTitle(self.tr("Who stays, and what counts"))
        self.heading.setText(self.tr("Who stays, and what counts"))
        self.explanation.setText(
            self.tr("The first part of the list that tells two images apart decides which stays.")
        )
        self.explanation.show()
        self.parts = QListWidget(self)
        self.parts.setAccessibleName(self.tr("What decides which image stays, in order"))
        self.formats = self._line(self.tr("File formats, the better first"))
        self.name_pattern = self._line(self.tr("Names that stay, such as *_master.*"))
        self.folder_pattern = self._line(self.tr("Folders that stay, such as scans/*"))
        self.originals = QPlainTextEdit(self)
        self.originals.setAccessibleName(self.tr("Folders of originals, one a line"))
        self.originals.setTabChangesFocus(True)
        self.originals.setFixedHeight(LINES_PX)
        self.suspected = self._percent(self.tr("Suspected from"))
        self.certain = self._percent(self.tr("Certain from"))
        self.relations = {
            "copy": QCheckBox(self.tr("Copies"), self),
            "variant": QCheckBox(self.tr("Variants"), self),
            "series": QCheckBox(self.tr("Series of one scene"), self),
        }
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._build()
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.button = self.add_button(self.tr("Use this"), primary=True)
        self.button.setEnabled(False)
        self.button.clicked.connect(self.keep)
        catalogue = context.catalogue
        context.reads.submit(lambda: duplicate_choices(catalogue), self.show_choices, self._refuse)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setAccessibleName(name)
        return line

    def _percent(self, name: str) -> QDoubleSpinBox:
        box = with_air(QDoubleSpinBox(self))
        box.setAccessibleName(name)
        box.setRange(0.01, 99.99)
        box.setDecimals(2)
        box.setSuffix(" %")
        return box

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(spacing.small)
        left.addWidget(plain_label(self.tr("What decides, in order"), self, role="heading"))
        left.addWidget(self.parts, 1)
        steps = QHBoxLayout()
        for icon, text, step, keys in (
            ("chevron-left", self.tr("Earlier"), -1, "Alt+Up"),
            ("chevron-right", self.tr("Later"), 1, "Alt+Down"),
        ):
            button = QToolButton(self)
            button.setIcon(icons.icon(icon))
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({keys})")
            button.clicked.connect(lambda _checked=False, by=step: self.move_part(by))
            QShortcut(
                QKeySequence.fromString(keys, QKeySequence.SequenceFormat.PortableText),
                self.parts,
                lambda by=step: self.move_part(by),
                context=Qt.ShortcutContext.WidgetShortcut,
            )
            steps.addWidget(button)
        steps.addStretch(1)
        left.addLayout(steps)
        form = QFormLayout()
        form.setSpacing(spacing.small)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for field in (self.formats, self.name_pattern, self.folder_pattern, self.originals):
            form.addRow(field.accessibleName(), field)
        limits = QHBoxLayout()
        for box in (self.suspected, self.certain):
            limits.addWidget(plain_label(box.accessibleName(), self))
            limits.addWidget(box)
        limits.addStretch(1)
        form.addRow(limits)
        counted = QHBoxLayout()
        for check in self.relations.values():
            counted.addWidget(check)
        counted.addStretch(1)
        form.addRow(self.tr("What counts as a duplicate"), counted)
        across = QHBoxLayout()
        across.setSpacing(spacing.wide)
        across.addLayout(left, 2)
        across.addLayout(form, 3)
        self.content.addLayout(across, 1)
        self.content.addWidget(self.problem)

    @Slot(object)
    def show_choices(self, choices: DuplicateChoices) -> None:
        """Show what is chosen."""
        rule = choices.rule
        self.parts.clear()
        for part in (*rule.parts, *(one for one in Part if one not in rule.parts)):
            item = QListWidgetItem(words.part_name(part))
            item.setData(PART_ROLE, str(part))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            chosen = part in rule.parts
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            self.parts.addItem(item)
        self.parts.setCurrentRow(0)
        self.formats.setText(", ".join(rule.formats))
        self.name_pattern.setText(rule.name_pattern)
        self.folder_pattern.setText(rule.folder_pattern)
        self.originals.setPlainText("\n".join(one or "/" for one in choices.originals))
        self.suspected.setValue(100 * choices.lower)
        self.certain.setValue(100 * choices.upper)
        for relation, check in self.relations.items():
            check.setChecked(relation in choices.counted)
        self.button.setEnabled(True)
        self.parts.setFocus()

    def move_part(self, rows: int) -> None:
        """Let a part of the rule decide earlier (-1) or later (1)."""
        row = self.parts.currentRow()
        if 0 <= row + rows < self.parts.count() and row >= 0:
            item = self.parts.takeItem(row)
            self.parts.insertItem(row + rows, item)
            self.parts.setCurrentRow(row + rows)

    def choices(self) -> DuplicateChoices:
        """What is chosen now. Raises InputError where the thresholds do not fit together."""
        items = [self.parts.item(row) for row in range(self.parts.count())]
        folders = _lines(self.originals.toPlainText().split("\n"))
        return DuplicateChoices(
            lower=self.suspected.value() / 100,
            upper=self.certain.value() / 100,
            counted=tuple(name for name, check in self.relations.items() if check.isChecked()),
            rule=KeeperRule(
                parts=tuple(
                    Part(item.data(PART_ROLE))
                    for item in items
                    if item.checkState() == Qt.CheckState.Checked
                ),
                formats=tuple(one.lower() for one in _lines(self.formats.text().split(","))),
                name_pattern=self.name_pattern.text().strip(),
                folder_pattern=self.folder_pattern.text().strip(),
            ),
            originals=tuple(one.strip("/") for one in folders),
        )

    @Slot()
    def keep(self) -> None:
        """Keep what is chosen and judge all pairs by it; then close."""
        try:
            choices = self.choices()
        except ValueError as error:
            self._refuse(error)
            return
        self.button.setEnabled(False)
        catalogue = self._context.catalogue

        def work() -> None:
            keep_choices(catalogue, choices)
            rescore(catalogue)

        def done(_nothing: None) -> None:
            self.accept()
            self.kept.emit()

        self._context.writes.submit(work, done, self._refuse)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        theme.set_role(self.problem, "danger")
        self.problem.setText(sentence_of(error))
        self.problem.show()
        self.button.setEnabled(True)


def _lines(texts: Sequence[str]) -> list[str]:
    return [one.strip() for one in texts if one.strip()]
