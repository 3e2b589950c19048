"""One writer at a time for the files of an archive."""

from collections.abc import Iterator
from contextlib import contextmanager

from db.catalogue import Catalogue
from db.sidecar_journal import SidecarJournal
from engine.archive.presence import ArchivePresence
from engine.errors import InputError
from engine.file_lock import folder_held


@contextmanager
def writing_alone(catalogue: Catalogue, journal: SidecarJournal) -> Iterator[None]:
    """Be the only one that writes into the archive's files or beside them, in any process and for
    any catalogue of the archive.

    Raises InputError where the archive is not there, or another catalogue's files are written;
    CatalogueError where this catalogue's are.
    """
    with journal.writing_alone():
        ArchivePresence(catalogue.archive_dir).require()
        with folder_held(catalogue.archive_dir) as is_held:
            if not is_held:
                raise InputError("archive-written-elsewhere", folder=catalogue.archive_dir)
            yield
