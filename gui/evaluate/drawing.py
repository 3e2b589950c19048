"""A plot of the report, drawn off the window's thread for the theme and screen it is seen on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.evaluation.report.records import SuggesterFigures
from engine.evaluation.report.style import STYLES, Style
from gui.services.lanes import Lane
from gui.services.translations import QT_TRANSLATE_NOOP
from gui.style import theme
from gui.style.theme import Tokens
from gui.words.suggesters import suggester_title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 96
REDRAW_DELAY_MS = 120
MINIMUM_PX = (360, 240)
WIDE = 1.7
"""Width by height from which a legend has room beside the plot."""
LEGEND_ENTRY_IN = 2.1

# What the plots say, marked for translation; a test holds this against the plots' own list.
PLOT_WORDS = (
    QT_TRANSLATE_NOOP("Plots", "F score on the test images"),
    QT_TRANSLATE_NOOP("Plots", "F score, 95 % interval"),
    QT_TRANSLATE_NOOP("Plots", "Precision and recall"),
    QT_TRANSLATE_NOOP("Plots", "Recall: share of the true labels that are suggested"),
    QT_TRANSLATE_NOOP("Plots", "Precision: share of the suggestions that are right"),
    QT_TRANSLATE_NOOP("Plots", "ROC curves"),
    QT_TRANSLATE_NOOP("Plots", "False-positive rate"),
    QT_TRANSLATE_NOOP("Plots", "True-positive rate"),
    QT_TRANSLATE_NOOP("Plots", "Reliability of shown suggestions"),
    QT_TRANSLATE_NOOP("Plots", "Shown probability"),
    QT_TRANSLATE_NOOP("Plots", "Share that is right"),
    QT_TRANSLATE_NOOP("Plots", "calibration error"),
    QT_TRANSLATE_NOOP("Plots", "suggestions"),
    QT_TRANSLATE_NOOP("Plots", "F score with few labelled images"),
    QT_TRANSLATE_NOOP("Plots", "Labelled images to learn from"),
    QT_TRANSLATE_NOOP("Plots", "images overtake names"),
    QT_TRANSLATE_NOOP("Plots", "F score"),
    QT_TRANSLATE_NOOP("Plots", "Key presses per image"),
    QT_TRANSLATE_NOOP("Plots", "accept"),
    QT_TRANSLATE_NOOP("Plots", "reject"),
    QT_TRANSLATE_NOOP("Plots", "type"),
    QT_TRANSLATE_NOOP("Plots", "label by label in a grid"),
    QT_TRANSLATE_NOOP("Plots", "typing everything"),
    QT_TRANSLATE_NOOP("Plots", "Labels: F score by number of images"),
    QT_TRANSLATE_NOOP("Plots", "Test images with the label"),
    QT_TRANSLATE_NOOP("Plots", "Precision and recall of each label"),
    QT_TRANSLATE_NOOP("Plots", "Recall"),
    QT_TRANSLATE_NOOP("Plots", "Precision"),
    QT_TRANSLATE_NOOP("Plots", "chance"),
)


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn, and for what screen; ``size`` in device-independent pixels."""

    plot: str
    suggesters: tuple[SuggesterFigures, ...]
    style: Style
    size: QSize
    pixel_ratio: float


def in_plain_words(suggesters: Sequence[SuggesterFigures]) -> tuple[SuggesterFigures, ...]:
    """The same figures under the names people are told."""
    return tuple(replace(one, name=suggester_title(one.name)) for one in suggesters)


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


def say(text: str) -> str:
    """A plot's word in the person's language."""
    return QCoreApplication.translate("Plots", text)


def draw(drawing: Drawing) -> QImage:
    """The plot as a picture; runs in a lane. The first one loads matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from engine.evaluation.report.figures import FIGURES

    figure = FIGURES[drawing.plot](drawing.suggesters, drawing.style, say)
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
        columns = max(1, int(width_in / LEGEND_ENTRY_IN))
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


class PlotView(QWidget):
    """Shows one plot and draws it anew for another size, theme or screen."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._plot = ""
        self._suggesters: tuple[SuggesterFigures, ...] = ()
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

    def show_plot(self, plot: str, suggesters: Sequence[SuggesterFigures], title: str) -> None:
        """Show a plot of ``FIGURES``; ``title`` is what a screen reader says of it."""
        self._plot, self._suggesters = plot, in_plain_words(suggesters)
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
        if not self._plot or not self.isVisible():
            return
        drawing = Drawing(
            self._plot,
            self._suggesters,
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
