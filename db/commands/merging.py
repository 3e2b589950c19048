"""Commands that make one label of several, several of one, or say that two are not the same."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, FromClause, Table, case, exists, select

from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import RecordedTable, Row, record
from db.commands.vocabulary import (
    add_alias_row,
    ancestry,
    checked_name,
    create_label_row,
    difference_rows,
    existing_label,
    images_carrying,
    label_details,
    put_below,
    refuse_taken_name,
)
from db.dialect import id_set
from db.errors import CatalogueError
from db.names import child_named, names_of
from db.records import ChangeSet
from db.repositories.filters import pair_is_in
from db.schema import aliases, decisions, different_labels, keywords, labellings, labels
from db.text import name_key

# Of two labellings that a merge brings together the more deliberate one stays.
SOURCE_RANK = {"curator": 0, "accepted": 1, "merged": 2, "imported": 3, "rule": 4}

record(RecordedTable(different_labels, label_column="label_id"))


class MergingCommands(CommandGroup):
    """Merges labels, splits them, and keeps apart what only looks the same.

    All raise CatalogueError for a label that is not there. Details name the label ("label",
    "label_id") and what is said with each method.
    """

    def merge_labels(self, source_ids: Sequence[int], target_id: int) -> ChangeSet:
        """Make one label of several: everything the sources have goes to the target.

        Their names become its aliases, where they are not its own and no label beside it has
        them. Where an image carries both, the more deliberate
        labelling stays (curator, accepted, merged, imported, rule, in this order; of equals
        the target's). Where decisions differ, the target's stays. English names, prompts, text
        rules and the like are the target's; where it has none by hand, the first source's are
        taken.

        Details: merged (names), images (how many carried a source).
        """
        sources = [label_id for label_id in dict.fromkeys(source_ids) if label_id != target_id]
        with self._recording() as recorder:
            target = existing_label(recorder, target_id)
            merged = [existing_label(recorder, label_id) for label_id in sources]
            images_moved = images_carrying(recorder, sources)
            for source_id in sources:
                _move_labellings(recorder, source_id, target_id)
                _move_decisions(recorder, source_id, target_id)
                recorder.update_where(
                    "keywords", {"label_id": target_id}, keywords.c.label_id == source_id
                )
            _move_children(recorder, merged, target_id)
            _move_differences(recorder, sources, target_id)
            names = names_of(recorder.connection)
            for source in sorted(merged, key=lambda row: -len(names.line(int(row["id"])))):
                owned = recorder.rows("aliases", aliases.c.label_id == source["id"])
                recorder.delete("aliases", owned)
                recorder.delete("labels", recorder.rows("labels", labels.c.id == source["id"]))
                for name in (source["name"], *(alias["name"] for alias in owned)):
                    _add_free_alias(recorder, target_id, str(name))
            _take_over_words(recorder, target_id, merged)
            details: Details = {
                **label_details(target),
                "merged": [str(source["name"]) for source in merged],
                "images": images_moved,
            }
            return recorder.finish("merge_labels", details)

    def split_label(self, label_id: int, image_ids: Iterable[int], new_name: str) -> ChangeSet:
        """Make a label of some images of another: they carry the new one in its place.

        The new label lies beside the old one. Each labelling keeps where it came from and who
        made it; an accepted suggestion of the old label becomes a rejected one, so that it does
        not return. Images that do not carry the label stay as they are. A name that is an alias
        of the label leaves it and becomes the new label's name.

        Details: name, new_label_id, images (how many moved). Raises CatalogueError where none
        of the images carries the label, and for a name that is empty, too long or taken.
        """
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            wanted = list(image_ids)
            if not recorder.connection.scalar(select(exists().where(*_carrying(label_id, wanted)))):
                raise CatalogueError("images-without-label", label=str(label["name"]))
            name = checked_name(new_name)
            own_alias = recorder.rows(
                "aliases", aliases.c.label_id == label_id, aliases.c.name_key == name_key(name)
            )
            recorder.delete("aliases", own_alias)
            refuse_taken_name(recorder, name, label["parent_id"])
            created = create_label_row(recorder, name, parent_id=label["parent_id"])
            moved = _split_off(recorder, wanted, label_id, int(created["id"]))
            details: Details = {
                **label_details(label),
                "name": name,
                "new_label_id": int(created["id"]),
                "images": moved,
            }
            return recorder.finish("split_label", details)

    def mark_different(self, pairs: Iterable[tuple[int, int]], different: bool = True) -> ChangeSet:
        """Say that the labels of each pair are not the same, or take that back.

        Details: pairs (how many changed), different (0 or 1), and of the first pair label,
        label_id and other.
        """
        wanted = list(dict.fromkeys((min(pair), max(pair)) for pair in pairs))
        with self._recording() as recorder:
            found = [
                (existing_label(recorder, first), existing_label(recorder, second))
                for first, second in wanted
            ]
            standing = {
                (row["label_id"], row["other_id"]): row
                for row in difference_rows(
                    recorder, {label_id for pair in wanted for label_id in pair}
                )
            }
            if different:
                recorder.insert(
                    "different_labels",
                    [
                        _difference(recorder, *pair)
                        for pair in wanted
                        if pair not in standing and pair[0] != pair[1]
                    ],
                )
            else:
                recorder.delete(
                    "different_labels", [standing[pair] for pair in wanted if pair in standing]
                )
            details: Details = {"pairs": len(recorder.deltas), "different": int(different)}
            if found:
                details |= {**label_details(found[0][0]), "other": str(found[0][1]["name"])}
            return recorder.finish("mark_different", details)


def _add_free_alias(recorder: ChangeRecorder, label_id: int, name: str) -> None:
    parent_id = existing_label(recorder, label_id)["parent_id"]
    if child_named(recorder.connection, parent_id, name) is None:
        add_alias_row(recorder, label_id, name)


def _move_labellings(recorder: ChangeRecorder, source_id: int, target_id: int) -> None:
    standing = labellings.alias()
    is_moving = labellings.c.label_id == source_id
    source = labellings.alias()
    recorder.update_where(
        "labellings",
        {one.name: source.c[one.name] for one in labellings.c if not one.primary_key},
        labellings.c.label_id == target_id,
        source.c.label_id == source_id,
        source.c.image_id == labellings.c.image_id,
        _rank(source) < _rank(labellings),
    )
    is_carried = exists().where(
        standing.c.label_id == target_id, standing.c.image_id == labellings.c.image_id
    )
    recorder.insert_where("labellings", _with_label(labellings, target_id), is_moving, ~is_carried)
    recorder.delete_where("labellings", is_moving)


def _with_label(rows: Table, label_id: int) -> Row:
    """The values of rows that are as others, but of another label."""
    return {**rows.c, "label_id": label_id}


def _rank(rows: FromClause) -> ColumnElement[int]:
    return case(SOURCE_RANK, value=rows.c.source)


def _move_decisions(recorder: ChangeRecorder, source_id: int, target_id: int) -> None:
    """Decisions go along; a rejection gives way to a label the image now carries."""
    standing = decisions.alias()
    is_moving = decisions.c.label_id == source_id
    is_decided = exists().where(
        standing.c.label_id == target_id, standing.c.image_id == decisions.c.image_id
    )
    recorder.insert_where("decisions", _with_label(decisions, target_id), is_moving, ~is_decided)
    recorder.delete_where("decisions", is_moving)
    recorder.delete_where(
        "decisions",
        decisions.c.label_id == target_id,
        decisions.c.accepted.is_(False),
        pair_is_in(labellings, decisions),
    )


def _move_children(recorder: ChangeRecorder, merged: Iterable[Row], target_id: int) -> None:
    """What lay below a source lies below the target; the target never below itself.

    Raises CatalogueError where two would have one name there.
    """
    gone = {int(row["id"]) for row in merged}
    line = ancestry(recorder, target_id)
    parent_id = next((label_id for label_id in line[1:] if label_id not in gone), None)
    target = existing_label(recorder, target_id)
    put_below(recorder, target, parent_id)
    between = {label_id for label_id in line[1:] if label_id not in gone}
    children = recorder.rows("labels", labels.c.parent_id.in_(id_set(gone)))
    for child in children:
        if child["id"] not in gone and child["id"] != target_id:
            is_between = child["id"] in between
            put_below(recorder, child, _above(recorder, child, gone) if is_between else target_id)


def _above(recorder: ChangeRecorder, label: Row, gone: set[int]) -> int | None:
    """The nearest label above that is not going."""
    return next((at for at in ancestry(recorder, int(label["id"]))[1:] if at not in gone), None)


def _take_over_words(recorder: ChangeRecorder, target_id: int, merged: Sequence[Row]) -> None:
    """What a person wrote about a source serves the target where nobody wrote anything."""
    target = existing_label(recorder, target_id)
    values = {
        column: next((row[column] for row in merged if row[column]), "")
        for column in ("english_name", "prompts", "text_rule")
        if not target[column]
    }
    recorder.update("labels", [target], values)


def _move_differences(recorder: ChangeRecorder, source_ids: Sequence[int], target_id: int) -> None:
    """What a source is not, the target is not either."""
    moving = difference_rows(recorder, source_ids)
    recorder.delete("different_labels", moving)
    gone = {*source_ids, target_id}
    others = {row[side] for row in moving for side in ("label_id", "other_id")} - gone
    standing = {
        (row["label_id"], row["other_id"]) for row in difference_rows(recorder, [target_id])
    }
    arriving = [(min(other, target_id), max(other, target_id)) for other in sorted(others)]
    recorder.insert(
        "different_labels",
        [_difference(recorder, *pair) for pair in arriving if pair not in standing],
    )


def _difference(recorder: ChangeRecorder, label_id: int, other_id: int) -> Row:
    return {
        "label_id": label_id,
        "other_id": other_id,
        "decider": recorder.curator,
        "decided_at": recorder.now,
    }


def _carrying(label_id: int, image_ids: Iterable[int]) -> tuple[ColumnElement[bool], ...]:
    """What holds of the labellings by which these images carry a label."""
    return labellings.c.label_id == label_id, labellings.c.image_id.in_(id_set(image_ids))


def _split_off(
    recorder: ChangeRecorder, image_ids: Sequence[int], label_id: int, new_label_id: int
) -> int:
    """Move the labellings of these images to a label that has none; how many there were."""
    is_moving = _carrying(label_id, image_ids)
    moved = recorder.insert_where("labellings", _with_label(labellings, new_label_id), *is_moving)
    recorder.delete_where("labellings", *is_moving)
    recorder.update_where(
        "decisions",
        {"accepted": False, "decider": recorder.curator, "decided_at": recorder.now},
        decisions.c.label_id == label_id,
        decisions.c.accepted.is_(True),
        decisions.c.image_id.in_(
            select(labellings.c.image_id).where(labellings.c.label_id == new_label_id)
        ),
    )
    return moved
