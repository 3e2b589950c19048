"""The similar labelled images behind one suggestion, put together for the screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.catalogue import Catalogue
from db.records import ImageRecord, LabellingRecord
from engine.answers.review import ReviewSession, ShownEvidence
from gui.review.desk.state import percent, percent_shares
from gui.words.amounts import whole_percent


@dataclass(frozen=True, slots=True)
class Chip:
    """One label of a reference image; ``matching``: it is the one that is suggested."""

    label_id: int
    label_name: str
    matching: bool


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """One reference image: what it weighs, what it carries."""

    image: ImageRecord
    weight: float
    weight_percent: int
    similarity: float
    carries_label: bool
    labellings: tuple[LabellingRecord, ...]
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything behind one suggestion for one image, heaviest first within each side.

    ``confidence`` is the sum of the weights of ``votes_for``, and ``percent`` that of their shown
    percentages.
    """

    image_id: int
    label_id: int
    label_name: str
    confidence: float
    percent: int
    votes_for: tuple[EvidenceCard, ...]
    votes_against: tuple[EvidenceCard, ...]

    @property
    def cards(self) -> tuple[EvidenceCard, ...]:
        """Votes for, then votes against."""
        return self.votes_for + self.votes_against

    def card_of(self, image_id: int) -> EvidenceCard | None:
        """The card of a reference image, if it is among the evidence."""
        return next((card for card in self.cards if card.image.id == image_id), None)


def weight_percent_text(card: EvidenceCard) -> str:
    """What a card weighs, as shown."""
    return whole_percent(card.weight_percent)


def put_together(
    image_id: int,
    label_id: int,
    label_name: str,
    shown: Sequence[ShownEvidence],
    images: Sequence[ImageRecord],
    labellings: dict[int, list[LabellingRecord]],
) -> Evidence:
    """The evidence as it is shown; references without a record any more are left out."""
    records = {image.id: image for image in images}
    present = [one for one in shown if one.image_id in records]

    def cards(carries_label: bool) -> tuple[float, int, tuple[EvidenceCard, ...]]:
        side = sorted(
            (one for one in present if one.carries_label is carries_label),
            key=lambda one: -one.weight,
        )
        total = sum(one.weight for one in side)
        shares = percent_shares([one.weight for one in side], percent(total))
        made = tuple(
            EvidenceCard(
                image=records[one.image_id],
                weight=one.weight,
                weight_percent=share,
                similarity=one.similarity,
                carries_label=carries_label,
                labellings=tuple(labellings.get(one.image_id, ())),
                chips=chips_of(labellings.get(one.image_id, []), label_id),
            )
            for one, share in zip(side, shares, strict=True)
        )
        return total, percent(total), made

    confidence, shown_percent, votes_for = cards(carries_label=True)
    _, _, votes_against = cards(carries_label=False)
    return Evidence(
        image_id, label_id, label_name, confidence, shown_percent, votes_for, votes_against
    )


def chips_of(labellings: Sequence[LabellingRecord], label_id: int) -> tuple[Chip, ...]:
    """The labels of a reference image, the suggested one first."""
    chips = [Chip(one.label_id, one.label_name, one.label_id == label_id) for one in labellings]
    return tuple(sorted(chips, key=lambda chip: (not chip.matching, chip.label_name)))


def load_evidence(
    catalogue: Catalogue, session: ReviewSession, image_id: int, label_id: int, label_name: str
) -> Evidence:
    """Read the evidence for one label of one image; runs in the compute lane."""
    shown = session.evidence(image_id, label_id)
    ids = [one.image_id for one in shown]
    return put_together(
        image_id,
        label_id,
        label_name,
        shown,
        catalogue.images.get_many(ids),
        catalogue.labellings.of_images(ids),
    )
