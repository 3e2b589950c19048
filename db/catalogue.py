"""The catalogue: one SQLite file that describes an archive, with its folder beside it."""

import getpass
import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import select

from db.backups import Backups, restore, take_backup, taken_at
from db.captions.repository import CaptionRepository
from db.captions.rule_matches import RuleMatches
from db.check import CheckReport, check_database
from db.commands import Commands
from db.commands.since import changes_since
from db.connection import Database, open_file, translated
from db.dialect import FailureKind, failure_kind
from db.errors import CatalogueError
from db.file.creation import create_file
from db.identity import IDENTITY_SETTING, PLACE_SETTING, original_of, require_catalogue
from db.journal import journal_mode
from db.migrations import runner
from db.picture_marks import PictureMarks
from db.places import archive_location, data_folder, place_warnings
from db.questions.repository import QuestionRepository
from db.records import ChangeSet
from db.repositories.duplicates import DuplicateRepository
from db.repositories.facet_counts import FacetCountRepository
from db.repositories.history import HistoryRepository
from db.repositories.images import ImageRepository
from db.repositories.label_effects import LabelEffects
from db.repositories.label_grid import LabelGridRepository
from db.repositories.labellings import LabellingRepository
from db.repositories.labels import LabelRepository
from db.repositories.progress import ProgressRepository
from db.repositories.queues import QueueRepository
from db.repositories.settings import SettingsRepository
from db.repositories.sidecar_keywords import SidecarKeywords
from db.repositories.suggested_labels import SuggestedLabels
from db.repositories.suggestions import SuggestionRepository
from db.schema import settings
from db.setting_values import stored_setting
from db.sidecar_journal import PICTURES, SidecarJournal
from db.snapshot import Snapshot, snapshot_of
from db.text import storable_text
from db.thumbnails import ThumbnailStore


