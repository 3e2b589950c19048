"""Commands on images: their labels, the decisions on suggestions, and whether they are reviewed."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import exists, func, select

from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import RECORDED, RecordedTable, Row, record
from db.commands.vocabulary import create_typed, existing_label
from db.dialect import id_set
from db.errors import CatalogueError
from db.names import meant_label, shared_names
from db.records import AcceptedLabel, ChangeSet
from db.repositories.filters import pair_is_in
from db.schema import decisions, images, label_errors, labellings, labels

record(
    RecordedTable(labellings, "image_id", "label_id", makes_stale="pair"),
    RecordedTable(decisions, "image_id", "label_id", makes_stale="pair"),
)


Pair = tuple[int, int]
"""(image id, label id)"""

Verdict = tuple[float, bool]
"""(confidence, whether it is accepted)"""


class LabellingCommands(CommandGroup):
    """Puts labels on images and takes them off."""

    def label_images(
        self,
        image_ids: Sequence[int],
        *,
        add: Sequence[int] = (),
        remove: Sequence[int] = (),
        add_names: Sequence[str] = (),
    ) -> ChangeSet:
        """Add and remove labels on all these images, in one step.

        ``add_names`` are names, aliases or paths (``db.names``); labels that are missing are
        created in the same step, with the levels above them that a path names.
        Adding a label lifts an earlier rejection of it; removing one rejects it for the image
        unless it was the curator's own (``remove_labels``).

        Details: images (how many changed), image_count (how many were given), added, removed,
        created (names). Raises CatalogueError for an unknown image or label, an unusable name, or
        one that may mean several labels.
        """
        with self._recording() as recorder:
            require_images(recorder, image_ids)
            created: list[str] = []
            added = list(dict.fromkeys(add))
            for name in add_names:
                label_id = meant_label(recorder.connection, name)
                if label_id is None:
                    label_id, made = create_typed(recorder, name)
                    created += made
                if label_id not in added:
                    added.append(label_id)
            removed = [label_id for label_id in dict.fromkeys(remove) if label_id not in added]

            names = label_names(recorder, [*added, *removed])
            remove_labels(recorder, image_ids, removed)
            add_labels(recorder, image_ids, added)
            details: Details = {
                "images": len(recorder.images_changed("labellings")),
                "image_count": len(set(image_ids)),
                "added": [names[label_id] for label_id in added],
                "removed": [names[label_id] for label_id in removed],
                "created": created,
            }
            return recorder.finish("label_images", details)

    def decide(
        self,
        image_id: int,
        *,
        accepted: Sequence[AcceptedLabel] = (),
        rejected: Sequence[AcceptedLabel] = (),
        suggester: str,
        reviewed: bool | None = None,
    ) -> ChangeSet:
        """Accept and reject suggestions on one image and, if told, mark it reviewed or not.

        A decision on a pair replaces the earlier one. An accepted label becomes a labelling with
        source "accepted" unless the image carries it already; a rejected one is taken off the
        image whatever its source. A doubt is answered the same way: accepting keeps a label that
        is probably wrong or puts one on that is probably missing, rejecting does the opposite.

        Details: image_id, accepted, rejected (names), and reviewed (0 or 1) where given.
        """
        both = {item.label_id for item in accepted} & {item.label_id for item in rejected}
        if both:
            raise ValueError(f"labels {sorted(both)} are both accepted and rejected")
        with self._recording() as recorder:
            require_images(recorder, [image_id])
            verdicts = {item.label_id: (item, True) for item in accepted}
            verdicts |= {item.label_id: (item, False) for item in rejected}
            names = label_names(recorder, verdicts)
            _decide(
                recorder,
                {
                    (image_id, label_id): (item.confidence, yes)
                    for label_id, (item, yes) in verdicts.items()
                },
                suggester,
            )
            details: Details = {
                "image_id": image_id,
                "accepted": [names[label_id] for label_id, (_, yes) in verdicts.items() if yes],
                "rejected": [names[label_id] for label_id, (_, yes) in verdicts.items() if not yes],
            }
            if reviewed is not None:
                _set_reviewed(recorder, [image_id], reviewed)
                details["reviewed"] = int(reviewed)
            return recorder.finish("decide", details)

    def decide_images(
        self,
        label_id: int,
        *,
        accepted: Mapping[int, float],
        rejected: Mapping[int, float],
        suggester: str,
    ) -> ChangeSet:
        """Decide on one label for many images, given with their confidences, in one step.

        Otherwise as ``decide``. Details: label_id, label, accepted and rejected (how many images).
        """
        both = accepted.keys() & rejected.keys()
        if both:
            raise ValueError(f"images {sorted(both)} are both accepted and rejected")
        with self._recording() as recorder:
            require_images(recorder, [*accepted, *rejected])
            name = label_names(recorder, [label_id])[label_id]
            verdicts = {(image_id, label_id): (one, True) for image_id, one in accepted.items()}
            verdicts |= {(image_id, label_id): (one, False) for image_id, one in rejected.items()}
            _decide(recorder, verdicts, suggester)
            details: Details = {
                "label_id": label_id,
                "label": name,
                "accepted": len(accepted),
                "rejected": len(rejected),
            }
            return recorder.finish("decide_images", details)

    def accept_suggestions(
        self, confidences: Mapping[tuple[int, int], float], *, suggester: str
    ) -> ChangeSet:
        """Accept suggestions on many images, by (image id, label id), in one step; as ``decide``.

        One that somebody decided since it was read stays as it was decided. Details: suggestions,
        images and labels (how many).
        """
        with self._recording() as recorder:
            decided = {
                (row["image_id"], row["label_id"])
                for row in recorder.rows(
                    "decisions",
                    decisions.c.image_id.in_(id_set({one for one, _ in confidences})),
                    decisions.c.label_id.in_(id_set({one for _, one in confidences})),
                )
            }
            confidences = {key: one for key, one in confidences.items() if key not in decided}
            image_ids = {image_id for image_id, _ in confidences}
            label_ids = {label_id for _, label_id in confidences}
            require_images(recorder, sorted(image_ids))
            label_names(recorder, sorted(label_ids))
            verdicts = {pair: (one, True) for pair, one in confidences.items()}
            _decide(recorder, verdicts, suggester)
            details: Details = {
                "suggestions": len(confidences),
                "images": len(image_ids),
                "labels": len(label_ids),
            }
            return recorder.finish("accept_suggestions", details)

    def clear_decisions(self, image_id: int, label_ids: Iterable[int]) -> ChangeSet:
        """Take decisions back: the suggestions and doubts are open again.

        Labels that an acceptance put on go. A label that a rejection took off, having been in
        doubt as probably wrong, was there before anybody was asked: it comes back, as the
        curator's own. Details: image_id, cleared (names).
        """
        wanted = list(dict.fromkeys(label_ids))
        with self._recording() as recorder:
            names = label_names(recorder, wanted)
            standing = recorder.rows(
                "decisions",
                decisions.c.image_id == image_id,
                decisions.c.label_id.in_(id_set(wanted)),
            )
            cleared = [row["label_id"] for row in standing]
            rejected = [row["label_id"] for row in standing if not row["accepted"]]
            recorder.delete("decisions", standing)
            add_labels(recorder, [image_id], _doubted(recorder, image_id, rejected))
            recorder.delete(
                "labellings",
                recorder.rows(
                    "labellings",
                    labellings.c.image_id == image_id,
                    labellings.c.label_id.in_(id_set(cleared)),
                    labellings.c.source == "accepted",
                ),
            )
            details: Details = {
                "image_id": image_id,
                "cleared": [names[label_id] for label_id in wanted if label_id in cleared],
            }
            return recorder.finish("clear_decisions", details)

    def mark_reviewed(self, image_ids: Sequence[int], reviewed: bool) -> ChangeSet:
        """Mark images as finished, or as not.

        Details: images (how many changed), reviewed (0 or 1).
        """
        with self._recording() as recorder:
            require_images(recorder, image_ids)
            changed = _set_reviewed(recorder, image_ids, reviewed)
            return recorder.finish("mark_reviewed", {"images": changed, "reviewed": int(reviewed)})


def add_labels(
    recorder: ChangeRecorder, image_ids: Iterable[int], label_ids: Sequence[int]
) -> None:
    """Put labels on images as the curator's own, where they are not yet; lift rejections.

    Where a text rule had put one on, it is the curator's own from now on.
    """
    wanted = list(dict.fromkeys(image_ids))
    for label_id in label_ids:
        recorder.delete_where(
            "decisions",
            decisions.c.label_id == label_id,
            decisions.c.accepted.is_(False),
            decisions.c.image_id.in_(id_set(wanted)),
            ~pair_is_in(labellings, decisions),
        )
        carried = exists().where(
            labellings.c.label_id == label_id, labellings.c.image_id == images.c.id
        )
        recorder.update_where(
            "labellings",
            {"source": "curator", "decider": recorder.curator, "decided_at": recorder.now},
            labellings.c.label_id == label_id,
            labellings.c.image_id.in_(id_set(wanted)),
            labellings.c.source == "rule",
        )
        recorder.insert_where(
            "labellings",
            {
                "image_id": images.c.id,
                "label_id": label_id,
                "source": "curator",
                "decider": recorder.curator,
                "decided_at": recorder.now,
                "confidence": None,
                "from_image_id": None,
            },
            images.c.id.in_(id_set(wanted)),
            ~carried,
        )


def remove_labels(
    recorder: ChangeRecorder, image_ids: Iterable[int], label_ids: Sequence[int]
) -> None:
    """Take labels off images, and reject those that others have put there.

    A label that came with a file, from a merge or from a suggestion would return: the next
    suggestions or files bring it again. Taking it off is therefore a decision against it, by no
    suggester where none had suggested it. One that a curator put on by hand is only taken back:
    whoever puts it on and takes it off has decided nothing. An accepted suggestion behind any of
    them becomes a rejected one.
    """
    if not label_ids:
        return
    wanted = list(image_ids)
    verdict: Row = {"accepted": False, "decider": recorder.curator, "decided_at": recorder.now}
    is_carried = (
        labellings.c.label_id.in_(id_set(label_ids)),
        labellings.c.image_id.in_(id_set(wanted)),
    )
    recorder.update_where(
        "decisions",
        verdict,
        decisions.c.label_id.in_(id_set(label_ids)),
        decisions.c.image_id.in_(id_set(wanted)),
        decisions.c.accepted.is_(True),
    )
    recorder.insert_where(
        "decisions",
        {
            "image_id": labellings.c.image_id,
            "label_id": labellings.c.label_id,
            "confidence": func.coalesce(labellings.c.confidence, 0.0),
            "suggester": "",
            **verdict,
        },
        *is_carried,
        labellings.c.source != "curator",
        ~pair_is_in(decisions, labellings),
    )
    recorder.delete_where("labellings", *is_carried)


def label_names(recorder: ChangeRecorder, label_ids: Iterable[int]) -> dict[int, str]:
    """What people read of the labels. Raises CatalogueError where one is not there."""
    wanted = list(label_ids)
    rows = recorder.rows("labels", labels.c.id.in_(id_set(wanted)))
    names = {int(row["id"]): str(row["name"]) for row in rows}
    names |= {key: name for key, name in shared_names(recorder.connection).items() if key in names}
    for label_id in wanted:
        if label_id not in names:
            existing_label(recorder, label_id)
    return names


def require_images(recorder: ChangeRecorder, image_ids: Iterable[int]) -> None:
    """Raise CatalogueError where one of the images is not there."""
    wanted = set(image_ids)
    known = select(func.count()).where(images.c.id.in_(id_set(wanted)))
    if recorder.connection.scalar(known) != len(wanted):
        raise CatalogueError("some-images-gone")


def _doubted(recorder: ChangeRecorder, image_id: int, label_ids: Sequence[int]) -> list[int]:
    """Those of the labels that the image carried when they were found probably wrong."""
    return recorder.values(
        label_errors.c.label_id,
        label_errors.c.image_id == image_id,
        label_errors.c.kind == "wrong",
        label_errors.c.label_id.in_(id_set(label_ids)),
    )


def _decide(recorder: ChangeRecorder, verdicts: Mapping[Pair, Verdict], suggester: str) -> None:
    """Write decisions on (image id, label id) pairs, and what they make of the labellings."""
    images_of = id_set({image_id for image_id, _ in verdicts})
    labels_of = id_set({label_id for _, label_id in verdicts})

    def rows(table: str) -> dict[Pair, Row]:
        pair = RECORDED[table].table.c
        found = recorder.rows(table, pair.image_id.in_(images_of), pair.label_id.in_(labels_of))
        by_pair = {(row["image_id"], row["label_id"]): row for row in found}
        return {key: row for key, row in by_pair.items() if key in verdicts}

    def values(key: Pair) -> Row:
        confidence, accepted = verdicts[key]
        by_whom = {"decider": recorder.curator, "decided_at": recorder.now}
        return {
            "accepted": accepted,
            "confidence": float(confidence),
            "suggester": suggester,
            **by_whom,
        }

    def keys(key: Pair) -> Row:
        return {"image_id": key[0], "label_id": key[1]}

    standing = rows("decisions")
    recorder.update_each("decisions", [(row, values(key)) for key, row in standing.items()])
    new = [key for key in verdicts if key not in standing]
    recorder.insert("decisions", [keys(key) | values(key) for key in new])
    carried = rows("labellings")
    recorder.delete("labellings", [row for key, row in carried.items() if not verdicts[key][1]])
    recorder.insert(
        "labellings",
        [
            keys(key)
            | {
                "source": "accepted",
                "decider": recorder.curator,
                "decided_at": recorder.now,
                "confidence": float(confidence),
                "from_image_id": None,
            }
            for key, (confidence, accepted) in verdicts.items()
            if accepted and key not in carried
        ],
    )


def _set_reviewed(recorder: ChangeRecorder, image_ids: Sequence[int], reviewed: bool) -> int:
    unlike = images.c.reviewed_at.is_(None) if reviewed else images.c.reviewed_at.is_not(None)
    return recorder.update_where(
        "images",
        {"reviewed_at": recorder.now if reviewed else None},
        images.c.id.in_(id_set(image_ids)),
        unlike,
    )
