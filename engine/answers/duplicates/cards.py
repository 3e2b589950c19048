"""Clusters of duplicates as they are shown: their members, who stays and why, what is handed on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypedDict

from db.catalogue import Catalogue
from db.duplicate_records import AnsweredPair, DuplicateCluster, DuplicatePair, Handover, KeptImage
from db.records import ImageRecord, LabellingRecord
from engine.answers.duplicates.choices import DuplicateChoices, duplicate_choices
from engine.answers.duplicates.full_picture import KIND, FullPicture, full_picture_of
from engine.duplicates.keeper import KeeperChoice, KeeperRule, Member, Reason, choose_keeper

FORMATS = {"mpo": "jpeg", "jpg": "jpeg", "heic": "heif", "tif": "tiff", "dng": "raw"}
"""Formats that a rule knows by another name."""


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One image of a cluster, with all that may tell it from the others."""

    image: ImageRecord
    labels: tuple[LabellingRecord, ...]
    measured: FullPicture | None
    """None until it was measured."""

    is_original: bool
    """It lies in a folder of originals and is never set aside."""


@dataclass(frozen=True, slots=True)
class ClusterCard:
    """A cluster that waits. ``keeper_id`` is whom the ``rule`` keeps; ``reasons`` say why not the
    others, by image. ``stays``: originals, which are never set aside, whoever is kept."""

    id: int
    members: tuple[MemberFacts, ...]
    keeper_id: int
    reasons: Mapping[int, Reason]
    stays: tuple[int, ...]
    probability: float
    weakest: tuple[int, int]
    certain: bool
    rule: KeeperRule

    @property
    def image_ids(self) -> tuple[int, ...]:
        """The ids of the members, by path."""
        return tuple(one.image.id for one in self.members)

    def others(self, keeper_id: int) -> tuple[int, ...]:
        """Whom accepting the cluster sets aside for a keeper."""
        return tuple(one for one in self.image_ids if one != keeper_id and one not in self.stays)

    def kept(self, keeper_id: int = 0) -> KeptImage:
        """What accepting does; ``keeper_id`` 0: as the rule has it."""
        keeper_id = keeper_id or self.keeper_id
        return KeptImage(keeper_id, self.others(keeper_id))

    def without(self, image_id: int) -> "ClusterCard":
        """What is left when one image is taken out, as likely as it was."""
        return self._of([one for one in self.members if one.image.id != image_id])

    def joined(self, other: "ClusterCard") -> "ClusterCard":
        """Both as one cluster; certain where both are."""
        members = sorted((*self.members, *other.members), key=lambda one: one.image.path)
        weaker = min(self, other, key=lambda one: one.probability)
        return replace(
            self._of(members),
            probability=weaker.probability,
            weakest=weaker.weakest,
            certain=self.certain and other.certain,
        )

    def _of(self, members: Sequence[MemberFacts]) -> "ClusterCard":
        return replace(
            self,
            id=min(one.image.id for one in members),
            members=tuple(members),
            **_who_stays(members, self.rule),
        )


@dataclass(frozen=True, slots=True)
class ClusterDetails:
    """What lies between the members of a cluster: pairs, answers, and what would be handed on."""

    card: ClusterCard
    pairs: tuple[DuplicatePair, ...]
    answers: tuple[AnsweredPair, ...]
    handover: Handover


def cluster_cards(catalogue: Catalogue, cluster_ids: Sequence[int]) -> list[ClusterCard]:
    """These clusters in the order given, without those that are gone by now."""
    choices = duplicate_choices(catalogue)
    return _cards(catalogue, catalogue.duplicates.clusters(cluster_ids), choices)


def cluster_details(
    catalogue: Catalogue, cluster_id: int, keeper_id: int = 0
) -> ClusterDetails | None:
    """One cluster whole, with what a keeper (0: the rule's) would get; None where it is gone."""
    found = cluster_cards(catalogue, [cluster_id])
    if not found:
        return None
    (card,) = found
    ids = set(card.image_ids)
    return ClusterDetails(
        card,
        tuple(one for one in catalogue.duplicates.pairs(ids) if ids.issuperset(one[:2])),
        tuple(one for one in catalogue.duplicates.answers(ids) if ids.issuperset(one[:2])),
        catalogue.duplicates.handovers([card.kept(keeper_id)])[0],
    )


def member_facts(
    catalogue: Catalogue, image_ids: Iterable[int], choices: DuplicateChoices
) -> dict[int, MemberFacts]:
    """What is known of images, by id."""
    images = catalogue.images.get_many(list(dict.fromkeys(image_ids)))
    labels = catalogue.labellings.of_images([one.id for one in images])
    measured = catalogue.marks.get_many(KIND, [one.content_hash for one in images])
    return {
        one.id: MemberFacts(
            one,
            tuple(labels[one.id]),
            full_picture_of(measured.get(one.content_hash)),
            choices.is_original(one.folder),
        )
        for one in images
    }


def _cards(
    catalogue: Catalogue, clusters: Sequence[DuplicateCluster], choices: DuplicateChoices
) -> list[ClusterCard]:
    facts = member_facts(
        catalogue, [image_id for one in clusters for image_id in one.members], choices
    )
    return [_card(one, [facts[image_id] for image_id in one.members], choices) for one in clusters]


def _card(
    cluster: DuplicateCluster, members: Sequence[MemberFacts], choices: DuplicateChoices
) -> ClusterCard:
    return ClusterCard(
        id=cluster.id,
        members=tuple(members),
        probability=cluster.probability,
        weakest=cluster.weakest,
        certain=cluster.certain,
        rule=choices.rule,
        **_who_stays(members, choices.rule),
    )


class _Staying(TypedDict):
    keeper_id: int
    reasons: Mapping[int, Reason]
    stays: tuple[int, ...]


def _who_stays(members: Sequence[MemberFacts], rule: KeeperRule) -> _Staying:
    chosen: KeeperChoice = choose_keeper([_member(one) for one in members], rule)
    ids = [one.image.id for one in members]
    return {
        "keeper_id": ids[chosen.keeper],
        "reasons": {ids[reason.member]: reason for reason in chosen.reasons},
        "stays": tuple(ids[place] for place in chosen.stays),
    }


def _member(facts: MemberFacts) -> Member:
    image, measured = facts.image, facts.measured
    kind = (image.format or "").lower()
    return Member(
        path=image.path,
        width_px=image.width_px or 0,
        height_px=image.height_px or 0,
        size_bytes=image.size_bytes,
        format=FORMATS.get(kind, kind),
        upscaled=measured.resolution.upscaled if measured else None,
        sharpness=measured.resolution.sharpness if measured else None,
        labels=len(facts.labels),
        captured=_moment(image.captured_at),
        modified=datetime.fromtimestamp(image.modified_ns / 1e9, tz=UTC),
        original=facts.is_original,
    )


def _moment(text: str | None) -> datetime | None:
    """A time as the camera wrote it; without a zone, as most are, so that all compare."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None
