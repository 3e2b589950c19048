"""Commands on duplicates: what a curator says of pairs, and who is set aside for whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import or_, select

from db.commands.captions import hand_captions
from db.commands.labelling import require_images
from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import RecordedTable, Row, RowDelta, record
from db.dialect import id_set
from db.duplicate_records import DuplicateAnswer, Handover, ImagePair, KeptImage, image_pair
from db.errors import CatalogueError
from db.records import ChangeSet
from db.repositories.filters import pair_is_in
from db.repositories.handover import read_handovers, source_of
from db.schema import decisions, duplicate_answers, images, labellings
from db.text import search_key

NONE: Mapping[int, Collection[int]] = MappingProxyType({})
NO_ANSWERS: Mapping[ImagePair, DuplicateAnswer] = MappingProxyType({})


def _both_images(delta: RowDelta) -> tuple[int, int]:
    return int(delta.key[0]), int(delta.key[1])


record(RecordedTable(duplicate_answers, "image_a", duplicates=_both_images))


class DuplicateCommands(CommandGroup):
    """Judges pairs, and sets images aside for others. No labelling is ever lost by it: an image
    that is set aside keeps its labels, and has them where it is brought back.

    Raise CatalogueError for an image that is not there. Clusters follow where somebody settles
    them (``DuplicateRepository.settle``), after undo too.
    """

    def answer_duplicates(self, answers: Mapping[ImagePair, DuplicateAnswer | None]) -> ChangeSet:
        """Say of each pair of images what it is; None takes an answer back.

        An answer takes the place of the earlier one. Details: pairs (how many changed), answer
        (where it is the same for all; "" for an answer taken back or several).
        """
        with self._recording() as recorder:
            pairs = _answer(recorder, answers)
            said = {answer or "" for answer in answers.values()}
            details: Details = {"pairs": pairs, "answer": said.pop() if len(said) == 1 else ""}
            return recorder.finish("answer_duplicates", details)

    def merge_clusters(self, parts: Sequence[Collection[int]]) -> ChangeSet:
        """Say that the images of all these clusters are the same: each of one and each of another.

        Details: parts, images (how many), pairs (how many answers changed).
        """
        return self._answer_between("merge_clusters", parts, "same")

    def split_cluster(self, parts: Sequence[Collection[int]]) -> ChangeSet:
        """Say that no image of one part of a cluster is the same as one of another part.

        Details: parts, images (how many), pairs (how many answers changed).
        """
        return self._answer_between("split_cluster", parts, "different")

    def set_aside(
        self,
        kept: Sequence[KeptImage],
        *,
        hand_labels: bool,
        hand_titles: bool,
        also: Mapping[int, Collection[int]] = NONE,
        answers: Mapping[ImagePair, DuplicateAnswer] = NO_ANSWERS,
    ) -> ChangeSet:
        """Set images aside, each for one that is kept, in one step for any number of clusters.

        What was set aside for one that goes now follows it. A kept image that was set aside is in
        use again. With ``hand_labels`` the kept one gets the labels of its others, with source
        "merged" and the image each is from, but for those that contradict (somebody rejected them
        for one of the images): ``also`` names, by kept image, which of those it gets too, against
        its own rejection as well. With ``hand_titles`` it gets a title where it has none, and the
        captions that it has not.
        ``answers`` are given in the same step. What is handed can be asked for first
        (``DuplicateRepository.handovers``).

        Details: clusters, images (newly set aside, or for another now), labels, titles and captions
        (handed), contradicting (labels not handed for that reason); keeper_id where there is one
        cluster.
        ValueError where an image is in two clusters.
        """
        with self._recording() as recorder:
            details = _set_aside(
                recorder, kept, also if hand_labels else None, hand_titles=hand_titles
            )
            _answer(recorder, answers)
            return recorder.finish("set_aside", details)

    def change_keeper(
        self,
        image_id: int,
        *,
        hand_labels: bool,
        hand_titles: bool,
        also: Collection[int] = (),
    ) -> ChangeSet:
        """Keep an image that is set aside in the place of the one it is set aside for.

        Otherwise as ``set_aside``. Raises CatalogueError where it is not set aside.
        """
        with self._recording() as recorder:
            require_images(recorder, [image_id])
            (keeper_id,) = recorder.values(images.c.keeper_id, images.c.id == image_id)
            if keeper_id is None:
                raise CatalogueError("image-not-set-aside")
            details = _set_aside(
                recorder,
                [KeptImage(image_id, (keeper_id,))],
                {image_id: also} if hand_labels else None,
                hand_titles=hand_titles,
            )
            return recorder.finish("change_keeper", details)

    def bring_back(self, image_ids: Collection[int], *, take_labels_back: bool) -> ChangeSet:
        """Have images that are set aside in use again.

        With ``take_labels_back`` their keepers lose the labels that came from them, where no other
        image set aside for the same keeper carries them and nobody has accepted them since.

        Details: images (how many changed), labels (how many were taken back).
        """
        with self._recording() as recorder:
            require_images(recorder, image_ids)
            rows = recorder.rows(
                "images", images.c.id.in_(id_set(image_ids)), images.c.keeper_id.is_not(None)
            )
            recorder.update("images", rows, {"keeper_id": None})
            taken = _take_back(recorder, rows) if take_labels_back else 0
            return recorder.finish("bring_back", {"images": len(rows), "labels": taken})

    def _answer_between(
        self, command: str, parts: Sequence[Collection[int]], answer: DuplicateAnswer
    ) -> ChangeSet:
        ids = [image_id for part in parts for image_id in dict.fromkeys(part)]
        if len(ids) != len(set(ids)):
            raise ValueError("an image is in two parts")
        between: dict[ImagePair, DuplicateAnswer | None] = {
            image_pair(one, other): answer
            for place, part in enumerate(parts)
            for others in parts[place + 1 :]
            for one in part
            for other in others
        }
        with self._recording() as recorder:
            pairs = _answer(recorder, between)
            details: Details = {"parts": len(parts), "images": len(ids), "pairs": pairs}
            return recorder.finish(command, details)


def bring_back_replaced(recorder: ChangeRecorder, image_ids: Collection[int]) -> None:
    """Have images in use again that are set aside though they, or those kept for them, are among
    these, which hold other pictures now: a change of its own in the transaction of another."""
    if not image_ids:
        return
    own = ChangeRecorder(recorder.connection, recorder.curator)
    replaced = id_set(image_ids)
    rows = own.rows(
        "images",
        images.c.keeper_id.is_not(None),
        or_(images.c.id.in_(replaced), images.c.keeper_id.in_(replaced)),
    )
    own.update("images", rows, {"keeper_id": None})
    own.finish("bring_back", {"images": len(rows), "labels": 0})
    own.close()


def _set_aside(
    recorder: ChangeRecorder,
    kept: Sequence[KeptImage],
    also: Mapping[int, Collection[int]] | None,
    *,
    hand_titles: bool,
) -> Details:
    """Set images aside and hand what they have to those kept, no labels without ``also``."""
    handovers = read_handovers(recorder.connection, kept)
    moved = _move(recorder, handovers)
    labels, contradicting = (0, 0) if also is None else _hand_labels(recorder, handovers, also)
    details: Details = {
        "clusters": len(kept),
        "images": moved,
        "labels": labels,
        "titles": _hand_titles(recorder, handovers) if hand_titles else 0,
        "captions": hand_captions(recorder, ((one.keeper_id, one.others) for one in handovers))
        if hand_titles
        else 0,
        "contradicting": contradicting,
    }
    if len(kept) == 1:
        details["keeper_id"] = kept[0].keeper_id
    return details


def _answer(recorder: ChangeRecorder, answers: Mapping[ImagePair, DuplicateAnswer | None]) -> int:
    """Write answers; how many changed."""
    wanted = {image_pair(*pair): answer for pair, answer in answers.items()}
    require_images(recorder, {image_id for pair in wanted for image_id in pair})
    firsts = {first for first, _ in wanted}
    standing = {
        (row["image_a"], row["image_b"]): row
        for row in recorder.rows(
            "duplicate_answers", duplicate_answers.c.image_a.in_(id_set(firsts))
        )
    }
    by_whom = {"decider": recorder.curator, "decided_at": recorder.now}
    gone = [
        standing[pair] for pair, answer in wanted.items() if answer is None and pair in standing
    ]
    changed = [
        (standing[pair], {"answer": answer, **by_whom})
        for pair, answer in wanted.items()
        if answer is not None and pair in standing and standing[pair]["answer"] != answer
    ]
    new = [
        {"image_a": pair[0], "image_b": pair[1], "answer": answer, **by_whom}
        for pair, answer in wanted.items()
        if answer is not None and pair not in standing
    ]
    recorder.delete("duplicate_answers", gone)
    recorder.update_each("duplicate_answers", changed)
    recorder.insert("duplicate_answers", new)
    return len(gone) + len(changed) + len(new)


def _move(recorder: ChangeRecorder, handovers: Iterable[Handover]) -> int:
    """Set the others aside and have the keepers in use; how many were set aside."""
    keeper_of: dict[int, int | None] = {}
    for one in handovers:
        keeper_of[one.keeper_id] = None
        keeper_of |= dict.fromkeys(one.others, one.keeper_id)
    rows = recorder.rows("images", images.c.id.in_(id_set(keeper_of)))
    moving = [row for row in rows if row["keeper_id"] != keeper_of[row["id"]]]
    recorder.update_each("images", [(row, {"keeper_id": keeper_of[row["id"]]}) for row in moving])
    return sum(keeper_of[row["id"]] is not None for row in moving)


def _hand_labels(
    recorder: ChangeRecorder, handovers: Sequence[Handover], also: Mapping[int, Collection[int]]
) -> tuple[int, int]:
    """Give keepers the labels of their others; how many, and how many contradict and are not."""
    rows: list[Row] = []
    lifted: set[tuple[int, int]] = set()
    held = 0
    carried = _sources(recorder, handovers)
    for one in handovers:
        handed = {label.label_id: label.from_image_id for label in one.labels}
        for label in one.contradicting:
            if one.keeper_id in label.carried_by:
                continue
            if label.label_id in also.get(one.keeper_id, ()):
                handed[label.label_id] = source_of(label.label_id, label.carried_by, carried)
                if one.keeper_id in label.rejected_by:
                    lifted.add((one.keeper_id, label.label_id))
            else:
                held += 1
        rows += [
            {
                "image_id": one.keeper_id,
                "label_id": label_id,
                "source": "merged",
                "decider": recorder.curator,
                "decided_at": recorder.now,
                "confidence": None,
                "from_image_id": from_image_id,
            }
            for label_id, from_image_id in handed.items()
        ]
    standing = recorder.rows(
        "decisions", decisions.c.image_id.in_(id_set({image_id for image_id, _ in lifted}))
    )
    recorder.delete(
        "decisions", [row for row in standing if (row["image_id"], row["label_id"]) in lifted]
    )
    recorder.insert("labellings", rows)
    return len(rows), held


def _sources(recorder: ChangeRecorder, handovers: Sequence[Handover]) -> dict[int, dict[int, str]]:
    """By image that carries a contradicting label, where its labels are from."""
    carriers = {
        image_id
        for one in handovers
        for label in one.contradicting
        for image_id in label.carried_by
    }
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for row in recorder.rows("labellings", labellings.c.image_id.in_(id_set(carriers))):
        found[row["image_id"]][row["label_id"]] = row["source"]
    return found


def _hand_titles(recorder: ChangeRecorder, handovers: Sequence[Handover]) -> int:
    """Give keepers without a title the one of another; how many."""
    titles = {one.keeper_id: one.title for one in handovers if one.title}
    rows = recorder.rows("images", images.c.id.in_(id_set(titles)))
    return recorder.update_each(
        "images",
        [
            (row, {"title": title, "search_key": search_key(row["path"], title)})
            for row in rows
            for title in (titles[row["id"]],)
        ],
    )


def _take_back(recorder: ChangeRecorder, rows: Sequence[Row]) -> int:
    """Take off keepers the labels that came from these images, which were set aside; how many.

    One that another image set aside for the keeper carries is from that one now.
    """
    keeper_of = {int(row["id"]): int(row["keeper_id"]) for row in rows}
    merged = [
        row
        for row in recorder.rows(
            "labellings",
            labellings.c.source == "merged",
            labellings.c.from_image_id.in_(id_set(keeper_of)),
            ~pair_is_in(decisions, labellings),
        )
        if keeper_of[row["from_image_id"]] == row["image_id"]
    ]
    others: dict[tuple[int, int], int] = {}
    carrying = (
        select(images.c.keeper_id, labellings.c.label_id, images.c.id)
        .join(labellings, labellings.c.image_id == images.c.id)
        .where(images.c.keeper_id.in_(id_set({row["image_id"] for row in merged})))
        .order_by(images.c.id.desc())
    )
    for keeper_id, label_id, image_id in recorder.connection.execute(carrying):
        others[keeper_id, label_id] = image_id
    staying = [row for row in merged if (row["image_id"], row["label_id"]) in others]
    going = [row for row in merged if (row["image_id"], row["label_id"]) not in others]
    recorder.update_each(
        "labellings",
        [(row, {"from_image_id": others[row["image_id"], row["label_id"]]}) for row in staying],
    )
    recorder.delete("labellings", going)
    return len(going)
