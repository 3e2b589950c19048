"""The rows of a keyword table and the files of an archive brought together."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from engine.archive.captions import Caption
from engine.archive.keyword_table import TableRow
from engine.archive.keywords import clean
from engine.errors import InputError
from messages.message import Message

MOST_REPORTED = 1_000
MOST_WAITING = 200_000
"""Files that no row fitted at first sight and that are tried again with another folder."""
LEAST_MOVED = 2
"""Fewer rows than these are no reason to believe that a table means another folder."""


SAMPLED = 5_000
SAMPLED_FOLDERS = 200
TRIED = 8
"""Folders are thought of by looking at this many paths; so many of the likeliest are tried."""
DEEPEST = 64

Kind = Literal["added", "removed"]


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What a table says of one image of the archive, all its rows together; ``rows`` are their
    numbers."""

    keywords: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    whole_paths: bool = False
    captions: tuple[Caption, ...] = ()
    rows: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class OtherFolder:
    """The table was written as seen from another folder: ``prefix`` was "added" to its paths or
    "removed" from them, which made ``files`` of them fit."""

    kind: Kind
    prefix: str
    files: int

    @property
    def message(self) -> Message:
        """What was done, in words."""
        code = "table-folder-added" if self.kind == "added" else "table-folder-removed"
        return Message(code, {"folder": self.prefix, "files": self.files})


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """Entries by archive path, and (row, reason) of what fits no file.

    The reasons are those of the first thousand rows; ``rejected_rows`` counts them all. ``notes``
    are (row, what of its captions was left out) likewise, ``noted`` counts them.
    """

    entries: Mapping[str, TableEntry]
    rejected: tuple[tuple[Message, Message], ...] = ()
    rejected_rows: int = 0
    other_folder: OtherFolder | None = None
    notes: tuple[tuple[Message, Message], ...] = ()
    noted: int = 0


def match_rows(
    rows: Iterable[TableRow],
    paths: Sequence[str],
    root: Path | None = None,
    hashes: Mapping[str, str] | None = None,
) -> MatchedTable:
    """Bring rows and archive files together; ``paths`` are relative, with "/" between the parts.

    A row fits the file with the very same path, else with the same path in NFC, else in any case.
    Only one that names no folder fits a file of that name wherever it lies, where there is just
    one. Absolute paths below ``root``, the archive's folder, are relative ones.

    Where a table is written as seen from another folder, no row of it fits: then the one folder
    is added to all paths or removed from them that makes most fit, if those are more than fit
    without. Nothing else lands on a file in another folder, but a row that tells what the file
    holds: ``hashes`` are the SHA-256 of the files by path, in hexadecimal, and one file alone has
    that of the row.
    """
    matching = _Matching(paths, root, hashes or {})
    for row in rows:
        matching.take(row)
    return matching.finished()


@dataclass(slots=True)
class _Waiting:
    """A path that fits nothing as it is, with its rows and why."""

    wanted: str
    reason: Message
    rows: list[TableRow] = field(default_factory=list)


