"""What Enter takes: from which probability on, and what was ticked and unticked by hand."""

from PySide6.QtCore import QObject, Signal

from gui.review.desk.state import SuggestionRow, Ticks
from gui.services.review_choices import ReviewChoices


class TickBook(QObject):
    """The level is a person's and kept; ticks by hand last until the page is closed."""

    changed = Signal()

    def __init__(self, choices: ReviewChoices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        choices.level_changed.connect(self.changed)
        self._chosen: dict[int, dict[int, bool]] = {}

    @property
    def level_percent(self) -> int:
        """Suggestions of this percentage and above are ticked."""
        return self._choices.level_percent

    def of(self, image_id: int, only: int) -> Ticks:
        """What is ticked on an image; ``only`` is the one label that is asked about, or 0."""
        return Ticks(self.level_percent, dict(self._chosen.get(image_id, {})), only)

    def turn(self, image_id: int, row: SuggestionRow) -> None:
        """Tick what is not, or untick it."""
        self.choose(image_id, row.label_id, ticked=not row.ticked)
        self.changed.emit()

    def choose(self, image_id: int, label_id: int, *, ticked: bool) -> None:
        """Tick or untick a label of an image by hand."""
        self._chosen.setdefault(image_id, {})[label_id] = ticked
