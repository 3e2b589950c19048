"""Number fields with the same air before the figure as other fields have."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

from gui.style.theme import spacing

Field = TypeVar("Field", bound=QAbstractSpinBox)


def with_air(field: Field) -> Field:
    """The field itself, its figure no longer against its border.

    Qt gives the text of a spin box neither the padding of the style sheet's rule for the box nor
    that of its line edit.
    """
    field.lineEdit().setTextMargins(spacing.small, 0, 0, 0)
    return field
