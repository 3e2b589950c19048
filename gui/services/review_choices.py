"""How a person reviews: one place for the Review page and the settings, which both show it."""

from PySide6.QtCore import QObject, Signal, Slot

from gui.services.settings import Preferences, ViewState, tick_level

OTHERS_SETTING = "grid/others"


class ReviewChoices(QObject):
    """Each choice is kept when it is made, and told to everybody who shows it."""

    level_changed = Signal(int)
    """Whole percent."""

    reject_others_changed = Signal(bool)

    def __init__(self, view: ViewState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._level_percent = Preferences().tick_level_percent
        self._reject_others = str(view.get(OTHERS_SETTING, "reject")) == "reject"

    @property
    def level_percent(self) -> int:
        """Suggestions of this percentage and above are ticked; for every catalogue of a person."""
        return self._level_percent

    @Slot(int)
    def set_level(self, percent: int) -> None:
        """Choose another level: the nearest of those there are."""
        level_percent = tick_level(percent)
        if level_percent != self._level_percent:
            self._level_percent = level_percent
            Preferences().tick_level_percent = level_percent
        # Told in any case: who asked for one between two shows what became of it.
        self.level_changed.emit(level_percent)

    @property
    def reject_others(self) -> bool:
        """What becomes of a grid's images without a tick: rejected, or left open."""
        return self._reject_others

    @Slot(bool)
    def set_reject_others(self, reject: bool) -> None:
        """Choose that, for this catalogue."""
        if reject != self._reject_others:
            self._reject_others = reject
            self._view.set(OTHERS_SETTING, "reject" if reject else "leave")
            self.reject_others_changed.emit(reject)
