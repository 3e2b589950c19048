"""What a curator decides about clusters of duplicates, each as one step of undo."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from db.catalogue import Catalogue
from db.duplicate_records import DuplicateAnswer, Handover, ImagePair, KeptImage
from db.records import ChangeSet
from engine.answers.duplicates.cards import ClusterCard, cluster_cards
from engine.answers.duplicates.model import settle

CARDS_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class CertainPreview:
    """What accepting all certain clusters would do.

    ``labels`` and ``titles`` are handed to keepers; ``contradicting`` labels are not, for somebody
    rejected them for one of the images. ``kept``: what ``accept`` takes.
    """

    kept: tuple[KeptImage, ...]
    images: int
    labels: int
    titles: int
    contradicting: int

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return len(self.kept)


def preview_certain(catalogue: Catalogue) -> CertainPreview:
    """What accepting all certain clusters would do; changes nothing."""
    settle(catalogue)
    ids = catalogue.duplicates.cluster_ids(certain=True)
    kept: list[KeptImage] = []
    for start in range(0, len(ids), CARDS_AT_A_TIME):
        cards = cluster_cards(catalogue, ids[start : start + CARDS_AT_A_TIME])
        kept += [one for one in (card.kept() for card in cards) if one.others]
    handovers: list[Handover] = catalogue.duplicates.handovers(kept)
    return CertainPreview(
        tuple(kept),
        images=sum(len(one.others) for one in kept),
        labels=sum(len(one.labels) for one in handovers),
        titles=sum(bool(one.title) for one in handovers),
        contradicting=sum(len(one.contradicting) for one in handovers),
    )


def accept(
    catalogue: Catalogue,
    kept: Sequence[KeptImage],
    *,
    hand_over: bool = True,
    also: Mapping[int, Collection[int]] | None = None,
) -> ChangeSet:
    """Set the others of clusters aside, in one step; keepers get their labels, titles and captions
    unless ``hand_over`` is false. ``also``: by keeper, contradicting labels it gets all the
    same."""
    change = catalogue.commands.set_aside(
        kept, hand_labels=hand_over, hand_titles=hand_over, also=also or {}
    )
    settle(catalogue)
    return change


def accept_cluster(
    catalogue: Catalogue,
    card: ClusterCard,
    keeper_id: int = 0,
    *,
    hand_over: bool = True,
    also: Collection[int] = (),
) -> ChangeSet:
    """Set the others of one cluster aside for a keeper (0: the rule's), which gets these
    contradicting labels ``also``."""
    kept = card.kept(keeper_id)
    return accept(catalogue, [kept], hand_over=hand_over, also={kept.keeper_id: also})


def answer(catalogue: Catalogue, answers: Mapping[ImagePair, DuplicateAnswer | None]) -> ChangeSet:
    """Say what pairs are; None takes an answer back."""
    change = catalogue.commands.answer_duplicates(answers)
    settle(catalogue)
    return change


def merge(catalogue: Catalogue, clusters: Sequence[Collection[int]]) -> ChangeSet:
    """Say that the images of these clusters are all the same."""
    change = catalogue.commands.merge_clusters(clusters)
    settle(catalogue)
    return change


def take_out(catalogue: Catalogue, image_ids: Collection[int], out: Collection[int]) -> ChangeSet:
    """Say that some images of a cluster are none of the others; remembered for ever."""
    rest = [image_id for image_id in image_ids if image_id not in out]
    change = catalogue.commands.split_cluster([list(out), rest])
    settle(catalogue)
    return change


def not_the_same(catalogue: Catalogue, image_ids: Sequence[int]) -> ChangeSet:
    """Say that no two images of a cluster are the same."""
    change = catalogue.commands.split_cluster([[image_id] for image_id in image_ids])
    settle(catalogue)
    return change


def bring_back(
    catalogue: Catalogue, image_ids: Collection[int], *, take_labels_back: bool = False
) -> ChangeSet:
    """Have images that are set aside in use again."""
    change = catalogue.commands.bring_back(image_ids, take_labels_back=take_labels_back)
    settle(catalogue)
    return change
