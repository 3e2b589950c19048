"""The rows of the label panel's two lists: labels that are there, and labels that are suggested."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, Qt

from gui.models.indexes import AnyIndex
from gui.words.amounts import likelihood, not_measured, number


class RowRole(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole


class PanelRow(Protocol):
    """What a list of the panel needs to know of a label."""

    @property
    def label_id(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def icon(self) -> str:
        """What stands before the name."""

    @property
    def is_quiet(self) -> bool:
        """Whether the name is muted: not all selected images carry the label."""

    @property
    def figures(self) -> str:
        """How many images, how likely: always shown whole."""

    @property
    def note(self) -> str:
        """Shown where the name leaves room for it."""

    @property
    def buttons(self) -> dict[str, str]:
        """What can be done, from left to right, each with its icon."""

    def tooltip(self, button: str) -> str:
        """What a button does, or "" for the row: what its figures say."""

    def spoken(self) -> str:
        """Everything in words for screen readers."""


@dataclass(frozen=True, slots=True)
class SelectionLabel:
    """A label that ``count`` of ``total`` selected images carry; ``note`` says where from."""

    label_id: int
    name: str
    count: int
    total: int
    note: str = ""

    @property
    def on_all(self) -> bool:
        """Whether every selected image carries it."""
        return self.count == self.total

    @property
    def icon(self) -> str:
        """A tick for all, a dash for some."""
        return "check" if self.on_all else "minus"

    @property
    def is_quiet(self) -> bool:
        """Whether only some carry it."""
        return not self.on_all

    @property
    def figures(self) -> str:
        """How many of how many, unless all do."""
        return "" if self.on_all else _of(self.count, self.total)

    @property
    def buttons(self) -> dict[str, str]:
        """Put on all (a partial one), remove from all."""
        return {"remove": "x"} if self.on_all else {"add": "plus", "remove": "x"}

    def tooltip(self, button: str) -> str:
        """What a button does."""
        translate = QCoreApplication.translate
        text = {
            "": "",
            "add": translate("SelectionLabels", "Put on all {total} images (Enter)"),
            "remove": translate("SelectionLabels", "Remove from {count} images (Delete)"),
        }[button]
        return text.format(total=number(self.total), count=number(self.count))

    def spoken(self) -> str:
        """The name, and where it is from or how many carry it."""
        text = QCoreApplication.translate("SelectionLabels", "{count} of {total} images")
        return f"{self.name}, {self.note or text.format(count=self.count, total=self.total)}"


@dataclass(frozen=True, slots=True)
class SelectionSuggestion:
    """A label that is suggested for ``count`` of ``total`` selected images.

    ``share``: how likely one of them is right; ``calibrated``: that is known, not only a score.
    """

    label_id: int
    name: str
    count: int
    total: int
    share: float
    calibrated: bool

    icon = "sparkles"
    is_quiet = False
    note = ""

    @property
    def figures(self) -> str:
        """How many of how many, and how likely."""
        share = likelihood(self.share, measured=self.calibrated)
        return share if self.total == 1 else f"{_of(self.count, self.total)}   {share}"

    @property
    def buttons(self) -> dict[str, str]:
        """Accept, reject."""
        return {"accept": "check", "reject": "x"}

    def tooltip(self, button: str) -> str:
        """What a button does; of the row, how many are probably right."""
        translate = QCoreApplication.translate
        if button == "accept":
            many = translate("SelectionLabels", "Accept on {count} images (Enter)")
            one = translate("SelectionLabels", "Accept (Enter)")
        elif button == "reject":
            many = translate("SelectionLabels", "Reject on {count} images (Delete)")
            one = translate("SelectionLabels", "Reject (Delete)")
        elif self.calibrated:
            many = translate("SelectionLabels", "About {right} of these {count} are right.")
            one = translate(
                "SelectionLabels", "Suggestions like this are right about {tens} in 10."
            )
        else:
            return not_measured()
        return (one if self.total == 1 or self.count == 1 else many).format(
            count=number(self.count),
            right=number(round(self.share * self.count)),
            tens=number(round(self.share * 10)),
        )

    def spoken(self) -> str:
        """The name, how likely, and for how many."""
        text = QCoreApplication.translate(
            "SelectionLabels", "{name}, suggested for {count} of {total} images, {likelihood}"
        )
        shown = likelihood(self.share, measured=self.calibrated)
        figures = {"count": self.count, "total": self.total, "likelihood": shown}
        return text.format(**figures, name="{name}").replace("{name}", self.name)


def _of(count: int, total: int) -> str:
    text = QCoreApplication.translate("SelectionLabels", "{count} of {total}")
    return text.format(count=number(count), total=number(total))


def most_frequent_first(rows: Sequence[SelectionLabel]) -> list[SelectionLabel]:
    """Labels on all images first, then the partial ones, the most frequent first."""
    return sorted(rows, key=lambda row: (-row.count, row.name.casefold()))


Row = TypeVar("Row", bound=PanelRow)


class PanelRowsModel(QAbstractListModel, Generic[Row]):
    """Rows in the order they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    @property
    def rows(self) -> list[Row]:
        """What is shown, in order."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these labels."""
        ordered = list(rows)
        if ordered == self._rows:
            return
        if [row.label_id for row in ordered] == [row.label_id for row in self._rows]:
            self._rows = ordered
            self.dataChanged.emit(self.index(0), self.index(len(ordered) - 1))
            return
        self.beginResetModel()
        self._rows = ordered
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many labels there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name; the row for the delegate; everything in words for screen readers."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == RowRole.ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        return None
