"""What a question costs an image over the threshold from which an image counts as a yes."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.evaluation.report.style import STYLES
from gui.questions import words
from gui.questions.report import MeasuredModel, MeasuredQuestion
from gui.style import theme
from gui.style.theme import spacing
from gui.words.amounts import percentage

MINIMUM_PX = (320, 190)
AXIS_PX = 46
DOT_PX = 3.5
MOST_MODELS = 4


class CostPlot(QWidget):
    """The head and its baselines; a line where the costs put the threshold, a dot where it would
    have cost least in hindsight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measured: MeasuredQuestion | None = None
        self.setMinimumSize(*MINIMUM_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Cost over the threshold"))
        theme.notifier().changed.connect(self.update)

    def show_measured(self, measured: MeasuredQuestion | None) -> None:
        """Show a measurement; None for none."""
        self._measured = measured
        if measured is not None:
            self.setAccessibleDescription(words.cost_sentence(measured))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The curves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        measured = self._measured
        if measured is None:
            return
        painter.setFont(theme.font("small"))
        line_px = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(
            AXIS_PX, line_px + spacing.small, -spacing.medium, -line_px - spacing.medium
        )
        models = shown_models(measured)
        top = max(max(one.curve) for one in models)
        top = min(top, 2.5 * min(measured.always_yes, measured.always_no)) or 1.0
        self._paint_axes(painter, area, top, line_px)
        style = STYLES["dark" if theme.current().is_dark else "light"]
        painter.save()
        painter.setClipRect(area.adjusted(0, -2, 0, 2))
        for place in reversed(range(len(models))):
            costs = dict(zip(measured.thresholds, models[place].curve, strict=True))
            if place == 0:
                # It lies between two of the thresholds that curves are drawn at.
                costs[measured.cheapest] = measured.cheapest_cost
            points = [_place(area, x, y / top) for x, y in sorted(costs.items())]
            painter.setPen(QPen(QColor(style.series[place]), 2.4 if place == 0 else 1.3))
            painter.drawPolyline(QPolygonF(points))
        painter.restore()
        self._paint_marks(painter, area, measured, top, line_px)
        self._paint_legend(painter, area, models, line_px)

    def _paint_axes(self, painter: QPainter, area: QRectF, top: float, line_px: int) -> None:
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.drawLine(QLineF(area.bottomLeft(), area.bottomRight()))
        painter.drawLine(QLineF(area.topLeft(), area.bottomLeft()))
        painter.setPen(theme.colour("text_muted"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for value in (0.0, top / 2, top):
            at = _place(area, 0.0, value / top).y()
            cell = QRectF(0, at - line_px / 2, AXIS_PX - spacing.small, line_px)
            painter.drawText(cell, right, words.short_figure(value))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            at = _place(area, share, 0.0).x()
            cell = QRectF(at - 30, area.bottom() + spacing.tiny, 60, line_px)
            if share == 1.0:
                cell.moveRight(area.right() + spacing.small)
            painter.drawText(cell, int(Qt.AlignmentFlag.AlignCenter), percentage(share))

    def _paint_marks(
        self,
        painter: QPainter,
        area: QRectF,
        measured: MeasuredQuestion,
        top: float,
        line_px: int,
    ) -> None:
        at = _place(area, measured.threshold, 0.0).x()
        painter.setPen(QPen(theme.colour("text"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        cheapest = _place(area, measured.cheapest, measured.cheapest_cost / top)
        painter.drawEllipse(cheapest, DOT_PX, DOT_PX)

    def _paint_legend(
        self, painter: QPainter, area: QRectF, models: list[MeasuredModel], line_px: int
    ) -> None:
        style = STYLES["dark" if theme.current().is_dark else "light"]
        left = area.left()
        for place, model in enumerate(models):
            name = words.model_name(model.name)
            painter.setPen(QPen(QColor(style.series[place]), 2.4 if place == 0 else 1.3))
            middle = line_px / 2
            painter.drawLine(QLineF(left, middle, left + 16, middle))
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(QPointF(left + 22, line_px * 0.8), name)
            left += 22 + painter.fontMetrics().horizontalAdvance(name) + spacing.large


def shown_models(measured: MeasuredQuestion) -> list[MeasuredModel]:
    """The head and what it is compared with first, as many as can be told apart."""
    return list(measured.models[:MOST_MODELS])


def _place(area: QRectF, x: float, y: float) -> QPointF:
    return QPointF(area.left() + area.width() * x, area.bottom() - area.height() * y)
