"""What a sidecar or a picture says that was not written there by this program."""

import os

from db.catalogue import Catalogue
from db.text import storable_text
from engine.archive.keywords import Keyword
from engine.archive.walk import FoundFile
from engine.sidecars.fields import key_of
from engine.sidecars.merge import Known
from engine.sidecars.reading import is_path


class SidecarNews:
    """Tells what a scan finds in known images and their sidecars from what was written into them:
    a label that was taken off or renamed since does not come back from there."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._known = {
            os.fsdecode(path): Known.of(
                [one.levels for one in state.known if one.is_path],
                [one.levels for one in state.known if not one.is_path],
            )
            for path, state in (catalogue.sidecars.states() | catalogue.pictures.states()).items()
        }

    def of(self, file: FoundFile, found: tuple[Keyword, ...]) -> tuple[Keyword, ...]:
        """The keywords without those that were written into this file and its sidecars."""
        ours = {
            storable_text(f" ({path.rpartition('/')[2]})"): self._known[path]
            for path in file.sidecars
            if path in self._known
        }
        if file.path in self._known:
            ours[""] = self._known[file.path]  # the source of an embedded keyword names no file
        return tuple(one for one in found if not _is_ours(one, ours)) if ours else found


def _is_ours(found: Keyword, ours: dict[str, Known]) -> bool:
    field, opening, name = storable_text(found.source).partition(" (")
    known = ours.get(opening + name)
    if known is None:
        return False
    key = key_of(found.levels)
    return key in known.paths if is_path(field) else key in known.names
