"""How far a catalogue has come with its duplicates."""

from dataclasses import dataclass

from db.catalogue import Catalogue
from db.duplicate_records import DuplicateCounts, DuplicateRun
from engine.answers.current_encoder import current_encoder
from engine.answers.duplicates.model import settle


@dataclass(frozen=True, slots=True)
class DuplicateState:
    """``run`` is None before the first search with the encoder in use.

    ``new_images`` were not compared yet with it; ``is_encoded`` says whether there is one.
    """

    run: DuplicateRun | None
    counts: DuplicateCounts
    new_images: int
    is_encoded: bool

    @property
    def suspected(self) -> int:
        """Clusters that somebody has to look at."""
        return self.counts.clusters - self.counts.certain


def duplicate_state(catalogue: Catalogue) -> DuplicateState:
    """How far a catalogue has come, its clusters brought up to date."""
    settle(catalogue)
    encoder = current_encoder(catalogue)
    compared, new_images = catalogue.duplicates.count_compared(encoder[1] if encoder else "")
    return DuplicateState(
        catalogue.duplicates.run() if compared else None,
        catalogue.duplicates.counts(),
        new_images,
        encoder is not None,
    )
