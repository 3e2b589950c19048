"""Last step: what will happen, in sentences, before anything does."""

from PySide6.QtWidgets import QFormLayout, QWidget

from gui.dialogs.assistant.step import Step
from gui.dialogs.frame import muted
from gui.models.new_catalogue import NewCatalogue
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.amounts import number
from gui.words.encoders import BUILT_IN


class SummaryStep(Step):
    """Shows the plan and what the program does with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("Ready to start")
        self.explanation = self.tr(
            "The work runs in the background: images appear as they are read, then they are "
            "encoded, then suggestions follow. You can look around and label meanwhile, and stop "
            "and go on at any time."
        )
        form = QFormLayout()
        form.setHorizontalSpacing(spacing.large)
        form.setVerticalSpacing(spacing.small)
        self._rows = {}
        for key, name in (
            ("archive", self.tr("Images")),
            ("catalogue", self.tr("Catalogue")),
            ("keywords", self.tr("Keywords")),
            ("encoder", self.tr("Encoder")),
        ):
            value = plain_label("", self)
            value.setWordWrap(True)
            form.addRow(plain_label(name, self, role="muted"), value)
            self._rows[key] = value
        self.column.addLayout(form)
        self.column.addSpacing(spacing.medium)
        self.column.addWidget(
            muted(
                self.tr("Your images stay where they are and are never written to or sent out."),
                self,
            )
        )
        self.column.addStretch(1)

    def show_plan(self, plan: NewCatalogue, image_count: int | None) -> None:
        """Fill in what was chosen."""
        archive = str(plan.archive_dir)
        if image_count is not None:
            archive += "\n" + self.tr("{count} images").format(count=number(image_count))
        self._rows["archive"].setText(archive)
        self._rows["catalogue"].setText(str(plan.path))
        table = plan.scan_options.get("keywords_csv")
        keywords = self.tr("those in the files and sidecars")
        if table is not None:
            keywords = self.tr("those in the files and sidecars, and in {table}").format(
                table=table
            )
        self._rows["keywords"].setText(keywords)
        built_in = plan.encoder == BUILT_IN
        self._rows["encoder"].setText(self.tr("built-in (small)") if built_in else plan.encoder)
