"""The curves of a training as they grow: validation, loss and learning rate over the steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.evaluation.report.style import STYLES
from engine.jobs.training.runs import Mix, MixPoint, RunPoint
from gui.captions.words import figure
from gui.style import theme
from gui.style.theme import spacing
from gui.words.amounts import number

MINIMUM_PX = (320, 260)
AXIS_PX = 62
DOT_PX = 2.5


@dataclass(frozen=True, slots=True)
class _Curve:
    """One of the three: its points (across, value), with the share of the height it gets."""

    title: str
    points: list[tuple[float, float]]
    share: float
    decimals: int
    has_dots: bool = False


class CurveView(QWidget):
    """Three plots over one another, with the steps below, or the shares of a mix; the base is a
    dotted line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: Sequence[RunPoint] = ()
        self.mix: Mix | None = None
        self._is_over = False
        self.setMinimumSize(*MINIMUM_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Curves of the training"))
        theme.notifier().changed.connect(self.update)

    def show_points(
        self, points: Sequence[RunPoint], *, is_over: bool = False, mix: Mix | None = None
    ) -> None:
        """Show a curve as far as it is, or what each share of a mix gives."""
        self.points, self._is_over, self.mix = points, is_over, mix
        if mix is not None:
            text = self.tr("A share of {share} of what was trained was taken.")
            self.setAccessibleDescription(text.format(share=figure(mix.taken, 1)))
        measured = [one for one in points if one.validation_mrr is not None]
        if measured:
            text = self.tr("After {steps} steps the mean reciprocal rank is {mrr}, {first} before.")
            self.setAccessibleDescription(
                text.format(
                    steps=number(measured[-1].step),
                    mrr=figure(measured[-1].validation_mrr or 0.0),
                    first=figure(measured[0].validation_mrr or 0.0),
                )
            )
        self.update()

    def _curves(self) -> tuple[_Curve, ...]:
        found = self.tr("Found on captions held out (MRR)")
        if self.mix is not None:
            first, mix = self.tr("Comes first, on captions held out"), self.mix.points
            old = self.tr("Labels by their names (AUC)")
            return (
                _Curve(first, _across(mix, lambda one: one.recall_at_1), 0.34, 3, has_dots=True),
                _Curve(found, _across(mix, lambda one: one.mrr), 0.33, 3, has_dots=True),
                _Curve(old, _across(mix, lambda one: one.old_auc), 0.33, 3, has_dots=True),
            )
        steps = self.points
        loss, rate = self.tr("Loss"), self.tr("Learning rate")
        return (
            _Curve(found, _over(steps, lambda one: one.validation_mrr), 0.45, 3, has_dots=True),
            _Curve(loss, _over(steps, lambda one: one.loss), 0.35, 3),
            _Curve(rate, _over(steps, lambda one: one.rate), 0.2, 5),
        )

    @property
    def _last(self) -> float:
        """How far across the plots go: steps, or 1 for all of what was trained."""
        return 1.0 if self.mix is not None else float(max(1, self.points[-1].step))

    def _below(self) -> str:
        if self.mix is None:
            return self.tr("{steps} steps").format(steps=number(self.points[-1].step))
        text = self.tr("From nothing of what was trained to all of it; taken: {share}")
        return text.format(share=figure(self.mix.taken, 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The plots, or a word that there is nothing yet."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("surface"))
        if self.mix is None and len(self.points) < 2:
            painter.setPen(theme.colour("text_muted"))
            text = self.tr("The curves appear once the first steps are done.")
            if self._is_over:
                text = self.tr("There are no curves: it was made in one step.")
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), text)
            return
        painter.setFont(theme.font("small"))
        inside = QRectF(self.rect()).adjusted(
            spacing.medium, spacing.small, -spacing.large, -spacing.wide
        )
        top = inside.top()
        style = STYLES["dark" if theme.current().is_dark else "light"]
        for place, curve in enumerate(self._curves()):
            height = inside.height() * curve.share
            area = QRectF(inside.left(), top, inside.width(), height - spacing.medium)
            self._paint_curve(painter, curve, area, QColor(style.series[place]))
            top += height
        painter.setPen(theme.colour("text_muted"))
        below = QRectF(inside.left(), inside.bottom(), inside.width(), spacing.large)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), self._below())

    def _paint_curve(self, painter: QPainter, curve: _Curve, area: QRectF, ink: QColor) -> None:
        found = curve.points
        line_px = painter.fontMetrics().height()
        painter.setPen(theme.colour("text"))
        painter.drawText(area.topLeft() + QPointF(0, line_px * 0.8), curve.title)
        plot = area.adjusted(AXIS_PX, line_px + spacing.medium, 0, 0)
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.drawLine(QLineF(plot.bottomLeft(), plot.bottomRight()))
        painter.drawLine(QLineF(plot.topLeft(), plot.bottomLeft()))
        if not found:
            return
        low, high = min(value for _, value in found), max(value for _, value in found)
        last, spread = self._last, (high - low) or 1.0

        def place(step: float, value: float) -> QPointF:
            return QPointF(
                plot.left() + plot.width() * step / last,
                plot.bottom() - plot.height() * (value - low) / spread,
            )

        painter.setPen(theme.colour("text_muted"))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for value in dict.fromkeys((high, low)):
            at = place(0, value).y()
            cell = QRectF(area.left(), at - line_px / 2, AXIS_PX - spacing.small, line_px)
            painter.drawText(cell, right, figure(value, curve.decimals))
        if curve.has_dots:
            painter.setPen(QPen(theme.colour("text_muted"), 1, Qt.PenStyle.DotLine))
            base = place(0, found[0][1]).y()
            painter.drawLine(QPointF(plot.left(), base), QPointF(plot.right(), base))
            if self.mix is not None:
                taken = place(self.mix.taken, low).x()
                painter.drawLine(QPointF(taken, plot.top()), QPointF(taken, plot.bottom()))
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([place(*one) for one in found]))
        if curve.has_dots:
            painter.setBrush(ink)
            for one in found:
                painter.drawEllipse(place(*one), DOT_PX, DOT_PX)


def _over(
    points: Sequence[RunPoint], value: Callable[[RunPoint], float | None]
) -> list[tuple[float, float]]:
    """By steps; a nan, as of a loss that burst, is left out."""
    return [
        (float(one.step), found)
        for one in points
        if (found := value(one)) is not None and found == found
    ]


def _across(
    points: Sequence[MixPoint], value: Callable[[MixPoint], float | None]
) -> list[tuple[float, float]]:
    return [(one.share, found) for one in points if (found := value(one)) is not None]
