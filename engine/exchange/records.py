"""What leaves the program and comes back, whatever the format. Plain values."""

from dataclasses import dataclass

from messages.message import Message


@dataclass(frozen=True, slots=True)
class ExchangedLabelling:
    """One labelling; ``levels`` are the label's names from the top of its hierarchy down to it.

    ``decided_at`` is ISO 8601 UTC, ``confidence`` in [0, 1] or None where a person said it
    without a suggestion. ``probability`` is how likely such a suggestion is right, which is the
    percentage on screen; None where nothing is calibrated. Formats without a place for where it
    came from leave those empty.
    """

    levels: tuple[str, ...]
    source: str = ""
    decider: str = ""
    decided_at: str = ""
    confidence: float | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class ExchangedSuggestion:
    """A label that a suggester proposes and nobody decided on; both numbers in [0, 1],
    ``probability`` None where nothing is calibrated."""

    levels: tuple[str, ...]
    confidence: float
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class ExchangedCaption:
    """A caption; ``language`` as BCP 47 has it, ``made_at`` ISO 8601, "" for what is not known.
    ``source`` and ``field`` say where it came from."""

    text: str
    language: str = ""
    source: str = ""
    field: str = ""
    author: str = ""
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody looked an image through elsewhere: it has the labels that its record says, and none
    of the ``others`` that were asked about. ``decided_at`` is ISO 8601 UTC, both "" where the
    program that was used does not tell."""

    others: frozenset[tuple[str, ...]]
    decider: str = ""
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class ExchangedImage:
    """One image, ``file`` relative to the archive with "/" between the parts, and its labellings.

    ``file`` is spelled as on disk; bytes that are no UTF-8 are lone surrogates (PEP 383).

    ``problem``: why nothing of what a table says of it can be taken.

    ``part`` is "train", "validation" or "test", "" where nothing is split. ``sha256`` is that of
    the original file, in hexadecimal. ``captured_at`` is ISO 8601 without a zone.

    ``answer``: what somebody said of its labels in another program, None where nobody did.

    An image without labellings is exchanged too, so that a list of files is never short.
    """

    file: str
    labellings: tuple[ExchangedLabelling, ...] = ()
    title: str = ""
    reviewed_at: str = ""
    problem: Message | None = None
    suggestions: tuple[ExchangedSuggestion, ...] = ()
    part: str = ""
    sha256: str = ""
    width_px: int | None = None
    height_px: int | None = None
    size_bytes: int | None = None
    captured_at: str = ""
    answer: Answer | None = None
    captions: tuple[ExchangedCaption, ...] = ()

    @property
    def text(self) -> str:
        """What training code reads with the image: its first caption; "" where it has none."""
        return self.captions[0].text if self.captions else ""
