"""Labels for text that comes from data: never read as HTML, cut with … where there is no room."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.style import icons, theme
from gui.style.theme import spacing


def plain_label(text: str, parent: QWidget | None = None, *, role: str = "") -> QLabel:
    """A label that shows ``text`` as it is; ``role`` is one of the style sheet's."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    if role:
        theme.set_role(label, role)
    return label


class ElidedLabel(QLabel):
    """One line that gives way: it is cut in the middle or at its end, whole in the tooltip."""

    def __init__(
        self,
        parent: QWidget | None = None,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._elide = elide

    def minimumSizeHint(self) -> QSize:
        """No width of its own, one line high."""
        return QSize(0, super().minimumSizeHint().height())

    def shown_text(self) -> str:
        """As much of the text as fits."""
        width = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), self._elide, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        shown = self.shown_text()
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)
        self.setToolTip(self.text() if shown != self.text() else "")


class IconLabel(QWidget):
    """An icon beside a text, in the theme's colours at all times; decoration to a screen reader."""

    def __init__(
        self,
        name: str,
        tint: str = "text",
        parent: QWidget | None = None,
        *,
        size_px: int = spacing.icon,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._tint = tint
        self.setFixedSize(size_px, size_px)

    def show_icon(self, name: str, tint: str = "text") -> None:
        """Show another icon."""
        self._name, self._tint = name, tint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        icons.draw_icon(painter, self._name, QRectF(self.rect()), self._tint)
