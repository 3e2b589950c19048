"""Commands on the vocabulary: create, rename, nest, alias and delete labels."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from db.commands.recorder import ChangeRecorder, CommandGroup, Details
from db.commands.rows import RecordedTable, Row, RowDelta, record
from db.dialect import id_set
from db.errors import CatalogueError
from db.names import child_named, moves_of_deletion, refuse_taken_place
from db.records import ChangeSet
from db.schema import aliases, decisions, different_labels, keywords, labellings, labels
from db.text import MAX_NAME_LENGTH, clean_name, name_key
from messages.levels import join_levels, typed_levels


def _lies_below_itself(connection: Connection, deltas: Sequence[RowDelta]) -> bool:
    """A label that was moved back lies below one that an import has put below it since."""
    moved = [delta.key[0] for delta in deltas if (delta.after or {}).get("parent_id") is not None]
    if not moved:
        return False
    parents = {
        row[0]: row[1] for row in connection.execute(select(labels.c.id, labels.c.parent_id))
    }
    for label_id in moved:
        line = {label_id}
        above = parents[label_id]
        while above is not None and above not in line:
            line.add(above)
            above = parents[above]
        if above is not None:
            return True
    return False


record(
    RecordedTable(labels, label_column="id", makes_stale="label", conflicts=_lies_below_itself),
    RecordedTable(aliases, label_column="label_id"),
)


class VocabularyCommands(CommandGroup):
    """Changes the labels themselves.

    All raise CatalogueError for a label that is not there and for a name that is empty, too long
    or taken: below one label, and at the top, a name belongs to one label, as its name or as an
    alias. Details name the label ("label", "label_id") and what is said with each method.
    """

    def create_label(self, name: str, *, parent_id: int | None = None) -> ChangeSet:
        """Add a label to the vocabulary; its id is in the details and in ``label_ids``."""
        with self._recording() as recorder:
            if parent_id is not None:
                existing_label(recorder, parent_id)
            refuse_taken_name(recorder, name, parent_id)
            label = create_label_row(recorder, name, parent_id=parent_id)
            return recorder.finish("create_label", label_details(label))

    def create_typed_label(self, text: str) -> ChangeSet:
        """Add the label of a path as typed, with the levels above it that are missing.

        Its id is in the details, as of ``create_label``. Raises CatalogueError where it is there.
        """
        with self._recording() as recorder:
            label_id, created = create_typed(recorder, text)
            if not created:
                raise CatalogueError("label-name-taken", label=clean_name(text))
            return recorder.finish(
                "create_label", label_details(existing_label(recorder, label_id))
            )

    def rename_label(self, label_id: int, name: str) -> ChangeSet:
        """Give a label another name. Details: label (the old name), name (the new one).

        The old name stays as an alias where keywords of the archive's files spell it so: the
        next file with that keyword then finds the label. A name that is an alias of the label
        already changes places with nothing: the alias becomes the name. An automatic English
        name goes: it translates another word.
        """
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            new_name = checked_name(name)
            new_key = name_key(new_name)
            own_alias = recorder.rows(
                "aliases", aliases.c.label_id == label_id, aliases.c.name_key == new_key
            )
            if not own_alias and new_key != label["name_key"]:
                refuse_taken_name(recorder, new_name, label["parent_id"])
            recorder.delete("aliases", own_alias)
            values = {"name": new_name, "name_key": new_key}
            if new_key != label["name_key"]:
                values |= {"automatic_name": "", "automatic_from": ""}
            recorder.update("labels", [label], values)
            if new_key != label["name_key"] and _is_keyword(recorder, label):
                add_alias_row(recorder, label_id, str(label["name"]))
            return recorder.finish("rename_label", {**label_details(label), "name": new_name})

    def set_parent(self, label_id: int, parent_id: int | None) -> ChangeSet:
        """Put a label below another, or at the top with None. Details: parent (name or "").

        Raises CatalogueError where a label with the same name lies there: merge the two instead.
        """
        with self._recording() as recorder:
            label, parent_name = _placed_below(recorder, label_id, parent_id)
            return recorder.finish("set_parent", {**label_details(label), "parent": parent_name})

    def set_parents(self, label_ids: Iterable[int], parent_id: int | None) -> ChangeSet:
        """Put labels below another, or at the top with None. Details: labels (how many were
        given), parent (name or "")."""
        wanted = list(dict.fromkeys(label_ids))
        with self._recording() as recorder:
            parent_name = ""
            for label_id in wanted:
                _, parent_name = _placed_below(recorder, label_id, parent_id)
            return recorder.finish("set_parents", {"labels": len(wanted), "parent": parent_name})

    def add_alias(self, label_id: int, name: str) -> ChangeSet:
        """Give a label another name it is found by. Details: alias."""
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            alias = checked_name(name)
            refuse_taken_name(recorder, alias, label["parent_id"])
            add_alias_row(recorder, label_id, alias)
            return recorder.finish("add_alias", {**label_details(label), "alias": alias})

    def remove_alias(self, label_id: int, name: str) -> ChangeSet:
        """Take an alias from a label. Details: alias."""
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            rows = recorder.rows(
                "aliases", aliases.c.label_id == label_id, aliases.c.name_key == name_key(name)
            )
            if not rows:
                raise CatalogueError("alias-gone", name=name, label=str(label["name"]))
            recorder.delete("aliases", rows)
            return recorder.finish(
                "remove_alias", {**label_details(label), "alias": str(rows[0]["name"])}
            )

    def delete_label(self, label_id: int) -> ChangeSet:
        """Remove a label from the vocabulary and from every image.

        Labels below it move up to its parent. The keywords found in files stay, without a label.
        Details: images (how many carried it).
        """
        with self._recording() as recorder:
            label = existing_label(recorder, label_id)
            images = images_carrying(recorder, [label_id])
            _delete(recorder, [label])
            return recorder.finish("delete_label", {**label_details(label), "images": images})

    def delete_labels(self, label_ids: Iterable[int]) -> ChangeSet:
        """Remove labels from the vocabulary and from every image, as ``delete_label`` does, all at
        once: labels below them move up to the next one that stays, whatever the order is.

        Details: deleted (names), images (how many carried any of them).
        """
        with self._recording() as recorder:
            found = [existing_label(recorder, label_id) for label_id in dict.fromkeys(label_ids)]
            images = images_carrying(recorder, [int(label["id"]) for label in found])
            _delete(recorder, found)
            names = [str(label["name"]) for label in found]
            return recorder.finish("delete_labels", {"deleted": names, "images": images})


def checked_name(name: str) -> str:
    """The name as it is kept. Raises CatalogueError for an empty or overlong one."""
    cleaned = clean_name(name)
    if not name_key(cleaned):
        raise CatalogueError("label-name-empty")
    if len(cleaned) > MAX_NAME_LENGTH:
        raise CatalogueError("label-name-too-long", most=MAX_NAME_LENGTH, characters=len(cleaned))
    return cleaned


def refuse_taken_name(recorder: ChangeRecorder, name: str, parent_id: int | None) -> None:
    """Raise CatalogueError where a label right below this one has the name or alias."""
    label_id = child_named(recorder.connection, parent_id, name)
    if label_id is None:
        return
    owner = str(existing_label(recorder, label_id)["name"])
    if name_key(owner) == name_key(name):
        raise CatalogueError("label-name-taken", label=owner)
    raise CatalogueError("label-name-is-alias", name=clean_name(name), label=owner)


def create_label_row(
    recorder: ChangeRecorder, name: str, *, parent_id: int | None = None, grouping: bool = False
) -> Row:
    """Add a label whose name is free; its row."""
    cleaned = checked_name(name)
    row: Row = {
        "name": cleaned,
        "name_key": name_key(cleaned),
        "parent_id": parent_id,
        "english_name": "",
        "created_at": recorder.now,
        "automatic_name": "",
        "automatic_from": "",
        "prompts": "",
        "grouping": grouping,
        "text_rule": "",
    }
    return {**row, "id": recorder.insert_new("labels", row)}


def create_typed(recorder: ChangeRecorder, text: str) -> tuple[int, list[str]]:
    """The label of a path as typed (``typed_levels``), and what was made for it: the paths of the
    levels that were missing."""
    parent_id: int | None = None
    levels = typed_levels(text)
    created: list[str] = []
    for depth, level in enumerate(levels, start=1):
        label_id = child_named(recorder.connection, parent_id, checked_name(level))
        if label_id is None:
            row = create_label_row(recorder, level, parent_id=parent_id)
            label_id = int(row["id"])
            created.append(str(row["name"]) if len(levels) == 1 else join_levels(levels[:depth]))
        parent_id = label_id
    assert parent_id is not None
    return parent_id, created


def put_below(recorder: ChangeRecorder, label: Row, parent_id: int | None) -> None:
    """Give a label another parent. Raises CatalogueError where one of its names is taken there."""
    if label["parent_id"] == parent_id:
        return
    refuse_taken_place(recorder.connection, int(label["id"]), parent_id)
    recorder.update("labels", [label], {"parent_id": parent_id})


def existing_label(recorder: ChangeRecorder, label_id: int) -> Row:
    """The label's row. Raises CatalogueError where it is not there."""
    rows = recorder.rows("labels", labels.c.id == label_id)
    if not rows:
        raise CatalogueError("label-gone")
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