class Catalogue:
    """An open catalogue; close it, or use it in a ``with`` statement.

    Safe to use from many threads and from several processes at once: every call of a repository
    or command takes a connection of its own, and writers wait for one another.
    """

    def __init__(self, path: Path, curator: str, *, reads_only: bool = False) -> None:
        self.path = path
        self.folder = data_folder(path)
        self.curator = curator
        self.warnings = place_warnings(path)
        """Sentences about a place that is bad for a catalogue, such as a network drive."""
        self._database = Database(path, reads_only=reads_only)
        self.images = ImageRepository(self._database)
        self.facets = FacetCountRepository(self._database)
        self.progress = ProgressRepository(self._database)
        self.labels = LabelRepository(self._database)
        self.label_effects = LabelEffects(self._database)
        self.labellings = LabellingRepository(self._database)
        self.suggestions = SuggestionRepository(self._database)
        self.suggested_labels = SuggestedLabels(self._database)
        self.queues = QueueRepository(self._database, self.suggestions)
        self.duplicates = DuplicateRepository(self._database)
        self.captions = CaptionRepository(self._database)
        self.rule_matches = RuleMatches(self._database)
        self.questions = QuestionRepository(self._database)
        self.label_grid = LabelGridRepository(self._database)
        self.settings = SettingsRepository(self._database)
        self.history = HistoryRepository(self._database)
        self.commands = Commands(self._database, curator)
        self.thumbnails = ThumbnailStore(self.folder)
        self.marks = PictureMarks(self.folder)
        self.sidecar_keywords = SidecarKeywords(self._database)
        self.sidecars = SidecarJournal(self.folder)
        self.pictures = SidecarJournal(self.folder, PICTURES, runs_kept=None)
        self.backups = Backups(path, self.settings)

    @classmethod
    def create(cls, path: Path, archive_dir: Path, *, curator: str | None = None) -> Self:
        """Make a new, empty catalogue for the archive in this folder, and open it.

        Raises CatalogueError where the file exists, cannot be written, or the archive's folder is
        not there. A crash on the way leaves no catalogue.
        """
        path = path.absolute()
        curator = curator if curator is not None else default_curator()
        create_file(path, archive_dir, curator)
        return cls.open(path, curator=curator)

    @classmethod
    def open(cls, path: Path, *, curator: str | None = None) -> Self:
        """Open a catalogue, bringing an older one up to date after a backup.

        Raises NewerCatalogueError for one that a newer version wrote, and CatalogueError for one
        that is missing, damaged or no catalogue; both leave the file as it is.
        """
        path = path.absolute()
        version = require_catalogue(path)
        if int(version) < int(runner.SCHEMA_VERSION):
            take_backup(path, f"before migration from {version}")
            runner.migrate(path)
        _set_journal_mode(path)
        return cls(path, curator if curator is not None else default_curator())

    @classmethod
    def open_to_read(cls, path: Path) -> Self:
        """Open a catalogue that nothing is written to: every command raises CatalogueError.

        Raises CatalogueError as ``open`` does, and for one of an older version, which only a
        program that may write brings up to date.
        """
        path = path.absolute()
        version = require_catalogue(path)
        if int(version) < int(runner.SCHEMA_VERSION):
            raise CatalogueError("catalogue-older", path=path)
        return cls(path, default_curator(), reads_only=True)

    @property
    def reads_only(self) -> bool:
        """Whether nothing is written to it here."""
        return self._database.reads_only

    def data_version(self) -> int:
        """A number that changes with every change by others; for one thread at a time."""
        return self._database.data_version()

    @classmethod
    def restore(cls, path: Path, backup: Path, *, curator: str | None = None) -> Self:
        """Put a backup in the place of a closed catalogue and open it; its history tells.

        Raises CatalogueError as ``db.backups.restore`` and ``open`` do.
        """
        restore(path, backup)
        catalogue = cls.open(path, curator=curator)
        try:
            catalogue.commands.note_restored(taken_at(backup))
        except Exception:
            catalogue.close()
            raise
        return catalogue

    @property
    def identity(self) -> str:
        """What tells this catalogue from others wherever it lies; "" for one made before that."""
        return str(self.settings.get(IDENTITY_SETTING, ""))

    def original(self) -> Path | None:
        """Where the catalogue lies that this one is a copy of: both are about the same archive.
        None where it is none, or nobody can tell."""
        return original_of(self.path, self.identity, str(self.settings.get(PLACE_SETTING, "")))

    def note_place(self) -> None:
        """Remember that this is where the catalogue lies, so that its copies are known as such."""
        if self.settings.get(PLACE_SETTING) != str(self.path):
            self.settings.set(PLACE_SETTING, storable_text(str(self.path)))

    @property
    def archive_dir(self) -> Path:
        """The archive's folder. Where it is gone and catalogue and archive have moved together,
        the folder at the same place as seen from the catalogue."""
        with self._database.read() as connection:
            stored = {
                row[0]: stored_setting(row[0], row[1])
                for row in connection.execute(
                    select(settings.c.key, settings.c.value).where(
                        settings.c.key.in_(("archive.absolute", "archive.relative"))
                    )
                )
            }
        if "archive.absolute" not in stored:
            raise CatalogueError("catalogue-without-archive", path=self.path)
        is_sound, absolute = stored["archive.absolute"]
        if not is_sound or absolute is None:
            raise CatalogueError("catalogue-damaged", path=self.path)
        relative = stored["archive.relative"][1] if "archive.relative" in stored else None
        return archive_location(absolute, relative, self.path)

    def snapshot(
        self, image_ids: Sequence[int] | None = None, *, suggestions_from: float | None = None
    ) -> AbstractContextManager[Snapshot]:
        """The images with these ids, or all, with their labellings, as they are at one moment;
        also their open suggestions that are at least so probable (confident, without a
        calibration), in [0, 1], where ``suggestions_from`` says so.

        Use it in a ``with`` statement and ``take`` it first.
        """
        return snapshot_of(self._database, image_ids, suggestions_from)

    def changes_since(self, change_id: int, *, most_rows: int) -> ChangeSet:
        """All changes after this one, whoever made them, as if they were one; see
        ``db.commands.since``."""
        return changes_since(self._database, change_id, most_rows)

    def check(self) -> CheckReport:
        """Look the whole database over; one sentence per problem. Changes nothing."""
        return check_database(self._database)

    def close(self) -> None:
        """Close every file. The object cannot be used afterwards."""
        self.thumbnails.close()
        self.marks.close()
        self.sidecars.close()
        self.pictures.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def default_curator() -> str:
    """The name of the operating system's user; "unknown" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def _set_journal_mode(path: Path) -> None:
    """Give the file the journal that the SQLite library at hand is safe with.

    Only where it differs: the mode stays in the file, and changing it needs the file alone. A
    file that cannot be written to keeps its mode.
    """
    wanted = journal_mode()
    with translated(path), closing(open_file(path)) as connection:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] == wanted:
            return
        try:
            now = connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0]
        except sqlite3.OperationalError as error:
            if failure_kind(error) is FailureKind.READ_ONLY:
                return
            raise
        if now != wanted and wanted == "delete":
            raise CatalogueError("catalogue-open-in-newer-sqlite", path=path)
