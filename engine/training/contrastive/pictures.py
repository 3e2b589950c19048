"""Pictures as an encoder takes them, in one file: read once, used in every epoch. No torch."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np

from engine.encoders.base import PixelArray
from engine.errors import InputError
from engine.whole_file import whole_file
from messages.os_reasons import reason_of

PIXELS_NAME, LIST_NAME = "pictures.rgb", "pictures.json"


class PictureWriter:
    """Takes pictures one after the other. What a killed writer left is begun again."""

    def __init__(self, folder: Path, size_px: int) -> None:
        self._folder, self._size_px = folder, size_px
        self._hashes: list[bytes] = []
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / LIST_NAME).unlink(missing_ok=True)
            self._stream = (self._folder / PIXELS_NAME).open("wb")
        except OSError as error:
            raise self._unwritable(error) from error
        return self

    def add(self, content_hash: bytes, pixels: PixelArray) -> None:
        """(size_px, size_px, 3) uint8; InputError where the disk is full."""
        assert self._stream is not None
        assert pixels.shape == (self._size_px, self._size_px, 3)
        try:
            self._stream.write(np.ascontiguousarray(pixels).data)
        except OSError as error:
            raise self._unwritable(error) from error
        self._hashes.append(content_hash)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._stream is not None
        try:
            self._stream.close()
        except OSError as closing:
            if error is None:
                raise self._unwritable(closing) from closing
        if error is None:
            listed = {"size_px": self._size_px, "hashes": [one.hex() for one in self._hashes]}
            with whole_file(self._folder / LIST_NAME, overwrite=True) as stream:
                json.dump(listed, stream)

    def _unwritable(self, error: OSError) -> InputError:
        path = self._folder / PIXELS_NAME
        return InputError("path-unwritable", path=path, reason=reason_of(error))


class Pictures:
    """The pictures of a folder, by content hash; stays on the disk until it is asked for."""

    def __init__(self, pixels: PixelArray, hashes: Sequence[bytes]) -> None:
        self.pixels = pixels
        """(n, size_px, size_px, 3) uint8, mapped into memory."""
        self._row_of = {one: row for row, one in enumerate(hashes)}

    @classmethod
    def read(cls, folder: Path, size_px: int) -> "Pictures | None":
        """Those that were written there; None where they were not, or not to the end."""
        try:
            listed = json.loads((folder / LIST_NAME).read_text("utf-8"))
            hashes = [bytes.fromhex(one) for one in listed["hashes"]]
            shape = (len(hashes), size_px, size_px, 3)
            path = folder / PIXELS_NAME
            if listed["size_px"] != size_px or path.stat().st_size != int(np.prod(shape)):
                return None
            if not hashes:
                return cls(np.empty(shape, dtype=np.uint8), [])
            return cls(np.memmap(path, np.uint8, "r", shape=shape), hashes)
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def missing(self, hashes: Sequence[bytes]) -> list[bytes]:
        """Those that are not here."""
        return [one for one in hashes if one not in self._row_of]

    def rows(self, hashes: Sequence[bytes]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Where each is among ``pixels``; all must be here."""
        return np.array([self._row_of[one] for one in hashes], dtype=np.int64)


def remove_pictures(folder: Path) -> None:
    """Give the room back; they can be read again."""
    for name in (LIST_NAME, PIXELS_NAME):
        (folder / name).unlink(missing_ok=True)
