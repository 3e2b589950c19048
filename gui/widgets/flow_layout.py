"""A layout that puts widgets beside each other and goes on in a new line where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget, QWidgetItem


class FlowLayout(QLayout):
    """Left to right, then down; no widget is wider than the line.

    A widget is as wide as its size hint; one whose size policy stretches gets what is left of its
    line. Widgets at the end stand at the right of the first line, however many lines there are.
    """

    def __init__(self, parent: QWidget | None = None, spacing_px: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._at_end: set[QWidget] = set()
        self._hints: dict[QLayoutItem, QSize] = {}
        self._heights: dict[int, int] = {}
        self.setSpacing(spacing_px)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item to the end."""
        self._items.append(item)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        """Put a widget before the one that is at this place now."""
        self.addChildWidget(widget)
        self._items.insert(index, QWidgetItem(widget))
        self.invalidate()

    def add_stretching(self, widget: QWidget) -> None:
        """A widget that gets what is left of its line."""
        policy = widget.sizePolicy()
        policy.setHorizontalStretch(1)
        widget.setSizePolicy(policy)
        self.addWidget(widget)

    def add_at_end(self, widget: QWidget) -> None:
        """A widget at the right of the first line, after those put there earlier."""
        self._at_end.add(widget)
        self.addWidget(widget)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """An item, or None behind the last one."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove an item and hand it over."""
        if not 0 <= index < len(self._items):
            return None
        item = self._items.pop(index)
        self._hints.pop(item, None)
        return item

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def invalidate(self) -> None:
        """Forget what the widgets would like; Qt calls this when one of them changes."""
        self._hints.clear()
        self._heights.clear()
        super().invalidate()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height all lines take."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Place everything."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """As small as the largest widget."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """The largest minimum of all widgets, beside those at the end."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Arrange the widgets in a rectangle; the height they take."""
        margins = self.contentsMargins()
        inner = rect.marginsRemoved(margins)
        shown = [item for item in self._items if not _is_hidden(item)]
        at_end = [item for item in shown if item.widget() in self._at_end]
        flowing = [item for item in shown if item.widget() not in self._at_end]
        end_width = sum(self._hint(item).width() + self.spacing() for item in at_end)
        lines = self._lines(flowing, inner.width(), end_width)
        y = inner.y()
        for number, line in enumerate(lines):
            is_first = number == 0
            height = max(
                (self._hint(item).height() for item in [*line, *(at_end if is_first else [])]),
                default=0,
            )
            if move:
                room = inner.width() - (end_width if is_first else 0)
                self._place_line(line, QRect(inner.x(), y, room, height))
                if is_first:
                    start = inner.x() + inner.width() - end_width + self.spacing()
                    self._place_line(at_end, QRect(start, y, end_width, height))
            y += height + (self.spacing() if number < len(lines) - 1 else 0)
        return y + margins.bottom() - rect.y()

    def _lines(
        self, items: Sequence[QLayoutItem], width: int, end_width: int
    ) -> list[list[QLayoutItem]]:
        """Which items stand in which line; the first leaves room for those at the end."""
        lines: list[list[QLayoutItem]] = [[]]
        room, used = width - end_width, 0
        for item in items:
            needed = min(self._hint(item).width(), width)
            if used + needed > room and (lines[-1] or room < width):
                lines.append([])
                room, used = width, 0
            lines[-1].append(item)
            used += needed + self.spacing()
        return lines

    def _hint(self, item: QLayoutItem) -> QSize:
        """As ``_hint`` below, asked once: Qt asks for the height of a line dozens of times."""
        if item not in self._hints:
            self._hints[item] = _hint(item)
        return self._hints[item]

    def _place_line(self, items: Sequence[QLayoutItem], rect: QRect) -> None:
        """Put a line's items where they belong, each in the middle of the line's height."""
        widths = [min(self._hint(item).width(), rect.width()) for item in items]
        left = rect.width() - sum(widths) - self.spacing() * (len(items) - 1)
        stretching = [number for number, item in enumerate(items) if _stretches(item)]
        if stretching and left > 0:
            widths[stretching[0]] += left
        x = rect.x()
        for item, width in zip(items, widths, strict=True):
            height = self._hint(item).height()
            place = QPoint(x, rect.y() + (rect.height() - height) // 2)
            item.setGeometry(QRect(place, QSize(width, height)))
            x += width + self.spacing()


def _is_hidden(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.isHidden()


def _hint(item: QLayoutItem) -> QSize:
    """The size it would like, also where its policy lets it be cut."""
    hint = item.sizeHint()
    widget = item.widget()
    if widget is not None and widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored:
        hint.setWidth(max(widget.sizeHint().width(), widget.minimumWidth()))
    elif widget is not None and widget.minimumWidth() and _stretches(item):
        # What gets the rest of a line does not break it as long as its least width is there.
        hint.setWidth(max(widget.minimumWidth(), widget.minimumSizeHint().width()))
    return hint


def _stretches(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.sizePolicy().horizontalStretch() > 0
