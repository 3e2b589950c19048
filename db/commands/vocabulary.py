"""Commands on the vocabulary: create, rename, nest, alias, merge and delete labels."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import Row
from db.errors import CatalogueError
from db.ids import id_set
from db.records import ChangeSet
from db.repositories.labels import find_label_id
from db.schema import aliases, decisions, keywords, labellings, labels
from db.text import MAX_NAME_LENGTH, clean_name, name_key

# Of two labellings that a merge brings together the more deliberate one stays.
SOURCE_RANK = {"curator": 0, "accepted": 1, "merged": 2, "imported": 3}


class VocabularyCommands(CommandGroup):
    """Changes the labels themselves.

    All raise CatalogueError for a label that is not there and for a name that is empty, too long
    or taken. Details name the label ("label", "label_id") and what is said with each method.
    """

    def create_label(self, name: str, *, parent_id: int | None = None) -> ChangeSet:
        """Add a label to the vocabulary; its id is in the details and in ``label_ids``."""
        with self._recording() as recorder:
            if parent_id is not None:
                existing_label(recorder, parent_id)
            refuse_taken_name(recorder, name)
            label = create_label_row(recorder, name, parent_id=parent_id)
            return recorder.finish("create_label", _details(label))

    def rename_label(self, label_id: int, name: str) -> ChangeSet:
        """Give a label another name. Details: label (the old name), name (the new one).

        The old name stays as an alias where keywords of the archive's files spell it so: the
        next file with that keyword then finds the label. A name that is an alias of the label
        already changes places with nothing: the alias becomes the name.
        """
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            new_name = checked_name(name)
            new_key = name_key(new_name)
            own_alias = recorder.rows(
                "aliases", aliases.c.label_id == label_id, aliases.c.name_key == new_key
            )
            if not own_alias and new_key != label["name_key"]:
                refuse_taken_name(recorder, new_name)
            recorder.delete("aliases", own_alias)
            recorder.update("labels", [label], {"name": new_name, "name_key": new_key})
            if new_key != label["name_key"] and _is_keyword(recorder, label):
                _add_alias_row(recorder, label_id, str(label["name"]))
            return recorder.finish("rename_label", {**_details(label), "name": new_name})

    def set_parent(self, label_id: int, parent_id: int | None) -> ChangeSet:
        """Put a label below another, or at the top with None. Details: parent (name or "")."""
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            parent_name = ""
            if parent_id is not None:
                parent_name = str(existing_label(recorder, parent_id)["name"])
                if label_id in ancestry(recorder, parent_id):
                    raise CatalogueError(
                        f"‘{label['name']}’ cannot lie below ‘{parent_name}’, which lies below it. "
                        f"Move ‘{parent_name}’ first."
                    )
            recorder.update("labels", [label], {"parent_id": parent_id})
            return recorder.finish("set_parent", {**_details(label), "parent": parent_name})

    def add_alias(self, label_id: int, name: str) -> ChangeSet:
        """Give a label another name it is found by. Details: alias."""
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            alias = checked_name(name)
            refuse_taken_name(recorder, alias)
            _add_alias_row(recorder, label_id, alias)
            return recorder.finish("add_alias", {**_details(label), "alias": alias})

    def remove_alias(self, label_id: int, name: str) -> ChangeSet:
        """Take an alias from a label. Details: alias."""
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            rows = recorder.rows(
                "aliases", aliases.c.label_id == label_id, aliases.c.name_key == name_key(name)
            )
            if not rows:
                raise CatalogueError(
                    f"‘{name}’ is not an alias of ‘{label['name']}’. Reload the labels."
                )
            recorder.delete("aliases", rows)
            return recorder.finish(
                "remove_alias", {**_details(label), "alias": str(rows[0]["name"])}
            )

    def set_english_name(self, label_id: int, name: str) -> ChangeSet:
        """Say what a label is called in English; "" where it needs no saying.

        Details: english_name.
        """
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            english_name = checked_name(name) if clean_name(name) else ""
            recorder.update("labels", [label], {"english_name": english_name})
            return recorder.finish(
                "set_english_name", {**_details(label), "english_name": english_name}
            )

    def delete_label(self, label_id: int) -> ChangeSet:
        """Remove a label from the vocabulary and from every image.

        Labels below it move up to its parent. The keywords found in files stay, without a label.
        Details: images (how many carried it).
        """
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            carried = recorder.rows("labellings", labellings.c.label_id == label_id)
            recorder.delete("labellings", carried)
            recorder.delete(
                "decisions", recorder.rows("decisions", decisions.c.label_id == label_id)
            )
            recorder.delete("aliases", recorder.rows("aliases", aliases.c.label_id == label_id))
            found = recorder.rows("keywords", keywords.c.label_id == label_id)
            recorder.update("keywords", found, {"label_id": None})
            children = recorder.rows("labels", labels.c.parent_id == label_id)
            recorder.update("labels", children, {"parent_id": label["parent_id"]})
            recorder.delete("labels", [label])
            return recorder.finish("delete_label", {**_details(label), "images": len(carried)})

    def merge_labels(self, source_ids: Sequence[int], target_id: int) -> ChangeSet:
        """Make one label of several: everything the sources have goes to the target.

        Their names become its aliases. Where an image carries both, the more deliberate
        labelling stays (curator, accepted, merged, imported, in this order; of equals the
        target's). Where decisions differ, the target's stays.

        Details: merged (names), images (how many carried a source).
        """
        sources = [label_id for label_id in dict.fromkeys(source_ids) if label_id != target_id]
        with self._recording() as recorder:
            target = existing_label(recorder, target_id)
            merged = [existing_label(recorder, label_id) for label_id in sources]
            images_moved: set[int] = set()
            for source in merged:
                images_moved |= _move_labellings(recorder, int(source["id"]), target_id)
                _move_decisions(recorder, int(source["id"]), target_id)
                found = recorder.rows("keywords", keywords.c.label_id == source["id"])
                recorder.update("keywords", found, {"label_id": target_id})
            _move_children(recorder, merged, target_id)
            for source in merged:
                owned = recorder.rows("aliases", aliases.c.label_id == source["id"])
                recorder.update("aliases", owned, {"label_id": target_id})
                recorder.delete("labels", recorder.rows("labels", labels.c.id == source["id"]))
                _add_alias_row(recorder, target_id, str(source["name"]))
            details: Details = {
                **_details(target),
                "merged": [str(source["name"]) for source in merged],
                "images": len(images_moved),
            }
            return recorder.finish("merge_labels", details)


def checked_name(name: str) -> str:
    """The name as it is kept. Raises CatalogueError for an empty or overlong one."""
    cleaned = clean_name(name)
    if not name_key(cleaned):
        raise CatalogueError("A label needs a name. Type at least one character.")
    if len(cleaned) > MAX_NAME_LENGTH:
        raise CatalogueError(
            f"A name can have {MAX_NAME_LENGTH} characters; this one has {len(cleaned)}. "
            "Shorten it."
        )
    return cleaned


def refuse_taken_name(recorder: ChangeRecorder, name: str) -> None:
    """Raise CatalogueError where a label has this name or alias."""
    label_id = find_label_id(recorder.connection, name)
    if label_id is None:
        return
    owner = str(existing_label(recorder, label_id)["name"])
    if name_key(owner) == name_key(name):
        raise CatalogueError(f"There is already a label ‘{owner}’. Use it, or choose another name.")
    raise CatalogueError(
        f"‘{clean_name(name)}’ is already an alias of ‘{owner}’. Use that label, or remove the "
        "alias first."
    )


def create_label_row(recorder: ChangeRecorder, name: str, *, parent_id: int | None = None) -> Row:
    """Add a label whose name is free; its row."""
    cleaned = checked_name(name)
    row: Row = {
        "name": cleaned,
        "name_key": name_key(cleaned),
        "parent_id": parent_id,
        "english_name": "",
        "created_at": recorder.now,
    }
    return {**row, "id": recorder.insert_new("labels", row)}


def existing_label(recorder: ChangeRecorder, label_id: int) -> Row:
    """The label's row. Raises CatalogueError where it is not there."""
    rows = recorder.rows("labels", labels.c.id == label_id)
    if not rows:
        raise CatalogueError("This label is no longer in the catalogue. Reload the labels.")
    return rows[0]


def ancestry(recorder: ChangeRecorder, label_id: int) -> list[int]:
    """The label and everything above it, from the bottom up."""
    parents = {
        row[0]: row[1]
        for row in recorder.connection.execute(select(labels.c.id, labels.c.parent_id))
    }
    line: list[int] = []
    at: int | None = label_id
    while at is not None and at not in line:
        line.append(at)
        at = parents.get(at)
    return line


def _details(label: Row) -> Details:
    return {"label": str(label["name"]), "label_id": int(label["id"])}


def _add_alias_row(recorder: ChangeRecorder, label_id: int, name: str) -> None:
    recorder.insert_new("aliases", {"label_id": label_id, "name": name, "name_key": name_key(name)})


def _is_keyword(recorder: ChangeRecorder, label: Row) -> bool:
    """Keywords of files, mapped to the label, end in its present name."""
    texts = recorder.values(keywords.c.text, keywords.c.label_id == label["id"])
    return any(name_key(text.rpartition("|")[2]) == label["name_key"] for text in set(texts))


def _move_labellings(recorder: ChangeRecorder, source_id: int, target_id: int) -> set[int]:
    moving = recorder.rows("labellings", labellings.c.label_id == source_id)
    image_ids = {int(row["image_id"]) for row in moving}
    standing = {
        row["image_id"]: row
        for row in recorder.rows(
            "labellings",
            labellings.c.label_id == target_id,
            labellings.c.image_id.in_(id_set(image_ids)),
        )
    }
    arriving = [row | {"label_id": target_id} for row in moving]
    recorder.delete("labellings", moving)
    recorder.insert("labellings", [row for row in arriving if row["image_id"] not in standing])
    recorder.update_each(
        "labellings",
        [
            (standing[row["image_id"]], row)
            for row in arriving
            if row["image_id"] in standing and _outranks(row, standing[row["image_id"]])
        ],
    )
    return image_ids


def _outranks(row: Row, other: Row) -> bool:
    return SOURCE_RANK[row["source"]] < SOURCE_RANK[other["source"]]


def _move_decisions(recorder: ChangeRecorder, source_id: int, target_id: int) -> None:
    """Decisions go along; a rejection gives way to a label the image now carries."""
    moving = recorder.rows("decisions", decisions.c.label_id == source_id)
    image_ids = [row["image_id"] for row in moving]
    decided = set(
        recorder.values(
            decisions.c.image_id,
            decisions.c.label_id == target_id,
            decisions.c.image_id.in_(id_set(image_ids)),
        )
    )
    recorder.delete("decisions", moving)
    recorder.insert(
        "decisions",
        [row | {"label_id": target_id} for row in moving if row["image_id"] not in decided],
    )
    carrying = select(labellings.c.image_id).where(labellings.c.label_id == target_id)
    recorder.delete(
        "decisions",
        recorder.rows(
            "decisions",
            decisions.c.label_id == target_id,
            decisions.c.accepted.is_(False),
            decisions.c.image_id.in_(carrying),
        ),
    )


def _move_children(recorder: ChangeRecorder, merged: Iterable[Row], target_id: int) -> None:
    """What lay below a source lies below the target; the target never below itself."""
    gone = {int(row["id"]) for row in merged}
    line = ancestry(recorder, target_id)
    parent_id = next((label_id for label_id in line[1:] if label_id not in gone), None)
    target = existing_label(recorder, target_id)
    recorder.update("labels", [target], {"parent_id": parent_id})
    between = {label_id for label_id in line[1:] if label_id not in gone}
    children = recorder.rows("labels", labels.c.parent_id.in_(id_set(gone)))
    recorder.update_each(
        "labels",
        [
            (
                child,
                {
                    "parent_id": _above(recorder, child, gone)
                    if child["id"] in between
                    else target_id
                },
            )
            for child in children
            if child["id"] not in gone and child["id"] != target_id
        ],
    )
    remaining = recorder.rows("labels", labels.c.id.in_(id_set(gone)))
    recorder.update("labels", remaining, {"parent_id": None})


def _above(recorder: ChangeRecorder, label: Row, gone: set[int]) -> int | None:
    """The nearest label above that is not going."""
    return next((at for at in ancestry(recorder, int(label["id"]))[1:] if at not in gone), None)
