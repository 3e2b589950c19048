"""What the style paints of a cell: its ground, without the text that a delegate paints itself."""

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> bool:
    """Let the style paint the cell without its text; whether the cell is selected."""
    option.text = ""
    view = option.widget
    style = view.style() if isinstance(view, QWidget) else None
    if style is not None:
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
    return bool(option.state & QStyle.StateFlag.State_Selected)
