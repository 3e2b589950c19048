"""What commands that do more than one job, or look at one image, have to tell."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.jobs.queues import QueueSummary
    from engine.jobs.suggest import SuggestSummary
    from engine.jobs.suggestion_table import SuggestionExportSummary
    from engine.jobs.tune import TuneSummary

ASKED_FOR, CHOSEN, USUAL = "asked for", "chosen for this catalogue", "the recommended one"
"""Why a suggester was the one that suggested; a sentence where an evaluation recommends it."""


@dataclass(frozen=True, slots=True)
class SuggestReport:
    """What ``suggest`` did; ``tuned`` and ``written`` only where there was reason to.

    ``rows``: the open suggestions that were asked for by a filter, the surest first.
    """

    suggested: "SuggestSummary"
    because: str
    tuned: "TuneSummary | None" = None
    written: "SuggestionExportSummary | None" = None
    rows: tuple["SuggestionRow", ...] | None = None


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """An open suggestion: ``probability`` in [0, 1] is how likely it is right, None where that is
    not calibrated; ``confidence`` is what the suggester itself gave."""

    file: str
    label: str
    probability: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class SuspectsReport:
    """What ``suspects`` found; ``written`` is the table, where one was asked for, and ``rows`` what
    is in it."""

    found: "QueueSummary"
    written: Path | None = None
    rows: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference image behind a suggestion, voting for it or against."""

    file: str
    weight: float
    similarity: float
    carries_label: bool


@dataclass(frozen=True, slots=True)
class ExplainedSuggestion:
    """A suggestion with the references it came from, heaviest first.

    ``probability`` is how likely it is right, in [0, 1]: the confidence calibrated on labelled
    images, None where that was not done. ``threshold``: the confidence from which this label is
    suggested.

    The weights of those that carry the label add up to the confidence, unless the evidence is
    borrowed. ``name_similarity``: the cosine between the image and what the label is called, for
    suggesters that go by names.
    """

    label: str
    label_path: str
    confidence: float
    probability: float | None
    threshold: float | None
    evidence: tuple[Reference, ...]
    name_similarity: float | None = None


@dataclass(frozen=True, slots=True)
class ImageReport:
    """What is suggested for one image; ``message`` says why it is nothing.

    ``borrowed_evidence``: the suggester has none of its own, and the references are the most
    similar ones all the same.
    """

    file: str
    labels: tuple[str, ...]
    suggester: str
    threshold: float
    suggestions: tuple[ExplainedSuggestion, ...]
    message: str
    borrowed_evidence: bool = False


@dataclass(frozen=True, slots=True)
class FoundImage:
    """An image that a search found, with its labels; no score where nothing was ranked. ``caption``
    is the one that has the words, "" where none has."""

    file: str
    score: float | None
    labels: tuple[str, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class SearchReport:
    """What was searched for and found, the best first.

    ``read_as`` holds each term and the words or the path it was searched as; ``searched`` is how
    many images were compared, and ``not_encoded`` how many were left out. ``notes`` say what of
    a saved search is not there any more; the first ``meant`` of all that were compared stand out or
    are among the ``with_words`` that have a caption with the words.
    """

    query: str
    read_as: tuple[tuple[str, str], ...]
    searched: int
    not_encoded: int
    images: tuple[FoundImage, ...]
    notes: tuple[str, ...] = ()
    meant: int = 0
    with_words: int = 0


@dataclass(frozen=True, slots=True)
class SavedSearchesReport:
    """The names of the searches saved in a catalogue, and what of them cannot be read."""

    searches: tuple[str, ...]
    trouble: str = ""
