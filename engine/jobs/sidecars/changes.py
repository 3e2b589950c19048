"""What other programs changed in sidecars since: found, shown label by label, and taken over.

Three sides again: what a sidecar held when it was last written, looked at or read by a scan; what
it holds now; and the labels of its images. What stands in the file, is not known and no label of
the image, was added by somebody. What stood in one of our fields and does not any more, although
the image has the label, was taken out: programs rewrite the fields that they know and leave others
as they were, so one field is enough.
"""

import hashlib
import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from db.catalogue import Catalogue
from db.clock import now_utc
from db.commands.sidecars import SidecarAddition
from db.records import ChangeSet, FoundKeyword
from db.repositories.sidecar_keywords import KnownImage
from db.sidecar_journal import KnownKeyword, SidecarState
from engine.errors import InputError
from engine.jobs.sidecars.view import Base, Sidecar, SidecarView
from engine.jobs.sidecars.write import FILES_AT_A_TIME, STOPPED, settle
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.sidecars.fields import SUBJECT, WRITTEN, Key, Levels, key_of
from engine.sidecars.naming import Style
from engine.sidecars.reading import Found, is_path, keywords_in, written_as
from messages.levels import join_levels
from messages.message import Message
from messages.os_reasons import reason_of

Conflict = Literal["", "rejected-here", "decided-here", "renamed-here"]
"""rejected-here: added there, but a curator rejected it; decided-here: taken out there, but put on
or accepted here since; renamed-here: taken out there under its old name."""


@dataclass(frozen=True, slots=True)
class SidecarChange:
    """One keyword that another program put into a sidecar or took out of it.

    ``images`` are the paths of those that it would be put on or taken off. ``label_id`` is the
    label that it stands for, 0 for a new one; ``is_path``: it stands there with all its levels.
    """

    sidecar: str
    image_ids: tuple[int, ...]
    images: tuple[str, ...]
    kind: Literal["added", "removed"]
    levels: Levels
    field: str
    label_id: int
    is_path: bool
    conflict: Conflict
    path_bytes: bytes
    sha256: bytes

    @property
    def label(self) -> str:
        """The keyword as people read it."""
        return join_levels(self.levels)


@dataclass(slots=True)
class SidecarChanges:
    """What was changed elsewhere. ``looked_at``: how many sidecars were changed in other things
    alone, or hold what is known; they count as looked at from now on."""

    changes: list[SidecarChange] = field(default_factory=list)
    looked_at: int = 0
    unreadable: list[tuple[str, Message]] = field(default_factory=list)

    @property
    def message(self) -> Message:
        """How many keywords were put in and taken out."""
        added = sum(one.kind == "added" for one in self.changes)
        removed = len(self.changes) - added
        return Message("job-compare-sidecars-done", {"added": added, "removed": removed})


def compare_sidecars(
    catalogue: Catalogue, *, cancel: CancelToken, image_ids: Collection[int] | None = None
) -> Job[SidecarChanges]:
    """Find what other programs changed in the sidecars of all images, or of these.

    Changes neither labels nor sidecars. Raises InputError where the archive is not there,
    CatalogueError where another process writes sidecars of this catalogue.
    """
    found = SidecarChanges()
    with catalogue.sidecars.writing_alone():
        yield Progress("comparing-sidecars", 0, 0)
        settle(catalogue)
        comparer = _Comparer(catalogue)
        view = comparer.view
        wanted = None if image_ids is None else frozenset(image_ids)
        done = 0
        settled: list[SidecarState] = []
        for sidecar in view.sidecars(Style.FULL_NAME, wanted):
            if done % FILES_AT_A_TIME == 0:
                stop_if_cancelled(cancel, STOPPED)
                yield Progress("comparing-sidecars", done, view.image_count)
            done += len(sidecar.images)
            try:
                changes, state = comparer.compare(sidecar)
            except InputError as error:
                found.unreadable.append((sidecar.path, error.message))
                continue
            except OSError as error:
                reason = Message("file-unreadable", {"reason": reason_of(error)})
                found.unreadable.append((sidecar.path, reason))
                continue
            found.changes += changes
            if state is not None:
                settled.append(state)
        found.unreadable += view.closed
        if settled:
            catalogue.sidecars.keep(settled)
        found.changes = _with_conflicts(catalogue, comparer, found.changes)
        found.looked_at = len(settled)
    return found


