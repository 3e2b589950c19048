"""Which member of a cluster stays: by a stated rule whose parts a curator orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Part(StrEnum):
    """One part of a keeper rule: what makes one image better than another."""

    NOT_UPSCALED = "not-upscaled"
    DIMENSIONS = "dimensions"
    FORMAT = "format"
    BYTES = "bytes"
    SHARPNESS = "sharpness"
    LABELS = "labels"
    CAPTURED = "captured"
    NAME = "name"
    FOLDER = "folder"
    OLDEST = "oldest"


DEFAULT_PARTS = (
    Part.NOT_UPSCALED,
    Part.DIMENSIONS,
    Part.FORMAT,
    Part.BYTES,
    Part.LABELS,
    Part.CAPTURED,
    Part.OLDEST,
)
DEFAULT_FORMATS = ("raw", "tiff", "png", "jxl", "heif", "avif", "webp", "jpeg", "bmp", "gif")


@dataclass(frozen=True, slots=True)
class Member:
    """What the rule looks at. path: with / between folders. format: lower case, as in
    ``DEFAULT_FORMATS``. upscaled: factor by which it was enlarged, 1 where it was not, None
    unknown. sharpness: None unknown. labels: how many. captured: when the picture was taken.
    modified: of the file. original: lies in a folder declared to hold originals."""

    path: str
    width_px: int
    height_px: int
    size_bytes: int
    format: str
    upscaled: float | None = None
    sharpness: float | None = None
    labels: int = 0
    captured: datetime | None = None
    modified: datetime | None = None
    original: bool = False


@dataclass(frozen=True, slots=True)
class KeeperRule:
    """parts: in order of weight; the first that tells two images apart decides. formats: the better
    first. name_pattern, folder_pattern: shell patterns (``*_master.*``, ``originals/*``), any
    letter case; an image that fits is better."""

    parts: tuple[Part, ...] = DEFAULT_PARTS
    formats: tuple[str, ...] = DEFAULT_FORMATS
    name_pattern: str = ""
    folder_pattern: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why ``member`` does not stay: ``part`` decided ("original": the keeper lies in a folder of
    originals; "path": nothing told them apart but the order of the paths). but: parts in which
    ``member`` is the better one all the same ("larger, but upscaled")."""

    member: int
    part: str
    but: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class KeeperChoice:
    """keeper: index of the member that stays. reasons: one for each other member, in their order.
    stays: members that are never set aside, for they lie in folders of originals."""

    keeper: int
    reasons: tuple[Reason, ...]
    stays: tuple[int, ...] = ()


def choose_keeper(members: Sequence[Member], rule: KeeperRule | None = None) -> KeeperChoice:
    """The member that stays; an original before any other, then by the rule's parts in order.

    The choice does not depend on the order of the members. ValueError without members.
    """
    raise NotImplementedError
