"""What the curator states about the dataset, for whoever gets it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.exchange.content import Statement
from gui.export.fields import Step


class AboutStep(Step):
    """Title, licence, whom to ask; and whether all that is known is written beside the data."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = {
            "title": self.add_line(self.tr("Title")),
            "description": self.add_line(self.tr("What it shows")),
            "licence": self.add_line(self.tr("Licence"), "CC-BY-4.0"),
            "creator": self.add_line(self.tr("Made by")),
            "contact": self.add_line(self.tr("Whom to ask")),
            "url": self.add_line(self.tr("Address on the web"), "https://"),
        }
        self.card = self.add_tick(
            self.tr("Write a data card"),
            self.tr(
                "README, manifest and plots: how many images have which label, who decided, how "
                "it was divided, with which checksums. Inside a folder, else beside the file."
            ),
        )
        self.card.setChecked(True)
        self.card.toggled.connect(self.changed)
        for line in self.lines.values():
            line.textChanged.connect(self.changed)

    def statement(self) -> Statement:
        """What is typed."""
        return Statement(**{name: line.text().strip() for name, line in self.lines.items()})

    def show_statement(self, statement: Statement, *, card: bool) -> None:
        """Show what was stated before."""
        for name, line in self.lines.items():
            line.setText(getattr(statement, name))
        self.card.setChecked(card)
