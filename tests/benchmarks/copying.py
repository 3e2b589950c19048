"""Copies of catalogues, so that measuring changes none."""

import shutil
from pathlib import Path

from db.places import data_folder


def copy_catalogue(source: Path, folder: Path) -> Path:
    """A copy with its folder; the images are reached through the original's place."""
    copy = folder / source.name
    shutil.copyfile(source, copy)
    if data_folder(source).is_dir():
        shutil.copytree(data_folder(source), data_folder(copy))
    return copy
