"""Whether an export may go where somebody says, asked away from the window's thread.

The answer takes the disk of the destination, which may be a network drive, and the catalogue's
file, which another process may hold.
"""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from db.catalogue import Catalogue
from engine.exchange.destination import check_destination
from gui.services.latest import LatestAnswer
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
        self._answer = LatestAnswer("destination", self)

    def ask(self, path: Path, *, is_folder: bool) -> None:
        """Check a path for a file, or for a folder of them.

        ``checked`` or ``failed`` follows unless another path is asked for.
        """
        catalogue = self._catalogue
        self._answer.ask(
            lambda: _check(catalogue, path, is_folder), self.checked.emit, self.failed.emit
        )

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._answer.forget()

    def close(self) -> None:
        """Wait for no answer; nothing is told afterwards."""
        self._answer.close()


def _check(catalogue: Catalogue, path: Path, is_folder: bool) -> CheckedDestination:
    forbidden = (catalogue.archive_dir, catalogue.folder, catalogue.path)
    try:
        check_destination(path, forbidden=forbidden, overwrite=True, is_folder=is_folder)
    except MendableError as error:
        return CheckedDestination(path, is_folder, error, replaces=False)
    return CheckedDestination(path, is_folder, None, replaces=path.is_file())
