"""XMP files beside an image: x.jpg.xmp (digiKam, darktable) and x.xmp (Adobe and others)."""

from pathlib import Path

from engine.archive.keywords import FoundText, union
from engine.archive.xmp import MAX_XMP_BYTES, read_xmp
from engine.errors import InputError
from messages.message import Message

SIDECAR_SUFFIX = ".xmp"


def is_sidecar(name: str) -> bool:
    """Whether a file of this name describes another one."""
    return name.lower().endswith(SIDECAR_SUFFIX)


def sidecar_names(name: str, sidecars: dict[str, str]) -> tuple[str, ...]:
    """The sidecars of the image ``name``, of those in its folder.

    ``sidecars`` has the lower-case names of the folder's .xmp files and how they are spelt.
    """
    stem = name.rsplit(".", 1)[0] if "." in name else name
    wanted = dict.fromkeys((f"{name}{SIDECAR_SUFFIX}".lower(), f"{stem}{SIDECAR_SUFFIX}".lower()))
    return tuple(sidecars[key] for key in wanted if key in sidecars)


def read_sidecars(paths: tuple[Path, ...]) -> FoundText:
    """The union of what the sidecars say; a broken one is noted and costs only itself."""
    parts: list[FoundText] = []
    notes: list[Message] = []
    for path in paths:
        try:
            with path.open("rb") as stream:
                packet = stream.read(MAX_XMP_BYTES + 1)
            parts.append(read_xmp(packet, place=path.name))
        except InputError as error:
            notes.append(Message("sidecar-left-out", {"file": path.name, "reason": error.message}))
        except OSError as error:
            notes.append(Message("sidecar-unreadable", {"file": path.name, "reason": str(error)}))
    return FoundText(
        union(found for part in parts for found in part.keywords),
        next((part.title for part in parts if part.title), ""),
        tuple(notes),
    )
