"""Which member of a cluster stays: by a stated rule whose parts a curator orders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase


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
DEFAULT_FORMATS = ("raw", "tiff/png/bmp", "jxl", "heif", "avif", "webp", "jpeg", "gif")
LOSSLESS = ("tiff", "png", "bmp")
"""Formats that keep every pixel: how large such a file is tells how it was packed."""


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
    first, with a slash between those that are as good. name_pattern, folder_pattern: shell patterns
    (``*_master.*``, ``originals/*``), any letter case; an image that fits is better."""

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


ORIGINAL, PATH = "original", "path"
"""Why an image stays where no part of the rule decides."""
UPSCALED = 1.2
"""Enlargement up to which an image counts as not enlarged: it cannot be measured finer."""
SHARPER = 0.02
"""Sharpness counts in steps of this."""


def choose_keeper(members: Sequence[Member], rule: KeeperRule | None = None) -> KeeperChoice:
    """The member that stays; an original before any other, then by the rule's parts in order.

    Where a part is not known of a member (a picture without a date) it is the worse in that part.
    The choice does not depend on the order of the members. ValueError without members.
    """
    rule = rule or KeeperRule()
    members = _with_sizes_that_tell(members)
    keys = [_keys(member, rule) for member in members]

    def worth(place: int) -> tuple[object, ...]:
        member, own = members[place], keys[place]
        return (not member.original, *(own[part] for part in rule.parts), member.path)

    keeper = min(range(len(members)), key=worth)
    reasons = tuple(
        _reason(place, members, keys, keeper, rule)
        for place in range(len(members))
        if place != keeper
    )
    stays = tuple(place for place, member in enumerate(members) if member.original)
    return KeeperChoice(keeper, reasons, stays)


def _reason(
    place: int,
    members: Sequence[Member],
    keys: Sequence[dict[Part, float]],
    keeper: int,
    rule: KeeperRule,
) -> Reason:
    own, kept = keys[place], keys[keeper]
    but = tuple(part for part in rule.parts if own[part] < kept[part])
    if members[keeper].original and not members[place].original:
        return Reason(place, ORIGINAL, but)
    decided = next((part for part in rule.parts if own[part] != kept[part]), PATH)
    return Reason(place, str(decided), but)


def _keys(member: Member, rule: KeeperRule) -> dict[Part, float]:
    """By part how good the member is, less being better."""
    return {part: KEYS[part](member, rule) for part in rule.parts}


def _with_sizes_that_tell(members: Sequence[Member]) -> Sequence[Member]:
    """The members, those of several lossless formats as large as the largest of them: saved in
    another format, a picture is no better for the larger file."""
    lossless = [one for one in members if one.format in LOSSLESS]
    if len({one.format for one in lossless}) < 2:
        return members
    largest = max(one.size_bytes for one in lossless)
    return [replace(one, size_bytes=largest) if one.format in LOSSLESS else one for one in members]


def _format_place(member: Member, rule: KeeperRule) -> float:
    places = (
        place
        for place, formats in enumerate(rule.formats)
        if member.format in map(str.strip, formats.split("/"))
    )
    return next(places, len(rule.formats))


def _unlike(text: str, pattern: str) -> float:
    return float(bool(pattern) and not fnmatchcase(text.casefold(), pattern.casefold()))


def _in_folder(member: Member, rule: KeeperRule) -> float:
    folder = member.path.rpartition("/")[0]
    # A pattern names a folder with all that is in it.
    return min(
        _unlike(folder, rule.folder_pattern),
        _unlike(folder, f"{rule.folder_pattern}/*") if rule.folder_pattern else 0.0,
    )


def _time(moment: datetime | None) -> float:
    return moment.timestamp() if moment is not None else float("inf")


KEYS: dict[Part, Callable[[Member, KeeperRule], float]] = {
    Part.NOT_UPSCALED: lambda member, _: float((member.upscaled or 1.0) > UPSCALED),
    Part.DIMENSIONS: lambda member, _: -member.width_px * member.height_px,
    Part.FORMAT: _format_place,
    Part.BYTES: lambda member, _: -member.size_bytes,
    Part.SHARPNESS: lambda member, _: -round((member.sharpness or 0.0) / SHARPER),
    Part.LABELS: lambda member, _: -member.labels,
    Part.CAPTURED: lambda member, _: _time(member.captured),
    Part.NAME: lambda member, rule: _unlike(member.path.rpartition("/")[2], rule.name_pattern),
    Part.FOLDER: _in_folder,
    Part.OLDEST: lambda member, _: _time(member.modified),
}
