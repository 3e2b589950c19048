"""A slider among the pictures of a page, which keep the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QWidget


class PageSlider(QSlider):
    """The mouse moves it without taking the arrow keys from the pictures; Tab reaches it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
