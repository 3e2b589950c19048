"""The facets of the library: what the images can be narrowed down by, with counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from db.captions.records import CaptionSource
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
from gui.library.label_conditions import has_labels, only, toggled
from gui.services.navigation import Navigator
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.label_menu import MenuEntry, label_menu
from gui.words.languages import title_of_code

SHOWN_STATUSES = (
    Status.UNLABELLED,
    Status.LABELLED,
    Status.SUGGESTED,
    Status.REVIEWED,
    Status.UNREADABLE,
    Status.MISSING,
    Status.SET_ASIDE,
)
SOURCES: tuple[LabellingSource, ...] = ("imported", "curator", "accepted", "merged", "rule")
CAPTION_SOURCES: tuple[CaptionSource, ...] = ("file", "table", "curator", "translated", "read")


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
            Status.SET_ASIDE: self.tr("Set aside"),
        }[status]

    def source(self, source: LabellingSource) -> str:
        """Where a labelling came from."""
        return {
            "imported": self.tr("Imported"),
            "curator": self.tr("Added by hand"),
            "accepted": self.tr("Accepted suggestion"),
            "merged": self.tr("Merged duplicate"),
            "rule": self.tr("Text rule"),
        }[source]

    def caption_source(self, source: CaptionSource) -> str:
        """Where a caption came from."""
        return {
            "file": self.tr("In the file"),
            "table": self.tr("From a table"),
            "curator": self.tr("Written by hand"),
            "translated": self.tr("Translated"),
            "read": self.tr("Read in the picture"),
        }[source]

    def caption_language(self, code: str) -> str:
        """The language of a caption; "" is one that is not known."""
        return title_of_code(code) if code else self.tr("Unknown language")


class FacetPanel(QFrame):
    """Status, labels, suggestions, folders, source and languages of captions, each a section."""

    filter_chosen = Signal(object)
    """The ImageFilter with what was chosen, or without it where it was chosen before."""

    def __init__(self, navigator: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._navigator = navigator
        theme.set_role(self, "panel")
        self.texts = FacetTexts(self)
        self._filter = ImageFilter()
        self._status = FacetModel(self)
        self._labels = FacetModel(self)
        self._suggested = FacetModel(self)
        self._suggested.set_counts({})
        self._folders = FacetModel(self, keeps_order=True)
        self._sources = FacetModel(self)
        self._languages = FacetModel(self)
        self._count_statuses({})
        self._count_sources({})
        self.status = FacetSection(self.tr("Status"), self._status, self, fits=True)
        self.labels = FacetSection(self.tr("Labels"), self._labels, self)
        self.suggested = FacetSection(self.tr("Suggested"), self._suggested, self)
        self.suggested.hide()
        self.folders = FacetSection(self.tr("Folders"), self._folders, self)
        self.source = FacetSection(self.tr("Source of labels"), self._sources, self, fits=True)
        self.languages = FacetSection(
            self.tr("Language of captions"), self._languages, self, fits=True
        )
        self.languages.hide()
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
        for section, condition in ((self.labels, "label_ids"), (self.suggested, "suggested_ids")):
            section.tree.toggled.connect(partial(self._toggle_label, condition))
            section.tree.menu_requested.connect(partial(self._open_menu, condition))
        self.folders.tree.toggled.connect(self._choose_folder)
        self.source.tree.toggled.connect(self._choose_source)
        self.languages.tree.toggled.connect(self._toggle_language)
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
            "languages": self.languages,
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
        self._count_languages(counts.languages)
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
        self._languages.set_active(wanted.caption_languages)

    @Slot(object)
    def _choose_status(self, key: str) -> None:
        # What went through a model comes back as plain text.
        status = Status(key)
        wanted = Status.ANY if self._filter.status is status else status
        self.filter_chosen.emit(replace(self._filter, status=wanted))

    def _toggle_label(self, condition: str, label_id: int) -> None:
        self.filter_chosen.emit(toggled(self._filter, condition, label_id))

    def _open_menu(self, condition: str, label_id: int, place: QPoint) -> None:
        entries = self._menu_entries(condition, label_id)
        label_menu(label_id, entries, self._navigator, self, shows_images=False).popup(place)

    def _menu_entries(self, condition: str, label_id: int) -> list[MenuEntry]:
        """How the images can be narrowed down by a label."""
        wanted = self._filter
        is_active = label_id in getattr(wanted, condition)
        alone = only(wanted, condition, label_id)
        entries: list[MenuEntry] = []

        def add(text: str, chosen: ImageFilter) -> None:
            entries.append(("", text, partial(self.filter_chosen.emit, chosen)))

        if alone != wanted:
            add(self.tr("Show only this"), alone)
        if is_active or has_labels(wanted):
            text = self.tr("Do not filter by this any more") if is_active else self.tr("And this")
            add(text, toggled(wanted, condition, label_id))
        if condition == "label_ids":
            is_excluded = label_id in wanted.no_label_ids
            text = self.tr("Exclude no longer") if is_excluded else self.tr("Not this (exclude)")
            add(text, toggled(wanted, "no_label_ids", label_id))
        return entries

    def _count_statuses(self, counts: Mapping[Status, int]) -> None:
        rows = [FacetRow(s, self.texts.status(s), counts.get(s)) for s in SHOWN_STATUSES]
        self._status.set_rows(rows)

    def _count_sources(self, counts: Mapping[LabellingSource, int]) -> None:
        nothing = 0 if counts else None
        rows = [FacetRow(s, self.texts.source(s), counts.get(s, nothing)) for s in SOURCES]
        self._sources.set_rows(rows)

    def _count_languages(self, counts: Mapping[str, int]) -> None:
        """The most frequent first; those that filter stay, whatever they count."""
        shown = {one: counts.get(one, 0) for one in (*counts, *self._filter.caption_languages)}
        rows = [
            FacetRow(code, self.texts.caption_language(code), count)
            for code, count in sorted(shown.items(), key=lambda one: (-one[1], one[0]))
        ]
        self._languages.set_rows(rows)
        self.languages.setVisible(bool(rows))

    @Slot(object)
    def _choose_folder(self, folder: str) -> None:
        wanted = None if self._filter.folder == folder else folder
        self.filter_chosen.emit(replace(self._filter, folder=wanted))

    @Slot(object)
    def _choose_source(self, source: LabellingSource) -> None:
        wanted = None if self._filter.source == source else source
        self.filter_chosen.emit(replace(self._filter, source=wanted))

    @Slot(object)
    def _toggle_language(self, code: str) -> None:
        now = self._filter.caption_languages
        wanted = tuple(one for one in now if one != code) if code in now else (*now, code)
        self.filter_chosen.emit(replace(self._filter, caption_languages=wanted))

    @Slot()
    def _share_room(self) -> None:
        """Give the room to the open lists; a folded one takes its heading only."""
        for section, share in ((self.labels, 3), (self.suggested, 2), (self.folders, 2)):
            policy = QSizePolicy.Policy.Expanding if section.is_open else QSizePolicy.Policy.Fixed
            section.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
            self._layout.setStretchFactor(section, share if section.is_open else 0)
        for section in (self.status, self.source, self.languages):
            section.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
