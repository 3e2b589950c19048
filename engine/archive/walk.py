"""Finds every file of an archive without following links, and says what was passed over."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from engine.archive.file_times import modified_ns
from engine.archive.formats import HEADER_BYTES, detect_format, looks_like_image_name
from engine.archive.sidecars import is_sidecar, sidecars_by_image
from engine.errors import InputError
from messages.message import Message
from messages.os_reasons import reason_of

SYSTEM_NAMES = frozenset(
    {"thumbs.db", "desktop.ini", "ehthumbs.db", "@eadir", "$recycle.bin", "__macosx"}
    | {"system volume information", "lost+found"}
)
CATALOGUE_MARK = ".nabolag"
WINDOWS_JUNCTION_TAG = 0xA0000003


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that is, or should be, an image.

    ``path`` is relative to the archive, "/" between the parts; bytes that are not valid in the
    file system's encoding are kept as lone surrogates (``os.fsencode`` gives them back).
    """

    path: str
    size_bytes: int
    modified_ns: int
    sidecars: tuple[str, ...] = ()

    @property
    def path_bytes(self) -> bytes:
        """The relative path in the operating system's own bytes."""
        return os.fsencode(self.path)


@dataclass(slots=True)
class WalkReport:
    """Everything that was met and is not an image; nothing disappears silently."""

    other_kinds: Counter[str] = field(default_factory=Counter)
    """Files that are neither images nor sidecars, by suffix in small letters."""
    sidecar_files: int = 0
    hidden: int = 0
    links: int = 0
    notes: list[tuple[str, Message]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    """Folders and files that could not be looked at: nobody knows what became of what is there."""

    @property
    def other_files(self) -> int:
        """How many files are of other kinds."""
        return self.other_kinds.total()

    def close(self, path: str, code: str, error: OSError) -> None:
        """Note that a folder or file could not be looked at."""
        self.closed.append(path)
        self.notes.append((path, Message(code, {"reason": reason_of(error)})))


def walk_archive(root: Path, report: WalkReport) -> Iterator[FoundFile]:
    """Every image file below ``root``, folder by folder in the order of their names.

    A file counts when it is named like an image or starts like one. Links are counted and never
    followed: what they point to is either in the archive anyway or none of its business. Hidden
    and system files and the catalogue's own are skipped. Raises InputError when ``root`` itself
    cannot be listed.
    """
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(root / folder if folder else root) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            if not folder:
                raise InputError(
                    "archive-unreadable", folder=root, reason=reason_of(error)
                ) from error
            report.close(folder, "folder-unreadable", error)
            continue
        below: list[str] = []
        yield from _folder_files(folder, entries, below, report)
        if report.closed[-1:] == [folder] and not folder:
            raise InputError(
                "archive-unreadable", folder=root, reason=Message("os-permission-denied")
            )
        if report.closed[-1:] != [folder]:
            folders.extend(reversed(below))


def _folder_files(
    folder: str, entries: list[os.DirEntry[str]], below: list[str], report: WalkReport
) -> Iterator[FoundFile]:
    beside = sidecars_by_image(entry.name for entry in entries if _is_regular(entry))
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        try:
            found = _looked_at(entry, path, below, report)
        except FileNotFoundError:
            continue  # gone since the folder was listed: for the next scan it never was there
        except OSError as error:
            if isinstance(error, PermissionError) and not _may_be_entered(entry):
                # The folder may be listed, but nothing in it can be looked at.
                report.close(folder, "folder-unreadable", error)
                return
            report.close(path, "file-unreadable", error)
            continue
        if found is not None:
            own = beside.get(entry.name, ())
            sidecars = tuple(f"{folder}/{name}" if folder else name for name in own)
            yield FoundFile(path, found.st_size, modified_ns(found), sidecars)


def _may_be_entered(entry: os.DirEntry[str]) -> bool:
    """Whether the folder of this entry may be entered; asking for a status needs no more."""
    try:
        Path(entry.path).lstat()
    except OSError:
        return False
    return True


def _looked_at(
    entry: os.DirEntry[str], path: str, below: list[str], report: WalkReport
) -> os.stat_result | None:
    """The status of an image file; None for everything else, which is counted or goes below.

    Raises OSError where the entry is gone or cannot be looked at.
    """
    if _is_passed_over(entry.name):
        report.hidden += 1
    elif _is_link(entry):
        report.links += 1
        report.notes.append((path, Message("links-not-followed")))
    elif entry.is_dir(follow_symlinks=False):
        below.append(path)
    elif not entry.is_file(follow_symlinks=False):
        report.other_kinds[PurePath(entry.name).suffix.lower()] += 1
        report.notes.append((path, Message("file-not-regular")))
    elif is_sidecar(entry.name):
        report.sidecar_files += 1
    elif not _is_image(entry):
        report.other_kinds[PurePath(entry.name).suffix.lower()] += 1
    else:
        return entry.stat(follow_symlinks=False)
    return None


def _is_passed_over(name: str) -> bool:
    lower = name.lower()
    return (
        lower.startswith(".")
        or lower in SYSTEM_NAMES
        or lower.endswith(CATALOGUE_MARK)
        or f"{CATALOGUE_MARK}.sqlite" in lower
    )


def _is_regular(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file, and no folder, link, pipe, socket or device."""
    try:
        return not _is_link(entry) and entry.is_file(follow_symlinks=False)
    except OSError:  # met again, and named, when the entry is looked at
        return False


def _is_link(entry: os.DirEntry[str]) -> bool:
    if entry.is_symlink():
        return True
    if os.name != "nt" or not entry.is_dir(follow_symlinks=False):
        return False
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return bool(tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", WINDOWS_JUNCTION_TAG))


def _is_image(entry: os.DirEntry[str]) -> bool:
    if looks_like_image_name(entry.name):
        return True
    with Path(entry.path).open("rb") as stream:
        return detect_format(stream.read(HEADER_BYTES), entry.name) is not None
