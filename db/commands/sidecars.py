"""What another program changed in sidecars, taken over as one change."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from db.commands.importing import LEVEL_SEPARATOR, MAX_KEYWORD_LENGTH
from db.commands.keyword_labels import KeywordLabels
from db.commands.labelling import remove_labels, require_images
from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import next_id
from db.dialect import id_set
from db.records import ChangeSet, FoundKeyword
from db.schema import decisions, keywords, labellings
from db.text import MAX_NAME_LENGTH, clean_name, storable_text

Pairs = set[tuple[int, int]]
"""(image id, label id)"""


@dataclass(frozen=True, slots=True)
class SidecarAddition:
    """A keyword that another program has put into an image's sidecar; ``label_id`` is the label it
    stands for, 0 where that is found or made as at an import."""

    image_id: int
    keyword: FoundKeyword
    label_id: int = 0


class SidecarCommands(CommandGroup):
    """Takes changes of sidecars into the catalogue."""

    def take_sidecar_changes(
        self,
        added: Sequence[SidecarAddition],
        removed: Sequence[tuple[int, int]],
    ) -> ChangeSet:
        """Label images with keywords and take labels (image id, label id) off.

        A keyword becomes its label, or one as at an import, and labels the image also where a
        curator had rejected it there: who takes this over has changed their mind. Its source is
        "imported". Taking off is a decision against the label, as by hand.

        Details: images, added, removed (how many), labels_created. Raises CatalogueError for an
        unknown image.
        """
        image_ids = {one.image_id for one in added} | {image_id for image_id, _ in removed}
        with self._recording() as recorder:
            require_images(recorder, image_ids)
            by_label: dict[int, list[int]] = {}
            for image_id, label_id in removed:
                by_label.setdefault(label_id, []).append(image_id)
            for label_id, of_label in by_label.items():
                remove_labels(recorder, of_label, [label_id])

            mapped = KeywordLabels(recorder)
            rows = _mapped(mapped, added)
            pairs = {(image_id, label_id) for (image_id, _, _), label_id in rows.items()}
            _lift_rejections(recorder, pairs)
            labelled = _label(recorder, pairs, rows)
            _note_keywords(recorder, rows)
            details: Details = {
                "images": len(image_ids),
                "added": labelled,
                "removed": len(removed),
                "labels_created": mapped.created,
            }
            return recorder.finish("take_sidecar_changes", details)


Rows = dict[tuple[int, str, str], int]
"""The label of each keyword: by image id, text and source."""


def _mapped(mapped: KeywordLabels, added: Sequence[SidecarAddition]) -> Rows:
    """The labels of keywords, made where they are missing; names too long for one are left out."""
    rows: Rows = {}
    for one in added:
        keyword = one.keyword
        levels = [level for level in map(clean_name, keyword.levels) if level]
        if not levels or max(map(len, levels)) > MAX_NAME_LENGTH:
            continue
        label_id: int | None = one.label_id
        if not label_id and keyword.is_path:
            label_id = mapped.at_path(levels, create=True)
        elif not label_id:
            label_id = mapped.flat(levels[0], create=True)
        assert label_id is not None
        text = LEVEL_SEPARATOR.join(levels)[:MAX_KEYWORD_LENGTH]
        rows[one.image_id, text, storable_text(keyword.source)] = label_id
    return rows


def _lift_rejections(recorder: ChangeRecorder, pairs: Pairs) -> None:
    standing = recorder.rows(
        "decisions",
        decisions.c.accepted.is_(False),
        decisions.c.image_id.in_(id_set({image_id for image_id, _ in pairs})),
    )
    recorder.delete(
        "decisions", [row for row in standing if (row["image_id"], row["label_id"]) in pairs]
    )


def _label(recorder: ChangeRecorder, pairs: Pairs, rows: Rows) -> int:
    """Put the labels on where they are not yet; how many."""
    query = select(labellings.c.image_id, labellings.c.label_id).where(
        labellings.c.image_id.in_(id_set({image_id for image_id, _ in pairs}))
    )
    carried = {(row[0], row[1]) for row in recorder.connection.execute(query)}
    sources = {(key[0], label_id): key[2] for key, label_id in rows.items()}
    new = sorted(pairs - carried)
    recorder.insert(
        "labellings",
        [
            {
                "image_id": image_id,
                "label_id": label_id,
                "source": "imported",
                "decider": sources[image_id, label_id],
                "decided_at": recorder.now,
                "confidence": None,
                "from_image_id": None,
            }
            for image_id, label_id in new
        ],
    )
    return len(new)


def _note_keywords(recorder: ChangeRecorder, rows: Rows) -> None:
    """Remember where the keywords came from; those known from before are known as of now."""
    found = {
        (row["image_id"], row["text"], row["source"]): row
        for row in recorder.rows(
            "keywords", keywords.c.image_id.in_(id_set({image_id for image_id, _, _ in rows}))
        )
    }
    recorder.update_each(
        "keywords",
        [
            (found[key], {"label_id": label_id, "imported_at": recorder.now})
            for key, label_id in rows.items()
            if key in found
        ],
    )
    new = [key for key in rows if key not in found]
    first = next_id(recorder.connection, keywords)
    recorder.insert(
        "keywords",
        [
            {
                "id": first + at,
                "image_id": key[0],
                "text": key[1],
                "source": key[2],
                "label_id": rows[key],
                "imported_at": recorder.now,
            }
            for at, key in enumerate(new)
        ],
    )
