"""What every page is given: the open catalogue, the lanes and who is told of changes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.catalogue import Catalogue
from db.file.damage import damage_told
from db.identity import IDENTITY_SETTING, new_identity
from db.records import ChangeSet
from engine.answers.text_encoder import text_encoder_of
from gui.services.catalogue_settings import CatalogueSettings
from gui.services.label_sets import LabelSets
from gui.services.lanes import Lane, is_gone
from gui.services.navigation import Navigator
from gui.services.review_choices import ReviewChoices
from gui.services.settings import ViewState
from gui.services.tasks import TaskRunner


class ChangeHub(QObject):
    """Tells everybody once what a command changed."""

    changed = Signal(object)
    """A ChangeSet, after its commit."""

    refreshed = Signal()
    """Derived data (suggestions, thumbnails, an import) is new: reload."""

    saving = Signal(int)
    """How many commands are not yet committed."""

    unsaved = Signal()
    """A command failed: not everything that was done is saved."""

    failed = Signal(object)
    """An exception of a command that nobody else shows; the window does."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending = 0
        self.in_background = False
        """While ``refreshed`` is told: whether it comes of work that nobody waits for, which leaves
        what a curator has in hand as it is."""

    @property
    def is_saving(self) -> bool:
        """Whether a command is not yet committed, or not yet told."""
        return self._pending > 0

    def refresh(self, *, in_background: bool) -> None:
        """Tell that derived data is new."""
        self.in_background = in_background
        self.refreshed.emit()
        self.in_background = False

    def write_began(self) -> None:
        """A command was handed to the write lane."""
        self._pending += 1
        self.saving.emit(self._pending)

    def write_ended(self) -> None:
        """A command was committed or failed."""
        self._pending -= 1
        self.saving.emit(self._pending)


@dataclass(frozen=True)
class CatalogueContext:
    """The services of one open catalogue, passed explicitly to pages, dialogs and widgets."""

    catalogue: Catalogue
    settings: CatalogueSettings
    reads: Lane
    writes: Lane
    compute: Lane
    hub: ChangeHub
    tasks: TaskRunner
    navigator: Navigator
    view: ViewState
    label_sets: LabelSets
    review_choices: ReviewChoices

    def run_command(
        self,
        command: Callable[[], ChangeSet | None],
        on_done: Callable[[ChangeSet | None], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a command of ``catalogue.commands`` in the write lane and broadcast its change."""

        def done(change: ChangeSet | None) -> None:
            self.hub.write_ended()
            if change is not None:
                self.hub.changed.emit(change)
            if on_done is not None and not is_gone(on_done):
                on_done(change)

        def failed(error: Exception) -> None:
            self.hub.write_ended()
            self.hub.unsaved.emit()
            if on_error is not None and not is_gone(on_error):
                on_error(error)
            else:
                self.hub.failed.emit(error)

        self.hub.write_began()
        self.writes.submit(command, done, failed)

    def close(self) -> None:
        """End jobs, finish what the lanes are at and close the catalogue."""
        self.tasks.shutdown()
        words = text_encoder_of(self.catalogue)
        words.abandon()
        self.compute.close()
        self.reads.close()
        # What a person did and saw must not be lost because the window closes right after it.
        self.writes.close(drop_waiting=False)
        words.close()
        self.catalogue.close()


def open_context(
    catalogue: Catalogue,
    settings: dict[str, Any],
    parent: QObject | None = None,
    *,
    resolved_path: Path | None = None,
) -> CatalogueContext:
    """The services for an open catalogue; ``close`` ends them and closes the catalogue.

    ``settings`` are all of the catalogue and ``resolved_path`` is where it lies (as opened, where
    nobody looked), found beforehand: this runs on the window's thread.
    """
    hub = ChangeHub(parent)

    def lane(name: str) -> Lane:
        return Lane(name, hub, around=lambda: damage_told(catalogue.path))

    reads, writes = lane("reads"), lane("writes")
    identity = str(settings.get(IDENTITY_SETTING, ""))
    if not identity:
        # From the next time on; a catalogue that cannot be written to goes on without.
        given = {IDENTITY_SETTING: new_identity()}
        writes.submit(lambda: catalogue.settings.set_many(given), on_error=lambda _error: None)
    at_hand = CatalogueSettings(catalogue.settings, settings, reads, writes)
    view = ViewState(resolved_path or catalogue.path, identity)
    context = CatalogueContext(
        catalogue=catalogue,
        settings=at_hand,
        reads=reads,
        writes=writes,
        compute=lane("compute"),
        hub=hub,
        tasks=TaskRunner(catalogue.path, catalogue.curator, hub),
        navigator=Navigator(hub),
        view=view,
        label_sets=LabelSets(catalogue, at_hand, reads, hub),
        review_choices=ReviewChoices(view, hub),
    )
    hub.changed.connect(context.label_sets.follow)
    for each in (context.reads, context.writes, context.compute):
        each.failed.connect(hub.failed)
    hub.refreshed.connect(context.settings.refresh)
    context.tasks.ended.connect(context.settings.refresh)
    return context
