"""How often the service was asked over the last minutes, as a line."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.serving.figures import HISTORY
from gui.style import theme
from gui.style.theme import spacing

HEIGHT_PX = 96
LINE_PX = 1.6
LEAST_TOP = 1.0


class RateLine(QWidget):
    """Requests a second, the newest at the right; the highest is written at the top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rates: Sequence[float] = ()
        self.setFixedHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Requests a second over the last two minutes"))
        theme.notifier().changed.connect(self.update)

    def show_rates(self, rates: Sequence[float], described: str) -> None:
        """Show these, one for each second; ``described`` says the same in words."""
        self._rates = tuple(rates)
        self.setAccessibleDescription(described)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line over its ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        line_px = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(1, line_px + spacing.tiny, -1, -2)
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.drawLine(QLineF(area.bottomLeft(), area.bottomRight()))
        painter.drawLine(QLineF(area.topLeft(), area.topRight()))
        top = max(LEAST_TOP, *self._rates, LEAST_TOP)
        painter.setPen(theme.colour("text_muted"))
        head = QRectF(area.left(), 0, area.width(), line_px)
        highest = self.locale().toString(top, "f", 0 if top >= 10 else 1)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignLeft), highest)
        painter.drawText(head, int(Qt.AlignmentFlag.AlignRight), self.tr("last 2 minutes"))
        if len(self._rates) < 2:
            return
        step = area.width() / (HISTORY - 1)
        first = HISTORY - len(self._rates)
        points = [
            QPointF(
                area.left() + (first + place) * step,
                area.bottom() - area.height() * rate / top,
            )
            for place, rate in enumerate(self._rates)
        ]
        painter.setPen(QPen(theme.colour("accent"), LINE_PX))
        painter.drawPolyline(QPolygonF(points))
