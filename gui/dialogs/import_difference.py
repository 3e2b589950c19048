"""What an import would change, label by label, before it is taken in."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from engine.jobs.import_difference import Difference, LabelDifference
from engine.jobs.import_table import ImportSummary
from gui.dialogs.frame import muted
from gui.services.latest import LatestAnswer
from gui.style.theme import spacing
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted, number
from gui.words.failures import sentence_of
from messages.levels import join_levels

HEIGHT_PX = 150
SHOWN_LABELS = 500


class ImportDifference(QWidget):
    """Works the difference out away from the window's thread; only the last question counts."""

    removals_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer = LatestAnswer("import-difference", self)
        self.said = muted("", self)
        self.table = PlainTable(
            self.tr("What would change"),
            (
                self.tr("Label"),
                self.tr("Comes"),
                self.tr("Goes"),
                self.tr("Is there already"),
                self.tr("Stays off"),
            ),
            stretched=(0,),
            selectable=False,
            parent=self,
        )
        self.table.setMinimumHeight(HEIGHT_PX)
        self.removals = QCheckBox(
            self.tr("Take off what people left out who looked the images through"), self
        )
        self.removals.setChecked(True)
        self.removals.toggled.connect(self.removals_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.small)
        for widget in (self.said, self.table, self.removals):
            column.addWidget(widget)
        self.hide()

    def ask(self, foretell: Callable[[], ImportSummary]) -> None:
        """Show what ``foretell`` finds out, in a lane."""
        self.said.setText(self.tr("Comparing with the catalogue…"))
        self.table.show_rows([])
        self.show()
        self._answer.ask(foretell, self._show, self._fail)

    def forget(self) -> None:
        """Nothing is to be shown."""
        self._answer.forget()
        self.hide()

    def shutdown(self) -> None:
        """Ask no more."""
        self._answer.close()

    def _show(self, found: ImportSummary) -> None:
        difference = found.difference or Difference()
        self.removals.setVisible(difference.answered > 0)
        changed = [one for one in difference.labels if one.added or one.removed or one.left_out]
        self.table.show_rows([_row(one) for one in changed[:SHOWN_LABELS]])
        self.table.setVisible(bool(changed))
        self.said.setText(self._sentence(difference, changed))
        self.show()

    def _sentence(self, difference: Difference, changed: list[LabelDifference]) -> str:
        if not changed and not difference.rejected:
            return self.tr("Nothing would change: the catalogue says all of it already.")
        lines = [
            counted(
                difference.changed_images,
                self.tr("1 image would change."),
                self.tr("{count} images would change."),
            )
        ]
        if difference.rejected:
            lines.append(
                counted(
                    difference.rejected,
                    self.tr("1 suggestion would be rejected."),
                    self.tr("{count} suggestions would be rejected."),
                )
            )
        new = sum(one.is_new for one in changed)
        if new:
            lines.append(
                counted(new, self.tr("1 label is new."), self.tr("{count} labels are new."))
            )
        return " ".join(lines)

    def _fail(self, error: Exception) -> None:
        self.said.setText(sentence_of(error))


def _row(one: LabelDifference) -> list[str]:
    counts = (one.added, one.removed, one.stays, one.left_out)
    return [join_levels(one.levels), *(number(count) if count else "" for count in counts)]
