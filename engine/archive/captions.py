"""A caption as it is found in a file or a table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from messages.message import Message

MAX_CAPTION_CHARS = 20_000
MOST_CAPTIONS = 100
"""Of one file: a picture has some, an attack thousands."""
BEGINNING_CHARS = 40
_LANGUAGE = re.compile("[a-z]{2,3}(-[a-z0-9]{1,8})*")
_CAMERAS = frozenset(
    {"olympus digital camera", "konica minolta digital camera", "minolta digital camera"}
    | {"digital camera", "sony dsc", "exif_jpeg_picture", "exif jpeg", "samsung", "dav", "ptr"}
    | {"hdr", "binary comment", "default", "dcim", "image description", "untitled", "ascii"}
)
"""What cameras and programs write where nobody has written anything."""


@dataclass(frozen=True, slots=True)
class Caption:
    """``field`` names where it stands ("IPTC 2:120", "dc:description (x.jpg.xmp)", "csv").
    ``language`` is a code of BCP 47 in small letters, "" where none is stated; author and time
    (ISO 8601) are "" where they are not. ``cut_chars``: how much of the text was left out."""

    text: str
    field: str
    language: str = ""
    author: str = ""
    made_at: str = ""
    cut_chars: int = 0


def caption(text: str, field: str, language: str = "") -> Caption | None:
    """A caption of a file; None for no words, and for what cameras write of themselves."""
    whole = text.replace("\0", " ").strip()
    stripped = whole[:MAX_CAPTION_CHARS]
    words = " ".join(stripped.split()).casefold()
    if not any(map(str.isalpha, words)) or words in _CAMERAS:
        return None
    language = stated_language(language)
    return Caption(stripped, field, language, cut_chars=len(whole) - len(stripped))


def stated_language(text: str) -> str:
    """A code of a language as it is kept: small letters; "" for what is none."""
    code = text.strip().lower().replace("_", "-")
    is_language = _LANGUAGE.fullmatch(code) and code not in ("und", "mul", "zxx")
    return code if is_language and len(code) <= 35 else ""


def distinct(captions: Iterable[Caption | None]) -> tuple[tuple[Caption, ...], tuple[Message, ...]]:
    """Each text once, in the order found, with its language where one of its places states it; and
    what was left out, which is told once: the captions are as whole from here on."""
    found: dict[str, Caption] = {}
    too_many: set[str] = set()
    notes: list[Message] = []
    for one in captions:
        if one is None:
            continue
        key = " ".join(one.text.split())
        standing = found.get(key)
        if standing is None:
            if len(found) < MOST_CAPTIONS:
                if one.cut_chars:
                    notes.append(cut_note(one.text, one.cut_chars))
                found[key] = replace(one, cut_chars=0)
            else:
                too_many.add(key)
        elif one.language and not standing.language:
            found[key] = replace(standing, language=one.language)
    if too_many:
        told = {"most": MOST_CAPTIONS, "left_out": len(too_many)}
        notes.append(Message("captions-too-many", told))
    return tuple(found.values()), tuple(notes)


def cut_note(text: str, cut_chars: int) -> Message:
    """That only the beginning of a caption was taken in."""
    told: dict[str, int | str] = {"most": MAX_CAPTION_CHARS, "left_out": cut_chars}
    return Message("caption-cut", {**told, "begins": " ".join(text[:BEGINNING_CHARS].split())})
