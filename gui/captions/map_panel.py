"""The map of a report with its legend, and a card of the point that is pointed at."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.evaluation.report.style import STYLES
from engine.evaluation.retrieval.map import (
    COLOURINGS,
    CaptionMap,
    Colouring,
    main_groups,
    maps_there_are,
    read_map,
)
from engine.evaluation.retrieval.projection import METHODS, Method
from gui.captions.map_view import Look, MapView, paint_mark
from gui.captions.words import colouring_title, group_title, method_title
from gui.models.image_cards import CardCache
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.plain_label import plain_label
from gui.widgets.segments import Segments
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.words.amounts import counted, number
from gui.words.failures import sentence_of

LEGEND_WIDTH_PX = 216
PICTURE_PX = 132
CARD_WIDTH_PX = 200
MARK_ICON_PX = 14


class MapCard(QFrame):
    """The picture and the caption of a point."""

    def __init__(self, context: CatalogueContext, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_role(self, "card")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(CARD_WIDTH_PX)
        self._image_id = 0
        self._cards = CardCache(context.catalogue.images, self)
        self._thumbnails = ThumbnailLoader(context.catalogue.thumbnails, self)
        self._cards.loaded.connect(self._fill)
        self._thumbnails.loaded.connect(self._fill)
        self.picture = QLabel(self)
        self.picture.setFixedHeight(PICTURE_PX)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = plain_label("", self)
        self.text.setWordWrap(True)
        self.place = plain_label("", self, role="small")
        self.place.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.small, spacing.small, spacing.small, spacing.small)
        column.setSpacing(spacing.tiny)
        for widget in (self.picture, self.text, self.place):
            column.addWidget(widget)
        self.hide()

    def show_image(self, image_id: int, caption: str, place: str) -> None:
        """Show an image with a caption, and the group it belongs to."""
        self._image_id = image_id
        self.picture.clear()
        self.text.setText(caption)
        self.text.setVisible(bool(caption))
        self.place.setText(place)
        self.place.setVisible(bool(place))
        self._cards.want([image_id])
        self._fill()
        self.adjustSize()
        self.show()
        self.raise_()

    def shutdown(self) -> None:
        """Load nothing more."""
        self._cards.close()
        self._thumbnails.close()

    @Slot()
    def _fill(self) -> None:
        card = self._cards.card(self._image_id)
        if card is None:
            return
        side = round(PICTURE_PX * self.devicePixelRatioF())
        pixmap = self._thumbnails.pixmap(card.content_hash)
        if pixmap is None:
            self._thumbnails.want([card.content_hash], side)
            return
        shown = QPixmap(pixmap)
        shown.setDevicePixelRatio(self.devicePixelRatioF())
        self.picture.setPixmap(shown)


class MapPanel(QWidget):
    """Choose how the map is drawn and coloured at the top, a group at the right."""

    opened = Signal(int)
    """The id of the image of a point that was opened."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._folder = Path()
        self._method: Method = "t-sne"
        self._groups: list[str] = []
        self.map: CaptionMap | None = None
        self.view = MapView(self)
        self.card = MapCard(context, self.view)
        self.empty = EmptyState(self)
        self.methods = Segments(self.tr("How the map is drawn"), self)
        self.method_buttons = {}
        for method in METHODS:
            title, tooltip = method_title(method)
            self.method_buttons[method] = self.methods.add(
                title, tooltip, partial(self.show_method, method)
            )
        self.colouring = QComboBox(self)
        self.colouring.setAccessibleName(self.tr("What the points are coloured by"))
        for by in COLOURINGS:
            self.colouring.addItem(colouring_title(by), by)
        self.fit_button = QPushButton(self.tr("Show all"), self)
        self.fit_button.setToolTip(self.tr("See the whole map (0 on the map)"))
        self.about = plain_label("", self, role="muted")
        self.about.setWordWrap(True)
        self.legend = QListWidget(self)
        self._build()
        self.view.current_changed.connect(self._follow_current)
        self.view.opened.connect(self.opened)
        self.colouring.currentIndexChanged.connect(self._colour)
        self.legend.currentRowChanged.connect(self._highlight)
        self.fit_button.clicked.connect(self.view.fit)
        theme.notifier().changed.connect(self._colour)

    def _build(self) -> None:
        self.legend.setAccessibleName(self.tr("Groups of the map"))
        self.legend.setToolTip(self.tr("Choose a group to see it stand out"))
        self.legend.setFixedWidth(LEGEND_WIDTH_PX)
        self.legend.setIconSize(QSize(2 * MARK_ICON_PX + 4, MARK_ICON_PX))
        self.legend.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The end of a folder tells it apart, and the count is behind it.
        self.legend.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.legend, "facet")
        above = QHBoxLayout()
        above.setSpacing(spacing.small)
        above.addWidget(self.methods)
        above.addSpacing(spacing.small)
        above.addWidget(plain_label(self.tr("Colour by"), self, role="muted"))
        above.addWidget(self.colouring)
        above.addStretch(1)
        above.addWidget(self.fit_button)
        beside = QVBoxLayout()
        beside.setSpacing(spacing.small)
        beside.addWidget(self.legend, 1)
        self.about.setFixedWidth(LEGEND_WIDTH_PX)
        self.about.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)
        beside.addWidget(self.about)
        self._shown = QWidget(self)
        row = QHBoxLayout(self._shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing.medium)
        row.addWidget(self.view, 1)
        row.addLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        column.setSpacing(spacing.small)
        column.addLayout(above)
        column.addWidget(self._shown, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def show_report(self, folder: Path) -> None:
        """Show the map of the report in a folder."""
        self._folder = folder
        self._context.reads.submit(lambda: maps_there_are(folder), partial(self._offer, folder))

    def _offer(self, folder: Path, methods: tuple[Method, ...]) -> None:
        if folder != self._folder:
            return
        for method, button in self.method_buttons.items():
            button.setEnabled(method in methods)
            if method not in methods:
                button.setToolTip(self._why_not(method))
        if not methods:
            self._say_none(self.tr("This report has no map. Measure again to get one."))
            return
        self.show_method(self._method if self._method in methods else methods[0])

    def _why_not(self, method: Method) -> str:
        if method == "umap":
            return self.tr("Needs the Python package umap-learn, then a new measurement")
        return self.tr("This report has no such map")

    def show_method(self, method: Method) -> None:
        """Show the map as it is drawn by this method."""
        self._method, folder = method, self._folder
        self.method_buttons[method].setChecked(True)
        self._context.reads.submit(
            lambda: read_map(folder, method),
            partial(self._take, folder),
            lambda error: self._say_none(sentence_of(error)),
        )

    def _take(self, folder: Path, found: CaptionMap) -> None:
        if folder != self._folder or found.method != self._method:
            return
        self.map = found
        self.empty.hide()
        self._shown.show()
        shown = len({one.image_id for one in found.points})
        self.about.setText(
            self.tr(
                "{shown} of {all} images, each with a caption. The wheel zooms, dragging moves, "
                "arrow keys go from point to point; a click or Enter opens the image."
            ).format(shown=number(shown), all=number(found.images))
        )
        self._group()
        self.view.show_points(found.points, self._look())
        self._list_groups()

    def _say_none(self, text: str) -> None:
        self.map = None
        self._shown.hide()
        self.empty.show()
        self.empty.say("captions", text)

    def shutdown(self) -> None:
        """Load no more pictures."""
        self.card.shutdown()

    # Colours

    @property
    def by(self) -> Colouring:
        """What the points are coloured by."""
        return COLOURINGS[max(0, self.colouring.currentIndex())]

    @Slot()
    def _colour(self) -> None:
        if self.map is not None:
            self._group()
            self.view.highlight(-1)
            self.view.show_look(self._look())
            self._list_groups()

    def _group(self) -> None:
        values = [str(getattr(one, self.by)) for one in self.map.points] if self.map else []
        self._groups = main_groups(values, len(_series()) - 1)

    def _look(self) -> Look:
        place = {name: at for at, name in enumerate(self._groups)}
        points = self.map.points if self.map is not None else ()
        groups = tuple(place.get(str(getattr(one, self.by)), len(place)) for one in points)
        colours = tuple(QColor(name) for name in _series()[: len(place)])
        return Look(groups, (*colours, theme.colour("text_disabled")))

    def _list_groups(self) -> None:
        look = self._look()
        self.legend.blockSignals(True)
        self.legend.clear()
        everything = self.tr("All groups")
        self.legend.addItem(everything)
        for at, name in enumerate([*self._groups, ""]):
            count = look.groups.count(at)
            if count:
                title = f"{group_title(self.by, name)}  {number(count)}"
                item = QListWidgetItem(self._marks(look.colours[at]), title)
                marks = self.tr("● images, △ captions")
                points = counted(count, self.tr("1 point"), self.tr("{count} points"))
                item.setToolTip(f"{points}: {marks}")
                item.setData(Qt.ItemDataRole.UserRole, at)
                self.legend.addItem(item)
        self.legend.setCurrentRow(0)
        self.legend.blockSignals(False)

    def _marks(self, colour: QColor) -> QIcon:
        """A disc and a triangle in a group's colour."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(QSize(2 * MARK_ICON_PX + 4, MARK_ICON_PX) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = MARK_ICON_PX / 2
        paint_mark(painter, QPointF(half, half), colour, half - 2, is_caption=False)
        away = QPointF(MARK_ICON_PX + 4 + half, half)
        paint_mark(painter, away, colour, half - 2, is_caption=True)
        painter.end()
        return QIcon(pixmap)

    @Slot(int)
    def _highlight(self, row: int) -> None:
        item = self.legend.item(row)
        at = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        self.view.highlight(-1 if at is None else int(at))

    # The card

    @Slot()
    def _follow_current(self) -> None:
        view = self.view
        if view.current < 0:
            self.card.hide()
            return
        point, partner = view.points[view.current], view.partner(view.current)
        caption = point.text or (view.points[partner].text if partner >= 0 else "")
        group = str(getattr(point, self.by))
        self.card.show_image(point.image_id, caption, group_title(self.by, group) if group else "")
        self._put_card(view.place_of(view.current).toPoint())

    def _put_card(self, at: QPoint) -> None:
        """Beside the point, within the map."""
        size, room = self.card.size(), self.view.rect()
        left = at.x() + spacing.large
        if left + size.width() > room.right():
            left = at.x() - spacing.large - size.width()
        top = min(max(spacing.tiny, at.y() - size.height() // 2), room.bottom() - size.height())
        self.card.move(max(spacing.tiny, left), max(spacing.tiny, top))


def _series() -> tuple[str, ...]:
    """The colours of groups, which colour-blind people can tell apart, for the theme."""
    return STYLES["dark" if theme.current().is_dark else "light"].series