def take_changes(
    catalogue: Catalogue,
    *,
    accepted: Sequence[SidecarChange],
    declined: Sequence[SidecarChange] = (),
) -> ChangeSet:
    """Take changes over as one command that undo takes back; those ``declined`` are not asked about
    again, and the next writing brings the file in line with the catalogue.

    A sidecar of which nothing is left open counts as looked at. Raises CatalogueError for images
    that are gone, and where another process writes sidecars of this catalogue.
    """
    with catalogue.sidecars.writing_alone():
        began_at = now_utc()
        result = catalogue.commands.take_sidecar_changes(
            [
                SidecarAddition(
                    image_id,
                    FoundKeyword(one.levels, f"{one.field} ({_name(one.path_bytes)})"),
                    one.label_id,
                )
                for one in accepted
                if one.kind == "added"
                for image_id in one.image_ids
            ],
            [
                (image_id, one.label_id)
                for one in accepted
                if one.kind == "removed"
                for image_id in one.image_ids
            ],
        )
        comparer = _Comparer(catalogue)
        by_sidecar = defaultdict(list)
        for one in declined:
            by_sidecar[one.path_bytes].append(one)
        touched = {one.path_bytes for one in (*accepted, *declined)}
        ids = {image_id for one in (*accepted, *declined) for image_id in one.image_ids}
        states = []
        for sidecar in comparer.view.sidecars(Style.FULL_NAME, ids):
            if sidecar.path_bytes in touched:
                state = comparer.after(sidecar, by_sidecar[sidecar.path_bytes], began_at)
                states += [] if state is None else [state]
        catalogue.sidecars.keep(states)
    return result


class _Comparer:
    """Compares sidecars with what is known of them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.view = SidecarView(catalogue)
        self._by_path: dict[Key, list[int]] = defaultdict(list)
        self._by_name: dict[Key, list[int]] = defaultdict(list)
        for label_id, levels in self.view.written.items():
            self._by_path[key_of(levels)].append(label_id)
            for name in {levels[-1], *self.view.aliases[label_id]}:
                self._by_name[key_of((name,))].append(label_id)

    def compare(self, sidecar: Sidecar) -> tuple[list[SidecarChange], SidecarState | None]:
        """The open changes of a sidecar; where there are none but it is not as it was, the state
        that says that it was looked at. Raises InputError and OSError where it cannot be read."""
        state = self.view.states.get(sidecar.path_bytes)
        size_and_time = sidecar.size_and_time()
        if size_and_time is None:
            return [], None  # a sidecar that is gone says nothing of labels
        if state is not None and size_and_time == (state.size_bytes, state.modified_ns):
            base = self.view.base(sidecar, state)
            return self._changes(sidecar, base, state.found, state.sha256), None
        seen = self._seen(sidecar)
        if seen is None:
            return [], None
        changes = self._changes(sidecar, seen.base, seen.there, seen.sha256)
        if changes or seen.state is None:
            return changes, None
        return [], self._looked_at(sidecar, seen, now_utc(), frozenset())

    def after(
        self, sidecar: Sidecar, declined: Sequence[SidecarChange], looked_at: str
    ) -> SidecarState | None:
        """The state of a sidecar of which changes were taken over, since ``looked_at``, or
        declined; None where it stays the one it has."""
        seen = self._seen(sidecar)
        if seen is None:
            return None
        base = seen.base
        gone = {
            (one.shown, key_of(one.levels(one.text(change.levels))))
            for change in declined
            if change.kind == "removed"
            for one in WRITTEN
        }
        base = replace(
            base,
            known=base.known
            + tuple(
                KnownKeyword(0, one.levels, one.is_path) for one in declined if one.kind == "added"
            ),
            found=frozenset(
                (name, levels) for name, levels in base.found if (name, key_of(levels)) not in gone
            ),
        )
        seen = replace(seen, base=base)
        if not self._changes(sidecar, base, seen.there, seen.sha256):
            taken_over = self.view.read_since(sidecar, looked_at)
            return self._looked_at(sidecar, seen, looked_at, taken_over)
        if not declined:
            return None
        return SidecarState(
            path=sidecar.path_bytes,
            sha256=base.sha256 or b"",
            size_bytes=-1,
            modified_ns=0,
            looked_at=base.looked_at,
            known=base.known,
            found=base.found,
            captions=base.captions,
        )

    def _seen(self, sidecar: Sidecar) -> "_Seen | None":
        content = sidecar.read()
        if content is None:
            return None
        sha256 = hashlib.sha256(content).digest()
        state = self.view.state(sidecar, sha256)
        return _Seen(
            sha256, len(content), keywords_in(content), state, self.view.base(sidecar, state)
        )

    def _looked_at(
        self, sidecar: Sidecar, seen: "_Seen", looked_at: str, taken_over: Collection[int]
    ) -> SidecarState:
        """A sidecar as it is. Keywords that were just taken over are known by that alone: undone,
        they are asked about again."""
        there = _folded(seen.there)
        known = [
            one
            for one in seen.base.known
            if one.label_id not in taken_over and _folded(_forms(one)) & there
        ]
        ids = {one.label_id for one in known} | set(taken_over)
        known += [
            KnownKeyword(label_id, levels)
            for label_id, levels in self.view.labels(sidecar).items()
            if label_id not in ids and _folded(written_as([levels])) & there
        ]
        size_and_time = sidecar.size_and_time()
        return SidecarState(
            path=sidecar.path_bytes,
            sha256=seen.sha256,
            size_bytes=seen.size_bytes,
            modified_ns=size_and_time[1] if size_and_time else 0,
            looked_at=looked_at,
            known=tuple(dict.fromkeys(known)),
            found=seen.there,
            captions=seen.base.captions,
        )

    def _changes(
        self, sidecar: Sidecar, base: Base, there: Found, sha256: bytes
    ) -> list[SidecarChange]:
        return [
            *self._added(sidecar, base, there, sha256),
            *self._removed(sidecar, base, there, sha256),
        ]

    def _added(
        self, sidecar: Sidecar, base: Base, there: Found, sha256: bytes
    ) -> Iterator[SidecarChange]:
        known = base.keys
        levels = {(level,) for name, path in there if is_path(name) for level in key_of(path)}
        seen: set[Key] = set()
        # Paths first, and of names those that are no level of a path in the same file.
        for name, found in sorted(there, key=lambda one: (not is_path(one[0]), one[1], one[0])):
            key, whole = key_of(found), is_path(name)
            if key in seen or (key in known.paths if whole else key in known.names):
                continue
            if not whole and (key in levels or any(key[0] in path for path in known.paths)):
                continue
            seen.add(key)
            meant = (self._by_path if whole else self._by_name).get(key, [])
            of = [
                image
                for image in sidecar.images
                if not set(meant) & set(self.view.carried.get(image.id, ()))
            ]
            if of:
                label_id = meant[0] if len(meant) == 1 or (meant and whole) else 0
                yield _change(sidecar, "added", of, found, name, label_id, whole, sha256)

    def _removed(
        self, sidecar: Sidecar, base: Base, there: Found, sha256: bytes
    ) -> Iterator[SidecarChange]:
        labels = self.view.labels(sidecar)
        before, now = _folded(base.found), _folded(there)
        seen: set[int] = set()
        for one in base.known:
            if one.label_id not in labels or one.label_id in seen:
                continue
            gone = (_folded(_forms(one)) & before) - now
            if gone:
                seen.add(one.label_id)
                of = [
                    image
                    for image in sidecar.images
                    if one.label_id in self.view.carried.get(image.id, ())
                ]
                name = min(gone)[0]
                yield _change(
                    sidecar, "removed", of, one.levels, name, one.label_id, one.is_path, sha256
                )


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sidecar as it is now."""

    sha256: bytes
    size_bytes: int
    there: Found
    state: SidecarState | None
    base: Base


