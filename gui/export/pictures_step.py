"""In which form the picture files leave."""

from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.exchange.export_format import PictureNeed
from engine.exchange.picture_settings import PictureFormat, PictureSettings, PictureWay
from gui.export.fields import Step, choose

LARGEST_SIDE_PX = 20_000


class PicturesStep(Step):
    """Copied, linked or left; smaller, converted, without what they tell of people and places."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._need: PictureNeed = "never"
        self.none = self.note(self.tr("This format holds no picture files, it names them."))
        self.form.addRow(self.none)
        self.included = self.add_tick(self.tr("With the picture files"))
        self.else_where = self.note(
            self.tr("Else they stay where they are, and the file names them.")
        )
        self.form.addRow(self.else_where)
        self.way = self.add_choice(
            self.tr("They are"),
            [
                ("copy", self.tr("copied")),
                ("hard-link", self.tr("linked: one file under two names")),
                ("reflink", self.tr("copied without taking room, where the disk can")),
            ],
        )
        self.longest_side = self.add_number(
            self.tr("Longer side at most"), 0, LARGEST_SIDE_PX, suffix=self.tr(" px")
        )
        self.longest_side.setSpecialValueText(self.tr("as it is"))
        self.longest_side.setSingleStep(128)
        self.format = self.add_choice(
            self.tr("Written as"),
            [
                ("same", self.tr("what they are")),
                ("jpeg", "JPEG"),
                ("png", "PNG"),
                ("webp", "WebP"),
            ],
        )
        self.quality = self.add_number(self.tr("Quality of JPEG and WebP"), 1, 100)
        self.quality.setValue(PictureSettings().quality)
        self.srgb = self.add_tick(self.tr("Convert colours to sRGB"))
        self.stripped = self.add_tick(
            self.tr("Leave out all that the files tell but the picture"),
            self.tr(
                "Places, names, dates, cameras and keywords are often in the files. Whoever gets "
                "the dataset should not learn them by accident."
            ),
        )
        for tick in (self.included, self.srgb, self.stripped):
            tick.toggled.connect(self._follow)
        for box in (self.way, self.format):
            box.currentIndexChanged.connect(self._follow)
        self.longest_side.valueChanged.connect(self._follow)
        self.quality.valueChanged.connect(self.changed)
        self.follow_format("never")

    def follow_format(self, need: PictureNeed) -> None:
        """Offer what a format has room for."""
        self._need = need
        self._follow()

    def settings(self) -> PictureSettings | None:
        """What is chosen; None for no picture files."""
        if self._need == "never" or (self._need == "possible" and not self.included.isChecked()):
            return None
        return PictureSettings(
            way=cast(PictureWay, self.way.currentData()),
            longest_side_px=self.longest_side.value() or None,
            format=cast(PictureFormat, self.format.currentData()),
            quality=self.quality.value(),
            colours="srgb" if self.srgb.isChecked() else "kept",
            metadata="stripped" if self.stripped.isChecked() else "kept",
        )

    def show_settings(self, settings: PictureSettings | None) -> None:
        """Show what was chosen before."""
        self.included.setChecked(settings is not None)
        shown = settings or PictureSettings()
        choose(self.way, shown.way)
        choose(self.format, shown.format)
        self.longest_side.setValue(shown.longest_side_px or 0)
        self.quality.setValue(shown.quality)
        self.srgb.setChecked(shown.colours == "srgb")
        self.stripped.setChecked(shown.metadata == "stripped")

    @Slot()
    def _follow(self) -> None:
        has_files = self._need == "always" or (
            self._need == "possible" and self.included.isChecked()
        )
        self.none.setVisible(self._need == "never")
        for widget in (self.included, self.else_where):
            widget.setVisible(self._need == "possible")
        for widget in (self.way, self.longest_side, self.format, self.srgb, self.stripped):
            widget.setEnabled(has_files)
        # A JPEG that stays one is made anew where it becomes smaller, or its colours others.
        made_as, changes = self.format.currentData(), self.longest_side.value()
        can_lose = made_as in ("jpeg", "webp") or (
            made_as == "same" and bool(changes or self.srgb.isChecked())
        )
        self.quality.setEnabled(has_files and can_lose)
        self.changed.emit()
