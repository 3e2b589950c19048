"""How far the archive is labelled, at a glance: by folder and by week."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QWidget,
)

from db.records import ImageFilter, Status
from db.repositories.progress import ArchiveProgress, FolderProgress, WeekProgress
from gui.dialogs.frame import DialogFrame
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted, number, percentage
from gui.words.times import local_day

SIZE_PX = (860, 600)
READ_DELAY_MS = 300
BAR_HEIGHT_PX = 4
BAR_MARGIN_PX = 4
WEEKS_SHOWN = 53
SHARE_ROLE = int(Qt.ItemDataRole.UserRole)

# What the columns after the folder's name show of it in the Library.
SHOWN_BY_COLUMN = (
    Status.ANY,
    Status.ANY,
    Status.LABELLED,
    Status.UNLABELLED,
    Status.REVIEWED,
    Status.SUGGESTED,
    Status.UNREADABLE,
)


class ProgressDialog(DialogFrame):
    """Two tables with bars below their figures. A click on a folder, or on a figure of it, shows
    these images in the Library."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Progress of the archive"))
        self.heading.setText(self.tr("Progress of the archive"))
        self._context = context
        self._progress: ArchiveProgress | None = None
        self.folders = PlainTable(
            self.tr("Progress by folder"),
            [
                self.tr("Folder"),
                self.tr("Images"),
                self.tr("Labelled"),
                self.tr("Without labels"),
                self.tr("Reviewed"),
                self.tr("With suggestions"),
                self.tr("Unreadable"),
            ],
            stretched=(0,),
            parent=self,
        )
        self.folders.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.folders.cellClicked.connect(self._show_images)
        self.folders.cellActivated.connect(self._show_images)
        self.weeks = PlainTable(
            self.tr("Progress by week"),
            [self.tr("Week from"), self.tr("Decisions"), self.tr("Newly labelled images")],
            stretched=(0, 1, 2),
            selectable=False,
            parent=self,
        )
        for table in (self.folders, self.weeks):
            table.setItemDelegate(BarDelegate(table))
        self.content.addWidget(self.folders, 3)
        self.content.addWidget(plain_label(self.tr("By week"), self, role="heading"))
        self.content.addWidget(self.weeks, 2)
        self.add_close_button()
        self._delay = QTimer(self, singleShot=True, interval=READ_DELAY_MS)
        self._delay.timeout.connect(self._read)
        context.hub.changed.connect(self._delay.start)
        context.hub.refreshed.connect(self._delay.start)
        self._read()

    @Slot()
    def _read(self) -> None:
        self._context.reads.submit(self._context.catalogue.progress.read, self._show)

    def _show(self, progress: ArchiveProgress) -> None:
        self._progress = progress
        whole = progress.whole
        text = self.tr("{labelled} of {images} labelled ({share}), {reviewed} reviewed.")
        self.explanation.setText(
            text.format(
                labelled=number(whole.labelled),
                images=counted(whole.images, self.tr("1 image"), self.tr("{count} images")),
                share=percentage(whole.labelled / max(1, whole.images)),
                reviewed=number(whole.reviewed),
            )
        )
        row, column = self.folders.currentRow(), self.folders.currentColumn()
        self.folders.show_rows([self._folder_row(one) for one in progress.folders])
        for position, one in enumerate(progress.folders):
            parts = (one.labelled, one.unlabelled, one.reviewed, one.suggested, one.unreadable)
            for place, part in enumerate(parts):
                _set_share(self.folders, position, place + 2, part / max(1, one.images))
        self.folders.setCurrentCell(max(0, row), max(0, column))
        weeks = progress.weeks[:WEEKS_SHOWN]
        self.weeks.show_rows([_week_row(one) for one in weeks])
        most_decisions = max((one.decisions for one in weeks), default=0)
        most_new = max((one.newly_labelled for one in weeks), default=0)
        for position, week in enumerate(weeks):
            _set_share(self.weeks, position, 1, week.decisions / max(1, most_decisions))
            _set_share(self.weeks, position, 2, week.newly_labelled / max(1, most_new))

    def _folder_row(self, one: FolderProgress) -> tuple[str, ...]:
        share = percentage(one.labelled / max(1, one.images))
        return (
            one.folder or self.tr("The whole archive"),
            number(one.images),
            f"{number(one.labelled)}  ({share})",
            number(one.unlabelled),
            number(one.reviewed),
            number(one.suggested),
            number(one.unreadable),
        )

    @Slot(int, int)
    def _show_images(self, row: int, column: int) -> None:
        if self._progress is None or not 0 <= row < len(self._progress.folders):
            return
        folder = self._progress.folders[row].folder
        self._context.navigator.show_library(
            ImageFilter(folder=folder or None, status=SHOWN_BY_COLUMN[column])
        )


class BarDelegate(QStyledItemDelegate):
    """Draws the share that a cell holds as a bar below its figure."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The style paints the figure."""
        super().paint(painter, option, index)
        share = index.data(SHARE_ROLE)
        if share is None:
            return
        cell: QRect = option.rect
        ground = QRect(
            cell.left() + BAR_MARGIN_PX,
            cell.bottom() - BAR_HEIGHT_PX,
            cell.width() - 4 * BAR_MARGIN_PX,
            BAR_HEIGHT_PX - 1,
        )
        painter.fillRect(ground, theme.colour("divider"))
        width_px = round(ground.width() * share)
        if share > 0:
            ground.setWidth(max(2, width_px))
            painter.fillRect(ground, theme.colour("accent"))


def _set_share(table: QTableWidget, row: int, column: int, share: float) -> None:
    item = table.item(row, column)
    if item is not None:
        item.setData(SHARE_ROLE, share)


def _week_row(week: WeekProgress) -> tuple[str, str, str]:
    return local_day(week.monday), number(week.decisions), number(week.newly_labelled)