class _Matching:
    def __init__(self, paths: Sequence[str], root: Path | None, hashes: Mapping[str, str]) -> None:
        self._exact = frozenset(paths)
        keys = [(_key(path), path) for path in paths]
        self._by_key = _unique(keys)
        self._by_folded = _unique((key.casefold(), path) for key, path in keys)
        self._by_name = _unique((_name_of(key), path) for key, path in keys)
        self._by_hash = _unique((digest, path) for path, digest in hashes.items())
        self._of_name: dict[str, list[str]] = {}
        for key, _ in keys:
            self._of_name.setdefault(_name_of(key), []).append(key)
        self._roots = _roots(root)
        self._entries: dict[str, TableEntry] = {}
        self._rejected: list[tuple[Message, Message]] = []
        self._rejected_rows = 0
        self._notes: list[tuple[Message, Message]] = []
        self._noted = 0
        self._waiting: dict[str, _Waiting] = {}
        self._folders_of_bare: Counter[str] = Counter()
        self._bare: set[str] = set()

    def take(self, row: TableRow) -> None:
        """Match a row, or keep it until all are known."""
        if row.problem is not None:
            self._reject(row, row.problem)
            return
        if row.file in self._exact:
            self._add(row.file, row)
            return
        waiting = self._waiting.get(row.file)
        if waiting is not None:
            waiting.rows.append(row)
            return
        of_content = self._by_hash.get(row.sha256) if row.sha256 else None
        if of_content is not None:
            self._add(of_content, row)
            return
        try:
            wanted, is_absolute = _checked(row.file, self._roots)
        except InputError as error:
            self._reject(row, error.message)
            return
        path = self._found(wanted)
        if path is not None:
            self._add(path, row)
            return
        reason = Message("path-not-relative") if is_absolute else self._reason(wanted)
        if len(self._waiting) < MOST_WAITING:
            self._waiting[row.file] = _Waiting(wanted, reason, [row])
        else:
            self._reject(row, reason)

    def finished(self) -> MatchedTable:
        """What came of all rows."""
        other = self._other_folder()
        for waiting in self._waiting.values():
            path = None if other is None else self._moved(waiting.wanted, other)
            for row in waiting.rows:
                if path is None:
                    self._reject(row, waiting.reason)
                else:
                    self._add(path, row)
        rejected, notes = map(_by_row, (self._rejected, self._notes))
        return MatchedTable(self._entries, rejected, self._rejected_rows, other, notes, self._noted)

    def _found(self, wanted: str) -> str | None:
        path = self._by_key.get(wanted) or self._by_folded.get(wanted.casefold())
        if path is None and "/" not in wanted:
            path = self._by_name.get(wanted.casefold())
            if path is not None and wanted not in self._bare:
                self._bare.add(wanted)
                self._folders_of_bare[_key(path).rpartition("/")[0].casefold()] += 1
        return path

    def _reason(self, wanted: str) -> Message:
        folded = wanted.casefold()
        several = folded in self._by_folded or ("/" not in wanted and folded in self._by_name)
        return Message("row-of-several-files") if several else Message("row-of-no-file")

    def _add(self, path: str, row: TableRow) -> None:
        before = self._entries.get(path, TableEntry())
        self._entries[path] = TableEntry(
            tuple(dict.fromkeys(before.keywords + row.keywords)),
            before.title or row.title,
            row.whole_paths,
            before.captions + row.captions,
            (*before.rows, row.number),
        )
        self._noted += len(row.notes)
        if row.notes and len(self._notes) < MOST_REPORTED:
            self._notes += [(_place(row), note) for note in row.notes]

    def _reject(self, row: TableRow, reason: Message) -> None:
        self._rejected_rows += 1
        if len(self._rejected) < MOST_REPORTED:
            self._rejected.append((_place(row), reason))

    def _other_folder(self) -> OtherFolder | None:
        """The folder that makes more files fit than fit without, if there is one."""
        waiting = list(self._waiting.values())
        likely: Counter[tuple[Kind, str]] = Counter()
        spelled: dict[str, str] = {}
        for one in waiting[:: 1 + len(waiting) // SAMPLED]:
            for kind, prefix in self._candidates(one.wanted):
                spelled.setdefault(prefix.casefold(), prefix)
                likely[kind, prefix.casefold()] += 1
        best: OtherFolder | None = None
        for (kind, prefix), _ in likely.most_common(TRIED):
            other = OtherFolder(kind, spelled[prefix], 0)
            files = sum(self._moved(one.wanted, other) is not None for one in waiting)
            # Names without a folder that were found there anyway speak for the folder too.
            said = files + (self._folders_of_bare[prefix] if kind == "added" else 0)
            if files >= LEAST_MOVED and said > max(
                len(self._entries), 0 if best is None else best.files
            ):
                best = OtherFolder(kind, spelled[prefix] or "/", files)
        return best

    def _candidates(self, wanted: str) -> Iterable[tuple[Kind, str]]:
        parts = wanted.split("/")
        for depth in range(1, min(len(parts), DEEPEST)):
            if self._by_folded.get("/".join(parts[depth:]).casefold()):
                yield "removed", "/".join(parts[:depth])
        ending = f"/{wanted.casefold()}"
        for path in self._of_name.get(_name_of(wanted), ())[:SAMPLED_FOLDERS]:
            if path.casefold().endswith(ending):
                yield "added", path.rsplit("/", len(parts))[0]

    def _moved(self, wanted: str, other: OtherFolder) -> str | None:
        folded, prefix = wanted.casefold(), other.prefix.casefold().rstrip("/")
        if other.kind == "added":
            return self._by_folded.get(f"{prefix}/{folded}")
        if folded.startswith(prefix + "/"):
            return self._by_folded.get(folded[len(prefix) + 1 :])
        return None


def _place(row: TableRow) -> Message:
    return Message("table-row", {"row": row.number, "file": clean(row.file)[:200]})


def _by_row(said: list[tuple[Message, Message]]) -> tuple[tuple[Message, Message], ...]:
    return tuple(sorted(said, key=lambda one: int(str(one[0].arguments["row"]))))


def checked_path(text: str) -> str:
    r"""A table's path in NFC with "/" between the parts, safe to look up under the archive.

    Raises InputError for what could lead elsewhere: absolute and network paths, drive letters,
    ``..`` and NUL.
    """
    path, is_absolute = _checked(text, ())
    if is_absolute:
        raise InputError("path-not-relative")
    return path


def _checked(text: str, roots: Sequence[str]) -> tuple[str, bool]:
    """The path and whether it is absolute still: one below the archive's folder is not."""
    if "\0" in text:
        raise InputError("path-has-nul")
    unified = _key(text.strip().replace("\\", "/"))
    parts = [part for part in PurePosixPath(unified).parts if part != "."]
    if ".." in parts:
        raise InputError("path-leads-out")
    if not parts:
        raise InputError("path-empty")
    joined = "/".join(parts).replace("//", "/") if parts[0].startswith("/") else "/".join(parts)
    if not (unified.startswith("/") or (unified[1:2] == ":" and unified[0].isalpha())):
        return joined, False
    for root in roots:
        if joined.casefold().startswith(root.casefold() + "/"):
            return joined[len(root) + 1 :], False
    return joined, True


def _roots(root: Path | None) -> tuple[str, ...]:
    """How a table may spell the archive's folder."""
    if root is None:
        return ()
    spelled = {_key(path.as_posix()).rstrip("/") for path in (root.absolute(), root.resolve())}
    return tuple(sorted(spelled))


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _name_of(key: str) -> str:
    return key.rpartition("/")[2].casefold()


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """Key to path; to None where several paths share the key."""
    found: dict[str, str | None] = {}
    for key, path in pairs:
        found[key] = None if key in found else path
    return found
