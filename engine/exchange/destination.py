"""Where files may be written: never among the originals."""

from pathlib import Path

from engine.errors import InputError
from engine.whole_file import refuse_irreplaceable


def check_destination(
    destination: Path,
    *,
    forbidden: tuple[Path, ...],
    overwrite: bool,
    is_folder: bool = False,
) -> Path:
    """``destination`` with links resolved, once it is safe to write there.

    ``forbidden`` are folders (the archive, the catalogue's own) and files nothing is written into;
    what counts is where links lead. Raises InputError for those, for a folder, for a pipe or a
    device, for any catalogue, for a missing parent folder, and for a file that is there already
    unless ``overwrite``. With ``is_folder`` a
    folder is to be written: then what is there may be an empty folder and nothing else.
    """
    resolved = destination.expanduser().resolve()
    for place in (resolved, *resolved.parents):
        for other in forbidden:
            if place.exists() and other.exists() and place.samefile(other):
                raise InputError(
                    "destination-forbidden"
                    if place == resolved
                    else "destination-inside-forbidden",
                    path=destination,
                    folder=other,
                )
    if is_folder:
        _check_folder(destination, resolved)
    elif resolved.is_dir():
        raise InputError("destination-is-folder", path=destination)
    else:
        refuse_irreplaceable(destination, resolved)
    if not resolved.parent.is_dir():
        raise InputError("destination-folder-missing", folder=resolved.parent)
    if resolved.exists() and not is_folder and not overwrite:
        raise InputError("destination-exists", path=destination)
    return resolved


def _check_folder(destination: Path, resolved: Path) -> None:
    # A folder of somebody's files is never replaced, whoever allows it.
    if resolved.is_dir():
        if any(resolved.iterdir()):
            raise InputError("destination-folder-not-empty", folder=destination)
    elif resolved.exists():
        raise InputError("destination-not-a-folder", path=destination)