def _forms(known: KnownKeyword) -> Found:
    """What our fields hold for a known keyword; of a name, the list of names alone."""
    if known.is_path:
        return written_as([known.levels])
    return frozenset([(SUBJECT.shown, known.levels)])


def _folded(found: Found) -> set[tuple[str, Key]]:
    return {(name, key_of(levels)) for name, levels in found}


def _change(
    sidecar: Sidecar,
    kind: Literal["added", "removed"],
    of: Sequence[KnownImage],
    levels: Levels,
    name: str,
    label_id: int,
    whole: bool,
    sha256: bytes,
) -> SidecarChange:
    return SidecarChange(
        sidecar=sidecar.path,
        image_ids=tuple(image.id for image in of),
        images=tuple(image.path for image in of),
        kind=kind,
        levels=levels,
        field=name,
        label_id=label_id,
        is_path=whole,
        conflict="",
        path_bytes=sidecar.path_bytes,
        sha256=sha256,
    )


def _with_conflicts(
    catalogue: Catalogue, comparer: _Comparer, changes: Sequence[SidecarChange]
) -> list[SidecarChange]:
    """The changes, each with what speaks against it here."""
    ids = {image_id for one in changes for image_id in one.image_ids}
    rejected = catalogue.sidecar_keywords.rejected(ids)
    decided_at = catalogue.sidecar_keywords.decided_at(ids)

    def conflict(one: SidecarChange) -> Conflict:
        pairs = [(image_id, one.label_id) for image_id in one.image_ids]
        if one.kind == "added":
            return "rejected-here" if any(pair in rejected for pair in pairs) else ""
        written = comparer.view.written.get(one.label_id, one.levels)
        if one.is_path and key_of(written) != key_of(one.levels):
            return "renamed-here"
        state = comparer.view.states.get(one.path_bytes)
        since = "" if state is None else state.looked_at
        return "decided-here" if any(decided_at.get(pair, "") > since for pair in pairs) else ""

    return [replace(one, conflict=conflict(one)) for one in changes]


def _name(path_bytes: bytes) -> str:
    """The name of a sidecar as a scan says where a keyword comes from."""
    return os.fsdecode(path_bytes).rpartition("/")[2]
