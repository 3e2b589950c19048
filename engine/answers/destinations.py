"""Where files of a catalogue may be written: anywhere but among the originals and into itself."""

from pathlib import Path

from db.catalogue import Catalogue
from engine.exchange.destination import check_destination


def checked_destination(
    catalogue: Catalogue, destination: Path, *, overwrite: bool, is_folder: bool = False
) -> Path:
    """``destination`` with links resolved, once it is safe to write there.

    Raises InputError as ``check_destination`` does; archive and catalogue are out of bounds.
    """
    forbidden = (catalogue.archive_dir, catalogue.folder, catalogue.path)
    return check_destination(
        destination, forbidden=forbidden, overwrite=overwrite, is_folder=is_folder
    )
