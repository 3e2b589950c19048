"""A figure of matplotlib, drawn off the window's thread for the theme and screen it is seen on."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.evaluation.report.style import STYLES, Style
from gui.services.lanes import Lane
from gui.style import theme
from gui.style.theme import Tokens

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 96
REDRAW_DELAY_MS = 120
MINIMUM_PX = (360, 240)
WIDE = 1.7
"""Width by height from which a legend has room beside the plot."""
LEGEND_ENTRY_IN = 2.1
LINE_IN, LETTER_IN = 0.5, 0.066
"""What an entry of a legend needs at least: its line, and as much for each letter."""
FEW = 8
"""So many entries may stand one below the other; more would leave the plot no height."""

MakeFigure = Callable[[Style], "Figure"]
"""Runs in a lane."""


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn, known by ``key``, and for what screen; ``size`` in device-independent
    pixels."""

    key: object
    make: MakeFigure = field(compare=False)
    style: Style
    size: QSize
    pixel_ratio: float


def style_of(tokens: Tokens) -> Style:
    """The plots' colours for a theme."""
    return replace(
        STYLES["dark" if tokens.is_dark else "light"],
        background=tokens.surface,
        text=tokens.text,
        text_muted=tokens.text_muted,
        grid=tokens.divider,
        positive=tokens.positive,
        negative=tokens.negative,
    )


def draw(drawing: Drawing) -> QImage:
    """The figure as a picture; runs in a lane. The first one loads matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = drawing.make(drawing.style)
    figure.set_dpi(DOTS_PER_INCH * drawing.pixel_ratio)
    figure.set_size_inches(
        drawing.size.width() / DOTS_PER_INCH, drawing.size.height() / DOTS_PER_INCH
    )
    _fit(figure, drawing.style, drawing.size.width() / max(1, drawing.size.height()))
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    width_px, height_px = canvas.get_width_height(physical=True)
    pixels = bytes(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    image = QImage(pixels, width_px, height_px, 4 * width_px, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(drawing.pixel_ratio)
    return image


def _fit(figure: "Figure", style: Style, aspect: float) -> None:
    """Give a plot in a narrow place its room: the legend below it, and fewer marks on its axis."""
    from matplotlib.ticker import MaxNLocator

    width_in = figure.get_size_inches()[0]
    figure.set_layout_engine("constrained", w_pad=0.12, h_pad=0.12)
    for axes in figure.axes:
        locator = axes.xaxis.get_major_locator()
        if isinstance(locator, MaxNLocator):
            locator.set_params(nbins=max(2, int(width_in / 1.1)))
    for legend in list(figure.legends) if aspect < WIDE else []:
        texts = [text.get_text() for text in legend.get_texts()]
        handles = [handle for handle in legend.legend_handles if handle is not None]
        legend.remove()
        longest_in = LINE_IN + LETTER_IN * max(map(len, texts), default=0)
        entry_in = max(LEGEND_ENTRY_IN, longest_in) if len(texts) <= FEW else LEGEND_ENTRY_IN
        columns = max(1, int(width_in / entry_in))
        figure.legend(
            handles,
            texts,
            loc="outside lower left",
            ncols=columns,
            handlelength=2.4,
            frameon=False,
            labelcolor=style.text,
            fontsize=9,
        )


class FigureView(QWidget):
    """Shows one figure and draws it anew for another size, theme or screen."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._key: object = None
        self._make: MakeFigure | None = None
        self._pixmap: QPixmap | None = None
        self._problem = ""
        self._asked: Drawing | None = None
        self._later = QTimer(self, singleShot=True, interval=REDRAW_DELAY_MS)
        self._later.timeout.connect(self._redraw)
        self.setMinimumSize(*MINIMUM_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.notifier().changed.connect(self._follow_theme)

    @property
    def is_drawn(self) -> bool:
        """Whether the plot is on screen."""
        return self._pixmap is not None

    def show_figure(self, key: object, make: MakeFigure, title: str) -> None:
        """Show what ``make`` makes, which is another figure where ``key`` is another; ``title`` is
        what a screen reader says of it."""
        self._key, self._make = key, make
        self._pixmap, self._asked = None, None
        self.setAccessibleName(title)
        self.update()
        self._redraw()

    def picture(self) -> QImage:
        """What is shown."""
        return QImage() if self._pixmap is None else self._pixmap.toImage()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size, once it stays."""
        super().resizeEvent(event)
        self._later.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, stretched until the next one is there."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        if self._pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self.rect(), self._pixmap)
            return
        painter.setPen(theme.colour("text_muted"))
        text = self._problem or self.tr("Drawing…")
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text)

    @Slot()
    def _follow_theme(self) -> None:
        self._pixmap = None
        self._redraw()

    @Slot()
    def _redraw(self) -> None:
        if self._make is None or not self.isVisible():
            return
        drawing = Drawing(
            self._key,
            self._make,
            style_of(theme.current()),
            self.size(),
            self.devicePixelRatioF(),
        )
        if drawing == self._asked:
            return
        self._asked = drawing

        def drawn(image: QImage) -> None:
            self._take(drawing, image)

        def failed(error: Exception) -> None:
            self._say_problem(drawing, error)

        self._lane.submit(lambda: draw(drawing), drawn, failed)

    def _take(self, drawing: Drawing, image: QImage) -> None:
        if drawing == self._asked:
            self._problem = ""
            self._pixmap = QPixmap.fromImage(image)
            self.update()

    def _say_problem(self, drawing: Drawing, error: Exception) -> None:
        if drawing == self._asked:
            self._problem = self.tr("This plot cannot be drawn: {reason}").format(reason=error)
            self.update()
