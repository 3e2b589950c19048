"""What the listening process and the model process say to each other."""

from dataclasses import dataclass
from typing import Any

from engine.encoders.base import PixelArray, Preprocess
from messages.message import Message


@dataclass(frozen=True, slots=True)
class Ready:
    """The model is loaded; ``preprocess`` is how it wants pictures, ``suggester`` who answers
    where a request names none."""

    suggester: str
    encoder: str
    fingerprint: str
    preprocess: Preprocess
    reads_texts: bool


@dataclass(frozen=True, slots=True)
class Predict:
    """Labels for a picture: (size_px, size_px, 3) uint8. ``suggester``: "" for the one that made
    the catalogue's suggestions. ``question``: its name or number; then that is answered instead."""

    pixels: PixelArray
    text: str = ""
    suggester: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """The ``top`` images of the archive that fit words, a picture or both."""

    words: str
    pixels: PixelArray | None
    top: int


Call = Predict | Search


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer in the shape in which it is sent as JSON."""

    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no answer."""

    message: Message


@dataclass(frozen=True, slots=True)
class NotYet:
    """What is asked is being prepared; ask again in a moment."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault of ours; ``where`` says where, and nothing of what it was about."""

    where: str


Reply = Answered | Refused | NotYet | Broken
