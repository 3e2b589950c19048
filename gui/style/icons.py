"""Icons of one family (Lucide), drawn from SVG in the theme's colours at any pixel density."""

import math
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.style import theme

ICONS_DIR = Path(__file__).resolve().parent.parent.parent / "resources" / "icons"


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    source = (ICONS_DIR / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))


class ThemedIconEngine(QIconEngine):
    """Asks the theme for its colour each time it paints, so that icons follow a theme change."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name = name
        self._token = token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon in the middle of ``rect``, square."""
        colours = theme.current()
        if mode == QIcon.Mode.Disabled:
            colour = colours.text_disabled
        else:
            colour = str(getattr(colours, self._token))
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        _renderer(self._name, colour).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon on a transparent ground of ``size``."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        """Another engine for the same icon."""
        return ThemedIconEngine(self._name, self._token)


def icon(name: str, tint: str = "text") -> QIcon:
    """The Lucide icon ``name`` in the colour of the theme's ``tint``.

    Raises FileNotFoundError for a name that is not in resources/icons.
    """
    if not (ICONS_DIR / f"{name}.svg").is_file():
        raise FileNotFoundError(f"resources/icons has no {name}.svg")
    return QIcon(ThemedIconEngine(name, tint))


def draw_icon(painter: QPainter, name: str, rect: QRectF, tint: str = "text") -> None:
    """Draw an icon directly, as custom-painted widgets do."""
    colour = str(getattr(theme.current(), tint))
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    picture = _drawn(name, colour, rect.width(), rect.height(), ratio)
    painter.drawImage(rect.topLeft(), picture)


@lru_cache(maxsize=256)
def _drawn(name: str, colour: str, width: float, height: float, ratio: float) -> QImage:
    """An icon drawn once: a list draws the same ones at each step."""
    picture = QImage(
        math.ceil(width * ratio),
        math.ceil(height * ratio),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, width * ratio, height * ratio))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
