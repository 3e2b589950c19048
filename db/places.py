"""Where a catalogue keeps its things, and which places are bad for one."""

import logging
import os
from pathlib import Path

import psutil

from messages.message import Message

SUFFIX = ".nabolag.sqlite"

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb",
        "smb2",
        "smb3",
        "smbfs",
        "afpfs",
        "webdav",
        "davfs",
        "davfs2",
        "ncpfs",
        "9p",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.ceph",
    }
)
SYNCED_FOLDERS = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "pcloud",
    "seafile",
)


def data_folder(path: Path) -> Path:
    """The folder beside a catalogue for features, thumbnails, backups and logs.

    ``name.nabolag.sqlite`` has ``name.nabolag``.
    """
    name = path.name.removesuffix(".sqlite").removesuffix(".nabolag")
    return path.with_name(name + ".nabolag")


def backups_folder(path: Path) -> Path:
    """The folder of a catalogue's backups."""
    return data_folder(path) / "backups"


def relative_to_catalogue(archive_dir: Path, catalogue_path: Path) -> str | None:
    """The archive's folder as seen from the catalogue's; None on another drive."""
    try:
        return Path(os.path.relpath(archive_dir, catalogue_path.absolute().parent)).as_posix()
    except ValueError:
        return None


def archive_location(absolute: str, relative: str | None, catalogue_path: Path) -> Path:
    """The archive's folder: where it was, or, gone from there, where it lies as seen from here."""
    stored = Path(absolute)
    if relative is not None and not stored.is_dir():
        beside = Path(os.path.normpath(catalogue_path.absolute().parent / relative))
        if beside.is_dir():
            return beside
    return stored


def place_warnings(path: Path) -> tuple[Message, ...]:
    """A message for each reason why the catalogue should not stay where it is."""
    warnings = []
    if file_system_of(path) in NETWORK_FILE_SYSTEMS or str(path).startswith(("\\\\", "//")):
        warnings.append(Message("place-on-network", {"path": path}))
    synced = synced_folder_of(path)
    if synced is not None:
        warnings.append(Message("place-synchronised", {"path": path, "folder": synced}))
    return tuple(warnings)


def file_system_of(path: Path) -> str:
    """The type of the file system that holds the path, in lower case; "" where unknown."""
    target = path.absolute()
    try:
        partitions = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError) as error:
        logging.getLogger(__name__).info("mounted file systems cannot be listed: %s", error)
        return ""
    holders = [part for part in partitions if target.is_relative_to(part.mountpoint)]
    if not holders:
        return ""
    return max(holders, key=lambda part: len(Path(part.mountpoint).parts)).fstype.lower()


def synced_folder_of(path: Path) -> str | None:
    """The part of the path that a cloud service is known to synchronise, or None."""
    for part in path.absolute().parent.parts:
        folded = part.casefold()
        if any(folded == name or folded.startswith(name + " ") for name in SYNCED_FOLDERS):
            return part
    return None
