"""Which files of an export under way are whole: a journal of JSON lines that survives a kill.

    {"made": "nabolag-export", "version": 1, "kind": "webdataset", "started_at": "…", "boot": "…"}
    {"boot": "…"}
    {"name": "images/a.jpg", "key": "…", "size": 12345, "sha256": "…"}

A line of a piece is written when its file is. A last line that is torn counts for nothing. A line
with ``boot`` begins what was written since the computer was started that time: what was written
before a crash of the whole computer may never have reached the disk, and is believed only where
its hash is right.
"""

import errno
import hashlib
import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from engine.whole_file import sync_file

MADE, VERSION = "nabolag-export", 1
LONGEST_LINE_BYTES = 1024**2
WRITE_EACH_S = 0.2
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_DIGEST_BYTES = 16
_quoted = json.encoder.encode_basestring_ascii


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of an export: ``name`` relative to its folder, with "/" between the parts."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class JournalHead:
    """What an export under way is; ``started_at`` is ISO 8601 UTC."""

    kind: str
    started_at: str


class FolderPieces:
    """The pieces of a folder under way. About 300 bytes of memory a piece.

    Fits ``engine.exchange.content.FinishedPieces``. Used by one thread.
    """

    def __init__(self, folder: Path, journal: Path, *, kind: str) -> None:
        """Take up what the journal says of the folder, or begin one. Raises OSError."""
        self._folder = folder
        self._prefix = len(os.fspath(folder)) + 1
        self._journal = journal
        self._whole: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._keys: set[bytes] = set()
        self._hashing = ThreadPoolExecutor(1, thread_name_prefix="export-pieces")
        self._under_way: Future[None] | None = None
        boot = _boot()
        self.was_taken_up = read_head(journal) is not None
        if self.was_taken_up:
            self._take_up(boot)
        if self.was_taken_up:
            os.utime(journal)
        self._stream = journal.open("ab", buffering=0)
        self._begun_ns = journal.stat().st_mtime_ns
        self._lines: list[bytes] = []
        self._written_s = 0.0
        head = {"made": MADE, "version": VERSION, "kind": kind, "started_at": _now()}
        first = {"boot": boot} if self.was_taken_up else {**head, "boot": boot}
        self._lines.append(json.dumps(first).encode() + b"\n")
        self._write()

    def __len__(self) -> int:
        return len(self._whole)

    def has(self, name: str, key: str) -> bool:
        """Whether the file is there, whole, and written from the same."""
        digest = _digest(name)
        self._used.add(digest)
        known = self._whole.get(digest)
        if known is None or known[:_DIGEST_BYTES] != _digest(key):
            return False
        size, sha256 = int.from_bytes(known[16:24], "big"), known[24:]
        path = self._folder / name
        try:
            if path.is_symlink() or path.stat().st_size != size:
                return False
            return not sha256 or hash_of(path) == sha256.hex()
        except OSError:
            return False

    def may_have(self, key: str) -> bool:
        """Whether some file was written from the same before this process began."""
        return _digest(key) in self._keys

    def name_of(self, path: str) -> str:
        """What a file in the folder is called here."""
        return path[self._prefix :].replace(os.sep, "/")

    def add(self, name: str, key: str) -> None:
        """Remember that the file is whole; it is synced to the disk first.

        That, and hashing it, goes on while the next is written. Raises OSError, also of the piece
        before.
        """
        self._used.add(_digest(name))
        self.settle()
        self._under_way = self._hashing.submit(self._add, name, key)

    def _add(self, name: str, key: str) -> None:
        path = self._folder / name
        sync_file(path)
        self._remember(_digest(name), name, key, path.stat().st_size, hash_of(path))
        self._write()

    def settle(self) -> None:
        """Wait until all that was added is remembered. Raises OSError."""
        if self._under_way is not None:
            under_way, self._under_way = self._under_way, None
            under_way.result()
        self._write()

    def note(self, name: str, key: str, size_bytes: int, sha256: str) -> None:
        """Remember a file that is whole, which the system brings to the disk when it likes.

        It is in the journal a moment later: a kill may cost the last few. Raises OSError.
        """
        if self._under_way is not None:
            self.settle()
        digest = _digest(name)
        self._used.add(digest)
        self._remember(digest, name, key, size_bytes, sha256)
        if time.monotonic() - self._written_s > WRITE_EACH_S:
            self._write()

    def _remember(self, digest: bytes, name: str, key: str, size_bytes: int, sha256: str) -> None:
        # As json.dumps would; there may be a million.
        texts = f'"name": {_quoted(name)}, "key": {_quoted(key)}'
        self._lines.append(f'{{{texts}, "size": {size_bytes}, "sha256": "{sha256}"}}\n'.encode())
        self._whole[digest] = _digest(key) + size_bytes.to_bytes(8, "big")

    def _write(self) -> None:
        lines, self._lines = b"".join(self._lines), []
        self._written_s = time.monotonic()
        if lines and self._stream.write(lines) != len(lines):  # a disk that was nearly full
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def files(self) -> Iterator[Piece]:
        """Every file of the folder as it is now, those that were noted without reading them.

        Pieces of earlier exports that nobody asked for are removed before.
        """
        self.remove_stale()
        told: set[bytes] = set()
        for name, key, piece in _pieces(self._journal):
            digest = _digest(name)
            known = self._whole.get(digest, b"")
            if digest not in told and known[:_DIGEST_BYTES] == _digest(key):
                if (self._folder / name).is_file():
                    yield piece
                told.add(digest)
        for path in files_below(self._folder):
            name = self.name_of(path)
            if _digest(name) not in told:
                yield Piece(name, Path(path).stat().st_size, hash_of(Path(path)))

    def remove_stale(self) -> None:
        """Remove pieces of earlier exports that nobody asked for in this one, and empty folders."""
        self.settle()
        if not self.was_taken_up:
            return
        for name, _, _ in _pieces(self._journal):
            path = self._folder / name
            if _digest(name) in self._used or not path.is_file():
                continue
            # What was written meanwhile without being noted is not stale.
            if path.lstat().st_mtime_ns < self._begun_ns:
                path.unlink()
                self._whole.pop(_digest(name), None)
        for folder, _, _ in sorted(os.walk(self._folder), reverse=True):
            if Path(folder) != self._folder and not any(Path(folder).iterdir()):
                Path(folder).rmdir()

    def close(self) -> None:
        """Stop writing; what is remembered stands in the journal as far as the disk has room."""
        self._hashing.shutdown(wait=True)
        if not self._stream.closed:
            with suppress(OSError):
                self._write()
            self._stream.close()

    def _take_up(self, boot: str) -> None:
        _drop_torn_line(self._journal)
        is_of_this_boot = False
        for row in _rows(self._journal):
            if "boot" in row:
                is_of_this_boot = row["boot"] == boot
            elif (found := _piece(row)) is not None:
                name, key, piece = found
                size = piece.size_bytes.to_bytes(8, "big")
                doubt = b"" if is_of_this_boot else bytes.fromhex(piece.sha256)
                self._whole[_digest(name)] = _digest(key) + size + doubt
                self._keys.add(_digest(key))
        for path in files_below(self._folder):
            if _digest(self.name_of(path)) not in self._whole:
                Path(path).unlink()


