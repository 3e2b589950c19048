"""The facets of the library: what the images can be narrowed down by, with counts."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal, SignalInstance, Slot
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from db.records import ImageFilter, LabellingSource, LabelRecord, Status
from db.repositories.facet_counts import FacetCounts
from gui.library.facet_model import (
    FacetModel,
    FacetRow,
    folder_rows,
    label_rows,
    suggested_rows,
)
from gui.library.facet_tree import FacetSection
from gui.style import icons, theme
from gui.style.theme import spacing

SHOWN_STATUSES = (
    Status.UNLABELLED,
    Status.LABELLED,
    Status.SUGGESTED,
    Status.REVIEWED,
    Status.UNREADABLE,
    Status.MISSING,
)
SOURCES: tuple[LabellingSource, ...] = ("imported", "curator", "accepted", "merged")


class FacetTexts(QObject):
    """Statuses and sources in the person's language."""

    def status(self, status: Status) -> str:
        """A status as the facet and its chip say it."""
        return {
            Status.ANY: self.tr("All images"),
            Status.UNLABELLED: self.tr("Without labels"),
            Status.LABELLED: self.tr("With labels"),
            Status.SUGGESTED: self.tr("With suggestions"),
            Status.REVIEWED: self.tr("Reviewed"),
            Status.UNREADABLE: self.tr("Unreadable"),
            Status.MISSING: self.tr("Missing"),
        }[status]

    def source(self, source: LabellingSource) -> str:
        """Where a labelling came from."""
        return {
            "imported": self.tr("Imported"),
            "curator": self.tr("Added by hand"),
            "accepted": self.tr("Accepted suggestion"),
            "merged": self.tr("Merged duplicate"),
        }[source]


