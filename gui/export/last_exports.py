"""The exports that were made before, each with what was chosen, to be made again by one key."""

from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.records import ImageFilter
from engine.answers.exporting.presets import LastExport, last_exports
from engine.answers.exporting.settings import ExportSettings
from engine.errors import InputError
from engine.exchange.registry import format_named
from gui.dialogs.frame import muted
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.translations import sentence
from gui.style.theme import spacing
from gui.widgets.key_line import key_symbol
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import number, percentage
from gui.words.times import local_time

LIST_HEIGHT_PX = 150


class LastExports(QWidget):
    """The exports made before, the newest first; one of them can be made again as it was."""

    again = Signal(object)
    """A LastExport."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._exports: list[LastExport] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.small)
        column.addWidget(plain_label(self.tr("Last exports"), self, role="heading"))
        self.table = PlainTable(
            self.tr("Last exports"),
            (
                self.tr("What and how"),
                self.tr("Where to"),
                self.tr("When"),
                self.tr("Images"),
                self.tr("Labels"),
            ),
            stretched=(0,),
            parent=self,
        )
        self.table.setFixedHeight(LIST_HEIGHT_PX)
        self.table.itemSelectionChanged.connect(self._follow)
        self.table.itemDoubleClicked.connect(self._repeat)
        column.addWidget(self.table)
        self.about = muted("", self)
        column.addWidget(self.about)
        self.button = QPushButton(self.tr("Choose the same again"), self)
        self.button.clicked.connect(self._repeat)
        row = QHBoxLayout()
        row.setSpacing(spacing.medium)
        row.addWidget(self.button)
        self.keys = muted("", self)
        row.addWidget(self.keys, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        self.hide()

    def read(self) -> None:
        """Show the exports made up to now."""
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: last_exports(catalogue), self._show, self._context.hub.failed.emit
        )

    def newest(self) -> LastExport | None:
        """The last export; None where there is none."""
        return self._exports[0] if self._exports else None

    def _show(self, exports: list[LastExport]) -> None:
        self._exports = exports
        self.table.show_rows(
            [
                [
                    settings_line(one.settings),
                    one.destination.name,
                    local_time(one.made_at),
                    number(one.images),
                    "" if one.labels is None else number(one.labels),
                ]
                for one in exports
            ]
        )
        if exports:
            self.table.selectRow(0)
        self.setVisible(bool(exports))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        row = self.table.currentRow()
        is_one = 0 <= row < len(self._exports)
        self.button.setEnabled(is_one)
        shown = self._exports[row] if is_one else None
        self.about.setText(
            "" if shown is None else f"{settings_line(shown.settings)} → {shown.destination}"
        )
        self.keys.setText(
            self.tr("{again} chooses the newest again, {export} writes it.").format(
                again=_key("export.again"), export=_key("export.run")
            )
        )

    @Slot()
    def _repeat(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._exports):
            self.again.emit(self._exports[row])


def settings_line(settings: ExportSettings) -> str:
    """What was chosen, in a line: the format, and what is not as usual."""

    usual = ExportSettings()
    told = _format_and_options(settings)
    if settings.images != ImageFilter():
        told.append(QCoreApplication.translate("LastExports", "filtered"))
    if settings.state != usual.state:
        states = {
            "labelled": QCoreApplication.translate("LastExports", "labelled images"),
            "decided": QCoreApplication.translate("LastExports", "decided images"),
            "reviewed": QCoreApplication.translate("LastExports", "reviewed images"),
        }
        told.append(states[settings.state])
    if settings.sources == "decided":
        told.append(QCoreApplication.translate("LastExports", "a curator's labels"))
    if settings.least_images > 0:
        told.append(
            QCoreApplication.translate("LastExports", "labels on at least {count} images").format(
                count=settings.least_images
            )
        )
    if settings.parents:
        told.append(QCoreApplication.translate("LastExports", "with the labels above"))
    if settings.names == "english":
        told.append(QCoreApplication.translate("LastExports", "in English"))
    if settings.suggestions_from is not None:
        share = percentage(settings.suggestions_from)
        told.append(
            QCoreApplication.translate("LastExports", "suggestions from {share}").format(
                share=share
            )
        )
    return " · ".join([*told, *_split_and_pictures(settings)])


def _format_and_options(settings: ExportSettings) -> list[str]:
    try:
        chosen = format_named(settings.format)
    except InputError:  # of another version
        return [settings.format]
    told = [sentence(chosen.title).partition(",")[0]]
    for option in chosen.options:
        value = settings.options.get(option.name, option.default)
        if value != option.default:
            words = option.title if value is True else dict(option.choices).get(str(value))
            told.append(str(value) if words is None else sentence(words))
    return told


def _split_and_pictures(settings: ExportSettings) -> list[str]:
    told = []
    if settings.split is not None:
        shares = "/".join(f"{100 * share:.0f}" for share in settings.split.shares)
        told.append(PurePath(settings.split.file).name if settings.split.file else shares)
    pictures = settings.pictures
    if pictures is not None:
        ways = {
            "copy": QCoreApplication.translate("LastExports", "pictures copied"),
            "hard-link": QCoreApplication.translate("LastExports", "pictures linked"),
            "reflink": QCoreApplication.translate("LastExports", "pictures as reflinks"),
        }
        told.append(ways[pictures.way])
        if pictures.longest_side_px is not None:
            told.append(f"{pictures.longest_side_px} px")
        if pictures.format != "same":
            told.append(pictures.format.upper())
        if pictures.metadata == "stripped":
            told.append(QCoreApplication.translate("LastExports", "without metadata"))
    return told


def _key(shortcut_id: str) -> str:
    keys = shortcuts.book().keys(shortcut_id)
    return key_symbol(keys[0]) if keys else "–"
