"""Whether an export may go where somebody says, asked away from the window's thread.

The answer takes the disk of the destination, which may be a network drive, and the catalogue's
file, which another process may hold.
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.catalogue import Catalogue
from engine.exchange.destination import check_destination
from gui.services.lanes import Lane
from messages.message import MendableError


@dataclass(frozen=True)
class CheckedDestination:
    """What is known of a path: what is wrong with it, and whether a file there is replaced."""

    path: Path
    is_folder: bool
    problem: MendableError | None
    replaces: bool


class DestinationCheck(QObject):
    """Checks one path after another; of those that come meanwhile only the last."""

    checked = Signal(object)
    """A CheckedDestination, for the path that was asked for last."""

    failed = Signal(object)
    """An exception: the path could not be checked."""

    def __init__(self, catalogue: Catalogue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._lane = Lane("destination", self)
        self._is_checking = False
        self._next: tuple[Path, bool] | None = None

    def ask(self, path: Path, *, is_folder: bool) -> None:
        """Check a path for a file, or for a folder of them.

        ``checked`` or ``failed`` follows unless another path is asked for.
        """
        if self._is_checking:
            self._next = path, is_folder
            return
        self._is_checking = True
        catalogue = self._catalogue
        self._lane.submit(
            lambda: _check(catalogue, path, is_folder), self._tell, self._tell_failure
        )

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._next = None

    def close(self) -> None:
        """Finish the check that runs; nothing is told afterwards."""
        self._lane.close()

    def _tell(self, found: CheckedDestination) -> None:
        if not self._goes_on():
            self.checked.emit(found)

    def _tell_failure(self, error: Exception) -> None:
        if not self._goes_on():
            self.failed.emit(error)

    def _goes_on(self) -> bool:
        """Whether another path has been asked for meanwhile; it is checked now."""
        self._is_checking = False
        asked, self._next = self._next, None
        if asked is None:
            return False
        path, is_folder = asked
        self.ask(path, is_folder=is_folder)
        return True


def _check(catalogue: Catalogue, path: Path, is_folder: bool) -> CheckedDestination:
    forbidden = (catalogue.archive_dir, catalogue.folder, catalogue.path)
    try:
        check_destination(path, forbidden=forbidden, overwrite=True, is_folder=is_folder)
    except MendableError as error:
        return CheckedDestination(path, is_folder, error, replaces=False)
    return CheckedDestination(path, is_folder, None, replaces=path.is_file())
