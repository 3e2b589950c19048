"""A caption as it is found in a file or a table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

MAX_CAPTION_CHARS = 20_000
MOST_CAPTIONS = 100
"""Of one file: a picture has some, an attack thousands."""
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
    (ISO 8601) are "" where they are not."""

    text: str
    field: str
    language: str = ""
    author: str = ""
    made_at: str = ""


def caption(text: str, field: str, language: str = "") -> Caption | None:
    """A caption of a file; None for no words, and for what cameras write of themselves."""
    stripped = text.replace("\0", " ").strip()[:MAX_CAPTION_CHARS]
    words = " ".join(stripped.split()).casefold()
    if not any(map(str.isalpha, words)) or words in _CAMERAS:
        return None
    return Caption(stripped, field, stated_language(language))


def stated_language(text: str) -> str:
    """A code of a language as it is kept: small letters; "" for what is none."""
    code = text.strip().lower().replace("_", "-")
    is_language = _LANGUAGE.fullmatch(code) and code not in ("und", "mul", "zxx")
    return code if is_language and len(code) <= 35 else ""


def distinct(captions: Iterable[Caption | None]) -> tuple[Caption, ...]:
    """Each text once, in the order found, with its language where one of its places states it."""
    found: dict[str, Caption] = {}
    for one in captions:
        if one is None:
            continue
        key = " ".join(one.text.split())
        standing = found.get(key)
        if standing is None:
            if len(found) < MOST_CAPTIONS:
                found[key] = one
        elif one.language and not standing.language:
            found[key] = replace(standing, language=one.language)
    return tuple(found.values())
