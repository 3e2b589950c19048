"""The command that takes in what people decided in another program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.commands.keyword_labels import KeywordLabels
from db.commands.labelling import Pair, require_images
from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import Row
from db.dialect import id_set
from db.records import ChangeSet
from db.schema import decisions, labellings
from db.text import MAX_NAME_LENGTH, clean_name, storable_text


@dataclass(frozen=True, slots=True)
class GivenLabel:
    """A label that an image gets. ``levels`` are its names from the top down; ``label_id`` is the
    label that they mean, None where it is made. ``decider`` and ``decided_at`` (ISO 8601 UTC) are
    who gave it and when, "" for the curator and now."""

    image_id: int
    levels: tuple[str, ...]
    label_id: int | None = None
    source: str = "curator"
    decider: str = ""
    decided_at: str = ""


@dataclass(frozen=True, slots=True)
class RefusedLabel:
    """A label that an image does not have, by somebody's answer: it is taken off, or a suggestion
    of it with ``confidence`` is rejected. ``decider`` and ``decided_at`` as of a given one."""

    image_id: int
    label_id: int
    confidence: float = 0.0
    decider: str = ""
    decided_at: str = ""


class AnswerCommands(CommandGroup):
    """Takes decisions of other programs' users into the catalogue."""

    def take_answers(
        self, given: Sequence[GivenLabel], refused: Sequence[RefusedLabel], *, suggester: str = ""
    ) -> ChangeSet:
        """Label images and take labels off as others decided, under their names, in one step.

        A given label lifts an earlier rejection. A refused one is a decision against it, of a
        suggestion by ``suggester``. Labels that are missing are made; names that cannot be one
        are passed over. Details: images, added, removed (labels that images carried), rejected
        (all refused ones), labels_created. Raises CatalogueError for an unknown image.
        """
        image_ids = {one.image_id for one in given} | {one.image_id for one in refused}
        with self._recording() as recorder:
            require_images(recorder, image_ids)
            removed = _refuse(recorder, refused, suggester)
            mapped = KeywordLabels(recorder)
            added = _give(recorder, _labels(mapped, given))
            details: Details = {
                "images": len(image_ids),
                "added": added,
                "removed": removed,
                "rejected": len(refused),
                "labels_created": mapped.created,
            }
            return recorder.finish("take_answers", details)


def _labels(mapped: KeywordLabels, given: Sequence[GivenLabel]) -> dict[Pair, GivenLabel]:
    """What is given by (image id, label id)."""
    found: dict[Pair, GivenLabel] = {}
    by_levels: dict[tuple[str, ...], int | None] = {}
    for one in given:
        label_id = one.label_id
        if label_id is None:
            if one.levels not in by_levels:
                levels = [level for level in map(clean_name, one.levels) if level]
                fits = bool(levels) and max(map(len, levels)) <= MAX_NAME_LENGTH
                by_levels[one.levels] = mapped.at_path(levels, create=True) if fits else None
            label_id = by_levels[one.levels]
        if label_id is not None:
            found[one.image_id, label_id] = one
    return found


def _give(recorder: ChangeRecorder, given: Mapping[Pair, GivenLabel]) -> int:
    """Put the labels on where they are not yet; how many."""
    images_of = id_set({image_id for image_id, _ in given})
    standing = recorder.rows(
        "decisions", decisions.c.accepted.is_(False), decisions.c.image_id.in_(images_of)
    )
    recorder.delete("decisions", [row for row in standing if _pair(row) in given])
    carried = {
        _pair(row) for row in recorder.rows("labellings", labellings.c.image_id.in_(images_of))
    }
    new = sorted(given.keys() - carried)
    recorder.insert(
        "labellings",
        [
            {
                "image_id": image_id,
                "label_id": label_id,
                "source": given[image_id, label_id].source,
                "confidence": None,
                "from_image_id": None,
                **_by_whom(recorder, given[image_id, label_id]),
            }
            for image_id, label_id in new
        ],
    )
    return len(new)


def _refuse(recorder: ChangeRecorder, refused: Sequence[RefusedLabel], suggester: str) -> int:
    """Take the labels off and write the decisions against them; how many were carried."""
    by_pair = {(one.image_id, one.label_id): one for one in refused}
    images_of = id_set({image_id for image_id, _ in by_pair})
    rows = recorder.rows("labellings", labellings.c.image_id.in_(images_of))
    carried = {_pair(row): row for row in rows if _pair(row) in by_pair}
    standing = {
        _pair(row): row
        for row in recorder.rows("decisions", decisions.c.image_id.in_(images_of))
        if _pair(row) in by_pair
    }

    def verdict(pair: Pair) -> Row:
        confidence = carried[pair]["confidence"] if pair in carried else by_pair[pair].confidence
        return {
            "accepted": False,
            "confidence": float(confidence or 0.0),
            "suggester": "" if pair in carried else suggester,
            **_by_whom(recorder, by_pair[pair]),
        }

    recorder.update_each("decisions", [(row, verdict(pair)) for pair, row in standing.items()])
    recorder.insert(
        "decisions",
        [
            {"image_id": pair[0], "label_id": pair[1], **verdict(pair)}
            for pair in sorted(by_pair.keys() - standing.keys())
        ],
    )
    recorder.delete("labellings", list(carried.values()))
    return len(carried)


def _by_whom(recorder: ChangeRecorder, one: GivenLabel | RefusedLabel) -> Row:
    return {
        "decider": storable_text(one.decider) or recorder.curator,
        "decided_at": one.decided_at or recorder.now,
    }


def _pair(row: Row) -> Pair:
    return int(row["image_id"]), int(row["label_id"])