class FacetPanel(QFrame):
    """Status, labels, suggestions, folders and source, each a section that folds."""

    status_chosen = Signal(object)
    """A Status; Status.ANY when the active one was turned off."""

    label_toggled = Signal(object)
    """A label's id."""

    suggested_toggled = Signal(object)
    """The id of a label that is suggested."""

    folder_chosen = Signal(object)
    """A folder's path, or None."""

    confirm_requested = Signal(int)
    """A label's id: confirm it on its images."""

    source_chosen = Signal(object)
    """A LabellingSource, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.texts = FacetTexts(self)
        self._filter = ImageFilter()
        self._status = FacetModel(self)
        self._labels = FacetModel(self)
        self._suggested = FacetModel(self)
        self._suggested.set_counts({})
        self._folders = FacetModel(self, keeps_order=True)
        self._sources = FacetModel(self)
        self._count_statuses({})
        self._count_sources({})
        self.status = FacetSection(self.tr("Status"), self._status, self, fits=True)
        self.labels = FacetSection(self.tr("Labels"), self._labels, self)
        self.suggested = FacetSection(self.tr("Suggested"), self._suggested, self)
        self.suggested.hide()
        self.folders = FacetSection(self.tr("Folders"), self._folders, self)
        self.source = FacetSection(self.tr("Source of labels"), self._sources, self, fits=True)
        sections = QWidget(self)
        # Scrolls only where the window is too low for the sections at their smallest.
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(sections)
        for ground in (area.viewport(), sections):
            ground.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._layout = QVBoxLayout(sections)
        self._layout.setContentsMargins(spacing.small, spacing.small, spacing.small, spacing.small)
        self._layout.setSpacing(spacing.small)
        for section in self.sections.values():
            self._layout.addWidget(section)
            section.folded.connect(self._share_room)
        self._layout.addStretch()
        self.status.tree.toggled.connect(self._choose_status)
        self.labels.tree.toggled.connect(self.label_toggled)
        self.suggested.tree.toggled.connect(self.suggested_toggled)
        for section, chosen in (
            (self.labels, self.label_toggled),
            (self.suggested, self.suggested_toggled),
        ):
            section.tree.menu_requested.connect(
                lambda label_id, place, chosen=chosen: self._open_menu(label_id, place, chosen)
            )
        self.folders.tree.toggled.connect(self._choose_folder)
        self.source.tree.toggled.connect(self._choose_source)
        self.source.set_open(False)
        self._share_room()

    @property
    def sections(self) -> dict[str, FacetSection]:
        """The sections from top to bottom, by name."""
        return {
            "status": self.status,
            "labels": self.labels,
            "suggested": self.suggested,
            "folders": self.folders,
            "source": self.source,
        }

    def set_labels(self, labels: Sequence[LabelRecord]) -> None:
        """The vocabulary."""
        self._labels.set_rows(label_rows(labels))
        self._suggested.set_rows(suggested_rows(labels))

    @Slot(object, bool)
    def set_counts(self, counts: FacetCounts, is_filtered: bool) -> None:
        """How many images each choice would show; of labels and folders, filtered, those that
        show any."""
        self._count_statuses(counts.statuses)
        self._count_sources(counts.sources)
        self._labels.set_counts(counts.labels if is_filtered else None)
        self._folders.set_counts(counts.folders if is_filtered else None)

    @Slot(object)
    def set_suggested(self, counts: Mapping[int, int]) -> None:
        """On how many of the images shown each label waits as a suggestion."""
        self._suggested.set_counts(counts)
        # Hidden where nothing is suggested at all, not where a filter leaves none.
        if bool(counts) or self._filter == ImageFilter():
            self.suggested.setVisible(bool(counts))
            self._share_room()

    def set_folders(self, folders: Sequence[tuple[str, int]]) -> None:
        """The folders of the archive."""
        self._folders.set_rows(folder_rows(folders))

    def set_filter(self, wanted: ImageFilter) -> None:
        """Mark what filters now."""
        self._filter = wanted
        self._status.set_active([] if wanted.status is Status.ANY else [wanted.status])
        self._labels.set_active(wanted.label_ids)
        self._suggested.set_active(wanted.suggested_ids)
        self._folders.set_active([wanted.folder] if wanted.folder else [])
        self._sources.set_active([wanted.source] if wanted.source else [])

    @Slot(object)
    def _choose_status(self, key: str) -> None:
        # What went through a model comes back as plain text.
        status = Status(key)
        self.status_chosen.emit(Status.ANY if self._filter.status is status else status)

    def label_menu(self, label_id: int, chosen: SignalInstance) -> QMenu:
        """What can be done with a label of a facet, which ``chosen`` filters by."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = menu.addAction(self.tr("Show its images"))
        show.triggered.connect(lambda _checked=False: chosen.emit(label_id))
        confirm = menu.addAction(self.tr("Confirm it on its images"))
        confirm.setIcon(icons.icon("grid-2x2"))
        confirm.triggered.connect(lambda _checked=False: self.confirm_requested.emit(label_id))
        return menu

    def _open_menu(self, label_id: int, place: QPoint, chosen: SignalInstance) -> None:
        self.label_menu(label_id, chosen).popup(place)

    def _count_statuses(self, counts: Mapping[Status, int]) -> None:
        rows = [FacetRow(s, self.texts.status(s), counts.get(s)) for s in SHOWN_STATUSES]
        self._status.set_rows(rows)

    def _count_sources(self, counts: Mapping[LabellingSource, int]) -> None:
        nothing = 0 if counts else None
        rows = [FacetRow(s, self.texts.source(s), counts.get(s, nothing)) for s in SOURCES]
        self._sources.set_rows(rows)

    @Slot(object)
    def _choose_folder(self, folder: str) -> None:
        self.folder_chosen.emit(None if self._filter.folder == folder else folder)

    @Slot(object)
    def _choose_source(self, source: LabellingSource) -> None:
        self.source_chosen.emit(None if self._filter.source == source else source)

    @Slot()
    def _share_room(self) -> None:
        """Give the room to the open lists; a folded one takes its heading only."""
        for section, share in ((self.labels, 3), (self.suggested, 2), (self.folders, 2)):
            policy = QSizePolicy.Policy.Expanding if section.is_open else QSizePolicy.Policy.Fixed
            section.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
            self._layout.setStretchFactor(section, share if section.is_open else 0)
        for section in (self.status, self.source):
            section.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
