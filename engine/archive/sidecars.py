"""XMP files beside an image: x.jpg.xmp (digiKam, darktable), x.xmp (Adobe) and x_01.jpg.xmp."""

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from engine.archive.keywords import FoundText, merged
from engine.archive.metadata.xmp import read_xmp
from engine.errors import InputError
from messages.message import Message
from messages.os_reasons import reason_of

SIDECAR_SUFFIX = ".xmp"
# darktable's duplicates of a picture: x.jpg.xmp, x_01.jpg.xmp, x_02.jpg.xmp.
_VERSION = re.compile(r"(.+)_\d\d+(\.[^.]+)")
# A pipe is opened without waiting for somebody to write, and a link not at all.
_OPEN_FLAGS = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"):  # as far as the system has them
    _OPEN_FLAGS |= getattr(os, _flag, 0)


def is_sidecar(name: str) -> bool:
    """Whether a file of this name describes another one."""
    return name.lower().endswith(SIDECAR_SUFFIX)


def sidecars_by_image(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each file that has sidecars among ``names``, the regular files of one folder: which.

    A sidecar belongs to the file it is named after exactly; only where there is none, to those
    whose names differ by case or by how letters are composed.
    """
    names = list(names)
    sidecars = [name for name in names if is_sidecar(name)]
    if not sidecars:
        return {}
    others = [name for name in names if not is_sidecar(name)]
    exact, loose = _Owners(others, _as_it_is), _Owners(others, _without_case)
    found: dict[str, list[tuple[int, str]]] = {}
    for sidecar in sidecars:
        base = sidecar[: -len(SIDECAR_SUFFIX)]
        rank, owners = exact.of(base)
        if not owners:
            rank, owners = loose.of(base)
        for owner in owners:
            found.setdefault(owner, []).append((rank, sidecar))
    return {owner: tuple(name for _, name in sorted(own)) for owner, own in found.items()}


class _Owners:
    """The files that a sidecar may belong to, by their names as ``spelt`` turns them."""

    def __init__(self, names: Iterable[str], spelt: Callable[[str], str]) -> None:
        self._spelt = spelt
        self._by_name: dict[str, list[str]] = {}
        self._by_stem: dict[str, list[str]] = {}
        for name in names:
            self._by_name.setdefault(spelt(name), []).append(name)
            stem = name.rsplit(".", 1)[0] if "." in name else name
            self._by_stem.setdefault(spelt(stem), []).append(name)

    def of(self, base: str) -> tuple[int, list[str]]:
        """The files of a sidecar's name without its suffix, and how the name is made (0 to 2)."""
        key = self._spelt(base)
        if key in self._by_name:
            return 0, self._by_name[key]
        if key in self._by_stem:
            return 1, self._by_stem[key]
        version = _VERSION.fullmatch(key)
        return 2, self._by_name.get(version[1] + version[2], []) if version else []


def _as_it_is(name: str) -> str:
    return name


def _without_case(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def read_sidecars(paths: tuple[Path, ...]) -> FoundText:
    """The union of what the sidecars say; a broken one is noted and costs only itself."""
    parts: list[FoundText] = []
    for path in paths:
        try:
            with opened_sidecar(path) as stream:
                parts.append(read_xmp(stream, place=path.name))
            continue
        except InputError as error:
            note = Message("sidecar-left-out", {"file": path.name, "reason": error.message})
        except OSError as error:
            reason = reason_of(error)
            note = Message("sidecar-unreadable", {"file": path.name, "reason": reason})
        parts.append(FoundText(notes=(note,)))
    return merged(parts)


@contextmanager
def opened_sidecar(path: Path) -> Iterator[BinaryIO]:
    """A sidecar to read.

    Only regular files are opened: whoever opens a pipe waits for ever, and a link leads anywhere.
    Raises InputError for others, OSError where it cannot be read.
    """
    # Looked at before and after: opening a device may already do something.
    _refuse_irregular(path.lstat().st_mode)
    with open(os.open(path, _OPEN_FLAGS), "rb") as stream:  # noqa: PTH123
        _refuse_irregular(os.fstat(stream.fileno()).st_mode)
        yield stream


def _refuse_irregular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise InputError("file-not-regular")
