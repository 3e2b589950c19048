"""What writing would do to a sidecar."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from db.clock import now_utc
from db.sidecar_journal import KnownKeyword, SidecarState
from engine.errors import InputError
from engine.jobs.sidecars.view import Base, Sidecar, SidecarView
from engine.sidecars.descriptions import Captions
from engine.sidecars.fields import Levels, key_of
from engine.sidecars.merge import Merge, merge
from engine.sidecars.naming import Shared
from engine.sidecars.reading import Found, keywords_in, written_as
from messages.message import Message
from messages.os_reasons import reason_of

Kind = Literal["same", "new", "changed", "asked", "shared", "unreadable"]
"""same: nothing to write; new: there is no sidecar yet; changed: ours change in it; asked: another
program has changed it since, and it is left unless told; shared: of images with other labels;
unreadable: it is left as it is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A sidecar and what becomes of it. ``sha256`` of what it holds, None where it is not there;
    ``after`` its state once it is written, or looked at where nothing changes."""

    sidecar: Sidecar
    kind: Kind
    merge: Merge | None = None
    content: bytes | None = None
    sha256: bytes | None = None
    state: SidecarState | None = None
    after: SidecarState | None = None
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has said. ``over_changes``: also into sidecars that other programs changed;
    ``captions``: captions too."""

    shared: Shared = Shared.ASK
    over_changes: bool = False
    captions: bool = False


def plan(view: SidecarView, sidecar: Sidecar, choices: Choices) -> Plan | None:
    """What writing would do; None where there is neither a sidecar nor anything for one."""
    labels = view.labels(sidecar)
    captions = view.captions(sidecar) if choices.captions else None
    state = view.states.get(sidecar.path_bytes)
    if not sidecar.exists and state is None and not labels and not _says(captions):
        return None
    if choices.shared is Shared.ASK and view.differ(sidecar.images):
        return Plan(sidecar, "shared", reason=Message("sidecar-shared"))
    if state is not None and _is_as_written(view, sidecar, state, labels, captions):
        return Plan(sidecar, "same")
    try:
        content = sidecar.read()
        return _plan_of(view, sidecar, labels, captions, content, choices)
    except InputError as error:
        return Plan(sidecar, "unreadable", reason=error.message)
    except OSError as error:
        reason = Message("file-unreadable", {"reason": reason_of(error)})
        return Plan(sidecar, "unreadable", reason=reason)


def _says(captions: Captions | None) -> bool:
    return captions is not None and bool(captions.texts)


def _is_as_written(
    view: SidecarView,
    sidecar: Sidecar,
    state: SidecarState,
    labels: dict[int, Levels],
    captions: Captions | None,
) -> bool:
    """Whether nothing has happened since on either side, as far as can be seen from outside."""
    written = {one.label_id: one.levels for one in state.known if one.is_path}
    return (
        written == labels
        and len(written) == len(state.known)
        and sidecar.size_and_time() == (state.size_bytes, state.modified_ns)
        and view.base(sidecar, state).known == state.known
        and (captions is None or captions.written == state.captions)
    )


def _plan_of(
    view: SidecarView,
    sidecar: Sidecar,
    labels: dict[int, Levels],
    captions: Captions | None,
    content: bytes | None,
    choices: Choices,
) -> Plan:
    sha256 = None if content is None else hashlib.sha256(content).digest()
    state = view.state(sidecar, sha256)
    base = view.base(sidecar, state)
    is_bare = not labels and not _says(captions)
    if content is None and is_bare:
        return Plan(sidecar, "same")
    if content is not None and is_bare and not base.known and not base.captions:
        return Plan(sidecar, "same")
    said = None if captions is None else captions.also_known(base.captions)
    merged = merge(content, labels.values(), base.keys, said)
    written = base.captions if captions is None else captions.written
    if not merged.fields and content is not None:
        after = None
        if _in_line(base, sha256):
            after = _state_after(sidecar, content, sha256, labels, keywords_in(content), written)
        return Plan(sidecar, "same", merged, content, sha256, state, after)
    asked = not choices.over_changes and _changed_elsewhere(base, content, sha256)
    kind: Kind = "asked" if asked else "new" if content is None else "changed"
    # What a new one holds is known; any other is read, as it will be the next time.
    found = written_as(labels.values()) if content is None else keywords_in(merged.file)
    after = _state_after(sidecar, merged.file, None, labels, found, written)
    reason = Message("sidecar-changed-elsewhere") if asked else None
    return Plan(sidecar, kind, merged, content, sha256, state, after, reason)


def _in_line(base: Base, sha256: bytes | None) -> bool:
    return base.sha256 in (None, sha256)


def _changed_elsewhere(base: Base, content: bytes | None, sha256: bytes | None) -> bool:
    """Whether another program has changed the file since it was written or read here.

    One that was never written is known by its keywords alone: those that a scan has read and that
    have gone since were taken out by somebody.
    """
    if base.sha256 is not None:
        return sha256 != base.sha256
    if not base.found:
        return False
    if content is None:
        return True
    there = {(field, key_of(levels)) for field, levels in keywords_in(content)}
    return any((field, key_of(levels)) not in there for field, levels in base.found)


def _state_after(
    sidecar: Sidecar,
    content: bytes,
    sha256: bytes | None,
    labels: dict[int, Levels],
    found: Found,
    captions: tuple[str, ...],
) -> SidecarState:
    """The state with these bytes; the time of the file is not known before it is written."""
    size_and_time = sidecar.size_and_time() if sha256 is not None else None
    return SidecarState(
        path=sidecar.path_bytes,
        sha256=sha256 or hashlib.sha256(content).digest(),
        size_bytes=len(content),
        modified_ns=size_and_time[1] if size_and_time else 0,
        looked_at=now_utc(),
        known=tuple(KnownKeyword(label_id, levels) for label_id, levels in labels.items()),
        found=found,
        captions=captions,
    )
