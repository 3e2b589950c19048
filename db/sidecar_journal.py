"""What was written into sidecars, or into pictures: as it was when we last looked, and what takes
it back.

A file of its own in the catalogue's folder, flushed at every commit. The bytes that a sidecar had
before stand here before it is written, by their SHA-256, so that a run that was cut off can be
taken back like a whole one; those of pictures are kept as files. Lost, the keywords in the files
are compared anew with what was imported from them; what was written earlier cannot be taken back
then.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from db.dialect import upsert
from db.errors import CatalogueError
from db.file.privacy import make_folder
from db.file.write_turn import alone
from db.own_file import OwnFile

SIDECARS, PICTURES = "sidecars", "pictures"
"""The journals' names: of what is written beside the pictures, and of what is written into them."""

WRITTEN_ELSEWHERE = {
    SIDECARS: "sidecars-written-elsewhere",
    PICTURES: "pictures-written-elsewhere",
}
RUNS_KEPT = 20
"""Of sidecars: how many runs can be taken back, one after another."""

RunState = Literal["begun", "done", "undone"]
"""begun: it is being written or taken back, or that was cut off; its files are old or new."""

metadata = MetaData()
_contents = Table(
    "contents",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("deflated", LargeBinary, nullable=False),
)
_files = Table(
    "files",
    metadata,
    Column("path", LargeBinary, primary_key=True, comment="of the sidecar, as images.path_bytes"),
    Column("state", Text, nullable=False, comment="SidecarState as JSON"),
)
_runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", Text, nullable=False),
    Column("curator", Text, nullable=False),
    Column("state", Text, nullable=False),
    sqlite_autoincrement=True,
)
_steps = Table(
    "steps",
    metadata,
    Column("run_id", Integer, primary_key=True),
    Column("path", LargeBinary, primary_key=True),
    Column("before", LargeBinary, comment="SHA-256; null where there was no file"),
    Column("after", Text, nullable=False, comment="SidecarState as JSON"),
    Column("state_before", Text, comment="SidecarState as JSON"),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class KnownKeyword:
    """A keyword of a sidecar that is ours to take out: written here, or looked at. ``label_id`` is
    0 for one that a curator declined; ``is_path``: it stands with all its levels."""

    label_id: int
    levels: tuple[str, ...]
    is_path: bool = True


@dataclass(frozen=True, slots=True)
class SidecarState:
    """A sidecar as it was when it was last written or looked at. ``found`` are the keywords it
    held: (field, levels); ``captions`` the texts that were written here."""

    path: bytes
    sha256: bytes
    size_bytes: int
    modified_ns: int
    looked_at: str
    known: tuple[KnownKeyword, ...]
    found: frozenset[tuple[str, tuple[str, ...]]]
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SidecarStep:
    """One file of a run: the SHA-256 of what it held (None: it was not there), and its states."""

    path: bytes
    before: bytes | None
    after: SidecarState
    state_before: SidecarState | None


@dataclass(frozen=True, slots=True)
class SidecarRun:
    """One writing of sidecars."""

    id: int
    started_at: str
    curator: str
    state: RunState


class SidecarJournal(OwnFile):
    """The journal of one catalogue; safe to use from many threads and processes.

    ``name`` is that of its file and of its lock. ``runs_kept``: how many runs can be taken back,
    one after another; None for all.
    """

    def __init__(
        self, folder: Path, name: str = SIDECARS, *, runs_kept: int | None = RUNS_KEPT
    ) -> None:
        super().__init__(folder / f"{name}.sqlite", metadata, durable=True)
        self._name = name
        self._runs_kept = runs_kept

    @contextmanager
    def writing_alone(self) -> Iterator[None]:
        """Be the only one that writes such files for this catalogue, in any process.

        Raises CatalogueError where somebody else does.
        """
        make_folder(self.path.parent)
        with alone(self.path.with_name(f"{self._name}.lock")) as is_alone:
            if not is_alone:
                raise CatalogueError(WRITTEN_ELSEWHERE[self._name])
            yield

    def states(self) -> dict[bytes, SidecarState]:
        """Every sidecar that was written or looked at, by its path."""
        if not self.path.exists():
            return {}
        with self.opened().read() as connection:
            rows = connection.execute(select(_files.c.path, _files.c.state))
            return {path: _state(path, text) for path, text in rows}

    def keep(self, states: Iterable[SidecarState], forget: Iterable[bytes] = ()) -> None:
        """Remember files as they are now, and forget others."""
        rows = [{"path": one.path, "state": _text(one)} for one in states]
        gone = list(forget)
        with self.opened().write() as connection:
            if rows:
                connection.execute(upsert(_files), rows)
            for path in gone:
                connection.execute(delete(_files).where(_files.c.path == path))

    def begin(self, started_at: str, curator: str) -> int:
        """A new run; its id."""
        with self.opened().write() as connection:
            result = connection.execute(
                insert(_runs).values(started_at=started_at, curator=curator, state="begun")
            )
            key = result.inserted_primary_key
            assert key is not None
            return int(key[0])

    def note(
        self, run_id: int, steps: Sequence[SidecarStep], contents: Mapping[bytes, bytes]
    ) -> None:
        """Say what is about to be written, with what the files hold before, by SHA-256."""
        with self.opened().write() as connection:
            if contents:
                connection.execute(
                    upsert(_contents),
                    [
                        {"sha256": sha256, "deflated": zlib.compress(content)}
                        for sha256, content in contents.items()
                    ],
                )
            connection.execute(
                insert(_steps),
                [
                    {
                        "run_id": run_id,
                        "path": one.path,
                        "before": one.before,
                        "after": _text(one.after),
                        "state_before": None
                        if one.state_before is None
                        else _text(one.state_before),
                    }
                    for one in steps
                ],
            )

    def mark(self, run_id: int, state: RunState) -> None:
        """Say what became of a run, or that something is begun with it; the oldest runs go."""
        with self.opened().write() as connection:
            connection.execute(update(_runs).where(_runs.c.id == run_id).values(state=state))
            if self._runs_kept is not None:
                _prune(connection, self._runs_kept)

    def runs(self) -> list[SidecarRun]:
        """The runs that can be taken back, newest first."""
        if not self.path.exists():
            return []
        query = select(_runs).where(_runs.c.state != "undone").order_by(_runs.c.id.desc())
        with self.opened().read() as connection:
            return [SidecarRun(*row) for row in connection.execute(query)]

    def is_cut_off(self) -> bool:
        """Whether a run has begun and not come to its end: it is under way, or was cut off."""
        return any(run.state == "begun" for run in self.runs())

    def steps(self, run_id: int) -> list[SidecarStep]:
        """The files of a run."""
        query = select(_steps).where(_steps.c.run_id == run_id).order_by(_steps.c.path)
        with self.opened().read() as connection:
            return [
                SidecarStep(
                    row.path,
                    row.before,
                    _state(row.path, row.after),
                    None if row.state_before is None else _state(row.path, row.state_before),
                )
                for row in connection.execute(query)
            ]

    def content(self, sha256: bytes) -> bytes:
        """What a file held. Raises CatalogueError where it is not kept."""
        query = select(_contents.c.deflated).where(_contents.c.sha256 == sha256)
        with self.opened().read() as connection:
            deflated = connection.scalar(query)
        if deflated is None:
            raise CatalogueError("sidecar-bytes-gone")
        return zlib.decompress(deflated)


def _prune(connection: Connection, runs_kept: int) -> None:
    kept = select(_runs.c.id).order_by(_runs.c.id.desc()).limit(runs_kept)
    gone = list(connection.scalars(select(_runs.c.id).where(_runs.c.id.not_in(kept))))
    if not gone:
        return
    connection.execute(delete(_steps).where(_steps.c.run_id.in_(gone)))
    connection.execute(delete(_runs).where(_runs.c.id.in_(gone)))
    needed = select(_steps.c.before).where(_steps.c.before.is_not(None))
    connection.execute(delete(_contents).where(_contents.c.sha256.not_in(needed)))


def _text(state: SidecarState) -> str:
    values = {
        "sha256": state.sha256.hex(),
        "size_bytes": state.size_bytes,
        "modified_ns": state.modified_ns,
        "looked_at": state.looked_at,
        "known": [[one.label_id, one.levels, one.is_path] for one in state.known],
        "found": sorted(state.found),
        "captions": state.captions,
    }
    return json.dumps(values, ensure_ascii=False)


def _state(path: bytes, text: str) -> SidecarState:
    values: dict[str, Any] = json.loads(text)
    return SidecarState(
        path=path,
        sha256=bytes.fromhex(values["sha256"]),
        size_bytes=values["size_bytes"],
        modified_ns=values["modified_ns"],
        looked_at=values["looked_at"],
        known=tuple(
            KnownKeyword(label_id, tuple(levels), is_path)
            for label_id, levels, is_path in values["known"]
        ),
        found=frozenset((field, tuple(levels)) for field, levels in values["found"]),
        captions=tuple(values.get("captions", ())),
    )
