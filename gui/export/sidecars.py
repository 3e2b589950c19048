"""Keywords beside the pictures: what would be written, writing it, taking it back, and what other
programs changed there; into the pictures themselves where somebody asks for that."""

from typing import cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.records import ChangeSet
from engine.jobs.sidecars.changes import SidecarChange, SidecarChanges, take_changes
from engine.jobs.sidecars.write import FileDifference, SidecarSummary
from engine.sidecars.naming import Shared, Style
from gui.dialogs.frame import DialogFrame, muted
from gui.export.fields import choose
from gui.export.job_tab import JobTab
from gui.export.keyword_names import names
from gui.export.pictures_tab import PicturesTab
from gui.services.context import CatalogueContext
from gui.services.tasks import Task
from gui.services.translations import sentence
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted, number
from gui.words.failures import sentence_of

SIZE_PX = (900, 620)
SHOWN_ROWS = 2_000


class SidecarsDialog(DialogFrame):
    """Three tabs: out of the catalogue into sidecars, what came into them from elsewhere, and into
    the pictures themselves."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        explanation = self.tr(
            "digiKam, Lightroom and darktable read keywords from a small XMP file beside each "
            "picture; all else in those files stays. The pictures are not touched unless you ask."
        )
        super().__init__(self.tr("Keywords beside the pictures"), explanation, parent, SIZE_PX)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Keywords beside the pictures"))
        self.out = SidecarsOut(context, self)
        self.changes = SidecarsChanged(context, self)
        self.pictures = PicturesTab(context, self)
        self.tabs.addTab(self.out, self.tr("Write"))
        self.tabs.addTab(self.changes, self.tr("Changed by other programs"))
        self.tabs.addTab(self.pictures, self.tr("In the pictures themselves"))
        self.content.addWidget(self.tabs, 1)
        self.add_close_button()
        self.out.look()
        self.changes.look()


class SidecarsOut(JobTab):
    """The difference for each file, the way new ones are named, and the button that writes."""

    def __init__(self, context: CatalogueContext, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.reading = self.tr("Reading the sidecars…")
        self.style_box = self._list(
            self.tr("New ones are called"),
            (
                (Style.FULL_NAME, self.tr("photo.jpg.xmp, as digiKam and darktable do")),
                (Style.STEM, self.tr("photo.xmp, as Lightroom and Bridge do")),
            ),
        )
        self.shared = self._list(
            self.tr("Pictures that share one file but not their labels"),
            (
                (Shared.ASK, self.tr("leave it as it is")),
                (Shared.UNION, self.tr("write the labels of all of them")),
                (Shared.APART, self.tr("give each a file of its own")),
            ),
        )
        self.also_changed = QCheckBox(self.tr("Also those that other programs changed since"), self)
        self.also_changed.toggled.connect(self.look)
        self.captions = QCheckBox(self.tr("Captions too, each with its language"), self)
        self.captions.toggled.connect(self.look)
        form = QFormLayout()
        form.setSpacing(spacing.small)
        for box in (self.style_box, self.shared):
            form.addRow(plain_label(box.accessibleName(), self), box)
        form.addRow(self.captions)
        form.addRow(self.also_changed)
        self.table = PlainTable(
            self.tr("What would change"),
            (self.tr("File"), self.tr("Comes"), self.tr("Goes"), self.tr("Left because")),
            stretched=(0, 1),
            parent=self,
        )
        self.write_button = QPushButton(self.tr("Write"), self)
        self.write_button.setEnabled(False)
        theme.set_role(self.write_button, "primary")
        self.write_button.clicked.connect(self._write)
        self.undo_button = QPushButton(self.tr("Take the last writing back"), self)
        self.undo_button.clicked.connect(lambda: self.run("undo-sidecars"))
        row = QHBoxLayout()
        row.setSpacing(spacing.small)
        row.addWidget(self.undo_button)
        row.addStretch(1)
        row.addWidget(self.write_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, spacing.medium, 0, 0)
        column.setSpacing(spacing.small)
        column.addLayout(form)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    @Slot()
    def look(self) -> None:
        """Find out what would be written."""
        self.write_button.setEnabled(False)
        self.run("preview-sidecars", **self._options())

    def _list(self, name: str, choices: tuple[tuple[str, str], ...]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        for value, words in choices:
            box.addItem(words, value)
        choose(box, choices[0][0])
        box.activated.connect(self.look)
        return box

    def _options(self) -> dict[str, object]:
        return {
            "style": Style(self.style_box.currentData()),
            "shared": Shared(self.shared.currentData()),
            "over_changes": self.also_changed.isChecked(),
            "captions": self.captions.isChecked(),
        }

    @Slot()
    def _write(self) -> None:
        self.write_button.setEnabled(False)
        self.run("write-sidecars", **self._options())

    def finished(self, task: Task) -> None:
        """Show what was found."""
        if task.job == "undo-sidecars":
            self.table.show_rows([])
            return
        summary = cast(SidecarSummary, task.summary)
        self.table.show_rows([_difference_row(one) for one in summary.files[:SHOWN_ROWS]])
        count = summary.new + summary.changed if summary.preview else 0
        self.write_button.setText(
            counted(count, self.tr("Write 1 file"), self.tr("Write {count} files"))
            if count
            else self.tr("Write")
        )
        self.write_button.setEnabled(count > 0)


class SidecarsChanged(JobTab):
    """Keywords that other programs put in or took out, to be taken over or not, label by label."""

    def __init__(self, context: CatalogueContext, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.reading = self.tr("Reading the sidecars…")
        self._changes: list[SidecarChange] = []
        self.table = PlainTable(
            self.tr("What other programs changed"),
            (self.tr("Label"), self.tr("File"), self.tr("Against it")),
            stretched=(1,),
            parent=self,
        )
        self.accept_button = QPushButton(self.tr("Take over the ticked"), self)
        self.accept_button.clicked.connect(lambda: self._decide(accept=True))
        self.decline_button = QPushButton(self.tr("The catalogue is right"), self)
        self.decline_button.setToolTip(
            self.tr("Of the ticked: they are not asked about again, and writing undoes them there")
        )
        self.decline_button.clicked.connect(lambda: self._decide(accept=False))
        row = QHBoxLayout()
        row.setSpacing(spacing.small)
        row.addStretch(1)
        row.addWidget(self.decline_button)
        row.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, spacing.medium, 0, 0)
        column.setSpacing(spacing.small)
        column.addWidget(
            muted(
                self.tr(
                    "Taken over, they are one change that undo takes back. Those that a curator "
                    "has decided against here are not ticked."
                ),
                self,
            )
        )
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self._follow()

    def look(self) -> None:
        """Find out what was changed."""
        self.run("compare-sidecars")

    def ticked(self) -> list[SidecarChange]:
        """The changes whose rows are ticked."""
        return [
            change for row, change in enumerate(self._changes[:SHOWN_ROWS]) if self._is_ticked(row)
        ]

    def _is_ticked(self, row: int) -> bool:
        item = self.table.item(row, 0)
        return item is not None and item.checkState() is Qt.CheckState.Checked

    def finished(self, task: Task) -> None:
        """Show what was found."""
        found = cast(SidecarChanges, task.summary)
        self._changes = found.changes
        self.table.show_rows([self._row(one) for one in self._changes[:SHOWN_ROWS]])
        for row, one in enumerate(self._changes[:SHOWN_ROWS]):
            item = self.table.item(row, 0)
            if item is not None:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                state = Qt.CheckState.Unchecked if one.conflict else Qt.CheckState.Checked
                item.setCheckState(state)
        if len(self._changes) > SHOWN_ROWS:
            text = self.tr("The first {shown} of {count} are shown; look again after deciding.")
            self.said.setText(
                text.format(shown=number(SHOWN_ROWS), count=number(len(self._changes)))
            )
        self._follow()

    def _row(self, one: SidecarChange) -> list[str]:
        sign = "+" if one.kind == "added" else "−"
        against = {
            "": "",
            "rejected-here": self.tr("rejected here"),
            "decided-here": self.tr("given here since"),
            "renamed-here": self.tr("renamed here"),
        }[one.conflict]
        return [f"{sign} {one.label}", one.sidecar, against]

    def _decide(self, *, accept: bool) -> None:
        chosen = self.ticked()
        if not chosen:
            return
        catalogue = self.context.catalogue

        def command() -> ChangeSet:
            if accept:
                return take_changes(catalogue, accepted=chosen)
            return take_changes(catalogue, accepted=(), declined=chosen)

        for button in (self.accept_button, self.decline_button):
            button.setEnabled(False)
        self.context.run_command(command, lambda _change: self.look(), self._fail)

    def _fail(self, error: Exception) -> None:
        self.said.setText(sentence_of(error))
        self._follow()

    def _follow(self) -> None:
        for button in (self.accept_button, self.decline_button):
            button.setEnabled(bool(self._changes))


def _difference_row(one: FileDifference) -> list[str]:
    reason = "" if one.reason is None else sentence(one.reason)
    comes = "; ".join(filter(None, (names(one.added), *one.captions)))
    goes = "; ".join(filter(None, (names(one.removed), *one.captions_gone)))
    return [one.sidecar, comes, goes, reason]