def label_details(label: Row) -> Details:
    """How details name the label that a command is about."""
    return {"label": str(label["name"]), "label_id": int(label["id"])}


def add_alias_row(recorder: ChangeRecorder, label_id: int, name: str) -> None:
    """Add an alias whose name is free."""
    recorder.insert_new("aliases", {"label_id": label_id, "name": name, "name_key": name_key(name)})


def _placed_below(
    recorder: ChangeRecorder, label_id: int, parent_id: int | None
) -> tuple[Row, str]:
    """Move a label; its row and the parent's name."""
    label = existing_label(recorder, label_id)
    parent_name = ""
    if parent_id is not None:
        parent_name = str(existing_label(recorder, parent_id)["name"])
        if label_id in ancestry(recorder, parent_id):
            raise CatalogueError("label-below-itself", label=str(label["name"]), parent=parent_name)
    put_below(recorder, label, parent_id)
    return label, parent_name


def images_carrying(recorder: ChangeRecorder, label_ids: Sequence[int]) -> int:
    """How many images carry any of the labels."""
    carrying = labellings.c.label_id.in_(id_set(label_ids))
    counted = select(func.count(labellings.c.image_id.distinct())).where(carrying)
    return int(recorder.connection.scalar(counted) or 0)


def _delete(recorder: ChangeRecorder, going: Sequence[Row]) -> None:
    """Remove labels and all that is about them."""
    ids = [int(label["id"]) for label in going]
    moves = moves_of_deletion(recorder.connection, ids)
    for label_id in ids:
        recorder.delete_where("labellings", labellings.c.label_id == label_id)
        recorder.delete_where("decisions", decisions.c.label_id == label_id)
        recorder.delete("aliases", recorder.rows("aliases", aliases.c.label_id == label_id))
        recorder.delete("different_labels", difference_rows(recorder, [label_id]))
        recorder.update_where("keywords", {"label_id": None}, keywords.c.label_id == label_id)
    for child, above in moves:
        put_below(recorder, existing_label(recorder, child), above)
    depth = {label_id: len(ancestry(recorder, label_id)) for label_id in ids}
    for label in sorted(going, key=lambda one: -depth[int(one["id"])]):
        recorder.delete("labels", [label])


def difference_rows(recorder: ChangeRecorder, label_ids: Iterable[int]) -> list[Row]:
    """What was said of these labels not being the same as others."""
    wanted = id_set(list(label_ids))
    return recorder.rows(
        "different_labels",
        different_labels.c.label_id.in_(wanted) | different_labels.c.other_id.in_(wanted),
    )


def _is_keyword(recorder: ChangeRecorder, label: Row) -> bool:
    """Keywords of files, mapped to the label, end in its present name."""
    texts = recorder.values(keywords.c.text, keywords.c.label_id == label["id"])
    return any(name_key(text.rpartition("|")[2]) == label["name_key"] for text in set(texts))
