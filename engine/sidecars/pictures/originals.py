"""The old bytes of pictures that were written into, kept as files until somebody drops them."""

import hashlib
import os
import re
import shutil
from pathlib import Path

from engine.whole_file import PART_SUFFIX, FileChangedError, sync_folder

PIECE_BYTES = 1024**2
_ENDING = re.compile(r"\.[a-z0-9]{1,8}\Z")


class Originals:
    """A folder of them, each under its SHA-256: ``ab/abcd….jpg``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, source: Path, sha256: bytes) -> Path:
        """Keep what a file holds, on the disk before this returns; where it is kept.

        Raises FileChangedError where it holds something else, OSError.
        """
        ending = _ENDING.search(source.name.lower())
        place = self._place(sha256, ending[0] if ending else "")
        if self._holds(place, sha256):
            return place
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = place.with_name(place.name + PART_SUFFIX)
        digest = hashlib.sha256()
        try:
            with source.open("rb") as read, part.open("wb") as written:
                while piece := read.read(PIECE_BYTES):
                    digest.update(piece)
                    written.write(piece)
                written.flush()
                os.fsync(written.fileno())
            if digest.digest() != sha256:
                raise FileChangedError(source)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(place.parent)
        return place

    def find(self, sha256: bytes) -> Path | None:
        """Where these bytes are kept, whole; None where they are not."""
        folder = self._place(sha256, "").parent
        found = sorted(folder.glob(f"{sha256.hex()}*")) if folder.is_dir() else []
        return next((one for one in found if self._holds(one, sha256)), None)

    def has(self, sha256: bytes) -> bool:
        """Whether these bytes seem to be kept, without reading them."""
        folder = self._place(sha256, "").parent
        return folder.is_dir() and any(
            not one.name.endswith(PART_SUFFIX) for one in folder.glob(f"{sha256.hex()}*")
        )

    def size_bytes(self) -> int:
        """How much is kept."""
        return sum(one.stat().st_size for one in self.folder.rglob("*") if one.is_file())

    def drop(self) -> None:
        """Delete all that is kept. Raises OSError."""
        if self.folder.exists():
            shutil.rmtree(self.folder)

    def _place(self, sha256: bytes, ending: str) -> Path:
        name = sha256.hex()
        return self.folder / name[:2] / (name + ending)

    def _holds(self, place: Path, sha256: bytes) -> bool:
        try:
            with place.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").digest() == sha256
        except FileNotFoundError:
            return False
