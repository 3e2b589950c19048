"""What the window knows of a page before it is built.

A page is a package of gui with a ``PAGE`` in its ``__init__``, registered in
``gui/shell/pages.py``: its button, its entry in the menu and its keys follow from that.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from PySide6.QtWidgets import QWidget

from gui.services.context import CatalogueContext
from gui.services.shortcuts import WINDOW, Shortcut


class Page(Protocol):
    """What the window asks of a page; ``shutdown`` ends what the page itself started."""

    def activate(self) -> None: ...

    def shutdown(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page by its ``id``.

    ``title`` is translated in "Shortcuts". ``keys`` show the page, ``shortcuts`` work on it.
    ``widget`` is "module:class", a QWidget and a ``Page`` made from (context, parent); it is
    imported when the page is first shown, so that the window opens without waiting for all.
    ``views`` are parts of the page with keys of their own, by the first word of their ids.
    """

    id: str
    title: str
    icon: str
    keys: tuple[str, ...]
    widget: str
    shortcuts: tuple[Shortcut, ...] = ()
    views: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_shortcuts(self) -> tuple[Shortcut, ...]:
        """The row of the action that shows the page, and those of the page itself."""
        shows = Shortcut(f"{WINDOW}.{self.id}", self.keys, self.title, self.icon)
        return (shows, *self.shortcuts)

    def build(self, context: CatalogueContext, parent: QWidget) -> QWidget:
        """The page of an open catalogue."""
        module, name = self.widget.split(":")
        return cast(QWidget, getattr(importlib.import_module(module), name)(context, parent))