def read_head(journal: Path) -> JournalHead | None:
    """What the export of a journal is; None where there is no such journal."""
    try:
        with journal.open("rb") as stream:
            row = json.loads(stream.readline(LONGEST_LINE_BYTES))
        if row["made"] == MADE and row["version"] == VERSION:
            return JournalHead(str(row["kind"]), str(row["started_at"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def written_pieces(journal: Path) -> Iterator[Piece]:
    """The pieces that a journal tells of, one as often as it was written."""
    for _, _, piece in _pieces(journal):
        yield piece


def _pieces(journal: Path) -> Iterator[tuple[str, str, Piece]]:
    for row in _rows(journal):
        found = _piece(row)
        if found is not None:
            yield found


def _piece(row: dict[str, object]) -> tuple[str, str, Piece] | None:
    name, key, size, sha256 = (row.get(one) for one in ("name", "key", "size", "sha256"))
    if not (isinstance(name, str) and isinstance(key, str) and isinstance(size, int)):
        return None
    is_hash = isinstance(sha256, str) and len(sha256) == 64
    # A journal may have been tampered with; nothing outside the folder is looked at or removed.
    parts = name.split("/")
    if not is_hash or size < 0 or ".." in parts or "" in parts or "\0" in name:
        return None
    return name, key, Piece(name, size, str(sha256))


def _rows(journal: Path) -> Iterator[dict[str, object]]:
    with journal.open("rb") as stream:
        for line in stream:
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if isinstance(row, dict):
                yield row


def _drop_torn_line(journal: Path) -> None:
    """Cut off what a kill left behind the last whole line, so that the next begins a new one."""
    with journal.open("rb+") as stream:
        at = stream.seek(0, os.SEEK_END)
        while at > 0:
            step = min(at, 4096)
            stream.seek(at - step)
            found = stream.read(step).rfind(b"\n")
            if found >= 0:
                stream.truncate(at - step + found + 1)
                return
            at -= step


def files_below(folder: Path) -> Iterator[str]:
    """The paths of all that lies below a folder and is none itself; links are not followed."""
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in names + links:
            yield os.path.join(place, name)  # noqa: PTH118 - a Path for each of a million is slow


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(
        text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES
    ).digest()


def _boot() -> str:
    """What differs each time the computer is started."""
    try:
        return BOOT_ID.read_text().strip()
    except OSError:
        return f"{psutil.boot_time():.0f}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
